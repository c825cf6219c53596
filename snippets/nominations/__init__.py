"""Nominations: a municipality appoints its contact, and moderators decide."""
