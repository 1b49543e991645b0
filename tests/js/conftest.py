"""Each `*.test.mjs` in this folder is one test: Node.js runs it with its own runner, pytest reports it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

OLDEST_NODE = 18


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.File | None:
    if file_path.name.endswith(".test.mjs"):
        return JavaScriptFile.from_parent(parent, path=file_path)
    return None


class JavaScriptFile(pytest.File):
    """A file of JavaScript tests."""

    def collect(self) -> Iterator[pytest.Item]:
        yield JavaScriptItem.from_parent(self, name="node")


class JavaScriptItem(pytest.Item):
    """The run of one file by `node --test`."""

    def runtest(self) -> None:
        node = shutil.which("node")
        if node is None or major_version(node) < OLDEST_NODE:
            pytest.skip(f"Node.js {OLDEST_NODE} or newer is not installed")
        assert "node:test" in self.path.read_text("utf-8"), (
            "this file holds no test, and Node.js would pass it"
        )
        words = [node, "--test", "--test-reporter=tap", str(self.path)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)
        if "\n# skipped 0\n" not in done.stdout:
            pytest.skip(f"JavaScript tests were skipped:\n{done.stdout}")

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.nodeid


def major_version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.removeprefix("v").partition(".")[0])
