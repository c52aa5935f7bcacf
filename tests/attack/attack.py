"""Attacks: requests to measure, with the answer that each must get and the limits it must keep."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from benchmarks.ledgers import MONTH, record_all
from tests.attack.request import Sent
from tests.attack.server import AttackedServer
from tests.http.answers import ok
from tests.support.ledgers.people import Person, registered_user, visitor
from tests.support.ledgers.workspaces import Workspace, new_workspace

MAX_CPU_S = 5.0
MAX_ADDED_BYTES = 100 * 2**20
MAX_DOCUMENTS = 2_000
MAX_ERROR_BYTES = 64 * 2**10
ANY_NUMBER = 2**62
"""The limit of documents of exports, imports and restores, which are as large as a ledger."""


@dataclass
class Target:
    """The target of the attacks: a running server, and ledgers made on demand."""

    server: AttackedServer
    person: Person
    """A registered user with a ledger."""

    searched_transactions: int = 4_500

    @cached_property
    def workspace(self) -> Workspace:
        """Return a workspace of that user."""
        return new_workspace(self.person)

    @cached_property
    def searched(self) -> Person:
        """Return the owner of a ledger that takes several requests to search."""
        owner = registered_user()
        ok(owner.get("/categories"))
        record_all(owner.store, MONTH, 0, self.searched_transactions)
        return owner

    @cached_property
    def backup(self) -> bytes:
        """Return the compressed backup of that ledger."""
        content: bytes = self.searched.get("/exports/ledger").get_data()
        return gzip.compress(content)

    def demo(self, currency: str = "USD") -> Person:
        """Return a new visitor with an empty ledger."""
        return visitor(currency)


@dataclass(frozen=True)
class Attack:
    """An attack: ``prepare`` returns the request, after making what it needs.

    ``answer`` is the status, and the code of a problem: ``"422 invalid-argument"``; several that
    are right are joined by "or". ``at_once`` is
    the number of equal requests that are sent together; the costs are those of all of them.
    ``writers`` clients record transactions in the same ledger meanwhile, without pause; their CPU
    time and memory count, too, but not their documents.
    ``is_quick`` marks those that the test suite makes, too.
    """

    name: str
    prepare: Callable[[Target], Sent]
    answer: str
    documents: int = MAX_DOCUMENTS
    cpu_s: float = MAX_CPU_S
    at_once: int = 1
    writers: int = 0
    is_quick: bool = False
