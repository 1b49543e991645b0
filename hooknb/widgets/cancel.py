"""The Cancel button of a background run."""

from __future__ import annotations

from typing import Any

from hooknb.engine.pending import Pending


class CancelButton:
    """A button that stops a run, and that is gone when the run has ended.

    Where a notebook is saved and opened again nothing of it is left: its static forms are empty.
    """

    def __init__(self, pending: Pending) -> None:
        import ipywidgets

        self._button = ipywidgets.Button(
            description="Cancel",
            tooltip=f"Stop {pending.node.method} {pending.node.name or 'this request'}",
            layout=ipywidgets.Layout(width="auto"),
        )
        self._button.on_click(lambda _: self._pressed(pending))

    def close(self) -> None:
        """Take the widget away; may be called in any thread."""
        self._button.close()

    def bundle(self) -> dict[str, Any]:
        """Return what a front end shows: the widget, and nothing where there are no widgets."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self._button.model_id}
        return {"application/vnd.jupyter.widget-view+json": view, "text/plain": "", "text/html": ""}

    def _pressed(self, pending: Pending) -> None:
        self._button.disabled = True
        self._button.description = "Cancelling…"
        pending.cancel()
