"""Value money that an account holds in another currency at its average cost.

Some banks exchange money and later exchange it back, and the ledger has no account in the other
currency. At the rates of two days the account would keep the difference, although no money is left.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from shared.models.imports.import_plan import PlanRow, RowStatus
from shared.models.imports.statements.results import StatementRow
from shared.models.values.money import MAX_AMOUNT_MINOR

_MAX_RATIO = 2
"""How many times the amount at the rate of the day a payment at average cost may be, or that this
one: beyond that the cost is not plausible, because an amount was edited or its currency fell."""


_AT_RATE_OF_DAY = re.compile(r"\bat the rate of [0-9-]{10}$")

FindBooked = Callable[[PlanRow], int | None]
"""Returns the signed amount at which a row is recorded, or None."""


def not_recorded(_row: PlanRow, /) -> None:
    """Return no amount for any row, of a ledger that has recorded none."""


class ExchangedRows(NamedTuple):
    """The rows of an exchange on one account of which the difference is booked.

    ``own`` is the row in the account's currency. Both have the amounts of their own.
    """

    own: PlanRow
    foreign: PlanRow


class HeldAmount(NamedTuple):
    """Row of an account in another currency than the account's, in the order of the file.

    ``amount_minor`` is in the row's currency, ``booked_minor`` in the account's, both with the sign
    of the row. A row that ``is_final`` keeps its amount: the bank's own, or a recorded one.
    """

    line: int
    day: date
    amount_minor: int
    booked_minor: int
    is_exchange: bool
    is_final: bool


def costs_of(amounts: Iterable[HeldAmount]) -> dict[int, int]:
    """Return the amounts in the account's currency of all rows in one currency, by line.

    Money that comes on a day is held before any leaves. Money that leaves does so at the average
    cost of all that is held, and the last of it at the cost that is left, so that an account
    without foreign money keeps none of its value. Money that leaves beyond that has its booked
    amount, and is owed: an exchange pays it back at the average of the debt. All other money that
    comes keeps its booked amount. Averages are rounded half to even.
    """
    held = cost = 0
    found: dict[int, int] = {}
    for one in sorted(amounts, key=lambda one: (one.day, one.amount_minor < 0)):
        is_opposite = held * one.amount_minor < 0
        taken = min(abs(held), abs(one.amount_minor)) if is_opposite else 0
        rest = one.booked_minor * (1 - Fraction(taken, abs(one.amount_minor)))
        value = one.booked_minor
        if taken and not one.is_final and (one.is_exchange or one.amount_minor < 0):
            average = round(rest - cost * Fraction(taken, abs(held)))
            value = average if _is_plausible(average, one) else value
        found[one.line] = value
        is_used_up = taken == abs(held)
        held += one.amount_minor
        cost = round(rest) if is_used_up else cost + value
    return found


def _is_plausible(value: int, one: HeldAmount) -> bool:
    """Return whether a row can be booked at this amount; only the rest of an exchange is booked."""
    if one.is_exchange:
        return abs(value) <= MAX_AMOUNT_MINOR
    near = abs(one.booked_minor)
    is_near = near <= abs(value) * _MAX_RATIO and abs(value) <= near * _MAX_RATIO
    return value * one.booked_minor > 0 and is_near and abs(value) <= MAX_AMOUNT_MINOR


def at_average_cost(
    rows: Iterable[StatementRow],
    planned: Mapping[int, PlanRow],
    exchanges: Iterable[ExchangedRows],
    find_booked: FindBooked,
) -> dict[int, PlanRow]:
    """Return the new rows, by line, that have other amounts at the average cost of their currency.

    These are payments that are estimated, and the foreign rows of ``exchanges``. ``planned`` are
    the plans of all rows that are held, by line. Only currencies that were exchanged on an account
    are valued so; in others nothing is held.
    """
    exchanged = {one.foreign.line: one for one in exchanges}
    held: defaultdict[tuple[str | None, str | None], list[HeldAmount]] = defaultdict(list)
    plans = dict(planned) | {line: one.foreign for line, one in exchanged.items()}
    for row in rows:
        plan = plans.get(row.line)
        if plan is not None and _is_held(row, plan):
            exchange = exchanged.get(row.line)
            held[plan.account_id, row.currency].append(
                _held_amount(row, plan, exchange, find_booked)
            )
    costs: dict[int, int] = {}
    for amounts in held.values():
        if any(one.is_exchange for one in amounts):
            costs |= costs_of(amounts)
    return dict(_changed(plans, costs))


def _is_held(row: StatementRow, plan: PlanRow) -> bool:
    """Return whether a row is in another currency than its account, and in the account's balance.

    The second row of a file with one id of the bank is not: it has no occurrence.
    """
    other = plan.other
    is_foreign = other is not None and other.original_currency == row.currency != other.currency
    return is_foreign and plan.occurrence > 0


def _held_amount(
    row: StatementRow, plan: PlanRow, exchange: ExchangedRows | None, find_booked: FindBooked
) -> HeldAmount:
    """Return the amount of a row, at which it is recorded if it is.

    Of an exchange the difference is recorded, or else both rows.
    """
    recorded = None
    is_final = exchange is None and not _is_estimated(plan)
    if plan.status is RowStatus.DUPLICATE:
        recorded = find_booked(plan)
        if recorded is None and exchange is not None:
            difference = find_booked(exchange.own)
            recorded = None if difference is None else difference - exchange.own.amount_minor
    booked_minor = plan.amount_minor if recorded is None else recorded
    return HeldAmount(
        row.line,
        row.date,
        row.amount_minor,
        booked_minor,
        is_exchange=exchange is not None,
        is_final=is_final or recorded is not None,
    )


def _is_estimated(plan: PlanRow) -> bool:
    return plan.other is not None and plan.other.is_amount_estimated


def _changed(
    plans: Mapping[int, PlanRow], costs: Mapping[int, int]
) -> Iterator[tuple[int, PlanRow]]:
    for line, value in costs.items():
        plan = plans[line]
        if plan.status is RowStatus.NEW and value != plan.amount_minor:
            yield line, plan._replace(amount_minor=value, reason=_reason(plan))


def _reason(plan: PlanRow) -> str:
    """Return the reason of a row that has the average cost instead of its booked amount."""
    currency = None if plan.other is None else plan.other.original_currency
    basis = f"at the average cost of the {currency} on the account"
    reason, replaced = _AT_RATE_OF_DAY.subn(basis, plan.reason or "", count=1)
    return reason if replaced else "; ".join(filter(None, (reason, f"the {currency} are {basis}")))
