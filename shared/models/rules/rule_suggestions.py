"""Suggestions of rules, derived from categories that users corrected by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from shared.models.ledger.category import EntryType
from shared.models.rules.matching_budget import MatchingBudget, MatchingStopped
from shared.models.rules.rule import (
    Actions,
    AmountCondition,
    ComparedField,
    Rule,
    RuleDraft,
    TextCondition,
    comparable,
)
from shared.models.rules.rule_matching import Subject, compile_rules
from shared.models.values.frozen import frozen

MIN_EVIDENCE = 2
"""The number of agreeing corrections that a suggestion requires."""

MAX_EXAMPLES = 3

_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
_MAX_WORDS = 20
_MIN_LETTERS = 3
_MAX_CHARACTERS = 200
_ENTRY_TYPES = frozenset(EntryType)

Key = TypeVar("Key", bound=Hashable)


@frozen(slots=True)
class Correction:
    """A user's move of an entry from one category to another.

    ``from_category_id`` is None where the entry had no category.
    """

    description: str | None
    payee: str | None
    type: str
    from_category_id: str | None
    to_category_id: str
    at: datetime


@frozen(slots=True)
class Suggestion:
    """A suggested rule that would have made ``evidence`` corrections unnecessary.

    ``examples`` are descriptions of some of them, at most 3, the newest first.
    """

    draft: RuleDraft
    evidence: int
    examples: tuple[str, ...]


def suggest_rules(
    corrections: Iterable[Correction],
    existing_rules: Sequence[Rule],
    budget: MatchingBudget | None = None,
) -> list[Suggestion]:
    """Suggest rules from corrections, most evidence first; the order of both inputs is irrelevant.

    A payee gets a rule if its entries went to one category at least twice, and to no other since.
    The remaining corrections give rules for the longest runs of words that two descriptions with
    the same category share, and that no description with another category has. Corrections that an
    enabled rule would already make are left out, and so are older ones when the budget is spent.
    The caller must check that the categories still exist.
    """
    moves = _newest_first(c for c in corrections if _is_move(c))
    open_moves = _without_done(moves, existing_rules, budget)
    payee_groups = list(_payee_groups(moves, open_moves))
    named = {id(move) for group in payee_groups for move in group}
    texts = {target: _lines_of(group) for target, group in _grouped(moves, _target).items()}
    suggestions = [
        _suggestion("PAYEE", (group[0].payee or "").strip(), group) for group in payee_groups
    ]
    unnamed = (move for move in open_moves if id(move) not in named)
    for target, group in _grouped(unnamed, _target).items():
        others = (
            text for other, text in texts.items() if other[0] == target[0] and other != target
        )
        suggestions += [
            _suggestion("DESCRIPTION", phrase, spared)
            for phrase, spared in _telling_phrases(group, "\n".join(others)).items()
        ]
    return sorted(suggestions, key=_most_evidence_first)


def _is_move(correction: Correction) -> bool:
    has_category = correction.type in _ENTRY_TYPES
    return has_category and correction.from_category_id != correction.to_category_id


def _newest_first(moves: Iterable[Correction]) -> list[Correction]:
    by_content = sorted(
        moves, key=lambda m: (m.description or "", m.payee or "", m.type, m.to_category_id)
    )
    return sorted(by_content, key=lambda move: move.at, reverse=True)


def _lines_of(moves: Iterable[Correction]) -> str:
    return "\n".join(comparable(move.description) for move in moves)


def _target(move: Correction) -> tuple[str, str]:
    return move.type, move.to_category_id


def _grouped(
    moves: Iterable[Correction], key_of: Callable[[Correction], Key]
) -> dict[Key, list[Correction]]:
    groups: dict[Key, list[Correction]] = defaultdict(list)
    for move in moves:
        groups[key_of(move)].append(move)
    return groups


def _without_done(
    moves: list[Correction], rules: Sequence[Rule], budget: MatchingBudget | None
) -> list[Correction]:
    """Return the moves that the existing rules would not make, until the budget is spent.

    A correction has no amount, so rules with an amount condition are ignored.
    """
    filing = compile_rules(
        rule
        for rule in rules
        if rule.actions.category_id is not None
        and not any(isinstance(condition, AmountCondition) for condition in rule.conditions)
    )

    def is_done(move: Correction) -> bool:
        subject = Subject(move.type, 0, "", description=move.description, payee=move.payee)
        first = next(filing.matching(subject, budget), None)
        return first is not None and first.actions.category_id == move.to_category_id

    def open_moves() -> Iterator[Correction]:
        with suppress(MatchingStopped):
            yield from (move for move in moves if not is_done(move))

    return list(open_moves())


def _payee_groups(
    moves: list[Correction], open_moves: list[Correction]
) -> Iterator[list[Correction]]:
    """Yield, for each type and payee whose newest moves agree, those moves, the newest first."""
    open_ids = {id(move) for move in open_moves}
    for (_, payee), group in _grouped(moves, _payee_key).items():
        elsewhere = [m.at for m in group if m.to_category_id != group[0].to_category_id]
        agreeing = [
            move
            for move in group
            if id(move) in open_ids and (not elsewhere or move.at > max(elsewhere))
        ]
        if payee and len(agreeing) >= MIN_EVIDENCE:
            yield agreeing


def _payee_key(move: Correction) -> tuple[str, str]:
    return move.type, comparable(move.payee)


def _telling_phrases(moves: list[Correction], others: str) -> dict[str, list[Correction]]:
    """Return phrases with their moves: phrases of at least two moves that ``others`` lacks.

    Longer phrases are tried first; a shorter one needs two moves that no longer one covers. A
    longer phrase that a shorter one makes redundant is removed again.
    """
    texts = [comparable(move.description) for move in moves]
    found: set[str] = set()
    explained: set[int] = set()
    for phrase, having in _shared_phrases(texts):
        if len(having - explained) >= MIN_EVIDENCE and phrase not in others:
            found = {longer for longer in found if phrase not in longer} | {phrase}
            explained |= having
    return {
        phrase: [move for move, text in zip(moves, texts, strict=True) if phrase in text]
        for phrase in found
    }


def _shared_phrases(texts: list[str]) -> list[tuple[str, set[int]]]:
    """Return phrases that at least two texts share, and the texts' indexes; longest first."""
    having: dict[str, set[int]] = defaultdict(set)
    for index, text in enumerate(texts):
        for phrase in _phrases_of(text):
            having[phrase].add(index)
    return sorted(
        ((phrase, indexes) for phrase, indexes in having.items() if len(indexes) > 1),
        key=lambda found: (-len(_WORD.findall(found[0])), -len(found[0]), found[0]),
    )


def _phrases_of(text: str) -> set[str]:
    """Return the runs of whole words in a comparable text, including the separators between words.

    Uses the first 20 words; runs need at least 3 letters.
    """
    words = [match.span() for match in _WORD.finditer(text)][:_MAX_WORDS]
    runs = (text[start:end] for first, (start, _) in enumerate(words) for _, end in words[first:])
    return {
        run
        for run in runs
        if len(run) <= _MAX_CHARACTERS and len(_LETTER.findall(run)) >= _MIN_LETTERS
    }


def _suggestion(field: ComparedField, value: str, moves: list[Correction]) -> Suggestion:
    operator = "EQUALS" if field == "PAYEE" else "CONTAINS"
    descriptions = dict.fromkeys(move.description for move in moves if move.description)
    return Suggestion(
        RuleDraft(
            conditions=(TextCondition(field=field, operator=operator, value=value),),
            actions=Actions(category_id=moves[0].to_category_id),
        ),
        evidence=len(moves),
        examples=tuple(descriptions)[:MAX_EXAMPLES],
    )


def _most_evidence_first(suggestion: Suggestion) -> tuple[int, str]:
    return -suggestion.evidence, suggestion.draft.model_dump_json()
