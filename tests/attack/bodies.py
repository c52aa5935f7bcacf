"""Bodies, queries and tokens that are wrong in as many places as fit into a request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from functions.http.app import MAX_BODY_BYTES
from tests.attack.attack import Attack, Target
from tests.attack.request import Sent, as_json
from tests.http.tokens import claims_of, unsigned

_ROOM = MAX_BODY_BYTES - 4096
_INVALID = "422 invalid-argument"
_UNREADABLE = "400 unreadable"


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    yield Attack("batch of a mebibyte of zeros", _batch_of_zeros, _INVALID, is_quick=True)
    yield Attack("batch of ids that are zeros", _ids_that_are_zeros, _INVALID)
    for name in ("splits", "tags"):
        yield Attack(f"batch of rows with many {name}", _rows_with_many(name), _INVALID)
    yield Attack("rule with a mebibyte of conditions", _many_conditions, _INVALID)
    yield Attack("100,000 unknown members", _unknown_members, _INVALID, is_quick=True)
    yield Attack("demo with 100,000 unknown members, no token", _demo_of_unknown, _INVALID)
    yield Attack(
        "demo by a body of a mebibyte of opening brackets", _nested, _UNREADABLE, is_quick=True
    )
    yield Attack("number of a mebibyte of digits", _long_number, _UNREADABLE)
    yield Attack("name of a mebibyte of accents", _long_text, _INVALID)
    yield Attack("body of two mebibytes", _too_long, "413 payload-too-large")
    yield Attack("query with 600 parameters", _many_parameters, _INVALID)
    yield Attack(
        "token of another Identity Platform tenant", _foreign_tenant, "401 unauthenticated"
    )


def _batch_of_zeros(target: Target) -> Sent:
    return _batch(target, create=[0] * (_ROOM // 2))


def _ids_that_are_zeros(target: Target) -> Sent:
    return _batch(target, delete=[0] * (_ROOM // 2))


def _rows_with_many(name: str) -> Any:
    def prepare(target: Target) -> Sent:
        row = {**target.person.entry(), name: [0] * 600}
        return _batch(target, create=[row] * (_ROOM // len(as_json(row)) - 10))

    return prepare


def _batch(target: Target, **body: Any) -> Sent:
    return Sent.by(target.person, "POST", "/transactions/batch", body)


def _many_conditions(target: Target) -> Sent:
    body = {"conditions": [{}] * (_ROOM // 3), "actions": {"tags": [0] * 100}}
    return Sent.by(target.person, "POST", "/rules", body)


def _unknown() -> dict[str, int]:
    return {f"{key:x}": 0 for key in range(100_000)}


def _unknown_members(target: Target) -> Sent:
    return Sent.by(target.person, "POST", "/transactions", _unknown())


def _demo_of_unknown(_target: Target) -> Sent:
    headers = {"Content-Type": "application/json"}
    return Sent("POST", "/createDemoSession", as_json(_unknown()), headers)


def _nested(_target: Target) -> Sent:
    body = b"[" * _ROOM
    return Sent("POST", "/createDemoSession", body, {"Content-Type": "application/json"})


def _long_number(target: Target) -> Sent:
    return Sent.by(target.person, "POST", "/categories", b'{"name":' + b"9" * _ROOM + b"}")


def _long_text(target: Target) -> Sent:
    body = {"name": "\N{COMBINING ACUTE ACCENT}" * (_ROOM // 6), "type": "EXPENSE"}
    return Sent.by(target.person, "POST", "/categories", body)


def _too_long(target: Target) -> Sent:
    return Sent.by(target.person, "POST", "/categories", b" " * 2 * MAX_BODY_BYTES)


def _many_parameters(target: Target) -> Sent:
    query = "&".join(f"{number}=" for number in range(600))
    return Sent.by(target.person, "GET", f"/transactions?{query}")


def _foreign_tenant(target: Target) -> Sent:
    sign_in = {"identities": {}, "sign_in_provider": "anonymous", "tenant": "another"}
    token = unsigned(claims_of(target.person.uid, firebase=sign_in))
    return Sent("GET", "/categories", headers={"Authorization": f"Bearer {token}"})
