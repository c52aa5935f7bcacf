"""Scenarios: what a forecast would be if amounts came, went or changed."""

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
from shared.models.values.money import Amount, AmountBound, to_minor
from shared.models.values.spans.days import Days
from shared.models.values.text import BLANK_AS_NULL

MAX_CHANGES = 20
_ALL = 100
_MAX_PERCENT = 1_000


class ScenarioAmount(InputModel):
    """An amount on a day, or monthly from it on."""

    kind: Literal["AMOUNT"]
    date: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description="Null is today."
    )
    to: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description="Monthly until then; null is once."
    )
    amount: Amount = Field(description="Negative goes out.")
    account_id: Annotated[Id | None, BLANK_AS_NULL] = Field(
        default=None, description="Null is the default account."
    )


class ScenarioRecurring(InputModel):
    """Another amount of the occurrences of a recurring entry."""

    model_config = ConfigDict(populate_by_name=True)

    kind: Literal["RECURRING"]
    recurring_id: Id
    amount: AmountBound = Field(
        description="With the template's sign and currency; zero is no occurrence."
    )
    from_: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, alias="from", description="The first day; null is today."
    )


class ScenarioCategory(InputModel):
    """More or less of a category, beside recurring entries."""

    kind: Literal["CATEGORY"]
    category_id: Id
    percent: int = Field(ge=-_ALL, le=_MAX_PERCENT, description="-20 is a fifth less.")


ScenarioChange = Annotated[
    ScenarioAmount | ScenarioRecurring | ScenarioCategory,
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
            case ScenarioAmount():
                extra += _amounts(ledger, change, days, place)
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


def _amounts(
    ledger: Ledger, change: ScenarioAmount, days: Days, place: str
) -> Iterator[ExtraAmount]:
    """Yield the amounts of a change, one or monthly ones on the day of the month of the first.

    Raises:
        InvalidArgument: A day, the account or the amount does not fit.
    """
    first = change.date or days.first
    last = change.to or first
    _ensure_within(first, days, f"{place}.date")
    _ensure_within(last, days, f"{place}.to")
    if last < first:
        raise InvalidArgument.of(f"{place}.to", "must not be before date")
    account_id = change.account_id or ledger.default_account_id
    account = ledger.get_account_for_booking(account_id, f"{place}.account_id")
    amount_minor = to_minor(change.amount, ledger.currency_of(account.id), f"{place}.amount")
    schedule = Schedule(start=first, frequency=Frequency.MONTHLY, days_of_month=(first.day,))
    for day in nominal_dates(schedule, first, last):
        yield ExtraAmount(account.id, day, amount_minor)


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
    if change.amount:
        template.ensure_sign(change.amount, f"{place}.amount")
        template.ensure_divides(change.amount, f"{place}.amount")
    return CurrencyAmount(change.amount, template.currency)
