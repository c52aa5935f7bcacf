"""Make transactions from input, and check that they fit the ledger."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from shared.errors import AccountGone, CategoryGone, FieldError, InvalidArgument
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.amounts import with_amounts
from shared.models.ledger.transactions.exchange import FindRate, no_rates
from shared.models.ledger.transactions.given_amounts import GivenAmounts, collected
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.ledger.transactions.valuation import currency_errors
from shared.models.values.base import InputModel, example
from shared.models.values.dates import latest_date
from shared.models.values.identifiers import Id, new_id
from shared.models.values.revision import revised
from shared.models.values.text import BLANK_AS_NULL


class Restoration(InputModel):
    """Category and account to restore a transaction to, instead of its own.

    ``category_id`` replaces all splits.
    """

    model_config = example()

    category_id: Annotated[Id | None, BLANK_AS_NULL] = None
    account_id: Annotated[Id | None, BLANK_AS_NULL] = None


def transaction_from_input(
    ledger: Ledger,
    draft: TransactionDraft,
    at: datetime,
    find_rate: FindRate = no_rates,
    **facts: Any,
) -> Transaction:
    """Return a new transaction from input; ``facts`` are fields that clients may not set.

    Raises:
        InvalidArgument: It is invalid, or does not fit the ledger; the error has every field.
    """
    fields = _fields_of(ledger, draft)
    given = GivenAmounts.taken_from(fields)
    made: dict[str, Any] = {"id": new_id(), "created_at": at, "updated_at": at}
    without_amounts = {"amount_minor": 0, "currency": ledger.currency}
    created = Transaction.model_construct(**{**made, **without_amounts, **fields, **facts})
    errors: list[FieldError] = []
    add_amounts = partial(with_amounts, ledger, None, created, given, find_rate)
    created = collected(add_amounts, created, errors)
    errors += _misfits(ledger, created, at) if errors else fit_errors(ledger, created, at)
    if errors:
        raise InvalidArgument(*errors)
    return created


def apply_patch(
    ledger: Ledger,
    before: Transaction,
    patch: TransactionPatch | TransactionDraft,
    at: datetime,
    find_rate: FindRate = no_rates,
) -> Transaction:
    """Return the transaction after a patch, or with all fields replaced by other input.

    Raises:
        InvalidArgument: It would be invalid, or not fit the ledger; the error has every field.
    """
    if isinstance(patch, TransactionDraft):
        fields, kept = _fields_of(ledger, patch), None
    else:
        fields, kept = _cleared(before, patch.changes()), before
    given = GivenAmounts.taken_from(fields)
    after = with_amounts(ledger, kept, before.model_copy(update=fields), given, find_rate)
    after = revised(before, dict(after), at)
    if errors := list(fit_errors(ledger, after, at, before)):
        raise InvalidArgument(*errors)
    return after


def _fields_of(ledger: Ledger, draft: TransactionDraft) -> dict[str, Any]:
    fields = {name: getattr(draft, name) for name in TransactionDraft.model_fields}
    return fields | {"account_id": draft.account_id or ledger.default_account_id}


def mark_deleted(before: Transaction, at: datetime) -> Transaction:
    """Return the transaction marked as deleted."""
    return revised(before, {"deleted_at": at}, at)


def restored(
    ledger: Ledger, before: Transaction, at: datetime, restoration: Restoration
) -> Transaction:
    """Return the transaction restored, in the named category and on the named account.

    Raises:
        CategoryGone, AccountGone: One of its own was deleted, and no other is named.
        InvalidArgument: The named ones do not fit.
    """
    fields: dict[str, Any] = {"deleted_at": None}
    if restoration.category_id is not None:
        fields |= {"category_id": restoration.category_id, "splits": ()}
    if restoration.account_id is not None:
        fields["account_id"] = restoration.account_id
    after = revised(before, fields, at)
    if not after.category_ids <= ledger.categories.keys():
        raise CategoryGone if restoration.category_id is None else _unknown("category_id")
    if not {account_id for account_id, _ in after.account_changes} <= ledger.accounts.keys():
        raise AccountGone if restoration.account_id is None else _unknown("account_id")
    if errors := list(fit_errors(ledger, after, at, before)):
        raise InvalidArgument(*errors)
    return after


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
    yield from _misfits(ledger, after, at, before, may_be_archived=may_be_archived)


def _misfits(
    ledger: Ledger,
    after: Transaction,
    at: datetime,
    before: Transaction | None = None,
    *,
    may_be_archived: bool = False,
) -> Iterator[FieldError]:
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


def _cleared(before: Transaction, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the named fields, with the fields that they exclude set to None."""
    if fields.get("splits"):
        fields.setdefault("category_id", None)
    elif fields.get("category_id") is not None:
        fields.setdefault("splits", None)
    new_type = fields.get("type", before.type)
    if new_type is not before.type:
        fields.setdefault("custom_type_id", None)
        if new_type is TransactionType.TRANSFER:
            fields.setdefault("category_id", None)
            fields.setdefault("splits", None)
        else:
            fields.setdefault("to_account_id", None)
    return fields


def _unknown(field: str) -> InvalidArgument:
    kind = "a category" if field == "category_id" else "an account"
    return InvalidArgument.of(field, f"is not {kind} of this ledger")
