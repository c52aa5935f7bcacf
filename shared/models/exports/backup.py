"""Records of a backup: JSON of the parts of a ledger, written to a file and read from it.

Names are those of the API's resources. Amounts are decimals in the ledger's currency. Fields with
their default value are omitted.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from shared.errors import InvalidArgument
from shared.models.currencies.own_rate import MAX_OWN_RATES, OwnRate
from shared.models.currencies.own_rate_input import OwnRateValue
from shared.models.exports.backup_values import (
    Count,
    Flag,
    ForeignKey,
    Total,
    total_to_minor,
    written_at,
)
from shared.models.ledger.account import MAX_ACCOUNTS, MAX_OPENING_MINOR, Account, AccountKind
from shared.models.ledger.category import (
    MAX_CATEGORIES,
    Category,
    CategoryKind,
    EntryType,
    ensure_end_date_fits,
)
from shared.models.ledger.custom_type import MAX_CUSTOM_TYPES, CustomType
from shared.models.ledger.inputs.account import AccountName
from shared.models.ledger.inputs.category import CategoryName, Color, Icon
from shared.models.ledger.inputs.custom_type import CustomTypeName
from shared.models.ledger.inputs.texts import Payee
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.record_list import (
    Revision,
    Version,
    VersionedRecord,
)
from shared.models.ledger.summary import PeriodClose, Summary
from shared.models.ledger.transactions.payee import UsedPayee
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.rules.rule import MAX_RULES, Rule, RuleDraft
from shared.models.settings.month_start_input import MonthStartRecord
from shared.models.values.base import InputModel
from shared.models.values.currency import AnyCurrency, Currency
from shared.models.values.dates import CivilDate, Month, Timezone
from shared.models.values.identifiers import Id
from shared.models.values.instant import Instant
from shared.models.values.money import format_minor
from shared.models.values.text import BLANK_AS_NULL

FORMAT: Literal["financeflow-ledger"] = "financeflow-ledger"
VERSION: Literal[1] = 1

_MONTH_TEXT = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)


def _month_label(value: str) -> str:
    if not _MONTH_TEXT.fullmatch(value) or value < "0001-02":
        raise ValueError("must be a month as YYYY-MM")
    return value


class CategoryRecord(VersionedRecord):
    """A category."""

    id: Id
    name: CategoryName
    type: EntryType
    kind: CategoryKind | None = None
    end_date: CivilDate | None = None
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None
    archived: Flag = False
    merging_into: Id | None = None

    def category(self) -> Category:
        """Convert the record to a category; without a kind it has the usual one of its type.

        Raises:
            InvalidArgument: The end date does not fit the kind.
        """
        given = {name: value for name, value in self if value is not None}
        category = Category(**given)
        ensure_end_date_fits(category.kind, category.end_date)
        return category


class AccountRecord(VersionedRecord):
    """An account."""

    id: Id
    name: AccountName
    kind: AccountKind
    currency: Currency | None = None
    opening_balance: Total = Decimal(0)
    opening_date: CivilDate
    low_balance: Total | None = None
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None
    archived: Flag = False
    merging_into: Id | None = None

    @classmethod
    def json_of(cls, account: Account, currency: str) -> dict[str, Any]:
        """Return the JSON of an account."""
        amounts = {"opening_balance": account.opening_balance_minor}
        if account.low_balance_minor is not None:
            amounts["low_balance"] = account.low_balance_minor
        own_currency = account.currency or currency
        content = account.model_dump(
            mode="json",
            exclude={"opening_balance_minor", "low_balance_minor"},
            exclude_defaults=True,
        )
        return content | {name: format_minor(one, own_currency) for name, one in amounts.items()}

    def account(self, currency: str) -> Account:
        """Convert the record to an account; ``currency`` is that of the ledger."""
        fields = dict(self)
        if self.currency == currency:
            fields["currency"] = None
        own_currency = self.currency or currency
        for name in ("opening_balance", "low_balance"):
            if (amount := fields.pop(name)) is not None:
                amount_minor = total_to_minor(amount, own_currency, name)
                if abs(amount_minor) > MAX_OPENING_MINOR:
                    raise InvalidArgument.of(name, "is too large a sum")
                fields[f"{name}_minor"] = amount_minor
        return Account(**fields)


class CustomTypeRecord(VersionedRecord):
    """A custom type."""

    id: Id
    name: CustomTypeName
    type: TransactionType
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None
    archived: Flag = False
    merging_into: Id | None = None

    def custom_type(self) -> CustomType:
        """Convert the record to a custom type."""
        return CustomType(**dict(self))


class OwnRateRecord(VersionedRecord):
    """An own rate."""

    id: Id
    base: AnyCurrency
    quote: AnyCurrency
    date: CivilDate
    rate: OwnRateValue

    def own_rate(self) -> OwnRate:
        """Convert the record to an own rate."""
        if self.base == self.quote:
            raise InvalidArgument.of("quote", "must be another currency than base")
        return OwnRate(**dict(self))


class RuleRecord(RuleDraft):
    """A rule."""

    id: Id
    revision: Revision = 1
    created_at: Instant
    updated_at: Instant

    def rule(self) -> Rule:
        """Convert the record to a rule."""
        return Rule.model_construct(**dict(self))


class SettingsRecord(InputModel):
    """The settings of a ledger that its totals depend on."""

    currency: Currency
    timezone: Timezone
    month_start: MonthStartRecord


class PayeeRecord(InputModel):
    """The spelling of a payee, and its last category."""

    name: Payee
    category_id: Id | None = None

    @classmethod
    def json_of(cls, payee: UsedPayee) -> dict[str, Any]:
        """Return the JSON of a payee."""
        written = {"name": payee.name, "category_id": payee.category_id}
        return {name: value for name, value in written.items() if value is not None}


class ClosingRecord(InputModel):
    """The period close of a month, as the rollup wrote it."""

    revision: Revision
    version: Version
    verified_at: Instant
    run_id: ForeignKey
    income: Total
    expenses: Total
    count: Count
    income_difference: Total
    expenses_difference: Total
    count_difference: Count

    @classmethod
    def json_of(cls, closing: PeriodClose, currency: str) -> dict[str, Any]:
        """Return the JSON of a period close."""
        content: dict[str, Any] = {}
        for name in cls.model_fields:
            value = getattr(closing, name, None)
            content[name] = (
                format_minor(getattr(closing, f"{name}_minor"), currency)
                if value is None
                else value
            )
        return content | {"verified_at": written_at(closing.verified_at)}

    def closing(self, currency: str) -> PeriodClose:
        """Convert the record to a period close."""
        fields = dict(self)
        for name in ("income", "expenses", "income_difference", "expenses_difference"):
            fields[f"{name}_minor"] = total_to_minor(fields.pop(name), currency, f"closing.{name}")
        return PeriodClose(**fields)


class MonthRecord(InputModel):
    """The version and period close of a month."""

    month: Annotated[str, AfterValidator(_month_label)]
    version: Version
    updated_at: Instant | None = None
    closing: ClosingRecord | None = None

    @classmethod
    def json_of(cls, summary: Summary, currency: str) -> dict[str, Any]:
        """Return the JSON of a month's summary, without totals."""
        content: dict[str, Any] = {"month": str(summary.month), "version": summary.version}
        if summary.updated_at is not None:
            content["updated_at"] = written_at(summary.updated_at)
        if summary.period_close is not None:
            content["closing"] = ClosingRecord.json_of(summary.period_close, currency)
        return content

    def state(self, currency: str) -> Summary:
        """Convert the record to a month's summary without totals.

        Raises:
            InvalidArgument: The closed version is later than the month's, or a total is too large.
        """
        if self.closing is not None and self.closing.version > self.version:
            raise InvalidArgument.of("closing.version", "must not be above the month's version")
        year, month = self.month.split("-")
        closing = self.closing.closing(currency) if self.closing else None
        return Summary(
            Month(int(year), int(month)),
            version=self.version,
            period_close=closing,
            updated_at=self.updated_at,
        )


class BackupHead(InputModel):
    """A backup of a ledger."""

    format: Literal["financeflow-ledger"]
    version: Literal[1]
    exported_at: Instant
    settings: SettingsRecord
    default_account_id: Id
    categories: Annotated[tuple[CategoryRecord, ...], Field(max_length=MAX_CATEGORIES)]
    accounts: Annotated[tuple[AccountRecord, ...], Field(min_length=1, max_length=MAX_ACCOUNTS)]
    custom_types: Annotated[tuple[CustomTypeRecord, ...], Field(max_length=MAX_CUSTOM_TYPES)] = ()
    own_rates: Annotated[tuple[OwnRateRecord, ...], Field(max_length=MAX_OWN_RATES)] = ()
    rules: Annotated[tuple[RuleRecord, ...], Field(max_length=MAX_RULES)] = ()

    @classmethod
    def json_of(cls, ledger: Ledger, rules: list[Rule], at: datetime) -> dict[str, Any]:
        """Return the JSON of a ledger without its long lists."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "exported_at": written_at(at),
            "settings": {
                "currency": ledger.currency,
                "timezone": ledger.timezone,
                "month_start": MonthStartRecord.json_of(ledger.calendar.start),
            },
            "default_account_id": ledger.default_account_id,
            "categories": [
                category.model_dump(mode="json", exclude_defaults=True)
                for _, category in sorted(ledger.categories.items())
            ],
            "accounts": [
                AccountRecord.json_of(account, ledger.currency)
                for _, account in sorted(ledger.accounts.items())
            ],
            "custom_types": [
                custom_type.model_dump(mode="json", exclude_defaults=True)
                for _, custom_type in sorted(ledger.custom_types.items())
            ],
            "own_rates": [
                rate.model_dump(mode="json", exclude_defaults=True)
                for _, rate in sorted(ledger.own_rates.items())
            ],
            "rules": [rule.model_dump(mode="json", exclude_defaults=True) for rule in rules],
        }
