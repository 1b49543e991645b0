import base64

import pytest

from hooknb.core.disguises import searches, spans, wide_spans


def found(value, text):
    return [text[start:end] for start, end in spans(value, text)]


@pytest.mark.parametrize(
    ("value", "text", "forms"),
    [
        ("abcdef", "xabcdefabcdef", ["abcdef", "abcdef"]),
        ("a b\nc", "a+b%0D%0Ac a%20b\\nc a b\r\nc", ["a+b%0D%0Ac", "a%20b\\nc", "a b\r\nc"]),
        (
            "a&b",
            "a&b a&amp;b a&amp;amp;b a&#38;b a\\u0026b",
            ["a&b", "a&amp;b", "a&amp;amp;b", "a&#38;b", "a\\u0026b"],
        ),
        ("a'b", "a&#39;b a&#x27;b a&apos;b a\\'b", ["a&#39;b", "a&#x27;b", "a&apos;b", "a\\'b"]),
        ('a"b', r"a\"b a\\\"b a%22b a%5C%22b", [r"a\"b", r"a\\\"b", "a%22b", "a%5C%22b"]),
        ("a\\b", r"a\b a\\b a\\\\b a%5Cb", [r"a\b", r"a\\b", r"a\\\\b", "a%5Cb"]),
        ("aéb", "aéb a%C3%A9b a%E9b a\\xe9b a\\u00E9b a&eacute;b aÃ©b", None),
        ("a😀b", "a😀b a\\ud83d\\ude00b a\\U0001f600b a%f0%9f%98%80b a&#128512;b", None),
    ],
    ids=repr,
)
def test_every_spelling_of_a_character_is_found(value, text, forms):
    assert found(value, text) == (forms or text.split(" "))


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "abcd"])
@pytest.mark.parametrize("after", ["", "x", "xy", "xyz"])
def test_base64_is_found_at_every_offset_with_the_digits_at_its_edges(before, after):
    text = base64.b64encode(f"{before}s3cr3t{after}".encode()).decode()
    ((start, end),) = spans("s3cr3t", text)
    rest = f"{text[:start]}{'A' * (end - start)}{text[end:]}"
    left = base64.b64decode(rest)
    assert left.startswith(before.encode()[: len(before) // 3 * 3])
    # Of the digits that are left none holds a bit of the secret: blanking them changes the neighbours alone.
    assert start * 6 <= len(before) * 8
    assert end * 6 >= (len(before) + 6) * 8


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        ('"abcdef', r'"x\\\"abcdef"', r"\"abcdef"),
        ("/abcdef", r'"x\\/abcdef"', r"\\/abcdef"),
        ("nabcdef", r'"x\nabcdef"', r"\nabcdef"),
        ("00abcdef", r'"\u0000abcdef"', r"\u0000abcdef"),
        ("00abcdef", r'"\\u0000abcdef"', "00abcdef"),
        ("abcdef\\", r'"abcdef\\\"x"', r"abcdef\\"),
    ],
)
def test_a_match_never_cuts_an_escape_in_two(value, text, shown):
    assert found(value, text)[0].lstrip("\\") == shown.lstrip("\\")
    ((start, end), *_) = spans(value, text)
    assert (len(text[:start]) - len(text[:start].rstrip("\\"))) % 2 == 0
    assert (len(text[:end]) - len(text[:end].rstrip("\\"))) % 2 == 0


def test_every_anchor_stands_in_what_its_pattern_matches():
    for search in searches("s3cr3t/tok+en=Zq"):
        assert len(search.anchor) >= 3


def test_utf_16_is_found_in_bytes():
    content = b"\xff\xfe" + "s3cr3t".encode("utf-16-le")
    assert list(wide_spans("s3cr3t", content.decode("latin-1"))) == [(2, 14)]
    assert list(wide_spans("s3cr3t", "s3cr3t")) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('\\"/\\&\\\\"\\' * 3, "\\" * 30_000),
        ("%%%25%25%" * 3, "%25" * 10_000),
        ("&<&<&<&<" * 3, "&" + "amp;" * 10_000),
        ("      " * 3, "+" * 17 + "%20" * 10_000 + "x"),
    ],
    ids=["backslashes", "percent signs", "references", "spaces"],
)
def test_hostile_text_is_searched_in_a_bounded_time(value, text):
    # A search that backtracks without bounds would not end within the time limit that every test has.
    assert all(start < end for start, end in spans(value, text))
