"""Failures of authentication and authorization: tokens, roles, missing or expired ledgers."""

from __future__ import annotations

from shared.errors.base import FinanceFlowError


class Unauthenticated(FinanceFlowError):
    """The request has no ID token, or an invalid one."""

    code = "unauthenticated"

    def __init__(self, message: str = "A valid Firebase ID token is required.") -> None:
        super().__init__(message)


class RecentSignInRequired(FinanceFlowError):
    """The action requires a sign-in within the last ``minutes`` minutes; the token's is older."""

    code = "recent-sign-in-required"

    def __init__(self, minutes: int) -> None:
        super().__init__(
            f"Sign in again: this requires a sign-in within the last {minutes} minutes."
        )


class EmailNotVerified(FinanceFlowError):
    """The caller's e-mail address is not verified, as the request or the installation requires."""

    code = "email-not-verified"

    def __init__(self) -> None:
        super().__init__("Verify your e-mail address first, and sign in again.")


class AppCheckFailed(FinanceFlowError):
    """The request has no valid App Check token of one of the project's apps."""

    code = "app-check-failed"

    def __init__(self) -> None:
        super().__init__("A valid Firebase App Check token is required.")


class PermissionDenied(FinanceFlowError):
    """The caller's role does not allow the action, of which ``action`` is the verb phrase."""

    code = "permission-denied"

    def __init__(self, role: str, action: str) -> None:
        super().__init__(f"Your role ({role}) cannot {action}.")


class NoTenant(FinanceFlowError):
    """An anonymous caller without a demo session."""

    code = "no-tenant"

    def __init__(self) -> None:
        super().__init__("This anonymous user has no demo session. Create one first.")


class TenantMissing(FinanceFlowError):
    """The tenant's document does not exist, or does not exist yet."""

    code = "not-found"

    def __init__(self) -> None:
        super().__init__("There is no such ledger.")


class DemoExpired(FinanceFlowError):
    """The demo session has expired. It counts as deleted even before the cleanup erases it.

    With ``may_be_taken_over``, the caller has registered and can still take the demo over as the
    ledger of their account.
    """

    code = "demo-expired"

    def __init__(self, *, may_be_taken_over: bool = False) -> None:
        hint = (
            " POST /me/claim_demo still makes it your account's ledger."
            if may_be_taken_over
            else ""
        )
        super().__init__(f"This demo session has expired.{hint}")


class AlreadyRegistered(FinanceFlowError):
    """A registered user requested a demo session."""

    code = "already-registered"

    def __init__(self) -> None:
        super().__init__("A registered user has a ledger and cannot start a demo.")


class DemoQuota(FinanceFlowError):
    """The demo has reached a limit; ``limit`` describes it, such as "at most 3 imports"."""

    code = "demo-quota"

    def __init__(self, limit: str) -> None:
        super().__init__(f"A demo can have {limit}. Sign up to keep this ledger and go on.")


class DemoTakenOver(DemoExpired):
    """The demo has become the ledger of an account, which needs that account's token."""

    def __init__(self) -> None:
        FinanceFlowError.__init__(
            self, "This demo has become an account's ledger. Sign in to the account."
        )


class TakeoverRunning(FinanceFlowError):
    """The demo is being moved to an account; retry after ``retry_after_s`` seconds."""

    code = "claim-running"
    retry_after_s = 2

    def __init__(self) -> None:
        super().__init__(
            "This demo is being moved to its account. Try again shortly, "
            "or POST /me/claim_demo to continue an interrupted move."
        )


class RegistrationRequired(FinanceFlowError):
    """An anonymous caller requested an action that requires a registered account."""

    code = "registration-required"

    def __init__(self) -> None:
        super().__init__(
            "This requires a registered account. Link an e-mail address or a Google account to "
            "this user, and send the ID token of that sign-in."
        )


class LedgerExists(FinanceFlowError):
    """The account already has a ledger, which a demo cannot replace."""

    code = "ledger-exists"

    def __init__(self) -> None:
        super().__init__("This account already has a ledger.")
