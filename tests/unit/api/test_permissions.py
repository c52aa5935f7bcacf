"""Each route declares its permission, of a kind that its function can check."""

from __future__ import annotations

from importlib import import_module

import pytest

from functions.http.routes import Routes
from functions.http.security.permissions import Access, InWorkspace, Permission
from functions.manifest import FUNCTIONS, Audience, Function
from shared.models.people.access import Action

OVER_HTTP = [function for function in FUNCTIONS if function.audience is not Audience.PUBSUB]
BY_NAME = pytest.mark.parametrize("function", OVER_HTTP, ids=lambda function: function.name)


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_a_route_without_a_permission_is_an_error_when_it_is_declared(method: str) -> None:
    declare = getattr(Routes("transactions"), method)

    with pytest.raises(TypeError, match="allows"):
        declare("/")
    declare("/", allows=Action.READ)


@BY_NAME
def test_an_app_has_no_route_without_a_permission(function: Function) -> None:
    module = import_module(function.module)
    endpoints = {rule.endpoint for rule in module.create_app().url_map.iter_rules()}

    assert endpoints
    assert endpoints == module.routes.permissions.keys()


@BY_NAME
def test_a_permission_is_of_a_kind_that_the_function_can_check(function: Function) -> None:
    declared: dict[str, Permission] = import_module(function.module).routes.permissions

    for permission in declared.values():
        assert (permission is Access.SCHEDULER) is (function.audience is Audience.SCHEDULER)
        assert (permission is Access.ANYONE) is (function.name == "createDemoSession")
        assert permission is not Access.LINK or function.name in {"imports", "notifications"}
        assert not isinstance(permission, InWorkspace) or function.name == "workspaces"
        if function.name in {"me", "workspaces"}:  # They are not for the ledger of a header.
            assert not isinstance(permission, Action)


def test_a_workspace_in_the_path_is_named_by_id() -> None:
    module = import_module("functions.sharing.workspaces")
    rules = {rule.endpoint: rule for rule in module.create_app().url_map.iter_rules()}

    for endpoint, permission in module.routes.permissions.items():
        assert ("id" in rules[endpoint].arguments) is isinstance(permission, InWorkspace)
