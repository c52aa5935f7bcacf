"""Undo plans of transactions, and refused undos."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import (
    AccountGone,
    CategoryGone,
    FinanceFlowError,
    InvalidArgument,
    NotFound,
)
from shared.models.currencies.rate import Rate, RateSource
from shared.models.history.change import Cause, Change
from shared.models.history.conflicts import conflicts_of
from shared.models.history.undo_plan import (
    PartEdit,
    account_ids_of,
    live_uses_added,
)
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.values.revision import revised
from tests.unit.examples import NOON, account, category, sample_ledger, transaction, transfer
from tests.unit.history.changes import EVENING, change, edit, edited, undoing
from tests.unit.strategies import bounded, transactions


def undone(done: Change, *things: Transaction, ledger: Ledger | None = None) -> Edit:
    """Return the transaction after undoing its only change."""
    work = undoing(*things, ledger=ledger)
    work.undo(done)
    [made] = work.edits
    assert not work.category_edits
    assert not work.account_edits
    return made


def test_undoing_a_creation_puts_the_transaction_into_the_trash() -> None:
    created = transaction()

    made = undone(change(None, created), created)

    assert made.after == revised(created, {"deleted_at": EVENING}, EVENING)


def rated(day: int, rate: int = 2, source: ExchangeSource = ExchangeSource.REFERENCE) -> Exchange:
    """Return a conversion of 1.00 at the rate of a day in March."""
    on = date(2026, 3, day)
    minor = rate * 100
    return Exchange(
        currency="USD", base_minor=minor, rate=str(rate), rate_date=on, rate_source=source
    )


def rate_of_march(base: str, quote: str, day: date, /) -> Rate:
    """Return the rate 7 of each day."""
    return Rate(base, quote, Decimal(7), day, RateSource.ECB)


UNCONVERTED = Exchange(currency="USD")
GIVEN = rated(30, source=ExchangeSource.GIVEN)


@pytest.mark.parametrize(
    ("former", "left", "now", "expected"),
    [
        pytest.param(UNCONVERTED, UNCONVERTED, rated(30), rated(1, rate=7), id="converted since"),
        pytest.param(rated(27), rated(27), GIVEN, GIVEN, id="given since"),
        pytest.param(rated(27), rated(27), rated(27), rated(27), id="the same rate on both days"),
        pytest.param(rated(1), rated(30), rated(30), rated(1), id="another rate on each day"),
        pytest.param(
            UNCONVERTED, UNCONVERTED, UNCONVERTED, rated(1, rate=7), id="a rate has arrived since"
        ),
    ],
)
@pytest.mark.parametrize("amount_minor", [100, 200])
def test_undoing_a_date_leaves_no_rate_of_the_other_day(
    former: Exchange, left: Exchange, now: Exchange, expected: Exchange, amount_minor: int
) -> None:
    start = transaction(
        account_id="pesos", currency="ARS", amount_minor=100, date=date(2026, 3, 1), exchange=former
    )
    moved = edited(start, date=date(2026, 3, 30), amount_minor=amount_minor, exchange=left)
    pesos = account("pesos", "Pesos", currency="ARS")
    ledger = sample_ledger(category(), accounts={"pesos": pesos})
    plan = undoing(edited(moved, exchange=now), ledger=ledger, find_rate=rate_of_march)

    plan.undo(change(start, moved))

    [made] = plan.edits
    after = made.after
    assert after is not None
    assert (after.date, after.amount_minor, after.exchange) == (start.date, 100, expected)


def test_undoing_an_edit_takes_back_its_fields_and_no_others() -> None:
    start = transaction(payee="Shop", tags=("a",))
    first = edited(start, payee="Kiosk", amount_minor=999)
    second = edited(first, notes="later", tags=("b",))

    made = undone(change(start, first), second)

    expected = transaction(payee="Shop", tags=("b",), notes="later", revision=4, updated_at=EVENING)
    assert made == Edit(second, expected)


def test_undoing_a_deletion_restores_and_undoing_that_deletes_as_before() -> None:
    live = transaction()
    trashed = edited(live, deleted_at=NOON)

    restored = undone(change(live, trashed), trashed).after
    again = undone(change(trashed, restored), restored).after

    assert restored.deleted_at is None
    assert again.deleted_at == NOON


def test_an_edit_that_is_as_it_was_already_is_no_change() -> None:
    start = transaction()
    work = undoing(start)

    work.undo(edit(start, notes="n"))

    assert work.edits == []


def test_a_transaction_that_is_not_there_cannot_be_undone() -> None:
    with pytest.raises(NotFound):
        undoing().undo(edit(transaction(), notes="n"))


@pytest.mark.parametrize(
    ("before", "failure"),
    [
        (transaction(category_id="gone"), CategoryGone),
        (transaction(account_id="gone"), AccountGone),
        (transaction(category_id="pay"), InvalidArgument),
    ],
    ids=["category gone", "account gone", "of income"],
)
def test_what_would_not_fit_the_ledger_is_not_undone(
    before: Transaction, failure: type[FinanceFlowError]
) -> None:
    ledger = _ledger_with_closed_parts()
    now = edited(before, category_id="food", account_id="main")

    with pytest.raises(failure):
        undoing(now, ledger=ledger).undo(change(before, now))
    assert undone(change(transaction(notes="n"), now), now, ledger=ledger).after.notes == "n"


def _ledger_with_closed_parts() -> Ledger:
    chart = [
        category(),
        category("pay", "Pay", type=EntryType.INCOME),
        category("closed", "Closed", archived=True),
    ]
    ledger = sample_ledger(*chart)
    return replace(ledger, accounts=ledger.accounts | {"closed": account("closed", archived=True)})


@pytest.mark.parametrize(
    ("facts", "failure"),
    [({"category_id": "gone"}, CategoryGone), ({"account_id": "gone"}, AccountGone)],
)
def test_a_transaction_comes_back_only_to_what_is_still_there_but_may_be_edited_in_the_trash(
    facts: dict[str, str], failure: type[FinanceFlowError]
) -> None:
    start = transaction(**facts)
    trashed = edited(start, deleted_at=NOON)
    noted = edited(trashed, notes="n")

    with pytest.raises(failure):
        undoing(trashed).undo(change(start, trashed))
    assert undone(change(trashed, noted), noted).after.notes is None


@pytest.mark.parametrize("fact", ["category_id", "account_id"])
def test_what_was_archived_after_the_change_is_restored(fact: str) -> None:
    ledger = _ledger_with_closed_parts()
    before = transaction(**{fact: "closed"})
    now = edited(before, category_id="food", account_id="main")

    assert getattr(undone(change(before, now), now, ledger=ledger).after, fact) == "closed"


def test_a_transaction_comes_back_into_what_is_archived_as_when_it_is_restored() -> None:
    ledger = _ledger_with_closed_parts()
    start = transaction(category_id="closed", account_id="closed")
    trashed = edited(start, deleted_at=NOON)

    assert not undone(change(start, trashed), trashed, ledger=ledger).after.is_deleted


def test_what_would_contradict_itself_is_not_undone() -> None:
    start = transaction(amount_minor=1000)
    dearer = edited(start, amount_minor=2000)
    parts = (
        Split(category_id="food", amount_minor=500),
        Split(category_id="food", amount_minor=1500),
    )
    divided = edited(dearer, category_id=None, splits=parts)

    with pytest.raises(InvalidArgument) as refusal:
        undoing(divided).undo(change(start, dearer))

    assert [error.field for error in refusal.value.errors] == ["splits"]


def test_a_transfer_that_was_made_of_an_expense_is_an_expense_again() -> None:
    start = transaction()
    moved = edited(start, type=TransactionType.TRANSFER, category_id=None, to_account_id="savings")

    made = undone(change(start, moved), moved)

    assert made.after == start.model_copy(update={"revision": 3, "updated_at": EVENING})


@bounded
@given(before=transactions(), after=transactions())
def test_undoing_any_edit_gives_what_was_before(before: Transaction, after: Transaction) -> None:
    chart = [
        category(key, key, type=EntryType.INCOME if key in ("pay", "gift") else EntryType.EXPENSE)
        for key in ("pay", "gift", "rent", "food")
    ]
    accounts = {key: account(key, key) for key in ("main", "savings", "card")}
    ledger = sample_ledger(*chart, accounts=accounts)
    after = edited(before, **dict(after) | {"revision": 1, "updated_at": NOON})
    work = undoing(after, ledger=ledger)

    work.undo(change(before, after))

    result = work.edits[0].after if work.edits else after
    bookkeeping = {"revision": 1, "updated_at": NOON}
    assert result.model_copy(update=bookkeeping) == before.model_copy(update=bookkeeping)


def test_a_merge_is_undone_backwards_so_that_the_category_is_there_first() -> None:
    pets = category("pets", "Pets")
    filed = transaction(category_id="pets")
    moved = edited(filed, category_id="food")
    merge = [change(filed, moved), change(pets, None)]
    work = undoing(moved)

    work.undo(*merge)

    assert [edit.after.category_id for edit in work.edits] == ["pets"]
    assert [edit.before for edit in work.category_edits] == [None]
    with pytest.raises(CategoryGone):
        undoing(moved).undo(*merge[:1])


def test_a_category_is_removed_together_with_what_was_created_in_it() -> None:
    pets, filed = category("pets", "Pets"), transaction(category_id="pets")
    ledger = sample_ledger(category(), pets)
    work = undoing(filed, ledger=ledger)

    work.undo(change(None, pets), change(None, filed))

    assert work.edits[0].after.is_deleted
    assert work.category_edits == [PartEdit(pets, None)]


def test_a_thing_is_as_a_change_left_it_until_its_next_change() -> None:
    start = transaction()
    done = edit(start, notes="n")
    after, still_later = edited(start, notes="n"), edited(edited(start, notes="n"), payee="p")

    assert undoing(after).is_as_left_by(done)
    assert not undoing(still_later).is_as_left_by(done)
    assert undoing(start).is_as_left_by(change(None, start))


def test_uses_that_edits_add_and_take_away_count_live_transactions_alone() -> None:
    live, trashed = transaction(), transaction(id="T2", deleted_at=NOON)
    edits = [
        Edit(None, transaction(id="T3")),
        Edit(trashed, edited(trashed, deleted_at=None)),
        Edit(live, edited(live, category_id="rent")),
        Edit(None, transaction(id="T4", deleted_at=NOON)),
    ]

    assert live_uses_added(edits, lambda one: "food" in one.category_ids) == 1
    assert live_uses_added(edits, lambda one: "rent" in one.category_ids) == 1
    assert live_uses_added(_backwards(edits[1:3]), lambda one: "food" in one.category_ids) == 0


def _backwards(edits: Iterable[Edit]) -> list[Edit]:
    return [Edit(after, before) for before, after in edits if before is not None]


def test_a_transfer_is_on_both_accounts() -> None:
    assert account_ids_of(transfer()) == {"main", "savings"}
    assert account_ids_of(transaction()) == {"main"}


_fields = st.dictionaries(
    st.sampled_from(["payee", "notes", "description"]),
    st.sampled_from(["a", "b", "c"]),
    min_size=1,
    max_size=2,
)


@bounded
@given(edits=st.lists(_fields, min_size=1, max_size=5))
def test_changes_undone_newest_first_are_in_no_ones_way_and_lead_back(
    edits: list[dict[str, str]],
) -> None:
    start = transaction()
    log: list[Change] = []
    now = start
    for fields in edits:
        before, now = now, edited(now, **fields)
        if now is not before:
            log.append(change(before, now))
    for done in reversed(log[:]):
        assert conflicts_of(done, log[log.index(done) + 1 :]) == []
        work = undoing(now)
        work.undo(done)
        [made] = work.edits
        log.append(change(now, made.after, cause=Cause.UNDO, cause_id=done.id))
        now = made.after

    assert now == start.model_copy(update={"revision": now.revision, "updated_at": now.updated_at})
