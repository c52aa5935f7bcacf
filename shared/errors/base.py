"""What every failure is, and those that any request can end in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of the input.

    ``field`` is its path as the client wrote it, with dots and indexes: ``create.3.amount``.
    """

    field: str
    message: str


class FinanceFlowError(Exception):
    """A failure that may be shown to the client as it is."""

    code: ClassVar[str]

    @property
    def message(self) -> str:
        """The sentence shown to the client."""
        return str(self)


class Unreadable(FinanceFlowError):
    """The request cannot be read at all: malformed JSON, or a cursor nobody gave out."""

    code = "unreadable"


class NotFound(FinanceFlowError):
    """There is nothing of that kind with that id in this tenant."""

    code = "not-found"

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no such {kind}.")


class AlreadyExists(FinanceFlowError):
    """A category of that name and type, or an account of that name, exists."""

    code = "already-exists"

    def __init__(self, kind: str, name: str) -> None:
        article = "An" if kind[0].upper() in "AEIOU" else "A"
        super().__init__(f"{article} {kind} named “{name}” exists already.")


class PreconditionFailed(FinanceFlowError):
    """The resource has changed since the client read it.

    ``current`` is the resource as it is now.
    """

    code = "precondition-failed"

    def __init__(self, current: object) -> None:
        super().__init__("The resource has changed since it was read.")
        self.current = current


class InvalidArgument(FinanceFlowError):
    """The input is well-formed but not valid; ``errors`` names the fields."""

    code = "invalid-argument"

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))
        self.errors = errors

    @classmethod
    def of(cls, field: str, message: str) -> InvalidArgument:
        """The error of one field."""
        return cls(FieldError(field, message))


class IdempotencyKeyReused(FinanceFlowError):
    """The Idempotency-Key was used before for another request."""

    code = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for a different request.")


class RateLimited(FinanceFlowError):
    """Too many of ``what``; ``retry_after_s`` is when to try again, in seconds."""

    code = "rate-limited"

    def __init__(self, retry_after_s: int, what: str = "requests") -> None:
        super().__init__(f"Too many {what}. Try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class Unavailable(FinanceFlowError):
    """A service behind this one does not answer; ``retry_after_s`` is in seconds."""

    code = "unavailable"

    def __init__(self, retry_after_s: int = 2) -> None:
        super().__init__("The service is not available at the moment. Try again shortly.")
        self.retry_after_s = retry_after_s
