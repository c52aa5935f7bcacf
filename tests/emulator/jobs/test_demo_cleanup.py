"""The cleanup erases expired demos with everything in them, and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from firebase_admin import auth

from shared.repositories import connections
from shared.repositories.people.demos import DemoRepository
from shared.services.jobs.demo_cleanup import CleanupResult, clean_up_expired_demos
from tests.support.faults import Crashed, fault
from tests.support.ledgers import people
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

COLLECTIONS = ("transactions", "summaries", "changes", "payees", "imports", "mappings", "settings")
BESIDE = (
    "payees/shop",
    "mappings/bank",
    "settings/rules",
    *(f"imports/{number}" for number in range(2)),
    *(f"imports/{number}/chunks/{chunk:04}" for number in range(2) for chunk in range(3)),
)
"""Collections of a demo with imports, besides its transactions."""


def visitor_with_imports() -> Person:
    """Return a demo visitor who has used everything."""
    visitor = people.visitor_with_entries(50)
    root = connections.firestore_client().document(visitor.store.ref.path)
    for path in BESIDE:
        root.collection(path.partition("/")[0]).document(path.partition("/")[2]).set({"name": "x"})
    return visitor


def expire(visitor: Person) -> None:
    """Let the visitor's demo have ended a second ago."""
    document = connections.firestore_client().document(visitor.store.ref.path)
    document.update({"expires_at": datetime.now(UTC) - timedelta(seconds=1)})


def sweep(time_limit: timedelta = timedelta(minutes=10)) -> CleanupResult:
    """Run the cleanup now."""
    demos = DemoRepository(connections.firestore_client())
    return clean_up_expired_demos(demos, connections.identities(), datetime.now(UTC), time_limit)


def told(result: CleanupResult) -> tuple[int, int, bool]:
    """Return the result of a cleanup without spared demos, which may belong to other tests."""
    return result.erased, result.failed, result.is_complete


def documents_of(visitor: Person) -> int:
    """Return how many documents the visitor's demo has, its own included."""
    root = connections.firestore_client().document(visitor.store.ref.path)
    below = sum(len(list(root.collection(name).stream())) for name in COLLECTIONS)
    chunks = sum(
        len(list(plan.collection("chunks").stream()))
        for plan in root.collection("imports").list_documents()
    )
    return below + chunks + root.get().exists


def has_user(visitor: Person) -> bool:
    """Return whether Firebase Auth still knows the visitor."""
    try:
        auth.get_user(visitor.uid)
    except auth.UserNotFoundError:
        return False
    return True


def test_an_expired_demo_goes_with_its_documents_and_its_user_and_a_live_one_stays() -> None:
    expired, live = visitor_with_imports(), visitor_with_imports()
    documents = documents_of(live)
    assert documents > len(BESIDE) + 100
    expire(expired)
    assert sweep().is_complete
    assert (documents_of(expired), has_user(expired)) == (0, False)
    assert (documents_of(live), has_user(live)) == (documents, True)


@pytest.mark.parametrize("commits_before", range(10))
def test_a_sweep_that_dies_is_finished_by_the_next(commits_before: int) -> None:
    expired = visitor_with_imports()
    expire(expired)
    with fault("crash before the commit", skip=commits_before) as died, pytest.raises(Crashed):
        sweep()
    assert died.has_struck
    assert documents_of(expired) > 0
    sweep()
    assert (documents_of(expired), has_user(expired)) == (0, False)


def test_a_demo_that_cannot_be_erased_now_is_counted_and_left_for_the_next_sweep() -> None:
    expired = people.visitor_with_entries()
    expire(expired)
    with fault("commit refused", skip=1):
        assert told(sweep()) == (0, 1, False)
    assert documents_of(expired) > 0
    assert told(sweep()) == (1, 0, True)


def test_two_sweeps_at_once_erase_everything_once() -> None:
    demos = [people.visitor_with_entries() for _ in range(4)]
    for demo in demos:
        expire(demo)
    with ThreadPoolExecutor(2) as pool:
        for running in [pool.submit(sweep) for _ in range(2)]:
            assert running.result().failed == 0
    assert [documents_of(demo) for demo in demos] == [0, 0, 0, 0]


def test_a_sweep_without_time_says_that_it_is_not_complete() -> None:
    expired = people.visitor()
    expire(expired)
    assert sweep(timedelta(0)) == CleanupResult(erased=0, spared=0, failed=0, is_complete=False)
    assert sweep().is_complete


def test_an_expired_demo_reads_as_gone_before_it_is_swept_and_as_never_there_afterwards() -> None:
    expired = people.visitor()
    assert expired.get("/categories").status_code == 200
    expire(expired)
    answer = expired.get("/categories")
    assert (answer.status_code, answer.get_json()["code"]) == (410, "demo-expired")
    response = expired.post("/sweepDemoSessions")
    assert response.get_json()["is_complete"] is True
    assert expired.get("/categories").get_json()["code"] in {"no-tenant", "unauthenticated"}
