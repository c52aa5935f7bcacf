"""Limits of a demo: transactions, imports, rows of a file, and changes."""

import pytest

from shared.errors import DemoQuota
from shared.models.people.demo_use import DemoUse, ensure_room_for_change


def test_a_demo_has_exactly_5000_transactions() -> None:
    assert DemoUse().with_transactions(5_000) == DemoUse(transactions=5_000)
    assert DemoUse(transactions=4_999).with_transactions(1) == DemoUse(transactions=5_000)


@pytest.mark.parametrize(("used", "more"), [(0, 5_001), (4_999, 2), (5_000, 1)])
def test_a_demo_has_no_more_than_5000_transactions(used: int, more: int) -> None:
    with pytest.raises(DemoQuota, match="5,000 transactions"):
        DemoUse(transactions=used).with_transactions(more)


def test_a_full_demo_still_takes_a_change_of_no_transactions() -> None:
    assert DemoUse(transactions=5_000).with_transactions(0) == DemoUse(transactions=5_000)


def test_a_demo_has_exactly_20_imports() -> None:
    use = DemoUse()
    for _ in range(20):
        use = use.with_import(7)
    assert use == DemoUse(transactions=140, imports=20)
    with pytest.raises(DemoQuota, match="20 imports"):
        use.with_import(0)


def test_the_transactions_of_an_import_count() -> None:
    use = DemoUse(transactions=4_990, imports=19)
    assert use.with_import(10) == DemoUse(transactions=5_000, imports=20)
    with pytest.raises(DemoQuota, match="5,000 transactions"):
        use.with_import(11)


def test_a_file_of_a_demo_has_no_more_than_5000_rows_of_any_kind() -> None:
    use = DemoUse(transactions=4_990)

    use.ensure_room_for_plan(new=10, total=5_000)
    with pytest.raises(DemoQuota, match="5,000 transactions"):
        use.ensure_room_for_plan(new=11, total=5_000)
    with pytest.raises(DemoQuota, match="5,000 rows"):
        use.ensure_room_for_plan(new=10, total=5_001)


def test_a_demo_has_no_more_than_50000_changes() -> None:
    ensure_room_for_change(50_000)
    with pytest.raises(DemoQuota, match="50,000 changes"):
        ensure_room_for_change(50_001)
