"""Decoding: the bytes of a response become data, by what they are said to be and what they look like.

    >>> decode(b"<note><to>Tove</to></note>", "text/xml").data
    {'note': {'to': 'Tove'}}

The only file that knows xmltodict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate
from xml.parsers.expat import errors as expat_errors

from hooknb.engine.charset import (
    asked_charset,
    charset_of_mark,
    declared_in_xml,
    known_charset,
    looks_like_html,
    read_text,
)
from hooknb.engine.collecting import collector_paused
from hooknb.engine.decoded import Decoded as Decoded
from hooknb.engine.decoded import DecodeError as DecodeError
from hooknb.engine.decoded import excerpt, not_this_but_html
from hooknb.engine.json_body import read_json

MOST_LEVELS = 1000
_HEAD = 1024


def decode(
    body: bytes, content_type: str | None = None, *, kind: str = "auto", force_list: Iterable[str] = ()
) -> Decoded:
    """Decode a response's body.

    Args:
        body: the content, with its `Content-Encoding` undone.
        content_type: the header's value, or None.
        kind: `"json"`, `"xml"` or `"text"` to insist, `"auto"` to go by the Content-Type, then by a look at
            the bytes.
        force_list: XML elements that are always lists: a path from the root (`note.to`), or a bare name for
            such elements anywhere.

    Returns:
        With `"auto"` whatever it is, if need be as text or bytes.

    Raises:
        DecodeError: the body is not what it was said to be.

    Example:
        >>> decode(b'[{"userId": 1}]', "text/plain").data
        [{'userId': 1}]
    """
    if kind == "json":
        return read_json(body, content_type)
    if kind == "xml":
        return read_xml(body, content_type, force_list=force_list)
    if kind == "text":
        return _text(body, content_type)
    return _by_look(body, content_type, tuple(force_list))


def decode_text(body: bytes, content_type: str | None = None) -> str:
    """Return a body as text, in the charset it came in; never raises."""
    return read_text(body, content_type).text


def read_xml(body: bytes, content_type: str | None = None, *, force_list: Iterable[str] = ()) -> Decoded:
    """Read a body as XML, in xmltodict's model: attributes `@name`, text `#text`, repeated elements as lists.

    Raises:
        DecodeError: it is not XML, or is XML that is made to do harm.
    """
    import xmltodict

    if not body.strip():
        raise DecodeError("the answer is empty, so there is no XML in it", "look at the status and the URL")
    plain, charset = _as_utf8(body, content_type)
    try:
        _refuse_deep(plain)
        with collector_paused():
            data = xmltodict.parse(
                plain, encoding="utf-8", disable_entities=True, force_list=_forced(force_list)
            )
    except ExpatError as error:
        raise _explained(plain, error) from None
    except (ValueError, RecursionError) as error:
        if "entities" in str(error):
            _refuse_entities()
        raise DecodeError(f"the XML cannot be read: {error}") from None
    return Decoded("xml", data, charset)


def _by_look(body: bytes, content_type: str | None, force_list: tuple[str, ...]) -> Decoded:
    """Go by the Content-Type where it promises something, unless the bytes are plainly something else."""
    if not body.strip():
        return Decoded("empty", None)
    promised, looks = _promised(content_type), _looks(body)
    if promised == "json" and looks == "xml":
        found = _quietly(lambda: read_xml(body, content_type, force_list=force_list))
        return found if found is not None else read_json(body, content_type)
    if promised == "json":
        return read_json(body, content_type)
    if promised == "xml":
        found = _quietly(lambda: read_json(body, content_type)) if looks == "json" else None
        return found if found is not None else read_xml(body, content_type, force_list=force_list)
    if promised == "bytes" or looks == "bytes":
        return Decoded("bytes", body)
    return _unpromised(body, content_type, force_list)


def _unpromised(body: bytes, content_type: str | None, force_list: tuple[str, ...]) -> Decoded:
    """Read what comes as plain text, as HTML or as nothing at all: as data if it is that, else as text."""
    text = _text(body, content_type)
    start = text.data.lstrip("\ufeff \t\r\n")[:1]
    found = None
    if start in ("{", "["):
        found = _quietly(lambda: read_json(body, content_type))
    elif start == "<" and not looks_like_html(text.data):
        found = _quietly(lambda: read_xml(body, content_type, force_list=force_list))
    return text if found is None else found


def _quietly(read: Callable[[], Decoded]) -> Decoded | None:
    try:
        return read()
    except DecodeError:
        return None


def _text(body: bytes, content_type: str | None) -> Decoded:
    if not body:
        return Decoded("empty", None)
    read = read_text(body, content_type)
    return Decoded("text", read.text, read.charset, read.note)


_BINARY = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/gzip")


def _promised(content_type: str | None) -> str:
    """Return what a Content-Type promises: `json`, `xml`, `bytes`, or nothing that can be relied on."""
    media = (content_type or "").partition(";")[0].strip().lower()
    if media.endswith(("/json", "+json")):
        return "json"
    if media.endswith(("/xml", "+xml")):
        return "xml"
    return "bytes" if media.startswith(_BINARY) else ""


def _looks(body: bytes) -> str:
    """Return what the bytes look like: `json`, `xml`, `bytes`, or some text."""
    start = body.lstrip()[:5]
    if start[:1] in (b"{", b"["):
        return "json"
    if start == b"<?xml":
        return "xml"
    # UTF-16 and UTF-32 have NUL bytes, too; without a mark they tell by where the first ones are.
    wide = charset_of_mark(body) is not None or body[:1] + body[2:3] == b"\0\0" or body[1:2] == b"\0"
    return "bytes" if b"\0" in body[:_HEAD] and not wide else ""


# XML.


def _as_utf8(body: bytes, content_type: str | None) -> tuple[bytes, str]:
    """Return an XML body in UTF-8 and the codec it came in.

    A mark decides, then the declaration, then the Content-Type, then UTF-8: the first that fits the bytes.
    What the parser itself would make of a declaration does not matter, nor does it know the wide charsets.
    """
    asked = known_charset(asked_charset(content_type))
    wide = "utf-16-le" if body.startswith(b"<\0") else "utf-16-be" if body.startswith(b"\0<") else None
    for codec in (charset_of_mark(body), wide, declared_in_xml(body), asked, "utf-8"):
        if codec is None:
            continue
        try:
            text = body.decode(codec)
        except ValueError:
            continue
        return body if codec == "utf-8" else text.encode(), codec
    message = "the XML is not in the charset that it is said to be in, nor in UTF-8"
    raise DecodeError(message, "the server must name the right charset")


def _forced(force_list: Iterable[str]) -> Callable[[list[Any], str, Any], bool] | None:
    """Return xmltodict's question whether an element is always a list, for paths and bare names."""
    wanted = frozenset(path.removeprefix("$.") for path in force_list)
    if not wanted:
        return None

    def is_forced(parents: list[tuple[str, Any]], name: str, _: Any) -> bool:
        return name in wanted or ".".join([*(parent for parent, _ in parents), name]) in wanted

    return is_forced


def _refuse_deep(xml: bytes) -> None:
    """Refuse what is nested deeper than anything that looks at it later can go.

    A look ahead: building what a megabyte of opening tags describes would take a hundred.
    """
    if xml.count(b"<") <= MOST_LEVELS:
        return
    depth = 0

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_LEVELS:
            raise DecodeError(
                f"the XML is nested more than {MOST_LEVELS:,} levels deep", "ask for another form"
            )

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.EntityDeclHandler = _refuse_entities
    parser.Parse(xml, True)  # noqa: FBT003 - this is all of it; the argument has no name


def _refuse_entities(*_: object) -> NoReturn:
    raise DecodeError("the XML declares entities, which are not read: they can be made to do harm")


def _explained(xml: bytes, error: ExpatError) -> DecodeError:
    text = xml.decode()
    if looks_like_html(text):
        return not_this_but_html(text, "XML")
    if text.lstrip()[:1] in ("{", "["):
        return DecodeError("the server answered with JSON, not XML", "map the response as json")
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return DecodeError("the body is not XML: it is plain text", "look at the answer, and at the URL")
    what, hint = _SAID.get(error.code, (expat_errors.messages.get(error.code, str(error)), ""))
    position = len(xml[: _start_of_line(xml, error.lineno) + error.offset].decode(errors="ignore"))
    place = f"line {error.lineno:,}, column {error.offset + 1:,}"
    return DecodeError(f"the body is not XML: {what} at {place}", hint, excerpt(text, position))


def _start_of_line(xml: bytes, number: int) -> int:
    breaks = re.finditer(rb"\n", xml)
    return next((each.end() for each in islice(breaks, number - 2, None)), 0) if number > 1 else 0


_CUT = "the server or a proxy may have cut it short"
_SAID = {
    expat_errors.codes[expat_errors.XML_ERROR_NO_ELEMENTS]: ("it ends too early", _CUT),
    expat_errors.codes[expat_errors.XML_ERROR_UNCLOSED_TOKEN]: ("it ends in the middle of a tag", _CUT),
    expat_errors.codes[expat_errors.XML_ERROR_TAG_MISMATCH]: ("a closing tag does not match its element", ""),
    expat_errors.codes[expat_errors.XML_ERROR_INVALID_TOKEN]: ("a character is not allowed", ""),
    expat_errors.codes[expat_errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: (
        "something follows the root element",
        "",
    ),
    expat_errors.codes[expat_errors.XML_ERROR_UNDEFINED_ENTITY]: (
        "an entity is used that XML does not have",
        "only &amp; &lt; &gt; &quot; &apos; and numbers are known",
    ),
}
