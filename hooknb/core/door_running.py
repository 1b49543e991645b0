"""The door's readers of how a node runs: when it is sent again, and which cassette holds its exchanges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hooknb.core.checks import CONTROL, Findings, is_finite_number, read_text
from hooknb.core.retries import DELAY, KINDS, LONGEST_DELAY, MOST, normal_reason
from hooknb.errors import FieldPath, nearest, quoted

_REASONS = f"use a code such as 503, a class such as 5xx, or one of {', '.join(KINDS)}"


def read_retries(value: Any, path: FieldPath, findings: Findings) -> int:
    """Read how many times a request is sent again."""
    if not is_finite_number(value) or not float(value).is_integer():
        findings.add(
            path, f"{quoted(value)} is not a number of retries", f"write a whole number up to {MOST}"
        )
    elif not 0 <= value <= MOST:
        findings.add(path, f"{value:g} retries are too many or too few", f"0 to {MOST} are allowed")
    else:
        return int(value)
    return 0


def read_reasons(value: Any, path: FieldPath, findings: Findings) -> tuple[str, ...]:
    """Read after what a request is sent again: codes, classes and kinds, each once and in order."""
    if isinstance(value, str):
        value = value.replace(",", " ").split()
    if isinstance(value, (int, float)):
        value = [value]
    if not isinstance(value, Iterable):
        findings.add(path, f"{quoted(value)} is not a list of reasons", _REASONS)
        return ()
    read: dict[str, None] = {}
    for index, each in enumerate(value):
        reason = normal_reason(str(each))
        if reason is None:
            near = nearest(str(each).lower(), KINDS)
            hint = f"did you mean {near}?" if near else _REASONS
            findings.add((*path, index), f"{quoted(each)} is no reason to send again", hint)
        else:
            read[reason] = None
    return tuple(read)


def read_delay(value: Any, path: FieldPath, findings: Findings) -> float:
    """Read the seconds before the first repetition."""
    if not is_finite_number(value):
        findings.add(path, f"{quoted(value)} is not a number of seconds", "write a number, such as 0.5")
    elif not 0 <= value <= LONGEST_DELAY:
        message = f"a delay of {value:g} s is outside the range"
        findings.add(path, message, f"0 to {LONGEST_DELAY:g} seconds are allowed")
    else:
        return float(value)
    return DELAY


def read_cassette(value: Any, path: FieldPath, findings: Findings) -> str:
    """Read the path of a cassette."""
    text = read_text(value, path, findings).strip()
    control = CONTROL.search(text)
    if control:
        findings.add(path, "a path is one line of text", "take the line break out", control.span())
        return ""
    return text
