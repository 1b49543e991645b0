"""Test Request: values for a test, the run under way, and what came of it.

A run is only submitted here; it goes on in the background, and its end is told through the desk.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from hooknb.core.choosing import spelled
from hooknb.core.node import Node
from hooknb.engine.pending import Pending
from hooknb.engine.result import Result
from hooknb.view.text import in_line, visible
from hooknb.widgets.form.previewing import asked_secrets

if TYPE_CHECKING:
    from hooknb.widgets.form.desk import Desk, Message


class Testing:
    """Hold the tests of one form.

    Attributes:
        given: values for the next test, by parameter, as texts a person wrote; never those of secrets.
        pending: the run under way; None when there is none.
        result: the last result; None before the first.
        previous: the one before it.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.given: dict[str, str] = {}
        self.pending: Pending | None = None
        self.result: Result | None = None
        self.previous: Result | None = None
        self._last_values: Mapping[str, Any] = {}
        self.answers: dict[str, Callable[[Message], Message]] = {
            "give": self._give,
            "test": self._test,
            "resend": self._resend,
            "cancel": self._cancel,
        }

    def state(self) -> Message:
        """Return what a browser needs to show of the tests."""
        return {"given": dict(self.given), "running": self._running(), "last": self._said(self.result)}

    def start(self, node: Node, values: Mapping[str, Any]) -> Pending:
        """Start a run of a node; its end is told by itself.

        Raises:
            HooknbError: a value is missing or cannot be used; nothing was sent.
        """
        pending = self._desk.session.without_asking().start(node, values)
        self.pending, self._last_values = pending, dict(values)
        # Some kernels find the cell that a message belongs to through context variables.
        context = contextvars.copy_context()
        pending.add_done_callback(lambda ended: context.run(self._ended, ended))
        return pending

    def values(self, node: Node, secrets: Mapping[str, str]) -> dict[str, Any]:
        """Return the values of the next test: those given for parameters that the node uses."""
        asked = {*asked_secrets(node), *(name for name in node.names if node.keeps_secret(name))}
        typed = {name: text for name, text in secrets.items() if name in asked and text}
        return {
            name: spelled(text) for name, text in self.given.items() if name in node.uses and text
        } | typed

    def _give(self, message: Message) -> Message:
        name, text = str(message["name"]), str(message["text"])
        if text:
            self.given[name] = text
        else:
            self.given.pop(name, None)
        return self._desk.state()

    def _test(self, message: Message) -> Message:
        node = self._desk.node
        if node is None:
            return {"refused": "mend"}
        secrets = message.get("secrets") or {}
        sight = self._desk.sight()
        given = self.values(node, secrets)
        missing = [name for name in (sight.missing if sight else ()) if name not in given]
        if missing:
            return {"refused": "ask", "missing": missing}
        self.start(node, given)
        return {"running": self._running()}

    def _resend(self, _: Message) -> Message:
        if self.result is None:
            raise LookupError("nothing was sent yet")
        self.start(self.result.node, self._last_values)
        return {"running": self._running()}

    def _cancel(self, _: Message) -> Message:
        if self.pending is not None:
            self.pending.cancel()
        return {}

    def _ended(self, pending: Pending) -> None:
        if pending.error is not None:
            self._desk.owner.tell({"event": "broke", "text": visible(str(pending.error))})
            return
        result = pending.result()
        if self.pending is pending:
            self.pending = None
        self.previous, self.result = self.result, result
        self._desk.owner.arrived(result)
        self._desk.owner.tell({"event": "ended", "last": self._said(result), **self._desk.state()})

    def _running(self) -> Message | None:
        pending = self.pending
        if pending is None or pending.done():
            return None
        return {"elapsed": pending.elapsed, "limit": pending.limit}

    def _said(self, result: Result | None) -> Message | None:
        """Return one line about a result."""
        if result is None:
            return None
        kind = result.failure.kind.replace("_", " ") if result.failure is not None else "no answer"
        return {
            "status": str(result.status) if result.status is not None else kind,
            "output": in_line(result.output),
            "failed": result.failed,
            "elapsed": result.elapsed,
            "limit": result.limit,
            "why": visible(str(result.failure.message)) if result.failure is not None else "",
        }
