"""What differs from another response, found a slice of time at a time, and shown in the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.pattern import Parts
from hooknb.core.objectpath.syntax import Location
from hooknb.core.objectpath.walk import location
from hooknb.core.objectpath.writer import write, write_pattern
from hooknb.core.slices import Slices
from hooknb.core.survey.difference import Change, What, differences
from hooknb.core.tree import brief
from hooknb.engine.subject import Subject
from hooknb.widgets.answering import SLICE, Answers, Message
from hooknb.widgets.explored import Explored

LISTED = 10_000
COUNTED = 200_000
PAGE = 100
_MOST_GROUPS = 100
Group = tuple[Parts, What]


class Changes:
    """Remember the changes that were found so far.

    Args:
        explored: what is looked at, and what it is compared with.
    """

    def __init__(self, explored: Explored) -> None:
        self.explored, self.tree, self.against = explored, explored.tree, explored.against
        self._listed: list[Change] = []
        self._at: dict[Location, list[Change]] = {}
        self._inside: Counter[Location] = Counter()
        self._groups: Counter[Group] = Counter()
        self._firsts: dict[Group, Change] = {}
        self._work: Slices[None] = Slices(self._noted())
        if self.against is None:
            self._work.done = True
        self.answers: Answers = {"changes": self._page, "changes on": self._go_on}

    def of(self, place: Location | None) -> Message:
        """Tell what changed at a place, and how much below it."""
        if place is None or self.against is None:
            return {"change": None, "inside": 0}
        return {
            "change": [self._said(each) for each in self._at.get(place, ())] or None,
            "inside": self._inside.get(place, 0),
        }

    def _noted(self) -> Iterator[None]:
        """Note every change, and where it is; yields now and then so that time can be looked at."""
        before: Subject = self.against or Subject(None)
        lax = self.tree.lax and before.lax
        for number, change in enumerate(differences(before.data, self.tree.data, lax=lax)):
            if number >= COUNTED:
                return
            self._note(change)
            yield None

    def _note(self, change: Change) -> None:
        group = (change.pattern, change.change)
        self._groups[group] += 1
        self._firsts.setdefault(group, change)
        place = change.location
        gone = change.change == "removed"
        # What was removed stands nowhere; what held it does.
        holder = location(change.holder) if gone else place[:-1]
        for depth in range(len(holder) + 1):
            self._inside[holder[:depth]] += 1
        if len(self._listed) < LISTED:
            self._listed.append(change)
            if not gone:
                self._at.setdefault(place, []).append(change)

    def _go_on(self, _: Message) -> Message:
        if not self._work.done:
            self._work.advance(SLICE)
        return {"done": self._work.done, "count": self._groups.total()}

    def _page(self, message: Message) -> Message:
        """Tell of the changes by pattern, and of each from a number on."""
        start = int(message["start"])
        counts: Counter[str] = Counter()
        for (_, what), count in self._groups.items():
            counts[what] += count
        return {
            "counts": dict(counts),
            "count": self._groups.total(),
            "done": self._work.done,
            "more": self._groups.total() >= COUNTED,
            "groups": [self._group(group, count) for group, count in self._groups.most_common(_MOST_GROUPS)],
            "start": start,
            "listed": len(self._listed),
            "rows": [self._row(change) for change in self._listed[start : start + PAGE]],
        }

    def _group(self, group: Group, count: int) -> Message:
        parts, what = group
        return {
            "shown": self.explored.shown(write_pattern(parts)),
            "what": what,
            "count": count,
            **self._said(self._firsts[group]),
        }

    def _row(self, change: Change) -> Message:
        gone = change.change == "removed"
        address = None if gone else self.tree.address(change.location)
        side = self.against if gone and self.against is not None else self.explored.subject
        return {
            "path": self.explored.shown(side.redactor.text(write(change.location))),
            "at": None if address is None else list(address),
            **self._said(change),
        }

    def _said(self, change: Change) -> Message:
        before = self.against or Subject(None)
        return {
            "what": change.change,
            "before": None if change.before is MISSING else brief(change.before, before.redactor.leaf),
            "after": None if change.after is MISSING else brief(change.after, self.tree.mask),
        }
