"""The session: what is remembered between runs, and who can be asked.

A session keeps nodes by name, parameters with their sources, and a row for every run. Front ends read, call
the session, and show what it returns.

    >>> session = Session()
    >>> session.parameters["CITY"] = "Graz"
    >>> session.parameters.frame()["source"].tolist()
    ['set by hand']
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from concurrent import futures
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from hooknb import fronts
from hooknb.core.choosing import Ask, Sources
from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.core.parameters import Parameters, secret_texts
from hooknb.engine import loop
from hooknb.engine.cassette import Cassette
from hooknb.engine.cookies import Cookies, cookies_of
from hooknb.engine.delivery import Wallet
from hooknb.engine.history import History
from hooknb.engine.pending import Jobs, Pending
from hooknb.engine.preview import Preview, foretold
from hooknb.engine.proxies import ENVIRONMENT, NO_PROXY
from hooknb.engine.result import Result
from hooknb.engine.run import Plan, conclude, exchange, perform, plan
from hooknb.engine.tapes import Tapes
from hooknb.engine.transport import SendSettings
from hooknb.errors import HooknbError, NodeError, Problem, did_you_mean, quoted
from hooknb.formats.cell import read
from hooknb.view.table import Table

_MEGABYTE = 1024 * 1024
# What a person, or another task, stops a run with; anything else is a defect and no cancellation.
_STOPPED = (KeyboardInterrupt, asyncio.CancelledError, futures.CancelledError, GeneratorExit, SystemExit)


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold what applies to every node of a session.

    Args:
        limits: the range of time-outs, and the default.
        response_cap: the largest decoded body, in bytes.
        wire_cap: the largest body as it crosses the wire, in bytes.
        redirects: follow redirects for every node, not only for those that say so.
        verify: verify TLS certificates; a path names a file of certificate authorities.
        proxy: `env` for what the environment says, a proxy's URL, or `none`.
        cookies: keep cookies and send them, for the nodes that do not say otherwise.
        history: where runs are kept: the path of a file, `memory`, `off`; empty for the usual place.
        cassette: the file that all runs are recorded in and replayed from; empty for none.
    """

    limits: Limits = field(default_factory=Limits)
    response_cap: int = 64 * _MEGABYTE
    wire_cap: int = 64 * _MEGABYTE
    redirects: bool = False
    verify: bool | str = True
    proxy: str = ENVIRONMENT
    cookies: bool = True
    history: str = ""
    cassette: str = ""

    def sending(self, node: Node, cookies: Cookies) -> SendSettings:
        """Return what the transport needs for one node."""
        return SendSettings(
            response_cap=self.response_cap,
            wire_cap=self.wire_cap,
            follow_redirects=self.redirects or node.redirects,
            verify=self.verify if node.verify else False,
            proxy=None if self.proxy == NO_PROXY else self.proxy,
            cookies=cookies if self.cookies and node.cookies else None,
        )


@dataclass(eq=False)
class Session:
    """Run nodes and remember what came of it.

    Args:
        settings: what applies to every node.
        ask: asks a person, `ask(prompt, secret=False)`; None where nobody can answer.
        variables: from a name to the notebook's variable; raises KeyError when there is none.
        directory: the base for files and `.env`; the working directory at the time of a run by default.

    Attributes:
        parameters: values set by hand and mapped from responses.
        nodes, last: the kept nodes by name, and the last result of each.
        trials: trial values, as written, by the name of a node and their own.
        cookies: the cookies that servers set; sent back where they belong.
        log: the runs, in this session and in the file that keeps them.
        tapes: the cassettes, and which of them a run uses.
    """

    settings: Settings = field(default_factory=Settings)
    ask: Ask | None = None
    variables: Callable[[str], Any] | None = None
    directory: Path | None = None
    parameters: Parameters = field(default_factory=Parameters)
    nodes: dict[str, Node] = field(default_factory=dict)
    last: dict[str, Result] = field(default_factory=dict)
    trials: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    cookies: Cookies = field(default_factory=Cookies)
    log: History = field(init=False, repr=False)
    tapes: Tapes = field(init=False, repr=False)
    _jobs: Jobs = field(default_factory=Jobs, repr=False)
    _wallet: Wallet = field(default_factory=Wallet, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        self.log = History(lambda: self.settings.history, self.directory)
        self.tapes = Tapes(lambda: self.settings.cassette, self.directory)

    def run(
        self,
        node: Node | str | Mapping[str, Any],
        values: Mapping[str, Any] | None = None,
        /,
        *,
        timeout: float | None = None,
        notes: tuple[Problem, ...] = (),
        **parameters: Any,
    ) -> Result:
        """Run a node and wait for its result.

        Args:
            node: a `Node`, the text of a cell, a document, or the name of a kept node.
            values: parameter values for this run alone.
            timeout: seconds for the whole exchange, instead of the node's own.
            notes: advice to show beside the answer.
            parameters: more values for this run, by keyword.

        Returns:
            A `Result`, also when the run failed; see `Result.raise_if_failed`.

        Raises:
            NodeError: the definition is wrong.
            ParameterError: a value is missing or cannot be used.
            CassetteError: a cassette is replayed, and holds no such exchange.
        """
        planned = self.plan(node, values, timeout=timeout, notes=notes, **parameters)
        began = time.perf_counter()
        try:
            sent = loop.wait(loop.submit(exchange(planned)))
            result = conclude(planned, sent, began)
        except _STOPPED:
            self.log.add_cancelled(planned, time.perf_counter() - began)
            raise
        return self.remember(result)

    async def arun(
        self,
        node: Node | str | Mapping[str, Any],
        values: Mapping[str, Any] | None = None,
        /,
        *,
        timeout: float | None = None,
        **parameters: Any,
    ) -> Result:
        """Run a node without blocking the caller's event loop; see `run`."""
        planned = self.plan(node, values, timeout=timeout, **parameters)
        began = time.perf_counter()
        try:
            result = await loop.await_ticking(loop.submit(perform(planned)))
        except _STOPPED:
            self.log.add_cancelled(planned, time.perf_counter() - began)
            raise
        return self.remember(result)

    def start(
        self,
        node: Node | str | Mapping[str, Any],
        values: Mapping[str, Any] | None = None,
        /,
        *,
        timeout: float | None = None,
        notes: tuple[Problem, ...] = (),
        **parameters: Any,
    ) -> Pending:
        """Run a node in the background and return at once; takes what `run` takes.

        Mapped values, the saved status and the history arrive by themselves when it ends.
        """
        pending = Pending(self.plan(node, values, timeout=timeout, notes=notes, **parameters), self.remember)
        self._jobs.add(pending)
        return pending

    def preview(
        self,
        node: Node | str | Mapping[str, Any],
        values: Mapping[str, Any] | None = None,
        /,
        **parameters: Any,
    ) -> Preview:
        """Return exactly what a run would send, and where each value comes from; takes what `run` takes."""
        with self.tapes.rehearsing():
            planned = self.plan(node, values, **parameters)
        notes = (*planned.notes, *foretold(planned.prepared), *planned.prepared.node.lint())
        settings = planned.settings
        return Preview(planned.prepared, notes, settings.cookies, settings.verify is not False)

    def plan(
        self,
        node: Node | str | Mapping[str, Any],
        values: Mapping[str, Any] | None = None,
        /,
        *,
        timeout: float | None = None,
        notes: tuple[Problem, ...] = (),
        **parameters: Any,
    ) -> Plan:
        """Read a node, choose its values and prepare its request; see `run` for arguments and errors."""
        made, read_notes = self.read(node)
        if timeout is not None:
            self.settings.limits.check(timeout)
        sources = Sources(
            call={**(values or {}), **parameters},
            store=self.parameters,
            variables=self.variables,
            ask=self._asking(),
            directory=self.directory or Path(),
        )
        notes = (*notes, *read_notes, *self._log_notes())
        sending = self.settings.sending(made, self.cookies)
        try:
            planned = self.tapes.plan(
                made,
                sources,
                lambda chosen: plan(made, chosen, sending, wallet=self._wallet, timeout=timeout, notes=notes),
            )
        except HooknbError as error:
            # The frames below hold filled texts; a traceback in verbose mode would print them.
            raise error.with_traceback(None) from None
        self.parameters.protect(planned.prepared.secrets())
        return planned

    def cassette(self, path: str | PathLike[str], mode: str = "auto") -> Cassette:
        """Return a cassette: within `with`, all runs of this session use it; see `hooknb.cassette`."""
        return self.tapes.cassette(path, mode)

    def read(self, node: Node | str | Mapping[str, Any]) -> tuple[Node, tuple[Problem, ...]]:
        """Return the node that is meant, and notes on how its text was read."""
        if isinstance(node, Node):
            return node, ()
        if isinstance(node, Mapping):
            return Node.from_dict(node, limits=self.settings.limits), ()
        given: object = node
        if not isinstance(given, str):
            hint = "give a Node, the text of a cell, a document, or the name of a kept node"
            raise NodeError([Problem((), f"{quoted(given)} is not a node", hint)])
        if node.isidentifier():
            return self.kept(node), ()
        reading = read(node, limits=self.settings.limits)
        return reading.node, tuple(reading.notes)

    def keep(self, node: Node) -> Node:
        """Keep a node under its name, replacing one of the same name.

        Raises:
            NodeError: the node has no name.
        """
        if not node.name:
            raise NodeError(
                [Problem(("name",), "a node that is kept needs a name", "name it on the first line")]
            )
        with self._lock:
            self.nodes[node.name] = node
        return node

    def kept(self, name: str) -> Node:
        """Return the node kept under a name.

        Raises:
            NodeError: there is none; the message lists those that are.
        """
        if name in self.nodes:
            return self.nodes[name]
        hint = (
            did_you_mean(name, self.nodes)
            if self.nodes
            else "no node is kept yet; define one with %%webhook NAME"
        )
        raise NodeError([Problem(("name",), f"no node is called {quoted(name)}", hint)])

    def remember(self, result: Result) -> Result:
        """Take over what a run brought: mapped values, the saved status, a row of history."""
        node = result.node
        source = f"mapped by {node.name}" if node.name else "mapped"
        with self._lock:
            for row in result.report.rows:
                if row.ok:
                    rule = row.rule
                    self.parameters.map(
                        rule.parameter, row.value, entity=row.entity, source=source, secret=rule.secret
                    )
            self._protect_learned(result)
            if node.status_parameter:
                entity = node.entity_of(node.status_parameter)
                self.parameters.map(
                    node.status_parameter, result.status, entity=entity, source=f"status, {source}"
                )
            if node.name:
                self.last[node.name] = result
        self.log.add(result)
        return result

    def _protect_learned(self, result: Result) -> None:
        """Mask tokens and cookies of a run in later runs, too, when something was mapped that holds them."""
        texts = [text for value in result.values.values() for text in secret_texts(value)]
        signing = result.node.signing
        header = None if signing is None else result.exchange.request.header(signing.header)
        token = ("signed_token", (header or "").removeprefix("Bearer "))
        known = (token, *result.exchange.learned, *cookies_of(result.exchange)) if texts else ()
        held = [(name, text) for name, text in known if text and any(text in each for each in texts)]
        self.parameters.protect(held)

    @property
    def pending(self) -> Any:
        """The background runs as a DataFrame: started, node, method, url, state, elapsed, limit, output."""
        return self.pending_table().frame()

    def pending_table(self) -> Table:
        """Return the rows of `pending`, the newest last; ended ones stay for a while."""
        return self._jobs.table()

    @property
    def history(self) -> Any:
        """This session's runs as a DataFrame: id, time, node, method, url, status, output, elapsed, why."""
        return self.history_table().frame()

    def history_table(self) -> Table:
        """Return the rows of `history`, the oldest first."""
        return self.log.table()

    def nodes_table(self) -> Table:
        """Return the kept nodes as a table: name, method, url, label, last output."""
        with self._lock:
            rows = tuple(
                (
                    name,
                    node.method,
                    node.url,
                    node.label,
                    self.last[name].output if name in self.last else None,
                )
                for name, node in self.nodes.items()
            )
        return Table(
            ("name", "method", "url", "label", "last output"), rows, "Nodes", empty="No node is kept yet."
        )

    def _asking(self) -> Ask | None:
        """Return who can be asked now: a front end knows whether it can show a prompt."""
        available = getattr(self.ask, "available", None)
        return None if available is not None and not available() else self.ask

    def _log_notes(self) -> tuple[Problem, ...]:
        """Return what there is to say, once, of a history that is not written."""
        unsaid = self.log.unsaid()
        hint = "%config Webhook.history names another file"
        return (Problem((), unsaid, hint, "warning"),) if unsaid else ()


_default: list[Session] = []
_default_lock = threading.Lock()


def default_session() -> Session:
    """Return the session that the magics and `hooknb.run` share, made on first use."""
    with _default_lock:
        if not _default:
            _default.append(Session())
            fronts.greet_all(_default[0])
        return _default[0]


def session_so_far() -> Session | None:
    """Return the shared session if it was made already, else None."""
    return _default[0] if _default else None
