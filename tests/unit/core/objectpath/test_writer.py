"""Writing paths: every spelling, patterns from two clicks, and names that try to break out."""

from __future__ import annotations

import json
import unicodedata

import pytest
from laws.objectpath_strategies import UNCLEAR_NAMES

from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.writer import FORMS, generalise, ladder, outline, write

CONTROL = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
HOSTILE_NAMES = [
    *(
        "",
        " ",
        "a b",
        "'",
        '"',
        "\\",
        "\\'",
        "'\\",
        "']",
        "[0]",
        "[",
        "]",
        ".",
        "..",
        "a.b",
        "*",
        "$",
        "@",
        "$.a",
    ),
    *(
        "0",
        "-1",
        "1a",
        "a-b",
        "true",
        "null",
        "and",
        "where",
        "?",
        "?@.a",
        "`len`",
        "a,b",
        "a:b",
        ":",
        "#text",
    ),
    *(
        "@id",
        "ns:to",
        "@ns:id",
        "@@id",
        "#",
        "a:",
        ":a",
        "a:b:c",
        "@$a",
        "²",
        "１",
        "नमस्ते",
        "é",
        "日本",
        "😀",
        *UNCLEAR_NAMES,
        "\u202e",
        "\ufeff",
        "\u2028",
        "\xa0",
        "\x00",
        "\x7f",
        "\x85",
    ),
    *(
        "\n",
        "\r\n",
        "\t",
        "\b\f",
        CONTROL,
        "\ud800",
        "\udc00",
        "\ud83d\ude00",
        "\ude00\ud83d",
        "\ud800\ud800\udc00",
    ),
    *(
        "/",
        "~",
        "~1",
        "{{x}}",
        "$NAME",
        "%",
        "<script>",
        "\\u0041",
        "\\u{41}",
        "x" * 1000,
        "__class__",
        "__proto__",
    ),
]


@pytest.mark.parametrize(
    ("location", "form", "text"),
    [
        ((), "ours", "$"),
        (("data", "userId"), "ours", "data.userId"),
        ((0, "userId"), "ours", "$[0].userId"),
        ((0,), "ours", "$[0]"),
        (("data", "first name"), "ours", "data['first name']"),
        (("first name", "x"), "ours", "$['first name'].x"),
        (("items", 0, "tags", 12), "ours", "items[0].tags[12]"),
        (("note", "@id"), "ours", "note.@id"),
        (("note", "#text"), "ours", "note.#text"),
        (("@id",), "ours", "@id"),
        (("s:feed", 0, "s:entry", "@xml:lang"), "ours", "s:feed[0].s:entry.@xml:lang"),
        (("data", "first-name", "größe"), "ours", "data.first-name.größe"),
        (("rates", "2026-11-24"), "ours", "rates['2026-11-24']"),
        (("a", "0"), "ours", "a['0']"),
        (("a", "-1"), "ours", "a['-1']"),
        (("a", "$ref"), "ours", "a['$ref']"),
        (("a", "@"), "ours", "a['@']"),
        (("a", "b:"), "ours", "a['b:']"),
        (("a", "e\u0301"), "ours", "a['e\\u0301']"),
        (("a", "\u212b\u1100\u1161"), "ours", "a['\\u212b\u1100\\u1161']"),
        (("a", "नमस्ते"), "ours", "a.नमस्ते"),
        (("a", "b\u200dc"), "ours", "a['b\\u200dc']"),
        (("a", "b\u3164"), "ours", "a['b\\u3164']"),
        (("a", "it's \\ \n\x01\x7f"), "ours", "a['it\\'s \\\\ \\n\\u0001\\u007f']"),
        (("a", "\u2028\U000e0001"), "ours", "a['\\u2028\\udb40\\udc01']"),
        (("a", "\ud83d\ude00"), "ours", "a['\\u{d83d}\\u{de00}']"),
        (("é",), "ours", "é"),
        ((), "normalized", "$"),
        (("data", 0, "it's"), "normalized", "$['data'][0]['it\\'s']"),
        (("\x0b\n",), "normalized", "$['\\u000b\\n']"),
        ((), "python", "data"),
        (("data", "userId"), "python", 'data["data"]["userId"]'),
        (("a\"'\\", 0), "python", 'data["a\\"\'\\\\"][0]'),
        ((), "jq", "."),
        (("data", 0, "a b", "c"), "jq", '.data[0]["a b"].c'),
        (("if",), "jq", '.["if"]'),
        ((0, "a"), "jq", ".[0].a"),
        (("a", "\\(1)"), "jq", '.a["\\\\(1)"]'),
        ((), "pointer", ""),
        (("a/b", 0, "m~n", ""), "pointer", "/a~1b/0/m~0n/"),
    ],
)
def test_a_place_is_written_in_each_form(location, form, text):
    assert write(location, form=form) == text


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_written_path_finds_the_same_value_again(name):
    for location in [(name,), ("a", name), (name, name), (0, name), (name, 0, name)]:
        data: object = "found"
        for key in reversed(location):
            data = [data] if isinstance(key, int) else {key: data, f"{key}x": "other"}
        path = ObjectPath(write(location))
        assert path.one(data) == "found"
        assert list(path.matches(data)) == [(location, "found")]
        assert (path.dialect, path.definite) == ("seed", True)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_written_path_can_be_stored_and_holds_nothing_invisible(name):
    text = write(("a", name))
    assert text.encode().decode() == text
    assert text.isprintable()
    assert unicodedata.normalize("NFC", text) == text


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_python_subscripts_name_the_same_place(name):
    code = write(("a", name, 0), form="python")
    assert eval(code, {"data": {"a": {name: ["found"]}}}) == "found"


@pytest.mark.parametrize("name", [each for each in HOSTILE_NAMES if each.isascii()], ids=ascii)
def test_a_normalized_path_is_strict_rfc_9535(name):
    path = ObjectPath(write((name, 1), form="normalized"), strict=True)
    assert path.one({name: [0, "found"]}) == "found"


@pytest.mark.parametrize(
    "name", [each for each in HOSTILE_NAMES if not set(each) & set("\ud800\udc00\ud83d\ude00")]
)
def test_jq_gets_the_name_as_a_json_text(name):
    text = write((name,), form="jq")
    assert text in (f".{name}", f".[{json.dumps(name, ensure_ascii=False)}]")


def test_there_is_a_writer_for_every_form():
    assert [write(("a",), form=form) for form in FORMS] == ["a", "$['a']", 'data["a"]', ".a", "/a"]


@pytest.mark.parametrize(
    ("locations", "path"),
    [
        ([("items", 0, "id"), ("items", 7, "id")], "items[*].id"),
        ([("items", 0, "id"), ("items", 7, "id"), ("items", 9, "id")], "items[*].id"),
        ([("items", 0, "id"), ("items", 0, "id")], "items[0].id"),
        ([(0, "id"), (1, "id")], "$[*].id"),
        ([(0, 0), (1, 0)], "$[*][0]"),
        ([(0, 0), (1, 1)], "$[*][*]"),
        ([("en", "text"), ("de", "text")], "$.*.text"),
        ([("a", "en", 0), ("a", "de", 0)], "a.*[0]"),
        ([("a", "x", "id"), ("a", "y", "z", "id")], "$.a..id"),
        ([("id",), ("a", "id")], "$..id"),
        ([("a", 0), ("a", 0, 0)], "$.a..[0]"),
        ([("a", 0, "x"), ("a", "b", "x")], "$.a..x"),
        ([("a",), ("b", "c")], None),
        ([("a", 0), ("a", "b")], None),
        ([("a",), ()], None),
        ([], None),
    ],
)
def test_places_become_the_pattern_that_finds_them_all(locations, path):
    assert generalise(*locations) == path


@pytest.mark.parametrize(
    ("location", "paths"),
    [
        ((), ["$"]),
        (("data", "id"), ["data.id", "$..id"]),
        (("items", 3, "id"), ["items[3].id", "items[*].id", "$..id"]),
        (("items", 3), ["items[3]", "items[*]", "$..items[*]"]),
        ((0, 1), ["$[0][1]", "$[0][*]", "$[*][*]"]),
        (
            ("items", 3, "tags", 0),
            ["items[3].tags[0]", "items[3].tags[*]", "items[*].tags[*]", "$..tags[*]"],
        ),
        (("a", 0, "b c"), ["a[0]['b c']", "a[*]['b c']", "$..['b c']"]),
    ],
)
def test_one_click_offers_wider_and_wider_paths(location, paths):
    assert [rung.path for rung in ladder(location)] == paths
    data: object = "found"
    for key in reversed(location):
        data = {key: data} if isinstance(key, str) else [data] * (key + 1)
    for rung in ladder(location):
        assert location in [place for place, _ in ObjectPath(rung.path).matches(data)]
        assert rung.meaning


def test_an_outline_has_no_indexes():
    assert outline(("items", 3, "tags", 0)) == "items[*].tags[*]"
    assert outline((3, "a b")) == "$[*]['a b']"
