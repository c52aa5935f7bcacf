"""How many rows a second a bank's file goes in with, deduplicated."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from benchmarks.ledgers import World, ensure, new_person
from benchmarks.table import Row
from tests.support.people import Person

_LEAST_ROWS_PER_S = 1_000
_FIRST_DAY = date(2024, 1, 1)
_DAYS = 700
_SHOPS = 300
"""Payees; some are met far more often than others, as in life."""


def measure(world: World) -> Iterator[Row]:
    """Preview and carry out a file whose first tenth is recorded already, one client alone."""
    person = new_person()
    lines = _lines(world.sizes.import_rows)
    tenth = len(lines) // 10
    _import(person, lines[:tenth])
    started = time.perf_counter()
    plan = _import(person, lines)
    rate = len(lines) / (time.perf_counter() - started)
    counted = plan["planned"]["duplicate"], plan["imported"]
    ensure(counted == (tenth, len(lines) - tenth), "known rows are passed over, all others go in")
    yield Row.at_least(
        f"import of {len(lines):,} rows, preview and deduplication included",
        rate,
        _LEAST_ROWS_PER_S,
        lambda rows: f"{rows:,.0f} rows/s",
        rows_per_s=rate,
    )


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
