"""Random paths and documents, drawn fast and many: for comparing with other implementations.

Hypothesis looks harder for the smallest failure; this looks at a hundred times as many cases.
"""

from __future__ import annotations

import random
from typing import Any

NAMES = ("a", "b", "c", "id", "é", "a b", "'", "", "x-y", "\\", "1")
PLAIN = ("a", "b", "c", "id")
SCALARS = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2,
    1.5,
    1.0,
    -0.0,
    10**20,
    "",
    "a",
    "b",
    "ab",
    "abc",
    "é",
    "1",
    "a\nb",
)
LITERALS = ("0", "1", "-1", "1.5", "1e0", "true", "false", "null", "'a'", '"ab"', "''", "'1'")
PATTERNS = ("a.*", "[ab]+", "a|b", ".", "", "[^a]", "a{1,2}", "(ab?)*", "\\\\p{L}", "\\\\.")
INDEXES = (0, 0, 1, -1, 2, -2, 3, 5, -7)
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")


def document(draw: random.Random, depth: int = 0) -> Any:
    """Draw a document; most of its containers hold names and items that paths ask for."""
    kind = draw.random()
    if depth and (kind < 0.35 or depth > 4):
        return draw.choice(SCALARS)
    size = draw.choice((0, 1, 2, 2, 3, 4))
    if kind < 0.68:
        return {draw.choice(NAMES[: 4 + 3 * (depth % 3)]): document(draw, depth + 1) for _ in range(size)}
    return [document(draw, depth + 1) for _ in range(size)]


class Rfc9535:
    """Draw paths of RFC 9535."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def path(self, root: str = "$", depth: int = 0) -> str:
        """Return a path, or one that stands in a filter."""
        count = self.draw.randint(0 if root == "$" else 1, 4 - min(depth, 2))
        return root + "".join(self.blanks() + self.segment(depth) for _ in range(count))

    def segment(self, depth: int) -> str:
        draw = self.draw
        kind = draw.random()
        if kind < 0.35:
            return f".{draw.choice(PLAIN)}"
        if kind < 0.45:
            return ".*"
        if kind < 0.55:
            return f"..{draw.choice((*PLAIN, '*'))}"
        # One of the others takes one selector only inside the arguments of functions.
        count = 1 if depth > 1 else draw.choice((1, 1, 1, 2, 3))
        selectors = f"{self.blanks()},{self.blanks()}".join(self.selector(depth) for _ in range(count))
        return f"{'..' * (kind < 0.62)}[{self.blanks()}{selectors}{self.blanks()}]"

    def selector(self, depth: int) -> str:
        draw = self.draw
        kind = draw.random()
        if kind < 0.3:
            return self.quoted()
        if kind < 0.5:
            return str(draw.choice(INDEXES))
        if kind < 0.6 or depth > 2:
            return "*"
        if kind < 0.75:
            return ":".join(draw.choice(("", str(draw.choice(INDEXES)))) for _ in range(draw.choice((2, 3))))
        return f"?{self.blanks()}{self.test(depth + 1)}"

    def test(self, depth: int) -> str:
        draw = self.draw
        tests = [self.basic_test(depth) for _ in range(draw.choice((1, 1, 1, 2, 3)))]
        return "".join(f"{draw.choice((' && ', '||', ' || '))}{test}" for test in tests).lstrip(" &|")

    def basic_test(self, depth: int) -> str:
        draw = self.draw
        kind = draw.random()
        negation = draw.choice(("", "", "!"))
        if kind < 0.5:
            operator = draw.choice(OPERATORS)
            return f"{self.comparable(depth)}{self.blanks()}{operator}{self.blanks()}{self.comparable(depth)}"
        if kind < 0.75 or depth > 2:
            return negation + self.path(self.root(depth), depth + 1)
        if kind < 0.85:
            function = draw.choice(("match", "search"))
            return f"{negation}{function}({self.singular(depth)},{self.blanks()}'{draw.choice(PATTERNS)}')"
        return f"{negation}({self.test(depth + 1)})"

    def comparable(self, depth: int) -> str:
        draw = self.draw
        kind = draw.random()
        if kind < 0.35:
            return draw.choice(LITERALS)
        if kind < 0.8:
            return self.singular(depth)
        if kind < 0.9:
            return f"length({self.singular(depth)})"
        query = draw.choice((f"{self.root(depth)}.*", "@..a", "@[*]")) + draw.choice(("", ".a", "['b']"))
        return f"{draw.choice(('count', 'value'))}({query})"

    def singular(self, depth: int) -> str:
        draw = self.draw
        steps = (f".{draw.choice(PLAIN)}", f"[{self.quoted()}]", f"[{draw.choice(INDEXES)}]")
        return self.root(depth) + "".join(draw.choices(steps, k=draw.randint(1, 2)))

    def root(self, depth: int) -> str:
        # In a filter inside a filter `$` is the whole data (RFC 9535, 2.3.5); others take what the outer one sees.
        return "@" if depth > 1 else self.draw.choice("@@@$")

    def quoted(self) -> str:
        quote, name = self.draw.choice("'\""), self.draw.choice(NAMES)
        return quote + "".join(f"\\{each}" if each in (quote, "\\") else each for each in name) + quote

    def blanks(self) -> str:
        return self.draw.choice(("", "", "", "", "", " ", "\n"))


class JsonpathNg:
    """Draw paths of the dialect that jsonpath-ng and we share."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def path(self) -> str:
        """Return a path, with `$` or without."""
        draw = self.draw
        start = draw.choice(("$", "$", draw.choice(PLAIN)))
        return start + "".join(self.segment() for _ in range(draw.randint(start == "$", 4)))

    def segment(self) -> str:
        draw = self.draw
        kind = draw.random()
        if kind < 0.35:
            return f".{draw.choice(PLAIN)}"
        if kind < 0.45:
            return draw.choice((".*", "[*]"))
        if kind < 0.55:
            return f"..{draw.choice(PLAIN)}"
        if kind < 0.7:
            return f"[{draw.choice(INDEXES)}]"
        if kind < 0.78:
            name = draw.choice(("a b", "é", "x-y", "1", "a", '"' if draw.random() < 0.5 else "b"))
            return draw.choice((f"['{name}']", f"['{name}']", f".'{name}'"))
        if kind < 0.84:
            return f"[{','.join(repr(each) for each in draw.sample(PLAIN, 2))}]"
        if kind < 0.9:
            return f"[{':'.join(draw.choice(('', str(draw.choice(INDEXES)))) for _ in range(draw.choice((2, 3))))}]"
        return f"[?{self.test()}]"

    def test(self) -> str:
        draw = self.draw
        text = draw.choice((" && ", " || ", " & ")).join(
            self.comparison() for _ in range(draw.choice((1, 1, 2)))
        )
        return draw.choice((f"({text})", text))

    def comparison(self) -> str:
        draw = self.draw
        target = "@" + "".join(
            draw.choices((f".{draw.choice(PLAIN)}", f"[{draw.choice(INDEXES)}]"), k=draw.randint(1, 2))
        )
        if draw.random() < 0.35:
            return target
        literal = draw.choice(("0", "1", "-1", "1.5", "true", "false", "null", "'a'", '"ab"', "'1'"))
        return f"{target} {draw.choice(OPERATORS)} {literal}"
