"""Certificates for servers: a good one, and one for each thing that can be wrong with it."""

from __future__ import annotations

import datetime
import ssl
import warnings
from pathlib import Path

import trustme

_DAY = datetime.timedelta(days=1)


def contexts(folder: Path) -> dict[str, ssl.SSLContext]:
    """Return a server's context for each TLS place; the authority to trust is then in `authority.pem`."""
    now = datetime.datetime.now(datetime.UTC)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    good = authority.issue_cert("127.0.0.1")
    return {
        "tls_good": _showing(good),
        "tls_unknown": _showing(trustme.CA().issue_cert("127.0.0.1")),
        "tls_expired": _showing(
            authority.issue_cert("127.0.0.1", not_before=now - 9 * _DAY, not_after=now - _DAY)
        ),
        "tls_not_yet": _showing(
            authority.issue_cert("127.0.0.1", not_before=now + 8 * _DAY, not_after=now + 9 * _DAY)
        ),
        "tls_wrong_name": _showing(authority.issue_cert("other.example")),
        "tls_self_signed": _self_signed(folder / "own.pem"),
        "tls_too_old": _too_old(good),
        "tls_wants_ours": _wanting_ours(good, authority),
    }


def _showing(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _self_signed(path: Path) -> ssl.SSLContext:
    # An authority's own certificate, shown as a server's, is what openssl calls self-signed.
    own = trustme.CA()
    path.write_bytes(own.private_key_pem.bytes() + own.cert_pem.bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _too_old(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = _showing(certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def _wanting_ours(certificate: trustme.LeafCert, authority: trustme.CA) -> ssl.SSLContext:
    context = _showing(certificate)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context
