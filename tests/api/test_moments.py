"""Moments are told in the site's own time, so that whoever reads their date alone has the right one."""

import datetime

import pytest

from tests.page_factories import EventIndexPageFactory, EventPageFactory

OSLO = datetime.timezone(datetime.timedelta(hours=1))


@pytest.mark.parametrize(
    ("starts_at", "told"),
    [
        # Midnight in winter and in summer, and both of the hours that are there twice.
        (datetime.datetime(2026, 11, 25, 23, tzinfo=datetime.UTC), "2026-11-26T00:00:00+01:00"),
        (datetime.datetime(2026, 6, 30, 22, tzinfo=datetime.UTC), "2026-07-01T00:00:00+02:00"),
        (datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC), "2026-10-25T02:30:00+02:00"),
        (datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.UTC), "2026-10-25T02:30:00+01:00"),
    ],
)
def test_a_moment_has_norwegian_time_and_its_offset(home, query, starts_at, told):
    EventPageFactory(parent=EventIndexPageFactory(parent=home), starts_at=starts_at)

    given = starts_at.isoformat()
    data = query(
        "query ($from: DateTime) { events(where: {startsAt: {from: $from}}) { nodes { startsAt } } }", **{"from": given}
    )

    assert data["events"]["nodes"] == [{"startsAt": told}]
    assert datetime.datetime.fromisoformat(told) == starts_at


def test_the_same_moment_is_found_with_any_offset(home, query):
    moment = datetime.datetime(2026, 11, 26, 9, tzinfo=OSLO)
    EventPageFactory(parent=EventIndexPageFactory(parent=home), starts_at=moment)
    text = "query ($from: DateTime, $to: DateTime) { events(where: {startsAt: {from: $from, to: $to}}) { totalCount } }"

    counts = [
        query(text, **{"from": start, "to": end})["events"]["totalCount"]
        for start, end in [
            ("2026-11-26T08:00:00Z", "2026-11-26T08:00:01Z"),
            ("2026-11-26T09:00:00+01:00", "2026-11-26T09:00:01+01:00"),
            ("2026-11-26T13:00:00+05:00", "2026-11-26T13:00:01+05:00"),
            ("2026-11-26T08:00:00+01:00", "2026-11-26T09:00:00+01:00"),
        ]
    ]

    assert counts == [1, 1, 1, 0]
