"""Filters: the part of the grammar after `?`, and the rule that says which operand fits where.

    test       = and {"||" and}
    and        = basic {"&&" basic}
    basic      = ["!"] "(" test ")" | operand operator operand | ["!"] operand
    operand    = number | quoted | "true" | "false" | "null" | function "(" arguments ")" | "@" … | "$" …

Well-typedness is that of RFC 9535, section 2.4.3: one value is compared with one value, and a function's
parameters are values (at most one each) or nodes (any number).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple, cast

from hooknb.core.objectpath.iregexp import Pattern
from hooknb.core.objectpath.regexp_tree import PatternError
from hooknb.core.objectpath.scan import Scanner
from hooknb.core.objectpath.syntax import (
    All,
    Call,
    Comparator,
    Compare,
    Constant,
    Either,
    Exists,
    Holds,
    Not,
    Operand,
    Query,
    Test,
)
from hooknb.errors import ObjectPathError, did_you_mean, quoted


class Function(NamedTuple):
    """Say what a function takes and gives, in the types of RFC 9535."""

    parameters: tuple[Literal["value", "nodes"], ...]
    result: Literal["value", "logical"]


FUNCTIONS = {
    "length": Function(("value",), "value"),
    "count": Function(("nodes",), "value"),
    "value": Function(("nodes",), "value"),
    "match": Function(("value", "value"), "logical"),
    "search": Function(("value", "value"), "logical"),
}

_OPERATORS = ("==", "!=", "<=", ">=", "<", ">")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_BLANK_IN_BRACKETS = re.compile(r"(?<=\[)[ \t\n\r]|[ \t\n\r](?=\])")
_LOWER = {"true": "true", "false": "false", "null": "null", "none": "null"}
_WORDS = {"true": True, "false": False, "null": None}


class FilterParser:
    """Read the test of one filter.

    Args:
        scan: the text, just after `?`.
        query: reads a query from its `@` or `$` on.
    """

    def __init__(self, scan: Scanner, query: Callable[[], Query]) -> None:
        self.scan, self.query = scan, query

    def test(self) -> Test:
        """`test = and {"||" and}`."""
        tests = [self._and()]
        while self._blanks_and("||"):
            tests.append(self._and())
        return tests[0] if len(tests) == 1 else Either(tuple(tests))

    def _and(self) -> Test:
        """`and = basic {"&&" basic}`."""
        tests = [self._basic()]
        while self._blanks_and("&&"):
            tests.append(self._basic())
        return tests[0] if len(tests) == 1 else All(tuple(tests))

    def _blanks_and(self, token: str) -> bool:
        self.scan.blanks()
        return self.scan.take(token)

    def _basic(self) -> Test:
        """`basic = ["!"] "(" test ")" | operand operator operand | ["!"] operand`."""
        self.scan.blanks()
        negated = self.scan.take("!")
        self.scan.blanks()
        if self.scan.take("("):
            test = self._rest_of_parentheses()
        else:
            start = self.scan.position
            operand = self._operand()
            if negated:
                self._not_compared(start)
            compared = None if negated else self._comparison(operand, start)
            test = compared or self._alone(operand, start)
        return Not(test) if negated else test

    def _rest_of_parentheses(self) -> Test:
        opened = self.scan.position - 1
        self.scan.deeper()
        test = self.test()
        self._close(opened)
        self.scan.depth -= 1
        return test

    def _close(self, opened: int) -> None:
        if not self._blanks_and(")"):
            if self.scan.at_end or self.scan.next == "]":
                self.scan.fail("the parenthesis ( is never closed", "add )", opened)
            raise self.error_between()

    def _comparison(self, left: Operand, start: int) -> Compare | None:
        self.scan.blanks()
        operator = next((each for each in _OPERATORS if self.scan.take(each)), None)
        if operator is None:
            return None
        self._one_value(left, start)
        self._without_blanks(left, start)
        self.scan.blanks()
        start = self.scan.position
        right = self._operand()
        self._one_value(right, start)
        self._without_blanks(right, start)
        return Compare(cast("Comparator", operator), left, right)

    def _alone(self, operand: Operand, start: int) -> Test:
        if isinstance(operand, Query):
            return Exists(operand)
        if isinstance(operand, Constant):
            self.scan.misspelled("a value alone is no test", "compare it, such as @.name == 'Ann'", start)
        if FUNCTIONS[operand.name].result != "logical":
            self.scan.fail(f"{operand.name}() gives a value, not true or false", "compare it with one", start)
        return Holds(operand)

    def _not_compared(self, start: int) -> None:
        self.scan.blanks()
        if any(map(self.scan.at, _OPERATORS)):
            text = self.scan.text[start : self.scan.position].strip()
            self.scan.misspelled("! stands before a test, not before a value", f"write !({text} == …)", start)

    def _one_value(self, operand: Operand, start: int) -> None:
        """Refuse an operand that is not one value."""
        if isinstance(operand, Query) and operand.keys is None:
            self.scan.fail(
                "only a path to one value can be compared",
                "count(…) and value(…) make one of several; a filter inside a filter tests each",
                start,
            )
        if isinstance(operand, Call) and FUNCTIONS[operand.name].result != "value":
            self.scan.fail(f"{operand.name}() is a test already", "do not compare it; ! negates it", start)

    def _without_blanks(self, operand: Operand, start: int) -> None:
        """Refuse `@[ 'a' ]` in a comparison: RFC 9535 has no blanks there, unlike elsewhere."""
        if not self.scan.strict or not isinstance(operand, Query):
            return
        text = self.scan.text[start : self.scan.position]
        if blank := _BLANK_IN_BRACKETS.search(_QUOTED.sub(lambda found: "q" * len(found[0]), text)):
            self.scan.fail("a blank between brackets", "remove it", start + blank.start())

    def _operand(self) -> Operand:
        scan = self.scan
        if scan.next in ("@", "$") and not scan.at_end:
            return self.query()
        text = scan.quoted()
        if text is not None:
            return Constant(text)
        number = scan.number()
        if number is not None:
            if scan.next.isdigit():
                scan.misspelled("a number does not begin with 0", "remove it, or quote a text", scan.position)
            return Constant(number)
        start = scan.position
        word = scan.matched(_WORD)
        if word not in _WORDS and word.lower() in _LOWER:
            scan.misspelled(f"{word} is not known", f"write {_LOWER[word.lower()]}", start)
        if word and scan.take("("):
            return self._call(word, start)
        if word in _WORDS:
            return Constant(_WORDS[word])
        raise self._error_at_operand(word, start)

    def _call(self, name: str, start: int) -> Call:
        scan = self.scan
        function = FUNCTIONS.get(name)
        if function is None:
            scan.fail(f"there is no function {name}()", did_you_mean(name, FUNCTIONS), start)
        opened = scan.position - 1
        scan.deeper()
        arguments = self._arguments(name, function, opened)
        scan.depth -= 1
        if len(arguments) != len(function.parameters):
            wanted = len(function.parameters)
            scan.fail(f"{name}() takes {wanted} {'value' if wanted == 1 else 'values'}", at=start)
        if function.result == "logical":
            self._readable(arguments[1], start)
        return Call(name, tuple(arguments))

    def _readable(self, pattern: Operand, start: int) -> None:
        """Refuse a pattern that matches nothing because it is no I-Regexp; RFC 9535 lets it pass."""
        if self.scan.strict or not isinstance(pattern, Constant) or not isinstance(pattern.value, str):
            return
        try:
            Pattern(pattern.value)
        except PatternError as error:
            self.scan.fail(f"not an I-Regexp: {error.message}", f"in {quoted(pattern.value)}", start)

    def _arguments(self, name: str, function: Function, opened: int) -> list[Operand]:
        scan = self.scan
        arguments: list[Operand] = []
        scan.blanks()
        if scan.take(")"):
            return arguments
        while True:
            scan.blanks()
            start = scan.position
            argument = self._operand()
            self._fits(name, function, len(arguments), argument, start)
            arguments.append(argument)
            if not self._blanks_and(","):
                self._close(opened)
                return arguments

    def _fits(self, name: str, function: Function, place: int, argument: Operand, start: int) -> None:
        if place >= len(function.parameters):
            return
        if function.parameters[place] == "value":
            self._one_value(argument, start)
        elif not isinstance(argument, Query):
            self.scan.fail(f"{name}() takes a path", f"such as {name}(@.items[*])", start)

    def _error_at_operand(self, word: str, start: int) -> ObjectPathError:
        if word:
            return self.scan.error(
                f"{word} is not known here", f"@.{word} is a name, '{word}' is text", start
            )
        if self.scan.at_end or self.scan.next == "]":
            return self.scan.error(
                "the filter ends where a value is expected", "such as [?@.price > 10]", start
            )
        return self.scan.error(
            f"{self.scan.next!r} is not expected in a filter", "such as [?@.price > 10]", start
        )

    def error_between(self) -> ObjectPathError:
        """Return the error of a character that cannot follow a test."""
        if self.scan.next == "=":
            return self.scan.error("= is not an operator", "write == to compare")
        if self.scan.next in ("&", "|"):
            return self.scan.error(f"{self.scan.next} is not an operator", f"write {self.scan.next * 2}")
        return self.scan.error(
            f"{self.scan.next!r} is not expected in a filter", "combine tests with && and ||"
        )
