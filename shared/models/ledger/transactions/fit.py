"""Check that transactions fit their ledger."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.base_amounts import currency_errors
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.dates import latest_date


def fit_errors(
    ledger: Ledger,
    after: Transaction,
    at: datetime,
    before: Transaction | None = None,
    *,
    may_be_archived: bool = False,
) -> Iterator[FieldError]:
    """Return the errors of a transaction in a ledger; values it had ``before`` are allowed.

    So are archived categories and accounts if they ``may_be_archived``.
    """
    yield from after.shape_errors()
    yield from currency_errors(ledger, after)
    yield from misfits(ledger, after, at, before, may_be_archived=may_be_archived)


def misfits(
    ledger: Ledger,
    after: Transaction,
    at: datetime,
    before: Transaction | None = None,
    *,
    may_be_archived: bool = False,
) -> Iterator[FieldError]:
    """Yield the errors of the names of parts of the ledger, and of the date."""
    for check in _checks(ledger, after, at, before, may_be_archived=may_be_archived):
        try:
            check()
        except InvalidArgument as invalid:
            yield from invalid.errors


def _checks(
    ledger: Ledger,
    after: Transaction,
    at: datetime,
    before: Transaction | None,
    *,
    may_be_archived: bool,
) -> Iterator[Callable[[], object]]:
    get_category = partial(ledger.get_category_for, may_be_archived=may_be_archived)
    get_account = partial(ledger.get_account_for_booking, may_be_archived=may_be_archived)
    entry_type = after.entry_type
    known = before.category_ids if before and before.type is after.type else frozenset()
    named = [("category_id", after.category_id)]
    named += [(f"splits.{i}.category_id", s.category_id) for i, s in enumerate(after.splits)]
    for field, category_id in named:
        if category_id is not None and entry_type is not None and category_id not in known:
            yield partial(get_category, entry_type, category_id, field)
    known_accounts = {before.account_id, before.to_account_id} if before else set()
    for field in ("account_id", "to_account_id"):
        account_id = getattr(after, field)
        if account_id is not None and account_id not in known_accounts:
            yield partial(get_account, account_id, field)
    known_type_id = before.custom_type_id if before and before.type is after.type else None
    if after.custom_type_id not in (None, known_type_id):
        yield partial(
            ledger.get_custom_type_for,
            after.type,
            after.custom_type_id,
            may_be_archived=may_be_archived,
        )
    if before is None or after.date != before.date:
        yield partial(_ensure_date, ledger, after, at)


def _ensure_date(ledger: Ledger, after: Transaction, at: datetime) -> None:
    latest = latest_date(ledger.today(at))
    if after.date > latest:
        raise InvalidArgument.of("date", f"must not be after {latest}")
