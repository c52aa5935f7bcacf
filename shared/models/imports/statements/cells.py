"""Cells that cannot be read, and how a sentence shows one."""


class BadCell(ValueError):
    """A cell that cannot be read; the message is a sentence for the file's owner."""


def quoted(text: str) -> str:
    """A cell as a sentence shows it: short, in quotes."""
    return f"“{shortened(text)}”"


def shortened(text: str, limit: int = 40) -> str:
    """The beginning of a text, with U+FFFD for what should not be stored or shown."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() or c in "\n\t\u00a0" else "\ufffd" for c in shown)
