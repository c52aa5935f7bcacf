"""The function ``currencies``: list currencies and exchange rates, and convert amounts."""

from datetime import date
from functools import cache, partial
from http import HTTPStatus
from operator import attrgetter
from typing import TYPE_CHECKING

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
    OwnRateList,
    OwnRateView,
    RateHistory,
    RateList,
    conversion_view,
    currency_list,
    own_rate_view,
    rate_view,
)
from functions.http import app as boundary
from functions.http.call import Call, current_call, expected_revision
from functions.http.parameters import (
    ChangeHeaders,
    CreationHeaders,
    IdPath,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from shared.errors import FieldError, InvalidArgument
from shared.models.currencies.currency_names import names_for
from shared.models.currencies.own_rate import OwnRate
from shared.models.currencies.own_rate_input import OwnRateDraft, OwnRatePut
from shared.models.currencies.rate_table import DatedPair
from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Action, TenantKind, TenantRef
from shared.models.people.profile import DEFAULT_LOCALE
from shared.models.values.money import to_minor
from shared.services.currencies.lookup import exchange_rates_of
from shared.services.ledger.tenants import get_ledger, get_tenant

if TYPE_CHECKING:
    from shared.services.ledger.own_rates import SavedOwnRate

routes = Routes("currencies")


@routes.get("/", allows=Action.READ, responses={200: CurrencyList, **problem_responses()})
def list_currencies(query: CurrencyQuery) -> Response:
    """List the currencies by code, with their names in the caller's language."""
    call = current_call()
    tenant = get_tenant(call.store, call.now)
    return json_response(currency_list(names_for(query.locale or _locale(call, tenant))))


@routes.get("/rates", allows=Action.READ, responses={200: RateList, **problem_responses()})
def list_rates(query: RatesQuery) -> Response:
    """List the rates of a currency on a day: the last ones until then, the ledger's own first."""
    call = current_call()
    ledger = get_ledger(call.store, call.now)
    rates = exchange_rates_of(call.store, ledger, call.now)
    base, day = query.base or ledger.currency, query.date or rates.today
    items = [rate_view(rate, rates.rate_day(day)) for rate in rates.list_of_day(base, day)]
    return json_response(RateList(base=base, date=day, items=items))


@routes.get(
    "/rates/history", allows=Action.READ, responses={200: RateHistory, **problem_responses()}
)
def list_rate_history(query: RateHistoryQuery) -> Response:
    """List the rates of two currencies by day, for a chart; at most ten years.

    The first is in force on the first day, as a Friday's on a Sunday.
    """
    call = current_call()
    ledger = get_ledger(call.store, call.now)
    base = query.base or ledger.currency
    found = exchange_rates_of(call.store, ledger, call.now).list_between(
        base, query.quote, *query.days
    )
    items = [DailyRateView(date=one.as_of, rate=one.text, source=one.source) for one in found]
    return json_response(RateHistory(base=base, quote=query.quote, items=items))


@routes.post(
    "/convert",
    allows=Action.READ,
    responses={200: ConversionList, **problem_responses(with_body=True)},
)
def convert_amounts(body: ConversionRequest) -> Response:
    """Convert amounts, each by the rate of its day; nothing is stored."""
    call = current_call()
    rates = exchange_rates_of(call.store, get_ledger(call.store, call.now), call.now)
    found = rates.convert(_amounts(body, rates.today))
    return json_response(ConversionList(items=[conversion_view(one, rates.today) for one in found]))


@routes.get("/own_rates", allows=Action.READ, responses={200: OwnRateList, **problem_responses()})
def list_own_rates() -> Response:
    """List the ledger's own rates by currencies and day."""
    call = current_call()
    found = sorted(get_ledger(call.store, call.now).own_rates.values(), key=attrgetter("key"))
    return json_response(OwnRateList(items=[own_rate_view(one) for one in found]))


@routes.post(
    "/own_rates",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: OwnRateView,
        **problem_responses(
            "demo-quota",
            "already-exists",
            "too-many-own-rates",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
def create_own_rate(body: OwnRateDraft, header: CreationHeaders) -> Response:
    """Create an own rate, which wins over reference rates of its or an earlier day.

    It counts for its pair alone. Transactions from its day on without a rate, or with an
    earlier one, are soon booked at it.
    """
    from shared.services.ledger import own_rates  # noqa: PLC0415 (few requests change rates)

    call = current_call()
    operation = call.operation(header.idempotency_key)
    announce = partial(_announce, call, operation)
    saved = own_rates.create_own_rate(call.store, operation, body, announce)
    rate = _healed_by(call, saved)
    location = f"/currencies/own_rates/{rate.id}"
    return json_response(
        own_rate_view(rate), HTTPStatus.CREATED, location=location, revision=rate.revision
    )


@routes.get(
    "/own_rates/<id>", allows=Action.READ, responses={200: OwnRateView, **problem_responses()}
)
def get_own_rate(path: IdPath) -> Response:
    """Get an own rate."""
    call = current_call()
    rate = get_ledger(call.store, call.now).get_own_rate(path.id)
    return json_response(own_rate_view(rate), revision=rate.revision)


@routes.put(
    "/own_rates/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: OwnRateView,
        **problem_responses(
            "demo-quota",
            "already-exists",
            "rebuild-running",
            "precondition-failed",
            with_body=True,
        ),
    },
)
def put_own_rate(path: IdPath, body: OwnRatePut, header: ChangeHeaders) -> Response:
    """Replace an own rate.

    Transactions at its former value get the rate now in force for their day, or none; others are
    booked as by a new one. Given rates stay.
    """
    from shared.services.ledger import own_rates  # noqa: PLC0415 (few requests change rates)

    call = current_call()
    operation, expected = call.operation(), expected_revision(header.if_match)
    announce = partial(_announce, call, operation)
    saved = own_rates.replace_own_rate(call.store, operation, path.id, body, announce, expected)
    rate = _healed_by(call, saved)
    return json_response(own_rate_view(rate), revision=rate.revision)


@routes.delete(
    "/own_rates/<id>",
    allows=Action.DELETE,
    names_change=True,
    responses={
        204: None,
        **problem_responses("demo-quota", "rebuild-running", "precondition-failed"),
    },
)
def delete_own_rate(path: IdPath, header: ChangeHeaders) -> Response:
    """Delete an own rate; transactions at it are booked again, as by ``PUT``."""
    from shared.services.ledger import own_rates  # noqa: PLC0415 (few requests change rates)

    call = current_call()
    operation, expected = call.operation(), expected_revision(header.if_match)
    announce = partial(_announce, call, operation)
    deleted = own_rates.delete_own_rate(call.store, operation, path.id, announce, expected)
    _heal(call, deleted.ledger, deleted.former, None)
    return no_content()


def _announce(
    call: Call,
    operation: Operation,
    ledger: Ledger,
    former: OwnRate | None,
    rate: OwnRate | None,
) -> None:
    """Publish the healing after a change of an own rate that is going to be committed."""
    if ledger.foreign_currencies:
        from functions.http.background.healing import announce_change  # noqa: PLC0415 (few ledgers need it)

        announce_change(call, operation.change_id, ledger, former, rate)


def _healed_by(call: Call, saved: "SavedOwnRate") -> OwnRate:
    """Book transactions again at an own rate, and return the rate."""
    _heal(call, saved.ledger, saved.former, saved.rate)
    return saved.rate


def _heal(call: Call, ledger: Ledger, former: OwnRate | None, rate: OwnRate | None) -> None:
    if ledger.foreign_currencies:
        from functions.http.background.healing import heal_by_own_rate  # noqa: PLC0415 (few ledgers need it)

        heal_by_own_rate(call, ledger, former, rate)


def _locale(call: Call, tenant: Tenant) -> str:
    """Return the language of the caller, which a workspace's document does not have."""
    if tenant.person is None:
        own = call.store.for_tenant(TenantRef(TenantKind.USER, call.caller.uid)).tenant.find()
        return own.profile.locale if own is not None else DEFAULT_LOCALE
    return tenant.profile.locale


def _amounts(body: ConversionRequest, today: date) -> list[tuple[DatedPair, int]]:
    """Return the exchanges with the amounts in minor units.

    Raises:
        InvalidArgument: Amounts have more decimals than their currencies, or are too large.
    """
    amounts, errors = [], list[FieldError]()
    for index, one in enumerate(body.amounts):
        exchange = DatedPair(one.currency, one.to, one.date or today)
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
