"""Modules that each function has loaded by its first answer, against those that it uses."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.first_requests import first_ask
from benchmarks.ledgers import World, new_person
from benchmarks.servers import environment
from benchmarks.table import Row
from functions.manifest import FUNCTIONS, Audience, Function

_SCRIPT = Path(__file__).parents[1] / "loaded.py"

_IDENTITY_TOOLS = frozenset({"firebase_admin"})
_HTTP_TOOLS = frozenset({"flask_cors"})
_TOOLS = _IDENTITY_TOOLS | _HTTP_TOOLS
_UNUSED_TOOLS = frozenset(
    {
        "flask_openapi3",
        "google.cloud.firestore_admin_v1",
        "google.cloud.pubsub_v1",
        "google.cloud.storage",
        "hypothesis",
        "starlette",
        "uvicorn",
    }
)

_WRITING = {"posting.ledger", "posting.operations", "ledger.tenants"}
_MERGING = {"ledger.merges", "posting.long_work", *_WRITING}
USED_SERVICES = {
    "createDemoSession": {
        "people.demos",
        "people.sample_data",
        "currencies.exchange",
        "currencies.lookup",
        "imports.import_events",
        "ledger.provisioning",
        "posting.occurrence_links",
        "posting.recurring_cursor",
        *_WRITING,
    },
    "categories": {"ledger.categories", *_MERGING},
    "types": {"ledger.custom_types", *_MERGING},
    "transactions": {
        "currencies.lookup",
        "ledger.batches",
        "ledger.payees_and_tags",
        "ledger.transactions",
        "posting.undo_size",
        *_WRITING,
    },
    "monthlyReport": {"reports.monthly_reports", "ledger.tenants"},
    "accounts": {"currencies.lookup", "ledger.accounts", "ledger.balances", *_MERGING},
    "changes": {"history.changes", "ledger.tenants"},
    "dashboard": {"currencies.lookup", "reports.dashboards", "ledger.tenants"},
    "currencies": {"currencies.exchange", "currencies.lookup", "ledger.tenants"},
    "settings": {"settings.settings", "posting.operations", "ledger.tenants"},
    "me": {"people.sign_ins", "settings.settings", "posting.operations", "ledger.tenants"},
    "notifications": {"notifications.inbox", "ledger.tenants"},
    "workspaces": {"ledger.provisioning", "sharing.workspaces", *_WRITING},
    "rules": {"posting.operations", "posting.rule_lists", "rules.rules", "ledger.tenants"},
    "recurring": {
        "currencies.lookup",
        "planning.recurring",
        "posting.operations",
        "posting.recurring_cursor",
        "ledger.tenants",
    },
    "budgets": {
        "planning.budgets",
        "planning.budgets.budgets",
        "planning.whole_lists",
        "planning.budgets.known_expenses",
        "planning.budgets.status",
        "posting.budgets",
        "posting.operations",
        "ledger.tenants",
    },
    "forecasts": {
        "currencies.lookup",
        "planning.forecasts",
        "planning.forecasts.forecasts",
        "ledger.tenants",
    },
    "goals": {
        "currencies.lookup",
        "planning.goals",
        "planning.goals.goals",
        "planning.whole_lists",
        "planning.goals.reports",
        "posting.operations",
        "ledger.tenants",
    },
    "imports": {"imports.imports", "ledger.tenants"},
    "exports": {"exports.csv_exports", "ledger.tenants"},
    "runLedgerJob": {
        "currencies.lookup",
        "posting.currency_change",
        "posting.operations",
        "posting.rebuild",
        "posting.recount",
        "ledger.tenants",
    },
    "monthlyRollup": {"posting.recount", "reports.rollup", "ledger.tenants"},
    "rollupTenants": {"posting.recount", "reports.rollup"},
    "runRecurring": {"planning.run_pages", "ledger.tenants"},
    "bookRecurring": {
        "currencies.lookup",
        "planning.booking",
        "planning.booking_commit",
        "planning.linking",
        "planning.match_runs",
        "planning.matching",
        "planning.occurrences",
        "planning.price_changes",
        "planning.run_events",
        "planning.run_pages",
        "planning.runs",
        "posting.recurring_cursor",
        *_WRITING,
    },
    "sweepDemoSessions": {
        "people.takeovers",
        "posting.operations",
        "jobs.demo_cleanup",
        "jobs.notification_cleanup",
        "jobs.workspace_cleanup",
        "ledger.tenants",
    },
    "sendNotifications": {"notifications.telling"},
    "scanNotifications": {"ledger.tenants"},
    "updateExchangeRates": {"currencies.rate_updates", "ledger.tenants"},
}
"""The services that each function has loaded by its first answer, with what these need to write.

``tests/unit/test_main.py`` compares them with what functions load, and
``tests/emulator/test_measurements.py`` with what those of ``LOADING_ON_DEMAND`` load.
"""

LOADING_ON_DEMAND = tuple(
    function
    for function in FUNCTIONS
    if function.audience is Audience.PUBSUB or function.name == "createDemoSession"
)
"""Functions that load some of these services for their answer; others, before they authenticate."""


def measure(world: World) -> Iterator[Row]:
    """Yield a row for each function of the deployment."""
    return compare(world.stage.venv / "bin/python", world.stage.source / "main.py")


def compare(python: Path, source: Path, functions: Sequence[Function] = FUNCTIONS) -> Iterator[Row]:
    """Compare the modules that functions have loaded by their first answers with those they use.

    The functions are those of a source file, and are run by a Python interpreter.
    """
    for function, loaded in zip(functions, _loaded(python, source, functions), strict=True):
        unused = sorted(_unused(function, loaded))
        yield Row(
            f"modules loaded by {function.name} that it does not use",
            ", ".join(unused) or f"none of {len(loaded):,}",
            "none",
            not unused,
            {"unused": len(unused), "loaded": len(loaded)},
        )


def _loaded(python: Path, source: Path, functions: Sequence[Function]) -> Iterator[set[str]]:
    """Yield for each function the names of the modules that are loaded when it has answered once.

    Raises:
        CalledProcessError: A function has answered with another status.
    """
    person = new_person()
    tenant, token = person.store.ref.path, person.token
    asked = [json.dumps(_question(one, source, tenant, token)) for one in functions]
    done = subprocess.run(
        [str(python), str(_SCRIPT)],
        cwd=source.parent,
        input="\n".join(asked),
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    # The functions print their log lines there, too, which are objects.
    return (set(json.loads(line)) for line in done.stdout.splitlines() if line.startswith("["))


def _question(function: Function, source: Path, tenant: str, token: str) -> dict[str, object]:
    ask = first_ask(function, tenant, token)
    return {
        "target": function.name,
        "source": str(source),
        "signature_type": function.signature_type,
        "method": ask.method,
        "path": ask.path,
        "body": (ask.body or b"").decode(),
        "headers": dict(ask.headers),
        "status": ask.status,
    }


def _used_tools(function: Function) -> frozenset[str]:
    """Return the heavy libraries that a function has used by its first answer."""
    if function.audience is Audience.PUBSUB:
        return frozenset()
    if function.name in {"createDemoSession", "monthlyRollup", "runRecurring"}:
        return _HTTP_TOOLS
    return _HTTP_TOOLS | _IDENTITY_TOOLS


def _unused(function: Function, loaded: set[str]) -> set[str]:
    """Return the modules that are loaded and not used, and the services that are named in vain."""
    others = {other.module for other in FUNCTIONS if other != function}
    forbidden = (_TOOLS - _used_tools(function)) | _UNUSED_TOOLS | others
    services = {module for module in loaded if re.match(r"shared\.services\.\w+\.", module)}
    used = {f"shared.services.{service}" for service in USED_SERVICES[function.name]}
    return (services ^ used) | (forbidden & loaded)
