"""Failure of a file that cannot be parsed as a statement."""

from shared.errors import FinanceFlowError


class UnreadableFile(FinanceFlowError):
    """The file cannot be parsed as a bank statement in CSV."""

    code = "unreadable-file"
