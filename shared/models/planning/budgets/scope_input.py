"""Input of the scopes of budgets, checked against the ledger."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.scopes import MAX_SCOPE, MAX_TAGS_OF_SCOPE, Scope, ScopeKind
from shared.models.ledger.transactions.tags import Tag
from shared.models.ledger.transactions.terms import tag_term
from shared.models.values.base import InputModel
from shared.models.values.identifiers import is_id
from shared.models.values.text import upper_case
from shared.models.values.validation import field_errors_of

_MAX_ID = 64
"""Characters of an id of a scope; a tag has at most 30 without what is cut off before it."""

_TAG = TypeAdapter[str](Tag)


class ScopeDraft(InputModel):
    """The expenses that a budget is on: all, or those of categories, tags or accounts."""

    kind: Annotated[ScopeKind, BeforeValidator(upper_case)]
    ids: tuple[Annotated[str, Field(max_length=_MAX_ID)], ...] = Field(
        default=(),
        max_length=MAX_SCOPE,
        description="Ids of expense categories or accounts, or at most 5 tags.",
    )


def scope_from_input(ledger: Ledger, draft: ScopeDraft, before: Scope | None) -> Scope:
    """Return the scope of an input; what ``before`` names already may have been archived.

    Raises:
        InvalidArgument: It names what the ledger lacks, or nothing, or something in vain.
    """
    if draft.kind is ScopeKind.EVERYTHING:
        if draft.ids:
            raise InvalidArgument.of("scope.ids", "must be empty with EVERYTHING")
        return Scope(kind=draft.kind)
    if not draft.ids:
        raise InvalidArgument.of("scope.ids", f"must name at least one of the {draft.kind.lower()}")
    if draft.kind is ScopeKind.TAGS and len(draft.ids) > MAX_TAGS_OF_SCOPE:
        raise InvalidArgument.of("scope.ids", f"must have at most {MAX_TAGS_OF_SCOPE} tags")
    known = before.ids if before is not None and before.kind is draft.kind else ()
    errors: list[FieldError] = []
    ids: set[str] = set()
    for index, text in enumerate(draft.ids):
        try:
            ids.add(_scope_id(ledger, draft.kind, text, f"scope.ids.{index}", known))
        except InvalidArgument as invalid:
            errors += invalid.errors
    if errors:
        raise InvalidArgument(*errors)
    return Scope(kind=draft.kind, ids=tuple(sorted(ids)))


def _scope_id(ledger: Ledger, kind: ScopeKind, text: str, field: str, known: Iterable[str]) -> str:
    """Return the id of a category or account, or the term of a tag.

    Raises:
        InvalidArgument: The ledger has none, or it is archived; the error names ``field``.
    """
    if kind is ScopeKind.TAGS:
        try:
            return tag_term(_TAG.validate_python(text))
        except ValidationError as invalid:
            [error, *_] = field_errors_of(invalid)
            raise InvalidArgument.of(field, error.message) from invalid
    if text in known:
        return text
    if not is_id(text):
        raise InvalidArgument.of(field, "is not an id")
    if kind is ScopeKind.CATEGORIES:
        ledger.get_category_for(EntryType.EXPENSE, text, field)
    else:
        ledger.get_account_for_booking(text, field)
    return text
