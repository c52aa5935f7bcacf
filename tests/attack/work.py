"""Legal requests that make a ledger do as much as it can: reports, exports, merges, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.ledgers import MONTH, record_all
from shared.models.ledger.transactions.batch import MAX_BATCH
from tests.attack.attack import ANY_NUMBER, Attack, Target
from tests.attack.request import Sent
from tests.http.answers import ok
from tests.support.ledgers.people import Person, anonymous_user, registered_user

_READS = (
    ("weekly trends of 8,000 years", "/dashboard/trends?from=1900-01-01&to=9999-12-31",
     "422 invalid-argument"),
    ("cash flow of 8,000 years", "/dashboard/cash_flow?from=1900-01&to=9999-12",
     "422 invalid-argument"),
    ("net worth of 8,000 years", "/dashboard/net_worth?from=1900-01&to=9999-12",
     "422 invalid-argument"),
    ("payees of 4,500 transactions",
     "/dashboard/payees?from=1990-01&to=2030-12&limit=1400", "200"),
    ("tags of 20 years of days", "/dashboard/tags?from=2010-01-02&to=2029-12-30", "200"),
    ("categories over 20 years", "/dashboard/category_trends?from=2010-01&to=2029-12", "200"),
    ("two years of days", "/dashboard/trends?interval=day&from=2025-01&to=2026-12", "200"),
    ("totals of a list that is read",
     "/transactions?totals=true&q=c&min_amount=890&limit=100", "200"),
    ("suggestions of rules", "/rules/suggestions", "200"),
    ("tags", "/transactions/tags", "200"),
)  # fmt: skip
"""Names, paths and answers of requests that read."""


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    for name, path, answer in _READS:
        yield Attack(name, _get(path), answer)
    for path in ("/exports/transactions", "/exports/ledger", "/me/export"):
        yield Attack(f"{path} of 4,500 transactions", _get(path), "200", ANY_NUMBER)
    yield Attack("restore 4,500 transactions", _restore, "201", ANY_NUMBER)
    yield Attack("another start day, 4,500 transactions", _change_start_day, "202")
    yield Attack("merge a category, 4,500 transactions", _merge("categories"), "202")
    yield Attack("merge an account, 4,500 transactions", _merge("accounts"), "202")
    yield Attack("demo with sample data", lambda _target: Sent("POST", "/createDemoSession"), "201")
    yield Attack("sample data in an empty ledger", _add_samples, "200")
    yield Attack("undo sample data", _undo_samples, "200")
    yield Attack("erase a demo with sample data", _erase_demo, "200")
    yield Attack("undo a batch of 500 transactions", _undo, "200")
    # Each transaction has a month, which is also read, a payee and a tag of its own.
    yield Attack(
        "batch of 500 transactions in 500 months", _batch_of_months, "409 commit-too-large"
    )
    yield Attack("undo 369 transactions in 369 months", _undo_of_months(369), "200")
    for name, prepare in (
        ("move 230 transactions to other months", _move_to_other_months),
        # The changes that the writers make meanwhile are read, too.
        ("undo 330 transactions in 330 months", _undo_of_months(330)),
    ):
        # The CPU time is that of the writers, too.
        yield Attack(f"{name} beside 8 writers", prepare, "200", cpu_s=60.0, writers=8)
    yield Attack(
        "undo 500 transactions after 500 other changes", _late_undo, "409 commit-too-large"
    )


def _get(path: str) -> Callable[[Target], Sent]:
    return lambda target: Sent.by(target.searched, "GET", path)


def _restore(target: Target) -> Sent:
    owner = registered_user()
    ok(owner.get("/categories"))
    headers = {"Content-Encoding": "gzip"}
    return Sent.by(owner, "POST", "/imports/restore", target.backup, **headers)


def _add_samples(_target: Target) -> Sent:
    owner = registered_user()
    ok(owner.get("/categories"))
    return Sent.by(owner, "POST", "/me/sample_data")


def _undo_samples(_target: Target) -> Sent:
    owner = registered_user()
    answer = owner.post("/me/sample_data")
    ok(answer)
    change_id = answer.headers["X-Change-Id"]
    return Sent.by(owner, "POST", f"/changes/{change_id}/undo", {"whole_operation": True})


def _erase_demo(_target: Target) -> Sent:
    visitor = anonymous_user()
    ok(visitor.post("/createDemoSession"), 201)
    return Sent.by(visitor, "DELETE", "/me")


def _new_owner(target: Target) -> Person:
    """Return a new user with a copy of the ledger that is searched."""
    owner = registered_user()
    ok(owner.get("/categories"))
    record_all(owner.store, MONTH, 0, target.searched_transactions)
    return owner


def _change_start_day(target: Target) -> Sent:
    return Sent.by(_new_owner(target), "PATCH", "/settings", {"month_start": {"day": 15}})


def _merge(parts: str) -> Callable[[Target], Sent]:
    def prepare(target: Target) -> Sent:
        owner = _new_owner(target)
        if parts == "accounts":
            [account] = ok(owner.get("/accounts"))["items"]
            other = ok(owner.post("/accounts", {"name": "Other", "kind": "CASH"}), 201)
            ok(owner.patch(f"/accounts/{other['id']}", {"is_default": True}))
            path = f"/accounts/{account['id']}?reassign_to={other['id']}"
        else:
            ids = owner.category_ids
            everything = {"rule_ids": [_file_everything(owner, ids["Groceries"])]}
            answer = ok(owner.post("/rules/apply", {"dry_run": False, **everything}))
            while answer["next_cursor"]:
                more = {"dry_run": False, "cursor": answer["next_cursor"], **everything}
                answer = ok(owner.post("/rules/apply", more))
            path = f"/categories/{ids['Groceries']}?reassign_to={ids['Dining']}"
        return Sent.by(owner, "DELETE", path)

    return prepare


def _file_everything(owner: Person, category_id: str) -> str:
    """Create a rule that files every expense in a category, and return its id."""
    condition = {"field": "AMOUNT", "operator": "BETWEEN", "min": "0.01"}
    body = {"conditions": [condition], "actions": {"category_id": category_id}}
    rule_id: str = ok(owner.post("/rules", body), 201)["id"]
    return rule_id


def _undo(target: Target) -> Sent:
    owner = target.demo()
    return _undo_of(owner, _batch(owner, _rows(owner)))


def _late_undo(target: Target) -> Sent:
    owner = target.demo()
    change_id = _batch(owner, _rows(owner))
    _batch(owner, _rows(owner))
    return _undo_of(owner, change_id)


def _undo_of_months(count: int) -> Callable[[Target], Sent]:
    def prepare(target: Target) -> Sent:
        owner = target.demo()
        return _undo_of(owner, _batch(owner, _rows_in_months(owner, count)))

    return prepare


def _move_to_other_months(target: Target) -> Sent:
    """Return the largest batch that changes the month, the payee and the tag of each row."""
    owner = target.demo()
    made = ok(owner.post("/transactions/batch", {"create": _rows_in_months(owner, 230)}))
    rows = [
        {
            "id": one["id"],
            "date": f"{2000 + n // 12}-{1 + n % 12:02}-01",
            "payee": f"Other {n}",
            "tags": [f"other {n}"],
        }
        for n, one in enumerate(made["created"])
    ]
    return Sent.by(owner, "POST", "/transactions/batch", {"update": rows})


def _batch_of_months(target: Target) -> Sent:
    owner = target.demo()
    body = {"create": _rows_in_months(owner, MAX_BATCH)}
    return Sent.by(owner, "POST", "/transactions/batch", body)


def _rows(owner: Person) -> list[dict[str, Any]]:
    return [owner.entry(date=f"2026-{1 + n % 12:02}-01") for n in range(MAX_BATCH)]


def _rows_in_months(owner: Person, count: int) -> list[dict[str, Any]]:
    """Return creations that share no month, no payee and no tag."""
    return [
        owner.entry(
            date=f"{1980 + n // 12}-{1 + n % 12:02}-01", payee=f"Shop {n}", tags=[f"tag {n}"]
        )
        for n in range(count)
    ]


def _batch(owner: Person, rows: list[dict[str, Any]]) -> str:
    """Create transactions, and return the id of the last change."""
    ok(owner.post("/transactions/batch", {"create": rows}))
    [change, *_] = ok(owner.get("/changes?limit=1"))["items"]
    change_id: str = change["id"]
    return change_id


def _undo_of(owner: Person, change_id: str) -> Sent:
    return Sent.by(owner, "POST", f"/changes/{change_id}/undo", {"whole_operation": True})
