"""Which cassette a run uses: the node's own, that of the innermost `with`, or that of the settings.

A `with` holds for the code within it: also in the tasks and the threads that this code starts, and not for
others that happen to run at the same time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, cast
from weakref import WeakSet

from hooknb.core.choosing import Sources
from hooknb.core.node import Node
from hooknb.core.redaction import Redactor
from hooknb.engine.cassette import MODES, Cassette, Make, Mode
from hooknb.errors import CassetteError, did_you_mean, quoted

if TYPE_CHECKING:
    from hooknb.engine.run import Plan

_entered: ContextVar[tuple[Cassette, ...]] = ContextVar("hooknb cassettes", default=())
_rehearsing: ContextVar[bool] = ContextVar("hooknb rehearsal", default=False)


class Tapes:
    """Keep the cassettes of a session; thread-safe.

    Args:
        setting: gives the path that the settings name, or "".
        directory: the base of relative paths; the working directory at the time by default.
    """

    def __init__(self, setting: Callable[[], str] = str, directory: Path | None = None) -> None:
        self._setting = setting
        self._directory = directory
        self._lock = threading.RLock()
        self._own: dict[Path, Cassette] = {}
        self._began: set[Path] = set()
        self._open: list[tuple[Cassette, WeakSet[threading.Thread]]] = []
        self._learned: dict[str, str] = {}

    def cassette(self, path: str | os.PathLike[str], mode: str = "auto") -> Cassette:
        """Return a cassette for `with`; see `hooknb.cassette`.

        Raises:
            CassetteError: there is no such mode, or the path is empty.
        """
        name = os.fspath(path)
        if mode not in MODES:
            raise CassetteError(f"{quoted(mode)} is not a mode of a cassette", did_you_mean(mode, MODES))
        if not name:
            raise CassetteError("a cassette needs the path of a file", "write one, such as tapes/lesson.json")
        return Cassette(self._placed(name), name, cast(Mode, mode), self)

    def of(self, node: Node) -> Cassette | None:
        """Return the cassette that a run of a node uses now; None when it uses none."""
        entered = self._within()
        if node.cassette or not entered:
            name = node.cassette or self._setting().strip()
            if not name:
                return None
            path = self._placed(name)
            inner = next((each for each in reversed(entered) if each.path == path), None)
            with self._lock:
                return inner or self._own.setdefault(path, Cassette(path, name, "auto", self))
        return entered[-1]

    def recording(self, node: Node) -> Cassette:
        """Return the cassette that a run of a node uses, in mode `record`.

        Raises:
            CassetteError: it uses none.
        """
        used = self.of(node)
        if used is None:
            hint = "write cassette: tapes/NAME.json under [Options], or set %config Webhook.cassette"
            raise CassetteError("--record needs a cassette, and none is named", hint)
        return Cassette(used.path, used.name, "record", self)

    def plan(self, node: Node, sources: Sources, make: Make) -> Plan:
        """Plan a run, with the cassette that it uses if there is one; see `Cassette.plan`."""
        used = self.of(node)
        if used is None:
            return make(sources)
        return used.plan(node, sources, make, rehearsal=_rehearsing.get())

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Plan dry runs within: they use nothing up, and nothing that does not match is raised."""
        token = _rehearsing.set(True)
        try:
            yield
        finally:
            _rehearsing.reset(token)

    def began(self, path: Path) -> bool:
        """Tell whether this session makes a file: it was not there when the first exchange was recorded."""
        with self._lock:
            return path in self._began or not path.exists()

    def begin(self, path: Path) -> None:
        """Note that something will be recorded in a file."""
        with self._lock:
            if not path.exists():
                self._began.add(path)

    def learn(self, name: str, text: str) -> None:
        """Mask a secret in every cassette from now on."""
        with self._lock:
            self._learned.setdefault(text, name)

    def knowing(self, redactor: Redactor) -> Redactor:
        """Return a redactor that also knows what was learned."""
        with self._lock:
            learned = list(self._learned.items())
        for text, name in learned:
            if not redactor.contains(text):
                redactor = redactor.adding(name, text)
        return redactor

    def enter(self, cassette: Cassette) -> None:
        """Have the runs of this context use a cassette."""
        with self._lock:
            if all(each is not cassette for each, _ in self._open):
                cassette.rewind()
            self._open.append((cassette, WeakSet(threading.enumerate())))
        _entered.set((*_entered.get(), cassette))

    def leave(self, cassette: Cassette) -> None:
        """Have them use it no more."""
        with self._lock:
            at = max(index for index, (each, _) in enumerate(self._open) if each is cassette)
            del self._open[at]
        entered = list(_entered.get())
        for at in reversed(range(len(entered))):
            if entered[at] is cassette:
                del entered[at]
                break
        _entered.set(tuple(entered))

    def _within(self) -> tuple[Cassette, ...]:
        """Return the cassettes around the code that runs, the innermost last."""
        entered = tuple(each for each in _entered.get() if each.belongs_to(self))
        if entered:
            return entered
        # A plain thread begins with an empty context; it belongs to the `with` within which it was started.
        with self._lock:
            started = threading.current_thread()
            return tuple(each for each, others in self._open if started not in others)

    def _placed(self, name: str) -> Path:
        base = self._directory or Path()
        return Path(os.path.abspath(base / Path(name).expanduser()))
