"""What differs between two documents."""

import copy

import pytest

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.writer import write, write_pattern
from hooknb.core.survey.difference import differences


def changes(before, after, **options):
    return [
        (write(each.location), each.change, each.before, each.after)
        for each in differences(before, after, **options)
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, [("a", "type", 1, True)]),
        ({"a": 1}, {"a": "1"}, [("a", "type", 1, "1")]),
        ({"a": 1}, {"a": None}, [("a", "changed", 1, None)]),
        ({"a": None}, {"a": [1]}, [("a", "changed", None, [1])]),
        ({"a": {"b": 1}}, {"a": [1]}, [("a", "type", {"b": 1}, [1])]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({"a": 1}, {"b": 1}, [("b", "added", MISSING, 1), ("a", "removed", 1, MISSING)]),
        ({"a": None}, {}, [("a", "removed", None, MISSING)]),
        ([1, 2], [1, 2], []),
        ([1, 1], [1, True], [("$[1]", "type", 1, True)]),
        ([[1, 1]], [[1, True]], [("$[0][1]", "type", 1, True)]),
        (1, 2, [("$", "changed", 1, 2)]),
        ({}, [], [("$", "type", {}, [])]),
        ([{"id": 1}], [{"id": 2}, {"id": 1}], [("$[0]", "added", MISSING, {"id": 2})]),
    ],
    ids=repr,
)
def test_a_difference_is_found(before, after, found):
    assert changes(before, after) == found


def test_changes_come_in_the_order_of_the_document():
    before = {"a": {"x": 1}, "items": [{"id": n, "n": n} for n in range(5)], "z": 1}
    after = {"a": {"x": 2}, "items": [{"id": n, "n": -n} for n in (3, 0, 9, 2, 4)], "z": 2}
    assert [(path, change) for path, change, *_ in changes(before, after)] == [
        ("a.x", "changed"),
        ("items[0]", "moved"),
        ("items[0].n", "changed"),
        ("items[1]", "removed"),
        ("items[2]", "added"),
        ("items[3].n", "changed"),
        ("items[4].n", "changed"),
        ("z", "changed"),
    ]


def test_a_pattern_joins_what_is_alike():
    before = {"days": {"2026-11-24": {"t": [1, 2]}}}
    after = {"days": {"2026-11-24": {"t": [1, 3]}}}
    assert [write_pattern(each.pattern) for each in differences(before, after)] == ["days.*.t[*]"]


ONE = {"o": {"item": {"who": "a", "n": "5"}}}


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ({"o": {"item": [{"who": "a", "n": "5"}]}}, []),
        (
            {"o": {"item": {"who": {"@id": "1", "#text": "a"}, "n": "5"}}},
            [("o.item.who.@id", "added", MISSING, "1")],
        ),
        (
            {"o": {"item": [{"who": "a", "n": "5"}, {"who": "b"}]}},
            [("o.item[1]", "added", MISSING, {"who": "b"})],
        ),
        (
            {"o": {"item": [{"who": ["a", "b"], "n": None}]}},
            [("o.item[0].who[1]", "added", MISSING, "b"), ("o.item[0].n", "changed", "5", None)],
        ),
    ],
    ids=repr,
)
def test_of_xml_one_element_and_several_are_compared_alike(after, found):
    assert changes(ONE, after, lax=True) == found
    assert changes(after, ONE, lax=True) or not found


def test_the_same_document_read_twice_does_not_differ():
    data = {"items": [{"id": n, "tags": ["a", n], "deep": [{"x": [1, True, None]}]} for n in range(50)]}
    assert changes(data, copy.deepcopy(data)) == []


def test_deep_documents_are_compared():
    before, after = 1, 2
    for _ in range(50_000):
        before, after = [before], [after]
    assert len(list(differences(before, after))) == 1


def test_hostile_lists_in_lists_take_no_square_of_time():
    before, after = 1, 2
    for _ in range(3_000):
        before, after = [before, "x"], [after, "x", "y"]
    assert len(list(differences(before, after))) == 3_001


def test_a_measure_that_is_no_number_does_not_differ_from_itself():
    before, after = (
        {"n": float("nan"), "l": [float("nan"), 1], "o": [{"v": float("nan")}]} for _ in range(2)
    )
    assert list(differences(before, after)) == []
    assert [each.change for each in differences({"n": float("nan")}, {"n": 1})] == ["changed"]
