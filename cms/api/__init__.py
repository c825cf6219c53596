"""GraphQL mechanics that know no content: HTTP, limits, visibility, loading, connections."""
