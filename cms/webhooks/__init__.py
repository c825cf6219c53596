"""Webhooks: frontends and caches are told, over HTTP, of what has changed for the public."""
