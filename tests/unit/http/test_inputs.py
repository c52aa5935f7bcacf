"""Views get the inputs that flask-openapi3 would have given them."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any, NoReturn

import pytest
from flask import Flask, Response
from flask_openapi3 import OpenAPI
from pydantic import Field, ValidationError
from werkzeug.test import TestResponse

from functions.http import problems
from functions.http.app import Api
from functions.http.inputs import INPUTS, models_of
from functions.http.parameters import ChangeHeaders, CreationHeaders, IdPath, QueryParameters
from functions.http.routes import Route, Routes
from functions.manifest import FUNCTIONS, Audience
from shared.errors import FinanceFlowError
from shared.models.people.access import Action
from shared.models.values.base import FrozenModel, InputModel
from tests.support.cases import for_each

ROUTES: list[Route] = [
    route
    for function in FUNCTIONS
    if function.audience is not Audience.PUBSUB
    for route in import_module(function.module).routes.declared
]


class Query(QueryParameters):
    """Parameters of all kinds, one of which has a keyword as its name."""

    limit: Annotated[int, Field(ge=1)] = 50
    from_: str | None = Field(default=None, alias="from")
    tag: str | None = None
    archived: bool = False


class NestedPath(IdPath):
    """Ids of a resource and of a part of it."""

    part_id: str


class Body(InputModel):
    """Body with a field that is needed."""

    name: Annotated[str, Field(max_length=5)]
    count: int | None = None


def shown(**inputs: FrozenModel) -> Response:
    content = {name: model.model_dump(mode="json") for name, model in inputs.items()}
    return Response(json.dumps(content), content_type="application/json")


def find(query: Query) -> Response:
    return shown(query=query)


def create(header: CreationHeaders, body: Body) -> Response:
    return shown(header=header, body=body)


def change(header: ChangeHeaders, path: IdPath, query: Query, body: Body) -> Response:
    return shown(header=header, path=path, query=query, body=body)


def remove(path: IdPath, header: ChangeHeaders) -> Response:
    return shown(path=path, header=header)


def get_part(path: NestedPath) -> Response:
    return shown(path=path)


def greet() -> Response:
    return shown()


DECLARED = [
    ("get", "/", find),
    ("post", "/", create),
    ("patch", "/<id>", change),
    ("put", "/<id>", change),
    ("delete", "/<id>", remove),
    ("get", "/<id>/parts/<part_id>", get_part),
    ("get", "/greeting", greet),
    ("delete", "/with_body/<id>", change),
]


class Reference(OpenAPI):
    """App of flask-openapi3 that reads bodies as the functions do."""

    request_class = Api.request_class
    json_provider_class = Api.json_provider_class


def refuse(error: ValidationError) -> NoReturn:
    raise problems.invalid_argument(error) from error


def settle(app: Flask) -> Flask:
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.register_error_handler(
        FinanceFlowError, lambda error: problems.problem_of_error(error, "request")
    )
    return app


@pytest.fixture(scope="module")
def served() -> Flask:
    """Return the app that serves the views."""
    routes = Routes("things")
    for number, (method, rule, view) in enumerate(DECLARED):
        routes.declared.append(Route(method.upper(), rule, named(view, number), Action.READ, {}))
    app = Api("things")
    routes.add_to(app)
    return settle(app)


@pytest.fixture(scope="module")
def reference() -> Flask:
    """Return the app of flask-openapi3 that serves the views."""
    app = Reference("things", static_folder=None, doc_ui=False, validation_error_callback=refuse)
    for number, (method, rule, view) in enumerate(DECLARED):
        getattr(app, method)(rule)(named(view, number))
    return settle(app)


def named(view: Any, number: int) -> Any:
    """Return a copy of the view with a name of its own, because one view serves two routes."""

    def copy(**inputs: Any) -> Response:
        answer: Response = view(**inputs)
        return answer

    copy.__name__ = f"{view.__name__}_{number}"
    copy.__annotations__ = inspect.get_annotations(view, eval_str=True)
    copy.__signature__ = inspect.signature(view)  # type: ignore[attr-defined] # inspect reads it.
    return copy


JSON = {"Content-Type": "application/json"}
REQUESTS: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "no query": ("GET", "/", {}),
    "a query": ("GET", "/?limit=7&from=2026-01&tag=a%20b&archived=true", {}),
    "an empty value": ("GET", "/?tag=&from=", {}),
    "an invalid value": ("GET", "/?limit=0", {}),
    "two invalid values": ("GET", "/?archived=perhaps&limit=x", {}),
    "an unknown parameter": ("GET", "/?limits=7&other=1", {}),
    "the name of a field that has an alias": ("GET", "/?from_=2026-01", {}),
    "a repeated parameter": ("GET", "/?limit=7&limit=8", {}),
    "a repeated parameter of equal values": ("GET", "/?tag=a&tag=a", {}),
    "a repeated unknown parameter": ("GET", "/?x=1&x=2", {}),
    "a parameter without a value": ("GET", "/?tag", {}),
    "a plus sign and a semicolon": ("GET", "/?tag=a+b;limit=9", {}),
    "bytes that are no text": ("GET", "/?tag=%ff%fe", {}),
    "a body of a GET": ("GET", "/", {"data": b'{"name": "a"}', "headers": JSON}),
    "HEAD": ("HEAD", "/?limit=7", {}),
    "HEAD of an invalid query": ("HEAD", "/?limit=0", {}),
    "OPTIONS": ("OPTIONS", "/", {}),
    "OPTIONS of a resource": ("OPTIONS", "/a", {}),
    "a method that is not served": ("PUT", "/", {"json": {}}),
    "TRACE": ("TRACE", "/", {}),
    "a path that is not served": ("GET", "/a/b/c", {}),
    "a slash at the end": ("DELETE", "/a/", {}),
    "two slashes": ("GET", "//", {}),
    "a body": ("POST", "/", {"json": {"name": "a", "count": 2}}),
    "a body that is too long in a field": ("POST", "/", {"json": {"name": "abcdef"}}),
    "a body with an unknown field": ("POST", "/", {"json": {"name": "a", "names": 1}}),
    "a body with a number as text": ("POST", "/", {"json": {"name": "a", "count": "2"}}),
    "no body": ("POST", "/", {}),
    "an empty object": ("POST", "/", {"json": {}}),
    "a body that is no JSON": ("POST", "/", {"data": b"{", "headers": JSON}),
    "a body that is not called JSON": ("POST", "/", {"data": b'{"name": "a"}'}),
    "a body that is a list": ("POST", "/", {"json": [1]}),
    "a body that is null": ("POST", "/", {"json": None}),
    "a body with a fraction": ("POST", "/", {"data": b'{"name":"a","count":1.5}', "headers": JSON}),
    "a body with NaN": ("POST", "/", {"data": b'{"name":"a","count":NaN}', "headers": JSON}),
    "a form": ("POST", "/", {"data": {"name": "a"}}),
    "a header": ("POST", "/", {"json": {"name": "a"}, "headers": {"Idempotency-Key": "k"}}),
    "a header in lower case": (
        "POST", "/", {"json": {"name": "a"}, "headers": {"idempotency-key": "k"}}
    ),
    "a header in upper case": (
        "POST", "/", {"json": {"name": "a"}, "headers": {"IDEMPOTENCY-KEY": "k"}}
    ),
    "an empty header": ("POST", "/", {"json": {"name": "a"}, "headers": {"Idempotency-Key": ""}}),
    "a header by the name of the field": (
        "POST", "/", {"json": {"name": "a"}, "headers": {"idempotency_key": "k"}}
    ),
    "a header twice": (
        "POST", "/", {"json": {"name": "a"}, "headers": [("Idempotency-Key", "k")] * 2}
    ),
    "another header": ("POST", "/", {"json": {"name": "a"}, "headers": {"X-Other": "k"}}),
    "all inputs": (
        "PATCH", "/a?limit=7", {"json": {"name": "a"}, "headers": {"If-Match": '"3"'}}
    ),
    "an error in the query and one in the body": ("PATCH", "/a?limit=0", {"json": {}}),
    "a replacement": ("PUT", "/a", {"json": {"name": "a"}}),
    "a deletion": ("DELETE", "/a", {"headers": {"If-Match": '"3"'}}),
    "a deletion with a body": ("DELETE", "/a", {"json": {"name": "a"}}),
    "a deletion that takes a body": ("DELETE", "/with_body/a", {"json": {"name": "a"}}),
    "an id with an escape": ("DELETE", "/a%20b", {}),
    "an id with an escaped slash": ("DELETE", "/a%2Fb", {}),
    "two ids": ("GET", "/a/parts/b", {}),
    "no inputs": ("GET", "/greeting", {}),
}  # fmt: skip


@for_each("name", REQUESTS)
def test_a_request_is_read_as_flask_openapi3_reads_it(
    name: str, served: Flask, reference: Flask
) -> None:
    method, path, options = REQUESTS[name]

    answer, expected = (
        app.test_client().open(path, method=method, **options) for app in (served, reference)
    )

    assert content_of(answer) == content_of(expected)


@for_each(
    "request_line",
    ["GET /greeting?any=1&other=2", "DELETE /a?any=1&other=2", "POST /?any=1&other=2"],
)
def test_a_view_without_query_parameters_refuses_all(request_line: str, served: Flask) -> None:
    method, path = request_line.split()

    answer = served.test_client().open(path, method=method, json={"name": "a"})

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [
        {"field": "any", "message": "is not a known field"},
        {"field": "other", "message": "is not a known field"},
    ]


def content_of(answer: TestResponse) -> tuple[Any, ...]:
    methods = sorted(answer.headers.get("Allow", "").split(", "))
    return answer.status_code, answer.content_type, methods, answer.get_data()


def test_the_requests_are_not_all_refused_and_not_all_accepted(served: Flask) -> None:
    statuses = {
        served.test_client().open(path, method=method, **options).status_code
        for method, path, options in REQUESTS.values()
    }

    assert {200, 404, 405, 422} <= statuses


@for_each("route", ROUTES)
def test_a_view_takes_inputs_alone_and_each_has_a_model(route: Route) -> None:
    parameters = inspect.signature(route.load_view()).parameters

    assert parameters.keys() <= INPUTS.keys()
    assert parameters.keys() == models_of(route.load_view()).keys()


@for_each("route", ROUTES)
def test_a_view_with_query_parameters_refuses_unknown_ones(route: Route) -> None:
    model = models_of(route.load_view()).get("query")

    assert model is None or issubclass(model, QueryParameters)
    assert model is None or model.model_config["extra"] == "forbid"


@for_each("route", ROUTES)
def test_no_view_takes_a_body_with_a_method_whose_body_is_not_checked(route: Route) -> None:
    if route.method in {"GET", "DELETE"}:
        assert "body" not in models_of(route.load_view())


@for_each("route", ROUTES)
def test_a_header_has_the_name_that_clients_send(route: Route) -> None:
    model = models_of(route.load_view()).get("header")
    if model is not None:
        aliases = [field.alias for field in model.model_fields.values()]
        assert aliases
        assert None not in aliases


def test_the_inputs_are_of_every_kind() -> None:
    used = {name for route in ROUTES for name in models_of(route.load_view())}

    assert used == set(INPUTS)
