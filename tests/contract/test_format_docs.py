"""The docs of the other forms are read: every option of curl stands there with what becomes of it, and every form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hooknb.formats.curl_options import rows
from hooknb.formats.forms import FORMS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def table_below(heading: str) -> list[tuple[str, ...]]:
    """Return the rows of the first table below a heading, without its head."""
    below = f"\n{PAGE}".partition(f"\n{heading}\n")[2]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)[0].splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines]


def test_the_options_are_those_of_the_table():
    assert table_below("### Options") == list(rows())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_is_documented(form):
    named = {row[0]: row[1] for row in table_below("# Other forms")}
    assert named[f"`{form.name}`"] == form.help


def test_the_magic_s_page_names_every_form():
    magics = (ROOT / "docs" / "magics.md").read_text(encoding="utf-8")
    [row] = [line for line in magics.splitlines() if "show NAME --as" in line]
    assert all(f"`{form.name}`" in row for form in FORMS)
