"""The list of all attacks."""

from __future__ import annotations

from tests.attack import bodies, commits, files, people, searches, work

ATTACKS = tuple(
    attack
    for module in (bodies, files, people, commits, searches, work)
    for attack in module.attacks()
)
"""All attacks, in the order in which they are made."""
