"""Fixtures around the chaos server, for the conftest files of those who want it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from server.certificates import contexts
from server.chaos import ChaosServer, slow_names

Certificates = tuple[dict[str, ssl.SSLContext], Path]


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Return servers' contexts by place, and the file of the authority that signed most of them."""
    folder = tmp_path_factory.mktemp("certificates")
    return contexts(folder), folder / "authority.pem"


@pytest.fixture(scope="session")
def authority_file(certificates: Certificates) -> Path:
    """Return a file with that authority, for `verify`."""
    return certificates[1]


@pytest.fixture(scope="session")
def chaos(certificates: Certificates) -> Iterator[ChaosServer]:
    """Return a server that plays every fault."""
    with slow_names(), ChaosServer(certificates[0]) as server:
        yield server
