"""Content health: what on public pages ages, leads nowhere or is hard to use, for editors to mend."""
