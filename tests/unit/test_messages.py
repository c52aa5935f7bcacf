"""Messages are published all in one request, which is repeated while Pub/Sub is unavailable."""

from __future__ import annotations

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shared.errors import Unavailable
from shared.repositories.messages import MessagePublisher, credentials
from tests.support.ledgers.rates import HOST, send


@dataclass
class PubSub:
    """Server in place of Pub/Sub: its answers, and the requests it got."""

    statuses: list[int] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def take(self, request: BaseHTTPRequestHandler) -> None:
        """Keep a request, and answer with the next status."""
        self.paths.append(request.path)
        self.bodies.append(request.rfile.read(int(request.headers["Content-Length"])))
        send(request, b"{}", self.statuses.pop(0))

    def messages(self) -> list[bytes]:
        """Return the messages of the last request."""
        return [b64decode(message["data"]) for message in json.loads(self.bodies[-1])["messages"]]


@pytest.fixture
def pubsub(monkeypatch: pytest.MonkeyPatch) -> Iterator[PubSub]:
    """Yield a server that ``PUBSUB_EMULATOR_HOST`` names."""
    taken = PubSub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.take(self)

        def log_message(self, *_args: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"{HOST}:{server.server_port}")
        monkeypatch.setenv("NO_PROXY", HOST)
        monkeypatch.setenv("no_proxy", HOST)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield taken
        server.shutdown()
        thread.join()


def publish(*messages: bytes) -> None:
    MessagePublisher(credentials(), "demo", "jobs").publish_all(messages)


def test_all_messages_are_published_by_one_request(pubsub: PubSub) -> None:
    pubsub.statuses = [200]

    publish(b"first", b"\x00second\xff")

    assert pubsub.paths == ["/v1/projects/demo/topics/jobs:publish"]
    assert pubsub.messages() == [b"first", b"\x00second\xff"]


def test_no_message_is_no_request(pubsub: PubSub) -> None:
    publish()

    assert pubsub.paths == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_request_is_repeated_while_pubsub_is_unavailable(pubsub: PubSub, status: int) -> None:
    pubsub.statuses = [status, 200]

    publish(b"again")

    assert pubsub.messages() == [b"again"]
    assert len(pubsub.bodies) == 2


@pytest.mark.parametrize("statuses", [[404], [403], [503, 503, 503]])
def test_messages_that_pubsub_does_not_accept_are_an_error(
    pubsub: PubSub, statuses: list[int]
) -> None:
    pubsub.statuses = list(statuses)

    with pytest.raises(Unavailable):
        publish(b"refused")

    assert len(pubsub.bodies) == len(statuses)


def test_a_server_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"{HOST}:1")

    with pytest.raises(Unavailable):
        publish(b"nobody")
