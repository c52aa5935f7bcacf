"""Roles of the columns of a statement file."""

from enum import StrEnum


class ColumnRole(StrEnum):
    """Role of a column: the field of an entry that its cells become.

    TYPE has the words INCOME, EXPENSE and TRANSFER: amounts are positive, and negative ones are
    refunds, unless money_out_sign is SIGNED. Without a TYPE the signs decide. ACCOUNT, TO_ACCOUNT,
    CATEGORY and CUSTOM_TYPE are names in the ledger; a row with an unknown one is invalid, or
    unfiled. If the ledger has none of the accounts, all rows are on that of the import. The bank
    has converted an ORIGINAL_AMOUNT at the RATE. A FEE is taken beside the amount. Of money in, the
    receiver gets the TO_AMOUNT in the TO_CURRENCY. An IGNORE column can say that a row was not
    carried out (DECLINED): it is invalid.
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
