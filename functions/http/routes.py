"""The routes of one function, each with the permission that it requires."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Protocol, TypeVar

from flask import Response
from flask_openapi3 import APIBlueprint

from functions.http.permissions import Permission

_View = TypeVar("_View", bound=Callable[..., Response])


class _Decorator(Protocol):
    def __call__(self, view: _View, /) -> _View: ...


class Routes:
    """The routes of one function; a view function's name is its operation's id in openapi.json.

    Each route declares the permission it requires as ``allows``; omitting it is a TypeError. The
    permission is checked before the body is read and the view called, so no view can forget it. The
    other keywords are those of flask-openapi3.

    Routes are described for the OpenAPI document only if ``are_described`` was set before they are
    declared: the description takes nearly half of the load time, and serving does not need it.
    """

    are_described: ClassVar[bool] = False

    def __init__(self, function: str) -> None:
        self.blueprint = APIBlueprint(
            function,
            function,
            operation_id_callback=lambda *, name, **_: name,
            doc_ui=Routes.are_described,
        )
        self.permissions: dict[str, Permission] = {}
        """The permission of each route, by its endpoint in the app of the function."""

    def get(self, rule: str, *, allows: Permission, **options: Any) -> _Decorator:
        """Declare a route for GET and HEAD."""
        return self._declared(self.blueprint.get(rule, **options), allows)

    def post(self, rule: str, *, allows: Permission, **options: Any) -> _Decorator:
        """Declare a route for POST."""
        return self._declared(self.blueprint.post(rule, **options), allows)

    def put(self, rule: str, *, allows: Permission, **options: Any) -> _Decorator:
        """Declare a route for PUT."""
        return self._declared(self.blueprint.put(rule, **options), allows)

    def patch(self, rule: str, *, allows: Permission, **options: Any) -> _Decorator:
        """Declare a route for PATCH."""
        return self._declared(self.blueprint.patch(rule, **options), allows)

    def delete(self, rule: str, *, allows: Permission, **options: Any) -> _Decorator:
        """Declare a route for DELETE."""
        return self._declared(self.blueprint.delete(rule, **options), allows)

    def _declared(self, declare: Callable[..., Any], allows: Permission) -> _Decorator:
        def decorated(view: _View) -> _View:
            self.permissions[f"{self.blueprint.name}.{view.__name__}"] = allows
            declare(view)
            return view

        return decorated
