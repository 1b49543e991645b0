"""The body of a cell: everything below `[Body kind]` or, in a plain request, below a blank line; verbatim.

A body that plain writing would change stands in a fence: a first and a last line that are the same bare run
of backticks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hooknb.core.body import BODY_FORMATS
from hooknb.errors import did_you_mean, quoted
from hooknb.formats.cell_draft import Draft, has_braces
from hooknb.formats.cell_lines import BLANKS, Line, Part, end_of_cell
from hooknb.formats.cell_scalars import read_scalar, write_scalar

_KIND = re.compile(r"[ \t]*body(?P<kind>[^@]*)(?:@(?P<file>.*))?", re.IGNORECASE | re.DOTALL)
_FENCE = re.compile(r"(?P<first>(?P<ticks>`{3,})(?P<break>\r?\n))(?P<rest>.*)", re.DOTALL)
_TICKS = re.compile(r"`+")
_INCLUDE = re.compile(r"<@?[ \t]+(?P<file>\S[^\r\n]*)")
_FORM = re.compile(r"[\w.%+~\[\]-]+=[^&\s]*(?:&[\w.%+~\[\]-]+=[^&\s]*)*")
_JSON_START = re.compile(r"""\s*(?:\{\s*["}$]|\[\s*(?:["{}\[\]$\d-]|(?:true|false|null)\b|\Z))""")
_MARKUP_START = re.compile(r"\s*<[!?A-Za-z]")
_HTML_START = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)

# seed: JSON, HTML, text, x-www-form-urlencoded, XML
_FORMAT_OF_TYPE = (
    (re.compile(r"[\w.-]+/(?:[\w.+-]+\+)?json"), "json"),
    (re.compile(r"[\w.-]+/(?:[\w.+-]+\+)?xml"), "xml"),
    (re.compile(r"text/html"), "html"),
    (re.compile(r"application/x-www-form-urlencoded"), "form"),
    (re.compile(r"text/.*"), "text"),
    (re.compile(r"[\w.+-]+/[\w.+*-]+"), "raw"),
)


def read_body(line: Line, bracket: Part, draft: Draft) -> None:
    """Read `[Body kind]` and everything below it, or `[Body kind @file]`."""
    if draft.claimed(("body",)):
        return
    draft.spans[("body",)] = line.strip().span
    if "body" in draft.document:
        draft.wrong(("body",), "a node has one body", "keep [Form] or [Body …], not both")
        return
    kind, file = _kind_and_file(bracket)
    if kind.text.lower() not in BODY_FORMATS:
        _refuse_kind(kind, draft)
        return
    body: dict[str, Any] = {"format": kind.text.lower()}
    draft.document["body"] = body
    draft.spans[("body", "format")] = kind.span
    rest = Part(draft.text[line.following : end_of_cell(draft.text)], line.following)
    if file is None:
        _read_text(rest, body, draft)
    else:
        _read_file(file, rest, body, draft)


def read_unmarked(rest: Part, draft: Draft) -> None:
    """Read the body of a plain request: what follows the first blank line."""
    included = _INCLUDE.fullmatch(rest.text.strip())
    draft.spans[("body",)] = rest.span
    if included:
        hint = f"write [Body json @{included['file']}], or another format"
        draft.wrong(("body",), "a file is not read this way here", hint)
        return
    declared = declared_format(_header(draft.document, "content-type"))
    body = {"format": declared or _guessed_format(rest.text)}
    draft.document["body"] = body
    draft.spans[("body", "format")] = _first_said(rest).span
    if declared is None:
        hint = f"write [Body {body['format']}] above it to be sure"
        draft.note(("body", "format"), f"the body is read as {body['format']}", hint)
    _read_text(rest, body, draft)


def write_body(document: Mapping[str, Any]) -> list[str] | None:
    """Write `[Body kind]` and what belongs below it; form fields have their own section."""
    body = document.get("body")
    if body is None or "pairs" in body:
        return None
    if "file" in body:
        return [f"[Body {body['format']} @{write_scalar(body['file'])}]"]
    return [f"[Body {body['format']}]", _fenced(body["text"]) if needs_fence(body["text"]) else body["text"]]


def needs_fence(text: str) -> bool:
    """Tell whether a body would be read as something else if it were written plainly."""
    return text == "" or text.endswith(("\n", "\r")) or _inside_fence(text) is not None or has_braces(text)


def declared_format(content_type: str) -> str | None:
    """Return the body format of a `Content-Type`, or None when it is none."""
    essence = content_type.partition(";")[0].strip(BLANKS).lower()
    return next((kind for pattern, kind in _FORMAT_OF_TYPE if pattern.fullmatch(essence)), None)


def _kind_and_file(bracket: Part) -> tuple[Part, Part | None]:
    match = _KIND.match(bracket.text)
    if match is None:
        return bracket, None
    file = None if match["file"] is None else bracket.cut(*match.span("file"))
    return bracket.cut(*match.span("kind")).strip(), file


def _refuse_kind(kind: Part, draft: Draft) -> None:
    if kind.text == "":
        hint = f"write [Body json], or {', '.join(BODY_FORMATS[1:-1])} or {BODY_FORMATS[-1]}"
        draft.wrong(("body",), "[Body] does not say what it is", hint)
        return
    draft.spans[("body",)] = kind.span
    draft.wrong(("body",), f"{quoted(kind.text)} is not a body format", did_you_mean(kind.text, BODY_FORMATS))


def _read_file(file: Part, rest: Part, body: dict[str, Any], draft: Draft) -> None:
    body["file"], draft.spans[("body", "file")] = read_scalar(file)
    if rest.text.strip():
        path, hint = ("body", "text"), "take it out, or leave @… out above"
        draft.spans[path] = _first_said(rest).span
        draft.wrong(path, "the body is the file, so nothing may stand below", hint)


def _first_said(part: Part) -> Part:
    """Return the rest of a line from the first character that is not blank."""
    said = re.search(r"\S[^\r\n]*", part.text)
    return part.cut(*said.span()) if said else part


def _read_text(rest: Part, body: dict[str, Any], draft: Draft) -> None:
    inside = _inside_fence(rest.text)
    content = rest if inside is None else rest.cut(*inside)
    body["text"] = content.text
    draft.spans[("body", "text")] = content.span
    if inside is None and content.text == "":
        hint = "write the body on the lines below, or two lines of ``` for an empty one"
        draft.wrong(("body",), "nothing stands below [Body …]", hint)
    elif inside is None:
        draft.check_braces(("body", "text"), content.text, "put a line ``` above and below the body")
        _note_half_fence(content, draft)


def _note_half_fence(content: Part, draft: Draft) -> None:
    first = re.match(r"`{3,}[^`\r\n]+(?=\r?\n)", content.text)
    if first and content.text.endswith("```"):
        message = f"the lines {first.group()} and ``` are sent too"
        draft.note(("body", "text"), message, "a fence is a bare line of ```")


def _inside_fence(text: str) -> tuple[int, int] | None:
    """Return where the content of a fenced text starts and ends, or None when it has no fence."""
    match = _FENCE.match(text)
    if match is None:
        return None
    rest, ticks, line_break = match["rest"], match["ticks"], match["break"]
    if rest == ticks:
        return match.end("first"), match.end("first")
    # The break before the last line is of the first one's kind, so that a body may end in a carriage return.
    for ending in dict.fromkeys((line_break + ticks, "\n" + ticks)):
        if rest.endswith(ending):
            return match.end("first"), len(text) - len(ending)
    return None


def _fenced(text: str) -> str:
    longest = max((len(run.group()) for run in _TICKS.finditer(text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}\n{text}\n{ticks}" if text else f"{ticks}\n{ticks}"


def _header(document: Mapping[str, Any], name: str) -> str:
    rows = document.get("headers", ())
    return next((row["value"] for row in rows if row["name"].lower() == name), "")


def _guessed_format(text: str) -> str:
    inside = _inside_fence(text)
    text = text if inside is None else text[slice(*inside)]
    if _JSON_START.match(text):
        return "json"
    if _MARKUP_START.match(text):
        return "html" if _HTML_START.match(text) else "xml"
    return "form" if _FORM.fullmatch(text) else "text"
