"""Stored documents of every tenant: their paths and fields.

Names in braces, in places and in the fields ``uid`` and ``actor``, stand for ids.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from .people import MEMBERSHIPS, MEMBERSHIPS_ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .emulators import Fields
    from .people import Memberships

WORKSPACES: Final[dict[str, Memberships]] = {
    "workspace": MEMBERSHIPS,
    "workspace elsewhere": MEMBERSHIPS_ELSEWHERE,
    "deleted workspace": MEMBERSHIPS,
    "workspace without document": MEMBERSHIPS,
}
"""Each workspace's members."""


def documents() -> Iterator[tuple[str, Fields]]:
    """Yield each stored document's place and fields."""
    yield from _demos()
    for name in ("registered", "stranger", "claimed", "with a ledger"):
        yield from _tenant(f"users/{{{name}}}", f"{{{name}}}", {})
    # A demo that is being carried over: its own document comes last.
    yield from _ledger("users/{linked}", "{linked}")
    yield from _workspaces()
    yield "rate_limits/{visitor}", {"expires_at": _in(timedelta(hours=1)), "count": 1}
    yield "reference_rates/{visitor}", {"currency": "USD", "year": 2026, "rates": "0102:1.1"}
    yield "rate_arrivals/{visitor}", {"since": "2026-03-31", "at": _in(timedelta())}
    yield "mail/{visitor}", {"to": ["someone@example.com"], "uid": "{visitor}"}
    yield "drafts/{visitor}", {"text": "What a later version might keep."}


def change(actor: str, entity: str) -> Fields:
    """Return an entry of the change log."""
    return {
        "at": _in(timedelta()),
        "actor": actor,
        "sequence": 1,
        "cause": "api",
        "entity": entity,
        "entity_id": "coffee",
    }


def _demos() -> Iterator[tuple[str, Fields]]:
    live: Fields = {"expires_at": _in(timedelta(hours=12))}
    fields: dict[str, Fields] = {
        "visitor": live,
        "other visitor": live,
        "linked": {**live, "takeover": {"started_at": _in(timedelta()), "finished_at": None}},
        "with a ledger": live,
        "claimed": {**live, "takeover": {"finished_at": _in(timedelta())}},
        "late visitor": {"expires_at": _in(timedelta(seconds=-1))},
        "late linked": {"expires_at": _in(timedelta(seconds=-1))},
        "visitor without expiry": {},
        "visitor with textual expiry": {"expires_at": "2999-12-31"},
    }
    for name, expiry in fields.items():
        yield from _tenant(f"demo_users/{{{name}}}", f"{{{name}}}", expiry)
    yield from _ledger("demo_users/{visitor without demo}", "{visitor without demo}")


def _workspaces() -> Iterator[tuple[str, Fields]]:
    yield from _tenant("workspaces/{workspace}", "colleague", {"deleted_at": None})
    yield from _tenant("workspaces/{workspace elsewhere}", "colleague", {})
    deleted: Fields = {"deleted_at": _in(timedelta())}
    yield from _tenant("workspaces/{deleted workspace}", "colleague", deleted)
    yield from _ledger("workspaces/{workspace without document}", "colleague")
    for workspace, members in WORKSPACES.items():
        root = f"workspaces/{{{workspace}}}"
        yield f"{root}/members/colleague", _member("colleague", "admin", "active")
        yield f"{root}/invitations/open", {"role": "admin", "status": "pending", "token_hash": "9f"}
        for name, (role, status) in members.items():
            yield f"{root}/members/{{{name}}}", _member(f"{{{name}}}", role, status)
            for entity in ("transaction", "member"):
                yield f"{root}/changes/{entity}-of-{{{name}}}", change(f"{{{name}}}", entity)


def _member(uid: str, role: str | None, status: str | None) -> Fields:
    stored = {"uid": uid, "email": "someone@example.com", "role": role, "status": status}
    return {name: value for name, value in stored.items() if value is not None}


def _tenant(root: str, actor: str, fields: Fields) -> Iterator[tuple[str, Fields]]:
    chart: Fields = {"categories": {}, "accounts": {}, "sequence": 1}
    yield root, {"currency": "EUR", "timezone": "Europe/Berlin", **chart, **fields}
    yield from _ledger(root, actor)


def _ledger(root: str, actor: str) -> Iterator[tuple[str, Fields]]:
    now = _in(timedelta())
    yield from _entry(root, now)
    yield f"{root}/payees/cafe", {"name": "Café", "count": 1}
    yield f"{root}/payees/unused", {"name": "Hotel", "count": 0}
    yield f"{root}/imports/statement", {"status": "RUNNING", "created": 1}
    yield f"{root}/settings/rules", {"rules": []}
    yield f"{root}/recurring/rent", {"name": "Rent", "mode": "AUTO"}
    yield f"{root}/planning/budgets", {"budgets": {"food": {"name": "Food"}}}
    yield f"{root}/planning/goals", {"goals": {"sea": {"name": "Sea"}}}
    yield f"{root}/occurrences/january", {"recurring_id": "rent", "state": "POSTED"}
    yield f"{root}/changes/first", change(actor, "transaction")
    yield f"{root}/notifications/done", {"kind": "IMPORT_DONE", "read_at": None, "created_at": now}
    yield f"{root}/preferences/notifications", {"digest_hour": 8, "revision": 1}
    # Documents for the server only.
    yield f"{root}/imports/statement/chunks/0", {"rows": "01.03.2025;Coffee;-3,50"}
    yield f"{root}/deliveries/email", {"channel": "EMAIL", "status": "SENT", "created_at": now}
    yield f"{root}/webhooks/own", {"origin": "https://example.com", "enabled": True}
    yield f"{root}/webhook_states/own", {"secrets": ["whsec_"]}
    yield f"{root}/outbox/event", {"kind": "IMPORT_DONE", "at": now}
    yield f"{root}/planning/suggestions", {"items": [], "sequence": 1}
    yield f"{root}/planning/watch", {"seen": {}, "watched_next_at": now}
    yield f"{root}/settled_suggestions/video", {"name": "Video", "fingerprint": "9f"}
    yield f"{root}/mappings/bank", {"date": "Buchungstag"}
    # Documents of a later version, without rules for reading them.
    yield f"{root}/drafts/idea", {"text": "A coffee machine."}
    yield f"{root}/settings/theme", {"colour": "green"}
    yield f"{root}/preferences/theme", {"colour": "green"}
    yield f"{root}/transactions/coffee/attachments/receipt", {"text": "A photo."}


def _entry(root: str, now: datetime) -> Iterator[tuple[str, Fields]]:
    spent = {"income_minor": 0, "expenses_minor": 350, "count": 1}
    coffee: Fields = {
        "type": "EXPENSE",
        "amount_minor": 350,
        "category_id": "eating-out",
        "account_id": "main",
        "date": "2025-03-01",
        "payee": "Café",
        "description": "Coffee",
        "terms": ["=main", "@eating-out", "c", "ca", "caf", "co", "cof", "~cafe"],
        "deleted": False,
        "created_at": now,
        "updated_at": now,
        "revision": 1,
    }
    yield f"{root}/transactions/coffee", coffee
    yield f"{root}/transactions/deleted", {**coffee, "deleted": True, "deleted_at": now}
    yield (
        f"{root}/summaries/2025-03",
        {
            "month": "2025-03",
            "rollup": "2025-03",
            **spent,
            "by_category": {"eating-out": {"total_minor": 350, "count": 1}},
            "by_day": {"2025-03-01": {**spent}},
            "by_account": {"main": {"change_minor": -350, "count": 1, "expenses_minor": 350}},
            "version": 1,
            "updated_at": now,
        },
    )


def _in(delta: timedelta) -> datetime:
    return datetime.now(UTC) + delta
