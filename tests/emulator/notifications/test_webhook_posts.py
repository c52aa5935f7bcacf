"""Requests to webhooks: to real receivers of HTTP and HTTPS, and to addresses that are refused."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from shared.models.notifications.delivery import Outcome, SendResult
from shared.models.notifications.webhooks.addresses import WebhookUrl
from shared.repositories.notifications.webhook_posts import (
    AddressGuard,
    AddressRefused,
    WebhookPosts,
)
from tests.support.webhook_receiver import (
    HOST,
    Receiver,
    answer,
    drip,
    drop,
    flood,
    receiver,
    write_certificate,
)

NAME = "hooks.example.com"
LATER, REFUSED = Outcome.LATER, Outcome.REFUSED


class Names:
    """A name system whose answers a test sets; it counts how often it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, _host: str, _port: int) -> Sequence[str]:
        """Return the next answer; the last one again and again."""
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def posts_to(
    origin: str, names: Names | None = None, certificate: Path | None = None, timeout_s: float = 5.0
) -> WebhookPosts:
    context = ssl.create_default_context(cafile=certificate and str(certificate))
    guard = AddressGuard(frozenset({origin}), names or Names([HOST]))
    return WebhookPosts(guard, context, timeout_s)


def send(hook: Receiver, posts: WebhookPosts | None = None) -> SendResult:
    url = WebhookUrl.parse(hook.url, [hook.origin])
    return (posts or posts_to(hook.origin)).send(url, b"{}", {"webhook-id": "M1"})


def test_any_answer_of_success_is_one_and_the_request_is_whole(hook: Receiver) -> None:
    hook.answers = [answer(200), answer(201, b"content"), answer(299)]

    assert [send(hook).outcome for _ in range(3)] == [Outcome.ACCEPTED] * 3
    [first, *_] = hook.received
    assert (first.path, first.body) == ("/hook?key=1", b"{}")
    assert first.headers["host"] == f"{HOST}:{hook.port}"
    assert first.headers["webhook-id"] == "M1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_is_not_followed(hook: Receiver, status: int) -> None:
    with receiver() as other:
        hook.usual = answer(status, Location=other.url)

        assert send(hook) == SendResult(LATER, f"http-{status}")
        assert other.received == []
    assert len(hook.received) == 1


@pytest.mark.parametrize(
    ("status", "outcome"), [(400, LATER), (404, LATER), (410, REFUSED), (429, LATER), (500, LATER)]
)
def test_any_other_answer_is_a_failure_and_gone_is_one_for_good(
    hook: Receiver, status: int, outcome: Outcome
) -> None:
    hook.usual = answer(status)

    assert send(hook) == SendResult(outcome, f"http-{status}")


def test_a_pause_that_is_asked_for_is_in_seconds_or_until_an_instant(hook: Receiver) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    wrong = (
        "soon", "-5", "1.5", "", "Wed, 99 Foo 2026 00:00:00 GMT",
        f"Wed, 01 Jul {'9' * 30} 00:00:00 GMT", f"Wed, 01 Jul 2026 00:00:00 +{'9' * 30}",
        "9" * 5_000,
    )  # fmt: skip
    hook.answers = [
        answer(429, Retry_After="120"),
        answer(503, Retry_After=until),
        *(answer(503, Retry_After=text) for text in wrong),
    ]

    assert send(hook).wait == timedelta(seconds=120)
    assert timedelta(minutes=59) < send(hook).wait <= timedelta(hours=1)
    waits = [send(hook).wait for _ in wrong]
    assert waits[:-1] == [timedelta()] * (len(wrong) - 1)


def test_a_receiver_that_drips_is_stopped_when_the_whole_time_is_over(hook: Receiver) -> None:
    hook.usual = drip
    began = time.monotonic()

    assert send(hook, posts_to(hook.origin, timeout_s=0.5)) == SendResult(LATER, "timeout")
    assert time.monotonic() - began < 4


def test_a_receiver_that_says_nothing_is_stopped(hook: Receiver) -> None:
    hook.usual = lambda _request: time.sleep(3)

    assert send(hook, posts_to(hook.origin, timeout_s=0.3)) == SendResult(LATER, "timeout")


def test_an_answer_without_end_is_not_read_to_its_end(hook: Receiver) -> None:
    hook.usual = flood
    assert send(hook) == SendResult(LATER, "answer-too-large")

    hook.usual = answer(200, b"x" * 20_000_000)
    assert send(hook).outcome is Outcome.ACCEPTED


def test_a_lost_connection_and_a_closed_port_are_failures(hook: Receiver) -> None:
    hook.usual = drop
    assert send(hook) == SendResult(LATER, "connection-RemoteDisconnected")

    with socket.socket() as bound:
        bound.bind((HOST, 0))
        port = bound.getsockname()[1]
    nowhere = Receiver("http", port)
    assert send(nowhere) == SendResult(LATER, "connection-ConnectionRefusedError")


def test_the_certificate_must_be_of_the_name_and_trusted(tmp_path: Path) -> None:
    right, wrong = (write_certificate(tmp_path, name) for name in (NAME, "other.example.com"))
    for certificate, trusted, result in (
        (right, right, SendResult(Outcome.ACCEPTED)),
        (wrong, wrong, SendResult(LATER, "tls")),
        (right, wrong, SendResult(LATER, "tls")),
    ):
        with receiver(certificate) as hook:
            origin = f"https://{NAME}:{hook.port}"
            posts = posts_to(origin, certificate=trusted[0])
            url = WebhookUrl.parse(f"{origin}/hook", [origin])

            assert posts.send(url, b"{}", {}) == result
            hosts = [one.headers["host"] for one in hook.received]
            assert hosts == ([f"{NAME}:{hook.port}"] if result.reason is None else [])


def test_a_name_is_asked_for_once_and_the_checked_address_is_called(hook: Receiver) -> None:
    # A name system that gives an inside address the second time is not asked a second time.
    names = Names([HOST], ["10.0.0.1"])

    assert send(hook, posts_to(hook.origin, names)).outcome is Outcome.ACCEPTED
    assert names.asked == 1
    assert send(hook, posts_to(hook.origin, names)) == SendResult(LATER, "address-refused")
    assert len(hook.received) == 1


@pytest.mark.parametrize(
    "addresses",
    [
        [], ["127.0.0.1"], ["::1"], ["10.0.0.1"], ["169.254.169.254"], ["100.64.0.1"],
        ["224.0.0.1"], ["240.0.0.1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"], ["2001:0:4136:e378::1"], ["fc00::1"], ["fe80::1%lo"],
        ["93.184.216.34", "127.0.0.1"],
    ],
)  # fmt: skip
def test_nothing_is_sent_inside(hook: Receiver, addresses: list[str]) -> None:
    posts = posts_to("http://other.example", Names(addresses))
    url = WebhookUrl("http", "inside.example", hook.port, "/")

    assert posts.send(url, b"{}", {}) == SendResult(LATER, "address-refused")
    assert hook.received == []


def test_a_local_origin_leads_to_this_machine_alone(hook: Receiver) -> None:
    posts = posts_to(hook.origin, Names(["10.0.0.1"]))

    assert send(hook, posts) == SendResult(LATER, "address-refused")


def test_a_name_system_that_does_not_answer_or_fails_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = WebhookUrl.parse("https://slow.example/")
    monkeypatch.setattr("shared.repositories.notifications.webhook_posts._RESOLVE_S", 0.1)

    def never(_host: str, _port: int) -> list[str]:
        time.sleep(1)
        return ["93.184.216.34"]

    def fails(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    for resolve in (never, fails):
        with pytest.raises(AddressRefused):
            AddressGuard(resolve=resolve).addresses_of(url)


def test_names_of_the_internet_are_not_looked_up_below_a_domain_of_the_system() -> None:
    asked = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if host == f"{NAME}." else ["127.0.0.1"]

    local = "http://localhost:8787"
    guard = AddressGuard({local}, resolve)
    guard.addresses_of(WebhookUrl.parse(f"https://{NAME}/"))
    guard.addresses_of(WebhookUrl.parse(f"{local}/hook", [local]))

    assert asked == [f"{NAME}.", "localhost"]


def test_lookups_that_nobody_waits_for_any_more_leave_threads_for_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.repositories.notifications.webhook_posts._RESOLVE_S", 0.5)
    over = threading.Event()

    def never(_host: str, _port: int) -> list[str]:
        over.wait(30)
        return ["93.184.216.34"]

    def ask(_number: int) -> bool:
        with pytest.raises(AddressRefused):
            AddressGuard(resolve=never).addresses_of(WebhookUrl.parse("https://slow.example/"))
        return True

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(48)))
    found = AddressGuard(resolve=Names(["93.184.216.34"])).addresses_of(
        WebhookUrl.parse(f"https://{NAME}/")
    )
    over.set()
    assert found == ["93.184.216.34"]


def test_a_second_address_is_called_where_the_first_does_not_answer(hook: Receiver) -> None:
    posts = posts_to(hook.origin, Names(["127.0.0.2", HOST]))

    assert send(hook, posts).outcome is Outcome.ACCEPTED


def test_no_proxy_of_the_environment_is_used(
    hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiver() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.origin)
        monkeypatch.delenv("NO_PROXY", raising=False)

        assert send(hook).outcome is Outcome.ACCEPTED
        assert proxy.received == []
