"""What becomes of the values that a path matches, and the word for it that may follow a path.

>>> split_policy("items[*].id first"), split_policy("first")
(('items[*].id', 'first'), ('first', 'auto'))
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Literal, get_args

from hooknb.core.objectpath.missing import MISSING

Policy = Literal["auto", "first", "one", "all", "count", "join"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
WORDS = POLICIES[1:]
"""The policies that are written; `auto` is what holds without a word."""

SEPARATOR = ", "
_FOLLOWED = re.compile(rf"(?P<path>.*\S)[ \t]+(?P<policy>{'|'.join(WORDS)})", re.DOTALL)
_BLANKS = " \t\r\n"


def by_policy(found: Sequence[Any], policy: Policy, *, separator: str = SEPARATOR) -> Any:
    """Return one value for all that a path matched.

    Args:
        found: the matches.
        policy: any but `auto`: `first`, the first; `one`, the only one, none when there are several; `all`,
            the list; `count`, how many; `join`, their texts in one text.
        separator: stands between the texts that `join` joins.

    Returns:
        The value. `MISSING` when `first`, `one` and `join` have nothing to give.
    """
    if policy == "all":
        return list(found)
    if policy == "count":
        return len(found)
    if policy == "join":
        return separator.join(map(_joinable, found)) if found else MISSING
    return found[0] if len(found) == 1 or (found and policy == "first") else MISSING


def split_policy(text: str) -> tuple[str, Policy]:
    """Return the path and the policy that a text has; `auto` when no word follows the path.

    A text that is a path as a whole is one. No path, of our grammar or of jsonpath-ng's, can be followed by a
    blank and a word and still be a path, so there is never a choice.

    Example:
        >>> split_policy("a. first")
        ('a. first', 'auto')
    """
    from hooknb.core.objectpath.path import is_path

    followed = _FOLLOWED.fullmatch(text.strip(_BLANKS))
    # Our own grammar is asked first, so that jsonpath-ng is not loaded for what needs it not.
    if followed is None or is_path(text, ours=True) or not is_path(followed["path"]):
        return text, "auto"
    policy: Any = followed["policy"]
    return followed["path"], policy


def with_policy(path: str, policy: Policy) -> str:
    """Write a path and its policy.

    Example:
        >>> with_policy("items[*].id", "count")
        'items[*].id count'
    """
    return path if policy == "auto" else f"{path} {policy}"


def _joinable(value: Any) -> str:
    """Return a text as it is, and any other value as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
