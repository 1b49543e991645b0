"""Paths that only jsonpath-ng reads: served, marked, and never an exception of its own."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
import threading

import pytest

from hooknb.core.objectpath.foreign import SEVERAL, failures, load
from hooknb.core.objectpath.path import MISSING, ObjectPath
from hooknb.errors import ObjectPathError

DATA = {
    "a": 4,
    "b": 2,
    "text": "x y z",
    "items": [{"id": 2, "n": 3}, {"id": 1, "n": 5}],
    "none": None,
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("items.`len`", 2),
        ("text.`split( , 1, -1)`", "y"),
        ("text.`sub(/x/, q)`", "q y z"),
        ("$.a * 2", 8),
        ("$.a + $.b", 6),
        ("items[/id]", [{"id": 1, "n": 5}, {"id": 2, "n": 3}]),
    ],
)
def test_what_selects_one_value_gives_the_value(path, value):
    made = ObjectPath(path)
    assert (made.dialect, made.definite) == ("jsonpath-ng", True)
    assert made.one(DATA) == made.getter(DATA) == value
    assert made.find(DATA) == [value]
    assert made.explain(DATA) == "finds 1 value"


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("items[?(n > 3)]", [{"id": 1, "n": 5}]),
        ("items[?(@.id = 2)].n", [3]),
        ("items[?(@.id == 1 & @.n == 5)].n", [5]),
        ("(a|b)", [4, 2]),
        ("a,b", [4, 2]),
        ("items[*].id.`parent`", DATA["items"]),
        ("items[?@.n =~ '5'].id", []),
    ],
)
def test_what_can_select_several_gives_a_list(path, values):
    made = ObjectPath(path)
    assert (made.dialect, made.definite) == ("jsonpath-ng", False)
    assert made.one(DATA) == made.find(DATA) == values
    assert [value for _, value in made.matches(DATA)] == values


def test_places_are_those_of_the_data():
    assert list(ObjectPath("items[?(n > 3)].id").matches(DATA)) == [(("items", 1, "id"), 1)]
    assert list(ObjectPath("items.`len`").matches(DATA)) == [((), 2)]
    assert next(ObjectPath("items[*].id.`parent`").matches(DATA))[0] == ("items", 0)


def test_what_it_cannot_evaluate_is_a_miss_that_says_so():
    path = ObjectPath("none.`sorted`")
    assert path.one(DATA) is MISSING or path.one(DATA) is None
    failing = ObjectPath("items.`sorted`")
    assert failing.find(DATA) == []
    assert failing.one(DATA) is MISSING
    assert failing.explain(DATA) == "jsonpath-ng cannot evaluate this path here (TypeError)"
    assert ObjectPath("x.`split( , 0, -1)`").explain(DATA) == "jsonpath-ng finds nothing at this path"


ONE_AT_MOST = {
    "Child",
    "Fields",
    "Index",
    "JSONPath",
    "Len",
    "Operation",
    "Parent",
    "Path",
    "Root",
    "SortedThis",
}
ONE_AT_MOST |= {"Split", "Str", "Sub", "This"}
ONE_AT_MOST |= {"And", "BooleanOperation", "Expression", "Or"}  # inside filters only


def test_every_part_of_its_trees_is_known_to_select_one_or_several():
    import jsonpath_ng

    modules = ["jsonpath", "ext.arithmetic", "ext.filter", "ext.iterable", "ext.string"]
    for module in modules:
        for name, found in inspect.getmembers(
            importlib.import_module(f"jsonpath_ng.{module}"), inspect.isclass
        ):
            if issubclass(found, jsonpath_ng.JSONPath):
                assert (name.strip("_") in SEVERAL) is (name.strip("_") not in ONE_AT_MOST), name


def test_a_document_too_deep_for_it_is_a_miss():
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    path = ObjectPath("$..x.`len`")
    assert path.find(deep) == []
    assert "jsonpath-ng" in path.explain(deep)


def test_the_data_are_not_changed():
    before = [dict(item) for item in DATA["items"]]
    ObjectPath("items[/id]").one(DATA)
    ObjectPath("items[\\id]").one(DATA)
    assert DATA["items"] == before


@pytest.mark.parametrize(
    "text",
    ["a b", "a.`unknown`", "a.`split(`", "a.`sub(/(/, x)`", "items[0}", "((((", "a +", "{{x}}", "\x00"],
)
def test_what_nobody_reads_gets_our_error(text):
    with pytest.raises(ObjectPathError) as caught:
        ObjectPath(text)
    assert caught.value.text == text


@pytest.mark.parametrize("text", ["$.items.`len`", "$.a * 2"])
def test_a_strict_path_never_asks_it(text):
    with pytest.raises(ObjectPathError):
        ObjectPath(text, strict=True)


def test_its_deprecated_spellings_warn_nobody():
    assert ObjectPath("items[?(@.id == one)]").dialect == "jsonpath-ng"


def test_every_exception_it_can_raise_is_translated():
    import jsonpath_ng

    translated = failures()
    for module in pkgutil.walk_packages(jsonpath_ng.__path__, "jsonpath_ng."):
        if "bin" in module.name or module.name.endswith("__main__") or "_ply" in module.name:
            continue
        for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(found, Exception) and found.__module__.startswith("jsonpath_ng"):
                assert issubclass(found, translated), name


def test_it_is_loaded_for_such_paths_only():
    before = {name for name in sys.modules if name.startswith("jsonpath_ng")}
    for name in before:
        del sys.modules[name]
    ObjectPath("items[?@.never == 'used before'].x").find(DATA)
    assert not any(name.startswith("jsonpath_ng") for name in sys.modules)
    ObjectPath("items.never_used_before.`len`").find(DATA)
    assert "jsonpath_ng" in sys.modules


def test_many_threads_may_parse_at_once():
    results: list[object] = []

    def parse(number: int) -> None:
        made = load(f"$.a * {number}")
        results.append(made and made.getter(DATA) == 4 * number)

    threads = [threading.Thread(target=parse, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 20
