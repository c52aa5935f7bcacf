"""Webhooks over HTTP: create, change, delete, rotate and test them; their log and their secrets."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from shared.models.notifications.message import NotificationMessage
from shared.models.notifications.webhooks.webhook import MAX_WEBHOOKS
from shared.models.values.identifiers import new_id
from shared.repositories.notifications import webhook_posts
from tests.http.answers import nothing_written, ok, problem
from tests.http.notifications.mailing import log_of, work_off
from tests.support.ledgers.people import Person, registered_user, visitor
from tests.support.observers.whole_database import places_of
from tests.support.webhook_receiver import Receiver, answer

pytestmark = pytest.mark.usefixtures("emulators")

PATH = "/notifications/webhooks"
CHOSEN = "whsec_" + base64.b64encode(b"a chosen secret of 28 bytes.").decode()


def create(person: Person, url: str, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = ok(person.post(PATH, {"url": url, **fields}), 201)
    return made


def test_a_webhook_is_created_with_a_secret_that_is_shown_once(
    owner: Person, hook: Receiver
) -> None:
    response = owner.post(PATH, {"url": hook.url, "description": "Mine", "kinds": ["import_done"]})
    made = ok(response, 201)

    assert response.headers["Location"] == f"{PATH}/{made['id']}"
    assert response.headers["ETag"] == made["etag"] == '"1"'
    assert (made["url"], made["description"]) == (hook.url, "Mine")
    assert (made["kinds"], made["enabled"], made["off_reason"]) == (["IMPORT_DONE"], True, None)
    secret = made.pop("secret")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert ok(owner.get(f"{PATH}/{made['id']}")) == made
    assert ok(owner.get(PATH))["items"] == [made]


def test_no_secret_is_anywhere_but_in_its_own_document(owner: Person, hook: Receiver) -> None:
    key = new_id()
    made = create(owner, f"{hook.origin}/{key}", secret=CHOSEN)
    ok(owner.patch(f"{PATH}/{made['id']}", {"enabled": False}))
    rotated = ok(owner.post(f"{PATH}/{made['id']}/rotate_secret", {}))["secret"]

    place = f"users/{owner.uid}/webhook_states/{made['id']}"
    assert places_of([CHOSEN]) == places_of([rotated]) == {place}
    # The path of the URL may have a secret of the receiver.
    assert places_of([key]) == {f"users/{owner.uid}/webhooks/{made['id']}"}
    for path in ("/me/export", "/exports/backup", "/changes", "/changes/feed", PATH):
        text = owner.get(path).get_data(as_text=True)
        assert CHOSEN not in text
        assert rotated not in text
    assert json.loads(owner.get("/me/export").get_data())["webhooks"][0]["url"] == made["url"]


def test_changes_are_logged_and_cannot_be_undone(owner: Person, hook: Receiver) -> None:
    made = create(owner, hook.url)
    changed = owner.patch(f"{PATH}/{made['id']}", {"kinds": ["NEW_SIGN_IN", "IMPORT_DONE"]})
    assert ok(changed)["kinds"] == ["IMPORT_DONE", "NEW_SIGN_IN"]
    ok(owner.delete(f"{PATH}/{made['id']}"), 204)

    logged = ok(owner.get("/changes?entity=WEBHOOK"))["items"]

    assert [(one["before"] is None, one["after"] is None) for one in logged] == [
        (False, True),
        (False, False),
        (True, False),
    ]
    assert logged[2]["after"]["origin"] == hook.origin
    assert "url" not in logged[2]["after"]
    assert logged[1]["id"] == changed.headers["X-Change-Id"]
    problem(owner.post(f"/changes/{logged[0]['id']}/undo"), 409, "not-undoable")
    assert places_of([made["secret"]]) == set()
    problem(owner.get(f"{PATH}/{made['id']}"), 404, "not-found")


def test_a_change_of_what_has_changed_meanwhile_is_refused(owner: Person, hook: Receiver) -> None:
    made = create(owner, hook.url)
    path, old = f"{PATH}/{made['id']}", {"If-Match": '"1"'}
    ok(owner.patch(path, {"description": "Mine"}))

    for method in ("PATCH", "DELETE"):
        with nothing_written(owner):
            refused = owner.call(method, path, json={"enabled": False}, headers=old)
            current = problem(refused, 412, "precondition-failed")["current"]
        assert (current["description"], "secret" in current) == ("Mine", False)
    with nothing_written(owner):
        assert ok(owner.patch(path, {"description": "Mine"}))["etag"] == '"2"'


def test_a_retry_gets_the_first_answer_with_its_secret_until_it_is_replaced(
    owner: Person, hook: Receiver
) -> None:
    key = {"Idempotency-Key": "once"}
    body: dict[str, Any] = {"url": hook.url}
    first = ok(owner.call("POST", PATH, json=body, headers=key), 201)

    assert ok(owner.call("POST", PATH, json=body, headers=key), 201) == first
    problem(
        owner.call("POST", PATH, json=body | {"enabled": False}, headers=key),
        422,
        "idempotency-key-reused",
    )

    path, again = f"{PATH}/{first['id']}/rotate_secret", {"Idempotency-Key": "again"}
    second = ok(owner.call("POST", path, json={}, headers=again))
    assert second["secret"] != first["secret"]
    assert ok(owner.call("POST", path, json={}, headers=again)) == second
    assert ok(owner.call("POST", PATH, json=body, headers=key), 201)["secret"] is None
    assert len(ok(owner.get(PATH))["items"]) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"url": "http://example.com/"}, "url"),
        ({"url": "https://user@example.com/"}, "url"),
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "https://example.com:8443/"}, "url"),
        ({"url": "https://unknown.example/"}, "url"),
        ({"url": "https://inside.example/"}, "url"),
        ({"url": "https://mixed.example/"}, "url"),
        ({"url": "http://127.0.0.1:1/"}, "url"),
        ({"url": f"https://example.com/{'a' * 500}"}, "url"),
        ({"url": None}, "url"),
        ({}, "url"),
        ({"secret": "whsec_" + base64.b64encode(b"k" * 23).decode()}, "secret"),
        ({"secret": "whsec_" + base64.b64encode(b"k" * 65).decode()}, "secret"),
        ({"secret": "a secret of enough characters to be one"}, "secret"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["NOTHING"]}, "kinds.0"),
        ({"enabled": "yes"}, "enabled"),
        ({"description": "a" * 201}, "description"),
        ({"description": "a\u202eb"}, "description"),
        ({"off_reason": None}, "off_reason"),
    ],
)
def test_bad_input_is_refused_by_its_name(
    owner: Person, fields: dict[str, Any], field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = webhook_posts.system_addresses
    inside = {
        "inside.example.": ["10.0.0.1"],
        "mixed.example.": ["93.184.216.34", "169.254.169.254"],
    }
    monkeypatch.setattr(
        webhook_posts,
        "system_addresses",
        lambda host, port: inside.get(host) or usual(host, port),
    )
    body = {"url": "https://example.com/", **fields} if fields else {}

    with nothing_written(owner):
        refused = problem(owner.post(PATH, body), 422, "invalid-argument", field)
    if field == "secret":
        assert fields["secret"] not in json.dumps(refused)


def test_nobody_learns_which_names_there_are_inside(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for addresses in ([], ["10.0.0.1"]):
        monkeypatch.setattr(webhook_posts, "system_addresses", lambda *_given, a=addresses: a)
        refused = owner.post(PATH, {"url": "https://a.example/"})
        told.append(problem(refused, 422, "invalid-argument", "url")["errors"])

    assert told[0] == told[1]


def test_a_url_is_also_checked_when_it_is_changed(owner: Person, hook: Receiver) -> None:
    made = create(owner, hook.url)
    path = f"{PATH}/{made['id']}"

    with nothing_written(owner):
        for url in ("https://unknown.example/", "http://example.com/", None):
            problem(owner.patch(path, {"url": url}), 422, "invalid-argument", "url")
    assert ok(owner.patch(path, {"url": "https://example.com"}))["url"] == "https://example.com/"


def test_a_person_has_so_many_webhooks(owner: Person, hook: Receiver) -> None:
    made = [create(owner, hook.url)["id"] for _ in range(MAX_WEBHOOKS)]

    with nothing_written(owner):
        problem(owner.post(PATH, {"url": hook.url}), 409, "too-many-webhooks")
    ok(owner.delete(f"{PATH}/{made[0]}"), 204)
    create(owner, hook.url)


def test_another_person_and_a_visitor_have_none_of_them(owner: Person, hook: Receiver) -> None:
    made = create(owner, hook.url)
    stranger = registered_user()
    ok(stranger.get("/settings"))

    path = f"{PATH}/{made['id']}"
    assert ok(stranger.get(PATH))["items"] == []
    with nothing_written(owner), nothing_written(stranger):
        for refused in (
            stranger.get(path),
            stranger.patch(path, {"enabled": False}),
            stranger.delete(path),
            stranger.post(f"{path}/rotate_secret", {}),
            stranger.post(f"{path}/ping"),
        ):
            problem(refused, 404, "not-found")
        problem(visitor().post(PATH, {"url": hook.url}), 403, "registration-required")


def test_a_given_secret_is_used_and_the_present_one_is_no_other(
    owner: Person, hook: Receiver
) -> None:
    made = create(owner, hook.url, secret=CHOSEN)
    path = f"{PATH}/{made['id']}/rotate_secret"

    assert made["secret"] == CHOSEN
    with nothing_written(owner):
        problem(owner.post(path, {"secret": CHOSEN}), 422, "invalid-argument", "secret")
        problem(owner.post(path, {"secret": "short"}), 422, "invalid-argument", "secret")


def test_a_test_sends_a_ping_once_and_the_log_says_what_became_of_it(
    owner: Person, hook: Receiver, messages: list[NotificationMessage]
) -> None:
    made = create(owner, hook.url, enabled=False)
    path = f"{PATH}/{made['id']}/ping"

    tested = ok(owner.post(path))
    work_off(messages, times=3)

    [ping] = hook.received
    payload = ping.verified(made["secret"])
    assert (payload["type"], payload["data"]) == ("webhook.ping", {"webhook_id": made["id"]})
    [logged] = log_of(owner)
    assert (logged["id"], logged["status"]) == (tested["id"], "SENT")
    assert (logged["channel"], logged["webhook_id"]) == ("WEBHOOK", made["id"])
    assert ping.id == tested["id"]
    assert ping.path == "/hook?key=1"
    assert ping.headers["content-type"] == "application/json"


def test_a_test_that_fails_is_not_repeated(
    owner: Person, hook: Receiver, messages: list[NotificationMessage]
) -> None:
    made = create(owner, hook.url)
    hook.usual = answer(500)
    ok(owner.post(f"{PATH}/{made['id']}/ping"))
    work_off(messages)

    [logged] = log_of(owner)
    assert (logged["status"], logged["reason"], logged["next_at"]) == ("FAILED", "http-500", None)
    replayed = ok(owner.post(f"/notifications/deliveries/{logged['id']}/replay"))
    work_off(messages)
    assert replayed["status"] == "FAILED"
    assert len(hook.received) == 1


def test_an_erasure_covers_webhooks_their_secrets_and_what_was_to_be_sent(
    owner: Person, hook: Receiver, messages: list[NotificationMessage]
) -> None:
    made = create(owner, hook.url)
    ok(owner.post(f"{PATH}/{made['id']}/ping"))

    ok(owner.delete("/me"))
    work_off(messages)

    assert hook.received == []
    assert places_of([owner.uid, made["id"], made["secret"]]) == set()
