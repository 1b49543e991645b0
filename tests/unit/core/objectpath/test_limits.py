"""Nothing a server sends and nothing a user writes ends in a crash: depth, length and number have no sharp edge."""

from __future__ import annotations

import pytest

from hooknb.core.objectpath.path import MISSING, ObjectPath
from hooknb.core.objectpath.writer import write
from hooknb.errors import ObjectPathError

DEPTH = 20_000  # twenty times what Python's recursion allows


def nested(make, depth=DEPTH):
    data: object = "bottom"
    for _ in range(depth):
        data = make(data)
    return data


OBJECTS = nested(lambda inner: {"a": inner})
LISTS = nested(lambda inner: [inner])
MIXED = nested(lambda inner: {"a": [inner]}, DEPTH // 2)


@pytest.mark.parametrize("data", [OBJECTS, LISTS, MIXED], ids=["objects", "lists", "mixed"])
@pytest.mark.parametrize("lax", [False, True])
def test_a_deep_document_is_walked_to_its_bottom(data, lax):
    assert ObjectPath("$..bottom").find(data, lax=lax) == []
    assert ObjectPath("$..[?@ == 'bottom']").find(data, lax=lax) in (["bottom"], [])
    assert ObjectPath("$..nothing").explain(data, lax=lax).endswith("is called 'nothing'")


def test_a_document_a_hundred_thousand_levels_deep_is_walked():
    data = nested(lambda inner: {"a": [inner]}, 50_000)
    assert len(ObjectPath("$..*").find(data)) == 100_000
    assert next(ObjectPath("$..[?@ == 'bottom']").matches(data))[0] == ("a", 0) * 50_000


def test_every_value_of_a_deep_document_is_found():
    assert len(ObjectPath("$..*").find(OBJECTS)) == DEPTH
    assert len(ObjectPath("$..a").find(OBJECTS)) == DEPTH
    assert len(ObjectPath("$..[0]").find(LISTS)) == DEPTH
    assert ObjectPath("$..a").value(OBJECTS, policy="count", lax=True) == DEPTH
    assert ObjectPath("$..[?@ == 'bottom']").find(OBJECTS) == ["bottom"]


def test_the_place_of_a_deep_value_is_known_and_written():
    places = ObjectPath("$..[?@ == 'bottom']").matches(OBJECTS)
    location, value = next(places)
    assert (location, value) == (("a",) * DEPTH, "bottom")
    assert ObjectPath(write(location)).one(OBJECTS) == "bottom"


def test_a_path_of_many_steps_is_read_and_followed():
    steps = 20_000
    data = nested(lambda inner: {"a": inner}, steps)
    path = ObjectPath(".".join("a" * steps))
    assert path.one(data) == "bottom"
    assert path.find(data, lax=True) == ["bottom"]
    assert ObjectPath("[0]" * DEPTH).one(LISTS) == "bottom"
    assert ObjectPath(".*" * steps).find(data) == ["bottom"]
    longer = ObjectPath(".".join("a" * steps) + ".a")
    assert longer.one(data) is MISSING
    assert longer.explain(data).endswith("is text, so it has no 'a'")


def test_deep_values_are_compared_without_recursion():
    twin = nested(lambda inner: {"a": inner})
    other = nested(lambda inner: {"a": inner}, DEPTH - 1)
    assert ObjectPath("$[?@ == $[0]]").value([OBJECTS, twin, other, 1], policy="count") == 2
    assert ObjectPath("$[?@ == $[0]]").value([LISTS, LISTS, [LISTS]], policy="count") == 2


@pytest.mark.parametrize(
    "text",
    [
        "$[?" + "(" * 5000 + "@" + ")" * 5000 + "]",
        "$[?" + "!(" * 5000 + "@" + ")" * 5000 + "]",
        "$" + "[?@" * 5000 + "]" * 5000,
        "$[?" + "length(" * 5000 + "@" + ")" * 5000 + " == 1]",
        "(" * 5000,
        "[" * 5000,
        "$[?" * 5000,
        "a" + "`" * 5000,
    ],
    ids=["parentheses", "not", "filters", "functions", "open", "brackets", "tests", "quotes"],
)
@pytest.mark.parametrize("strict", [True, False])
def test_what_is_nested_too_deep_is_refused(text, strict):
    with pytest.raises(ObjectPathError):
        ObjectPath(text, strict=strict)


def test_nesting_that_is_allowed_is_evaluated():
    text = "$[?" + "!(!(" * 20 + "@.a" + "))" * 20 + "]"
    assert ObjectPath(text).find([{"a": 1}, {}]) == [{"a": 1}]
    deep = "$" + "[?@" * 40 + "]" * 40
    assert ObjectPath(deep, strict=True).value(nested(lambda inner: [inner], 60), policy="count") == 1


def test_a_filter_may_be_long():
    text = "$[?" + " || ".join(f"@.a == {number}" for number in range(20_000)) + "]"
    assert ObjectPath(text).find([{"a": 19_999}, {"a": -1}]) == [{"a": 19_999}]
    text = "$[" + ",".join(map(str, range(20_000))) + "]"
    assert len(ObjectPath(text).find(list(range(30_000)))) == 20_000


def test_huge_numbers_are_compared():
    assert ObjectPath("$[?@ > 1e400]").find([10**500, 1]) == []
    assert ObjectPath(f"$[?@ == {10**300}]").find([10**300, 1e300]) == [10**300]
    assert ObjectPath("$[?@ < 5]").find({"a": float("nan"), "b": float("-inf")}) == [float("-inf")]
    assert ObjectPath("$[?@.n < 5]").find([{"n": "9" * 5000}, {"n": "4"}], lax=True) == [{"n": "4"}]
