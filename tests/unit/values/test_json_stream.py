from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidArgument, Unreadable
from shared.models.values import json_stream
from shared.models.values.json_stream import (
    MAX_ELEMENT_BRACKETS,
    MAX_ELEMENT_CHARACTERS,
    MAX_VALUE_CHARACTERS,
    members_of,
)
from tests.unit.strategies import bounded

LISTS, OTHERS = ("rows", "more"), ("a",)

scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
values = st.recursive(
    scalars,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=3), parts),
    max_leaves=8,
)
documents = st.dictionaries(st.sampled_from(["a", "é\n", *LISTS]) | st.text(max_size=3), values)


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def read(content: bytes, size: int = 1 << 20, others: Collection[str] = OTHERS) -> dict[str, Any]:
    """Return the document in these bytes, which come in pieces of a size."""
    return {
        key: list(value) if isinstance(value, Iterator) else value
        for key, value in members_of(pieces(content, size), LISTS, others)
    }


@bounded
@given(
    document=documents,
    size=st.integers(1, 40),
    style=st.sampled_from([{}, {"indent": 2}, {"ensure_ascii": False}]),
)
def test_a_document_is_read_as_it_is_however_it_comes(
    document: dict[str, Any], size: int, style: dict[str, Any]
) -> None:
    content = json.dumps(document, **style)

    assert read(content.encode(), size, document.keys()) == document


@pytest.mark.parametrize("number", ["1", "-12.50", "1e3", "0.1", "-0", "12E-2", "123456789.5"])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_number_is_exact_wherever_it_is_cut(number: str, size: int) -> None:
    found = read(f'{{"rows": [{number}, {number}],"a":{number}}}'.encode(), size)

    assert found == {"rows": [Decimal(number)] * 2, "a": Decimal(number)}
    assert not isinstance(found["a"], float)


def test_an_array_is_read_element_by_element() -> None:
    asked: list[int] = []

    def parts() -> Iterator[bytes]:
        yield b'{"rows": ['
        for number in range(1000):
            asked.append(number)
            yield json.dumps({"n": number, "text": "x" * 1000}).encode() + b","
        yield b"0]}"

    name, rows = next(members_of(parts(), LISTS, OTHERS))

    assert (name, next(rows)["n"]) == ("rows", 0)
    assert len(asked) < 200


def test_elements_that_nobody_wanted_are_passed_over() -> None:
    members = members_of([b'{"rows": [1, 2, 3], "a": 4}'], LISTS, OTHERS)

    assert [name for name, _ in members] == ["rows", "a"]


def test_a_list_that_is_none_is_given_as_it_is() -> None:
    assert read(b'{"rows": {"a": 1}, "more": null}') == {"rows": {"a": 1}, "more": None}


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    "content",
    [
        b"", b" ", b"{", b'{"a"', b'{"a" 1}', b'{"a": }', b'{"a": 1', b'{"a": 1,}', b'{"a": 1} {}',
        b'{"a": 1}]', b'{"rows": [1, 2}', b'{"rows": [1,]}', b'{"rows": [,1]}', b'{"rows": [1 2]}',
        b'{"rows": [', b'{"rows": [1', b"{1: 2}", b"{'a': 1}", b'{"a": NaN}', b'{"a": -Infinity}',
        b'{"a": 1.}', b'{"a": 01}', b'{"a": tru}', b'{"a": "\x00"}', b'{"a": "\xff"}', b"\xff\xfe",
        b'{"a": 1e99999999999999999999}', b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", b'{"rows": [' + b"[" * 100_000,
    ],
    ids=lambda content: repr(content[:20]),
)  # fmt: skip
@pytest.mark.parametrize("size", [3, 1 << 20])
def test_what_is_not_json_is_unreadable(content: bytes, size: int) -> None:
    with pytest.raises(Unreadable):
        read(content, size)


@pytest.mark.parametrize("content", [b"[]", b'"text"', b"5", b"null", b'[{"a": 1}]'])
def test_a_document_that_is_no_object_is_invalid(content: bytes) -> None:
    with pytest.raises(InvalidArgument, match="body"):
        read(content)


@pytest.mark.parametrize("content", [b'{"a": 1, "a": 1}', b'{"a": [1], "rows": [], "a": []}'])
def test_a_member_that_is_there_twice_is_named(content: bytes) -> None:
    with pytest.raises(InvalidArgument, match=r"^a: is given twice"):
        read(content)


def test_one_value_may_be_long_and_not_endless() -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"a": "'
        while True:
            yield b"x" * 100_000

    long = b'{"a": "' + b"x" * (MAX_VALUE_CHARACTERS - 100) + b'"}'

    assert len(read(long, 100_000)["a"]) == MAX_VALUE_CHARACTERS - 100
    with pytest.raises(Unreadable, match="too long a value"):
        dict(members_of(endless(), LISTS, OTHERS))


def test_an_unknown_member_is_refused_before_its_value_is_read() -> None:
    read_so_far = 0

    def parts() -> Iterator[bytes]:
        nonlocal read_so_far
        yield b'{"a": 1, "surprise": ['
        while True:
            read_so_far += 100_000
            yield b"0," * 50_000

    with pytest.raises(InvalidArgument, match=r"^surprise: is not a known field"):
        dict(members_of(parts(), LISTS, OTHERS))
    assert read_so_far <= 100_000


def test_all_values_that_are_no_elements_are_bounded_together() -> None:
    half = b'"' + b"x" * (MAX_VALUE_CHARACTERS // 2) + b'"'
    names = ["a", "b", "c"]
    content = b",".join(b'"' + name.encode() + b'":' + half for name in names)

    with pytest.raises(Unreadable, match="too long a value"):
        read(b"{" + content + b"}", others=names)


@pytest.mark.parametrize(
    ("element", "longer"),
    [
        (b'"' + b"x" * (MAX_ELEMENT_CHARACTERS - 2) + b'"', b'"' + b"x" * MAX_ELEMENT_CHARACTERS),
        (b"[" + b"[]," * (MAX_ELEMENT_BRACKETS - 2) + b"{}]", b"[" + b"[]," * MAX_ELEMENT_BRACKETS),
    ],
)
def test_an_element_is_bounded_in_length_and_in_brackets(element: bytes, longer: bytes) -> None:
    end = element[-1:] if element[-1:] == b'"' else b"0]"

    assert len(read(b'{"rows": [' + element + b"]}")["rows"]) == 1
    with pytest.raises(Unreadable, match="too long a value"):
        read(b'{"rows": [' + longer + end + b"]}")


def test_all_elements_are_bounded_in_brackets_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_BRACKETS", 12)
    element = b"[{}, [[], 0]]"

    assert len(read(b'{"rows": [' + b",".join([element] * 3) + b"]}")["rows"]) == 3
    with pytest.raises(Unreadable, match="too long a value"):
        read(b'{"rows": [' + b",".join([element] * 4) + b"]}")
