"""The difference of two responses as it is shown: rows, groups, marks, secrets."""

import json

import pandas
import pytest

import hooknb
from hooknb.engine.difference import LISTED

TOKEN = "s3cret-token-42"
BEFORE = {"items": [{"id": n, "n": n} for n in range(30)], "total": 30, "gone": {"x": 1}}
AFTER = {"items": [{"id": n, "n": n + 1} for n in range(31)], "total": "30", "new": None}


@pytest.fixture
def session(playground):
    made = hooknb.Session()
    made.parameters["API"] = playground.url
    return made


def echo(session, data, mapping=""):
    return session.run(f"POST $API/echo\n{mapping}\n[Body json]\n{json.dumps(data)}")


def test_the_difference_is_a_frame():
    frame = hooknb.diff({"a": 1, "b": [1]}, {"a": "1", "c": None}).frame()
    assert frame.columns.tolist() == ["path", "change", "before", "after", "parameter"]
    assert frame.to_numpy().tolist() == [
        ["a", "type", 1, "1", ""],
        ["c", "added", hooknb.MISSING, None, ""],
        ["b", "removed", [1], hooknb.MISSING, ""],
    ]


def test_a_summary_groups_what_is_alike():
    found = hooknb.diff(BEFORE, AFTER)
    assert (len(found), found.counts) == (34, {"changed": 30, "added": 2, "removed": 1, "type": 1})
    assert found.summary()[["pattern", "change", "count", "first"]].to_numpy().tolist() == [
        ["items[*].n", "changed", 30, "items[0].n"],
        ["items[*]", "added", 1, "items[30]"],
        ["total", "type", 1, "total"],
        ["new", "added", 1, "new"],
        ["gone", "removed", 1, "gone"],
    ]


def test_nothing_differs():
    found = hooknb.diff(BEFORE, json.dumps(BEFORE))
    assert found.same
    assert not found
    assert "[the same]" in repr(found)
    assert found.frame().empty


def test_the_card_begins_with_the_summary_when_there_is_much_to_say():
    many, few = repr(hooknb.diff(BEFORE, AFTER)), repr(hooknb.diff({"a": 1}, {"a": 2}))
    assert "[30 changed]" in many
    assert "items[*].n  changed     30  items[0].n" in many
    assert "▸ Every change" in many
    assert "Every change" not in few


def test_all_are_counted_and_so_many_are_listed():
    found = hooknb.diff(
        [{"id": n, "x": 0} for n in range(LISTED + 5)], [{"id": n, "x": 1} for n in range(LISTED + 5)]
    )
    assert (len(found), len(found.rows), found.more) == (LISTED + 5, LISTED, False)
    assert f"the first {LISTED:,}" in repr(found)


def test_more_changes_than_are_counted_are_told(monkeypatch):
    monkeypatch.setattr("hooknb.engine.difference.COUNTED", 3)
    found = hooknb.diff([1, 2, 3, 4], [5, 6, 7, 8])
    assert (len(found), found.more) == (3, True)
    assert "more than 3 changes" in repr(found)


def test_the_id_may_be_named():
    before = [{"id": 1, "n": "a"}, {"id": 2, "n": "b"}]
    after = [{"id": 1, "n": "b"}, {"id": 2, "n": "a"}]
    assert hooknb.diff(before, after).counts == {"changed": 2}
    assert hooknb.diff(before, after, by="n").counts == {"changed": 2, "moved": 1}
    with pytest.raises(hooknb.ObjectPathError):
        hooknb.diff(before, after, by="n[")


def test_what_is_mapped_is_marked(session):
    mapping = "[Mapping]\nN: json.items[0].n\nIDS: json.items[*].id\nX?: json.gone.x\nALL?: $..n"
    before, after = echo(session, BEFORE, mapping), echo(session, AFTER, mapping)
    frame = hooknb.diff(before, after).frame().set_index("path")["parameter"]
    assert frame["json.items[0].n"] == "N"
    assert frame["json.items[1].n"] == ""
    assert frame["json.items[30]"] == "IDS"
    assert frame["json.gone"] == "X"


def test_of_xml_what_is_mapped_is_marked():
    node = hooknb.Node("https://example.com/", mapping={"WHO": "o.item.who"})
    from hooknb.engine.difference import difference
    from hooknb.engine.subject import Subject

    one = Subject({"o": {"item": {"who": "a"}}}, lax=True, node=node)
    other = Subject({"o": {"item": [{"who": "b"}, {"who": "c"}]}}, lax=True, node=node)
    assert [row[0::4] for row in difference(one, other).rows] == [
        ("o.item[0].who", "WHO"),
        ("o.item[1]", "WHO"),
    ]


def test_no_secret_is_shown(session):
    session.parameters["KEY"] = TOKEN
    body = json.dumps({"$KEY": 1, "list": [{"id": "$KEY", "v": 2}]})
    one = session.run(f"POST $API/echo\n[Params]\nKEY!:\n[Body json]\n{body}")
    other = echo(session, {"list": [{"id": TOKEN, "v": 3}], "echo": TOKEN})
    for found in (hooknb.diff(one, other), hooknb.diff(other, one)):
        with pandas.option_context("display.max_colwidth", None):
            said = json.dumps(
                [repr(found), found.card().html(), found.frame().to_string(), found.summary().to_string()]
            )
        assert TOKEN not in said
        assert "KEY" in said
