r"""The forms in which a text may turn up once others have encoded it, and how to find them all.

A token that went into a URL, a JSON body or a Basic authorization comes back percent-encoded, escaped or in
base64. Each character is looked for in every spelling that an encoder could give it, so mixed and doubled
encodings (JSON in a query, a URL in a URL) are found too. What is found is masked by `core/redaction.py`.

    >>> list(spans('a"b/c d', "q=a%22b%2fc+d"))
    [(2, 13)]
    >>> list(spans("s3cret", "Basic dXNlcjpzM2NyZXQ="))
    [(12, 21)]
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from html.entities import codepoint2name
from typing import NamedTuple

# Characters that no encoder replaces; a run of them stands in every form of the text as it is.
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+")
_PIECE = re.compile(
    r"(?P<slashes>\\*)(?P<plain>[A-Za-z0-9_.-]+)|(?P<run>\\*)(?P<other>[^\\])|(?P<last>\\+)", re.DOTALL
)

# Escapes of escapes: one more level doubles every backslash, and two levels are what JSON in JSON needs.
_LEVELS = 4
_BACKSLASH = r"(?:\\|%(?:25)*5[Cc])"
_SHORT_ESCAPES = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f", "\v": "v", "\a": "a", "\0": "0"}


class Search(NamedTuple):
    """One way to look for a text.

    Attributes:
        anchor: what stands in every match as it is; looking for that first is much cheaper.
        regex: what matches the forms; compiled only where the anchor was found, which is seldom.
    """

    anchor: str
    regex: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return _compiled(self.regex)


@lru_cache(maxsize=512)
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


def spans(value: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every place where a text holds a value in one of its forms; they may overlap."""
    for search in searches(value):
        if search.anchor in text:
            for match in search.pattern.finditer(text):
                yield _escape_start(text, match.start()), match.end()


def wide_spans(value: str, content: str) -> Iterator[tuple[int, int]]:
    """Yield the same for UTF-16 within bytes, given as latin-1 so that one character is one byte."""
    for encoding in ("utf-16-le", "utf-16-be"):
        form = value.encode(encoding, "surrogatepass").decode("latin-1")
        if form in content:
            yield from (match.span() for match in re.finditer(re.escape(form), content))


def characters(value: str) -> set[str]:
    """Return the characters that a value's raw forms are made of, also when it is decoded wrongly."""
    return {*value, *_misread(value), *_misread(_misread(value))}


def spelled(value: str) -> str:
    """Return a regular expression for a value, each character in any of its spellings."""
    return "".join(_piece(match) for match in _PIECE.finditer(value))


@lru_cache(maxsize=256)
def searches(value: str) -> tuple[Search, ...]:
    """Return all the ways to look for a value: spelled out, in base64, in hexadecimal digits."""
    found = [Search(_anchor(value), spelled(value))]
    if _HOST.fullmatch(value) and value != value.lower():
        # Clients write host names in lower case.
        found.append(Search(value.lower(), re.escape(value.lower())))
    for content in dict.fromkeys(_encodings(value)):
        found += [_base64(content, offset) for offset in range(3)]
        found += [Search(form, form) for form in (content.hex(), content.hex().upper())]
    return tuple(found)


def _escape_start(text: str, start: int) -> int:
    """Return where an escape begins that a match would cut in two, as in JSON, else the start."""
    at = text.rfind("\\", max(start - 5, 0), start)
    if at < 0 or _ESCAPE_HEAD.fullmatch(text, at, start) is None:
        return start
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return at if (at - before) % 2 == 0 else start


_ESCAPE_HEAD = re.compile(r"\\(?:u[0-9A-Fa-f]{0,3})?")


def _misread(value: str) -> str:
    """Return what UTF-8 becomes when it is read as latin-1, as headers are and the bytes to look through."""
    return _utf8(value).decode("latin-1")


def _anchor(value: str) -> str:
    return max(_PLAIN.findall(value), key=len, default="")


def _encodings(value: str) -> Iterator[bytes]:
    yield _utf8(value)
    try:
        yield value.encode("latin-1")
    except UnicodeEncodeError:
        return


def _utf8(value: str) -> bytes:
    """Encode also what came from the environment undecoded."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def _base64(content: bytes, offset: int) -> Search:
    """Look for bytes within longer ones that were encoded together, beginning at any of the three offsets.

    The digits at both ends that are shared with other bytes hold bits of the content too, so they belong to
    the match; the anchor is made of the others.
    """
    digits = b64encode(bytes(offset) + content).decode("ascii")
    first, last = -(-offset * 8 // 6), (offset + len(content)) * 8 // 6
    whole = digits[first:last]
    shared = (offset + len(content)) * 8 % 6 != 0
    pattern = "".join(_BASE64_SIGNS.get(digit, digit) for digit in whole)
    edge = "(?:%(?:25)*2[BFbf]|[A-Za-z0-9+/_-])?"
    anchor = max(re.findall("[A-Za-z0-9]+", whole), key=len, default="")
    return Search(anchor, (edge if offset else "") + pattern + (edge if shared else ""))


_BASE64_SIGNS = {"+": r"(?:\+|-|%(?:25)*2[Bb])", "/": r"(?:\\{0,3}/|_|%(?:25)*2[Ff])"}


def _piece(match: re.Match[str]) -> str:
    """Spell a run of plain characters, or one other character, with the backslashes before it."""
    if match["plain"] is not None:
        return _backslashes(len(match["slashes"]), 0) + re.escape(match["plain"])
    if match["last"] is not None:
        # Leave an odd one to the character after it: it may be the escape of a quote.
        count = len(match["last"])
        return f"(?:{'|'.join(f'{_BACKSLASH}{{{count * times}}}' for times in (4, 2, 1))})"
    char, before = match["other"], len(match["run"])
    if char.isascii():
        return _character(char, before)
    misread = _misread(char)
    once = _character(misread[0], before) + "".join(_character(other, 0) for other in misread[1:])
    twice = _backslashes(before, 0) + re.escape(_misread(misread))
    return f"(?:{_character(char, before)}|{once}|{twice})"


def _character(char: str, before: int) -> str:
    """Spell one character with so many backslashes before it, and those that escaping adds."""
    # The branches begin with bounded runs, so that a text full of backslashes costs no more than others.
    return (
        f"(?:{_backslashes(before, _LEVELS - 1)}(?:{_standing(char)})"
        f"|{_BACKSLASH}{{{before + 1},{_LEVELS * before + _LEVELS}}}(?:{_escaped(char)}))"
    )


def _backslashes(count: int, more: int) -> str:
    """Spell a run of backslashes, which each level of escaping doubles, and those put before what follows."""
    most = _LEVELS * count + more
    return f"{_BACKSLASH}{{{count},{most}}}" if most else ""


def _standing(char: str) -> str:
    """Spell a character as itself, percent-encoded, and as a character reference."""
    code = ord(char)
    forms = {re.escape(char)}
    forms |= {r"\+"} if char == " " else set()
    forms |= {
        "".join(f"%(?:25)*{_digits(f'{byte:02x}')}" for byte in content) for content in _encodings(char)
    }
    names = [f"#0*{code}", f"#[xX]0*{_digits(f'{code:x}')}", *_names(code)]
    forms |= {f"&(?:amp;)*(?:{'|'.join(names)});"}
    # Forms and some editors write a line break as two characters.
    before = f"(?:{_standing(chr(13))})?" if char == "\n" else ""
    return f"{before}(?:{'|'.join(sorted(forms))})"


def _escaped(char: str) -> str:
    """Spell a character as JSON, JavaScript and Python escape it, without the first backslash."""
    code, units = ord(char), char.encode("utf-16-be", "surrogatepass")
    again = f"{_BACKSLASH}{{1,{_LEVELS}}}"
    forms = [again.join(f"u{_digits(units[at : at + 2].hex())}" for at in range(0, len(units), 2))]
    forms.append(again.join(f"x{_digits(f'{byte:02x}')}" for byte in _utf8(char)))
    forms += [f"x{_digits(f'{code:02x}')}"] if code < 256 else []
    forms += [f"U{_digits(f'{code:08x}')}"] if code > 0xFFFF else []
    forms += [_SHORT_ESCAPES[char]] if char in _SHORT_ESCAPES else []
    return "|".join(forms)


def _names(code: int) -> list[str]:
    if chr(code) == "'":
        return ["apos"]
    return [codepoint2name[code]] if code in codepoint2name else []


def _digits(hexadecimal: str) -> str:
    """Spell hexadecimal digits in either case."""
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in hexadecimal)
