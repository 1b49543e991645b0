"""One run, as a table: choose → prepare → sign → send or replay → decode → route → map.

`choose`, `prepare` and `sign` raise: nothing has left yet. `perform` never does for anything that happens on
the wire; it returns a `Result`. Remembering is the session's.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hooknb.core.choosing import Sources, choose
from hooknb.core.exchange import Exchange, Failure
from hooknb.core.hints import Hint, masked
from hooknb.core.mapping import MappingContext, MappingReport
from hooknb.core.node import Node
from hooknb.core.parameters import secret_texts
from hooknb.core.redaction import Redactor, is_masked
from hooknb.core.routes import FAILED, Taken
from hooknb.engine.cookies import cookies_of
from hooknb.engine.cut_short import read_cut
from hooknb.engine.decode import Decoded, DecodeError
from hooknb.engine.delivery import Wallet, deliver
from hooknb.engine.prepare import Prepared, prepare
from hooknb.engine.progress import Progress
from hooknb.engine.result import Result, decode_body
from hooknb.engine.signature import sign_prepared
from hooknb.engine.transport import SendSettings
from hooknb.errors import Problem

if TYPE_CHECKING:
    from hooknb.engine.cassette import Take


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold a run that is ready to go.

    Args:
        prepared: the request and the values in it.
        limit: seconds for the whole exchange.
        settings: caps, redirects, TLS and cookies for the transport.
        wallet: the session's access tokens and challenges.
        before: from a parameter's name to the value it has now; None for none.
        notes: advice to show beside the answer.
        started: when the run began.
        tape: what a cassette has to do with it; None when no cassette is used.
        progress: what has crossed the wire so far.
    """

    prepared: Prepared
    limit: float
    settings: SendSettings
    wallet: Wallet = field(default_factory=Wallet, repr=False)
    before: Callable[[str], Any] = lambda _: None
    notes: tuple[Problem, ...] = ()
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    tape: Take | None = None
    progress: Progress = field(default_factory=Progress, compare=False, repr=False)


def plan(
    node: Node,
    sources: Sources,
    settings: SendSettings,
    *,
    wallet: Wallet | None = None,
    timeout: float | None = None,
    notes: tuple[Problem, ...] = (),
) -> Plan:
    """Choose the values, prepare the request and sign it.

    Raises:
        ParameterError: a value is missing or cannot be used.
        NodeError: the body's file cannot be read.
    """
    values = choose(node, sources)
    prepared = prepare(node, values, directory=sources.directory, secrets=sources.store.secrets())
    prepared = sign_prepared(prepared)
    limit = node.timeout if timeout is None else timeout
    return Plan(prepared, limit, settings, wallet or Wallet(), sources.store.get, notes)


async def exchange(planned: Plan) -> Exchange:
    """Deliver a planned run's request, or replay its exchange; for the loop thread."""
    if planned.tape is not None and planned.tape.plays:
        return planned.tape.exchange(planned.prepared)
    return await deliver(
        planned.prepared,
        limit=planned.limit,
        settings=planned.settings,
        wallet=planned.wallet,
        progress=planned.progress,
    )


async def perform(planned: Plan) -> Result:
    """Send a planned run and make its result, decoding in another thread; for the loop thread."""
    began = time.perf_counter()
    sent = await exchange(planned)
    return await asyncio.to_thread(conclude, planned, sent, began)


def conclude(planned: Plan, sent: Exchange, began: float) -> Result:
    """Decode, route and map what came back, and record it where a cassette is to have it.

    Args:
        planned: the run.
        sent: what crossed the wire.
        began: `time.perf_counter()` when sending began; the limit is looked at again after decoding.
    """
    node = planned.prepared.node
    taken = node.routes.take(_routable_status(sent))
    decoded = decode_body(node, sent) if node.mapping and sent.failure is None else None
    report, failure = _mapped(planned, sent, decoded, taken)
    elapsed = time.perf_counter() - began
    failure = sent.failure or _late(planned, elapsed, decoded) or failure or _unrouted(node, sent, taken)
    if failure is not None and failure.kind != "status":
        taken = Taken(node.routes.failed, FAILED, failed=True)
    report = _hiding(node, sent, decoded, report)
    prepared = _knowing(planned.prepared, sent, report)
    result = Result(
        prepared=prepared,
        exchange=sent,
        taken=taken,
        report=report,
        failure=_shown(failure, prepared.redactor),
        started=planned.started,
        elapsed=elapsed,
        limit=planned.limit,
        notes=(*planned.notes, *_notes(sent, decoded, prepared.redactor)),
        verified=planned.settings.verify is not False,
        tape=planned.tape,
        _decoded=decoded,
    )
    return result if planned.tape is None else planned.tape.kept(result)


def stopped(planned: Plan, failure: Failure, elapsed: float) -> Result:
    """Make the result of a run that somebody stopped, with whatever had been sent and had arrived.

    Args:
        planned: the run.
        failure: who stopped it, and when.
        elapsed: seconds from the start of sending.
    """
    sent = planned.progress.so_far(planned.prepared.request)
    whole = replace(sent, failure=failure, elapsed=elapsed)
    return replace(conclude(planned, whole, time.perf_counter() - elapsed), elapsed=elapsed)


def _shown(failure: Failure | None, redactor: Redactor) -> Failure | None:
    """Mask what a server sent back, or a URL holds, where a message quotes it."""
    if failure is None:
        return None
    return Failure(failure.kind, redactor.message(failure.message), masked(failure.hint, redactor.message))


def _notes(sent: Exchange, decoded: object, redactor: Redactor) -> tuple[Problem, ...]:
    """Return what transport and decoder thought worth saying."""
    said = [sent.note, decoded.note if isinstance(decoded, Decoded) else ""]
    return tuple(Problem((), redactor.message(note), severity="advice") for note in said if note)


def _knowing(prepared: Prepared, sent: Exchange, report: MappingReport) -> Prepared:
    """Let the redactor know what came up: tokens, cookies, values mapped into secret parameters."""
    redactor = prepared.redactor
    for name, text in (*sent.learned, *cookies_of(sent)):
        redactor = redactor.adding(name, text)
    for row in report.rows:
        values = (row.value, *row.hidden) if row.ok and row.rule.secret else row.hidden
        for text in (text for value in values for text in secret_texts(value)):
            if not is_masked(text):
                redactor = redactor.adding(row.rule.parameter, text)
    if sent.response is not None and not sent.response.complete:
        redactor = redactor.knowing_end(sent.response.body)
    return prepared if redactor is prepared.redactor else replace(prepared, redactor=redactor)


def _routable_status(sent: Exchange) -> int | None:
    return sent.response.status if sent.response is not None and sent.failure is None else None


def _mapped(
    planned: Plan, sent: Exchange, decoded: Decoded | DecodeError | None, taken: Taken
) -> tuple[MappingReport, Failure | None]:
    """Apply the mapping; only on a 2xx does a miss fail the run."""
    node = planned.prepared.node
    context = MappingContext(
        lax=isinstance(decoded, Decoded) and decoded.kind == "xml",
        declared={each.name: each.entity for each in node.parameters},
        before=planned.before,
        unfit=None if planned.tape is None else planned.tape.unfit,
    )
    if decoded is None:
        why = "no answer" if sent.response is None else "the answer is incomplete"
        return node.mapping.unmapped(why, context), None
    success = sent.response is not None and 200 <= sent.response.status <= 299
    if isinstance(decoded, DecodeError):
        report = node.mapping.unmapped(decoded.message, context)
        return report, Failure("decode", decoded.message, decoded.hint) if success else None
    if decoded.kind == "empty":
        report = node.mapping.unmapped("the answer is empty", context)
    else:
        report = node.mapping.apply(decoded.data, context)
    return report, _missed(report) if success and report.misses else None


def _hiding(node: Node, sent: Exchange, decoded: object, report: MappingReport) -> MappingReport:
    """Have hidden what secret rules would have taken from an answer that is no JSON or XML, or not whole."""
    read, response = isinstance(decoded, Decoded) and decoded.kind in ("json", "xml"), sent.response
    if read or response is None or not any(rule.secret for rule in node.mapping):
        return report
    found = decode_body(node, sent)
    if isinstance(found, DecodeError) or found.kind == "text":
        content_type, kind = response.header("content-type"), node.mapping_type
        found = read_cut(response.body, content_type, kind=kind, force_list=node.force_list) or found
    if isinstance(found, DecodeError):
        return report
    rows = node.mapping.apply(found.data, MappingContext(lax=found.kind == "xml")).rows
    hidden = (((each.value,) if each.ok else ()) + each.hidden if each.rule.secret else () for each in rows)
    pairs = zip(report.rows, hidden, strict=True)
    return MappingReport(tuple(replace(row, hidden=row.hidden + texts) for row, texts in pairs))


def _missed(report: MappingReport) -> Failure:
    first, *others = report.misses
    more = f" ({len(others)} more could not be mapped)" if others else ""
    message = f"{first.rule.parameter} could not be mapped from {first.rule.path}: {first.why}{more}"
    return Failure("mapping", message, Hint("optional", first.rule.parameter))


def _late(planned: Plan, elapsed: float, decoded: object) -> Failure | None:
    if decoded is None or elapsed <= planned.limit:
        return None
    took = f"{elapsed:.1f} s, over the limit of {planned.limit:g} s"
    message = f"the answer arrived, but decoding and mapping it took until {took}"
    return Failure("timeout", message, "ask for less, or raise the time-out")


def _unrouted(node: Node, sent: Exchange, taken: Taken) -> Failure | None:
    if not taken.failed or sent.response is None:
        return None
    status = sent.response.status
    if taken.route != FAILED:
        return Failure("status", f"the status {status} is routed to {taken.output}")
    hint = Hint(_way_on(node, sent), status) if 100 <= status <= 599 else ""
    return Failure("status", f"the server answered {status}, and no route takes it", hint)


def _way_on(node: Node, sent: Exchange) -> str:
    """Return which hint helps with a status that no route takes."""
    if sent.response is None or sent.response.status != 401:
        return "route"
    shown = node.auth is not None or sent.request.header("authorization") is not None
    return "credentials" if shown else "login"
