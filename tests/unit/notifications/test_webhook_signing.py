"""Secrets and signatures of webhooks, verified by the library of Standard Webhooks."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from shared.models.notifications.webhooks.signing import (
    PREFIX,
    checked_secret,
    new_secret,
    signature_headers,
)
from shared.models.notifications.webhooks.webhook import (
    OLD_SECRET_FOR,
    SigningSecret,
    WebhookState,
)

FIRST = "the first one"
BODY = json.dumps({"type": "webhook.ping", "text": "ü"}).encode()


def secret_of(size: int) -> str:
    return PREFIX + base64.b64encode(b"k" * size).decode()


def test_a_message_is_verified_by_each_of_its_secrets_and_by_no_other() -> None:
    now, first, second = datetime.now(UTC), new_secret(), new_secret()

    headers = signature_headers("M1", BODY, [first, second], now)

    assert headers["webhook-id"] == "M1"
    assert headers["webhook-timestamp"] == str(int(now.timestamp()))
    for secret in (first, second):
        assert Verifier(secret).verify(BODY, headers) == json.loads(BODY)
    for secret, body in ((new_secret(), BODY), (first, BODY + b" ")):
        with pytest.raises(WebhookVerificationError):
            Verifier(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(first).verify(BODY, headers | {"webhook-id": "M2"})


def test_secrets_are_random_and_of_the_right_form() -> None:
    made = {new_secret() for _ in range(10)}

    assert len(made) == 10
    assert all(checked_secret(one) == one for one in made)


@pytest.mark.parametrize("size", [24, 64])
def test_a_secret_of_24_to_64_bytes_is_accepted(size: int) -> None:
    assert checked_secret(secret_of(size)) == secret_of(size)


@pytest.mark.parametrize(
    "text",
    [
        "", PREFIX, secret_of(23), secret_of(65), secret_of(32).removeprefix(PREFIX),
        secret_of(32) + "!", secret_of(32)[:-1], f"{PREFIX}{'é' * 44}", f"whpk_{'A' * 44}",
    ],
)  # fmt: skip
def test_any_other_secret_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be whsec_ with the base64 of 24 to 64"):
        checked_secret(text)


def test_the_former_secret_signs_for_a_day_after_a_rotation_and_older_ones_never() -> None:
    now = datetime(2026, 3, 31, tzinfo=UTC)
    state = WebhookState(id="W1", secrets=(SigningSecret(secret=FIRST),))

    once = state.rotated("second", now)
    assert once.signing(now + OLD_SECRET_FOR - timedelta(seconds=1)) == ["second", FIRST]
    assert once.signing(now + OLD_SECRET_FOR) == ["second"]
    assert once.rotated("third", now).signing(now) == ["third", "second"]


def test_no_secret_is_in_the_text_of_a_state() -> None:
    state = WebhookState(id="W1", secrets=(SigningSecret(secret=FIRST),))

    assert FIRST not in f"{state} {state!r}"
