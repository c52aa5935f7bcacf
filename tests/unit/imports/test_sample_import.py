"""The import of a demo is as if its file had been imported."""

from datetime import date, datetime

import pytest

from shared.models.imports.duplicates import KnownRows
from shared.models.imports.import_plan import ImportStatus
from shared.models.imports.plan_chunks import unpack_rows
from shared.models.imports.sample_import import (
    STATEMENT_FINGERPRINT,
    STATEMENT_HEADER,
    SampleImport,
    sample_import,
)
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.fingerprint import header_fingerprint
from shared.models.ledger.samples.filling import fill
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.rules.sample_rule import sample_rule
from shared.models.values.identifiers import SAMPLE_ID
from tests.unit.examples import NOON
from tests.unit.ledger.test_sample_ledgers import new_ledger


def imported() -> SampleImport:
    samples = fill(new_ledger("de"), "de", "ada", NOON)
    return sample_import(samples, sample_rule(samples, SAMPLE_ID, NOON).id, "ada", NOON)


def test_its_rows_are_last_months_income_and_expenses_of_one_account() -> None:
    done = imported()
    of_import = [t for t in done.transactions if t.import_id == done.plan.id]

    assert {(t.date.year, t.date.month) for t in of_import} == {(2026, 2)}
    assert {t.account_id for t in of_import} == {done.plan.account_id}
    assert TransactionType.TRANSFER not in {t.type for t in of_import}
    assert done.plan.imported_count == len(of_import) == done.plan.planned.total >= 7
    assert (done.plan.first_date, done.plan.last_date) == (of_import[0].date, of_import[-1].date)


def test_one_of_its_rows_is_not_filed_yet() -> None:
    done = imported()

    assert [t.payee for t in done.transactions if not t.category_ids and t.import_id] == [
        "Linden-Apotheke"
    ]
    assert done.plan.planned.unfiled == 1


def test_it_is_done_and_has_a_name_in_the_language() -> None:
    plan = imported().plan

    assert (plan.status, plan.is_done, plan.progress) == (ImportStatus.COMPLETED, True, 1.0)
    assert plan.file_name == "kontoauszug-2026-02.csv"


def test_the_same_file_again_has_no_new_rows() -> None:
    done = imported()
    known = KnownRows(done.plan.account_id, "another import", 0)
    known.add(done.transactions)
    rows = [row for chunk in done.packed.chunks for row in unpack_rows(chunk)]

    assert len(rows) == done.plan.imported_count
    assert all(known.has(row) for row in rows)
    assert all(known.has(row._replace(external_id=None)) for row in rows)


def test_the_rule_is_named_at_the_purchases_of_its_payee() -> None:
    samples = fill(new_ledger(), "en", "ada", NOON)
    rule = sample_rule(samples, SAMPLE_ID, NOON)
    done = sample_import(samples, rule.id, "ada", NOON)
    rows = unpack_rows(done.packed.chunks[0])

    assert {row.payee for row in rows if list(row.rule_ids) == [rule.id]} == {"Green Grocer"}
    assert {row.payee for row in rows if not row.rule_ids}.isdisjoint({"Green Grocer"})


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 3, 31), date(2026, 8, 31)])
def test_a_demo_is_at_most_500_documents(today: date) -> None:
    at = datetime.combine(today, NOON.timetz())
    samples = fill(new_ledger(at=at), "en", "ada", at)
    ledger, transactions = samples.ledger, samples.transactions
    done = sample_import(samples, "rule", "ada", at)
    payees = {t.payee for t in transactions} - {None}
    months = {(t.date.year, t.date.month) for t in transactions}
    logged = len(transactions) + len(ledger.categories) + len(ledger.accounts) + 2
    others = 1 + len(done.packed.chunks) + len([done.plan, done.mapping, "rules"])

    assert others + logged + len(transactions) + len(payees) + len(months) <= 500


def test_its_mapping_is_found_for_files_with_that_header() -> None:
    done = imported()
    file = CsvFile(f"{STATEMENT_HEADER}\n2026-02-02,Shop,Bread,-1.00,A1\n".encode())

    assert header_fingerprint(file, done.plan.layout) == STATEMENT_FINGERPRINT
    assert done.mapping.fingerprint == STATEMENT_FINGERPRINT
