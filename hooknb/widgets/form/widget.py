"""The form as a widget: label, method, URL and tabs above, the answer to the last test below.

>>> form = Form("GET https://api.example.com/users/$ID")
>>> form.node.names
('ID',)
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from hooknb import fronts
from hooknb.core import entities
from hooknb.core.header_names import COMMON_HEADERS, HEADER_VALUES
from hooknb.core.node import Node
from hooknb.core.redaction import Redactor
from hooknb.engine.pending import Pending
from hooknb.engine.result import Result
from hooknb.errors import NodeError, Problem
from hooknb.session import Session, default_session
from hooknb.widgets.form import still
from hooknb.widgets.form.answer import Answer
from hooknb.widgets.form.desk import Desk, Message
from hooknb.widgets.form.tabs import layout
from hooknb.widgets.form.ways import Arrival, arrive, ways_out
from hooknb.widgets.modules import joined

_STATIC = Path(__file__).parent.parent / "static" / "form"
_STATUSES = "404 4xx 5xx 3xx 401 403 409 422 429 500 503 200 201 204".split()

Given = Node | str | Mapping[str, Any]


def form(node: Given | None = None, *, trials: Mapping[str, Mapping[str, Any]] | None = None) -> Form:
    """Open a form in which a node is built, tested and saved with mouse and keyboard.

    Args:
        node: a `Node`, the text of a cell, a document, or the name of a kept node; nothing for an empty form.
        trials: values to test with: by a name of yours, a value for each parameter.

    Returns:
        A widget; `form.node` and `form.result` can be observed. Where there are no widgets it shows the cell.

    Raises:
        NodeError: the definition is wrong; every mistake is listed.

    Example:
        >>> import hooknb
        >>> form = hooknb.form("GET https://api.example.com/users/$ID", trials={"Ada": {"ID": 7}})
        >>> form.node.names
        ('ID',)
    """
    return Form(node, trials=trials)


class Form(ipywidgets.VBox):  # type: ignore[misc]
    """Show a node as a form, and tell Python what is filled in and what a test brought.

    Args:
        node: see `form`.
        trials: see `form`.
        session: where the node runs and is kept; the shared one by default.

    Attributes:
        node: the node that is filled in; None while something is wrong. Setting it fills the form.
        result: the `Result` of the last test; None before the first.

    Example:
        >>> form = Form()
        >>> form.node = Node("https://api.example.com/users")
        >>> form.cell.split()
        ['%%webhook', 'GET', 'https://api.example.com/users']
    """

    node = traitlets.Instance(Node, allow_none=True)
    result = traitlets.Instance(Result, allow_none=True, read_only=True)

    def __init__(
        self,
        node: Given | None = None,
        *,
        trials: Mapping[str, Mapping[str, Any]] | None = None,
        session: Session | None = None,
    ) -> None:
        self._session = session or default_session()
        self._mark = uuid.uuid4().hex
        self._copy: Any = None
        self._editor: Editor | None = None
        self._answer = Answer(self._rules_picked)
        self._following = False
        self._desk = Desk(self._session, self)
        super().__init__([])
        arrival = _arrival(node, self._session)
        if arrival is not None:
            self._desk.put(arrival.node, arrival.off)
        if trials:
            self.trials = trials
        self._editor = Editor(self._desk, self._mark)
        self.children = (self._editor, self._answer)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with what is filled in, or else advice on the node, as `Node.lint` gives it."""
        return self._desk.checked.problems

    @property
    def document(self) -> dict[str, Any]:
        """What is filled in, as a document; rows that are off stand under `off`, with places. Can be set."""
        return self._desk.sheet.document()

    @document.setter
    def document(self, document: Mapping[str, Any]) -> None:
        arrival = _arrival(document, self._session)
        if arrival is not None:
            self._desk.put(arrival.node, arrival.off)

    @property
    def cell(self) -> str:
        """The text of the node's cell; rows that are switched off are comments in it.

        Raises:
            NodeError: something is wrong; every mistake is listed.
        """
        if self.node is None:
            raise NodeError(self.problems)
        return self._desk.cell

    @property
    def trials(self) -> dict[str, dict[str, str]]:
        """The trial values that are kept, by name. Can be set."""
        return {name: dict(given) for name, given in self._desk.trials.named.items()}

    @trials.setter
    def trials(self, trials: Mapping[str, Mapping[str, Any]]) -> None:
        self._desk.trials.put(trials)
        self.tell({"event": "trial", "trials": self._desk.trials.state()})

    @property
    def results(self) -> dict[str, Result]:
        """The last result of each trial that has run."""
        return dict(self._desk.trials.results)

    def test(self, **values: Any) -> Pending:
        """Test the request, as the button does, without waiting for the answer.

        Args:
            values: parameter values for this test alone.

        Raises:
            NodeError: something is wrong; every mistake is listed.
            ParameterError: a value is missing or cannot be used.
        """
        if self.node is None:
            raise NodeError(self.problems)
        given, _ = self._desk.testing.values(self.node, self._desk.testing.given, {})
        return self._desk.testing.test(self.node, {**given, **values})

    def close(self) -> None:
        """Take the form away, and what is inside it; a run under way is stopped."""
        if self._desk.testing.pending is not None:
            self._desk.testing.pending.cancel()
        self._desk.trials.cancel()
        for child in (self._editor, self._answer):
            if child is not None:
                child.close()
        super().close()

    def bundle(self) -> dict[str, Any]:
        """Return what a front end shows of the live widget; nothing where there are no widgets."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"application/vnd.jupyter.widget-view+json": view, "text/plain": "", "text/html": ""}

    def still(self) -> dict[str, str]:
        """Return cell and last result as HTML and text, for saved notebooks and terminals."""
        cell = Redactor(self._session.parameters.secrets()).text(self._desk.cell)
        problems = tuple(str(problem) for problem in self.problems)
        return {
            "text/html": str(still.html(cell, problems, self.result, self._mark)),
            "text/plain": still.text(cell, problems, self.result),
        }

    def shown(self, copy: Any) -> None:
        """Keep the display of the copy, to write it anew; called by the front end that shows it."""
        self._copy = copy

    # What the desk tells.

    def tell(self, event: Message) -> None:
        """Tell the browser what happened by itself; any thread may call it."""
        if self._editor is not None:
            self._editor.send(event)

    def changed(self) -> None:
        """Take note that something else is filled in."""
        self._following = True
        try:
            self.node = self._desk.node
        finally:
            self._following = False
        self._answer.follow(self._desk.mapping)

    def arrived(self, result: Result) -> None:
        """Take a result over; any thread may call it."""
        self.set_trait("result", result)
        self.rest()

    def show_answer(self) -> None:
        """Show the last result below the form; in the kernel's own thread alone."""
        testing = self._desk.testing
        if testing.result is not None:
            self._answer.show(testing.result, testing.previous, self._desk.mapping, self._variable())

    def explore(self) -> None:
        """Bring the explorer of the last answer to the front."""
        if not self._answer.children:
            raise LookupError("no answer is shown yet")
        self._answer.selected_index = 1

    def rest(self) -> None:
        """Write the copy anew, for the saved notebook."""
        if self._copy is not None:
            self._copy.update(self.still(), raw=True)

    def _variable(self) -> str:
        """Return a variable of the notebook that is this form; an empty text when none is known."""
        value_of = self._session.variables
        if value_of is None:
            return ""
        return next((name for name in getattr(value_of, "names", list)() if value_of(name) is self), "")

    def _rules_picked(self, mapping: Any, before: Any) -> None:
        self._desk.take_rules(mapping, before)

    @traitlets.observe("node")
    def _node_set(self, change: Any) -> None:
        if not self._following:
            self._desk.put(change.new)

    def _ipython_display_(self, **_: Any) -> None:
        fronts.load("show")(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.bundle() | self.still()

    def __str__(self) -> str:
        return self.still()["text/plain"]

    def __repr__(self) -> str:
        return f"<Form {'not yet a node' if self.node is None else f'{self.node.method} {self.node.url}'}>"


class Editor(anywidget.AnyWidget):
    """The browser's part of a form; what it asks is answered by the desk."""

    _esm = joined(_STATIC / "form.js")
    _css = (_STATIC / "form.css").read_text(encoding="utf-8")
    _first = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, desk: Desk, mark: str) -> None:
        self._desk = desk
        self._mark = mark
        super().__init__()
        self.on_msg(self._asked)

    @traitlets.default("_first")
    def _first_page(self) -> dict[str, Any]:
        words = {
            "entities": list(entities.known_names()),
            "headers": list(COMMON_HEADERS),
            "header values": {name: list(values) for name, values in HEADER_VALUES.items()},
            "statuses": _STATUSES,
        }
        described = layout(self._desk.limits) | {"words": words, "ways": ways_out()}
        return {"layout": described, "still": self._mark, **self._desk.whole()}

    def _asked(self, _: Any, message: Any, __: Any) -> None:
        if isinstance(message, dict):
            self.send({"reply": message.get("id"), **self._desk.answer(message)})


def _arrival(given: Given | None, session: Session) -> Arrival | None:
    """Return the node that is meant."""
    if given is None or given == "":
        return None
    if isinstance(given, Mapping):
        return _of_document(given, session)
    if isinstance(given, str) and not given.isidentifier():
        return arrive(given, limits=session.settings.limits)
    return Arrival(session.read(given)[0])


def _of_document(document: Mapping[str, Any], session: Session) -> Arrival:
    """Return the node of a document; what rows hold that are switched off may be wrong, as in a form."""
    try:
        return Arrival(session.read(document)[0])
    except NodeError as error:
        if not all(problem.path[:1] == ("off",) and len(problem.path) > 3 for problem in error.problems):
            raise
    rest = {name: value for name, value in document.items() if name != "off"}
    return Arrival(session.read(rest)[0], off=document["off"])
