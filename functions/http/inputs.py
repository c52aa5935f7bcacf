"""Inputs of views: parts of the request, validated by the models that the view's parameters name.

They are read as flask-openapi3 reads them, except that a view without query parameters refuses all;
``tests/unit/http/test_inputs.py`` compares both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias, get_type_hints

from flask import Response, request
from pydantic import BaseModel, ValidationError

from functions.http.problems import invalid_argument
from shared.errors import FieldError, InvalidArgument
from shared.models.values.validation import UNKNOWN_FIELD

View: TypeAlias = Callable[..., Response]
_Model: TypeAlias = type[BaseModel]


def _header(model: _Model) -> dict[str, str]:
    """Return the headers that have the aliases of the model's fields, in any case."""
    names = (field.alias or name for name, field in model.model_fields.items())
    return {name: request.headers[name] for name in names if name in request.headers}


def _path(_model: _Model) -> Mapping[str, Any]:
    return request.view_args or {}


def _query(_model: _Model) -> Mapping[str, str]:
    """Return the first value of each parameter; ``QueryParameters`` refuses a second one."""
    return request.args.to_dict()


def _body(_model: _Model) -> Any:
    """Return the JSON of the body, which was parsed and checked before the view is called."""
    return request.get_json(silent=True)


INPUTS: Mapping[str, Callable[[_Model], Any]] = MappingProxyType(
    {"header": _header, "path": _path, "query": _query, "body": _body}
)
"""The function that reads each input, by the name of the view's parameter, in order of reading."""


def with_inputs(load_view: Callable[[], View]) -> View:
    """Return a view that calls another with its inputs; the first invalid one is an error.

    Raises:
        InvalidArgument: By the wrapped view; an input does not fit its model, or there are query
            parameters of which the view takes none.
    """

    def answer(**_path_values: str) -> Response:
        view = load_view()
        return view(**_read(view))

    return answer


def _read(view: View) -> dict[str, BaseModel]:
    models = models_of(view)
    if "query" not in models and request.args:
        raise InvalidArgument(*(FieldError(name, UNKNOWN_FIELD) for name in request.args))
    try:
        return {name: model.model_validate(INPUTS[name](model)) for name, model in models.items()}
    except ValidationError as error:
        raise invalid_argument(error) from error


@cache
def models_of(view: View) -> dict[str, _Model]:
    """Return the models of a view's inputs; its annotations are evaluated on the first call."""
    hints = get_type_hints(view)
    return {name: hints[name] for name in INPUTS if name in hints}
