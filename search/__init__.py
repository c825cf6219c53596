"""Readers' search: what is found, in which order, and why."""
