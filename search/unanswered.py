"""What readers search for and do not find, counted by day; nothing of who asked."""

import re
from datetime import timedelta

from django.db import connection, models
from django.utils import timezone

DAYS_KEPT = 90
# Longer ones are hardly a search but a text, perhaps somebody's letter.
LONGEST = 60
# An address, a phone number, a national identity number: not what anybody's search is to be remembered by.
PERSONAL = re.compile(r"@|(?:\d[\s.-]?){5,}")
# At the ends, where it asks for nothing else; quotes, a minus and signs as in «C++» may.
PUNCTUATION = " .,:;!?…()[]"
# Nobody reads so many, and nobody who makes them up by the thousand is to fill the table.
MOST_A_DAY = 2_000
COUNT = """
    INSERT INTO search_unansweredquery (day, words, times) SELECT %(day)s, %(words)s, 1
    WHERE (SELECT count(*) FROM search_unansweredquery WHERE day = %(day)s) < %(most)s
        OR EXISTS (SELECT FROM search_unansweredquery WHERE day = %(day)s AND words = %(words)s)
    ON CONFLICT (day, words) DO UPDATE SET times = search_unansweredquery.times + 1
"""


class UnansweredQuery(models.Model):
    """Words that readers have searched for in vain on one day."""

    day = models.DateField("dag")
    words = models.TextField("søkeord")
    times = models.IntegerField("ganger")

    class Meta:
        verbose_name = "søk uten treff"
        verbose_name_plural = "søk uten treff"
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="search_unanswered_once_a_day")]

    def __str__(self) -> str:
        return self.words


def count_unanswered(words: str) -> None:
    """Count that the words were searched for in vain today, unless they may be about somebody."""
    words = " ".join(words.lower().split()).strip(PUNCTUATION)
    if not words or len(words) > LONGEST or PERSONAL.search(words):
        return
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"day": today, "words": words, "most": MOST_A_DAY})
        cursor.execute("DELETE FROM search_unansweredquery WHERE day < %s", [today - timedelta(days=DAYS_KEPT)])
