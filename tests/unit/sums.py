"""Sums over transactions, for the tests of totals: added up by no code of the model."""

from collections.abc import Sequence

from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.summary import SummaryTotals
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.dates import Month

Leaves = dict[tuple[str, ...], int]


def leaves_of(sums: SummaryTotals | LedgerTotals) -> Leaves:
    """Return every number that is not zero, by its path; none is given twice."""
    found = list(sums.leaves())
    assert len(dict(found)) == len(found)
    return dict(found)


def added(one: Leaves, other: Leaves) -> Leaves:
    """Addition that shares no code with the model's subtraction."""
    sums = {path: one.get(path, 0) + other.get(path, 0) for path in one.keys() | other.keys()}
    return {path: number for path, number in sums.items() if number}


def naively_summed(transactions_: Sequence[Transaction], month: Month) -> Leaves:
    """Return the sums, each by a pass of its own over the live transactions of the month."""
    live = [
        t for t in transactions_ if t.deleted_at is None and t.date.strftime("%Y-%m") == str(month)
    ]
    entries = [t for t in live if t.type != "TRANSFER"]
    sums = totals_of(entries)
    for day in {t.date for t in entries}:
        on_day = totals_of([t for t in entries if t.date == day])
        sums |= {("by_day", str(day), *path): number for path, number in on_day.items()}
    for key in ("pay", "gift", "rent", "food"):
        amounts = [parts_under(key, t) for t in entries]
        sums["by_category", key, "total_minor"] = sum(map(sum, amounts))
        sums["by_category", key, "count"] = sum(map(bool, amounts))
    for entry_type in ("INCOME", "EXPENSE"):
        amounts = [parts_under(None, t) for t in entries if t.type == entry_type]
        key = f"unfiled_{entry_type.lower()}"
        sums["by_category", key, "total_minor"] = sum(map(sum, amounts))
        sums["by_category", key, "count"] = sum(map(bool, amounts))
    for key in ("main", "savings", "card"):
        came = [t.amount_minor for t in live if in_account(t) == key]
        went = [t.amount_minor for t in live if out_account(t) == key]
        sums["by_account", key, "change_minor"] = sum(came) - sum(went)
        sums["by_account", key, "count"] = len(came) + len(went)
        booked = totals_of([t for t in live if t.account_id == key])
        for name in ("income_minor", "expenses_minor"):
            sums["by_account", key, name] = booked[name,]
    for tag in ("ab", "c"):
        tagged = [t for t in live if tag in [written.lower() for written in t.tags]]
        sums |= {("by_tag", f"#{tag}", *path): n for path, n in totals_of(tagged).items()}
    for key in ("gift", "loan"):
        labelled = [t.amount_minor for t in live if t.custom_type_id == key]
        sums["by_custom_type", key, "total_minor"] = sum(labelled)
        sums["by_custom_type", key, "count"] = len(labelled)
    linked = [t.amount_minor for t in live if t.goal_id == "sea"]
    sums["by_goal", "sea", "total_minor"] = sum(linked)
    sums["by_goal", "sea", "count"] = len(linked)
    return {path: number for path, number in sums.items() if number}


def totals_of(some: Sequence[Transaction]) -> Leaves:
    return {
        ("income_minor",): sum(t.amount_minor for t in some if t.type == "INCOME"),
        ("expenses_minor",): sum(t.amount_minor for t in some if t.type == "EXPENSE"),
        ("count",): len(some),
    }


def parts_under(category_id: str | None, entry: Transaction) -> list[int]:
    """Return the amounts of the entry's parts that are under the category, or unfiled for None."""
    if not entry.splits:
        return [entry.amount_minor] * (entry.category_id == category_id)
    return [split.amount_minor for split in entry.splits if split.category_id == category_id]


def in_account(one: Transaction) -> str | None:
    return {"INCOME": one.account_id, "TRANSFER": one.to_account_id}.get(one.type)


def out_account(one: Transaction) -> str | None:
    return None if one.type == "INCOME" else one.account_id
