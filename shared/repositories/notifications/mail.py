"""Transports of e-mails: a mail server by SMTP, and the collection of a Firebase extension."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr
from enum import StrEnum
from typing import Protocol

from google.api_core.exceptions import AlreadyExists

from shared.errors import Unavailable
from shared.models.notifications.delivery import Outcome, SendResult
from shared.models.notifications.emails import Email
from shared.models.values.frozen import frozen
from shared.repositories.firestore.client import FirestoreClient

_TIMEOUT_S = 30.0
_CONTINUE = 354
_POSITIVE, _TRANSIENT, _PERMANENT = 2, 4, 5
"""First digits of answers (RFC 5321, section 4.2.1)."""

_NOT_ASCII = ("SMTPUTF8", "BODY=8BITMIME")
_LINE_WITH_DOT = re.compile(rb"(?m)^\.")


class MailTransport(Protocol):
    """Way to send an e-mail once; it never raises for what a server says."""

    def send(self, email: Email, key: str) -> SendResult:
        """Send an e-mail; ``key`` is the same for each attempt."""


class SmtpSecurity(StrEnum):
    """Encryption of the connection to a mail server."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"
    """For a server on the same machine."""


@frozen
class SmtpServer:
    """Address and account of a mail server."""

    host: str
    port: int
    security: SmtpSecurity = SmtpSecurity.STARTTLS
    user: str | None = None
    password: str | None = None


class SmtpTransport:
    """Transport by SMTP; a refusal with 4xx is for later, one with 5xx for good."""

    def __init__(self, server: SmtpServer, clock: Callable[[], datetime]) -> None:
        self._server = server
        self._clock = clock

    def send(self, email: Email, key: str) -> SendResult:
        """Send an e-mail in a connection of its own."""
        del key  # A mail server knows no keys; the Message-ID is fixed.
        session = _Session(email)
        try:
            content = _LINE_WITH_DOT.sub(b"..", email.as_bytes(self._clock()))
        except ValueError:
            return _NOT_ENCODABLE
        if not email.to.isprintable() or parseaddr(email.to) != ("", email.to):
            return _NOT_ENCODABLE  # A command would name another address.
        try:
            with self._connect() as smtp:
                return session.run(smtp, content)
        except smtplib.SMTPAuthenticationError:
            return SendResult(Outcome.LATER, "smtp-authentication")
        except smtplib.SMTPResponseException as error:
            return session.after_failure(error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            return session.after_failure(type(error).__name__)

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        context = ssl.create_default_context()
        if server.security is SmtpSecurity.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_TIMEOUT_S, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_S)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.security is SmtpSecurity.STARTTLS:
                smtp.starttls(context=context)
                smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password or "")
        except BaseException:
            smtp.close()
            raise
        return smtp


class _Session:
    """The commands of one message, and how far they came."""

    def __init__(self, email: Email) -> None:
        self._email = email
        self._is_sent = False
        self.result: SendResult | None = None

    def run(self, smtp: smtplib.SMTP, content: bytes) -> SendResult:
        """Send the message, and return the answer."""
        self.result = self._introduced(smtp) or self._sent(smtp, content)
        return self.result

    def after_failure(self, cause: str | int) -> SendResult:
        """Return the result after an exception or a code: known if the server has answered."""
        if self.result is not None:
            return self.result
        if self._is_sent:
            return _OUTCOME_UNKNOWN
        if isinstance(cause, int):
            return _answered(cause)
        return SendResult(Outcome.LATER, f"connection-{cause}")

    def _introduced(self, smtp: smtplib.SMTP) -> SendResult | None:
        """Send the commands before the message; None if the server waits for it."""
        sender = self._email.sender.rpartition("<")[2].rstrip(">")
        options: tuple[str, ...] = ()
        if not self._email.to.isascii():
            if not smtp.has_extn("smtputf8"):
                return _NOT_ENCODABLE
            options = _NOT_ASCII
        code, _ = smtp.mail(sender, options)
        if code // 100 == _POSITIVE:
            code, _ = smtp.rcpt(self._email.to)
            if code // 100 == _POSITIVE:
                code, _ = smtp.docmd("DATA")
        return None if code == _CONTINUE else _answered(code)

    def _sent(self, smtp: smtplib.SMTP, content: bytes) -> SendResult:
        """Send the message; an answer that cannot be read says nothing about its delivery."""
        self._is_sent = True
        smtp.send(content if content.endswith(b"\r\n") else content + b"\r\n")
        smtp.send(b".\r\n")
        code, _ = smtp.getreply()
        if code // 100 == _POSITIVE:
            return SendResult(Outcome.ACCEPTED)
        return _answered(code) if code // 100 in (_TRANSIENT, _PERMANENT) else _OUTCOME_UNKNOWN


_NOT_ENCODABLE = SendResult(Outcome.REFUSED, "not-encodable")
_OUTCOME_UNKNOWN = SendResult(Outcome.UNKNOWN, "outcome-unknown")


def _answered(code: int) -> SendResult:
    outcome = Outcome.REFUSED if code // 100 == _PERMANENT else Outcome.LATER
    return SendResult(outcome, f"smtp-{code}")


class ExtensionTransport:
    """Transport by the collection ``mail``, which Firebase's extension Trigger Email sends.

    The document has the id of the delivery, so the same e-mail is one. ``uid`` is for the erasure.
    https://firebase.google.com/docs/extensions/official/firestore-send-email
    """

    def __init__(self, client: FirestoreClient, uid: str) -> None:
        self._client = client
        self._uid = uid

    def send(self, email: Email, key: str) -> SendResult:
        """Write the document of an e-mail, unless there is one."""
        content = {"subject": email.subject, "text": email.text, "html": email.html}
        document = {
            "to": [email.to],
            "from": email.sender,
            "message": {**content, "messageId": email.message_id},
            "headers": dict(email.headers),
            "uid": self._uid,
        }
        try:
            self._client.collection("mail").document(key).create(document)
        except AlreadyExists:
            pass
        except Unavailable:
            return SendResult(Outcome.LATER, "unavailable")
        return SendResult(Outcome.ACCEPTED)
