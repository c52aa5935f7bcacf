"""Duplicates: which rows of a file are recorded already, and how many of equal ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.history.change import Cause, Change
from shared.models.history.kinds import Entity
from shared.models.imports.duplicates import FileRows, KnownRows, import_key, keys_of, row_key
from shared.models.imports.import_plan import PlanRow, RowStatus
from shared.models.imports.statements.results import StatementRow
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from tests.unit.examples import NOON, transaction, transfer
from tests.unit.strategies import bounded

DAY = date(2026, 3, 15)
COFFEE = row_key(DAY, -1250, "Café", "Espresso")


def known(*transactions: Transaction, import_id: str = "I1") -> KnownRows:
    """Return the known rows of the main account."""
    rows = KnownRows("main", import_id, 0)
    rows.add(transactions)
    return rows


def coffee(**facts: Any) -> Transaction:
    """Return a coffee recorded by hand, unless given otherwise."""
    return transaction(**{"payee": "Café", "description": "Espresso", **facts})


def imported(key: str = COFFEE, account_id: str = "main", **facts: Any) -> Transaction:
    """Return a transaction that another import made of a row."""
    return coffee(**{"import_id": "I0", "import_key": import_key(account_id, key), **facts})


def row(occurrence: int = 1, external_id: str | None = None, key: str = COFFEE) -> PlanRow:
    """Return a row of a file."""
    return PlanRow(2, RowStatus.NEW, key=key, occurrence=occurrence, external_id=external_id)


def change(
    sequence: int, before: Transaction | None, after: Transaction | None, entity: Entity
) -> Change:
    """Return an entry of the change log."""
    contents = [one.model_dump(mode="json", exclude_defaults=True) if one else None
                for one in (before, after)]  # fmt: skip
    return Change(
        id=f"C{sequence}", sequence=sequence, operation_id="C", at=NOON, actor="alice",
        cause=Cause.API, entity=entity, entity_id="T1", before=contents[0], after=contents[1],
    )  # fmt: skip


def moved(sequence: int, before: Transaction | None, after: Transaction | None) -> Change:
    """Return the change of a transaction."""
    return change(sequence, before, after, Entity.TRANSACTION)


# Keys


@pytest.mark.parametrize(
    "texts",
    [("CAFE", "espresso"), ("Espresso Café",), ("café - espresso!",), (None, "Café", "Espresso"),
     ("Cafe\u0301", "Espresso"), ("", "café café espresso")],
)  # fmt: skip
def test_texts_are_compared_by_their_words(texts: tuple[str | None, ...]) -> None:
    assert row_key(DAY, -1250, *texts) == COFFEE


@pytest.mark.parametrize(
    "key",
    [
        row_key(DAY, 1250, "Café", "Espresso"),
        row_key(DAY, -1251, "Café", "Espresso"),
        row_key(date(2026, 3, 16), -1250, "Café", "Espresso"),
        row_key(DAY, -1250, "Café", "Espresso 2"),
        row_key(DAY, -1250, "Café"),
        row_key(DAY, -1250, "CaféEspresso"),
    ],
)
def test_another_date_amount_or_word_is_another_row(key: str) -> None:
    assert key != COFFEE


def test_a_day_may_be_text() -> None:
    assert row_key("2026-03-15", -1250, "Café", "Espresso") == COFFEE


def test_a_transaction_by_hand_has_the_key_of_its_content_on_its_account() -> None:
    assert keys_of(coffee()) == [("main", COFFEE)]
    income = coffee(type=TransactionType.INCOME)
    assert keys_of(income) == [("main", row_key(DAY, 1250, "Café", "Espresso"))]


def test_a_transfer_is_a_row_of_both_accounts() -> None:
    assert keys_of(transfer(description="Savings")) == [
        ("main", row_key(DAY, -1250, "Savings")),
        ("savings", row_key(DAY, 1250, "Savings")),
    ]


def test_an_imported_transaction_keeps_its_rows_key_whatever_it_says_by_now() -> None:
    edited = imported(amount_minor=1, description="x", date=date(2026, 3, 20), category_id="rent")
    assert keys_of(edited) == [("main", COFFEE)]
    moved_away = imported().model_copy(update={"account_id": "savings"})
    assert keys_of(moved_away) == [("main", COFFEE)]


def test_a_row_is_compared_with_the_transactions_on_its_own_account() -> None:
    saved = coffee(account_id="savings", external_id="B1")

    assert known(saved).has(row()._replace(account_id="savings"))
    assert known(saved).has(row(2, "B1")._replace(account_id="savings"))
    assert not known(saved).has(row())
    assert not known(saved).has(row(2, "B1"))


def test_a_row_of_a_transaction_that_the_ledger_has_is_recorded_whatever_it_says_by_now() -> None:
    exported = row(key="edited")._replace(transaction_id="T1")

    assert known(coffee()).has(exported)
    assert not known(coffee(id="T2")).has(exported)
    assert not known(coffee(deleted_at=NOON)).has(exported)


# Counting


def test_a_row_is_known_if_there_are_as_many_as_the_file_has_up_to_it() -> None:
    two = known(coffee(), imported(id="T2"))
    assert [two.has(row(n)) for n in (1, 2, 3)] == [True, True, False]
    assert not known().has(row())


def test_what_is_in_the_trash_or_on_another_account_is_not_there() -> None:
    assert not known(coffee(deleted_at=NOON)).has(row())
    assert not known(coffee(account_id="savings")).has(row())
    assert not known(imported(account_id="savings")).has(row())


def test_the_banks_id_tells_first_and_whatever_else_was_edited() -> None:
    seen = known(imported("other", external_id="B1"))
    assert seen.has(row(external_id="B1"))
    assert not seen.has(row(external_id="B2"))
    assert not known(coffee(account_id="savings", external_id="B1")).has(row(external_id="B1"))


def test_a_row_with_another_id_is_another_row_but_one_without_may_be_the_same() -> None:
    assert not known(imported(external_id="B1")).has(row(external_id="B2"))
    assert known(imported(external_id="B1")).has(row())
    assert known(coffee()).has(row(external_id="B2"))
    mixed = known(coffee(), imported(id="T2", external_id="B1"))
    assert [mixed.has(row(n, "B2")) for n in (1, 2)] == [True, False]


def test_an_imports_own_rows_count_but_not_the_ids_that_its_file_has_twice() -> None:
    own = known(imported(import_id="I1", external_id="B1"), imported(import_id="I1", id="T2"))
    assert not own.has(row(3))
    assert not own.has(row(3, external_id="B1"))
    own.add([coffee(id="T3")])
    assert own.has(row(3))


# Following the log


def test_what_happens_meanwhile_is_followed() -> None:
    rows = known()
    rows.follow([moved(1, None, coffee())])
    assert (rows.has(row()), rows.has(row(2)), rows.sequence) == (True, False, 1)
    rows.follow([moved(2, coffee(), coffee(description="Tea"))])
    assert not rows.has(row())
    rows.follow([moved(3, coffee(description="Tea"), coffee())])
    rows.follow([moved(4, coffee(), coffee(deleted_at=NOON))])
    assert not rows.has(row())
    rows.follow([moved(5, coffee(deleted_at=NOON), coffee()), moved(6, coffee(), None)])
    assert (rows.has(row()), rows.sequence) == (False, 6)


def test_changes_of_other_things_only_move_the_place() -> None:
    rows = known(coffee())
    rows.follow([change(7, None, None, Entity.CATEGORY)])
    assert (rows.has(row()), rows.sequence) == (True, 7)


KEYS = [row_key(DAY, -1250, text) for text in "abc"]
recorded = st.builds(
    lambda text, external_id, deleted, account_id: transaction(
        description=text, external_id=external_id, account_id=account_id,
        deleted_at=NOON if deleted else None,
    ),
    st.sampled_from("abc"),
    st.sampled_from([None, None, "B1", "B2"]),
    st.booleans(),
    st.sampled_from(["main", "main", "savings"]),
)  # fmt: skip


@given(st.lists(recorded, max_size=6), st.lists(recorded, max_size=6))
@bounded
def test_following_what_changes_comes_to_the_same_as_looking_afterwards(
    before: list[Transaction], after: list[Transaction]
) -> None:
    followed = known(*before)
    followed.follow(moved(n, one, None) for n, one in enumerate(before))
    followed.follow(moved(n, None, one) for n, one in enumerate(after))
    afresh = known(*after)
    for key in KEYS:
        for number in range(1, 8):
            for external_id in (None, "B1", "B3"):
                asked = row(number, external_id, key)
                assert followed.has(asked) == afresh.has(asked)


# Files


def test_rows_with_one_key_are_numbered_in_the_files_order() -> None:
    met = FileRows()
    assert [met.count(row(key=key)) for key in ("a", "b", "a", "a", "b")] == [1, 1, 2, 3, 2]


def test_an_id_is_another_rows_where_date_or_amount_differ() -> None:
    met = FileRows()
    rows = [
        StatementRow(2, DAY, -1, external_id="B1"),
        StatementRow(3, DAY, -1, external_id="B1", description="x"),
        StatementRow(4, DAY, -2, external_id="B1"),
        StatementRow(5, date(2026, 3, 16), -1, external_id="B1"),
        StatementRow(6, DAY, -1),
        StatementRow(7, DAY, -1),
        StatementRow(8, DAY, -2, external_id="B1"),
    ]
    assert [met.find_first(one) for one in rows] == [None, 2, None, None, None, None, 4]


texts = st.sampled_from("ab")
file_rows = st.lists(
    st.builds(
        lambda text, has_id, number: (text, f"{text}{number}" if has_id else None),
        texts,
        st.booleans(),
        st.integers(0, 3),
    ),
    max_size=8,
)
"""Text, and the bank's id, if it has one: an id is always of the same text."""


def new_rows(
    rows: Sequence[tuple[str, str | None]], ledger: Iterable[Transaction]
) -> list[tuple[str, str | None]]:
    """Return the rows of a file that an import would record."""
    met, seen, new = FileRows(), known(*ledger), []
    for line, (text, external_id) in enumerate(rows, 2):
        one = StatementRow(line, DAY, -1250, text, external_id=external_id)
        if met.find_first(one) is None:
            key = row_key(one.date, one.amount_minor, one.payee, one.description)
            if not seen.has(row(met.count(row(key=key)), external_id, key)):
                new.append((text, external_id))
    return new


def recorded_of(rows: Iterable[tuple[str, str | None]], import_id: str) -> list[Transaction]:
    """Return the transactions of new rows of an import; texts are edited afterwards."""
    numbers = count()
    return [
        imported(
            row_key(DAY, -1250, text),
            id=f"{import_id}{next(numbers)}",
            import_id=import_id,
            external_id=external_id,
            description="edited",
        )
        for text, external_id in rows
    ]


@given(file_rows, st.lists(texts, max_size=3))
@bounded
def test_a_file_that_is_imported_again_adds_nothing(
    rows: list[tuple[str, str | None]], by_hand: list[str]
) -> None:
    ledger = [transaction(description=text) for text in by_hand]
    first = new_rows(rows, ledger)
    assert new_rows(rows, [*ledger, *recorded_of(first, "I0")]) == []


@given(st.lists(texts, max_size=8), st.lists(texts, max_size=8))
@bounded
def test_files_without_ids_add_up_to_the_most_that_one_of_them_has(
    one: list[str], other: list[str]
) -> None:
    first, second = ([(text, None) for text in file] for file in (one, other))
    ledger = recorded_of(new_rows(first, []), "I0")
    added = new_rows(second, ledger)
    assert Counter(first) | Counter(second) == Counter(first) + Counter(added)


# Recorded amounts


def dollars(amount_minor: int, **facts: Any) -> Transaction:
    """Return an imported transaction that was paid in dollars."""
    original = {"amount_minor": 1000, "currency": "USD"}
    return imported(amount_minor=amount_minor, original=original, **facts)


def test_the_amounts_of_rows_in_another_currency_are_found_in_their_order() -> None:
    rows = known(dollars(900, id="T1"), dollars(910, id="T2"))

    assert [rows.find_booked(row(number)) for number in range(4)] == [None, -900, -910, None]
    assert rows.find_booked(row()._replace(account_id="savings")) is None
    assert known(imported(amount_minor=900)).find_booked(row()) is None
    assert known(dollars(900, is_deleted=True, deleted_at=NOON)).find_booked(row()) is None


def test_the_amount_of_a_transaction_of_two_rows_is_that_of_its_first_key() -> None:
    both = imported(import_key=f"main.{COFFEE} main.other", amount_minor=80)

    assert known(both).find_booked(row()) == -80
    assert known(both).find_booked(row(key="other")) is None


def test_the_amount_of_a_transaction_on_another_account_is_not_that_of_its_row() -> None:
    moved_away = dollars(900).model_copy(update={"account_id": "savings"})

    assert known(moved_away).find_booked(row()) is None


def test_recorded_amounts_follow_the_changes_of_their_transactions() -> None:
    before, after = dollars(900), dollars(950)
    rows = known(before)
    rows.follow([moved(1, before, after)])
    assert rows.find_booked(row()) == -950
    rows.follow([moved(2, after, None)])
    assert rows.find_booked(row()) is None
    rows.follow([moved(3, before, None)])
    assert rows.find_booked(row()) is None
