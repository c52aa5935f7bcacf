"""Failures of a ledger's contents: accounts, categories, rules, undo, imports, restores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from shared.errors.base import FinanceFlowError


class InUse(FinanceFlowError):
    """A part of the ledger that transactions have cannot be deleted without reassigning them.

    ``transaction_count`` is the number of those transactions. ``advice`` is what to do instead.
    """

    kind: ClassVar[str]
    advice: ClassVar[str] = "delete them first"

    def __init__(self, transaction_count: int) -> None:
        super().__init__(
            f"Transactions of this {self.kind}: {transaction_count}. "
            f"Move them with ?reassign_to=<{self.kind} id>, or {self.advice}."
        )
        self.transaction_count = transaction_count


class CategoryInUse(InUse):
    """The category has live transactions."""

    code, kind = "category-in-use", "category"


class AccountInUse(InUse):
    """The account has live transactions."""

    code, kind = "account-in-use", "account"


class Busy(FinanceFlowError):
    """A part of the ledger is being merged into another one, or another one into it.

    ``is_target`` tells the second: it must stay as it is until the merge is done.
    """

    kind: ClassVar[str]

    def __init__(self, *, is_target: bool = False) -> None:
        super().__init__(
            f"Another {self.kind} is being merged into this one. Wait until that is done."
            if is_target
            else f"This {self.kind} is being merged into another. Repeat that merge to finish it."
        )


class CustomTypeBusy(Busy):
    """The custom type is being merged."""

    code, kind = "custom-type-busy", "custom type"


class CategoryBusy(Busy):
    """The category is being merged."""

    code, kind = "category-busy", "category"


class AccountBusy(Busy):
    """The account is being merged."""

    code, kind = "account-busy", "account"


class DefaultAccount(FinanceFlowError):
    """The default account can be neither deleted nor archived."""

    code = "default-account"

    def __init__(
        self, message: str = "This is the default account. Make another one the default first."
    ) -> None:
        super().__init__(message)


class AccountCurrencyInUse(FinanceFlowError):
    """The currency of an account that has amounts cannot be changed."""

    code = "account-currency-in-use"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The currency of this account cannot be changed: {reason}.")


class CategoryGone(FinanceFlowError):
    """A deleted transaction cannot be restored, because its category has been deleted."""

    code = "category-gone"

    def __init__(
        self,
        message: str = (
            "A category of this transaction was deleted. Send another one as category_id."
        ),
    ) -> None:
        super().__init__(message)

    @classmethod
    def of_undo(cls) -> Self:
        """Return the error of an undo, which can name no other category."""
        return cls("The category that this transaction had was deleted. Undo that first.")


class AccountGone(FinanceFlowError):
    """A deleted transaction cannot be restored, because its account has been deleted."""

    code = "account-gone"

    def __init__(
        self,
        message: str = (
            "An account of this transaction was deleted. Send another one as account_id."
        ),
    ) -> None:
        super().__init__(message)

    @classmethod
    def of_undo(cls) -> Self:
        """Return the error of an undo, which can name no other account."""
        return cls("The account that this transaction had was deleted. Undo that first.")


class TooManyCategories(FinanceFlowError):
    """The ledger has reached the maximum number of categories."""

    code = "too-many-categories"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} categories.")


class TooManyAccounts(FinanceFlowError):
    """The ledger has reached the maximum number of accounts."""

    code = "too-many-accounts"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} accounts.")


class CustomTypeInUse(InUse):
    """The custom type cannot be deleted, because transactions have it, perhaps in the trash."""

    code, kind = "custom-type-in-use", "custom type"
    advice = "archive it, or remove it from them; some may be in the trash"


class CustomTypeGone(FinanceFlowError):
    """A change cannot be undone, because it would restore a custom type that has been deleted."""

    code = "custom-type-gone"

    def __init__(self) -> None:
        super().__init__("The custom type of this transaction was deleted. Undo that first.")


class TooManyCustomTypes(FinanceFlowError):
    """The ledger has reached the maximum number of custom types."""

    code = "too-many-custom-types"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} custom types.")


class TooManyOwnRates(FinanceFlowError):
    """The ledger has reached the maximum number of own rates."""

    code = "too-many-own-rates"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} own rates.")


class CommitTooLarge(FinanceFlowError):
    """One commit would exceed the limits of Firestore or of a request; nothing was written."""

    code = "commit-too-large"

    def __init__(
        self,
        size: str,
        limit: str,
        *,
        commit: str = "This",
        advice: str = "Change fewer transactions in a request.",
    ) -> None:
        super().__init__(
            f"{commit} would be one commit of {size}, and {limit} are possible. {advice}"
        )
        self.size, self.limit = size, limit
        self.documents: tuple[int, int] | None = None

    @classmethod
    def of_bytes(cls, size: int, limit: int) -> Self:
        """Return the error of a commit by the encoded bytes of its writes."""
        return cls(f"{size / 2**20:.1f} MiB", f"{limit / 2**20:.1f} MiB")

    @classmethod
    def of_documents(cls, number: int, limit: int) -> Self:
        """Return the error of a commit by the documents that it reads and writes."""
        error = cls(f"{number:,} documents", f"{limit:,}")
        error.documents = number, limit
        return error

    def of_batch(self) -> Self:
        """Return the error of a batch whose undo would be too large."""
        return type(self)(self.size, self.limit, commit="The undo of this")

    def of_undo(self, documents_before: int) -> Self:
        """Return the error of an undo that has read so many documents before its commit."""
        error = self
        if self.documents is not None:
            number, limit = self.documents
            error = self.of_documents(number + documents_before, limit + documents_before)
        advice = "Undo its changes one by one, without whole_operation."
        return type(self)(error.size, error.limit, commit="The undo", advice=advice)


class LedgerFull(FinanceFlowError):
    """The ledger has reached the number of transactions up to which all sums are exact."""

    code = "ledger-full"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"A ledger's accounts have at most {limit} transactions, so that all sums are exact."
        )


class TooManyTags(FinanceFlowError):
    """The live transactions of the ledger have reached the maximum number of different tags."""

    code = "too-many-tags"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} different tags.")


class TooManyRules(FinanceFlowError):
    """The ledger has reached the maximum number of rules."""

    code = "too-many-rules"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} rules.")


class UndoConflict(FinanceFlowError):
    """A change cannot be undone, because later changes affect the same fields.

    ``change_ids`` are the ids of the later changes, oldest first; none if they are too many to be
    read.
    """

    code = "undo-conflict"

    def __init__(
        self,
        change_ids: Sequence[str],
        message: str = "Later changes affect the same fields. Undo them first.",
    ) -> None:
        super().__init__(message)
        self.change_ids = tuple(change_ids)

    @classmethod
    def of_undone(cls, change_ids: Sequence[str]) -> Self:
        """Return the error of a change that these changes have undone, as at a second request."""
        return cls(change_ids, "This is undone already. Undo the later change to redo it.")

    @classmethod
    def of_too_many(cls, limit: int) -> Self:
        """Return the error of a change after which more than ``limit`` others were made."""
        return cls(
            (),
            f"This resource was changed more than {limit} times since; an undo compares at most so"
            " many later changes. Change the resource again instead.",
        )


class NotUndoable(FinanceFlowError):
    """The change is of a kind, or in a state, that cannot be undone."""

    code = "not-undoable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"This change cannot be undone: {reason}.")


class PlanChanged(FinanceFlowError):
    """Carrying out the import would no longer do what its preview showed."""

    code = "plan-changed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} Preview the import again.")


class RestoreStopped(FinanceFlowError):
    """The restore of a backup cannot continue, because the ledger was changed meanwhile."""

    code = "plan-changed"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The ledger was changed while the backup was being restored: {reason}. "
            "Undo that change, and send the same backup again to continue."
        )


class CurrencyInUse(FinanceFlowError):
    """The currency of a ledger cannot be changed now; ``reason`` names the amounts in its way."""

    code = "currency-in-use"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The currency cannot be changed: {reason}.")

    @classmethod
    def by_rule(cls) -> Self:
        """Return the error of a ledger with a rule whose amounts would be of another currency."""
        return cls("a rule compares amounts, and its numbers would mean other money")


class LedgerNotEmpty(FinanceFlowError):
    """A backup can be restored, and sample data added, only into an empty ledger."""

    code = "ledger-not-empty"

    def __init__(self) -> None:
        super().__init__("This ledger has transactions; only an empty one can be filled.")


class RebuildRunning(FinanceFlowError):
    """The ledger is being rebuilt for another start of the months, or another currency.

    Retry after ``retry_after_s`` seconds: a rebuild that a request has not finished takes longer.
    """

    code = "rebuild-running"
    retry_after_s = 5

    def __init__(
        self,
        message: str = "The ledger is being rebuilt for another start or currency. "
        "Try again shortly.",
    ) -> None:
        super().__init__(message)
