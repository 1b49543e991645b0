"""The live card of a background run: it shows how far the run is, and at its end the result.

The card is one display that is written anew, which front ends allow from any thread; what is saved with the
notebook is its last state, as plain HTML and text.
"""

from __future__ import annotations

import contextvars
import threading
from typing import TYPE_CHECKING

from hooknb.engine.pending import Pending

if TYPE_CHECKING:
    from hooknb.widgets.cancel import CancelButton

_SECONDS = 0.5
_NOTHING = {"text/plain": "", "text/html": ""}


def show(pending: Pending) -> None:
    """Display a run, and keep the display up to date until the run has ended."""
    from IPython.display import display

    handle = display(_bundle(pending), raw=True, display_id=True)
    if handle is None or pending.done():
        return
    button = _cancel_button(pending)
    shown = None if button is None else display(button.bundle(), raw=True, display_id=True)

    def follow() -> None:
        ended = threading.Event()
        pending.add_done_callback(lambda _: ended.set())
        while not ended.wait(_SECONDS):
            handle.update(_bundle(pending), raw=True)
        handle.update(_bundle(pending), raw=True)
        if button is not None and shown is not None:
            shown.update(_NOTHING, raw=True)
            button.close()

    # Some kernels find the cell that a display belongs to through context variables.
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(follow,), name="hooknb live card", daemon=True).start()


def _bundle(pending: Pending) -> dict[str, str]:
    return pending.card().bundle()


def _cancel_button(pending: Pending) -> CancelButton | None:
    """Return a Cancel button where widgets exist; None elsewhere."""
    from IPython.core.getipython import get_ipython

    if getattr(get_ipython(), "kernel", None) is None:
        return None
    from hooknb.widgets.cancel import CancelButton

    return CancelButton(pending)
