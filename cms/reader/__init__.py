"""The reference frontend: pages for readers that know content only through the GraphQL documents in `documents/`."""
