"""Kinds of the documents that clients read, by their paths."""

from __future__ import annotations

import re

from functions.live.documents import LIVE_DOCUMENTS, LiveDocument


def live_document_at(path: str) -> LiveDocument | None:
    """Return the kind of the document at a path; None if clients cannot read it."""
    return next((one for one in LIVE_DOCUMENTS if _pattern_of(one.path).fullmatch(path)), None)


def _pattern_of(path: str) -> re.Pattern[str]:
    below_tenant = path.replace("{tenant}", "[^/]+/[^/]+")
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", below_tenant))
