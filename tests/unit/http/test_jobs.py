"""The documents of a request: those before its last step, and those of the step."""

from __future__ import annotations

from functions.http.background.jobs import MAX_DOCUMENTS, MAX_DOCUMENTS_OF_ALL
from functions.http.background.rebuilds import MAX_ENTRIES
from shared.repositories.firestore import deletion
from shared.services.ledger.merges import MERGE_CHUNK
from shared.services.people.takeovers import COPIED_AT_ONCE
from shared.services.posting import rebuild
from tests.support.cases import for_each

STEPS = {
    # A transaction is read, and written with its change; its month is written in two calendars.
    # It is read once more where another commit comes first.
    "a merge": 6 * MERGE_CHUNK,
    "months of a rebuild": MAX_ENTRIES + 4 * rebuild._MONTHS_AT_ONCE,  # noqa: SLF001 (a bound)
    "former months": 2 * rebuild._DELETED_AT_ONCE,  # noqa: SLF001 (a bound)
    "an erasure": 2 * deletion._MAX_DELETES_PER_COMMIT,  # noqa: SLF001 (a bound)
    "a takeover": 2 * (COPIED_AT_ONCE + 1),
}
"""The most documents of each step that a request may begin."""


@for_each("step", sorted(STEPS))
def test_a_step_fits_below_2000_documents(step: str) -> None:
    few_others = 20  # The ledger, its settings, the rules, the change of the category.

    most = MAX_DOCUMENTS_OF_ALL if step == "an erasure" else MAX_DOCUMENTS
    assert most + STEPS[step] + few_others < 2_000
