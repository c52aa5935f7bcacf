"""One operation of the document, made of its route: parameters, body and responses."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from functions.http.downloads import DeclaredFile
from functions.http.inputs import models_of
from functions.http.parameters import DeclaredBody
from functions.http.routes import Route
from functions.http.security.permissions import Access
from functions.manifest import Audience, Function
from functions.openapi.info import tag_of
from functions.openapi.parameters import IF_NONE_MATCH, WORKSPACE, parameters_of
from functions.openapi.problems import RESPONSES, ProblemResponses
from functions.openapi.responses import (
    Success,
    may_be_not_modified,
    model_in,
    response_of,
)
from functions.openapi.schemas import Mode, loaded
from shared.errors import InvalidArgument
from shared.models.people.access import Action
from shared.models.values.frozen import frozen

USUAL_SECURITY: list[dict[str, list[str]]] = [{"FirebaseIdToken": []}]
"""The token of each operation that names no other."""

_PRECONDITION = "412"
_FILE = {"type": "string", "format": "binary"}


@frozen
class Operation:
    """An operation of a function; ``routes`` are all routes of it, by method and rule."""

    function: Function
    route: Route
    routes: Mapping[tuple[str, str], Route]

    @property
    def path(self) -> str:
        """Return the path on an origin that serves all functions."""
        rule = re.sub(r"<(\w+)>", r"{\1}", self.route.rule)
        return f"/{self.function.name}{rule}".rstrip("/")

    @property
    def method(self) -> str:
        """Return the method in lower case."""
        return self.route.method.lower()

    @property
    def inputs(self) -> dict[str, type[BaseModel]]:
        """Return the models of the inputs, by their kind."""
        return models_of(self.route.load_view())

    @property
    def successes(self) -> dict[int, Success]:
        """Return the successes by status."""
        return {
            s: one for s, one in self.route.documentation["responses"].items() if isinstance(s, int)
        }

    @property
    def failures(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of the failures, by status."""
        return {
            s: one for s, one in self.route.documentation["responses"].items() if isinstance(s, str)
        }

    @property
    def resource(self) -> type[BaseModel] | None:
        """Return the model of the resource that If-Match is compared with: that of the answer.

        An operation that answers no resource is on the one that a GET of its path answers, or
        declares one as ``current``.
        """
        if _PRECONDITION not in self.failures:
            return None
        if (current := self.route.documentation.get("current")) is not None:
            return loaded(current)
        found = self.routes.get(("GET", self.route.rule))
        responses = (found or self.route).documentation["responses"]
        return model_in(responses.get(200))

    def models(self) -> Iterator[tuple[type[BaseModel], Mode]]:
        """Yield the models of requests and answers."""
        for read in self.inputs.values():
            yield read, "validation"
        for success in self.successes.values():
            if (model := model_in(success)) is not None:
                yield model, "serialization"
            if isinstance(success, DeclaredFile) and (file := loaded(success.model)):
                yield file, "serialization"
        if declared := self.route.documentation.get("body"):
            for content in declared.content.values():
                if (form := loaded(content)) is not None:
                    yield form, "validation"

    def described(
        self, schemas: Any, components: Mapping[str, Any], problems: ProblemResponses
    ) -> dict[str, Any]:
        """Return the operation as the document describes it."""
        summary, _, rest = inspect.cleandoc(self.route.load_view().__doc__ or "").partition("\n\n")
        operation: dict[str, Any] = {
            "operationId": self.route.name,
            "tags": [tag_of(self.function)],
            "summary": " ".join(summary.split()).rstrip("."),
        }
        if rest:
            operation["description"] = "\n\n".join(" ".join(p.split()) for p in rest.split("\n\n"))
        if (security := self._security()) != USUAL_SECURITY:
            operation["security"] = security
        operation["parameters"] = self._parameters(schemas, components)
        if body := self._body(schemas):
            operation["requestBody"] = body
        operation["responses"] = self._responses(schemas, problems)
        if self.function.audience is Audience.SCHEDULER:
            operation["x-internal"] = True
        return operation

    def _security(self) -> list[dict[str, list[str]]]:
        if self.function.audience is Audience.SCHEDULER:
            return [{"GoogleOidc": []}]
        if self.route.allows is Access.LINK:
            return []
        return (
            [{}, *USUAL_SECURITY] if self.function.name == "createDemoSession" else USUAL_SECURITY
        )

    def _parameters(self, schemas: Any, components: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for place in ("path", "query", "header"):
            if model := self.inputs.get(place):
                name = _name_in(schemas[model, "validation"])
                found += parameters_of(place, components[name])
        if self.method == "get" and may_be_not_modified(self.successes.get(200)):
            found.append(IF_NONE_MATCH)
        if isinstance(self.route.allows, Action):
            found.append(WORKSPACE)
        return found

    def _body(self, schemas: Any) -> dict[str, Any] | None:
        """Return the body; a missing one reads as an empty object."""
        if declared := self.route.documentation.get("body"):
            return _declared_body(declared, schemas)
        model = self.inputs.get("body")
        if model is None:
            return None
        schema = schemas[model, "validation"]
        content: dict[str, Any] = {"schema": schema}
        if (example := example_of(model)) is not None:
            content["example"] = example
        return {"required": _needs_fields(model), "content": {"application/json": content}}

    def _responses(self, schemas: Any, problems: ProblemResponses) -> dict[str, Any]:
        responses: dict[str, Any] = {
            str(status): response_of(status, success, schemas, names_change=self.route.names_change)
            for status, success in sorted(self.successes.items())
        }
        if self.method == "get" and may_be_not_modified(self.successes.get(200)):
            responses["304"] = {"$ref": f"{RESPONSES}NotModified"}
        return responses | problems.references(self.failures, self.resource)


def _needs_fields(model: type[BaseModel]) -> bool:
    """Return whether an empty body is refused: a field is required, or one of several."""
    try:
        model.model_validate({})
    except (ValidationError, InvalidArgument):
        return True
    return False


def _declared_body(declared: DeclaredBody, schemas: Any) -> dict[str, Any]:
    content = {
        media_type: {
            "schema": schemas[model, "validation"] if (model := loaded(named)) else _FILE,
            "example": declared.examples[media_type],
        }
        for media_type, named in declared.content.items()
    }
    return {"description": declared.description, "required": True, "content": content}


def example_of(model: type[BaseModel]) -> Any:
    """Return the example of a body of the model; None if it has none."""
    extra = model.model_config.get("json_schema_extra")
    examples = extra.get("examples") if isinstance(extra, dict) else None
    return examples[0] if isinstance(examples, list) else None


def _name_in(schema: Mapping[str, Any]) -> str:
    return str(schema["$ref"]).rpartition("/")[2]
