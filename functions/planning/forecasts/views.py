"""Views of forecasts and of scenarios."""

from collections.abc import Sequence
from datetime import date as civil_date
from datetime import timedelta

from pydantic import Field

from functions.http.unconverted import UnconvertedList, UnconvertedView, unconverted_fields
from functions.http.views import Money, Name, known_money
from shared.models.ledger.summary import UNFILED_KEYS, Summary
from shared.models.planning.forecasts.bands import Bands
from shared.models.planning.forecasts.forecast import (
    PAST_BALANCES,
    AccountForecast,
    Forecast,
    Group,
    TotalForecast,
)
from shared.models.planning.forecasts.likely import MIN_MONTHS, ForecastMethod, Interval
from shared.models.planning.forecasts.outlook import LowestPoint, Outlook
from shared.models.planning.forecasts.paths import Series
from shared.models.reports.unconverted import unconverted_lines
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.services.planning.forecasts.forecasts import Comparison

_HUNDREDTHS = 4
_POINTS = "By `dates`."


class LowestView(FrozenModel):
    """The lowest balance."""

    date: civil_date = Field(description="The first such day.")
    balance: Money = Field(description="By the plan.")


class BandsView(FrozenModel):
    """Likely balances; four of five are within the bounds."""

    low: list[Money] = Field(description="Lower bounds.")
    likely: list[Money] = Field(description="Medians.")
    high: list[Money] = Field(description="Upper bounds.")


class OutcomeView(FrozenModel):
    """An account by the plan."""

    account_id: str
    currency: str
    opening_balance: Money = Field(description="As booked today.")
    closing_balance: Money = Field(description="On the last day.")
    lowest: LowestView = Field(description="The lowest point.")
    floor: Money | None = Field(description="It should not fall below.")
    first_below_floor: civil_date | None = Field(description="The first day below `floor`.")
    next_income: civil_date | None = Field(description="The day of the next income.")
    safe_to_spend: Money | None = Field(
        description="May be spent today without a day below `floor`."
    )
    safe_until_income: Money | None = Field(description="The same before `next_income`.")


class AccountForecastView(OutcomeView):
    """An account ahead, and in past months."""

    base_opening_balance: Money | None = Field(
        description="In the ledger's currency, at today's rate."
    )
    past: list[Money] = Field(description="At the end of `past_months`.")
    balances: list[Money] = Field(description=_POINTS)
    bands: BandsView | None = Field(description="Null without history.")


class TotalForecastView(FrozenModel):
    """All accounts with a rate, at today's rates."""

    currency: str
    lowest: LowestView = Field(description="The lowest point.")
    balances: list[Money] = Field(description=_POINTS)
    bands: BandsView | None = Field(description="Null without history.")
    unconverted: list[str] = Field(description="Currencies without a rate.")


class AmountRange(FrozenModel):
    """A likely amount with its bounds."""

    low: Money = Field(description="The lower bound.")
    likely: Money = Field(description="The likely amount.")
    high: Money = Field(description="The upper bound.")


class MonthRange(AmountRange):
    """That of a month, or of what is left of it."""

    month: str


class BacktestView(FrozenModel):
    """Errors of forecasts of past months from the months before."""

    months: int = Field(description="The number of forecasts.")
    mean_error: Money | None = Field(description="The mean absolute error.")
    relative_error: float | None = Field(description="Errors by amounts.")
    coverage: float | None = Field(description="Share of amounts within bounds.")
    last_month_error: Money | None = Field(description="With the last month as forecast.")
    median_error: Money | None = Field(description="With the median of six months.")


class SeriesView(FrozenModel):
    """Likely amounts of one kind."""

    currency: str
    method: Name[ForecastMethod] = Field(description="MEDIAN of six months; SEASON: a year before.")
    total: AmountRange = Field(description="Of all days.")
    months: list[MonthRange] = Field(description="By month.")
    backtest: BacktestView = Field(description="Past errors.")


class GroupView(SeriesView):
    """Likely expenses of a category."""

    category_id: str | None = Field(description="Null: none, or the rest.")
    is_rest: bool = Field(description="Whether it is all others.")


class LikelyView(FrozenModel):
    """Likely amounts beside the plan."""

    expenses: SeriesView = Field(description="All expenses.")
    income: SeriesView = Field(description="All income.")
    groups: list[GroupView] = Field(description="The largest five, and the rest.")


class PastMonthView(FrozenModel):
    """A past month, in the ledger's currency."""

    month: str
    income: Money
    expenses: Money
    unscheduled_income: Money = Field(description="Without recurring entries.")
    unscheduled_expenses: Money = Field(description="Without recurring entries.")


class RefusedEntryView(FrozenModel):
    """A recurring entry that cannot be booked."""

    recurring_id: str
    reason: str = Field(description="The reason.")


class ForecastView(FrozenModel):
    """A forecast from today on."""

    date: civil_date = Field(description="Today.")
    to: civil_date = Field(description="The last day.")
    currency: str
    dates: list[civil_date] = Field(description="The days of the points.")
    past_months: list[str] = Field(description="The months of `past`.")
    accounts: list[AccountForecastView]
    total: TotalForecastView = Field(description="All accounts.")
    history: list[PastMonthView] = Field(description="The past months.")
    months_needed: int = Field(description="Months that `likely` needs.")
    likely: LikelyView | None = Field(description="Null without history.")
    refused: list[RefusedEntryView] = Field(description="Entries that are left out.")
    unconverted: UnconvertedList
    is_partial: bool = Field(description="True if there are more accounts.")


class ScenarioView(FrozenModel):
    """A forecast with changes that are not made."""

    base: list[OutcomeView] = Field(description="The accounts without them.")
    forecast: ForecastView = Field(description="The forecast with them.")


def scenario_view(found: Comparison) -> ScenarioView:
    """Return the view of a scenario."""
    return ScenarioView(
        base=[OutcomeView(**_outcome(one)) for one in found.base.accounts],
        forecast=forecast_view(found.scenario),
    )


def forecast_view(found: Forecast) -> ForecastView:
    """Return the view of a forecast."""
    months, first = found.history.months, found.days.first
    unconverted = unconverted_lines(one.totals.unconverted for one in found.past)
    return ForecastView(
        date=first,
        to=found.days.last,
        currency=found.ledger.currency,
        dates=[first + timedelta(days=number) for number in found.numbers],
        past_months=[str(month) for month in months[-PAST_BALANCES:]],
        accounts=[_account_view(one, found) for one in found.accounts],
        total=_total_view(found.total, found),
        history=_history(found),
        months_needed=MIN_MONTHS,
        likely=_likely_view(found),
        refused=[
            RefusedEntryView(recurring_id=key, reason=reason)
            for key, reason in sorted(found.refused.items())
        ],
        unconverted=[UnconvertedView(**one) for one in unconverted_fields(unconverted)],
        is_partial=found.is_partial,
    )


def _outcome(one: AccountForecast) -> dict[str, object]:
    outlook, currency = one.outlook, one.currency
    return {
        "account_id": one.account.id,
        "currency": currency,
        "opening_balance": format_minor(outlook.opening_minor, currency),
        "closing_balance": format_minor(outlook.closing_minor, currency),
        "lowest": _lowest_view(outlook.lowest, currency),
        "floor": known_money(outlook.floor_minor, currency),
        "first_below_floor": outlook.first_below_floor,
        "next_income": outlook.next_income,
        "safe_to_spend": known_money(outlook.safe_minor, currency),
        "safe_until_income": known_money(outlook.safe_until_income_minor, currency),
    }


def _account_view(one: AccountForecast, found: Forecast) -> AccountForecastView:
    return AccountForecastView(
        **_outcome(one),
        base_opening_balance=known_money(one.base_opening_minor, found.ledger.currency),
        past=_money(one.past, one.currency),
        balances=_balances(one.outlook, found, one.currency),
        bands=_bands_view(one.bands, one.currency),
    )


def _total_view(total: TotalForecast, found: Forecast) -> TotalForecastView:
    currency, outlook = found.ledger.currency, total.outlook
    return TotalForecastView(
        currency=currency,
        lowest=_lowest_view(outlook.lowest, currency),
        balances=_balances(outlook, found, currency),
        bands=_bands_view(total.bands, currency),
        unconverted=list(total.unconverted),
    )


def _lowest_view(lowest: LowestPoint, currency: str) -> LowestView:
    return LowestView(date=lowest.day, balance=format_minor(lowest.balance_minor, currency))


def _balances(outlook: Outlook, found: Forecast, currency: str) -> list[Money]:
    return _money([outlook.balances_minor[number] for number in found.numbers], currency)


def _bands_view(bands: Bands | None, currency: str) -> BandsView | None:
    if bands is None:
        return None
    return BandsView(
        low=_money(bands.low, currency),
        likely=_money(bands.likely, currency),
        high=_money(bands.high, currency),
    )


def _money(amounts: Sequence[int], currency: str) -> list[Money]:
    return [format_minor(amount, currency) for amount in amounts]


def _history(found: Forecast) -> list[PastMonthView]:
    currency, history = found.ledger.currency, found.history
    rows: zip[tuple[Summary, int, int]] = zip(
        found.past, history.income, history.expenses, strict=True
    )
    return [
        PastMonthView(
            month=str(one.month),
            income=format_minor(one.totals.income_minor, currency),
            expenses=format_minor(one.totals.expenses_minor, currency),
            unscheduled_income=format_minor(income, currency),
            unscheduled_expenses=format_minor(expenses, currency),
        )
        for one, income, expenses in rows
    ]


def _likely_view(found: Forecast) -> LikelyView | None:
    if found.likely is None:
        return None
    return LikelyView(
        expenses=SeriesView(**_series(found.likely.expenses, found)),
        income=SeriesView(**_series(found.likely.income, found)),
        groups=[_group_view(one, found) for one in found.likely.groups],
    )


def _group_view(group: Group, found: Forecast) -> GroupView:
    is_filed = group.key is not None and group.key not in UNFILED_KEYS.values()
    return GroupView(
        category_id=group.key if is_filed else None,
        is_rest=group.key is None,
        **_series(group.series, found),
    )


def _series(series: Series, found: Forecast) -> dict[str, object]:
    currency = found.ledger.currency
    until_end = found.ends.sum_until(series.sums, found.days.count - 1)
    return {
        "currency": currency,
        "method": series.method,
        "total": AmountRange(**_range(until_end, currency)),
        "months": [
            MonthRange(month=str(month), **_range(series.month(index), currency))
            for index, month in enumerate(found.months)
        ],
        "backtest": _backtest_view(series, currency),
    }


def _range(interval: Interval, currency: str) -> dict[str, str]:
    return {
        name: format_minor(amount_minor, currency)
        for name, amount_minor in interval._asdict().items()
    }


def _backtest_view(series: Series, currency: str) -> BacktestView:
    tested = series.backtest
    return BacktestView(
        months=tested.months,
        mean_error=known_money(tested.mean_error, currency),
        relative_error=_rounded(tested.relative_error),
        coverage=_rounded(tested.coverage),
        last_month_error=known_money(tested.mean_last_error, currency),
        median_error=known_money(tested.mean_median_error, currency),
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _HUNDREDTHS)
