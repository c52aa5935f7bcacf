"""Read an uploaded bank file, and the options for reading it."""

from typing import Annotated

from flask import request
from pydantic import AfterValidator, Field, Json, ValidationError, WithJsonSchema

from functions.http import problems
from functions.http.parameters import QueryParameters
from shared.errors import InvalidArgument
from shared.models.imports.import_options import ImportOptions
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.values.base import MAX_MEMBERS
from shared.models.values.characters.names import cleaned
from shared.models.values.currency import Currency
from shared.models.values.identifiers import SAMPLE_ID, Id
from shared.models.values.text import BLANK_AS_NULL, STORABLE, trimmed

AccountsByCurrency = Annotated[
    dict[Currency, Id], Field(max_length=MAX_MEMBERS, examples=[{"EUR": SAMPLE_ID}])
]


class PreviewQuery(QueryParameters):
    """Options for reading a file; in a form, fields of the same names."""

    account_id: Id | None = Field(
        default=None,
        description="By default the account of the last such file, or the default account.",
    )
    accounts: Json[AccountsByCurrency] | None = Field(
        default=None,
        description="JSON with the accounts of rows by their currency, of rows that name none in "
        "it. On an account in another currency, a row keeps its amount as ``original``.",
    )
    income_category_id: Id | None = Field(
        default=None,
        description="For income without a category by file and rules; by default unfiled.",
    )
    expense_category_id: Id | None = Field(
        default=None,
        description="For expenses without a category by file and rules; by default unfiled.",
    )
    fee_category_id: Id | None = Field(
        default=None,
        description="The category of fees in a column of their own, which become splits of "
        "expenses in their account's currency; other fees are in the notes.",
    )
    file_name: Annotated[
        Annotated[str, trimmed(200), STORABLE, AfterValidator(cleaned)] | None, BLANK_AS_NULL
    ] = None
    layout: Json[LayoutOverrides] | None = Field(
        default=None,
        description="JSON with the known parts of the layout; the others are detected.",
    )
    use_saved_mapping: bool = Field(
        default=True, description="Use the layout of an earlier file with the same fingerprint."
    )

    join_exchanges: bool = Field(
        default=True,
        description="Make one transfer of the two rows of an exchange of currencies.",
    )

    def options(self) -> ImportOptions:
        """Return the options that the client chose."""
        return ImportOptions(
            account_id=self.account_id,
            accounts=self.accounts or {},
            income_category_id=self.income_category_id,
            expense_category_id=self.expense_category_id,
            fee_category_id=self.fee_category_id,
            file_name=self.file_name or None,
            overrides=self.layout,
            use_saved_mapping=self.use_saved_mapping,
            join_exchanges=self.join_exchanges,
        )


class ImportForm(PreviewQuery):
    """A file and the options for reading it, as a form."""

    file: Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})] = Field(
        description="A bank's CSV file, unchanged."
    )
    accounts: AccountsByCurrency | None = Field(  # A part with JSON.
        default=None,
        description="The accounts of rows by their currency, of rows that name none in it.",
    )
    layout: LayoutOverrides | None = Field(  # A part with JSON.
        default=None, description="The known parts of the layout; the others are detected."
    )


def uploaded(query: PreviewQuery) -> tuple[bytes, ImportOptions]:
    """Return the uploaded file, and the options for reading it.

    Raises:
        InvalidArgument: There is no file in the form, or a field is invalid.
    """
    if request.mimetype != "multipart/form-data":
        return request.get_data(), query.options()
    file = request.files.get("file")
    if file is None:
        raise InvalidArgument.of("file", "is required")
    named = {"file_name": file.filename} if file.filename else {}
    try:
        asked = PreviewQuery.model_validate(
            named | query.model_dump(exclude_unset=True, round_trip=True) | request.form.to_dict()
        )
    except ValidationError as error:
        raise problems.invalid_argument(error) from error
    return file.read(), asked.options()
