"""Shape of the documents of tenants: the ledger, and the parts of a user, demo and workspace."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, NotRequired

from typing_extensions import TypedDict  # Pydantic needs this one before Python 3.12.

from functions.live.declaring import AS_TEXT, exact
from shared.models.ledger.account import AccountKind
from shared.models.ledger.category import CategoryKind, EntryType
from shared.models.ledger.currency_change import CurrencyStep
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday


@exact
class Category(TypedDict):
    """Category in the tenant's document; times are RFC 3339 text here."""

    name: str
    type: Annotated[EntryType, AS_TEXT]
    kind: Annotated[CategoryKind, AS_TEXT]
    end_date: NotRequired[str]
    """The last day of a TIMEBOUND category, like 2026-12-31."""

    color: NotRequired[str]
    icon: NotRequired[str]
    archived: NotRequired[bool]
    """Absent: false."""

    merging_into: NotRequired[str]
    """The id of the category to which its transactions are being moved."""

    revision: NotRequired[int]
    """Absent: 1. The ETag is this number in quotation marks."""

    created_at: str
    updated_at: str


@exact
class Account(TypedDict):
    """Account in the tenant's document; times are RFC 3339 text here."""

    name: str
    kind: Annotated[AccountKind, AS_TEXT]
    currency: NotRequired[str]
    """Of all its amounts; absent: that of the ledger."""

    opening_balance_minor: NotRequired[int]
    """In minor units; absent: 0. The balance is this and `by_account[id].change_minor`.

    Debt on a card or a loan is a negative balance. `liabilities` of the API is the sum of the
    balances of these kinds with the opposite sign: negative if they have more credit than debts.
    """

    opening_date: str
    """A day, like 2026-03-31."""

    low_balance_minor: NotRequired[int]
    """People are notified when the balance falls below it; in minor units. Absent: they are not."""

    color: NotRequired[str]
    icon: NotRequired[str]
    archived: NotRequired[bool]
    """Absent: false."""

    merging_into: NotRequired[str]
    """The id of the account to which its transactions are being moved."""

    revision: NotRequired[int]
    """Absent: 1. The ETag is this number in quotation marks."""

    created_at: str
    updated_at: str


@exact
class CustomType(TypedDict):
    """Custom type in the tenant's document; times are RFC 3339 text here."""

    name: str
    type: Annotated[TransactionType, AS_TEXT]
    color: NotRequired[str]
    icon: NotRequired[str]
    archived: NotRequired[bool]
    """Absent: false."""

    merging_into: NotRequired[str]
    """The id of the custom type that its transactions are being given."""

    revision: NotRequired[int]
    """Absent: 1. The ETag is this number in quotation marks."""

    created_at: str
    updated_at: str


@exact
class OwnRate(TypedDict):
    """Own rate in the tenant's document; times are RFC 3339 text here."""

    base: str
    quote: str
    date: str
    """A day, like 2026-03-31."""

    rate: str
    """The price of one unit of `base` in `quote`, a decimal number."""

    revision: NotRequired[int]
    """Absent: 1. The ETag is this number in quotation marks."""

    created_at: str
    updated_at: str


@exact
class AccountSum(TypedDict):
    """Change of an account's balance, in minor units with sign, and its transactions."""

    change_minor: NotRequired[int]
    count: NotRequired[int]


@exact
class RestoreProgress(TypedDict):
    """Progress of the restore of a backup: finished if `done` is `total`."""

    document: str
    """SHA-256 of the backup."""

    done: int
    total: int
    sequence: int
    is_alone: bool


@exact
class CurrencyChange(TypedDict):
    """Progress of a change of the currency: `done` of about `total` transactions in a step."""

    step: Annotated[CurrencyStep, AS_TEXT]
    """From MOVING on the new currency is in force; DONE is the end, also of a cancelled change."""

    total: int
    done: int
    after: NotRequired[str]
    """The id of the last transaction that is done."""


@exact
class ImportProgress(TypedDict):
    """Progress of an import that is running, or of its undo."""

    progress: float
    """The fraction that is done, from 0 to 1."""

    is_undo: bool


@exact
class Takeover(TypedDict):
    """Takeover of a demo by an account."""

    started_at: datetime
    finished_at: datetime | None
    """Not null: the ledger is now `users/{uid}`; subscribe to that with a new ID token."""

    last_path: str | None
    copied: dict[str, int]
    """Numbers of copied documents by collection."""


@exact
class Profile(TypedDict):
    """Profile of a person."""

    display_name: NotRequired[str]
    locale: NotRequired[str]
    """Absent: en."""

    revision: NotRequired[int]


@exact
class SignIn(TypedDict):
    """Sign-in methods of a person, by Firebase's names."""

    methods: NotRequired[list[str]]
    email: NotRequired[str]
    email_verified: NotRequired[bool]
    told_at: NotRequired[datetime]


@exact
class MonthStart(TypedDict):
    """Day of the calendar month on which the ledger's months start, for `monthOf`."""

    day: int
    """1 to 31; in shorter months their last day."""

    shift: NotRequired[Annotated[Shift, AS_TEXT]]
    """To a business day; absent: `NONE`."""

    holidays: NotRequired[str]
    """The country or subdivision whose public holidays were known when it was chosen."""

    weekend: NotRequired[list[Annotated[Weekday, AS_TEXT]]]
    """Days of the week that are no business days; absent: `SA` and `SU`."""

    moves: NotRequired[str]
    """Where the day moves in each month from January 2020; in others it moves from weekends.

    `a`, `b`, … are 1, 2, … days back, `A`, `B`, … as many ahead, `.` is not at all.
    """


@exact
class Ledger(TypedDict):
    """Ledger in the document of every tenant."""

    live_version: int
    """The version of these types for this document and all below it."""

    currency: str
    """ISO 4217; its minor units are those of every `_minor` but those of accounts."""

    timezone: str
    created_at: datetime
    categories: dict[str, Category]
    accounts: dict[str, Account]
    custom_types: NotRequired[dict[str, CustomType]]
    own_rates: NotRequired[dict[str, OwnRate]]
    default_account_id: str
    by_account: NotRequired[dict[str, AccountSum]]
    """Sums of all transactions by account id, in its currency; absent: 0."""

    tags: NotRequired[dict[str, int]]
    """Uses of each tag by its term, `#` and the case-folded tag: `#strasse` for `Straße`."""

    unconverted: NotRequired[dict[str, int]]
    """Numbers of income and expenses without a rate, by currency."""

    tag_names: NotRequired[dict[str, str]]
    """The spelling of tags by term, where it differs from the term without `#`."""

    unfiled_count: NotRequired[int]
    """The number of transactions of which a part has no category, to review; absent: 0."""

    sequence: NotRequired[int]
    """The number of the last change: there is news in the feed if it grows. Absent: 0."""

    month_start: MonthStart
    next_month_start: NotRequired[MonthStart]
    """The start for which summaries are being built."""

    summary_edition: NotRequired[str]
    """The end of the ids of summaries, like `d25-USD` of `2026-03-d25-USD`; absent: they have none.

    If it changes, subscribe to summaries of other ids.
    """

    next_currency: NotRequired[str]
    """The currency to which all amounts are being converted."""

    currency_change: NotRequired[CurrencyChange]
    """How far the last change of the currency is."""

    settings_revision: NotRequired[int]
    """Absent: 1."""

    restore: NotRequired[RestoreProgress]
    imports_under_way: NotRequired[dict[str, ImportProgress]]
    """Imports that are running, by id, at most 20."""


@exact
class UserDocument(Ledger):
    """Ledger of a registered user."""

    profile: NotRequired[Profile]
    sign_in: NotRequired[SignIn]
    takeover: NotRequired[Takeover]
    """Of the demo that this ledger was."""


@exact
class DemoUse(TypedDict):
    """Number of transactions and imports that a demo has had."""

    transactions: NotRequired[int]
    imports: NotRequired[int]


@exact
class DemoDocument(Ledger):
    """Ledger of a demo. After its takeover this document alone can be read, to tell of that."""

    expires_at: datetime
    """From then on nothing of the demo can be read."""

    sample_transaction_count: int
    demo_use: NotRequired[DemoUse]
    takeover: NotRequired[Takeover]
    profile: NotRequired[Profile]
    sign_in: NotRequired[SignIn]


@exact
class WorkspaceDocument(Ledger):
    """Ledger of a workspace."""

    name: str
    owner_uid: str
    deleted_at: NotRequired[datetime | None]
    workspace_revision: NotRequired[int]
    """Absent: 1."""
