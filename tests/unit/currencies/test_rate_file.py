"""The file of rates is fetched from an allowed address only, whole, and in time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from shared.errors import (
    RatesAddressRefused,
    RatesNotSupported,
    RatesTooLarge,
    RatesUnreachable,
)
from shared.models.currencies.history_file import MAX_FILE_BYTES
from shared.repositories.currencies.rate_file import RateFileClient
from tests.support.ledgers.rates import RateServer, rate_server, send


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RateServer]:
    with rate_server(tmp_path_factory.mktemp("rates")) as server:
        yield server


@pytest.fixture
def server(running: RateServer, monkeypatch: pytest.MonkeyPatch) -> RateServer:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(running.certificate))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return running


def client(server: RateServer, url: str | None = None) -> RateFileClient:
    return RateFileClient(url or server.url, frozenset({server.host}), wait_s=0.5, time_limit_s=1)


def test_the_content_of_the_file_is_returned(server: RateServer) -> None:
    server.gives(b"Date,USD\n")

    assert client(server).fetch() == b"Date,USD\n"


@pytest.mark.parametrize(
    "url",
    [
        "http://{host}/",
        "https://localhost:1/",
        "https://127.0.0.1/",
        "https://user:word@{host}/",
        "https://{host}.example.com/",
        "file:///etc/passwd",
        "https://[::1/",
        "",
    ],
)
def test_another_address_is_refused(server: RateServer, url: str) -> None:
    with pytest.raises(RatesAddressRefused):
        client(server, url.format(host=server.host) or "no address").fetch()


def test_a_certificate_that_nobody_has_vouched_for_is_refused(
    server: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    server.gives(b"Date,USD\n")

    with pytest.raises(RatesUnreachable):
        client(server).fetch()


def test_a_redirect_on_the_same_host_is_followed(server: RateServer) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.path == "/new":
            send(request, b"Date,USD\n")
        else:
            send(request, b"", 302, Location="/new")

    server.answer = answer

    assert client(server).fetch() == b"Date,USD\n"


@pytest.mark.parametrize("target", ["https://www.example.com/rates", "http://{host}/new"])
def test_a_redirect_to_another_host_or_without_encryption_is_refused(
    server: RateServer, target: str
) -> None:
    server.answer = lambda request: send(
        request, b"", 302, Location=target.format(host=server.host)
    )

    with pytest.raises(RatesAddressRefused):
        client(server).fetch()


def test_redirects_without_end_are_not_followed(server: RateServer) -> None:
    server.answer = lambda request: send(request, b"", 302, Location="/again")

    with pytest.raises(RatesUnreachable, match="redirected too often"):
        client(server).fetch()


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_another_status_is_a_failure(server: RateServer, status: int) -> None:
    server.answer = lambda request: send(request, b"Date,USD\n", status)

    with pytest.raises(RatesUnreachable, match=f"answers {status}"):
        client(server).fetch()


def test_a_server_that_does_not_answer_in_time_is_a_failure(server: RateServer) -> None:
    server.answer = lambda _request: time.sleep(1.5)

    with pytest.raises(RatesUnreachable, match="does not answer"):
        client(server).fetch()


def test_a_server_that_sends_slowly_is_not_read_to_the_end(server: RateServer) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(50):
            request.wfile.write(b"1")
            time.sleep(0.1)

    server.answer = answer
    began = time.monotonic()

    with pytest.raises(RatesUnreachable, match="takes too long"):
        client(server).fetch()
    assert time.monotonic() - began < 3


def test_a_file_that_is_too_large_is_not_read_to_the_end(server: RateServer) -> None:
    sent = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(10 * MAX_FILE_BYTES // 2**20):
            request.wfile.write(b"0" * 2**20)
            sent.append(2**20)

    server.answer = answer

    with pytest.raises(RatesTooLarge):
        client(server).fetch()
    assert sum(sent) < 2 * MAX_FILE_BYTES


def test_a_file_that_is_cut_off_is_a_failure(server: RateServer) -> None:
    server.answer = lambda request: send(request, b"Date,USD\n", Content_Length="100")

    with pytest.raises(RatesUnreachable):
        client(server).fetch()


def test_a_compressed_answer_is_refused(server: RateServer) -> None:
    server.answer = lambda request: send(request, b"Date,USD\n", Content_Encoding="gzip")

    with pytest.raises(RatesNotSupported):
        client(server).fetch()
