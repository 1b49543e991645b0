"""The result of a run: what left, what came back, which output was taken and why.

A `Result` is read-only. Its DataFrames are what its card shows; every access gives a fresh copy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from hooknb import fronts
from hooknb.core.exchange import Exchange, Failure, HeaderMap, Request
from hooknb.core.mapping import MappingReport
from hooknb.core.node import Node
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.routes import Taken
from hooknb.engine.decode import Decoded, DecodeError, decode
from hooknb.engine.prepare import Prepared
from hooknb.engine.report import result_card
from hooknb.errors import OutcomeError, Problem
from hooknb.view.card import Card
from hooknb.view.table import Table


@dataclass(frozen=True, eq=False, repr=False)
class Result:
    """Hold everything about one run.

    Attributes:
        prepared: the request as it was made, and the values in it.
        exchange: what crossed the wire.
        taken: the output, and what decided it.
        report: what each mapping rule did.
        failure: why the run failed; None when it did not.
        started: when the run began, with the time zone.
        elapsed: seconds from the start of sending to the end of mapping.
        limit: the time-out that held, in seconds.
        notes: advice worth showing beside the answer.
        verified: False when TLS certificates were not verified.

    Example:
        >>> result = hooknb.run("GET https://api.example.com/users/1")  # doctest: +SKIP
        >>> result.ok, result.status, result.data["data"]["userId"]  # doctest: +SKIP
        (True, 200, 1)
    """

    prepared: Prepared
    exchange: Exchange
    taken: Taken
    report: MappingReport
    failure: Failure | None
    started: datetime
    elapsed: float
    limit: float
    notes: tuple[Problem, ...] = ()
    verified: bool = True
    _decoded: Decoded | DecodeError | None = field(default=None)

    @property
    def node(self) -> Node:
        """The definition that was run."""
        return self.prepared.node

    @property
    def request(self) -> Request:
        """The request as it may be shown: secrets masked."""
        return shown_request(self.prepared, self.exchange.request)

    @property
    def output(self) -> str:
        """The name of the output taken, as written."""
        return self.taken.output

    @property
    def failed(self) -> bool:
        """True when the run left by the failed output."""
        return self.taken.failed

    @property
    def ok(self) -> bool:
        """True when the run did not leave by the failed output."""
        return not self.failed

    @property
    def status(self) -> int | None:
        """The status code; None when no status line arrived."""
        return None if self.exchange.response is None else self.exchange.response.status

    @property
    def headers(self) -> HeaderMap:
        """The response's headers, looked up without case; empty when there was no answer.

        Their repr is masked; what is looked up is not.
        """
        response = self.exchange.response
        return HeaderMap(() if response is None else response.headers, self.prepared.redactor.headers)

    @property
    def body(self) -> bytes:
        """The response's content, as far as it arrived."""
        return b"" if self.exchange.response is None else self.exchange.response.body

    @property
    def text(self) -> str:
        """The response's content as text, in the charset it came in."""
        from hooknb.engine.decode import decode_text

        return decode_text(self.body, self.headers.get("content-type"))

    @property
    def data(self) -> Any:
        """The decoded content: JSON or XML as Python data, else text; None when it does not decode."""
        decoded = self.decoded
        return None if isinstance(decoded, DecodeError) else decoded.data

    @cached_property
    def decoded(self) -> Decoded | DecodeError:
        """The decoded content with its kind, or the reason why it does not decode."""
        if self._decoded is not None:
            return self._decoded
        return decode_body(self.node, self.exchange)

    @property
    def values(self) -> dict[str, Any]:
        """The values that were mapped, by parameter."""
        return self.report.values

    @property
    def parameters(self) -> Any:
        """The parameters of this run as a DataFrame: name, entity, value, source, used in."""
        return self.parameter_table().frame()

    @property
    def mapping(self) -> Any:
        """The mapped values as a DataFrame: parameter, entity, path, matches, before, value, ok, why."""
        return self.mapping_table().frame()

    @property
    def routing(self) -> Any:
        """The status routing as a DataFrame: status, output, taken."""
        return self.routing_table().frame()

    def parameter_table(self) -> Table:
        """Return the rows of `parameters`."""
        return self.prepared.parameter_table()

    def mapping_table(self) -> Table:
        """Return the rows of `mapping`; secrets that a server sent back are masked."""
        table = self.report.table()
        redactor = self.prepared.redactor
        rows = ((*map(redactor.data, row), redactor.message(str(why))) for *row, why in table.rows)
        return Table(table.columns, tuple(rows), table.title, table.dtypes)

    def routing_table(self) -> Table:
        """Return the rows of `routing`."""
        return self.node.routes.table(self.taken)

    def find(self, path: str) -> Any:
        """Look an object path up in the data.

        Args:
            path: such as `data.userId`.

        Returns:
            The value of a path that names one; a list for a path that can match several.

        Raises:
            ObjectPathError: the text is no path.
            LookupError: nothing is there; the message says where the walk stopped.
        """
        from hooknb.core.objectpath.path import MISSING

        made = ObjectPath(path)
        value = made.one(self.data, lax=self.lax)
        if value is MISSING:
            raise LookupError(made.explain(self.data, lax=self.lax))
        return value

    @property
    def lax(self) -> bool:
        """True when the data came from XML, where paths are evaluated leniently."""
        return isinstance(self.decoded, Decoded) and self.decoded.kind == "xml"

    def explore(self) -> Any:
        """Open the response in the explorer; see `hooknb.explore`."""
        return fronts.load("explore")(self)

    def raise_if_failed(self) -> Result:
        """Return this result, or raise when the run left by the failed output; for scripts.

        Raises:
            OutcomeError: carries this result.
        """
        if self.failed:
            reason = f"output {self.output}" if self.failure is None else str(self.failure)
            raise OutcomeError(f"{self.request.method} {self.request.url} failed: {reason}", self)
        return self

    def card(self) -> Card:
        """Return what a notebook or a terminal shows."""
        return result_card(self)

    def __repr__(self) -> str:
        status = "no answer" if self.status is None else str(self.status)
        took = f"{status} → {self.output} in {self.elapsed:.2f} s"
        return f"<Result {self.request.method} {self.request.url} {took}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return self.card().bundle()


def decode_body(node: Node, exchange: Exchange) -> Decoded | DecodeError:
    """Decode an exchange's content as its node asks; never raises."""
    response = exchange.response
    if response is None:
        return DecodeError("there is no answer to decode")
    try:
        return decode(
            response.body, response.header("content-type"), kind=node.mapping_type, force_list=node.force_list
        )
    except DecodeError as error:
        return error


def shown_request(prepared: Prepared, request: Request) -> Request:
    """Return a request with its secrets masked: the only copy that may be shown."""
    redactor = prepared.redactor
    return Request(
        request.method,
        redactor.url(request.url),
        tuple(redactor.headers(request.headers)),
        redactor.bytes(request.body),
    )
