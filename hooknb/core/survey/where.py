"""Where a value stands: every place of it, grouped by pattern.

>>> [(found.pattern, found.count) for found in where({"a": [{"n": 7}, {"n": 7}], "b": 7}, Wanted.same(7))]
[('a[*].n', 2), ('b', 1)]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from hooknb.core.objectpath.pattern import MEMBERS
from hooknb.core.objectpath.syntax import Location
from hooknb.core.objectpath.writer import write
from hooknb.core.survey.column import Column, columns
from hooknb.core.survey.wanted import Wanted
from hooknb.core.tree import Kind, brief, is_container, kind_of
from hooknb.view.table import Table
from hooknb.view.text import cut

Among = Literal["value", "key", "any"]
COLUMNS = ("pattern", "count", "of", "first", "example", "kind")
# Nobody reads more; data made to have no end of patterns must not fill the memory.
MOST_PATTERNS = 1_000
LONGEST_EXAMPLE = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Hold the places of one pattern.

    Args:
        pattern: the path that finds these and others like them.
        count: how many places fit.
        of: how many places the pattern has.
        first: the names and indexes of the first place.
        value: what stands there.
        kinds: how many of the values found are of each kind.
    """

    pattern: str
    count: int
    of: int
    first: Location
    value: Any
    kinds: Counter[Kind]


def where(data: Any, wanted: Wanted, *, among: Among = "value", lax: bool = False) -> list[Found]:
    """Return where something stands, the most frequent pattern first.

    Args:
        data: what `json` or xmltodict gave.
        wanted: what is looked for.
        among: values, names, or both.
        lax: True for XML.

    Returns:
        At most `MOST_PATTERNS`.
    """
    return most_frequent(look(data, wanted, among=among, lax=lax))


def most_frequent(hits: Iterable[Hit | None]) -> list[Found]:
    """Return what was found at the patterns with most places, at most `MOST_PATTERNS`."""
    return [told() for _, told in sorted(filter(None, hits), key=lambda hit: -hit[0])[:MOST_PATTERNS]]


Hit = tuple[int, Callable[[], Found]]
"""How many places there are at one pattern, and a function that tells more of them."""


def look(data: Any, wanted: Wanted, *, among: Among = "value", lax: bool = False) -> Iterator[Hit | None]:
    """Yield what is found at each pattern, in the order of the document; None after one without any.

    See `where`.
    """
    for column in columns(data, lax=lax):
        places = _places(column, wanted, among)
        yield (len(places), partial(_told, column, places)) if places else None


def look_like(data: Any, text: str, *, among: Among = "value", lax: bool = False) -> Iterator[Hit | None]:
    """Yield what fits a text that was typed, as `look` does; when nothing does, numbers that begin with it.

    Example:
        >>> [told().pattern for _, told in filter(None, look_like({"id": 421, "n": 7}, "42"))]
        ['id']
    """
    none = True
    for hit in look(data, Wanted.typed(text), among=among, lax=lax):
        none = none and hit is None
        yield hit
    begun = Wanted.begun(text)
    if none and begun is not None and among != "key" and not lax:
        yield from look(data, begun)


def where_table(found: Sequence[Found], mask: Callable[[Any], Any]) -> Table:
    """Return a table of what was found: pattern, count, of, first, example, kind; masked.

    Args:
        found: what `where` returned.
        mask: from a scalar or a text to what may be shown of it.
    """
    rows = tuple(
        (
            mask(each.pattern),
            each.count,
            each.of,
            mask(_path(each.first)),
            example(each.value, mask),
            ", ".join(kind for kind, _ in each.kinds.most_common()),
        )
        for each in found
    )
    dtypes = (("count", "int64"), ("of", "int64"))
    return Table(COLUMNS, rows, "Where it stands", dtypes, empty="It stands nowhere.")


def example(value: Any, mask: Callable[[Any], Any]) -> Any:
    """Return a scalar as it is, masked, and the beginning of what is longer."""
    if is_container(value):
        return brief(value, mask)
    masked = mask(value)
    return cut(masked, LONGEST_EXAMPLE) if isinstance(masked, str) else masked


def _path(location: Location) -> str:
    """Write the path to a place; empty when a name on the way is no text, so that no path leads there."""
    return write(location) if all(isinstance(key, (str, int)) for key in location) else ""


def _places(column: Column, wanted: Wanted, among: Among) -> Sequence[int]:
    """Return the numbers of the values that fit, or whose names do."""
    if among != "value" and wanted.fits_text(column.part):
        return range(len(column.values))
    by_value = wanted.places(column.contents, column.types) if among != "key" else []
    if among == "value" or column.part is not MEMBERS:
        return by_value
    by_name = [at for at, name in enumerate(column.own_names) if wanted.fits_text(name)]
    return sorted({*by_name, *by_value}) if by_value else by_name


def _told(column: Column, places: Sequence[int]) -> Found:
    values = [column.contents[place] for place in places]
    return Found(
        column.pattern,
        len(places),
        len(column.values),
        column.location(places[0]),
        values[0],
        Counter(map(kind_of, values)),
    )
