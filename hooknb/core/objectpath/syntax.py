"""What a path is made of: the tree that the parser makes and that everything else reads.

A path is a `Query`: segments that are applied one after the other. A segment holds selectors, and a filter
selector holds a test. The words are those of RFC 9535; nothing here evaluates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Key = str | int
Location = tuple[Key, ...]
Comparator = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Name:
    """Select the value under a name of an object."""

    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """Select one item of a list; negative from its end."""

    index: int


@dataclass(frozen=True, slots=True)
class Slice:
    """Select items of a list as a Python slice does, but a step of 0 selects nothing."""

    start: int | None = None
    stop: int | None = None
    step: int | None = None

    def of(self, length: int) -> range:
        """Return the selected indexes of a list with that many items."""
        if self.step == 0:
            return range(0)
        return range(*slice(self.start, self.stop, self.step).indices(length))


@dataclass(frozen=True, slots=True)
class Every:
    """Select every child.

    Args:
        dotted: True for `.*`, False for `[*]`. They differ for XML data only, where `.*` takes an element's
            children and `[*]` takes the elements of that name, even when there is one.
    """

    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Select the children for which a test holds."""

    test: Test


Selector = Name | Index | Slice | Every | Filter


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold the selectors between two brackets, or the one after a dot.

    Args:
        selectors: one or more, each adds what it selects.
        descendant: True after `..`: they are applied to a value and to everything below it.
    """

    selectors: tuple[Selector, ...]
    descendant: bool = False

    @property
    def key(self) -> Key | None:
        """The one name or index that this segment selects, or None when it can select several."""
        if self.descendant or len(self.selectors) != 1:
            return None
        match self.selectors[0]:
            case Name(name):
                return name
            case Index(index):
                return index
        return None


@dataclass(frozen=True, slots=True)
class Query:
    """Hold a whole path, or one inside a filter.

    Args:
        segments: applied in order.
        relative: True for `@…`: it starts at the value that a filter looks at, not at the whole data.
    """

    segments: tuple[Segment, ...] = ()
    relative: bool = False

    @property
    def keys(self) -> Location | None:
        """The names and indexes of a query that selects at most one value, or None."""
        keys = tuple(key for segment in self.segments if (key := segment.key) is not None)
        return keys if len(keys) == len(self.segments) else None


@dataclass(frozen=True, slots=True)
class Constant:
    """Hold a text, number, `true`, `false` or `null` that a filter compares with."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Call:
    """Call one of the five functions of RFC 9535."""

    name: str
    arguments: tuple[Operand, ...]


Operand = Constant | Query | Call


@dataclass(frozen=True, slots=True)
class Compare:
    """Compare two operands, each of which has at most one value."""

    operator: Comparator
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Exists:
    """Hold when a query selects anything, null included."""

    query: Query


@dataclass(frozen=True, slots=True)
class Holds:
    """Hold when a call of `match` or `search` does."""

    call: Call


@dataclass(frozen=True, slots=True)
class Not:
    """Hold when another test does not."""

    test: Test


@dataclass(frozen=True, slots=True)
class All:
    """Hold when all tests do (`&&`)."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Hold when one of the tests does (`||`)."""

    tests: tuple[Test, ...]


Test = Compare | Exists | Holds | Not | All | Either
