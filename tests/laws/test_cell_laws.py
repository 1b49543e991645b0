"""The laws of the cell: what is written reads back, and any text is a node or an error that can be shown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from laws.strategies import AWKWARD_TEXTS, cell_texts, nodes, texts

import hooknb
from hooknb.core.node import Node
from hooknb.errors import CellError, FormatError
from hooknb.formats.cell import dumps, loads, read
from hooknb.formats.cell_amend import with_rules
from hooknb.formats.cell_lines import Part
from hooknb.formats.cell_scalars import read_scalar, write_scalar
from hooknb.formats.document import from_json, to_json


@given(nodes())
def test_a_node_written_as_a_cell_reads_back_as_the_same_node(node):
    assert loads(dumps(node)) == node


@given(nodes())
def test_a_node_written_as_a_document_reads_back_as_the_same_node(node):
    assert from_json(to_json(node)) == node


@given(nodes())
def test_the_repr_of_a_node_gives_it_back_with_public_names_alone(node):
    assert eval(repr(node), {name: getattr(hooknb, name) for name in hooknb.__all__}) == node


@given(nodes())
def test_without_the_magic_line_only_the_name_is_lost(node):
    assert loads(dumps(node, magic=False)) == node.replace(name="")


@given(nodes(), st.sampled_from(["\n", "\r\n", "\n\n\r\n"]))
def test_line_breaks_that_a_notebook_adds_change_nothing(node, added):
    assert loads(dumps(node) + added) == node


@given(nodes(), st.sampled_from(["\n", "\n# said by hand\n", "\r\n"]))
def test_rules_are_added_to_a_cell_without_any_other_change(node, gap):
    new = {"HOOKNB_LAW": "a['b']", **{rule.parameter: "$.other" for rule in node.mapping[:1]}}
    before = dumps(node.replace(body=None)).replace("\n[", f"{gap}[")
    after = with_rules(before, new)
    found = {rule.parameter: rule for rule in loads(after).mapping}
    assert loads(after).replace(mapping=()) == loads(before).replace(mapping=())
    assert found == {rule.parameter: rule for rule in node.with_rules(new).mapping}
    others = [line for line in before.splitlines() if not any(line.startswith(name) for name in new)]
    following = iter(after.splitlines())
    assert all(line in following for line in others)


@given(cell_texts)
@example("")
@example("\ufeff")
@example("GET https://example.com\n[Params]\nA: " + "[" * 3000 + "]" * 3000)
@example("GET https://example.com\n[Params]\nA: " + "1" * 5000)
@example("GET https://example.com\n[Params]\nA: [1e400]")
def test_any_text_is_a_node_or_a_cell_error(text):
    try:
        reading = read(text)
    except CellError as error:
        assert error.problems
        assert all(problem.severity == "error" for problem in error.problems)
        shown = str(error)
        assert all(problem.message in shown for problem in error.problems)
        return
    assert all(note.severity in ("advice", "warning") for note in reading.notes)
    reading.source.explain(reading.notes)
    once = dumps(reading.node)
    assert loads(once) == reading.node
    assert dumps(loads(once)) == once


@given(st.one_of(texts, st.text()))
@pytest.mark.parametrize("prefix", ["", '{"url": "https://example.com", "label": '])
def test_any_text_is_a_node_or_a_format_error_as_a_document(prefix, text):
    try:
        node = from_json(prefix + text)
    except FormatError as error:
        assert str(error)
    else:
        assert isinstance(node, Node)


@given(st.one_of(st.text(), texts))
def test_a_scalar_reads_back_as_it_was_written(text):
    written = write_scalar(text)
    assert "\n" not in written
    assert read_scalar(Part(f" {written}\t", 0))[0] == text


@given(st.text(), st.data())
def test_the_place_of_a_decoded_string_covers_each_of_its_characters(text, data):
    written = write_scalar(f'"{text}')
    _, span = read_scalar(Part(written, 0))
    at = data.draw(st.integers(0, len(text)))
    found = span.narrow((at, at + 1))
    assert 0 <= found.start <= found.end <= len(written)
    assert found.end > found.start


@pytest.mark.parametrize("text", AWKWARD_TEXTS)
@pytest.mark.parametrize("kind", ["text", "html", "form", "raw"])
def test_a_body_reads_back_whatever_it_holds(kind, text):
    node = Node("https://example.com", method="POST", body={"format": kind, "text": text})
    assert loads(dumps(node)) == node
    assert loads(dumps(node) + "\n") == node
