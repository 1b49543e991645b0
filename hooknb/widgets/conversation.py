"""What the explorer answers: a message from the browser in, a message out; no widget, no notebook.

A message has `ask` and what belongs to it; its answer is plain JSON. The tree stays here: the browser gets
the page it shows, cut and masked. What takes long is asked for again until it is done, each time for a slice
of time, so that the kernel stays free and a new question ends an old one.

>>> from hooknb.widgets.explored import explored
>>> talk = Conversation(explored({"items": [{"id": 7}]}))
>>> talk.answer({"ask": "pick", "at": [0, 0, 0]})["path"]
'items[0].id'
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from hooknb.core.entities import known_names
from hooknb.core.mapping import ResponseMapping
from hooknb.core.objectpath.policy import POLICIES
from hooknb.core.tree import Address
from hooknb.core.tree_opening import opening
from hooknb.errors import HooknbError, ObjectPathError
from hooknb.view.text import in_line, visible
from hooknb.widgets.answering import UNANSWERABLE, Answers, Message, page, row
from hooknb.widgets.changes import Changes
from hooknb.widgets.explored import Explored
from hooknb.widgets.picking import Pick
from hooknb.widgets.picks import Picks
from hooknb.widgets.rules import Rules
from hooknb.widgets.seeking import Seeking
from hooknb.widgets.views import Shapes, Tables

# So many rows of the browser's tree are seen at once, the root aside.
ROOM = 21


class Conversation:
    """Answer the browser, and remember what was picked. Any thread may ask.

    Args:
        explored: what is looked at.
        changed: called, in the asking thread, after a pick or a change of the rules.
    """

    def __init__(self, explored: Explored, changed: Callable[[], None] = lambda: None) -> None:
        self.explored, self.tree = explored, explored.tree
        self.changes = Changes(explored)
        self.rules = Rules(explored, lambda: self.picks.needed, changed)
        self.picks = Picks(explored, self._marked, self.rules.taken, changed)
        self.seeking = Seeking(explored, self._marked)
        shapes = Shapes(explored, self.rules.of_pattern)
        self._lock = threading.RLock()
        self._answers: Answers = {
            "children": self._children,
            "marks": self._marks_of,
            **self.picks.answers,
            **self.rules.answers,
            **self.seeking.answers,
            **self.changes.answers,
            **shapes.answers,
            **Tables(explored, shapes).answers,
        }

    @property
    def picked(self) -> Pick | None:
        """The last pick; None before the first."""
        return self.picks.last

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that was picked, in order, each once."""
        return self.picks.paths

    @property
    def mapping(self) -> ResponseMapping:
        """The rules that were added."""
        return self.rules.mapping

    def answer(self, message: Message) -> Message:
        """Return the answer to a message; one that cannot be answered gets an `error`, a sentence."""
        try:
            with self._lock:
                return self._answers[message["ask"]](message)
        except ObjectPathError as error:
            # Whoever typed the path sees it; a caret below it would stand anywhere on one line.
            return {"error": self.explored.shown(error.sentence)}
        except HooknbError as error:
            return {"error": self.explored.shown(str(error))}
        except UNANSWERABLE as error:
            return {"error": self.explored.shown(f"This cannot be answered: {error}")}
        except RuntimeError:
            return {"error": "The data were changed while they were looked at; ask again."}

    def first(self) -> Message:
        """Return what the browser shows before it has asked for anything."""
        subject, against = self.explored.subject, self.explored.against
        with self._lock:
            return {
                "title": in_line(subject.title),
                "note": visible(subject.note),
                "xml": self.tree.lax,
                "root": row(self.tree.entry(()), self._marked),
                "pages": [page(self.tree, self._marked, *opened) for opened in opening(self.tree, ROOM)],
                "entities": list(known_names()),
                "policies": list(POLICIES),
                "node": self.explored.node is not None,
                "name": "" if self.explored.node is None else self.explored.node.name,
                "against": None if against is None else in_line(against.title or "other data"),
            }

    def follow(self, mapping: ResponseMapping) -> None:
        """Take over the rules of somebody who keeps them elsewhere, instead of the node's own."""
        with self._lock:
            self.rules.follow(mapping)

    def cell(self) -> str:
        """Return the node's cell with the rules added, or the lines of the rules where there is no node."""
        return self.rules.cell()

    def lines(self) -> str:
        """Return the rules as they stand in a cell; empty when there are none."""
        return self.rules.lines()

    def _children(self, message: Message) -> Message:
        return page(self.tree, self._marked, tuple(message["at"]), int(message["start"]), message["stop"])

    def _marks_of(self, message: Message) -> Message:
        """Return the marks of entries that the browser has loaded before something changed."""
        return {"marks": [self._marked(tuple(at)) for at in message["of"]]}

    def _marked(self, address: Address) -> Message:
        place = self.tree.location(address)
        return {"marks": list(self.rules.marks.of(place)), **self.changes.of(place)}
