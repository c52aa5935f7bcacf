"""Every way of asking for what is a tenant's, and what someone is told."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from shared.models.history.kinds import KINDS
from shared.models.people.access import PERMISSIONS, Role

from .emulators import Above, Documents
from .people import SERVER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .emulators import Answer, Fields
    from .expectations import Tenant
    from .world import World

GRANTED: Final = "granted"
DENIED: Final = "denied"
MISSING: Final = "missing"
_OUTCOMES: Final[Mapping[int, str]] = {
    HTTPStatus.OK: GRANTED,
    HTTPStatus.FORBIDDEN: DENIED,
    HTTPStatus.NOT_FOUND: MISSING,
}

LEDGER_ENTITIES: Final = tuple(
    kind.entity.value for kind in KINDS if kind.needs in PERMISSIONS[Role.ANALYST]
)
"""Kinds whose changes an analyst may read."""

FIELDS: Final[Fields] = {"description": "Written by a client.", "version": 1}

READS: Final[Mapping[str, Callable[[Documents, str], Answer]]] = {
    "query": Documents.query,
    "count": Documents.count,
    "query group": Documents.query_group,
}
"""Reads of a collection."""

WRITES: Final[Mapping[str, Callable[[Documents, str], Answer]]] = {
    "create": lambda view, path: view.create(path, FIELDS),
    "update": lambda view, path: view.update(path, FIELDS),
    "delete": Documents.delete,
}
"""Writes of a document."""


def filter_for_part(collection: str, uid: str) -> Fields | None:
    """Return the filter for the part of a collection that is open to some people alone, if any.

    Analysts query their own changes; viewers query live transactions, and payees in use.
    """
    match collection:
        case "changes":
            return {"actor": uid, "entity": [*LEDGER_ENTITIES]}
        case "members":
            return {"uid": uid}
        case "transactions":
            return {"deleted": False}
        case "payees":
            return {"count": Above(0)}
    return None


class RulesOperation(NamedTuple):
    """An operation on a column's document or collection."""

    verb: str
    column: str


Outcomes: TypeAlias = dict[RulesOperation, str]


class Attempts:
    """Someone's attempts on one tenant; each method tells what every attempt came to."""

    def __init__(self, world: World, tenant: Tenant, person: str) -> None:
        self._world = world
        self._view = world.as_seen_by(person)
        self._uid = world.find_uid(person) or world.get_uid(tenant.insider)
        self._paths = {
            column: world.path(tenant.root + place, self._uid)
            for column, place in tenant.places.items()
        }

    def read_documents(self) -> Outcomes:
        """Get each document by its name."""
        return {RulesOperation("get", column): self.read_document(column) for column in self._paths}

    def read_document(self, column: str) -> str:
        """Get a column's document by its name."""
        return _outcome(self._view.get(self._paths[column]))

    def read_collections(self) -> Outcomes:
        """Read each collection in every way."""
        outcomes: Outcomes = {}
        for column in self._columns_of_collections():
            outcomes |= self.read_collection(column)
        return outcomes

    def read_collection(self, column: str) -> Outcomes:
        """Read a column's collection in every way."""
        path = self._paths[column].rpartition("/")[0]
        outcomes = {
            RulesOperation(verb, column): _outcome(read(self._view, path))
            for verb, read in READS.items()
        }
        if part := filter_for_part(path.rpartition("/")[2], self._uid):
            answer = self._view.query_where(path, part)
            outcomes[RulesOperation("query part", column)] = _outcome(answer)
        return outcomes

    def write(self) -> Outcomes:
        """Write each document in every way; where that comes through, leave all as it was."""
        outcomes = {}
        for column, existing in self._paths.items():
            new = f"{existing.rpartition('/')[0]}/{secrets.token_hex(8)}"
            for verb, write in WRITES.items():
                path = new if verb == "create" else existing
                answer = write(self._view, path)
                outcomes[RulesOperation(verb, column)] = _outcome(answer, least=0)
                if answer.status == HTTPStatus.OK:
                    self._world.restore_one(path)
        return outcomes

    def _columns_of_collections(self) -> list[str]:
        """Return the first column of each collection below the tenant's document."""
        columns = [column for column in self._paths if column != "document"]
        firsts = {self._paths[name].rpartition("/")[0]: name for name in reversed(columns)}
        return [*firsts.values()]


def expected(tenant: Tenant, person: str, operation: RulesOperation) -> str:
    """Return what an operation is to come to by the table; the server's come through."""
    verb, column = operation
    if person == SERVER:
        is_absent = column == "document" and not tenant.has_document
        return MISSING if is_absent and verb in {"get", "update"} else GRANTED
    if verb == "get" and tenant.is_told_of_absence(person, column):
        return MISSING
    return GRANTED if tenant.is_given(person, column, verb) else DENIED


def _outcome(answer: Answer, least: int = 1) -> str:
    if answer.status == HTTPStatus.OK and answer.found < least:
        return "granted, and nothing found"
    return _OUTCOMES.get(answer.status, f"status {answer.status}")
