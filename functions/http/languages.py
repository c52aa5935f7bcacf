"""The language that a client asks for in Accept-Language."""

from __future__ import annotations

from flask import request

from shared.models.people.profile import DEFAULT_LOCALE
from shared.models.values.locale import find_locale


def preferred_locale() -> str:
    """Return the locale that the request prefers in Accept-Language; English if it names none."""
    tags = (tag for tag, quality in request.accept_languages if quality > 0)
    return find_locale(tags) or DEFAULT_LOCALE
