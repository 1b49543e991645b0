"""Fixtures for what sends: a misbehaving server with its certificates, and a way to send from a test."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from server.chaos import ChaosServer

from hooknb.core.exchange import Exchange, Request
from hooknb.engine import loop
from hooknb.engine.transport import SendSettings, close, counts, send


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Return the authority that signed every certificate here but the self-signed one."""
    return trustme.CA()


@pytest.fixture(scope="session")
def authority_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with that authority, for `verify`."""
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def chaos(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChaosServer]:
    """Return a server that plays every fault."""
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    long_ago = yesterday - datetime.timedelta(days=9)
    certificates = {
        "tls_good": server_context(authority.issue_cert("127.0.0.1")),
        "tls_unknown": server_context(trustme.CA().issue_cert("127.0.0.1")),
        "tls_expired": server_context(
            authority.issue_cert("127.0.0.1", not_before=long_ago, not_after=yesterday)
        ),
        "tls_wrong_name": server_context(authority.issue_cert("other.example")),
        "tls_self_signed": self_signed_context(tmp_path_factory.mktemp("self-signed") / "own.pem"),
    }
    with ChaosServer(certificates) as server:
        yield server


@pytest.fixture
def exchange() -> Iterator[Callable[..., Exchange]]:
    """Return a function that sends a request on the background loop; nothing may be left of it afterwards."""

    def send_and_wait(
        request: Request, timeout: float = 10.0, settings: SendSettings | None = None
    ) -> Exchange:
        return loop.wait(loop.submit(send(request, timeout=timeout, settings=settings)))

    yield send_and_wait
    left = loop.wait(loop.submit(_settled()))
    assert (left.lent, left.idle, left.closing) == (0, 0, 0)


async def _settled():
    await close()
    return counts()


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def self_signed_context(path: Path) -> ssl.SSLContext:
    # An authority's own certificate, shown as a server's, is what openssl calls self-signed.
    own = trustme.CA()
    path.write_bytes(own.private_key_pem.bytes() + own.cert_pem.bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
