import os
from typing import Any

import pytest
from functions_framework._http.gunicorn import GunicornApplication
from werkzeug.test import Client

from functions.http.security.cors import origin_pattern
from functions.manifest import FUNCTIONS
from local import server
from local.processes import commands
from local.serving import LOCAL_DEFAULTS


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(server.create_server())


def test_the_index_names_every_function(client: Client) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert answer.json is not None
    assert list(answer.json["functions"]) == sorted(function.name for function in FUNCTIONS)


def test_the_command_limits_request_lines_as_production_does() -> None:
    app: Any = GunicornApplication  # It declares no types.
    framework = app(lambda: None, "127.0.0.1", 8080, debug=False)

    limit = f"--limit-request-line={framework.cfg.limit_request_line}"
    assert limit in commands.serve_functions(8080)


@pytest.mark.parametrize("path", ["/nothing", "/api", "/api/nothing", "/docs/nothing.js"])
def test_an_unknown_path_is_answered_with_a_problem(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json(force=True)["code"] == "not-found"


def test_a_page_may_read_that_a_path_is_unknown(client: Client) -> None:
    origin = os.environ["ALLOWED_ORIGINS"].partition(",")[0]

    answer = client.get("/api/nothing", headers={"Origin": origin})

    assert answer.status_code == 404
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    foreign = client.get("/api/nothing", headers={"Origin": "https://example.com"})
    assert "Access-Control-Allow-Origin" not in foreign.headers
    assert "Origin" in foreign.headers["Vary"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
@pytest.mark.parametrize("port", ["", ":3000", ":5173", ":49152"])
def test_pages_of_any_local_port_may_call(host: str, port: str) -> None:
    patterns = [origin_pattern(origin) for origin in LOCAL_DEFAULTS["ALLOWED_ORIGINS"].split(",")]

    assert any(pattern.match(f"http://{host}{port}") for pattern in patterns)
    assert not any(pattern.match(f"http://{host}{port}.example.com") for pattern in patterns)


def test_a_method_the_site_does_not_know_is_answered_with_a_problem(client: Client) -> None:
    answer = client.delete("/")

    assert answer.status_code == 405
    assert answer.get_json(force=True)["code"] == "method-not-allowed"
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_the_documentation_is_whole_without_a_network(client: Client) -> None:
    page = client.get("/docs")
    parts = [
        client.get(f"/docs/{name}") for name in ("css/swagger-ui.css", "js/swagger-ui-bundle.js")
    ]

    assert page.status_code == 200
    assert "http" not in page.text
    assert [part.status_code for part in parts] == [200, 200]
    for part in parts:
        part.close()


@pytest.mark.parametrize("path", ["/rollupTenants", "/rollupTenants/", "/api/rollupTenants"])
def test_a_function_is_not_redirected_for_want_of_a_slash(client: Client, path: str) -> None:
    # A request that is no CloudEvent never reaches the function itself.
    assert client.post(path, json={}).status_code == 400


@pytest.mark.parametrize("alias", server.ALIASES)
def test_an_alias_leads_to_a_function_that_exists(alias: str) -> None:
    assert server.ALIASES[alias] in {function.name for function in FUNCTIONS}
