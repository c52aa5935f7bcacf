"""Bank statements in CSV as they come: what layout a file has, and its rows in that layout.

``detect_layout`` proposes a layout, with how sure it is; ``read_rows`` reads a file in a layout,
whoever made it. Every record of the file becomes either a row or an invalid row with a reason.
"""

from shared.models.statements.detection import detect_layout
from shared.models.statements.fingerprint import header_fingerprint
from shared.models.statements.layout import (
    AmountSign,
    ColumnRole,
    DecimalMark,
    Delimiter,
    Encoding,
    Layout,
    LayoutOverrides,
    MoneyOutSign,
    Quote,
)
from shared.models.statements.reading import MAX_ROWS, read_rows
from shared.models.statements.results import (
    Ambiguity,
    ColumnPreview,
    Confidence,
    Detection,
    InvalidRow,
    StatementRow,
)
from shared.models.statements.unreadable import UnreadableFile

__all__ = [
    "MAX_ROWS",
    "Ambiguity",
    "AmountSign",
    "ColumnPreview",
    "ColumnRole",
    "Confidence",
    "DecimalMark",
    "Delimiter",
    "Detection",
    "Encoding",
    "InvalidRow",
    "Layout",
    "LayoutOverrides",
    "MoneyOutSign",
    "Quote",
    "StatementRow",
    "UnreadableFile",
    "detect_layout",
    "header_fingerprint",
    "read_rows",
]
