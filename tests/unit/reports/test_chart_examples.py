"""Charts of single examples, which random ledgers seldom contain."""

from __future__ import annotations

from datetime import date

from shared.models.ledger.summary import SummaryTotals
from shared.models.reports.periods import Days
from shared.models.reports.sankey import sankey
from tests.unit.examples import category, sample_ledger, transaction

MARCH = Days(date(2026, 3, 1), date(2026, 3, 31))


def test_nodes_of_the_graph_differ_from_categories_with_the_ids_of_their_kinds() -> None:
    names = ["total", "savings", "deficit"]
    ledger = sample_ledger(*(category(name, name=name) for name in names))
    spent = [transaction(category_id=name) for name in names]
    earned = [
        transaction(type="INCOME", category_id=None, amount_minor=amount) for amount in (1, 9_999)
    ]

    for more in earned:
        found = sankey(ledger, MARCH, SummaryTotals.of([*spent, more]))
        assert len({node.id for node in found.nodes}) == len(found.nodes) == 6
