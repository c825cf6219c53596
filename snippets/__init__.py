"""Content that pages share: people, organisations, places, classifications, media, menus."""
