"""How near a parameter's name is to the names on the way to a value.

>>> nearness(words_of("USER_ID"), ["data"], "userId")
1.0
>>> nearness(words_of("USER_ID"), ["items"], "id") < nearness(words_of("USER_ID"), ["user"], "id")
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_APART = re.compile(
    r"[\W_]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
# One meaning, several words; the first is the one that is compared.
_SAME = (
    "mail email",
    "phone telephone tel mobile",
    "amount sum total price cost",
    "count number num quantity qty",
    "date day created",
    "id identifier uuid guid key",
    "name title label",
    "url uri link href",
    "status state code",
    "address street",
    "zip postcode plz",
    "customer client buyer user",
    "order purchase",
    "product item article",
)
_MEANING = {word: line.split()[0] for line in _SAME for word in line.split()}
_LIKE = 0.84
_SYNONYM = 0.75
_ABOVE = 0.9


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, in the singular.

    Example:
        >>> words_of("userIds"), words_of("HTTP_STATUS_CODE"), words_of("first-name")
        (('user', 'id'), ('http', 'status', 'code'), ('first', 'name'))
    """
    return tuple(_singular(word.lower()) for word in _APART.split(name) if word)


def is_plural(name: str) -> bool:
    """Tell whether a name is that of several things.

    Example:
        >>> is_plural("ITEM_IDS"), is_plural("STATUS"), is_plural("ADDRESS")
        (True, False, False)
    """
    last = next((word.lower() for word in reversed(_APART.split(name)) if word), "")
    return _singular(last) != last


def nearness(wanted: Sequence[str], above: Sequence[str], last: str) -> float:
    """Return how near a name is to a place, from 0 to 1.

    Args:
        wanted: the words of the parameter's name.
        above: the names on the way, from the outside in.
        last: the name of the value itself.
    """
    own = words_of(last)
    if not wanted or not own:
        return 0.0
    outer = [word for name in above for word in words_of(name)]
    said = [max(_likeness(word, own), _ABOVE * _likeness(word, outer)) for word in wanted]
    told = [_likeness(word, wanted) for word in own]
    # What the name ends in says what the value is; the words before it say whose.
    ends = _likeness(wanted[-1], own)
    score = 0.6 * sum(said) / len(said) + 0.2 * sum(told) / len(told) + 0.2 * ends
    whole = SequenceMatcher(None, "".join(wanted), "".join(own)).ratio()
    return round(max(score, 0.8 * whole), 4)


def _likeness(word: str, words: Sequence[str]) -> float:
    return max((_alike(word, each) for each in words), default=0.0)


@lru_cache(maxsize=4096)
def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if _MEANING.get(one, one) == _MEANING.get(other, other):
        return _SYNONYM
    ratio = SequenceMatcher(None, one, other).ratio()
    return ratio if ratio >= _LIKE else 0.0


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return (
        word[:-1] if word.endswith("s") and len(word) > 2 and not word.endswith(("ss", "us", "is")) else word
    )
