"""Resources in the change log, of any kind, in the form of the function that serves them.

``functions/manifest.py`` names the function that makes the view of a kind's log entries; it is
imported on first use.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import BaseModel

from functions.manifest import FUNCTIONS
from shared.models.history.kinds import Entity, Kind, load
from shared.models.ledger.ledger import Ledger

View = Callable[[Any, Ledger], BaseModel]
"""Makes the view of a value from a log entry of the ledger."""


@cache
def find_view(entity: Entity) -> View:
    """Return the function that makes the view of a kind's log entries."""
    [name] = [function.shows[entity] for function in FUNCTIONS if entity in function.shows]
    view: View = load(name)
    return view


def resource_of(kind: Kind, content: dict[str, Any] | None, ledger: Ledger) -> BaseModel | None:
    """Return the view of a state in a log entry; None if the resource did not exist."""
    return None if content is None else find_view(kind.entity)(kind.decode(content), ledger)
