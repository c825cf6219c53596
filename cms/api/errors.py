"""What an outsider is told when something goes wrong: a message, where, and a stable code."""

import logging
import re
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import InterfaceError, OperationalError
from graphql import GraphQLError, GraphQLFormattedError

from cms.api.metrics import errors_told

# What Django makes of a database that is away, full, restarting, locked or too slow; all else is a fault of ours.
DATABASE_AWAY = (OperationalError, InterfaceError)
SECONDS_UNTIL_AGAIN = 5

# Ends of graphql-core's messages: names of the schema that a reader did not know, and what Python says of an integer of
# over 4,300 digits.
SUGGESTION = re.compile(r"\.? Did you mean .*\?$", re.DOTALL)
TOO_MANY_DIGITS = re.compile(r"Exceeds the limit \(\d+ digits\).*$", re.DOTALL)

logger = logging.getLogger(__name__)


class ApiError(GraphQLError):
    """An error meant for the reader of the answer; `code` is stable, the message names the thing and the way out."""

    code = "INTERNAL"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message, extensions={"code": self.code, **details})

    def anew(self) -> Self:
        """The same, to be raised: one that is kept with its document would hold on to all that it passes through."""
        details = {name: value for name, value in (self.extensions or {}).items() if name != "code"}
        return type(self)(self.message, **details)


class BadUserInput(ApiError):
    code = "BAD_USER_INPUT"


class TooExpensive(ApiError):
    code = "TOO_EXPENSIVE"


class NotFound(ApiError):
    code = "NOT_FOUND"


class Forbidden(ApiError):
    code = "FORBIDDEN"


class RateLimited(ApiError):
    code = "RATE_LIMITED"


class Unavailable(ApiError):
    """What answers are made of cannot be reached, or takes too long; it is worth asking again."""

    code = "INTERNAL"


class ParseFailed(ApiError):
    code = "GRAPHQL_PARSE_FAILED"


class ValidationFailed(ApiError):
    code = "GRAPHQL_VALIDATION_FAILED"


class PersistedQueryNotFound(ApiError):
    code = "PERSISTED_QUERY_NOT_FOUND"


def formatted(error: GraphQLError) -> GraphQLFormattedError:
    """The error as it leaves the API: `{message, locations, path, extensions: {code}}`.

    Whatever was not raised for the reader is logged in full and answered without a word of its own.
    """
    answer = _formatted(error)
    errors_told.labels(str(answer["extensions"]["code"])).inc()
    return answer


def as_told(message: str) -> str:
    """A message of graphql-core's without what is not for readers: Python's words, and suggestions in production."""
    message = TOO_MANY_DIGITS.sub("it has too many digits.", message)
    return message if settings.GRAPHQL["SUGGESTIONS"] else SUGGESTION.sub(".", message)


def refuse_half_answers(errors: Iterable[GraphQLError]) -> None:
    """Unavailable when the database went away meanwhile: what is missing then would look as if it were not there."""
    for error in errors:
        if isinstance(error.original_error, DATABASE_AWAY):
            raise unavailable(error.original_error)


def unavailable(error: Exception) -> Unavailable:
    """What is told of a database that is away; the log has why."""
    logger.error("The database did not answer: %s", " ".join(str(error).split()))
    return Unavailable("The service cannot answer this right now; ask again in a few seconds.")


def _formatted(error: GraphQLError) -> GraphQLFormattedError:
    answer = error.formatted
    if "code" in (error.extensions or {}):
        return answer
    if error.path is None:
        # graphql-core's own check of variables, before anything ran.
        return answer | {"message": as_told(error.message), "extensions": {"code": BadUserInput.code}}
    if isinstance(error.original_error, ApiError):
        return answer | {"extensions": error.original_error.extensions or {}}
    return _masked(error)


def _masked(error: GraphQLError) -> GraphQLFormattedError:
    logger.error("Unexpected error at %s", error.path, exc_info=error.original_error or error)
    masked: GraphQLFormattedError = {
        "message": "Something went wrong here; the fault is on our side and has been logged.",
        "extensions": {"code": "INTERNAL"},
    }
    if error.locations:
        masked["locations"] = [location.formatted for location in error.locations]
    if error.path:
        masked["path"] = error.path
    return masked
