"""Read a written value as a number, a date, a name, a yes or no: one function per documented entity.

Each takes any Python value and returns the one to use, or raises an `EntityError` that says what is wrong
with it and how to write it. Which entity types exist, and their table, is `core/entities.py`.

    >>> read_number(" 42 ")
    42
    >>> read_confirmation("Yes!")
    True
"""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from hooknb.core.moments import DATE_HINT, TIME_HINT, read_date, read_time
from hooknb.errors import EntityError, did_you_mean, quoted

ANY_HINT = "text, a number, true, false, null, a list or an object"
NUMBER_HINT = "write digits, with a decimal point if need be, such as 42, -0.5 or 1e3"
NAMES_HINT = "write a name, or a list of names"
CONTACTS_HINT = "write a contact's name, a phone number or an e-mail address"
CONFIRMATION_HINT = "write yes or no"

_NUMBER = re.compile(r"(?P<whole>[+-]?[0-9]+)|[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([,'’_ \u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
# Python neither writes nor reads longer integers unless it is told to, and its JSON does not either.
_MOST_DIGITS = 4300
_TOO_LONG = 10**_MOST_DIGITS

_YES = re.compile(r"y|yes|yeah|yep|yup|sure|ok|okay|true|on|1|right|correct|confirm(?:ed)?|agreed?")
_NO = re.compile(r"n|no|nope|nah|false|off|0|wrong|incorrect|cancel|declined?|deny|denied")


def read_any(value: object) -> Any:
    """Return a JSON value as it is; dates and times become ISO text, tuples lists, decimals numbers."""
    if isinstance(value, Decimal):
        return read_number(value)
    if isinstance(value, (date, time)) and value == value:  # pandas' NaT is a date, and differs from itself
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, (int, float)):
        return value if isinstance(value, bool) else read_number(value)
    if value is None or isinstance(value, (str, list, dict)):
        return value
    raise misfit(value, "a JSON value", ANY_HINT)


def read_number(value: object) -> int | float:
    """Return a number: an int, exactly, for whole digits and integers, else a float; booleans are none."""
    if isinstance(value, str):
        return _number_in(value)
    if isinstance(value, bool):
        raise misfit(value, "a number", "for yes and no use sys.confirmation, for a JSON value sys.any")
    if isinstance(value, numbers.Integral):
        if not -_TOO_LONG < value < _TOO_LONG:
            raise misfit(value, "short enough to be written", "use at most 4300 digits")
        return int(value)
    if isinstance(value, Decimal) and value.is_finite():
        return _number_in(f"{value:f}" if value.adjusted() < _MOST_DIGITS else str(value))
    if isinstance(value, numbers.Real) and math.isfinite(value):
        return float(value)
    raise misfit(value, "a number", NUMBER_HINT)


def read_day(value: object, today: date) -> str:
    """Return an ISO date; numbers are none, because nobody can tell seconds from days in them."""
    if isinstance(value, (str, date)) and value == value and value != "":
        return read_date(value, today)
    raise misfit(value, "a date", DATE_HINT)


def read_clock(value: object) -> str:
    """Return an ISO time of day."""
    if isinstance(value, (str, datetime, time)) and value == value and value != "":
        return read_time(value)
    raise misfit(value, "a time of day", TIME_HINT)


def read_names(value: object) -> str | list[str]:
    """Return a name without the space round it, or a list of such names."""
    if isinstance(value, (list, tuple)) and value:
        return [_trimmed(item, "a name", NAMES_HINT) for item in value]
    return _trimmed(value, "a name", NAMES_HINT)


def read_contacts(value: object) -> str | list[str]:
    """Return a contact (a name, a phone number, an e-mail address) as text, or a list of such."""
    if isinstance(value, (list, tuple)) and value:
        return [_contact(item) for item in value]
    return _contact(value)


def read_confirmation(value: object) -> bool:
    """Return True for yes and False for no, in the usual words, as a boolean, or as 1 and 0."""
    word = spoken(value).rstrip("!.")
    if _YES.fullmatch(word):
        return True
    if _NO.fullmatch(word):
        return False
    raise misfit(value, "a yes or a no", CONFIRMATION_HINT)


def read_one_of(value: object, values: Iterable[tuple[str, tuple[str, ...]]], noun: str) -> str:
    """Return the value that is meant by itself or by one of its synonyms, whatever the case and spacing."""
    by_spelling = {spoken(text): own for own, synonyms in values for text in (own, *synonyms)}
    found = by_spelling.get(spoken(value))
    if found is None:
        owns = dict.fromkeys(by_spelling.values())
        raise misfit(
            value, noun, did_you_mean(value, owns) if isinstance(value, str) else f"one of {', '.join(owns)}"
        )
    return found


def spoken(value: object) -> str:
    """Return a scalar's text for comparing: JSON spelling, lower case, single spaces; else nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and not -_TOO_LONG < value < _TOO_LONG:
        return ""
    return " ".join(str(value).casefold().split()) if isinstance(value, (str, int, float, Decimal)) else ""


def plain(value: object) -> object:
    """Return the Python value of a numpy scalar (cells of a DataFrame are such), anything else as it is."""
    if type(value).__module__ != "numpy" or getattr(value, "ndim", None) != 0:
        return value
    scalar: object = value.item()  # type: ignore[attr-defined]
    # A numpy date can come out as a count of nanoseconds, which must not be taken for a number.
    counted = isinstance(scalar, int) and value.dtype.kind in "mM"  # type: ignore[attr-defined]
    return value if counted else scalar


def misfit(value: object, noun: str, hint: str) -> EntityError:
    """Return the error that says a value is not what was wanted."""
    return EntityError(f"{_shown(value)} is not {noun}", hint=hint)


def _number_in(text: str) -> int | float:
    written = text.strip()
    match = _NUMBER.fullmatch(written)
    if match is None:
        raise misfit(text, "a number", _number_hint(written))
    if not match["whole"]:
        number = float(written)
    elif len(written) <= _MOST_DIGITS:
        return int(written)
    else:
        number = math.inf
    if math.isinf(number):
        raise EntityError(f"{quoted(written)} is too large a number", hint="use sys.any to keep it as text")
    return number


def _number_hint(written: str) -> str:
    """Say how to mend what was probably meant as a number."""
    if match := _GROUPED.fullmatch(written):
        return f"write it without separators: {written.replace(match[1], '')}"
    if _DECIMAL_COMMA.fullmatch(written):
        return f"write a decimal point: {written.replace(',', '.')}"
    return NUMBER_HINT


def _contact(value: object) -> str:
    # A phone number typed without its plus sign arrives as a JSON number.
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**20:
        return str(value)
    return _trimmed(value, "a contact", CONTACTS_HINT)


def _trimmed(value: object, noun: str, hint: str) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise misfit(value, noun, hint)


def _shown(value: object) -> str:
    """Name a value in a message: scalars as JSON spells them, never the insides of a list or an object."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quoted(value) if value.strip() else "empty text"
    if isinstance(value, (int, float, Decimal)):
        return spoken(value) or "a very long number"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    return "an object" if isinstance(value, dict) else f"a value of type {type(value).__name__}"
