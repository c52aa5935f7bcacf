"""Fixtures of e-mails: what is published, the mail server, and a person who gets e-mails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from functions.http.background import announcements
from functions.notifications import (
    channels,
    deliveries,
    mail,
    scan_notifications,
    send_notifications,
    webhooks,
)
from shared.models.notifications.message import NotificationMessage
from tests.http.answers import ok
from tests.support.ledgers.people import Person, registered_user
from tests.support.mail_server import MailServer, mail_server
from tests.support.webhook_receiver import Receiver, receiver


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[NotificationMessage]:
    """Return what is published, which is delivered by ``work_off``."""
    found: list[NotificationMessage] = []
    modules = (
        announcements, deliveries, scan_notifications, send_notifications, webhooks,
    )  # fmt: skip
    for module in modules:
        monkeypatch.setattr(module, "publish_events", found.extend)
    return found


@pytest.fixture
def server(
    monkeypatch: pytest.MonkeyPatch, messages: list[NotificationMessage]
) -> Iterator[MailServer]:
    """Return the mail server that functions send e-mails to."""
    with mail_server() as running:
        for name, value in {
            "MAIL_TRANSPORT": "smtp",
            "MAIL_FROM": "FinanceFlow <no-reply@financeflow.example>",
            "PUBLIC_URL": "https://api.financeflow.example/",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(running.port),
            "SMTP_SECURITY": "none",
            "UNSUBSCRIBE_KEY": "k" * 32,
        }.items():
            monkeypatch.setenv(name, value)
        mail.mailer.cache_clear()
        yield running
        mail.mailer.cache_clear()


@pytest.fixture
def person(server: MailServer) -> Person:
    """Return a registered user with a verified address."""
    user = registered_user(is_verified=True)
    ok(user.get("/settings"))
    return user


@pytest.fixture
def hook(
    monkeypatch: pytest.MonkeyPatch, messages: list[NotificationMessage]
) -> Iterator[Receiver]:
    """Return a receiver of webhooks, which the configuration allows to call."""
    with receiver() as running:
        monkeypatch.setenv("WEBHOOK_LOCAL_ORIGINS", running.origin)
        channels.webhook_sender.cache_clear()
        yield running
        channels.webhook_sender.cache_clear()


@pytest.fixture
def owner(hook: Receiver) -> Person:
    """Return a registered user who has no webhook yet."""
    user = registered_user(is_verified=True)
    ok(user.get("/settings"))
    return user


@pytest.fixture
def made(owner: Person, hook: Receiver) -> dict[str, Any]:
    """Return the webhook of the owner, with its secret."""
    created: dict[str, Any] = ok(owner.post("/notifications/webhooks", {"url": hook.url}), 201)
    return created
