"""Expected reads of each person: one table for each tenant, written from the roles.

A cell has a letter for each allowed way of reading:

    g   get the document
    l   list or count the collection, or query own documents in it
    o   only query the part of the collection that ``filter_for_part`` selects
    0   get the answer that the own document does not exist

People without a row may read nothing, and documents without a column are not readable. Only the
server writes, and queries collections across tenants, so these have no cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .people import LINKED, NOBODY, ODD_MEMBERSHIPS, USUAL

_DEMO: Final = """
         document  transactions  deleted transaction  payees  unused payee
visitor  g         gl            g                    gl      g

         summaries  imports  rules  changes  recurring  occurrences  budgets
visitor  gl         gl       g      gl       gl         gl           g

         notifications  preferences  goals
visitor  gl             g            g
"""
_DEMO_OF_SOMEONE_REGISTERED: Final = """
                     document  transactions  deleted transaction  payees  unused payee
linked               g         gl            g                    gl      g
linked, older token  g         gl            g                    gl      g

                     summaries  imports  rules  changes  recurring  occurrences  budgets
linked               gl         gl       g      gl       gl         gl           g
linked, older token  gl         gl       g      gl       gl         gl           g

                     notifications  preferences  goals
linked               gl             g            g
linked, older token  gl             g            g
"""
_DEMO_OF_SOMEONE_WITH_A_LEDGER: Final = """
                            document  transactions  deleted transaction  payees  unused payee
with a ledger, older token  g         gl            g                    gl      g

                            summaries  imports  rules  changes  recurring  occurrences  budgets
with a ledger, older token  gl         gl       g      gl       gl         gl           g

                            notifications  preferences  goals
with a ledger, older token  gl             g            g
"""

_DEMO_TAKEN_OVER: Final = """
                      document
claimed               g
claimed, older token  g
"""

_ACCOUNT: Final = """
            document  transactions  deleted transaction  payees  unused payee
registered  g         gl            g                    gl      g

            summaries  imports  rules  changes  recurring  occurrences  budgets
registered  gl         gl       g      gl       gl         gl           g

            notifications  preferences  goals
registered  gl             g            g
"""
_ACCOUNT_WITH_THE_DEMOS_LEDGER: Final = """
         document  transactions  deleted transaction  payees  unused payee
claimed  g         gl            g                    gl      g

         summaries  imports  rules  changes  recurring  occurrences  budgets
claimed  gl         gl       g      gl       gl         gl           g

         notifications  preferences  goals
claimed  gl             g            g
"""
_ACCOUNT_WITHOUT_LEDGER: Final = """
        document
linked  0
"""

_WORKSPACE: Final = """
         document  transactions  deleted transaction  payees  unused payee
viewer   -         go            -                    go      -
analyst  -         gl            g                    gl      g
admin    g         gl            g                    gl      g

         summaries  imports  rules  changes  recurring  occurrences  budgets
viewer   -          -        -      -        gl         -            g
analyst  gl         gl       g      o        gl         gl           g
admin    gl         gl       g      gl       gl         gl           g

         own change  own change of members  members  own member  goals
viewer   -           -                      -        -           g
analyst  g           -                      -        -           g
admin    g           g                      gl       g           g
"""

_WORKSPACE_ELSEWHERE: Final = """
                 document  transactions  deleted transaction  payees  unused payee
admin elsewhere  g         gl            g                    gl      g
claimed          g         gl            g                    gl      g

                 summaries  imports  rules  changes  recurring  occurrences  budgets
admin elsewhere  gl         gl       g      gl       gl         gl           g
claimed          gl         gl       g      gl       gl         gl           g

                 own change  own change of members  members  own member  goals
admin elsewhere  g           g                      gl       g           g
claimed          g           g                      gl       g           g
"""

_NOTHING: Final = ""

_OF_EVERY_TENANT: Final = {
    "document": "",
    "transactions": "/transactions/coffee",
    "deleted transaction": "/transactions/deleted",
    "payees": "/payees/cafe",
    "unused payee": "/payees/unused",
    "summaries": "/summaries/2025-03",
    "imports": "/imports/statement",
    "rules": "/settings/rules",
    "recurring": "/recurring/rent",
    "occurrences": "/occurrences/january",
    "budgets": "/planning/budgets",
    "goals": "/planning/goals",
    "other settings": "/settings/theme",
    "changes": "/changes/first",
    "notifications": "/notifications/done",
    "preferences": "/preferences/notifications",
    "other preferences": "/preferences/theme",
    "import's rows": "/imports/statement/chunks/0",
    "suggestions": "/planning/suggestions",
    "watch": "/planning/watch",
    "settled suggestions": "/settled_suggestions/video",
    "mappings": "/mappings/bank",
    "outbox": "/outbox/event",
    "deliveries": "/deliveries/email",
    "webhooks": "/webhooks/own",
    "secrets of webhooks": "/webhook_states/own",
    "attachments": "/transactions/coffee/attachments/receipt",
    "drafts": "/drafts/idea",
}
_OF_WORKSPACES: Final = {
    "own change": "/changes/transaction-of-{self}",
    "own change of members": "/changes/member-of-{self}",
    "members": "/members/colleague",
    "own member": "/members/{self}",
    "invitations": "/invitations/open",
}
_PLACES: Final = {
    "demo_users": _OF_EVERY_TENANT,
    "users": _OF_EVERY_TENANT,
    "workspaces": _OF_EVERY_TENANT | _OF_WORKSPACES,
    "rate_limits": {"document": ""},
    "reference_rates": {"document": ""},
    "rate_arrivals": {"document": ""},
    "mail": {"document": ""},
    "drafts": {"document": ""},
}
"""Where a document is for each column, and in each collection that has no column.

Other settings, attachments and ideas are invented: they stand for data of later versions.
"""

COLLECTIONS: Final = tuple(
    dict.fromkeys(place.split("/")[-2] for place in _PLACES["workspaces"].values() if place)
)
"""Each collection below a tenant, by its name."""

_LETTERS: Final = {"g": ("get",), "l": ("query", "count", "query part"), "o": ("query part",)}


@dataclass(frozen=True)
class Tenant:
    """A tenant, the people who ask for what it has, and the table of what they are given.

    Those who have no uid ask for what is the ``insider``'s where others ask for their own.
    """

    root: str
    insider: str
    table: str
    people: tuple[str, ...]
    has_document: bool = True

    @property
    def places(self) -> dict[str, str]:
        """Return a document's path below the root for each column and hidden collection."""
        return _PLACES[self.root.partition("/")[0]]

    @property
    def cells(self) -> dict[tuple[str, str], str]:
        """Return the table's cells by person and column."""
        cells: dict[tuple[str, str], str] = {}
        for part in self.table.strip("\n").split("\n\n"):
            header, *rows = (re.split(r" {2,}", line.strip()) for line in part.splitlines() or [""])
            for person, *letters in rows:
                cells |= {
                    (person, column): cell
                    for column, cell in zip(header, letters, strict=True)
                    if cell != "-"
                }
        return cells

    @property
    def readers(self) -> tuple[str, ...]:
        """Return the people whom the table allows to read anything."""
        return tuple(dict.fromkeys(person for person, _ in self.cells))

    @property
    def insiders(self) -> tuple[str, ...]:
        """Return the readers, and the insider."""
        return tuple(dict.fromkeys((self.insider, *self.readers)))

    def is_given(self, person: str, column: str, verb: str) -> bool:
        """Return whether the person may read a column's document or collection in this way."""
        cell = self.cells.get((person, column), "")
        return any(verb in _LETTERS.get(letter, ()) for letter in cell)

    def is_told_of_absence(self, person: str, column: str) -> bool:
        """Return whether the person is told that the column's document is not there."""
        return "0" in self.cells.get((person, column), "")

    def __str__(self) -> str:
        return self.root


KINDS: Final = (
    Tenant("demo_users/{visitor}", "visitor", _DEMO, USUAL),
    Tenant("users/{registered}", "registered", _ACCOUNT, USUAL),
    Tenant("workspaces/{workspace}", "admin", _WORKSPACE, (*USUAL, *ODD_MEMBERSHIPS)),
)
"""One usual tenant of each kind, which everyone asks for."""

_OUTSIDERS: Final = (NOBODY, "stranger")


def _demo(visitor: str, table: str = _NOTHING, *, has_document: bool = True) -> Tenant:
    tokens = (visitor, LINKED[visitor]) if visitor in LINKED else (visitor,)
    people = (*tokens, *_OUTSIDERS)
    return Tenant(f"demo_users/{{{visitor}}}", visitor, table, people, has_document)


def _account(user: str, table: str, *, has_document: bool = True) -> Tenant:
    people = (user, LINKED[user], *_OUTSIDERS)
    return Tenant(f"users/{{{user}}}", user, table, people, has_document)


def _workspace(name: str, *, has_document: bool = True) -> Tenant:
    people = ("viewer", "analyst", "admin", *_OUTSIDERS)
    return Tenant(f"workspaces/{{{name}}}", "admin", _NOTHING, people, has_document)


_FOR_WHOEVER_HAS_SIGNED_IN: Final = "\n".join(
    ["document", *(f"{person}  g" for person in USUAL if person != NOBODY)]
)

RATES: Final = Tenant("reference_rates/{visitor}", "visitor", _FOR_WHOEVER_HAS_SIGNED_IN, USUAL)

TOP_LEVEL: Final = (
    *(
        Tenant(f"{collection}/{{visitor}}", "visitor", _NOTHING, USUAL)
        for collection in ("rate_limits", "rate_arrivals", "mail", "drafts")
    ),
    RATES,
)
"""Documents in collections that hold no tenants, one of them made up; everyone asks for them."""

OTHERS: Final = (
    _demo("late visitor"),
    _demo("visitor without expiry"),
    _demo("visitor with textual expiry"),
    _demo("visitor without demo", has_document=False),
    _demo("linked", _DEMO_OF_SOMEONE_REGISTERED),
    _demo("late linked"),
    _demo("with a ledger", _DEMO_OF_SOMEONE_WITH_A_LEDGER),
    _demo("claimed", _DEMO_TAKEN_OVER),
    _account("linked", _ACCOUNT_WITHOUT_LEDGER, has_document=False),
    _account("claimed", _ACCOUNT_WITH_THE_DEMOS_LEDGER),
    _workspace("deleted workspace"),
    _workspace("workspace without document", has_document=False),
    Tenant(
        "workspaces/{workspace elsewhere}",
        "admin elsewhere",
        _WORKSPACE_ELSEWHERE,
        ("admin elsewhere", "claimed", "claimed, older token", "admin", *_OUTSIDERS),
    ),
)
"""Tenants that differ from those in one fact, which their own people ask for, and some others."""

TENANTS: Final = {tenant.root: tenant for tenant in (*KINDS, *OTHERS)}
"""Every tenant by its root."""
