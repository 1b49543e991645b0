"""The URL of a command as curl reads it: its scheme guessed, `{}` and `[]` looked at, `..` taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from hooknb.formats.curl_asked import Asked
from hooknb.formats.shellwords import Word, join

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST_IN_BRACKETS = re.compile(r"\[[0-9A-Fa-f:.]+(?:%[^\]/]*)?\]")
_PATH = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*(?P<path>[^?#]*)", re.DOTALL)
_BRACES = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
_MEANT = "write -g if they are meant as they stand"


def read_url(asked: Asked) -> Word | None:
    """Return the URL of a command, or None when it has none or it cannot be one; that is noted then."""
    first = next((url for url in asked.urls if url.text), None)
    for other in asked.urls:
        if other is not first and other.text:
            hint = "put this one into a cell of its own, or in quotes if it belongs to the word before"
            asked.place.wrong(other, "a node sends one request", hint)
    if first is None:
        return None
    url = first if "--globoff" in asked.flags else _without_globs(first, asked)
    url = _with_scheme(url, asked)
    return url if "--path-as-is" in asked.flags else _without_dots(url)


def with_file_name(url: Word, file: str) -> Word:
    """Return the URL to which a file is uploaded: a folder gets the file's name."""
    match = _PATH.match(url.text)
    path = match["path"] if match else ""
    if path not in ("",) and not path.endswith("/"):
        return url
    end = match.end("path") if match else len(url.text)
    name = quote(re.split(r"[/\\]", file)[-1], safe="")
    return join([url.cut(0, end), Word.at(f"{'' if path else '/'}{name}", url.end), url.cut(end)])


def with_query(url: Word, text: Word) -> Word:
    """Return a URL with a text added to its query."""
    before, fragment = url.partition("#")
    mark = "" if before.text.endswith(("?", "&")) else "&" if "?" in before.text else "?"
    parts = [before, Word.at(mark, before.end), text]
    return join(parts if fragment is None else [*parts, Word.at("#", fragment.start), fragment])


def _with_scheme(url: Word, asked: Asked) -> Word:
    begins_with_variable = url.slots[:1] != () and url.slots[0].start == 0
    if begins_with_variable or _SCHEME.match(url.text) or "://" in url.text.partition("?")[0]:
        return url
    scheme = f"{asked.default_scheme}://"
    asked.place.note(
        url, f"read as {scheme}…, as curl does", "write the whole URL, with https:// if the server has it"
    )
    return join([Word.at(scheme, url.start), url])


def _without_globs(url: Word, asked: Asked) -> Word:
    """Undo the escapes of `{`, `}`, `[` and `]`; where they stand plainly, curl sends several requests."""
    brackets = _brackets_of_host(url.text)
    kept, position = [], 0
    for found in re.finditer(r"\\[{}\[\]]|\[\]|[{}\[\]]", url.text):
        if found.start() in brackets or found.group() == "[]":
            continue
        if found.group().startswith("\\"):
            kept.append(url.cut(position, found.start()))
            position = found.start() + 1
        else:
            _refuse_glob(url, found.start(), asked)
            break
    return join([*kept, url.cut(position)]) if kept else url


def _refuse_glob(url: Word, at: int, asked: Asked) -> None:
    mark = _BRACES.match(url.text, at)
    if mark:
        hint = f"write ${mark[1]}, in double quotes"
        asked.place.wrong(url.cut(*mark.span()), f"{mark.group()} is not a parameter here", hint)
    else:
        message = "curl makes several requests of what stands in braces and brackets"
        asked.place.wrong(url.cut(at, at + 1), message, _MEANT)


def _brackets_of_host(url: str) -> tuple[int, ...]:
    """Return the places of the brackets of an IPv6 address."""
    scheme = _SCHEME.match(url)
    start = scheme.end() if scheme else 0
    authority = re.match(r"[^/?#]*", url[start:])
    host = start + (authority.group().rfind("@") + 1 if authority else 0)
    found = _HOST_IN_BRACKETS.match(url, host)
    return (found.start(), found.end() - 1) if found else ()


def _without_dots(url: Word) -> Word:
    """Take `.` and `..` out of the path, as RFC 3986, 5.2.4 says."""
    match = _PATH.match(url.text)
    if match is None or not re.search(r"/\.\.?(?:/|\Z)", match["path"]):
        return url
    start, end = match.span("path")
    kept: list[Word] = []
    segments = url.cut(start, end).split("/")[1:]
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment.text == "..":
            del kept[-1:]
        elif segment.text != ".":
            kept.append(segment)
        if last and segment.text in (".", ".."):
            kept.append(segment.cut(0, 0))
    return join([url.cut(0, start), *_slashed(kept), url.cut(end)])


def _slashed(segments: list[Word]) -> Iterator[Word]:
    for segment in segments:
        yield Word.at("/", segment.start)
        yield segment
