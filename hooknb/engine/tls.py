"""TLS settings: one context per process and choice of authorities, made off the loop on first need.

Making one reads a hundred certificates and takes longer than all the rest of a request.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
from collections.abc import Callable, Hashable
from pathlib import Path

Verify = bool | str


class AuthorityError(Exception):
    """The file or folder of certificate authorities cannot be used; the message says why."""


class Contexts:
    """Make TLS contexts and keep them.

    Args:
        default: makes the context for ordinary verification.
    """

    def __init__(self, default: Callable[[], ssl.SSLContext]) -> None:
        self._default = default
        self._made: dict[Hashable, ssl.SSLContext] = {}
        self._lock = threading.Lock()

    async def get(self, verify: Verify) -> ssl.SSLContext:
        """Return the context for a setting.

        Args:
            verify: True for the usual authorities, False for none, or the path of a file or folder of them.

        Raises:
            AuthorityError: the file or folder cannot be used.
        """
        made = self._made.get(_key(verify))
        return await asyncio.to_thread(self._make, verify) if made is None else made

    def _make(self, verify: Verify) -> ssl.SSLContext:
        key = _key(verify)
        with self._lock:
            if key not in self._made:
                self._made[key] = _context(verify, self._default)
            return self._made[key]


def unused_context() -> ssl.SSLContext:
    """Return a context that costs nothing to make, for connections that use no TLS."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _key(verify: Verify) -> Hashable:
    if isinstance(verify, bool):
        return verify
    try:
        return verify, os.stat(os.path.expanduser(verify)).st_mtime_ns
    except OSError as error:
        raise AuthorityError(
            f"the certificate authorities in {verify!r} cannot be read: {error.strerror}"
        ) from None


def _context(verify: Verify, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    if verify is True:
        return default()
    if verify is False:
        context = unused_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    path = Path(verify).expanduser()
    try:
        if path.is_dir():
            return ssl.create_default_context(capath=path)
        return ssl.create_default_context(cafile=path)
    except OSError as error:  # ssl.SSLError is one
        reason = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise AuthorityError(f"the certificate authorities in {verify!r} cannot be used: {reason}") from None
