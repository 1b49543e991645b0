"""The commands in `scripts/`: which Python they take, when they install, what they say of a failed notebook."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
TABLE = "parameter  entity      path         matches  before  value\nUSER_ID    sys.number  data.userId  1        null    7"


def command(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder that holds nothing but the project file and `scripts/setup`."""
    folder = tmp_path / "a checkout"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/setup", folder / "scripts/setup")
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return folder


def set_up(checkout: Path, *extras: str, path: str = os.environ["PATH"], active: Path | None = None):
    environment = {"PATH": path, "HOME": str(checkout)} | ({"VIRTUAL_ENV": str(active)} if active else {})
    words = [shutil.which("bash"), str(checkout / "scripts/setup"), *extras]
    return subprocess.run(
        words, cwd="/", env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Return a virtual environment whose pip writes its arguments to `pip.log`."""
    folder = tmp_path / "environment"
    log = folder / "pip.log"
    command(
        folder / "bin/python",
        f'if [ "$1 $2 $3" = "-m pip install" ]; then echo "$*" >>"{log}"; else exec "{sys.executable}" "$@"; fi',
    )
    return folder


def installed(environment: Path) -> list[str]:
    log = environment / "pip.log"
    return [line.split()[-1] for line in log.read_text("utf-8").splitlines()] if log.exists() else []


def test_an_active_environment_is_used(checkout, environment):
    done = set_up(checkout, "test", active=environment)
    assert done.stdout == f"{environment}/bin/python\n"
    assert installed(environment) == [".[test]"]
    assert not (checkout / ".venv").exists()


def test_the_second_setup_installs_nothing(checkout, environment):
    for _ in range(2):
        assert set_up(checkout, "lab", "test", active=environment).returncode == 0
    assert installed(environment) == [".[lab,test]"]


def test_only_missing_extras_are_installed(checkout, environment):
    set_up(checkout, "lab", active=environment)
    set_up(checkout, "lab", "check", active=environment)
    assert installed(environment) == [".[lab]", ".[check]"]


def test_a_changed_project_file_is_installed_again(checkout, environment):
    set_up(checkout, "test", active=environment)
    (checkout / "pyproject.toml").write_text("[project]\nname = 'other'\n", encoding="utf-8")
    set_up(checkout, "test", active=environment)
    assert installed(environment) == [".[test]", ".[test]"]


def test_another_checkout_is_installed_again(checkout, environment, tmp_path):
    other = shutil.copytree(checkout, tmp_path / "other")
    set_up(checkout, "test", active=environment)
    set_up(other, "test", active=environment)
    assert installed(environment) == [".[test]", ".[test]"]


def test_a_failed_installation_is_tried_again(checkout, environment):
    python = environment / "bin/python"
    working = python.read_text("utf-8")
    command(python, f'if [ "$2 $3" = "pip install" ]; then exit 1; else exec "{sys.executable}" "$@"; fi')
    assert set_up(checkout, "test", active=environment).returncode == 1
    python.write_text(working, encoding="utf-8")
    assert set_up(checkout, "test", active=environment).returncode == 0
    assert installed(environment) == [".[test]"]


def without_python(folder: Path) -> str:
    """Return a search path with the ordinary commands but no Python."""
    for name in ("bash", "dirname", "cat", "cksum"):
        (folder / name).symlink_to(shutil.which(name))
    return str(folder)


def test_no_python_is_said_plainly(checkout, tmp_path):
    done = set_up(checkout, "test", path=without_python(tmp_path))
    assert done.returncode == 1
    assert "hooknb needs Python 3.11 or newer" in done.stderr
    assert done.stdout == ""


def test_an_old_python_is_passed_over(checkout, tmp_path):
    path = without_python(tmp_path)
    command(tmp_path / "python3.13", "echo 'command not found' >&2; exit 127")
    command(tmp_path / "python3", f'exec "{sys.executable}" -c "import sys; sys.exit(1)"')
    assert "hooknb needs Python 3.11 or newer" in set_up(checkout, "test", path=path).stderr


def test_the_first_good_python_makes_the_environment(checkout, tmp_path):
    path = without_python(tmp_path)
    command(tmp_path / "python3.13", "exit 127")
    making = f'mkdir -p "$4/bin"; ln -s "{tmp_path}/pip" "$4/bin/python"'
    command(tmp_path / "pip", f'[ "$1" = -m ] || exec "{sys.executable}" "$@"')
    command(
        tmp_path / "python3.12",
        f'if [ "$1 $2" = "-m venv" ]; then PATH="{os.environ["PATH"]}"; {making}; else exec "{sys.executable}" "$@"; fi',
    )
    done = set_up(checkout, "test", path=path)
    assert done.stdout == f"{checkout}/.venv/bin/python\n", done.stderr
    assert "python3.12" in done.stderr


def test_an_active_environment_that_is_too_old_is_refused(checkout, environment):
    command(environment / "bin/python", 'if [ "$1" = --version ]; then echo Python 3.9.1; else exit 1; fi')
    done = set_up(checkout, "test", active=environment)
    assert done.returncode == 1
    assert "has Python 3.9.1; hooknb needs 3.11 or newer" in done.stderr


def test_an_unknown_extra_is_refused(checkout):
    done = set_up(checkout, "everything")
    assert (done.returncode, done.stdout) == (1, "")
    assert "usage: scripts/setup" in done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Return a folder of commands: a Python without a browser, and others that only say how they were called."""
    folder = tmp_path / "machine"
    (tmp_path / "project/tests/browser").mkdir(parents=True)
    (tmp_path / "project/scripts").mkdir()
    shutil.copy(ROOT / "scripts/test", tmp_path / "project/scripts/test")
    command(tmp_path / "project/scripts/setup", f'echo "setup $*" >&2; echo "{folder}/python"')
    looks = f'if [ "$1" = -c ]; then [ -e "{folder}/chromium" ]; exit; fi'
    command(folder / "python", f'{looks}; echo "python $*"')
    without_python(folder)
    return folder


def offers(machine: Path, *, user: int = 0, apt: str = "") -> None:
    command(machine / "id", f"echo {user}")
    command(machine / "sudo", "exit 1")
    command(machine / "apt-get", f'echo "apt-get $*"; {apt}')
    (machine / "env").symlink_to(shutil.which("env"))


def run_tests(machine: Path, *words: str) -> list[str]:
    """Return what `scripts/test` called, in order, and what it said."""
    done = subprocess.run(
        [shutil.which("bash"), str(machine.parent / "project/scripts/test"), *words],
        env={"PATH": str(machine)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout.splitlines()


def test_the_tests_bring_the_browser_node_and_curl(machine):
    offers(
        machine, apt=f'case "$*" in *chromium) PATH="{os.environ["PATH"]}" touch "{machine}/chromium" ;; esac'
    )
    assert run_tests(machine) == [
        "setup test",
        "Installing the system package chromium",
        "apt-get update -qq",
        "apt-get install -qq -y --no-install-recommends chromium",
        "Installing the system package nodejs",
        "apt-get update -qq",
        "apt-get install -qq -y --no-install-recommends nodejs",
        "Installing the system package curl",
        "apt-get update -qq",
        "apt-get install -qq -y --no-install-recommends curl",
        "python -m pytest",
    ]


def test_without_the_right_to_install_playwright_brings_the_browser(machine):
    offers(machine, user=1000)
    assert run_tests(machine) == [
        "setup test",
        "Installing Playwright's Chromium",
        "python -m playwright install chromium",
        "Node.js 18 or newer is missing: the JavaScript tests will be skipped.",
        "curl is missing: the tests that compare with it will be skipped.",
        "python -m pytest",
    ]


def test_a_machine_with_everything_installs_nothing(machine):
    offers(machine)
    command(machine / "chromium", "exit 1")
    command(machine / "node", "echo v18.20.4")
    command(machine / "curl", "exit 1")
    assert run_tests(machine) == ["setup test", "python -m pytest"]


def test_an_old_node_is_replaced(machine):
    offers(machine)
    command(machine / "chromium", "exit 1")
    command(machine / "node", "echo v16.20.2")
    assert "Installing the system package nodejs" in run_tests(machine)


def test_options_run_only_pytest(machine):
    offers(machine)
    assert run_tests(machine, "tests/unit", "-k", "a b") == [
        "setup test",
        "python -m pytest tests/unit -k a b",
    ]


def run_notebook(folder: Path, *cells: str):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    folder.mkdir()
    nbformat.write(notebook, folder / "lesson.ipynb")
    words = [sys.executable, str(ROOT / "scripts/run_notebook.py"), str(folder / "lesson.ipynb")]
    return subprocess.run(words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.kernel
def test_a_notebook_prints_its_mapping_tables_and_leaves_nothing(tmp_path):
    shows = f"class Shown:\n    __repr__ = lambda self: {TABLE!r}\nShown()"
    done = run_notebook(
        tmp_path / "lessons", "open('made.txt', 'w').close()", "1", f"print({TABLE!r})", shows
    )
    assert (done.returncode, done.stdout) == (0, f"{TABLE}\n\n{TABLE}\n"), done.stderr
    assert [path.name for path in (tmp_path / "lessons").iterdir()] == ["lesson.ipynb"]


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("cell", "message"),
    [
        pytest.param("1/0", "ZeroDivisionError: division by zero", id="a cell raises"),
        pytest.param("%nonesuch", "UsageError", id="a magic line is refused"),
        pytest.param("1", "no output holds a mapping table", id="no mapping table"),
    ],
)
def test_a_notebook_that_fails_says_why(tmp_path, cell, message):
    done = run_notebook(tmp_path / "lessons", cell)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr


def test_a_notebook_that_is_not_there_is_said_plainly(tmp_path):
    words = [sys.executable, str(ROOT / "scripts/run_notebook.py"), str(tmp_path / "gone.ipynb")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "gone.ipynb: there is no such notebook\n")
