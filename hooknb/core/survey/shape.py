"""The shape of data: a row for each pattern, with what stands there.

>>> for each in shapes({"items": [{"id": 7}, {}]}):
...     print(each.pattern, each.count, each.kinds, each.present)
$ 1 (('object', 1),) None
items 1 (('list', 1),) 1.0
items[*] 2 (('object', 2),) None
items[*].id 1 (('number', 1),) 0.5
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from hooknb.core.objectpath.syntax import Every
from hooknb.core.survey.column import Column, columns
from hooknb.core.survey.forms import ORDERED, form_of
from hooknb.core.survey.where import example
from hooknb.core.tree import Kind, kind_of, kind_of_type
from hooknb.view.table import Table

COLUMNS = (
    "pattern",
    "count",
    "kinds",
    "present %",
    "null %",
    "distinct",
    "range",
    "length",
    "looks like",
    "examples",
    "seen %",
)
MOST_PATTERNS = 5_000
DEEPEST = 100
_EXAMPLES = 3
_LOOKED_AT = 2_000
Limits = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """Hold what is known of the values at one pattern.

    Args:
        pattern: the path that finds them.
        level: how deep they stand.
        count: how many were looked at.
        kinds: pairs of kind and count, the most frequent first; `map` for objects whose names are data.
        present: the share of the objects there that have it; None where nothing could lack it.
        distinct: how many different texts, numbers and booleans there are; None without any.
        limits: the least and the greatest number, date or time; None without any.
        lengths: of lists, texts and maps the least and the greatest length; None without any.
        form: what all texts look like, such as `date`.
        examples: the first different values.
        seen: the share of the values there that was looked at.
    """

    pattern: str
    level: int
    count: int
    kinds: tuple[tuple[str, int], ...]
    present: float | None = None
    distinct: int | None = None
    limits: Limits | None = None
    lengths: Limits | None = None
    form: str = ""
    examples: tuple[Any, ...] = ()
    seen: float = 1.0

    @property
    def nulls(self) -> float:
        """The share of the values that are null."""
        return dict(self.kinds).get("null", 0) / self.count if self.count else 0.0


def shapes(data: Any, *, lax: bool = False, most: int | None = None) -> Iterator[Shape]:
    """Yield the shape of each pattern, in the order of the document, at most `MOST_PATTERNS`.

    Args:
        data: what `json` or xmltodict gave.
        lax: True for XML.
        most: look at so many items of the lists at one pattern, spread evenly; None for all.
    """
    for column in islice(columns(data, lax=lax, most=most, deepest=DEEPEST), MOST_PATTERNS):
        yield shape_of(column)


def shape_of(column: Column) -> Shape:
    """Return the shape of one column."""
    by_kind = _by_kind(column)
    texts = by_kind.get("text", [])
    form = form_of(dict.fromkeys(islice(texts, _LOOKED_AT)))
    scalars = [by_kind[kind] for kind in _SCALARS if kind in by_kind]
    could_lack = column.part is not None and not isinstance(column.part, Every)
    return Shape(
        column.pattern,
        column.level,
        len(column.values),
        _kinds(by_kind, is_map=column.is_map),
        column.had / column.of if could_lack else None,
        sum(len(set(each)) for each in scalars) if scalars else None,
        _limits(by_kind.get("number", [])) or _text_limits(texts, form),
        _lengths(by_kind, is_map=column.is_map),
        form,
        _examples(column.contents),
        column.seen,
    )


def shape_table(found: Sequence[Shape], mask: Callable[[Any], Any]) -> Table:
    """Return a table with a row for each pattern; masked.

    Args:
        found: what `shapes` yielded.
        mask: from a scalar or a text to what may be shown of it.
    """
    rows = tuple(
        (
            mask(each.pattern),
            each.count,
            ", ".join(kind for kind, _ in each.kinds),
            None if each.present is None else percent(each.present),
            percent(each.nulls),
            each.distinct,
            _span(each.limits, mask),
            _span(each.lengths, mask),
            each.form,
            [example(value, mask) for value in each.examples],
            percent(each.seen),
        )
        for each in found
    )
    return Table(COLUMNS, rows, _title(found), _DTYPES)


def percent(share: float) -> float:
    """Return a share as percent with two decimals; only what is all is 100, and only what is nothing is 0.

    Example:
        >>> percent(1 / 3), percent(0.999999), percent(0.000001)
        (33.33, 99.99, 0.01)
    """
    if share in (0.0, 1.0):
        return share * 100
    return min(max(round(share * 100, 2), 0.01), 99.99)


_SCALARS: tuple[Kind, ...] = ("text", "number", "boolean")
_DTYPES = (
    ("count", "int64"),
    ("present %", "float64"),
    ("null %", "float64"),
    ("distinct", "Int64"),
    ("seen %", "float64"),
)


def _title(found: Sequence[Shape]) -> str:
    if all(each.seen == 1.0 for each in found):
        return "Shape"
    return f"Shape (of a sample: {sum(each.count for each in found):,} values were looked at)"


def _by_kind(column: Column) -> dict[Kind, list[Any]]:
    """Return the values of each kind, in the order of the document."""
    kinds = column.kinds
    if len(kinds) == 1:
        return {next(iter(kinds)): column.contents}
    found: dict[Kind, list[Any]] = {}
    for kind in kinds:
        types = {each for each in column.types if kind_of_type(each) == kind}
        found[kind] = [value for value in column.contents if value.__class__ in types]
    return found


def _kinds(by_kind: dict[Kind, list[Any]], *, is_map: bool) -> tuple[tuple[str, int], ...]:
    named = [("map" if kind == "object" and is_map else kind, len(each)) for kind, each in by_kind.items()]
    return tuple(sorted(named, key=lambda pair: -pair[1]))


def _lengths(by_kind: dict[Kind, list[Any]], *, is_map: bool) -> Limits | None:
    long: tuple[Kind, ...] = ("text", "list", "object") if is_map else ("text", "list")
    return _limits([size for kind in long for size in map(len, by_kind.get(kind, ()))])


def _limits(values: Sequence[Any]) -> Limits | None:
    if values and values[0] != values[0]:
        # Nothing is less than NaN, and NaN is less than nothing: in the first place it would be both limits.
        values = [value for value in values if value == value]
    return (min(values), max(values)) if values else None


def _text_limits(texts: list[str], form: str) -> Limits | None:
    """Return the first and the last date or time, or the least and the greatest number that texts spell."""
    if form in ORDERED:
        return _limits(texts)
    try:
        return (min(texts, key=float), max(texts, key=float)) if form == "number" else None
    except ValueError:  # a form is that of the first few hundred
        return None


def _examples(values: list[Any]) -> tuple[Any, ...]:
    scalars = (value for value in islice(values, _LOOKED_AT) if kind_of(value) in _SCALARS)
    different = dict.fromkeys((value.__class__, value) for value in scalars)
    return tuple(value for _, value in islice(different, _EXAMPLES))


def _span(limits: Limits | None, mask: Callable[[Any], Any]) -> str:
    if limits is None:
        return ""
    low, high = (str(example(each, mask)) for each in limits)
    return low if low == high else f"{low} … {high}"
