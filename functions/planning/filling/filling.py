"""Plans that fill budgets: routes of the function ``budgets``."""

from flask import Response

from functions.http.call import current_call
from functions.http.parameters import CreationHeaders, json_response
from functions.planning.budget_views import BudgetList, budget_view
from functions.planning.filling.views import plan_view
from shared.models.planning.filling.request import FillApplication, FillRequest
from shared.services.planning.budgets import filling
from shared.services.planning.budgets.budgets import OwnedBudget


def plan_budgets(body: FillRequest) -> Response:
    """Plan the amounts of budgets of one period, and write nothing.

    Budgets get no more than is available together, by their priorities; other budgets of the period
    keep their amounts. ``POST /budgets/plan/apply`` carries the plan out.
    """
    call = current_call()
    return json_response(plan_view(filling.plan_budgets(call.store, body, call.now)))


def fill_budgets(body: FillApplication, header: CreationHeaders) -> Response:
    """Write the amounts of a plan at once, and answer with the budgets that it changes.

    The body is that of the plan, with its fingerprint. If the amounts would be others by now,
    nothing is written.
    """
    call = current_call()
    done = filling.fill_budgets(call.store, call.operation(header.idempotency_key), body)
    items = [budget_view(OwnedBudget(done.ledger, one)) for one in done.budgets]
    return json_response(BudgetList(items=items))
