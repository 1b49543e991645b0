"""What is picked in the explorer: an entry, or a pattern, with the paths that find it and what each finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.syntax import Location
from hooknb.core.path_advice import path_advice
from hooknb.core.tree import Address
from hooknb.core.tree_search import Search, search
from hooknb.view.text import visible
from hooknb.widgets.answering import Answers, Marked, Message, advanced, row, way
from hooknb.widgets.explored import Explored
from hooknb.widgets.inside import Inside
from hooknb.widgets.picking import Pick, meant, pick, varying, with_pattern

TEXT_PIECE = 100_000


class Picks:
    """Remember what was picked.

    Args:
        explored: what is looked at.
        marked: tells of the entry at an address.
        taken: from a path to the names of parameters that other paths have.
        changed: called after a pick.

    Attributes:
        last: the last pick; None before the first.
        paths: every path that was picked, in order, each once.
    """

    def __init__(
        self,
        explored: Explored,
        marked: Marked,
        taken: Callable[[str], set[str]],
        changed: Callable[[], None],
    ) -> None:
        self.explored, self.tree = explored, explored.tree
        self.last: Pick | None = None
        self.paths: tuple[str, ...] = ()
        self._marked, self._taken, self._changed = marked, taken, changed
        self._counts: dict[int, Search] = {}
        self._inside = Inside(explored)
        self.answers: Answers = {
            "pick": self._pick,
            "use": self._use,
            "rung": self._rung,
            "count": self._count,
            "advice": self._advice,
            "text": self._text,
            **self._inside.answers,
        }

    @property
    def needed(self) -> Pick:
        """The last pick.

        Raises:
            LookupError: nothing is picked.
        """
        if self.last is None:
            raise LookupError("nothing is picked")
        return self.last

    def _pick(self, message: Message) -> Message:
        address = tuple(message["at"])
        location = self.tree.location(address)
        if location is None:
            return {"error": "No path leads here: a name on the way is not a text."}
        before = self.last.location if self.last is not None else None
        told = self._picked(self._pick_of(address, location, before))
        return told | {"pages": way(self.tree, self._marked, address)} if message.get("way") else told

    def _pick_of(self, address: Address, location: Location, before: Location | None = None) -> Pick:
        place = meant(self.tree, address, location)
        return pick(address, place, before, exact=location, varying=partial(varying, self.tree))

    def _use(self, message: Message) -> Message:
        """Pick a path that was found otherwise, such as a pattern of the shape, at its first place."""
        text = str(message["path"])
        places = ObjectPath(text).matches(self.tree.data, lax=self.tree.lax, container=True)
        location, _ = next(places, (None, None))
        address = None if location is None else self.tree.address(location)
        if location is None or address is None:
            return {"error": self.explored.shown(f"Nothing stands at {text} here.")}
        made = with_pattern(self._pick_of(address, location), text)
        return self._picked(made) | {"pages": way(self.tree, self._marked, address)}

    def _rung(self, message: Message) -> Message:
        made = self.needed
        if not 0 <= message["rung"] < len(made.rungs):
            raise LookupError("there is no such path")
        return self._picked(replace(made, rung=message["rung"]))

    def _picked(self, made: Pick) -> Message:
        if self.last is None or self.last.rungs != made.rungs:
            self._counts.clear()
        self.last = made
        if made.path not in self.paths:
            self.paths = (*self.paths, made.path)
        self._changed()
        shown = self.explored.shown
        value = self.tree.value(made.address)
        return {
            "at": list(made.address),
            "path": shown(made.path),
            "forms": {form: shown(text) for form, text in made.forms().items()},
            "rungs": [{"path": shown(rung.path), "meaning": shown(rung.meaning)} for rung in made.rungs],
            "rung": made.rung,
            "many": made.many,
            "entry": row(self.tree.entry(made.address), self._marked),
            "inside": self._inside.offered(made.address),
            "proposal": made.proposal(self.tree.mask(value), taken=self._taken(made.path), xml=self.tree.lax),
        }

    def _count(self, message: Message) -> Message:
        made, rung = self.needed, int(message["rung"])
        if rung not in self._counts:
            self._counts[rung] = search(self.tree, made.rungs[rung].path, "path")
        return {"rung": rung, **advanced(self._counts[rung], message)}

    def _advice(self, _: Message) -> Message:
        """Tell what may be otherwise in the next response."""
        said = path_advice(self.needed.path, self.tree.data, lax=self.tree.lax)
        return {"advice": [self.explored.shown(str(each)) for each in said]}

    def _text(self, message: Message) -> Message:
        text, start = self.tree.text(tuple(message["at"])), int(message["start"])
        end = start + TEXT_PIECE
        more = end if end < len(text) else None
        return {"text": visible(text[start:end]), "next": more, "size": len(text)}
