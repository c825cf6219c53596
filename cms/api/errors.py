"""What an outsider is told when something goes wrong: a message, where, and a stable code."""

import logging
from typing import Any

from graphql import GraphQLError, GraphQLFormattedError

logger = logging.getLogger(__name__)


class ApiError(GraphQLError):
    """An error meant for the reader of the answer; `code` is stable, the message names the thing and the way out."""

    code = "INTERNAL"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message, extensions={"code": self.code, **details})


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
    answer = error.formatted
    if "code" in (error.extensions or {}):
        return answer
    if error.path is None:
        # graphql-core's own check of variables, before anything ran.
        return answer | {"extensions": {"code": BadUserInput.code}}
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
