"""Security headers of every answer."""

from collections.abc import Mapping
from types import MappingProxyType

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        # Whoever opens an answer as a page gets one that can load, run and be framed by nothing.
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        # No page takes an answer in as an image or a script; a fetch that CORS allows is not
        # concerned: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header.
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        # Browsers heed it over HTTPS alone, so it does no harm on a developer's machine.
        "Strict-Transport-Security": "max-age=63072000",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
