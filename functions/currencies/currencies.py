"""The function ``currencies``: list currencies and exchange rates, and convert amounts."""

from __future__ import annotations

from datetime import date
from functools import cache

from flask import Request, Response

from functions.currencies.queries import (
    ConversionRequest,
    CurrencyQuery,
    RateHistoryQuery,
    RatesQuery,
)
from functions.currencies.views import (
    ConversionList,
    CurrencyList,
    DailyRateView,
    RateHistory,
    RateList,
    conversion_view,
    currency_list,
    rate_view,
)
from functions.http import app as boundary
from functions.http.call import Call, current_call
from functions.http.parameters import json_response, problem_responses
from functions.http.routes import Routes
from shared.errors import FieldError, InvalidArgument
from shared.models.currencies.currency_names import names_for
from shared.models.currencies.euro import ALL_WITH_RATES
from shared.models.currencies.rate_table import Exchange
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Action, TenantKind, TenantRef
from shared.models.people.profile import DEFAULT_LOCALE
from shared.models.values.dates import today_in
from shared.models.values.money import to_minor
from shared.services.currencies import exchange as service
from shared.services.ledger.tenants import get_tenant

routes = Routes("currencies")


@routes.get("/", allows=Action.READ, responses={200: CurrencyList, **problem_responses()})
def list_currencies(query: CurrencyQuery) -> Response:
    """List the currencies by code, with their names in the caller's language."""
    call = current_call()
    tenant = get_tenant(call.store, call.now)
    return json_response(currency_list(names_for(query.locale or _locale(call, tenant))))


@routes.get("/rates", allows=Action.READ, responses={200: RateList, **problem_responses()})
def list_rates(query: RatesQuery) -> Response:
    """List the rates of a currency on a day: the last ones that were published until then."""
    call = current_call()
    ledger = get_tenant(call.store, call.now).ledger
    today = today_in(ledger.timezone, call.now)
    base, day = query.base or ledger.currency, query.date or today
    found = service.list_rates(call.store.reference_rates, base, ALL_WITH_RATES, day, today)
    items = [rate_view(rate, min(day, today)) for rate in found]
    return json_response(RateList(base=base, date=day, items=items))


@routes.get(
    "/rates/history", allows=Action.READ, responses={200: RateHistory, **problem_responses()}
)
def list_rate_history(query: RateHistoryQuery) -> Response:
    """List the rates of two currencies by day, for a chart; at most ten years."""
    call = current_call()
    ledger = get_tenant(call.store, call.now).ledger
    base, today = query.base or ledger.currency, today_in(ledger.timezone, call.now)
    rates = call.store.reference_rates
    found = service.list_rates_between(rates, base, query.quote, query.days, today)
    items = [DailyRateView(date=rate.as_of, rate=rate.text) for rate in found]
    return json_response(RateHistory(base=base, quote=query.quote, items=items))


@routes.post(
    "/convert",
    allows=Action.READ,
    responses={200: ConversionList, **problem_responses(with_body=True)},
)
def convert_amounts(body: ConversionRequest) -> Response:
    """Convert amounts, each by the rate of its day; nothing is stored."""
    call = current_call()
    ledger = get_tenant(call.store, call.now).ledger
    today = today_in(ledger.timezone, call.now)
    amounts = _amounts(body, today)
    found = service.convert_amounts(call.store.reference_rates, amounts, today)
    return json_response(ConversionList(items=[conversion_view(one, today) for one in found]))


def _locale(call: Call, tenant: Tenant) -> str:
    """Return the language of the caller, which a workspace's document does not have."""
    if tenant.person is None:
        own = call.store.for_tenant(TenantRef(TenantKind.USER, call.caller.uid)).tenant.find()
        return own.profile.locale if own is not None else DEFAULT_LOCALE
    return tenant.profile.locale


def _amounts(body: ConversionRequest, today: date) -> list[tuple[Exchange, int]]:
    """Return the exchanges with the amounts in minor units.

    Raises:
        InvalidArgument: Amounts have more decimals than their currencies, or are too large.
    """
    amounts, errors = [], list[FieldError]()
    for index, one in enumerate(body.amounts):
        exchange = Exchange(one.currency, one.to, one.date or today)
        try:
            amounts.append(
                (exchange, to_minor(one.amount, one.currency, f"amounts.{index}.amount"))
            )
        except InvalidArgument as error:
            errors += error.errors
    if errors:
        raise InvalidArgument(*errors)
    return amounts


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
