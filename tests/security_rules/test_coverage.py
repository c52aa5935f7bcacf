"""Every part of the rules has been evaluated, to its yes and to its no."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from .attempts import Attempts
from .coverage import CoveredRules, Expression
from .expectations import KINDS, OTHERS, RATES
from .people import NOBODY
from .tenant_tokens import token_of_tenant
from .world import World

if TYPE_CHECKING:
    from .emulators import Project

RULES: Final = (Path(__file__).parents[2] / "firestore.rules").read_text(encoding="utf-8")

HALF_COVERED: Final = """
rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /drafts/{id} {
      allow get: if request.auth.uid != null || isOpen();
    }
    function isOpen() {
      return resource.data.is_open == true;
    }
  }
}
"""
"""Rules with a branch that only signed-in users take."""


@pytest.fixture(scope="module")
def apart(project: Project) -> Project:
    """Return a project of its own, whose rules nobody else asks anything."""
    return replace(project, name=f"{project.name}-coverage")


def attempt_what_tells_most(world: World) -> None:
    """Let everyone ask each tenant for a document, and some of them for one of each kind."""
    for tenant in (*KINDS, *OTHERS):
        for person in tenant.people:
            Attempts(world, tenant, person).read_document("transactions")
        for person in (*tenant.insiders, "stranger"):
            attempts = Attempts(world, tenant, person)
            attempts.read_documents()
            attempts.read_collection("summaries")
    for person in (NOBODY, "visitor"):
        Attempts(world, RATES, person).read_documents()


def expressions_after(apart: Project, rules: str) -> list[Expression]:
    covered = CoveredRules(apart.connections, apart.firestore_host, apart.name)
    covered.load(rules)
    world = World(apart.accounts, apart.documents)
    try:
        attempt_what_tells_most(world)
        home = world.path("users/{registered}")
        apart.documents(token_of_tenant(world.get_uid("registered"))).get(home)
    finally:
        world.forget()
    return covered.list_expressions()


def test_no_branch_of_the_rules_is_untested(apart: Project) -> None:
    expressions = expressions_after(apart, RULES)

    gaps = [f"{expression} never {gap}" for expression in expressions for gap in expression.gaps]
    assert gaps == []
    conditions = [number for number, line in enumerate(RULES.splitlines(), 1) if ": if " in line]
    assert {*conditions} <= {expression.line for expression in expressions}


def test_a_branch_that_nobody_takes_is_seen(apart: Project) -> None:
    covered = CoveredRules(apart.connections, apart.firestore_host, apart.name)
    covered.load(HALF_COVERED)
    visitor = apart.accounts.sign_up_anonymously()
    apart.documents(visitor.token).get("drafts/idea")
    apart.accounts.delete(visitor)

    gaps = {expression.text: expression.gaps for expression in covered.list_expressions()}

    assert gaps["request.auth.uid != null || isOpen"] == ["was false, and never failed"]
    assert gaps["request.auth.uid"] == []
    assert gaps["isOpen"] == ["gave no value"]
    assert gaps["resource.data.is_open == true"] == ["gave no value"]
