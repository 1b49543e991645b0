"""I-Regexp (RFC 9485): what a pattern matches, what is no pattern, and that no text makes it slow."""

from __future__ import annotations

import re

import pytest

from hooknb.core.objectpath.automaton import Automaton
from hooknb.core.objectpath.iregexp import Pattern, compile_pattern
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.regexp_tree import PatternError, read


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("", ["", "\n"][:1], ["a"]),
        ("a.c", ["abc", "a.c", "a\u2028c", "a\U00010101c"], ["ac", "a\nc", "a\rc", "abbc"]),
        ("a|b|", ["a", "b", ""], ["ab"]),
        ("(a|b)+c?", ["a", "abbac"], ["c", "abcc"]),
        ("a{2}", ["aa"], ["a", "aaa"]),
        ("a{2,}", ["aa", "aaaaaa"], ["a"]),
        ("a{0,2}b", ["b", "ab", "aab"], ["aaab"]),
        ("a{0}", [""], ["a"]),
        ("(ab{1,2}){2}", ["abab", "abbabb"], ["ab", "abbbab"]),
        ("[a-c]", ["a", "b", "c"], ["d", "-"]),
        ("[^a-c]", ["d", "\n"], ["a", ""]),
        ("[-a]", ["-", "a"], ["b"]),
        ("[a-]", ["-", "a"], ["b"]),
        ("[^-]", ["a"], ["-"]),
        ("[a^$.*]", ["^", "$", ".", "*"], ["b"]),
        (r"[\]\[\\\-\^]", ["]", "[", "\\", "-", "^"], ["a"]),
        (r"[\n\t]", ["\n", "\t"], ["n"]),
        (r"\.\*\{\}\(\)\|", [".*{}()|"], ["a"]),
        (r"\p{Lu}\p{L}*", ["Ж", "Жук", "A"], ["жук", "1"]),
        (r"\P{Lu}", ["ж", "1", "\n"], ["Ж"]),
        (r"[\p{Nd}x]+", ["1x", "\u0661"], ["y"]),
        (r"[^\p{L}]", ["1"], ["a"]),
        ("^ab$", ["ab"], ["xab", "abx"]),
        ("a^b", [], ["ab", "a^b"]),
        ("(^|x)a", ["a", "xa"], ["ya"]),
        ("é😀", ["é😀"], ["e"]),
        ("((a*)*)*", ["", "aaa"], ["b"]),
        ("(a|ab)(c|bcd)(d*)", ["abcd", "acd", "abbcdd"], ["ab"]),
    ],
)
def test_a_pattern_matches_the_whole_text(pattern, matching, other):
    compiled = Pattern(pattern)
    automaton = Automaton(read(pattern), anywhere=False)
    for text in matching:
        assert compiled.matches(text), text
        assert automaton.accepts(text), text
    for text in other:
        assert not compiled.matches(text), text
        assert not automaton.accepts(text), text


@pytest.mark.parametrize(
    ("pattern", "text", "occurs"),
    [
        ("b", "abc", True),
        ("b.*x", "abcx", True),
        ("b+c", "abbc", True),
        ("x", "abc", False),
        ("", "", True),
        ("^b", "abc", False),
        ("^a", "abc", True),
        ("b$", "abc", False),
        ("c$", "abc", True),
        ("c$", "abc\n", False),
        ("$", "abc", True),
        ("^$", "abc", False),
        ("^$", "", True),
        ("(ab)*c", "xababc", True),
        (r"\p{Lu}", "aBc", True),
    ],
)
def test_search_finds_a_pattern_anywhere(pattern, text, occurs):
    assert Pattern(pattern).occurs(text) is occurs
    assert Automaton(read(pattern), anywhere=True).accepts(text) is occurs


NO_PATTERNS = [
    *(
        "*",
        "a**",
        "a{",
        "a{,2}",
        "a{2,1}",
        "a{9999}",
        "(",
        ")",
        "a)",
        "[",
        "[]",
        "[^]",
        "[b-a]",
        "[a--]",
        "]",
        "}",
    ),
    *(
        "\\",
        "\\d",
        "\\w",
        "\\s",
        "\\b",
        "\\$",
        "\\1",
        "\\p{X}",
        "\\p{Lx}",
        "(?:a)",
        "(?=a)",
        "[[]",
        "a{1}{2}",
    ),
    *("[a-\\p{L}]", "\ud800", "(" * 60 + ")" * 60, "((a{500}){500})", "x" * 10_001),
]


@pytest.mark.parametrize("pattern", NO_PATTERNS, ids=ascii)
def test_what_is_no_pattern_matches_nothing_and_the_seeds_dialect_says_so(pattern):
    with pytest.raises(PatternError):
        Pattern(pattern)
    assert compile_pattern(pattern) is None
    assert ObjectPath("$[?match(@.text, @.pattern)]").find([{"text": pattern, "pattern": pattern}]) == []


def test_a_pattern_from_the_data_may_be_anything():
    data = [{"text": "a", "pattern": pattern} for pattern in ("a", "[", ["a"], {"a": 1}, None, 1, True)]
    assert ObjectPath("$[?match(@.text, @.pattern)].pattern").find(data) == ["a"]
    assert ObjectPath("$[?match(@.text, @.nothing)]").find(data) == []
    assert ObjectPath("$[?search(@.pattern, @.text)].pattern").find(data) == ["a"]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a*)*b", "a" * 20_000),
        ("(a|a)*b", "a" * 20_000),
        ("(a|aa)+$", "a" * 20_000 + "b"),
        ("a*a*a*a*a*b", "a" * 20_000),
        (".*.*=.*", "x" * 20_000),
        ("(.*)*(.*)*x", "y" * 20_000),
        ("(a?){30}a{30}", "a" * 29),
        ("a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaa", "a" * 19),
        ("(a|b|ab)*c", "ab" * 10_000),
    ],
)
def test_no_text_leads_a_pattern_into_going_back_for_ever(pattern, text):
    compiled = Pattern(pattern)
    assert not compiled.matches(text)
    assert not compiled.occurs(text) or pattern == "(a|aa)+$"


def test_a_text_of_every_character_does_not_fill_the_memory():
    automaton = Automaton(read(r"(\p{L}|[^a])*x"), anywhere=False)
    text = "".join(map(chr, range(0x20, 0xD800)))
    assert not automaton.accepts(text)
    assert automaton.accepts(text.replace("a", "") + "x")


@pytest.mark.parametrize("pattern", ["a.*", "[a-c]x", "ab|cd", "a?b", "[&~|^-]", "#", " "])
def test_the_spelling_for_re_means_the_same(pattern):
    from hooknb.core.objectpath.iregexp import _spelled

    spelled = _spelled(read(pattern))
    assert spelled is not None
    compiled = re.compile(spelled.text)
    for text in ["a", "ax", "bx", "ab", "cd", "b", "&", "~", "|", "^", "-", "#", " ", "", "a\n"]:
        assert bool(compiled.fullmatch(text)) is Automaton(read(pattern), anywhere=False).accepts(text), text
