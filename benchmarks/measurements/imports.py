"""The time of the import of a bank's file, relative to bare writes of the same documents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from benchmarks.bare_writes import read_rows, write_bare
from benchmarks.cpu import Taken, timed
from benchmarks.ledgers import World, ensure, new_person
from benchmarks.table import Row, times
from tests.support.ledgers.people import Person

MAX_TIMES = 1.5
"""Of writing the documents that the rows are stored in, by the client library alone."""

_REPEATS = 2
_FIRST_DAY = date(2024, 1, 1)
_DAYS = 700
_SHOPS = 300
"""The number of payees; some occur far more often than others, as in real statements."""


@dataclass(frozen=True)
class _Round:
    """The times of one import, and of bare writes of the documents that it stored."""

    imported: Taken
    written: Taken


def measure(world: World) -> Iterator[Row]:
    """Preview and carry out a file whose first tenth is recorded already, by one client."""
    count = world.sizes.import_rows
    rounds = [_measure_once(world, count) for _ in range(_REPEATS)]
    wall_s, bare_s = (min(taken) for taken in zip(*map(_wall_seconds, rounds), strict=True))
    cpu_s = min(one.imported.cpu_s for one in rounds)
    yield Row.at_most(
        f"time of an import of {count:,} rows, preview and deduplication included, against bare "
        "writes of the same documents",
        wall_s / bare_s,
        MAX_TIMES,
        times,
        note=f"{count / wall_s:,.0f} rows/s; {cpu_s / count * 1e6:,.0f} µs CPU per row",
        rows_per_s=count / wall_s,
        cpu_s_per_row=cpu_s / count,
    )


def _wall_seconds(one: _Round) -> tuple[float, float]:
    return one.imported.wall_s, one.written.wall_s


def _measure_once(world: World, count: int) -> _Round:
    world.empty()
    person = new_person()
    lines = _lines(count)
    tenth = count // 10
    _import(person, lines[:tenth])
    known = {path for path, _ in read_rows(person)}
    with timed() as imported:
        plan = _import(person, lines)
    counted = plan["planned"]["duplicate"], plan["imported"]
    ensure(counted == (tenth, count - tenth), "known rows are skipped, all others are imported")
    documents = [one for one in read_rows(person) if one[0] not in known]
    world.empty()
    return _Round(imported, write_bare(documents))


def _import(person: Person, lines: list[str]) -> Any:
    content = "\n".join(["Date,Amount,Payee,Description,Reference", *lines]).encode()
    preview = person.call("POST", "/imports/preview", data=content, content_type="text/csv")
    ensure(preview.status_code == HTTPStatus.CREATED, "a file is understood")
    plan = {"plan_token": preview.get_json()["plan_token"]}
    while True:
        answer = person.post("/imports", plan)
        if answer.status_code == HTTPStatus.OK:
            return answer.get_json()
        ensure(answer.status_code == HTTPStatus.ACCEPTED, "an import goes on")


def _lines(count: int) -> list[str]:
    rng = random.Random(7)  # noqa: S311 (varied, not secret)
    shops = rng.choices(range(_SHOPS), weights=[1 / (1 + n) for n in range(_SHOPS)], k=count)
    return [
        f"{_FIRST_DAY + timedelta(days=number * _DAYS // count)},{rng.choice(['-', ''])}"
        f"{rng.randint(1, 400)}.{rng.randint(0, 99):02},Shop {shops[number]},"
        f"Purchase no. {number},R{number:07}"
        for number in range(count)
    ]
