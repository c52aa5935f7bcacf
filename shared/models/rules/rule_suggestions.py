"""Rules worth suggesting: what people keep correcting by hand, a rule could do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from shared.models.ledger.category import EntryType
from shared.models.rules.rule import (
    Actions,
    AmountCondition,
    ComparedField,
    Rule,
    RuleDraft,
    Subject,
    TextCondition,
    comparable,
    compile_rules,
)

LEAST_EVIDENCE = 2
"""So many corrections have to say the same."""

MOST_EXAMPLES = 3

_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_WORDS = 20
_LEAST_LETTERS = 3
_MOST_CHARACTERS = 200
_ENTRY_TYPES = frozenset(EntryType)

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Correction:
    """Someone moved an entry of that type from one category to another at that instant.

    ``from_category_id`` is None where it had none.
    """

    description: str | None
    payee: str | None
    type: str
    from_category_id: str | None
    to_category_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rule that would have spared ``evidence`` corrections.

    ``examples`` are descriptions of some of them, at most 3, the newest first.
    """

    draft: RuleDraft
    evidence: int
    examples: tuple[str, ...]


def suggest_rules(
    corrections: Iterable[Correction], existing_rules: Sequence[Rule]
) -> list[Suggestion]:
    """The rules that corrections ask for, most evidence first; the order of both is no matter.

    A payee that went to one category twice, and nowhere else since, asks for a rule of its own.
    Of what is left, so do the longest runs of words that two descriptions share which went to one
    category, and that no description has which went to another. What an enabled rule does already
    asks for nothing. Whether the categories still exist is for the caller to know.
    """
    moves = _newest_first(c for c in corrections if _is_move(c))
    open_moves = _without_done(moves, existing_rules)
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


def _without_done(moves: list[Correction], rules: Sequence[Rule]) -> list[Correction]:
    """The moves that the rules would not make.

    A correction knows no amount, so rules that ask for one are left aside.
    """
    filing = compile_rules(
        rule
        for rule in rules
        if rule.actions.category_id is not None
        and not any(isinstance(condition, AmountCondition) for condition in rule.conditions)
    )

    def is_done(move: Correction) -> bool:
        subject = Subject(move.type, 0, "", description=move.description, payee=move.payee)
        first = next(filing.matching(subject), None)
        return first is not None and first.actions.category_id == move.to_category_id

    return [move for move in moves if not is_done(move)]


def _payee_groups(
    moves: list[Correction], open_moves: list[Correction]
) -> Iterator[list[Correction]]:
    """For each type and payee whose newest moves agree: those moves, the newest first."""
    open_ids = {id(move) for move in open_moves}
    for (_, payee), group in _grouped(moves, _payee_key).items():
        elsewhere = [m.at for m in group if m.to_category_id != group[0].to_category_id]
        agreeing = [
            move
            for move in group
            if id(move) in open_ids and (not elsewhere or move.at > max(elsewhere))
        ]
        if payee and len(agreeing) >= LEAST_EVIDENCE:
            yield agreeing


def _payee_key(move: Correction) -> tuple[str, str]:
    return move.type, comparable(move.payee)


def _telling_phrases(moves: list[Correction], others: str) -> dict[str, list[Correction]]:
    """Phrases with the moves that have them; every one is in two moves, and none in ``others``.

    The longest go first, and a shorter one needs two moves that no longer one has. A longer one
    that a shorter one makes superfluous is left out again.
    """
    texts = [comparable(move.description) for move in moves]
    found: set[str] = set()
    explained: set[int] = set()
    for phrase, having in _shared_phrases(texts):
        if len(having - explained) >= LEAST_EVIDENCE and phrase not in others:
            found = {longer for longer in found if phrase not in longer} | {phrase}
            explained |= having
    return {
        phrase: [move for move, text in zip(moves, texts, strict=True) if phrase in text]
        for phrase in found
    }


def _shared_phrases(texts: list[str]) -> list[tuple[str, set[int]]]:
    """Phrases that two texts share, with the indexes of all that have them; most words first."""
    having: dict[str, set[int]] = defaultdict(set)
    for index, text in enumerate(texts):
        for phrase in _phrases_of(text):
            having[phrase].add(index)
    return sorted(
        ((phrase, indexes) for phrase, indexes in having.items() if len(indexes) > 1),
        key=lambda found: (-len(_WORD.findall(found[0])), -len(found[0]), found[0]),
    )


def _phrases_of(text: str) -> set[str]:
    """The runs of whole words of a comparable text, with what is between them.

    Of the first 20 words; runs that are worth looking for have 3 letters or more.
    """
    words = [match.span() for match in _WORD.finditer(text)][:_MOST_WORDS]
    runs = (text[start:end] for first, (start, _) in enumerate(words) for _, end in words[first:])
    return {
        run
        for run in runs
        if len(run) <= _MOST_CHARACTERS and len(_LETTER.findall(run)) >= _LEAST_LETTERS
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
        examples=tuple(descriptions)[:MOST_EXAMPLES],
    )


def _most_evidence_first(suggestion: Suggestion) -> tuple[int, str]:
    return -suggestion.evidence, suggestion.draft.model_dump_json()
