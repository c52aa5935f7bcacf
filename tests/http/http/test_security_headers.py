from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from functions.manifest import FUNCTIONS, Function
from shared.repositories import connections
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.served import served

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def assert_guarded(response: TestResponse) -> None:
    assert {name: response.headers.getlist(name) for name in HEADERS} == {
        name: [value] for name, value in HEADERS.items()
    }


ANSWERS: dict[str, Callable[[Person], TestResponse]] = {
    "a list": lambda person: person.get("/categories"),
    "a file": lambda person: person.get("/exports/transactions"),
    "a backup": lambda person: person.get("/exports/ledger"),
    "a creation": lambda person: person.post("/categories", {"name": "Pets", "type": "EXPENSE"}),
    "no content": lambda person: person.delete(f"/categories/{person.category_ids['Travel']}"),
    "no news": lambda person: person.get("/settings", headers={"If-None-Match": '"1"'}),
    "a demo": lambda _: served("createDemoSession").post("/"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_is_guarded(visitor: Person, answer: str) -> None:
    response = ANSWERS[answer](visitor)

    assert response.status_code in {200, 201, 204, 304}
    assert_guarded(response)
    assert response.headers["Cache-Control"] == "private, no-cache"


class Breaks:
    """Fails every call of Firestore in a way nobody foresaw."""

    def before(self, method: str, request: object) -> None:  # noqa: ARG002 (the observer's signature)
        """Fail before anything is sent."""
        raise RuntimeError("injected")

    def after(self, method: str, request: object) -> None:
        """Ignore the answer."""


def crash(person: Person) -> TestResponse:
    with connections.firestore_client().observed_by(Breaks()):
        return person.get("/categories")


def preflight(_person: Person) -> TestResponse:
    asked = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "GET"}
    return served("categories").options("/", headers=asked)


REFUSALS: dict[int, Callable[[Person], TestResponse]] = {
    400: lambda person: person.post("/categories", data=b"{", content_type="application/json"),
    401: lambda person: person.get("/categories", headers={"Authorization": "Bearer nonsense"}),
    404: lambda person: person.get("/categories/missing"),
    405: lambda person: person.put("/categories"),
    415: lambda person: person.call("POST", "/categories", data=b"x", content_type="text/html"),
    422: lambda person: person.post("/categories", {}),
    500: crash,
    200: preflight,
}


@pytest.mark.parametrize("status", REFUSALS)
def test_refusals_crashes_and_preflights_are_guarded_too(status: int) -> None:
    response = REFUSALS[status](new_visitor())

    assert response.status_code == status
    assert_guarded(response)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_stranger_learns_nothing_else_from_the_headers(function: Function) -> None:

    headers = served(function.name).post("/", data=b"?", content_type="text/plain").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Powered-By" not in headers
