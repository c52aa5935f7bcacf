"""When a token tells news of how its person signs in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.models.people.sign_in import SignIn

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
BY_PASSWORD = SignIn(methods=("email",), email="ada@example.com", told_at=NOON)
BY_GOOGLE = SignIn(
    methods=("email", "google.com"), email="ada@example.com", email_verified=True, told_at=NOON
)
VISITOR = SignIn(told_at=NOON)


def later(sign_in: SignIn, seconds: float) -> SignIn:
    """Return the same sign-in from a token that was issued so many seconds later."""
    return sign_in.model_copy(update={"told_at": NOON + timedelta(seconds=seconds)})


@pytest.mark.parametrize(
    ("told", "noted", "is_news"),
    [
        (BY_PASSWORD, None, True),
        (VISITOR, None, False),
        (BY_PASSWORD, VISITOR, True),
        (VISITOR, BY_PASSWORD, True),
        (BY_PASSWORD, BY_PASSWORD, False),
        (later(BY_PASSWORD, 60), BY_PASSWORD, False),
        (later(BY_GOOGLE, 60), BY_PASSWORD, True),
        (BY_GOOGLE, BY_PASSWORD, True),
        (later(BY_GOOGLE, -1), BY_PASSWORD, False),
        (SignIn(methods=("email",)), BY_GOOGLE, True),
    ],
)
def test_news_is_another_way_by_a_token_that_is_not_older(
    told: SignIn, noted: SignIn | None, *, is_news: bool
) -> None:
    assert told.is_news_after(noted) is is_news


def test_the_log_keeps_the_way_and_not_the_token() -> None:
    assert BY_GOOGLE.content == {
        "methods": ["email", "google.com"],
        "email": "ada@example.com",
        "email_verified": True,
    }
    assert later(BY_GOOGLE, 9).content == BY_GOOGLE.content
