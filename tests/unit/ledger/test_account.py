"""Accounts as they are described, changed and stored, and what they come to."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from shared.errors import PreconditionFailed
from shared.models.ledger.account import Account, AccountKind
from shared.models.ledger.balances import AccountBalance, Balances
from shared.models.ledger.defaults import default_account
from shared.models.ledger.inputs.account import AccountDraft, AccountPatch, AccountPut
from shared.models.ledger.ledger_totals import AccountSum, LedgerTotals
from shared.models.ledger.summary import SummaryTotals
from shared.models.values.revision import ExpectedRevision, next_revision, revised
from tests.unit.examples import NOON, account, sample_ledger
from tests.unit.strategies import bounded, transactions

LEAST: dict[str, Any] = {"name": "Savings", "kind": "SAVINGS"}


def draft(**facts: Any) -> AccountDraft:
    return AccountDraft.model_validate(LEAST | facts)


def named(**facts: Any) -> dict[str, Any]:
    """Return the changes of a patch with these fields."""
    return AccountPatch.model_validate(facts).model_dump(exclude_unset=True)


def test_a_draft_needs_a_name_and_a_kind_alone() -> None:
    assert draft().model_dump() == {
        "name": "Savings",
        "kind": AccountKind.SAVINGS,
        "currency": None,
        "opening_balance": None,
        "opening_date": None,
        "low_balance": None,
        "color": None,
        "icon": None,
    }


@pytest.mark.parametrize("field", sorted(LEAST))
@pytest.mark.parametrize("model", [AccountDraft, AccountPut])
def test_neither_may_be_missing_or_null(model: type[BaseModel], field: str) -> None:
    for content in ({key: LEAST[key] for key in LEAST if key != field}, LEAST | {field: None}):
        with pytest.raises(ValidationError) as refused:
            model.model_validate(content)
        assert [error["loc"] for error in refused.value.errors()] == [(field,)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", value) for value in ("", " ", "\u00a0", "x" * 51, "a\x00b", "\ud800", 5)),
        *(("kind", value) for value in ("", "PIGGY_BANK", " CASH", 5, ["CASH"])),
        *(("opening_balance", value) for value in ("x", "1e3", 0.1, "1" * 14, "NaN", True)),
        *(("opening_date", value) for value in ("2026-02-29", "1899-12-31", "today", 5)),
        *(("color", value) for value in ("red", "#fff", "#a1b2c3\n", 5)),
        *(("icon", value) for value in ("x" * 51, "a\x07", 5)),
        *((field, "x") for field in ("id", "balance", "currency", "merging_into", "revision")),
    ],
)
def test_the_same_is_refused_in_a_draft_and_in_a_patch(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as of_draft:
        draft(**{field: value})
    with pytest.raises(ValidationError) as of_patch:
        AccountPatch.model_validate({field: value})

    assert of_draft.value.errors()[0]["loc"][0] == field
    assert of_patch.value.errors()[0]["loc"][0] == field


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("name", "  " + "x" * 50, "x" * 50),
        ("kind", "credit_card", AccountKind.CREDIT_CARD),
        ("opening_balance", "-9999999999999.99", Decimal("-9999999999999.99")),
        ("opening_balance", "0.00", Decimal(0)),
        ("opening_balance", 12, Decimal(12)),
        ("opening_date", "1900-01-01", date(1900, 1, 1)),
        ("color", "#A1b2C3", "#a1b2c3"),
        ("color", None, None),
        ("icon", None, None),
        ("icon", " ", None),
        ("color", "", None),
    ],
)
def test_the_same_is_accepted_in_a_draft_and_in_a_patch(
    field: str, written: object, value: object
) -> None:
    assert getattr(draft(**{field: written}), field) == value
    assert named(**{field: written}) == {field: value}


@pytest.mark.parametrize(
    "field", ["name", "kind", "opening_balance", "opening_date", "archived", "is_default"]
)
def test_nothing_but_looks_may_be_cleared_by_a_patch(field: str) -> None:
    with pytest.raises(ValidationError, match="must not be null"):
        AccountPatch.model_validate({field: None})


@pytest.mark.parametrize("field", ["archived", "is_default"])
@pytest.mark.parametrize("value", ["true", 1, 0, "x"])
def test_what_is_true_or_false_is_said_so(field: str, value: object) -> None:
    for model in (AccountPut, AccountPatch):
        with pytest.raises(ValidationError):
            model.model_validate(LEAST | {field: value})
        assert getattr(model.model_validate(LEAST | {field: True}), field) is True


def test_every_field_of_a_put_can_be_patched() -> None:
    assert set(AccountPatch.model_fields) == set(AccountPut.model_fields)


@pytest.mark.parametrize("kind", AccountKind)
def test_only_cards_and_loans_are_owed(kind: AccountKind) -> None:
    assert kind.is_liability is (kind in {"CREDIT_CARD", "LOAN"})


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Giro", "GIRO", True),
        ("Caf\u00e9", "CAFE\u0301", True),
        ("Straße", "STRASSE", True),
        ("Giro", "Giro 2", False),
        ("Cafe", "Café", False),
    ],
)
def test_names_are_the_same_without_regard_to_case_or_unicode_form(
    one: str, other: str, *, is_same: bool
) -> None:
    assert (account(name=one).key == account(name=other).key) is is_same


def test_a_new_ledgers_account_has_nothing_on_it_and_is_opened_today() -> None:
    made = default_account(NOON.replace(hour=23), "Asia/Tokyo")

    assert (made.opening_balance_minor, made.opening_date) == (0, date(2026, 3, 16))
    assert (made.revision, made.archived, made.merging_into) == (1, False, None)


def test_a_revision_is_a_change_of_something() -> None:
    before = account()
    later = NOON.replace(hour=13)

    after = revised(before, {"name": "Giro"}, later)

    assert (after.name, after.revision, after.updated_at) == ("Giro", 2, later)
    assert (before.name, before.revision) == ("Main", 1)
    assert revised(before, {"name": "Main"}, later) is before
    assert next_revision(before, later) == account(revision=2, updated_at=later)


def ledger_of(*accounts: Account, **changes: AccountSum) -> Any:
    """Return a ledger with these accounts, and what was booked on them."""
    return sample_ledger(
        accounts={one.id: one for one in accounts},
        default_account_id=accounts[0].id,
        totals=LedgerTotals(by_account=changes),
    )


def test_a_balance_is_what_was_there_at_first_and_all_that_was_booked_since() -> None:
    ledger = ledger_of(
        account("main", opening_balance_minor=100),
        account("card", "Card", kind=AccountKind.CREDIT_CARD, opening_balance_minor=-50),
        main=AccountSum(change_minor=-130, count=3),
    )

    main, card = (AccountBalance.of(ledger, ledger.accounts[key]) for key in ("main", "card"))

    assert (main.balance_minor, main.transaction_count, main.is_default) == (-30, 3, True)
    assert (card.balance_minor, card.transaction_count, card.is_default) == (-50, 0, False)
    assert main.currency == ledger.currency


def test_the_balance_of_an_account_in_the_ledgers_currency_is_its_base_balance() -> None:
    euros = account("euros", "Euros", currency="EUR", opening_balance_minor=500)
    ledger = ledger_of(account("main", opening_balance_minor=100), euros)

    [main, unknown, known] = [
        AccountBalance.of(ledger, ledger.accounts["main"], 7),
        AccountBalance.of(ledger, euros),
        AccountBalance.of(ledger, euros, 550),
    ]

    assert (main.base_currency, main.base_balance_minor) == ("USD", 100)
    assert (known.currency, known.balance_minor) == ("EUR", 500)
    assert (known.base_currency, known.base_balance_minor) == ("USD", 550)
    assert unknown.base_balance_minor is None


def test_an_account_is_expected_by_its_own_revision() -> None:
    one = account(revision=3)
    balance = AccountBalance.of(ledger_of(one), one)

    ExpectedRevision(frozenset({3})).check(balance)
    with pytest.raises(PreconditionFailed) as failed:
        ExpectedRevision(frozenset({2})).check(balance)
    assert failed.value.current is balance


def test_what_is_owed_is_positive_and_an_overdrawn_account_is_no_debt() -> None:
    ledger = ledger_of(
        account("main", opening_balance_minor=100),
        account("wallet", "Wallet", kind=AccountKind.CASH, opening_balance_minor=-7),
        account("old", "Old", archived=True, opening_balance_minor=1000),
        account("card", "Card", kind=AccountKind.CREDIT_CARD, opening_balance_minor=-50),
        account("loan", "Loan", kind=AccountKind.LOAN, opening_balance_minor=20),
        card=AccountSum(change_minor=-5, count=1),
    )

    totals = Balances.of(ledger, NOON.date()).totals

    assert (totals.assets_minor, totals.liabilities_minor, totals.net_minor) == (1093, 35, 1058)


@bounded
@given(
    st.lists(transactions(), max_size=8),
    st.fixed_dictionaries(dict.fromkeys(("main", "savings", "card"), st.integers(-999, 999))),
    st.fixed_dictionaries(
        dict.fromkeys(("main", "savings", "card"), st.sampled_from(list(AccountKind)))
    ),
)
def test_net_worth_is_the_sum_of_all_balances_and_transfers_leave_it(
    booked: list[Any], openings: dict[str, int], kinds: dict[str, AccountKind]
) -> None:
    accounts = {
        key: account(key, key, kind=kinds[key], opening_balance_minor=openings[key])
        for key in openings
    }
    ledger = sample_ledger(accounts=accounts, totals=LedgerTotals.of([SummaryTotals.of(booked)]))

    earned = sum(
        {"INCOME": 1, "EXPENSE": -1, "TRANSFER": 0}[one.type] * one.amount_minor
        for one in booked
        if not one.is_deleted
    )

    balances = [AccountBalance.of(ledger, one).balance_minor for one in accounts.values()]
    assert (
        Balances.of(ledger, NOON.date()).totals.net_minor
        == sum(balances)
        == sum(openings.values()) + earned
    )
