"""The operations on recurring entries, budgets, goals and forecasts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared.models.people.access import Role, TenantKind, TenantRef
from shared.models.planning.suggestions.stored import SuggestionState
from shared.repositories import connections
from shared.repositories.store import TenantStore
from tests.http.answers import ok
from tests.http.operation import ApiOperation
from tests.http.planning.recurring.entries import TODAY, body, day
from tests.http.planning.suggestions.histories import REFRESH, SUGGESTIONS
from tests.support.ledgers.people import Person
from tests.unit.planning.detection.histories import monthly
from tests.unit.planning.suggestions.examples import NOON, stored

_VIEWER, _ANALYST, _ADMIN = Role.VIEWER, Role.ANALYST, Role.ADMIN
_NEXT_MONTH = str((TODAY.replace(day=1) + timedelta(days=31)).replace(day=1))
_DAYS = f"from={day(0)}&to={day(30)}"


def _body(**template: Any) -> dict[str, Any]:
    return body(template={"type": "EXPENSE", "amount": "10.00", **template})


def _budget(**fields: Any) -> dict[str, Any]:
    return {"name": "Food", "amount": "10.00", "scope": {"kind": "EVERYTHING"}} | fields


def _goal(**fields: Any) -> dict[str, Any]:
    return {"name": "Sea", "target": "100.00", "funding": {"kind": "TRANSACTIONS"}} | fields


def _on_account(kind: str) -> dict[str, Any]:
    return {"kind": kind, "account_id": "{account}"}


_GIFT = {"type": "EXPENSE", "amount": "1.00", "date": "2026-03-31"}

_PLAN: dict[str, Any] = {
    "items": [{"budget_id": "{budget}", "method": "FIXED", "amount": "12.00"}],
    "may_exceed": True,
}

OPERATIONS = (
    ApiOperation("list_recurring", "list recurring entries", "GET", "/recurring", 200, _VIEWER),
    ApiOperation("list_all_occurrences", "list all occurrences", "GET",
                 f"/recurring/occurrences?{_DAYS}", 200, _VIEWER),
    ApiOperation("create_recurring", "create a recurring entry", "POST", "/recurring", 201,
                 _ANALYST, _body(category_id="{category}")),
    ApiOperation("get_recurring", "get a recurring entry", "GET", "/recurring/{recurring}", 200,
                 _VIEWER),
    ApiOperation("list_occurrences", "list occurrences", "GET",
                 f"/recurring/{{recurring}}/occurrences?{_DAYS}", 200, _VIEWER),
    ApiOperation("patch_recurring", "patch a recurring entry", "PATCH", "/recurring/{recurring}",
                 200, _ANALYST, {"name": "New"}),
    ApiOperation("put_recurring", "put a recurring entry", "PUT", "/recurring/{recurring}", 200,
                 _ANALYST, _body()),
    ApiOperation("put_recurring", "let an entry recur on an account", "PUT",
                 "/recurring/{own_recurring}", 200, _ANALYST, _body(account_id="{account}")),
    ApiOperation("patch_occurrence", "patch an occurrence", "PATCH",
                 "/recurring/{recurring}/occurrences/{own_date}", 200, _ANALYST,
                 {"amount": "11.00"}),
    ApiOperation("postpone_occurrence", "postpone an occurrence", "POST",
                 "/recurring/{recurring}/postpone", 200, _ANALYST,
                 {"nominal": "2099-12-01", "to": "2099-12-05"}),
    ApiOperation("skip_occurrence", "skip an occurrence", "POST", "/recurring/{recurring}/skip",
                 200, _ANALYST, {"nominal": "2099-10-01"}),
    ApiOperation("process_recurring", "book occurrences", "POST", "/recurring/{recurring}/process",
                 200, _ANALYST, {"nominal": _NEXT_MONTH}),
    ApiOperation("list_matches", "suggest matches", "GET", "/recurring/matches", 200, _VIEWER),
    ApiOperation("link_transaction", "link a transaction", "POST", "/recurring/{recurring}/match",
                 200, _ANALYST, {"nominal": "2099-08-01", "transaction_id": "{own_payment}"}),
    ApiOperation("link_transaction", "link the transaction of another ledger", "POST",
                 "/recurring/{own_recurring}/match", 200, _ANALYST,
                 {"nominal": "2099-08-01", "transaction_id": "{payment}"}, status_if_foreign=404),
    ApiOperation("unlink_transaction", "unlink a transaction", "POST",
                 "/recurring/{recurring}/unmatch", 200, _ANALYST, {"nominal": "2099-07-01"}),
    ApiOperation("dismiss_match", "dismiss a match", "POST", "/recurring/{recurring}/dismiss_match",
                 200, _ANALYST, {"nominal": "2099-08-01", "transaction_id": "{own_payment}"}),
    ApiOperation("dismiss_match", "dismiss a match of another ledger", "POST",
                 "/recurring/{own_recurring}/dismiss_match", 200, _ANALYST,
                 {"nominal": "2099-08-01", "transaction_id": "{payment}"}, status_if_foreign=404),
    ApiOperation("create_from_transaction", "create an entry from a transaction", "POST",
                 "/recurring/from_transaction", 201, _ANALYST, {"transaction_id": "{payment}"},
                 status_if_foreign=404),
    ApiOperation("list_recurring_suggestions", "list suggestions of entries", "GET", SUGGESTIONS,
                 200, _ANALYST),
    ApiOperation("refresh_recurring_suggestions", "analyse the history", "POST", REFRESH, 200,
                 _ANALYST),
    ApiOperation("accept_recurring_suggestion", "accept a suggestion", "POST",
                 f"{SUGGESTIONS}/accept/{{suggestion}}", 201, _ANALYST,
                 {"template": {"type": "EXPENSE", "amount": "10.00", "account_id": "{account}"}}),
    ApiOperation("dismiss_recurring_suggestion", "dismiss a suggestion", "POST",
                 f"{SUGGESTIONS}/dismiss/{{other_suggestion}}", 200, _ANALYST),
    ApiOperation("list_dismissed_suggestions", "list dismissals", "GET",
                 f"{SUGGESTIONS}/dismissals", 200, _ANALYST),
    ApiOperation("restore_recurring_suggestion", "restore a suggestion", "DELETE",
                 f"{SUGGESTIONS}/dismissals/{{dismissal}}", 204, _ANALYST),
    ApiOperation("list_budgets", "list budgets", "GET", "/budgets", 200, _VIEWER),
    ApiOperation("create_budget", "create a budget", "POST", "/budgets", 201, _ANALYST,
                 _budget(scope={"kind": "CATEGORIES", "ids": ["{category}"]})),
    ApiOperation("create_budget", "create a budget on an account", "POST", "/budgets", 201,
                 _ANALYST, _budget(scope={"kind": "ACCOUNTS", "ids": ["{account}"]})),
    ApiOperation("get_budget_status", "get the status of budgets", "GET", "/budgets/status", 200,
                 _VIEWER),
    ApiOperation("get_budget", "get a budget", "GET", "/budgets/{budget}", 200, _VIEWER),
    ApiOperation("get_budget_history", "get the history of a budget", "GET",
                 "/budgets/{budget}/history", 200, _VIEWER),
    ApiOperation("preview_budget", "preview a budget", "POST", "/budgets/{budget}/preview", 200,
                 _VIEWER, {"amount": "11.00"}),
    ApiOperation("plan_budgets", "plan to fill budgets", "POST", "/budgets/plan", 200, _VIEWER,
                 _PLAN, status_if_foreign=422),
    ApiOperation("fill_budgets", "fill budgets", "POST", "/budgets/plan/apply", 200, _ANALYST,
                 _PLAN | {"fingerprint": "{fingerprint}"}, status_if_foreign=422),
    ApiOperation("patch_budget", "patch a budget", "PATCH", "/budgets/{budget}", 200, _ANALYST,
                 {"amount": "11.00"}),
    ApiOperation("patch_budget", "let a budget be on a category", "PATCH",
                 "/budgets/{own_budget}", 200, _ANALYST,
                 {"scope": {"kind": "CATEGORIES", "ids": ["{category}"]}}),
    ApiOperation("get_forecast", "forecast", "GET", "/forecasts", 200, _VIEWER),
    ApiOperation("get_forecast", "forecast an account", "GET", "/forecasts?account_id={account}",
                 200, _VIEWER),
    ApiOperation("compare_scenario", "compare a scenario", "POST", "/forecasts/scenarios", 200,
                 _VIEWER, {"changes": [{"kind": "CATEGORY", "category_id": "{category}",
                                        "percent": 10}]}),
    ApiOperation("compare_scenario", "change an entry in a scenario", "POST",
                 "/forecasts/scenarios", 200, _VIEWER,
                 {"changes": [{"kind": "RECURRING", "recurring_id": "{recurring}",
                               "amount": "11.00"}]}),
    ApiOperation("delete_budget", "delete a budget", "DELETE", "/budgets/{budget}", 204, _ADMIN),
    ApiOperation("list_goals", "list goals", "GET", "/goals", 200, _VIEWER),
    ApiOperation("create_goal", "create a goal on a category", "POST", "/goals", 201, _ANALYST,
                 _goal(funding={"kind": "CATEGORY", "category_id": "{category}"})),
    ApiOperation("create_goal", "create a goal on an account", "POST", "/goals", 201, _ANALYST,
                 _goal(funding=_on_account("ACCOUNT"))),
    ApiOperation("get_goals_status", "get the status of goals", "GET", "/goals/status", 200,
                 _VIEWER),
    ApiOperation("get_goal", "get a goal", "GET", "/goals/{goal}", 200, _VIEWER),
    ApiOperation("get_goal_progress", "get the progress of a goal", "GET", "/goals/{goal}/progress",
                 200, _VIEWER),
    ApiOperation("patch_goal", "patch a goal", "PATCH", "/goals/{goal}", 200, _ANALYST,
                 {"target": "110.00"}),
    ApiOperation("contribute", "record a contribution", "POST", "/goals/{goal}/contribute", 201,
                 _ANALYST, {"transaction": _GIFT}),
    ApiOperation("contribute", "contribute to a goal", "POST", "/goals/{goal}/contribute", 200,
                 _ANALYST, {"transaction_id": "{own_gift}"}),
    ApiOperation("contribute", "contribute what another ledger has", "POST",
                 "/goals/{own_goal}/contribute", 200, _ANALYST, {"transaction_id": "{gift}"},
                 status_if_foreign=404),
    ApiOperation("remove_contribution", "remove a contribution", "DELETE",
                 "/goals/{goal}/contributions/{contribution}", 200, _ANALYST),
    ApiOperation("delete_goal", "delete a goal", "DELETE", "/goals/{goal}", 204, _ADMIN),
    ApiOperation("delete_recurring", "delete a recurring entry", "DELETE", "/recurring/{recurring}",
                 204, _ADMIN),
)  # fmt: skip


def furnish(person: Person) -> dict[str, str]:
    """Create an entry of the first day of each month; its id, and the dates of occurrences.

    One is matched with a transaction, and there is another transaction to match, and a budget.
    """
    monthly = {"start": f"{day(0)[:8]}01", "frequency": "MONTHLY"}
    recurring_id: str = ok(person.post("/recurring", body(schedule=monthly)), 201)["id"]
    matched, payment = (person.record("10.00", "Dining")["id"] for _ in range(2))
    asked = {"nominal": "2099-07-01", "transaction_id": matched}
    ok(person.post(f"/recurring/{recurring_id}/match", asked))
    budget_id: str = ok(person.post("/budgets", _budget()), 201)["id"]
    plan = _PLAN | {"items": [_PLAN["items"][0] | {"budget_id": budget_id}]}
    own = _furnish_goal(person) | {
        "fingerprint": ok(person.post("/budgets/plan", plan))["fingerprint"],
        "budget": budget_id,
        "own_budget": budget_id,
        "recurring": recurring_id,
        "own_recurring": recurring_id,
        "own_date": "2099-11-01",
        "payment": payment,
        "own_payment": payment,
    }
    return own | _suggest(person)


def _furnish_goal(person: Person) -> dict[str, str]:
    """Create a goal with a transaction that counts for it, and one that does not."""
    goal_id: str = ok(person.post("/goals", _goal(start="2026-01-01")), 201)["id"]
    linked, gift = (person.record("1.00", "Dining")["id"] for _ in range(2))
    ok(person.post(f"/goals/{goal_id}/contribute", {"transaction_id": linked}))
    return {
        "goal": goal_id,
        "own_goal": goal_id,
        "contribution": linked,
        "gift": gift,
        "own_gift": gift,
    }


def _suggest(person: Person) -> dict[str, str]:
    """Store suggestions as an analysis does, and dismiss one of them; no month changes by it."""
    account_id = ok(person.get("/accounts"))["items"][0]["id"]
    names = {"suggestion": "Video", "other_suggestion": "Music", "dismissal": "News"}
    items = tuple(
        stored(monthly(12, [999] * 6, payee=f"{name} {person.uid}", account_id=account_id))
        for name in names.values()
    )
    state = SuggestionState(as_of=NOON, today=NOON.date(), sequence=0, items=items)
    _ledger_of(person).transact_below(lambda unit, _tenant: unit.suggestions.put(state))
    ids = {key: one.id for key, one in zip(names, items, strict=True)}
    ok(person.post(f"{SUGGESTIONS}/dismiss/{ids['dismissal']}"))
    return ids


def _ledger_of(person: Person) -> TenantStore:
    """Return the store of the person's own ledger, or of the workspace that they act on."""
    workspace_id = person.headers.get("X-Workspace-Id")
    if workspace_id is None:
        return person.store
    ref = TenantRef(TenantKind.WORKSPACE, workspace_id)
    return TenantStore(connections.firestore_client(), ref)
