"""What the form answers: a message from the browser in, a message out; no widget, no notebook.

A message has `ask` and what belongs to it; its answer is plain JSON. What happens by itself, such as the end
of a run, is told to the owner. Values of secrets come with the message that starts a run, and are not kept.

>>> desk = Desk(Session())
>>> desk.answer({"ask": "edit", "edits": [["set", "url", "https://example.com"]]})["marks"]
[]
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hooknb.core.door import read_document
from hooknb.core.limits import Limits
from hooknb.core.mapping import ResponseMapping
from hooknb.core.node import Node
from hooknb.core.routes import Routes
from hooknb.engine.result import Result
from hooknb.errors import HooknbError, Problem
from hooknb.formats.cell import dumps
from hooknb.formats.cell_amend import rewritten
from hooknb.formats.tidy import tidy
from hooknb.session import Session
from hooknb.view.text import visible
from hooknb.widgets.answering import UNANSWERABLE
from hooknb.widgets.form.checking import Checked, check, in_a_form, marked
from hooknb.widgets.form.many import frames, rows_of
from hooknb.widgets.form.previewing import Preview, preview
from hooknb.widgets.form.routing import picture
from hooknb.widgets.form.sheet import Sheet
from hooknb.widgets.form.tabs import FIELDS
from hooknb.widgets.form.testing import Testing
from hooknb.widgets.form.trials import Trials
from hooknb.widgets.form.ways import Arrival, arrive, depart

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

    def explore(self) -> None:
        """Bring the explorer of the last result to the front."""

    def rest(self) -> None:
        """Take note that nothing has been filled in for a while."""


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
        self._before: Sheet | None = None
        self.checked: Checked = check(self.sheet, self.limits)
        self.testing = Testing(self)
        self.trials = Trials(self)
        self.lock = threading.RLock()
        self._answers: dict[str, Callable[[Message], Message]] = {
            "open": lambda _: self.whole(),
            "edit": self._edit,
            "undo": self._undo,
            "answer": self._answer,
            "explore": self._explore,
            "rest": self._rest,
            "tidy": self._tidy,
            "frames": lambda _: {"frames": frames(self.session)},
            "frame": self._frame,
            "arrive": self._arrive,
            "depart": self._depart,
            "nodes": lambda _: {"nodes": list(self.session.nodes)},
            "keep": self._keep,
            **self.testing.answers,
            **self.trials.answers,
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
        except UNANSWERABLE as error:
            return {"error": visible(f"This cannot be answered: {error}"), "open": True}

    def put(self, node: Node | None, off: Mapping[str, Any] | None = None) -> None:
        """Fill the form from a node; None empties it.

        Args:
            node: the node.
            off: rows that are switched off, as a document holds them, where they may be wrong; else the
                node's own.
        """
        with self.lock:
            document = {} if node is None else node.to_dict(limits=self.limits)
            named = self.session.trials.get(node.name, {}) if node is not None and node.name else {}
            self.trials.named = {name: dict(given) for name, given in named.items()}
            self._fill(Sheet.of(document if off is None else document | {"off": off}, self.limits))

    def take_rules(self, mapping: ResponseMapping, before: ResponseMapping) -> None:
        """Take over mapping rules that were changed in the explorer."""
        with self.lock:
            self.sheet.rules(mapping, before)
            self._recheck()
            self.owner.tell({"event": "opened", "tab": "mapping", **self.whole()})

    @property
    def cell(self) -> str:
        """The node's cell, with rows that are switched off as comments; empty while something is wrong."""
        return "" if self.node is None else dumps(self.node, limits=self.limits)

    def whole(self) -> Message:
        """Return everything that a browser needs to show the form."""
        tests = {**self.testing.state(), "trials": self.trials.state()}
        return {"values": self.sheet.values, **self.state(), **tests}

    def state(self) -> Message:
        """Return what follows from what is filled in."""
        sight = self.sight()
        marks = self.checked.marks + (() if sight is None else marked(sight.problems, self.sheet))
        finder = self.testing.finder
        return {
            "version": self.version,
            "marks": [mark.shown() for mark in marks],
            "preview": None if sight is None else sight.shown(),
            "routes": picture(self.routes),
            "found": [] if finder is None else [finder.found(row) for row in self.sheet.values["mapping"]],
            "names": self._names(),
            "undo": self.sheet.undoing.said(),
        }

    @property
    def routes(self) -> Routes:
        """The routes that are filled in; those that are none are left out."""
        made: Routes = self._field("routes")
        return made

    @property
    def mapping(self) -> ResponseMapping:
        """The mapping rules that are filled in, as far as they are right."""
        if self.node is not None:
            return self.node.mapping
        rows = self.sheet.values["mapping"]
        places = [mark.place for mark in self.checked.marks if mark.place[:1] == ("mapping",)]
        wrong = {rows[int(place[1])]["parameter"] for place in places if len(place) > 1}
        return ResponseMapping(rule for rule in self._field("mapping") if rule.parameter not in wrong)

    def _field(self, name: str) -> Any:
        if self.node is not None:
            return getattr(self.node, name)
        return read_document({name: self.sheet.document()[name]}, self.limits)[0][name]

    def sight(self) -> Preview | None:
        """Return what would be sent; None while something is wrong."""
        return None if self.node is None else preview(self.node, self.session, self.testing.given)

    def edit(self, edits: Iterable[Sequence[Any]]) -> None:
        """Make some edits, see `Sheet.edit`, and check what is filled in then."""
        with self.lock:
            try:
                for words in edits:
                    self.sheet.edit(words)
            finally:
                # Those before a wrong one are made.
                self._recheck()

    def declare(self, names: Iterable[str]) -> None:
        """Give names rows of their own, without a value, so that the node's cell asks for them, too."""
        if self.node is None:
            return
        edits: list[list[Any]] = []
        for name in names:
            secret = self.node.keeps_secret(name)
            field, row = ("secrets", {"source": "prompt"}) if secret else ("parameters", {})
            made = FIELDS[field].new_row() | {"name": name} | row
            edits.append(["insert", field, len(self.sheet.values[field]), [made]])
            self.sheet.edit(edits[-1])
        if edits:
            self._recheck()
            self.owner.tell({"event": "edited", "edits": edits, **self.state()})

    def _edit(self, message: Message) -> Message:
        self.edit(message["edits"])
        # Every view of the form hears the answer; the others make the same edits.
        return {"edits": message["edits"], "by": message.get("by"), **self.state()}

    def _undo(self, message: Message) -> Message:
        """Take the last removal in a table back, or the last rows that were put in at once."""
        field = FIELDS[message["field"]].id
        taken = self.sheet.undoing.take_back(field)
        self._recheck()
        # Said by nobody: the view that has asked makes the edits like all others.
        return {"edits": taken.edits, "said": taken.said, **self.state()}

    def _answer(self, _: Message) -> Message:
        self.owner.show_answer()
        return {}

    def _explore(self, _: Message) -> Message:
        self.owner.explore()
        return {}

    def _rest(self, _: Message) -> Message:
        self.owner.rest()
        return {}

    def _fill(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._recheck()
        self.owner.tell({"event": "opened", **self.whole()})

    def _recheck(self) -> None:
        self.version += 1
        self.checked = check(self.sheet, self.limits)
        self.owner.changed()

    def _names(self) -> list[str]:
        """Return the names that are worth offering after a `$`."""
        values = self.sheet.values
        own = [row["name"] for key in ("parameters", "secrets") for row in values[key] if row["name"]]
        variables: Iterable[str] = getattr(self.session.variables, "names", tuple)()
        return list(dict.fromkeys([*own, *self.session.parameters, *variables]))

    def _tidy(self, _: Message) -> Message:
        values = self.sheet.values
        declared = None if self.node is None else self.node.declared
        return {"text": tidy(values["body.text"], values["body.format"], declared)}

    def _frame(self, message: Message) -> Message:
        if self.session.variables is None:
            raise LookupError("there is no notebook")
        return {"rows": rows_of(message["field"], self.session.variables(message["name"]))}

    def _arrive(self, message: Message) -> Message:
        """Fill the form from a text, or from a node that is kept."""
        if message.get("back"):
            before, self._before = self._before, self.sheet
            self._fill(Sheet(self.limits) if before is None else before)
            return {"notes": []}
        if "node" in message:
            arrival = Arrival(self.session.kept(message["node"]))
        elif message.get("empty"):
            arrival = Arrival(None)
        else:
            arrival = arrive(str(message["text"]), limits=self.limits)
        self._before = self.sheet
        self.put(arrival.node, arrival.off)
        return {"notes": [visible(_note(note)) for note in arrival.notes]}

    def _depart(self, message: Message) -> Message:
        if self.node is None:
            return {"text": "", "refused": "mend"}
        way = message["way"]
        if "onto" in message:
            text, lost = rewritten(str(message["onto"]), self.cell)
            comments = [f"{lost} comment{'s' if lost > 1 else ''} left out"] if lost else []
            return {"text": text, "notes": [*comments, *self._left()]}
        return {"text": depart(self.node, way, limits=self.limits), "notes": self._left()}

    def _keep(self, _: Message) -> Message:
        if self.node is None:
            return {"refused": "mend"}
        if not self.node.name:
            return {"refused": "name"}
        self.session.keep(self.node)
        return {"kept": self.node.name, "notes": self._left()}

    def _left(self) -> list[str]:
        """Say that the form has rows which the node has not: wrong ones that are switched off."""
        left = self.checked.left
        if not left:
            return []
        return [f"{left} row{'s that are' if left > 1 else ' that is'} off and wrong left out"]


def _note(note: Problem) -> str:
    hint = f" ({note.hint})" if note.hint else ""
    return in_a_form(f"{note.message}{hint}")
