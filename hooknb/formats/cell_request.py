"""The head of a cell: the request line, the URL's continuation, the headers; and what pasted requests bring.

A request copied from API documentation runs unchanged: `HTTP/1.1` goes, `Host` completes a URL that is only
a path, and headers that the engine sets itself are dropped with a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hooknb.core.checks import HEADER_NAME
from hooknb.core.door import METHODS
from hooknb.errors import quoted
from hooknb.formats.cell_draft import Draft, has_braces
from hooknb.formats.cell_lines import Line, Part
from hooknb.formats.cell_scalars import read_scalar, split_pair
from hooknb.formats.source import Span

_VERSION = re.compile(r"HTTP/[0-9](?:\.[0-9])?")
_VERB = re.compile(r"[A-Z]+")
_HEADER_SHAPE = re.compile(rf"(?:{HEADER_NAME.pattern}):[ \t]")
_REQUEST_SHAPE = re.compile(
    rf"(?:{'|'.join(METHODS)}|HEAD|OPTIONS)[ \t]+(?:https?://|/|\$|\{{\{{)\S*(?:[ \t]+HTTP/\S+)?[ \t]*"
)
_FORM_SHAPE = re.compile(r"[^\s=:]+=\S*")

# What the engine says about a message by itself; a copied value could only be wrong.
_DROPPED = ("content-length", "transfer-encoding", "connection")
_DECODED = ("gzip", "deflate", "identity")

REQUEST_HINT = "write METHOD URL, such as GET https://api.example.com/users"


def read_request(lines: Sequence[Line], index: int, draft: Draft) -> int:
    """Read the request line at `index` and the lines that continue its URL; return the next index."""
    line = lines[index]
    words = _without_version(line.words())
    start = words[0]
    if _is_method(words):
        draft.put(("method",), start.text, start.span)
        words = words[1:]
    pieces = [line.cut(words[0].start - line.start, words[-1].end - line.start)] if words else []
    pieces, index = _continued(lines, index + 1, pieces, draft)
    _put_url(pieces, draft, start)
    return index


def read_headers(lines: Sequence[Line], index: int, draft: Draft) -> int:
    """Read the headers below the URL; return the index of the blank line, bracket or body that ends them."""
    while index < len(lines):
        line = lines[index]
        if line.comment:
            index += 1
            continue
        if line.blank or line.looks_like_body or is_request(line):
            return index
        if line.indented:
            hint = "start a header at the line's first character"
            draft.wrong_line(line, "only a URL is continued on an indented line", hint)
        else:
            read_header(line, draft)
        index += 1
    return index


def read_header(line: Line, draft: Draft) -> None:
    """Read one `Name: value` line; a name in quotes is taken as it is, whatever it says."""
    pair = split_pair(line)
    if pair is None:
        draft.wrong_line(line, "this is not a header", _header_hint(line))
        return
    name, name_span = read_scalar(pair[0])
    value = pair[1].strip()
    quoted_name = name_span.offsets != ()
    if name == "":
        draft.wrong_line(line, "no name stands before the colon", "a header is Name: value")
        return
    if not quoted_name and _is_pasted(name, value, line, draft):
        return
    here = draft.add(
        "headers", {"name": name, "value": value.text}, {"name": name_span, "value": value.span}, line
    )
    if not quoted_name:
        draft.check_braces((*here, "value"), value.text, "put the header's name in quotes")


def finish_url(draft: Draft) -> None:
    """Give a URL that is only a path the host of its `Host` header, and refuse `{{x}}` in it."""
    url = draft.document.get("url", "")
    if url.startswith("/") and draft.host is None:
        draft.wrong(("url",), f"{quoted(url)} has no host", "write the whole URL, or a Host: header below")
    elif url.startswith("/"):
        _put_whole_url(url, draft.host or Part("", 0), draft)
    if url:
        draft.check_braces(("url",), draft.document["url"])


def survives(name: str, value: str) -> bool:
    """Tell whether a header is read back as it is, when its name is written without quotes."""
    return not (name.startswith("#") or is_dropped(name, value) or has_braces(value))


def is_request(line: Line) -> bool:
    """Tell whether a line is a request line by itself."""
    return _REQUEST_SHAPE.fullmatch(line.text.strip()) is not None


def is_dropped(name: str, value: str) -> bool:
    """Tell whether a header only describes how a request once travelled, so that it is not taken over."""
    lowered = name.lower()
    return lowered in _DROPPED or (lowered == "accept-encoding" and not _decodable(value))


def _without_version(words: list[Part]) -> list[Part]:
    return words[:-1] if len(words) > 1 and _VERSION.fullmatch(words[-1].text) else words


def _is_method(words: Sequence[Part]) -> bool:
    """Tell whether the first word is meant as a method."""
    first = words[0].text
    if len(words) == 1:
        return first.upper() in METHODS or _VERB.fullmatch(first) is not None
    return "://" not in first and not first.startswith(("/", "$", "{{"))


def _continued(lines: Sequence[Line], index: int, pieces: list[Part], draft: Draft) -> tuple[list[Part], int]:
    """Collect the indented lines below the request line."""
    while index < len(lines) and (lines[index].indented or lines[index].comment):
        line = lines[index]
        if line.blank or line.looks_like_section:
            break
        if _HEADER_SHAPE.match(line.strip().text):
            draft.wrong_line(
                line, "an indented line continues the URL", "start a header at the line's first character"
            )
        elif not line.comment:
            words = _without_version(line.words())
            pieces.append(line.cut(words[0].start - line.start, words[-1].end - line.start))
        index += 1
    return pieces, index


def _put_url(pieces: list[Part], draft: Draft, start: Part) -> None:
    if not pieces:
        draft.spans[("url",)] = start.span
        draft.wrong(("url",), f"{start.text} has no URL", f"write it after {start.text}")
        return
    url = "".join(piece.text for piece in pieces)
    offsets = tuple(piece.start + at for piece in pieces for at in range(len(piece.text)))
    span = (
        pieces[0].span
        if len(pieces) == 1
        else Span(pieces[0].start, pieces[-1].end, (*offsets, pieces[-1].end))
    )
    draft.put(("url",), url, span)


def _put_whole_url(path: str, host: Part, draft: Draft) -> None:
    span = draft.spans[("url",)]
    url = f"https://{host.text}{path}"
    offsets = [span.start] * len("https://")
    offsets += range(host.start, host.end)
    offsets += span.offsets or range(span.start, span.end + 1)
    draft.put(("url",), url, Span(span.start, span.end, tuple(offsets)))
    draft.note(("url",), f"read as {url}", "write the whole URL for http://")


def _header_hint(line: Line) -> str:
    if line.text.startswith(("?", "&")):
        return "indent it to continue the URL"
    if _FORM_SHAPE.fullmatch(line.strip().text):
        return "a body needs a blank line above it, or [Body form]"
    return "a header is Name: value; a body needs a blank line above it, or [Body text]"


def _is_pasted(name: str, value: Part, line: Line, draft: Draft) -> bool:
    """Take a header that only describes how the request once travelled; tell whether it was one."""
    if name.lower() == "host" and draft.host is None and draft.document.get("url", "").startswith("/"):
        draft.host = value
        return True
    if is_dropped(name, value.text):
        draft.note_line(line, f"{name} is dropped", "it is set for each request")
        return True
    return False


def _decodable(value: str) -> bool:
    codings = [coding.partition(";")[0].strip().lower() for coding in value.split(",")]
    return "$" in value or all(coding in ("", *_DECODED) for coding in codings)
