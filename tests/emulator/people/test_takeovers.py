"""Takeovers copy everything exactly once, with failures and concurrent writers, too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.errors import DemoExpired, LedgerExists, NotFound
from shared.models.people.access import TenantRef
from shared.models.people.takeover import TAKEOVER_PERIOD, Takeover
from shared.repositories import connections
from shared.repositories.firestore import trees
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.store import TenantStore
from shared.services.ledger.provisioning import provision_ledger
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    new_ledger,
)
from tests.support.ledgers.rebuilds import before_commit
from tests.support.ledgers.takeovers import (
    COMMITS,
    account_of,
    assert_moved,
    assert_sound,
    contents_of,
    document_of,
    expire,
    record,
    small_demo,
    take_over,
    take_over_in_part,
)

pytestmark = pytest.mark.usefixtures("emulators", "small_parts")


def is_there() -> None:
    """Accept the user, who exists."""


def test_a_claim_moves_every_document_and_counts_them() -> None:
    demo = small_demo()
    contents, document = contents_of(demo), document_of(demo)

    done = take_over(demo)

    assert_moved(demo, contents, document)
    assert_sound(account_of(demo))
    counted = sorted(path.split("/")[-2] for path in contents)
    assert done.copied == {name: counted.count(name) for name in counted}
    assert done.copied["chunks"] == 1
    assert contents_of(demo) == contents
    assert demo.tenant.get().get_demo().is_taken_over
    assert demo.tenant.get().expires_at == done.finished_at


def test_a_claim_costs_a_read_and_a_write_for_each_document_and_few_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    demo = small_demo()
    documents = len(contents_of(demo))

    with counted_usage() as usage:
        take_over(demo)

    assert documents < usage.reads <= documents + 8
    assert documents < usage.writes <= documents + 5


def test_what_is_large_is_moved_in_commits_that_firestore_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trees, "_MAX_COMMIT_BYTES", 100)
    demo = new_ledger()
    contents, document = contents_of(demo), document_of(demo)

    take_over_in_part(demo, parts=len(contents) - 1)
    take_over(demo)

    assert_moved(demo, contents, document)


@pytest.mark.parametrize("commits_before", range(COMMITS))
@pytest.mark.parametrize("name", FAULTS)
def test_a_claim_that_was_cut_short_anywhere_goes_on(name: str, commits_before: int) -> None:
    demo = small_demo()
    contents, document = contents_of(demo), document_of(demo)
    account = account_of(demo)

    with fault(name, skip=commits_before) as failed:
        if "crash" in name:
            with pytest.raises(Crashed):
                take_over(demo)
        else:
            take_over(demo)
    assert failed.has_struck
    has_ledger = account.tenant.find() is not None
    assert has_ledger is demo.tenant.get().get_demo().is_taken_over

    done = take_over(demo)

    assert_moved(demo, contents, document)
    assert sum(done.copied.values()) == len(contents)
    assert_sound(account)


def test_a_claim_of_that_demo_has_no_more_commits_than_are_cut_short() -> None:
    demo = small_demo()
    with fault("crash before the commit", skip=COMMITS) as beyond:
        take_over(demo)
    assert not beyond.has_struck


def test_two_claims_at_once_share_the_work() -> None:
    demo = small_demo()
    contents, document = contents_of(demo), document_of(demo)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: take_over(demo), range(2))

    assert first == second
    assert_moved(demo, contents, document)
    assert sum(first.copied.values()) == len(contents)


def test_a_claim_that_read_the_demo_before_another_one_ended_returns_what_that_one_did(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demo = small_demo()
    take_over_in_part(demo)
    for_tenant = TenantStore.for_tenant
    finished: list[Takeover] = []

    def end_before(store: TenantStore, ref: TenantRef) -> TenantStore:
        """End the takeover where a commit has read the demo, and not yet the account."""
        if store is not demo:
            monkeypatch.setattr(TenantStore, "for_tenant", for_tenant)
            finished.append(take_over(demo))
        return for_tenant(store, ref)

    monkeypatch.setattr(TenantStore, "for_tenant", end_before)

    assert [take_over(demo)] == finished


def test_a_claim_again_changes_nothing_and_is_answered_the_same() -> None:
    demo = small_demo()
    done, account = take_over(demo), account_of(demo)
    record(account)
    before = contents_of(account), document_of(account), document_of(demo)

    assert take_over(demo) == done

    assert (contents_of(account), document_of(account), document_of(demo)) == before


# Permission to take over


def test_where_there_is_no_demo_nothing_is_claimed() -> None:
    demo = new_ledger()
    nobodys = TenantStore(connections.firestore_client(), replace(demo.ref, id="nobody"))

    with pytest.raises(NotFound):
        take_over(nobodys)

    assert account_of(nobodys).tenant.find() is None


def test_an_account_with_a_ledger_of_its_own_keeps_it() -> None:
    demo = small_demo()
    account = account_of(demo)
    demo.tenant.reference.delete()
    provision_ledger(account, NOW, is_there)
    before = contents_of(account)
    with pytest.raises(NotFound):
        take_over(demo)
    other = new_ledger()
    demo.tenant.reference.set(document_of(other))

    with pytest.raises(LedgerExists):
        take_over(demo)

    assert contents_of(account) == before
    assert demo.tenant.get().get_demo().takeover is None


@pytest.mark.parametrize("is_late", [False, True])
def test_a_demo_can_be_claimed_for_seven_days_after_its_end(*, is_late: bool) -> None:
    demo = small_demo()
    margin = timedelta(minutes=1)
    expire(demo, TAKEOVER_PERIOD + (margin if is_late else -margin))
    contents, document = contents_of(demo), document_of(demo)

    if is_late:
        with pytest.raises(DemoExpired):
            take_over(demo)
        assert document_of(demo) == document
    else:
        take_over(demo)
        assert_moved(demo, contents, document)


def test_a_claim_that_was_begun_in_time_goes_on_later() -> None:
    demo = small_demo()
    contents, document = contents_of(demo), document_of(demo)
    take_over_in_part(demo)
    expire(demo, TAKEOVER_PERIOD * 2)

    take_over(demo)

    assert_moved(demo, contents, document)


def test_a_first_call_gives_no_second_ledger_beside_a_demo() -> None:
    demo = small_demo()
    account = account_of(demo)

    assert provision_ledger(account, NOW, is_there) == demo.ref
    take_over_in_part(demo)
    assert provision_ledger(account, NOW, is_there) == demo.ref
    take_over(demo)
    assert provision_ledger(account, NOW, is_there) == account.ref

    assert account.tenant.get().get_person().takeover is not None


def test_a_first_call_that_meets_the_end_of_a_claim_finds_its_ledger() -> None:
    demo = small_demo()
    account = account_of(demo)
    demo_document = document_of(demo)
    demo.tenant.reference.delete()

    def claim_meanwhile() -> None:
        demo.tenant.reference.set(demo_document)
        take_over(demo)

    with before_commit(claim_meanwhile):
        assert provision_ledger(account, NOW, is_there) == account.ref

    assert account.tenant.get().get_person().takeover is not None
    assert_sound(account)
