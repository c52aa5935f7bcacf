"""Booked transactions that rows of banks confirm."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.matching.confirmation import confirmed, is_unconfirmed
from shared.models.planning.occurrence import booked_id
from tests.support.cases import for_each

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DAY = date(2026, 5, 1)


def transaction(**fields: Any) -> Transaction:
    """Return an expense of 10.00 that was booked for an occurrence."""
    values: dict[str, Any] = {
        "id": booked_id("r", DAY),
        "type": TransactionType.EXPENSE,
        "amount_minor": 1_000,
        "currency": "EUR",
        "account_id": "giro",
        "date": DAY,
        "payee": "Mine",
        "recurring_id": "r",
        "occurrence_nominal": DAY,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Transaction(**values | fields)


def row(**fields: Any) -> Transaction:
    """Return what a row of a bank would have become."""
    of_bank: dict[str, Any] = {
        "id": "row",
        "date": date(2026, 5, 3),
        "amount_minor": 1_050,
        "payee": "BANK",
        "import_id": "i",
        "import_key": "giro.k",
        "external_id": "x",
        "recurring_id": None,
        "occurrence_nominal": None,
    }
    return transaction(**of_bank | fields)


def test_day_amount_and_keys_are_the_banks_and_the_rest_stays() -> None:
    after = confirmed(transaction(), row(), NOW)

    assert after is not None
    kept = {"id", "payee", "recurring_id", "occurrence_nominal", "created_at", "updated_at"}
    expected = dict(row()) | {name: getattr(transaction(), name) for name in kept}
    assert dict(after) == expected | {"revision": 2}


@for_each(
    ("own", "of_row", "kept"), [(None, "Debit", "Debit"), ("Mine", "Debit", "Mine"), (None,) * 3]
)
def test_the_text_of_the_bank_fills_an_empty_description(
    own: str | None, of_row: str | None, kept: str | None
) -> None:
    after = confirmed(transaction(description=own), row(description=of_row), NOW)
    assert after is not None
    assert after.description == kept
    to = {"type": TransactionType.TRANSFER, "to_account_id": "savings", "description": own}
    half = confirmed(transaction(**to), row(amount_minor=1_000, description=of_row), NOW)
    assert half is not None
    assert half.description == kept


def test_one_that_fits_no_more_is_not_confirmed() -> None:
    for fields in (
        {"account_id": "other"},
        {"currency": "USD"},
        {"type": TransactionType.INCOME},
    ):
        assert confirmed(transaction(), row(**fields), NOW) is None
    assert confirmed(transaction(import_key="giro.j"), row(), NOW) is None
    assert confirmed(transaction(deleted_at=NOW), row(), NOW) is None
    assert confirmed(transaction(id="other"), row(), NOW) is None


def test_a_transfer_is_confirmed_by_the_banks_of_both_accounts() -> None:
    transfer = transaction(type=TransactionType.TRANSFER, to_account_id="savings")
    out = row(amount_minor=1_000)
    back = row(
        type=TransactionType.INCOME, account_id="savings", amount_minor=1_000,
        import_key="savings.k", date=date(2026, 5, 4),
    )  # fmt: skip

    first = confirmed(transfer, out, NOW)

    assert first is not None
    assert is_unconfirmed(first)
    assert (first.type, first.date, first.to_account_id) == ("TRANSFER", out.date, "savings")
    assert confirmed(first, out, NOW) is None
    other_amount = back.model_copy(update={"amount_minor": 999})
    assert confirmed(first, other_amount, NOW) is None
    second = confirmed(first, back, NOW)
    assert second is not None
    assert (second.import_key, second.date) == ("giro.k savings.k", out.date)
    assert not is_unconfirmed(second)
    wrong_way = back.model_copy(update={"type": TransactionType.EXPENSE})
    assert confirmed(transfer, wrong_way, NOW) is None
    foreign = transaction(
        type=TransactionType.TRANSFER, to_account_id="savings",
        to_currency="USD", to_amount_minor=900,
    )  # fmt: skip
    assert confirmed(foreign, out, NOW) is None
