"""Scenarios: what a forecast would be if amounts came, went or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import ConfigDict, Field

from shared.errors import InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.planning.recurring import CurrencyAmount, Recurring
from shared.models.planning.schedule import Frequency, Schedule, nominal_dates
from shared.models.values.base import InputModel
from shared.models.values.dates import CivilDate
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import Id
from shared.models.values.money import Amount, to_minor
from shared.models.values.spans.days import Days
from shared.models.values.text import BLANK_AS_NULL

MAX_CHANGES = 20
_ALL = 100
_MAX_PERCENT = 1_000

_AccountId = Annotated[Id | None, BLANK_AS_NULL]
_SignedAmount = Annotated[
    Amount, Field(description="Negative goes out, in the account's currency.")
]


class ScenarioOnce(InputModel):
    """An amount on one day."""

    kind: Literal["ONCE"]
    date: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description="Null is today."
    )
    amount: _SignedAmount
    account_id: _AccountId = Field(default=None, description="Null is the default account.")


class ScenarioMonthly(InputModel):
    """An amount in each month, on the day of the month of its first day."""

    model_config = ConfigDict(populate_by_name=True)

    kind: Literal["MONTHLY"]
    from_: CivilDate = Field(alias="from", description="The first day.")
    to: CivilDate = Field(description="The last day.")
    amount: _SignedAmount
    account_id: _AccountId = Field(default=None, description="Null is the default account.")


class ScenarioRecurring(InputModel):
    """Another amount of the occurrences of a recurring entry."""

    model_config = ConfigDict(populate_by_name=True)

    kind: Literal["RECURRING"]
    recurring_id: Id
    amount: Amount = Field(description="In the currency and with the sign of the template.")
    from_: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, alias="from", description="The first day; null is today."
    )


class ScenarioCategory(InputModel):
    """More or less of what is likely in a category; recurring entries stay as they are."""

    kind: Literal["CATEGORY"]
    category_id: Id
    percent: int = Field(
        ge=-_ALL, le=_MAX_PERCENT, description="The change in percent: -20 is a fifth less."
    )


ScenarioChange = Annotated[
    ScenarioOnce | ScenarioMonthly | ScenarioRecurring | ScenarioCategory,
    Field(discriminator="kind", description="A change of a scenario."),
]


class ExtraAmount(NamedTuple):
    """An amount of a scenario, in minor units of the account's currency."""

    account_id: str
    day: date
    amount_minor: int


@frozen
class Scenario:
    """Changes of a scenario, checked against the ledger.

    ``amounts`` has, by the id of an entry, another amount and the day from which on it is in force.
    ``percent`` has what is to be taken of a category instead of 100 percent.
    """

    extra: tuple[ExtraAmount, ...] = ()
    amounts: Mapping[str, Sequence[tuple[date, CurrencyAmount]]] = field(default_factory=dict)
    percent: Mapping[str, int] = field(default_factory=dict)

    def amount_of(
        self, recurring: Recurring, _nominal: date, day: date, amount: CurrencyAmount
    ) -> CurrencyAmount:
        """Return the amount of an occurrence in the scenario."""
        for first, other in self.amounts.get(recurring.id, ()):
            if day >= first:
                amount = other
        return amount


NO_CHANGES = Scenario()


def scenario_of(
    ledger: Ledger, entries: Sequence[Recurring], changes: Sequence[ScenarioChange], days: Days
) -> Scenario:
    """Return the scenario of an input; ``days`` are those of the forecast.

    Raises:
        InvalidArgument: A day is not in the forecast, or what is named is not in the ledger.
    """
    extra: list[ExtraAmount] = []
    amounts: dict[str, list[tuple[date, CurrencyAmount]]] = {}
    percent: dict[str, int] = {}
    by_id = {entry.id: entry for entry in entries}
    for index, change in enumerate(changes):
        place = f"changes.{index}"
        match change:
            case ScenarioOnce():
                day = change.date or days.first
                _ensure_within(day, days, f"{place}.date")
                extra.append(_extra(ledger, change, day, place))
            case ScenarioMonthly():
                extra += _monthly(ledger, change, days, place)
            case ScenarioRecurring():
                first = change.from_ or days.first
                _ensure_within(first, days, f"{place}.from")
                amount = _amount_of(by_id.get(change.recurring_id), change, place)
                amounts.setdefault(change.recurring_id, []).append((first, amount))
            case ScenarioCategory():
                if change.category_id not in ledger.categories:
                    message = "is not a category of this ledger"
                    raise InvalidArgument.of(f"{place}.category_id", message)
                if change.category_id in percent:
                    raise InvalidArgument.of(f"{place}.category_id", "is changed twice")
                percent[change.category_id] = _ALL + change.percent
    ordered = {key: sorted(some, key=lambda one: one[0]) for key, some in amounts.items()}
    return Scenario(tuple(extra), ordered, percent)


def _ensure_within(day: date, days: Days, place: str) -> None:
    """Check that a day is one of the forecast.

    Raises:
        InvalidArgument: It is not; the error names ``place``.
    """
    if day < days.first:
        raise InvalidArgument.of(place, "must not be before today")
    if day > days.last:
        message = f"must be within the {days.count - 1} days of the forecast, until {days.last}"
        raise InvalidArgument.of(place, message)


def _extra(
    ledger: Ledger, change: ScenarioOnce | ScenarioMonthly, day: date, place: str
) -> ExtraAmount:
    account_id = change.account_id or ledger.default_account_id
    account = ledger.get_account_for_booking(account_id, f"{place}.account_id")
    currency = ledger.currency_of(account.id)
    return ExtraAmount(account.id, day, to_minor(change.amount, currency, f"{place}.amount"))


def _monthly(
    ledger: Ledger, change: ScenarioMonthly, days: Days, place: str
) -> Iterator[ExtraAmount]:
    _ensure_within(change.from_, days, f"{place}.from")
    _ensure_within(change.to, days, f"{place}.to")
    if change.to < change.from_:
        raise InvalidArgument.of(f"{place}.to", "must not be before from")
    schedule = Schedule(
        start=change.from_, frequency=Frequency.MONTHLY, days_of_month=(change.from_.day,)
    )
    for day in nominal_dates(schedule, change.from_, change.to):
        yield _extra(ledger, change, day, place)


def _amount_of(
    recurring: Recurring | None, change: ScenarioRecurring, place: str
) -> CurrencyAmount:
    """Return the amount of a change of a recurring entry.

    Raises:
        InvalidArgument: There is no such entry, or the amount does not fit it.
    """
    if recurring is None:
        message = "is not a recurring entry of this ledger"
        raise InvalidArgument.of(f"{place}.recurring_id", message)
    template = recurring.template
    to_minor(change.amount, template.currency, f"{place}.amount")
    template.ensure_sign(change.amount, f"{place}.amount")
    template.ensure_divides(change.amount, f"{place}.amount")
    return CurrencyAmount(change.amount, template.currency)
