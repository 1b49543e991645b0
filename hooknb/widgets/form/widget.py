"""The form as a widget: label, method, URL and tabs above, the answer of the last test below.

>>> form = Form(Node("https://api.example.com/users/$ID"))  # doctest: +SKIP
>>> form.node.names  # doctest: +SKIP
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
from hooknb.engine.result import Result
from hooknb.session import Session, default_session
from hooknb.widgets.form.answer import Answer
from hooknb.widgets.form.desk import Desk, Message
from hooknb.widgets.form.fields import layout
from hooknb.widgets.modules import joined

_STATIC = Path(__file__).parent.parent / "static"
_MODULES = ("dom", "values", "link", "suggest", "editors", "rows", "testing", "form")


def form(node: Node | str | Mapping[str, Any] | None = None) -> Form:
    """Open a form that builds, tests and saves a node.

    Args:
        node: a `Node`, the text of a cell, a document, or the name of a kept node; nothing for an empty form.

    Example:
        >>> form = hooknb.form("GET https://api.example.com/users/$ID")  # doctest: +SKIP
    """
    return Form(node)


class Editor(anywidget.AnyWidget):
    """The browser's part of a form; what it asks is answered by the desk."""

    _esm = joined(_STATIC / "form", _MODULES)
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
            "statuses": ["404", "4xx", "5xx", "3xx", "401", "403", "409", "422", "429", "500", "503"],
        }
        made = layout(self._desk.limits) | {"words": words}
        return {"layout": made, "still": self._mark, **self._desk.whole()}

    def _asked(self, _: Any, message: Any, __: Any) -> None:
        if isinstance(message, dict):
            self.send({"reply": message.get("id"), **self._desk.answer(message)})


class Form(ipywidgets.VBox):
    """Show a node as a form."""

    result = traitlets.Instance(Result, allow_none=True, read_only=True)

    def __init__(
        self, node: Node | str | Mapping[str, Any] | None = None, *, session: Session | None = None
    ) -> None:
        session = session or default_session()
        self._mark = uuid.uuid4().hex
        self._desk = Desk(session, self)
        if node is not None:
            self._desk.put(session.read(node)[0])
        self._editor = Editor(self._desk, self._mark)
        self._answer = Answer()
        super().__init__([self._editor, self._answer])

    def tell(self, event: Message) -> None:
        """Tell the browser what happened by itself; called by the desk, in any thread."""
        editor = getattr(self, "_editor", None)
        if editor is not None:
            editor.send(event)

    def changed(self) -> None:
        """Take note that something else is filled in; called by the desk."""

    def arrived(self, result: Result) -> None:
        """Take a result over; called by the desk, in any thread."""
        self.set_trait("result", result)

    def show_answer(self) -> None:
        """Show the last result below the form; called by the desk, in the kernel's own thread."""
        testing = self._desk.testing
        if testing.result is not None:
            self._answer.show(testing.result, testing.previous)
