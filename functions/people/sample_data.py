"""Sample data for an empty ledger: a route of the function ``me``."""

from flask import Response
from pydantic import Field

from functions.http.call import current_call
from functions.http.parameters import CreationHeaders, json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from shared.models.values.base import FrozenModel, InputModel, example


class SampleDataRequest(InputModel):
    """Empty request."""

    model_config = example()


class SampleDataView(FrozenModel):
    """Sample data that was added."""

    transaction_count: int = Field(description="The number of sample transactions.")


def add_to(routes: Routes) -> None:
    """Add the route to those of a function."""
    routes.post(
        "/sample_data",
        allows=Access.SELF,
        names_change=True,
        responses={
            200: SampleDataView,
            **problem_responses(
                "ledger-not-empty", "already-exists", "too-many-accounts", "too-many-categories",
                "commit-too-large", "demo-quota", "idempotency-key-reused",
                with_body=True,
            ),
        },
    )(add_sample_data)  # fmt: skip


def add_sample_data(
    body: SampleDataRequest,  # noqa: ARG001 (refuses unknown fields)
    header: CreationHeaders,
) -> Response:
    """Fill the caller's empty ledger with sample data of 14 months that end today.

    Transactions in the trash do not count. Accounts for savings and a card are added, and one for
    daily payments unless the default account is of kind ``CHECKING`` without an opening balance.
    Missing categories are added by name, and a rule unless there are rules.
    """
    # Few ask for it, and the samples take long to load.
    from shared.services.people import sample_data  # noqa: PLC0415 (see above)

    call = current_call()
    operation = call.operation(header.idempotency_key)
    count = sample_data.add_sample_data(call.store, operation)
    return json_response(SampleDataView(transaction_count=count))
