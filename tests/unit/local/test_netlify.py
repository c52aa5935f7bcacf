"""The redirects of netlify.toml lead to deployed functions, and the local server has the same."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client

from deploy.configuration import Configuration
from functions.http.security.headers import SECURITY_HEADERS
from functions.manifest import BY_NAME, FUNCTIONS, Audience
from local import server
from local.netlify import Netlify

NETLIFY = Netlify().content
TO_FUNCTIONS = [
    redirect for redirect in NETLIFY["redirects"] if redirect["from"].startswith("/api/")
]
SHORT_NAMES = {
    redirect["from"]: urlsplit(redirect["to"]).path.strip("/")
    for redirect in TO_FUNCTIONS
    if not redirect["from"].endswith("*")
}
PUBLIC = [function.name for function in FUNCTIONS if function.audience is Audience.PUBLIC]


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(server.create_server())


def target_of(path: str) -> str:
    """Return the address that the first matching redirect leads to."""
    return Netlify().redirect_of(path).to


def test_the_short_names_are_those_of_the_sketch_and_of_the_local_server() -> None:
    assert (
        SHORT_NAMES
        == server.ALIASES
        == {
            "/api/auth/demo": "createDemoSession",
            "/api/reports/monthly": "monthlyReport",
        }
    )


def test_the_short_names_lead_to_public_functions() -> None:
    assert {BY_NAME[name].audience for name in SHORT_NAMES.values()} == {Audience.PUBLIC}


@pytest.mark.parametrize("redirect", TO_FUNCTIONS, ids=lambda redirect: redirect["from"])
def test_a_redirect_to_a_function_is_a_rewrite_to_a_project(redirect: dict[str, object]) -> None:
    host = re.fullmatch(
        r"([a-z]+-[a-z]+\d)-([a-z][a-z0-9-]+)\.cloudfunctions\.net",
        urlsplit(str(redirect["to"])).netloc,
    )

    assert host is not None
    Configuration(host[2], host[1], database_location=host[1])
    assert (redirect["status"], redirect["force"]) == (200, True)


@pytest.mark.parametrize("name", PUBLIC)
def test_each_public_function_is_reached_by_its_name_here_and_there(
    client: Client, name: str
) -> None:
    path = f"/api/{name}/unknown/path"

    assert urlsplit(target_of(path)).path == f"/{name}/unknown/path"
    answer = client.get(path)
    assert answer.headers["X-Request-Id"], "the function itself has answered"


@pytest.mark.parametrize("alias", SHORT_NAMES)
def test_a_short_name_reaches_its_function_here(client: Client, alias: str) -> None:
    answer = client.put(alias)

    assert answer.headers["X-Request-Id"], "the function itself has answered"


@pytest.mark.parametrize("path", ["/", "/transactions", "/settings/members"])
def test_every_other_path_is_the_page(path: str) -> None:
    assert target_of(path) == "/index.html"


def test_files_have_the_security_headers_of_the_functions() -> None:
    [of_files] = [part["values"] for part in NETLIFY["headers"] if part["for"] == "/*"]

    by_the_functions_alone = {"Cross-Origin-Resource-Policy"}
    assert SECURITY_HEADERS.keys() - by_the_functions_alone <= of_files.keys()
    policy = of_files["Content-Security-Policy"]
    directives = dict(part.split(maxsplit=1) for part in policy.split("; "))
    assert directives["default-src"] == "'self'"
    assert directives["script-src"] == "'self' https://apis.google.com"
    assert directives["frame-ancestors"] == directives["object-src"] == "'none'"
