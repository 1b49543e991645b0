"""Advice on paths: what may be otherwise next time."""

import pytest

import hooknb
from hooknb.core.node import Node
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.path_advice import path_advice

DATA = {
    "items": [{"id": 7, "sold": 1, "at": [1, 2]}, {"id": 8, "n": "x"}, {"id": 9, "n": 5}],
    "one": [{"id": 1}],
    "days": {"2026-11-24": {"t": 5}, "2026-11-25": {"t": 6}},
    "users": {"usr_10042": {"name": "Ann"}},
    "0": "zero",
    "odd names": [{"the id": 1, "x": 2}, {"the id": 2}],
}
XML = {"o": {"to": "Tove", "items": {"item": {"n": "5", "@id": "1"}}, "row": [{"n": "1"}, {"n": "2"}]}}


def said(path, data=DATA, **options):
    return [str(each) for each in path_advice(path, data, **options)]


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("items[*].id", []),
        ("days.*.t", []),
        ("one[0].id", []),
        (
            "items[0].at[1]",
            [
                "[0] is one of 3 items by its place, which may change (write items[*].at[1] for all, or items[?@.id == 7].at[1])"
            ],
        ),
        (
            "items[-1].id",
            [
                "[-1] is one of 3 items by its place, which may change (write items[*].id for all, or items[?@.id == 9].id)"
            ],
        ),
        (
            "['odd names'][0].x",
            [
                "[0] is one of 2 items by its place, which may change (write $['odd names'][*].x for all, or $['odd names'][?@['the id'] == 1].x)"
            ],
        ),
        (
            "days['2026-11-24'].t",
            [
                "the name '2026-11-24' looks like a date, which may be another one next time (write days.*.t for all of them)"
            ],
        ),
        (
            "users.usr_10042.name",
            [
                "the name 'usr_10042' looks like an id, which may be another one next time (write users.*.name for all of them)"
            ],
        ),
        ("$['0']", []),
        (
            "items[*].sold",
            ["only 33.33 % of the 3 objects at items[*] have 'sold' (the others are left out)"],
        ),
        (
            "items[*].n",
            [
                "only 66.67 % of the 3 objects at items[*] have 'n' (the others are left out)",
                "the values are of several kinds: text 50 %, number 50 % (an entity type may refuse some of them)",
            ],
        ),
        (
            "$..n",
            [
                "the values are of several kinds: text 50 %, number 50 % (an entity type may refuse some of them)"
            ],
        ),
        ("nothing.here", []),
        ("items[7].id", ["[7] is one of 3 items by its place, which may change (write items[*].id for all)"]),
    ],
)
def test_a_path_into_json_gets_advice(path, advice):
    assert said(path) == advice


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        (
            "o.to",
            [
                "'to' is there once; with a second one this path gives a list (write o.to[0] for the first, o.to[*] for all)"
            ],
        ),
        ("o.to[0]", []),
        ("o.to[*]", []),
        ("o.row.n", []),
        (
            "o.items.item.n",
            [
                "'item' is there once; with a second one this path gives a list (write o.items.item[0].n for the first, o.items.item[*].n for all)"
            ],
        ),
        ("o.items.item[*].@id", []),
        ("o", []),
    ],
)
def test_a_path_into_xml_gets_advice(path, advice):
    assert said(path, XML, lax=True) == advice


def test_of_very_many_objects_the_first_are_counted():
    data = {"items": [{"a": 1} if n % 2 else {} for n in range(20_010)]}
    assert said("items[*].a", data) == [
        "only 50 % of the first 20,000 objects at items[*] have 'a' (the others are left out)"
    ]


def test_a_policy_says_what_a_second_element_becomes():
    assert said("o.to", XML, lax=True, policy="first") == []


@pytest.mark.parametrize("path", ["items[?@.id == 7].n", "days['2026-11-25'].t", "items[1].id"])
def test_what_a_hint_proposes_finds_something(path):
    for each in path_advice(path, DATA):
        for text in each.hint.removeprefix("write ").split(", or "):
            text = text.partition(" for all")[0]
            assert text == "the others are left out" or ObjectPath(text).find(DATA)


def test_a_node_alone_tells_what_its_paths_tell():
    node = Node("https://example.com/", mapping={"A": "days['2026-11-24'].t", "B": "items[0].id"})
    assert [(each.place, each.severity) for each in node.lint()] == [("mapping[0].path", "advice")]


def test_with_a_result_a_node_tells_what_the_response_shows(playground):
    session = hooknb.Session()
    session.parameters["KEY"] = "s3cret-token-42"
    cell = (
        f"POST {playground.url}/echo\n[Params]\nKEY!:\n[Mapping]\nA: json.l[0].n\nB?: json.l[*].sold\n"
        '[Body json]\n{"l": [{"id": "$KEY", "n": 1, "sold": 2}, {"id": "b", "n": 2}]}'
    )
    result = session.run(cell)
    found = {each.place: str(each) for each in result.node.lint(result)}
    assert 'json.l[?@.id == "«KEY»"].n' in found["mapping[0].path"]
    assert "only 50 %" in found["mapping[1].path"]
    broken = session.run(f"GET {playground.url}/broken/json")
    assert result.node.lint(broken) == result.node.lint()
