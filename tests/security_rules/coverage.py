"""Which parts of the rules were evaluated, and to what, as the Firestore emulator reports it.

The emulator keeps one count of values for each expression of each project's rules:
https://firebase.google.com/docs/rules/emulator-reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import urllib3

_TRUE: Final = "true"
_FALSE: Final = "false"
_FAILURE: Final = "failure"
"""An error, which makes a rule deny."""
_OTHER: Final = "other"
"""A value that is neither true nor false."""


@dataclass(frozen=True)
class Expression:
    """A part of the rules, and the kinds of values it was evaluated to."""

    line: int
    text: str
    values: frozenset[str]

    @property
    def gaps(self) -> list[str]:
        """Return the results that the condition never had, and should have."""
        if not self.values - {_FAILURE}:
            return ["gave no value"]
        if _OTHER in self.values:
            return []
        kinds = {"was true": {_TRUE}, "was false, and never failed": {_FALSE, _FAILURE}}
        return [gap for gap, kind in kinds.items() if not self.values & kind]

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


class CoveredRules:
    """The rules of one project of the emulator, with what was evaluated of them."""

    def __init__(self, connections: urllib3.PoolManager, host: str, project: str) -> None:
        self._connections = connections
        self._url = f"http://{host}/emulator/v1/projects/{project}"

    def load(self, rules: str) -> None:
        """Put rules in force; nothing of them has been evaluated then."""
        files = [{"name": "firestore.rules", "content": rules}]
        self._call("PUT", "securityRules", {"rules": {"files": files}})

    def list_expressions(self) -> list[Expression]:
        """Return every expression: the conditions, the functions' bodies, and their parts."""
        content = self._call("GET", "ruleCoverage")
        [file] = content["rules"]["files"]
        return [*_expressions(content["report"], file["content"])]

    def _call(self, method: str, name: str, body: object = None) -> Any:
        answer = self._connections.request(method, f"{self._url}:{name}", json=body)
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"The Firestore emulator answered {name} with {answer.status}.")
        return answer.json() if answer.data else None


def _expressions(report: list[dict[str, Any]], rules: str) -> Iterator[Expression]:
    for entry in report:
        position = entry["sourcePosition"]
        text = rules[position["currentOffset"] : position["endOffset"] + 1]
        kinds = map(_kind, (counted["value"] for counted in entry.get("values", [])))
        yield Expression(position["line"], " ".join(text.split()), frozenset(filter(None, kinds)))
        yield from _expressions(entry.get("children", []), rules)


def _kind(value: dict[str, Any]) -> str | None:
    """Return the kind of a value; None where there is none, or not yet.

    A condition that a shortcut skips has an empty value. One that waits for a document is undefined
    without a reason, and is reported again.
    """
    match value:
        case {"boolValue": bool(truth)}:
            return _TRUE if truth else _FALSE
        case {"undefined": reason}:
            return _FAILURE if reason else None
        case {} if not value:
            return None
    return _OTHER
