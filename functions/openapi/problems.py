"""Problem details (RFC 9457) as the document describes them, and the responses with them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from functions.http.problems import PROBLEM_TYPE, STATUS_OF_CODE
from functions.openapi.headers import headers_of
from functions.openapi.schemas import SCHEMAS, without_null
from shared.errors import MAX_ERRORS
from shared.models.values.base import FrozenModel

RESPONSES = "#/components/responses/"

ProblemCode = StrEnum(  # type: ignore[misc] # The members are those of a table.
    "ProblemCode", {code: code for code in sorted(STATUS_OF_CODE)}
)
ProblemCode.__doc__ = "The stable code of a problem; its meaning is in `detail`."


class InvalidField(FrozenModel):
    """Error of one field."""

    field: str = Field(
        description="The field's path with dots and indexes, or the parameter's name; `body` is "
        "the whole body."
    )
    message: str = Field(description="A sentence about the field: `must be a whole number`.")


class Problem(FrozenModel):
    """Problem details (RFC 9457)."""

    type: str = Field(description="`urn:financeflow:problem:` and the code.")
    title: str = Field(description="The name of the status.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="A sentence for people about this failure.")
    instance: str = Field(description="The id of the request, which is that in the log.")
    code: ProblemCode = Field(description="The stable code of the failure.")
    errors: list[InvalidField] | None = Field(
        default=None,
        description=f"With `invalid-argument`: the invalid fields, {MAX_ERRORS} at most; with "
        "`precondition-failed` of a batch: each former `etag`.",
    )
    more_errors: int | None = Field(default=None, description="The number of errors not listed.")
    transaction_count: int | None = Field(
        default=None,
        description="With `…-in-use`: its number of transactions, of a custom type also those in "
        "the trash.",
    )
    existing_id: str | None = Field(
        default=None,
        description="With `already-exists`: the id of the resource with the name, or of the own "
        "rate of the day.",
    )
    left: str | None = Field(
        default=None, description="With `allocation-too-large`: what may still be allocated."
    )
    conflicts: list[str] | None = Field(
        default=None,
        description="With `undo-conflict`: ids of the first 100 later changes, oldest first; "
        "none if there are more than 500.",
    )
    workspaces: list[str] | None = Field(
        default=None,
        description="With `last-admin`: ids of 100 workspaces without another active admin.",
    )


USUAL_STATUSES = frozenset({"400", "401", "403", "404", "410", "413", "415", "429", "500", "503"})
"""Statuses of failures that nearly every operation has, and that have no members of their own."""

_USUAL = "default"
"""In OpenAPI, every status that is not named; here the usual ones."""

_NAMES = {
    _USUAL: "Failure",
    "409": "Conflict",
    "412": "PreconditionFailed",
    "422": "Invalid",
}
"""Names of the responses by status."""

_SENTENCES = {
    _USUAL: "Failed",
    "409": "Conflict",
    "412": "Changed meanwhile",
    "422": "Invalid",
}
"""The meaning of each status."""

_CHANGED = "412"
_LATER = "OrLater"
"""End of the names of responses some of which say when to repeat the request."""

_OF_BODY, _OF_ACCOUNT = "payload-too-large", "registration-required"
_OF_KEY = "idempotency-key-reused"
_VARIANTS = {
    "claim-running": _LATER,
    "rebuild-running": _LATER,
    _OF_BODY: "OfBody",
    _OF_ACCOUNT: "OfAccount",
    _OF_KEY: "OfKey",
}
"""Ends of the names of responses with these codes."""

_SOMETIMES = {_USUAL: ("Retry-After", "WWW-Authenticate"), "409": ("Retry-After",)}
"""Headers that only some answers of a response have."""

OMITTED = frozenset(name for name, one in Problem.model_fields.items() if not one.is_required())
"""Members that only problems with certain codes have."""


def problem_schemas(
    problem: dict[str, Any], resources: Iterable[type[BaseModel]]
) -> dict[str, Any]:
    """Return the schemas of problems: the usual one, and one with the state of each resource.

    A problem lacks a member instead of having null.
    """
    properties = problem["properties"]
    for name in OMITTED:
        properties[name] = without_null(properties[name])
    problem["required"] = [name for name in problem["required"] if name not in OMITTED]
    return {"Problem": problem} | {_name_with(one): _with_current(one) for one in resources}


def _name_with(resource: type[BaseModel] | None) -> str:
    return "Problem" if resource is None else f"{resource.__name__.removesuffix('View')}Problem"


def _with_current(resource: type[BaseModel]) -> dict[str, Any]:
    current = {
        "$ref": f"{SCHEMAS}{resource.__name__}",
        "description": "The resource as it is now.",
    }
    added = {"type": "object", "required": ["current"], "properties": {"current": current}}
    return {
        "description": "A failed precondition.",
        "allOf": [{"$ref": f"{SCHEMAS}Problem"}, added],
    }


@dataclass
class ProblemResponses:
    """The responses of failures: each is a component once, and operations refer to it."""

    _descriptions: dict[str, Counter[str]] = field(default_factory=dict)
    _contents: dict[str, tuple[str, str]] = field(default_factory=dict)

    def _reference(
        self, status: str, codes: Collection[str], resource: type[BaseModel] | None
    ) -> dict[str, Any]:
        """Return the reference to the response of a status, described by these codes."""
        name, schema = _NAMES[status], "Problem"
        if resource is not None and status == _CHANGED:
            schema = _name_with(resource)
            name = f"{schema.removesuffix('Problem')}{name}"
        name += "".join(dict.fromkeys(end for code, end in _VARIANTS.items() if code in codes))
        description = _described(status, codes)
        self._descriptions.setdefault(name, Counter())[description] += 1
        self._contents[name] = (status, schema)
        return {"$ref": f"{RESPONSES}{name}", "description": description}

    def references(
        self, failures: Mapping[str, Collection[str]], resource: type[BaseModel] | None
    ) -> dict[str, Any]:
        """Return the references to the responses of an operation's failures, by status."""
        usual = [codes for status, codes in failures.items() if status in USUAL_STATUSES]
        unusual = {one: codes for one, codes in failures.items() if one not in USUAL_STATUSES}
        by_status = {**unusual, _USUAL: set().union(*usual)}
        return {
            status: self._reference(status, codes, resource)
            for status, codes in sorted(by_status.items())
        }

    def components(self) -> dict[str, Any]:
        """Return the responses by name, each with its most frequent description."""
        return {
            name: self._component(name, *content)
            for name, content in sorted(self._contents.items())
        }

    def shorten(self, responses: dict[str, Any]) -> None:
        """Remove the descriptions of references that their components have, too."""
        for reference in responses.values():
            name = str(reference.get("$ref", "")).rpartition("/")[2]
            if name in self._contents and reference["description"] == self._usual(name):
                del reference["description"]

    def _usual(self, name: str) -> str:
        [(description, _)] = self._descriptions[name].most_common(1)
        return description

    def _component(self, name: str, status: str, schema: str) -> dict[str, Any]:
        is_varied = status == _USUAL or name.endswith(_LATER)
        headers = headers_of(*(_SOMETIMES[status] if is_varied else ()))
        return {
            "description": self._usual(name),
            "content": {PROBLEM_TYPE: {"schema": {"$ref": f"{SCHEMAS}{schema}"}}},
            "headers": headers,
        }


def _described(status: str, codes: Collection[str]) -> str:
    """Return the meaning of a status, and the codes that an operation answers with it."""
    return f"{_SENTENCES[status]}: {', '.join(sorted(codes))}"
