"""A mail server for tests: real SMTP, with answers that a test chooses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from local.processes.ports import find_free


class MailServer:
    """A server that keeps what it accepts; ``answers`` are those to the next messages."""

    def __init__(self) -> None:
        [self.port] = find_free(1)
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []
        self.recipient_answers: list[str] = []
        self.breaks_after_data = False

    @property
    def mails(self) -> list[EmailMessage]:
        """Return the accepted messages, the oldest first."""
        return [message_from_bytes(one, policy=policy.default) for one in self.raw]

    async def handle_RCPT(  # noqa: N802 (aiosmtpd names it)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take or refuse a recipient."""
        answer = self.recipient_answers.pop(0) if self.recipient_answers else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (as above)
        """Take or refuse a message."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer[0] not in "45":
            self.raw.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        if self.breaks_after_data:
            server.transport.abort()
        return answer


@contextmanager
def mail_server(*, has_utf8: bool = True) -> Iterator[MailServer]:
    """Run a mail server until the context ends; with ``has_utf8`` it offers SMTPUTF8."""
    server = MailServer()
    controller = Controller(
        server, hostname="127.0.0.1", port=server.port, enable_SMTPUTF8=has_utf8
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
