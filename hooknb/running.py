"""Runs in the shared session: `hooknb.run` and its kin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hooknb.core.node import Node
from hooknb.engine.pending import Pending
from hooknb.engine.preview import Preview
from hooknb.engine.result import Result
from hooknb.session import default_session


def run(
    node: Node | str | Mapping[str, Any], values: Mapping[str, Any] | None = None, /, **parameters: Any
) -> Result:
    """Run a node in the shared session and wait for its result.

    Args:
        node: a `Node`, the text of a cell, a document, or the name of a kept node.
        values: parameter values for this run alone.
        parameters: more values by keyword; `timeout=` is seconds for the whole exchange.

    Returns:
        A `Result`, also when the run failed.

    Raises:
        NodeError: the definition is wrong; every mistake is listed.
        ParameterError: a value is missing or cannot be used.

    Example:
        >>> hooknb.run("GET https://api.example.com/users/$ID", ID=7)  # doctest: +SKIP
        <Result GET https://api.example.com/users/7 200 → default in 0.12 s>
    """
    return default_session().run(node, values, **parameters)


async def arun(
    node: Node | str | Mapping[str, Any], values: Mapping[str, Any] | None = None, /, **parameters: Any
) -> Result:
    """Run a node in the shared session without blocking the event loop; see `run`.

    Example:
        >>> result = await hooknb.arun("GET https://api.example.com/users/1")  # doctest: +SKIP
    """
    return await default_session().arun(node, values, **parameters)


def start(
    node: Node | str | Mapping[str, Any], values: Mapping[str, Any] | None = None, /, **parameters: Any
) -> Pending:
    """Run a node in the background of the shared session and return a `Pending` at once; see `run`.

    Example:
        >>> pending = hooknb.start("GET https://api.example.com/report")  # doctest: +SKIP
        >>> pending.result(timeout=20).status  # doctest: +SKIP
        200
    """
    return default_session().start(node, values, **parameters)


def preview(
    node: Node | str | Mapping[str, Any], values: Mapping[str, Any] | None = None, /, **parameters: Any
) -> Preview:
    """Show exactly what a run would send, and where each value comes from; nothing is sent.

    Example:
        >>> hooknb.preview("GET https://api.example.com/users/$ID", ID=7).request.url
        'https://api.example.com/users/7'
    """
    return default_session().preview(node, values, **parameters)
