"""The response explorer: a tree in the notebook where a click gives the path, and a second one the pattern.

>>> explorer = explore({"items": [{"id": 7}]})  # doctest: +SKIP
>>> explorer.path  # after a click  # doctest: +SKIP
'items[0].id'
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from hooknb import fronts
from hooknb.core.mapping import ResponseMapping
from hooknb.core.objectpath.path import ObjectPath
from hooknb.widgets import still
from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import explored
from hooknb.widgets.modules import joined

_STATIC = Path(__file__).parent / "static" / "explorer"


def explore(what: Any, against: Any = None) -> Explorer:
    """Open the explorer: look through a response, and click the way to an object path.

    Args:
        what: a `Result`; text or bytes with JSON or XML in them; or data as `json` gives them.
        against: another one, such as an older result; what differs from it is marked, and listed.

    Returns:
        A widget. Where there are no widgets it shows its first page.

    Example:
        >>> explorer = explore({"items": [{"id": 7}]})
        >>> explorer.paths
        ()
    """
    return Explorer(what, against)


class Explorer(anywidget.AnyWidget):
    """Show a response as a tree, and tell Python what is picked in it.

    The data stay in the kernel: the browser gets the page it shows, cut and with secrets masked. All traits
    are read-only, and can be observed.

    Args:
        what: see `explore`.
        against: see `explore`.

    Attributes:
        path: the path that was picked last; empty before the first pick.
        paths: every path that was picked, in order, each once.
        mapping: the `ResponseMapping` of the rules that were added.

    Example:
        >>> explorer = Explorer({"items": [{"id": 7}]})
        >>> explorer.observe(lambda change: print(change.new), "path")
    """

    _esm = joined(_STATIC / "explorer.js")
    _css = (_STATIC / "explorer.css").read_text(encoding="utf-8")
    _first = traitlets.Dict(read_only=True).tag(sync=True)

    path = traitlets.Unicode(read_only=True)
    paths = traitlets.Tuple(read_only=True)
    mapping = traitlets.Instance(ResponseMapping, (), read_only=True)

    def __init__(self, what: Any, against: Any = None) -> None:
        self._explored = explored(what, against)
        self._mark = uuid.uuid4().hex
        self._talk = Conversation(self._explored, self._picked)
        super().__init__()
        self.on_msg(self._asked)

    @property
    def value(self) -> Any:
        """What the picked path finds in the data; None before the first pick."""
        if not self.path:
            return None
        return ObjectPath(self.path).one(self._explored.tree.data, lax=self._explored.tree.lax)

    @property
    def cell(self) -> str:
        """The text of the node's cell with the added rules; without a node the `[Response Mapping]` lines."""
        return self._talk.cell()

    def follow(self, mapping: ResponseMapping) -> None:
        """Show these rules as the ones that were added: a form keeps them, and both change them."""
        if mapping != self.mapping:
            self._talk.follow(mapping)
            self.set_trait("mapping", mapping)
            self.send({"event": "rules"})

    def insert(self) -> None:
        """Put the text of `cell` into a new cell below the one that is running, where the front end can.

        Example:
            >>> explorer.insert()  # in a cell of its own  # doctest: +SKIP
        """
        fronts.load("insert")(self.cell)

    def bundle(self) -> dict[str, Any]:
        """Return what a front end shows of the live widget; nothing where there are no widgets."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"application/vnd.jupyter.widget-view+json": view, "text/plain": "", "text/html": ""}

    def still(self) -> dict[str, str]:
        """Return the first page as HTML and text, for saved notebooks and terminals."""
        return {"text/html": str(still.html(self._explored, self._mark)), "text/plain": str(self)}

    @traitlets.default("_first")
    def _first_page(self) -> dict[str, Any]:
        return self._talk.first() | {"still": self._mark}

    def _asked(self, _: Any, message: Any, __: Any) -> None:
        if isinstance(message, dict):
            self.send({"reply": message.get("id"), **self._talk.answer(message)})

    def _picked(self) -> None:
        talk = self._talk
        self.set_trait("paths", talk.paths)
        self.set_trait("mapping", talk.mapping)
        self.set_trait("path", talk.picked.path if talk.picked is not None else "")

    def _ipython_display_(self, **_: Any) -> None:
        fronts.load("show")(self)

    def __str__(self) -> str:
        return still.text(self._explored)

    def __repr__(self) -> str:
        return f"<Explorer{f' {self.path}' if self.path else ''}>"
