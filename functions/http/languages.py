"""The languages that a client asks for in Accept-Language."""

from __future__ import annotations

from flask import request

from shared.models.ledger.samples.texts import has_texts
from shared.models.people.profile import DEFAULT_LOCALE, PreferredLocale
from shared.models.values.locale import locales_of


def preferred_locale() -> PreferredLocale:
    """Return the locales that the request prefers in Accept-Language; English if it names none.

    Names are in the first of its languages that has texts.
    """
    tags = (tag for tag, quality in request.accept_languages if quality > 0)
    locales = list(locales_of(tags))
    first = next(iter(locales), DEFAULT_LOCALE)
    return PreferredLocale(first, next(filter(has_texts, locales), first))
