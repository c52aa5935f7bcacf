"""Codecs of parts of the ledger that few ledgers have: a change of currency, and scopes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shared.models.ledger.account import Account
from shared.models.ledger.currency_change import NEVER_CHANGED, CurrencyChange, CurrencyStep
from shared.models.ledger.scopes import KeptScope, Scope


def decode_change(content: Mapping[str, Any] | None) -> CurrencyChange:
    """Decode the progress of a change of currency."""
    if content is None:
        return NEVER_CHANGED
    return CurrencyChange(**{**content, "step": CurrencyStep(content["step"])})


def encode_change(change: CurrencyChange) -> dict[str, Any]:
    """Encode the progress of a change of currency, without what is not known yet."""
    if not change.has_begun:
        return {}
    content = asdict(change) | {"step": change.step.value}
    return {name: value for name, value in content.items() if value is not None}


def decode_scope(content: Mapping[str, Any]) -> KeptScope:
    """Decode a scope of which daily totals are kept."""
    scope = Scope(kind=content["kind"], ids=tuple(content["ids"]))
    return KeptScope(scope, content["build_id"], content.get("is_ready", False))


def encode_scope(kept: KeptScope) -> dict[str, Any]:
    """Encode a scope of which daily totals are kept."""
    content = kept.scope.model_dump(mode="json") | {"build_id": kept.build_id}
    return content | {"is_ready": True} if kept.is_ready else content


def has_foreign(accounts: Mapping[str, Account]) -> bool:
    """Return whether any account has a currency of its own."""
    return any(account.currency is not None for account in accounts.values())
