r"""Text from bytes: which charset a body is in, and how it is read when that is not so.

>>> read_text(b"Gr\xfc\xdfe", "text/plain; charset=iso-8859-1").text
'Grüße'
"""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # The marks of UTF-32 begin with those of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python has codecs that are no charsets, or take quadratic time, or let bytes mean anything.
_NOT_CHARSETS = frozenset(
    "idna punycode undefined unicode-escape raw-unicode-escape utf-7 charmap mbcs oem".split()
)
# Browsers read these as windows-1252, which only adds characters where the others have control codes.
_AS_WINDOWS = frozenset({"iso8859-1", "ascii"})
_PARAMETER = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
# The comments are an atomic group: taken apart in every possible way they would take for ever.
_HTML = re.compile(
    r"(?>\s*(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|title|h1|p|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"<title", re.IGNORECASE)
_TITLE_END = re.compile(r"</title", re.IGNORECASE)
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Read:
    """Hold a text and how it was read.

    Args:
        text: the text.
        charset: the Python codec.
        note: what was odd; usually empty.
    """

    text: str
    charset: str
    note: str = ""


def read_text(body: bytes, content_type: str | None) -> Read:
    """Read any bytes as text; never raises.

    A byte order mark decides, then the charset of the Content-Type, then what the text says of itself
    (HTML's `meta`, XML's declaration), then UTF-8, and at last windows-1252, which takes nearly everything.
    """
    marked = charset_of_mark(body)
    if marked is not None:
        return _read(body, marked)
    asked = asked_charset(content_type)
    codec = known_charset(asked)
    if codec is not None:
        return _read(body, codec)
    note = f"there is no charset {asked[:40]!r}" if asked else ""
    named = known_charset(_named_in(body))
    if named is not None and _fits(body, named):
        return Read(body.decode(named), named, note)
    if _fits(body, "utf-8"):
        return Read(body.decode("utf-8"), "utf-8", note)
    guess = Read(_windows(body), "cp1252", note)
    return guess if note else Read(guess.text, guess.charset, "not UTF-8, so it was read as windows-1252")


def asked_charset(content_type: str | None) -> str:
    """Return the charset parameter of a Content-Type as it is written, or an empty text.

    Example:
        >>> asked_charset('text/html; charset="UTF-8"')
        'UTF-8'
    """
    found = _PARAMETER.search(content_type or "")
    return found[1] if found else ""


def known_charset(name: str) -> str | None:
    """Return Python's name of a charset, or None; `hex` and `rot13` are codecs, but no charsets.

    Example:
        >>> known_charset("Latin1"), known_charset("hex"), known_charset("")
        ('cp1252', None, None)
    """
    try:
        found = codecs.lookup(name) if name and name.isascii() and name.isprintable() else None
    except (LookupError, ValueError):
        return None
    if found is None or not found._is_text_encoding or found.name in _NOT_CHARSETS:
        return None
    return "cp1252" if found.name in _AS_WINDOWS else found.name


def charset_of_mark(body: bytes) -> str | None:
    """Return the codec that a byte order mark stands for, or None."""
    return next((codec for mark, codec in _BOMS if body.startswith(mark)), None)


def declared_in_xml(body: bytes) -> str | None:
    """Return the codec that an XML declaration names, if there is such a codec."""
    found = _XML_DECLARATION.match(body[:_HEAD])
    return known_charset(found[1].decode("ascii")) if found else None


def looks_like_html(text: str) -> bool:
    """Tell whether a text begins as HTML pages do.

    Example:
        >>> looks_like_html("<!DOCTYPE html><title>Sign in</title>"), looks_like_html("<note/>")
        (True, False)
    """
    return _HTML.match(text[:_HEAD]) is not None


def html_title(text: str) -> str:
    """Return the title of an HTML page, on one line, or an empty text."""
    # Step by step: one pattern for all of it would begin anew at each of a thousand titles without an end.
    head = text[: 16 * _HEAD]
    opening = _TITLE.search(head)
    start = head.find(">", opening.end()) + 1 if opening else 0
    closing = _TITLE_END.search(head, start) if start else None
    title = " ".join(html.unescape(head[start : closing.start()]).split()) if closing else ""
    return title if len(title) <= 60 else f"{title[:59]}…"


def _named_in(body: bytes) -> str:
    head = body[:_HEAD]
    found = _XML_DECLARATION.match(head) or _META.search(head)
    return found[1].decode("ascii") if found else ""


def _fits(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except ValueError:
        return False
    return True


def _read(body: bytes, codec: str) -> Read:
    if codec == "cp1252":
        return Read(_windows(body), codec)
    try:
        return Read(body.decode(codec), codec)
    except ValueError as error:
        at = f" at byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else ""
        name = codec.removesuffix("-sig")
        return Read(_replaced(body, codec), codec, f"not valid {name}{at}; such bytes show as �")


def _replaced(body: bytes, codec: str) -> str:
    try:
        return body.decode(codec, errors="replace")
    except ValueError:  # some codecs refuse all the same
        return _windows(body)


def _windows(body: bytes) -> str:
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        return body.decode("latin-1")
