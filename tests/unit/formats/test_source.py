"""A problem finds its line, and the caret stands under what is wrong."""

from __future__ import annotations

import unicodedata

import pytest

from hooknb.errors import Problem
from hooknb.formats.excerpt import MASK, excerpt
from hooknb.formats.source import Source, Span


def drawn(line: str, start: int, end: int, **more) -> str:
    return "\n".join(excerpt(line, (start, end), **more))


@pytest.mark.parametrize(
    ("line", "start", "end", "rows"),
    [
        pytest.param("POTS x", 0, 4, ["  1 | POTS x", "    | ^^^^"], id="at the start"),
        pytest.param("GET x", 4, 5, ["  1 | GET x", "    |     ^"], id="at the end"),
        pytest.param("GET", 3, 3, ["  1 | GET", "    |    ^"], id="behind the end"),
        pytest.param("", 0, 0, ["  1 |", "    | ^"], id="an empty line"),
        pytest.param("\ta", 1, 2, ["  1 |     a", "    |     ^"], id="after a tab"),
        pytest.param("\ta", 0, 1, ["  1 |     a", "    | ^^^^"], id="a tab itself"),
        pytest.param("名x", 1, 2, ["  1 | 名x", "    |   ^"], id="after a wide character"),
        pytest.param("a名", 1, 2, ["  1 | a名", "    |  ^^"], id="a wide character itself"),
        pytest.param("ｱx", 1, 2, ["  1 | ｱx", "    |  ^"], id="after a half-width character"),
        pytest.param("e\u0301x", 2, 3, ["  1 | e\u0301x", "    |  ^"], id="after a combining character"),
        pytest.param("a\x00b", 1, 2, ["  1 | a␀b", "    |  ^"], id="a control character"),
        pytest.param("a\x7fb", 2, 3, ["  1 | a␡b", "    |   ^"], id="after a delete"),
        pytest.param("a\rb", 1, 2, ["  1 | a␍b", "    |  ^"], id="a lone carriage return"),
        pytest.param("a\u2028b", 1, 2, ["  1 | a�b", "    |  ^"], id="a line separator"),
        pytest.param(
            "a\u202eb", 2, 3, ["  1 | a�b", "    |   ^"], id="after a mark that turns the text round"
        ),
        pytest.param("a\ud800b", 1, 2, ["  1 | a�b", "    |  ^"], id="half a character"),
    ],
)
def test_the_caret_stands_under_the_mistake(line, start, end, rows):
    assert excerpt(line, (start, end)) == rows


def test_the_gutter_is_as_wide_as_the_number():
    assert excerpt("abc", (1, 2), number=120, hint="mend it") == ["  120 | abc", "      |  ^ mend it"]


@pytest.mark.parametrize("start", [0, 10, 99, 100, 150, 297])
def test_a_long_line_is_cut_round_the_caret(start):
    line = "".join(chr(ord("a") + index % 26) for index in range(300))
    shown, below = excerpt(line, (start, start + 3))
    assert len(shown) <= len("  1 | ") + 102
    at = below.index("^")
    assert shown[at : at + 3] == line[start : start + 3]
    assert ("…" in shown[: at + 1]) == (start > 97)


def test_a_long_caret_ends_with_the_line_that_is_shown():
    shown, below = excerpt("x" * 500, (0, 500))
    assert below.count("^") == 100
    assert shown.endswith("…")


def test_a_cut_line_of_wide_characters_keeps_its_caret():
    shown, below = excerpt("名" * 120 + "x" + "名" * 40, (120, 121))
    width = sum(2 if unicodedata.east_asian_width(each) == "W" else 1 for each in shown[: shown.index("x")])
    assert below.index("^") == width


@pytest.mark.parametrize(
    ("masked", "shown"),
    [
        pytest.param([(7, 13)], f"TOKEN: {MASK}", id="to the end"),
        pytest.param([(7, 10)], f"TOKEN: {MASK}ret", id="a part"),
        pytest.param([(7, 400)], f"TOKEN: {MASK}", id="beyond the line"),
        pytest.param([(-50, 13)], MASK, id="from before the line"),
        pytest.param([], "TOKEN: secret", id="nothing"),
    ],
)
def test_what_is_masked_is_not_drawn(masked, shown):
    assert excerpt("TOKEN: secret", (0, 5), masked=masked)[0] == f"  1 | {shown}"


def test_a_mask_does_not_tell_the_length():
    assert drawn("A: x", 3, 4, masked=[(3, 4)]) == drawn("A: " + "x" * 40, 3, 43, masked=[(3, 43)])


TEXT = "POST https://example.com\r\nAccept: a\n[Query]\nq: one two"
SPANS = {
    ("method",): Span(0, 4),
    ("url",): Span(5, 24),
    ("headers", 0): Span(26, 35),
    ("headers", 0, "value"): Span(34, 35),
    ("query", 0): Span(44, 54),
    ("query", 0, "value"): Span(47, 54),
}


@pytest.mark.parametrize(
    ("path", "at", "expected"),
    [
        pytest.param(("method",), None, (1, 1, "POST"), id="a field"),
        pytest.param(("headers", 0, "value"), None, (2, 9, "a"), id="a field of a row"),
        pytest.param(("query", 0, "value"), (4, 7), (4, 8, "two"), id="a part of a field"),
        pytest.param(("query", 0, "value"), (400, 700), (4, 11, ""), id="a part beyond the field"),
        pytest.param(("query", 0, "name"), None, (4, 1, "q: one two"), id="the nearest ancestor"),
        pytest.param(("query", 0, "name"), (0, 1), (4, 1, "q: one two"), id="not a part of the ancestor"),
        pytest.param(("timeout",), None, (1, 1, TEXT.splitlines()[0]), id="no place, so the first line"),
        pytest.param((), None, (1, 1, TEXT.splitlines()[0]), id="the whole document"),
    ],
)
def test_a_problem_finds_its_place(path, at, expected):
    source = Source(TEXT, SPANS)
    span = source.span(Problem(path, "wrong", at=at))
    assert (*source.position(span.start), TEXT[span.start : span.end]) == expected


def test_problems_are_sorted_by_place_and_parted_by_a_blank_line():
    found = [Problem(("query", 0), "third"), Problem(("method",), "first"), Problem(("headers", 0), "second")]
    blocks = Source(TEXT, SPANS).explain(found).split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == [
        "method: first",
        "headers[0]: second",
        "query[0]: third",
    ]


def test_an_escaped_field_is_narrowed_through_its_offsets():
    text = r'"a\nb\u00e4c"'
    span = Span(0, len(text), (1, 2, 4, 5, 11, 12))
    assert [
        text[found.start : found.end] for found in (span.narrow((index, index + 1)) for index in range(5))
    ] == [
        "a",
        r"\n",
        "b",
        r"\u00e4",
        "c",
    ]


def test_a_span_on_two_lines_is_shown_on_its_first():
    source = Source("one\r\ntwo", {("url",): Span(1, 8)})
    assert source.explain([Problem(("url",), "wrong")]) == "url: wrong\n  1 | one\n    |  ^^"


def test_the_first_line_that_says_something_stands_for_the_whole():
    shown = Source("\n\n  GET x\n", {}).explain([Problem((), "wrong")])
    assert shown == "wrong\n  3 |   GET x\n    |   ^^^^^"


def test_a_name_and_another_first_line_are_shown():
    source = Source(TEXT, SPANS, "order.webhook", first_line=2)
    assert source.explain([Problem(("headers", 0, "value"), "wrong")]).splitlines() == [
        "order.webhook:3: headers[0].value: wrong",
        "  3 | Accept: a",
        "    |         ^",
    ]


def test_an_empty_text_can_be_explained():
    assert (
        Source("", {}).explain([Problem(("url",), "missing", "write it")])
        == "url: missing\n  1 |\n    | ^ write it"
    )


def test_a_source_does_not_show_its_text():
    assert repr(Source("TOKEN: s3cret", {}, "x")) == "<Source x, 1 lines>"
    assert "s3cret" not in repr(Source("TOKEN: s3cret", {}))


def test_beyond_fifty_problems_are_counted():
    found = [Problem(("query", 0), f"problem {number}") for number in range(53)]
    shown = Source(TEXT, SPANS).explain(found)
    assert shown.count("problem ") == 50
    assert shown.endswith("\n\n… and 3 more")
