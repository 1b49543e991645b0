"""Nested event loops: only on request, and never where they would hang the kernel."""

import asyncio
import subprocess
import sys

import pytest

import hooknb
from hooknb.magic import nested

SCRIPT = """
import asyncio, sys
import hooknb
{setup}
async def inner():
    return 42
async def outer():
    return asyncio.run(inner())
try:
    print(hooknb.allow_nested_loops())
    print(asyncio.run(outer()))
except hooknb.HooknbError as error:
    print("refused:", error)
"""
WITHOUT_2 = "import importlib.util as u; find = u.find_spec; u.find_spec = lambda name, *a: None if name == 'nest_asyncio2' else find(name, *a)"


def run(setup):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT.format(setup=setup)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_nothing_is_patched_before_it_is_asked_for():
    assert asyncio.run.__module__ == "asyncio.runners"


def test_the_kept_package_is_preferred():
    assert run("") == ["nest_asyncio2", "42"]


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="nest-asyncio does not work on Python 3.14")
def test_the_archived_package_serves_outside_of_newer_kernels():
    assert run(WITHOUT_2) == ["nest_asyncio", "42"]


def test_the_archived_package_is_refused_with_a_newer_kernel():
    [line] = run(f"{WITHOUT_2}\nimport ipykernel")
    assert line.startswith("refused: ")
    assert "use `await`" in line


def test_uvloop_is_refused(monkeypatch):
    class Loop:
        __module__ = "uvloop"

    monkeypatch.setattr(asyncio, "get_running_loop", Loop)
    with pytest.raises(hooknb.HooknbError, match="uvloop"):
        nested.allow_nested_loops()
