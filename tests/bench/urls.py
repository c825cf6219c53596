"""The product's addresses, and beside them the ceilings it is measured against."""

from django.urls import path

from cms import urls
from tests.bench import constant, one_statement
from tests.bench.by_hand.detail import article
from tests.bench.by_hand.listing import articles

# The last of the product's addresses takes every path.
urlpatterns = [
    path("c/hand", articles),
    path("c/hand/<path:path>", article),
    path("c/sql", one_statement.articles),
    path("c/bytes", constant.articles),
    *urls.urlpatterns,
]
handler500 = urls.handler500
