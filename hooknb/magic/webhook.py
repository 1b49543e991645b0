"""`%%webhook` and `%webhook`, and their settings.

Loading the extension imports this file and nothing heavy; what the magics do is `front`, loaded on first use.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class, no_var_expand
from traitlets import Bool, Float, TraitError, Unicode, observe, validate

from hooknb import fronts
from hooknb.errors import HooknbError
from hooknb.magic.matcher import add_completion, remove_completion
from hooknb.magic.prompts import Prompt, Variables

if TYPE_CHECKING:
    from hooknb.session import Session

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
    proxy = Unicode(
        "env",
        help="The proxy: 'env' for HTTPS_PROXY, NO_PROXY and so on, 'none', or its URL, without a password.",
    ).tag(config=True)
    cookies = Bool(default_value=True, help="Keep the cookies that servers set, and send them.").tag(
        config=True
    )
    history = Unicode(
        "", help="Where runs are kept: the path of a file, 'memory', 'off'; empty for the usual place."
    ).tag(config=True)
    cassette = Unicode(
        "", help="The file that all runs are recorded in, and replayed from when it is there."
    ).tag(config=True)

    shell: Any

    def greet(self, session: Session) -> None:
        """Give a session this notebook's prompt, variables and settings."""
        session.ask = Prompt(self.shell)
        session.variables = Variables(self.shell)
        self._apply_settings(session)

    @no_var_expand
    @cell_magic("webhook")  # type: ignore[arg-type]
    def webhook_cell(self, line: str, cell: str) -> Any:
        """Send the HTTP request that the cell describes, and show what came of it.

            %%webhook [NAME] [--set NAME=VALUE]... [--timeout S] [--async] [--dry-run] [--define]
                      [--quiet] [--bind] [--record]

            %%webhook user
            GET https://api.example.com/users/$ID
            Accept: application/json
            [Params]
            ID: 7
            [Response Mapping]
            NAME: data.name
            [Status]
            404: not_found

        A cell that begins with `curl` is read as a cURL command.
        NAME keeps the node and holds the Result; `user.data`, `user.mapping`, `user.status` and so on.
        `%webhook help` lists the sections of a cell and what each line in them means.
        """
        from hooknb.magic import front

        return self._guarded(front.cell, line, cell)

    @no_var_expand
    @line_magic("webhook")  # type: ignore[arg-type]
    def webhook_line(self, line: str) -> Any:
        """Work with the nodes, parameters and runs of this session.

        %webhook run NAME | jobs | nodes | params | history | compare A B | cookies
        %webhook show NAME [--as cell|curl|python|json] | form [NAME] | explore NAME | help
        """
        from hooknb.magic import front

        return self._guarded(front.command, line)

    def _guarded(self, do: Any, *arguments: Any) -> Any:
        """Show an error of ours as its own words only; it still fails the cell."""
        from hooknb.magic.front import error_lines
        from hooknb.session import default_session

        try:
            return do(default_session(), self.shell, *arguments)
        except (HooknbError, KeyboardInterrupt) as error:
            lines = error_lines(error)
            error._render_traceback_ = lambda: lines  # type: ignore[union-attr]
            raise

    @validate("timeout")
    def _within_the_range(self, proposal: Any) -> Any:
        if not self.timeout_low <= proposal["value"] <= self.timeout_high:
            raise TraitError(
                f"Webhook.timeout = {proposal['value']:g} is outside the range: "
                f"{self.timeout_low:g} to {self.timeout_high:g} seconds are allowed; "
                "Webhook.timeout_low and Webhook.timeout_high change it"
            )
        return proposal["value"]

    @validate("timeout_low", "timeout_high", "response_cap", "wire_cap")
    def _positive(self, proposal: Any) -> Any:
        if not 0 < proposal["value"] < 1e6:
            raise TraitError(f"Webhook.{proposal['trait'].name} has to be more than 0")
        return proposal["value"]

    @validate("proxy")
    def _a_proxy(self, proposal: Any) -> Any:
        from hooknb.engine.proxies import proxy_problem

        problem = proxy_problem(proposal["value"])
        if problem:
            raise TraitError(f"Webhook.proxy: {problem}")
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
        "proxy",
        "cookies",
        "history",
        "cassette",
    )
    def _settings_changed(self, _change: Any) -> None:
        session = _session_so_far()
        if session is not None:
            self._apply_settings(session)

    def _apply_settings(self, session: Session) -> None:
        limits = replace(
            session.settings.limits,
            timeout_low=self.timeout_low,
            timeout_high=self.timeout_high,
            # The range may have been moved past the default afterwards.
            timeout_default=min(max(self.timeout, self.timeout_low), self.timeout_high),
        )
        session.settings = replace(
            session.settings,
            limits=limits,
            response_cap=int(self.response_cap * _MEGABYTE),
            wire_cap=int(self.wire_cap * _MEGABYTE),
            redirects=self.redirects,
            verify=(self.ca_file or True) if self.verify_tls else False,
            proxy=self.proxy,
            cookies=self.cookies,
            history=self.history,
            cassette=self.cassette,
        )


def register(shell: Any) -> Webhook:
    """Register the magics, their settings and their completion with a shell."""
    unregister(shell)
    magics = Webhook(shell)
    shell.register_magics(magics)
    add_completion(shell)
    _show_live(shell)
    fronts.attach(magics.greet)
    session = _session_so_far()
    if session is not None:
        magics.greet(session)
    return magics


def unregister(shell: Any) -> None:
    """Take the magics away again; the session is kept."""
    for kind in ("cell", "line"):
        shell.magics_manager.magics[kind].pop("webhook", None)
    for magics in [each for each in shell.configurables if isinstance(each, Webhook)]:
        shell.configurables.remove(magics)
        fronts.detach(magics.greet)
    remove_completion(shell)


def _show_live(shell: Any) -> None:
    """Have every background run shown as a live card, without loading anything now."""

    def show(pending: Any) -> None:
        from hooknb.magic.live import show

        show(pending)

    formatter = getattr(shell.display_formatter, "ipython_display_formatter", None)
    if formatter is not None:
        formatter.for_type_by_name("hooknb.engine.pending", "Pending", show)


def _session_so_far() -> Session | None:
    """Return the shared session when there is one; making it would load the engine."""
    loaded = sys.modules.get("hooknb.session")
    return None if loaded is None else loaded.session_so_far()
