"""Every way a use case can fail: one class per failure, with a stable code and a safe message.

The boundary maps the codes to HTTP statuses; nothing here knows of HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class Unauthenticated(FinanceFlowError):
    """There is no token, or one that proves nothing."""

    code = "unauthenticated"

    def __init__(self, message: str = "A valid Firebase ID token is required.") -> None:
        super().__init__(message)


class RecentSignInRequired(FinanceFlowError):
    """Something grave was asked for with a token whose owner signed in too long ago."""

    code = "recent-sign-in-required"

    def __init__(self, minutes: int) -> None:
        super().__init__(f"Sign in again first: this asks for a sign-in within {minutes} minutes.")


class EmailUnverified(FinanceFlowError):
    """The caller's e-mail address is not verified, and this installation asks for that."""

    code = "email-unverified"

    def __init__(self) -> None:
        super().__init__("Verify your e-mail address first, and sign in again.")


class AppCheckFailed(FinanceFlowError):
    """The request does not prove that it comes from one of the project's apps."""

    code = "app-check-failed"

    def __init__(self) -> None:
        super().__init__("A valid Firebase App Check token is required.")


class PermissionDenied(FinanceFlowError):
    """The caller's role does not allow this."""

    code = "permission-denied"

    def __init__(self, role: str, action: str) -> None:
        super().__init__(f"The role {role} does not allow to {action}.")


class NoTenant(FinanceFlowError):
    """An anonymous caller that has no demo session."""

    code = "no-tenant"

    def __init__(self) -> None:
        super().__init__("This anonymous user has no demo session. Create one first.")


class TenantMissing(FinanceFlowError):
    """The caller's tenant document does not exist (yet)."""

    code = "not-found"

    def __init__(self) -> None:
        super().__init__("There is no such ledger.")


class DemoExpired(FinanceFlowError):
    """The demo session's time is over; until it is swept it reads as gone.

    ``is_claimable``: the caller has registered, and may still have it as their account's ledger.
    """

    code = "demo-expired"

    def __init__(self, *, is_claimable: bool = False) -> None:
        hint = " POST /me/claim_demo still makes it your account's ledger." if is_claimable else ""
        super().__init__(f"This demo session has expired.{hint}")


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


class AlreadyRegistered(FinanceFlowError):
    """A registered user asked for a demo session."""

    code = "already-registered"

    def __init__(self) -> None:
        super().__init__("A registered user has a ledger of their own and needs no demo.")


class InUse(FinanceFlowError):
    """What live transactions are in cannot be deleted without moving them.

    ``transaction_count`` is the number of live transactions in it.
    """

    kind: ClassVar[str]

    def __init__(self, transaction_count: int) -> None:
        super().__init__(
            f"{transaction_count} transactions are in this {self.kind}. "
            f"Move them with ?reassign_to=<{self.kind} id>, or delete them first."
        )
        self.transaction_count = transaction_count


class CategoryInUse(InUse):
    """A category with live transactions."""

    code, kind = "category-in-use", "category"


class AccountInUse(InUse):
    """An account with live transactions."""

    code, kind = "account-in-use", "account"


class CategoryBusy(FinanceFlowError):
    """The category is being merged into another, and this is not that merge."""

    code = "category-busy"

    def __init__(self) -> None:
        super().__init__(
            "This category is being merged into another. Repeat that merge to finish it."
        )


class AccountBusy(FinanceFlowError):
    """The account is being merged into another, and this is not that merge."""

    code = "account-busy"

    def __init__(self) -> None:
        super().__init__(
            "This account is being merged into another. Repeat that merge to finish it."
        )


class DefaultAccount(FinanceFlowError):
    """The default account can be neither deleted nor archived."""

    code = "default-account"

    def __init__(
        self, message: str = "This is the default account. Make another one the default first."
    ) -> None:
        super().__init__(message)


class CategoryGone(FinanceFlowError):
    """A deleted transaction cannot come back into a category that was deleted meanwhile."""

    code = "category-gone"

    def __init__(self) -> None:
        super().__init__("A category of this transaction was deleted. Name another as category_id.")


class AccountGone(FinanceFlowError):
    """A deleted transaction cannot come back onto an account that was deleted meanwhile."""

    code = "account-gone"

    def __init__(self) -> None:
        super().__init__("An account of this transaction was deleted. Name another as account_id.")


class TooManyCategories(FinanceFlowError):
    """The tenant has as many categories as one may have."""

    code = "too-many-categories"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} categories.")


class TooManyAccounts(FinanceFlowError):
    """The tenant has as many accounts as one may have."""

    code = "too-many-accounts"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} accounts.")


class TooManyTags(FinanceFlowError):
    """The tenant's live transactions have as many different tags as they may have."""

    code = "too-many-tags"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} different tags.")


class TooManyRules(FinanceFlowError):
    """The tenant has as many rules as one may have."""

    code = "too-many-rules"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} rules.")


class DemoQuota(FinanceFlowError):
    """A demo holds as much as one may; ``most`` says how much that is."""

    code = "demo-quota"

    def __init__(self, most: str) -> None:
        super().__init__(f"A demo holds {most}. Sign up to keep this ledger and to go on.")


class UndoConflict(FinanceFlowError):
    """A change cannot be undone, because later ones changed the same.

    ``change_ids`` are the later changes, oldest first.
    """

    code = "undo-conflict"

    def __init__(self, change_ids: Sequence[str]) -> None:
        super().__init__("Later changes touch the same; undo them first.")
        self.change_ids = tuple(change_ids)


class NotUndoable(FinanceFlowError):
    """A change that there is no way back from."""

    code = "not-undoable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"This change cannot be undone: {reason}.")


class PlanChanged(FinanceFlowError):
    """What an import's preview showed is no longer what would happen."""

    code = "plan-changed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} Preview the import again.")


class RestoreStopped(FinanceFlowError):
    """A backup being restored no longer fits the ledger, which somebody has changed meanwhile."""

    code = "plan-changed"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The ledger was changed while the backup was being restored: {reason}. "
            "Take that change back, and send the same backup again to go on."
        )


class CurrencyInUse(FinanceFlowError):
    """A ledger that has amounts keeps its currency; ``reason`` says which."""

    code = "currency-in-use"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The currency cannot be changed any more: {reason}.")


class LastAdmin(FinanceFlowError):
    """A workspace with other members cannot be left by the last active admin it has.

    ``workspaces`` are the ids of those it is about, for a caller who leaves several.
    """

    code = "last-admin"

    def __init__(self, names: Sequence[str] = (), workspaces: Sequence[str] = ()) -> None:
        which = ", ".join(f"“{name}”" for name in names) or "this workspace"
        super().__init__(
            f"You are the last active admin of {which}. Make another member an admin first."
        )
        self.workspaces = tuple(workspaces)


class LedgerNotEmpty(FinanceFlowError):
    """A backup can be restored into an empty ledger only."""

    code = "ledger-not-empty"

    def __init__(self) -> None:
        super().__init__("This ledger has transactions. Restore into an empty one.")


class RebuildRunning(FinanceFlowError):
    """The months are being rebuilt for another start day."""

    code = "rebuild-running"

    def __init__(self) -> None:
        super().__init__("The months are being rebuilt for another start day. Try again shortly.")


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
