"""From a place in data to the text of a path: ours, and the spellings of other tools.

>>> write(("data", "items", 0, "first name"))
"data.items[0]['first name']"
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple, get_args

from hooknb.core.objectpath.syntax import Every, Key, Location
from hooknb.view.text import is_unclear

Form = Literal["ours", "normalized", "python", "jq", "pointer"]
FORMS: tuple[str, ...] = get_args(Form)

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
# Names that our reader takes without quotes and nobody takes for a number, a parameter or the root.
_BARE = re.compile(r"[@#]?[^\W\d][\w\-\u00a0-\U0010ffff]*(?::[\w\-\u00a0-\U0010ffff]+)*")
_SHORT = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'", "\\": "\\\\"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_JQ_KEYWORDS = frozenset(
    "__loc__ and as catch def elif else end foreach if import include label module or reduce then try".split()
)


class Rung(NamedTuple):
    """Offer one path that finds a value, and say what else it finds."""

    path: str
    meaning: str


def write(location: Location, *, form: Form = "ours") -> str:
    """Write the path to one place.

    Args:
        location: names and indexes from the outside in, as `ObjectPath.matches` gives them.
        form: `ours`; `normalized`, the normal form of RFC 9535; `python`, subscripts of a variable `data`;
            `jq`; or `pointer`, a JSON Pointer (RFC 6901).

    Returns:
        The text. In our own form it finds the same value again, whatever the names are.

    Example:
        >>> write(("data", "userId"), form="python")
        'data["data"]["userId"]'
    """
    return _WRITERS[form](location)


def generalise(*locations: Location) -> str | None:
    """Write the narrowest pattern that finds all of some places, or return None when there is no useful one.

    Indexes that differ become `[*]`, names that differ become `.*`; places of another depth share a `..`.

    Args:
        locations: two or more places in the same data.

    Example:
        >>> generalise(("items", 0, "id"), ("items", 7, "id"))
        'items[*].id'
    """
    if not locations or () in locations:
        return None
    if len({len(location) for location in locations}) == 1:
        columns = list(zip(*locations, strict=True))
        if all(len({isinstance(key, int) for key in column}) == 1 for column in columns):
            return _joined([_column(column) for column in columns])
    if len({location[-1] for location in locations}) != 1:
        return None
    return f"{_joined(_shared(locations), bare=False)}..{_part(locations[0][-1]).removeprefix('.')}"


def ladder(location: Location, varying: Collection[int] = ()) -> tuple[Rung, ...]:
    """Offer paths for one place that was clicked, from this one only to every such name.

    Args:
        location: names and indexes from the outside in.
        varying: at which of them stands a name that is data, such as a date: one member of a map.

    Example:
        >>> [rung.path for rung in ladder(("items", 0, "id"))]
        ['items[0].id', 'items[*].id', '$..id']
        >>> [rung.path for rung in ladder(("rates", "2026-11-24", "EUR"), {1})]
        ["rates['2026-11-24'].EUR", 'rates.*.EUR', '$..EUR']
    """
    rungs = [Rung(write(location), "this one")]
    parts = [_part(key) for key in location]
    for place in reversed(range(len(parts))):
        if isinstance(location[place], int) or place in varying:
            word, parts[place] = ("list", _ITEMS) if isinstance(location[place], int) else ("map", _MEMBERS)
            meaning = f"all in this {word}" if len(rungs) == 1 else f"all in all such {word}s"
            rungs.append(Rung(_joined(parts), meaning))
    names = [place for place, key in enumerate(location) if isinstance(key, str) and place not in varying]
    if names:
        rest = "".join(parts[names[-1] :]).removeprefix(".")
        rungs.append(Rung(f"$..{rest}", f"every {location[names[-1]]}"))
    return tuple(rungs)


def outline(location: Location, varying: Collection[int] = ()) -> str:
    """Write the pattern that a place is one match of: `[*]` for indexes, `.*` for names that vary."""
    return _joined(
        [
            _ITEMS if isinstance(key, int) else _MEMBERS if place in varying else _part(key)
            for place, key in enumerate(location)
        ]
    )


def write_pattern(parts: Iterable[Key | Every]) -> str:
    """Write a pattern of places: `Every()` is `[*]`, `Every(dotted=True)` is `.*`.

    Example:
        >>> write_pattern(("users", Every(dotted=True), "tags", Every()))
        'users.*.tags[*]'
    """
    return _joined([_members(part) if isinstance(part, Every) else _part(part) for part in parts])


_ITEMS, _MEMBERS = "[*]", ".*"


def _members(part: Every) -> str:
    return _MEMBERS if part.dotted else _ITEMS


def _ours(location: Location) -> str:
    return _joined([_part(key) for key in location])


def _part(key: Key) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if _is_bare(key) else f"['{_escaped(key)}']"


def _is_bare(name: str) -> bool:
    """Tell whether a name reads as itself without quotes, to our reader and to a person."""
    if _IDENTIFIER.fullmatch(name):
        return True
    return _BARE.fullmatch(name) is not None and _escaped(name) == name


def _joined(parts: list[str], *, bare: bool = True) -> str:
    """Join written segments; the first name of an object stands alone, as in the seed's `data.userId`."""
    if bare and parts and parts[0][0] == "." and parts[0] != _MEMBERS:
        return "".join(parts)[1:]
    return "$" + "".join(parts)


def _column(column: tuple[Key, ...]) -> str:
    if len(set(column)) == 1:
        return _part(column[0])
    return _ITEMS if isinstance(column[0], int) else _MEMBERS


def _shared(locations: tuple[Location, ...]) -> list[str]:
    """Return the written segments with which all the places begin, their last one aside."""
    shared = []
    for column in zip(*(location[:-1] for location in locations), strict=False):
        if len({(key.__class__, key) for key in column}) != 1:
            break
        shared.append(_part(column[0]))
    return shared


def _escaped(name: str) -> str:
    """Escape what a quoted name cannot hold, and what nobody could see or tell from something else."""
    if name.isascii():
        return "".join(map(_escape, name))
    # Two lone halves in a row would be read as one character; braces keep them apart.
    halves = {place for match in _PAIR.finditer(name) for place in range(*match.span())}
    text = ""
    for place, each in enumerate(name):
        piece = f"\\u{{{ord(each):x}}}" if place in halves else _escape(each)
        text += _by_number(each) if piece == each and is_unclear(each, text) else piece
    return text


def _escape(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    return _by_number(character)


def _by_number(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _normalized(location: Location) -> str:
    return "$" + "".join(
        f"[{key}]" if isinstance(key, int) else "['" + "".join(map(_normal_escape, key)) + "']"
        for key in location
    )


def _normal_escape(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    hidden = character < " " or "\ud800" <= character <= "\udfff"
    return f"\\u{ord(character):04x}" if hidden else character


def _python(location: Location) -> str:
    return "data" + "".join(f"[{key if isinstance(key, int) else _double_quoted(key)}]" for key in location)


def _double_quoted(name: str) -> str:
    """Quote as `repr` does, but always with double quotes."""
    # A single quote at the end makes repr choose double quotes for a text that holds none.
    return '"' + '\\"'.join(repr(f"{part}'")[1:-2] for part in name.split('"')) + '"'


def _jq(location: Location) -> str:
    text = ""
    for key in location:
        if isinstance(key, str) and _IDENTIFIER.fullmatch(key) and key not in _JQ_KEYWORDS:
            text += f".{key}"
        else:
            text += f"{'' if text else '.'}[{json.dumps(key, ensure_ascii=False)}]"
    return text or "."


def _pointer(location: Location) -> str:
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in location)


_WRITERS: dict[Form, Callable[[Location], str]] = {
    "ours": _ours,
    "normalized": _normalized,
    "python": _python,
    "jq": _jq,
    "pointer": _pointer,
}
