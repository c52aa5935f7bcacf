"""Links in e-mails that turn them off without a sign-in: a page, and one click (RFC 8058)."""

from contextlib import suppress
from html import escape

from flask import Response
from pydantic import Field

from functions.http import clock
from functions.http.languages import preferred_locale
from functions.http.parameters import QueryParameters
from functions.notifications.mail import unsubscribe_key
from shared.errors import TenantMissing
from shared.models.history.change import Cause, Operation
from shared.models.notifications.texts import NotificationTexts, texts_for
from shared.models.notifications.unsubscribe import MAX_TOKEN, UnsubscribeToken
from shared.models.people.access import TenantKind, TenantRef
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.notifications.preferences import change_preferences


class UnsubscribeQuery(QueryParameters):
    """The token of the link."""

    token: str = Field(max_length=MAX_TOKEN, description="The token of the link in the e-mail.")


def show_unsubscription(query: UnsubscribeQuery) -> Response:
    """Show a page that asks whether the e-mails are to be turned off; it changes nothing."""
    UnsubscribeToken.read(query.token, unsubscribe_key())
    texts = _texts()
    button = f"<form method=post><button>{escape(texts.unsubscribe)}</button></form>"
    return _page(f"<p>{escape(texts.confirm)}</p>{button}")


def unsubscribe(query: UnsubscribeQuery) -> Response:
    """Turn off e-mails of the kinds in the token; none about security is among them."""
    token = UnsubscribeToken.read(query.token, unsubscribe_key())
    store = TenantStore(connections.firestore_client(), TenantRef(TenantKind.USER, token.uid))
    operation = Operation.of_beginning(actor=token.uid, at=clock.now(), cause=Cause.API)
    with suppress(TenantMissing):  # The user was erased, and gets no e-mails.
        change_preferences(store, operation, lambda before: before.without_email(token.kinds))
    return _page(f"<p>{escape(_texts().unsubscribed)}</p>")


def _texts() -> NotificationTexts:
    return texts_for(preferred_locale().of_names)


def _page(content: str) -> Response:
    page = f"<!doctype html><meta charset=utf-8><title>FinanceFlow</title>{content}"
    return Response(page, content_type="text/html; charset=utf-8")
