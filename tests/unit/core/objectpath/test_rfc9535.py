"""Strict paths are RFC 9535 and nothing else; the seed's dialect gives the same on all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hooknb.core.objectpath.path import ObjectPath
from hooknb.errors import ObjectPathError

# The official suite (BSD-2, licence beside it).
SUITE = Path(__file__).parents[3] / "data" / "jsonpath-compliance-test-suite" / "cts.json"
CASES = json.loads(SUITE.read_text(encoding="utf-8"))["tests"]
VALID = [case for case in CASES if not case.get("invalid_selector")]
INVALID = [case for case in CASES if case.get("invalid_selector")]


def by_name(cases):
    return [pytest.param(case, id=case["name"]) for case in cases]


def spelled(values) -> list[str]:
    """Write values as JSON, so that 1, 1.0 and true differ."""
    return [json.dumps(value, sort_keys=True) for value in values]


def test_the_official_suite_is_there():
    assert len(VALID) > 400
    assert len(INVALID) > 200


@pytest.mark.parametrize("case", by_name(VALID))
@pytest.mark.parametrize("strict", [True, False], ids=["strict", "seed"])
def test_the_official_suite_selects_what_it_should(case, strict):
    path = ObjectPath(case["selector"], strict=strict)
    found = spelled(path.find(case["document"]))
    assert found in [spelled(result) for result in case.get("results", [case.get("result")])]
    assert spelled(value for _, value in path.matches(case["document"])) == found


@pytest.mark.parametrize("case", by_name(INVALID))
def test_a_strict_path_refuses_what_the_official_suite_refuses(case):
    with pytest.raises(ObjectPathError):
        ObjectPath(case["selector"], strict=True)


@pytest.mark.parametrize(
    "text",
    [
        "data.userId",
        "@.a",
        " $.a",
        "$.a ",
        "$.a-b",
        "$.@a",
        "$.#text",
        "$.a:b",
        "$.1a",
        "$.'a'",
        "$.['a']",
        "$[a]",
        "$[01]",
        "$[-0]",
        "$[1_0]",
        "$[\u0661]",
        "$[9007199254740992]",
        "$['\\'']\u00a0",
        "$\u00a0.a",
        "$['\\\"']",
        '$["\\\'"]',
        "$['\ud800']",
        "$.\ud800",
        "$['\\ud800']",
        "$['\\u{41}']",
        "$['\t']",
        "$...a",
        "$..",
        "$.",
        "$[?]",
        "$[?@.a=1]",
        "$[?@.a==1 and @.b]",
        "$[?@.a[*]==1]",
        "$[?@[ 'a' ]==1]",
        "$[?!!@.a]",
        "$[?!@.a==1]",
        "$[?(@.a)==1]",
        "$[?@.a==1==2]",
        "$[?@.a==+1]",
        "$[?@.a==1.]",
        "$[?@.a==.5]",
        "$[?@.a==True]",
        "$[?length (@.a)==1]",
        "$[?length(@.*)==1]",
        "$[?count(@.a,@.b)==1]",
        "$[?count('a')==1]",
        "$[?value(@.a)]",
        "$[?match(@.a,'a')==true]",
        "$[?match(@.*,'a')]",
        "$[?unknown(@.a)]",
        "$[0](1)",
        "$.a.`len`",
        "$.a + 1",
    ],
)
def test_a_strict_path_refuses_everything_else(text):
    with pytest.raises(ObjectPathError) as caught:
        ObjectPath(text, strict=True)
    assert 0 <= caught.value.position <= len(text)


@pytest.mark.parametrize(
    ("test", "passing"),
    [
        ("@ == 1", [1, 1.0]),
        ("@ == 1.0", [1, 1.0]),
        ("@ == true", [True]),
        ("@ == null", [None]),
        ("@ == 'a'", ["a"]),
        ("@ == -0", [0]),
        ("@ != 1", [0, True, None, "a", "b", [], [1], {}]),
        ("@ != null", [0, 1, 1.0, True, "a", "b", [], [1], {}]),
        ("@ < 1", [0]),
        ("@ <= 1", [0, 1, 1.0]),
        ("@ > 'a'", ["b"]),
        ("@ >= 'a'", ["a", "b"]),
        ("@ >= true", [True]),
        ("@ > true", []),
        ("@ < null", []),
        ("@ <= null", [None]),
        ("1 > @", [0]),
        ("1 <= @", [1, 1.0]),
        ("@ == $[7]", [[]]),
        ("@ == $[8]", [[1]]),
        ("@ == $[9]", [{}]),
        ("@ == $[99]", []),
        ("@.x == $[99]", [0, 1, 1.0, True, None, "a", "b", [], [1], {}]),
        ("@.x <= $[99]", [0, 1, 1.0, True, None, "a", "b", [], [1], {}]),
        ("@.x < $[99]", []),
        ("@", [0, 1, 1.0, True, None, "a", "b", [], [1], {}]),
        ("!@", []),
        ("@[0]", [[1]]),
        ("@[0] == 1", [[1]]),
        ("length(@) == 1", ["a", "b", [1]]),
        ("count(@[*]) == 1", [[1]]),
        ("value(@[*]) == 1", [[1]]),
        ("length(@) == length($[99])", [0, 1, 1.0, True, None]),
        ("search(@, '[ab]')", ["a", "b"]),
        ("match(@, $[5])", ["a"]),
    ],
)
def test_filters_compare_as_json_does(test, passing):
    document = [0, 1, 1.0, True, None, "a", "b", [], [1], {}]
    assert spelled(ObjectPath(f"$[?{test}]", strict=True).find(document)) == spelled(passing)


MIXED = [
    {"n": 1},
    {"n": 0},
    {"n": True},
    {"n": False},
    {"n": "1"},
    {"n": None},
    {"n": [1]},
    {"m": 1},
    {"n": {"n": 1}},
    [1],
    "n",
    1,
    None,
]


@pytest.mark.parametrize("constant", ["1", "0", "'1'", "true", "false", "null", "1.5", "''"])
@pytest.mark.parametrize("comparator", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("documents", [MIXED[:1], MIXED[:2], MIXED[:4], MIXED[4:5], MIXED[:9], MIXED])
@pytest.mark.parametrize("name", ["n", "n.n"])
def test_comparing_whole_lists_selects_what_comparing_one_by_one_does(name, comparator, constant, documents):
    path = ObjectPath(f"$[?@.{name} {comparator} {constant}]")
    assert spelled(path.find(documents)) == spelled(value for _, value in path.matches(documents))


def test_objects_with_nothing_but_scalars_hide_nothing():
    leaf = {"a": 1, "b": "x", "c": None}
    for inner in ({}, [], {"a": 2}, [leaf], (1,), {"d": {"a": 3}}):
        document = (
            json.loads(json.dumps([leaf, {"x": inner, "a": 4}, inner])) if inner != (1,) else [{"x": inner}]
        )
        for text in ("$..a", "$..*", "$..[0]", "$..['a','b']", "$..[?@.a]"):
            path = ObjectPath(text)
            assert spelled(path.find(document)) == spelled(value for _, value in path.matches(document))


def test_a_descendant_comes_after_what_holds_it_and_before_what_follows():
    document = {"a": [{"b": 1, "c": {"b": 2}}, [{"b": 3}]], "b": 4}
    assert ObjectPath("$..b", strict=True).find(document) == [4, 1, 2, 3]
    assert ObjectPath("$..[0]", strict=True).find(document) == [document["a"][0], {"b": 3}]
    assert ObjectPath("$..*").find([[1, [2]], 3]) == [[1, [2]], 3, 1, [2], 2]
