r"""A cell that somebody wrote, changed in one place: its comments, its order and its spelling stay.

>>> print(with_rules("GET https://example.com/users/1\n# who it is\n[Mapping]\nID: id\n", {"NAME": "name"}))
GET https://example.com/users/1
# who it is
[Mapping]
ID: id
NAME: name
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from hooknb.core.limits import Limits
from hooknb.core.mapping import MappingRule
from hooknb.core.node import Node
from hooknb.errors import CellError
from hooknb.formats.cell import dumps, read
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line, split_lines
from hooknb.formats.cell_named import write_rules
from hooknb.formats.cell_off import is_off
from hooknb.formats.cell_reader import MAGIC, section_of
from hooknb.formats.cell_sections import BODY, SECTIONS, Section
from hooknb.formats.curl_reader import is_command, read_command

# What a session allows was checked when its node was made.
_ANY_TIME = Limits(timeout_low=0.0, timeout_high=float("inf"))
_MAPPING = next(section for section in SECTIONS if section.write is write_rules)


def with_rules(text: str, rules: Any) -> str:
    """Return a cell's text with more mapping rules; those for the same parameters take the old ones' places.

    Args:
        text: the cell, with or without its magic line, whose options are kept.
        rules: see `Node.with_rules`.

    Returns:
        The text. Everything else in it is as it was. Where no section can stand, below a body without
        `[Body …]`, it is the whole cell as `dumps` writes it.

    Raises:
        CellError: the text is no cell.
        NodeError: a rule is wrong.
    """
    magic, request = _split(text)
    node = read(request, limits=_ANY_TIME).node
    new = {rule.parameter: rule for rule in node.replace(limits=_ANY_TIME, mapping=rules).mapping}
    had = {rule.parameter for rule in node.mapping}
    merged = [new.get(rule.parameter, rule) for rule in node.mapping]
    merged += [rule for name, rule in new.items() if name not in had]
    wanted = node.replace(limits=_ANY_TIME, mapping=merged)
    changed = _changed(request, node, {name: _line(rule) for name, rule in new.items()})
    return magic + (changed if _says(changed, wanted) else dumps(wanted, magic=False, limits=_ANY_TIME))


def rewritten(text: str, cell: str) -> tuple[str, int]:
    """Return a cell below the magic line, with its options, of the one it takes the place of.

    Args:
        text: the cell as it was.
        cell: as it shall be.

    Returns:
        The text, and the number of comment lines that are in it no more; rows that are switched off are no
        comments.
    """
    (old_magic, before), (new_magic, after) = _split(text), _split(cell)
    return (old_magic or new_magic) + after, max(0, _comments(before) - _comments(after))


def _split(text: str) -> tuple[str, str]:
    """Return the magic line with all that stands above it, and the rest."""
    for line in split_lines(text):
        if line.text.split()[:1] == [MAGIC]:
            return text[: line.following], text[line.following :]
        if not line.blank:
            break
    return "", text


def _comments(text: str) -> int:
    lines = split_lines(text)
    start = _request_end(text, lines)
    body = next((at for at, line in enumerate(lines) if at >= start and section_of(line) is BODY), len(lines))
    return sum(line.comment and not is_off(line) for line in lines[:body])


def _says(text: str, node: Node) -> bool:
    try:
        return read(text, limits=_ANY_TIME, name=node.name).node == node
    except CellError:
        return False


def _changed(text: str, node: Node, written: dict[str, str]) -> str:
    """Return the text with the lines of rules in it, by parameter, where they seem to belong."""
    lines = split_lines(text)
    # The first row has the byte order mark, if there is one.
    ends = [0, *(line.following for line in lines)]
    rows = [text[start:end] for start, end in pairwise(ends)]
    sections = _sections(lines, _request_end(text, lines))
    start = next((at for at, section in sections.items() if section is _MAPPING), None)
    if start is None:
        return _inserted(rows, _place(lines, sections), [f"[{_MAPPING.name}]", *written.values()])
    end = next((at for at in sections if at > start), len(lines))
    said = [at for at in range(start + 1, end) if not lines[at].blank and not lines[at].comment]
    for at, rule in zip(said, node.mapping, strict=False):
        if rule.parameter in written:
            rows[at] = written[rule.parameter] + text[lines[at].end : lines[at].following]
    had = {rule.parameter for rule in node.mapping}
    off = [at for at in range(start + 1, end) if is_off(lines[at])]
    added = [line for name, line in written.items() if name not in had]
    return _inserted(rows, max([start, *said, *off]) + 1, added)


def _request_end(text: str, lines: Sequence[Line]) -> int:
    """Return the index below a cURL command, whose quotes may hold anything; 0 where there is none."""
    first = next((at for at, line in enumerate(lines) if not line.blank and not line.comment), None)
    if first is None or not is_command(lines[first]):
        return 0
    return read_command(Draft(text), lines, first)


def _sections(lines: Sequence[Line], start: int) -> dict[int, Section]:
    """Return which lines from an index on begin a section; below the body's there is none."""
    found: dict[int, Section] = {}
    for at, line in enumerate(lines[start:], start):
        section = section_of(line)
        if section is not None:
            found[at] = section
        if section is BODY:
            break
    return found


def _place(lines: Sequence[Line], sections: Mapping[int, Section]) -> int:
    """Return the index before which a new section stands as `dumps` would write it."""
    later = SECTIONS[SECTIONS.index(_MAPPING) :]
    at = next((at for at, section in sections.items() if section in later), len(lines))
    while at and (lines[at - 1].blank or lines[at - 1].comment) and not is_off(lines[at - 1]):
        at -= 1
    return at


def _inserted(rows: Sequence[str], at: int, new: Sequence[str]) -> str:
    """Return rows, each with its line break, with new ones before an index."""
    end = "\r\n" if any(row.endswith("\r\n") for row in rows) else "\n"
    above, below = "".join(rows[:at]), "".join(rows[at:])
    if new and not above.endswith("\n"):
        above += end
        return above + end.join(new) + below
    return above + "".join(row + end for row in new) + below


def _line(rule: MappingRule) -> str:
    (line,) = write_rules({"mapping": [rule.document()]}) or [""]
    return line
