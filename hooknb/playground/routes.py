"""The table of addresses: a decorator fills it, a path finds its way through it.

>>> routes = Routes("Examples")
>>> @routes.get("/hello/{name}", example="/hello/ada")
... def hello(call):
...     '''Greet by name.'''
...     return Reply(body=call.text("name").encode())
>>> routes.endpoints[0].summary
'Greet by name.'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from hooknb.playground.memory import Memory
from hooknb.playground.messages import RefusedError, Reply, Request

EVERY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_WHOLE = re.compile(r"[+-]?[0-9]{1,100}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Call:
    """Hold everything that an answer may look at.

    Args:
        request: the request.
        places: the filled-in places of the address, such as `{"id": "1"}`.
        memory: what this playground remembers between requests.
        base: the playground's own URL, without a slash at the end.
        client: the client's IP address.
        wait: sleeps, but not longer than the client stays and the playground runs.
    """

    request: Request
    places: Mapping[str, str]
    memory: Memory
    base: str
    client: str
    wait: Callable[[float], None]

    def text(self, name: str, default: str | None = None, *, longest: int = 2_000) -> str:
        """Return a place or a query parameter as text; without a default it must be there.

        Raises:
            RefusedError: 400, naming the parameter.
        """
        found = self.places.get(name)
        if found is None:
            found = next((value for key, value in self.request.args if key == name), default)
        if found is None:
            raise RefusedError(400, f"the query parameter {name!r} is missing")
        if len(found) > longest:
            raise RefusedError(400, f"{name!r} is longer than {longest} characters")
        return found

    def whole(self, name: str, low: int = 0, high: int | None = None, default: int | None = None) -> int:
        """Return a place or a query parameter as a whole number from `low`, up to `high` if there is one."""
        text = self.text(name, None if default is None else str(default))
        if not _WHOLE.fullmatch(text) or int(text) < low or (high is not None and int(text) > high):
            limits = f"from {low}" if high is None else f"from {low} to {high}"
            raise RefusedError(400, f"{name!r} is a whole number {limits}, not {_short(text)}")
        return int(text)

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """Return a place or a query parameter as a decimal number between two limits, both allowed."""
        text = self.text(name, None if default is None else str(default))
        if not _DECIMAL.fullmatch(text) or not low <= float(text) <= high:
            raise RefusedError(400, f"{name!r} is a number from {low:g} to {high:g}, not {_short(text)}")
        return float(text)

    def yes(self, name: str) -> bool:
        """Return whether a query parameter says yes; it is no when it is not there."""
        text = self.text(name, "no").lower()
        if text not in _TRUTHS:
            raise RefusedError(400, f"{name!r} is yes or no, not {_short(text)}")
        return _TRUTHS[text]


Answer = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Hold one row of the table.

    Args:
        methods: the methods it answers; `("*",)` answers any.
        template: the path, with places in braces: `/users/{id}`.
        answer: the function that answers.
        example: a path that shows it well; the template itself when that has no places.
    """

    methods: tuple[str, ...]
    template: str
    answer: Answer
    example: str

    @property
    def summary(self) -> str:
        """What it answers, in one line: the first line of the function's docstring."""
        return (self.answer.__doc__ or "").strip().partition("\n")[0]

    @property
    def allowed(self) -> tuple[str, ...]:
        """The methods for the `Allow` header."""
        if self.methods == ("*",):
            return EVERY_METHOD
        return (*self.methods, *(("HEAD",) if "GET" in self.methods else ()), "OPTIONS")

    def takes(self, method: str) -> bool:
        """Return whether this row answers a method; what answers GET answers HEAD too."""
        return (
            self.methods == ("*",) or method in self.methods or (method == "HEAD" and "GET" in self.methods)
        )

    def places(self, segments: Sequence[str]) -> dict[str, str] | None:
        """Return what stands in the places when the segments of a path fit the template, else None."""
        pattern = self.template.split("/")
        if len(pattern) != len(segments):
            return None
        pairs = list(zip(pattern, segments, strict=True))
        if any(part != segment for part, segment in pairs if not _is_place(part)):
            return None
        found = {part[1:-1]: segment for part, segment in pairs if _is_place(part)}
        return found if all(found.values()) else None


@dataclass(slots=True)
class Routes:
    """Collect the endpoints of one chapter; used as a source of decorators, at import only.

    Args:
        title: the chapter's heading in the lists of addresses.
    """

    title: str
    endpoints: list[Endpoint] = field(default_factory=list)

    def get(self, template: str, example: str = "") -> Callable[[Answer], Answer]:
        """Register a function that answers GET (and HEAD) at a path."""
        return self.add("GET", template, example)

    def post(self, template: str) -> Callable[[Answer], Answer]:
        """Register a function that answers POST at a path."""
        return self.add("POST", template)

    def add(self, methods: str, template: str, example: str = "") -> Callable[[Answer], Answer]:
        """Register a function for methods separated by spaces, or for any with `*`."""

        def register(answer: Answer) -> Answer:
            self.endpoints.append(Endpoint(tuple(methods.split()), template, answer, example or template))
            return answer

        return register


def segments_of(path: str) -> list[str]:
    """Split a path and decode each segment by itself, so that `%2F` stays within one.

    Raises:
        RefusedError: 400, the percent-encoding is not UTF-8.
    """
    try:
        return [unquote(segment, errors="strict") for segment in path.split("/")]
    except UnicodeDecodeError:
        raise RefusedError(400, "the path is not percent-encoded UTF-8") from None


def matches(endpoints: Iterable[Endpoint], segments: Sequence[str]) -> list[tuple[Endpoint, dict[str, str]]]:
    """Return the endpoints that a path leads to, each with what stands in its places."""
    found = ((endpoint, endpoint.places(segments)) for endpoint in endpoints)
    return [(endpoint, places) for endpoint, places in found if places is not None]


def _is_place(part: str) -> bool:
    return part.startswith("{")


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


_TRUTHS = {"yes": True, "true": True, "1": True, "": True, "no": False, "false": False, "0": False}
