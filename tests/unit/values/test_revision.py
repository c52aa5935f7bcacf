"""A change is made only to what the client last saw."""

import pytest

from shared.errors import PreconditionFailed
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from tests.unit.examples import transaction


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
