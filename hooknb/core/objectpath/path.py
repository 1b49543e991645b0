"""`ObjectPath`: where to look in a response, the only class of this folder that others need.

>>> ObjectPath("data.userId").one({"data": {"userId": 1}})
1
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NoReturn, Protocol, final

from hooknb.core.objectpath.chain import Getter
from hooknb.core.objectpath.foreign import load
from hooknb.core.objectpath.missing import MISSING as MISSING
from hooknb.core.objectpath.native import Dialect, Manner, Native
from hooknb.core.objectpath.parse import parse
from hooknb.core.objectpath.policy import POLICIES as POLICIES
from hooknb.core.objectpath.policy import SEPARATOR, Policy, by_policy
from hooknb.core.objectpath.scan import MisspelledError
from hooknb.core.objectpath.syntax import Location
from hooknb.errors import ObjectPathError, did_you_mean, quoted


class Engine(Protocol):
    """What evaluates a path: `Native` for our own grammar, `Foreign` for jsonpath-ng's."""

    @property
    def definite(self) -> bool:
        """True when the path selects at most one value by its form."""

    @property
    def dialect(self) -> Dialect:
        """Which grammar the text was read with."""

    @property
    def getter(self) -> Getter:
        """The path as a plain function of the data."""

    def find(self, data: Any, manner: Manner) -> list[Any]:
        """Return every value."""

    def one(self, data: Any, manner: Manner) -> Any:
        """Return the value of a definite path, or all the values of another."""

    def matches(self, data: Any, manner: Manner) -> Iterator[tuple[Location, Any]]:
        """Yield every value with its place."""

    def explain(self, data: Any, manner: Manner) -> str:
        """Return a sentence about what the path finds, or where the walk stopped."""


@final
class ObjectPath:
    """Name a place in decoded JSON or XML, or a pattern of places.

    Compiled once for each text and kept; frozen, hashable, equal when text and `strict` are. Data are what
    `json` and xmltodict give: dicts with text as names, lists, texts, numbers, True, False and None.

    Args:
        text: such as `data.userId`, `data['userId']`, `$[0].userId`, `items[*].id`, `$..id` or
            `items[?@.price < 10].name`; docs/object-paths.md has all of it.
        strict: True to accept RFC 9535 and nothing else. Otherwise `$` is optional, names need fewer quotes,
            and what only jsonpath-ng reads is given to it.

    Attributes:
        text: the path as written.
        strict: as given.
        definite: True when the path has names and indexes only: by its form it matches at most once.
        dialect: `seed` for the language of docs/object-paths.md, `rfc9535` for a strict path, `jsonpath-ng`
            for a text that only jsonpath-ng could read.
        getter: the compiled path as a plain function of the data, for loops over many documents; returns what
            `one(data)` does.

    Raises:
        ObjectPathError: the text is not a path; it has the position and a hint.

    Example:
        >>> ObjectPath("users[*].name").find({"users": [{"name": "Ann"}, {"name": "Bob"}]})
        ['Ann', 'Bob']
    """

    __slots__ = ("_engine", "definite", "dialect", "getter", "strict", "text")

    text: str
    strict: bool
    definite: bool
    dialect: Dialect
    getter: Getter
    _engine: Engine

    def __init__(self, text: str, *, strict: bool = False) -> None:
        engine = _engine(text, bool(strict))
        for name, value in (
            ("text", text),
            ("strict", bool(strict)),
            ("definite", engine.definite),
            ("dialect", engine.dialect),
            ("getter", engine.getter),
            ("_engine", engine),
        ):
            object.__setattr__(self, name, value)

    def one(
        self, data: Any, *, lax: bool = False, container: bool = False, ignore_prefixes: bool = False
    ) -> Any:
        """Return what stands at the path.

        Args:
            data: decoded JSON or XML.
            lax: True for XML, see `find`.
            container: see `find`.
            ignore_prefixes: see `find`.

        Returns:
            For a definite path the value, or `MISSING`; `None` is a value. XML elements that occur several
            times are a list. For any other path the list of all values, which may be empty.

        Example:
            >>> ObjectPath("data.name").one({"data": {}})
            MISSING
        """
        if not lax:
            return self.getter(data)
        return self._engine.one(data, Manner(lax, container, ignore_prefixes))

    def find(
        self, data: Any, *, lax: bool = False, container: bool = False, ignore_prefixes: bool = False
    ) -> list[Any]:
        """Return every value that the path matches, in document order.

        Args:
            data: decoded JSON or XML.
            lax: True for XML, where one element and several have different shapes. A name applied to a list
                is applied to each element, an index or `[*]` takes a single element as a list of one, an
                element with only text and attributes gives its text, repeated elements are several matches.
            container: with `lax`, True to get such elements with their attributes, not their text.
            ignore_prefixes: with `lax`, True to let `to` match `ns:to` and `@id` match `@ns:id`.

        Returns:
            A new list, empty when nothing is there; never raises for what the data hold.

        Example:
            >>> ObjectPath("note.to").find({"note": {"to": {"@id": "1", "#text": "Tove"}}}, lax=True)
            ['Tove']
        """
        return self._engine.find(data, Manner(lax, container, ignore_prefixes))

    def matches(
        self, data: Any, *, lax: bool = False, container: bool = False, ignore_prefixes: bool = False
    ) -> Iterator[tuple[Location, Any]]:
        """Yield every match with its place: `(location, value)`, lazily.

        Args:
            data: decoded JSON or XML.
            lax: True for XML, see `find`.
            container: see `find`.
            ignore_prefixes: see `find`.

        Returns:
            An iterator; a location is a tuple of names and indexes from the outside in.

        Example:
            >>> list(ObjectPath("$..id").matches({"items": [{"id": 7}]}))
            [(('items', 0, 'id'), 7)]
        """
        return self._engine.matches(data, Manner(lax, container, ignore_prefixes))

    def value(
        self,
        data: Any,
        *,
        policy: Policy = "auto",
        lax: bool = False,
        container: bool = False,
        ignore_prefixes: bool = False,
        separator: str = SEPARATOR,
    ) -> Any:
        """Return one value for a parameter, whatever the number of matches.

        Args:
            data: decoded JSON or XML.
            policy: `auto`, what `one` gives; `first`, the first match; `one`, the only match, none when there
                are several; `all`, a list; `count`, how many; `join`, their texts in one text.
            lax: True for XML, see `find`.
            container: see `find`.
            ignore_prefixes: see `find`.
            separator: stands between the texts that `join` joins.

        Returns:
            The value. `MISSING` when `first`, `one` and `join` have nothing to give.

        Raises:
            ValueError: there is no such policy.

        Example:
            >>> ObjectPath("tags[*]").value({"tags": ["a", "b"]}, policy="join")
            'a, b'
        """
        if policy not in POLICIES:
            raise ValueError(f"{quoted(policy)} is no policy ({did_you_mean(str(policy), POLICIES)})")
        manner = Manner(lax, container, ignore_prefixes)
        if policy == "auto":
            return self._engine.one(data, manner)
        if policy == "first":
            return next((value for _, value in self._engine.matches(data, manner)), MISSING)
        found = self._engine.find(data, manner)
        return by_policy(found, policy, separator=separator)

    def explain(
        self, data: Any, *, lax: bool = False, container: bool = False, ignore_prefixes: bool = False
    ) -> str:
        """Say what the path finds; for a miss, where the walk stopped and the nearest thing that is there.

        Args:
            data: decoded JSON or XML.
            lax: True for XML, see `find`.
            container: see `find`.
            ignore_prefixes: see `find`.

        Returns:
            One sentence without a full stop. It quotes names of the data, never values.

        Example:
            >>> ObjectPath("data.usrId").explain({"data": {"userId": 1}})
            "'data' has no 'usrId'; nearest is 'userId'"
        """
        return self._engine.explain(data, Manner(lax, container, ignore_prefixes))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"an ObjectPath is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"an ObjectPath is frozen: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ObjectPath):
            return NotImplemented
        return self.text == other.text and self.strict == other.strict

    def __hash__(self) -> int:
        return hash((self.text, self.strict))

    def __repr__(self) -> str:
        return f"ObjectPath({self.text!r}{', strict=True' if self.strict else ''})"

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.text, self.strict)


def is_path(text: str, *, ours: bool = False) -> bool:
    """Tell whether a text is a path.

    Args:
        text: any text.
        ours: True to ask our own grammar alone, and not jsonpath-ng.
    """
    try:
        if ours:
            parse(text, strict=False)
        else:
            _engine(text, False)  # noqa: FBT003, lru_cache is fastest by position
    except ObjectPathError:
        return False
    return True


def _again(text: str, strict: bool) -> ObjectPath:  # noqa: FBT001, pickle passes by position
    return ObjectPath(text, strict=strict)


@lru_cache(maxsize=2048)
def _engine(text: str, strict: bool) -> Engine:  # noqa: FBT001, lru_cache is fastest by position
    if not isinstance(text, str):
        raise TypeError(f"a path is text, not {type(text).__name__}")
    try:
        return Native(parse(text, strict=strict), "rfc9535" if strict else "seed")
    except MisspelledError as error:
        raise ObjectPathError(*error.args) from None
    except ObjectPathError:
        foreign = None if strict else load(text)
        if foreign is None:
            raise
        return foreign
