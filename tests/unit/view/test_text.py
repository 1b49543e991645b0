"""Text is inert and fits its columns."""

from __future__ import annotations

import pytest

from hooknb.view.text import aligned, cut, fitted, in_line, pad, visible, width, wrapped


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("plain é 日本 👩‍👩‍👧", "plain é 日本 👩‍👩‍👧", id="what is readable stays, joiners too"),
        pytest.param("می‌خواهم", "می‌خواهم", id="the non-joiner that Persian needs stays"),
        pytest.param("\x1b[31mred", r"\x1b[31mred", id="terminal escape"),
        pytest.param("a\x00b\x07\x7f\x9b", r"a\x00b\x07\x7f\x9b", id="controls"),
        pytest.param("gpj.\u202eexe\u2066\u200f", r"gpj.\u202eexe\u2066\u200f", id="reading direction"),
        pytest.param("\ud800", r"\ud800", id="lone surrogate"),
        pytest.param("in\u200bvisible\ufeff\xad\u2060", r"in\u200bvisible\ufeff\xad\u2060", id="zero width"),
        pytest.param("\U000e0041", r"\U000e0041", id="tag character"),
        pytest.param("\ufffe\ufdd0", r"\ufffe\ufdd0", id="noncharacter"),
        pytest.param("a\r\nb\rc\n\td", "a\nb\\rc\n\td", id="lines and tabs stay, a lone return does not"),
        pytest.param("\u2028", r"\u2028", id="line separator"),
    ],
)
def test_what_could_act_is_spelled_out(text, seen):
    assert visible(text) == seen
    seen.encode("utf-8")


def test_one_line_stays_one_line():
    assert in_line("a\tb\nc\r\n") == r"a\tb\nc\r\n"


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("日本", 4), ("é", 1), ("e\u0301", 1), ("👍", 2), ("👩‍👧", 4), ("", 0), ("ｱ", 1), ("Ａ", 2)],
)
def test_width_is_what_a_terminal_uses(text, columns):
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("ab", 1, "…"),
    ],
)
def test_a_cut_text_ends_in_an_ellipsis_and_fits(text, limit, shown):
    assert cut(text, limit) == shown
    assert width(shown) <= limit


def test_what_was_cut_before_says_so_even_if_it_fits():
    assert cut("abc", 5, more=True) == "abc…"


def test_padding_counts_columns_and_not_characters():
    assert [pad("日", 4), pad("ab", 4, right=True)] == ["日  ", "  ab"]


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        pytest.param("one two three", 7, ["one two", "three"], id="at spaces"),
        pytest.param("abcdefgh", 3, ["abc", "def", "gh"], id="a long word is broken"),
        pytest.param("日本語", 4, ["日本", "語"], id="wide characters"),
        pytest.param("a\n\nb", 9, ["a", "", "b"], id="its own lines stay"),
        pytest.param("", 9, [""], id="nothing is one empty line"),
    ],
)
def test_wrapping_breaks_where_it_can(text, columns, lines):
    assert wrapped(text, columns) == lines


def test_the_widest_columns_give_way_and_words_stay_whole():
    columns = [["id"], ["a few words of prose that are long"], ["payment.due_date"]]
    assert fitted(columns, 40) == [2, 18, 16]
    assert sum(fitted(columns, 30)) + 4 == 30, "words are broken where nothing else is left"
    assert fitted(columns, 100) == [2, 34, 16]


def test_columns_line_up_under_wide_characters():
    rows = aligned([["東京", "1"], ["Oslo", "22"], ["x", "333"]], [4, 3], right={1})
    assert rows == ["東京    1", "Oslo   22", "x     333"]
