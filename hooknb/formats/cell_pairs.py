"""The sections of pairs, read line by line and written: `[Headers]`, `[Query Parameters]`, `[Form]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hooknb.formats.cell_draft import Draft, has_braces
from hooknb.formats.cell_lines import Line
from hooknb.formats.cell_request import survives
from hooknb.formats.cell_scalars import (
    colon_hint,
    json_string,
    read_scalar,
    split_pair,
    write_name,
    write_scalar,
)
from hooknb.formats.source import Span

_ESCAPE = "put the whole value in quotes"


def read_query(line: Line, draft: Draft) -> None:
    """Read `name: value`; no value is asked for, `""` is really empty."""
    row = _pair(line, draft, "[Query Parameters]")
    if row is None:
        return
    pair, spans = row
    if pair["value"] == "" and not _quoted(spans["value"]):
        pair["value"] = None
    here = draft.add("query", pair, spans, line)
    _check(here, pair, spans, draft)


def begin_form(line: Line, draft: Draft) -> None:
    """Make the body a form; one without fields is a form too."""
    if "body" in draft.document:
        draft.spans[("body",)] = line.strip().span
        draft.wrong(("body",), "a node has one body", "keep [Form], or that of the command")
    draft.put(("body",), {"format": "form", "pairs": []}, line.strip().span)


def read_form(line: Line, draft: Draft) -> None:
    """Read `name: value` of a form body."""
    row = _pair(line, draft, "[Form]")
    if row is None:
        return
    pair, spans = row
    rows = draft.document["body"]["pairs"]
    here = draft.append(("body", "pairs"), rows, pair, spans, line)
    _check(here, pair, spans, draft)


def write_headers(document: Mapping[str, Any]) -> list[str]:
    """Write the headers as they stand under the URL."""
    return [_header(pair["name"], pair["value"]) for pair in document.get("headers", ())]


def write_query(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Query Parameters]`."""
    return [_written(pair["name"], pair["value"]) for pair in document.get("query", ())] or None


def write_form(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Form]`, perhaps none; None when the body is no form of fields."""
    pairs = document.get("body", {}).get("pairs")
    return None if pairs is None else [_written(pair["name"], pair["value"]) for pair in pairs]


def _pair(line: Line, draft: Draft, section: str) -> tuple[dict[str, Any], dict[str, Span]] | None:
    parts = split_pair(line)
    if parts is None:
        whole_form = section == "[Form]" and "&" in line.text
        hint = "[Body form] takes a whole form as text" if whole_form else colon_hint(line, "value")
        draft.wrong_line(line, f"{section} has lines such as name: value", hint)
        return None
    (name, name_span), (value, value_span) = read_scalar(parts[0]), read_scalar(parts[1])
    if name == "" and not _quoted(name_span):
        draft.wrong_line(line, "no name stands before the colon", 'write one; an empty one on purpose is ""')
        return None
    return {"name": name, "value": value}, {"name": name_span, "value": value_span}


def _check(
    here: tuple[str | int, ...], pair: Mapping[str, Any], spans: Mapping[str, Span], draft: Draft
) -> None:
    if pair["value"] and not _quoted(spans["value"]):
        draft.check_braces((*here, "value"), pair["value"], _ESCAPE)


def _quoted(span: Span) -> bool:
    return span.offsets != ()


def _header(name: str, value: str) -> str:
    shown = name if survives(name, value) else json_string(name)
    return f"{shown}: {value}" if value else f"{shown}:"


def _written(name: str, value: str | None) -> str:
    if value is None:
        return f"{write_name(name)}:"
    return f"{write_name(name)}: {json_string(value) if has_braces(value) else write_scalar(value)}"
