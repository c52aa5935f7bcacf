"""The function ``createDemoSession``: create a demo user with a filled ledger."""

from datetime import datetime
from functools import cache, partial
from http import HTTPStatus
from typing import Literal

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http import clock
from functions.http.call import find_bearer_token
from functions.http.configuration import configuration
from functions.http.languages import preferred_locale
from functions.http.parameters import json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from functions.http.security.rate_limits import Limited, client_address, limit
from functions.ledger.category_views import CategoryView, category_view
from shared.errors import AlreadyRegistered
from shared.models.ledger.defaults import DEFAULT_CURRENCY, DEFAULT_TIMEZONE
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Caller, Identity
from shared.models.people.profile import PreferredLocale
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.currency import Currency
from shared.models.values.dates import Timezone
from shared.models.values.locale import Locale
from shared.models.values.validation import not_null
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.people.demos import DemoOptions, create_demo

routes = Routes("createDemoSession")


class DemoRequest(InputModel):
    """Options of a demo."""

    model_config = example(
        sample_transactions=True, currency="EUR", timezone="Europe/Berlin", locale="de"
    )

    sample_transactions: bool = Field(default=True, strict=True)
    currency: Currency = DEFAULT_CURRENCY
    timezone: Timezone = DEFAULT_TIMEZONE
    locale: Locale | None = Field(
        default=None,
        description="The language of names and samples: en, de, fr, es, it, pt, nl, pl, ja or zh; "
        "English for others. By default from Accept-Language.",
    )

    _locale_not_null = not_null("locale")


class DemoSession(FrozenModel):
    """A demo ledger and the tokens for it."""

    demo_id: str
    tenant: str
    token: str = Field(description="An ID token; it is valid for an hour, as its `exp` says.")
    refresh_token: str | None
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (a scheme, no secret)
    expires_at: datetime = Field(description="When the demo expires, not the token.")
    expires_in: int = Field(description="Seconds until the demo expires.")
    currency: str
    timezone: str
    locale: str
    categories: list[CategoryView]
    sample_transaction_count: int


@routes.post(
    "/",
    allows=Access.ANYONE,
    responses={
        200: DemoSession,
        201: DemoSession,
        **problem_responses(
            "unauthenticated",
            "already-registered",
            "demo-expired",
            "rate-limited",
            "app-check-failed",
            with_caller=False,
            with_body=True,
        ),
    },
)
def create_demo_session(body: DemoRequest) -> Response:
    """Create a demo: a private ledger with sample data of 14 months that end today.

    Without ``sample_transactions``, the ledger has the default categories and an account. Without a
    token, an anonymous user is created. With the token of an anonymous user, the demo is created
    for this user; if it already exists, the answer is 200.
    """
    token = find_bearer_token()
    limit(Limited.DEMO, client_address())
    now = clock.now()
    if token is not None:
        # Without the cache: a user who was just deleted gets no new ledger.
        identity = connections.identities().verify(token, anew=True)
        return _session_for(identity, body, now, token)
    return _session_for_new_visitor(body, now)


def _session_for_new_visitor(wanted: DemoRequest, now: datetime) -> Response:
    visitor = connections.sign_up().create_anonymous_user()
    try:
        identity = Identity(visitor.uid, is_anonymous=True)
        return _session_for(identity, wanted, now, visitor.id_token, visitor.refresh_token)
    except Exception:
        connections.identities().delete_anonymous(visitor.uid)
        raise


def _session_for(
    identity: Identity,
    wanted: DemoRequest,
    now: datetime,
    token: str,
    refresh_token: str | None = None,
) -> Response:
    if not identity.is_anonymous:
        raise AlreadyRegistered
    store = TenantStore(connections.firestore_client(), Caller.of_own_ledger(identity).tenant)
    told = wanted.locale
    options = DemoOptions(
        **wanted.model_dump(exclude={"locale"}),
        lifetime=configuration().demo_lifetime,
        preferred=PreferredLocale(told, told) if told else preferred_locale(),
    )
    if refresh_token is None:
        ensure_user = partial(connections.identities().ensure_active, identity.uid)
        tenant, is_new = create_demo(store, options, now, ensure_user)
    else:  # The user was created by this request, so nobody else can have deleted it.
        tenant, is_new = create_demo(store, options, now)
    session = _session_of(tenant, now, token, refresh_token)
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return json_response(session, status, location="/me" if is_new else None)


def _session_of(
    tenant: Tenant, now: datetime, token: str, refresh_token: str | None
) -> DemoSession:
    demo, ledger = tenant.get_demo(), tenant.ledger
    return DemoSession(
        demo_id=tenant.ref.id,
        tenant=tenant.ref.path,
        token=token,
        refresh_token=refresh_token,
        expires_at=demo.expires_at,
        expires_in=int((demo.expires_at - now).total_seconds()),
        currency=ledger.currency,
        timezone=ledger.timezone,
        locale=tenant.profile.locale,
        categories=[category_view(category) for category in ledger.list_categories()],
        sample_transaction_count=demo.sample_transaction_count,
    )


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(
        routes,
        authentication=None,
    )


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
