"""The laws of the form: what is filled in is the node, whatever node it is, and editing loses nothing."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.strategies import json_values, nodes, texts

from hooknb.core.node import build
from hooknb.core.places import json_placeholders
from hooknb.core.template import Template
from hooknb.errors import NodeError
from hooknb.formats.cell import loads
from hooknb.formats.tidy import tidy
from hooknb.session import Session
from hooknb.widgets.form.bindings import is_blank, write_row_of
from hooknb.widgets.form.checking import check
from hooknb.widgets.form.desk import Desk
from hooknb.widgets.form.sheet import Sheet
from hooknb.widgets.form.tabs import FIELDS
from hooknb.widgets.form.widget import Form


@pytest.fixture(scope="module")
def form():
    made = Form(session=Session())
    yield made
    made.close()


def test_a_form_gives_the_node_that_it_was_given(form):
    @given(nodes())
    def law(node):
        form.node = node
        assert form.node == node
        assert form.document == Sheet.of(node.to_dict()).document()
        assert loads(form.cell) == node

    law()


@given(nodes())
def test_writing_what_is_shown_changes_nothing(node):
    sheet = Sheet.of(node.to_dict())
    for name, field in FIELDS.items():
        if field.kind != "rows":
            sheet.edit(["set", name, sheet.values[name]])
            continue
        for at, row in enumerate(sheet.values[name]):
            for column in field.columns:
                sheet.edit(["set", name, at, column.key, row[column.key]])
    assert check(sheet).node == node


@given(nodes(), st.randoms(use_true_random=False))
def test_a_row_that_is_switched_and_switched_again_is_as_it_was(node, random):
    sheet = Sheet.of(node.to_dict())
    tables = [(name, rows) for name, rows in sheet.values.items() if isinstance(rows, list)]
    places = [(name, at, row["on"]) for name, rows in tables for at, row in enumerate(rows)]
    chosen = [place for place in places if random.random() < 0.5]
    for name, at, on in chosen:
        sheet.edit(["set", name, at, "on", not on])
    for name, at, on in chosen:
        sheet.edit(["set", name, at, "on", on])
    assert check(sheet).node == node


@given(nodes(), st.randoms(use_true_random=False))
def test_rows_that_are_off_come_back_in_their_places_with_the_cell(node, random):
    desk = Desk(Session())
    desk.sheet = Sheet.of(node.to_dict())
    for name, rows in desk.sheet.values.items():
        for at in range(len(rows) if isinstance(rows, list) else 0):
            if random.random() < 0.5:
                desk.edit([["set", name, at, "on", False]])
    if desk.node is None:  # something needs a row that is off
        return
    assert loads(desk.cell) == desk.node
    again = Sheet.of(loads(desk.cell).to_dict())
    assert check(again).node == desk.node
    tables = {name: rows for name, rows in desk.sheet.values.items() if isinstance(rows, list)}
    assert {name: again.values[name] for name in tables} == {
        name: [row for row in rows if row["on"] or _stands_alone(name, row)] for name, rows in tables.items()
    }


def _stands_alone(name, row):
    """Tell whether a row is right without the others; one that is wrong cannot be written in a cell."""
    _, problems = build({"url": "https://example.com", "off": {name: [write_row_of(name, row)]}})
    return not problems


@given(nodes(), st.randoms(use_true_random=False))
def test_rows_that_are_off_come_back_in_their_places_with_the_document(form, node, random):
    form.node = node
    for name, rows in form._desk.sheet.values.items():
        for at in range(len(rows) if isinstance(rows, list) else 0):
            if random.random() < 0.5:
                form._desk.edit([["set", name, at, "on", False]])
    if form.node is None:
        return
    before = deepcopy(form._desk.sheet.values)
    form.document = json.loads(json.dumps(form.document))
    assert form._desk.sheet.values == before


@given(nodes(), st.randoms(use_true_random=False))
def test_whatever_is_removed_comes_back_where_it_was(node, random):
    desk = Desk(Session())
    desk.sheet = Sheet.of(node.to_dict())
    before = deepcopy(desk.sheet.values)
    removed = []
    while (places := _removable(desk.sheet)) and random.random() < 0.9:
        name, at = random.choice(places)
        desk.edit([["remove", name, at]])
        removed.append(name)
    for name in random.sample(removed, len(removed)):
        seen = deepcopy(desk.sheet.values)
        # A browser makes the edits that it is told.
        for edit in desk.answer({"ask": "undo", "field": name})["edits"]:
            at, rows = edit[2:]
            seen[name][at:at] = rows
        assert seen == desk.sheet.values
    assert desk.sheet.values == before
    assert desk.state()["undo"] == {}


def _removable(sheet):
    """Return table and number of each row that says something."""
    tables = [name for name, field in FIELDS.items() if field.kind == "rows"]
    return [
        (name, at) for name in tables for at, row in enumerate(sheet.values[name]) if not is_blank(name, row)
    ]


@given(json_values)
def test_a_tidy_body_says_the_same(value):
    text = json.dumps(value)
    assert json.loads(tidy(text, "json")) == value
    assert tidy(tidy(text, "json"), "json") == tidy(text, "json")


@given(
    st.lists(
        st.sampled_from(['"a":1', '"b":"$NAME"', '"c":$QTY', '"d":[${QTY},2.50]', '"e": {}']), max_size=5
    )
)
def test_a_tidy_body_keeps_its_parameters(parts):
    text = "{" + ",".join(parts) + "}"
    made = Template(tidy(text, "json"))
    assert [slot.name for slot in made.slots] == [slot.name for slot in Template(text).slots]
    assert json.loads(json_placeholders(made)) == json.loads(json_placeholders(Template(text)))


@given(st.recursive(texts, lambda inside: st.lists(inside, max_size=3).map("".join), max_leaves=4))
def test_any_text_is_tidied_or_refused(text):
    for kind in ("json", "xml"):
        try:
            tidy(text, kind)
        except NodeError as error:
            assert error.problems[0].path == ("body", "text")
