"""The function ``forecasts``: balances ahead, likely spending, and scenarios."""

from functools import cache
from typing import Annotated

from flask import Request, Response
from pydantic import BeforeValidator, Field

from functions.http import app as boundary
from functions.http.call import current_call
from functions.http.parameters import QueryParameters, json_response, problem_responses
from functions.http.routes import Routes
from functions.planning.forecasts.views import (
    ForecastView,
    ScenarioView,
    forecast_view,
    scenario_view,
)
from shared.models.people.access import Action
from shared.models.planning.forecasts.forecast import MAX_DAYS, Step
from shared.models.planning.forecasts.scenario import MAX_CHANGES, ScenarioChange
from shared.models.values.base import InputModel, example
from shared.models.values.identifiers import Id
from shared.models.values.money import AmountBound
from shared.models.values.text import BLANK_AS_NULL, upper_case
from shared.services.planning.forecasts import forecasts as service

_DEFAULT_DAYS = 90

routes = Routes("forecasts")

_Days = Annotated[int, Field(ge=1, le=MAX_DAYS, description="Days after today.")]
_Floor = Annotated[
    AmountBound | None,
    Field(
        description="The least balance wanted, of accounts in the currency of `account_id`, or of"
        " the ledger; by default `low_balance`, else zero; none of a debt."
    ),
]
_AccountId = Annotated[Id | None, Field(description="Only this account.")]
_Step = Annotated[
    Step | None,
    BeforeValidator(upper_case),
    Field(description="By default DAY, and WEEK above 4,000 points."),
]


class ForecastQuery(QueryParameters):
    """Days and accounts of a forecast."""

    days: _Days = _DEFAULT_DAYS
    floor: _Floor = None
    account_id: _AccountId = None
    step: _Step = None


class ScenarioDraft(InputModel):
    """Changes to try."""

    model_config = example(changes=[{"kind": "AMOUNT", "amount": "-900.00"}])

    changes: list[ScenarioChange] = Field(
        min_length=1, max_length=MAX_CHANGES, description="The changes."
    )
    days: _Days = _DEFAULT_DAYS
    floor: Annotated[_Floor, BLANK_AS_NULL] = None
    account_id: Annotated[_AccountId, BLANK_AS_NULL] = None
    step: Annotated[_Step, BLANK_AS_NULL] = None


@routes.get("/", allows=Action.READ, responses={200: ForecastView, **problem_responses()})
def get_forecast(query: ForecastQuery) -> Response:
    """Get balances ahead, and what is likely beside the plan.

    Balances follow from recurring entries and what is booked ahead; bands add what is likely.
    """
    call = current_call()
    return json_response(forecast_view(service.get_forecast(call.store, _asked(query), call.now)))


@routes.post(
    "/scenarios",
    allows=Action.READ,
    responses={200: ScenarioView, **problem_responses(with_body=True)},
)
def compare_scenario(body: ScenarioDraft) -> Response:
    """Get the forecast with changes that are not made, and the accounts without."""
    call = current_call()
    found = service.get_scenario(call.store, _asked(body), body.changes, call.now)
    return json_response(scenario_view(found))


def _asked(given: ForecastQuery | ScenarioDraft) -> service.Asked:
    return service.Asked(given.days, given.floor, given.account_id, given.step)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
