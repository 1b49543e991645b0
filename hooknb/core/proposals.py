"""What to call a parameter that a value is sent to, and which entity type fits it: proposals, freely changed.

>>> propose_name(("items", 0, "id")), propose_name(("data", "userId")), propose_entity(42)
('ITEM_ID', 'USER_ID', 'sys.number')
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from hooknb.core.entities import entity
from hooknb.core.objectpath.syntax import Location
from hooknb.core.parameters import ANY
from hooknb.core.survey.maps import key_kind
from hooknb.errors import EntityError

# Names that say little without their parent's, and parents that say nothing.
_VAGUE = frozenset(
    "amount code content count date href id key label name number status text time title type url uuid "
    "value".split()
)
_WRAPPERS = frozenset("body content data entries items payload records response result results rows".split())
_CONTACTS = frozenset("CONTACT EMAIL MAIL MOBILE PHONE TEL TELEPHONE".split())
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_LONGEST = 40


def propose_name(location: Location, *, many: bool = False, taken: Collection[str] = ()) -> str:
    """Return a name for the parameter that gets the value at a place.

    Args:
        location: names and indexes from the outside in.
        many: True when the path finds a list of such values.
        taken: names that are given to others.

    Example:
        >>> propose_name(("order", "lines", 0, "sku"), many=True, taken={"SKUS"})
        'SKUS_2'
    """
    keys = [key for key in location if isinstance(key, str)]
    # A date or an id is no name that a parameter could have for long.
    words = [key for key in keys if key_kind(key) is None] or keys
    names = [name for key in words if (name := _upper(key))]
    last = names[-1] if names else "VALUE"
    if last.lower() in _VAGUE and len(names) > 1 and _tells(names[-2], location):
        last = f"{_one(names[-2])}_{last}"
    base = _several(last) if many else last if isinstance(location[-1:] and location[-1], str) else _one(last)
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def propose_entity(value: Any, *, name: str = "", xml: bool = False) -> str:
    """Return the entity type that a value fits without losing anything; `sys.any` when none does.

    Args:
        value: the value that was found.
        name: the parameter's name, which tells a contact.
        xml: True when numbers come as text.

    Example:
        >>> [propose_entity(value, xml=True) for value in ("2026-11-24", "2026-11-24T10:00:00Z", "5")]
        ['sys.date', 'sys.any', 'sys.number']
    """
    proposed = _entity(value, name, xml=xml)
    try:
        entity(proposed).coerce(value)
    except EntityError:
        return ANY
    return proposed


def _entity(value: Any, name: str, *, xml: bool) -> str:
    if isinstance(value, bool):
        return "sys.confirmation"
    if isinstance(value, (int, float)) or (xml and _is_number(value)):
        return "sys.number"
    if not isinstance(value, str):
        return ANY
    if _DAY.fullmatch(value):
        return "sys.date"
    if _CLOCK.fullmatch(value):
        return "sys.time"
    return "sys.contacts" if not _CONTACTS.isdisjoint(name.split("_")) else ANY


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, str) and isinstance(json.loads(value), (int, float))
    except (ValueError, RecursionError):
        return False


def _tells(parent: str, location: Location) -> bool:
    """Tell whether a parent's name says what the value belongs to; the item of a list says so."""
    in_list = len(location) > 1 and isinstance(location[-2], int)
    return in_list or parent.lower() not in _WRAPPERS


def _upper(key: str) -> str:
    """Write a name as a parameter: `userId` is USER_ID."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", key)
    name = re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_").upper()[:_LONGEST].rstrip("_")
    return f"N_{name}" if name[:1].isdigit() else name


def _one(name: str) -> str:
    if name.endswith("IES") and len(name) > 4:
        return f"{name[:-3]}Y"
    return name[:-1] if name.endswith("S") and not name.endswith(("SS", "US", "IS")) else name


def _several(name: str) -> str:
    if name.endswith("Y") and name[-2:-1] not in ("A", "E", "O", "U"):
        return f"{name[:-1]}IES"
    return name if name.endswith("S") and not name.endswith(("SS", "US", "IS")) else f"{name}S"
