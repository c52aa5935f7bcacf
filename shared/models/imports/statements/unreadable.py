"""The failure of a whole file: what it is instead of a statement that can be read."""

from shared.errors import FinanceFlowError


class UnreadableFile(FinanceFlowError):
    """The file is no bank statement in CSV, or not one that can be taken in."""

    code = "unreadable-file"
