"""Look over a response as an analyst does: where a value stands, what shape it all has, tables, differences.

Each function takes a `Result`, data, or a text or bytes with JSON or XML in them, and gives a DataFrame whose
secrets are masked.
"""

from __future__ import annotations

import json
from typing import Any

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.survey import where as finding
from hooknb.core.survey.dtypes import dtype_of, numbers_of
from hooknb.core.survey.flatten import Flat, Names, flatten
from hooknb.core.survey.misnamed import misnamed
from hooknb.core.survey.rows import rows_at
from hooknb.core.survey.shape import shape_table, shapes
from hooknb.core.survey.suggestions import suggestion_table, suggestions, wishes
from hooknb.core.survey.wanted import Wanted
from hooknb.engine.difference import Difference, difference
from hooknb.engine.subject import Subject, subject
from hooknb.errors import quoted, warn
from hooknb.view.table import frame_of


def where(what: Any, value: Any, *, like: bool = False, key: bool = False) -> Any:
    """Find every place of a value, grouped by pattern.

    Args:
        what: a `Result`, data, or a text or bytes with JSON or XML in them.
        value: a text, number, True, False or None. In XML a number also finds the texts that spell it.
        like: True to find every text that holds `value`, in capitals or not, and every value that it spells;
            of a number for which there is nothing, the numbers that begin with it.
        key: True to look among the names of objects, not among values.

    Returns:
        A DataFrame, the most frequent pattern first: pattern (a path that finds all of them and their like),
        count, of (how many places the pattern has), first (the path to the first place), example (the value
        there), kind.

    Raises:
        TypeError: an object or a list cannot be looked for; a name is a text.

    Example:
        >>> where({"rooms": [{"id": 42}, {"id": 7}]}, 42)[["pattern", "count", "of", "first"]].values.tolist()
        [['rooms[*].id', 1, 2, 'rooms[0].id']]
    """
    if key and not like and not isinstance(value, str):
        raise TypeError(f"{quoted(value)} is no name: give a text")
    seen = subject(what)
    among: finding.Among = "key" if key else "value"
    wanted = Wanted.same(value, lax=seen.lax)
    found = finding.look(seen.data, wanted, among=among, lax=seen.lax)
    if like:
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        found = finding.look_like(seen.data, text, among=among, lax=seen.lax)
    return finding.where_table(finding.most_frequent(found), seen.redactor.leaf).frame()


def shape(what: Any, *, sample: int | None = None) -> Any:
    """Tell what shape data have: a row for each pattern.

    Args:
        what: a `Result`, data, or a text or bytes with JSON or XML in them.
        sample: look at so many items only of the lists at each pattern, spread evenly; None for all.

    Returns:
        A DataFrame in the order of the document: pattern, count (values that were looked at), kinds (the most
        frequent first; `map` is an object whose names are data), present % (of the objects that could have
        it), null %, distinct (different values), range (of numbers, dates and times), length (of texts, lists
        and maps), looks like (what all texts are, such as `date`), examples, seen % (how much of all values
        was looked at). At most 5,000 patterns and 100 levels.

    Raises:
        ValueError: `sample` is no whole number from 1 on.

    Example:
        >>> frame = shape([{"id": 42}, {"id": 7, "free": None}])
        >>> frame[["pattern", "kinds", "range"]].values.tolist()[2:]
        [['$[*].id', 'number', '7 … 42'], ['$[*].free', 'null', '']]
    """
    if sample is not None and (not isinstance(sample, int) or sample < 1):
        raise ValueError(
            f"{quoted(sample)} is no number of items to look at: give 1 or more, or None for all"
        )
    seen = subject(what)
    found = list(shapes(seen.data, lax=seen.lax, most=sample))
    return shape_table(found, seen.redactor.leaf).frame()


def table(
    what: Any,
    path: str = "$",
    *,
    columns: Names | None = None,
    parents: Names = (),
    explode: Names = (),
) -> Any:
    """Make a DataFrame of a list of objects.

    Args:
        what: a `Result`, data, or a text or bytes with JSON or XML in them.
        path: of a list, whose items are the rows; of an object used as a map, whose members are (their names
            stand in the column `*`); or a pattern such as `orders[*].lines[*]`, whose matches are.
        columns: which columns: paths from a row on, as a list or by name (`{"buyer": "customer.name"}`).
            Without, all that is there: nested objects become columns such as `customer.name`, lists and maps
            stay in their cells.
        parents: patterns from the root on, as a list or by name, of values beside or above the rows:
            `orders[*].id` for rows at `orders[*].lines[*]`.
        explode: paths of lists, from a row on. Each item becomes a row, its columns are called
            `lines[*].sku`; a row without items stays, once.

    Returns:
        A DataFrame. Names of columns are object paths from a row on. Whole numbers are `int64`, or `Int64`
        when some are missing; other numbers `float64`, booleans `bool` or `boolean`, texts `string`, the rest
        `object`. Of XML, where all is text, columns of numbers become numbers. `attrs["missing"]` counts by
        column the rows that lack it and `attrs["null"]` those where it is null; `attrs["paths"]` has the
        whole pattern of each.

    Raises:
        ObjectPathError: a text is no path.
        PathNotFoundError: nothing is there.
        ValueError: a parent's pattern, or what is to be exploded, does not fit.

    Warns:
        HooknbWarning: a path that was asked for is in no row; it names the nearest that is.

    Example:
        >>> frame = table({"o": [{"id": 7, "who": {"name": "Ann"}}, {"id": 8}]}, "o")
        >>> frame.columns.tolist(), frame.attrs["missing"]
        (['id', 'who.name'], {'id': 0, 'who.name': 1})
    """
    seen = subject(what)
    rows = rows_at(seen.data, path, lax=seen.lax)
    frame = flat_frame(flatten(rows, columns=columns, parents=parents, explode=explode), seen)
    for sentence in misnamed(rows, columns=columns, parents=parents, explode=explode):
        warn(seen.redactor.message(sentence))
    return frame


def flat_frame(flat: Flat, seen: Subject) -> Any:
    """Return the DataFrame of flattened rows; masked."""
    mask = seen.redactor.text
    names = {name: mask(name) for name in flat.columns}
    cells: list[list[Any]] = seen.redactor.data(list(flat.columns.values()))
    cells = [numbers_of(column) for column in cells] if seen.lax else cells
    dtypes = {name: dtype_of(column) for name, column in zip(names.values(), cells, strict=True)}
    shown = [[None if cell is MISSING else cell for cell in column] for column in cells]
    frame = frame_of(dict(zip(names.values(), shown, strict=True)), dtypes)
    frame.attrs = {
        "missing": {names[name]: count for name, count in flat.missing.items()},
        "null": {names[name]: count for name, count in flat.nulls.items()},
        "paths": {names[name]: mask(path) for name, path in flat.paths.items()},
    }
    return frame


def diff(before: Any, after: Any, *, by: str = "") -> Difference:
    """Compare two responses, or any two documents, entry by entry.

    Lists of objects are aligned by what tells their items apart, such as `id`, so an item that was put in
    front does not make all others differ. In XML one element and several are compared alike.

    Args:
        before: a `Result` (also one of `hooknb.past`), data, or a text or bytes with JSON or XML in them.
        after: another.
        by: the path, from an item on, of what tells the items of lists apart; empty to find it.

    Returns:
        A `Difference`, shown as a card. `frame()` is a DataFrame of path, change (added, removed, changed,
        type, moved), before, after and the parameters that are mapped from there; `summary()` has them by
        pattern.

    Raises:
        ObjectPathError: `by` is no path.

    Example:
        >>> found = diff([{"id": 1, "n": 5}], [{"id": 2}, {"id": 1, "n": 6}])
        >>> found.frame()[["path", "change"]].values.tolist()
        [['$[0]', 'added'], ['$[1].n', 'changed']]
    """
    if by:
        ObjectPath(by)
    return difference(subject(before), subject(after), by=by)


def suggest(what: Any, *names: str, top: int = 1, **examples: Any) -> Any:
    """Suggest mapping rules: for each parameter the path whose value seems to be meant.

    Args:
        what: a `Result`, data, or a text or bytes with JSON or XML in them.
        names: parameters to map. Of a result's node, those are added that it declares, does not use in its
            request, and does not map yet.
        top: how many suggestions for each parameter. With 1, no path is suggested twice.
        examples: more parameters, each with a value that it could have: `USER_ID=7` looks for a 7.

    Returns:
        A DataFrame, parameter by parameter: parameter, entity, path, value, score (0 to 1), why. It can be
        given to a node: `node.with_rules(frame)`, `hooknb.Node(url, mapping=frame)`.

    Raises:
        TypeError: a name is no text.

    Example:
        >>> suggest({"data": {"userId": 1}}, "USER_ID")[["parameter", "path", "why"]].values.tolist()
        [['USER_ID', 'data.userId', 'the same name']]
    """
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"{quoted(name)} is no name of a parameter: give texts, one after the other")
    seen = subject(what)
    found = suggestions(seen.data, wishes(seen.node, names, examples), lax=seen.lax, top=top)
    return suggestion_table(found, seen.redactor).frame()
