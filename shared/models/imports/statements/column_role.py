"""Roles of the columns of a statement file."""

from enum import StrEnum


class ColumnRole(StrEnum):
    """Role of a column: the field of an entry that its cells become.

    TYPE has the words INCOME, EXPENSE and TRANSFER, as in exported files: amounts are positive, and
    negative ones are refunds, unless money_out_sign is SIGNED; ACCOUNT, TO_ACCOUNT, CATEGORY and
    CUSTOM_TYPE are names in the ledger, and a row with a name that it does not have is invalid.
    Without a TYPE the signs decide. If the ledger has any of the accounts that the file names, a
    row of another account is invalid; if it has none, all rows are on the account of the import,
    and their reasons say so. A row with a category that the ledger lacks is unfiled, and its reason
    says so. An ORIGINAL_AMOUNT is in another currency, in which the bank has converted it at the
    RATE. A FEE is taken beside the amount. Beside a DIRECTION, the amount of money out is what the
    sender gives, and that of money in is the TO_AMOUNT in the TO_CURRENCY, which the receiver gets.
    Without a TYPE, a row is invalid if a column of the role IGNORE says that it was not carried out
    (DECLINED, PENDING, REVERTED).
    """

    DATE = "DATE"
    BOOKING_DATE = "BOOKING_DATE"
    AMOUNT = "AMOUNT"
    DEBIT = "DEBIT"
    CREDIT = "CREDIT"
    DIRECTION = "DIRECTION"
    TYPE = "TYPE"
    DESCRIPTION = "DESCRIPTION"
    PAYEE = "PAYEE"
    EXTERNAL_ID = "EXTERNAL_ID"
    CURRENCY = "CURRENCY"
    NOTES = "NOTES"
    CATEGORY = "CATEGORY"
    TAGS = "TAGS"
    BALANCE = "BALANCE"
    ACCOUNT = "ACCOUNT"
    TO_ACCOUNT = "TO_ACCOUNT"
    SPLITS = "SPLITS"
    CUSTOM_TYPE = "CUSTOM_TYPE"
    TRANSACTION_ID = "TRANSACTION_ID"
    ORIGINAL_AMOUNT = "ORIGINAL_AMOUNT"
    ORIGINAL_CURRENCY = "ORIGINAL_CURRENCY"
    RATE = "RATE"
    FEE = "FEE"
    TO_AMOUNT = "TO_AMOUNT"
    TO_CURRENCY = "TO_CURRENCY"
    BASE_AMOUNT = "BASE_AMOUNT"
    BASE_CURRENCY = "BASE_CURRENCY"
    RATE_DATE = "RATE_DATE"
    RATE_SOURCE = "RATE_SOURCE"
    AMOUNT_ESTIMATED = "AMOUNT_ESTIMATED"
    TO_AMOUNT_ESTIMATED = "TO_AMOUNT_ESTIMATED"
    IGNORE = "IGNORE"
