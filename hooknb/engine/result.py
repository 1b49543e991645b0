"""The result of a run: what left, what came back, which output was taken and why.

A `Result` is read-only. Its DataFrames are what its card shows; every access gives a fresh copy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hooknb import fronts
from hooknb.core.exchange import Exchange, Failure, HeaderMap, Request
from hooknb.core.mapping import MappingReport
from hooknb.core.node import Node
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.routes import Taken
from hooknb.engine.decode import Decoded, DecodeError, decode
from hooknb.engine.prepare import Prepared
from hooknb.engine.report import attempt_table, result_card
from hooknb.errors import OutcomeError, PathNotFoundError, Problem
from hooknb.view.card import Card
from hooknb.view.table import Table

if TYPE_CHECKING:
    from hooknb.engine.cassette import Take


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
        tape: what a cassette had to do with it; None when none was used.

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
    tape: Take | None = None
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
    def replayed(self) -> bool:
        """True when the exchange came from a cassette and nothing was sent."""
        return self.tape is not None and self.tape.plays

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

    @property
    def attempts(self) -> Any:
        """What was sent as a DataFrame: attempt, what, status, elapsed, pause, why; one row at the least."""
        return self.attempt_table().frame()

    def attempt_table(self) -> Table:
        """Return the rows of `attempts`: repetitions, and requests for credentials."""
        return attempt_table(self.exchange, self.prepared.redactor)

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
            PathNotFoundError: nothing is there; the message says where the walk stopped.
        """
        from hooknb.core.objectpath.path import MISSING

        made = ObjectPath(path)
        value = made.one(self.data, lax=self.lax)
        if value is MISSING:
            why = made.explain(self.data, lax=self.lax)
            raise PathNotFoundError(self.prepared.redactor.message(why), path)
        return value

    def where(self, value: Any, *, like: bool = False, key: bool = False) -> Any:
        """Find every place of a value in the data, grouped by pattern; see `hooknb.where`.

        Args:
            value: a text, number, True, False or None.
            like: True to find every text that holds it, in capitals or not; else numbers that begin with it.
            key: True to look among the names of objects.

        Returns:
            A DataFrame: pattern, count, of, first, example, kind.

        Example:
            >>> result.where("Tove", like=True)  # doctest: +SKIP
        """
        from hooknb.engine.looking import where

        return where(self, value, like=like, key=key)

    def shape(self, *, sample: int | None = None) -> Any:
        """Tell what shape the data have; see `hooknb.shape`.

        Args:
            sample: look at so many items only of the lists at each pattern; None for all.

        Returns:
            A DataFrame with a row for each pattern: count, kinds, present %, null %, distinct, range, length,
            looks like, examples, seen %.

        Example:
            >>> result.shape()  # doctest: +SKIP
        """
        from hooknb.engine.looking import shape

        return shape(self, sample=sample)

    def table(self, path: str = "$", *, columns: Any = None, parents: Any = (), explode: Any = ()) -> Any:
        """Make a DataFrame of a list of objects in the data; see `hooknb.table`.

        Args:
            path: of a list, a map, or a pattern.
            columns: which columns: paths from a row on, as a list or by name; None for all.
            parents: patterns from the root on, of values beside or above the rows.
            explode: paths of lists, from a row on, whose items become rows.

        Returns:
            A DataFrame; its `attrs` say how many rows lack a column, or have null there.

        Raises:
            ObjectPathError: a text is no path.
            PathNotFoundError: nothing is there.
            ValueError: a parent's pattern, or what is to be exploded, does not fit.

        Example:
            >>> result.table("orders[*].lines", parents=["orders[*].id"])  # doctest: +SKIP
        """
        from hooknb.engine.looking import table

        return table(self, path, columns=columns, parents=parents, explode=explode)

    @property
    def lax(self) -> bool:
        """True when the data came from XML, where paths are evaluated leniently."""
        return isinstance(self.decoded, Decoded) and self.decoded.kind == "xml"

    def suggest(self, *names: str, top: int = 1, **examples: Any) -> Any:
        """Suggest mapping rules for what the node declares and does not map yet; see `hooknb.suggest`.

        Args:
            names: more parameters to map.
            top: how many suggestions for each parameter.
            examples: more parameters, each with a value that it could have.

        Returns:
            A DataFrame: parameter, entity, path, value, score, why. `node.with_rules(frame)` takes it over.

        Example:
            >>> result.node.with_rules(result.suggest("USER_ID"))  # doctest: +SKIP
        """
        from hooknb.engine.looking import suggest

        return suggest(self, *names, top=top, **examples)

    def check(self, *, last: int = 20, runs: bool = False) -> Any:
        """Look the node's mapping paths up in its last responses; see `hooknb.check`.

        Args:
            last: how many responses at most.
            runs: True for a row for each rule and run.

        Returns:
            A DataFrame: parameter, path, now, kind, runs, found, missing, null, changes, since, run.

        Example:
            >>> result.check()  # doctest: +SKIP
        """
        return fronts.load("check")(self, last=last, runs=runs)

    def explore(self, against: Any = None) -> Any:
        """Open the response in the explorer; see `hooknb.explore`.

        Args:
            against: another result, or data, to compare it with.
        """
        return fronts.load("explore")(self, against)

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
