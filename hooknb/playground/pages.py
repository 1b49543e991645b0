"""The list of addresses: as text, as JSON, as a page, and as a notebook shows it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from hooknb.playground.routes import Endpoint, Routes

_MUTED = "color:var(--jp-ui-font-color2,var(--vscode-descriptionForeground,#767676))"
_MONO = "font-family:var(--jp-code-font-family,var(--vscode-editor-font-family,ui-monospace,monospace))"
_CELL = "text-align:left;vertical-align:top;padding:2px 12px 2px 0"


def index_text(title: str, chapters: Sequence[Routes]) -> str:
    """Return the addresses as aligned text, chapter by chapter."""
    rows = [endpoint for chapter in chapters for endpoint in chapter.endpoints]
    methods = max(len(_methods(row)) for row in rows)
    paths = max(len(row.template) for row in rows)
    lines = [title]
    for chapter in chapters:
        lines += ["", chapter.title]
        lines += [
            f"  {_methods(row):<{methods}}  {row.template:<{paths}}  {row.summary}"
            for row in chapter.endpoints
        ]
    return "\n".join(lines)


def index_json(base: str, chapters: Sequence[Routes]) -> dict[str, Any]:
    """Return the addresses as a JSON document."""
    rows = [
        {
            "chapter": chapter.title,
            "methods": list(endpoint.methods),
            "path": endpoint.template,
            "summary": endpoint.summary,
            "example": base + endpoint.example,
        }
        for chapter in chapters
        for endpoint in chapter.endpoints
    ]
    return {"name": "hooknb playground", "url": base, "addresses": rows}


def index_page(base: str, chapters: Sequence[Routes]) -> str:
    """Return the addresses as a whole HTML page."""
    body = "".join(f"<h2>{escape(chapter.title)}</h2>{_table(base, chapter)}" for chapter in chapters)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>hooknb playground</title></head>'
        '<body style="font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em">'
        f"<h1>hooknb playground</h1><p>A small HTTP API at {_code(base)}, for lessons, docs and tests.</p>"
        f"{body}</body></html>"
    )


def notebook_html(base: str, state: str, chapters: Sequence[Routes]) -> str:
    """Return the addresses as a notebook shows them, each chapter folded."""
    folded = "".join(
        f'<details style="margin:2px 0"><summary>{escape(chapter.title)}'
        f' <span style="{_MUTED}">{len(chapter.endpoints)}</span></summary>{_table(base, chapter)}</details>'
        for chapter in chapters
    )
    return f'<div><b>Playground</b> {_code(base)} <span style="{_MUTED}">{escape(state)}</span>{folded}</div>'


def _table(base: str, chapter: Routes) -> str:
    rows = "".join(_row(base, endpoint) for endpoint in chapter.endpoints)
    return f'<table style="border-collapse:collapse;margin:4px 0 8px"><tbody>{rows}</tbody></table>'


def _row(base: str, endpoint: Endpoint) -> str:
    address = _code(endpoint.template)
    if endpoint.takes("GET"):
        address = f'<a href="{escape(base + endpoint.example)}" target="_blank" rel="noopener">{address}</a>'
    cells = (f'<span style="{_MUTED}">{escape(_methods(endpoint))}</span>', address, escape(endpoint.summary))
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _code(text: str) -> str:
    return f'<code style="{_MONO}">{escape(text)}</code>'


def _methods(endpoint: Endpoint) -> str:
    return "any" if endpoint.methods == ("*",) else " ".join(endpoint.methods)
