from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.errors import InvalidArgument, LedgerFull, Unreadable
from shared.models.currencies.own_rate import MAX_OWN_RATES
from shared.models.exports import backup_document
from shared.models.exports.backup_document import MAX_RECORDS, read_backup
from shared.models.ledger.account import MAX_ACCOUNTS
from shared.models.ledger.category import MAX_CATEGORIES
from shared.models.ledger.custom_type import MAX_CUSTOM_TYPES
from shared.models.ledger.ledger import MAX_TAGS_IN_USE
from shared.models.planning.budgets.budget import MAX_BUDGETS
from shared.models.rules.rule import MAX_RULES
from tests.unit.examples import transaction
from tests.unit.exports.backups import IN_BIN, LATER, TRANSACTIONS, document, ledger, read, written


def refused(content: dict[str, Any]) -> dict[str, str]:
    """Return the errors in a document, by path."""
    with pytest.raises(InvalidArgument) as caught:
        read(json.dumps(content).encode())
    return {error.field: error.message for error in caught.value.errors}


def test_what_is_missing_is_named() -> None:
    assert refused({}) == dict.fromkeys(
        [
            "transactions", "payees", "months", "format", "version", "exported_at", "settings",
            "default_account_id", "categories", "accounts",
        ],
        "is required",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "most"), [("transactions", MAX_RECORDS), ("budgets", MAX_BUDGETS)]
)
def test_a_list_of_more_records_than_a_ledger_has_is_not_counted_to_its_end(
    name: str, most: int
) -> None:
    read_so_far = 0

    def parts() -> Iterator[bytes]:
        nonlocal read_so_far
        yield f'{{"{name}": ['.encode()
        while True:
            read_so_far += 1
            yield b"0," * 50_000

    with pytest.raises(InvalidArgument, match=f"{name}: must have at most {most}"):
        read_backup(parts)
    assert read_so_far <= 1 + 2 * most / 50_000


def test_payees_are_no_more_than_the_transactions_that_use_them() -> None:
    content = document()
    content["payees"] = [{"name": f"Shop {number}"} for number in range(1_005)]

    assert refused(content) == {"payees": "must be at most 1000 more than the transactions"}


def test_more_transactions_than_a_ledger_holds_are_refused_before_any_is_restored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = json.dumps(document()).encode()
    entries = sum(len(entry.account_changes) for entry in TRANSACTIONS if not entry.is_deleted)
    monkeypatch.setattr(backup_document, "MAX_ENTRIES", entries)
    assert read(content).counts["transactions"] == len(TRANSACTIONS)

    monkeypatch.setattr(backup_document, "MAX_ENTRIES", entries - 1)
    with pytest.raises(LedgerFull):
        read(content)


def test_months_are_no_more_than_the_transactions_and_those_of_two_centuries() -> None:
    content = document()
    content["months"] = [
        {"month": f"{1000 + number // 12}-{number % 12 + 1:02}", "version": 1}
        for number in range(2_010)
    ]

    assert refused(content) == {"months": "must be at most 2000 more than the transactions"}


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("categories", MAX_CATEGORIES),
        ("accounts", MAX_ACCOUNTS),
        ("custom_types", MAX_CUSTOM_TYPES),
        ("rules", MAX_RULES),
    ],
)
def test_a_backup_has_no_more_parts_than_a_ledger(name: str, most: int) -> None:
    content = document()
    first = content[name][0]
    content[name] += [
        first | {"id": f"P{number}", "name": f"P{number}"}
        for number in range(most - len(content[name]))
    ]
    assert len(getattr(read(json.dumps(content).encode()).head, name)) == most

    again(name, id="last", name="Last")(content)
    assert refused(content).keys() == {name}


def test_a_backup_has_no_more_own_rates_than_a_ledger_and_one_of_a_pair_and_day() -> None:
    content = document()
    [first] = content["own_rates"]
    content["own_rates"] = [
        first | {"id": f"R{number}", "date": f"{1900 + number}-01-01"}
        for number in range(MAX_OWN_RATES)
    ]
    assert len(read(json.dumps(content).encode()).own_rates) == MAX_OWN_RATES

    again("own_rates", id="last", date="2150-01-01")(content)
    assert refused(content).keys() == {"own_rates"}
    content["own_rates"] = [first, first | {"id": "R2", "base": "USD", "quote": "ARS"}]
    assert refused(content) == {"own_rates.1.date": "is there twice"}
    content["own_rates"] = [first | {"quote": "ARS"}]
    assert refused(content) == {"own_rates.0.quote": "must be another currency than base"}


def test_parts_that_are_merged_into_each_other_are_all_named() -> None:
    content = document()
    put("card", "accounts", 1, "merging_into")(content)

    assert refused(content) == {
        "accounts.0.merging_into": "leads back to itself",
        "accounts.1.merging_into": "leads back to itself",
    }


Edit = Callable[[dict[str, Any]], object]


def put(value: object, *path: str | int) -> Edit:
    """Put a value at a path."""

    def edit(content: Any) -> None:
        for part in path[:-1]:
            content = content[part]
        content[path[-1]] = value

    return edit


def drop(*path: str | int) -> Edit:
    """Take away what is at a path."""

    def edit(content: Any) -> None:
        for part in path[:-1]:
            content = content[part]
        del content[path[-1]]

    return edit


def again(part: str, /, **changes: Any) -> Edit:
    """Put the first element into a list once more, but for these fields."""
    return lambda content: content[part].append(copy.deepcopy(content[part][0]) | changes)


WRONG: list[tuple[Edit, str]] = [
    (put("other", "format"), "format"),
    (put(2, "version"), "version"),
    (put("1", "version"), "version"),
    (put(1, "unknown"), "unknown"),
    (put("yesterday", "exported_at"), "exported_at"),
    (put("XXX", "settings", "currency"), "settings.currency"),
    (put("Mars/Base", "settings", "timezone"), "settings.timezone"),
    (put({"day": 32}, "settings", "month_start"), "settings.month_start.day"),
    (put({"day": "1"}, "settings", "month_start"), "settings.month_start.day"),
    (put("nowhere", "default_account_id"), "default_account_id"),
    (put("card", "default_account_id"), "default_account_id"),
    (put("food", "categories", 0, "merging_into"), "categories.0.merging_into"),
    (put("card", "accounts", 0, "merging_into"), "accounts.0.merging_into"),
    (put("pay", "transactions", 2, "category_id"), "transactions.2.category_id"),
    (put({}, "categories"), "categories"),
    (put([], "accounts"), "accounts"),
    (put("a/b", "categories", 0, "id"), "categories.0.id"),
    (put("TRANSFER", "categories", 1, "type"), "categories.1.type"),
    (put("UNKNOWN", "categories", 1, "kind"), "categories.1.kind"),
    (put("2026-12-31", "categories", 0, "end_date"), "categories.0.end_date"),
    (put(0, "categories", 1, "revision"), "categories.1.revision"),
    (put("2026-03-15", "categories", 1, "created_at"), "categories.1.created_at"),
    (put("2026-03-15T12:00:00", "categories", 1, "created_at"), "categories.1.created_at"),
    (put("0001-01-01T00:00:00+14:00", "categories", 1, "created_at"), "categories.1.created_at"),
    (put(1773576000, "categories", 1, "created_at"), "categories.1.created_at"),
    (again("categories", name="New"), "categories.4.id"),
    (again("categories", id="new"), "categories.4.name"),
    (again("accounts", name="New"), "accounts.3.id"),
    (again("accounts", id="new"), "accounts.3.name"),
    (again("custom_types", name="New"), "custom_types.2.id"),
    (again("custom_types", id="new"), "custom_types.2.name"),
    (put("1.005", "accounts", 1, "opening_balance"), "accounts.1.opening_balance"),
    (put(1, "accounts", 1, "opening_balance"), "accounts.1.opening_balance"),
    (put("9" * 19, "accounts", 1, "opening_balance"), "accounts.1.opening_balance"),
    (put("SHOEBOX", "accounts", 1, "kind"), "accounts.1.kind"),
    (put("1", "accounts", 1, "archived"), "accounts.1.archived"),
    (again("rules"), "rules.1.id"),
    (put("1.005", "rules", 0, "conditions", 1, "min"), "rules.0.conditions.1.min"),
    (put("YELLS", "rules", 0, "conditions", 0, "operator"), "rules.0.conditions.0.operator"),
    (put({}, "rules", 0, "actions"), "rules.0.actions"),
    (put({}, "transactions"), "transactions"),
    (put(None, "transactions"), "transactions"),
    (put(5, "transactions", 1), "transactions.1"),
    (put("1.005", "transactions", 0, "amount"), "transactions.0.amount"),
    (put("0", "transactions", 0, "amount"), "transactions.0.amount"),
    (put("1" * 14, "transactions", 0, "amount"), "transactions.0.amount"),
    (put(None, "transactions", 0, "amount"), "transactions.0.amount"),
    (drop("transactions", 2, "amount"), "transactions.2.amount"),
    (put("1.005", "transactions", 3, "splits", 1, "amount"), "transactions.3.splits.1.amount"),
    (put("2.51", "transactions", 3, "splits", 1, "amount"), "transactions.3.splits"),
    (put("food", "transactions", 1, "category_id"), "transactions.1.category_id"),
    (drop("transactions", 1, "to_account_id"), "transactions.1.to_account_id"),
    (put("gone", "transactions", 0, "category_id"), "transactions.0.category_id"),
    (put("pay", "transactions", 0, "category_id"), "transactions.0.category_id"),
    (
        put("gone", "transactions", 3, "splits", 0, "category_id"),
        "transactions.3.splits.0.category_id",
    ),
    (put("missing", "transactions", 0, "custom_type_id"), "transactions.0.custom_type_id"),
    (put("missing", "transactions", 2, "custom_type_id"), "transactions.2.custom_type_id"),
    (put("loan", "transactions", 0, "custom_type_id"), "transactions.0.custom_type_id"),
    (put("gift", "transactions", 1, "custom_type_id"), "transactions.1.custom_type_id"),
    (put("lost", "transactions", 0, "account_id"), "transactions.0.account_id"),
    (put("lost", "transactions", 1, "to_account_id"), "transactions.1.to_account_id"),
    (put("../x", "transactions", 0, "id"), "transactions.0.id"),
    (put("x" * 65, "transactions", 0, "id"), "transactions.0.id"),
    (again("transactions"), "transactions.4.id"),
    (put("1899-12-31", "transactions", 0, "date"), "transactions.0.date"),
    (put("9999-01-01", "transactions", 0, "date"), "transactions.0.date"),
    (put("2026-02-30", "transactions", 0, "date"), "transactions.0.date"),
    (put("x" * 201, "transactions", 0, "description"), "transactions.0.description"),
    (put(["x" * 31], "transactions", 0, "tags"), "transactions.0.tags.0"),
    (put("x", "transactions", 0, "currency"), "transactions.0.currency"),
    (put("1", "transactions", 0, "revision"), "transactions.0.revision"),
    (again("payees", name="CORNER  shop"), "payees.2.name"),
    (put("", "payees", 0, "name"), "payees.0.name"),
    (again("months"), "months.4.month"),
    (put("2026-13", "months", 0, "month"), "months.0.month"),
    (put("0001-01", "months", 0, "month"), "months.0.month"),
    (put(4, "months", 0, "version"), "months.0.closing.version"),
    (put(-1, "months", 0, "version"), "months.0.version"),
    (put("0.001", "months", 0, "closing", "expenses"), "months.0.closing.expenses"),
    (put(1.5, "months", 0, "closing", "count"), "months.0.closing.count"),
]


@pytest.mark.parametrize(("edit", "path"), WRONG, ids=[path for _, path in WRONG])
def test_what_is_wrong_is_named_by_its_path(edit: Edit, path: str) -> None:
    content = document()
    edit(content)

    found = refused(content)

    assert any(named == path or named.startswith(f"{path}.") for named in found), found
    assert len(found) == 1


def test_what_is_taken_out_of_the_trash_must_be_of_what_is_there() -> None:
    content = json.loads(written(ledger(), IN_BIN))
    del content["transactions"][0]["deleted_at"]

    assert refused(content).keys() == {"transactions.0.category_id", "transactions.0.account_id"}


def test_no_more_than_twenty_errors_are_named() -> None:
    content = document()
    content["transactions"] = [{"id": "?"}] * 1000

    assert 20 <= len(refused(content)) <= 25


def test_live_transactions_have_no_more_different_tags_than_a_ledger_may() -> None:
    tagged = [
        transaction(id=f"T{n}", tags=tuple(f"t{n * 20 + i}" for i in range(20)))
        for n in range(MAX_TAGS_IN_USE // 20)
    ]
    one_more = transaction(id="more", tags=("one more",))

    assert read(written(ledger(), *tagged)).counts["transactions"] == len(tagged)
    in_trash = one_more.model_copy(update={"deleted_at": LATER})
    assert read(written(ledger(), *tagged, in_trash)).counts["transactions"] == len(tagged) + 1
    assert refused(json.loads(written(ledger(), *tagged, one_more))).keys() == {"transactions"}


def test_rules_are_no_longer_together_than_one_document_holds() -> None:
    content = document()
    long = [{"field": "TEXT", "operator": "EQUALS", "value": "漢" * 200}] * 10
    content["rules"] = [
        content["rules"][0] | {"id": f"R{n}", "conditions": long} for n in range(160)
    ]

    assert refused(content) == {"rules": "are too long together"}


def test_the_expressions_of_all_rules_are_bounded_together() -> None:
    content = document()
    costly = [{"field": "TEXT", "operator": "MATCHES", "value": "(?:a?){200}z"}] * 5
    content["rules"] = [
        content["rules"][0] | {"id": f"R{n}", "conditions": costly} for n in range(20)
    ]

    assert refused(content) == {"rules": "have expressions that are too complex together"}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"version": NaN}', b"{} {}"])
def test_what_is_not_json_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)
