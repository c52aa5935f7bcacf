"""Doubts of matches, apart from the matching, which few functions load."""

from enum import StrEnum


class Doubt(StrEnum):
    """Why a match is a suggestion rather than a decision.

    DATE: by more than a quarter of the period, or 14 days, early or late. AMOUNT: off by more than
    a fifth, or at all where the payee is not known to be the same. PAYEE: another one, or none and
    no exact amount. AMBIGUOUS: the alternatives fit about as well.
    """

    DATE = "DATE"
    AMOUNT = "AMOUNT"
    PAYEE = "PAYEE"
    AMBIGUOUS = "AMBIGUOUS"
