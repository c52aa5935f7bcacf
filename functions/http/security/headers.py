"""Security headers of every answer."""

from collections.abc import Mapping
from types import MappingProxyType

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        # Responses opened as documents load nothing and cannot be framed.
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        # Pages cannot embed responses as images or scripts; a fetch that CORS allows is not
        # affected: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header.
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        # Browsers obey it over HTTPS only, so it does no harm on a developer's machine.
        "Strict-Transport-Security": "max-age=63072000",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
