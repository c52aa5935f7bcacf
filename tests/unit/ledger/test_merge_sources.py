"""A merge begins with an expected revision alone, and only towards one target."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.errors import AccountBusy, CategoryBusy, CustomTypeBusy, PreconditionFailed
from shared.models.ledger.ledger import Ledger
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from shared.services.ledger.accounts import AccountMerge
from shared.services.ledger.categories import CategoryMerge
from shared.services.ledger.custom_types import CustomTypeMerge
from tests.unit.examples import account, category, custom_type, sample_ledger

of_every_kind = pytest.mark.parametrize(
    ("place", "make", "merge", "busy"),
    [
        ("categories", category, CategoryMerge, CategoryBusy),
        ("accounts", account, AccountMerge, AccountBusy),
        ("custom_types", custom_type, CustomTypeMerge, CustomTypeBusy),
    ],
)


def ledger_of(place: str, make: Any, **source: Any) -> Ledger:
    """Return a ledger with the parts old, new and other; ``source`` has facts of the old one."""
    parts = {key: make(key, key.title()) for key in ("old", "new", "other")}
    parts["old"] = make("old", "Old", revision=3, **source)
    usual = sample_ledger()
    more: Any = {place: getattr(usual, place) | parts}
    return replace(usual, **more)


@of_every_kind
def test_a_merge_begins_with_the_expected_revision_alone(
    place: str, make: Any, merge: Any, busy: type[Exception]
) -> None:
    ledger, outdated = ledger_of(place, make), ExpectedRevision(frozenset({2}))

    for expected in (ExpectedRevision(frozenset({3})), ANY_REVISION):
        assert merge("old", "new").get_source(ledger, expected).id == "old"
    with pytest.raises(PreconditionFailed):
        merge("old", "new").get_source(ledger, outdated)

    begun = ledger_of(place, make, merging_into="new")
    assert merge("old", "new").get_source(begun, outdated).id == "old"
    with pytest.raises((PreconditionFailed, busy)):
        merge("old", "other").get_source(begun, outdated)


@of_every_kind
def test_a_merge_under_way_is_not_redirected_to_another_target(
    place: str, make: Any, merge: Any, busy: type[Exception]
) -> None:
    begun = ledger_of(place, make, merging_into="new")

    assert merge("old", "new").get_source(begun, ANY_REVISION).id == "old"
    with pytest.raises(busy):
        merge("old", "other").get_source(begun, ANY_REVISION)
