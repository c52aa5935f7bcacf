"""Make transactions from input, and restore deleted ones."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from shared.errors import AccountGone, CategoryGone, FieldError, InvalidArgument
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.amounts import with_amounts
from shared.models.ledger.transactions.currencies.exchange import FindRate, no_rates
from shared.models.ledger.transactions.currencies.healing import at_rates_in_force
from shared.models.ledger.transactions.fit import fit_errors, misfits
from shared.models.ledger.transactions.given_amounts import GivenAmounts, collected
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.values.base import InputModel, example
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
    errors += misfits(ledger, created, at) if errors else fit_errors(ledger, created, at)
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


def restored(
    ledger: Ledger,
    before: Transaction,
    at: datetime,
    restoration: Restoration,
    find_rate: FindRate = no_rates,
) -> Transaction:
    """Return the transaction restored, in the named category and on the named account.

    It gets the rate of its day that healing has not given it in the trash.

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
    if (healed := at_rates_in_force(ledger, after, find_rate, at)) is not None:
        fields["exchange"] = healed.exchange
    return revised(before, fields, at)


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
