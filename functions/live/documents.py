"""Shape of the documents that the security rules let clients read: one type for each.

Encoders in ``shared/repositories`` write these documents, and ``firestore.rules`` open them.
``python -m functions.live FILE`` writes the types as TypeScript. A test reads documents of each
kind under the rules and compares them with these types, field by field; so a field that is stored
and not declared here, or declared and never stored, fails.

Fields that are not declared for clients are in ``LiveDocument.internal``. They may change without a
new ``LIVE_VERSION``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict  # Pydantic needs this one before Python 3.12.

from functions.live.declaring import AS_TEXT, exact
from functions.live.notification_documents import (
    NotificationDocument,
    NotificationPreferencesDocument,
)
from functions.live.planning_documents import (
    BudgetsDocument,
    GoalsDocument,
    OccurrenceDocument,
    RecurringDocument,
)
from functions.live.summary_document import SummaryDocument
from functions.live.tenant_documents import DemoDocument, UserDocument, WorkspaceDocument
from shared.models.history.change import Cause
from shared.models.history.kinds import Entity
from shared.models.imports.import_plan import ImportStatus
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.people.access import Role
from shared.models.sharing.member import MemberStatus
from shared.models.values.frozen import frozen


@exact
class Split(TypedDict):
    """Part of a transaction with a category of its own, or unfiled."""

    category_id: NotRequired[str]
    """Absent: the part is unfiled."""

    amount_minor: int | None
    """In minor units of the ledger's currency, like that of the transaction."""

    account_amount_minor: NotRequired[int]
    note: NotRequired[str]


@exact
class Original(TypedDict):
    """Amount of a purchase in another currency than the account's, in no sum."""

    amount_minor: int
    currency: str


@exact
class TransactionDocument(TypedDict):
    """Transaction; fields that are null in the API are absent."""

    type: Annotated[TransactionType, AS_TEXT]
    amount_minor: int | None
    """In minor units of `currency`; a refund is negative. Null without a rate: in no sum."""

    currency: str
    """That of the ledger; for some seconds after the ledger's has changed, the former one."""

    account_currency: NotRequired[str]
    """That of the account, where it is not the ledger's."""

    account_amount_minor: NotRequired[int]
    """The amount in minor units of `account_currency`: show this one."""

    rate: NotRequired[str]
    """Units of `currency` for one unit of `account_currency`."""

    rate_date: NotRequired[str]
    rate_source: NotRequired[Annotated[ExchangeSource, AS_TEXT]]
    category_id: NotRequired[str]
    """Absent, and without splits: a transfer, or unfiled."""

    splits: NotRequired[list[Split]]
    account_id: str
    to_account_id: NotRequired[str]
    to_amount_minor: NotRequired[int]
    """The amount that a transfer between two currencies brings, in minor units of `to_currency`."""

    to_currency: NotRequired[str]
    original: NotRequired[Original]
    is_amount_estimated: NotRequired[bool]
    """Whether the amount of the account was calculated from another currency."""

    is_to_amount_estimated: NotRequired[bool]
    """Whether the amount that a transfer brings was calculated from another currency."""

    custom_type_id: NotRequired[str]
    date: str
    """A day, like 2026-03-31; it has no time zone."""

    payee: NotRequired[str]
    description: NotRequired[str]
    notes: NotRequired[str]
    tags: NotRequired[list[str]]
    """As they were written, without `#`."""

    import_id: NotRequired[str]
    external_id: NotRequired[str]
    recurring_id: NotRequired[str]
    occurrence_nominal: NotRequired[str]
    """The nominal date of the occurrence of the recurring entry."""

    goal_id: NotRequired[str]
    """The goal that it counts for."""

    revision: int
    """The ETag is this number in quotation marks."""

    deleted: bool
    """Whether it is in the trash; lists query `deleted == false`."""

    deleted_at: NotRequired[datetime]
    created_at: datetime
    updated_at: datetime


@exact
class PayeeDocument(TypedDict):
    """Payee; its id is a hash of the name."""

    name: str
    count: int
    """The number of its live transactions; lists query `count > 0`."""

    category_id: NotRequired[str | None]
    """The last category that was used with it."""

    used_at: NotRequired[datetime]


@exact
class RowCounts(TypedDict):
    """Numbers of the rows of a plan by status."""

    new: int
    duplicate: int
    invalid: int
    unfiled: int
    """Of the new ones, those without a category."""

    joined: int
    confirmed: NotRequired[int]
    """Those that confirm a booked transaction, if any."""

    doubtful: NotRequired[int]
    """Those that may pay an occurrence of a recurring entry, if any."""


@exact
class ImportDocument(TypedDict):
    """Import of a bank file, with its progress."""

    id: str
    status: Annotated[ImportStatus, AS_TEXT]
    file_name: str | None
    account_id: str
    account_currencies: dict[str, str]
    """Currency of each account of the plan, by its id."""

    planned: RowCounts
    first_date: str | None
    last_date: str | None
    imported_count: int
    confirmed_count: NotRequired[int]
    """Rows that have confirmed a booked transaction, if any."""

    skipped_count: int
    undone_count: int
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    """When a preview expires."""

    completed_at: datetime | None


@exact
class RulesDocument(TypedDict):
    """All rules, in the order in which they are applied."""

    rules: list[dict[str, Any]]
    """As in the API, without members that have their default value."""


@exact
class ChangeDocument(TypedDict):
    """Entry of the change log."""

    sequence: int
    operation_id: str
    at: datetime
    actor: str
    cause: Annotated[Cause, AS_TEXT]
    """In lower case; the API has it in upper case."""

    cause_id: NotRequired[str]
    entity: Annotated[Entity, AS_TEXT]
    """In lower case; the API has it in upper case."""

    entity_id: str
    before: NotRequired[str]
    """JSON text of the stored fields; absent for a creation."""

    after: NotRequired[str]
    """JSON text of the stored fields; absent for a removal."""


@exact
class MemberDocument(TypedDict):
    """Member of a workspace."""

    uid: str
    role: Annotated[Role, AS_TEXT]
    """In lower case; the API has it in upper case."""

    status: Annotated[MemberStatus, AS_TEXT]
    """In lower case; the API has it in upper case."""

    email: str | None
    joined_at: datetime | None
    invited_by: str | None
    revision: int


@exact
class RateCorrection(TypedDict):
    """Rate that was published again with another value."""

    day: str
    before: str
    after: str
    at: datetime


@exact
class ReferenceRatesDocument(TypedDict):
    """Rates of a currency in a year, of the European Central Bank."""

    currency: str
    year: int
    rates: str
    """Units of the currency in a euro, by day: like `0130:1.0394 0131:1.0393`, month and day,
    in the order of days."""

    last_date: str
    """The last day with a rate, like 2026-03-31."""

    revision: int
    """Grows by one with each correction."""

    updated_at: datetime
    corrections: NotRequired[list[RateCorrection]]
    """The last 100 corrections, oldest first."""


@frozen
class LiveDocument:
    """Kind of document that clients read: its path, its type, and the fields of the server."""

    path: str
    """Parts in braces are ids."""

    model: type
    internal: frozenset[str] = frozenset()
    """Fields that are stored and not declared, because clients must not rely on them."""


_OF_TENANTS = frozenset(
    {"rebuild_id", "repairs", "has_foreign_accounts", "has_recurring", "rebuilt_at"}
    | {"scopes", "is_watched", "summary_currency"}
    | {"verified_at", "imported_at", "write_lease"}
)

LIVE_DOCUMENTS = (
    LiveDocument("users/{uid}", UserDocument, _OF_TENANTS),
    LiveDocument("demo_users/{uid}", DemoDocument, _OF_TENANTS | {"erasing_at"}),
    LiveDocument("workspaces/{id}", WorkspaceDocument, _OF_TENANTS),
    LiveDocument(
        "{tenant}/transactions/{id}", TransactionDocument,
        frozenset({"import_key", "terms", "conversions"}),
    ),
    LiveDocument(
        "{tenant}/summaries/{month}", SummaryDocument,
        frozenset({"rollup", "built_by", "by_scope", "scope_builds"}),
    ),
    LiveDocument("{tenant}/payees/{id}", PayeeDocument, frozenset({"prefixes"})),
    LiveDocument(
        "{tenant}/imports/{id}",
        ImportDocument,
        frozenset(
            {
                "layout", "mapping_source", "fingerprint", "sequence", "plan_hash", "category_ids",
                "custom_type_ids", "account_ids", "chunk_sizes", "next_chunk", "next_row",
                "rules_not_applied", "rules_not_applied_from_line", "currencies",
            }
        ),
    ),
    LiveDocument("{tenant}/settings/rules", RulesDocument),
    LiveDocument(
        "{tenant}/recurring/{id}",
        RecurringDocument,
        frozenset({"due_at", "parts", "postponed", "reminded_until"}),
    ),
    LiveDocument("{tenant}/occurrences/{id}", OccurrenceDocument),
    LiveDocument("{tenant}/planning/budgets", BudgetsDocument),
    LiveDocument("{tenant}/planning/goals", GoalsDocument),
    LiveDocument("{tenant}/changes/{id}", ChangeDocument, frozenset({"idempotency", "email"})),
    LiveDocument(
        "{tenant}/notifications/{id}", NotificationDocument, frozenset({"person_uid"})
    ),
    LiveDocument("{tenant}/preferences/notifications", NotificationPreferencesDocument),
    LiveDocument("{tenant}/members/{uid}", MemberDocument),
    LiveDocument("reference_rates/{year}", ReferenceRatesDocument),
)  # fmt: skip
"""Every kind of document that ``firestore.rules`` let somebody read."""
