"""Demo content: the partnership's own page as it stands, and plausible content around it."""
