"""A cursor leads back to where its page ended, and anything else is refused as unreadable."""

import base64
import json
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.errors import Unreadable
from shared.models.ledger.page import Position
from tests.unit.examples import transaction
from tests.unit.strategies import bounded

PRINT = "0123456789ab"
POSITION = Position(date(2026, 3, 15), 1250, "T1")
positions = st.builds(
    Position,
    st.dates(),
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=1, max_size=26),
)


def cursor_of(content: object) -> str:
    """Return a cursor with this content, as someone who knows the format could write it."""
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@given(positions, st.text(max_size=12))
@bounded
def test_a_cursor_leads_back_to_where_its_page_ended(position: Position, owner: str) -> None:
    assert Position.from_cursor(position.to_cursor(owner), owner) == position


@given(positions)
@bounded
def test_a_cursor_can_stand_in_a_url_as_it_is(position: Position) -> None:
    cursor = position.to_cursor(PRINT)

    assert cursor.isascii()
    assert cursor.replace("-", "").replace("_", "").isalnum()


def test_a_position_is_the_sort_key_of_its_transaction() -> None:
    assert Position.of(transaction()) == POSITION


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(Unreadable, match="belongs to a list with other filters"):
        Position.from_cursor(POSITION.to_cursor("another"), PRINT)


@given(st.text())
@example("\ud800")
@example("=" * 4)
@example("A")
@example("\x00")
@bounded
def test_any_text_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        Position.from_cursor(text, PRINT)


@given(st.binary())
@example(b"[" * 20_000)
@example(b"\xff\xfe[")
@example(b"9" * 5000)
@bounded
def test_any_bytes_are_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        Position.from_cursor(base64.urlsafe_b64encode(content).decode().rstrip("="), PRINT)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(anything)
@bounded
def test_any_json_of_another_shape_is_unreadable(content: object) -> None:
    with pytest.raises(Unreadable):
        Position.from_cursor(cursor_of(content), PRINT)


@given(st.integers(0, 3), anything)
@bounded
def test_any_other_value_in_one_place_is_unreadable_or_a_position(
    place: int, value: object
) -> None:
    content: list[object] = [PRINT, "2026-03-15", 1250, "T1"]
    content[place] = value
    try:
        found = Position.from_cursor(cursor_of(content), PRINT)
    except Unreadable:
        return
    assert type(found.amount_minor) in (int, type(None))
    assert type(found.date) is date
    assert type(found.id) is str


@pytest.mark.parametrize(
    "content",
    [
        [PRINT, "2026-03-15", 1250],
        [PRINT, "2026-03-15", 1250, "T1", "T2"],
        [PRINT, "2026-02-29", 1250, "T1"],
        [PRINT, 20260315, 1250, "T1"],
        [PRINT, "2026-03-15", "1250", "T1"],
        [PRINT, "2026-03-15", 12.5, "T1"],
        [PRINT, "2026-03-15", float("nan"), "T1"],
        [PRINT, "2026-03-15", True, "T1"],
        [PRINT, "2026-03-15", 2**63, "T1"],
        [PRINT, "2026-03-15", -(2**63), "T1"],
        [PRINT, "2026-03-15", 1250, ""],
        [PRINT, "2026-03-15", 1250, "a/b"],
        [PRINT, "2026-03-15", 1250, "a" * 65],
        [PRINT, "2026-03-15", 1250, 5],
        [PRINT, "2026-03-15", 1250, None],
        {"a": 1, "b": 2, "c": 3, "d": 4},
        "abcd",
    ],
)
def test_a_forged_cursor_is_unreadable(content: object) -> None:
    assert Position.from_cursor(cursor_of([PRINT, "2026-03-15", 1250, "T1"]), PRINT) == POSITION

    with pytest.raises(Unreadable, match="cannot be read"):
        Position.from_cursor(cursor_of(content), PRINT)


@pytest.mark.parametrize("owner", [None, "", 5, ["0123456789ab"], "0123456789AB"])
def test_a_forged_owner_is_refused(owner: object) -> None:
    with pytest.raises(Unreadable, match="other filters"):
        Position.from_cursor(cursor_of([owner, "2026-03-15", 1250, "T1"]), PRINT)


@pytest.mark.parametrize("spoiled", ["{}\n", " {}", "{}.", "{}é"])
def test_a_cursor_with_anything_around_it_is_unreadable(spoiled: str) -> None:
    with pytest.raises(Unreadable):
        Position.from_cursor(spoiled.format(POSITION.to_cursor(PRINT)), PRINT)
