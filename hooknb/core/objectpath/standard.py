"""From a path of ours to the same path as RFC 9535 spells it.

>>> standard("note.to.@id")
"$.note.to['@id']"
"""

from __future__ import annotations

from hooknb.core.objectpath.parse import parse
from hooknb.core.objectpath.scan import is_strict_name
from hooknb.core.objectpath.syntax import Every, Index, Name, Query, Segment, Selector, Slice
from hooknb.core.objectpath.writer import write
from hooknb.errors import ObjectPathError


def standard(text: str) -> str | None:
    """Spell a path as RFC 9535 reads it, as near to how it was written as can be.

    Args:
        text: a path.

    Returns:
        A path that `ObjectPath(..., strict=True)` reads with the same meaning. None when there is none, or
        when its filter is spelled as RFC 9535 does not.

    Example:
        >>> standard("items[?@.price < 10].name"), standard("items[?@.@id == 7]")
        ('$.items[?@.price < 10].name', None)
    """
    try:
        query = parse(text, strict=False)
    except ObjectPathError:
        return None
    bare = text.strip()
    dotted = bare if bare.startswith("$") else f"${'' if bare[0] in '.[' else '.'}{bare}"
    for spelling in (dotted, _written(query)):
        if spelling is not None and _means(spelling, query):
            return spelling
    return None


def _means(text: str, query: Query) -> bool:
    try:
        return parse(text, strict=True) == query
    except ObjectPathError:
        return False


def _written(query: Query) -> str | None:
    parts = [_segment(segment) for segment in query.segments]
    return None if None in parts else "$" + "".join(part for part in parts if part is not None)


def _segment(segment: Segment) -> str | None:
    """Write a segment; None when a filter is in it."""
    short = _short(segment)
    if short is not None:
        return f"{'..' if segment.descendant else '.'}{short}"
    inner = [_selector(selector) for selector in segment.selectors]
    text = ", ".join(each for each in inner if each is not None)
    return None if None in inner else f"{'..' if segment.descendant else ''}[{text}]"


def _short(segment: Segment) -> str | None:
    """Return what stands after a dot: a name without quotes, or `*`."""
    match segment.selectors:
        case (Name(name),) if is_strict_name(name):
            return name
        case (Every(dotted=True),):
            return "*"
    return None


def _selector(selector: Selector) -> str | None:
    match selector:
        case Name(name):
            return write((name,), form="normalized")[2:-1]
        case Index(index):
            return str(index)
        case Every():
            return "*"
        case Slice(start, stop, step):
            ends = "" if step is None else f":{step}"
            return f"{_end(start)}:{_end(stop)}{ends}"
    return None


def _end(number: int | None) -> str:
    return "" if number is None else str(number)
