"""A person's notifications over HTTP: list, count, read and dismiss."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.models.notifications.kinds import NotificationKind
from shared.models.people.access import Role
from shared.services.people import takeovers
from tests.http.answers import nothing_written, ok, problem
from tests.http.notifications.made import AT, DONE, DUE, make
from tests.support.ledgers.people import Person, link_email, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.takeovers import take_over_in_part
from tests.support.ledgers.workspaces import new_workspace

LIST, COUNT, READ = "/notifications", "/notifications/unread_count", "/notifications/read"
DUE_KIND = NotificationKind.RECURRING_DUE


@pytest.fixture
def person(emulators: None) -> Person:
    """Return a registered user with a ledger."""
    user = registered_user(is_verified=True)
    ok(user.get("/me"))
    return user


def ids_of(person: Person, query: str = "") -> list[str]:
    return [one["id"] for one in ok(person.get(f"{LIST}{query}"))["items"]]


def unread_of(person: Person) -> int:
    count: int = ok(person.get(COUNT))["unread"]
    return count


def test_a_notification_is_shown_in_the_language_of_the_person(person: Person) -> None:
    make(person.store, kind=DUE_KIND, parameters=DUE)
    ok(person.patch("/me", {"locale": "de"}))

    [shown] = ok(person.get(LIST))["items"]

    assert shown["title"] == "Bald fällig: Rent"
    assert shown["text"].startswith("Rent ist am – fällig: 950,00 EUR. Die Zahlung wird zugeordnet")
    assert (shown["kind"], shown["severity"]) == ("RECURRING_DUE", "INFO")
    assert shown["subject"]["type"] == "RECURRING"
    assert shown["workspace"] is shown["read_at"] is None
    assert shown["parameters"] == [
        {"name": "amount", "type": "AMOUNT", "value": "950.00", "currency": "EUR"},
        {"name": "name", "type": "TEXT", "value": "Rent", "currency": None},
    ]


def test_the_list_is_newest_first_and_goes_page_by_page(person: Person) -> None:
    made = make(person.store, 5, parameters=DONE)

    first = ok(person.get(f"{LIST}?limit=2"))
    make(person.store, at=AT + timedelta(hours=1))
    second = ok(person.get(f"{LIST}?limit=2&cursor={first['next_cursor']}"))
    third = ok(person.get(f"{LIST}?limit=2&cursor={second['next_cursor']}"))

    shown = [one["id"] for page in (first, second, third) for one in page["items"]]
    assert shown == made[::-1]
    assert third["next_cursor"] is None


def test_a_cursor_belongs_to_its_list(person: Person) -> None:
    make(person.store, 2)
    cursor = ok(person.get(f"{LIST}?limit=1"))["next_cursor"]

    problem(person.get(f"{LIST}?unread=true&cursor={cursor}"), 400, "unreadable")


def test_the_list_can_be_of_unread_ones_and_of_a_kind(person: Person) -> None:
    [old], [due] = make(person.store), make(person.store, kind=DUE_KIND)
    [new] = make(person.store, at=AT + timedelta(hours=1))
    ok(person.post(READ, {"ids": [old]}))

    assert ids_of(person, "?unread=true") == [new, due]
    assert ids_of(person, "?kind=import_done") == [new, old]
    assert ids_of(person, "?kind=IMPORT_DONE&unread=true") == [new]
    problem(person.get(f"{LIST}?kind=OTHER"), 422, "invalid-argument", "kind")


def test_what_is_read_is_counted_no_more(person: Person) -> None:
    made = make(person.store, 3)
    assert unread_of(person) == 3

    assert ok(person.post(READ, {"ids": [made[0], made[0], "01JA2B3C4D5E6F7G8H9JKMNPQR"]})) == {
        "read": 1
    }
    assert ok(person.post(READ, {"ids": made[:1]})) == {"read": 0}

    assert unread_of(person) == 2
    [shown] = [one for one in ok(person.get(LIST))["items"] if one["read_at"]]
    assert shown["id"] == made[0]


def test_all_are_read_until_the_newest_that_was_shown(person: Person) -> None:
    made = make(person.store, 4)
    shown = ok(person.get(LIST))["items"][1]

    assert ok(person.post(READ, {"until": shown["created_at"]})) == {"read": 3}
    assert ids_of(person, "?unread=true") == made[3:]
    assert ok(person.post(READ, {"until": "0001-01-01T00:00:00Z"})) == {"read": 0}
    assert ok(person.post(READ, {"until": "9999-12-31T23:59:59Z"})) == {"read": 1}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"ids": []}, "ids"),
        ({"ids": ["?"]}, "ids.0"),
        ({"ids": ["01JA2B3C4D5E6F7G8H9JKMNPQR"], "until": "2026-03-31T12:00:00Z"}, "body"),
        ({"until": "2026-03-31T12:00:00"}, "until"),
        ({"until": "9999-12-31T23:59:59-14:00"}, "until"),
        ({"until": "0001-01-01T00:00:00+14:00"}, "until"),
        ({"until": 1774958400}, "until"),
        ({"ids": ["01JA2B3C4D5E6F7G8H9JKMNPQR"] * 101}, "ids"),
    ],
)
def test_a_request_names_ids_or_an_instant(
    person: Person, body: dict[str, object], field: str
) -> None:
    with nothing_written(person):
        problem(person.post(READ, body), 422, "invalid-argument", field)


def test_an_instant_without_time_zone_and_an_unknown_kind_are_refused_in_words(
    person: Person,
) -> None:
    body = {"until": "2026-03-31T12:00:00"}
    naive = problem(person.post(READ, body), 422, "invalid-argument", "until")
    assert naive["errors"] == [
        {"field": "until", "message": "must have a time zone, like 2026-03-31T12:00:00Z"}
    ]
    unknown = problem(person.get(f"{LIST}?kind=OTHER"), 422, "invalid-argument", "kind")
    [error] = unknown["errors"]
    *others, last = NotificationKind
    assert error == {"field": "kind", "message": f"must be {', '.join(others)} or {last}"}


def test_a_dismissed_one_is_read_and_not_listed(person: Person) -> None:
    first, second = make(person.store, 2)

    dismissed = ok(person.delete(f"{LIST}/{first}"))

    assert dismissed["id"] == first
    assert dismissed["read_at"] is not None
    assert ids_of(person) == [second]
    assert unread_of(person) == 1
    assert ok(person.delete(f"{LIST}/{first}")) == dismissed


def test_one_is_read_by_its_id_even_if_it_is_dismissed(person: Person) -> None:
    [made] = make(person.store, parameters=DONE)
    [listed] = ok(person.get(LIST))["items"]

    assert ok(person.get(f"{LIST}/{made}")) == listed
    dismissed = ok(person.delete(f"{LIST}/{made}"))
    assert ok(person.get(f"{LIST}/{made}")) == dismissed
    problem(person.get(f"{LIST}/01JA2B3C4D5E6F7G8H9JKMNPQR"), 404, "not-found")
    problem(person.get(f"{LIST}/read"), 404, "not-found")


def test_one_of_a_workspace_is_neither_read_nor_dismissed_by_who_may_not_list_it(
    person: Person,
) -> None:
    workspace = new_workspace()
    workspace.admit(person, Role.ANALYST)
    [made] = make(person.store, workspace_id=workspace.id, workspace_name="Home")
    assert ok(person.get(f"{LIST}/{made}"))["workspace"]["name"] == "Home"

    member = f"{workspace.path}/members/{person.uid}"
    ok(workspace.creator.patch(member, {"role": "VIEWER"}))

    problem(person.get(f"{LIST}/{made}"), 404, "not-found")
    with nothing_written(person):
        problem(person.delete(f"{LIST}/{made}"), 404, "not-found")


def test_those_of_a_workspace_are_for_its_members_whose_role_may_read_the_subject(
    person: Person,
) -> None:
    workspace = new_workspace()
    workspace.admit(person, Role.ANALYST)
    of_import, of_entry = (
        make(person.store, kind=kind, workspace_id=workspace.id, workspace_name="Home")[0]
        for kind in (NotificationKind.IMPORT_DONE, DUE_KIND)
    )
    assert set(ids_of(person)) == {of_import, of_entry}
    [shown] = ok(person.get(f"{LIST}?kind=RECURRING_DUE"))["items"]
    assert shown["workspace"] == {"id": workspace.id, "name": "Home"}

    member = f"{workspace.path}/members/{person.uid}"
    ok(workspace.creator.patch(member, {"role": "VIEWER"}))
    assert ids_of(person) == [of_entry]
    ok(workspace.creator.delete(member), 204)
    assert ids_of(person) == []
    assert ok(person.get(f"{LIST}?limit=1"))["next_cursor"] is None


def test_a_member_may_read_of_a_change_of_their_own_role_alone(person: Person) -> None:
    workspace = new_workspace()
    workspace.admit(person, Role.VIEWER)
    own, _others = (
        make(
            person.store,
            kind=NotificationKind.MEMBER_CHANGED,
            workspace_id=workspace.id,
            workspace_name="Home",
            person_uid=uid,
        )[0]
        for uid in (person.uid, workspace.creator.uid)
    )

    assert ids_of(person) == [own]


def test_those_of_a_deleted_workspace_are_not_shown(person: Person) -> None:
    workspace = new_workspace(person)
    made = make(person.store, workspace_id=workspace.id, workspace_name="Home")
    assert ids_of(person) == made

    ok(person.delete(workspace.path), 204)

    assert ids_of(person) == []


def test_a_page_is_filled_with_those_that_may_be_read(person: Person) -> None:
    make(person.store, 4, workspace_id="01JA2B3C4D5E6F7G8H9JKMNPQR", at=AT + timedelta(hours=1))
    made = make(person.store, 2)

    assert ids_of(person, "?limit=2") == made[::-1]


def test_a_page_that_two_reads_have_filled_is_followed_by_the_rest(person: Person) -> None:
    made = make(person.store, 5)
    make(person.store, workspace_id="01JA2B3C4D5E6F7G8H9JKMNPQR", at=AT + timedelta(hours=1))

    shown: list[str] = []
    cursor = ""
    while cursor is not None:
        page = ok(person.get(f"{LIST}?limit=2{cursor and f'&cursor={cursor}'}"))
        shown += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]

    assert shown == made[::-1]


def test_an_account_has_the_notifications_and_preferences_of_its_demo(emulators: None) -> None:
    demo = new_visitor()
    made = make(demo.store, 2)
    ok(demo.patch("/notifications/preferences", {"digest_hour": 5}))
    account = link_email(demo)
    ok(account.post("/me/claim_demo"))

    assert ids_of(account) == made[::-1]
    assert ok(account.get("/notifications/preferences"))["digest_hour"] == 5


def test_a_demo_that_is_being_taken_over_can_be_read_and_not_changed(
    emulators: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = new_visitor()
    [made] = make(demo.store)
    monkeypatch.setattr(takeovers, "COPIED_AT_ONCE", 5)
    take_over_in_part(demo.store, 1)
    account = link_email(demo)

    with nothing_written(account):
        problem(account.post(READ, {"ids": [made]}), 409, "claim-running")
        problem(account.delete(f"{LIST}/{made}"), 409, "claim-running")
        assert ids_of(account) == [made]


def test_all_of_them_are_in_the_export_of_a_person(person: Person) -> None:
    [made] = make(person.store, parameters=DONE)
    ok(person.delete(f"{LIST}/{made}"))
    ok(person.patch("/notifications/preferences", {"digest_hour": 5}))

    export = ok(person.get("/me/export"))

    assert [one["id"] for one in export["notifications"]] == [made]
    assert export["notifications"][0]["text"] == "Transactions imported: 3."
    assert export["notification_preferences"]["digest_hour"] == 5


def test_the_first_page_of_notifications_counts_the_unread_ones() -> None:
    person = registered_user(is_verified=True)
    ok(person.get("/settings"))
    make(person.store, 3)
    first = ok(person.get("/notifications?limit=1"))
    assert first["unread"] == 3
    assert ok(person.get(f"/notifications?limit=1&cursor={first['next_cursor']}"))["unread"] is None
