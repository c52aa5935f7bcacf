"""Requests of people whose rights have ended or are few, and names that deceive."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.attack.attack import Attack, Target
from tests.attack.request import CSV, JSON, Sent, as_json
from tests.http.answers import ok
from tests.http.uploads import purchases
from tests.support.ledgers.people import Person, registered_user

_ACCEPT = "/workspaces/invitations/accept"
_KEY = "accepted-once"


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    yield Attack("acceptance repeated by a removed member", _accept_again, "404 not-found")
    yield Attack("import carried out by a deactivated member", _import_afterwards,
                 "404 not-found")  # fmt: skip
    for name, path in (
        ("deleted transactions", "/transactions?deleted=true"),
        ("changes", "/changes"),
        ("settings", "/settings"),
    ):
        yield Attack(f"{name} read by a viewer", _read_as_viewer(path), "403 permission-denied")
    for name, text in (
        ("turns its direction", "Gro\u202eceries"),
        ("has a letter that nobody sees", "Gro\u3164ceries"),
    ):
        yield Attack(f"category whose name {name}", _name(text), "422 invalid-argument",
                     is_quick=True)  # fmt: skip
    yield Attack("category that looks like another one", _name("Gr\u043eceries"),
                 "409 already-exists")  # fmt: skip


def _member(target: Target, role: str) -> Person:
    return target.workspace.admit(registered_user(is_verified=True), role)


def _accept_again(target: Target) -> Sent:
    person = registered_user(is_verified=True)
    body = {"token": target.workspace.invite(person.email)["token"]}
    key = {"Idempotency-Key": _KEY}
    content = as_json(body)  # The same bytes, because a key stands for one request.
    first = person.call("POST", _ACCEPT, data=content, content_type=JSON, headers=key)
    ok(first, 201)
    ok(target.workspace.creator.delete(f"{target.workspace.path}/members/{person.uid}"), 204)
    return Sent.by(person, "POST", _ACCEPT, content, **key)


def _import_afterwards(target: Target) -> Sent:
    member = _member(target, "analyst")
    sent = member.call("POST", "/imports/preview", data=purchases(50), content_type=CSV)
    token = ok(sent, 201)["plan_token"]
    target.workspace.change(member, status="DEACTIVATED")
    return Sent.by(member, "POST", "/imports", {"plan_token": token})


def _read_as_viewer(path: str) -> Callable[[Target], Sent]:
    return lambda target: Sent.by(_member(target, "viewer"), "GET", path)


def _name(text: str) -> Callable[[Target], Sent]:
    def prepare(target: Target) -> Sent:
        body = {"name": text, "type": "EXPENSE"}
        return Sent.by(target.person, "POST", "/categories", body)

    return prepare
