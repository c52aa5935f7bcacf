"""Amounts that an input names, as people write them and in minor units."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypeVar

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.inputs.transaction import OriginalDraft, SplitDraft
from shared.models.ledger.transactions.currencies.base_amounts import GivenExchange
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.transaction import Split
from shared.models.values.money import to_minor

_T = TypeVar("_T")


class AmountsInMinor(NamedTuple):
    """Amounts that an input gives, in minor units; None if it does not, or gives null.

    ``names`` are the fields of amounts that it has, null or not. ``amount_minor`` and ``splits``
    are in ``currency``; null splits are empty.
    """

    names: frozenset[str]
    currency: str
    amount_minor: int | None = None
    splits: tuple[Split, ...] | None = None
    original: Original | None = None
    to_amount_minor: int | None = None


class GivenAmounts(NamedTuple):
    """Amounts that an input names, as it gives them; ``names`` has the fields, null or not."""

    names: frozenset[str]
    amount: Decimal | None = None
    currency: str | None = None
    original: OriginalDraft | None = None
    splits: tuple[SplitDraft, ...] | None = None
    to_amount: Decimal | None = None
    base_amount: Decimal | None = None
    rate: Decimal | None = None

    @classmethod
    def taken_from(cls, fields: dict[str, Any]) -> GivenAmounts:
        """Remove the amounts from the fields of an input, and return them."""
        names = frozenset(cls._fields[1:]) & fields.keys()
        return cls(names, **{name: fields.pop(name) for name in names})

    @property
    def exchange(self) -> GivenExchange:
        """Return the base amount and the rate."""
        is_named = not self.names.isdisjoint({"base_amount", "rate"})
        return GivenExchange(self.base_amount, self.rate, is_named)

    def in_minor(
        self, account_currency: str, to_currency: str, errors: list[FieldError]
    ) -> AmountsInMinor:
        """Return the amounts in minor units of the currencies of the accounts; collect errors.

        Amount and splits are in the currency of the input, if it names one.
        """
        currency = self.currency or account_currency
        if self.original is not None and currency != account_currency:
            message = f"must be omitted: the amount is in {currency}"
            errors.append(FieldError("original", message))
        splits = None
        if "splits" in self.names:
            drafts = enumerate(self.splits or ())
            made = (
                collected(partial(_split, split, currency, at), None, errors)
                for at, split in drafts
            )
            splits = tuple(split for split in made if split is not None)
        return AmountsInMinor(
            self.names,
            currency,
            collected(partial(_minor, self.amount, currency, "amount"), None, errors),
            splits,
            collected(partial(_original, self.original, account_currency), None, errors),
            collected(partial(_minor, self.to_amount, to_currency, "to_amount"), None, errors),
        )


def collected(make: Callable[[], _T], otherwise: _T, errors: list[FieldError]) -> _T:
    """Return what ``make`` returns; if it refuses, collect its errors and return the other."""
    try:
        return make()
    except InvalidArgument as invalid:
        errors.extend(invalid.errors)
        return otherwise


def _minor(amount: Decimal | None, currency: str, field: str) -> int | None:
    return None if amount is None else to_minor(amount, currency, field)


def _split(draft: SplitDraft, currency: str, index: int) -> Split | None:
    amount_minor = to_minor(draft.amount, currency, f"splits.{index}.amount")
    return Split(category_id=draft.category_id, amount_minor=amount_minor, note=draft.note)


def _original(draft: OriginalDraft | None, account_currency: str) -> Original | None:
    if draft is None:
        return None
    if draft.currency == account_currency:
        raise InvalidArgument.of("original.currency", "must not be that of the account")
    amount_minor = to_minor(draft.amount, draft.currency, "original.amount")
    return Original(amount_minor=amount_minor, currency=draft.currency)
