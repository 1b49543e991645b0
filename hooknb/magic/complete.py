r"""Completion in a `%%webhook` cell: methods, headers, sections, entities, options, parameters, paths.

A plain function of the cell's text; `matcher` hooks it into IPython.

    >>> complete("%%webhook\nGE", 12, Known()).options
    ('GET ',)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hooknb.core import entities
from hooknb.core.auth import SCHEMES
from hooknb.core.door import METHODS
from hooknb.core.header_names import COMMON_HEADERS, HEADER_VALUES
from hooknb.core.mapping import MAPPING_TYPES
from hooknb.core.objectpath.path import is_path
from hooknb.core.objectpath.policy import WORDS
from hooknb.core.retries import KINDS
from hooknb.formats.cell_sections import OPTIONS, SECTIONS, find_section
from hooknb.formats.forms import FORMS
from hooknb.magic.line import COMMANDS, option_names
from hooknb.session import Session

_OPTION_VALUES = {
    "async": ("yes", "no"),
    "redirects": ("yes", "no"),
    "cookies": ("yes", "no"),
    "verify": ("yes", "no"),
    "retry_on": (*KINDS, "408", "429", "500", "502", "503", "504", "5xx"),
    "mapping": MAPPING_TYPES,
    "fill": ("all", "declared"),
}
_SECRET_SOURCES = ("env ", "dotenv ", "keyring ", "prompt")
_STATUSES = tuple("200 201 204 301 304 400 401 403 404 409 422 429 500 503 3xx 4xx 5xx failed save".split())
_SECTION_LINE = re.compile(r"\[([^\]]*)\]\s*")
_DOLLAR = re.compile(r"\$\{?([A-Za-z_0-9]*)$")
_FOLLOWED = re.compile(r"(?P<path>.*\S)[ \t]+(?P<word>\w*)")
_WORD = re.compile(r"[^\s:]*$")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Hold what completion may offer beside the grammar.

    Args:
        names: parameters of the session and variables of the notebook.
        nodes: names of kept nodes.
        data: the last response's data, for object paths; None when there is none.
    """

    names: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    data: Any = None


@dataclass(frozen=True, slots=True)
class Completions:
    """Hold what may stand in `text[start:cursor]`."""

    start: int
    options: tuple[str, ...] = ()


@dataclass(slots=True)
class _Place:
    """Where the cursor is: its line up to the cursor, the section it is in, and what the cell declares."""

    before: str
    offset: int
    section: str = ""
    is_request: bool = False
    declared: list[str] = field(default_factory=list)

    def offer(self, typed: str, words: Iterable[str]) -> Completions:
        folded = typed.casefold()
        found = tuple(word for word in words if word.casefold().startswith(folded) and word != typed)
        return Completions(self.offset - len(typed), tuple(dict.fromkeys(found)))


def complete(text: str, cursor: int, known: Known) -> Completions:
    """Return what can be written at a place of a `%%webhook` cell.

    Args:
        text: the whole cell with its magic line.
        cursor: offset in `text`.
        known: what the session knows.
    """
    place = _place(text, cursor)
    if text.rfind("\n", 0, cursor) < 0:
        return _magic_line(place, known)
    dollar = _DOLLAR.search(place.before)
    if dollar and place.section != "Response Mapping":
        names = dict.fromkeys([*place.declared, *known.names])
        return place.offer(dollar[1], names)
    if place.section == "Body":
        return Completions(cursor)
    if place.before.startswith("["):
        return place.offer(place.before, _section_lines())
    if place.is_request:
        return place.offer(place.before, (f"{method} " for method in METHODS))
    return _in_section(place, known)


def _place(text: str, cursor: int) -> _Place:
    start = text.rfind("\n", 0, cursor) + 1
    place = _Place(text[start:cursor], cursor)
    seen_request = False
    for line in text[:start].split("\n")[1:]:
        if place.section == "Body":
            break
        match = _SECTION_LINE.fullmatch(line.strip())
        section = find_section(match[1]) if match else None
        if section is not None:
            place.section = section.name
        seen_request = seen_request or bool(line.strip() and not line.startswith("#"))
        if place.section in ("Params", "Secrets", "Response Mapping") and ":" in line:
            place.declared.append(re.split(r"[?!:(\s]", line.strip())[0])
    place.is_request = not seen_request
    return place


def _magic_line(place: _Place, known: Known) -> Completions:
    typed = place.before.rpartition(" ")[2]
    if place.before.startswith("%%"):
        return place.offer(typed, option_names()) if typed.startswith("-") else Completions(place.offset)
    words = place.before.split(" ")
    if len(words) == 2:
        return place.offer(typed, COMMANDS)
    if words[1] == "show" and len(words) > 3:
        forms = tuple(form.name for form in FORMS)
        return place.offer(typed, forms if words[-2] == "--as" else ("--as ",))
    return place.offer(typed, known.nodes if words[1] in ("run", "show", "form", "explore") else ())


def _section_lines() -> list[str]:
    lines = [f"[{section.name}]" for section in SECTIONS if section.name != "Body"]
    return [*lines, *(f"[Body {kind}]" for kind in ("json", "xml", "html", "text", "form", "raw"))]


def _in_section(place: _Place, known: Known) -> Completions:
    name, colon, value = place.before.partition(":")
    typed = value.lstrip()
    if not colon:
        return _names(place)
    if place.section in ("", "Headers"):
        return place.offer(typed, HEADER_VALUES.get(name.strip().lower(), ()))
    if place.section == "Options":
        # An option may take several words; the last one is under way.
        word = typed.rpartition(" ")[2]
        return place.offer(word, _OPTION_VALUES.get(name.strip().lower(), ()))
    if place.section == "Secrets":
        return place.offer(typed, _SECRET_SOURCES)
    if place.section == "Response Mapping":
        return _paths(place, typed, known.data)
    return Completions(place.offset)


def _names(place: _Place) -> Completions:
    entity = re.search(r"\(([\w.]*)$", place.before)
    if entity and place.section in ("Params", "Response Mapping"):
        return place.offer(entity[1], (f"{name})" for name in entities.known_names()))
    typed = _WORD.search(place.before)
    words: Mapping[str, Iterable[str]] = {
        "": (f"{name}: " for name in COMMON_HEADERS),
        "Headers": (f"{name}: " for name in COMMON_HEADERS),
        "Options": (f"{option.name}: " for option in OPTIONS),
        "Auth": _auth_names(),
        "Signing": ("secret: $", "api_key: ", "application_id: ", "header: "),
        "Status": (f"{status}: " for status in _STATUSES),
    }
    return place.offer(typed.group() if typed else "", words.get(place.section, ()))


def _auth_names() -> Iterable[str]:
    """Yield the lines of `[Auth]` up to their value; a secret's is begun with its `$`."""
    for scheme in SCHEMES:
        for index, field_ in enumerate(scheme.fields):
            mark = "$" if field_.kind == "secret" else ""
            yield f"{field_.name if index else scheme.type}: {mark}"


def _paths(place: _Place, typed: str, data: Any) -> Completions:
    """Offer the paths of the last response that begin with what is typed, one level further down.

    Behind a path and a blank, offer what may become of its matches.
    """
    followed = _FOLLOWED.fullmatch(typed)
    if followed and is_path(followed["path"], ours=True):
        return place.offer(followed["word"], WORDS)
    if data is None:
        return Completions(place.offset)
    from hooknb.core.likely_paths import likely_paths

    deeper = [path for path in likely_paths(data) if path.startswith(typed)]
    return place.offer(
        typed, sorted(deeper, key=lambda path: (len(re.findall(r"[.\[]", path)), path))[:_LONGEST]
    )


def known_of(session: Session, text: str) -> Known:
    """Return what a session knows that a cell may want."""
    name = re.match(r"%%webhook\s+([^\W\d]\w*)", text)
    last = session.last.get(name[1]) if name else None
    if last is None and session.last:
        last = list(session.last.values())[-1]
    data = None if last is None else last.data
    return Known(tuple(session.parameters), tuple(session.nodes), data)
