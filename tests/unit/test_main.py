"""Every function has its entry point in main.py, which loads what it needs and no more."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.measurements.modules import LOADING_ON_DEMAND, USED_SERVICES
from functions.manifest import FUNCTIONS, Audience, Function
from tests.support.cases import for_each

ROOT = Path(__file__).parents[2]
MAIN = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
ENTRY_POINTS = {
    node.name: node
    for node in MAIN.body
    if isinstance(node, ast.FunctionDef) and not node.decorator_list
}
EVERY_FUNCTION = for_each("function", FUNCTIONS)

LOADED_BY_MAIN = """
import gc, json, sys
import functions_framework, werkzeug.exceptions
before = set(sys.modules)
import main
print(json.dumps(sorted(set(sys.modules) - before)))
"""
ANSWER_ONCE_EACH = """
import gc, json, os, sys
from types import SimpleNamespace
import functions_framework, google.cloud.firestore, pydantic
from flask import Flask, Request
from werkzeug.test import EnvironBuilder

def answer(name, signature):
    import main
    if signature != "http":
        return getattr(main, name)(SimpleNamespace(data={"message": {"data": "?"}}))
    builder = EnvironBuilder(method="POST", json={"unknown": 1})
    with Flask("test").app_context():
        return getattr(main, name)(Request(builder.get_environ())).status_code

for name, signature in json.loads(sys.argv[1]):
    if os.fork():
        assert os.wait()[1] == 0, name
        continue
    status = answer(name, signature)
    frozen = gc.get_freeze_count() > 0
    print(json.dumps([name, status, gc.isenabled(), frozen, sorted(sys.modules)]), flush=True)
    os._exit(0)
"""
"""Each function answers in a process of its own, with what all functions need already loaded."""


def told_by(script: str, *arguments: str) -> list[Any]:
    """Return what a fresh process prints, each line as JSON, but not its log."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]


@dataclass(frozen=True)
class FirstAnswer:
    """The state of a process after its first answer, for which there was no database."""

    status: int | None
    collects_garbage: bool
    has_frozen_objects: bool
    modules: frozenset[str]


@cache
def _first_answers() -> dict[str, FirstAnswer]:
    asked = json.dumps([[function.name, function.signature_type] for function in FUNCTIONS])
    return {
        name: FirstAnswer(status, collects, frozen, frozenset(modules))
        for name, status, collects, frozen, modules in told_by(ANSWER_ONCE_EACH, asked)
    }


def first_answer(function: Function) -> FirstAnswer:
    return _first_answers()[function.name]


def test_the_entry_points_are_the_functions_of_the_manifest() -> None:
    assert list(ENTRY_POINTS) == [function.name for function in FUNCTIONS]


def test_importing_main_loads_nothing_but_the_framework_that_serves_it() -> None:
    assert told_by(LOADED_BY_MAIN) == [["main"]]


def imports_of(nodes: Iterable[ast.AST]) -> list[str]:
    return [ast.unparse(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def test_main_imports_the_framework_alone_before_a_call() -> None:
    assert imports_of(MAIN.body) == [
        "from __future__ import annotations",
        "import gc",
        "import os",
        "from typing import TYPE_CHECKING",
        "import functions_framework",
        "from werkzeug.exceptions import HTTPException",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "FIRESTORE_EMULATOR_HOST",
        "FIREBASE_AUTH_EMULATOR_HOST",
        "PUBSUB_EMULATOR_HOST",
        "FUNCTIONS_EMULATOR",
        "FIREBASE_EMULATOR_HUB",
        "WEBHOOK_LOCAL_ORIGINS",
    ],
)
def test_on_cloud_run_no_function_starts_beside_an_emulator(name: str) -> None:
    assert error_of_main({"K_SERVICE": "transactions", name: "127.0.0.1:1"}) == (
        f"RuntimeError: {name} must not be set on Cloud Run."
    )
    assert error_of_main({"K_SERVICE": "transactions"}) is None
    assert error_of_main({name: "127.0.0.1:1"}) is None


def error_of_main(variables: Mapping[str, str]) -> str | None:
    """Return the error with which a process ends that imports main; None if it does not."""
    kept = {name: os.environ[name] for name in os.environ if "EMULATOR" not in name}
    command = [sys.executable, "-c", "import main"]
    environment = {**kept, **variables}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stderr.splitlines()[-1] if done.returncode else None


@EVERY_FUNCTION
def test_an_entry_point_imports_its_own_module_alone(function: Function) -> None:
    imported = imports_of(ast.walk(ENTRY_POINTS[function.name]))

    package, _, module = function.module.rpartition(".")
    assert imported == [f"from {package} import {module}"]


def test_whatever_else_main_imports_is_of_functions() -> None:
    imported = {
        name
        for node in MAIN.body
        if isinstance(node, ast.FunctionDef)
        for name in imports_of(ast.walk(node))
    }

    assert all(re.match(r"from functions(\.\w+)* import \w+$", name) for name in imported)


@EVERY_FUNCTION
def test_an_entry_point_says_in_one_sentence_what_it_does(function: Function) -> None:
    docstring = ast.get_docstring(ENTRY_POINTS[function.name])

    assert docstring is not None
    assert docstring.endswith(".")
    assert "\n" not in docstring


@EVERY_FUNCTION
def test_each_entry_point_answers_without_any_service_behind_it(function: Function) -> None:
    asks_for_a_token = function.audience is Audience.PUBLIC and function.name != "createDemoSession"
    expected = None if function.signature_type == "cloudevent" else 401 if asks_for_a_token else 422

    assert first_answer(function).status == expected


@EVERY_FUNCTION
def test_a_function_loads_no_other_function(function: Function) -> None:
    modules = first_answer(function).modules
    others = {other.module for other in FUNCTIONS if other != function}

    assert function.module in modules
    assert modules.isdisjoint(others)


@EVERY_FUNCTION
def test_garbage_is_collected_after_loading_except_of_what_is_loaded(function: Function) -> None:
    answer = first_answer(function)

    assert (answer.collects_garbage, answer.has_frozen_objects) == (True, True)


@EVERY_FUNCTION
def test_a_function_loads_the_services_that_its_first_answer_uses(function: Function) -> None:
    modules = first_answer(function).modules
    services = {name for name in modules if re.match(r"shared\.services\.\w+\.", name)}
    used = {f"shared.services.{name}" for name in USED_SERVICES[function.name]}

    if function in LOADING_ON_DEMAND:  # A message or a body that is refused needs fewer.
        assert services <= used
    else:
        assert services == used


PUBLIC = {function.name for function in FUNCTIONS if function.audience is Audience.PUBLIC}
USED_BY = {
    "shared.repositories.messages": {
        "monthlyRollup",
        "rollupTenants",
        "runRecurring",
        "bookRecurring",
    },
    "shared.repositories.planning.due_entries": {"runRecurring", "bookRecurring"},
    "firebase_admin": {"sweepDemoSessions"},
    "shared.repositories.auth.identities": {"sweepDemoSessions"},
    "shared.repositories.rate_limits": PUBLIC,
    "shared.repositories.auth.app_checks": set(),  # Nobody, unless it is required.
    "shared.repositories.reports.months": {"monthlyRollup", "rollupTenants"},
    "shared.repositories.sharing.member_lists": set(),  # Workspaces, before members are listed.
    "functions.sharing.members": set(),  # Workspaces, before members are listed.
    "functions.sharing.invitations": set(),  # Workspaces, before someone is invited.
    "shared.models.ledger.samples.filling": {"createDemoSession"},
    "shared.models.notifications.notification": {
        "createDemoSession",
        "notifications",
        "sendNotifications",
        "scanNotifications",
        "sweepDemoSessions",
    },
    "shared.models.planning.samples": {"createDemoSession"},
    "shared.models.planning.recurring_input": {"recurring"},
    "shared.models.values.spans.business_days": {
        "budgets",
        "createDemoSession",
        "forecasts",
        "recurring",
    },
    "shared.models.planning.budgets.budget": {"budgets", "createDemoSession"},
    "shared.models.planning.goals.goal": {"goals", "createDemoSession"},
    "shared.models.planning.detection.detection": set(),  # Nobody, before payments are compared.
    "shared.models.ledger.inputs.account": {"accounts"},
    "shared.models.ledger.inputs.transaction": {"transactions", "accounts", "recurring", "goals"},
    "shared.models.ledger.inputs.custom_type": {"types"},
    "shared.models.ledger.transactions.booking": {"transactions", "recurring"},
    "shared.models.people.profile_input": {"me", "settings"},
    "shared.models.currencies.own_rate_input": {"currencies"},
    "shared.models.imports.statements.layout": {"createDemoSession", "imports"},
    "shared.models.imports.statements.results": set(),  # Nobody, before a file is read.
    "shared.models.imports.statements.day_formats": set(),  # Nobody, before a file is read.
    "functions.planning.occurrences": set(),  # Recurring entries, before occurrences are listed.
    "functions.planning.matches": set(),  # Likewise, matches.
    "functions.notifications.webhooks": set(),  # Notifications, before webhooks are listed.
    "functions.notifications.unsubscribing": set(),  # Likewise, before a link is opened.
    "functions.people.claim_demo": set(),  # Nobody, before a demo is taken over.
    "functions.imports.uploads": set(),  # The imports, before a file is sent.
    "functions.imports.row_views": set(),  # The imports, before rows are listed.
    "functions.rules.applications": set(),  # The rules, before they are applied.
    "functions.rules.suggestions": set(),  # The rules, before some are suggested.
}
"""Which functions load a module before they need any service; no other does."""


@for_each("module", USED_BY)
def test_a_module_is_loaded_by_the_functions_that_use_it(module: str) -> None:
    users = {function.name for function in FUNCTIONS if module in first_answer(function).modules}

    assert users == USED_BY[module]


@EVERY_FUNCTION
@for_each(
    "module",
    ["functions.openapi", "flask_openapi3", "flask_openapi3_swagger", "local", "deploy", "tests",
     "pytest", "hypothesis", "firebase_admin.firestore", "firebase_admin.storage",
     "google.cloud.storage", "google.cloud.firestore_admin_v1", "google.cloud.pubsub_v1"],
)  # fmt: skip
def test_no_function_loads_what_only_developers_need(function: Function, module: str) -> None:
    assert module not in first_answer(function).modules
