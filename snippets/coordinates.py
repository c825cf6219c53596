"""Where on Earth something is: latitude with longitude."""

from django.db.models import Q

from snippets.constraints import FieldCheck


def coordinates_check(*, name: str) -> FieldCheck:
    """The constraint that latitude and longitude come together and exist on Earth."""
    neither = Q(latitude__isnull=True, longitude__isnull=True)
    both = Q(
        latitude__isnull=False,
        longitude__isnull=False,
        latitude__range=(-90, 90),
        longitude__range=(-180, 180),
    )
    return FieldCheck(
        condition=neither | both,
        name=name,
        field="latitude",
        violation_error_message=(
            "Oppgi både breddegrad (−90 til 90) og lengdegrad (−180 til 180), eller la begge stå tomme."
        ),
    )
