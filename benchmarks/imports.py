"""Rows per second of the import of a bank's file, deduplication included."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from benchmarks.cpu import Taken, timed
from benchmarks.ledgers import World, ensure, new_person
from benchmarks.table import Row
from tests.support.people import Person

MIN_ROWS_PER_S = 1_200
_REPEATS = 2
_FIRST_DAY = date(2024, 1, 1)
_DAYS = 700
_SHOPS = 300
"""The number of payees; some occur far more often than others, as in real statements."""


def measure(world: World) -> Iterator[Row]:
    """Preview and carry out a file whose first tenth is recorded already, by one client."""
    count = world.sizes.import_rows
    taken = [_import_once(world, count) for _ in range(_REPEATS)]
    wall_s = min(one.wall_s for one in taken)
    cpu_s = min(one.cpu_s for one in taken)
    yield Row.at_least(
        f"import of {count:,} rows, preview and deduplication included",
        count / wall_s,
        MIN_ROWS_PER_S,
        lambda rows: f"{rows:,.0f} rows/s",
        note=f"{cpu_s / count * 1e6:,.0f} µs CPU per row",
        cpu_s_per_row=cpu_s / count,
    )


def _import_once(world: World, count: int) -> Taken:
    world.empty()
    person = new_person()
    lines = _lines(count)
    tenth = count // 10
    _import(person, lines[:tenth])
    with timed() as taken:
        plan = _import(person, lines)
    counted = plan["planned"]["duplicate"], plan["imported"]
    ensure(counted == (tenth, count - tenth), "known rows are skipped, all others are imported")
    return taken


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
