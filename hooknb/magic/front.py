"""What the magics do: read, call the session, return.

What a cell means is `formats/`, what a run does is `engine/`; nothing of either belongs here.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from IPython.core.error import UsageError

from hooknb import fronts
from hooknb.core.node import Node
from hooknb.engine.compare import compare_results
from hooknb.engine.pending import Pending
from hooknb.engine.result import Result
from hooknb.formats.cell import read
from hooknb.formats.forms import shown
from hooknb.magic.helping import cell_help, help_page
from hooknb.magic.line import Line, read_cell_line, read_command_line
from hooknb.session import Session
from hooknb.view.shown import ShownTable, ShownText

# The magic's own line is the first of the cell, as a notebook numbers them.
_FIRST_LINE = 2


def cell(session: Session, shell: Any, line: str, text: str) -> Any:
    """Do what a `%%webhook` cell says; returns what the cell shows."""
    said = read_cell_line(line)
    if said.help:
        return ShownText(cell_help())
    _check_timeout(session, said)
    reading = read(text, limits=session.settings.limits, name=said.name, first_line=_FIRST_LINE)
    node: Node = reading.node
    if node.name:
        session.keep(node)
    if said.define:
        return None if said.quiet else node
    return _run(session, shell, node, said, reading.notes)


def command(session: Session, shell: Any, line: str) -> Any:
    """Do what a `%webhook` line says; returns what it shows."""
    said = read_command_line(line)
    if said.help or said.command == "help":
        return ShownText(help_page())
    if said.command == "run":
        _check_timeout(session, said)
        return _run(session, shell, session.kept(said.name), said)
    if said.command == "show":
        return ShownText(shown(session.kept(said.name), said.form, limits=session.settings.limits))
    if said.command == "form":
        return fronts.load("form")(said.name or None)
    if said.command == "explore":
        return _last(session, said.name).explore()
    if said.command == "history":
        return _history(session, said.words)
    if said.command == "cookies":
        return _cookies(session, said.words)
    if said.command == "compare":
        first, second = (session.log.past(_run_meant(word)) for word in said.words)
        return compare_results(first, second)
    tables = {
        "jobs": session.pending_table,
        "nodes": session.nodes_table,
        "params": session.parameters.table,
    }
    return ShownTable(tables[said.command]())


def error_lines(error: BaseException) -> list[str]:
    """Return the lines that a notebook shows of an error of ours: its own words and nothing else."""
    if isinstance(error, KeyboardInterrupt):
        return ["KeyboardInterrupt: the request was cancelled"]
    return [type(error).__name__, *str(error).split("\n")]


def _run(session: Session, shell: Any, node: Node, said: Line, notes: tuple[Any, ...] = ()) -> Any:
    if said.dry_run:
        return session.preview(node, said.values, timeout=said.timeout, notes=notes)
    with session.tapes.recording(node) if said.record else nullcontext():
        if said.background or node.asynchronous:
            return _start(session, shell, node, said, notes)
        result = session.run(node, said.values, timeout=said.timeout, notes=notes)
    if node.name:
        shell.user_ns[node.name] = result
    if said.bind:
        shell.user_ns.update(_bindings(result))
    return _hidden_once(result) if said.quiet else result


def _start(session: Session, shell: Any, node: Node, said: Line, notes: tuple[Any, ...]) -> Pending | None:
    pending = session.start(node, said.values, timeout=said.timeout, notes=notes)
    if node.name:
        shell.user_ns[node.name] = pending
    if said.bind:
        pending.add_done_callback(lambda ended: shell.user_ns.update(_bindings(ended.result())))
    return None if said.quiet else pending


def _bindings(result: Result) -> dict[str, Any]:
    """Return the mapped values that may become variables: all but the secret ones."""
    secret = {rule.parameter for rule in result.node.mapping if rule.secret}
    return {name: value for name, value in result.values.items() if name not in secret}


def _last(session: Session, name: str) -> Result:
    """Return the last result of a node."""
    if name not in session.last:
        session.kept(name)
        raise UsageError(f"{name} has no result yet: %webhook run {name}")
    return session.last[name]


def _history(session: Session, words: tuple[str, ...]) -> Any:
    """Do what `%webhook history` says: list runs, show one of them again, or delete all."""
    match words:
        case ["show", which]:
            return session.log.past(_run_meant(which))
        case ["--clear"]:
            return ShownText(f"{session.log.clear():,} runs were deleted.")
        case ["--all"]:
            return ShownTable(session.log.runs())
        case [number]:
            return ShownTable(session.log.runs(last=int(number)))
    return ShownTable(session.history_table())


def _cookies(session: Session, words: tuple[str, ...]) -> Any:
    """Do what `%webhook cookies` says: show them, or forget all or a domain's."""
    if not words:
        return ShownTable(session.cookies.table())
    count = session.cookies.clear(*words[1:])
    return ShownText("1 cookie was forgotten." if count == 1 else f"{count:,} cookies were forgotten.")


def _run_meant(word: str) -> int | str:
    """Read a word as a run's number, or as a node's name."""
    return int(word) if word.removeprefix("-").isdecimal() else word


def _check_timeout(session: Session, said: Line) -> None:
    limits = session.settings.limits
    if said.timeout is not None and not limits.allows(said.timeout):
        raise UsageError(f"--timeout {said.timeout:g} is outside the range: {limits.text} are allowed")


def _hidden_once(result: Result) -> Result:
    """Let the next display of a result show nothing; it is still returned, so `_` and `Out` hold it."""

    def show_nothing() -> None:
        del result.__dict__["_ipython_display_"]

    result.__dict__["_ipython_display_"] = show_nothing
    return result
