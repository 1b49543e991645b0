"""The token in a header, taken apart but not trusted: three base64url parts, two of them JSON objects.

Anything may arrive here, so everything is refused in one sentence, which never quotes the header's value.

    >>> values_of({"AUTHORIZATION": "Bearer x"}, "Authorization")
    ['Bearer x']
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hooknb.errors import quoted

LONGEST_TOKEN = 16_384

_BEARER = re.compile(r"(?P<scheme>bearer) +(?P<token>[^ ].*)", re.IGNORECASE | re.DOTALL)
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_TYPE = "JWT"


class FormError(Exception):
    """What stands in the header is no token."""


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """Hold a token as it reads; nobody has looked at its signature.

    Args:
        text: the token itself.
        header: its JOSE header.
        claims: what it says.
        note: what was accepted although it is unusual; empty for nothing.
    """

    text: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    note: str = ""


def values_of(headers: object, name: str) -> list[object]:
    """Return every value of a header, names compared without case; rows that are no pairs are left out.

    Args:
        headers: a mapping or another object with `items()`, or pairs; names and values text or latin-1 bytes.
        name: the header.

    Raises:
        TypeError: these are no headers at all.
    """
    items = getattr(headers, "items", None)
    rows: Any = items() if callable(items) else headers
    if isinstance(rows, (str, bytes)) or not isinstance(rows, Iterable):
        kind = type(headers).__name__
        raise TypeError(f"headers are a mapping or pairs of name and value, not {kind}")
    pairs = [tuple(row) for row in rows if isinstance(row, (tuple, list)) and len(row) == 2]
    wanted = name.lower()
    return [_text(value) for key, value in pairs if str(_text(key)).lower() == wanted]


def read_bearer(values: list[object], header: str) -> Token:
    """Read the token out of a header's values.

    Args:
        values: every value of the header.
        header: its name, for messages.

    Raises:
        FormError: there is no token, or not one that can be read.
    """
    value = _only(values, header)
    match = _BEARER.fullmatch(value.strip(" \t"))
    if match is None:
        raise FormError(_no_bearer(value, header))
    note = "" if match["scheme"] == "Bearer" else "the scheme is not written 'Bearer', but has no case"
    return _token(match["token"], note)


def _only(values: list[object], header: str) -> str:
    if not values:
        raise FormError(f"there is no header {header}")
    if len(values) > 1:
        raise FormError(f"the header {header} stands there {len(values)} times")
    if not isinstance(values[0], str):
        raise FormError(f"the header {header} is not text")
    return values[0]


def _no_bearer(value: str, header: str) -> str:
    if value.count(".") == 2 and " " not in value.strip():
        return "'Bearer ' is missing before the token"
    return f"the header {header} is not 'Bearer' and a token"


def _token(text: str, note: str) -> Token:
    if len(text) > LONGEST_TOKEN:
        raise FormError(f"the token has {len(text):,} characters, more than {LONGEST_TOKEN:,}")
    parts = text.split(".")
    if len(parts) != 3:
        raise FormError(f"a token has three parts between dots, this has {len(parts)}")
    names = ("header", "claims", "signature")
    header, claims, _ = (_decoded(part, name) for part, name in zip(parts, names, strict=True))
    token = Token(
        text, _object(header, "the token's header is"), _object(claims, "the token's claims are"), note
    )
    _check_header(token.header)
    return token


def _decoded(part: str, name: str) -> bytes:
    content = b""
    # One spelling for each content (RFC 4648, 3.5): else a token could be changed and still hold.
    if _BASE64URL.fullmatch(part) and len(part) % 4 != 1:
        content = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if urlsafe_b64encode(content).decode().rstrip("=") != part:
        raise FormError(f"the token's {name} is not base64url")
    return content


def _object(content: bytes, subject: str) -> dict[str, Any]:
    try:
        data = json.loads(content.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise FormError(f"{subject} not JSON") from None
    if not isinstance(data, dict):
        raise FormError(f"{subject} no JSON object")
    return data


def _check_header(header: Mapping[str, Any]) -> None:
    kind = header.get("typ", _TYPE)
    if not isinstance(kind, str) or kind.upper() != _TYPE:
        raise FormError(f"the token's type is {quoted(kind)}, not {_TYPE}")
    if "crit" in header:
        # RFC 7515, 4.1.11: what must be understood and is not makes a token invalid.
        raise FormError("the token demands extensions that nobody here knows")


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _text(value: object) -> object:
    return value.decode("latin-1") if isinstance(value, (bytes, bytearray)) else value
