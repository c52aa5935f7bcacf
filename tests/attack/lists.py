"""The list of all attacks.

To add a request, add an ``Attack`` to ``attacks`` of the module for its kind: its name says what is
sent, a function returns the request after making what it needs, and ``answer`` is the right answer.
Run it alone with ``python -m local.exec python -m tests.attack WORD``. A request that may exceed
the common limits gets limits of its own, with the reason in a comment.
"""

from __future__ import annotations

from tests.attack import (
    bodies,
    commits,
    files,
    histories,
    people,
    planning,
    searches,
    telling,
    work,
)

ATTACKS = tuple(
    attack
    for module in (bodies, files, people, commits, searches, histories, work, planning, telling)
    for attack in module.attacks()
)
"""All attacks, in the order in which they are made."""
