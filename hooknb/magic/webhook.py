"""`%%webhook` and `%webhook`: read, call the session, return.

What a cell means is `formats/`, what a run does is `engine/`; nothing of either belongs here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class, no_var_expand
from traitlets import Bool, Float, TraitError, Unicode, observe, validate

from hooknb.core.node import Node
from hooknb.engine.result import Result
from hooknb.errors import HooknbError
from hooknb.formats.cell import dumps, read
from hooknb.magic.complete import add_completion, remove_completion
from hooknb.magic.helping import cell_help, help_page
from hooknb.magic.line import Line, read_cell_line, read_command_line
from hooknb.magic.prompts import Prompt, Variables
from hooknb.session import Session, default_session
from hooknb.view.shown import ShownTable, ShownText

_MEGABYTE = 1024 * 1024


@magics_class
class Webhook(Magics):
    """Settings of hooknb; `%config Webhook` lists them, `%config Webhook.timeout = 15` sets one."""

    timeout = Float(10.0, help="Seconds a node waits when it says nothing itself.").tag(config=True)
    timeout_low = Float(10.0, help="The shortest time-out a node may have, in seconds.").tag(config=True)
    timeout_high = Float(25.0, help="The longest time-out a node may have, in seconds.").tag(config=True)
    response_cap = Float(64.0, help="The largest response that is kept, decoded, in MB.").tag(config=True)
    wire_cap = Float(64.0, help="The largest response body as it crosses the wire, in MB.").tag(config=True)
    redirects = Bool(default_value=False, help="Follow redirects for every node.").tag(config=True)
    verify_tls = Bool(default_value=True, help="Verify TLS certificates; cards say when not.").tag(
        config=True
    )
    ca_file = Unicode("", help="A file of certificate authorities to trust instead of the system's.").tag(
        config=True
    )

    shell: Any

    def __init__(self, shell: Any, session: Session | None = None) -> None:
        super().__init__(shell)
        self.session = session or default_session()
        self.session.ask = Prompt(shell)
        self.session.variables = Variables(shell)
        self._apply_settings()

    @no_var_expand  # type: ignore[arg-type]
    @cell_magic("webhook")
    def webhook_cell(self, line: str, cell: str) -> Any:
        """Send the HTTP request that the cell describes, and show what came of it.

            %%webhook [NAME] [--set NAME=VALUE]... [--timeout S] [--dry-run] [--define] [--quiet] [--bind]

            %%webhook user
            GET https://api.example.com/users/$ID
            Accept: application/json
            [Params]
            ID: 7
            [Response Mapping]
            NAME: data.name
            [Status]
            404: not_found

        NAME keeps the node and holds the Result; `user.data`, `user.mapping`, `user.status` and so on.
        `%webhook help` lists the sections of a cell and what each line in them means.
        """
        return self._guarded(self._cell, line, cell)

    @no_var_expand  # type: ignore[arg-type]
    @line_magic("webhook")
    def webhook_line(self, line: str) -> Any:
        """Work with the nodes, parameters and runs of this session.

        %webhook run NAME | nodes | params | history | show NAME | help
        """
        return self._guarded(self._command, line)

    def _guarded(self, do: Any, *arguments: Any) -> Any:
        """Show an error of ours as its own words only; it still fails the cell."""
        try:
            return do(*arguments)
        except UsageError:
            raise
        except (HooknbError, KeyboardInterrupt) as error:
            lines = _error_lines(error)
            error._render_traceback_ = lambda: lines  # type: ignore[union-attr]
            raise

    def _cell(self, line: str, cell: str) -> Any:
        said = read_cell_line(line)
        if said.help:
            return ShownText(cell_help())
        reading = read(cell, limits=self.session.settings.limits, name=said.name, first_line=2)
        node: Node = reading.node
        if node.name:
            self.session.keep(node)
        if said.define:
            return None if said.quiet else node
        return self._run(node, said, tuple(reading.notes))

    def _run(self, node: Node, said: Line, notes: tuple[Any, ...] = ()) -> Any:
        self._check_timeout(said)
        if said.dry_run:
            return self.session.preview(node, said.values, timeout=said.timeout, notes=notes)
        result = self.session.run(node, said.values, timeout=said.timeout, notes=notes)
        if node.name:
            self.shell.user_ns[node.name] = result
        if said.bind:
            secret = {rule.parameter for rule in node.mapping if rule.secret}
            self.shell.user_ns.update(
                {name: value for name, value in result.values.items() if name not in secret}
            )
        return _hidden_once(result) if said.quiet else result

    def _command(self, line: str) -> Any:
        said = read_command_line(line)
        if said.help:
            return ShownText(help_page())
        if said.command == "run":
            return self._run(self.session.kept(said.name), said)
        if said.command == "show":
            return ShownText(dumps(self.session.kept(said.name)))
        if said.command == "nodes":
            return ShownTable(self.session.nodes_table())
        if said.command == "params":
            return ShownTable(self.session.parameters.table())
        if said.command == "history":
            return ShownTable(self.session.history_table())
        return ShownText(help_page())

    def _check_timeout(self, said: Line) -> None:
        limits = self.session.settings.limits
        if said.timeout is not None and not limits.allows(said.timeout):
            raise UsageError(f"--timeout {said.timeout:g} is outside the range: {limits.text} are allowed")

    @validate("timeout", "timeout_low", "timeout_high", "response_cap", "wire_cap")
    def _positive(self, proposal: Any) -> Any:
        if not 0 < proposal["value"] < 1e6:
            raise TraitError(f"Webhook.{proposal['trait'].name} has to be more than 0")
        return proposal["value"]

    @observe(
        "timeout",
        "timeout_low",
        "timeout_high",
        "response_cap",
        "wire_cap",
        "redirects",
        "verify_tls",
        "ca_file",
    )
    def _settings_changed(self, _change: Any) -> None:
        if hasattr(self, "session"):
            self._apply_settings()

    def _apply_settings(self) -> None:
        settings = self.session.settings
        limits = replace(
            settings.limits,
            timeout_low=self.timeout_low,
            timeout_high=self.timeout_high,
            timeout_default=self.timeout,
        )
        self.session.settings = replace(
            settings,
            limits=limits,
            response_cap=int(self.response_cap * _MEGABYTE),
            wire_cap=int(self.wire_cap * _MEGABYTE),
            redirects=self.redirects,
            verify=(self.ca_file or True) if self.verify_tls else False,
        )


def register(shell: Any) -> Webhook:
    """Register the magics, their settings and their completion with a shell."""
    magics = Webhook(shell)
    shell.register_magics(magics)
    add_completion(shell, magics.session)
    return magics


def unregister(shell: Any) -> None:
    """Take the magics away again; the session is kept."""
    for kind in ("cell", "line"):
        shell.magics_manager.magics[kind].pop("webhook", None)
    shell.configurables[:] = [each for each in shell.configurables if not isinstance(each, Webhook)]
    remove_completion(shell)


def _error_lines(error: BaseException) -> list[str]:
    if isinstance(error, KeyboardInterrupt):
        return ["KeyboardInterrupt: the request was cancelled"]
    return [f"{type(error).__name__}", *str(error).split("\n")]


def _hidden_once(result: Result) -> Result:
    """Let the next display of a result show nothing; it is still returned, so `_` and `Out` hold it."""

    def show_nothing() -> None:
        del result.__dict__["_ipython_display_"]

    result.__dict__["_ipython_display_"] = show_nothing
    return result
