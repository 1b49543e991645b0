"""Golden twins of cURL commands and of Python code: what a command says, and how a cell is written in each form."""

from __future__ import annotations

from pathlib import Path

import pytest

import hooknb
from hooknb.errors import FormatError
from hooknb.formats.cell import loads, read
from hooknb.formats.curl import from_curl, to_curl
from hooknb.formats.document import from_json, to_json
from hooknb.formats.forms import shown

GOLDEN = Path(__file__).parents[2] / "golden"
CELLS = sorted((GOLDEN / "cells").glob("*.webhook"))
COMMANDS = sorted((GOLDEN / "curl").glob("*.curl"))
BROKEN = sorted((GOLDEN / "broken_curl").glob("*.curl"))


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


def test_there_are_commands_to_compare():
    assert len(COMMANDS) >= 24
    assert len(BROKEN) >= 20


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_a_command_gives_the_document_beside_it(path, check_twin):
    reading = from_curl(text_of(path))
    check_twin(path.with_suffix(".json"), to_json(reading.node) + "\n")
    assert from_json(text_of(path.with_suffix(".json"))) == reading.node


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_a_command_is_read_as_a_cell_in_the_same_way(path):
    reading = read(text_of(path))
    assert reading == from_curl(text_of(path))
    assert loads(text_of(path)) == reading.node


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_what_becomes_of_a_command_is_noted_beside_it(path, check_twin):
    reading = from_curl(text_of(path))
    twin = path.with_suffix(".notes")
    if reading.notes:
        check_twin(twin, reading.source.explain(reading.notes) + "\n")
    else:
        assert not twin.exists(), "there are no notes any more"


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_a_command_is_written_again_as_beside_it(path, check_twin):
    check_twin(path.with_suffix(".written"), to_curl(from_curl(text_of(path)).node) + "\n")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_command_is_explained_as_beside_it(path, check_twin):
    with pytest.raises(FormatError) as caught:
        from_curl(text_of(path))
    check_twin(path.with_suffix(".txt"), f"{caught.value}\n")


@pytest.mark.parametrize("path", CELLS, ids=lambda path: path.stem)
def test_a_cell_as_a_command_is_beside_it(path, check_twin):
    check_twin(path.with_suffix(".curl"), shown(loads(text_of(path)), "curl") + "\n")


@pytest.mark.parametrize("path", CELLS, ids=lambda path: path.stem)
def test_a_cell_as_python_is_beside_it_and_gives_the_same_node(path, check_twin):
    node = loads(text_of(path))
    code = shown(node, "python")
    check_twin(path.with_suffix(".py"), code + "\n")
    scope = {}
    exec(code.rpartition("\n")[0], scope)
    assert scope == scope | {"hooknb": hooknb, "node": node}


def test_no_twin_stands_alone():
    kinds = {
        "curl": ({".json", ".notes", ".written"}, ".curl"),
        "broken_curl": ({".txt"}, ".curl"),
        "cells": ({".curl", ".py"}, ".webhook"),
    }
    for folder, (suffixes, origin) in kinds.items():
        for twin in (GOLDEN / folder).iterdir():
            if twin.suffix in suffixes:
                assert twin.with_suffix(origin).exists(), f"{twin.name} belongs to nothing"
