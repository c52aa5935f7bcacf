"""Which periods the dashboard may be asked for, and which it refuses by the name of the field."""

from __future__ import annotations

import pytest

from tests.http.answers import ok, problem
from tests.support.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

OF_DAYS, OF_MONTHS = ("summary", "trends"), ("categories", "cash_flow", "net_worth")


@pytest.mark.parametrize(
    ("names", "query", "fields"),
    [
        (OF_DAYS, "from=2026-03-01", ["to"]),
        (OF_DAYS, "to=2026-03-01", ["from"]),
        (OF_DAYS, "from=2026-03-02&to=2026-03-01", ["to"]),
        (OF_DAYS, "from=2026-03&to=2026-04", ["from", "to"]),
        (OF_DAYS, "from=2026-02-30&to=2026-03-01", ["from"]),
        (OF_DAYS, "from=1899-12-31&to=1900-01-01", ["from"]),
        (OF_DAYS, "from=9998-12-31&to=9999-01-01", ["to"]),
        (OF_DAYS, "from=2006-03-01&to=2026-03-01", ["to"]),
        (OF_DAYS, "from=1900-01-01&to=9998-12-31", ["to"]),
        (OF_DAYS, "from=&to=", ["from", "to"]),
        (OF_DAYS, "start_date=2026-03-01", ["start_date"]),
        (OF_DAYS, "from_=2026-03-01&to=2026-03-02", ["from_"]),
        (OF_MONTHS, "from=2026-03", ["to"]),
        (OF_MONTHS, "to=2026-03", ["from"]),
        (OF_MONTHS, "from=2026-03&to=2026-02", ["to"]),
        (OF_MONTHS, "from=2026-03-01&to=2026-04-01", ["from", "to"]),
        (OF_MONTHS, "from=2026-13&to=2027-01", ["from"]),
        (OF_MONTHS, "from=1899-12&to=1900-01", ["from"]),
        (OF_MONTHS, "from=9998-12&to=9999-01", ["to"]),
        (OF_MONTHS, "from=2006-03&to=2026-03", ["to"]),
        (OF_MONTHS, "from=2026-03&to=2026-03&interval=week", ["interval"]),
        (("trends",), "interval=day", ["interval"]),
        (("trends",), "interval=week&from=2021-01-01&to=2026-01-15", ["to"]),
        (("trends",), "interval=year&from=2006-12-31&to=2026-01-01", ["to"]),
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
        (OF_DAYS, "from=1900-01-01&to=1900-01-01"),
        (OF_DAYS, "from=1900-02-01&to=1919-12-31"),
        (OF_DAYS, "from=9998-12-31&to=9998-12-31"),
        (OF_MONTHS, "from=1900-01&to=1919-12"),
        (OF_MONTHS, "from=9998-12&to=9998-12"),
        (("trends",), "interval=week&from=1900-01-01&to=1904-12-31"),
        (("trends",), "interval=year&from=9998-12-31&to=9998-12-31"),
        (("recent",), "limit=50"),
    ],
)
@pytest.mark.parametrize("start_day", [1, 5, 28])
def test_what_may_just_be_asked_for_is_shown(
    visitor: Person, names: tuple[str, ...], query: str, start_day: int
) -> None:
    visitor.store.tenant.reference.update({"month_start_day": start_day})

    for name in names:
        ok(visitor.get(f"/dashboard/{name}?{query}"))
