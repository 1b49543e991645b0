"""Rows that are switched off: kept, each in its place, checked alone, and not used."""

from __future__ import annotations

import pytest

import hooknb
from hooknb.core.node import Node
from hooknb.core.off import ROW_FIELDS
from hooknb.errors import NodeError

URL = "https://api.example.com/users"
ROWS = {
    "headers": {"X-Debug": "1"},
    "query": [("page", None)],
    "body.pairs": [{"name": "a", "value": ""}],
    "parameters": {"CITY": ["Graz", 1]},
    "secrets": {"TOKEN": "env API_TOKEN"},
    "mapping": {"ALL": "items[*].id all"},
    "force_list": ["note.to"],
    "routes": {"4xx": "ours"},
}


def test_every_field_of_rows_keeps_some_that_are_off():
    assert tuple(ROWS) == ROW_FIELDS
    node = Node(URL, off=ROWS)
    assert [each.field for each in node.off] == list(ROWS)
    assert node.replace(off=None) == Node(URL)
    assert Node.from_dict(node.to_dict()) == node.replace(method="GET") == node
    assert hash(Node.from_dict(node.to_dict())) == hash(node) != hash(Node(URL))
    assert node.off.of("parameters")[0].row == {"name": "CITY", "value": ["Graz", 1]}
    assert node.off.of("force_list")[0].document() == {"path": "note.to", "at": 0}


def test_nothing_of_them_is_used():
    off = ROWS | {"headers": {"X-Debug": "$LEVEL"}, "query": {"q": "$Q"}}
    node = Node(URL, off=off, headers={"Accept": "*/*"})
    assert node.names == ()
    prepared = hooknb.preview(node)
    assert prepared.request.url == URL
    assert "x-debug" not in {name.lower() for name, _ in prepared.request.headers}


@pytest.mark.parametrize(
    ("on", "off", "order"),
    [
        ("", "a", "A"),
        ("ab", "c", "abC"),
        ("ab", "c0", "Cab"),
        ("ab", "c1 d2", "aCDb"),
        ("ab", "c1 d1", "aCDb"),
        ("ab", "d3 c1", "aCbD"),
        ("ab", "c9 d9", "abCD"),
        ("ab", "c d0", "DabC"),
        ("", "c5 d2 e", "DCE"),
    ],
)
def test_each_has_its_place_among_the_others(on, off, order):
    rows = [
        {"name": each[0], "value": "", **({"at": int(each[1])} if each[1:] else {})} for each in off.split()
    ]
    node = Node(URL, query=[(name, "") for name in on], off={"query": rows})
    names = list(on)
    for each in node.off:
        names.insert(each.at, each.row["name"].upper())
    assert "".join(names) == order
    assert node.replace() == node


def test_places_follow_when_the_other_rows_become_fewer():
    node = Node(URL, query={"a": "", "b": ""}, off={"query": [{"name": "c", "value": "", "at": 2}]})
    assert [each.at for each in node.replace(query={"a": ""}).off] == [1]


@pytest.mark.parametrize(
    ("off", "place", "message"),
    [
        ({"rotes": {"404": "x"}}, "off.rotes", "'rotes' has no rows"),
        (["headers"], "off", "['headers'] are no rows by field"),
        ({"headers": "X: 1"}, "off.headers", "'X: 1' is not a list of rows"),
        ({"headers": [("A", "1"), ("b c", "2")]}, "off.headers[1].name", "'b c' is not a header name"),
        ({"headers": [{"name": "A"}]}, "off.headers[0].value", "a header needs a value"),
        ({"query": [{"name": "a", "at": -1}]}, "off.query[0].at", "-1 is not a row's place"),
        ({"query": [{"name": "a", "at": True}]}, "off.query[0].at", "True is not a row's place"),
        ({"body.pairs": [("a", 1)]}, "off.body.pairs[0].value", "1 is not text"),
        ({"secrets": {"T": "hunter2"}}, "off.secrets[0].source", "value cannot stand in a cell"),
        ({"mapping": {"A": "a[*] frst"}}, "off.mapping[0].path", "'frst' behind the path is no policy"),
        ({"mapping": [{"parameter": "A"}]}, "off.mapping[0].path", "a mapping rule needs a path"),
        ({"force_list": ["a["]}, "off.force_list[0]", ""),
        ({"routes": {"99": "x"}}, "off.routes[0].status", "'99' is not a status"),
    ],
)
def test_each_is_checked_alone(off, place, message):
    with pytest.raises(NodeError) as caught:
        Node(URL, off=off)
    assert [problem.place for problem in caught.value.problems] == [place]
    assert message in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_what_could_not_stand_twice_may_be_off_beside_the_other():
    node = Node(
        URL, routes={"404": "a"}, parameters={"X": 1}, off={"routes": {"404": "b"}, "parameters": {"X": 2}}
    )
    assert node.routes.take(404).output == "a"
