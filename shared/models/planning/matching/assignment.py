"""Assignment of rows to columns, one to one, with the greatest sum of scores."""

from __future__ import annotations

from collections.abc import Mapping

MAX_OPTIMAL = 40
"""Rows, and columns, up to which the sum is the greatest; above, the best pairs are taken first."""

Pair = tuple[int, int]


def assign(scores: Mapping[Pair, int]) -> list[Pair]:
    """Return pairs of a row and a column, each in one at most, with the greatest sum of scores.

    ``scores`` has positive scores of the pairs that are allowed. Pairs that are connected by no
    other pairs do not influence each other. Connected ones of more than 40 rows or columns are
    taken by their score, the best first, and equal ones in order: no two of them would both be
    better off with each other. It takes time in the cube of the smaller side.
    """
    found: list[Pair] = []
    for part in _connected(scores):
        sizes = [len({pair[side] for pair in part}) for side in (0, 1)]
        found += _optimal(part) if max(sizes) <= MAX_OPTIMAL else _best_first(part)
    return sorted(found)


def _connected(scores: Mapping[Pair, int]) -> list[dict[Pair, int]]:
    """Return the pairs in groups that share no row and no column."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        root = node
        while (above := leader.setdefault(root, root)) != root:
            root = above
        while node != root:
            leader[node], node = root, leader[node]
        return root

    for row, column in scores:
        leader[find(("row", row))] = find(("column", column))
    groups: dict[tuple[str, int], dict[Pair, int]] = {}
    for pair in sorted(scores):
        groups.setdefault(find(("row", pair[0])), {})[pair] = scores[pair]
    return list(groups.values())


def _best_first(scores: Mapping[Pair, int]) -> list[Pair]:
    rows: set[int] = set()
    columns: set[int] = set()
    found: list[Pair] = []
    for row, column in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            found.append((row, column))
    return found


def _optimal(scores: Mapping[Pair, int]) -> list[Pair]:
    """Return the pairs with the greatest sum, by augmenting paths of the greatest gain.

    A path is found by Bellman and Ford: from a free row over pairs that are not taken, back over
    taken ones. As each is the best one, the sum is the greatest for its number of pairs.
    """
    row_of: dict[int, int] = {}
    rows = sorted({row for row, _ in scores})
    while True:
        taken = {(row, column) for column, row in row_of.items()}
        gain = dict.fromkeys((row for row in rows if row not in row_of.values()), 0)
        reached: dict[int, tuple[int, int]] = {}
        changed = True
        while changed:
            changed = False
            for (row, column), score in scores.items():
                if row not in gain or (row, column) in taken:
                    continue
                if column not in reached or gain[row] + score > reached[column][0]:
                    reached[column] = (gain[row] + score, row)
                    changed = True
                    if column in row_of:
                        owner = row_of[column]
                        gain[owner] = reached[column][0] - scores[owner, column]
        free = [(value, -column) for column, (value, _) in reached.items() if column not in row_of]
        if not free or max(free)[0] <= 0:
            return [(row, column) for column, row in row_of.items()]
        _augment(row_of, reached, -max(free)[1])


def _augment(
    row_of: dict[int, int], reached: Mapping[int, tuple[int, int]], column: int | None
) -> None:
    """Take the path that ends in a free column."""
    column_of = {row: one for one, row in row_of.items()}
    while column is not None:
        row = reached[column][1]
        row_of[column] = row
        column = column_of.get(row)
