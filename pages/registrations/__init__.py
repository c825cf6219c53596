"""Registration for events here on the site: who comes, who waits, and what they are told."""
