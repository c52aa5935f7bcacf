"""The function ``settings``: read and change a ledger's settings."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from flask import Request, Response

from functions.http import app as boundary
from functions.http.background.rebuilds import RequestedRebuild
from functions.http.call import current_call, expected_revision
from functions.http.parameters import ChangeHeaders, json_response, problem_responses
from functions.http.routes import Routes
from functions.settings.views import SettingsView, settings_view
from shared.models.people.access import Action
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from shared.services.ledger.tenants import get_tenant
from shared.services.settings import settings as service

routes = Routes("settings")


@routes.get("/", allows=Action.ADMINISTER, responses={200: SettingsView, **problem_responses()})
def get_settings() -> Response:
    """Get the ledger's settings."""
    call = current_call()
    return _shown(LedgerSettings.of(get_tenant(call.store, call.now)))


@routes.patch(
    "/",
    allows=Action.ADMINISTER,
    names_change=True,
    responses={
        200: SettingsView,
        202: SettingsView,
        **problem_responses(
            "demo-quota",
            "rebuild-running",
            "currency-in-use",
            "precondition-failed",
            with_body=True,
        ),
    },
)
def patch_settings(body: SettingsPatch, header: ChangeHeaders) -> Response:
    """Change the given settings.

    Another start of the months, and another currency of a ledger with amounts, need a rebuild
    of all totals. If it takes longer than a few seconds, the answer is 202, and the old one stays
    in force until it is done. Meanwhile, setting the old one cancels it, and a third one is
    refused. Lists by amount are refused until the job in ``GET /dashboard`` is done.

    Accounts keep their currencies and amounts. Each transaction is converted by the rate of its
    day; without one it is unconverted.
    While a rule compares amounts, a currency is refused.
    """
    call = current_call()
    expected = expected_revision(header.if_match)
    rebuild = RequestedRebuild(call.store)
    settings = service.change_settings(
        call.store, call.operation(), body, expected, rebuild.announce
    )
    if body.month_start is None and body.currency is None:
        return _shown(settings)
    tenant = rebuild.run_and_get_tenant(settings.rebuild_subject, call.now)
    settings = LedgerSettings.of(tenant)
    return _shown(settings, HTTPStatus.ACCEPTED if settings.is_pending else HTTPStatus.OK)


def _shown(settings: LedgerSettings, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return json_response(settings_view(settings), status, revision=settings.revision)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
