"""Trial values that have a name: kept, taken up again, and run all together.

They belong to the form, and to the session under the node's name. Values of secrets are never among them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from hooknb.core.parameters import json_value
from hooknb.engine.pending import Pending
from hooknb.engine.result import Result
from hooknb.errors import HooknbError
from hooknb.formats.cell_named import write_value
from hooknb.view.text import cut, in_line, visible
from hooknb.view.value import shown
from hooknb.widgets.form.previewing import undeclared
from hooknb.widgets.form.testing import said

if TYPE_CHECKING:
    from hooknb.widgets.form.desk import Desk, Message

_LONGEST_NAME = 60
_LONGEST = 60


class Trials:
    """Hold the named trial values of one form, and what came of each.

    Attributes:
        named: by name, a text for each parameter.
        results: by name, the last result.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.named: dict[str, dict[str, str]] = {}
        self.results: dict[str, Result] = {}
        self._refused: dict[str, str] = {}
        self._pending: dict[str, Pending] = {}
        self._values: dict[str, Mapping[str, Any]] = {}
        self.answers: dict[str, Callable[[Message], Message]] = {
            "keep trial": self._keep,
            "use trial": self._use,
            "forget trial": self._forget,
            "run trials": self._run,
            "show trial": self._show,
        }

    def state(self) -> list[Message]:
        """Return a row for each trial."""
        return [self._row(name) for name in self.named]

    def put(self, named: Mapping[str, Mapping[str, Any]]) -> None:
        """Take trial values over.

        Raises:
            ParameterError: a value cannot be a parameter's.
        """
        self.named = {
            str(name): {key: _text(key, value) for key, value in given.items()}
            for name, given in named.items()
        }
        self._remember()

    def cancel(self) -> None:
        """Stop the runs under way."""
        for pending in list(self._pending.values()):
            pending.cancel()

    def _keep(self, message: Message) -> Message:
        name = in_line(str(message["name"])).strip()[:_LONGEST_NAME]
        if not name:
            raise ValueError("these values need a name")
        self._desk.testing.take(message)
        self.named[name] = dict(self._desk.testing.given)
        self.results.pop(name, None)
        self._remember()
        return {"trials": self.state()}

    def _use(self, message: Message) -> Message:
        self._desk.testing.given = dict(self.named[message["name"]])
        return {**self._desk.state(), **self._desk.testing.state()}

    def _forget(self, message: Message) -> Message:
        del self.named[message["name"]]
        self._remember()
        return {"trials": self.state()}

    def _run(self, message: Message) -> Message:
        """Start a run with the values of each trial; those that lack one are passed over, and say so."""
        node = self._desk.node
        if node is None:
            return {"refused": "mend"}
        self._refused.clear()
        given_names = {name for given in self.named.values() for name in given}
        self._desk.declare(name for name in undeclared(node, self._desk.session) if name in given_names)
        node = self._desk.node or node
        for name, given in self.named.items():
            values, missing = self._desk.testing.values(node, given, message.get("secrets") or {})
            if missing:
                self._refused[name] = f"not sent: {', '.join(missing)} has no value"
                continue
            self.results.pop(name, None)
            self._values[name] = values
            try:
                self._pending[name] = self._desk.testing.start(node, values, partial(self._ended, name))
            except HooknbError as error:
                self._refused[name] = f"not sent: {getattr(error, 'message', error)}"
        return {"trials": self.state()}

    def _show(self, message: Message) -> Message:
        name = message["name"]
        self._desk.testing.show(self.results[name], self._values.get(name))
        return {**self._desk.state(), **self._desk.testing.state()}

    def _ended(self, name: str, result: Result) -> None:
        self._pending.pop(name, None)
        if name in self.named:
            self.results[name] = result
        self._desk.owner.tell({"event": "trial", "trials": self.state()})

    def _remember(self) -> None:
        node_name = str(self._desk.sheet.values["name"])
        if node_name:
            self._desk.session.trials[node_name] = {name: dict(given) for name, given in self.named.items()}

    def _row(self, name: str) -> Message:
        result = self.results.get(name)
        given = ", ".join(f"{key} = {value}" for key, value in self.named[name].items())
        return {
            "name": name,
            "given": visible(given),
            "running": name in self._pending,
            "last": said(result),
            "values": "" if result is None else _mapped(result),
            "why": visible(self._refused.get(name, "")),
        }


def _text(name: str, value: Any) -> str:
    """Write a value as a person would."""
    return write_value({"value": json_value(value, name)})


def _mapped(result: Result) -> str:
    """Return the mapped values in one line."""
    redactor = result.prepared.redactor
    secret = {row.rule.parameter for row in result.report.rows if row.rule.secret}

    def text(name: str, value: object) -> str:
        if name in secret:
            return "never shown"
        return cut(shown(redactor.data(value), data=True, typed=True).text, _LONGEST)

    return ", ".join(f"{name} = {text(name, value)}" for name, value in result.values.items())
