"""Base class of all failures, and the failures that any request can end in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

MAX_ERRORS = 20
"""How many invalid fields an answer names; of others it gives the number."""

_MAX_LENGTH, _MAX_PLAIN_LENGTH = 200, 600
"""The longest path and message of an invalid field: both may contain the client's own text.

A message of ASCII alone has room for the values of the longest enumeration; another character may
take six bytes of the answer.
"""


@dataclass(frozen=True)
class FieldError:
    """An invalid field of the input and the reason.

    ``field`` is its path as the client wrote it, with dots and indexes: ``create.3.amount``.
    """

    field: str
    message: str


class FinanceFlowError(Exception):
    """Base class of failures; the message is safe to show to the client."""

    code: ClassVar[str]

    @property
    def message(self) -> str:
        """Return the message shown to the client."""
        return str(self)


class Unreadable(FinanceFlowError):
    """The request cannot be parsed: malformed JSON, or a cursor that this API did not issue."""

    code = "unreadable"


class NotFound(FinanceFlowError):
    """The tenant has no resource of this kind with the requested id."""

    code = "not-found"

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no such {kind}.")


class AlreadyExists(FinanceFlowError):
    """Another resource of the same name exists, or an own rate of the same currencies and day.

    ``existing_id`` is its id.
    """

    code = "already-exists"

    def __init__(self, message: str, existing_id: str) -> None:
        super().__init__(message)
        self.existing_id = existing_id

    @classmethod
    def of_name(cls, kind: str, name: str, existing: str, existing_id: str) -> Self:
        """Return the failure for a resource whose name counts as that of an existing one."""
        article = "An" if kind[0].upper() in "AEIOU" else "A"
        alike = "" if name == existing else f", which counts as the same name as “{name}”"
        return cls(f"{article} {kind} named “{existing}” exists already{alike}.", existing_id)


class PreconditionFailed(FinanceFlowError):
    """The resource has changed since the client read it.

    ``current`` is the resource in its present state. If the client expects versions of several
    resources, ``errors`` are the first ``MAX_ERRORS`` fields with a former version, ``more`` is the
    number of the others, and ``current`` is the resource of the first one.
    """

    code = "precondition-failed"

    def __init__(self, current: object, *errors: FieldError) -> None:
        super().__init__("The resource has changed since it was read.")
        self.current = current
        self.errors = errors[:MAX_ERRORS]
        self.more = len(errors) - len(self.errors)


class InvalidArgument(FinanceFlowError):
    """The input is well-formed but not valid.

    ``errors`` are the first ``MAX_ERRORS`` invalid fields, with paths and messages of bounded
    length; ``more`` is the number of the others.
    """

    code = "invalid-argument"

    def __init__(self, *errors: FieldError) -> None:
        self.errors = tuple(map(_shortened, errors[:MAX_ERRORS]))
        self.more = len(errors) - len(self.errors)
        parts = [f"{error.field}: {error.message}" for error in self.errors]
        if self.more:
            parts.append(f"and {self.more} more")
        super().__init__("; ".join(parts))

    @classmethod
    def of(cls, field: str, message: str) -> InvalidArgument:
        """Return the failure of a single field."""
        return cls(FieldError(field, message))


def _shortened(error: FieldError) -> FieldError:
    """Return the error with the beginnings of a path and a message that are too long."""
    is_plain = error.message.isascii() and error.message.isprintable()
    longest = _MAX_PLAIN_LENGTH if is_plain else _MAX_LENGTH
    return FieldError(shorten(error.field, _MAX_LENGTH), shorten(error.message, longest))


def shorten(text: str, max_length: int) -> str:
    """Return the text, or the beginning of a longer one with an ellipsis."""
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"


class IdempotencyKeyReused(FinanceFlowError):
    """The Idempotency-Key was already used for a different request."""

    code = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for a different request.")


class RateLimited(FinanceFlowError):
    """The rate limit of ``limited`` is exhausted; retry after ``retry_after_s`` seconds."""

    code = "rate-limited"

    def __init__(self, retry_after_s: int, limited: str = "requests") -> None:
        super().__init__(f"Too many {limited}. Try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class Unavailable(FinanceFlowError):
    """A backend service does not answer; retry after ``retry_after_s`` seconds."""

    code = "unavailable"

    def __init__(self, retry_after_s: int = 2) -> None:
        super().__init__("The service is not available at the moment. Try again shortly.")
        self.retry_after_s = retry_after_s
