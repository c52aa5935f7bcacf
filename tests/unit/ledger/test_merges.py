"""Which merges may begin, and which go on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.errors import InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.values.revision import ANY_REVISION
from shared.services.ledger.accounts import AccountMerge
from shared.services.ledger.categories import CategoryMerge
from shared.services.ledger.custom_types import CustomTypeMerge
from shared.services.ledger.merges import Merge
from tests.unit.examples import account, category, custom_type, sample_ledger

KINDS: list[tuple[Any, type[Merge[Any]]]] = [
    (category, CategoryMerge),
    (account, AccountMerge),
    (custom_type, CustomTypeMerge),
]
of_every_kind = pytest.mark.parametrize(("make", "merge"), KINDS)


def ledger_of(make: Any, merge: type[Merge[Any]], **fields: dict[str, Any]) -> Ledger:
    """Return a ledger with parts of these ids and fields."""
    parts = {part_id: make(part_id, part_id, **facts) for part_id, facts in fields.items()}
    usual = sample_ledger()
    more: Any = {merge.place: getattr(usual, merge.place) | parts}
    return replace(usual, **more)


@of_every_kind
def test_the_target_of_a_merge_is_merged_nowhere_until_that_is_done(
    make: Any, merge: type[Merge[Any]]
) -> None:
    ledger = ledger_of(make, merge, a={"merging_into": "b"}, b={}, c={})

    with pytest.raises(merge.busy) as refused:
        merge("b", "c").get_source(ledger, ANY_REVISION)

    assert str(refused.value).endswith(" is being merged into this one. Wait until that is done.")


@of_every_kind
@pytest.mark.parametrize("closed", [{"archived": True}, {"merging_into": "c"}])
def test_a_merge_that_has_begun_goes_on_into_a_target_that_is_closed(
    make: Any, merge: type[Merge[Any]], closed: dict[str, Any]
) -> None:
    ledger = ledger_of(make, merge, a={"merging_into": "b"}, b=closed, c={}, d={})

    assert merge("a", "b").get_source(ledger, ANY_REVISION).id == "a"
    with pytest.raises(InvalidArgument):
        merge("d", "b").get_source(ledger, ANY_REVISION)
    with pytest.raises(merge.busy):
        merge("b", "c").get_source(ledger, ANY_REVISION)


@of_every_kind
def test_a_merge_whose_target_is_gone_names_the_way_out(make: Any, merge: type[Merge[Any]]) -> None:
    ledger = ledger_of(make, merge, a={"merging_into": "gone"}, c={})

    with pytest.raises(InvalidArgument) as refused:
        merge("a", "gone").get_source(ledger, ANY_REVISION)

    assert [(e.field, e.message) for e in refused.value.errors] == [
        ("reassign_to", "was deleted; choose another one instead")
    ]
    assert merge("a", "c").get_source(ledger, ANY_REVISION).id == "a"
