"""An answer that was cut short, read as far as it came: what is secret in it is found and can be hidden.

>>> read_cut(b'{"user": "ada", "token": "s3cr', "application/json").data
{'user': 'ada', 'token': 's3cr'}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.parsers.expat import ExpatError, ParserCreate

from hooknb.engine.decode import MOST_LEVELS, decode, decode_text
from hooknb.engine.decoded import Decoded, DecodeError

# Possessive: a text of many megabytes must not be remembered letter by letter.
_STRINGS = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_HALF_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*+\\(?:u[0-9a-fA-F]{0,3})?\Z")
# Numbers, true, false and null.
_WORD = "+-.0123456789Eaeflnrstu"
_XML_ENDS = ("", "]]>", '"/>', "'/>", "/>", "-->")


def read_cut(
    body: bytes, content_type: str | None, *, kind: str = "auto", force_list: Iterable[str] = ()
) -> Decoded | None:
    """Read JSON or XML that ends too early, as if all that is open were closed there.

    Args:
        body: what arrived.
        content_type: see `decode`.
        kind: see `decode`.
        force_list: see `decode`.

    Returns:
        The data, of kind `json` or `xml`; None when it is neither.
    """
    text = _text(body, content_type)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    whole = _whole_json(text) if start in ("{", "[") else _whole_xml(text) if start == "<" else iter(())
    for each in whole:
        try:
            # The mark says which charset it is in now, whatever it says itself.
            found = decode(each.encode("utf-8-sig"), content_type, kind=kind, force_list=force_list)
        except (DecodeError, UnicodeEncodeError):
            continue
        if found.kind in ("json", "xml"):
            return found
    return None


def _text(body: bytes, content_type: str | None) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return decode_text(body, content_type).rstrip("\ufffd")
        # Half a character at the end tells nothing of the charset.
        return body[: error.start].decode()


def _whole_json(text: str) -> Iterator[str]:
    """Yield what could be the JSON with all that is open in it closed."""
    outside = _STRINGS.sub("", text)
    if '"' in outside:
        outside = outside[: outside.index('"')]
        text = _HALF_ESCAPE.sub("", text) + '"'
    closers: list[str] = []
    for bracket in re.findall(r"[{}\[\]]", outside):
        if bracket in "{[":
            closers.append("}" if bracket == "{" else "]")
        elif closers:
            closers.pop()
    end = "".join(reversed(closers))
    yield text + end
    yield f"{text}:null{end}"
    yield f"{text}null{end}"
    shorter = text.rstrip(_WORD).rstrip().removesuffix(",")
    yield shorter + end
    yield f"{shorter}null{end}"


def _whole_xml(text: str) -> Iterator[str]:
    """Yield what could be the XML with all that is open in it closed."""
    for start in (*(text + end for end in _XML_ENDS), text[: text.rfind("<")]):
        try:
            opened = _opened(start)
        except ExpatError:
            continue
        yield start + "".join(f"</{name}>" for name in reversed(opened))


def _opened(xml: str) -> list[str]:
    """Return the elements that are open at the end."""
    opened: list[str] = []

    def begin(name: str, _: object) -> None:
        if len(opened) >= MOST_LEVELS:
            raise ExpatError("nobody reads what is nested so deeply")
        opened.append(name)

    parser = ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = begin, lambda _: opened.pop()
    parser.Parse(xml.encode(errors="replace"), False)  # noqa: FBT003 - there is more; the argument has no name
    return opened
