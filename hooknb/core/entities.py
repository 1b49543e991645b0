"""Entity types: what kind of value a parameter takes, and how a written value is read as one.

The documented types begin with `sys.`; custom ones are lists of values with synonyms, kept in an open
registry. How documented types read a value is `core/coercion.py`; what a parameter is, `core/parameters.py`.

What a value becomes (as JSON; today is Tuesday, 2026-11-24):

| entity             | value                   | becomes         |
|--------------------|-------------------------|-----------------|
| `sys.any`          | `{"a": [1]}`            | `{"a": [1]}`    |
| `sys.any`          | `null`                  | `null`          |
| `sys.any`          | `" 42 "`                | `" 42 "`        |
| `sys.number`       | `" 42 "`                | `42`            |
| `sys.number`       | `"-0.5"`                | `-0.5`          |
| `sys.number`       | `"1e3"`                 | `1000.0`        |
| `sys.number`       | `"9007199254740993"`    | `9007199254740993` |
| `sys.date`         | `"tomorrow"`            | `"2026-11-25"`  |
| `sys.date`         | `"2026-11-24T10:00Z"`   | `"2026-11-24"`  |
| `sys.time`         | `"evening"`             | `"18:00"`       |
| `sys.time`         | `"5:30 pm"`             | `"17:30"`       |
| `sys.names`        | `" Ada Lovelace "`      | `"Ada Lovelace"` |
| `sys.names`        | `["Ada", "Grace"]`      | `["Ada", "Grace"]` |
| `sys.contacts`     | `"ada@example.com"`     | `"ada@example.com"` |
| `sys.contacts`     | `4915112345678`         | `"4915112345678"` |
| `sys.confirmation` | `"Yes!"`                | `true`          |
| `sys.confirmation` | `0`                     | `false`         |

A confirmation is a boolean because that is what the other side of a JSON API expects; a text place still gets
the spelling that was written. `null` is a value of `sys.any` alone: it is no number, no date and no name.

    >>> entity("sys.number").coerce("1e3")
    1000.0
    >>> EntityType.custom("size", {"small": ["s", "little"], "large": ["l"]}).coerce("Little")
    'small'
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from hooknb.core import coercion
from hooknb.core.moments import DATE_HINT, TIME_HINT
from hooknb.errors import EntityError, FieldPath, NodeError, Problem, nearest

if TYPE_CHECKING:
    from hooknb.view.table import Table


@dataclass(frozen=True, slots=True)
class EntityType:
    """Say what kind of value a parameter takes.

    One that is not known (an undocumented `sys.*` name, a custom name that nobody registered) acts as
    `sys.any`, and `warning()` says so. Make custom ones with `EntityType.custom`, look all up with `entity`.

    Args:
        name: as it is written between parentheses in a cell, such as `sys.number`.
        values: of a custom entity: each value with its synonyms; empty for the documented ones.

    Raises:
        NodeError: when a custom entity's name or values cannot be used.

    Example:
        >>> entity("sys.date").coerce("2026-11-24T10:00:00Z")
        '2026-11-24'
    """

    name: str
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        if problems := tuple(_problems(self)):
            raise NodeError(problems)

    @classmethod
    def custom(cls, name: str, values: Mapping[str, Iterable[str]] | Iterable[str]) -> EntityType:
        """Make an entity type of values and their synonyms; case and spacing do not matter when one is read.

        Args:
            name: a name of your own: letters, digits, `_`, `.` and `-`, beginning with a letter or `_`.
            values: each value with its synonyms, or only the values.

        Raises:
            NodeError: when the name cannot be used, or two values share a spelling.

        Example:
            >>> EntityType.custom("size", ["small", "large"]).coerce(" LARGE ")
            'large'
        """
        pairs = values.items() if isinstance(values, Mapping) else ((value, ()) for value in values)
        return cls(name, tuple((value, tuple(synonyms)) for value, synonyms in pairs))

    @property
    def known(self) -> bool:
        """Whether this type checks values itself; otherwise it acts as `sys.any`."""
        return self.documented or bool(self.values)

    @property
    def documented(self) -> bool:
        """Whether this is one of the product's documented types."""
        return self.name in _DOCUMENTED

    def coerce(self, value: object, *, today: date | None = None, secret: bool = False) -> Any:
        """Return the value as this type has it; the table above says what becomes what.

        Args:
            value: text as it was written, or a JSON value, a date or time object, or a numpy scalar.
            today: what relative dates start from; None for the local date.
            secret: keep the value out of the error's message.

        Raises:
            EntityError: when the value does not fit; its `names` is empty, the caller knows the parameter.

        Example:
            >>> entity("sys.confirmation").coerce("yes")
            True
        """
        try:
            return self._read(coercion.plain(value), today)
        except EntityError as error:
            if not secret:
                raise
            hint = self.hint if error.hint else ""
        raise EntityError(f"the secret value is not {self.noun}", hint=hint)

    @property
    def noun(self) -> str:
        """What one value is called in a message: `a number`, `a size`."""
        return _DOCUMENTED[self.name].noun if self.documented else f"a value of {self.name}"

    @property
    def hint(self) -> str:
        """How to write a value, in one phrase."""
        if self.documented:
            return _DOCUMENTED[self.name].hint
        return f"one of {', '.join(value for value, _ in self.values)}" if self.values else "any JSON value"

    def describe(self) -> str:
        """Return one line for completion and help.

        Example:
            >>> EntityType.custom("size", ["small", "large"]).describe()
            'size: one of small, large'
        """
        if not self.known:
            return f"{self.name}: not known here, acts as sys.any"
        return f"{self.name}: {self.hint}"

    def warning(self, path: FieldPath) -> Problem | None:
        """Return what to say where an entity type that is not known is used; None for a known one."""
        if self.known:
            return None
        # Without the common prefix, which would make any two of these names look alike.
        by_ending = {name.removeprefix("sys."): name for name in known_names()}
        near = nearest(self.name.removeprefix("sys."), by_ending)
        mend = f"did you mean {by_ending[near]!r}?" if near else "register it with its values, or use sys.any"
        return Problem(path, f"{self.name!r} is not a known entity, so it acts as sys.any", mend, "warning")

    def _read(self, value: object, today: date | None) -> Any:
        if self.documented:
            return _DOCUMENTED[self.name].read(value, today or date.today())
        return (
            coercion.read_one_of(value, self.values, self.noun) if self.values else coercion.read_any(value)
        )


def entity(name: str) -> EntityType:
    """Return the entity type of a name: documented, registered, or one that acts as `sys.any`.

    Example:
        >>> entity("sys.colour").known
        False
    """
    with _lock:
        return _registered.get(name) or EntityType(name)


lookup = entity


def register(custom: EntityType) -> EntityType:
    """Make a custom entity type known by its name, in place of an earlier one of that name; return it.

    Raises:
        NodeError: when it has no values.

    Example:
        >>> register(EntityType.custom("size", ["small", "large"])) == entity("size")
        True
        >>> unregister("size")
    """
    if not custom.values:
        raise NodeError([_problem(custom, "has no values of its own to register")])
    with _lock:
        _registered[custom.name] = custom
    return custom


def unregister(name: str) -> None:
    """Forget a registered entity type; nothing happens when there is none."""
    with _lock:
        _registered.pop(name, None)


def known_names() -> tuple[str, ...]:
    """Return the names of the documented types, then of the registered ones in the order they came."""
    with _lock:
        return (*KNOWN, *_registered)


def entities_table() -> Table:
    """Return all known entity types: name, what is written, what an API gets, and who defines it."""
    from hooknb.view.table import Table

    rows = [(name, system.hint, system.gives, "documented") for name, system in _DOCUMENTED.items()]
    with _lock:
        rows += [
            (name, custom.hint, "the value as defined", "registered") for name, custom in _registered.items()
        ]
    return Table(("entity", "written as", "becomes", "defined"), tuple(rows), title="entity types")


class _Documented(NamedTuple):
    """What a value of a documented type is called, how it is written, what it becomes, how it is read."""

    noun: str
    hint: str
    gives: str
    read: Callable[[object, date], Any]


_DOCUMENTED = {
    "sys.any": _Documented(
        "a JSON value", coercion.ANY_HINT, "the JSON value", lambda value, _: coercion.read_any(value)
    ),
    "sys.number": _Documented(
        "a number", coercion.NUMBER_HINT, "a JSON number", lambda value, _: coercion.read_number(value)
    ),
    "sys.date": _Documented("a date", DATE_HINT, "text, YYYY-MM-DD", coercion.read_day),
    "sys.time": _Documented(
        "a time of day", TIME_HINT, "text, HH:MM or HH:MM:SS", lambda value, _: coercion.read_clock(value)
    ),
    "sys.names": _Documented(
        "a name", coercion.NAMES_HINT, "text, or a list of text", lambda value, _: coercion.read_names(value)
    ),
    "sys.contacts": _Documented(
        "a contact",
        coercion.CONTACTS_HINT,
        "text, or a list of text",
        lambda value, _: coercion.read_contacts(value),
    ),
    "sys.confirmation": _Documented(
        "a yes or a no",
        coercion.CONFIRMATION_HINT,
        "true or false",
        lambda value, _: coercion.read_confirmation(value),
    ),
}

KNOWN = tuple(_DOCUMENTED)

_lock = threading.Lock()
_registered: dict[str, EntityType] = {}

_CUSTOM_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def _problems(custom: EntityType) -> Iterator[Problem]:
    """Yield what is wrong with the definition of a custom entity."""
    if not custom.values:
        return
    if custom.documented:
        yield _problem(custom, "is documented and cannot have other values", "choose another name")
    elif not _CUSTOM_NAME.fullmatch(custom.name):
        yield _problem(custom, "is not a name for an entity", "use letters, digits, '_', '.' and '-'")
    owners: dict[str, str] = {}
    for value, synonyms in custom.values:
        for spelling in (value, *synonyms):
            spoken = coercion.spoken(spelling)
            if not spoken:
                yield _problem(custom, f"has an empty spelling of {value!r}")
            elif owners.setdefault(spoken, value) != value:
                yield _problem(custom, f"has {spelling!r} for both {owners[spoken]!r} and {value!r}")


def _problem(custom: EntityType, message: str, hint: str = "") -> Problem:
    return Problem(("entities", custom.name), f"{custom.name!r} {message}", hint)
