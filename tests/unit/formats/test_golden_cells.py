"""Golden twins: what a cell says as a document, how it is written again, and every message of a broken cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from hooknb.errors import CellError
from hooknb.formats.cell import dumps, loads, read
from hooknb.formats.document import from_json, to_json

GOLDEN = Path(__file__).parents[2] / "golden"
CELLS = sorted((GOLDEN / "cells").glob("*.webhook"))
BROKEN = sorted((GOLDEN / "broken").glob("*.webhook"))


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


def test_there_are_cells_to_compare():
    assert len(CELLS) >= 40
    assert len(BROKEN) >= 90


@pytest.mark.parametrize("path", CELLS, ids=lambda path: path.stem)
def test_a_cell_gives_the_document_beside_it(path, check_twin):
    reading = read(text_of(path))
    check_twin(path.with_suffix(".json"), to_json(reading.node) + "\n")
    assert from_json(text_of(path.with_suffix(".json"))) == reading.node


@pytest.mark.parametrize("path", CELLS, ids=lambda path: path.stem)
def test_a_cell_is_written_as_beside_it_and_reads_back(path, check_twin):
    node = loads(text_of(path))
    check_twin(path.with_suffix(".written"), dumps(node))
    assert loads(dumps(node)) == node


@pytest.mark.parametrize("path", CELLS, ids=lambda path: path.stem)
def test_what_was_dropped_or_guessed_is_noted(path, check_twin):
    reading = read(text_of(path))
    twin = path.with_suffix(".notes")
    if reading.notes:
        check_twin(twin, reading.source.explain(reading.notes) + "\n")
    else:
        assert not twin.exists(), "there are no notes any more"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_cell_is_explained_as_beside_it(path, check_twin):
    with pytest.raises(CellError) as caught:
        read(text_of(path))
    check_twin(path.with_suffix(".txt"), f"{caught.value}\n")


def test_no_twin_stands_alone():
    kinds = {"cells": {".json", ".written", ".notes"}, "broken": {".txt"}}
    for folder, suffixes in kinds.items():
        for twin in (GOLDEN / folder).iterdir():
            if twin.suffix in suffixes:
                assert twin.with_suffix(".webhook").exists(), f"{twin.name} belongs to no cell"
