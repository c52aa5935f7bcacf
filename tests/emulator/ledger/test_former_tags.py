"""Tags that no transaction of a month has any more are removed from its summary in time."""

from __future__ import annotations

import pytest

from shared.models.values.dates import Month
from shared.repositories.ledger import summaries
from tests.http.answers import ok
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person

MONTH, MOST = Month(2026, 3), 5


def tags_of(person: Person) -> dict[str, dict[str, int]]:
    """Return the tags in the stored summary of the month."""
    snapshot = person.store.summaries.reference(MONTH).get()
    tags: dict[str, dict[str, int]] = (snapshot.to_dict() or {}).get("by_tag", {})
    return tags


def test_a_month_keeps_no_more_former_tags_than_a_ledger_has(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "MAX_TAGS_IN_USE", MOST)
    path = f"/transactions/{visitor.record('1.00', tags=['0'])['id']}"
    visitor.record("2.00", tags=["kept"])

    sizes = []
    for number in range(1, 13):
        ok(visitor.patch(path, {"tags": [str(number), "kept"]}))
        sizes.append(len(tags_of(visitor)))

    assert sizes == [3, 4, 5, 6] * 3
    former = next(tag for tag, sums in tags_of(visitor).items() if not any(sums.values()))
    ok(visitor.patch(path, {"tags": [former.removeprefix("#")]}))
    in_use = {tag: sums["count"] for tag, sums in tags_of(visitor).items() if sums["count"]}
    assert in_use == {former: 1, "#kept": 1}
    assert_law_holds(visitor.store)
