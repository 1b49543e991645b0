"""The small checks that every field shares, and the list in which the mistakes are collected.

>>> findings = Findings()
>>> findings.add(("method",), "'POTS' is not a method", "did you mean 'POST'?")
>>> findings.problems[0].place
'method'
"""

from __future__ import annotations

import keyword
import math
import re
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from hooknb.errors import FieldPath, Problem, quoted

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
HEADER_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_CONTROL_NAMES = {"\r": "a carriage return", "\n": "a line break", "\0": "a NUL", "\t": "a tab"}


@dataclass(slots=True)
class Findings:
    """Collect problems while a document is read, so that all are reported at once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, path: FieldPath, message: str, hint: str = "", at: tuple[int, int] | None = None) -> None:
        """Note one mistake; reading goes on."""
        self.problems.append(Problem(path, message, hint, at=at))


def is_parameter_name(text: str) -> bool:
    """Tell whether a text can be written after `$`: an ASCII identifier."""
    return NAME.fullmatch(text) is not None


def is_node_name(text: str) -> bool:
    """Tell whether a text can name a node: empty, or what Python accepts as a variable."""
    return text == "" or (text.isidentifier() and not keyword.iskeyword(text))


def control_name(character: str) -> str:
    """Name a control character for a message."""
    return _CONTROL_NAMES.get(character, f"the control character U+{ord(character):04X}")


def is_finite_number(value: object) -> TypeGuard[float]:
    """Tell whether a value is a number that a float can hold; True and False are none."""
    try:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:
        return False


def is_latin1(text: str) -> bool:
    """Tell whether a text fits the only encoding HTTP header values have."""
    return all(ord(character) < 256 for character in text)


def header_value_problem(text: str) -> tuple[str, str] | None:
    """Return message and hint when a text cannot be a header's value, else None."""
    control = HEADER_CONTROL.search(text)
    if control:
        return f"a header value cannot hold {control_name(control.group())}", "write it on one line"
    if not is_latin1(text):
        bad = next(character for character in text if ord(character) > 255)
        return f"a header value cannot hold {quoted(bad)}", "headers are latin-1 text; encode the value first"
    return None


def read_text(value: Any, path: FieldPath, findings: Findings) -> str:
    """Return a field that has to be text; what is not is noted, and becomes an empty text."""
    if not isinstance(value, str):
        findings.add(path, f"{quoted(value)} is not text", "put it in quotes")
        return ""
    if any("\ud800" <= character <= "\udfff" for character in value):
        findings.add(path, "the text holds half a character (a lone surrogate)", "write the whole character")
        return ""
    return value
