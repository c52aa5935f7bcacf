"""ID tokens that Firebase did not issue: unsigned ones, and ones signed by a key of our own."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.auth import crypt, jwt

PROJECT = "demo-financeflow"


def claims_of(uid: str, **changes: Any) -> dict[str, Any]:
    """Return the claims of an anonymous user's token; None omits a claim."""
    now = int(time.time())
    claims = {
        "iss": f"https://securetoken.google.com/{PROJECT}",
        "aud": PROJECT,
        "sub": uid,
        "user_id": uid,
        "iat": now - 60,
        "auth_time": now - 60,
        "exp": now + 3600,
        "provider_id": "anonymous",
        "firebase": {"identities": {}, "sign_in_provider": "anonymous"},
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def unsigned(claims: object, **header: str) -> str:
    """Return a token that nobody signed, as the Auth emulator issues them."""
    parts = ({"alg": "none", "typ": "JWT", **header}, claims)
    return "".join(f"{_encoded(part)}." for part in parts)


def _encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Issuer:
    """Someone who signs tokens; ``certificate`` is what proves the signatures."""

    key: rsa.RSAPrivateKey
    certificate: str
    key_id: str = "a-key"

    @classmethod
    def new(cls) -> Self:
        """Return an issuer with a new key."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        return cls(key, certificate.public_bytes(serialization.Encoding.PEM).decode())

    @cached_property
    def _signer(self) -> crypt.RSASigner:
        pem = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        signer: crypt.RSASigner = crypt.RSASigner.from_string(pem, key_id=self.key_id)  # type: ignore[no-untyped-call]
        return signer

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a token with these claims."""
        token: bytes = jwt.encode(self._signer, claims)  # type: ignore[no-untyped-call]
        return token.decode()
