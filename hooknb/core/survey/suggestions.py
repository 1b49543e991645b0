"""Mapping rules that a response suggests for parameters: by their names, their entity types, and examples.

>>> [found] = suggestions({"data": {"userId": 1, "title": "x"}}, [Wish("USER_ID")])
>>> found.path, found.entity, found.why
('data.userId', 'sys.number', 'the same name')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from hooknb.core.entities import entity
from hooknb.core.node import Node
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.pattern import MEMBERS
from hooknb.core.objectpath.syntax import Every
from hooknb.core.objectpath.writer import write
from hooknb.core.parameters import ANY, UNSET, Parameter
from hooknb.core.proposals import propose_entity
from hooknb.core.redaction import Redactor
from hooknb.core.survey.column import Column, columns
from hooknb.core.survey.naming import is_plural, nearness, words_of
from hooknb.core.survey.wanted import Wanted
from hooknb.core.tree import is_container, kind_of
from hooknb.errors import EntityError
from hooknb.view.table import Table

COLUMNS = ("parameter", "entity", "path", "value", "score", "why")
_MOST_PATTERNS = 3_000
_DEEPEST = 40
_LEAST = 0.5
_LOOKED_AT = 50
_SAME_NAME = 0.97
_SCALARS = ("text", "number", "boolean")


@dataclass(frozen=True, slots=True)
class Wish:
    """Say what a path is wanted for.

    Args:
        name: the parameter.
        entity: the entity type that it has; empty when it has none yet.
        example: a value that it could have; `MISSING` for none.
    """

    name: str
    entity: str = ""
    example: Any = MISSING


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Hold a rule that is suggested.

    Args:
        parameter: the parameter.
        entity: the entity type.
        path: the object path.
        value: what it finds.
        score: how well it fits, from 0 to 1.
        why: in a few words.
    """

    parameter: str
    entity: str
    path: str
    value: Any
    score: float
    why: str


def suggestions(
    data: Any, wishes: Sequence[Wish], *, lax: bool = False, top: int = 1, most: int | None = None
) -> list[Suggestion]:
    """Return what fits each wish best, in the order of the wishes.

    Args:
        data: what `json` or xmltodict gave.
        wishes: what is wanted.
        lax: True for XML.
        top: how many suggestions for one wish. With 1 no path is suggested twice.
        most: look at so many items of the lists at one pattern; None for all.
    """
    found: dict[str, list[Suggestion]] = {wish.name: [] for wish in wishes}
    for column in islice(columns(data, lax=lax, most=most, deepest=_DEEPEST), _MOST_PATTERNS):
        for wish in wishes:
            found[wish.name] += _fitting(column, wish)
    ranked = {name: sorted(each, key=lambda one: -one.score) for name, each in found.items()}
    if top != 1:
        return [each for wish in wishes for each in ranked[wish.name][:top]]
    best = _each_path_once(ranked)
    return [best[wish.name] for wish in wishes if wish.name in best]


def _each_path_once(ranked: dict[str, list[Suggestion]]) -> dict[str, Suggestion]:
    """Give the best suggestions away first; who comes later takes what is left."""
    best: dict[str, Suggestion] = {}
    taken: set[str] = set()
    for each in sorted((one for ones in ranked.values() for one in ones), key=lambda one: -one.score):
        if each.parameter not in best and each.path not in taken:
            best[each.parameter] = each
            taken.add(each.path)
    return best


def _fitting(column: Column, wish: Wish) -> Iterator[Suggestion]:
    """Yield the suggestion that a column is for a wish, if it is one."""
    at, exact = _place(column, wish)
    if at is None:
        return
    names = [part for part in column.parts if isinstance(part, str)]
    near = nearness(words_of(wish.name), names[:-1], names[-1].lstrip("@")) if names else 0.0
    score = 0.6 + 0.4 * near if exact else near
    if score < _LEAST:
        return
    many = is_plural(wish.name) and any(isinstance(part, Every) for part in column.parts)
    path = column.pattern if many else write(column.location(at))
    value = ObjectPath(path).one(column.root, lax=column.lax)
    chosen = _entity(wish, value, many=many, lax=column.lax)
    if chosen is None:
        return
    # Tomorrow the names of a map are others.
    score *= 0.8 if MEMBERS in column.parts and not many else 1.0
    yield Suggestion(wish.name, chosen, path, value, round(score, 2), _why(near, chosen, exact=exact))


def _place(column: Column, wish: Wish) -> tuple[int | None, bool]:
    """Return the number of the value to show, and whether it is the wish's example; None without any."""
    if wish.example is not MISSING:
        places = Wanted.same(wish.example, lax=column.lax).places(column.contents, column.types)
        if places:
            return places[0], True
    values = enumerate(islice(column.contents, _LOOKED_AT))
    return next((at for at, value in values if kind_of(value) in _SCALARS), None), False


def _entity(wish: Wish, value: Any, *, many: bool, lax: bool) -> str | None:
    """Return the entity type for a rule; None when the value does not fit the one that is wanted."""
    if not wish.entity:
        return ANY if many else propose_entity(value, name=wish.name, xml=lax)
    try:
        entity(wish.entity).coerce(value)
    except EntityError:
        return None
    return wish.entity


def _why(near: float, chosen: str, *, exact: bool) -> str:
    said = ["the example stands there"] if exact else []
    if near >= _LEAST:
        said.append("the same name" if near >= _SAME_NAME else "a near name")
    return ", ".join(said + ([f"fits {chosen}"] if chosen not in (ANY, "sys.number") else []))


def wishes(node: Node | None, names: Iterable[str], examples: Mapping[str, Any]) -> list[Wish]:
    """Return what paths are wanted for: what is named, and what a node declares and gets from nowhere.

    Args:
        node: the node, or None.
        names: names of parameters.
        examples: names with a value that each could have.
    """
    declared = {} if node is None else {each.name: each for each in node.parameters}
    known = set() if node is None else {*node.uses, *(rule.parameter for rule in node.mapping)}
    wanted = dict.fromkeys([*names, *examples, *(name for name in declared if name not in known)])
    return [_wish(name, declared.get(name), examples.get(name, MISSING), node) for name in wanted]


def _wish(name: str, parameter: Parameter | None, example: Any, node: Node | None) -> Wish:
    if parameter is None:
        return Wish(
            name, "" if node is None or node.entity_of(name) == ANY else node.entity_of(name), example
        )
    value = MISSING if parameter.value is UNSET or parameter.secret else parameter.value
    return Wish(name, parameter.entity, value if example is MISSING and not is_container(value) else example)


def suggestion_table(found: Sequence[Suggestion], redactor: Redactor) -> Table:
    """Return a row for each suggestion: parameter, entity, path, value, score, why; masked.

    What is suggested can be given to a node, so a path that holds a secret is left out.
    """
    rows = tuple(
        (each.parameter, each.entity, each.path, redactor.data(each.value), each.score, each.why)
        for each in found
        if redactor.text(each.path) == each.path
    )
    return Table(COLUMNS, rows, "Suggested rules", (("score", "float64"),), empty="Nothing fits.")
