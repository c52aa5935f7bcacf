"""Amounts of a budget after one of them is set or removed."""

from shared.errors import InvalidArgument
from shared.models.planning.budgets.budget import MAX_STEPS, AmountStep, Budget
from shared.models.values.spans.days import Days


def amounts_with(
    budget: Budget, period: Days, amount_minor: int, *, once: bool
) -> tuple[AmountStep, ...]:
    """Return the amounts of a budget with another one in a period, and unless ``once`` from it on.

    An amount that the period has anyway is no step of its own. Days of the period before the
    budget's start are none of it.

    Raises:
        InvalidArgument: The budget has as many amounts as it may.
    """
    # After another start day of the ledger's months, a period may have several amounts.
    kept = tuple(one for one in budget.steps if one.start not in period or (once and not one.once))
    if kept and kept[0].start <= period.last:
        [without] = budget.model_copy(update={"steps": kept}).amounts_of([period])
        if without == amount_minor:
            return kept
    first = max(period.first, budget.start)
    wanted = AmountStep(start=first, amount_minor=amount_minor, once=once)
    steps = sorted([*kept, wanted], key=lambda one: (one.start, one.once))
    if len(steps) > MAX_STEPS:
        message = f"has changed {MAX_STEPS} times already; create another budget instead"
        raise InvalidArgument.of("amount", message)
    return tuple(steps)


def amounts_without(budget: Budget, period: Days, *, once: bool) -> tuple[AmountStep, ...]:
    """Return the amounts of a budget without those of a period; with ``once`` the other one stays.

    So the period has the amount of the one before it again.

    Raises:
        InvalidArgument: The period has no amount of its own, or is the budget's first one.
    """
    removed = [one for one in budget.steps if one.start in period and (one.once or not once)]
    if not removed:
        raise InvalidArgument.of("amount", "must not be null: the period has none of its own")
    if budget.steps[0] in removed:
        raise InvalidArgument.of("amount", "must not be null in the first period")
    return tuple(one for one in budget.steps if one not in removed)
