"""Parameters: what a node declares, what a session remembers, and the choice of a value for a run.

A value is looked up in this order, the first that exists wins, and every value carries its source:
the call, the node's own value, a session value set by hand, a notebook variable, a mapped value, an answer.

    >>> Parameter("QTY", 2, "sys.number").text
    '2'
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from hooknb.core.redaction import MASK, SEARCHED_LENGTH, Redactor, is_masked
from hooknb.core.unshown import UnshownPairs
from hooknb.errors import ParameterError, quoted
from hooknb.view.table import Table

ANY = "sys.any"
_DEEPEST = 100
# Beyond it a Decimal is neither a float nor an int that could be written.
_MOST_DIGITS = 300


class _Unset(Enum):
    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET: Final = _Unset.UNSET


@dataclass(frozen=True, slots=True, init=False, eq=False)
class Parameter:
    """Declare a parameter of a node.

    Args:
        name: an ASCII identifier; case matters.
        value: any JSON value; `UNSET` means it is asked for when the node runs.
        entity: the entity type, such as `"sys.number"`.
        secret: True when its value may never be shown; it then has no value here.
        spelling: how the value was written, where that is not its plain JSON spelling (`2.50`).
    """

    name: str
    value: Any
    entity: str
    secret: bool
    spelling: str

    def __init__(
        self, name: str, value: Any = UNSET, entity: str = ANY, *, secret: bool = False, spelling: str = ""
    ) -> None:
        """Keep a private copy of the value, so that nobody can change it from outside."""
        put = object.__setattr__
        put(self, "name", name)
        put(self, "value", value if value is UNSET else own_copy(value))
        put(self, "entity", entity)
        put(self, "secret", secret)
        put(self, "spelling", "" if spelling == plain_spelling(value) else spelling)

    @property
    def text(self) -> str:
        """The value as text places are filled with it: the spelling that was written."""
        return self.spelling or plain_spelling(self.value)

    def document(self) -> dict[str, Any]:
        """Return the parameter as a document holds it."""
        row: dict[str, Any] = {"name": self.name}
        if self.entity != ANY:
            row["entity"] = self.entity
        if self.secret:
            row["secret"] = True
        if self.value is not UNSET:
            row["value"] = own_copy(self.value)
        if self.spelling:
            row["spelling"] = self.spelling
        return row

    def _key(self) -> tuple[Any, ...]:
        return (self.name, _frozen(self.value), self.entity, self.secret, self.spelling)

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Parameter) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        parts = [repr(self.name)]
        parts += [f"value={self.value!r}"] if self.value is not UNSET else []
        parts += [f"entity={self.entity!r}"] if self.entity != ANY else []
        parts += ["secret=True"] if self.secret else []
        parts += [f"spelling={self.spelling!r}"] if self.spelling else []
        return f"Parameter({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Hold the value a parameter has in one run.

    Args:
        name: the parameter.
        value: a JSON value, already of its entity.
        text: what text places are filled with.
        entity: the entity type.
        source: where the value comes from, for people.
        secret: True when it may never be shown.
        hides: what other values were passed over, for people.
    """

    name: str
    value: Any
    text: str
    entity: str = ANY
    source: str = ""
    secret: bool = False
    hides: str = ""

    @property
    def shown(self) -> Any:
        """The value as a table may show it."""
        return MASK if self.secret else self.value

    def __repr__(self) -> str:
        """Name the value without showing it: what was mapped from an answer may hold a secret, too."""
        return f"<Chosen {self.name} from {self.source}>"


@dataclass(frozen=True, slots=True)
class Held:
    """One value in a session's store."""

    name: str
    value: Any
    entity: str = ANY
    source: str = "set by hand"
    secret: bool = False
    text: str = ""


class Parameters:
    """Remember a session's parameters: values set by hand, and values mapped from responses.

    Thread-safe. A value set by hand is never overwritten by a mapped one; both are kept, and the one
    set by hand is used.

    Example:
        >>> store = Parameters()
        >>> store["CITY"] = "Graz"
        >>> store["CITY"]
        'Graz'
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._by_hand: dict[str, Held] = {}
        self._mapped: dict[str, Held] = {}
        self._protected: dict[str, str] = {}

    def set(self, name: str, value: Any, *, entity: str = ANY, secret: bool = False, text: str = "") -> None:
        """Set a value by hand; it is coerced to its entity.

        Raises:
            EntityError: the value does not fit.
            ParameterError: the name or the value cannot be a parameter's.
        """
        from hooknb.core import entities
        from hooknb.core.checks import is_parameter_name

        if not is_parameter_name(name):
            raise ParameterError(
                f"{quoted(name)} is not a parameter name", [name], "use letters, digits and _"
            )
        made = entities.entity(entity).coerce(json_value(value, name), secret=secret)
        with self._lock:
            self._by_hand[name] = Held(name, made, entity, "set by hand", secret, text)

    def map(
        self, name: str, value: Any, *, entity: str = ANY, source: str = "mapped", secret: bool = False
    ) -> None:
        """Keep a value that came from a response."""
        with self._lock:
            self._mapped[name] = Held(name, value, entity, source, secret)

    def by_hand(self, name: str) -> Held | None:
        """Return the value set by hand, or None."""
        return self._by_hand.get(name)

    def mapped(self, name: str) -> Held | None:
        """Return the value mapped from a response, or None."""
        return self._mapped.get(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a parameter's value, or `default`."""
        try:
            return self[name]
        except KeyError:
            return default

    def clear(self) -> None:
        """Forget every value."""
        with self._lock:
            self._by_hand.clear()
            self._mapped.clear()

    def __getitem__(self, name: str) -> Any:
        held = self._by_hand.get(name) or self._mapped.get(name)
        if held is None:
            raise KeyError(name)
        return own_copy(held.value)

    def __setitem__(self, name: str, value: Any) -> None:
        self.set(name, value)

    def __delitem__(self, name: str) -> None:
        with self._lock:
            if name not in self:
                raise KeyError(name)
            self._by_hand.pop(name, None)
            self._mapped.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self._by_hand or name in self._mapped

    def __iter__(self) -> Iterator[str]:
        with self._lock:
            return iter(list(dict.fromkeys([*self._by_hand, *self._mapped])))

    def __len__(self) -> int:
        return len(self._by_hand.keys() | self._mapped.keys())

    def __repr__(self) -> str:
        return f"<Parameters {', '.join(self) or 'none yet'}>"

    def held(self) -> tuple[Held, ...]:
        """Return every value with its source, the ones in use."""
        return tuple(self._by_hand.get(name) or self._mapped[name] for name in self)

    def secrets(self) -> list[tuple[str, str]]:
        """Return the names and texts of the values that may never be shown, also those of runs before."""
        with self._lock:
            layers = [*self._by_hand.values(), *self._mapped.values()]
        held_here = [
            (held.name, text)
            for held in layers
            if held.secret
            for text in secret_texts(held.value)
            if not is_masked(text)  # what a replay gives in its place
        ]
        return UnshownPairs([*held_here, *((name, value) for value, name in self._protected.items())])

    def protect(self, secrets: Iterable[tuple[str, str]]) -> None:
        """Mask these values from now on, pairs of name and text: any later answer may hold them."""
        with self._lock:
            for name, value in secrets:
                self._protected.setdefault(value, name)

    def table(self) -> Table:
        """Return the store as a table: `name`, `entity`, `value`, `source`; secrets masked."""
        clean = Redactor(self.secrets()).data
        rows = tuple(
            (held.name, held.entity, MASK if held.secret else clean(held.value), held.source)
            for held in self.held()
        )
        return Table(("name", "entity", "value", "source"), rows, "Parameters", empty="No parameters yet.")

    def frame(self) -> Any:
        """Return a fresh DataFrame of the store."""
        return self.table().frame()


def own_copy(value: Any) -> Any:
    """Return a JSON value that shares no list or dict with the given one."""
    if isinstance(value, dict):
        return {key: own_copy(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [own_copy(item) for item in value]
    return value


def plain_spelling(value: Any) -> str:
    """Write a value as text places show it: text as it is, everything else as compact JSON."""
    if value is UNSET:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def secret_texts(value: Any) -> Iterator[str]:
    """Yield the texts by which a secret value is found: all of it, with and without blanks at its ends, and
    each long text and number in it.

    Example:
        >>> list(secret_texts({"user": "ada", "password": "open sesame"}))
        ['{"user":"ada","password":"open sesame"}', 'open sesame']
    """
    whole = plain_spelling(value)
    yield whole
    if whole != whole.strip():
        yield whole.strip()
    stack = [read_value(whole)[0] if whole[:1] in ("[", "{") else None]
    while stack:
        each = stack.pop()
        if isinstance(each, (dict, list)):
            stack.extend(each.values() if isinstance(each, dict) else each)
        elif isinstance(each, (str, int, float)) and len(text := plain_spelling(each)) >= SEARCHED_LENGTH:
            yield text


def json_value(value: Any, name: str) -> Any:
    """Turn a Python value into a JSON value: dates become ISO text, numpy scalars plain numbers.

    Raises:
        ParameterError: the value has no JSON form; the message names the parameter and the type.
    """
    if nests_too_deeply(value):
        message = f"parameter {name} is nested deeper than {_DEEPEST} lists and dicts"
        raise ParameterError(message, [name], "send it as a body instead")
    return _json_value(value, name)


def nests_too_deeply(value: Any) -> bool:
    """Tell whether lists and dicts stand in each other so deeply that copying them could fail."""
    level = [value]
    for _ in range(_DEEPEST + 1):
        held = [
            each.values() if isinstance(each, dict) else each
            for each in level
            if isinstance(each, (dict, list, tuple))
        ]
        level = [item for each in held for item in each]
        if not level:
            return False
    return True


def _json_value(value: Any, name: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return float(value)
        raise ParameterError(
            f"parameter {name} is {value}, which JSON cannot hold", [name], "use a number or null"
        )
    # pandas' NaT is a datetime that equals nothing.
    if isinstance(value, (datetime, date, time)) and value == value:
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite() and value.adjusted() < _MOST_DIGITS:
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _json_value(item, name) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json_value(item, name) for item in value]
    plain = _plain_scalar(value)
    if plain is not None:
        return _json_value(plain, name)
    what = "dict with keys that are not text" if isinstance(value, dict) else type(value).__name__
    hint = (
        f"use {name}.tolist()"
        if getattr(value, "ndim", 0) and hasattr(value, "tolist")
        else "use text, numbers, lists or dicts"
    )
    raise ParameterError(f"parameter {name} is a {what}, which JSON cannot hold", [name], hint)


def _plain_scalar(value: Any) -> Any:
    """Return a numpy scalar as a Python value, or None when it is none or has no such value."""
    item = getattr(value, "item", None)
    if not callable(item) or getattr(value, "ndim", None) != 0:
        return None
    kind = getattr(value.dtype, "kind", "")
    if kind == "m":
        return None
    # Dates finer than Python's come out as bare integers.
    plain = value.astype("datetime64[us]").item() if kind == "M" and isinstance(item(), int) else item()
    return None if type(plain) is type(value) or (kind == "M" and isinstance(plain, int)) else plain


def read_value(text: str) -> tuple[Any, str]:
    """Read a value as it is written in a cell: valid JSON gives the JSON value, all else is text.

    A number too long or too large for Python, and lists nested too deeply, are text too.

    Returns:
        The value, and its spelling where that is not the plain one (else "").

    Example:
        >>> read_value("2.50"), read_value("01234"), read_value('["a"]')
        ((2.5, '2.50'), ('01234', ''), (['a'], ''))
    """
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return text, ""
    if nests_too_deeply(value) or (isinstance(value, float) and not math.isfinite(value)):
        return text, ""
    return value, "" if isinstance(value, str) or plain_spelling(value) == text else text


def same_value(first: Any, second: Any) -> bool:
    """Tell whether two JSON values are the same, 1, 1.0 and true being three.

    Example:
        >>> same_value([1], [1]), same_value(1, True)
        (True, False)
    """
    return bool(_frozen(first) == _frozen(second))


def _refuse_constant(text: str) -> Any:
    raise ValueError(text)


def _frozen(value: Any) -> Any:
    """Return a hashable stand-in that tells 1, 1.0 and True apart."""
    if isinstance(value, dict):
        return ("dict", tuple((key, _frozen(item)) for key, item in value.items()))
    if isinstance(value, list):
        return ("list", tuple(_frozen(item) for item in value))
    return (type(value).__name__, value)
