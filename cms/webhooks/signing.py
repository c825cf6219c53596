"""Signatures by the Standard Webhooks specification, with secrets that stand in no database.

A receiver's secret is made of the installation's SECRET_KEY and a salt of the receiver's own. So neither a copy of the
database nor a backup signs anything, and a copy of the site under another key cannot pass for this one.
"""

import base64
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.utils.crypto import salted_hmac
from standardwebhooks.webhooks import Webhook

PREFIX = "whsec_"


def new_salt() -> str:
    """What makes a receiver's secret its own."""
    return secrets.token_urlsafe(24)


def secret_of(salt: str, *, key: str | None = None) -> str:
    """The secret as a receiver gets it: `whsec_…`."""
    digest = salted_hmac("cms.webhooks.signing", salt, secret=key or settings.SECRET_KEY, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(digest).decode()


def signature_headers(salts: Iterable[str], *, message_id: str, moment: datetime, body: str) -> dict[str, str]:
    """The three headers that prove where the body comes from, signed with each secret that is still good."""
    # The package takes the moment for one in UTC, whatever its zone.
    moment = moment.astimezone(UTC)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    signatures = [Webhook(secret_of(salt, key=key)).sign(message_id, moment, body) for salt in salts for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
