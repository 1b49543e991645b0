"""Rows that were taken out of a table, or put in at once, and are taken back: the last of the table first."""

import pytest

import hooknb
from hooknb.core.mapping import ResponseMapping
from hooknb.widgets.form.desk import Desk
from hooknb.widgets.form.tabs import FIELDS
from hooknb.widgets.form.widget import Form

URL = "https://a.example/"


@pytest.fixture
def desk():
    made = Desk(hooknb.Session())
    made.put(hooknb.loads(f"GET {URL}\nA: 1\nB: 2\nC: 3\nD: 4"))
    return made


def edit(desk, *edits):
    return desk.answer({"ask": "edit", "edits": list(edits)})


def undo(desk, field="headers"):
    return desk.answer({"ask": "undo", "field": field})


def names(desk, field="headers", column="name"):
    return "".join(row[column] for row in desk.sheet.values[field])


@pytest.mark.parametrize("field", [each.id for each in FIELDS.values() if each.kind == "rows"])
def test_a_row_of_any_table_comes_back_as_it_was(desk, field):
    first = FIELDS[field].columns[0].key
    edit(desk, ["insert", field, 0, [{first: "x", "on": False}]])
    row = dict(desk.sheet.values[field][0])
    said = edit(desk, ["remove", field, 0])["undo"][field]
    answer = undo(desk, field)
    assert said == "x removed"
    assert (answer["edits"], answer["said"]) == ([["insert", field, 0, [row]]], "x is back")
    assert desk.sheet.values[field][0] == row


def test_several_removals_are_taken_back_one_after_another(desk):
    edit(desk, ["remove", "headers", 1], ["remove", "headers", 1], ["remove", "headers", 0])
    assert names(desk) == "D"
    said = []
    while desk.sheet.undoing.said():
        said.append(desk.sheet.undoing.said()["headers"])
        undo(desk)
    assert said == ["A removed", "C removed", "B removed"]
    assert names(desk) == "ABCD"
    assert undo(desk)["edits"] == []
    assert undo(desk, "query")["edits"] == []


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ([["insert", "headers", 0, [{"name": "X", "new": True}]]], "XABCD"),
        ([["insert", "headers", 2, [{"name": "X", "new": True}]]], "ABCXD"),
        ([["move", "headers", 1, 0]], "BCAD"),
        ([["move", "headers", 0, 2]], "BCDA"),
        ([["set", "headers", 1, "name", "X"]], "AXCD"),
        ([["set", "headers", 1, "on", False]], "ABCD"),
    ],
    ids=[
        "a row above",
        "a row below",
        "its neighbour went up",
        "another moved",
        "written in",
        "switched off",
    ],
)
def test_a_row_comes_back_below_the_one_it_stood_below(desk, between, found):
    edit(desk, ["remove", "headers", 2], *between)
    undo(desk)
    assert names(desk) == found


def test_a_row_without_a_name_is_called_by_its_number(desk):
    edit(desk, ["set", "headers", 1, "name", ""])
    assert edit(desk, ["remove", "headers", 1])["undo"] == {"headers": "header 2 removed"}


def test_a_long_or_odd_name_is_said_in_one_short_line(desk):
    edit(desk, ["set", "headers", 1, "name", "a\n\u202e" + "b" * 100])
    said = edit(desk, ["remove", "headers", 1])["undo"]["headers"]
    assert len(said) < 60
    assert "\n" not in said
    assert "\u202e" not in said


def test_a_row_that_nobody_has_written_in_is_not_remembered(desk):
    edit(desk, ["insert", "headers", 0, [{"new": True}]])
    assert edit(desk, ["remove", "headers", 0])["undo"] == {}


def test_rows_that_were_pasted_are_taken_out_again(desk):
    said = edit(desk, ["insert", "headers", 1, [{"name": "X"}, {"name": "Y"}]])["undo"]
    edit(desk, ["move", "headers", 1, 4])
    answer = undo(desk)
    assert said == {"headers": "2 added"}
    assert answer["edits"] == [["remove", "headers", 4], ["remove", "headers", 1]]
    assert (answer["said"], answer["undo"], names(desk)) == ("2 taken out again", {}, "ABCD")


def test_a_pasted_row_that_somebody_has_written_in_stays(desk):
    edit(desk, ["insert", "headers", 0, [{"name": "X"}, {"name": "Y"}]], ["set", "headers", 0, "value", "1"])
    undo(desk)
    assert names(desk) == "XABCD"
    edit(desk, ["insert", "headers", 0, [{"name": "Z"}]], ["set", "headers", 0, "value", "1"])
    assert desk.state()["undo"] == {}


def test_what_was_pasted_and_removed_comes_back_and_goes_again(desk):
    edit(desk, ["insert", "headers", 0, [{"name": "X"}, {"name": "Y"}]], ["remove", "headers", 0])
    undo(desk)
    assert names(desk) == "XYABCD"
    undo(desk)
    assert names(desk) == "ABCD"


def test_each_table_has_its_own_steps(desk):
    edit(desk, ["insert", "query", 0, [{"name": "q"}]], ["remove", "headers", 0], ["remove", "query", 0])
    undo(desk, "headers")
    assert (names(desk), names(desk, "query")) == ("ABCD", "")
    assert desk.state()["undo"] == {"query": "q removed"}


def test_a_rule_comes_back_to_its_place_when_the_explorer_has_added_one(desk):
    desk.put(hooknb.loads(f"GET {URL}\n[Mapping]\nA: a\nB: b\nC: c"))
    before = desk.node.mapping
    edit(desk, ["remove", "mapping", 1])
    desk.take_rules(ResponseMapping([("A", "a"), ("C", "c"), ("D", "d")]), before)
    undo(desk, "mapping")
    assert names(desk, "mapping", "parameter") == "ABCD"


def test_a_new_node_forgets_the_steps():
    form = Form(f"GET {URL}\nA: 1\nB: 2", session=hooknb.Session())
    form._desk.edit([["remove", "headers", 0]])
    assert form._desk.state()["undo"] == {"headers": "A removed"}
    form.node = hooknb.Node(URL, headers={"C": "3"})
    assert form._desk.state()["undo"] == {}
    assert undo(form._desk)["edits"] == []
    form.close()


def test_every_view_makes_the_edits(desk):
    edit(desk, ["remove", "headers", 0])
    version = desk.version
    answer = undo(desk)
    # What has no `by` is heard by all views, and its edits are made by all.
    assert "by" not in answer
    assert answer["version"] == version + 1


def test_there_is_nothing_to_take_back_in_a_field_that_is_no_table(desk):
    assert "error" in undo(desk, "nowhere")
    assert undo(desk, "url")["edits"] == []
