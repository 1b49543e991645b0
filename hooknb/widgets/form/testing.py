"""Test Request: values for a test, the run under way, and what came of it.

A run is only submitted here; it goes on in the background, and its end is told through the desk.
"""

from __future__ import annotations

import contextvars
import copy
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from hooknb.core.choosing import spelled
from hooknb.core.node import Node
from hooknb.engine.pending import Pending
from hooknb.engine.result import Result
from hooknb.session import Session
from hooknb.view.text import in_line, visible
from hooknb.widgets.form.finding import Finder
from hooknb.widgets.form.previewing import asked_secrets, preview, undeclared

if TYPE_CHECKING:
    from hooknb.widgets.form.desk import Desk, Message


class Testing:
    """Hold the tests of one form.

    Attributes:
        given: values for the next test, by parameter, as texts a person wrote; never those of secrets.
        pending: the run under way; None when there is none.
        result: the last result; None before the first.
        previous: the one before it.
        finder: looks mapping rules up in the last result; None before the first.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.given: dict[str, str] = {}
        self.pending: Pending | None = None
        self.result: Result | None = None
        self.previous: Result | None = None
        self.finder: Finder | None = None
        self._last_values: Mapping[str, Any] = {}
        self._run = 0
        self.answers: dict[str, Callable[[Message], Message]] = {
            "give": self._give,
            "test": self._test,
            "resend": self._resend,
            "cancel": self._cancel,
        }

    def state(self) -> Message:
        """Return what a browser needs to show of the tests."""
        paths = [] if self.finder is None else self.finder.paths()
        told = {"given": dict(self.given), "running": self._running(), "last": said(self.result)}
        return told | {"paths": paths}

    def start(self, node: Node, values: Mapping[str, Any], ended: Callable[[Result], None]) -> Pending:
        """Start a run of a node.

        Args:
            node: the node.
            values: for this run alone.
            ended: called with the result, in the background thread.

        Raises:
            HooknbError: a value is missing or cannot be used; nothing was sent.
        """
        pending = _unasking(self._desk.session).start(node, values)
        # Some kernels find the cell that a message belongs to through context variables.
        context = contextvars.copy_context()

        def conclude(run: Pending) -> None:
            # The thread that speaks to the network has better things to do than to draw cards.
            threading.Thread(target=context.run, args=(self._conclude, run, ended), daemon=True).start()

        pending.add_done_callback(conclude)
        return pending

    def test(self, node: Node, values: Mapping[str, Any]) -> Pending:
        """Start a run whose answer the form shows; raises what `start` raises."""
        pending = self.start(node, values, partial(self._ended, self._run + 1))
        self._run += 1
        self._last_values, self.pending = dict(values), pending
        return pending

    def values(
        self, node: Node, given: Mapping[str, str], secrets: Mapping[str, str]
    ) -> tuple[dict[str, Any], list[str]]:
        """Return the values for a run, of names that the node uses, and the names that lack one."""
        asked = {*asked_secrets(node), *(name for name in node.names if node.keeps_secret(name))}
        used = node.uses
        values: dict[str, Any] = {
            name: spelled(text) for name, text in given.items() if name in used and text
        }
        values |= {name: text for name, text in secrets.items() if name in asked and text}
        missing = preview(node, self._desk.session, given).missing
        return values, [name for name in missing if name not in values]

    def take(self, message: Message) -> None:
        """Take over the values that stand in the browser's boxes."""
        if "given" in message:
            self.given = {str(name): str(text) for name, text in message["given"].items() if text}

    def _give(self, message: Message) -> Message:
        self.take(message)
        return self._desk.state()

    def _test(self, message: Message) -> Message:
        node = self._desk.node
        if node is None:
            return {"refused": "mend"}
        self.take(message)
        values, missing = self.values(node, self.given, message.get("secrets") or {})
        if missing:
            return {"refused": "ask", "missing": missing}
        self._desk.declare(undeclared(node, self._desk.session))
        self.test(self._desk.node or node, values)
        return {"running": self._running()}

    def _resend(self, _: Message) -> Message:
        if self.result is None:
            raise LookupError("nothing was sent yet")
        self.test(self.result.node, self._last_values)
        return {"running": self._running()}

    def _cancel(self, _: Message) -> Message:
        if self.pending is not None:
            self.pending.cancel()
        return {}

    def _conclude(self, pending: Pending, ended: Callable[[Result], None]) -> None:
        if pending.error is None:
            with self._desk.lock:
                ended(pending.result())
        else:
            redactor = pending.plan.prepared.redactor
            self._desk.owner.tell({"event": "broke", "text": visible(redactor.text(str(pending.error)))})

    def _ended(self, run: int, result: Result) -> None:
        try:
            self.show(result)
        finally:
            # Somebody's observer may have failed; the browser must not wait for ever.
            self._desk.owner.tell({"event": "ended", "run": run, **self.state(), **self._desk.state()})

    def show(self, result: Result, values: Mapping[str, Any] | None = None) -> None:
        """Make a result the one that the form shows, and sends again.

        Args:
            result: the result.
            values: what it was run with; None for those of the last test.
        """
        self.pending = None
        self._last_values = self._last_values if values is None else values
        self.previous, self.result = self.result, result
        self.finder = Finder(result)
        self._desk.owner.arrived(result)

    def _running(self) -> Message | None:
        pending = self.pending
        if pending is None or pending.done():
            return None
        return {"run": self._run, "elapsed": pending.elapsed, "limit": pending.limit}


def _unasking(session: Session) -> Session:
    """Return a session, sharing all it remembers, in which nobody is asked: the form asks by itself."""
    made = copy.copy(session)
    made.ask = None
    return made


def said(result: Result | None) -> Message | None:
    """Return one line about a result."""
    if result is None:
        return None
    return {
        "status": _ended(result),
        "code": result.status,
        "output": in_line(result.output),
        "failed": result.failed,
        "elapsed": result.elapsed,
        "limit": result.limit,
        "why": visible(result.failure.message) if result.failure is not None else "",
    }


def _ended(result: Result) -> str:
    """Say how a run ended: by its status, and by what failed where the status does not tell."""
    kind = result.failure.kind.replace("_", " ") if result.failure is not None else ""
    if result.status is None:
        return kind or "no answer"
    return f"{result.status}, {kind}" if kind and kind != "status" else str(result.status)
