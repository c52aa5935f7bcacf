"""Past amounts that no recurring entry explains: by month, in total, by category and by account.

Of the amounts of a month in a category, those are scheduled that its recurring entries plan for the
month, at most what there is. An entry that is in force explains earlier months, too: a rent that
was paid before its entry was created must not be expected twice. Transfers and accounts count from
the start of the entry.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import UNFILED_TYPES, AccountMonthSum, SummaryTotals
from shared.models.planning.forecasts.expected import Effect, Effects
from shared.models.planning.recurring import CurrencyAmount, Recurring
from shared.models.planning.schedule import occurrences
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen

_MONTHS_OF_YEAR = 12
_PERCENT = 100


@frozen
class Unscheduled:
    """Amounts of past months, oldest first, without what is scheduled.

    Categories are in minor units of the ledger's currency, by id or key of ``UNFILED_KEYS``;
    accounts in those of the account, as net changes of the balance.
    """

    months: tuple[Month, ...]
    expenses: tuple[int, ...]
    income: tuple[int, ...]
    categories: Mapping[str, tuple[int, ...]]
    accounts: Mapping[str, tuple[int, ...]]


def unscheduled(
    ledger: Ledger,
    months: Sequence[Month],
    totals: Mapping[Month, SummaryTotals],
    entries: Iterable[Recurring],
    effects: Effects,
    percent: Mapping[str, int],
) -> Unscheduled:
    """Return what is not scheduled of consecutive past months.

    ``percent`` has by category what is to be taken of it instead of 100 percent.
    """
    planned = _planned_effects(ledger.calendar, months, entries, effects)
    found = [
        _month(ledger, totals.get(month, SummaryTotals()), planned[month], percent)
        for month in months
    ]
    types = entry_types(ledger)
    categories = {key for one in found for key in one[0]}
    accounts = {key for one in found for key in one[1]}
    by_category = {key: tuple(one[0].get(key, 0) for one in found) for key in sorted(categories)}

    def sums(entry_type: EntryType) -> tuple[int, ...]:
        of_type = [row for key, row in by_category.items() if types.get(key) is entry_type]
        return tuple(map(sum, zip(*of_type, strict=True))) if of_type else (0,) * len(months)

    return Unscheduled(
        tuple(months),
        sums(EntryType.EXPENSE),
        sums(EntryType.INCOME),
        by_category,
        {key: tuple(one[1].get(key, 0) for one in found) for key in sorted(accounts)},
    )


class _Planned(NamedTuple):
    """Effects of an entry in a month together, and whether the entry had begun."""

    effect: Effect
    has_begun: bool


def _planned_effects(
    calendar: Calendar, months: Sequence[Month], entries: Iterable[Recurring], effects: Effects
) -> Mapping[Month, list[_Planned]]:
    """Return what is planned for each month.

    The occurrences of an entry in a month are one effect, in the proportion of their amounts:
    daily entries have more than a hundred thousand occurrences in two years, and many amounts.
    """
    found: defaultdict[Month, list[_Planned]] = defaultdict(list)
    for recurring in entries if months else ():
        planned: defaultdict[tuple[Month, str, bool], list[Decimal]] = defaultdict(list)
        for month, nominal, has_begun in _planned_months(calendar, months, recurring):
            amount, currency = recurring.amount_at(nominal)
            planned[month, currency, has_begun].append(amount)
        for (month, currency, has_begun), amounts in planned.items():
            one = _one_of(recurring, amounts, currency)
            effect = effects.of(recurring, one)
            if effect is not None:
                ratio = Fraction(sum(amounts)) / Fraction(one.amount)
                found[month].append(_Planned(effect.times(ratio), has_begun))
    return found


def _one_of(recurring: Recurring, amounts: Sequence[Decimal], currency: str) -> CurrencyAmount:
    """Return the amount of the template, or of an occurrence if that is in another currency."""
    own = recurring.template.own_amount
    return own if own.currency == currency else CurrencyAmount(amounts[0], currency)


def _planned_months(
    calendar: Calendar, months: Sequence[Month], recurring: Recurring
) -> Iterator[tuple[Month, date, bool]]:
    """Yield month and nominal date of what an entry plans.

    A month before its start has what the same month has in the year after the month of the start.
    """
    schedule = recurring.schedule
    start, first, last = calendar.month_of(schedule.start), months[0], months[-1]
    for nominal, effective in occurrences(
        schedule, calendar.first_day(first), calendar.last_day(last)
    ):
        yield calendar.month_of(effective), nominal, True
    if recurring.next_nominal is None or recurring.paused or start <= first:
        return
    model: defaultdict[int, list[date]] = defaultdict(list)
    end = Month(start.year + 1, start.month)
    begin, end_day = calendar.first_day(start.next), calendar.last_day(end)
    for nominal, effective in occurrences(schedule, begin, end_day):
        model[calendar.month_of(effective).month].append(nominal)
    for month in months:
        if month < start:
            yield from ((month, nominal, False) for nominal in model[month.month])


def _month(
    ledger: Ledger,
    totals: SummaryTotals,
    planned: Sequence[_Planned],
    percent: Mapping[str, int],
) -> tuple[dict[str, int], dict[str, int]]:
    """Return what is not scheduled of a month, by category and by account."""
    wanted: Counter[str] = Counter()
    for effect, _ in planned:
        for key, amount_minor in effect.parts:
            wanted[key] += amount_minor
    actual = {key: one.total_minor for key, one in totals.by_category.items()}
    paid = {
        key: min(amount, max(actual.get(key, 0), 0)) for key, amount in wanted.items() if amount > 0
    }
    categories = {key: amount - paid.get(key, 0) for key, amount in actual.items()}
    accounts = {key: one.change_minor for key, one in totals.by_account.items()}
    for effect, has_begun in planned:
        share, whole = _paid_share(effect, wanted, paid, has_begun=has_begun)
        for account_id, change_minor in effect.account_changes:
            if share:
                before = accounts.get(account_id, 0)
                accounts[account_id] = before - change_minor * share // whole
    for key, percents in percent.items():
        before = categories.get(key, 0)
        categories[key] = before * percents // _PERCENT
        _spread(ledger, totals, accounts, key, categories[key] - before)
    return categories, accounts


def _paid_share(
    effect: Effect, wanted: Mapping[str, int], paid: Mapping[str, int], *, has_begun: bool
) -> tuple[int, int]:
    """Return the share of an effect that was paid, as two integers."""
    planned = sum(wanted[key] for key, _ in effect.parts)
    if planned <= 0:  # A transfer, a refund, or an amount without a rate.
        return int(has_begun), 1
    return sum(paid.get(key, 0) for key, _ in effect.parts), planned


def _spread(
    ledger: Ledger,
    totals: SummaryTotals,
    accounts: dict[str, int],
    key: str,
    difference_minor: int,
) -> None:
    """Let the accounts bear a change of a category in proportion to their income or expenses."""
    is_income = entry_types(ledger).get(key) is EntryType.INCOME
    shares = {
        one: _flows(ledger, one, sums, is_income=is_income)
        for one, sums in totals.by_account.items()
    }
    whole = sum(base for base, _ in shares.values() if base > 0)
    for account_id, (base_minor, own_minor) in shares.items():
        if base_minor > 0:
            part = difference_minor * own_minor // whole
            accounts[account_id] += part if is_income else -part


def _flows(
    ledger: Ledger, account_id: str, sums: AccountMonthSum, *, is_income: bool
) -> tuple[int, int]:
    """Return the income or expenses of an account in the ledger's currency and in its own."""
    own = sums.income_minor if is_income else sums.expenses_minor
    if ledger.currency_of(account_id) == ledger.currency:
        return own, own
    return (sums.base_income_minor if is_income else sums.base_expenses_minor), own


def entry_types(ledger: Ledger) -> dict[str, EntryType]:
    """Return the type of each category and key of ``UNFILED_KEYS``."""
    return {key: one.type for key, one in ledger.categories.items()} | UNFILED_TYPES
