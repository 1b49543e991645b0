"""Response mapping: what a rule makes of what its path finds."""

import pytest

from hooknb.core.mapping import MappingContext, MappingRule, ResponseMapping
from hooknb.core.node import Node
from hooknb.errors import NodeError


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("lax", [False, True])
@pytest.mark.parametrize("levels", [200, 5000])
def test_a_value_nested_too_deeply_for_a_parameter_is_a_miss(levels, lax):
    report = ResponseMapping([("A", "a"), ("B", "b")]).apply(
        {"a": nested(levels), "b": 1}, MappingContext(lax=lax)
    )
    assert report.values == {"B": 1}
    assert [row.why for row in report.misses] == ["the value is nested too deeply for a parameter"]


PIN = MappingRule("PIN", "pin", "sys.number", secret=True)
OPEN = MappingRule("N", "n", "sys.number")


def test_in_a_replay_a_mask_fits_every_entity_type():
    data = {"pin": "«PIN»", "n": "«N»"}
    mapping = ResponseMapping([PIN, OPEN])
    assert mapping.apply(data).values == {}
    replayed = mapping.apply(data, MappingContext(unfit={}))
    assert replayed.values == {"PIN": "«PIN»"}
    assert replayed.rows[1].ok is False


def test_in_a_replay_what_did_not_fit_then_does_not_fit_now():
    context = MappingContext(unfit={PIN: "the secret value is not a number"})
    [row] = ResponseMapping([PIN]).apply({"pin": "«PIN»"}, context).rows
    assert (row.ok, row.matches, row.why) == (False, 1, "the secret value is not a number")
    [row] = ResponseMapping([PIN]).apply({}, context).rows
    assert row.matches == 0


DATA = {"items": [{"id": 7, "t": "a"}, {"id": 8, "t": None}], "one": [{"id": 9}], "none": []}
XML = {"o": {"item": [{"@id": "1", "#text": "a"}, "b"], "one": "c"}}


@pytest.mark.parametrize(
    ("path", "policy", "value", "matches"),
    [
        ("items[*].id", "auto", [7, 8], 2),
        ("items[*].id", "first", 7, 2),
        ("items[*].id", "all", [7, 8], 2),
        ("items[*].id", "count", 2, 2),
        ("items[*].id", "join", "7, 8", 2),
        ("items[*].t", "join", "a, null", 2),
        ("one[*].id", "auto", [9], 1),
        ("one[*].id", "one", 9, 1),
        ("one[*].id", "all", [9], 1),
        ("one[0].id", "all", [9], 1),
        ("one[0].id", "count", 1, 1),
        ("none[*].id", "all", [], 0),
        ("none[*].id", "count", 0, 0),
    ],
)
def test_a_policy_says_what_becomes_of_the_matches(path, policy, value, matches):
    report = ResponseMapping([MappingRule("A", path, policy=policy)]).apply(DATA)
    assert report.values == {"A": value}
    assert report.rows[0].matches == matches


@pytest.mark.parametrize(
    ("path", "policy", "why"),
    [
        ("items[*].id", "one", "it finds 2 values, and only one is wanted"),
        ("none[*].id", "first", "'none' is an empty list"),
        ("none[*].id", "one", "'none' is an empty list"),
        ("none[*].id", "join", "'none' is an empty list"),
        ("nothing", "first", "the data has no 'nothing'; it has 'items', 'one', 'none'"),
    ],
)
def test_a_policy_that_gets_nothing_is_a_miss_and_says_why(path, policy, why):
    report = ResponseMapping([MappingRule("A", path, policy=policy)]).apply(DATA)
    assert [row.why for row in report.misses] == [why]


@pytest.mark.parametrize(
    ("path", "policy", "value"),
    [
        ("o.item", "first", "a"),
        ("o.item", "count", 2),
        ("o.item", "join", "a, b"),
        ("o.one", "all", ["c"]),
        ("o.one", "one", "c"),
    ],
)
def test_a_policy_makes_one_xml_element_and_several_alike(path, policy, value):
    report = ResponseMapping([MappingRule("A", path, policy=policy)]).apply(XML, MappingContext(lax=True))
    assert report.values == {"A": value}


def test_what_a_policy_gives_has_to_fit_the_entity():
    rules = [
        MappingRule("N", "items[*].id", "sys.number", policy="count"),
        MappingRule("L", "items[*].id", "sys.number", policy="all"),
    ]
    report = ResponseMapping(rules).apply(DATA)
    assert report.values == {"N": 2}
    assert not report.rows[1].ok


def test_deep_values_are_not_joined():
    report = ResponseMapping([MappingRule("A", "[*]", policy="join")]).apply([nested(5000)])
    assert [row.why for row in report.misses] == ["the value is nested too deeply for a parameter"]


@pytest.mark.parametrize(
    "rules",
    [
        {"A": "items[*].id first"},
        [("A", "  items[*].id   first ")],
        [{"parameter": "A", "path": "items[*].id", "policy": "first"}],
        [{"parameter": "A", "path": " items[*].id ", "policy": "first"}],
        ResponseMapping([MappingRule("A", "items[*].id", policy="first")]),
        ResponseMapping([MappingRule("A", "items[*].id", policy="first")]).frame(),
        ResponseMapping([MappingRule("A", "items[*].id", policy="first")]).apply(DATA).table().frame(),
    ],
    ids=["dict", "pairs", "document", "blanks", "mapping", "frame", "frame of a run"],
)
def test_a_policy_comes_in_by_every_door(rules):
    node = Node("https://example.com/", mapping=rules)
    assert node.mapping == (MappingRule("A", "items[*].id", policy="first"),)
    assert Node.from_dict(node.to_dict()) == node


def test_a_policy_that_is_none_is_said():
    with pytest.raises(NodeError, match=r"'frist' is not a policy.*did you mean 'first'"):
        Node("https://example.com/", mapping=[{"parameter": "A", "path": "a", "policy": "frist"}])


def test_a_report_shows_no_secret_that_was_mapped():
    rules = ResponseMapping([MappingRule("TOKEN", "t", secret=True), MappingRule("NAME", "n")])
    report = rules.apply({"t": "s3cret-s3cret", "n": "Ada"}, MappingContext(before=lambda _: "s3cret-before"))
    assert "s3cret" not in repr(report.rows[0])
    assert repr(report.rows[1]) == "<Mapped NAME from n: 1 found, mapped>"
