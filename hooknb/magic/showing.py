"""Display of a widget with a copy of it that needs no kernel, in an output of its own.

A notebook that is opened again shows "model not found" in the widget's place, whatever else its output
holds. The copy stands before the widget, which hides it while it is alive.
"""

from __future__ import annotations

from typing import Any


def show(widget: Any) -> None:
    """Display a widget that has `bundle()` and `still()`; where there are no widgets, its copy alone.

    One that has `shown(handle)` is given the display of its copy, and may write it anew.
    """
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    handle = display(widget.still(), raw=True, display_id=True)
    if handle is not None and hasattr(widget, "shown"):
        widget.shown(handle)
    if getattr(get_ipython(), "kernel", None) is not None:
        display(widget.bundle(), raw=True)


def insert(text: str) -> None:
    """Put a text into a new cell below the one that is running; print it where no front end takes it."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if getattr(shell, "kernel", None) is None or shell is None:
        print(text)  # noqa: T201
    else:
        shell.set_next_input(text, replace=False)
