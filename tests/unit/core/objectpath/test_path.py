"""`ObjectPath` as a value: frozen, equal, cached, copied; one value for a parameter by a policy."""

from __future__ import annotations

import copy
import pickle

import pytest

from hooknb.core.objectpath.path import MISSING, ObjectPath
from hooknb.errors import ObjectPathError


def test_a_path_is_equal_by_text_and_dialect():
    assert ObjectPath("$.a") == ObjectPath("$.a")
    assert ObjectPath("$.a") != ObjectPath("$.a", strict=True)
    assert ObjectPath("$.a") != ObjectPath("a")
    assert ObjectPath("$.a") != "$.a"
    assert len({ObjectPath("a"), ObjectPath("a"), ObjectPath("b")}) == 2


@pytest.mark.parametrize(
    "path", [ObjectPath("a['b\\'']"), ObjectPath("$.a", strict=True), ObjectPath("a.`len`")]
)
def test_a_path_survives_repr_copy_and_pickle(path):
    assert eval(repr(path)) == path
    assert copy.deepcopy(path) == path
    again = pickle.loads(pickle.dumps(path))
    assert (again, again.dialect, again.definite) == (path, path.dialect, path.definite)
    assert str(path) == path.text


def test_a_path_is_frozen():
    path = ObjectPath("a")
    with pytest.raises(AttributeError):
        path.text = "b"
    with pytest.raises(AttributeError):
        del path.text
    with pytest.raises(AttributeError):
        path.other = 1


def test_a_text_is_compiled_once():
    assert ObjectPath("once.compiled").getter is ObjectPath("once.compiled").getter


def test_a_path_is_text():
    with pytest.raises(TypeError, match="a path is text, not int"):
        ObjectPath(5)


@pytest.mark.parametrize(
    ("path", "dialect", "definite"),
    [
        ("data.userId", "seed", True),
        ("$", "seed", True),
        ("$[0][-1]", "seed", True),
        ("a[*]", "seed", False),
        ("a[0,1]", "seed", False),
        ("a[0:1]", "seed", False),
        ("a..b", "seed", False),
        ("a[?@.b]", "seed", False),
        ("a.`len`", "jsonpath-ng", True),
    ],
)
def test_a_path_says_what_it_is(path, dialect, definite):
    made = ObjectPath(path)
    assert (made.dialect, made.definite, made.strict, made.text) == (dialect, definite, False, path)


def test_a_strict_path_says_so():
    assert ObjectPath("$.a", strict=True).dialect == "rfc9535"


def test_the_getter_is_the_compiled_path():
    rows = [{"a": {"b": 1}}, {"a": {}}, {"a": None}, 5]
    assert list(map(ObjectPath("a.b").getter, rows)) == [1, MISSING, MISSING, MISSING]
    assert ObjectPath("[*]").getter([1, 2]) == [1, 2]


def test_missing_is_one_of_a_kind_and_false():
    assert not MISSING
    assert repr(MISSING) == str(MISSING) == "MISSING"
    assert copy.deepcopy(MISSING) is MISSING
    assert pickle.loads(pickle.dumps(MISSING)) is MISSING


@pytest.mark.parametrize(
    ("path", "policy", "value"),
    [
        ("tags[*]", "auto", ["a", 1, None, {"b": [True]}]),
        ("tags[0]", "auto", "a"),
        ("tags[9]", "auto", MISSING),
        ("nothing[*]", "auto", []),
        ("tags[*]", "first", "a"),
        ("nothing[*]", "first", MISSING),
        ("tags[2]", "first", None),
        ("tags[*]", "one", MISSING),
        ("tags[0:1]", "one", "a"),
        ("nothing[*]", "one", MISSING),
        ("tags[0]", "all", ["a"]),
        ("nothing", "all", []),
        ("tags[*]", "count", 4),
        ("nothing", "count", 0),
        ("tags[*]", "join", 'a, 1, null, {"b": [true]}'),
        ("tags[0]", "join", "a"),
        ("nothing", "join", MISSING),
    ],
)
def test_a_policy_makes_one_value_of_any_number(path, policy, value):
    data = {"tags": ["a", 1, None, {"b": [True]}]}
    assert ObjectPath(path).value(data, policy=policy) == value


def test_the_joined_texts_have_a_separator():
    assert ObjectPath("$[*]").value(["a", "b"], policy="join", separator="") == "ab"


def test_an_unknown_policy_is_refused():
    with pytest.raises(ValueError, match=r"'frist' is no policy \(did you mean 'first'\?\)"):
        ObjectPath("a").value({}, policy="frist")


def test_what_is_found_is_a_list_of_its_own():
    data = [1, 2]
    found = ObjectPath("$[*]").find(data)
    found.append(3)
    assert data == [1, 2]


def test_an_error_is_not_cached_as_a_path():
    for _ in range(2):
        with pytest.raises(ObjectPathError):
            ObjectPath("a..")


def test_objects_and_lists_of_other_types_are_looked_into():
    from collections import OrderedDict

    class Rows(list):
        pass

    data = OrderedDict(items=Rows([OrderedDict(id=1), OrderedDict(id=2)]))
    assert ObjectPath("items[1].id").one(data) == 2
    assert ObjectPath("items[-1]").one(data) == {"id": 2}
    assert ObjectPath("items[*].id").find(data) == [1, 2]
    assert ObjectPath("$..id").find(data) == [1, 2]
    assert ObjectPath("items[?@.id > 1].id").find(data) == [2]
