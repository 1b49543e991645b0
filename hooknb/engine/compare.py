"""Two runs side by side: what differs in request, outcome, headers, mapped values and data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from hooknb.core.exchange import Headers
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.writer import write
from hooknb.core.redaction import MASK
from hooknb.engine.decode import Decoded
from hooknb.engine.history_masks import strict
from hooknb.engine.result import Result
from hooknb.view.card import Badge, Block, Card, Line
from hooknb.view.table import Table

COLUMNS = ("part", "what", "first", "second")
# So many differences of the data are listed; two unlike documents have no end of them.
LISTED = 1_000
_LINES = 2_000
# What differs between any two runs says nothing about the API.
_ALWAYS = {("outcome", "elapsed"), ("headers", "date")}

Row = tuple[str, str, Any, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """Hold what differs between two runs; secrets masked.

    Args:
        titles: how each run is called.
        rows: part, what in it, and the two values; `MISSING` where one has none.
        more: True when the data differ in more places than are listed.

    Example:
        >>> hooknb.compare(41, 42).frame()  # doctest: +SKIP
    """

    titles: tuple[str, str]
    rows: tuple[Row, ...]
    more: bool = False

    @property
    def same(self) -> bool:
        """True when nothing differs but the time it took and the `Date` header."""
        return all((part, what.lower()) in _ALWAYS for part, what, *_ in self.rows)

    def table(self) -> Table:
        """Return a row for each difference: part, what, first, second."""
        return Table(COLUMNS, self.rows, empty="Nothing differs.")

    def frame(self) -> Any:
        """Return a fresh DataFrame of the rows."""
        return self.table().frame()

    def card(self) -> Card:
        """Return what a notebook or a terminal shows."""
        badge = Badge("the same", "good") if self.same else Badge("different", "warn")
        blocks: list[Block] = [
            Line(f"first: {self.titles[0]}"),
            Line(f"second: {self.titles[1]}"),
            self.table(),
        ]
        if self.more:
            blocks.append(Line(f"The data differ in more than {LISTED:,} places.", "info"))
        return Card("Two runs compared", (badge,), tuple(blocks), "plain")

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()


def compare_results(first: Result, second: Result) -> Comparison:
    """Compare two runs, part by part.

    Args:
        first: one run, of now or out of the history.
        second: another.
    """
    one, other = _Side(first), _Side(second)
    parts = ("request", "outcome", "headers", "parameters", "mapping")
    rows = [
        (part, *row) for part in parts for row in _differing(getattr(one, part)(), getattr(other, part)())
    ]
    data = list(islice(_data(one, other), LISTED + 1))
    rows += [("data", *row) for row in data[:LISTED]]
    return Comparison((one.title, other.title), tuple(rows), len(data) > LISTED)


class _Side:
    """One of the two runs, as it may be shown: every part as pairs of what and value."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._redactor = strict(result.prepared.redactor, result.exchange.request)

    @property
    def title(self) -> str:
        result = self._result
        began = result.started.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        number = getattr(result, "id", None)
        name = f"run {number}, " if number is not None else ""
        return f"{name}{began}, {result.request.method} {self._redactor.url(result.exchange.request.url)}"

    def request(self) -> dict[str, Any]:
        request = self._result.exchange.request
        headers = _headers(self._redactor.headers(request.headers))
        body = self._redactor.bytes(request.body).decode("utf-8", "replace")
        url = self._redactor.url(request.url)
        lines = {f"header {name}": value for name, value in headers.items()}
        return {"method": request.method, "url": url, **lines, "body": body}

    def outcome(self) -> dict[str, Any]:
        result = self._result
        failure = None if result.failure is None else self._redactor.message(str(result.failure))
        return {
            "status": result.status,
            "output": result.output,
            "failure": failure,
            "elapsed": round(result.elapsed, 3),
        }

    def headers(self) -> dict[str, Any]:
        response = self._result.exchange.response
        return {} if response is None else _headers(self._redactor.headers(response.headers))

    def parameters(self) -> dict[str, Any]:
        values = self._result.prepared.values.values()
        return {each.name: self._redactor.data(each.shown) for each in values}

    def mapping(self) -> dict[str, Any]:
        rows = (row for row in self._result.report.rows if row.ok)
        return {
            row.rule.parameter: MASK if row.rule.secret else self._redactor.data(row.value) for row in rows
        }

    def content(self) -> tuple[str, Any]:
        """Return the kind of the content, and its data; the text when it does not decode."""
        decoded = self._result.decoded
        if isinstance(decoded, Decoded):
            return decoded.kind, self._redactor.data(decoded.data)
        return "text", self._redactor.text(self._result.text)


def _headers(pairs: Headers) -> dict[str, str]:
    """Join repeated headers; names are compared without case."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name.lower()] = f"{joined[name.lower()]}, {value}" if name.lower() in joined else value
    return joined


def _differing(one: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys([*one, *other]):
        first, second = one.get(name, MISSING), other.get(name, MISSING)
        if not _equal(first, second):
            yield name, first, second


def _data(one: _Side, other: _Side) -> Iterator[tuple[str, Any, Any]]:
    (kind, first), (other_kind, second) = one.content(), other.content()
    if isinstance(first, str) and isinstance(second, str):
        yield from _texts(first, second)
    elif kind != other_kind and not {kind, other_kind} <= {"json", "xml"}:
        yield "kind", kind, other_kind
    else:
        yield from differing_entries(first, second, _equal)


def differing_entries(
    one: Any, other: Any, equal: Callable[[Any, Any], bool]
) -> Iterator[tuple[str, Any, Any]]:
    """Walk two trees at once, in order, however deep; yield the paths of what differs.

    Args:
        one: JSON or XML as data.
        other: the same.
        equal: tells whether two leaves are the same, or a leaf and a container; `MISSING` for none.
    """
    stack: list[tuple[tuple[str | int, ...], Any, Any]] = [((), one, other)]
    while stack:
        place, first, second = stack.pop()
        children = _children(first, second)
        if children is None:
            if not equal(first, second):
                yield (write(place) if place else "$"), first, second
            continue
        stack.extend(((*place, key), *pair) for key, *pair in reversed(list(children)))


def _children(first: Any, second: Any) -> Iterable[tuple[str | int, Any, Any]] | None:
    """Return the children of two containers of one kind side by side; None for anything else."""
    if isinstance(first, dict) and isinstance(second, dict):
        names = dict.fromkeys([*first, *second])
        return ((name, first.get(name, MISSING), second.get(name, MISSING)) for name in names)
    if isinstance(first, list) and isinstance(second, list):
        length = max(len(first), len(second))
        return ((index, _at(first, index), _at(second, index)) for index in range(length))
    return None


def _at(items: list[Any], index: int) -> Any:
    return items[index] if index < len(items) else MISSING


def _equal(first: Any, second: Any) -> bool:
    """Tell whether two leaves are the same JSON value: `1` is neither `true` nor `1.0`."""
    return type(first) is type(second) and first == second


def _texts(one: str, other: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield the stretches of lines that differ; of long texts only how long they are."""
    first, second = one.splitlines(), other.splitlines()
    if max(len(first), len(second)) > _LINES:
        if one != other:
            yield "text", f"{len(one):,} characters", f"{len(other):,} characters"
        return
    for kind, start, end, other_start, other_end in SequenceMatcher(None, first, second).get_opcodes():
        if kind != "equal":
            here, there = "\n".join(first[start:end]), "\n".join(second[other_start:other_end])
            yield f"line {start + 1}", here or MISSING, there or MISSING
