from __future__ import annotations

from importlib import import_module

import pytest
from werkzeug.test import TestResponse

from functions.manifest import FUNCTIONS, Audience, Function
from tests.support.cases import for_each
from tests.support.ledgers.people import Person
from tests.support.served import served

PUBLIC = [function for function in FUNCTIONS if function.audience is Audience.PUBLIC]


def _paths_of(function: Function) -> list[str]:
    rules = import_module(function.module).create_app().url_map.iter_rules()
    return sorted({rule.rule for rule in rules if rule.endpoint.startswith(f"{function.name}.")})


ROUTES = [f"/{function.name}{path}" for function in PUBLIC for path in _paths_of(function)]
ALLOWED = ["https://app.example.com", "https://deploy-preview-7--app.netlify.app"]
FOREIGN = [
    "https://evil.example.com", "http://app.example.com", "https://app.example.com:8443",
    "https://app.example.com.evil.com", "https://evilapp.example.com", "https://netlify.app",
    "https://--app.netlify.app", "https://a.b--app.netlify.app", "https://evil.netlify.app",
    "https://x--app.netlify.app.evil.com", "https://evil.com/--app.netlify.app", "null", "",
    "https://app.example.com\t", "https://app.example.com/", "HTTPS://APP.EXAMPLE.COM",
]  # fmt: skip


def preflight(path: str, origin: str, method: str = "GET", headers: str = "") -> TestResponse:
    function, _, below = path.lstrip("/").partition("/")
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    if headers:
        asked["Access-Control-Request-Headers"] = headers
    return served(function).options(f"/{below}", headers=asked)


def test_every_public_function_has_routes() -> None:
    assert {path.split("/")[1] for path in ROUTES} == {f.name for f in PUBLIC}


@for_each("path", ROUTES)
@for_each("origin", ALLOWED)
def test_a_preflight_of_the_apps_page_is_answered_without_a_token(path: str, origin: str) -> None:
    response = preflight(path, origin, "PATCH", "authorization, if-match, idempotency-key")

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in response.headers["Vary"]
    methods = set(response.headers["Access-Control-Allow-Methods"].split(", "))
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= methods
    allowed = response.headers["Access-Control-Allow-Headers"].lower()
    assert set(allowed.split(", ")) == {"authorization", "if-match", "idempotency-key"}
    assert response.headers["Access-Control-Max-Age"] == "3600"
    assert "Access-Control-Allow-Credentials" not in response.headers


@for_each("path", ROUTES)
@for_each("origin", FOREIGN)
def test_a_foreign_page_is_not_let_in(path: str, origin: str) -> None:
    response = preflight(path, origin)

    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    "header",
    ["Content-Type", "Content-Encoding", "X-Firebase-AppCheck", "X-Workspace-Id", "X-Request-Id"],
)
def test_the_contracts_headers_may_be_sent_and_others_not(header: str) -> None:
    response = preflight("categories", ALLOWED[0], "POST", f"{header}, X-Evil")

    assert response.headers["Access-Control-Allow-Headers"] == header


def test_a_page_may_read_the_contracts_headers(visitor: Person) -> None:
    response = visitor.get("/categories", headers={"Origin": ALLOWED[0]})

    exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert set(exposed) == {
        "Content-Disposition", "ETag", "Location", "Retry-After", "X-Change-Id",
        "X-Request-Id",
    }  # fmt: skip
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED[0]


@pytest.mark.parametrize(
    ("method", "path", "authorization", "status"),
    [
        ("GET", "/categories", "Bearer nonsense", 401),
        ("GET", "/categories/missing", None, 404),
        ("GET", "/unknown/route", None, 404),
        ("PUT", "/categories", None, 405),
        ("POST", "/categories", None, 422),
    ],
)
def test_a_page_may_read_failures_too(
    visitor: Person, method: str, path: str, authorization: str | None, status: int
) -> None:
    headers = {"Origin": ALLOWED[0]}
    if authorization:
        headers["Authorization"] = authorization
    path = path.replace("/unknown", "/categories/unknown")

    response = visitor.call(method, path, headers=headers)

    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED[0]
    assert "X-Request-Id" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("function", [function.name for function in PUBLIC])
def test_a_page_may_read_what_the_framework_refuses(function: str) -> None:
    response = served(function).get("/favicon.ico", headers={"Origin": ALLOWED[0]})
    to_others = served(function).get("/favicon.ico", headers={"Origin": FOREIGN[0]})

    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED[0]
    assert "Access-Control-Allow-Origin" not in to_others.headers


def test_a_call_without_an_origin_has_no_cors_headers(visitor: Person) -> None:
    response = visitor.get("/categories")

    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("origin", [None, ALLOWED[0], FOREIGN[0]])
def test_every_answer_varies_by_origin(visitor: Person, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    answers = [
        visitor.get("/categories", headers=headers),
        visitor.get("/categories/missing", headers=headers),
        visitor.post("/categories", {}, headers=headers),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 422]
    assert all("Origin" in answer.headers["Vary"] for answer in answers)
