"""Letters to people who have sent something in: written from templates, sent once what they tell of is stored."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

# Whoever sends the same thing again may have lost the letter; whoever does so all day means to annoy somebody.
PAUSE = timedelta(hours=1)
logger = logging.getLogger(__name__)


def send_letter(template: str, to: str, **context: Any) -> None:
    """Send the template's text, whose first line is the subject, when the transaction under way has ended well.

    A mail server that fails is logged: what the letter tells of is true all the same.
    """
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    letter = EmailMessage(subject.strip(), f"{body.strip()}\n", to=[to])
    transaction.on_commit(lambda: _send(letter, template))


def may_be_told_again(told_at: datetime | None) -> bool:
    """Whether the last letter of the same kind is so long ago that another may be sent for being asked again."""
    return told_at is None or told_at < timezone.now() - PAUSE


def _send(letter: EmailMessage, template: str) -> None:
    try:
        letter.send()
    except Exception:  # smtplib, sockets and backends raise what they like
        logger.exception("A letter could not be sent: %s", template)
