"""The journeys of generated clients say nothing to the compiler that it cannot check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

JOURNEYS = Path(__file__).parents[2] / "clients"
GUIDE = Path(__file__).parents[3] / "docs/web-client.md"
_TYPESCRIPT = r"\bas (?!const\b)|\bany\b(?!`)|@ts-|\w!\.|\w!;|<any>"
UNCHECKED = {
    "journey.ts": _TYPESCRIPT,
    "guide.ts": _TYPESCRIPT,
    "journey.py": r"\bcast\(|\bAny\b|type: ignore|\bgetattr\(",
}


@pytest.mark.parametrize("name", UNCHECKED)
def test_a_journey_has_no_cast(name: str) -> None:
    text = (JOURNEYS / name).read_text(encoding="utf-8")
    text = re.sub(r"/\*\*.*?\*/", "", text, flags=re.DOTALL)

    assert re.findall(UNCHECKED[name], text) == []


@pytest.mark.parametrize("cast", ["data as Report", "x: any", "// @ts-ignore", "found!.id"])
def test_a_cast_would_be_found(cast: str) -> None:
    assert re.search(UNCHECKED["journey.ts"], cast)


def test_the_code_of_the_guide_is_compiled() -> None:
    compiled = (JOURNEYS / "guide.ts").read_text(encoding="utf-8")
    guide = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```ts\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)

    assert len(blocks) == 2
    assert [block for block in blocks if block not in compiled] == []
