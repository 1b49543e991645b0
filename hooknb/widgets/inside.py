"""JSON inside a text: a tree of its own, which no path of the response leads into.

>>> from hooknb.widgets.explored import explored
>>> inside = Inside(explored({"payload": '{"user": {"id": 7}}'}))
>>> inside.answers["inside pick"]({"text": [0], "at": [0, 0]})["path"]
'user.id'
"""

from __future__ import annotations

import json
from typing import Any

from hooknb.core.objectpath.writer import write
from hooknb.core.tree import Address, Tree
from hooknb.core.tree_opening import opening
from hooknb.widgets.answering import Answers, Message, page, row
from hooknb.widgets.explored import Explored

# Whether a longer text is JSON is found out when it is opened, not at each pick.
_READ_AT_ONCE = 100_000
_ROOM = 11
_BRACKETS = {"{": "}", "[": "]"}


class Inside:
    """Tell of what is inside a text that holds a JSON object or list.

    Args:
        explored: what is looked at.
    """

    def __init__(self, explored: Explored) -> None:
        self.explored, self.tree = explored, explored.tree
        self._last: tuple[str, Tree] | None = None
        self.answers: Answers = {
            "inside": self._first,
            "inside children": self._children,
            "inside pick": self._pick,
        }

    def offered(self, address: Address) -> bool:
        """Tell whether a text looks like JSON that can be opened."""
        text = self._text(address).strip()
        if _BRACKETS.get(text[:1]) != text[-1:]:
            return False
        return len(text) > _READ_AT_ONCE or _parsed(text) is not None

    def _first(self, message: Message) -> Message:
        tree = self._inner(message)
        return {
            "root": row(tree.entry(()), _unmarked),
            "pages": [page(tree, _unmarked, *opened) for opened in opening(tree, _ROOM)],
        }

    def _children(self, message: Message) -> Message:
        at, start = tuple(message["at"]), int(message["start"])
        return page(self._inner(message), _unmarked, at, start, message["stop"])

    def _pick(self, message: Message) -> Message:
        """Tell the path from the root of the text on."""
        tree, at = self._inner(message), tuple(message["at"])
        location = tree.location(at)
        assert location is not None, "every name in JSON is a text"
        return {"path": self.explored.shown(write(location)), "entry": row(tree.entry(at), _unmarked)}

    def _inner(self, message: Message) -> Tree:
        text = self._text(tuple(message["text"]))
        if self._last is None or self._last[0] != text:
            data = _parsed(text)
            if data is None:
                raise LookupError("the text holds no JSON object or list")
            self._last = (text, Tree(data, mask=self.tree.mask))
        return self._last[1]

    def _text(self, address: Address) -> str:
        """Return a text as it may be shown, as the parts of a secret say a part of it; empty for no text."""
        value = self.tree.value(address)
        return str(self.tree.mask(value)) if isinstance(value, str) else ""


def _parsed(text: str) -> Any:
    """Return the object or list that a text holds; None when it holds none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, (dict, list)) and data else None


def _unmarked(_: Address) -> Message:
    return {"marks": []}
