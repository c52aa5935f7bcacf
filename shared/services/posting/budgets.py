"""Follow budgets and merges in the commit that makes the change: kept scopes, and parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from shared.errors import TooManyBudgets, TooManyScopes
from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.scopes import (
    MAX_KEPT_SCOPES,
    KeptScope,
    ScopeKind,
    ready_scopes,
    scopes_by_key,
)
from shared.models.planning.budgets.budget import MAX_BUDGETS, Budget, led_to_part
from shared.models.values.identifiers import new_id
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change

_KINDS = {"categories": ScopeKind.CATEGORIES, "accounts": ScopeKind.ACCOUNTS}


class MergedPart(NamedTuple):
    """A category, account or custom type that is merged into another one."""

    place: Literal["categories", "accounts", "custom_types"]
    source_id: str
    target_id: str


def settle_scopes(
    unit: TenantStore,
    ledger: Ledger,
    budgets: Iterable[Budget],
    at: datetime,
    announce: Callable[[], None] = lambda: None,
) -> None:
    """Let the summaries keep the daily totals that budgets need, and no others, and watch them.

    ``budgets`` are all that the ledger has after the commit, which has read ``ledger``.
    ``announce`` is called if there are scopes to build after the commit.

    Raises:
        TooManyScopes: They need more than the summaries may keep.
    """
    live = [one for one in budgets if not one.archived]
    if live:
        from shared.services.posting.watch import begin_watch  # noqa: PLC0415 (few requests change budgets)

        begin_watch(unit, ledger, at)
    wanted = scopes_by_key(one.scope for one in live if one.needs_days)
    if len(wanted) > MAX_KEPT_SCOPES and wanted.keys() - ledger.scopes.keys():
        raise TooManyScopes(MAX_KEPT_SCOPES)
    for key in ledger.scopes.keys() - wanted.keys():
        unit.ledger.put_scope(key, None)
    for key in wanted.keys() - ledger.scopes.keys():
        unit.ledger.put_scope(key, KeptScope(wanted[key], new_id()))
    if wanted.keys() - ready_scopes(ledger.scopes).keys():
        announce()


def settle_restored(
    unit: TenantStore, ledger: Ledger, restored: Sequence[Budget], at: datetime
) -> None:
    """Settle the scopes after budgets of a backup were written in this commit.

    Raises:
        TooManyBudgets, TooManyScopes: Others were created meanwhile, and all are too many.
    """
    budgets = {one.id: one for one in (*unit.budgets.list_all(), *restored)}
    if len(budgets) > MAX_BUDGETS:
        raise TooManyBudgets(MAX_BUDGETS)
    settle_scopes(unit, ledger, budgets.values(), at)


def replace_in_budgets(
    unit: TenantStore,
    operation: Operation,
    ledger: Ledger,
    merged: MergedPart,
    first_index: int,
    announce: Callable[[], None],
) -> int:
    """Let the budgets on a merged part be on its target; return the number of changes.

    ``announce`` is called as by ``settle_scopes``.
    """
    if (kind := _KINDS.get(merged.place)) is None:
        return 0
    budgets = {one.id: one for one in unit.budgets.list_all()}
    count = 0
    for before in list(budgets.values()):
        after = led_to_part(before, kind, merged.source_id, merged.target_id, operation.at)
        if after is not before:
            budgets[after.id] = after
            unit.budgets.put(after)
            append_change(unit, operation, before, after, index=first_index + count)
            count += 1
    if count:
        settle_scopes(unit, ledger, budgets.values(), operation.at, announce)
    return count
