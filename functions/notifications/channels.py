"""The channels by which notifications are sent, and their senders, from environment variables."""

from __future__ import annotations

import os
import ssl
from functools import cache
from typing import TYPE_CHECKING

from functions.http import clock
from functions.http.background.announcements import announce
from functions.notifications.mail import mailer, sends_mail
from shared.models.notifications.kinds import Channel
from shared.repositories import connections

if TYPE_CHECKING:
    from shared.repositories.notifications.webhook_posts import AddressGuard
    from shared.services.notifications.sending import ChannelSender
    from shared.services.notifications.webhook_sending import WebhookSender

_USUAL_THREADS = 8


def channels() -> tuple[Channel, ...]:
    """Return the channels, beside the app, by which notifications are sent."""
    return (*((Channel.EMAIL,) if sends_mail() else ()), Channel.WEBHOOK)


def sender_of(channel: Channel) -> ChannelSender | None:
    """Return the sender of a channel, loaded when it is first needed; None if there is none."""
    if channel is Channel.WEBHOOK:
        return webhook_sender()
    if channel not in channels():
        return None
    from shared.services.notifications.email_sending import EmailSender  # noqa: PLC0415 (only if there are e-mails)

    return EmailSender(mailer(), connections.identities(), clock.now)


@cache
def webhook_sender() -> WebhookSender:
    """Return the sender to webhooks of this instance."""
    from shared.repositories.notifications.webhook_posts import WebhookPosts  # noqa: PLC0415 (few messages)
    from shared.services.notifications.webhook_lanes import WebhookLanes  # noqa: PLC0415 (as above)
    from shared.services.notifications.webhook_sending import WebhookSender  # noqa: PLC0415 (as above)

    posts = WebhookPosts(address_guard(), ssl.create_default_context())
    lanes = WebhookLanes(int(os.environ.get("THREADS") or _USUAL_THREADS))
    return WebhookSender(posts, lanes, announce, clock.now)


def address_guard() -> AddressGuard:
    """Return the guard of the addresses of webhooks.

    ``WEBHOOK_LOCAL_ORIGINS`` is for local development alone: no function starts with it on Cloud
    Run.
    """
    from shared.repositories.notifications.webhook_posts import AddressGuard  # noqa: PLC0415 (few requests)

    local = os.environ.get("WEBHOOK_LOCAL_ORIGINS", "")
    return AddressGuard(frozenset(one.strip() for one in local.split(",") if one.strip()))
