"""E-mails of notifications: subject, plain text and HTML, and their headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, Policy
from email.utils import format_datetime
from html import escape
from typing import cast

from shared.models.notifications.notification import Notification
from shared.models.notifications.texts import NotificationTexts, RenderedNotification, rendered
from shared.models.values.frozen import frozen

_AMOUNT = "amount"
_MAX_SUBJECT = 200


class _UrlHeader(UniqueUnstructuredHeader):
    """A header with a URL on one line: mail programs read no encoded one (RFC 2369, section 2)."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        """Return the line; the library would encode one of more than 78 characters."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", cast("type[BaseHeader]", _UrlHeader))
_ASCII, _NOT_ASCII = (one.clone(header_factory=_HEADERS) for one in (SMTP, SMTPUTF8))


@frozen
class Email:
    """An e-mail to one address."""

    to: str
    sender: str
    subject: str
    text: str
    html: str
    message_id: str
    headers: Mapping[str, str]

    def as_bytes(self, at: datetime) -> bytes:
        """Return the message as it is sent, with lines that end in CRLF.

        The library refuses header values with line breaks, and encodes what is not ASCII. In an
        address it must not (RFC 2047, section 5): headers are UTF-8 where that is not ASCII.
        """
        message = EmailMessage(policy=_ASCII if self.to.isascii() else _NOT_ASCII)
        message["From"], message["To"], message["Subject"] = self.sender, self.to, self.subject
        message["Message-ID"], message["Date"] = self.message_id, format_datetime(at)
        for name, value in self.headers.items():
            message[name] = value
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        return message.as_bytes()


@frozen
class EmailParts:
    """Parts of an e-mail: notifications with their texts, and links: to the app, to stop them.

    ``unsubscribe_url`` is None if all are about security, which cannot be turned off, and
    ``app_url`` if the address of the web app is not configured.
    """

    notifications: Sequence[tuple[Notification, RenderedNotification]]
    texts: NotificationTexts
    more: int = 0
    has_amounts_in_subject: bool = False
    unsubscribe_url: str | None = None
    app_url: str | None = None

    @property
    def subject(self) -> str:
        """Return the subject, on one line: a title, or of a digest the number of notifications."""
        count = len(self.notifications) + self.more
        if count > 1:
            return self.texts.digest.format(count=count)
        [(notification, shown)] = self.notifications
        subject = shown.title
        amount = notification.parameters.get(_AMOUNT)
        if self.has_amounts_in_subject and amount is not None:
            subject = f"{subject}: {rendered(amount, self.texts)}"
        return one_line(subject)

    @property
    def text(self) -> str:
        """Return the plain text."""
        parts = [f"{shown.title}\n{shown.text}" for _, shown in self.notifications]
        footer = self.texts.security
        if self.unsubscribe_url is not None:
            footer = f"{self.texts.unsubscribe}: {self.unsubscribe_url}"
        app = [] if self.app_url is None else [f"{self.texts.open}: {self.app_url}"]
        return "\n\n".join([*parts, *self._rest, *app, f"-- \n{footer}"]) + "\n"

    @property
    def html(self) -> str:
        """Return the text as HTML; nothing in it is markup but what is here."""
        parts = [
            f"<h2>{escape(shown.title)}</h2><p>{escape(shown.text)}</p>"
            for _, shown in self.notifications
        ]
        footer = escape(self.texts.security)
        if self.unsubscribe_url is not None:
            footer = _link(self.unsubscribe_url, self.texts.unsubscribe)
        rest = "".join(f"<p>{escape(one)}</p>" for one in self._rest)
        if self.app_url is not None:
            rest = f"{rest}<p>{_link(self.app_url, self.texts.open)}</p>"
        return f"<!doctype html><html><body>{''.join(parts)}{rest}<hr>{footer}</body></html>\n"

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers beside the usual ones."""
        headers = {"Auto-Submitted": "auto-generated"}
        if self.unsubscribe_url is not None:
            headers["List-Unsubscribe"] = f"<{self.unsubscribe_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers

    @property
    def _rest(self) -> list[str]:
        return [self.texts.more.format(count=self.more)] if self.more else []


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def one_line(text: str) -> str:
    """Return a text on one line, without control characters, shortened for a header."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= _MAX_SUBJECT else f"{line[: _MAX_SUBJECT - 1]}…"
