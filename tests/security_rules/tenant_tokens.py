"""ID tokens of a user, of the project and of a tenant of Identity Platform; nobody signed them."""

from __future__ import annotations

from tests.http.tokens import claims_of, unsigned


def token_of_project(uid: str, provider: str = "password") -> str:
    """Return a token of the project's own user."""
    firebase = {"identities": {}, "sign_in_provider": provider}
    return unsigned(claims_of(uid, firebase=firebase))


def token_of_tenant(uid: str, provider: str = "password") -> str:
    """Return a token with the same claims, of a user of a tenant."""
    firebase = {"identities": {}, "sign_in_provider": provider, "tenant": "partner-x1"}
    return unsigned(claims_of(uid, firebase=firebase))
