"""A list of objects as the columns of a table: nested objects become columns, lists become rows when asked.

>>> from hooknb.core.survey.rows import rows_at
>>> flat = flatten(rows_at({"o": [{"id": 7, "who": {"name": "Ann"}}, {"id": 8}]}, "o"))
>>> flat.columns
{'id': [7, 8], 'who.name': ['Ann', MISSING]}
>>> flat.missing
{'id': 0, 'who.name': 1}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from hooknb.core.objectpath.lax import TEXT, content
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.pattern import ITEMS, Parts, parts_of
from hooknb.core.objectpath.writer import write_pattern
from hooknb.core.survey.maps import is_map
from hooknb.core.survey.rows import Rows
from hooknb.errors import quoted

DEEPEST = 30
NAMES = "*"
Names = Mapping[str, str] | Sequence[str] | str


@dataclass(frozen=True, slots=True)
class Flat:
    """Hold the columns of a table.

    Args:
        columns: by name the cells, one for each row; `MISSING` where a row has none.
        paths: by name the pattern, from the root on, whose values the cells are.
        rows: how many rows there are.
    """

    columns: dict[str, list[Any]]
    paths: dict[str, str]
    rows: int

    @property
    def missing(self) -> dict[str, int]:
        """By column, how many rows lack it."""
        return {name: sum(cell is MISSING for cell in cells) for name, cells in self.columns.items()}

    @property
    def nulls(self) -> dict[str, int]:
        """By column, in how many rows it is null."""
        return {name: sum(cell is None for cell in cells) for name, cells in self.columns.items()}


@dataclass(slots=True)
class _Source:
    """What columns are made of: for each row an object, under some parts of the row."""

    parts: Parts
    values: list[Any]


def flatten(rows: Rows, *, columns: Names | None = None, parents: Names = (), explode: Names = ()) -> Flat:
    """Return the columns of some rows.

    Args:
        rows: see `rows_at`.
        columns: paths from the row on, by name or as a list; None for all that is there.
        parents: patterns from the root on, by name or as a list, of what holds the rows; see `Rows.beside`.
        explode: paths of lists, from the row on: each of their items becomes a row.

    Raises:
        ObjectPathError: a text is no path.
        ValueError: a parent's pattern, or what is to be exploded, does not fit.
    """
    sources, origin = _exploded(rows, [*named(explode).values()])
    made, paths = {}, {}
    if rows.names is not None:
        made[NAMES], paths[NAMES] = [rows.names[at] for at in origin], rows.path
    for name, pattern in named(parents).items():
        beside = rows.beside(pattern)
        made[name], paths[name] = [beside[at] for at in origin], pattern
    if columns is None:
        found = _everything(sources, lax=rows.lax)
    else:
        found = (
            (name, text, _looked_up(sources, text, lax=rows.lax)) for name, text in named(columns).items()
        )
    for name, text, cells in found:
        name = f"$.{name}" if name in made else name
        made[name], paths[name] = cells, joined(rows.path, text)
    return Flat(made, paths, len(origin))


def named(texts: Names) -> Mapping[str, str]:
    """Return paths by the names of their columns: those that were given, or the paths themselves."""
    if isinstance(texts, Mapping):
        return texts
    return {text: text for text in ([texts] if isinstance(texts, str) else texts)}


def joined(path: str, text: str) -> str:
    """Join the path of the rows and a path from a row on."""
    rest = text.strip().removeprefix("$")
    return path if not rest else f"{path}{rest}" if rest[0] in ".[" else f"{path}.{rest}"


# Lists to rows


def _exploded(rows: Rows, texts: Iterable[str]) -> tuple[list[_Source], list[int]]:
    """Return what the columns are made of, and of which row each row of the table is one."""
    sources, origin = [_Source((), rows.values)], list(range(len(rows.values)))
    for text in texts:
        parts = parts_of(text)
        if parts is None or not parts:
            raise ValueError(f"{quoted(text)} cannot be exploded: give the path of a list, from the row on")
        holder = _source_of(sources, parts)
        if parts[-1] == ITEMS and len(parts) > max(len(holder.parts), 1):
            # Whoever writes `lines[*]` means the items of `lines`, as everywhere else.
            parts = parts[:-1]
        lists = [_inside(value, parts[len(holder.parts) :], lax=rows.lax) for value in holder.values]
        spread = [(at, item) for at, items in enumerate(lists) for item in items]
        numbers = [at for at, _ in spread]
        for source in sources:
            source.values = [source.values[at] for at in numbers]
        origin = [origin[at] for at in numbers]
        sources.append(_Source((*parts, ITEMS), [item for _, item in spread]))
    return sources, origin


def _source_of(sources: Sequence[_Source], parts: Parts) -> _Source:
    """Return the innermost source that some parts begin with."""
    fitting = (each for each in sources if parts[: len(each.parts)] == each.parts)
    return max(fitting, key=lambda each: len(each.parts))


def _inside(value: Any, parts: Parts, *, lax: bool) -> list[Any]:
    """Return the items of the list under some parts of a value; one that is missing for none."""
    found = [value] if not parts else ObjectPath(write_pattern(parts)).find(value, lax=lax, container=True)
    if len(found) != 1:
        return found or [MISSING]
    if isinstance(found[0], list):
        return found[0] or [MISSING]
    return [MISSING] if found[0] is None else found


# Columns


def _everything(sources: Sequence[_Source], *, lax: bool) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield the name, the path and the cells of all columns of some sources."""
    exploded = {source.parts[:-1] for source in sources if source.parts}
    for source in sources:
        for parts, cells in _spread(source, lax=lax):
            if parts not in exploded:
                text = _text(parts)
                yield text, text, cells


def _spread(source: _Source, *, lax: bool) -> Iterator[tuple[Parts, list[Any]]]:
    """Yield the columns of one source; an object becomes those of its names."""
    waiting = [(source.parts, source.values)]
    while waiting:
        parts, values = waiting.pop()
        objects = [value for value in values if isinstance(value, dict)]
        names = Counter(chain.from_iterable(objects))
        deep = len(parts) - len(source.parts) >= DEEPEST
        if not objects or not names or deep or (not lax and is_map(names, objects)):
            yield parts, _alike(values) if lax else values
            continue
        own = [_own(value, lax=lax) for value in values]
        if any(value is not MISSING and value is not None for value in own):
            yield parts, _alike(own) if lax else own
        for name in reversed(names):
            cells = _members(values, name) if name != TEXT or not lax else _mixed_texts(values)
            if any(cell is not MISSING for cell in cells):
                waiting.append(((*parts, name), cells))


def _own(value: Any, *, lax: bool) -> Any:
    """Return what a value is itself, beside what its names hold: of an XML element, its text."""
    if not isinstance(value, dict):
        return value
    text = content(value) if lax else value
    return MISSING if isinstance(text, dict) else text


def _members(values: list[Any], name: Any) -> list[Any]:
    return [value.get(name, MISSING) if isinstance(value, dict) else MISSING for value in values]


def _mixed_texts(values: list[Any]) -> list[Any]:
    """Return the texts of those XML elements that have elements beside their text."""
    mixed = (
        isinstance(value, dict) and TEXT in value and isinstance(content(value), dict) for value in values
    )
    return [value[TEXT] if is_mixed else MISSING for value, is_mixed in zip(values, mixed, strict=True)]


def _alike(cells: list[Any]) -> list[Any]:
    """Return the cells of XML elements: texts, and lists everywhere when one element occurs several times."""
    cells = [content(cell) for cell in cells]
    if not any(isinstance(cell, list) for cell in cells):
        return cells
    return [cell if isinstance(cell, list) or cell is MISSING else [cell] for cell in cells]


def _text(parts: Parts) -> str:
    """Write a path from a row on, as short as it reads."""
    text = write_pattern(parts)
    return text[1:] if text[:2] == "$[" else text


def _looked_up(sources: Sequence[_Source], text: str, *, lax: bool) -> list[Any]:
    """Return what a path finds in each row."""
    parts = parts_of(text)
    source = sources[0] if parts is None else _source_of(sources, parts)
    rest = text if parts is None or not source.parts else write_pattern(parts[len(source.parts) :])
    path = ObjectPath(rest)
    return [MISSING if value is MISSING else path.one(value, lax=lax) for value in source.values]
