"""A file imports only from floors below its own or from its own folder, and a package has one owner.

Imports are read from the source, so those inside functions and under `TYPE_CHECKING` count too.
"""

from __future__ import annotations

import ast
import graphlib
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FACE = "hooknb"
APART = 0

# The floor of every folder, and of every file beside them. A new one needs a place here.
FLOORS = {
    "hooknb.magic": 6,
    "hooknb.widgets": 5,
    "hooknb.recall": 5,
    "hooknb.taping": 5,
    "hooknb.running": 5,
    "hooknb.session": 4,
    "hooknb.formats": 3,
    "hooknb.engine": 3,
    "hooknb.core": 2,
    "hooknb.view": 1,
    "hooknb.errors": 1,
    "hooknb.fronts": 1,
    "hooknb.version": 1,
    "hooknb.playground": APART,
}

# Declared for the sake of another package, never imported here.
IMPORTED_BY_OTHERS = {"sniffio"}

# The one place that may import a package, so that it can be replaced by editing one file.
OWNERS = {
    "pandas": {"hooknb.view.table"},
    "httpx": {"hooknb.engine.connection"},
    "jwt": {"hooknb.engine.signature"},
    "xmltodict": {"hooknb.engine.decode"},
    "jsonpath_ng": {"hooknb.core.objectpath"},
    "IPython": {"hooknb.magic"},
    "traitlets": {"hooknb.magic", "hooknb.widgets"},
    "ipywidgets": {"hooknb.widgets"},
    "anywidget": {"hooknb.widgets"},
    "keyring": {"hooknb.core.secrets"},
    "nest_asyncio": {"hooknb.magic.nested"},
}
# Dependencies that serve other packages; none of our files imports them.
FOR_OTHERS = {"sniffio"}
IMPORT_NAMES = {
    "pyjwt": "jwt",
    "jsonpath-ng": "jsonpath_ng",
    "ipython": "IPython",
    "nest-asyncio": "nest_asyncio",
}


@dataclass(frozen=True, slots=True)
class Import:
    """One import of one module, in the module `inside`."""

    inside: str
    line: int
    target: str
    runs_at_import: bool = False

    def __str__(self) -> str:
        return f"{self.inside}:{self.line} imports {self.target}"


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted((ROOT / "hooknb").rglob("*.py"))}


def imports_of(name: str, source: str) -> list[Import]:
    """Return every import of a module's source: statements anywhere, and `import_module("…")`."""
    tree = ast.parse(source)
    at_once = {id(node) for node in _at_import(tree)}
    return [
        Import(name, node.lineno, target, id(node) in at_once)
        for node in ast.walk(tree)
        for target in _targets(node, name)
    ]


def _at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when the module is imported: not functions, not `if TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        lazy = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if not lazy and not typing:
            yield node
            yield from _at_import(node)


def _targets(node: ast.AST, name: str) -> list[str]:
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module, names, level):
            package = name.split(".")[:-level] if level else []
            origin = ".".join([*package, module] if module else package)
            return [f"{origin}.{a.name}" if f"{origin}.{a.name}" in MODULES else origin for a in names]
        case ast.Call(func, [ast.Constant(str(target)), *_]) if ast.unparse(func).endswith(
            ("import_module", "__import__")
        ):
            return [target]
        case _:
            return []


def place_of(module: str) -> str | None:
    """Return the folder or file of the table in which a module stands."""
    return next((place for place in FLOORS if is_within(module, place)), None)


def is_within(module: str, place: str) -> bool:
    return module == place or module.startswith(f"{place}.")


def misplaced(imported: Import) -> str | None:
    """Return why an import breaks the floors, or None."""
    if not is_within(imported.target, FACE) or imported.inside == FACE:
        return None
    here, there = place_of(imported.inside), place_of(imported.target)
    if here is None or there is None:
        return f"{imported}, and {imported.inside if here is None else imported.target} has no floor"
    if here == there:
        return None
    if FLOORS[there] == APART:
        return f"{imported}, which stands apart"
    if FLOORS[there] >= FLOORS[here]:
        return f"{imported}: from floor {FLOORS[here]} to floor {FLOORS[there]}"
    return None


def poached(imported: Import) -> str | None:
    """Return why an import of somebody else's package breaks the one-owner rule, or None."""
    package = imported.target.partition(".")[0]
    if package in sys.stdlib_module_names or package == FACE:
        return None
    if package not in OWNERS:
        return f"{imported}, a package without an owner"
    if not any(is_within(imported.inside, owner) for owner in OWNERS[package]):
        return f"{imported}, which belongs to {' and '.join(sorted(OWNERS[package]))}"
    return None


@pytest.fixture(scope="module")
def imports() -> list[Import]:
    return [found for name, path in MODULES.items() for found in imports_of(name, path.read_text("utf-8"))]


def test_imports_go_down(imports):
    assert len(imports) > 50
    assert list(filter(None, map(misplaced, imports))) == []


def test_every_file_has_a_floor():
    assert [name for name in MODULES if name != FACE and place_of(name) is None] == []


def test_a_package_has_one_owner(imports):
    assert list(filter(None, map(poached, imports))) == []


def test_modules_import_each_other_in_no_loop(imports):
    below = {name: set() for name in MODULES}
    for found in imports:
        if found.runs_at_import and found.target in MODULES:
            below[found.inside].add(found.target)
    graphlib.TopologicalSorter(below).prepare()


@pytest.mark.parametrize(
    ("inside", "source", "why"),
    [
        ("hooknb.core.node", "from hooknb.engine.run import run", "from floor 2 to floor 3"),
        ("hooknb.core.node", "def f():\n    import hooknb.session", "from floor 2 to floor 4"),
        ("hooknb.core.node", "if TYPE_CHECKING:\n    from hooknb import session", "from floor 2 to floor 4"),
        ("hooknb.core.node", "import_module('hooknb.magic.line')", "from floor 2 to floor 6"),
        ("hooknb.core.node", "from ..engine import run", "from floor 2 to floor 3"),
        ("hooknb.engine.run", "from hooknb.formats.cell import loads", "from floor 3 to floor 3"),
        ("hooknb.view.table", "from hooknb.errors import Problem", "from floor 1 to floor 1"),
        ("hooknb.engine.run", "from hooknb.playground import Playground", "which stands apart"),
        ("hooknb.playground.wire", "from hooknb.errors import quoted", "from floor 0 to floor 1"),
        ("hooknb.magic.webhook", "from hooknb import Node", "hooknb has no floor"),
        ("hooknb.extra", "from hooknb.errors import quoted", "hooknb.extra has no floor"),
    ],
)
def test_an_import_upwards_is_seen(inside, source, why):
    [found] = imports_of(inside, source)
    assert misplaced(found).endswith(why)


@pytest.mark.parametrize(
    ("inside", "source"),
    [
        ("hooknb.magic.webhook", "from hooknb.running import run"),
        ("hooknb.engine.run", "from hooknb.engine.decode import decode"),
        ("hooknb.core.node", "from hooknb.errors import Problem"),
        ("hooknb", "import_module('hooknb.magic.webhook')"),
        ("hooknb.core.node", "import json"),
    ],
)
def test_an_import_downwards_is_allowed(inside, source):
    [found] = imports_of(inside, source)
    assert misplaced(found) is None


@pytest.mark.parametrize(
    ("inside", "source", "why"),
    [
        ("hooknb.core.node", "import pandas", "belongs to hooknb.view.table"),
        (
            "hooknb.engine.run",
            "def f():\n    from httpx import Client",
            "belongs to hooknb.engine.connection",
        ),
        ("hooknb.magic.webhook", "import nest_asyncio", "belongs to hooknb.magic.nested"),
        ("hooknb.engine.transport", "import requests", "a package without an owner"),
        ("hooknb.playground.wire", "import flask", "a package without an owner"),
    ],
)
def test_a_poached_package_is_seen(inside, source, why):
    [found] = imports_of(inside, source)
    assert poached(found).endswith(why)


def test_a_loop_is_seen():
    assert [found.runs_at_import for found in imports_of("a", "import json\ndef f():\n    import re")] == [
        True,
        False,
    ]
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()


def test_every_dependency_has_an_owner():
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in PYPROJECT["project"]["dependencies"]}
    assert {IMPORT_NAMES.get(name, name) for name in names - FOR_OTHERS} <= set(OWNERS)


def test_ruff_bans_what_has_an_owner():
    rules = PYPROJECT["tool"]["ruff"]["lint"]
    assert set(rules["flake8-tidy-imports"]["banned-api"]) == set(OWNERS)


def test_ruff_excuses_only_owners():
    excused = [
        pattern.removesuffix("/*").removesuffix(".py").replace("/", ".")
        for pattern, ignored in PYPROJECT["tool"]["ruff"]["lint"]["per-file-ignores"].items()
        if "TID251" in ignored and pattern.startswith("hooknb")
    ]
    owners = {owner for places in OWNERS.values() for owner in places}
    assert {place for place in excused if not any(is_within(owner, place) for owner in owners)} == set()
    assert {owner for owner in owners if not any(is_within(owner, place) for place in excused)} == set()


def test_a_folder_init_holds_only_a_docstring():
    faces = {"hooknb", "hooknb.playground"}
    full = [
        name
        for name, path in MODULES.items()
        if path.name == "__init__.py" and name not in faces and not is_only_docstring(path.read_text("utf-8"))
    ]
    assert full == []


def is_only_docstring(source: str) -> bool:
    tree = ast.parse(source)
    return len(tree.body) == 1 and ast.get_docstring(tree) is not None


@pytest.mark.parametrize("source", ["", "x = 1", '"""Core."""\nfrom hooknb.core.node import Node', "1"])
def test_a_folder_init_with_more_is_seen(source):
    assert not is_only_docstring(source)


def undeclared(sources: dict[str, str], declared: set[str], own: set[str]) -> set[str]:
    """Return the packages that some sources import and that no requirement of ours brings."""
    brought_by = packages_distributions()
    return {
        f"{name} imports {package}"
        for name, source in sources.items()
        for package in (found.target.partition(".")[0] for found in imports_of(name, source))
        if package not in sys.stdlib_module_names | own
        and not declared & {normal(brought) for brought in brought_by.get(package, [package])}
    }


def required(*extras: str) -> set[str]:
    """Return the normal names of the dependencies and of some extras."""
    lists = [PYPROJECT["project"]["optional-dependencies"][extra] for extra in extras]
    requirements = [*PYPROJECT["project"]["dependencies"], *(each for extra in lists for each in extra)]
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_tests_and_tools_import_is_declared():
    paths = [path for top in ("tests", "scripts", "benchmarks") for path in (ROOT / top).rglob("*.py")]
    sources = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}
    own = {FACE, *(path.stem for path in paths), *(path.parent.name for path in paths)}
    assert undeclared(sources, required("test", "lab", "keyring"), own) == set()


def test_the_lab_declares_what_its_runner_imports():
    source = (ROOT / "scripts/run_notebook.py").read_text("utf-8")
    assert undeclared({"run_notebook": source}, required("lab"), {FACE}) == set()


def test_an_undeclared_import_is_seen():
    sources = {
        "x.py": "import json, _pytest, nonesuch\nfrom httpx import get\nimport lab",
        "y.py": "import yaml",
    }
    assert undeclared(sources, {"httpx", "pytest"}, {"lab"}) == {"x.py imports nonesuch", "y.py imports yaml"}
