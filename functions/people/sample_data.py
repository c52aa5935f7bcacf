"""Sample data for an empty ledger: an operation of the function ``me``."""

from flask import Response
from pydantic import Field

from functions.http.call import current_call
from functions.http.parameters import CreationHeaders, json_response
from shared.models.values.base import FrozenModel, InputModel, example
from shared.services.people import sample_data


class SampleDataRequest(InputModel):
    """Empty request."""

    model_config = example()


class SampleDataView(FrozenModel):
    """Sample data that was added."""

    transaction_count: int = Field(description="The number of sample transactions.")


def add_sample_data(
    body: SampleDataRequest,  # noqa: ARG001 (refuses unknown fields)
    header: CreationHeaders,
) -> Response:
    """Fill the caller's empty ledger with sample data of 14 months that end today.

    Transactions in the trash do not count. Accounts for savings and a card are added, and one for
    daily payments unless the default account is of kind ``CHECKING`` without an opening balance.
    Missing categories are added by name, and a rule unless there are rules.
    """
    call = current_call()
    operation = call.operation(header.idempotency_key)
    count = sample_data.add_sample_data(call.store, operation)
    return json_response(SampleDataView(transaction_count=count))
