"""The server of the built web app does what Netlify does with netlify.toml."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from local.web import WebServer

PAGE = "<!doctype html><html><head><title>x</title></head><body></body></html>"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(PAGE)
    (built / "assets/index-1.js").write_text("let a = 1;\n" * 100)
    (tmp_path / "secret.txt").write_text("secret")
    return built


@pytest.fixture
def client(dist: Path) -> Client:
    emulators = {"auth": "127.0.0.1:9099", "firestore": "127.0.0.1:8080"}
    return Client(WebServer(Response("api", 418), emulators, "demo-financeflow", dist))


def policy_of(answer: TestResponse) -> dict[str, str]:
    policy = answer.headers["Content-Security-Policy"]
    return dict(part.split(maxsplit=1) for part in policy.split("; "))


@pytest.mark.parametrize("path", ["/", "/home", "/transactions/trash", "/index.html"])
def test_every_page_is_the_same_file_with_the_local_addresses(client: Client, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    found = re.search(r'<script type="application/json" id="[a-z-]+">(.*)</script>', answer.text)
    assert found
    assert json.loads(found[1]) == {
        "projectId": "demo-financeflow",
        "authEmulator": "http://127.0.0.1:9099",
        "firestoreEmulator": "127.0.0.1:8080",
    }
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_the_policy_is_that_of_netlify_and_allows_the_emulators(client: Client) -> None:
    policy = policy_of(client.get("/home"))

    assert policy["script-src"] == "'self' https://apis.google.com"
    assert policy["connect-src"].startswith("http://127.0.0.1:9099 http://127.0.0.1:8080 'self' ")
    assert policy["frame-src"].startswith("http://127.0.0.1:9099 https://")


def test_a_built_file_is_compressed_and_kept_for_a_year(client: Client) -> None:
    plain = client.get("/assets/index-1.js")
    answer = client.get("/assets/index-1.js", headers={"Accept-Encoding": "br, gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == plain.data
    assert len(answer.data) < len(plain.data)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"


def test_a_file_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    etag = client.get("/home").headers["ETag"]

    answer = client.get("/home", headers={"If-None-Match": etag})

    assert (answer.status_code, answer.data) == (304, b"")


def test_a_file_of_an_older_version_is_not_found(client: Client) -> None:
    assert client.get("/assets/index-0.js").status_code == 404


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt"]
)
def test_files_outside_are_not_sent(client: Client, path: str) -> None:
    assert "secret" not in client.get(path).text


@pytest.mark.parametrize("path", ["/api/dashboard", "/api/auth/demo"])
def test_paths_below_api_go_to_the_functions(client: Client, path: str) -> None:
    assert client.post(path).status_code == 418


def test_pages_are_only_read(client: Client) -> None:
    assert client.post("/home").status_code == 405


def test_an_app_that_is_not_built_says_how_to_build_it(client: Client, dist: Path) -> None:
    (dist / "index.html").unlink()

    answer = client.get("/home")

    assert answer.status_code == 503
    assert "make run" in answer.text
