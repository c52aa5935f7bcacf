"""Which rows are joined to an exchange of currencies, and what the joined transaction keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.currencies.exchanges import Exchanges
from shared.models.imports.currencies.fees import Fees
from shared.models.imports.import_plan import OtherAmounts, PlanRow, PlanSplit, RowStatus
from shared.models.imports.statements.results import StatementRow
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from tests.unit.imports.planning import find_rate, in_euros

NEW, JOINED, DUPLICATE = RowStatus.NEW, RowStatus.JOINED, RowStatus.DUPLICATE
DAY = date(2026, 1, 5)
IN_WORDS = {"is_exchange": True, "moment": "10:00"}
FALLBACK = {EntryType.INCOME: "other income", EntryType.EXPENSE: "other"}


def read(line: int, amount_minor: int, currency: str, **facts: Any) -> StatementRow:
    """Return a row of a file."""
    return StatementRow(line, DAY, amount_minor, currency=currency, **facts)


def planned(row: StatementRow, **facts: Any) -> PlanRow:
    """Return the plan of a row on an account in its currency."""
    other = None if row.currency == "EUR" else OtherAmounts(row.currency or "")
    usual = {"amount_minor": row.amount_minor, "other": other, "key": f"key {row.line}"}
    return PlanRow(row.line, NEW, **usual | facts)


def estimated(row: StatementRow, amount_minor: int, **facts: Any) -> PlanRow:
    """Return the plan of a row in another currency on an account in euros."""
    other = OtherAmounts("EUR", row.amount_minor, row.currency, is_amount_estimated=True)
    return planned(row, amount_minor=amount_minor, other=other, **facts)


def joined(
    rows: list[StatementRow], plan: list[PlanRow], of: Ledger, fee_category_id: str | None = None
) -> list[PlanRow]:
    accounts = CurrencyAccounts(of, "main", {}, {})
    fees = Fees("Fee", fee_category_id)
    return Exchanges(rows, accounts, find_rate, fees, FALLBACK, lambda: None).joined(plan)


def exchange_of_one_account() -> tuple[list[StatementRow], list[PlanRow]]:
    """Return a payment of 10 dollars, and the exchange of 8.50 euros for it, on one account."""
    rows = [
        read(2, -1000, "USD"),
        read(3, -850, "EUR", **IN_WORDS),
        read(4, 1000, "USD", **IN_WORDS),
    ]
    plan = [estimated(rows[0], -800), planned(rows[1]), estimated(rows[2], 800)]
    return rows, plan


def test_a_payment_that_is_recorded_already_stays_and_takes_its_exchange() -> None:
    rows, plan = exchange_of_one_account()
    plan[0] = plan[0]._replace(status=DUPLICATE)

    found = joined(rows, plan, in_euros())

    assert found[0] == plan[0]
    assert [row.status for row in found[1:]] == [JOINED, JOINED]


def test_a_payment_without_another_amount_stays_as_it_is() -> None:
    rows, plan = exchange_of_one_account()
    plan[0] = plan[0]._replace(other=None)

    found = joined(rows, plan, in_euros())

    assert found[0] == plan[0]
    assert [row.status for row in found[1:]] == [JOINED, JOINED]


@pytest.mark.parametrize(
    "change",
    [
        {"status": RowStatus.INVALID},
        {"status": JOINED},
        {"account_id": "more"},
    ],
    ids=["invalid", "part of another one", "on another account"],
)
def test_an_exchange_is_not_joined_to_such_a_payment(change: dict[str, Any]) -> None:
    rows, plan = exchange_of_one_account()
    plan[0] = plan[0]._replace(**change)

    payment, difference, second = joined(rows, plan, in_euros(more="EUR"))

    assert payment == plan[0]
    assert (difference.status, difference.amount_minor) == (NEW, -50)
    assert second.reason == "is a part of line 3"


def test_of_two_payments_of_the_exchanged_amount_none_is_taken() -> None:
    rows, plan = exchange_of_one_account()
    rows.append(read(5, -1000, "USD"))
    plan.append(estimated(rows[3], -800))

    found = joined(rows, plan, in_euros())

    assert [row.amount_minor for row in found if row.status is NEW] == [-800, -50, -800]


class Looked(PlanRow):
    """Plan of a row that counts how often it is looked at."""

    looks = 0

    def __getattribute__(self, name: str) -> Any:
        if name == "status":
            Looked.looks += 1
        return super().__getattribute__(name)


@pytest.mark.parametrize("of_payments", [{}, {"status": JOINED}], ids=["payments", "parts"])
def test_many_exchanges_of_one_amount_do_not_look_at_all_its_payments_each(
    of_payments: dict[str, Any],
) -> None:
    def looks(exchanges: int) -> int:
        rows: list[StatementRow] = []
        plan: list[PlanRow] = []
        for line in range(2, 2 + 3 * exchanges, 3):
            said = {"is_exchange": True, "moment": f"10:{line}"}
            three = (
                read(line, -1000, "USD"),
                read(line + 1, -850, "EUR", **said),
                read(line + 2, 1000, "USD", **said),
            )
            rows.extend(three)
            plan.append(estimated(three[0], -800)._replace(**of_payments))
            plan.extend((planned(three[1]), estimated(three[2], 800)))
        Looked.looks = 0
        found = joined(rows, [Looked(*one) for one in plan], in_euros())
        count = Looked.looks
        assert [row.amount_minor for row in found if row.status is NEW].count(-50) == exchanges
        return count

    assert looks(40) < 2.5 * looks(20)


def test_an_exchange_back_is_not_a_payment() -> None:
    rows = [
        read(2, -850, "EUR", **IN_WORDS),
        read(3, 1000, "USD", **IN_WORDS),
        read(4, -1000, "USD", is_exchange=True, moment="11:00"),
        read(5, 840, "EUR", is_exchange=True, moment="11:00"),
    ]
    plan = [
        planned(rows[0]), estimated(rows[1], 800), estimated(rows[2], -800), planned(rows[3]),
    ]  # fmt: skip

    found = joined(rows, plan, in_euros())

    assert [(row.status, row.amount_minor) for row in found] == [
        (NEW, -50), (JOINED, 800), (JOINED, -800), (NEW, 40),
    ]  # fmt: skip


def two_accounts(**received: Any) -> tuple[list[StatementRow], list[PlanRow]]:
    """Return 100 euros that leave one account, and 125 dollars that come to another one."""
    rows = [read(2, -10000, "EUR", **IN_WORDS), read(3, 12500, "USD", **IN_WORDS)]
    return rows, [planned(rows[0]), planned(rows[1], account_id="dollars", **received)]


@pytest.mark.parametrize("field", ["payee", "external_id"])
@pytest.mark.parametrize(
    ("out", "received", "kept"), [("A", "B", "A"), (None, "B", "B"), ("A", None, "A")]
)
def test_a_transfer_has_payee_and_id_of_the_first_row_that_has_one(
    field: str, out: str | None, received: str | None, kept: str
) -> None:
    rows, [first, second] = two_accounts()
    facts: list[dict[str, Any]] = [{field: out}, {field: received}]
    plan = [first._replace(**facts[0]), second._replace(**facts[1])]

    transfer, _ = joined(rows, plan, in_euros(dollars="USD"))

    assert getattr(transfer, field) == kept


def test_a_transfer_has_no_category_type_and_splits_and_keeps_the_estimate_of_what_came() -> None:
    rows, [first, second] = two_accounts()
    first = first._replace(
        category_id="food", custom_type_id="gift", splits=(PlanSplit("food", 1, None),)
    )
    other = OtherAmounts("USD", 10000, "EUR", is_amount_estimated=True)

    transfer, _ = joined(rows, [first, second._replace(other=other)], in_euros(dollars="USD"))

    assert (transfer.category_id, transfer.custom_type_id, transfer.splits) == (None, None, ())
    assert transfer.other is not None
    assert transfer.other.is_to_amount_estimated
    assert (transfer.other.joined_key, transfer.other.to_amount_minor) == ("key 3", 12500)


def test_what_comes_to_the_account_of_the_import_names_it() -> None:
    rows = [read(2, -12500, "USD", **IN_WORDS), read(3, 10000, "EUR", **IN_WORDS)]
    plan = [planned(rows[0], account_id="dollars"), planned(rows[1])]

    transfer, _ = joined(rows, plan, in_euros(dollars="USD"))

    assert (transfer.account_id, transfer.to_account_id) == ("dollars", "main")


def test_rows_that_are_not_new_are_not_joined() -> None:
    rows, [first, second] = two_accounts()

    for plan in (
        [first._replace(status=DUPLICATE), second],
        [first, second._replace(status=RowStatus.INVALID)],
    ):
        assert joined(rows, plan, in_euros(dollars="USD")) == plan


SAME_CURRENCY = [
    # The amounts of out and received, whether they are estimated, and the transfer's amount.
    (-10000, False, 9900, True, -10000, False),
    (-9900, True, 10000, False, -10000, False),
    (-9900, True, 10000, True, -10000, True),
    (-10000, False, 10000, False, -10000, False),
]


@pytest.mark.parametrize(
    ("out", "is_estimated", "came", "is_to_estimated", "amount", "is_still"), SAME_CURRENCY
)
def test_a_transfer_within_one_currency_has_the_amount_that_is_not_estimated(
    out: int, came: int, amount: int, *, is_estimated: bool, is_to_estimated: bool, is_still: bool
) -> None:
    rows, [first, second] = two_accounts()
    first = first._replace(
        amount_minor=out, other=OtherAmounts("EUR", -1, "GBP", is_amount_estimated=is_estimated)
    )
    second = second._replace(
        account_id="more", amount_minor=came,
        other=OtherAmounts("EUR", 1, "USD", is_amount_estimated=is_to_estimated),
    )  # fmt: skip

    transfer, part = joined(rows, [first, second], in_euros(more="EUR"))

    assert (transfer.amount_minor, part.status) == (amount, JOINED)
    assert transfer.other is not None
    assert transfer.other.is_amount_estimated is is_still
    assert (transfer.other.to_amount_minor, transfer.other.to_currency) == (None, None)


def test_two_amounts_that_the_bank_gives_in_one_currency_are_no_transfer() -> None:
    rows, [first, second] = two_accounts()
    plan = [first, second._replace(account_id="more", amount_minor=9900, other=None)]

    assert joined(rows, plan, in_euros(more="EUR")) == plan


def test_rows_without_a_time_are_joined_only_at_a_rate() -> None:
    for moment, currency, status in (
        ("", "USD", JOINED), ("", "SEK", NEW), ("10:00", "SEK", JOINED),
    ):  # fmt: skip
        facts = {"is_exchange": True, "moment": moment}
        rows = [read(2, -10000, "EUR", **facts), read(3, 12500, currency, **facts)]
        plan = [planned(rows[0]), planned(rows[1], account_id="other")]

        assert joined(rows, plan, in_euros(other=currency))[1].status is status


@pytest.mark.parametrize(
    ("received_minor", "is_joined"),
    [(11250, True), (11249, False), (13750, True), (13751, False)],
)
def test_amounts_may_deviate_by_a_tenth_from_the_rate_of_the_day(
    received_minor: int, *, is_joined: bool
) -> None:
    rows, _ = two_accounts()
    rows[1] = read(3, received_minor, "USD", **IN_WORDS)
    plan = [planned(rows[0]), planned(rows[1], account_id="dollars")]

    assert (joined(rows, plan, in_euros(dollars="USD"))[1].status is JOINED) is is_joined


def test_small_amounts_may_deviate_by_one_minor_unit() -> None:
    for received_minor, status in ((5, JOINED), (7, JOINED), (8, NEW)):
        rows = [read(2, -5, "EUR", **IN_WORDS), read(3, received_minor, "USD", **IN_WORDS)]
        plan = [planned(rows[0]), planned(rows[1], account_id="dollars")]

        assert joined(rows, plan, in_euros(dollars="USD"))[1].status is status


def test_rows_of_an_exchange_with_an_id_are_not_compared_with_others_of_its_time() -> None:
    rows = [
        read(2, -10000, "EUR", external_id="1", **IN_WORDS),
        read(3, 12500, "USD", external_id="1", **IN_WORDS),
        read(4, -10000, "EUR", **IN_WORDS),
        read(5, 12500, "USD", **IN_WORDS),
    ]
    plan = [planned(one, account_id="dollars" if one.currency == "USD" else None) for one in rows]

    found = joined(rows, plan, in_euros(dollars="USD"))

    assert [row.status for row in found] == [NEW, JOINED, NEW, JOINED]


def test_at_most_fifty_rows_of_one_time_are_joined() -> None:
    amounts = [400 * 3**n // 2**n for n in range(25)]
    rows = [
        read(number, amount, currency, **IN_WORDS)
        for number, (amount, currency) in enumerate(
            one for of in amounts for one in ((-of, "EUR"), (of * 5 // 4, "USD"))
        )
    ]
    further = read(50, -1, "EUR", **IN_WORDS)
    plan = [planned(one, account_id="dollars" if one.currency == "USD" else None) for one in rows]
    more = [*plan, planned(further)]

    found = joined(rows, plan, in_euros(dollars="USD"))

    assert [row.status for row in found] == [NEW, JOINED] * 25
    assert joined([*rows, further], more, in_euros(dollars="USD")) == more


def difference(own_minor: int, foreign_minor: int, **facts: Any) -> PlanRow:
    """Return the booked difference of 100 euros out, or in, and dollars, on one account."""
    sign = 1 if own_minor > 0 else -1
    rows = [
        read(2, own_minor, "EUR", **IN_WORDS),
        read(3, -sign * 12500, "USD", **IN_WORDS),
    ]
    own = planned(rows[0], category_id="own", custom_type_id="gift", **facts)
    foreign = estimated(rows[1], foreign_minor, notes="Of the bank")
    return joined(rows, [own, foreign], in_euros())[0]


@pytest.mark.parametrize(
    ("own_minor", "foreign_minor", "amount_minor", "category_id", "custom_type_id"),
    [
        (-10000, 9900, -100, "own", "gift"),
        (-10000, 10100, 100, "other income", None),
        (10000, -10100, -100, "other", None),
        (10000, -9900, 100, "own", "gift"),
    ],
)
def test_a_difference_has_category_and_type_of_its_row_if_the_row_has_its_sign(
    own_minor: int, foreign_minor: int, amount_minor: int, category_id: str, custom_type_id: str
) -> None:
    found = difference(own_minor, foreign_minor, splits=(PlanSplit("own", 1, None),))

    assert (found.status, found.amount_minor) == (NEW, amount_minor)
    assert (found.category_id, found.custom_type_id) == (category_id, custom_type_id)
    assert found.splits == ()
    assert found.other is not None
    assert (found.other.joined_key, found.other.currency) == ("key 3", "EUR")


def test_a_difference_has_the_notes_of_either_row() -> None:
    assert difference(-10000, 9900).notes == "Of the bank"
    assert difference(-10000, 9900, notes="Own").notes == "Own"
