"""The order of a cell's parts: magic line, request, headers, then sections or a plain body.

Here is decided what a line *is*; what it says is read by the section's own reader. Every mistake is noted and
reading goes on at the next place that is certain: the next section line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hooknb.errors import quoted
from hooknb.formats.cell_body import read_body, read_unmarked
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line, Part, end_of_cell, split_lines
from hooknb.formats.cell_off import read_off
from hooknb.formats.cell_request import REQUEST_HINT, finish_url, is_request, read_headers, read_request
from hooknb.formats.cell_sections import BODY, SECTIONS, Section, find_section, suggested_section
from hooknb.formats.curl_reader import is_command, read_command

MAGIC = "%%webhook"
_COMMENTED = re.compile(r"[ \t]*\[([^\[\]]*)\][ \t]+#.*", re.DOTALL)
_FILE_PARAMETER = re.compile(r"@(?P<name>[A-Za-z_]\w*)[ \t]*=[ \t]*(?P<value>.*)")


def read_cell(text: str, first_line: int = 1) -> Draft:
    """Read a whole cell into a draft; never raises.

    Args:
        text: the cell, with or without its magic line.
        first_line: the number of its first line, for people.
    """
    draft = Draft(text)
    lines = split_lines(text, first_line)
    index = _read_magic_line(lines, draft)
    index = _read_file_parameters(lines, index, draft)
    if index == len(lines):
        draft.wrong(("url",), "the cell is empty", REQUEST_HINT)
        return draft
    if is_command(lines[index]):
        index = read_command(draft, lines, index)
        _read_below_command(lines, index, draft)
        read_off(lines[index:], draft)
        return draft
    if _starts_sections(lines[index]):
        draft.spans[("url",)] = lines[index].strip().span
        draft.wrong(("url",), "the request comes first", f"{REQUEST_HINT}, above this line")
    else:
        index = read_request(lines, index, draft)
        index = read_headers(lines, index, draft)
    _read_rest(lines, index, draft)
    finish_url(draft)
    read_off(lines, draft)
    return draft


def _read_below_command(lines: Sequence[Line], index: int, draft: Draft) -> None:
    """Read what follows a cURL command: sections, or nothing."""
    index = _next_said(lines, index)
    if index < len(lines) and is_command(lines[index]):
        draft.wrong_line(lines[index], "a cell holds one request", "put this one into a cell of its own")
    elif index < len(lines) and not _starts_sections(lines[index]):
        hint = "end the line above with \\ if this belongs to the command"
        draft.wrong_line(lines[index], "the command ends above this line", hint)
    _read_sections(lines, _next_section(lines, index), draft)


def _read_magic_line(lines: Sequence[Line], draft: Draft) -> int:
    index = _next_said(lines, 0)
    words = lines[index].words() if index < len(lines) else []
    if not words or words[0].text != MAGIC:
        return index
    name = words[1] if len(words) > 1 and not words[1].text.startswith("-") else None
    if name is not None:
        draft.put(("name",), name.text, name.span)
    for word in words[1 if name is None else 2 :][:1]:
        hint = f"leave {MAGIC} NAME alone on this line"
        draft.wrong_line(lines[index], f"{quoted(word.text)} is no part of a node", hint, word)
    return _next_said(lines, index + 1)


def _read_file_parameters(lines: Sequence[Line], index: int, draft: Draft) -> int:
    """Refuse the `@name = value` lines of other tools, which stand above the request."""
    while index < len(lines) and (match := _FILE_PARAMETER.fullmatch(lines[index].text.strip())):
        hint = f"write {match['name']}: {match['value']} under [Params]"
        draft.wrong_line(lines[index], "a parameter is not set this way here", hint)
        index = _next_said(lines, index + 1)
    return index


def _read_rest(lines: Sequence[Line], index: int, draft: Draft) -> None:
    """Read what follows the headers: sections, or a plain body after a blank line."""
    if index < len(lines) and lines[index].blank:
        index = _read_plain_body(lines, index, draft)
    elif index < len(lines) and not _starts_sections(lines[index]):
        _refuse_stray(lines[index], draft, "put a blank line above it, or [Body json] if sections are used")
        index = _next_section(lines, index + 1)
    _read_sections(lines, index, draft)


def _read_plain_body(lines: Sequence[Line], blank: int, draft: Draft) -> int:
    """Read the body below a blank line, if there is one; return the index at which sections go on."""
    index = _next_said(lines, blank)
    if index == len(lines):
        _note_comments(lines[blank:], draft)
        return index
    if _starts_sections(lines[index], sure=False):
        return index
    end = _next_section(lines, index)
    second = next(_second_requests(lines[blank:end]), None)
    if second is not None:
        draft.wrong_line(second, "a cell holds one request", "put this one into a cell of its own")
        return end
    start = lines[blank].following
    stop = lines[end].start if end < len(lines) else end_of_cell(draft.text)
    read_unmarked(Part(draft.text[start:stop], start), draft)
    if end < len(lines):
        draft.spans[("body",)] = lines[end].strip().span
        message = f"{lines[end].strip().text} stands below the body"
        draft.wrong(("body",), message, f"put the body last, under [Body {_format_of(draft)}]")
    return end


def _read_sections(lines: Sequence[Line], index: int, draft: Draft) -> None:
    current: Section | None = None
    seen: set[str] = set()
    for line in lines[index:]:
        if line.blank or line.comment:
            continue
        bracket = line.bracket or _before_comment(line)
        section = None if bracket is None else find_section(bracket.text)
        if section is not None and line.bracket is None:
            hint = f"leave {line.text.partition('#')[0].strip()} alone on this line"
            draft.wrong_line(line, "a comment stands on a line of its own", hint)
        if section is BODY and bracket is not None:
            read_body(line, bracket, draft)
            return
        if section is not None:
            current = _begin(section, line, seen, draft)
        elif _starts_sections(line):
            _refuse_section(line, draft)
            current = None
        elif current is not None and (line.looks_like_body or is_request(line)):
            if current.guarded:
                draft.mask(line.strip())
            _refuse_stray(line, draft, "write [Body json] or another [Body …] above it")
            current = None
        elif current is not None and current.read is not None:
            current.read(line, draft)


def _begin(section: Section, line: Line, seen: set[str], draft: Draft) -> Section:
    if section.name in seen:
        draft.wrong_line(line, f"[{section.name}] stands here twice", "put its lines under one of the two")
    else:
        section.begin(line, draft)
    seen.add(section.name)
    return section


def _refuse_section(line: Line, draft: Draft) -> None:
    bracket = line.bracket or line
    meant = suggested_section(bracket.text)
    listed = ", ".join(f"[{section.name}]" for section in SECTIONS[:-1])
    hint = f"did you mean {meant}?" if meant else f"one of {listed}, [Body …]"
    draft.wrong_line(line, f"{line.strip().text} is not a section", hint)


def _refuse_stray(line: Line, draft: Draft, hint: str) -> None:
    """Refuse a line that begins a body, or another request, where neither can stand."""
    if is_request(line):
        draft.wrong_line(line, "a cell holds one request", "put this one into a cell of its own")
    elif ("body",) not in draft.spans:
        draft.spans[("body",)] = line.strip().span
        message = "this looks like a body, but neither a blank line nor [Body …] stands above it"
        draft.wrong(("body",), message, hint)


def _format_of(draft: Draft) -> str:
    body = draft.document.get("body") or {}
    return str(body.get("format", "json"))


def _note_comments(lines: Sequence[Line], draft: Draft) -> None:
    comment = next((line for line in lines if line.comment), None)
    if comment is not None:
        draft.note_line(comment, "a comment is not sent", "write [Body text] above it if it is the body")


def _second_requests(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield request lines that follow the `###` with which .http files part requests."""
    parted = False
    for line in lines:
        if line.text.startswith("###"):
            parted = True
        elif parted and is_request(line):
            yield line
        elif not line.blank and not line.comment:
            parted = False


def section_of(line: Line) -> Section | None:
    """Return the section that a line begins; None for any other line."""
    bracket = line.bracket
    return None if bracket is None else find_section(bracket.text)


def _before_comment(line: Line) -> Part | None:
    """Return what stands between `[` and `]` when only a comment follows a known section."""
    match = _COMMENTED.fullmatch(line.text)
    found = line.cut(*match.span(1)) if match else None
    return found if found is not None and find_section(found.text) else None


def _starts_sections(line: Line, *, sure: bool = True) -> bool:
    """Tell whether a line is a section's, known or misspelled.

    Args:
        line: the line.
        sure: True where no body can stand; else an unknown name must be near a known one.
    """
    bracket = line.bracket or _before_comment(line)
    if bracket is None:
        return False
    if find_section(bracket.text) is not None:
        return True
    return not line.is_json and (sure or suggested_section(bracket.text) is not None)


def _next_said(lines: Sequence[Line], index: int) -> int:
    """Return the index of the next line that is neither blank nor a comment, or the number of lines."""
    while index < len(lines) and (lines[index].blank or lines[index].comment):
        index += 1
    return index


def _next_section(lines: Sequence[Line], index: int) -> int:
    """Return the index of the next line that is wholly a known section, or the number of lines."""
    while index < len(lines) and section_of(lines[index]) is None:
        index += 1
    return index
