"""Views of custom types."""

from datetime import datetime

from pydantic import ConfigDict

from functions.http.views import ETAG, Etag, etag_of, view_of
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.base import FrozenModel


class CustomTypeView(FrozenModel):
    """A custom type: a label for transactions of one type."""

    model_config = ConfigDict(openapi_extra=ETAG)  # type: ignore[typeddict-unknown-key]

    id: str
    name: str
    type: TransactionType
    color: str | None
    icon: str | None
    archived: bool
    created_at: datetime
    updated_at: datetime
    etag: Etag


class CustomTypeList(FrozenModel):
    """All matching custom types."""

    items: list[CustomTypeView]
    next_cursor: str | None = None


@view_of.register
def custom_type_view(custom_type: CustomType) -> CustomTypeView:
    """Return the view of a custom type."""
    same = CustomTypeView.model_fields.keys() - {"etag"}
    return CustomTypeView(
        etag=etag_of(custom_type.revision), **{name: getattr(custom_type, name) for name in same}
    )


def logged_custom_type_view(custom_type: CustomType, _tenant: Ledger) -> CustomTypeView:
    """Return a custom type of the change log as clients see it."""
    return custom_type_view(custom_type)
