r"""I-Regexp (RFC 9485), the regular expressions of `match` and `search`: from a pattern to a tree.

    pattern   = branch {"|" branch}
    branch    = {atom ["*" | "+" | "?" | "{" low ["," [high]] "}"]}
    atom      = character | "." | "\" character | "\p{Lu}" | "\P{Lu}" | "[" class "]" | "(" pattern ")"

`^` and `$` stand for the beginning and the end of the text, as the official test suite of RFC 9535 wants it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn
from unicodedata import category

MAX_DEPTH = 48
_MAX_COUNT = 1000

_ESCAPED = {each: each for each in "()*+-.?[\\]^{|}"} | {"n": "\n", "r": "\r", "t": "\t"}
_SPECIAL = frozenset("()*+.?[\\]{|}")
_SPECIAL_IN_CLASS = frozenset("-[\\]")
_COUNT = re.compile(r"\{([0-9]+)(,([0-9]*))?\}", re.ASCII)
_PROPERTY = re.compile(r"[pP]\{(L[ulmto]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)\}", re.ASCII)


class PatternError(ValueError):
    """A pattern is not an I-Regexp; `position` is where."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message, self.position = message, position


@dataclass(frozen=True, slots=True)
class Characters:
    """Match one character.

    Args:
        ranges: first and last of each range.
        properties: Unicode categories or their first letter, and whether the character must have it.
        negated: True to match every other character.
    """

    ranges: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, bool], ...] = ()
    negated: bool = False

    def fit(self, character: str) -> bool:
        """Return whether a character is one of them."""
        return self.negated is not self._listed(character)

    def _listed(self, character: str) -> bool:
        if any(first <= character <= last for first, last in self.ranges):
            return True
        if not self.properties:
            return False
        own = category(character)
        return any(own.startswith(name) is wanted for name, wanted in self.properties)


@dataclass(frozen=True, slots=True)
class Edge:
    """Match nothing, at the beginning or the end of the text only."""

    beginning: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Match parts one after the other."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Branches:
    """Match one of several."""

    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Match a part so many times; `high` is None for any number."""

    part: Tree
    low: int
    high: int | None


Tree = Characters | Edge | Row | Branches | Repeat

_ANY = Characters((("\n", "\n"), ("\r", "\r")), negated=True)
_QUANTIFIERS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def read(pattern: str) -> Tree:
    """Read a pattern.

    Raises:
        PatternError: it is not an I-Regexp.
    """
    reader = _Reader(pattern)
    tree = reader.branches()
    if reader.next:
        reader.fail(
            f"{reader.next} closes nothing" if reader.next in ")]}" else f"{reader.next} is not expected"
        )
    return tree


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern, self.position, self.depth = pattern, 0, 0

    @property
    def next(self) -> str:
        return self.pattern[self.position : self.position + 1]

    def take(self) -> str:
        self.position += 1
        return self.pattern[self.position - 1 : self.position]

    def fail(self, message: str, position: int | None = None) -> NoReturn:
        raise PatternError(message, self.position if position is None else position)

    def branches(self) -> Tree:
        """`pattern = branch {"|" branch}`."""
        options = [self.row()]
        while self.next == "|":
            self.position += 1
            options.append(self.row())
        return options[0] if len(options) == 1 else Branches(tuple(options))

    def row(self) -> Tree:
        """`branch = {atom [quantifier]}`."""
        parts = []
        while self.next and self.next not in "|)":
            parts.append(self.quantified(self.atom()))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def quantified(self, part: Tree) -> Tree:
        """`["*" | "+" | "?" | "{" low ["," [high]] "}"]`."""
        if self.next in _QUANTIFIERS:
            low, high = _QUANTIFIERS[self.take()]
            return Repeat(part, low, high)
        if self.next != "{":
            return part
        count = _COUNT.match(self.pattern, self.position)
        if count is None:
            self.fail("{ needs a number, such as {2} or {2,5}")
        low = self.count(count[1])
        high = low if count[2] is None else self.count(count[3]) if count[3] else None
        if high is not None and high < low:
            self.fail(f"{{{low},{high}}} ends before it begins")
        self.position = count.end()
        return Repeat(part, low, high)

    def count(self, digits: str) -> int:
        if len(digits) > len(str(_MAX_COUNT)) or int(digits) > _MAX_COUNT:
            self.fail(f"more than {_MAX_COUNT} repetitions")
        return int(digits)

    def atom(self) -> Tree:
        """`character | "." | escape | "[" class "]" | "(" pattern ")"`."""
        start, character = self.position, self.take()
        if character == "(":
            return self.group(start)
        if character == "[":
            return self.listed(start)
        if character == "\\":
            return self.escape(start)
        if character == ".":
            return _ANY
        if character in "^$":
            return Edge(character == "^")
        if character in _SPECIAL or "\ud800" <= character <= "\udfff":
            self.fail(
                f"{character} has nothing to repeat" if character in "*+?{" else f"escape {character}", start
            )
        return Characters(((character, character),))

    def group(self, start: int) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"more than {MAX_DEPTH} groups inside each other", start)
        if self.next == "?":
            self.fail("groups with ? are not part of I-Regexp")
        tree = self.branches()
        if self.take() != ")":
            self.fail("( is never closed", start)
        self.depth -= 1
        return tree

    def escape(self, start: int) -> Characters:
        r"""`"\" character | "\p{Lu}" | "\P{Lu}"`."""
        found = _PROPERTY.match(self.pattern, self.position)
        if found:
            self.position = found.end()
            return Characters(properties=((found[1], found[0][0] == "p"),))
        character = self.take()
        if character not in _ESCAPED:
            hint = {"d": "write [0-9]", "w": "write [A-Za-z0-9_]", "s": "write [ \\t\\n\\r]"}.get(
                character, ""
            )
            self.fail(f"\\{character} is not part of I-Regexp{hint and f', {hint}'}", start)
        return Characters(((_ESCAPED[character],) * 2,))

    def listed(self, start: int) -> Characters:
        """`"[" ["^"] ("-" | one) {one} ["-"] "]"`."""
        negated = self.next == "^"
        self.position += negated
        ranges: list[tuple[str, str]] = []
        properties: list[tuple[str, bool]] = []
        if self.next == "-":
            ranges.append((self.take(), "-"))
        while self.next and self.next != "]":
            if self.pattern.startswith("-]", self.position) and (ranges or properties):
                ranges.append((self.take(), "-"))
                break
            one = self.one()
            properties += one.properties
            ranges += one.ranges
        if self.take() != "]":
            self.fail("[ is never closed", start)
        if not ranges and not properties:
            self.fail("nothing stands between [ and ]", start)
        return Characters(tuple(ranges), tuple(properties), negated)

    def one(self) -> Characters:
        r"""`character ["-" character] | "\p{Lu}"`."""
        start = self.position
        first = self.member()
        if first.properties or self.next != "-" or self.pattern.startswith("-]", self.position):
            return first
        self.position += 1
        last = self.member()
        if last.properties or last.ranges[0][0] < first.ranges[0][0]:
            self.fail("this range ends before it begins", start)
        return Characters(((first.ranges[0][0], last.ranges[0][0]),))

    def member(self) -> Characters:
        start, character = self.position, self.take()
        if character == "\\":
            return self.escape(start)
        if not character or character in _SPECIAL_IN_CLASS or "\ud800" <= character <= "\udfff":
            self.fail(f"escape {character} between [ and ]" if character else "[ is never closed", start)
        return Characters(((character, character),))
