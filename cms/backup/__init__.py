"""Backups: the database and the media in one file, and back. Docs in docs/operations.md, reasons in decision 16."""
