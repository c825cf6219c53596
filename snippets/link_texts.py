"""Words of a link, which are to say where it leads: many readers go from link to link."""

import re

# Words that say nothing when they are all of a link.
VAGUE = re.compile(
    r"\s*(?:(?:klikk|trykk|se|les(?:\s+mer)?|sjekk)\s+)?"
    r"(?:her|hit|mer|les\s+mer|se\s+mer|(?:i\s+|på\s+)?denne\s+(?:artikkelen|siden|lenken|saken)|lenke|link)"
    r"\s*[.…»>]*\s*\Z",
    re.IGNORECASE,
)


def is_vague(link: str) -> bool:
    """Whether the words of a link say nothing of where it leads."""
    return bool(VAGUE.match(link))
