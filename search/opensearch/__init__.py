"""The readers' search on OpenSearch or Elasticsearch: chosen by `SEARCH_URL`, docs in docs/search/opensearch.md.

PostgreSQL stays what is true: entries are written there, in the transaction that publishes, and copied on from there.
OpenSearch tells which entries match, how many they are and what they have in common; nothing else.
"""

from search.opensearch.matching import Matches, may_be_asked
from search.opensearch.rebuilding import rebuild
from search.opensearch.sending import follow, forget, send

__all__ = ["Matches", "follow", "forget", "may_be_asked", "rebuild", "send"]
