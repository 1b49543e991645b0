"""Keep secrets out of everything that is shown, saved or exported: one redactor for every way out.

A redactor knows the values of a run's secrets. A value of at least six characters is found anywhere, in any
form that `core/disguises.py` knows; a shorter one only where it stands whole: in quotes, as a header's value,
as one part of a URL. Places that are masked whatever stands in them are listed in `core/sensitive.py`.

    >>> redactor = Redactor([("TOKEN", "s3cret-42")])
    >>> redactor.text('{"echo": "s3cret-42"}')
    '{"echo": "«TOKEN»"}'
    >>> redactor.headers([("Authorization", "Bearer abc")])
    (('Authorization', 'Bearer •••••'),)
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from hooknb.core.disguises import characters, spans, spelled, wide_spans
from hooknb.core.sensitive import hide_in_header, hide_in_url, hide_within

MASK = "•••••"
SEARCHED_LENGTH = 6

# A beginning of a secret is looked for in other forms than its own when it has at most so many characters; a
# form has at most so many times that, and what is left of half a character.
_MOST_OF_A_FORM = 12
_MOST_BEGUN = 256
_HALF_A_CHARACTER = 5

Content = bytes  # inside the class below, `bytes` is a method

# Of each pair neither character may occur in a secret: then no mask can complete or contain one. The first is
# latin-1, so that a masked header is still a header.
_BRACKETS = (("«", "»"), ("‹", "›"), ("⟨", "⟩"), ("⟦", "⟧"), ("⟪", "⟫"))
_MASKED = re.compile("|".join([MASK, *(f"{left}[A-Za-z0-9_]*{right}" for left, right in _BRACKETS)]))


class Redactor:
    """Mask secrets wherever they turn up. It never changes; `adding` makes another one.

    A mask names the secret (`«TOKEN»`) and says nothing of its length; where nobody knows a name it is
    `•••••`. Masks have no character that JSON, HTML or a URL's structure gives a meaning to, and masking
    twice changes nothing. A redactor shows no values in its repr and refuses to be pickled.

    Args:
        secrets: pairs of parameter and value; of two names for one value the first is shown.
        also: names of headers and query parameters to mask always, besides those of `core/sensitive.py`.

    Example:
        >>> Redactor([("TOKEN", "a b/c=d!")]).url("https://example.com/?t=a%20b%2Fc%3Dd%21&n=1")
        'https://example.com/?t=«TOKEN»&n=1'
    """

    __slots__ = ("_also", "_known", "_secrets")

    def __init__(self, secrets: Iterable[tuple[str, str]] = (), *, also: Iterable[str] = ()) -> None:
        by_value: dict[str, str] = {}
        for name, value in secrets:
            if value:
                by_value.setdefault(value, name)
        self._secrets = tuple((name, value) for value, name in by_value.items())
        self._also = tuple(also)
        self._known: _Masks | None = None

    def adding(self, name: str, value: str) -> Redactor:
        """Return a redactor that knows one more secret; itself when it knows that value already."""
        if not value or any(value == known for _, known in self._secrets):
            return self
        return Redactor([*self._secrets, (name, value)], also=self._also)

    def knowing_end(self, content: Content) -> Redactor:
        """Return a redactor that masks the beginning of a secret, too, in the middle of which bytes end.

        Example:
            >>> Redactor([("TOKEN", "s3cret-42")]).knowing_end(b"echo s3cret-4").text("echo s3cret-4")
            'echo «TOKEN»'
        """
        made = self
        for name, value in self._secrets:
            end = content[-_MOST_OF_A_FORM * len(value) :].decode(errors="replace")
            made = made.adding(name, _begun(value, end))
        return made

    def longer(self) -> Redactor:
        """Return a redactor of the longer secrets alone: short ones are ordinary words too often."""
        return Redactor((pair for pair in self._secrets if len(pair[1]) >= SEARCHED_LENGTH), also=self._also)

    def text(self, text: str) -> str:
        """Return a text with every secret in it masked; the text itself when there is none."""
        return _replaced(text, self._found(text, _whole_in_text))

    def message(self, text: str) -> str:
        """Return a sentence for people masked, its URLs as `url` does, and a secret that `…` cuts off.

        Example:
            >>> Redactor([("TOKEN", "s3cret-42")]).message("'s3cret-…' is not a number")
            "'«TOKEN»…' is not a number"
        """
        return hide_within(
            _replaced(text, [*self._found(text, _whole_in_text), *self._cut(text)]), self._hide, self._also
        )

    def url(self, url: str) -> str:
        """Return a URL with secrets, user and password, and sensitive query values masked.

        Example:
            >>> Redactor().url("https://ada:pw@example.com/?page=2&access_token=abc")
            'https://•••••@example.com/?page=2&access_token=•••••'
        """
        return hide_in_url(_replaced(url, self._found(url, _whole_in_url)), self._hide, self._also)

    def headers(self, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return headers with secrets, credentials, cookies and API keys masked; names and order stay.

        Example:
            >>> Redactor().headers([("Cookie", "sid=31; theme=dark"), ("Accept", "text/html")])
            (('Cookie', 'sid=•••••; theme=•••••'), ('Accept', 'text/html'))
        """
        return tuple((self.text(name), self._header_value(name, value)) for name, value in pairs)

    def bytes(self, content: Content) -> Content:
        """Return bytes with secrets masked in UTF-8, latin-1 and UTF-16; the masks themselves are UTF-8."""
        if not self._secrets:
            return content
        pieces, position = [], 0
        for start, end, mask in _merged(self._found_in_bytes(content.decode("latin-1"))):
            pieces += [content[position:start], mask.encode()]
            position = end
        return b"".join([*pieces, content[position:]]) if pieces else content

    def data(self, data: Any) -> Any:
        """Return JSON-like data with secrets in its texts, numbers, keys and bytes masked.

        Lists, tuples and dicts are made anew as plain ones where something is masked; data without secrets is
        returned as it is, also other objects. Nesting may be as deep as memory allows.

        Example:
            >>> Redactor([("PIN", "123456")]).data({"pin": 123456, "n": [1, "no 123456"]})
            {'pin': '«PIN»', 'n': [1, 'no «PIN»']}
        """
        return _rebuilt(data, self) if self._secrets and self._may_hold(data) else data

    def contains(self, text: str) -> bool:
        """Tell whether a text holds a secret in any form."""
        return next(iter(self._found(text, _whole_in_text)), None) is not None

    def leaf(self, value: Any) -> Any:
        """Return one scalar masked; a number that is or holds a secret becomes text."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, (Content, bytearray)):
            return self.bytes(Content(value))
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            written = _number_text(value)
            masked = self.text(written) if len(written) >= SEARCHED_LENGTH else written
            return value if masked == written else masked
        return value

    def __repr__(self) -> str:
        return f"<Redactor of {', '.join(name for name, _ in self._secrets) or 'nothing'}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Redactor):
            return NotImplemented
        return (self._secrets, self._also) == (other._secrets, other._also)

    def __hash__(self) -> int:
        return hash((self._secrets, self._also))

    def __copy__(self) -> Redactor:
        return self

    def __deepcopy__(self, _memo: object) -> Redactor:
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a redactor holds secrets and cannot be pickled")

    def _masks(self) -> _Masks:
        """Return the masks, made when they are first needed; two threads at once make equal ones."""
        if self._known is None:
            self._known = _masks_for(self._secrets)
        return self._known

    def _found(self, text: str, whole: Callable[[str], re.Pattern[str]]) -> Iterator[_Found]:
        for value, mask in self._masks().named:
            if len(value) >= SEARCHED_LENGTH:
                found = spans(value, text)
            else:
                found = (match.span() for match in whole(value).finditer(text))
            yield from (_Found(start, end, mask) for start, end in found)

    def _found_in_bytes(self, content: str) -> Iterator[_Found]:
        yield from self._found(content, _whole_in_text)
        for value, mask in self._masks().named:
            if len(value) >= SEARCHED_LENGTH:
                yield from (_Found(start, end, mask) for start, end in wide_spans(value, content))

    def _cut(self, text: str) -> Iterator[_Found]:
        """Find the beginnings of secrets that end in `…`."""
        for value, mask in self._masks().named:
            if len(value) < SEARCHED_LENGTH or "…" not in text:
                continue
            for match in re.finditer(re.escape(value[:SEARCHED_LENGTH]), text):
                end = text.find("…", match.end())
                if end > 0 and value.startswith(text[match.start() : end]):
                    yield _Found(match.start(), end, mask)

    def _header_value(self, name: str, value: str) -> str:
        return hide_in_header(name, self.text(value), self._hide, self._also)

    def _hide(self, text: str) -> str:
        """Return the mask for a place that is always masked; a secret that was found in it gives its name."""
        masks = self._masks()
        return next((mask for _, mask in masks.named if mask in text), masks.unnamed)

    def _may_hold(self, data: Any) -> bool:
        """Look through all of the data at once, which is much faster than leaf by leaf."""
        leaves = list(_leaves(data))
        short = any(len(value) < SEARCHED_LENGTH for _, value in self._secrets)
        if short or any(isinstance(leaf, (Content, bytearray)) for leaf in leaves):
            return True
        numbers = (_number_text(leaf) for leaf in leaves if isinstance(leaf, (int, float)))
        texts = (leaf for leaf in leaves if isinstance(leaf, str))
        return self.contains("\n".join([*texts, *numbers]))


def is_masked(value: object) -> bool:
    """Tell whether a value is a mask, given back in the place of what it hides.

    Example:
        >>> is_masked("«TOKEN»"), is_masked("•••••"), is_masked("token")
        (True, True, False)
    """
    return isinstance(value, str) and _MASKED.fullmatch(value) is not None


def between_masks(text: str) -> list[str]:
    """Return what stands before, between and after the masks of a text; one piece when it has none.

    Example:
        >>> between_masks("a=«TOKEN»&b=2")
        ['a=', '&b=2']
    """
    return _MASKED.split(text)


class _Found(NamedTuple):
    start: int
    end: int
    mask: str


class _Masks(NamedTuple):
    """The mask of each value, the longest value first, and the one where no value is known."""

    named: tuple[tuple[str, str], ...]
    unnamed: str


def _masks_for(secrets: Iterable[tuple[str, str]]) -> _Masks:
    pairs = sorted(secrets, key=lambda pair: len(pair[1]), reverse=True)
    used = {char for _, value in pairs for char in characters(value)}
    left, right = next((pair for pair in _BRACKETS if used.isdisjoint(pair)), _BRACKETS[-1])
    unnamed = MASK if used.isdisjoint(MASK) else left + right
    named = []
    for name, value in pairs:
        label = re.sub(r"[^A-Za-z0-9_]", "_", name)
        tells = any(_occurs(other, label) for _, other in pairs)
        named.append((value, unnamed if tells else f"{left}{label}{right}"))
    return _Masks(tuple(named), unnamed)


def _begun(value: str, text: str) -> str:
    """Return the beginning of a value, in whatever form, with which a text ends; empty when it has none."""
    for match in re.finditer(f"(?={re.escape(value[:SEARCHED_LENGTH])})", text[-len(value) :]):
        begun = match.string[match.start() :]
        if len(begun) >= SEARCHED_LENGTH and value.startswith(begun):
            return begun
    text = text[-_MOST_OF_A_FORM * _MOST_BEGUN :]
    end = len(text) - _HALF_A_CHARACTER
    for length in range(min(len(value) - 1, _MOST_BEGUN), SEARCHED_LENGTH - 1, -1):
        if any(stop >= end for _, stop in spans(value[:length], text)):
            return value[:length]
    return ""


def _occurs(value: str, text: str) -> bool:
    if len(value) < SEARCHED_LENGTH:
        return value == text
    return next(spans(value, text), None) is not None


@lru_cache(maxsize=256)
def _whole_in_text(value: str) -> re.Pattern[str]:
    """Find a short value that is all there is between quotes, tags, or `=` and `&`, or in the whole text."""
    form = spelled(value)
    return re.compile(
        rf"""(?<="){form}(?=\\*")|(?<='){form}(?=\\*')|(?<=>){form}(?=<)|(?<==){form}(?=&|\Z)|\A{form}\Z"""
    )


@lru_cache(maxsize=256)
def _whole_in_url(value: str) -> re.Pattern[str]:
    """Find a short value that is one part of a URL: a segment of its path, or a value of its query."""
    form = spelled(value)
    return re.compile(rf"(?<=[/=]){form}(?=[/?&#;]|\Z)|\A{form}\Z")


def _replaced(text: str, found: Iterable[_Found]) -> str:
    pieces, position = [], 0
    for start, end, mask in _merged(found):
        pieces += [text[position:start], mask]
        position = end
    return "".join([*pieces, text[position:]]) if pieces else text


def _merged(found: Iterable[_Found]) -> Iterator[_Found]:
    """Yield places in order; those that overlap become one, under the mask of the longest."""
    group: list[_Found] = []
    end = 0
    for each in sorted(found):
        if group and each.start >= end:
            yield _joined(group, end)
            group = []
        group.append(each)
        end = max(end, each.end)
    if group:
        yield _joined(group, end)


def _joined(group: list[_Found], end: int) -> _Found:
    longest = max(group, key=lambda each: each.end - each.start)
    return _Found(group[0].start, end, longest.mask)


def _leaves(data: Any) -> Iterator[Any]:
    """Yield every scalar and key of nested data, each container's once."""
    stack, seen = [data], set()
    while stack:
        value = stack.pop()
        if not isinstance(value, _CONTAINERS):
            yield value
        elif id(value) not in seen:
            seen.add(id(value))
            stack.extend(_children(value))


def _rebuilt(data: Any, redactor: Redactor) -> Any:
    """Copy nested data, children first, with every leaf masked; a loop in it is cut off with `…`."""
    made: dict[int, Any] = {}
    stack = [(data, False)]
    opened = set()

    def copy(value: Any) -> Any:
        return made.get(id(value), "…") if isinstance(value, _CONTAINERS) else redactor.leaf(value)

    while stack:
        value, ready = stack.pop()
        if ready:
            made[id(value)] = _container(value, copy)
        elif isinstance(value, _CONTAINERS) and id(value) not in opened:
            opened.add(id(value))
            stack.append((value, True))
            stack.extend((child, False) for child in _children(value))
    return copy(data)


_CONTAINERS = (dict, list, tuple)


def _children(container: Any) -> Iterable[Any]:
    return [*container.keys(), *container.values()] if isinstance(container, dict) else container


def _container(value: Any, copy: Callable[[Any], Any]) -> Any:
    if isinstance(value, tuple):
        return tuple(map(copy, value))
    if isinstance(value, list):
        return list(map(copy, value))
    result: dict[Any, Any] = {}
    for key, child in value.items():
        result[_free(copy(key), result)] = copy(child)
    return result


def _free(key: Any, taken: Collection[Any]) -> Any:
    """Return a key, numbered when masking has made it equal to another."""
    if key not in taken:
        return key
    return next(numbered for count in itertools.count(2) if (numbered := f"{key} {count}") not in taken)


def _number_text(value: float) -> str:
    """Write a number; one that is too long for Python to write can hold no secret that anybody typed."""
    try:
        return str(value)
    except ValueError:
        return ""
