from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.http import clock
from shared.models.people.access import Role
from shared.services.posting.scope_builds import build_scopes
from tests.http.answers import no_commit, nothing_written, ok, problem, transactions_of
from tests.support.ledgers.full_ledgers import MONTHS, full_ledger
from tests.support.ledgers.ledgers import (
    assert_log_is_complete,
    recomputed_totals,
    stored_totals,
)
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rebuilds import PAYDAY, assert_in_force
from tests.support.ledgers.workspaces import new_workspace
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

MEBIBYTE = 1024 * 1024
VIEWS = (
    "/settings",
    "/categories?include_archived=true",
    "/types?include_archived=true",
    "/accounts?include_archived=true",
    "/rules",
    "/recurring",
    "/budgets",
    "/goals",
    "/goals/status",
    "/transactions?limit=100",
    "/transactions?limit=100&deleted=true",
    "/transactions/payees",
    "/transactions/tags",
    *(f"/monthlyReport?year={month.year}&month={month.month}" for month in MONTHS),
    "/dashboard/summary?from=2026-01-01&to=2026-05-31",
    "/dashboard/categories?from=2026-01&to=2026-05",
    "/dashboard/recent",
    "/dashboard/trends?interval=week&from=2026-01-01&to=2026-05-31",
    "/dashboard/cash_flow?from=2025-12&to=2026-05",
    "/dashboard/net_worth?from=2025-12&to=2026-05",
)
"""Everything that shows what a ledger is."""

OWN = frozenset({"created_at", "expires_at", "etag"})
"""Fields of settings that backups do not contain; the restore changes the settings."""


def exported(person: Person) -> dict[str, Any]:
    """Return the backup of a person's ledger."""
    content: dict[str, Any] = ok(person.get("/exports/ledger"))
    return content


def restore(person: Person, content: dict[str, Any] | bytes, **options: Any) -> TestResponse:
    """Send a backup to be restored."""
    data = content if isinstance(content, bytes) else json.dumps(content)
    options = {"content_type": "application/json"} | options
    return person.call("POST", "/imports/restore", data=data, **options)


PLANNING = ("recurring", "occurrences", "budgets", "goals")
"""Sections of a backup that are restored after its first commit, like transactions."""


def shown(person: Person) -> dict[str, Any]:
    """Return the answers of every view of a person's ledger."""
    views = {path: ok(person.get(path)) for path in VIEWS}
    views["/settings"] = {k: v for k, v in views["/settings"].items() if k not in OWN}
    return views


@pytest.fixture(scope="module")
def backup(emulators: None) -> dict[str, Any]:
    """Return a backup with something of everything."""
    return exported(full_ledger())


@pytest.mark.parametrize(
    ("currency", "start"),
    [("USD", PAYDAY), ("JPY", {"day": 1}), ("KWD", {"day": 5})],
    ids=["USD", "JPY", "KWD"],
)
def test_a_restored_ledger_shows_what_the_first_one_shows(
    currency: str, start: dict[str, Any]
) -> None:
    first = full_ledger(currency, start)
    second = new_visitor("EUR")

    content = exported(first)
    answer = restore(second, content)

    assert ok(answer, 201) == {"transactions": 19, "categories": 15, "accounts": 6}
    assert answer.headers["Location"] == "/exports/ledger"
    again = exported(second)
    assert again | {"exported_at": ""} == content | {"exported_at": ""}
    assert shown(second) == shown(first)
    statuses = [shown(second)[path]["status"] for path in VIEWS if "monthlyReport" in path]
    assert statuses == ["AMENDED", "CLOSED", "OPEN", "OPEN", "OPEN"]
    assert_log_is_complete(second.store)
    assert stored_totals(second.store) == recomputed_totals(second.store)


def test_a_restored_ledger_goes_on_as_any_other(backup: dict[str, Any]) -> None:
    person = new_visitor()
    ok(restore(person, backup), 201)
    [trashed, *_] = ok(person.get("/transactions?deleted=true"))["items"]

    problem(person.post(f"/transactions/{trashed['id']}/restore"), 409, "category-gone")
    recorded = person.record("1.00", date="2026-02-10")

    february = ok(person.get("/monthlyReport?year=2026&month=2"))
    assert (february["status"], february["revision"]) == ("AMENDED", 1)
    assert ok(person.get(f"/transactions/{recorded['id']}")) == recorded
    assert build_scopes(person.store, clock.now, lambda: True)  # As the job of the restore does.
    assert_in_force(person.store, PAYDAY)


def test_the_change_log_tells_what_was_replaced_and_restored(backup: dict[str, Any]) -> None:
    person = new_visitor()
    gone = set(person.category_ids.values())
    ok(restore(person, backup), 201)

    feed = ok(person.get("/changes/feed?since=0&limit=100"))["items"]

    removed = {item["entity_id"] for item in feed if item["deleted"]}
    live = {item["entity_id"] for item in feed if not item["deleted"]}
    assert gone <= removed
    assert {c["id"] for c in backup["categories"]} <= live
    assert {a["id"] for a in backup["accounts"]} <= live
    assert {r["id"] for r in backup["rules"]} <= live
    assert {t["id"] for t in backup["transactions"] if "deleted_at" not in t} <= live
    assert {item["cause"] for item in feed} == {"DEMO", "RESTORE"}


def test_a_compressed_backup_is_restored_too(backup: dict[str, Any]) -> None:
    person = new_visitor()
    content = gzip.compress(json.dumps(backup).encode())

    answer = restore(person, content, headers={"Content-Encoding": "gzip"})

    assert ok(answer, 201)["transactions"] == len(backup["transactions"])


def test_the_same_backup_again_changes_nothing_and_is_answered_the_same(
    backup: dict[str, Any],
) -> None:
    person = new_visitor()
    first = restore(person, backup)

    with nothing_written(person):
        second = restore(person, backup)

    assert ok(first, 201) == ok(second, 201)


def test_a_payee_without_transactions_is_in_the_next_backup_no_more(
    backup: dict[str, Any],
) -> None:
    person = new_visitor()
    ok(restore(person, backup | {"payees": [*backup["payees"], {"name": "Ghost"}]}), 201)

    names = {payee["name"] for payee in exported(person)["payees"]}

    assert names == {payee["name"] for payee in backup["payees"]}
    assert "Ghost" not in {one["payee"] for one in ok(person.get("/transactions/payees"))["items"]}
    person.record(payee="Ghost")
    assert "Ghost" in {payee["name"] for payee in exported(person)["payees"]}


def test_a_restore_is_undone_at_once_and_redone_at_once(backup: dict[str, Any]) -> None:
    person = new_visitor()
    small = backup | {name: [] for name in ("transactions", "payees", "months", *PLANNING)}
    ok(restore(person, small), 201)
    restored = shown(person)
    [last] = ok(person.get("/changes?limit=1"))["items"]
    whole = {"whole_operation": True}

    undone = ok(person.post(f"/changes/{last['id']}/undo", whole))["changes"]
    assert shown(person) != restored
    ok(person.post(f"/changes/{undone[0]['id']}/undo", whole))

    assert named(shown(person)) == named(restored)


def named(views: dict[str, Any]) -> dict[str, set[str]]:
    """Return the names of categories and accounts."""
    return {
        path: {one["name"] for one in views[f"{path}?include_archived=true"]["items"]}
        for path in ("/categories", "/accounts")
    }


def test_a_ledger_with_a_transaction_is_not_restored_into(backup: dict[str, Any]) -> None:
    person = new_visitor()
    recorded = person.record()

    with nothing_written(person):
        problem(restore(person, backup), 409, "ledger-not-empty")
    ok(person.delete(f"/transactions/{recorded['id']}"), 204)
    with nothing_written(person):
        problem(restore(person, backup), 409, "ledger-not-empty")


def test_a_restored_ledger_that_was_changed_is_not_empty(backup: dict[str, Any]) -> None:
    person = new_visitor()
    ok(restore(person, backup), 201)
    person.record("1.00", date="2026-02-10")

    with nothing_written(person):
        problem(restore(person, backup), 409, "ledger-not-empty")
        problem(restore(person, backup | {"rules": []}), 409, "ledger-not-empty")


def test_months_that_are_being_rebuilt_are_waited_for(backup: dict[str, Any]) -> None:
    person = new_visitor()
    person.store.tenant.reference.update({"next_month_start": {"day": 7}, "rebuild_id": "x"})

    with nothing_written(person):
        problem(restore(person, backup), 409, "rebuild-running")


@pytest.fixture(scope="module")
def empty(emulators: None) -> Iterator[Person]:
    """Yield a visitor with an empty ledger that every test leaves as it was."""
    person = new_visitor()
    with nothing_written(person):
        yield person


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("transactions", 3, "amount"), "1.005", "transactions.3.amount"),
        (("transactions", 0, "account_id"), "lost", "transactions.0.account_id"),
        (("settings", "currency"), "DOGE", "settings.currency"),
        (("format",), "other", "format"),
        (("version",), 2, "version"),
        (("months", 0, "month"), "2026-00", "months.0.month"),
        (("surprise",), 1, "surprise"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    empty: Person, backup: dict[str, Any], path: tuple[Any, ...], value: object, named: str
) -> None:
    content = json.loads(json.dumps(backup))
    part = content
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value

    with no_commit():
        problem(restore(empty, content), 422, "invalid-argument", named)


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[1, 2", b'{"version": NaN}', b"{} {}"])
def test_what_is_not_json_is_unreadable(empty: Person, body: bytes) -> None:
    with no_commit():
        problem(restore(empty, body), 400, "unreadable")


@pytest.mark.parametrize("body", [b"[]", b"5", b"null"])
def test_what_is_no_object_is_invalid(empty: Person, body: bytes) -> None:
    problem(restore(empty, body), 422, "invalid-argument", "body")


def test_a_missing_body_names_what_is_required(empty: Person) -> None:
    response = empty.post("/imports/restore")

    assert response.status_code == 422
    assert "transactions" in {error["field"] for error in response.get_json()["errors"]}


@pytest.mark.parametrize(
    "content_type", ["text/csv", "text/plain", "multipart/form-data; boundary=x"]
)
def test_a_backup_is_sent_as_json(empty: Person, content_type: str) -> None:
    problem(restore(empty, b"{}", content_type=content_type), 415, "unsupported-media-type")


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip"])
def test_another_compression_is_not_taken(empty: Person, encoding: str) -> None:
    response = restore(empty, b"{}", headers={"Content-Encoding": encoding})

    problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize("cut", [0, 5, -5], ids=["not compressed", "cut early", "cut late"])
def test_what_is_not_compressed_as_it_says_is_unreadable(empty: Person, cut: int) -> None:
    compressed = gzip.compress(b'{"version": 1}' * 1000)
    content = compressed[:cut] if cut else b'{"version": 1}'

    problem(restore(empty, content, headers={"Content-Encoding": "gzip"}), 400, "unreadable")


@pytest.mark.parametrize(
    "more", [gzip.compress(b""), b"x", gzip.compress(b"") * 100_000], ids=["a member", "x", "many"]
)
def test_a_compressed_backup_is_one_member_of_gzip(empty: Person, more: bytes) -> None:
    content, headers = gzip.compress(b"{}"), {"Content-Encoding": "gzip"}

    assert restore(empty, content, headers=headers).status_code == 422
    assert restore(empty, content + b"\0" * 512, headers=headers).status_code == 422
    problem(restore(empty, content + more, headers=headers), 400, "unreadable")


def test_a_backup_may_be_30_mebibytes_and_no_more(empty: Person) -> None:
    at_limit = restore(empty, b"{}".ljust(30 * MEBIBYTE))
    above = restore(empty, b"{}".ljust(30 * MEBIBYTE + 1))

    assert at_limit.status_code == 422
    problem(above, 413, "payload-too-large")


def test_a_chunked_backup_has_the_same_limit(empty: Person) -> None:
    for size, status in ((30 * MEBIBYTE, 422), (30 * MEBIBYTE + 1, 413)):
        response = empty.call(
            "POST",
            "/imports/restore",
            input_stream=BytesIO(b"{}".ljust(size)),
            headers={"Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
            content_type="application/json",
        )
        assert response.status_code == status


def test_a_backup_may_be_100_mebibytes_when_it_is_not_compressed_any_more(empty: Person) -> None:
    for size, status in ((100 * MEBIBYTE, 422), (100 * MEBIBYTE + 1, 413)):
        content = gzip.compress(b"{}".ljust(size), compresslevel=1)
        response = restore(empty, content, headers={"Content-Encoding": "gzip"})
        assert response.status_code == status


def test_nobody_restores_without_a_token() -> None:
    problem(served("imports").post("/restore", json={}), 401, "unauthenticated")


@pytest.mark.parametrize("role", Role)
def test_only_an_admin_restores_into_a_workspace(role: Role, backup: dict[str, Any]) -> None:
    member = new_workspace().admit(registered_user(is_verified=True), role)

    response = restore(member, backup)

    if role is Role.ADMIN:
        assert ok(response, 201)["transactions"] == len(backup["transactions"])
    else:
        problem(response, 403, "permission-denied")
        assert transactions_of(member) == []


def test_whoever_is_no_member_is_not_told_that_there_is_a_workspace(
    backup: dict[str, Any],
) -> None:
    workspace = new_workspace()

    problem(restore(workspace.as_seen_by(registered_user()), backup), 404, "not-found")


def test_a_restore_leaves_other_ledgers_alone(backup: dict[str, Any]) -> None:
    other = new_visitor(samples=True)

    with nothing_written(other):
        ok(restore(new_visitor(), backup), 201)


def test_a_registered_users_first_call_may_be_a_restore(backup: dict[str, Any]) -> None:
    person = registered_user()

    ok(restore(person, backup), 201)

    assert exported(person) | {"exported_at": ""} == backup | {"exported_at": ""}
