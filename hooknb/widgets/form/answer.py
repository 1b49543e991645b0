"""What a test brought, below the form: its card, the explorer, the three DataFrames, and what has changed.

These are widgets of ipywidgets and the explorer; they are made and shown in the kernel's own thread alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ipywidgets

from hooknb.core.mapping import ResponseMapping
from hooknb.engine.compare import compare_results
from hooknb.engine.report import result_card
from hooknb.engine.result import Result
from hooknb.view.card import Block, Card, Line
from hooknb.widgets.explorer import Explorer
from hooknb.widgets.form.words import IN_A_FORM

TITLES = ("Answer", "Explore", "DataFrames", "Changes")
_FIRST = "Test the request twice, and this shows what differs between the last two answers."


class Answer(ipywidgets.Tab):  # type: ignore[misc]
    """Show the last result of a form; nothing, and without a height, before the first.

    Args:
        picked: is told the mapping rules, and those of before, when they were changed in the explorer.
    """

    def __init__(self, picked: Callable[[ResponseMapping, ResponseMapping], None]) -> None:
        self._picked = picked
        self._following = False
        self._card, self._tables, self._changes = (_page() for _ in range(3))
        self._explorer: Explorer | None = None
        # A page of the tabs that is another widget after each test would take the place of the one in front.
        self._place = ipywidgets.VBox()
        super().__init__([])
        self.add_class("hooknb-answer")
        self.layout.display = "none"

    def show(self, result: Result, previous: Result | None, mapping: ResponseMapping, name: str = "") -> None:
        """Show a result; the explorer of its response has the form's rules.

        Args:
            result: the result.
            previous: the one before it; None for none.
            mapping: the form's rules.
            name: the form's variable in the notebook; empty where it is not known.
        """
        self._card.value = str(result_card(result, IN_A_FORM).html())
        self._tables.value = str(Card("", blocks=tuple(_frames(result, name))).html())
        changes = Card("", blocks=(Line(_FIRST),)) if previous is None else _changes(previous, result)
        self._changes.value = str(changes.html())
        before, self._explorer = self._explorer, Explorer(result)
        self.follow(mapping)
        self._explorer.observe(self._rules_changed, "mapping")
        self._place.children = (self._explorer,)
        if before is None:
            self.children = (self._card, self._place, self._tables, self._changes)
            for place, title in enumerate(TITLES):
                self.set_title(place, title)
            self.selected_index = 0
            self.layout.display = ""
        else:
            before.close()

    def close(self) -> None:
        """Take the answer away, and what is inside it."""
        for child in (*self._place.children, self._place, self._card, self._tables, self._changes):
            child.close()
        super().close()

    def follow(self, mapping: ResponseMapping) -> None:
        """Have the explorer show these rules."""
        if self._explorer is None:
            return
        self._following = True
        try:
            self._explorer.follow(mapping)
        finally:
            self._following = False

    def _rules_changed(self, change: Any) -> None:
        if not self._following:
            self._picked(change.new, change.old)


def _page() -> Any:
    """Return a page that takes the focus, so that keys scroll it; with ipywidgets 7 it does not."""
    made = ipywidgets.HTML()
    if made.has_trait("tabbable"):
        made.tabbable = True
    return made


def _frames(result: Result, name: str) -> list[Block]:
    """Return the three tables, each under the expression that gives it as a DataFrame."""
    tables = (
        ("parameters", result.parameter_table(), "The node uses no parameters."),
        ("mapping", result.mapping_table(), "Nothing is mapped."),
        ("routing", result.routing_table(), ""),
    )
    title = f"{name}.result.{{}}" if name else "result.{} of this form"
    return [replace(table, title=title.format(each), empty=empty) for each, table, empty in tables]


def _changes(previous: Result, result: Result) -> Any:
    return compare_results(previous, result).card()
