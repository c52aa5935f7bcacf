"""Input of the money that counts for a goal, checked against the ledger."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.tags import Tag
from shared.models.ledger.transactions.terms import tag_term
from shared.models.planning.goals.goal import (
    WHOLE,
    AllocationStep,
    Funding,
    FundingKind,
    currency_of,
)
from shared.models.values.base import InputModel
from shared.models.values.money import AmountBound, format_minor, to_minor
from shared.models.values.text import BLANK_AS_NULL, upper_case
from shared.models.values.validation import field_errors_of

_MAX_ID = 64
_TAG = TypeAdapter[str](Tag)
_T = TypeVar("_T")


def positive(amount: Decimal) -> Decimal:
    """Return an amount that is positive.

    Raises:
        ValueError: It is not.
    """
    if amount <= 0:
        raise ValueError("must be positive")
    return amount


GoalAmount = Annotated[AmountBound, AfterValidator(positive)]
_Id = Annotated[str, Field(max_length=_MAX_ID)]

_FIELDS = {
    FundingKind.ALLOCATION: {"account_id", "amount", "basis_points"},
    FundingKind.ACCOUNT: {"account_id"},
    FundingKind.CATEGORY: {"category_id"},
    FundingKind.TAG: {"tag", "type"},
    FundingKind.TRANSACTIONS: set[str](),
    FundingKind.DEBT: {"account_id", "debt"},
}
_REQUIRED = {"account_id", "category_id", "tag"}


class FundingDraft(InputModel):
    """The money that counts for a goal: each kind has fields of its own."""

    kind: Annotated[FundingKind, BeforeValidator(upper_case)]
    account_id: Annotated[_Id | None, BLANK_AS_NULL] = Field(
        default=None,
        description="Of ALLOCATION and ACCOUNT, an account with money; of DEBT, one with debts.",
    )
    amount: Annotated[GoalAmount | None, BLANK_AS_NULL] = Field(
        default=None, description="The part of the balance of an ALLOCATION."
    )
    basis_points: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=WHOLE,
        description="Or its share: 2500 is a quarter.",
    )
    category_id: Annotated[_Id | None, BLANK_AS_NULL] = Field(
        default=None, description="Of CATEGORY."
    )
    tag: Annotated[str | None, BLANK_AS_NULL] = Field(
        default=None, max_length=_MAX_ID, description="Of TAG."
    )
    type: Annotated[EntryType | None, BeforeValidator(upper_case), BLANK_AS_NULL] = Field(
        default=None, description="Which transactions with the tag count; by default EXPENSE."
    )
    debt: Annotated[GoalAmount | None, BLANK_AS_NULL] = Field(
        default=None, description="Of DEBT, at the start; by default the present one."
    )


def collected(errors: list[FieldError], make: Callable[[], _T]) -> _T | None:
    """Return what a function makes, or collect why it cannot be made."""
    try:
        return make()
    except InvalidArgument as invalid:
        errors.extend(invalid.errors)
        return None


def funding_from_input(ledger: Ledger, draft: FundingDraft, before: Funding | None) -> Funding:
    """Return the funding of an input; what ``before`` names already may have been archived.

    Raises:
        InvalidArgument: It names what the ledger lacks, or does not fit its kind.
    """
    if errors := list(_shape_errors(draft)):
        raise InvalidArgument(*errors)
    match draft.kind:
        case FundingKind.CATEGORY:
            category_id = _category_id(ledger, draft.category_id or "", before)
            return Funding(kind=draft.kind, category_id=category_id)
        case FundingKind.TAG:
            of_type = draft.type or EntryType.EXPENSE
            return Funding(kind=draft.kind, tag=_term(draft.tag or ""), type=of_type)
        case FundingKind.TRANSACTIONS:
            return Funding(kind=draft.kind)
        case _:
            return _of_account(ledger, draft, before)


def allocation_from_input(
    ledger: Ledger, draft: FundingDraft, funding: Funding, day: date
) -> AllocationStep | None:
    """Return the part of a balance from a day on; None of another kind of funding.

    Raises:
        InvalidArgument: The amount does not fit the currency.
    """
    if draft.kind is not FundingKind.ALLOCATION:
        return None
    if draft.amount is None:
        return AllocationStep(start=day, basis_points=draft.basis_points)
    amount_minor = to_minor(draft.amount, currency_of(funding, ledger), "funding.amount")
    return AllocationStep(start=day, amount_minor=amount_minor)


def _shape_errors(draft: FundingDraft) -> Iterator[FieldError]:
    """Yield the errors of fields that the kind does not have, and of those that it lacks."""
    allowed = _FIELDS[draft.kind]
    for name in FundingDraft.model_fields.keys() - {"kind"} - allowed:
        if getattr(draft, name) is not None:
            yield FieldError(f"funding.{name}", f"must be omitted with {draft.kind}")
    for name in sorted(_REQUIRED & allowed):
        if getattr(draft, name) is None:
            yield FieldError(f"funding.{name}", f"is required with {draft.kind}")
    if draft.kind is FundingKind.ALLOCATION:
        if draft.amount is None and draft.basis_points is None:
            yield FieldError("funding.amount", "is required, or basis_points")
        elif draft.amount is not None and draft.basis_points is not None:
            yield FieldError("funding.basis_points", "must be omitted with an amount")


def _category_id(ledger: Ledger, category_id: str, before: Funding | None) -> str:
    """Return the id of a category of either type.

    Raises:
        InvalidArgument: The ledger has none, or it is archived or being merged.
    """
    found = ledger.categories.get(category_id)
    of_type = EntryType.EXPENSE if found is None else found.type
    is_known = before is not None and before.category_id == category_id
    return ledger.get_category_for(
        of_type, category_id, "funding.category_id", may_be_archived=is_known
    ).id


def _term(tag: str) -> str:
    try:
        return tag_term(_TAG.validate_python(tag))
    except ValidationError as invalid:
        [error, *_] = field_errors_of(invalid)
        raise InvalidArgument.of("funding.tag", error.message) from invalid


def _of_account(ledger: Ledger, draft: FundingDraft, before: Funding | None) -> Funding:
    """Return a funding of an account's balance.

    Raises:
        InvalidArgument: The ledger has none, it is archived, of debts or not, or owes nothing.
    """
    account_id, field = draft.account_id or "", "funding.account_id"
    is_known = before is not None and before.account_id == account_id
    account = ledger.get_account_for_booking(account_id, field, may_be_archived=is_known)
    is_debt = draft.kind is FundingKind.DEBT
    if account.kind.is_liability != is_debt:
        wanted = "must be a CREDIT_CARD or LOAN" if is_debt else "must not be a CREDIT_CARD or LOAN"
        raise InvalidArgument.of(field, f"{wanted} with {draft.kind}")
    if not is_debt:
        return Funding(kind=draft.kind, account_id=account_id)
    if draft.debt is not None:
        currency = ledger.currency_of(account_id)
        debt_minor = to_minor(draft.debt, currency, "funding.debt")
    elif (debt_minor := -ledger.balance_minor(account_id)) <= 0:
        balance = format_minor(-debt_minor, ledger.currency_of(account_id))
        raise InvalidArgument.of("funding.debt", f"is required: the balance is {balance}")
    return Funding(kind=draft.kind, account_id=account_id, debt_minor=debt_minor)
