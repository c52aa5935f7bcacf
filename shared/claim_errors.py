"""How claiming a demo can fail, and what else fails because of a claim."""

from __future__ import annotations

from shared.errors import DemoExpired, FinanceFlowError


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
