"""The spelling of tags is kept where their terms are not readable."""

import pytest

from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.tag_names import tag_names_of
from shared.models.ledger.transactions.terms import tag_term
from tests.unit.examples import transaction


def names(*written: tuple[str, ...]) -> dict[str, str]:
    """Return the spelling that transactions with these tags give to terms that are all new."""
    edits = [Edit(None, transaction(tags=tags)) for tags in written]
    return tag_names_of(edits, {tag_term(tag) for tags in written for tag in tags})


def test_the_first_spelling_of_a_tag_is_kept_in_lower_case() -> None:
    assert names(("Вода",), ("ВОДA",)) == {"#boдa": "вода"}


@pytest.mark.parametrize("tag", ["Home", "café", "東京", "plain text"])
def test_a_tag_that_is_read_as_its_term_needs_no_spelling(tag: str) -> None:
    assert names((tag,)) == {}


def test_a_term_that_the_ledger_has_keeps_its_spelling() -> None:
    edit = Edit(None, transaction(tags=("вода",)))

    assert tag_names_of([edit], set()) == {}


@pytest.mark.parametrize(("length", "is_readable"), [(39, True), (40, True), (41, False)])
def test_a_term_has_the_key_of_a_tag_up_to_40_characters(length: int, *, is_readable: bool) -> None:
    term = tag_term("ﬃ" * 13 + "x" * (length - 39))

    assert (term == "#" + "ffi" * 13 + "x" * (length - 39)) is is_readable
    assert len(term) == min(length, 40) + 1


def test_the_term_of_a_tag_is_bounded_however_its_ligatures_are_taken_apart() -> None:
    assert len(tag_term("\ufdfa" * 30)) == 41
    assert [*names(("\ufdfa",)).values()] == ["\ufdfa"]
