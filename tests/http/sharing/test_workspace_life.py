"""Workspaces: made, found, renamed, deleted and restored."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.models.people.workspace import RESTORABLE_FOR
from shared.repositories import connections
from tests.http.answers import FIRST_OF_MONTH, documents_of, no_commit, ok, problem
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import assert_log_is_complete
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace

KEY = {"Idempotency-Key": "a-key"}


@pytest.fixture
def owner(emulators: None) -> Person:
    """Return a registered user who has made nothing yet."""
    return registered_user(is_verified=True)


def _listed(person: Person, **query: Any) -> list[str]:
    """Return the names of the person's workspaces, in one page."""
    page = ok(person.get("/workspaces", query_string=query))
    assert page["next_cursor"] is None
    return [workspace["name"] for workspace in page["items"]]


def _entries(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the workspace's change log but for the ledger's beginning, oldest first."""
    admin = workspace.as_seen_by(workspace.creator)
    found = ok(admin.get("/changes?limit=100"))["items"][::-1]
    return [change for change in found if change["entity"] in {"WORKSPACE", "MEMBER"}]


def test_a_new_workspace_is_a_ledger_whose_creator_owns_it(owner: Person) -> None:
    response = owner.post(
        "/workspaces",
        {"name": " Café ", "currency": "jpy", "timezone": "Asia/Tokyo", "month_start": {"day": 25}},
    )

    made = ok(response, 201)
    assert made == {
        "id": made["id"],
        "name": "Café",
        "currency": "JPY",
        "timezone": "Asia/Tokyo",
        "month_start": FIRST_OF_MONTH | {"day": 25},
        "summary_edition": "d25",
        "role": "ADMIN",
        "is_owner": True,
        "owner": {"uid": owner.uid, "display_name": None},
        "created_at": made["created_at"],
        "deleted_at": None,
        "etag": '"1"',
    }
    assert response.headers["Location"] == f"/workspaces/{made['id']}"
    assert ok(owner.get(f"/workspaces/{made['id']}")) == made
    admin = Workspace(made["id"], owner).as_seen_by(owner)
    assert len(ok(admin.get("/categories"))["items"]) == 16
    settings = ok(admin.get("/settings"))
    assert (settings["currency"], settings["month_start"]["day"]) == ("JPY", 25)
    assert admin.record("1250")["amount"] == "1250"


def test_a_workspace_takes_currency_and_time_zone_of_its_creator(owner: Person) -> None:
    newcomer = registered_user(is_verified=True)
    ok(owner.patch("/me", {"currency": "JPY", "timezone": "Asia/Tokyo"}))

    usual = ok(owner.post("/workspaces", {"name": "W"}), 201)
    told = ok(owner.post("/workspaces", {"name": "W", "currency": "EUR"}), 201)
    without_ledger = ok(newcomer.post("/workspaces", {"name": "W"}), 201)

    assert (usual["currency"], usual["timezone"]) == ("JPY", "Asia/Tokyo")
    assert (told["currency"], told["timezone"]) == ("EUR", "Asia/Tokyo")
    assert (without_ledger["currency"], without_ledger["timezone"]) == ("USD", "UTC")
    for name in ("currency", "timezone"):
        refused = owner.post("/workspaces", {"name": "W", name: None})
        problem(refused, 422, "invalid-argument", name)


def test_a_user_is_a_member_of_so_many_workspaces(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.sharing.workspaces.MAX_WORKSPACES", 2)
    invited_to = new_workspace()
    token = {"token": invited_to.invite(owner.email)["token"]}
    ok(owner.post("/workspaces", {"name": "First"}, headers=KEY), 201)
    second = Workspace(ok(owner.post("/workspaces", {"name": "Second"}), 201)["id"], owner)
    ok(second.admit(registered_user(is_verified=True), "admin").get("/categories"))

    with no_commit():
        problem(owner.post("/workspaces", {"name": "W"}), 409, "too-many-workspaces")
        refused = owner.post("/workspaces/invitations/accept", token)
        problem(refused, 409, "too-many-workspaces")
    ok(owner.post("/workspaces", {"name": "First"}, headers=KEY), 201)  # A retry.
    ok(owner.post(f"{second.path}/leave"), 204)
    ok(owner.post("/workspaces/invitations/accept", token), 201)


class _Counting:
    """Observer that counts the aggregations and the commits of Firestore's clients."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    def before(self, method: str, _request: Any) -> None:
        self.calls[method] += 1

    def after(self, method: str, _request: Any) -> None:
        """Observe nothing more."""


def test_memberships_are_counted_once_for_all_attempts_of_a_commit(owner: Person) -> None:
    counting = _Counting()

    with connections.firestore_client().observed_by(counting), fault("contention"):
        ok(owner.post("/workspaces", {"name": "W"}), 201)

    assert counting.calls["run_aggregation_query"] == 1
    assert counting.calls["run_query"] == 0
    assert counting.calls["commit"] > 1


def test_what_is_not_said_of_a_new_workspace_is_as_usual(owner: Person) -> None:
    made = ok(owner.post("/workspaces", {"name": "W"}), 201)

    assert (made["currency"], made["timezone"], made["month_start"]["day"]) == ("USD", "UTC", 1)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": None}, "name"),
        ({"name": "W", "currency": "XXX"}, "currency"),
        ({"name": "W", "timezone": "Mars/Base"}, "timezone"),
        ({"name": "W", "month_start": {"day": 32}}, "month_start.day"),
        ({"name": "W", "owner_uid": "me"}, "owner_uid"),
        ({"name": "W", "id": "mine"}, "id"),
    ],
)
def test_what_is_not_valid_is_named_and_makes_nothing(
    owner: Person, content: dict[str, Any], field: str
) -> None:
    with no_commit():
        problem(owner.post("/workspaces", content), 422, "invalid-argument", field)
    assert _listed(owner) == []


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_creation_that_is_tried_again_makes_one_workspace(owner: Person, trouble: str) -> None:
    with fault(trouble) as injected:
        try:
            first = ok(owner.post("/workspaces", {"name": "W"}, headers=KEY), 201)
        except Crashed:
            first = ok(owner.post("/workspaces", {"name": "W"}, headers=KEY), 201)
    assert injected.has_struck
    ok(owner.patch(f"/workspaces/{first['id']}", {"name": "Other"}))

    again = ok(owner.post("/workspaces", {"name": "W"}, headers=KEY), 201)

    assert again == first | {"name": "Other", "etag": '"2"'}
    assert _listed(owner) == ["Other"]
    assert_log_is_complete(Workspace(first["id"], owner).store)
    reused = owner.post("/workspaces", {"name": "Another"}, headers=KEY)
    problem(reused, 422, "idempotency-key-reused")


def test_creations_at_once_with_one_key_make_one_workspace(owner: Person) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(
            lambda _: ok(owner.post("/workspaces", {"name": "W"}, headers=KEY), 201), range(4)
        )
        first, *others = answers

    assert others == [first] * 3
    assert _listed(owner) == ["W"]


def test_a_key_is_its_own_users(owner: Person) -> None:
    stranger = registered_user()
    first = ok(owner.post("/workspaces", {"name": "W"}, headers=KEY), 201)

    second = ok(stranger.post("/workspaces", {"name": "W"}, headers=KEY), 201)

    assert second["id"] != first["id"]
    problem(stranger.get(f"/workspaces/{first['id']}"), 404, "not-found")


def test_the_list_has_all_of_ones_workspaces_by_pages(owner: Person) -> None:
    made = [new_workspace(owner, f"W{number}") for number in range(5)]
    for workspace in made[1:3]:
        ok(owner.delete(workspace.path), 204)
    guest_in = new_workspace(name="Elsewhere")
    guest_in.admit(owner, "viewer")

    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = ok(owner.get("/workspaces", query_string={"limit": 1, **cursor}))
        seen += [f"{one['name']} {one['role']}" for one in page["items"]]
        assert len(page["items"]) == 1
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert sorted(seen) == ["Elsewhere VIEWER", "W0 ADMIN", "W3 ADMIN", "W4 ADMIN"]
    assert sorted(_listed(owner, deleted="true")) == ["W1", "W2"]
    ok(guest_in.creator.delete(guest_in.path), 204)
    assert "Elsewhere" not in _listed(owner)
    assert sorted(_listed(owner, deleted="true")) == ["W1", "W2"]
    assert _listed(guest_in.creator, deleted="true") == ["Elsewhere"]


def test_a_cursor_leads_nowhere_in_another_list(owner: Person) -> None:
    stranger = registered_user()
    for person in (owner, owner, stranger):
        new_workspace(person)
    cursor = ok(owner.get("/workspaces?limit=1"))["next_cursor"]

    ok(owner.get("/workspaces", query_string={"cursor": cursor}))
    for person, query in (
        (stranger, {"cursor": cursor}),
        (owner, {"cursor": cursor, "deleted": "true"}),
        (owner, {"cursor": "x"}),
    ):
        problem(person.get("/workspaces", query_string=query), 400, "unreadable")
    for query in ({"limit": "0"}, {"limit": "101"}, {"deleted": "maybe"}, {"name": "W"}):
        refused = owner.get("/workspaces", query_string=query)
        problem(refused, 422, "invalid-argument", *query)


def test_a_new_name_is_for_those_who_know_the_old_one(owner: Person) -> None:
    workspace = new_workspace(owner)
    etag = owner.get(workspace.path).headers["ETag"]

    renamed = owner.patch(workspace.path, {"name": "B"}, headers={"If-Match": etag})

    assert ok(renamed)["name"] == "B"
    stale = owner.patch(workspace.path, {"name": "C"}, headers={"If-Match": etag})
    assert problem(stale, 412, "precondition-failed")["current"] == renamed.get_json()
    problem(owner.delete(workspace.path, headers={"If-Match": etag}), 412, "precondition-failed")
    with no_commit():
        ok(owner.patch(workspace.path, {"name": "B"}))
        problem(owner.patch(workspace.path, {"name": ""}), 422, "invalid-argument", "name")
        problem(owner.patch(workspace.path, {"currency": "EUR"}), 422, "invalid-argument",
                "name", "currency")  # fmt: skip
    current = {"If-Match": renamed.headers["ETag"]}
    ok(owner.delete(workspace.path, headers=current), 204)


def test_what_becomes_of_a_workspace_is_logged(owner: Person) -> None:
    workspace = new_workspace(owner, "A")
    ok(owner.patch(workspace.path, {"name": "B"}))
    ok(owner.delete(workspace.path), 204)
    ok(owner.post(f"{workspace.path}/restore"))

    creation, joining, renaming, deletion, restoration = _entries(workspace)

    assert (creation["entity_id"], creation["after"]["name"]) == (workspace.id, "A")
    assert (joining["entity"], joining["entity_id"]) == ("MEMBER", owner.uid)
    assert (renaming["changed_fields"], renaming["after"]["name"]) == (["name"], "B")
    assert deletion["changed_fields"] == restoration["changed_fields"] == ["deleted_at"]
    assert {entry["actor"] for entry in _entries(workspace)} == {owner.uid}
    assert_log_is_complete(workspace.store)


@pytest.mark.parametrize("trouble", sorted(FAULTS))
@pytest.mark.parametrize("verb", ["delete", "restore"])
def test_a_deletion_or_restoration_happens_once_whatever_went_wrong(
    owner: Person, verb: str, trouble: str
) -> None:
    workspace = new_workspace(owner)
    if verb == "restore":
        ok(owner.delete(workspace.path), 204)
    before = documents_of(workspace.store.ref.path)

    def ask() -> None:
        if verb == "delete":
            ok(owner.delete(workspace.path), 204)
        else:
            ok(owner.post(f"{workspace.path}/restore"))

    with fault(trouble) as injected:
        try:
            ask()
        except Crashed:
            if verb == "restore" or trouble == "crash before the commit":
                ask()
    assert injected.has_struck

    after = documents_of(workspace.store.ref.path)
    events = {path for path in after.keys() - before.keys() if "/outbox/" in path}
    assert len(events) == (verb == "delete")
    assert len(after) == len(before) + 1 + len(events)
    assert _listed(owner, deleted="true") == (["Family"] if verb == "delete" else [])
    assert_log_is_complete(workspace.store)


def _let_pass(workspace: Workspace, time: timedelta) -> None:
    """Have the workspace been deleted so long ago."""
    reference = workspace.store.tenant.reference
    reference.update({"deleted_at": datetime.now(UTC) - time})


def test_a_workspace_can_be_restored_for_thirty_days(owner: Person) -> None:
    workspace = new_workspace(owner)
    recorded = workspace.as_seen_by(owner).record()
    ok(owner.delete(workspace.path), 204)

    _let_pass(workspace, RESTORABLE_FOR + timedelta(seconds=1))
    with no_commit():
        problem(owner.post(f"{workspace.path}/restore"), 404, "not-found")
    _let_pass(workspace, RESTORABLE_FOR - timedelta(minutes=1))
    restored = ok(owner.post(f"{workspace.path}/restore"))

    assert restored["deleted_at"] is None
    assert ok(workspace.as_seen_by(owner).get("/transactions"))["items"] == [recorded]
    with no_commit():
        assert ok(owner.post(f"{workspace.path}/restore")) == restored


def test_a_write_that_meets_a_deletion_is_refused_or_was_before_it(owner: Person) -> None:
    workspace = new_workspace(owner)
    admin = workspace.as_seen_by(owner)
    entry = admin.entry()

    with ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(admin.post, "/transactions", entry) for _ in range(8)]
        deletion = pool.submit(owner.delete, workspace.path)
        statuses = [write.result().status_code for write in writes]

    ok(deletion.result(), 204)
    assert set(statuses) <= {201, 404}
    ok(owner.post(f"{workspace.path}/restore"))
    assert len(ok(admin.get("/transactions"))["items"]) == statuses.count(201)
    last = workspace.store.changes.list_before(None, 2)
    assert [change.entity.value for change in last] == ["workspace", "workspace"]


def test_an_unverified_address_of_a_creator_is_shown_to_nobody(emulators: None) -> None:
    unverified = registered_user()
    workspace = new_workspace(unverified)

    [member] = ok(unverified.get(f"{workspace.path}/members"))["items"]

    assert (member["uid"], member["email"]) == (unverified.uid, None)
