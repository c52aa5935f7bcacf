"""The flow of money from categories of income to categories of expenses and savings, as a graph.

All amounts are in the minor unit of the tenant's currency, and positive.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import SummaryTotals
from shared.models.reports.lines import ReportedCategory, category_lines
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days


class NodeKind(StrEnum):
    """Kind of a node of the graph."""

    CATEGORY = "CATEGORY"
    UNFILED = "UNFILED"
    TOTAL = "TOTAL"
    SAVINGS = "SAVINGS"
    DEFICIT = "DEFICIT"


class Node(NamedTuple):
    """A node with the amount that flows through it.

    ``reported`` is the category of a node CATEGORY or UNFILED, None for other kinds. The ids of
    those begin with ``_``, as no id of a category does.
    """

    id: str
    kind: NodeKind
    amount_minor: int
    reported: ReportedCategory | None = None


class Link(NamedTuple):
    """An amount that flows from one node to another, by their ids."""

    source: str
    target: str
    amount_minor: int


@frozen(slots=True)
class Sankey:
    """The graph of a period: sources flow into one total, and from there to all targets."""

    period: Days
    currency: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    unconverted: Unconverted = ()


def sankey(ledger: Ledger, period: Days, totals: SummaryTotals) -> Sankey:
    """Return the graph of all income and expenses of a period.

    Graphs of parts of a period cannot be added: one part may save what another one lacks.

    More expenses than income are balanced by a node DEFICIT, less by a node SAVINGS. A category of
    expenses whose refunds exceed them is a source, one of income with a negative total a target.
    """
    sources: list[Node] = []
    targets: list[Node] = []
    for node, flow_minor in _flows(ledger, totals):
        (sources if flow_minor > 0 else targets).append(node)
    whole_minor = sum(node.amount_minor for node in sources)
    total = Node(_own_id(NodeKind.TOTAL), NodeKind.TOTAL, whole_minor)
    links = [
        *(Link(node.id, total.id, node.amount_minor) for node in sources),
        *(Link(total.id, node.id, node.amount_minor) for node in targets),
    ]
    nodes = (*sources, total, *targets) if links else ()
    unconverted = unconverted_lines([totals.unconverted])
    return Sankey(period, ledger.currency, nodes, tuple(links), unconverted)


def _flows(ledger: Ledger, totals: SummaryTotals) -> Iterator[tuple[Node, int]]:
    """Yield each node except the total, and its flow: positive into the total, negative out."""
    net_minor = 0
    used = {key: found for key, found in totals.by_category.items() if found.count}
    for key, line in category_lines(ledger, used).items():
        sign = 1 if line.reported.type is EntryType.INCOME else -1
        flow_minor = sign * line.total_minor
        net_minor += flow_minor
        if flow_minor:
            kind = NodeKind.CATEGORY if line.reported.category else NodeKind.UNFILED
            yield Node(key, kind, abs(flow_minor), line.reported), flow_minor
    if net_minor:
        kind = NodeKind.SAVINGS if net_minor > 0 else NodeKind.DEFICIT
        yield Node(_own_id(kind), kind, abs(net_minor)), -net_minor


def _own_id(kind: NodeKind) -> str:
    return f"_{kind.lower()}"
