"""A tenant: whether it can be used, and which of its four parts it has."""

from datetime import timedelta

import pytest

from shared.errors import DemoExpired, DemoTakenOver, NotFound
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.demo import Demo
from shared.models.people.person import Person
from shared.models.people.profile import Profile
from shared.models.people.takeover import Takeover
from shared.models.people.workspace import Workspace
from tests.unit.examples import NOON, sample_ledger, tenant

LATER = NOON + timedelta(days=1)
WORKSPACE = Workspace(id="w1", name="Flat", owner_uid="ann", created_at=NOON)


def workspace(part: Workspace = WORKSPACE) -> Tenant:
    return Tenant(TenantRef(TenantKind.WORKSPACE, "w1"), sample_ledger(), workspace=part)


def test_the_ledger_of_a_person_has_no_end() -> None:
    tenant().ensure_live(LATER)
    assert tenant().expires_at is None


def test_a_demo_ends() -> None:
    one = tenant(demo=Demo(expires_at=LATER))

    one.ensure_live(NOON)
    with pytest.raises(DemoExpired):
        one.ensure_live(LATER)
    assert one.expires_at == LATER


def test_a_demo_that_was_taken_over_is_no_more() -> None:
    done = Takeover(started_at=NOON, finished_at=NOON)

    with pytest.raises(DemoTakenOver):
        tenant(demo=Demo(expires_at=LATER, takeover=done)).ensure_live(NOON)


def test_the_takeover_of_an_accounts_ledger_does_not_end_it() -> None:
    done = Takeover(started_at=NOON, finished_at=NOON)

    tenant(person=Person(takeover=done)).ensure_live(LATER)


def test_a_deleted_workspace_is_not_found() -> None:
    workspace().ensure_live(NOON)
    with pytest.raises(NotFound, match="no such workspace"):
        workspace(WORKSPACE.mark_deleted(NOON)).ensure_live(NOON)


def test_a_part_that_a_tenant_lacks_is_not_found() -> None:
    assert workspace().get_workspace() == WORKSPACE
    with pytest.raises(NotFound, match="no such workspace"):
        tenant().get_workspace()
    assert tenant().get_person() == Person()
    with pytest.raises(NotFound, match="no such person"):
        workspace().get_person()
    with pytest.raises(NotFound, match="no such demo"):
        tenant().get_demo()


def test_a_workspace_has_the_default_profile() -> None:
    profile = Profile(display_name="Ann")

    assert tenant(person=Person(profile=profile)).profile == profile
    assert workspace().profile == Profile()
