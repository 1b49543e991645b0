"""One JupyterLab and one Chromium for every browser test of a run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Pytest's importlib mode does not put a test's folder on the path; `from lab import …` shall work here.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Yield a running Chromium; skip where there is none, or no JupyterLab."""
    pytest.importorskip("playwright.sync_api")
    from lab import browsing, missing

    if reason := missing():
        pytest.skip(reason)
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def lab(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Yield a running `lab.Lab`."""
    from lab import Lab, serving

    root = tmp_path_factory.mktemp("lab")
    with serving(root) as url:
        yield Lab(root, url, chromium.new_context(), (1300, 900))
