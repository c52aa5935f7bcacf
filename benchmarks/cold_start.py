"""Cold starts against a bare function's, and what each function loads on the way."""

from __future__ import annotations

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.ledgers import MONTH, World, new_person, say
from benchmarks.servers import Ask, Target, bare, deployed, environment, first_answer, served
from benchmarks.table import Row, times
from functions.manifest import FUNCTIONS, ROLLUP_TOPIC, Function
from shared.models.rollup import RollupMessage
from tests.support.people import Person

MOST_TIMES = 1.5
"""Of a bare function that reads one document; docs/architecture.md says why not of a bare hello."""

_LOADED = Path(__file__).with_name("loaded.py")
_JSON = {"Content-Type": "application/json"}

_IDENTITY_TOOLS = frozenset({"firebase_admin"})
_HTTP_TOOLS = frozenset({"flask_openapi3", "flask_cors"})
_MESSAGE_TOOLS = frozenset({"google.cloud.pubsub_v1"})
_TOOLS = _IDENTITY_TOOLS | _HTTP_TOOLS | _MESSAGE_TOOLS
_NOBODYS = frozenset(
    {
        "google.cloud.firestore_admin_v1",
        "google.cloud.storage",
        "hypothesis",
        "starlette",
        "uvicorn",
    }
)

_USED_TOOLS = {
    "createDemoSession": _HTTP_TOOLS | _IDENTITY_TOOLS,
    "categories": _HTTP_TOOLS | _IDENTITY_TOOLS,
    "transactions": _HTTP_TOOLS | _IDENTITY_TOOLS,
    "monthlyReport": _HTTP_TOOLS | _IDENTITY_TOOLS,
    "monthlyRollup": _HTTP_TOOLS | _MESSAGE_TOOLS,
    "rollupTenants": frozenset[str](),
    "sweepDemoSessions": _HTTP_TOOLS | _IDENTITY_TOOLS,
}
"""Which of the heavy libraries a function uses by its first answer."""

_USED_SERVICES = {
    "createDemoSession": {"demos", "ledger", "operations", "tenants"},
    "categories": {"categories", "ledger", "operations", "tenants"},
    "transactions": {"transactions", "ledger", "operations", "tenants"},
    "monthlyReport": {"reports", "tenants"},
    "monthlyRollup": {"rollup", "tenants"},
    "rollupTenants": {"rollup"},
    "sweepDemoSessions": {"demos", "ledger", "operations", "tenants"},
}
"""Which services a function uses; the boundary they share uses ``tenants``."""


@dataclass(frozen=True)
class _Starter:
    """A function, and the request whose right answer is its first."""

    target: Target
    ask: Ask

    def time(self, world: World) -> float:
        """Seconds from the start of the process to the answer."""
        started = time.perf_counter()
        with served(world.stage, self.target) as port:
            first_answer(port, self.ask)
            return time.perf_counter() - started


def measure_starts(world: World) -> Iterator[Row]:
    """Start each function in turns, the bare ones as often as each."""
    hello = _Starter(bare("hello"), Ask())
    document = _Starter(bare("document"), Ask(path="/?path=users/nobody"))
    starters = [hello, document, *_starters(world)]
    taken: dict[str, list[float]] = {starter.target.name: [] for starter in starters}
    for number in range(world.sizes.starts + 1):
        say(f"cold starts, round {number} of {world.sizes.starts}")
        for starter in starters:
            seconds = starter.time(world)
            if number:  # The first round only compiles.
                taken[starter.target.name].append(seconds)
    medians = {name: median(seconds) for name, seconds in taken.items()}
    hello_s, document_s = medians.pop("hello"), medians.pop("document")
    yield Row(
        "cold start of a bare read of one document against a bare hello",
        f"{times(document_s / hello_s)} ({document_s:.2f} s against {hello_s:.2f} s)",
        numbers={"seconds": document_s, "hello_s": hello_s},
    )
    for name, seconds in medians.items():
        yield Row.at_most(
            f"cold start of {name} against a bare read of one document",
            seconds / document_s,
            MOST_TIMES,
            times,
            note=f"{seconds:.2f} s; {times(seconds / hello_s)} a bare hello's",
            seconds=seconds,
            hello_s=hello_s,
            document_s=document_s,
        )


def measure_modules(world: World) -> Iterator[Row]:
    """Look at what each function has loaded when it has answered."""
    for starter in _starters(world):
        name = starter.target.name
        loaded = _loaded(world, starter)
        unused = sorted(_unused(name, loaded))
        yield Row(
            f"modules loaded by {name} that it does not use",
            ", ".join(unused) or f"none of {len(loaded):,}",
            "none",
            not unused,
            {"unused": len(unused), "loaded": len(loaded)},
        )


def _starters(world: World) -> list[_Starter]:
    person = new_person()
    return [
        _Starter(deployed(world.stage, function.name, function.signature_type), ask)
        for function in FUNCTIONS
        for ask in [_first_ask(function, person)]
    ]


def _first_ask(function: Function, person: Person) -> Ask:
    bearer = {"Authorization": f"Bearer {person.token}"}
    asks = {
        "createDemoSession": Ask("POST", "/", b"{}", _JSON, 201),
        "categories": Ask(headers=bearer),
        "transactions": Ask(headers=bearer),
        "monthlyReport": Ask(headers=bearer),
        "monthlyRollup": Ask("POST", "/", b"{}", _JSON, 202),
        "rollupTenants": _event(person),
        "sweepDemoSessions": Ask("POST", "/", b"{}", _JSON),
    }
    return asks[function.name]


def _event(person: Person) -> Ask:
    """What Eventarc makes of the message that closes one tenant's month."""
    message = RollupMessage(month=str(MONTH), run_id="start", tenants=(person.store.ref.path,))
    data = base64.b64encode(message.model_dump_json().encode()).decode()
    headers = {
        **_JSON,
        "ce-id": "1",
        "ce-source": f"//pubsub.googleapis.com/projects/demo/topics/{ROLLUP_TOPIC}",
        "ce-specversion": "1.0",
        "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
    }
    body = json.dumps({"message": {"data": data, "messageId": "1"}, "subscription": ""})
    return Ask("POST", "/", body.encode(), headers)


def _loaded(world: World, starter: _Starter) -> set[str]:
    """The names of all modules in a process in which the function has answered once."""
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


def _unused(name: str, loaded: set[str]) -> frozenset[str]:
    others = {function.module for function in FUNCTIONS if function.name != name}
    forbidden = (_TOOLS - _USED_TOOLS[name]) | _NOBODYS
    forbidden |= {f"functions.{module}" for module in others}
    services = {module for module in loaded if module.startswith("shared.services.")}
    used = {f"shared.services.{service}" for service in _USED_SERVICES[name]}
    return (forbidden & loaded) | (services - used)
