"""A dry run: exactly what would be sent, and where each value comes from; nothing leaves the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hooknb.core.exchange import Request
from hooknb.core.node import Node
from hooknb.engine.cookies import Cookies
from hooknb.engine.prepare import Prepared
from hooknb.engine.report import preview_card
from hooknb.engine.result import shown_request
from hooknb.engine.transport import outgoing
from hooknb.errors import Problem
from hooknb.view.card import Card
from hooknb.view.table import Table


def foretold(prepared: Prepared) -> tuple[Problem, ...]:
    """Say what a run would send beside its request: nobody knows yet what the server will answer."""
    auth = prepared.auth
    if auth is None or auth.auth.type not in ("oauth2", "digest"):
        return ()
    said = "without credentials first, then with the answer to the server's challenge"
    if auth.auth.type == "oauth2":
        said = f"with an access token, which is asked of {auth['token_url']} first"
    return (Problem(("auth",), prepared.redactor.message(f"the request is sent {said}"), severity="advice"),)


@dataclass(frozen=True, eq=False, repr=False)
class Preview:
    """Show a request without sending it.

    Attributes:
        prepared: the request as it was made.
        notes: advice on the node.
        cookies: what is kept for the URL is sent along; None for no cookies.
        verified: False when TLS certificates would not be verified.
    """

    prepared: Prepared
    notes: tuple[Problem, ...] = ()
    cookies: Cookies | None = None
    verified: bool = True

    @property
    def node(self) -> Node:
        """The definition."""
        return self.prepared.node

    @property
    def request(self) -> Request:
        """What would be sent, every header included; secrets masked."""
        return shown_request(self.prepared, outgoing(self.prepared.request, self.cookies))

    @property
    def parameters(self) -> Any:
        """The parameters as a DataFrame: name, entity, value, source, used in."""
        return self.parameter_table().frame()

    def parameter_table(self) -> Table:
        """Return the rows of `parameters`."""
        return self.prepared.parameter_table()

    def card(self) -> Card:
        """Return what a notebook or a terminal shows."""
        return preview_card(self)

    def __repr__(self) -> str:
        return f"<Preview {self.request.method} {self.request.url}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()
