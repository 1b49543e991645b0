"""The cards of a run: what a notebook or a terminal shows of a result, and of a dry run.

Only the redacted copies of request and response go in here.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from hooknb.core.exchange import Attempt, Exchange, Request
from hooknb.core.hints import IN_A_CELL, Words, said
from hooknb.core.redaction import Redactor
from hooknb.errors import Problem
from hooknb.view.card import Badge, Block, Card, Code, Facts, Fold, Line, Meter
from hooknb.view.table import Table
from hooknb.view.text import Tone

if TYPE_CHECKING:
    from hooknb.engine.pending import Pending
    from hooknb.engine.preview import Preview
    from hooknb.engine.result import Result

BODY_SHOWN = 4_000
_ATTEMPTS = ("attempt", "what", "status", "elapsed", "pause", "why")
_ATTEMPT_DTYPES = (("status", "Int64"), ("elapsed", "float64"), ("pause", "float64"))
# Above this, laying JSON out anew costs more than it shows.
_PRETTY_BYTES = 300_000


def result_card(result: Result, words: Words = IN_A_CELL) -> Card:
    """Return the card of a result; places of the node are named in somebody's words."""
    request = result.request
    return Card(
        title=f"{request.method} {request.url}",
        badges=_badges(result),
        blocks=tuple(_result_blocks(result, request, words)),
        tone=_tone(result),
        name=result.node.name or result.node.label,
    )


def preview_card(preview: Preview) -> Card:
    """Return the card of a dry run: exactly what would be sent, and where each value comes from."""
    request = preview.request
    blocks: list[Block] = [Line("Nothing was sent.", "info")]
    table = preview.parameter_table()
    blocks += [table] if table.rows else []
    blocks.append(Code(request_text(request), title="Would be sent", language="http"))
    blocks += _notes(preview.notes, IN_A_CELL)
    return Card(
        f"{request.method} {request.url}",
        (Badge("dry run", "info"), *_tls(verified=preview.verified)),
        tuple(blocks),
        "info",
        preview.node.name,
    )


def pending_card(pending: Pending) -> Card:
    """Return the card of a run that is under way."""
    prepared = pending.plan.prepared
    request = prepared.redactor.url(prepared.request.url)
    state = Badge(pending.state, "info" if pending.error is None else "bad")
    blocks: list[Block] = [
        Meter(pending.elapsed, pending.limit, f"output {pending.output}: the flow goes on")
    ]
    if pending.error is not None:
        blocks.insert(
            0, Line(prepared.redactor.text(f"{type(pending.error).__name__}: {pending.error}"), "bad")
        )
    table = prepared.parameter_table()
    blocks += [table] if table.rows else []
    badges = (state, *_tls(verified=pending.plan.settings.verify is not False))
    return Card(f"{pending.node.method} {request}", badges, tuple(blocks), "info", pending.node.name)


def attempt_table(exchange: Exchange, redactor: Redactor) -> Table:
    """Return what was sent, a row for each request."""
    only = Attempt(
        "request",
        None if exchange.response is None else exchange.response.status,
        exchange.failure.message if exchange.failure is not None else "",
        exchange.elapsed,
    )
    rows = tuple(
        (number, each.what, each.status, each.elapsed, each.pause, redactor.message(each.why))
        for number, each in enumerate(exchange.attempts or (only,), 1)
    )
    return Table(_ATTEMPTS, rows, "Attempts", _ATTEMPT_DTYPES)


def request_text(request: Request) -> str:
    """Write a request as it goes over the wire, headers and body, for people."""
    body = _bytes_text(request.body)
    head = [f"{request.method} {request.url}", *(f"{name}: {value}" for name, value in request.headers)]
    return "\n".join(head) + (f"\n\n{body}" if body else "")


def _badges(result: Result) -> tuple[Badge, ...]:
    taken = result.taken
    output = Badge(f"→ {taken.output}", "bad" if taken.failed else "good", _why(result))
    replayed = (Badge("replayed", "info"),) if result.replayed else ()
    marks = (*replayed, *_tls(verified=result.verified or result.replayed))
    if result.status is None:
        kind = result.failure.kind if result.failure is not None else "no answer"
        return Badge(kind.replace("_", " "), "bad"), output, *marks
    return Badge(_status_text(result), _status_tone(result.status)), output, *marks


def _tls(*, verified: bool) -> tuple[Badge, ...]:
    return () if verified else (Badge("TLS not verified", "warn"),)


def _status_tone(status: int) -> Tone:
    if status < 400:
        return "good" if 200 <= status < 300 else "plain"
    return "warn" if status < 500 else "bad"


def _why(result: Result) -> str:
    """Say in one phrase why this output was taken."""
    failure = result.failure
    if failure is None or failure.kind == "status":
        return result.taken.why
    return f"the run failed ({failure.kind.replace('_', ' ')})"


def _status_text(result: Result) -> str:
    response = result.exchange.response
    reason = result.prepared.redactor.text(response.reason) if response is not None else ""
    try:
        return f"{result.status} {reason or HTTPStatus(result.status or 0).phrase}"
    except ValueError:
        return f"{result.status} {reason}".strip()


def _tone(result: Result) -> Tone:
    if result.failed:
        return "bad"
    return "good" if result.status is not None and result.status < 300 else "warn"


def _result_blocks(result: Result, request: Request, words: Words) -> list[Block]:
    blocks: list[Block] = []
    if result.failure is not None:
        blocks.append(Line(result.failure.message, "bad"))
        blocks += [Line(said(result.failure.hint, words))] if result.failure.hint else []
        blocks += _excerpt(result)
    blocks.append(Meter(result.elapsed, result.limit, f"output {result.output}: {_why(result)}"))
    blocks += [result.attempt_table()] if result.exchange.attempts else []
    blocks += [table for table in (result.parameter_table(), result.mapping_table()) if table.rows]
    blocks.append(_routing(result))
    warnings = (each for each in result.node.lint() if each.severity == "warning")
    blocks += _notes((*result.notes, *warnings), words)
    blocks += _response_folds(result)
    blocks.append(_request_fold(request))
    return blocks


def _excerpt(result: Result) -> list[Block]:
    """Show the place where a body does not decode."""
    from hooknb.engine.decode import DecodeError

    decoded = result.decoded if result.failure is not None and result.failure.kind == "decode" else None
    if not isinstance(decoded, DecodeError) or not decoded.excerpt:
        return []
    return [Code(result.prepared.redactor.text(decoded.excerpt))]


def _routing(result: Result) -> Block:
    table = result.routing_table()
    if result.node.routes.routes:
        return table
    plain = Table(table.columns, table.rows, "", table.dtypes)
    return Fold("Status routing", (plain,), summary=f"{result.output}")


def _notes(notes: tuple[Problem, ...], words: Words) -> list[Block]:
    tones: dict[str, Tone] = {"warning": "warn", "advice": "info", "error": "bad"}
    return [
        Line(f"{note.message}{f' — {said(note.hint, words)}' if note.hint else ''}", tones[note.severity])
        for note in notes
    ]


def _response_folds(result: Result) -> list[Block]:
    response = result.exchange.response
    if response is None:
        return []
    redactor = result.prepared.redactor
    code = _body_code(result, redactor)
    kind = redactor.text(result.headers.get("content-type", "no content type"))
    size = f"{len(response.body):,} bytes" + ("" if response.complete else ", incomplete")
    body = Fold("Response body", (code,), open=_is_looked_for(result), summary=f"{kind} · {size}")
    blocks: list[Block] = [body] if response.body else []
    headers = tuple(redactor.headers(response.headers))
    blocks.append(Fold("Response headers", (Facts(headers),), summary=str(len(headers))))
    if result.exchange.hops:
        rows = tuple(
            (hop.status, redactor.url(hop.url), redactor.url(hop.location)) for hop in result.exchange.hops
        )
        blocks.append(Fold("Redirects", (Table(("status", "from", "to"), rows),), summary=str(len(rows))))
    return blocks


def _is_looked_for(result: Result) -> bool:
    """Tell whether the body is what a reader wants to see: nothing was taken from it, or not all."""
    nothing_mapped = len(result.node.mapping) == 0
    return nothing_mapped or (result.failure is not None and result.failure.kind in ("status", "mapping"))


def _request_fold(request: Request) -> Block:
    size = f"{len(request.headers)} headers, {len(request.body):,} bytes"
    return Fold("Request", (Code(_cut(request_text(request))[0], language="http"),), summary=size)


def _body_code(result: Result, redactor: Redactor) -> Code:
    text, language = _body_text(result)
    shown, more = _cut(redactor.text(text))
    return Code(shown, language=language, more=more)


def _body_text(result: Result) -> tuple[str, str]:
    """Return the body laid out for reading, and its language; long bodies only as far as they are shown."""
    from hooknb.engine.decode import DecodeError

    if len(result.body) <= _PRETTY_BYTES:
        decoded = result.decoded
        if not isinstance(decoded, DecodeError) and decoded.kind == "json":
            return _pretty(decoded.data), "json"
        if not isinstance(decoded, DecodeError) and decoded.kind == "bytes":
            return _bytes_text(result.body), ""
        return result.text, "" if isinstance(decoded, DecodeError) else decoded.kind
    head = result.body[: 16 * BODY_SHOWN]
    from hooknb.engine.decode import decode_text

    return decode_text(head, result.headers.get("content-type")) + "…", ""


def _pretty(data: object) -> str:
    try:
        return json.dumps(data, indent=2, ensure_ascii=False)
    except RecursionError:
        return json.dumps(data)[: 2 * BODY_SHOWN]


def _bytes_text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(content):,} bytes: {content[:64].hex(' ')}{' …' if len(content) > 64 else ''}"


def _cut(text: str) -> tuple[str, str]:
    if len(text) <= BODY_SHOWN:
        return text, ""
    return text[:BODY_SHOWN], f"… {len(text) - BODY_SHOWN:,} more characters"
