"""Advice on an object path: what may be otherwise in the next response, though it works today.

>>> for each in path_advice("items[0].sold", {"items": [{"id": 7, "sold": 1}, {"id": 8}]}):
...     print(each)
[0] is one of 2 items by its place, which may change (write items[*].sold for all, or items[?@.id == 7].sold)
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.pattern import ITEMS, MEMBERS, Part, Parts, parts_of
from hooknb.core.objectpath.policy import Policy
from hooknb.core.objectpath.writer import write_pattern
from hooknb.core.survey.aligning import telling_name
from hooknb.core.survey.maps import key_kind
from hooknb.core.survey.shape import percent
from hooknb.core.tree import kind_of
from hooknb.errors import quoted

_COUNTED = 20_000
_KINDS = {"date": "a date", "id": "an id", "number": "a number"}


@dataclass(frozen=True, slots=True)
class Advice:
    """Hold one piece of advice.

    Args:
        message: what may change, one sentence without a full stop; it quotes no values.
        hint: what to write instead.
    """

    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def path_advice(
    path: str, data: Any = MISSING, *, lax: bool = False, policy: Policy = "auto"
) -> Iterator[Advice]:
    """Yield advice on a path; without data only what its text tells.

    Args:
        path: the path.
        data: a response in which it finds something; `MISSING` when there is none.
        lax: True for XML.
        policy: what becomes of several matches; with any but `auto` a second element changes no shape.
    """
    parts = parts_of(path)
    if parts is not None and not lax:
        yield from _names(parts)
    if data is MISSING:
        return
    if parts is not None:
        if not lax:
            yield from _indexes(parts, data)
        elif policy == "auto":
            yield from _once(parts, data)
        yield from _lacking(path, parts, data, lax=lax)
    yield from _kinds(path, data, lax=lax)


def _names(parts: Parts) -> Iterator[Advice]:
    """Yield advice on names that are no words: tomorrow they are others."""
    for at, part in enumerate(parts):
        kind = key_kind(part) if isinstance(part, str) else None
        if isinstance(part, str) and kind is not None and (kind != "number" or len(part) > 2):
            message = f"the name {quoted(part)} looks like {_KINDS[kind]}, which may be another one next time"
            yield Advice(message, f"write {_with(parts, at, MEMBERS)} for all of them")


def _indexes(parts: Parts, data: Any) -> Iterator[Advice]:
    """Yield advice on an index into a list of objects: which object stands there is up to the server."""
    for at, part in enumerate(parts):
        if not isinstance(part, int):
            continue
        for items in islice(_found(parts[:at], data), 1):
            if isinstance(items, list) and len(items) > 1 and all(isinstance(item, dict) for item in items):
                message = f"[{part}] is one of {len(items):,} items by its place, which may change"
                yield Advice(message, f"write {_with(parts, at, ITEMS)} for all{_by_id(parts, at, items)}")


def _by_id(parts: Parts, at: int, items: list[Any]) -> str:
    """Return the path of the same item by what tells it apart, as the end of a hint."""
    name, place = telling_name(items), parts[at]
    if name is None or not isinstance(place, int) or not -len(items) <= place < len(items):
        return ""
    item = write_pattern((name,))
    test = f"@{item.removeprefix('$') if item[0] == '$' else f'.{item}'} == {json.dumps(items[place][name])}"
    before, after = write_pattern(parts[:at]), write_pattern(("x", *parts[at + 1 :])).removeprefix("x")
    return f", or {before}[?{test}]{after}"


def _once(parts: Parts, data: Any) -> Iterator[Advice]:
    """Yield advice on an XML element that was there once: with a second one the path gives a list."""
    names = [at for at, part in enumerate(parts) if at and isinstance(part, str) and part[0] not in "@#"]
    for at in names:
        last = at == names[-1] and at == len(parts) - 1
        followed = parts[at + 1 :][:1]
        if followed and not isinstance(followed[0], str):
            continue
        holders = list(islice(_found(parts[:at], data, lax=True), 2))
        elements = list(islice(_found(parts[: at + 1], data, lax=True), 2))
        if len(holders) == len(elements) == 1 and (last or _holds_only(holders[0], parts[at])):
            message = f"{quoted(parts[at])} is there once; with a second one this path gives a list"
            yield Advice(
                message, f"write {_after(parts, at, 0)} for the first, {_after(parts, at, ITEMS)} for all"
            )
            return


def _holds_only(holder: Any, name: Part) -> bool:
    """Tell whether an element holds elements of one name only, as collections do."""
    return isinstance(holder, dict) and [each for each in holder if each[:1] not in "@#"] == [name]


def _lacking(path: str, parts: Parts, data: Any, *, lax: bool) -> Iterator[Advice]:
    """Yield advice on a name that only some of the objects have."""
    name = parts[-1] if parts else None
    if not isinstance(name, str) or all(isinstance(part, (str, int)) for part in parts):
        return
    found = islice(_found(parts[:-1], data, lax=lax), _COUNTED)
    had = Counter(name in each for each in found if isinstance(each, dict))
    if had[True] and had[False]:
        share = percent(had[True] / had.total())
        first = "first " if had.total() == _COUNTED else ""
        objects = f"the {first}{had.total():,} objects at {write_pattern(parts[:-1])}"
        yield Advice(f"only {share:g} % of {objects} have {quoted(name)}", "the others are left out")


def _kinds(path: str, data: Any, *, lax: bool) -> Iterator[Advice]:
    """Yield advice on values of several kinds."""
    kinds = Counter(kind_of(value) for value in islice(_values(path, data, lax=lax), _COUNTED))
    del kinds["null"]
    if len(kinds) > 1:
        shares = ", ".join(
            f"{kind} {percent(count / kinds.total()):g} %" for kind, count in kinds.most_common()
        )
        yield Advice(f"the values are of several kinds: {shares}", "an entity type may refuse some of them")


def _found(parts: Parts, data: Any, *, lax: bool = False) -> Iterator[Any]:
    return (value for _, value in ObjectPath(write_pattern(parts)).matches(data, lax=lax, container=True))


def _values(path: str, data: Any, *, lax: bool) -> Iterator[Any]:
    return (value for _, value in ObjectPath(path).matches(data, lax=lax))


def _with(parts: Parts, at: int, part: Part) -> str:
    """Write a path with another part at a place."""
    return write_pattern((*parts[:at], part, *parts[at + 1 :]))


def _after(parts: Parts, at: int, part: Part) -> str:
    """Write a path with one more part after a place."""
    return write_pattern((*parts[: at + 1], part, *parts[at + 1 :]))
