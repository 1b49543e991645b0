"""Importing hooknb and loading its extension costs nothing and changes nothing of the process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ["pandas", "httpx", "ipywidgets", "jwt", "xmltodict", "jsonpath_ng", "anywidget", "nest_asyncio"]

IMPORT = "import hooknb"
SHELL = """
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
"""
LOAD_EXTENSION = """
shell.run_line_magic('load_ext', 'hooknb')
assert 'webhook' in shell.magics_manager.magics['cell']
"""


def probe(before: str, code: str, folder: Path) -> dict:
    """Return what a new process loaded and what changed in it while `code` ran."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("process_probe.py")), before, code],
        env={**os.environ, "IPYTHONDIR": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("before", "code"),
    [
        pytest.param("", IMPORT, id="import hooknb"),
        pytest.param(SHELL, LOAD_EXTENSION, id="%load_ext hooknb"),
    ],
)
def test_nothing_heavy_is_loaded_and_asyncio_stays_unpatched(before, code, tmp_path):
    after = probe(before, code, tmp_path)
    assert "hooknb" in after["new"]
    assert [name for name in HEAVY if name in after["packages"]] == []
    assert after["changed"] == []
    assert after["threads"] == 0


def test_importing_hooknb_loads_only_its_face(tmp_path):
    new = probe("", IMPORT, tmp_path)["new"]
    assert [name for name in new if name.startswith("hooknb")] == ["hooknb", "hooknb.version"]


def test_every_heavy_package_would_be_seen(tmp_path):
    assert set(HEAVY) <= set(probe("", f"import {', '.join(HEAVY)}", tmp_path)["packages"])


def test_a_patch_and_a_thread_would_be_seen(tmp_path):
    patch = "import asyncio, nest_asyncio; nest_asyncio.apply(asyncio.new_event_loop())"
    thread = "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    after = probe("", f"{patch}\n{thread}", tmp_path)
    assert {"asyncio.run", "asyncio._nest_patched"} <= set(after["changed"])
    assert after["threads"] == 1
