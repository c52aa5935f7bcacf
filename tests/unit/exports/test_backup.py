from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.models.exports.backup import BackupHead, PayeeRecord
from shared.models.exports.backup_document import document_parts, read_backup
from shared.models.exports.backup_lists import record_lists
from shared.models.ledger.record_list import MAX_COUNTED
from shared.models.ledger.summary import Summary
from shared.models.ledger.transactions.payee import UsedPayee
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.characters.names import REPLACEMENT, cleaned
from shared.models.values.dates import Calendar
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import NOON, transaction
from tests.unit.exports.backups import (
    IN_BIN,
    MONTHS,
    RULE,
    TRANSACTIONS,
    document,
    ledger,
    lists,
    read,
    records_of,
    written,
)
from tests.unit.memory import NOISE, peak_bytes
from tests.unit.strategies import bounded, transactions


def test_what_is_written_is_read_as_it_was() -> None:
    before = ledger()

    backup = read(written(before, *TRANSACTIONS))

    assert backup.categories == before.categories
    assert backup.accounts == before.accounts
    assert backup.head.default_account_id == "savings"
    assert (backup.currency, backup.head.settings.timezone) == ("USD", "Europe/Berlin")
    assert backup.calendar == Calendar(MonthStart(25))
    assert backup.rules == [RULE]
    assert list(records_of(backup)) == [
        *TRANSACTIONS,
        PayeeRecord(name="Corner shop", category_id="food"),
        PayeeRecord(name="Café"),
        *MONTHS,
    ]
    assert backup.record_count == 4 + 2 + 4


def test_the_greatest_counters_of_a_backup_leave_room_for_changes_after_its_restore() -> None:
    content = document()
    lists_of_things = ("categories", "accounts", "rules", "transactions")
    things = [thing for name in lists_of_things for thing in content[name]]
    closings = [month["closing"] for month in content["months"] if "closing" in month]
    for record in (*things, *closings):
        record["revision"] = MAX_COUNTED
    for record in (*content["months"], *closings):
        record["version"] = MAX_COUNTED

    backup = read(json.dumps(content).encode())

    records = list(records_of(backup))
    months = [record for record in records if isinstance(record, Summary)]
    periods = [month.period_close for month in months if month.period_close is not None]
    found = [record for record in records if isinstance(record, Transaction)]
    kept: list[Any] = [
        *backup.categories.values(),
        *backup.accounts.values(),
        *backup.rules,
        *found,
        *periods,
    ]
    assert len(kept) == len(things) + len(closings)
    assert {one.revision for one in kept} == {MAX_COUNTED // 2}
    versioned: list[Any] = [*months, *periods]
    assert {one.version for one in versioned} == {MAX_COUNTED // 2}


@bounded
@given(
    found=st.lists(
        transactions(
            text=st.none() | st.text('aé"\\\n\u2028😀', min_size=1).map(lambda t: t.strip() or None)
        ),
        max_size=6,
    ),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_every_transaction_is_read_as_it_was(found: list[Transaction], currency: str) -> None:
    found = [
        t.model_copy(
            update={
                "id": f"T{n}",
                "currency": currency,
                "revision": n + 1,
                "tags": t.tags[:1],
                "payee": cleaned(t.payee or "") or None,
            }
        )
        for n, t in enumerate(found)
    ]

    backup = read(written(ledger(currency=currency), *found))

    assert [r for r in records_of(backup) if isinstance(r, Transaction)] == found


def test_a_backup_is_json_with_a_line_for_each_record() -> None:
    text = written(ledger(), *TRANSACTIONS).decode()

    content = json.loads(text)
    assert (content["format"], content["version"]) == ("financeflow-ledger", 1)
    assert content["exported_at"] == "2026-04-01T03:00:00.123456Z"
    assert len(text.splitlines()) == 1 + sum(len(content[name]) + 1 for name in record_lists()) + 1
    assert content["transactions"][3]["splits"][1] == {
        "category_id": "rent", "amount": "2.50", "note": "May",
    }  # fmt: skip


def test_the_digest_is_that_of_the_bytes() -> None:
    content = written(ledger())

    assert read(content).digest == read(content).digest
    assert read(content).digest != read(content + b" ").digest
    assert read_backup(lambda: (bytes([b]) for b in content)).digest == read(content).digest


def test_the_order_of_members_does_not_matter() -> None:
    content = document()
    turned = dict(reversed(content.items()))

    assert list(records_of(read(json.dumps(turned).encode()))) == list(
        records_of(read(json.dumps(content).encode()))
    )


def test_what_is_in_the_trash_may_be_of_what_is_gone() -> None:
    backup = read(written(ledger(), IN_BIN))

    assert next(records_of(backup)) == IN_BIN


def test_an_archived_category_and_a_late_date_are_no_matter() -> None:
    kept = transaction(category_id="rent", account_id="card", date=date(9998, 12, 31))

    assert next(records_of(read(written(ledger(), kept)))) == kept


def test_an_instant_is_kept_in_utc() -> None:
    content = document()
    content["transactions"][0]["created_at"] = "2026-03-15T14:00:00+02:00"

    [first, *_] = records_of(read(json.dumps(content).encode()))

    assert isinstance(first, Transaction)
    assert first.created_at == NOON
    assert first.created_at.utcoffset() == NOON.utcoffset()


def test_a_large_backup_takes_no_more_memory_to_write_than_a_small_one() -> None:
    def peak_writing(count: int) -> int:
        used = (UsedPayee(f"Payee {number}", 1, "food") for number in range(count))
        found = (transaction(id=f"T{n}", notes="n" * 500) for n in range(count))
        head = BackupHead.json_of(ledger(), [], NOON)
        return peak_bytes(document_parts(head, "USD", **lists(payees=used, transactions=found)))

    small = peak_writing(1000)

    assert peak_writing(10_000) < small + NOISE


def test_a_large_backup_takes_no_more_memory_to_read_out_than_a_small_one() -> None:
    def peak_reading(count: int) -> int:
        content = written(ledger(), *(transaction(id=f"T{n}") for n in range(count)))
        pieces = [content[start : start + 65536] for start in range(0, len(content), 65536)]
        return peak_bytes(records_of(read_backup(lambda: pieces)))

    small = peak_reading(1000)

    assert peak_reading(5000) < small + NOISE


def test_a_ledger_without_anything_is_a_backup_too() -> None:
    empty = replace(ledger(), categories={})

    backup = read(written(empty))

    assert backup.categories == {}
    assert backup.counts["transactions"] == 0


def test_texts_of_a_backup_are_cleaned_not_refused() -> None:
    content = json.loads(written(ledger(), *TRANSACTIONS))
    content["categories"][0]["name"] = "Fo\u200bo\x00d"
    content["accounts"][0]["name"] = "\u202e"
    content["rules"][0]["name"] = "Sh\u2066ops"
    content["transactions"][0] |= {
        "payee": "Corner\nshop\u200e", "tags": ["a\u00ad", "A"], "notes": "n\u202e\x00",
    }  # fmt: skip
    content["payees"][0]["name"] = "Corner shop\u200d"

    backup = read(json.dumps(content).encode())

    assert backup.head.categories[0].name == "Food"
    assert backup.head.accounts[0].name == REPLACEMENT
    assert backup.rules[0].name == "Shops"
    transaction, *_ = (r for r in records_of(backup) if isinstance(r, Transaction))
    assert (transaction.payee, transaction.tags, transaction.notes) == ("Corner shop", ("a",), "n")
    [payee, _] = (r for r in records_of(backup) if isinstance(r, PayeeRecord))
    assert payee.name == "Corner shop"
