"""Failures about recurring entries, their occurrences, budgets, and goals."""

from __future__ import annotations

from shared.errors.base import FinanceFlowError


class TooManyRecurring(FinanceFlowError):
    """The ledger has reached the maximum number of recurring entries."""

    code = "too-many-recurring"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} recurring entries.")


class OccurrenceSettled(FinanceFlowError):
    """The occurrence is booked, matched or skipped, so nothing of it can be changed.

    It cannot be booked, either, while its transaction is in the trash or gone (``lacks_booking``).
    """

    code = "occurrence-settled"

    def __init__(self, state: str, *, lacks_booking: bool = False) -> None:
        hint = ", and its transaction is deleted; restore it" if lacks_booking else "; undo that"
        super().__init__(f"This occurrence is {state}{hint} first.")


class TransactionLinked(FinanceFlowError):
    """The transaction is linked to an occurrence already, and pays one alone."""

    code = "transaction-linked"

    def __init__(self) -> None:
        super().__init__("This transaction is linked to another occurrence; unlink it first.")


class TooManySettledSuggestions(FinanceFlowError):
    """The ledger has reached the maximum number of dismissed and accepted suggestions."""

    code = "too-many-settled-suggestions"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger keeps at most {limit} dismissed or accepted suggestions.")


class SuggestionSettled(FinanceFlowError):
    """The suggestion was dismissed, or accepted as a recurring entry that still exists."""

    code = "suggestion-settled"

    def __init__(self, *, is_dismissed: bool) -> None:
        done = "dismissed; restore it first" if is_dismissed else "accepted"
        super().__init__(f"This suggestion was {done}.")


class TooManyBudgets(FinanceFlowError):
    """The ledger has reached the maximum number of budgets."""

    code = "too-many-budgets"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} budgets, archived ones included.")


class TooManyScopes(FinanceFlowError):
    """The budgets need daily totals of more scopes than month summaries keep."""

    code = "too-many-scopes"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"At most {limit} different scopes of live budgets have other periods than the months,"
            " or several tags."
        )


class FillPlanChanged(FinanceFlowError):
    """Carrying out a plan that fills budgets would no longer do what it has shown."""

    code = "plan-changed"

    def __init__(self) -> None:
        super().__init__("The amounts of this plan have changed meanwhile. Plan again.")


class TooManyGoals(FinanceFlowError):
    """The ledger has reached the maximum number of goals."""

    code = "too-many-goals"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A ledger has at most {limit} goals, archived ones included.")


class AllocationTooLarge(FinanceFlowError):
    """The goals would have more of an account than its balance, of which ``left`` is free."""

    code = "allocation-too-large"

    def __init__(self, left: str, currency: str) -> None:
        super().__init__(f"Only {left} {currency} of the balance is not allocated to goals yet.")
        self.left = left


class ContributesAlready(FinanceFlowError):
    """The transaction counts for another goal already, and can count for one alone."""

    code = "contributes-already"

    def __init__(self) -> None:
        super().__init__("This transaction counts for another goal; remove it there first.")


class GoalInUse(FinanceFlowError):
    """Transactions count for the goal, which so cannot be removed."""

    code = "goal-in-use"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"More than {most} transactions count for this goal. Remove some, or archive the goal."
            if most
            else "Transactions count for this goal; delete it instead of undoing its creation."
        )
