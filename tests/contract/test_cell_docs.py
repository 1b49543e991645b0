"""The docs of the cell are read: every cell in them parses, and every section, option and format occurs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hooknb.core.body import BODY_FORMATS
from hooknb.core.door import METHODS
from hooknb.errors import CellError
from hooknb.formats.cell import dumps, loads, read
from hooknb.formats.cell_sections import BODY, OPTIONS, SECTIONS, find_option, find_section

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGE = (ROOT / "docs" / "cell.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<kind>[\w-]*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
MAGIC = re.compile(r"%%webhook.*\n")


def blocks(markdown: str) -> list[tuple[str, str]]:
    return [(match["kind"], match["text"]) for match in BLOCK.finditer(markdown)]


def cells() -> list[pytest.param]:
    found = []
    for page in PAGES:
        for number, (kind, text) in enumerate(blocks(page.read_text(encoding="utf-8")), 1):
            if kind == "webhook" or (MAGIC.match(text) and kind != "webhook-broken"):
                found.append(pytest.param(text, id=f"{page.stem}-{number}"))
    return found


@pytest.mark.parametrize("text", cells())
def test_every_cell_in_the_docs_is_a_node(text):
    # The magic line may have options, which are no part of the node.
    node = read(MAGIC.sub("", text, count=1)).node
    assert loads(dumps(node)) == node


def test_the_docs_have_cells():
    assert len(cells()) >= 8


def test_a_broken_cell_in_the_docs_is_explained_by_the_block_below_it():
    listed = blocks(PAGE)
    broken = [index for index, (kind, _) in enumerate(listed) if kind == "webhook-broken"]
    assert broken
    for index in broken:
        with pytest.raises(CellError) as caught:
            read(listed[index][1])
        assert listed[index + 1] == ("text", f"{caught.value}\n")


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_section_is_documented(section):
    for name in (section.name, *section.aliases):
        assert f"`[{name}]`" in PAGE or (section is BODY and "`[Body json]`" in PAGE)
        assert find_section(name) is section


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_is_documented(option):
    assert re.search(rf"^\| `{option.name}` \|", PAGE, re.MULTILINE)
    for name in (option.name, *option.aliases):
        assert find_option(name) is option


@pytest.mark.parametrize("word", [*BODY_FORMATS, *METHODS])
def test_every_format_and_method_is_documented(word):
    assert re.search(rf"\b{word}\b", PAGE)


@pytest.mark.parametrize(
    "section", [each for each in SECTIONS if each is not BODY], ids=lambda section: section.name
)
def test_the_example_of_a_section_can_stand_in_it(section):
    node = loads(f"POST https://api.example.com\n[{section.name}]\n{section.example}")
    assert node.to_dict().keys() - {"method", "url"}


def test_the_example_of_the_body_can_stand_in_it():
    assert loads(f"POST https://api.example.com\n[Body json]\n{BODY.example}").body is not None


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_the_example_of_an_option_can_stand_in_a_cell(option):
    node = loads(f"GET https://api.example.com\n[Options]\n{option.example}")
    assert option.field in node.to_dict()
    assert dumps(node).endswith(f"[Options]\n{option.example}")


def test_every_help_text_is_one_sentence_without_surprises():
    for each in (*SECTIONS, *OPTIONS):
        assert each.help.endswith(".")
        assert "\n" not in each.help
