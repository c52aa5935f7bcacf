"""The table of every operation: how it is called, and who may.

It drives the tests of tokens (``http/test_tokens.py``), of roles and of isolation
(``every_operation/``). Each package beside has its rows in a module of its own, ``operations.py``:
``OPERATIONS``, and perhaps ``furnish``, which makes what they name.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.http.operation import ApiOperation, Scope
from tests.support.ledgers.people import Person

__all__ = [
    "ANY_IDS", "EVERY", "EXCEPTIONS", "ON_NAMED", "ON_RESOURCES", "ON_WORKSPACES", "OPERATIONS",
    "READING", "ApiOperation", "Scope", "furnish",
]  # fmt: skip


def _modules() -> tuple[ModuleType, ...]:
    found = sorted(path.parent.name for path in Path(__file__).parent.glob("*/operations.py"))
    return tuple(import_module(f"tests.http.{package}.operations") for package in found)


_MODULES = _modules()

EVERY: tuple[ApiOperation, ...] = tuple(row for module in _MODULES for row in module.OPERATIONS)
"""The whole table: every operation that asks for a user's token."""

EXCEPTIONS = {
    "create_demo_session": "It asks for no token, and gives whoever calls a ledger of their own.",
    "get_template": "It has no data of anyone, so that a plain link works without a token.",
    "show_unsubscription": "It takes the signed token of a link in an e-mail, and changes nothing.",
    "unsubscribe": "It takes the signed token of a link in an e-mail (RFC 8058).",
    "monthly_rollup": "Cloud Scheduler alone may call it: the platform refuses everybody else.",
    "run_recurring": "Cloud Scheduler alone may call it: the platform refuses everybody else.",
    "sweep_demo_sessions": "Cloud Scheduler alone may call it: the platform refuses all others.",
    "scan_notifications": "Cloud Scheduler alone may call it: the platform refuses all others.",
    "update_exchange_rates": "Cloud Scheduler alone may call it: the platform refuses all others.",
}
"""The operations that the table lacks, each with the reason."""

OPERATIONS = tuple(row for row in EVERY if row.scope is Scope.LEDGER)
"""Operations on a ledger."""

READING = tuple(row for row in OPERATIONS if row.reads_ledger)
"""Those of them that ask Firestore for the ledger."""

ON_RESOURCES = tuple(row for row in OPERATIONS if row.foreign_status == 404)
"""Operations on a resource that their path names, or their plan token."""

ON_NAMED = tuple(row for row in OPERATIONS if row.foreign_status == 422)
"""Operations that name resources in their body or query."""

ON_WORKSPACES = tuple(row for row in EVERY if row.scope is Scope.WORKSPACE)
"""Operations on a workspace that their path names, and on its members."""

ANY_IDS = {name: "a" for row in EVERY for name in row.names} | {"own_date": "2099-11-01"}
"""An id, of nothing, for each name in the table; a date has to be one."""


def furnish(person: Person) -> dict[str, str]:
    """Put into a ledger what the operations on it name; the ids by these names."""
    ids: dict[str, str] = {}
    for module in _MODULES:
        if hasattr(module, "furnish"):
            ids |= module.furnish(person)
    return ids
