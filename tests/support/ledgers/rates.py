"""Reference rates in the emulator, and a server of rates that says what a test wants."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.models.currencies.rate_update import plan_update
from shared.models.currencies.year_rates import RateYear, YearRates
from shared.repositories import connections
from shared.repositories.currencies.reference_rates import ReferenceRateRepository

HOST = "127.0.0.1"


def reference_rates() -> ReferenceRateRepository:
    """Return the repository of this process's client."""
    return ReferenceRateRepository(connections.firestore_client())


def store_rates(**rates: dict[str, str]) -> None:
    """Store rates by currency and day, which nobody has read yet."""
    years: dict[RateYear, dict[date, str]] = {}
    for currency, by_day in rates.items():
        for text, rate in by_day.items():
            day = date.fromisoformat(text)
            years.setdefault(RateYear(currency, day.year), {})[day] = rate
    found = [YearRates.of(key, of_year) for key, of_year in years.items()]
    repository = reference_rates()
    repository.store(plan_update(repository.list_stored(), found, datetime.now(UTC)))


@dataclass
class RateServer:
    """Server of https whose next answers a test sets."""

    port: int
    certificate: Path
    answer: Callable[[BaseHTTPRequestHandler], None] = field(default=lambda _request: None)

    @property
    def host(self) -> str:
        """Return the host with the port."""
        return f"{HOST}:{self.port}"

    @property
    def url(self) -> str:
        """Return the address of the file."""
        return f"https://{self.host}/eurofxref-hist.csv"

    def gives(self, content: bytes) -> None:
        """Answer with a file."""
        self.answer = lambda request: send(request, content)


def send(
    request: BaseHTTPRequestHandler, content: bytes, status: int = 200, **headers: str
) -> None:
    """Send an answer."""
    request.send_response(status)
    for name, value in {"Content-Length": str(len(content)), **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(content)


@contextlib.contextmanager
def rate_server(directory: Path) -> Iterator[RateServer]:
    """Run a server until the context ends; its certificate is in the directory."""
    certificate, key = _write_certificate(directory)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(OSError):  # The client has stopped reading.
                server.answer(self)

        def log_message(self, *_arguments: object) -> None:
            """Print nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer((HOST, 0), Handler) as listening:
        listening.daemon_threads = True
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
        server = RateServer(listening.server_address[1], certificate)
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield server
        listening.shutdown()
        thread.join()


def _write_certificate(directory: Path) -> tuple[Path, Path]:
    """Write a certificate of this machine, which its own key has signed, and the key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = directory / "certificate.pem", directory / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
