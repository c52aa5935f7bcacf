"""A tenant: the document that is the root of a ledger, as four values.

It is in ``ledger``, the lowest package that may import all four, because settings, reports and
history take it or its parts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.errors import NotFound
from shared.models.ledger.ledger import Ledger
from shared.models.people.access import TenantRef
from shared.models.people.demo import Demo
from shared.models.people.person import Person
from shared.models.people.profile import Profile
from shared.models.people.workspace import Workspace
from shared.models.values.frozen import frozen


@frozen
class Tenant:
    """A tenant's document.

    ``demo`` is None except for demos, ``person`` is None for workspaces, ``workspace`` is None
    except for workspaces. A demo has both ``demo`` and ``person``.
    """

    ref: TenantRef
    ledger: Ledger
    demo: Demo | None = None
    person: Person | None = None
    workspace: Workspace | None = None

    def ensure_live(self, now: datetime) -> None:
        """Check that the tenant is neither a demo that has ended nor a deleted workspace.

        Raises:
            DemoExpired: It is a demo that has expired.
            DemoTakenOver: It is a demo that has become an account's ledger.
            NotFound: It is a workspace that was deleted.
        """
        if self.workspace is not None and self.workspace.deleted_at is not None:
            raise NotFound("workspace")
        if self.demo is not None:
            self.demo.ensure_live(now)

    @property
    def expires_at(self) -> datetime | None:
        """Return the end of a demo; None for other tenants."""
        return self.demo.expires_at if self.demo is not None else None

    @property
    def profile(self) -> Profile:
        """Return the profile of the person; a default one for a workspace, which has none."""
        return self.person.profile if self.person is not None else Profile()

    def get_demo(self) -> Demo:
        """Return the demo.

        Raises:
            NotFound: It is no demo.
        """
        if self.demo is None:
            raise NotFound("demo")
        return self.demo

    def get_person(self) -> Person:
        """Return the person whose own ledger it is.

        Raises:
            NotFound: It is a workspace.
        """
        if self.person is None:
            raise NotFound("person")
        return self.person

    @property
    def workspace_name(self) -> str | None:
        """Return the name of the workspace; None for a person."""
        return None if self.workspace is None else self.workspace.name

    def get_workspace(self) -> Workspace:
        """Return the workspace.

        Raises:
            NotFound: It is a person's own ledger.
        """
        if self.workspace is None:
            raise NotFound("workspace")
        return self.workspace

    def with_ledger(self, ledger: Ledger) -> Tenant:
        """Return the tenant with this ledger in the place of its own."""
        return replace(self, ledger=ledger)
