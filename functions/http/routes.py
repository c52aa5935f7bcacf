"""The routes of one function, each with the permission that it requires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from flask import Flask, Response

from functions.http.inputs import with_inputs
from functions.http.security.permissions import Permission
from shared.models.history.kinds import load
from shared.models.values.frozen import frozen

_View = TypeVar("_View", bound=Callable[..., Response])


class _Decorator(Protocol):
    def __call__(self, view: _View, /) -> _View: ...


@frozen
class Route:
    """One operation: its method, the rule of its path, and the view that answers it."""

    method: str
    rule: str
    view: Callable[..., Response] | str
    """The view, or ``module:name`` of one that is imported when it is first called."""

    allows: Permission
    documentation: Mapping[str, Any]
    """How ``functions.openapi`` describes the operation: ``responses``, and perhaps ``body``
    and ``current``."""

    names_change: bool = False
    """Whether its answers have the id of the change that was made, as ``X-Change-Id``."""

    @property
    def name(self) -> str:
        """Return the name of the view, which is the operation's id."""
        return self.view.partition(":")[2] if isinstance(self.view, str) else self.view.__name__

    def load_view(self) -> Callable[..., Response]:
        """Return the view, and import it if that was not done before."""
        if not isinstance(self.view, str):
            return self.view
        view: Callable[..., Response] = load(self.view)
        return view


class Routes:
    """The routes of one function; a view function's name is its operation's id in openapi.json.

    Each route declares the permission it requires as ``allows``; omitting it is a TypeError. The
    permission is checked before the body is read and the view called, so no view can forget it.
    Operations that may be undone name their change. The other keywords document the operation, and
    are not used to serve it.

    Nothing that describes routes is loaded to serve them.
    """

    def __init__(self, function: str) -> None:
        self.function = function
        self.declared: list[Route] = []
        self.permissions: dict[str, Permission] = {}
        """The permission of each route, by its endpoint in the app of the function."""
        self.naming_change: set[str] = set()
        """The endpoints whose answers name the change that was made."""

    def get(self, rule: str, *, allows: Permission, **documentation: Any) -> _Decorator:
        """Declare a route for GET and HEAD."""
        return self._declare("GET", rule, allows, documentation)

    def post(
        self, rule: str, *, allows: Permission, names_change: bool = False, **documentation: Any
    ) -> _Decorator:
        """Declare a route for POST."""
        return self._declare("POST", rule, allows, documentation, names_change=names_change)

    def put(
        self, rule: str, *, allows: Permission, names_change: bool = False, **documentation: Any
    ) -> _Decorator:
        """Declare a route for PUT."""
        return self._declare("PUT", rule, allows, documentation, names_change=names_change)

    def patch(
        self, rule: str, *, allows: Permission, names_change: bool = False, **documentation: Any
    ) -> _Decorator:
        """Declare a route for PATCH."""
        return self._declare("PATCH", rule, allows, documentation, names_change=names_change)

    def delete(
        self, rule: str, *, allows: Permission, names_change: bool = False, **documentation: Any
    ) -> _Decorator:
        """Declare a route for DELETE."""
        return self._declare("DELETE", rule, allows, documentation, names_change=names_change)

    def on_demand(
        self,
        method: str,
        rule: str,
        view: str,
        *,
        allows: Permission,
        names_change: bool = False,
        **documentation: Any,
    ) -> None:
        """Declare a route whose view, ``module:name``, is imported when it is first called.

        It is for views that load much, and that few processes call first. So that their models are
        not loaded either, name them likewise in ``documentation``.
        """
        self._add(Route(method, rule, view, allows, documentation, names_change))

    def add_to(self, app: Flask) -> None:
        """Add the routes to an app, which serves them."""
        for route in self.declared:
            view = with_inputs(route.load_view)
            app.add_url_rule(route.rule, self._endpoint(route), view, methods=[route.method])

    def _declare(
        self,
        method: str,
        rule: str,
        allows: Permission,
        documentation: Mapping[str, Any],
        *,
        names_change: bool = False,
    ) -> _Decorator:
        def declared(view: _View) -> _View:
            self._add(Route(method, rule, view, allows, documentation, names_change))
            return view

        return declared

    def _add(self, route: Route) -> None:
        self.permissions[self._endpoint(route)] = route.allows
        if route.names_change:
            self.naming_change.add(self._endpoint(route))
        self.declared.append(route)

    def _endpoint(self, route: Route) -> str:
        return f"{self.function}.{route.name}"
