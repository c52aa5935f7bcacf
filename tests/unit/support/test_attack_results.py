"""The table of ``make attack`` shows the cost of each request, and the limits that it exceeds."""

from __future__ import annotations

from tests.attack.attack import ANY_NUMBER, MAX_DOCUMENTS, Attack
from tests.attack.request import Sent
from tests.attack.results import Result, to_markdown
from tests.attack.server import Cost


def result(documents: int, limit: int = MAX_DOCUMENTS) -> Result:
    """Return the result of a request that reads so many documents."""
    sent = Sent("GET", "/tags")
    attack = Attack("tags", lambda _target: sent, "200", limit)
    return Result(attack, sent, Cost(200, b"[]", 0.5, 0.25, 2**20, documents, 0))


def test_a_cost_within_the_limits_is_ok() -> None:
    assert list(result(2_000).faults()) == []
    assert result(2_000).cells() == (
        "tags", "200", "5", "2", "0.50", "0.25", "1", "2,000", "ok",
    )  # fmt: skip


def test_a_cost_beyond_a_limit_is_named() -> None:
    assert result(2_001).cells()[-2:] == ("2,001", "**documents**")


def test_a_cost_with_a_limit_of_its_own_is_in_brackets() -> None:
    assert result(2_016, 2_020).cells()[-2:] == ("(2,016)", "ok")
    assert result(9_000, ANY_NUMBER).cells()[-2:] == ("(9,000)", "ok")


def test_the_table_ends_with_the_limits_and_notes() -> None:
    *_, row, limits, blank, brackets, sums = to_markdown([result(1)]).splitlines()

    assert row == "| tags | 200 | 5 | 2 | 0.50 | 0.25 | 1 | 1 | ok |"
    assert limits == "| limits |  |  | 65,536 of errors |  | 5.00 | 100 | 2,000 |  |"
    assert blank == ""
    assert brackets.startswith("Numbers in brackets may exceed the limits")
    assert sums.startswith("Memory is what was added to the idle process.")
