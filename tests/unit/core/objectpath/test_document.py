"""The page about object paths is run: each table row finds what it says in the data above it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xmltodict

import hooknb
from hooknb.core.objectpath.path import POLICIES, ObjectPath
from hooknb.errors import ObjectPathError

PAGE = (Path(__file__).parents[4] / "docs" / "object-paths.md").read_text(encoding="utf-8")
LANGUAGE, STRICT, FOREIGN = re.split(r"^## Differences.*$", PAGE, flags=re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE_CELL = re.compile(r"(?<!\\)\|")


def table(text):
    """Return the rows of the tables in a text, without heads."""
    rows = [TABLE_CELL.split(line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    heads = [index for index, row in enumerate(rows) if set("".join(row)) <= set("-:")]
    kept = [row for index, row in enumerate(rows) if index not in heads and index + 1 not in heads]
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in kept]


def examples():
    """Return each row with a path and what it finds, and the data of the block above it."""
    found = []
    parts = re.split(r"^(?=```(?:json|xml)$)", LANGUAGE, flags=re.MULTILINE)
    for part in parts[1:]:
        block = BLOCK.match(part)
        lax = block[1] == "xml"
        data = xmltodict.parse(block[2]) if lax else json.loads(block[2])
        for row in table(part.partition("## From Python")[0]):
            if len(row) == 3:
                path, value, _ = (cell.strip("`") for cell in row)
                found.append(pytest.param(path, json.loads(value), data, lax, id=path))
    return found


@pytest.mark.parametrize(("path", "value", "data", "lax"), examples())
def test_each_path_on_the_page_finds_what_the_page_says(path, value, data, lax):
    made = ObjectPath(path)
    assert made.one(data, lax=lax) == value
    assert made.dialect == "seed"
    assert made.definite or isinstance(value, list)


def test_the_page_has_examples():
    assert len(examples()) > 40


def test_the_python_on_the_page_gives_what_its_comments_say():
    code = next(text for kind, text in BLOCK.findall(PAGE) if kind == "python")
    names: dict[str, object] = {}
    for line in code.splitlines():
        statement, _, comment = line.partition("    #")
        if comment:
            assert str(eval(statement, names)) == comment.strip(" #")
        else:
            exec(line, names)
    assert names["ObjectPath"] is hooknb.ObjectPath


@pytest.mark.parametrize("row", table(STRICT), ids=lambda row: row[1])
def test_what_rfc_9535_does_not_have_is_refused_by_strict(row):
    texts = re.findall(r"``? ?(.+?) ?``?(?= |$)", row[0].replace("a.`len`", "a.{len}"))
    assert texts
    for text in texts:
        text = text.replace("{len}", "`len`")
        text = f"$.a{text}" if text[0] in ".[" and not row[1].startswith("without") else text
        ObjectPath(text)
        with pytest.raises(ObjectPathError):
            ObjectPath(text, strict=True)


def test_jsonpath_ng_differs_where_the_page_says_so():
    from jsonpath_ng.ext import parse

    def both(text, data):
        return ObjectPath(text).find(data), [match.value for match in parse(text).find(data)]

    assert both(r"a['\u0041']", {"a": {"A": 1, "u0041": 2}}) == ([1], [2])
    assert both("a.$", {"a": {"$": 1}}) == ([1], [{"a": {"$": 1}}])
    assert ObjectPath("a[?@.a == b]").dialect == "jsonpath-ng"


@pytest.mark.parametrize(
    "text", ["$.a * 2", "a.`len`", "a.`parent`", "a[/price]", "a | b", "a[?(price > 10)]", "a[?@.b =~ 'c']"]
)
def test_what_the_page_gives_to_jsonpath_ng_goes_there(text):
    assert ObjectPath(text).dialect == "jsonpath-ng"


def test_everything_in_the_language_is_on_the_page():
    from hooknb.core.objectpath.parse_filter import FUNCTIONS

    for word in (*POLICIES, "seed", "rfc9535", "jsonpath-ng"):
        assert f"`{word}`" in PAGE or f" {word}" in PAGE, word
    for function in FUNCTIONS:
        assert f"{function}(" in PAGE, function
    for attribute in ("one", "find", "matches", "value", "explain", "getter", "definite", "dialect"):
        assert f"path.{attribute}" in PAGE, attribute
