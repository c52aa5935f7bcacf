"""Failures of what a ledger holds: charts, rules, undo, imports, restores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from shared.errors.base import FinanceFlowError


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
