"""Rules applied to a ledger: exact, once, and never over what someone changed meanwhile."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from functions.http.background.jobs import MAX_DOCUMENTS
from shared.errors import Unreadable
from shared.models.history.change import Cause
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.batch import Batch
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.rules.rule import Rule, RuleDraft
from shared.models.rules.rule_application import RuleApplication, subject_of
from shared.models.rules.rule_matching import apply_rules as applied
from shared.repositories.firestore.usage import counted_usage, documents_used
from shared.repositories.store import TenantStore
from shared.services.ledger import transactions
from shared.services.ledger.batches import apply_batch
from shared.services.rules import rule_application
from shared.services.rules.rule_application import (
    _READ_AT_ONCE,
    CHANGED_AT_ONCE,
    MAX_SHOWN_EDITS,
    RuleRun,
)
from shared.services.rules.rules import create_rule
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers import rebuilds
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_account,
    new_ledger,
    operation,
    stored_changes,
)

pytestmark = pytest.mark.usefixtures("emulators")

ALL = RuleApplication(TransactionFilter())
UNFILED = RuleApplication(TransactionFilter(unfiled=True))
DAY = date(2026, 2, 28)


def never() -> bool:
    return False


def category(store: TenantStore, name: str) -> str:
    """Return the id of the category of that name."""
    [found] = [c.id for c in store.tenant.get().ledger.categories.values() if c.name == name]
    return found


def rule(store: TenantStore, value: str, **actions: Any) -> Rule:
    """Return a rule on descriptions that contain a text."""
    condition = {"field": "DESCRIPTION", "operator": "CONTAINS", "value": value}
    draft = RuleDraft.model_validate({"conditions": [condition], "actions": actions})
    return create_rule(store, operation(), draft)


def draft(store: TenantStore, description: str = "Market", **facts: Any) -> TransactionDraft:
    """Return input of an unfiled expense, unless given otherwise."""
    usual: dict[str, Any] = {
        "type": "EXPENSE",
        "amount": "1.25",
        "date": DAY,
        "description": description,
    }
    return TransactionDraft(**usual | facts)


def record(store: TenantStore, description: str = "Market", **facts: Any) -> str:
    """Record such an expense; its id."""
    recorded = transactions.record_transaction(
        store, operation(), draft(store, description, **facts)
    )
    return recorded.id


def ledger_of(store: TenantStore) -> Ledger:
    return store.tenant.get().ledger


def apply(
    store: TenantStore,
    application: RuleApplication = ALL,
    is_over: Callable[[], bool] = never,
    cursor: str | None = None,
) -> RuleRun:
    return rule_application.apply_rules(
        store, ledger_of(store), operation(), application, is_over, cursor
    )


def preview(store: TenantStore, application: RuleApplication = ALL) -> RuleRun:
    return rule_application.preview_rules(store, ledger_of(store), operation(), application, never)


def editing(store: TenantStore, transaction_id: str, **patch: Any) -> Callable[[], object]:
    """Return someone's edit, ready to be made."""
    wanted = TransactionPatch(**patch)
    return lambda: transactions.update_transaction(store, operation(), transaction_id, wanted)


def once(work: Callable[[], object]) -> Callable[[], bool]:
    """Return an ``is_over`` that runs ``work`` between the search and the commit."""
    todo = [work]

    def is_over() -> bool:
        if todo:
            todo.pop()()
        return False

    return is_over


def read(store: TenantStore, transaction_id: str) -> Transaction:
    """Return the current transaction, in the trash or not."""
    return store.load(transaction_ids=[transaction_id]).transactions[transaction_id]


def rule_changes(store: TenantStore) -> list[dict[str, Any]]:
    """Return the changes that applied rules have logged."""
    return [c for c in stored_changes(store).values() if c["cause"] == Cause.RULES.value]


def assert_all_is_well(store: TenantStore) -> None:
    assert_law_holds(store)
    assert_every_revision_is_logged(store)
    assert_log_is_complete(store)


def _any_draft(
    store: TenantStore, rng: random.Random, accounts: tuple[str, str]
) -> TransactionDraft:
    """Return random input, with words that the rules search for."""
    description = " ".join(rng.sample(["market", "rent", "fuel", "salary"], 2))
    facts: dict[str, Any] = {
        "amount": Decimal(rng.randint(2, 999)),
        "account_id": accounts[0],
        "date": date(2026, rng.randint(1, 3), rng.randint(1, 28)),
        "payee": rng.choice([None, "Shop", "Café"]),
        "tags": rng.choice([[], ["a"], ["A", "b"]]),
    }
    kind = rng.choice(["whole", "income", "transfer", "split"])
    if kind == "income":
        facts |= {"type": "INCOME", "category_id": category(store, "Other income")}
    elif kind == "transfer":
        facts |= {"type": "TRANSFER", "to_account_id": accounts[1]}
    elif kind == "split":
        parts = {"Other expenses": Decimal(1), "Dining": facts["amount"] - 1}
        facts["splits"] = [
            {"category_id": category(store, name), "amount": amount}
            for name, amount in parts.items()
        ]
    return draft(store, description, **facts)


def ruled(store: TenantStore, rules: list[Rule]) -> dict[str, tuple[object, ...]]:
    """Return category, payee and tags of each transaction after the rules, by id."""
    chart = store.tenant.get().ledger.categories
    made = {t.id: applied(rules, subject_of(t), chart) for t in store.transactions.stream_all()}
    return {key: (one.category_id, one.payee, one.tags) for key, one in made.items()}


def as_stored(store: TenantStore) -> dict[str, tuple[object, ...]]:
    return {t.id: (t.category_id, t.payee, t.tags) for t in store.transactions.stream_all()}


@pytest.mark.parametrize("seed", range(3))
def test_every_transaction_becomes_what_the_rules_make_of_it(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 (varied, not secret)
    store = new_ledger()
    accounts = store.tenant.get().ledger.default_account_id, new_account(store, "Savings")
    drafts = tuple(_any_draft(store, rng, accounts) for _ in range(40))
    apply_batch(store, operation(), Batch(create=drafts))
    rules = [
        rule(store, "market", category_id=category(store, "Groceries"), tags=["food"]),
        rule(store, "rent", category_id=category(store, "Rent"), payee="Landlord"),
        rule(store, "salary", category_id=category(store, "Salary"), payee="ACME"),
        rule(store, "fuel", tags=["A", "car"]),
    ]
    before, expected, shown = as_stored(store), ruled(store, rules), preview(store)
    assert as_stored(store) == before

    run = apply(store)

    assert as_stored(store) == expected != before
    assert (run.matched, run.changed) == (shown.matched, shown.changed)
    assert run.changed == sum(expected[key] != before[key] for key in before)
    assert [edit.before.id for edit in run.edits] == [edit.before.id for edit in shown.edits]
    assert apply(store).changed == 0
    assert_all_is_well(store)


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_applying_again_after_a_failure_changes_nothing_twice(trouble: str) -> None:
    store = new_ledger()
    ids = [record(store) for _ in range(3)]
    rule(store, "market", category_id=category(store, "Groceries"), tags=["food"])

    with fault(trouble) as injected, contextlib.suppress(Crashed):
        assert apply(store).changed == 3
    assert injected.has_struck
    apply(store)

    assert {read(store, key).revision for key in ids} == {2}
    assert {read(store, key).category_id for key in ids} == {category(store, "Groceries")}
    assert len(rule_changes(store)) == 3
    assert_all_is_well(store)


def _record_many(store: TenantStore, count: int) -> None:
    one = draft(store)
    while count > 0:
        batch = Batch(create=(one,) * min(count, 500))
        apply_batch(store, operation(), batch)
        count -= 500


def test_many_are_changed_in_several_commits_of_one_cause() -> None:
    store = new_ledger()
    many = 2 * CHANGED_AT_ONCE + 1
    _record_many(store, many)
    rule(store, "market", category_id=category(store, "Groceries"))

    run = apply(store)

    assert (run.matched, run.changed, run.next_cursor) == (many, many, None)
    assert len(run.edits) == MAX_SHOWN_EDITS
    logged = rule_changes(store)
    commits = [change["operation_id"] for change in logged]
    assert sorted(commits.count(one) for one in set(commits)) == [1, 100, 100]
    assert len({change["cause_id"] for change in logged}) == 1
    assert logged[0]["cause_id"] in commits
    assert all({"before", "after"} <= change.keys() for change in logged)
    assert_all_is_well(store)


def _documents_of_a_run(transactions_changed: int) -> int:
    """Return the documents of applying rules to transactions that share no payee and no month."""
    store = new_ledger()
    for number in range(transactions_changed):
        record(store, f"Market {number}", payee=f"Shop {number}", date=date(2026, 1 + number, 1))
        rule(
            store,
            f"market {number}",
            category_id=category(store, "Groceries"),
            payee=f"Market {number}",
            tags=["ruled"],
        )
    rebuilds.ask_for(store, 15)  # Until it is done, months are written in both calendars.

    with counted_usage():
        assert apply(store).changed == transactions_changed
        return documents_used()


def test_a_request_that_applies_rules_has_less_than_2000_documents() -> None:
    one, three = _documents_of_a_run(1), _documents_of_a_run(3)

    of_each = (three - one) // 2
    assert (three - one, of_each) == (20, 10)
    others = one - of_each
    # The documents of a request are used up by a page, of which all that was found is changed. Each
    # of these has been read once before.
    used = MAX_DOCUMENTS + _READ_AT_ONCE + CHANGED_AT_ONCE * (of_each - 1)
    assert used + others < 2_000


def test_a_run_that_was_cut_short_goes_on_where_it_stopped() -> None:
    store = new_ledger()
    ids = [record(store, date=date(2026, 2, day)) for day in (3, 2, 1)]
    rule(store, "market", category_id=category(store, "Groceries"))

    first = apply(store, is_over=lambda: True)
    second = apply(store, is_over=lambda: True, cursor=first.next_cursor)
    rest = apply(store, cursor=second.next_cursor)

    edited = [[edit.before.id for edit in run.edits] for run in (first, second, rest)]
    assert edited == [[ids[0]], [ids[1]], [ids[2]]]
    assert rest.next_cursor is None
    with pytest.raises(Unreadable):
        apply(store, UNFILED, cursor=first.next_cursor)
    assert_all_is_well(store)


def test_a_preview_that_was_cut_short_goes_on_where_it_stopped() -> None:
    store = new_ledger()
    ids = [record(store, date=date(2026, 2, day)) for day in (2, 1)]
    rule(store, "market", category_id=category(store, "Groceries"))

    first = rule_application.preview_rules(store, ledger_of(store), operation(), ALL, lambda: True)
    rest = rule_application.preview_rules(
        store, ledger_of(store), operation(), ALL, never, first.next_cursor
    )

    assert [edit.before.id for edit in (*first.edits, *rest.edits)] == ids
    assert rule_changes(store) == []
