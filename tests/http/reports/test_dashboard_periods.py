"""Which periods the dashboard may be asked for, and which it refuses by the name of the field."""

from __future__ import annotations

import pytest

from tests.http.answers import ok, problem
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

OF_DAYS = ("summary", "categories", "tags", "accounts", "sankey")
OF_INTERVALS = ("trends", "cash_flow", "net_worth", "category_trends", "type_trends", "tag_trends")
OF_PERIODS = (*OF_DAYS, *OF_INTERVALS, "payees", "comparison", "averages")
OF_MANY_MONTHS = (*OF_DAYS, *OF_INTERVALS, "averages")


@pytest.mark.parametrize(
    ("names", "query", "fields"),
    [
        (OF_PERIODS, "from=2026-03-01", ["to"]),
        (OF_PERIODS, "to=2026-03", ["from"]),
        (OF_PERIODS, "from=2026-03-02&to=2026-03-01", ["to"]),
        (OF_PERIODS, "from=2026-04&to=2026-03-31", ["to"]),
        (OF_PERIODS, "from=2026-02-30&to=2026-03-01", ["from"]),
        (OF_PERIODS, "from=2026-13&to=2027-01", ["from"]),
        (OF_PERIODS, "from=1899-12-31&to=1900-01-01", ["from"]),
        (OF_PERIODS, "from=1899-12&to=1900-01", ["from"]),
        (OF_PERIODS, "from=9998-12-31&to=9999-01", ["to"]),
        (OF_PERIODS, "from=&to=", ["from", "to"]),
        (OF_PERIODS, "start_date=2026-03-01", ["start_date"]),
        (OF_PERIODS, "from_=2026-03-01&to=2026-03-02", ["from_"]),
        (OF_MANY_MONTHS, "from=2006-03-01&to=2026-03-01", ["to"]),
        (OF_MANY_MONTHS, "from=1900-01&to=9998-12", ["to"]),
        (("summary",), "from=2026-03&to=2026-03&interval=week", ["interval"]),
        (("trends",), "interval=hour", ["interval"]),
        (("trends",), "interval=day&from=2024-01-01&to=2026-01-01", ["to"]),
        (("trends",), "interval=week&from=2021-01-01&to=2026-01-15", ["to"]),
        (("trends",), "interval=year&from=2006-12-31&to=2026-01-01", ["to"]),
        (("comparison",), "from=2025-01-01&to=2026-01-02", ["to"]),
        (("comparison",), "years=11", ["years"]),
        (("category_trends",), "category_id=unknown", ["category_id"]),
        (("type_trends",), "custom_type_id=unknown", ["custom_type_id"]),
        (("tag_trends",), "limit=101", ["limit"]),
        (("payees",), "limit=1401", ["limit"]),
        (("payees",), "type=TRANSFER", ["type"]),
        (("categories",), "type=TRANSFER", ["type"]),
        (("recent",), "limit=0", ["limit"]),
        (("recent",), "limit=51", ["limit"]),
        (("recent",), "limit=x", ["limit"]),
        (("recent",), "from=2026-03-01", ["from"]),
    ],
)
def test_what_cannot_be_shown_is_refused(
    settled_visitor: Person, names: tuple[str, ...], query: str, fields: list[str]
) -> None:
    for name in names:
        refused = settled_visitor.get(f"/dashboard/{name}?{query}")
        problem(refused, 422, "invalid-argument", *fields)


@pytest.mark.parametrize(
    ("names", "query"),
    [
        (OF_PERIODS, "from=1900-01-01&to=1900-01-01"),
        (OF_PERIODS, "from=9998-12-31&to=9998-12-31"),
        (OF_PERIODS, "from=9998-12&to=9998-12"),
        (OF_MANY_MONTHS, "from=1900-01&to=1919-12"),
        (("trends",), "interval=week&from=1900-01-01&to=1904-12-31"),
        (("trends",), "interval=year&from=9998-12-31&to=9998-12-31"),
        (("recent",), "limit=50"),
    ],
)
@pytest.mark.parametrize("start_day", [1, 5, 28])
def test_what_may_just_be_asked_for_is_shown(
    visitor: Person, names: tuple[str, ...], query: str, start_day: int
) -> None:
    visitor.store.tenant.reference.update({"month_start": {"day": start_day}})

    for name in names:
        ok(visitor.get(f"/dashboard/{name}?{query}"))
