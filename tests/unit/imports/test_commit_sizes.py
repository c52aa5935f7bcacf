"""The commits of an import become smaller where they are slow, so that others wait less."""

from __future__ import annotations

import pytest

from shared.services.imports.import_runs import _CommitSize


@pytest.mark.parametrize(("seconds", "rows"), [(0.1, 400), (0.5, 400), (1.1, 200), (30.0, 200)])
def test_a_slow_commit_is_followed_by_one_of_half_as_many_rows(seconds: float, rows: int) -> None:
    size = _CommitSize(400)

    size.follow(seconds)

    assert size.rows == rows


def test_commits_have_50_rows_however_slow_they_are_and_grow_when_they_are_quick() -> None:
    size = _CommitSize(400)
    for _ in range(10):
        size.follow(5.0)
    assert size.rows == 50

    for _ in range(10):
        size.follow(0.1)
    assert size.rows == 400


def test_commits_do_not_grow_to_a_size_that_was_refused() -> None:
    size = _CommitSize(400)

    size.follow_refusal(400)
    size.follow(0.1)

    assert size.rows == 200


def test_a_size_below_the_fewest_rows_stays() -> None:
    size = _CommitSize(5)

    size.follow(5.0)

    assert size.rows == 5
