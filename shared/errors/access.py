"""Failures of who is asking: tokens, roles, and whose ledger it is."""

from __future__ import annotations

from shared.errors.base import FinanceFlowError


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
    """The caller's role does not allow the action, of which ``action`` is the verb phrase."""

    code = "permission-denied"

    def __init__(self, role: str, action: str) -> None:
        super().__init__(f"Your role ({role}) cannot {action}.")


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


class AlreadyRegistered(FinanceFlowError):
    """A registered user asked for a demo session."""

    code = "already-registered"

    def __init__(self) -> None:
        super().__init__("A registered user has a ledger of their own and needs no demo.")


class DemoQuota(FinanceFlowError):
    """A demo holds as much as one may; ``most`` says how much that is."""

    code = "demo-quota"

    def __init__(self, most: str) -> None:
        super().__init__(f"A demo holds {most}. Sign up to keep this ledger and to go on.")


class DemoClaimed(DemoExpired):
    """The demo has become the ledger of an account, which another token opens."""

    def __init__(self) -> None:
        FinanceFlowError.__init__(
            self, "This demo has become an account's ledger. Sign in to the account."
        )


class ClaimRunning(FinanceFlowError):
    """The demo is being moved to an account; ``retry_after_s`` is in seconds."""

    code = "claim-running"
    retry_after_s = 2

    def __init__(self) -> None:
        super().__init__(
            "This demo is being moved to its account. Try again shortly, "
            "or POST /me/claim_demo to go on with a move that was cut short."
        )


class RegistrationRequired(FinanceFlowError):
    """An anonymous caller asked for what takes an account."""

    code = "registration-required"

    def __init__(self) -> None:
        super().__init__(
            "This needs an account. Link an e-mail address or a Google account to this user, "
            "and send the ID token of that sign-in."
        )


class LedgerExists(FinanceFlowError):
    """The account has a ledger already, which a demo cannot replace."""

    code = "ledger-exists"

    def __init__(self) -> None:
        super().__init__("This account has a ledger of its own already.")
