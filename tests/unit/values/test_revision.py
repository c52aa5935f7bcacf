"""A change is made only to what the client last saw."""

from datetime import timedelta

import pytest

from shared.errors import PreconditionFailed
from shared.models.people.profile import Profile
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from tests.unit.examples import NOON, transaction

LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    "expected",
    [ANY_REVISION, ExpectedRevision(frozenset({3})), ExpectedRevision(frozenset({1, 3}))],
)
def test_an_expected_revision_passes(expected: ExpectedRevision) -> None:
    expected.check(transaction(revision=3))


@pytest.mark.parametrize("revisions", [{2}, {4}, {1, 2}, set()])
def test_another_revision_is_refused_with_the_resource_as_it_is(revisions: set[int]) -> None:
    current = transaction(revision=3)

    with pytest.raises(PreconditionFailed) as refusal:
        ExpectedRevision(frozenset(revisions)).check(current)

    assert refusal.value.current is current


def test_a_changed_value_has_the_next_revision_and_the_time_of_its_change() -> None:
    before = transaction(revision=3)
    after = revised(before, {"payee": "Rewe"}, LATER)
    assert after == before.model_copy(update={"payee": "Rewe", "revision": 4, "updated_at": LATER})


def test_a_value_without_a_time_of_change_gets_none() -> None:
    before = Profile(revision=3)
    assert revised(before, {"display_name": "Ada"}) == Profile(display_name="Ada", revision=4)


def test_a_value_that_does_not_differ_is_returned_itself() -> None:
    before = transaction(revision=3)
    assert revised(before, {"payee": before.payee}, LATER) is before
