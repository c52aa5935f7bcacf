"""One row of the table of operations: how an operation is called, and who may call it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from string import Formatter
from typing import Any

from werkzeug.test import TestResponse

from shared.models.people.access import Role
from tests.support.ledgers.people import Person


class Scope(Enum):
    """The ledger or the user that an operation acts on."""

    LEDGER = auto()
    """The caller's own ledger, or the workspace that X-Workspace-Id names."""

    WORKSPACE = auto()
    """The workspace whose id is ``{workspace}`` in the path; not for anonymous visitors."""

    REGISTERED = auto()
    """The caller, in no role; not for anonymous visitors."""

    SELF = auto()
    """The caller, in no role."""


@dataclass(frozen=True)
class ApiOperation:
    """A way to call an operation; names in braces, in its path and body, stand for ids.

    ``id`` is the operationId in openapi.json, ``name`` the name of this way to call it, and
    ``status`` that of the answer to a member who may. ``least_role`` is None where no role decides.
    """

    id: str
    name: str
    method: str
    path: str
    status: int
    least_role: Role | None
    body: Any = None
    scope: Scope = Scope.LEDGER
    reads_ledger: bool = True
    status_if_foreign: int | None = None
    """Where it is not the usual one; see ``foreign_status``."""

    def ask(self, person: Person, ids: dict[str, str]) -> TestResponse:
        """Call it as this person, with these ids; a body of bytes is a bank's file."""
        path = self.path.format(**ids)
        if isinstance(self.body, bytes):
            return person.call(self.method, path, data=self.body, content_type="text/csv")
        return person.call(self.method, path, json=_filled(copy.deepcopy(self.body), ids))

    @property
    def names(self) -> frozenset[str]:
        """Return the names that stand for ids."""
        return frozenset(_names_in([self.path, self.body]))

    @property
    def foreign_status(self) -> int | None:
        """Return the status for ids of another ledger, except those that begin with ``own``.

        404 where the path names one, else 422; None where it names none.
        """
        foreign = {name for name in self.names if not name.startswith("own")}
        if not foreign or self.status_if_foreign is not None:
            return self.status_if_foreign
        return 404 if foreign & set(_names_in(self.path.partition("?")[0])) else 422

    def __str__(self) -> str:
        return self.name


def _filled(content: Any, ids: dict[str, str]) -> Any:
    if isinstance(content, dict):
        return {key: _filled(value, ids) for key, value in content.items()}
    if isinstance(content, list):
        return [_filled(value, ids) for value in content]
    return content.format(**ids) if isinstance(content, str) else content


def _names_in(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield from (name for _, name, _, _ in Formatter().parse(content) if name)
    elif isinstance(content, dict | list):
        for value in content.values() if isinstance(content, dict) else content:
            yield from _names_in(value)
