"""What the form answers: a message from the browser in, a message out; no widget, no notebook.

A message has `ask` and what belongs to it; its answer is plain JSON. What happens by itself, such as the end
of a run, is told to the owner. Values of secrets come with the message that starts a run, and are not kept.

>>> desk = Desk(Session())
>>> desk.answer({"ask": "edit", "edits": [["set", "url", "https://example.com"]]})["marks"]
[]
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.engine.result import Result
from hooknb.errors import HooknbError
from hooknb.session import Session
from hooknb.view.text import visible
from hooknb.widgets.form.checking import Checked, check
from hooknb.widgets.form.previewing import Preview, preview
from hooknb.widgets.form.sheet import Sheet
from hooknb.widgets.form.testing import Testing

Message = dict[str, Any]


class Owner:
    """What a desk tells of itself; a form is one. Each method may be called in any thread."""

    def tell(self, event: Message) -> None:
        """Tell the browser what happened by itself."""

    def changed(self) -> None:
        """Take note that something else is filled in."""

    def arrived(self, result: Result) -> None:
        """Take a result over."""

    def show_answer(self) -> None:
        """Show the last result; called in the thread of a message alone."""


class Desk:
    """Hold a form without its widget. Any thread may ask.

    Args:
        session: where nodes run and are kept.
        owner: is told what happens.

    Attributes:
        sheet: what is filled in.
        version: counts the changes, so that a browser that missed one knows.
        checked: the node, or what is wrong.
        testing: trial values, the run under way, the results.
    """

    def __init__(self, session: Session, owner: Any = None) -> None:
        self.session = session
        self.owner = Owner() if owner is None else owner
        self.version = 0
        self.sheet = Sheet(self.limits)
        self.checked: Checked = check(self.sheet, self.limits)
        self.testing = Testing(self)
        self.lock = threading.RLock()
        self._answers: dict[str, Callable[[Message], Message]] = {
            "open": lambda _: self.whole(),
            "edit": self._edit,
            "answer": self._answer,
            **self.testing.answers,
        }

    @property
    def limits(self) -> Limits:
        """The range of time-outs, as the session has it now."""
        return self.session.settings.limits

    @property
    def node(self) -> Node | None:
        """The node that is filled in; None while something is wrong."""
        return self.checked.node

    def answer(self, message: Message) -> Message:
        """Return the answer to a message; one that cannot be answered gets an `error`, a sentence."""
        try:
            with self.lock:
                return self._answers[message["ask"]](message)
        except HooknbError as error:
            return {"error": visible(str(error))}
        except (LookupError, TypeError, ValueError) as error:
            return {"error": visible(f"This cannot be answered: {error}"), "open": True}

    def put(self, node: Node | None) -> None:
        """Fill the form from a node; None empties it."""
        with self.lock:
            document = {} if node is None else node.to_dict(limits=self.limits)
            self.sheet = Sheet.of(document, self.limits)
            self._recheck()
        self.owner.tell({"event": "opened", **self.whole()})

    def whole(self) -> Message:
        """Return everything that a browser needs to show the form."""
        return {"values": self.sheet.values, **self.state(), **self.testing.state()}

    def state(self) -> Message:
        """Return what follows from what is filled in."""
        return {
            "version": self.version,
            "marks": [mark.shown() for mark in self.checked.marks],
            "preview": self._preview(),
        }

    def sight(self) -> Preview | None:
        """Return what would be sent; None while something is wrong."""
        return None if self.node is None else preview(self.node, self.session, self.testing.given)

    def _edit(self, message: Message) -> Message:
        for words in message["edits"]:
            self.sheet.edit(words)
        self._recheck()
        # Every view of the form hears the answer; the others make the same edits.
        return {"edits": message["edits"], "by": message.get("by"), **self.state()}

    def _answer(self, _: Message) -> Message:
        self.owner.show_answer()
        return {}

    def _recheck(self) -> None:
        self.version += 1
        self.checked = check(self.sheet, self.limits)
        self.owner.changed()

    def _preview(self) -> Message | None:
        sight = self.sight()
        if sight is None:
            return None
        return {
            "title": visible(sight.title),
            "text": sight.text,
            "rows": list(sight.rows),
            "missing": list(sight.missing),
            "why": visible(sight.why),
        }
