"""The forms in which a secret turns up: what programs and servers make of a text on its way."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus


def lowered(encoded):
    """Write the digits of percent escapes in lower case."""
    first, *escapes = encoded.split("%")
    return "%".join([first, *(escape[:2].lower() + escape[2:] for escape in escapes)])


ENCODINGS = {
    "raw": str,
    "percent": lambda value: quote(value, safe=""),
    "percent, slashes kept": quote,
    "percent, lower case": lambda value: lowered(quote(value, safe="")),
    "percent twice": lambda value: quote(quote(value, safe=""), safe=""),
    "form": quote_plus,
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 for URLs": lambda value: base64.urlsafe_b64encode(value.encode()).decode(),
    "base64 in a query": lambda value: quote(base64.b64encode(value.encode()).decode(), safe=""),
    "basic, 1": lambda value: base64.b64encode(f"u{value}".encode()).decode(),
    "basic, 2": lambda value: base64.b64encode(f"u:{value}".encode()).decode(),
    "basic, 3": lambda value: base64.b64encode(f"us:{value}x".encode()).decode(),
    "JSON": lambda value: json.dumps(value)[1:-1],
    "JSON, Unicode kept": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "JSON, slashes escaped": lambda value: json.dumps(value)[1:-1].replace("/", "\\/"),
    "JSON in JSON": lambda value: json.dumps(json.dumps(value))[3:-3],
    "JSON in a query": lambda value: quote(json.dumps(value)[1:-1], safe=""),
    "HTML": html.escape,
    "XML": lambda value: value.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "&#10;"),
    "ASCII with references": lambda value: html.escape(value).encode("ascii", "xmlcharrefreplace").decode(),
    "repr": lambda value: repr(value)[1:-1],
    "repr of bytes": lambda value: repr(value.encode())[2:-1],
    "ascii": lambda value: ascii(value)[1:-1],
    "UTF-8 read as latin-1": lambda value: value.encode().decode("latin-1"),
    "hexadecimal": lambda value: value.encode().hex(),
    "HEXADECIMAL": lambda value: value.encode().hex().upper(),
}


def telling(encoding, value):
    """Return the part of an encoded value that nothing but the value decides."""
    encoded = ENCODINGS[encoding](value)
    if encoding.startswith("basic"):
        return encoded[3 : -4 - encoded.count("=")]
    return encoded.rstrip("=") if encoding.startswith("base64") else encoded
