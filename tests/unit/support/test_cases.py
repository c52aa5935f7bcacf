from __future__ import annotations

import inspect

import pytest

from tests.support.cases import for_each


def test_a_test_of_cases_fails_with_the_message_of_each_failing_case() -> None:
    seen = []

    @for_each("number", [1, 2, 3, 4])
    def is_odd(number: int) -> None:
        seen.append(number)
        assert number % 2, f"{number} is even"

    with pytest.raises(AssertionError) as failure:
        is_odd()

    assert seen == [1, 2, 3, 4]
    said = str(failure.value).splitlines()
    assert said[0] == "2 of 4 cases:"
    assert [line for line in said if line.startswith("number=")] == [
        "number=2: 2 is even",
        "number=4: 4 is even",
    ]


def test_a_case_in_which_an_expected_error_is_missing_fails() -> None:
    @for_each("text", ["x", "1"])
    def is_no_number(text: str) -> None:
        with pytest.raises(ValueError, match="invalid literal"):
            int(text)

    with pytest.raises(AssertionError, match=r"(?s)1 of 2 cases:\ntext='1': DID NOT RAISE"):
        is_no_number()


def test_every_combination_of_cases_is_run_with_the_fixtures_of_the_test() -> None:
    seen = []

    @for_each(("letter", "number"), [("a", 1), ("b", 2)])
    @for_each("sign", "+-")
    def note(fixture: str, letter: str, number: int, sign: str) -> None:
        seen.append(f"{fixture}{letter}{number}{sign}")

    note(fixture="f")

    assert seen == ["fa1+", "fa1-", "fb2+", "fb2-"]
    assert [*inspect.signature(note).parameters] == ["fixture"]


def test_another_error_than_an_assertion_ends_the_test_and_names_its_case() -> None:
    @for_each("number", [1, 0, 2])
    def divide(number: int) -> None:
        assert 1 / number

    with pytest.raises(ZeroDivisionError) as error:
        divide()

    assert error.value.__notes__ == ["The case was number=0."]


def test_a_test_without_cases_is_an_error() -> None:
    with pytest.raises(AssertionError, match="no case"):
        for_each("number", [])


def test_a_case_that_the_test_does_not_take_is_an_error() -> None:
    def takes_nothing() -> None:
        """Take no case."""

    with pytest.raises(AssertionError, match="does not take"):
        for_each("number", [1])(takes_nothing)
