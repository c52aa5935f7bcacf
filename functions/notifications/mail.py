"""Configuration of e-mails from environment variables; docs/configuration.md lists them."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from functions.http import clock
from shared.repositories import connections

if TYPE_CHECKING:
    from shared.repositories.notifications.mail import MailTransport
    from shared.services.notifications.email_sending import Mailer

_EXTENSION, _SMTP = "extension", "smtp"


def sends_mail() -> bool:
    """Return whether there is a transport of e-mails."""
    return os.environ.get("MAIL_TRANSPORT") in {_EXTENSION, _SMTP}


def unsubscribe_key() -> bytes:
    """Return the key of the tokens in links that turn e-mails off; empty if there is none."""
    return os.environ.get("UNSUBSCRIBE_KEY", "").encode()


@cache
def mailer() -> Mailer:
    """Return the sender of e-mails; its transport is chosen by ``MAIL_TRANSPORT``."""
    from shared.services.notifications.email_sending import Mailer  # noqa: PLC0415 (only if there are e-mails)

    base = os.environ["PUBLIC_URL"].rstrip("/")
    return Mailer(
        sender=os.environ["MAIL_FROM"],
        unsubscribe_url=f"{base}/notifications/unsubscribe",
        key=unsubscribe_key(),
        transport_of=_transport_of,
        app_url=os.environ.get("APP_URL") or None,
    )


def _transport_of(uid: str) -> MailTransport:
    from shared.repositories.notifications import mail  # noqa: PLC0415 (as above)

    if os.environ["MAIL_TRANSPORT"] == _EXTENSION:
        return mail.ExtensionTransport(connections.firestore_client(), uid)
    server = mail.SmtpServer(
        os.environ["SMTP_HOST"],
        int(os.environ.get("SMTP_PORT", "587")),
        mail.SmtpSecurity(os.environ.get("SMTP_SECURITY", "starttls")),
        os.environ.get("SMTP_USER"),
        os.environ.get("SMTP_PASSWORD"),
    )
    return mail.SmtpTransport(server, clock.now)
