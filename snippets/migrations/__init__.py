"""The database's way to the current models."""
