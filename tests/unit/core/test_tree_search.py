"""Search in a tree: what is found, what is counted, and that it can be stopped."""

from itertools import count

import pytest

from hooknb.core.tree import Tree
from hooknb.core.tree_search import HITS_KEPT, search
from hooknb.errors import ObjectPathError

DATA = {
    "id": 42,
    "rooms": [
        {"id": "42", "name": "Room 42"},
        {"id": 421, "name": None, "open": True},
        {"name": "ÉCOLE", "one": 1.0},
    ],
}


def located(tree, found):
    return [tree.location(found.address(place)) for place in range(len(found.hits))]


@pytest.mark.parametrize(
    ("text", "where", "places"),
    [
        ("42", "value", [("id",), ("rooms", 0, "id"), ("rooms", 0, "name")]),
        ('"42"', "value", [("rooms", 0, "id")]),
        ("room", "any", [("rooms",), ("rooms", 0, "name")]),
        ("room", "key", [("rooms",)]),
        ("école", "any", [("rooms", 2, "name")]),
        ("null", "value", [("rooms", 1, "name")]),
        ("true", "value", [("rooms", 1, "open")]),
        ("1", "value", [("rooms", 2, "one")]),
        ('"id"', "key", [("id",), ("rooms", 0, "id"), ("rooms", 1, "id")]),
        ("rooms[*].id", "path", [("rooms", 0, "id"), ("rooms", 1, "id")]),
        ("$..id", "path", [("id",), ("rooms", 0, "id"), ("rooms", 1, "id")]),
        ("$..[?@.open]", "path", [("rooms", 1)]),
        ("$", "path", [()]),
        ("nothing", "any", []),
    ],
)
def test_a_search_finds(text, where, places):
    tree = Tree(DATA)
    found = search(tree, text, where)
    found.advance(5.0)
    assert found.done
    assert located(tree, found) == places
    assert found.count == len(places)


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        ("20000", "any", ([2_000_000_003, 20_000.5, 200_001], True)),
        ("20000.", "value", ([20_000.5], True)),
        ("-2", "any", ([-20], True)),
        ("9", "any", (["room 9"], False)),
        ("20000", "key", ([], False)),
        ("99", "any", ([], True)),
        ("2e", "any", ([], False)),
        ('"20000"', "any", ([], False)),
        ("-20", "any", ([-20], False)),
    ],
)
def test_when_nothing_fits_a_number_those_that_begin_with_it_are_found(text, where, found):
    numbers = [2_000_000_003, 20_000.5, {"n": 200_001}, -20, "room 9", True, 10**5000, 93]
    search_of = search(Tree(numbers), text, where)
    search_of.advance(5.0)
    assert ([hit.value for hit in search_of.hits], search_of.begun) == found


def test_of_xml_whose_numbers_are_texts_nothing_else_is_looked_for():
    found = search(Tree({"n": "7"}, lax=True), "8", "any")
    found.advance(5.0)
    assert (found.count, found.begun) == (0, False)


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("rooms[*].id", (2, 0, 1, {"text": 1, "number": 1})),
        ("rooms[*].name", (3, 1, 0, {"text": 2, "null": 1})),
        ("rooms[1].nope", (0, 0, 1, {})),
        ("id.nope", (0, 0, 1, {})),
        ("nope.id", (0, 0, 0, {})),
        ("$..name", (3, 1, None, {"text": 2, "null": 1})),
        ("rooms[*]", (3, 0, None, {"object": 3})),
    ],
)
def test_a_path_is_counted(path, counts):
    found = search(Tree(DATA), path, "path")
    found.advance(5.0)
    assert (found.count, found.nulls, found.missing, dict(found.kinds)) == counts


def test_xml_is_counted_leniently():
    data = {"o": {"item": [{"who": {"@id": "1", "#text": "a"}}, {"who": ["b", "c"]}, None]}}
    tree = Tree(data, lax=True)
    found = search(tree, "o.item.who", "path")
    found.advance(5.0)
    assert (found.count, found.missing, dict(found.kinds)) == (3, 1, {"text": 3})
    assert located(tree, found)[1] == ("o", "item", 1, "who", 0)


def test_a_search_stops_after_its_time_and_goes_on():
    ticks = count()
    found = search(Tree([[0]] * 50_000), "7")
    found.advance(3.0, clock=lambda: float(next(ticks)))
    assert not found.done
    assert found.seconds >= 3
    found.advance(10.0**6, clock=lambda: float(next(ticks)))
    assert found.done


@pytest.mark.parametrize(("text", "where"), [("7", "any"), ("[*]", "path"), ("$..a", "path")])
def test_only_so_many_hits_are_kept_but_all_are_counted(text, where):
    found = search(Tree([{"a": 7}] * (HITS_KEPT * 3)), text, where)
    found.advance(60.0)
    assert (found.count, len(found.hits)) == (HITS_KEPT * 3, HITS_KEPT)
    assert found.address(HITS_KEPT) is None


def test_what_is_no_path_is_said():
    with pytest.raises(ObjectPathError):
        search(Tree(DATA), "rooms[", "path")
    with pytest.raises(ValueError, match="did you mean 'path'"):
        search(Tree(DATA), "x", "paths")


def test_deep_data_are_searched():
    data = "here"
    for _ in range(100_000):
        data = [data]
    found = search(Tree(data), "here")
    found.advance(60.0)
    assert found.count == 1
