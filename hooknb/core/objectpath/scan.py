"""Reading a path's text from left to right: blanks, names, numbers, quoted texts, errors with a position.

The two dialects differ here: `strict` accepts the spelling of RFC 9535 and nothing else, the seed's dialect
is lenient where only one meaning is possible.
"""

from __future__ import annotations

import re
from typing import NoReturn

from hooknb.errors import ObjectPathError

MAX_DEPTH = 48  # parentheses, functions and filters inside each other: far below Python's recursion limit
_MAX_INTEGER = 2**53 - 1  # RFC 9535, section 2.1: the integers that every JSON library keeps
_MAX_DIGITS = 400

_BLANK = re.compile(r"[ \t\n\r]*")
_NAME = re.compile(r"[\w@#:$\-\u00a0-\U0010ffff]+")
_STRICT_NAME = re.compile(
    r"[A-Za-z_\u0080-\ud7ff\ue000-\U0010ffff][0-9A-Za-z_\u0080-\ud7ff\ue000-\U0010ffff]*"
)
_INTEGER = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_PLAIN = {quote: re.compile(rf"[^{quote}\\]+") for quote in "'\""}
_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_BRACED = re.compile(r"\{([0-9A-Fa-f]{1,6})\}")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "/": "/", "\\": "\\"}


def is_strict_name(name: str) -> bool:
    """Tell whether RFC 9535 takes a name without quotes after a dot."""
    return _STRICT_NAME.fullmatch(name) is not None


class MisspelledError(ObjectPathError):
    """What stands there has one meaning only and is misspelled, so that no other grammar should be asked."""


class Scanner:
    """Hold a text and how far it has been read.

    Args:
        text: the path.
        strict: True to accept the spelling of RFC 9535 only.
    """

    def __init__(self, text: str, *, strict: bool) -> None:
        self.text, self.strict = text, strict
        self.position = 0
        self.depth = 0

    def error(self, message: str, hint: str = "", at: int | None = None) -> ObjectPathError:
        """Return an error that points at a place, by default the next character."""
        return ObjectPathError(message, self.text, self.position if at is None else at, hint)

    def fail(self, message: str, hint: str = "", at: int | None = None) -> NoReturn:
        """Raise such an error."""
        raise self.error(message, hint, at)

    def misspelled(self, message: str, hint: str, at: int) -> NoReturn:
        """Raise such an error where another grammar would only read something strange."""
        raise MisspelledError(message, self.text, at, hint)

    @property
    def next(self) -> str:
        """The next character, empty at the end."""
        return self.text[self.position : self.position + 1]

    @property
    def at_end(self) -> bool:
        """True when nothing is left."""
        return self.position >= len(self.text)

    def at(self, token: str) -> bool:
        """Return whether a token comes next."""
        return self.text.startswith(token, self.position)

    def take(self, token: str) -> bool:
        """Read a token if it comes next, and say whether it did."""
        if not self.at(token):
            return False
        self.position += len(token)
        return True

    def blanks(self) -> None:
        """Read spaces, tabs and line ends, as many as there are."""
        match = _BLANK.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def matched(self, pattern: re.Pattern[str]) -> str:
        """Read what a pattern matches here; empty when it does not."""
        match = pattern.match(self.text, self.position)
        if match is None:
            return ""
        self.position = match.end()
        return match.group()

    def deeper(self) -> None:
        """Count one more parenthesis, function or filter around the next part."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"more than {MAX_DEPTH} filters or parentheses inside each other"
            self.misspelled(message, "take it apart", self.position)

    def name(self) -> str:
        """Read a name that is not quoted; empty when none comes next."""
        return self.matched(_STRICT_NAME) if self.strict else self._lenient_name()

    def _lenient_name(self) -> str:
        start = self.position
        name = self.matched(_NAME)
        for offset, character in enumerate("" if name.isascii() else name):
            if character.isspace():
                self.position = start + offset
                return name[:offset]
        return name

    def integer(self) -> int | None:
        """Read a whole number, or return None when none comes next."""
        start = self.position
        digits = self.matched(_INTEGER)
        if not digits:
            return None
        if len(digits) > _MAX_DIGITS:
            self.misspelled("this number is too long", "no list is that long", start)
        number = int(digits)
        if self.strict:
            if digits != str(number):
                self.fail(f"{digits} is not how RFC 9535 writes a number", f"write {number}", start)
            if abs(number) > _MAX_INTEGER:
                self.fail(f"{digits} is beyond ±(2^53 - 1)", "no list is that long", start)
        return number

    def number(self) -> int | float | None:
        """Read a number as JSON writes it, or return None when none comes next."""
        match = _NUMBER.match(self.text, self.position)
        if match is None:
            return None
        if len(match.group()) > _MAX_DIGITS:
            self.misspelled("this number is too long", "compare with a shorter one", self.position)
        self.position = match.end()
        return float(match.group()) if match[1] or match[2] else int(match.group())

    def quoted(self) -> str | None:
        """Read a text between quotes of either kind, or return None when none comes next."""
        start, quote = self.position, self.next
        if quote not in _PLAIN or not quote:
            return None
        self.position += 1
        parts: list[str] = []
        while not self.take(quote):
            if self.at_end:
                self.misspelled(f"the quote {quote} is never closed", f"add {quote}", start)
            parts.append(self._escape(quote) if self.next == "\\" else self._plain(quote))
        return "".join(parts)

    def _plain(self, quote: str) -> str:
        start = self.position
        text = self.matched(_PLAIN[quote])
        if self.strict:
            for offset, character in enumerate(text):
                if character < " " or "\ud800" <= character <= "\udfff":
                    hint = f"write \\u{ord(character):04x}"
                    self.fail(f"{character!r} may not stand in a quoted name", hint, start + offset)
        return text

    def _escape(self, quote: str) -> str:
        start = self.position
        self.position += 1
        letter = self.next
        self.position += 1
        if letter == "u":
            return self._unicode(start)
        if letter == quote or (letter in "'\"" and letter and not self.strict):
            return letter
        if letter not in _ESCAPES or not letter:
            hint = f"write \\\\{letter} for a backslash" if letter else "write \\\\ for a backslash"
            self.misspelled(f"\\{letter} is not an escape", hint, start)
        return _ESCAPES[letter]

    def _unicode(self, start: int) -> str:
        braced = None if self.strict else _BRACED.match(self.text, self.position)
        if braced:
            self.position = braced.end()
            code = int(braced[1], 16)
            if code > 0x10FFFF:
                self.misspelled("there is no such character", "the last one is \\u{10ffff}", start)
            return chr(code)
        unit = self._unit(start)
        if 0xD800 <= unit < 0xDC00 and self.at("\\u") and not self.at("\\u{"):
            before = self.position
            self.position += 2
            low = self._unit(before)
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
            self.position = before
        if self.strict and 0xD800 <= unit < 0xE000:
            self.fail("half of a surrogate pair", "write both halves, such as \\ud83d\\ude00", start)
        return chr(unit)

    def _unit(self, start: int) -> int:
        digits = self.matched(_HEX)
        if not digits:
            self.misspelled("\\u needs four hexadecimal digits", "such as \\u00e9", start)
        return int(digits, 16)
