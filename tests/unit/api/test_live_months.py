"""Clients calculate the months of a ledger as the server does, without a calendar of holidays."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

from shared.models.values.dates import Calendar, Month
from shared.repositories.ledger.part_codecs import encode_start
from tests.unit.strategies import calendar_of

ROOT = Path(__file__).parents[3]
CALCULATE = """
import { readFileSync } from "node:fs";
import typescript from "typescript";
const source = readFileSync("clients/live.ts", "utf8");
const { ES2022 } = typescript.ScriptTarget;
const { outputText } = typescript.transpileModule(source, { compilerOptions: { target: ES2022 } });
const live = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = asked.map(({ start, months, days }) => [
  months.map((month) => live.firstDayOf(month, start)),
  days.map((day) => live.monthOf(day, start)),
]);
console.log(JSON.stringify(answers));
"""
MONTHS = [*Month(2018, 11).through(Month(2022, 2)), *Month(2045, 9).through(Month(2048, 3))]
SHIFTS = ("NONE", "PREVIOUS", "NEXT", "NEXT_IN_MONTH")
CALENDARS = [
    calendar_of(day, shift, holidays)
    for day, shift, holidays in product((1, 2, 15, 16, 28, 30, 31), SHIFTS, (None, "DE-BY", "SA"))
]


def days_around(calendar: Calendar) -> list[str]:
    """Return the first day of each month, and the day before."""
    starts = [calendar.first_day(month) for month in MONTHS]
    return [str(day - timedelta(days=back)) for day in starts for back in (0, 1)]


def calculated(asked: list[dict[str, Any]]) -> Any:
    """Return what the module of clients makes of some months and days."""
    command = ["node", "--input-type=module", "-e", CALCULATE]
    text = json.dumps(asked)
    done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_months_are_those_of_the_server() -> None:
    asked = [
        {
            "start": encode_start(calendar.start),
            "months": [*map(str, MONTHS)],
            "days": days_around(calendar),
        }
        for calendar in CALENDARS
    ]

    assert calculated(asked) == [
        [
            [str(calendar.first_day(month)) for month in MONTHS],
            [str(of_day) for month in MONTHS for of_day in (month, month.previous)],
        ]
        for calendar in CALENDARS
    ]
