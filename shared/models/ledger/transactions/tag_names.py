"""Spelling of tags: terms are compared, and not all of them are read as the tag was written."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.terms import tag_of_term, tag_term
from shared.models.values.characters.names import sort_key


def tag_names_of(edits: Iterable[Edit], terms: Collection[str]) -> dict[str, str]:
    """Return the spelling of each of these terms that an edit writes, where it differs.

    It is case-folded, as terms are; the first spelling of a tag stays while the tag is in use.
    """
    names: dict[str, str] = {}
    for edit in edits:
        for tag in edit.after.tags:
            if not tag.isascii() and (term := tag_term(tag)) in terms:
                names.setdefault(term, sort_key(tag))
    return {term: name for term, name in names.items() if name != tag_of_term(term)}
