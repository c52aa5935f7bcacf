"""Ids are short ASCII, sort by when they were made, and can be derived where they must recur."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.models.values.identifiers import Id, derived_id, is_id, new_id
from tests.unit.strategies import bounded

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
accepted = TypeAdapter[str](Id)


def test_a_new_id_is_a_ulid() -> None:
    made = new_id()

    assert len(made) == 26
    assert set(made) <= set(CROCKFORD)
    assert made[0] in "01234567"
    assert is_id(made)


@pytest.mark.parametrize(
    ("milliseconds", "prefix"),
    [
        (0, "0000000000"),
        (31, "000000000Z"),
        (32, "0000000010"),
        (1_469_918_176_385, "01ARYZ6S41"),
        (2**48 - 1, "7ZZZZZZZZZ"),
    ],
)
def test_an_id_begins_with_its_millisecond(
    monkeypatch: pytest.MonkeyPatch, milliseconds: int, prefix: str
) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: milliseconds * 1_000_000 + 999_999)

    assert new_id()[:10] == prefix


def test_ids_sort_by_the_millisecond_they_were_made_in(monkeypatch: pytest.MonkeyPatch) -> None:
    instants = [1, 31, 32, 1023, 1024, 10**9, 1_790_000_000_000, 1_790_000_000_001]
    made = []
    for milliseconds in instants:
        monkeypatch.setattr(time, "time_ns", lambda now=milliseconds: now * 1_000_000)
        made.append(new_id())

    assert made == sorted(made)


def test_ids_of_one_millisecond_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    assert len({new_id() for _ in range(1000)}) == 1000


def test_a_derived_id_is_160_bits_of_the_sha_256_of_its_parts() -> None:
    assert derived_id("a", "b") == "59b271ae1bbcb1d31d41929817f4b16fb439eb4f"
    assert derived_id("ab") == "fb8e20fc2e4c3f248c60c39bd652f3c1347298bb"


parts = st.lists(st.text(st.characters(exclude_characters="\x00"), max_size=5), max_size=4)


@given(parts, parts)
@bounded
def test_different_parts_have_different_ids(one: list[str], other: list[str]) -> None:
    same = "\x00".join(one) == "\x00".join(other)

    assert (derived_id(*one) == derived_id(*other)) is same
    assert is_id(derived_id(*one))


def test_parts_do_not_run_into_each_other() -> None:
    assert len({derived_id("a", "bc"), derived_id("ab", "c"), derived_id("abc")}) == 3


def test_any_text_can_be_part_of_a_derived_id() -> None:
    assert is_id(derived_id("\ud800", "é\n", ""))


@pytest.mark.parametrize("text", ["a", "0", "Z" * 64, pytest.param(new_id(), id="new")])
def test_up_to_64_ascii_letters_and_digits_are_an_id(text: str) -> None:
    assert is_id(text)
    assert accepted.validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "Z" * 65, "a/b", "..", "__all__", "a b", "a\n", "\na", "é", "١", "a-b", "a.b", "a\x00"],
)
def test_nothing_else_is_an_id(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(ValidationError):
        accepted.validate_python(text)
