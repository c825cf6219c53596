"""Moments as the API tells them: in the site's own time, so that also their date is the one that readers go by."""

from datetime import datetime
from typing import Any

import graphene
from django.utils import timezone


class DateTime(graphene.DateTime):
    """A moment in ISO 8601, with its offset from UTC. It is told in Norwegian time; with any offset it may be given."""

    @staticmethod
    def serialize(moment: Any) -> str:
        """The moment; ValueError for one without a timezone, GraphQLError for what is none."""
        if not isinstance(moment, datetime):
            return str(graphene.DateTime.serialize(moment))
        return timezone.localtime(moment, timezone.get_default_timezone()).isoformat()
