from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.models.people.demo_use import (
    MAX_DEMO_CHANGES,
    MAX_DEMO_IMPORTS,
    MAX_DEMO_TRANSACTIONS,
    DemoUse,
)
from shared.repositories import connections
from shared.services.ledger import merges
from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.http.operations import OPERATIONS, furnish
from tests.support.faults import fault
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")


def use_up(person: Person, *, leaving: int = 0, imports: int = 0) -> None:
    """Have a demo hold as many transactions as it may, but for some, and so many imports."""
    use = {"transactions": MAX_DEMO_TRANSACTIONS - leaving, "imports": imports}
    connections.firestore_client().document(person.store.ref.path).update({"demo_use": use})


def use_of(person: Person) -> DemoUse:
    return person.store.tenant.get().get_demo().use


def preview(person: Person, rows: int) -> TestResponse:
    lines = "".join(f"2026-03-31,-{number}.00,Shop\n" for number in range(1, rows + 1))
    content = f"Date,Amount,Description\n{lines}".encode()
    return person.call("POST", "/imports/preview", data=content, content_type="text/csv")


def carry_out(person: Person, plan: Any) -> TestResponse:
    return person.post("/imports", {"plan_token": plan["plan_token"]})


def refused(response: TestResponse, most: str) -> None:
    detail = problem(response, 409, "demo-quota")["detail"]
    assert detail == f"A demo can have at most {most}. Sign up to keep this ledger and go on."


ALL_TRANSACTIONS = "5,000 transactions, including the trash"
ALL_IMPORTS = "20 imports"


def test_a_demo_holds_so_many_transactions(visitor: Person) -> None:
    use_up(visitor, leaving=1)
    entry = visitor.entry()

    ok(visitor.post("/transactions", entry), 201)
    with nothing_written(visitor):
        refused(visitor.post("/transactions", entry), ALL_TRANSACTIONS)


def test_a_batch_that_does_not_fit_is_refused_whole(visitor: Person) -> None:
    use_up(visitor, leaving=1)
    one = visitor.record()
    use_up(visitor, leaving=1)
    batch = {"create": [visitor.entry(), visitor.entry()], "delete": [{"id": one["id"]}]}

    with nothing_written(visitor):
        refused(visitor.post("/transactions/batch", batch), ALL_TRANSACTIONS)
    ok(visitor.post("/transactions/batch", batch | {"create": [visitor.entry()]}))


def test_a_full_demo_can_be_read_changed_and_put_in_order(visitor: Person) -> None:
    path = f"/transactions/{visitor.record()['id']}"
    use_up(visitor)

    ok(visitor.get(path))
    ok(visitor.patch(path, {"amount": "7.00"}))
    ok(visitor.delete(path), 204)
    ok(visitor.post(f"{path}/restore"))
    ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)
    assert_law_holds(visitor.store)


def test_the_trash_makes_no_room(visitor: Person) -> None:
    recorded = visitor.record()
    use_up(visitor)

    ok(visitor.delete(f"/transactions/{recorded['id']}"), 204)

    refused(visitor.post("/transactions", visitor.entry()), ALL_TRANSACTIONS)


def test_whatever_is_done_a_demos_use_is_the_number_of_its_transactions() -> None:
    visitor = new_visitor(samples=True)
    one = visitor.record()
    ok(visitor.delete(f"/transactions/{one['id']}"), 204)
    ok(visitor.post("/transactions/batch", {"create": [visitor.entry()] * 3}))
    ok(carry_out(visitor, ok(preview(visitor, 4), 201)))
    again = ok(preview(visitor, 5), 201)
    ok(carry_out(visitor, again))
    ok(carry_out(visitor, again))
    ok(visitor.delete(f"/imports/{again['id']}"))

    kept = transactions_of(visitor) + transactions_of(visitor, deleted="true")

    assert use_of(visitor) == DemoUse(transactions=len(kept), imports=3)  # One of the samples.


@pytest.mark.parametrize("name", ["commit refused", "answer lost", "contention"])
def test_a_transaction_that_was_tried_twice_counts_once(visitor: Person, name: str) -> None:
    visitor.record()

    with fault(name) as injected:
        visitor.record()

    assert injected.has_struck
    assert use_of(visitor).transactions == 2


def test_of_two_at_once_the_last_place_is_for_one(visitor: Person) -> None:
    use_up(visitor, leaving=1)
    entry = visitor.entry()

    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda _: visitor.post("/transactions", entry).status_code, range(4))

    assert sorted(answers) == [201, 409, 409, 409]


def test_a_file_that_does_not_fit_is_refused_at_its_preview(visitor: Person) -> None:
    use_up(visitor, leaving=3)

    with nothing_written(visitor):
        refused(preview(visitor, 4), ALL_TRANSACTIONS)
    assert ok(carry_out(visitor, ok(preview(visitor, 3), 201)))["imported"] == 3


def test_an_import_that_no_longer_fits_records_nothing(visitor: Person) -> None:
    plan = ok(preview(visitor, 3), 201)
    use_up(visitor, leaving=2)

    with nothing_written(visitor):
        refused(carry_out(visitor, plan), ALL_TRANSACTIONS)


def test_a_demo_has_so_many_imports(visitor: Person) -> None:
    use_up(visitor, leaving=100, imports=MAX_DEMO_IMPORTS - 1)
    first, second = ok(preview(visitor, 1), 201), ok(preview(visitor, 1), 201)

    ok(carry_out(visitor, first))
    ok(carry_out(visitor, first))
    with nothing_written(visitor):
        refused(preview(visitor, 2), ALL_IMPORTS)
        problem(carry_out(visitor, second), 409, "plan-changed")


def test_an_import_begun_before_the_last_may_end(visitor: Person) -> None:
    plan = ok(preview(visitor, 1), 201)
    use_up(visitor, leaving=100, imports=MAX_DEMO_IMPORTS)

    refused(carry_out(visitor, plan), ALL_IMPORTS)
    use_up(visitor, leaving=100, imports=MAX_DEMO_IMPORTS - 1)
    ok(carry_out(visitor, plan))


def test_a_backup_counts_as_an_import(visitor: Person) -> None:
    other = new_visitor(samples=True)
    backup = ok(other.get("/exports/ledger"))
    use_up(visitor, leaving=len(transactions_of(other)) - 1)
    with nothing_written(visitor):
        refused(visitor.post("/imports/restore", backup), ALL_TRANSACTIONS)
    use_up(visitor, leaving=1000, imports=MAX_DEMO_IMPORTS)
    with nothing_written(visitor):
        refused(visitor.post("/imports/restore", backup), ALL_IMPORTS)
    use_up(visitor, leaving=1000)

    ok(visitor.post("/imports/restore", backup), 201)

    used = MAX_DEMO_TRANSACTIONS - 1000 + len(transactions_of(other))
    assert use_of(visitor) == DemoUse(transactions=used, imports=1)


NOT_COUNTED = {
    "preview a file": "it logs nothing; imports are counted",
    "preview onto an account": "as above",
    "preview into a category": "as above",
    "forget a mapping": "it logs nothing",
    "analyse the history": "it logs nothing, and its one document is bounded",
    "carry out an import": "the transactions of imports are counted",
    "undo an import": "it deletes each transaction of an import once",
    "restore a backup": "this ledger is not empty",
    "try rules": "it changes nothing",
    "convert amounts": "it changes nothing",
    "convert a transaction": "it changes nothing",
    "preview a budget": "it changes nothing",
    "compare a scenario": "it changes nothing",
    "change an entry in a scenario": "it changes nothing",
    "plan to fill budgets": "it changes nothing",
    "merge a custom type": "into itself, which is refused first",
    "apply rules": "no transaction matches",
    "apply a rule": "no transaction matches",
    "order rules": "there is one rule",
}
"""The operations that the quota of changes does not refuse, each with the reason."""

WRITING = [row for row in OPERATIONS if row.method != "GET"]


def set_changes(person: Person, count: int) -> None:
    """Let a demo have had so many changes."""
    connections.firestore_client().document(person.store.ref.path).update({"sequence": count})


def test_no_operation_exceeds_the_number_of_changes_of_a_demo() -> None:
    person = new_visitor()
    ids = furnish(person)
    set_changes(person, MAX_DEMO_CHANGES)

    refused_names = set()
    with nothing_written(person):
        for operation in WRITING:
            if operation.name not in NOT_COUNTED:
                refused(operation.ask(person, ids), "50,000 changes")
                refused_names.add(operation.name)
    assert refused_names | NOT_COUNTED.keys() == {row.name for row in WRITING}
    set_changes(person, MAX_DEMO_CHANGES - 1)
    person.record()
    with nothing_written(person):
        refused(person.post("/transactions", person.entry()), "50,000 changes")
        refused(person.patch("/me", {"display_name": "Ada"}), "50,000 changes")


def test_a_batch_of_more_changes_than_are_left_does_nothing(visitor: Person) -> None:
    batch = {"create": [visitor.entry()] * 3}
    set_changes(visitor, MAX_DEMO_CHANGES - 2)

    with nothing_written(visitor):
        refused(visitor.post("/transactions/batch", batch), "50,000 changes")
    ok(visitor.post("/transactions/batch", {"create": [visitor.entry()] * 2}))


def test_what_a_demo_has_begun_may_end(visitor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merges, "MERGE_CHUNK", 2)
    ids = visitor.category_ids
    ok(visitor.post("/transactions/batch", {"create": [visitor.entry()] * 5}))
    set_changes(visitor, MAX_DEMO_CHANGES - 3)  # The first chunk, which also closes the category.

    ok(visitor.delete(f"/categories/{ids['Groceries']}?reassign_to={ids['Dining']}"), 204)

    assert {one["category_id"] for one in transactions_of(visitor)} == {ids["Dining"]}
    assert_law_holds(visitor.store)


def test_a_merge_that_was_interrupted_may_end(visitor: Person) -> None:
    source, target = (visitor.category_ids[name] for name in ("Groceries", "Dining"))
    visitor.record("1.00", "Groceries")
    document = connections.firestore_client().document(visitor.store.ref.path)
    set_changes(visitor, MAX_DEMO_CHANGES)

    refused(visitor.delete(f"/categories/{source}?reassign_to={target}"), "50,000 changes")
    document.update({f"categories.`{source}`.merging_into": target})
    ok(visitor.delete(f"/categories/{source}?reassign_to={target}"), 204)


def test_a_file_of_a_demo_has_so_many_rows(visitor: Person) -> None:
    in_future = "2099-12-31,-1.00,Shop\n" * MAX_DEMO_TRANSACTIONS
    content = f"Date,Amount,Description\n2026-03-31,-1.00,Shop\n{in_future}".encode()

    with nothing_written(visitor):
        answer = visitor.call("POST", "/imports/preview", data=content, content_type="text/csv")
        refused(answer, "5,000 rows in a file")


def test_a_file_of_a_demo_is_not_read_beyond_its_rows(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.models.people.demo_use.MAX_DEMO_TRANSACTIONS", 20)
    monkeypatch.setattr("shared.models.imports.statements.csv.reading.MAX_ROWS", 60)
    row = "2026-03-01,-12.50,Shop,Bread\n"
    # The quotation hides entries: read to its end, the file has more than 60 rows.
    content = "Date,Amount,Payee,Notes\n" + row * 40 + '"' + row * 29 + '",1,2,3\n'

    with nothing_written(visitor):
        answer = visitor.call("POST", "/imports/preview", data=content, content_type="text/csv")
        refused(answer, "20 rows in a file")


def test_a_registered_users_ledger_has_no_such_bounds() -> None:
    user = registered_user()
    ok(user.post("/transactions", user.entry()), 201)

    assert user.store.tenant.get().demo is None
    assert ok(preview(user, MAX_DEMO_TRANSACTIONS + 1), 201)["planned"]["new"] == 5001
