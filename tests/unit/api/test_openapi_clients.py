"""openapi.json has the form from which right clients are generated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import jsonschema_rs
import pytest
from pydantic import BaseModel, ValidationError

from functions.http.inputs import models_of
from functions.manifest import FUNCTIONS, Audience
from functions.openapi.descriptions import DEFAULT, USUAL, allows_null, describe
from shared.models.exports.backup import BackupHead
from shared.models.exports.backup_lists import record_lists
from shared.models.exports.backup_schema import LedgerBackup
from tests.support import document
from tests.support.cases import for_each
from tests.unit.documents.test_plain_english import texts_in

DOCUMENT = document.document()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = document.operations()
WITH_BODY = sorted(name for name, one in OPERATIONS.items() if "requestBody" in one)

LOWER_CASE = frozenset({"ProblemCode"})
"""Enumerations whose values are parts of URNs."""


def properties_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from schema.get("properties", {}).items()
    for part in schema.get("allOf", []):
        yield from properties_of(part)


@for_each("name", sorted(SCHEMAS))
def test_every_schema_and_property_is_described(name: str) -> None:
    assert SCHEMAS[name]["description"]
    for key, value in properties_of(SCHEMAS[name]):
        assert value.get("description") or "$ref" in value, f"add {key} to descriptions.py"


@for_each("name", sorted(SCHEMAS))
def test_a_description_is_true_of_the_type(name: str) -> None:
    for key, value in properties_of(SCHEMAS[name]):
        text = value.get("description", "")
        if value.get("type") == "array":
            assert not text.startswith("The number of"), key
        if "null" in text and "$ref" not in value:
            assert allows_null(value), key


def test_no_text_has_words_of_python_or_lacks_a_default() -> None:
    texts = "\n".join(texts_in(DOCUMENT))

    assert re.findall(r"(?<!If-)\bNone\b(?!-)|By default \.|or their number", texts) == []


@pytest.mark.parametrize(
    ("name", "schema", "text"),
    [
        ("months", {"type": "integer"}, "The number of months."),
        ("months", {"type": "array"}, "The months, in their order."),
        ("custom_type_id", {"type": "string"}, "The id of the custom type."),
        ("custom_type_id", {"type": ["string", "null"]}, USUAL["custom_type_id"]),
        ("currency", {"type": "string", DEFAULT: "USD"}, "An ISO 4217 code. By default USD."),
    ],
)
def test_a_usual_description_depends_on_the_type(
    name: str, schema: dict[str, Any], text: str
) -> None:
    describe(name, schema)

    assert schema["description"] == text


@for_each("name", sorted(OPERATIONS))
def test_every_parameter_is_described(name: str) -> None:
    for parameter in OPERATIONS[name]["parameters"]:
        assert parameter.get("description"), f"describe {parameter['name']}"


def test_every_tag_is_described() -> None:
    assert all(tag["description"] for tag in DOCUMENT["tags"])


def test_a_name_is_that_of_one_schema() -> None:
    # Pydantic adds these where a model differs as request and as answer, or two have one name.
    assert [name for name in SCHEMAS if re.search("-Input|-Output|__", name)] == []


@for_each("name", sorted(SCHEMAS.keys() - LOWER_CASE))
def test_enumerations_are_in_upper_case(name: str) -> None:
    for values in re.findall(r'"enum": \[([^]]*)\]', json.dumps(SCHEMAS[name])):
        assert re.findall(r'"([^"]*)"', values) == re.findall(r'"([A-Z][A-Z0-9_]*)"', values)


@for_each("name", sorted(SCHEMAS))
def test_a_union_of_objects_is_told_apart_by_a_property(name: str) -> None:
    for part in unions_in(SCHEMAS[name]):
        members = [one for one in part if one != {"type": "null"}]
        assert len(members) == 1 or not all("$ref" in one for one in members), part


def unions_in(part: Any) -> Iterator[list[Any]]:
    """Yield the members of each union that has no discriminator."""
    if isinstance(part, dict):
        for key in ("anyOf", "oneOf"):
            if key in part and "discriminator" not in part:
                yield part[key]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from unions_in(one)


@for_each("name", WITH_BODY)
def test_every_body_has_an_example_that_its_schema_allows(name: str) -> None:
    for media_type, content in OPERATIONS[name]["requestBody"]["content"].items():
        assert "example" in content, f"give the model of {media_type} an example"
        whole = {"components": DOCUMENT["components"], **content["schema"]}
        jsonschema_rs.Draft202012Validator(whole).validate(content["example"])


@for_each("name", ["POST /goals/{id}/contribute", "POST /notifications/read"])
def test_a_body_of_which_one_of_several_fields_is_needed_is_required(name: str) -> None:
    assert OPERATIONS[name]["requestBody"]["required"] is True


@for_each("name", sorted(name for name in OPERATIONS if name.startswith("PATCH")))
def test_a_patch_allows_to_leave_out_everything(name: str) -> None:
    schema = OPERATIONS[name]["requestBody"]["content"]["application/json"]["schema"]
    [model] = [SCHEMAS[schema["$ref"].rpartition("/")[2]]]

    assert model.get("required", []) in ([], ["name"])
    assert OPERATIONS[name]["requestBody"]["required"] is bool(model.get("required"))


PATCHES = {
    route.name: models_of(route.load_view())["body"]
    for function in FUNCTIONS
    if function.audience is Audience.PUBLIC
    for route in import_module(function.module).routes.declared
    if route.method == "PATCH"
}


@for_each("name", sorted(PATCHES))
def test_a_patch_allows_null_exactly_where_the_server_accepts_it(name: str) -> None:
    model = PATCHES[name]
    schema = SCHEMAS[model.__name__]

    for key in (field.alias or name for name, field in model.model_fields.items()):
        allowed = jsonschema_rs.Draft202012Validator(
            {"components": DOCUMENT["components"], **schema["properties"][key]}
        ).is_valid(None)
        assert allowed is accepts_null(model, key), key


def accepts_null(model: type[BaseModel], name: str) -> bool:
    """Return whether a model accepts null in a field."""
    try:
        model.model_validate({name: None})
    except ValidationError as error:
        return all(detail["loc"][:1] != (name,) for detail in error.errors())
    return True


def test_the_schema_of_a_backup_has_all_of_its_lists() -> None:
    assert LedgerBackup.model_fields.keys() == {*BackupHead.model_fields, *record_lists()}
