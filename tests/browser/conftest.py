"""One JupyterLab and one Chromium for every browser test of a run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Pytest's importlib mode does not put a test's folder on the path; `from lab import …` shall work here.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Yield a running `lab.Lab`; skip where there is no JupyterLab or no Chromium."""
    pytest.importorskip("playwright.sync_api")
    from lab import missing, start

    if reason := missing():
        pytest.skip(reason)
    with start(tmp_path_factory.mktemp("lab")) as running:
        yield running
