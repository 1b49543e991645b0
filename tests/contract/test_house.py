"""The house rules that a reader can see: sizes, docstrings, documents that agree with the code, clean files."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import hooknb

ROOT = Path(__file__).parents[2]
LONGEST_FUNCTION = 60
LONGEST_FILE = 450

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
PRODUCT = sorted((ROOT / "hooknb").rglob("*.py"))
TOOLS = sorted(path for top in ("scripts", "benchmarks") for path in (ROOT / top).rglob("*.py"))
COMMANDS = sorted(path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix)

# Written so that this file does not match itself.
LEFTOVERS = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b")
SOMEBODYS_MACHINE = re.compile(r"(?<![\w.])(?:/ho[m]e/\w|/Us[e]rs/\w|/ro[o]t/)|C:\\+Us[e]rs\\")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def git(*words: str) -> list[str]:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()


# Sizes and docstrings


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]


def undocumented(source: str) -> list[str]:
    """Return what has no docstring: the module, public functions, public classes and their public methods."""
    tree = ast.parse(source)
    missing = [] if ast.get_docstring(tree) else ["the module"]
    return missing + [name for name, node in _public(tree) if not ast.get_docstring(node)]


def _public(tree: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ) or node.name.startswith("_"):
            continue
        marks = {ast.unparse(mark).rpartition(".")[2] for mark in node.decorator_list}
        if not marks & {"overload", "override", "setter", "deleter"}:
            yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from _public(node, f"{prefix}{node.name}.")


def swallowing(source: str) -> list[int]:
    """Return the lines of `except Exception: pass` and its kin."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(step, ast.Pass) for step in node.body)
    ]


def by_file(paths: list[Path], look) -> dict[str, list]:
    found = {str(path.relative_to(ROOT)): look(path.read_text(encoding="utf-8")) for path in paths}
    return {name: rows for name, rows in found.items() if rows}


def test_no_function_is_long():
    assert by_file(PRODUCT, long_functions) == {}


def test_no_file_is_long():
    assert by_file(PRODUCT, lambda source: source.splitlines()[LONGEST_FILE:]) == {}


def test_everything_public_has_a_docstring():
    assert by_file(PRODUCT, undocumented) == {}


def test_every_tool_says_what_it_is_for():
    assert by_file(TOOLS, lambda source: [] if ast.get_docstring(ast.parse(source)) else ["none"]) == {}


def test_no_exception_is_swallowed():
    assert by_file(PRODUCT, swallowing) == {}


@pytest.mark.parametrize(
    ("look", "source", "found"),
    [
        (long_functions, "def f():\n" + "    x = 1\n" * 60, ["f: 61 lines"]),
        (long_functions, "def f():\n" + "    x = 1\n" * 59, []),
        (long_functions, "class A:\n  async def f():\n" + "    x = 1\n" * 60, ["f: 61 lines"]),
        (undocumented, "x = 1", ["the module"]),
        (undocumented, '"""M."""\ndef f(): pass\ndef _g(): pass', ["f"]),
        (
            undocumented,
            '"""M."""\nclass A:\n  """A."""\n  def f(self): pass\n  def __len__(self): pass',
            ["A.f"],
        ),
        (undocumented, '"""M."""\nclass A:\n  """A."""\n  @x.setter\n  def x(self, y): pass', []),
        (swallowing, "try: f()\nexcept Exception: pass", [2]),
        (swallowing, "try: f()\nexcept:\n  pass", [2]),
        (swallowing, "try: f()\nexcept OSError: pass", []),
    ],
)
def test_a_breach_is_seen(look, source, found):
    assert look(source) == found


# Files in git


def tracked() -> Iterator[tuple[str, str]]:
    """Yield the name and text of every text file that git tracks."""
    for name in git("ls-files"):
        try:
            yield name, read(name)
        except (UnicodeDecodeError, FileNotFoundError):
            continue


@pytest.mark.parametrize("forbidden", [LEFTOVERS, SOMEBODYS_MACHINE], ids=["leftovers", "somebody's machine"])
def test_no_file_holds(forbidden):
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in tracked()
        for number, line in enumerate(text.splitlines(), 1)
        if forbidden.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("forbidden", "text"),
    [
        (LEFTOVERS, "# TO" + "DO: later"),
        (LEFTOVERS, "# FIX" + "ME"),
        (SOMEBODYS_MACHINE, "/ho" + "me/ann/hooknb"),
        (SOMEBODYS_MACHINE, "open('/ro" + "ot/x')"),
        (SOMEBODYS_MACHINE, "C:" + r"\\Us" + r"ers\\ann"),
    ],
)
def test_a_forbidden_word_is_seen(forbidden, text):
    assert forbidden.search(text)


def test_no_file_names_this_checkout():
    assert [name for name, text in tracked() if len(ROOT.parts) > 2 and f"{ROOT}/" in text] == []


def test_nothing_made_is_in_git():
    made = re.compile(
        r"__pycache__|\.pyc$|\.egg-info|\.ipynb_checkpoints|^\.venv/|^node_modules/|^\.hypothesis/"
    )
    assert [name for name in git("ls-files") if made.search(name)] == []


# Notebooks


def leftovers_of_a_run(notebook: dict) -> list[str]:
    found = [f"metadata.{key}" for key in notebook["metadata"] if key not in {"kernelspec", "language_info"}]
    for number, cell in enumerate(notebook["cells"]):
        if cell.get("outputs"):
            found.append(f"outputs of cell {number}")
        if cell.get("execution_count") is not None:
            found.append(f"execution count of cell {number}")
    return found


def test_notebooks_are_stripped_of_their_outputs():
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert by_file(notebooks, lambda text: leftovers_of_a_run(json.loads(text))) == {}


def test_a_run_notebook_is_seen():
    cell = {"cell_type": "code", "outputs": [{"output_type": "stream"}], "execution_count": 1}
    found = leftovers_of_a_run({"metadata": {"widgets": {}}, "cells": [cell]})
    assert found == ["metadata.widgets", "outputs of cell 0", "execution count of cell 0"]


def test_the_notebook_that_the_lab_opens_exists():
    [name] = re.findall(r"^notebook=(\S+)$", read("scripts/lab"), re.MULTILINE)
    assert (ROOT / name).is_file()


# Commands


def test_every_command_is_executable_and_strict():
    modes = {name: mode for mode, name in (re.split(r" .*\t", line) for line in git("ls-files", "-s"))}
    for path in [*COMMANDS, ROOT / ".ci/run"]:
        name = path.relative_to(ROOT).as_posix()
        assert modes.get(name) == "100755", f"git does not know {name} as executable"
        assert path.read_text("utf-8").startswith("#!/usr/bin/env bash\n"), name
        assert "\nset -eu\n" in path.read_text("utf-8"), name


def test_ci_runs_the_checks_then_the_tests_without_skips():
    steps = re.findall(r"^(?:export )?(HOOKNB_NO_SKIPS=1|scripts/\w+)", read(".ci/run"), re.MULTILINE)
    assert steps == ["HOOKNB_NO_SKIPS=1", "scripts/check", "scripts/test"]


def shell_lines(markdown: str) -> list[str]:
    """Return the lines of a document's shell blocks, without prompts, comments and blank lines."""
    blocks = re.findall(r"^```(?:sh|bash|shell|console)\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)
    lines = (
        line.strip().removeprefix("$ ").partition("  #")[0].strip()
        for block in blocks
        for line in block.splitlines()
    )
    return [line for line in lines if line and not line.startswith("#")]


def test_the_readme_names_the_two_commands():
    named = {
        line.removeprefix("./").split()[0] for line in shell_lines(read("README.md")) if "scripts/" in line
    }
    assert {"scripts/lab", "scripts/test"} <= named
    assert named <= {f"scripts/{path.name}" for path in COMMANDS}


def test_shell_lines_are_found():
    assert shell_lines("```sh\n$ scripts/lab  # opens\n# no\n\n./scripts/test\n```\n```python\nx\n```") == [
        "scripts/lab",
        "./scripts/test",
    ]


# Documents that agree with the code


def test_the_versions_agree():
    assert hooknb.__version__ == VERSION
    heading = re.search(r"^## \[(.+?)\]", read("CHANGELOG.md"), re.MULTILINE)
    assert heading is not None
    assert heading[1] == VERSION


def undocumented_names(docs: str, names: list[str]) -> list[str]:
    """Return the names that occur neither as `name` nor as hooknb.name: as plain words they prove nothing."""
    return [name for name in names if not re.search(rf"(?:`|\bhooknb\.){name}\b", docs)]


def test_every_public_name_is_documented():
    docs = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))
    assert undocumented_names(docs, hooknb.__all__) == []


def test_an_undocumented_name_is_seen():
    docs = "You can run it with `arun(node)`, and hooknb.Node is a node."
    assert undocumented_names(docs, ["run", "arun", "Node", "Nod"]) == ["run", "Nod"]


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_a_document_names_exists(document):
    names = re.findall(
        r"`((?:hooknb|tests|scripts|docs|notebooks|benchmarks|binder|\.ci)/[\w./-]*)`", read(document)
    )
    assert [name for name in names if not (ROOT / name).exists()] == []


# Binder


def test_binder_installs_this_checkout_on_a_supported_python():
    assert re.fullmatch(r"python-3\.1[1-3]\n", read("binder/runtime.txt"))
    assert read("binder/requirements.txt").splitlines() == [".[lab]"]
