"""Cold starts relative to a minimal function's, and the modules that each function loads."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import mean, median

from pydantic import BaseModel

from benchmarks.cpu import Taken, repeated
from benchmarks.ledgers import MONTH, PROCESSES, World, new_person, say
from benchmarks.servers import Ask, Target, bare, deployed, environment, first_answer, served
from benchmarks.table import Row, times
from functions.manifest import FUNCTIONS, Audience, Function
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.notifications.message import NotificationMessage
from shared.models.planning.run_message import RunMessage
from shared.models.reports.period_close import RollupMessage

MAX_TIMES = 1.4
"""Of a bare function that reads one document; docs/decisions/018-cold-start-target.md says why."""

_ENOUGH_S = 65.0
_BETWEEN_BARE_STARTS = 3
"""Number of functions that are started between two bare starts."""

_LOADED = Path(__file__).parents[1] / "loaded.py"
_JSON = {"Content-Type": "application/json"}

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
_USED_SERVICES = {
    "createDemoSession": {
        "people.demos",
        "people.sample_data",
        "currencies.exchange",
        "currencies.lookup",
        "ledger.provisioning",
        *_WRITING,
    },
    "categories": {"ledger.categories", *_MERGING},
    "types": {"ledger.custom_types", *_WRITING},
    "transactions": {"ledger.transactions", "ledger.payees_and_tags", *_WRITING},
    "monthlyReport": {"reports.monthly_reports", "ledger.tenants"},
    "accounts": {"ledger.accounts", *_MERGING},
    "changes": {"history.changes", *_WRITING},
    "currencies": {"currencies.exchange", "ledger.tenants"},
    "dashboard": {"reports.dashboards", "ledger.tenants"},
    "settings": {
        "posting.rebuild",
        "posting.recount",
        "settings.settings",
        "posting.operations",
        "ledger.tenants",
    },
    "me": {
        "people.takeovers",
        "posting.rebuild",
        "posting.recount",
        "settings.settings",
        "people.sign_ins",
        "posting.operations",
        "ledger.tenants",
    },
    "workspaces": {"ledger.provisioning", "sharing.workspaces", *_WRITING},
    "rules": {"posting.operations", "posting.rule_lists", "rules.rules", "ledger.tenants"},
    "imports": {"imports.imports", "ledger.tenants"},
    "exports": {"exports.csv_exports", "ledger.tenants"},
    "runLedgerJob": {"posting.rebuild", "posting.recount", "posting.operations"},
    "monthlyRollup": {"posting.recount", "reports.rollup", "ledger.tenants"},
    "rollupTenants": {"posting.recount", "reports.rollup"},
    "runRecurring": {"planning.run_pages"},
    "bookRecurring": {"planning.run_pages", "planning.runs"},
    "sweepDemoSessions": {
        "people.takeovers",
        "posting.operations",
        "jobs.demo_cleanup",
        "ledger.tenants",
        "jobs.workspace_cleanup",
    },
    "updateExchangeRates": {"currencies.rate_updates"},
}
"""The services that each function has used by its first answer."""

_FIRST_PATHS = {"dashboard": "/summary", "exports": "/transactions"}
"""The path of the first request to a public function, where it is not its list."""


@dataclass(frozen=True)
class _Starter:
    """A function, and its first request."""

    target: Target
    ask: Ask

    def time(self, world: World) -> Taken:
        """Return the time from the start of the process to the answer."""
        started = time.perf_counter()
        with served(world.stage, self.target) as server:
            first_answer(server.port, self.ask)
            return Taken(time.perf_counter() - started, server.cpu_seconds())


def measure_starts(world: World) -> Iterator[Row]:
    """Compare the CPU time of each function's starts with that of the bare one's around them.

    So a ratio depends little on how fast the machine is at that moment. It is one of sums over the
    rounds, which differs less from run to run than the median or the least of the rounds' ratios.
    """
    starters = [_Starter(bare("hello"), Ask()), *_starters(world)]
    pairs: dict[str, list[tuple[Taken, Taken]]] = {one.target.name: [] for one in starters}
    for number in repeated(world.sizes.starts, _ENOUGH_S):
        say(f"cold starts, round {number + 1} of at most {world.sizes.starts}")
        for name, start, read in _round(world, starters):
            pairs[name].append((start, read))
    greetings = pairs.pop("hello")
    yield Row(
        "cold start of a bare read of one document against a bare hello, by CPU time",
        f"{times(1 / _cpu_ratio(greetings))} "
        f"({_shown(_least(read for _, read in greetings))} against "
        f"{_shown(_least(hello for hello, _ in greetings))})",
    )
    for name, taken in pairs.items():
        yield _row(name, taken)


def _round(world: World, starters: Sequence[_Starter]) -> Iterator[tuple[str, Taken, Taken]]:
    """Yield the start of each function, and the mean of the bare starts before and after it.

    A bare start between each three functions, instead of before each, leaves time for more rounds.
    """
    document = _Starter(bare("document"), Ask(path="/?path=users/nobody"))
    before = document.time(world)
    for index in range(0, len(starters), _BETWEEN_BARE_STARTS):
        timed = [
            (starter.target.name, starter.time(world))
            for starter in starters[index : index + _BETWEEN_BARE_STARTS]
        ]
        after = document.time(world)
        read = Taken(mean([before.wall_s, after.wall_s]), mean([before.cpu_s, after.cpu_s]))
        yield from ((name, start, read) for name, start in timed)
        before = after


def _row(name: str, pairs: list[tuple[Taken, Taken]]) -> Row:
    least = _least(start for start, _ in pairs)
    wall_ratio = median(start.wall_s / read.wall_s for start, read in pairs)
    return Row.at_most(
        f"cold start of {name} against a bare read of one document, by CPU time",
        _cpu_ratio(pairs),
        MAX_TIMES,
        times,
        note=f"{_shown(least)}; {times(wall_ratio)} by wall time",
        cpu_s=least.cpu_s,
        wall_s=least.wall_s,
        wall_ratio=wall_ratio,
    )


def _cpu_ratio(pairs: Sequence[tuple[Taken, Taken]]) -> float:
    return sum(start.cpu_s for start, _ in pairs) / sum(read.cpu_s for _, read in pairs)


def _least(taken: Iterable[Taken]) -> Taken:
    every = list(taken)
    return Taken(min(one.wall_s for one in every), min(one.cpu_s for one in every))


def _shown(taken: Taken) -> str:
    return f"{taken.cpu_s:.2f} s CPU, {taken.wall_s:.2f} s"


def measure_modules(world: World) -> Iterator[Row]:
    """Compare the modules that each function has loaded by its first answer with those it uses."""
    starters = _starters(world)
    with ThreadPoolExecutor(PROCESSES) as pool:
        modules = list(pool.map(partial(_loaded, world), starters))
    for function, loaded in zip(FUNCTIONS, modules, strict=True):
        unused = sorted(_unused(function, loaded))
        yield Row(
            f"modules loaded by {function.name} that it does not use",
            ", ".join(unused) or f"none of {len(loaded):,}",
            "none",
            not unused,
            {"unused": len(unused), "loaded": len(loaded)},
        )


def _starters(world: World) -> list[_Starter]:
    person = new_person()
    return [
        _Starter(
            deployed(world.stage, function.name, function.signature_type),
            first_ask(function, person.store.ref.path, person.token),
        )
        for function in FUNCTIONS
    ]


def first_ask(function: Function, tenant: str, token: str) -> Ask:
    """Return the first request to a function, of someone whose ledger is at a path."""
    if function.name == "createDemoSession":
        return Ask("POST", "/", b"{}", _JSON, 201)
    if function.audience is Audience.PUBLIC:
        bearer = {"Authorization": f"Bearer {token}"}
        return Ask(path=_FIRST_PATHS.get(function.name, "/"), headers=bearer)
    if function.audience is Audience.SCHEDULER:
        return Ask("POST", "/", b"{}", _JSON, _STATUSES.get(function.name, 200))
    return _event(function, _FIRST_MESSAGES[function.name](tenant))


_STATUSES = {
    "monthlyRollup": 202,
    "runRecurring": 202,
    "updateExchangeRates": 503,  # Nothing is fetched: no host is allowed.
}
"""The status of the first answer to Cloud Scheduler, where it is not 200."""

_FIRST_MESSAGES: dict[str, Callable[[str], BaseModel]] = {
    "bookRecurring": lambda tenant: RunMessage(
        run_id="start", until=datetime.now(UTC), entries=(f"{tenant}/recurring/none",)
    ),
    "rollupTenants": lambda tenant: RollupMessage(
        month=str(MONTH), run_id="start", tenants=(tenant,)
    ),
    "runLedgerJob": lambda tenant: LedgerJob(tenant=tenant, kind=JobKind.REBUILD, subject="25"),
    "sendNotifications": lambda tenant: NotificationMessage(tenant=tenant, event_id="none"),
}
"""The first message to each function of a topic, about the ledger at a path."""


def _event(function: Function, message: BaseModel) -> Ask:
    """Return the request by which Eventarc delivers a message to a function."""
    data = base64.b64encode(message.model_dump_json().encode()).decode()
    headers = {
        **_JSON,
        "ce-id": "1",
        "ce-source": f"//pubsub.googleapis.com/projects/demo/topics/{function.topic}",
        "ce-specversion": "1.0",
        "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
    }
    body = json.dumps({"message": {"data": data, "messageId": "1"}, "subscription": ""})
    return Ask("POST", "/", body.encode(), headers)


def _loaded(world: World, starter: _Starter) -> set[str]:
    """Return the names of all modules in a process in which the function has answered once."""
    ask = starter.ask
    question = {
        "target": starter.target.name,
        "source": str(starter.target.source),
        "signature_type": starter.target.signature_type,
        "method": ask.method,
        "path": ask.path,
        "body": (ask.body or b"").decode(),
        "headers": dict(ask.headers),
        "status": ask.status,
    }
    done = subprocess.run(
        [str(world.stage.venv / "bin/python"), str(_LOADED)],
        input=json.dumps(question),
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def _used_tools(function: Function) -> frozenset[str]:
    """Return the heavy libraries that a function has used by its first answer."""
    if function.audience is Audience.PUBSUB:
        return frozenset()
    if function.name in {"createDemoSession", "monthlyRollup", "runRecurring"}:
        return _HTTP_TOOLS
    return _HTTP_TOOLS | _IDENTITY_TOOLS


def _own_service(function: Function) -> str:
    """Return the service with the name of the function's module, in the same concept."""
    return ".".join(function.module.split(".")[-2:])


def _unused(function: Function, loaded: set[str]) -> frozenset[str]:
    others = {other.module for other in FUNCTIONS if other != function}
    forbidden = (_TOOLS - _used_tools(function)) | _UNUSED_TOOLS
    forbidden |= others
    services = {module for module in loaded if re.match(r"shared\.services\.\w+\.", module)}
    named = _USED_SERVICES.get(function.name) or {_own_service(function), *_WRITING}
    used = {f"shared.services.{service}" for service in named}
    return (forbidden & loaded) | (services - used)
