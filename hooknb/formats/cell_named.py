"""The sections whose lines begin with a parameter's name: `[Params]`, `[Secrets]` and `[Response Mapping]`.

A name is written `NAME`, then `?` (may be missing) or `!` (secret), then `(entity)`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hooknb.core import entities
from hooknb.core.checks import is_parameter_name
from hooknb.core.objectpath.policy import WORDS, with_policy
from hooknb.core.parameters import plain_spelling, read_value
from hooknb.errors import FieldPath, did_you_mean, quoted
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line, Part
from hooknb.formats.cell_scalars import (
    colon_hint,
    decode_string,
    json_string,
    read_scalar,
    split_pair,
    string_span,
    write_scalar,
)
from hooknb.formats.source import Span

_HEAD = re.compile(r"(?P<name>.*?)(?P<marks>[?!]*)(?P<gap>[ \t]*)(?:\((?P<entity>[^()]*)\))?", re.DOTALL)

_BARE_NAME = re.compile(r"[ \t]*[A-Za-z_][A-Za-z0-9_]*(?=[ \t=]|\Z)")
# A name that stands before something else: what follows could be the secret.
_SECRET_NAME = re.compile(r"[ \t]*(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?:[ \t]*=[ \t]*|[ \t]+)(?=\S)")


_QUOTED_PATH = re.compile(rf'(?P<path>"(?:[^"\\]|\\.)*")[ \t]+(?P<policy>{"|".join(WORDS)})', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the colon."""

    name: Part
    marks: Part
    entity: Part | None


def read_parameter(line: Line, draft: Draft) -> None:
    """Read `NAME: value`, `NAME (entity): value`, or `NAME:` for a value that is asked for."""
    parts = _split(line, draft, "[Params]", "NAME: value")
    if parts is None:
        return
    head, rest = _head(parts[0]), parts[1].strip()
    row: dict[str, Any] = {"name": head.name.text}
    spans = {"name": head.name.span, "value": rest.span if rest.text else line.strip().span}
    if "!" in head.marks.text:
        row["secret"] = True
        draft.mask(rest)
    if rest.text:
        value, spelling = read_value(rest.text)
        row |= {"value": value} | ({"spelling": spelling} if spelling else {})
        spans["value"] = (
            string_span(rest) if isinstance(value, str) and decode_string(rest.text) == value else rest.span
        )
    here = draft.add("parameters", row, spans, line)
    _read_entity(head, row, here, draft)
    _check_name(head.name, (*here, "name"), draft)
    if "?" in head.marks.text:
        hint = f"write {head.name.text}: without a value to be asked for it; ? belongs to [Response Mapping]"
        draft.wrong((*here, "name"), f"{quoted(head.name.text + '?')} is not a parameter name", hint)


def read_secret(line: Line, draft: Draft) -> None:
    """Read `NAME: source`; what is no source is never shown."""
    parts = split_pair(line)
    if parts is None:
        _refuse_secret_line(line, draft)
        return
    name, source = parts[0].strip(), parts[1].strip()
    spans = {"name": name.span, "source": source.span if source.text else line.strip().span}
    here = draft.add("secrets", {"name": name.text, "source": source.text}, spans, line)
    _check_name(name, (*here, "name"), draft)


def read_rule(line: Line, draft: Draft) -> None:
    """Read `NAME: path`, `NAME (entity): path` or `NAME?: path`; a policy may follow the path."""
    parts = _split(line, draft, "[Response Mapping]", "NAME: path", "data.userId")
    if parts is None:
        return
    head = _head(parts[0])
    text = parts[1].strip()
    # The document's checks split a word off a path that is no JSON string, for all formats alike.
    followed = _QUOTED_PATH.fullmatch(text.text)
    path, path_span = read_scalar(text.cut(0, followed.end("path")) if followed else text)
    row: dict[str, Any] = {"parameter": head.name.text, "path": path}
    row |= {"policy": followed["policy"]} if followed else {}
    row |= {"required": False} if "?" in head.marks.text else {}
    row |= {"secret": True} if "!" in head.marks.text else {}
    spans = {"parameter": head.name.span, "path": path_span if path else line.strip().span}
    here = draft.add("mapping", row, spans, line)
    _read_entity(head, row, here, draft)
    if is_parameter_name(path) and not is_parameter_name(head.name.text):
        message = f"{quoted(head.name.text)} is not a parameter name"
        draft.wrong((*here, "parameter"), message, f"the parameter comes first: {path}: {head.name.text}")
    elif path == "":
        draft.wrong(
            (*here, "path"),
            f"{head.name.text} has no path",
            f"write one, such as {head.name.text}: data.userId",
        )
    else:
        _check_name(head.name, (*here, "parameter"), draft)


def write_parameters(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Params]`."""
    rows = document.get("parameters", ())
    return [f"{_written(row['name'], row)} {write_value(row)}".rstrip(" ") for row in rows] or None


def write_secrets(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Secrets]`."""
    return [f"{row['name']}: {row['source']}" for row in document.get("secrets", ())] or None


def write_rules(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Response Mapping]`."""
    rows = document.get("mapping", ())
    return [f"{_written(row['parameter'], row)} {_path_of(row)}" for row in rows] or None


def write_value(row: Mapping[str, Any]) -> str:
    """Write a parameter's value so that `read_value` gives it back; an empty text when it has none."""
    if "value" not in row:
        return ""
    value = row["value"]
    if not isinstance(value, str):
        return str(row.get("spelling") or plain_spelling(value))
    plain = write_scalar(value) == value and read_value(value) == (value, "")
    return value if plain else json_string(value)


def _split(line: Line, draft: Draft, section: str, shape: str, value: str = "") -> tuple[Part, Part] | None:
    parts = split_pair(line)
    if parts is not None:
        return parts
    hint = colon_hint(line, value) if _BARE_NAME.match(line.text) else "put a colon after the name"
    if "!" in line.text:
        draft.mask(line.cut(line.text.index("!") + 1))
    draft.wrong_line(line, f"{section} has lines such as {shape}", hint)
    return None


def _refuse_secret_line(line: Line, draft: Draft) -> None:
    named = _SECRET_NAME.match(line.text)
    draft.mask(line.cut(named.end()) if named else line.strip())
    hint = f"write {named['name']}: env VAR" if named else "put a name and a colon before the source"
    draft.wrong_line(line, "[Secrets] has lines such as NAME: env VAR", hint)


def _head(part: Part) -> _Head:
    part = part.strip()
    match = _HEAD.fullmatch(part.text)
    if match is None:
        return _Head(part, part.cut(len(part.text)), None)
    entity = part.cut(*match.span("entity")).strip() if match["entity"] is not None else None
    return _Head(part.cut(*match.span("name")).strip(), part.cut(*match.span("marks")), entity)


def _read_entity(head: _Head, row: dict[str, Any], here: FieldPath, draft: Draft) -> None:
    if head.entity is None:
        return
    draft.spans[(*here, "entity")] = (
        Span(head.entity.start - 1, head.entity.end + 1) if not head.entity.text else head.entity.span
    )
    if head.entity.text:
        row["entity"] = head.entity.text
    else:
        draft.wrong(
            (*here, "entity"),
            "no entity type stands between the parentheses",
            did_you_mean("", entities.KNOWN),
        )


def _check_name(name: Part, path: FieldPath, draft: Draft) -> None:
    """Say more than the document's checks can about a name that is none."""
    bare = name.text.strip("${}")
    if name.text == "":
        draft.wrong(path, "no name stands before the colon", "write one, such as USER_ID")
    elif name.text.startswith("$") and is_parameter_name(bare):
        draft.wrong(path, f"{quoted(name.text)} is not a parameter name", f"leave the $ out: {bare}")


def _path_of(row: Mapping[str, Any]) -> str:
    return with_policy(write_scalar(row["path"]), row.get("policy", "auto"))


def _written(name: str, row: Mapping[str, Any]) -> str:
    marks = ("" if row.get("required", True) else "?") + ("!" if row.get("secret") else "")
    entity = f" ({row['entity']})" if row.get("entity") else ""
    return f"{name}{marks}{entity}:"
