"""Texts of notifications in every language of the project."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shared.errors import DemoQuota, FieldError, FinanceFlowError, InvalidArgument
from shared.models.ledger.samples.texts import LANGUAGES
from shared.models.notifications.kinds import KINDS, NotificationKind, kind_of
from shared.models.notifications.notification import MAX_NOTIFICATIONS, Event, Notification
from shared.models.notifications.parameters import (
    AmountParameter,
    DateParameter,
    MonthParameter,
    NotBookedReason,
    NumberParameter,
    Parameter,
    ReasonParameter,
    RoleParameter,
    TextParameter,
    text,
)
from shared.models.notifications.texts import names_in, render, rendered, texts_for
from shared.models.people.access import Role
from shared.models.planning.recurring import Mode
from shared.services.planning.run_events import reason_of, reminder_kind
from shared.services.posting.operations import MAX_DOCUMENTS

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
AMOUNTS = {"amount", "before", "income", "expenses", "limit"}
PARAMETERS: dict[str, Parameter] = {
    "amount": AmountParameter(minor=-123456, currency="EUR"),
    "date": DateParameter(date=date(2026, 3, 31)),
    "month": MonthParameter(month="2026-03"),
    "count": NumberParameter(number=7),
    "role": RoleParameter(role=Role.VIEWER),
    "name": TextParameter(text="Rent {count}"),
}


def made(kind: NotificationKind, **others: str) -> Notification:
    event = Event.of(kind, "S1", NOW, parameters=PARAMETERS, **others)
    return Notification.of_event(event, kind_of(kind), "U1", None)


def test_every_kind_has_its_treatment() -> None:
    assert [one.kind for one in KINDS] == list(NotificationKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_title_and_a_text_with_the_same_parameters(language: str) -> None:
    english, texts = texts_for("en"), texts_for(language)

    assert list(texts.titles) == list(texts.texts) == list(NotificationKind)
    for kind in NotificationKind:
        assert names_in(texts.titles[kind]) == names_in(english.titles[kind])
        assert names_in(texts.texts[kind]) == names_in(english.texts[kind])
        assert not names_in(texts.titles[kind]) & AMOUNTS
    assert set(texts.roles) == set(Role)
    assert list(texts.reasons) == list(NotBookedReason)
    assert len(set(texts.reasons.values())) == len(NotBookedReason)
    assert texts.open
    for one in ("digest", "more"):
        assert names_in(getattr(texts, one)) == {"count"}


def test_parameters_are_written_as_in_the_language() -> None:
    shown = {
        language: [rendered(PARAMETERS[name], texts_for(language)) for name in PARAMETERS]
        for language in ("en", "de-AT", "ja")
    }

    assert shown == {
        "en": ["-1234.56 EUR", "2026-03-31", "2026-03", "7", "viewer", "Rent {count}"],
        "de-AT": ["-1234,56 EUR", "31.03.2026", "03.2026", "7", "Betrachter", "Rent {count}"],
        "ja": ["-1234.56 EUR", "2026/03/31", "2026/03", "7", "閲覧者", "Rent {count}"],
    }


def test_a_text_is_filled_once_so_a_name_with_braces_stays_as_it_is() -> None:
    shown = render(made(NotificationKind.RECURRING_DUE), texts_for("en"), None)

    assert shown.title == "Due soon: Rent {count}"
    assert shown.text.startswith("Rent {count} is due on 2026-03-31: -1234.56 EUR. The payment")


def test_the_reminder_of_each_mode_says_what_settles_it() -> None:
    kinds = [reminder_kind(mode) for mode in (Mode.REMIND, Mode.APPROVE, Mode.AUTO)]
    shown = [render(made(kind), texts_for("en"), None) for kind in kinds]

    payment = "The payment is recognised when it comes with the transactions of the bank."
    assert [one.text.partition("2026-03-31")[2] for one in shown] == [
        f": -1234.56 EUR. {payment}",
        " waits for approval: -1234.56 EUR. It can be booked or skipped in the app.",
        ": -1234.56 EUR.",
    ]
    assert [one.title.partition(":")[0] for one in shown] == [
        "Due soon",
        "To approve",
        "Booked soon",
    ]


def test_the_workspace_is_named_in_each_title() -> None:
    due = made(NotificationKind.RECURRING_DUE, workspace_name="Home")
    added = made(NotificationKind.MEMBER_ADDED, workspace_name="Home")

    assert render(due, texts_for("en"), None).title == "Due soon: Rent {count} (Home)"
    assert render(added, texts_for("en"), "Ada").title == "New access to Home"
    assert render(added, texts_for("en"), "Ada").text == "Ada has access to Home as viewer."
    assert render(added, texts_for("en"), None).text == "A member has access to Home as viewer."


def test_a_parameter_that_is_missing_is_a_dash() -> None:
    shown = render(made(NotificationKind.IMPORT_DONE), texts_for("en"), None)

    assert (shown.title, shown.text) == ("Import finished: –", "Transactions imported: 7.")


def test_an_import_without_a_file_name_is_named_after_its_account() -> None:
    kind = NotificationKind.IMPORT_DONE
    named = [{"account": text("Main")}, {"account": text("Main"), "file": text("March.csv")}]
    events = [Event.of(kind, "S1", NOW, parameters=dict(one)) for one in named]
    shown = [
        render(Notification.of_event(one, kind_of(kind), "U1", None), texts_for("en"), None).title
        for one in events
    ]

    assert shown == ["Import finished: Main", "Import finished: March.csv"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_imports_need_no_plural(language: str) -> None:
    text_of = texts_for(language).texts[NotificationKind.IMPORT_DONE]
    before, after = text_of.split("{count}")

    assert before.rstrip().endswith((":", "："))
    assert after.strip(" 件笔") in (".", "。")


def test_a_language_without_texts_and_traditional_chinese_get_english() -> None:
    assert texts_for("sv") is texts_for("zh-TW") is texts_for("en")
    assert texts_for("zh-CN") is texts_for("zh")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (InvalidArgument.of("to_account_id", "is archived"), NotBookedReason.ACCOUNT),
        (InvalidArgument.of("splits.1.category_id", "is gone"), NotBookedReason.CATEGORY),
        (InvalidArgument.of("custom_type_id", "is gone"), NotBookedReason.CUSTOM_TYPE),
        (
            InvalidArgument(FieldError("date", "?"), FieldError("amount", "?")),
            NotBookedReason.AMOUNT,
        ),
        (InvalidArgument.of("date", "is too late"), NotBookedReason.OTHER),
        (DemoQuota("at most 500 transactions"), NotBookedReason.LIMIT),
    ],
)
def test_the_reason_for_which_nothing_was_booked_follows_the_text(
    error: FinanceFlowError, reason: NotBookedReason
) -> None:
    assert reason_of(error) is reason
    kind = NotificationKind.RECURRING_MISSED
    parameters: dict[str, Parameter] = {
        "name": text("Rent"),
        "reason": ReasonParameter(reason=reason),
        "more": NumberParameter(number=1),
    }
    event = Event.of(kind, "S1", NOW, parameters=parameters)
    stored = Notification.of_event(event, kind_of(kind), "U1", None).model_dump(mode="json")
    texts = texts_for("de")

    shown = render(Notification.model_validate(stored), texts, None)

    assert shown.text.endswith(f": –. {texts.reasons[reason]} Und 1 weitere.")


def test_a_long_text_is_shortened() -> None:
    assert text("x" * 200).text == "x" * 200
    assert text("x" * 201).text == "x" * 199 + "…"


def test_all_notifications_of_a_person_can_be_marked_as_read_in_one_request() -> None:
    tenant, read_and_written = 1, 2 * MAX_NOTIFICATIONS

    assert tenant + read_and_written <= MAX_DOCUMENTS


def test_an_event_told_twice_is_one_notification() -> None:
    first = made(NotificationKind.RECURRING_DUE)
    event = Event.of(NotificationKind.RECURRING_DUE, "S1", NOW, "2026-04")

    assert made(NotificationKind.RECURRING_DUE).id == first.id
    other = Notification.of_event(event, kind_of(event.kind or first.kind), "U1", None)
    assert other.id != first.id
    of_another = Notification.of_event(event, kind_of(event.kind or first.kind), "U2", None)
    assert of_another.id != other.id
