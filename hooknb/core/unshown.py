"""Containers of secrets that do what others do and show nothing: a traceback may print any variable.

>>> UnshownPairs([("TOKEN", "s3cret")])
<1 secret>
>>> environment = UnshownMap({"TOKEN": "s3cret"})
>>> environment, environment["TOKEN"]
(<1 value>, 's3cret')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

V = TypeVar("V")


class UnshownPairs(list[tuple[str, str]]):
    """Hold names and values of secrets."""

    def __repr__(self) -> str:
        return f"<{len(self)} secret{'s' * (len(self) != 1)}>"


class UnshownMap(Mapping[str, V]):
    """Look values up in a mapping that may change, such as the process's environment."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, V]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> V:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<{len(self)} value{'s' * (len(self) != 1)}>"
