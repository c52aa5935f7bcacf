"""Views of the Sankey of income and expenses.

The answer is built as one dictionary, which is validated once.
"""

from __future__ import annotations

from datetime import date as civil_date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from functions.http.unconverted import UnconvertedList, unconverted_fields
from functions.http.views import Money
from functions.reports.monthly_views import Ranged
from shared.models.ledger.category import EntryType
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor

if TYPE_CHECKING:
    from shared.models.reports import sankey


class SankeyNode(FrozenModel):
    """A node: a category, unfiled transactions, the total, savings, or the balancing deficit."""

    id: str = Field(description="Begins with `_` for the total, savings and the deficit.")
    kind: Literal["CATEGORY", "UNFILED", "TOTAL", "SAVINGS", "DEFICIT"]
    category_id: str | None
    name: str | None = Field(description="The name of the category; null for other kinds.")
    type: EntryType | None
    color: str | None
    amount: Money


class SankeyLink(FrozenModel):
    """An amount that flows from one node to another."""

    source: str = Field(description="The id of a node.")
    target: str = Field(description="The id of a node.")
    amount: Money


class Sankey(Ranged):
    """The flow from categories of income to the total, and from there to expenses and savings.

    All amounts are positive, and links to the total and from it have equal sums. A period with too
    many transactions outside whole months is refused.
    """

    from_: civil_date = Field(alias="from", description="The first day.")
    to: civil_date = Field(description="The last day.")
    currency: str
    unconverted: UnconvertedList
    nodes: list[SankeyNode]
    links: list[SankeyLink]


def sankey_view(graph: sankey.Sankey) -> Sankey:
    """Return the view of the flow of money."""
    currency = graph.currency
    return Sankey.model_validate(
        {
            "from": graph.period.first,
            "to": graph.period.last,
            "currency": currency,
            "unconverted": unconverted_fields(graph.unconverted),
            "nodes": [_node_fields(node, currency) for node in graph.nodes],
            "links": [
                {
                    "source": link.source,
                    "target": link.target,
                    "amount": format_minor(link.amount_minor, currency),
                }
                for link in graph.links
            ],
        }
    )


def _node_fields(node: sankey.Node, currency: str) -> dict[str, Any]:
    reported = node.reported
    category = reported.category if reported else None
    return {
        "id": node.id,
        "kind": node.kind.value,
        "category_id": category.id if category else None,
        "name": category.name if category else None,
        "type": reported.type if reported else None,
        "color": category.color if category else None,
        "amount": format_minor(node.amount_minor, currency),
    }
