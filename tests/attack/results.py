"""Results of attacks: what each cost, beside its limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.attack.attack import (
    MAX_ADDED_BYTES,
    MAX_CPU_S,
    MAX_DOCUMENTS,
    MAX_ERROR_BYTES,
    Attack,
)
from tests.attack.request import Sent
from tests.attack.server import Cost

_MIB = 2**20
_COLUMNS = (
    "request", "answer", "bytes in", "bytes out", "seconds", "CPU s", "memory MiB", "documents",
    "ok?",
)  # fmt: skip
_NOTES = """\
Numbers in brackets may exceed the limits: files, backups and work on many records are that large.
Memory is what was added to the idle process. A row “at once” has the sums of its requests."""


@dataclass(frozen=True)
class Result:
    """An attack, the request that it sent, and its cost."""

    attack: Attack
    sent: Sent
    cost: Cost

    def faults(self) -> Iterator[str]:
        """Yield what is not as it must be."""
        cost = self.cost
        if cost.answer not in self.attack.answer.split(" or "):
            yield f"answer {cost.answer}, not {self.attack.answer}"
        if cost.cpu_s > self.attack.cpu_s:
            yield "CPU"
        if cost.added_bytes > MAX_ADDED_BYTES:
            yield "memory"
        if cost.documents > self.attack.documents:
            yield "documents"
        if cost.status >= 400 and len(cost.body) > MAX_ERROR_BYTES:
            yield "bytes out"

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        cost, faults = self.cost, ", ".join(self.faults())
        documents, cpu_s = f"{cost.documents:,}", f"{cost.cpu_s:.2f}"
        return (
            self.attack.name,
            cost.answer,
            f"{self.sent.size:,}",
            f"{len(cost.body):,}",
            f"{cost.seconds:.2f}",
            cpu_s if self.attack.cpu_s == MAX_CPU_S else f"({cpu_s})",
            f"{cost.added_bytes / _MIB:.0f}",
            documents if self.attack.documents == MAX_DOCUMENTS else f"({documents})",
            f"**{faults}**" if faults else "ok",
        )


def to_markdown(results: Iterable[Result]) -> str:
    """Return the results as a Markdown table: the limits are its last row, notes are below."""
    limits = (
        "limits", "", "", f"{MAX_ERROR_BYTES:,} of errors", "", f"{MAX_CPU_S:.2f}",
        f"{MAX_ADDED_BYTES // _MIB}", f"{MAX_DOCUMENTS:,}", "",
    )  # fmt: skip
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *(result.cells() for result in results), limits]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return f"{table}\n\n{_NOTES}"
