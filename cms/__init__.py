"""The shell: settings, URLs, the one schema and what starts the project."""
