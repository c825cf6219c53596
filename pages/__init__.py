"""The page types: what editors write, and frontends read."""
