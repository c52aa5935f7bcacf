"""Identity, settings and profile of a person over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from functions.http.background import rebuilds
from tests.http.answers import (
    FIRST_OF_MONTH,
    no_commit,
    nothing_written,
    ok,
    problem,
    report_of,
    start_days,
)
from tests.http.histories import ask_undo, changes_of, conflicts_of, feed_of
from tests.support.ledgers.currency_changes import assert_changed
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person, anonymous_user, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rebuilds import assert_in_force
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture
def user() -> Person:
    """Return a registered user who has never called."""
    return registered_user()


def me_of(person: Person) -> Any:
    """Return the answer of ``GET /me``."""
    return ok(person.get("/me"))


def whole(me: dict[str, Any]) -> dict[str, Any]:
    """Return everything but the version, which each change and its undo raise."""
    return {name: value for name, value in me.items() if name != "etag"}


# Reading


def test_a_new_users_first_call_may_be_this_one_and_shows_all_of_it(user: Person) -> None:
    me = me_of(user)
    assert me.pop("created_at")
    assert me == {
        "uid": user.uid,
        "tenant": f"users/{user.uid}",
        "email": user.email,
        "email_verified": False,
        "display_name": None,
        "currency": "USD",
        "exponent": 2,
        "timezone": "UTC",
        "month_start": FIRST_OF_MONTH,
        "pending_month_start": None,
        "pending_currency": None,
        "summary_edition": None,
        "locale": "en",
        "is_demo": False,
        "expires_at": None,
        "etag": '"1"',
    }


def test_a_demo_visitor_is_shown_the_same_of_their_demo() -> None:
    visitor = new_visitor("EUR", timezone="Europe/Berlin")
    me = me_of(visitor)
    assert (me["uid"], me["email"], me["email_verified"]) == (visitor.uid, None, False)
    assert (me["is_demo"], me["currency"], me["timezone"]) == (True, "EUR", "Europe/Berlin")
    assert me["expires_at"] > me["created_at"]


def test_an_anonymous_user_without_a_demo_has_nothing() -> None:
    problem(anonymous_user().get("/me"), 403, "no-tenant")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("PATCH", "/"), ("DELETE", "/"), ("GET", "/export")],
)
def test_without_a_token_nobody_is_anybody(method: str, path: str) -> None:
    problem(served("me").open(path, method=method), 401, "unauthenticated")


@pytest.mark.parametrize("workspace", ["w1", "", "../x"])
def test_a_workspace_in_the_header_is_ignored(user: Person, workspace: str) -> None:
    headers = {"X-Workspace-Id": workspace}
    assert ok(user.get("/me", headers=headers)) == me_of(user)
    changed = ok(user.patch("/me", {"display_name": "Ada"}, headers=headers))
    assert (changed["tenant"], changed["display_name"]) == (f"users/{user.uid}", "Ada")


# Changing


def test_a_profile_is_changed_field_by_field_and_logged(user: Person) -> None:
    before = me_of(user)
    ok(user.patch("/me", {"display_name": "  Ada Lovelace "}))
    changed = ok(user.patch("/me", {"locale": "EN-gb"}))
    assert changed == me_of(user) == before | {
        "display_name": "Ada Lovelace", "locale": "en-GB", "etag": changed["etag"],
    }  # fmt: skip
    second, first, _ = changes_of(user)
    assert (first["entity"], first["entity_id"]) == ("PROFILE", "profile")
    assert first["changed_fields"] == ["display_name"]
    assert second["changed_fields"] == ["locale"]
    told = [item["entity"] for item in feed_of(user)["items"]]
    assert told == ["SIGN_IN", "PROFILE", "PROFILE"]


def test_a_change_of_the_profile_is_undone_and_later_ones_of_other_fields_stay(
    user: Person,
) -> None:
    ok(user.patch("/me", {"display_name": "Ada"}))
    ok(user.patch("/me", {"display_name": "Ada Lovelace"}))
    ok(user.patch("/me", {"locale": "en-GB"}))
    _, named, first = changes_of(user)
    before = me_of(user)

    assert conflicts_of(user, first) == [named["id"]]
    [undone] = ok(ask_undo(user, named))["changes"]

    assert undone["changed_fields"] == ["display_name"]
    assert whole(me_of(user)) == whole(before) | {"display_name": "Ada"}
    ok(ask_undo(user, undone))
    assert whole(me_of(user)) == whole(before)
    assert_log_is_complete(user.store)


def test_settings_and_profile_that_were_changed_together_are_undone_together(user: Person) -> None:
    before = me_of(user)
    ok(user.patch("/me", {"timezone": "Asia/Tokyo", "currency": "jpy", "display_name": "Ada"}))

    undone = ok(ask_undo(user, changes_of(user)[0], {"whole_operation": True}))["changes"]

    assert [change["entity"] for change in undone] == ["SETTINGS", "PROFILE"]
    assert whole(me_of(user)) == whole(before)
    assert_log_is_complete(user.store)


def test_a_name_can_be_taken_away(user: Person) -> None:
    ok(user.patch("/me", {"display_name": "Ada"}))
    assert ok(user.patch("/me", {"display_name": None}))["display_name"] is None


def test_settings_and_profile_are_changed_in_one_commit_and_logged_apart(user: Person) -> None:
    me_of(user)
    changed = ok(user.patch("/me", {"timezone": "Asia/Tokyo", "locale": "ja"}))
    assert (changed["timezone"], changed["locale"]) == ("Asia/Tokyo", "ja")
    profile, settings, _ = changes_of(user)
    assert (settings["entity"], profile["entity"]) == ("SETTINGS", "PROFILE")
    assert settings["operation_id"] == profile["operation_id"]
    assert ok(user.get("/settings"))["timezone"] == "Asia/Tokyo"
    assert_log_is_complete(user.store)


def test_what_is_no_change_is_not_logged(user: Person) -> None:
    ok(user.patch("/me", {"display_name": "Ada"}))
    with nothing_written(user):
        ok(user.patch("/me", {}))
        ok(user.patch("/me", {"display_name": "Ada", "timezone": "UTC", "currency": "usd"}))
        ok(user.put("/me", {"display_name": "Ada", "locale": "en"}))


def test_a_put_replaces_the_profile_and_no_setting(user: Person) -> None:
    ok(user.patch("/me", {"display_name": "Ada", "locale": "de", "timezone": "Asia/Tokyo"}))
    before = me_of(user)

    replaced = user.put("/me", {"locale": "fr"}, headers={"If-Match": before["etag"]})

    expected = {"display_name": None, "locale": "fr"}
    assert whole(ok(replaced)) == whole(before) | expected
    stale = user.put("/me", {}, headers={"If-Match": before["etag"]})
    assert problem(stale, 412, "precondition-failed")["current"] == ok(replaced)
    problem(user.put("/me", {"timezone": "UTC"}), 422, "invalid-argument", "timezone")


@pytest.mark.parametrize("change", [{"display_name": "Ada"}, {"timezone": "Asia/Tokyo"}])
def test_a_change_of_what_was_seen_otherwise_is_refused(
    user: Person, change: dict[str, str]
) -> None:
    seen = user.get("/me").headers["ETag"]
    now = user.patch("/me", change, headers={"If-Match": seen})
    assert now.headers["ETag"] not in (seen, None)
    with nothing_written(user):
        late = user.patch("/me", {"locale": "de"}, headers={"If-Match": seen})
        assert problem(late, 412, "precondition-failed")["current"] == ok(now)
    ok(user.patch("/me", {"locale": "de"}, headers={"If-Match": now.headers["ETag"]}))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"display_name": "x" * 101}, "display_name"),
        ({"display_name": "a\u0000b"}, "display_name"),
        ({"locale": None}, "locale"),
        ({"locale": "english"}, "locale"),
        ({"locale": "en_GB"}, "locale"),
        ({"locale": "en-" + "x-abcdefgh" * 5}, "locale"),
        ({"notifications": {"email": True}}, "notifications"),
        ({"currency": "XXX"}, "currency"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"month_start": {"day": 32}}, "month_start.day"),
        ({"email": "eve@example.com"}, "email"),
        ({"email_verified": True}, "email_verified"),
        ({"uid": "somebody"}, "uid"),
        ({"is_demo": False}, "is_demo"),
        ({"expires_at": None}, "expires_at"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(
    visitor: Person, body: dict[str, Any], field: str
) -> None:
    with no_commit():
        problem(visitor.patch("/me", body), 422, "invalid-argument", field)


def test_a_demo_visitor_changes_what_is_theirs(visitor: Person) -> None:
    wanted = {"display_name": "Guest", "locale": "fr", "timezone": "Europe/Paris"}
    assert ok(visitor.patch("/me", wanted)).items() >= wanted.items()


# Currency


def test_the_currency_is_changed_while_there_are_no_amounts(user: Person) -> None:
    assert ok(user.patch("/me", {"currency": "jpy"}))["currency"] == "JPY"
    assert ok(user.get("/settings"))["currency"] == "JPY"
    [change] = changes_of(user)
    assert (change["before"]["currency"], change["after"]["currency"]) == ("USD", "JPY")
    assert user.record("1250")["currency"] == "JPY"
    assert_law_holds(user.store)


def deny_currency(person: Person, reason: str) -> None:
    """Check that changing the currency is refused for this reason, here and in settings."""
    with nothing_written(person):
        for path in ("/me", "/settings"):
            refused = person.patch(path, {"currency": "JPY"})
            assert reason in problem(refused, 409, "currency-in-use")["detail"]
        ok(person.patch("/me", {"currency": "USD"}))


def test_another_currency_of_a_ledger_with_amounts_is_pending_until_they_are_converted(
    user: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.record()
    with monkeypatch.context() as slow:
        slow.setattr(rebuilds, "REBUILD_FOR_S", 0)
        me = ok(user.patch("/me", {"currency": "JPY"}), 202)
    assert (me["currency"], me["pending_currency"]) == ("USD", "JPY")
    me = ok(user.patch("/me", {"currency": "JPY"}))
    assert (me["currency"], me["pending_currency"]) == ("JPY", None)
    assert_changed(user.store, "JPY")


def test_an_opening_balance_stays_in_the_currency_in_which_the_account_was_opened(
    user: Person,
) -> None:
    savings = {"name": "Savings", "kind": "SAVINGS", "opening_balance": "10.00"}
    account = ok(user.post("/accounts", savings), 201)
    ok(user.patch("/me", {"currency": "JPY"}))
    kept = ok(user.get(f"/accounts/{account['id']}"))
    assert (kept["currency"], kept["balance"]) == ("USD", "10.00")


def test_the_currency_stays_while_a_rule_compares_amounts(user: Person) -> None:
    amount = {"field": "AMOUNT", "operator": "BETWEEN", "min": "50", "max": "99"}
    rule = {"conditions": [amount], "actions": {"tags": ["x"]}}
    made = ok(user.post("/rules", rule), 201)
    deny_currency(user, "rule compares amounts")

    deletion = user.delete(f"/rules/{made['id']}")
    ok(user.patch("/me", {"currency": "JPY"}))
    undo = f"/changes/{deletion.headers['X-Change-Id']}/undo"
    assert "currency" in problem(user.post(undo), 409, "not-undoable")["detail"]
    assert ok(user.get("/rules"))["items"] == []
    ok(user.patch("/me", {"currency": "USD"}))
    ok(user.post(undo))
    deny_currency(user, "rule compares amounts")


def test_a_plan_in_another_currency_is_not_carried_out(user: Person) -> None:
    content = b"Date,Amount,Description\n2026-03-31,-12.50,Shop\n2026-03-30,2.00,Pay\n"

    def planned() -> dict[str, Any]:
        sent = user.call("POST", "/imports/preview", data=content, content_type="text/csv")
        return {"plan_token": ok(sent, 201)["plan_token"]}

    old = planned()
    ok(user.patch("/me", {"currency": "EUR"}))
    with nothing_written(user):
        refused = user.post("/imports", old)
        assert "currency" in problem(refused, 409, "plan-changed")["detail"]
    assert ok(user.post("/imports", planned()))["imported"] == 2


# Months that start on another day


def test_the_months_start_on_another_day_at_once(user: Person) -> None:
    user.record("1.00", date="2026-02-25")
    me = ok(user.patch("/me", {"month_start": {"day": 25}, "locale": "de"}))
    assert start_days(me) == (25, None)
    assert report_of(user)["total_expenses"] == "1.00"
    assert_in_force(user.store, 25)


def test_a_long_rebuild_goes_on_in_the_background(
    user: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.record("1.00", date="2026-02-25")
    monkeypatch.setattr(rebuilds, "REBUILD_FOR_S", 0)
    me = ok(user.patch("/me", {"month_start": {"day": 25}}), 202)
    assert start_days(me) == (1, 25)
    with nothing_written(user):
        problem(user.patch("/me", {"month_start": {"day": 5}}), 409, "rebuild-running")
