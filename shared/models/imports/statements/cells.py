"""Errors of cells that cannot be parsed, and quotation of cells in messages."""


class BadCell(ValueError):
    """A cell cannot be parsed; the message is shown to the user who uploaded the file."""


def quoted(text: str) -> str:
    """Quote the beginning of a cell for a message."""
    return f"“{shortened(text)}”"


def shortened(text: str, limit: int = 40) -> str:
    """Return the beginning of a text, with U+FFFD for characters that cannot be stored or shown."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() or c in "\n\t\u00a0" else "\ufffd" for c in shown)
