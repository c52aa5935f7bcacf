"""Recurring entries of samples, on many days, in each language and in several currencies."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shared.models.ledger.defaults import with_defaults
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.samples.filling import fill
from shared.models.ledger.samples.texts import LANGUAGES, default_names
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.planning.budgets.samples import kept_scopes, overspent_event
from shared.models.planning.detection.detection import detect
from shared.models.planning.detection.observation import Observation, description_key
from shared.models.planning.links import is_booked
from shared.models.planning.occurrence import OccurrenceState
from shared.models.planning.recurring import Mode
from shared.models.planning.samples import (
    SamplePlanning,
    sample_notifications,
    sample_planning,
)
from shared.models.planning.schedule import occurrences
from shared.models.values.money import to_minor
from tests.support.cases import for_each

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
DAYS = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=age) for age in range(0, 400, 3)]


def planned(at: datetime = NOON, locale: str = "en", currency: str = "USD") -> SamplePlanning:
    ledger = with_defaults(Ledger(currency, "UTC", created_at=at), default_names(locale))
    return sample_planning(fill(ledger, locale, "ada", at), at)


def observed(transaction: Transaction) -> Observation:
    return Observation(
        id=transaction.id,
        date=transaction.date,
        type=transaction.type.value,
        amount_minor=transaction.amount_minor,
        currency=transaction.currency,
        account_id=transaction.account_id,
        to_account_id=transaction.to_account_id,
        payee=transaction.payee,
        description=description_key(transaction.description),
        category_id=transaction.category_id,
    )


def test_each_entry_has_its_last_occurrence_paid_and_goes_on_after_it() -> None:
    for at in DAYS:
        planning = planned(at)
        by_id = {one.id: one for one in planning.samples.transactions}
        for entry in planning.entries.values():
            recurring, last = entry.recurring, entry.occurrence
            booked = by_id[last.transaction_id or ""]
            assert (booked.recurring_id, booked.occurrence_nominal) == (recurring.id, last.nominal)
            is_auto = recurring.mode is Mode.AUTO
            state = OccurrenceState.POSTED if is_auto else OccurrenceState.MATCHED
            assert (last.state, last.date) == (state, booked.date)
            assert is_booked(booked) is is_auto
            amount, currency = last.amount_in(recurring)
            assert to_minor(amount, currency) == booked.amount_minor
            assert recurring.amount_at(last.nominal) == (amount, currency)
            assert recurring.next_date is not None
            assert at.date() < recurring.next_date <= at.date() + timedelta(days=34)
            assert recurring.due_at is not None


def test_schedules_have_the_days_on_which_the_samples_are() -> None:
    for at in DAYS[::10]:
        planning = planned(at)
        for key, entry in planning.entries.items():
            texts, today = planning.samples.texts, at.date()
            days = [
                one.date
                for one in planning.samples.transactions
                if one.description == texts.descriptions[key]
            ]
            schedule = entry.recurring.schedule
            found = [one.effective for one in occurrences(schedule, date(2020, 1, 1), today)]
            assert found == days


def test_four_transactions_are_linked_and_the_others_stay() -> None:
    planning = planned()
    linked = [one for one in planning.samples.transactions if one.recurring_id]
    assert len(linked) == len(planning.entries) == 4


@for_each("locale", LANGUAGES)
def test_entries_have_the_names_of_the_samples_in_each_language(locale: str) -> None:
    planning = planned(locale=locale)
    texts = planning.samples.texts
    assert {key: entry.recurring.name for key, entry in planning.entries.items()} == {
        key: texts.descriptions[key] for key in ("salary", "rent", "transit", "streaming")
    }


@for_each("currency", ["USD", "JPY", "KWD", "VND"])
def test_the_price_of_one_was_raised_three_months_ago(currency: str) -> None:
    planning = planned(currency=currency)
    for key, entry in planning.entries.items():
        recurring = entry.recurring
        recurring.ensure_size()
        if key != "streaming":
            assert recurring.amount_changes == ()
            continue
        [change] = recurring.amount_changes
        assert change.from_ == date(2026, 1, 1)
        assert recurring.amount_at(date(2025, 12, 1)).amount < change.amount
        assert recurring.amount_at(change.from_).amount == change.amount


def test_the_detection_finds_another_one_to_suggest() -> None:
    for at in DAYS[::10]:
        planning = planned(at)
        texts = planning.samples.texts
        others = [
            one
            for one in planning.samples.transactions
            if one.description not in {texts.descriptions[key] for key in planning.entries}
        ]
        found = detect(map(observed, others), at.date()).suggestions
        internet = {one.id for one in others if one.payee == texts.payees["internet"]}
        assert any({row.id for row in one.evidence} <= internet for one in found), at


@for_each("currency", ["USD", "JPY", "KWD", "VND"])
@for_each("locale", LANGUAGES)
def test_four_budgets_are_named_in_each_language_and_one_is_overspent(
    locale: str, currency: str
) -> None:
    for at in DAYS[::30]:
        planning = planned(at, currency=currency, locale=locale)
        groceries, dining, home, entertainment = planning.budgets
        texts = planning.samples.texts
        assert (groceries.name, home.name) == (texts.categories["Groceries"], texts.tags["home"])
        assert [one.needs_days for one in planning.budgets] == [False, True, False, False]
        assert kept_scopes(planning.budgets).keys() == {dining.scope.key}
        for one in planning.budgets:
            period = one.rule(planning.samples.ledger.calendar).around(one.start)
            assert period.first == one.start
        told = overspent_event(planning.samples, entertainment, at).parameters
        spent, limit = told["amount"].model_dump(), told["limit"].model_dump()
        assert spent["minor"] > limit["minor"] == entertainment.steps[0].amount_minor


def test_a_demo_has_four_notifications_newest_first() -> None:
    planning = planned()
    done = Event.of(NotificationKind.IMPORT_DONE, "import", NOON)
    found = list(sample_notifications(planning, done, "U1"))
    assert [one.kind for one in found] == [
        NotificationKind.IMPORT_DONE,
        NotificationKind.BUDGET_THRESHOLD,
        NotificationKind.RECURRING_PRICE_CHANGED,
        NotificationKind.RECURRING_BOOKED,
    ]
    assert [one.created_at for one in found] == sorted(
        (one.created_at for one in found), reverse=True
    )
    raised, rent = found[2].parameters, found[3].parameters
    assert raised["before"].model_dump()["minor"] < raised["amount"].model_dump()["minor"]
    assert rent["date"].model_dump()["date"] == planning.entries["rent"].occurrence.date
    assert found[3].subject.id == planning.entries["rent"].recurring.id
    assert planning.entries["rent"].occurrence.state is OccurrenceState.POSTED
