"""The dates of the demo content.

The partnership's text names days without a year: the autumn gathering on 16 November and the digital gathering on
2 March. The demo assumes 2022 and 2023. Events that the text only names have assumed days, too. All of them say so
in their date note.
"""

import datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
YEAR_ASSUMED = "Året er antatt"
DAY_ASSUMED = "Datoen er antatt"


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """The moment in Norway."""
    return datetime.datetime(year, month, day, hour, minute, tzinfo=OSLO)


def days_from_now(days: int, hour: int) -> datetime.datetime:
    """A moment so many days after the day the demo is loaded: upcoming events have to be upcoming."""
    day = datetime.datetime.now(OSLO).date() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=OSLO)
