"""JSON from bytes, strictly by RFC 8259, with a sentence for every way in which a body is not JSON.

>>> read_json(b'{"data": {"userId": 1}}', None).data
{'data': {'userId': 1}}
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import nullcontext
from typing import NoReturn

from hooknb.core.json_words import Kind, Mistake, mistake
from hooknb.engine.charset import asked_charset, charset_of_mark, known_charset, looks_like_html
from hooknb.engine.collecting import collector_paused
from hooknb.engine.decoded import Decoded, DecodeError, excerpt, not_this_but_html

# Below this the collector hardly matters.
_BIG = 256 * 1024


def read_json(body: bytes, content_type: str | None) -> Decoded:
    """Read a body as JSON; of names that occur twice the last one holds.

    Raises:
        DecodeError: it is not JSON.
    """
    text, charset = _text(body, content_type)
    if not text.strip():
        raise DecodeError("the answer is empty, so there is no JSON in it", "look at the status and the URL")
    try:
        with collector_paused() if len(text) > _BIG else nullcontext():
            return Decoded("json", json.loads(text, parse_constant=_refuse), charset)
    except json.JSONDecodeError as error:
        raise _explained(text, error) from None
    except _NotANumberError as error:
        raise _constant(text, str(error)) from None
    except RecursionError:
        raise DecodeError(
            "the JSON is nested too deeply to be read", "ask for less, or for another form"
        ) from None
    except ValueError:
        raise _long_number(text) from None


class _NotANumberError(Exception):
    """Python's parser takes NaN and Infinity, which JSON does not have."""


def _refuse(constant: str) -> NoReturn:
    raise _NotANumberError(constant)


def _text(body: bytes, content_type: str | None) -> tuple[str, str]:
    """Return the text and its codec: by its mark or first bytes, else UTF-8, else what the header says."""
    codec = charset_of_mark(body) or json.detect_encoding(body)
    try:
        return body.decode(codec), codec
    except UnicodeDecodeError as error:
        asked = known_charset(asked_charset(content_type))
        if asked is not None and asked != codec:
            try:
                return body.decode(asked), asked
            except ValueError:
                pass  # what the header says is no better; the first reason is the one to give
        name, byte = codec.removesuffix("-sig"), body[error.start]
        message = f"the body is not {name}: the byte 0x{byte:02X} at position {error.start:,} does not fit"
        raise DecodeError(message, "the server must send JSON as UTF-8, or name its charset") from None


def _explained(text: str, error: json.JSONDecodeError) -> DecodeError:
    if looks_like_html(text):
        return not_this_but_html(text, "JSON")
    if text.lstrip()[:1] == "<":
        return DecodeError("the server answered with XML, not JSON", "map the response as xml")
    found = mistake(error)
    line = text.count("\n", 0, found.position) + 1
    column = found.position - text.rfind("\n", 0, found.position)
    said = f"the body is not JSON: {found.what} at line {line:,}, column {column:,}"
    return DecodeError(said, _hint(found, text), excerpt(text, found.position))


def _hint(found: Mistake, text: str) -> str:
    """Return what the reader of an answer can do about it: nothing was typed here."""
    if found.kind == "extra" and "\n" in text and text[found.position :].lstrip()[:1] in ("{", "["):
        return "it looks like one JSON value per line"
    return _HINTS.get(found.kind, "")


_CUT = "the server or a proxy may have cut it short"
_HINTS: dict[Kind, str] = {
    "early end": _CUT,
    "open text": _CUT,
    "comma too many": "JSON has no comma before a closing bracket",
    "single quotes": "JSON has double quotes only",
}


def _constant(text: str, constant: str) -> DecodeError:
    # Possessive: a text of many megabytes must not be remembered letter by letter.
    strings_or_it = re.compile(rf'"(?:[^"\\]++|\\.)*+"|({re.escape(constant)})', re.DOTALL)
    found = next((each for each in strings_or_it.finditer(text) if each[1]), None)
    shown = excerpt(text, found.start(1)) if found else ""
    message = f"the body is not JSON: {constant} is not a number in JSON"
    return DecodeError(message, "the server should send null instead", shown)


def _long_number(text: str) -> DecodeError:
    limit = sys.get_int_max_str_digits()
    # Looked for at the first digit of each number alone: there may be thousands that are nearly as long.
    found = re.search(rf"(?<!\d)\d{{{limit + 1},}}", text) if limit else None
    digits = f"{len(found[0]):,} digits" if found else "too many digits"
    message = f"the JSON holds a whole number of {digits}; at most {limit:,} can be read"
    return DecodeError(message, "the server should send such a number as text")
