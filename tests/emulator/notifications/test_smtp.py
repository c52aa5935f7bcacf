"""The transport of e-mails by SMTP, against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from local.processes.ports import find_free
from shared.models.notifications.delivery import Outcome, SendResult
from shared.models.notifications.emails import Email
from shared.repositories.notifications.mail import SmtpSecurity, SmtpServer, SmtpTransport
from tests.support.mail_server import MailServer, mail_server

EMAIL = Email(
    to="ada@example.com",
    sender="FinanceFlow <no-reply@example.com>",
    subject="Import finished",
    text="One line\n.\n.hidden\nAnd another\n",
    html="<p>One line</p>",
    message_id="<D1@example.com>",
    headers={},
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Return a mail server."""
    with mail_server() as running:
        yield running


def send(
    port: int, security: SmtpSecurity = SmtpSecurity.NONE, to: str = EMAIL.to, **account: str
) -> SendResult:
    address = SmtpServer("127.0.0.1", port, security, **account)
    email = replace(EMAIL, to=to)
    return SmtpTransport(address, lambda: datetime.now(UTC)).send(email, "D1")


def test_a_message_arrives_as_it_was_sent(server: MailServer) -> None:
    assert send(server.port) == SendResult(Outcome.ACCEPTED)

    [mail] = server.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == EMAIL.text
    assert mail["Message-ID"] == "<D1@example.com>"


@pytest.mark.parametrize(
    ("code", "outcome"), [("451", Outcome.LATER), ("550", Outcome.REFUSED), ("421", Outcome.LATER)]
)
@pytest.mark.parametrize("place", ["answers", "recipient_answers"])
def test_a_refusal_is_for_later_or_for_good(
    server: MailServer, code: str, outcome: Outcome, place: str
) -> None:
    getattr(server, place).append(f"{code} No")

    assert send(server.port) == SendResult(outcome, f"smtp-{code}")
    assert server.mails == []


def test_a_connection_that_is_lost_after_the_message_has_an_unknown_outcome(
    server: MailServer,
) -> None:
    server.breaks_after_data = True

    assert send(server.port) == SendResult(Outcome.UNKNOWN, "outcome-unknown")
    assert len(server.mails) == 1


@pytest.mark.parametrize("answer", ["251 Forwarded", "252 OK", "200 OK"])
def test_every_positive_answer_is_an_acceptance(server: MailServer, answer: str) -> None:
    server.recipient_answers.append(answer)
    server.answers.append(answer)

    assert send(server.port) == SendResult(Outcome.ACCEPTED)
    assert len(server.mails) == 1


@pytest.mark.parametrize("answer", ["hello", "354 Go on", f"250 {'x' * 9000}", "999 No", "-1"])
def test_an_answer_to_the_message_that_cannot_be_read_has_an_unknown_outcome(
    server: MailServer, answer: str
) -> None:
    server.answers.append(answer)

    assert send(server.port) == SendResult(Outcome.UNKNOWN, "outcome-unknown")
    assert len(server.mails) == 1


LONG_ADDRESS = f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.example.com"


@pytest.mark.parametrize("address", [LONG_ADDRESS, "jörg@example.com", "ada@exämple.com"])
def test_an_address_is_written_in_full_and_as_it_is(server: MailServer, address: str) -> None:
    assert send(server.port, to=address) == SendResult(Outcome.ACCEPTED)

    assert server.recipients == [address]
    [raw] = server.raw
    assert f"To: {address}\r\n".encode() in raw.replace(b"To:\r\n ", b"To: ")


@pytest.mark.parametrize("address", ["jörg@example.com", "ada@exämple.com"])
def test_an_address_that_a_server_cannot_take_is_refused(address: str) -> None:
    with mail_server(has_utf8=False) as server:
        assert send(server.port, to=address) == SendResult(Outcome.REFUSED, "not-encodable")
    assert server.recipients == []


@pytest.mark.parametrize(
    "address",
    [
        "a,b@example.com",
        "Ada <ada@example.com>",
        "a@example.com\nx",
        "a\x00@example.com",
        "a\ud800@b",
    ],
)
def test_what_is_no_address_is_refused(server: MailServer, address: str) -> None:
    assert send(server.port, to=address) == SendResult(Outcome.REFUSED, "not-encodable")
    assert server.recipients == []


def test_a_server_that_is_not_there_is_tried_later() -> None:
    [port] = find_free(1)

    assert send(port) == SendResult(Outcome.LATER, "connection-ConnectionRefusedError")


def test_nothing_is_sent_without_the_encryption_that_was_asked_for(server: MailServer) -> None:
    for security in (SmtpSecurity.STARTTLS, SmtpSecurity.TLS):
        assert send(server.port, security).outcome is Outcome.LATER
    assert send(server.port, user="ada").outcome is Outcome.LATER
    assert server.mails == []
