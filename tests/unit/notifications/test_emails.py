"""E-mails of notifications: their parts, headers, and the signed links in them."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import NotFound
from shared.models.notifications.emails import Email, EmailParts, one_line
from shared.models.notifications.kinds import NotificationKind, kind_of
from shared.models.notifications.notification import Event, Notification
from shared.models.notifications.parameters import AmountParameter, Parameter, text
from shared.models.notifications.texts import render, texts_for
from shared.models.notifications.unsubscribe import UnsubscribeToken

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
KEY = b"k" * 32
TOKEN = UnsubscribeToken("U" * 28, tuple(NotificationKind)).signed(KEY)
URL = f"https://example.com/notifications/unsubscribe?token={TOKEN}"
ENGLISH = texts_for("en")


def parts(name: str = "Rent", count: int = 1, *, amounts: bool = False) -> EmailParts:
    parameters: dict[str, Parameter] = {
        "name": text(name),
        "amount": AmountParameter(minor=95000, currency="EUR"),
    }
    event = Event.of(NotificationKind.RECURRING_DUE, "R1", NOW, parameters=parameters)
    one = Notification.of_event(event, kind_of(NotificationKind.RECURRING_DUE), "U1", None)
    return EmailParts([(one, render(one, ENGLISH, None))] * count, ENGLISH, 0, amounts, URL)


def sent(made: EmailParts, to: str = "ada@example.com") -> bytes:
    email = Email(
        to=to, sender="FinanceFlow <no-reply@example.com>", subject=made.subject, text=made.text,
        html=made.html, message_id="<D1@example.com>", headers=made.headers,
    )  # fmt: skip
    return email.as_bytes(NOW)


def test_amounts_are_in_the_subject_only_if_they_are_asked_for() -> None:
    assert parts().subject == "Due soon: Rent"
    assert parts(amounts=True).subject == "Due soon: Rent: 950.00 EUR"
    assert "950.00 EUR" in parts().text


def test_a_digest_says_how_many_notifications_it_has() -> None:
    assert parts(count=3).subject == "FinanceFlow: 3 notifications"


def test_the_message_has_text_html_and_the_headers_of_one_click() -> None:
    message = message_from_bytes(sent(parts("Miete für März")), policy=policy.default)

    assert message["Subject"] == "Due soon: Miete für März"
    assert message["Message-ID"] == "<D1@example.com>"
    assert message["List-Unsubscribe"] == f"<{URL}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("address", ["ada@example.com", "jörg@example.com"])
def test_the_link_of_one_click_is_on_one_line_as_it_is(address: str) -> None:
    # A parser that decodes encoded words would not see the difference.
    lines = sent(parts(), to=address).split(b"\r\n")

    assert f"List-Unsubscribe: <{URL}>".encode() in lines
    assert max(map(len, lines)) <= 998


def test_an_e_mail_about_security_has_no_link_to_turn_it_off() -> None:
    made = EmailParts(parts().notifications, ENGLISH)

    assert "List-Unsubscribe" not in made.headers
    assert ENGLISH.security in made.text
    assert "<a " not in made.html


def test_the_app_is_linked_if_its_address_is_known() -> None:
    address = "https://app.example.com/?a=1&b=2"
    made = EmailParts(parts().notifications, ENGLISH, unsubscribe_url=URL, app_url=address)

    assert f"Open FinanceFlow: {address}\n\n-- \n" in made.text
    assert '<a href="https://app.example.com/?a=1&amp;b=2">Open FinanceFlow</a>' in made.html
    assert "Open FinanceFlow" not in parts().text + parts().html


def test_what_a_person_wrote_is_no_markup() -> None:
    html = parts('<img src="https://tracker.example">').html

    assert "<img" not in html
    assert "&lt;img" in html


@given(st.text(max_size=300))
def test_no_text_adds_a_header(name: str) -> None:
    hostile = f"{name}\r\nBcc: eve@example.com\r\n\r\nBody"
    message = message_from_bytes(sent(parts(hostile)), policy=policy.default)

    assert message["Bcc"] is None
    assert set(message.keys()) == {
        "From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "List-Unsubscribe",
        "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
    }  # fmt: skip


@pytest.mark.parametrize("address", ["a@example.com\r\nBcc: eve@example.com", "a@example.com\nx"])
def test_an_address_with_a_line_break_is_no_message(address: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        sent(parts(), to=address)


@given(st.text(max_size=400))
def test_a_header_is_one_short_printable_line(value: str) -> None:
    line = one_line(value)

    assert line.isprintable()
    assert len(line) <= 200
    assert line == line.strip()


def test_a_token_is_read_as_it_was_signed() -> None:
    token = UnsubscribeToken("U1", (NotificationKind.IMPORT_DONE, NotificationKind.RECURRING_DUE))

    assert UnsubscribeToken.read(token.signed(KEY), KEY) == token


@given(st.text(max_size=50), st.integers(0, 40))
def test_a_token_that_was_changed_is_none(other: str, place: int) -> None:
    signed = UnsubscribeToken("U1", (NotificationKind.IMPORT_DONE,)).signed(KEY)
    changed = signed[:place] + other + signed[place + 1 :]
    if changed != signed:
        with pytest.raises(NotFound):
            UnsubscribeToken.read(changed, KEY)
    for key in (b"other", b""):
        with pytest.raises(NotFound):
            UnsubscribeToken.read(signed, key)
