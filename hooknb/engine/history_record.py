"""What is kept of a run beside its line: from a `Result` to bytes, and back to a `Past`.

The bytes are compressed: one line of JSON, then the bodies. Everything in them went through the redactor. A
response's body is kept whole when it has at most 4 MB and all of the run compresses to 1 MB; otherwise its
first megabyte is kept. Of a request's body it is always the first megabyte.
"""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from functools import lru_cache
from typing import Any

from hooknb.core.exchange import Attempt, Exchange, Failure, Headers, Hop, Request, Response
from hooknb.core.limits import Limits
from hooknb.core.mapping import Mapped, MappingReport, MappingRule
from hooknb.core.node import Node, build
from hooknb.core.parameters import Chosen
from hooknb.core.redaction import MASK, Redactor
from hooknb.core.routes import Taken
from hooknb.engine.decode import Decoded
from hooknb.engine.history_entry import Entry
from hooknb.engine.history_masks import AlreadyMasked, masked_body, masked_document, masked_json, strict
from hooknb.engine.past import Past
from hooknb.engine.prepare import Prepared
from hooknb.engine.result import Result
from hooknb.errors import Problem

_MEGABYTE = 1024 * 1024
WHOLE = 4 * _MEGABYTE
KEPT = _MEGABYTE
_LEVEL = 3
# The range of time-outs is a setting of each session, so any was legal.
_ANY_TIMEOUT = Limits(0.0, float("inf"))
_NOWHERE = "http://masked.invalid/"

Document = dict[str, Any]


def pack(result: Result) -> bytes:
    """Return what is kept of a run, compressed; secrets masked."""
    redactor = strict(result.prepared.redactor, result.exchange.request)
    if result.exchange.response is not None and not result.exchange.response.complete:
        redactor = redactor.knowing_end(result.body)
    request = masked_body(result.exchange.request.body, redactor, KEPT)
    response = _response_body(result, redactor)
    head = _head(result, redactor, len(response))
    packed = _packed(head, request, response)
    if len(packed) > KEPT and len(response) > KEPT:
        packed = _packed(head, request, response[:KEPT])
    return packed


def unpack(content: bytes, entry: Entry) -> Past:
    """Make a result again of what was kept.

    Args:
        content: as `pack` gave it.
        entry: the run's line.

    Raises:
        ValueError: it is not what `pack` made.
    """
    head, request, response = _unpacked(content)
    node = _node(head["node"])
    request_made = Request(
        head["request"]["method"], head["request"]["url"], _pairs(head["request"]["headers"]), request
    )
    values = {each["name"]: Chosen(**each) for each in head["values"]}
    told = head["response"]
    return Past(
        prepared=Prepared(node, request_made, values, AlreadyMasked()),
        exchange=Exchange(
            request_made,
            None if told is None else _response(told, response),
            _failure(head["exchange"]["failure"]),
            head["exchange"]["elapsed"],
            tuple(Hop(*hop) for hop in head["exchange"]["hops"]),
            head["exchange"]["sent"],
            head["exchange"]["note"],
            # Runs of before attempts were kept have none.
            tuple(Attempt(*each) for each in head["exchange"].get("attempts", ())),
        ),
        taken=Taken(**head["taken"]),
        report=MappingReport(tuple(_mapped(row) for row in head["mapped"])),
        failure=_failure(head["failure"]),
        started=datetime.fromisoformat(head["started"]),
        elapsed=head["elapsed"],
        limit=head["limit"],
        notes=tuple(Problem((), *note) for note in head["notes"]),
        verified=head["verified"],
        id=entry.id,
        session=entry.session,
        directory=entry.directory,
        body_size=0 if told is None else told["size"],
        kept_whole=told is None or len(response) == told["masked"],
    )


# What is kept


def _head(result: Result, redactor: Redactor, masked: int) -> Document:
    request, exchange, clean = result.exchange.request, result.exchange, redactor.message
    return {
        "node": _masked_node(result.node, redactor),
        "request": {
            "method": request.method,
            "url": redactor.url(request.url),
            "headers": _masked_headers(redactor, request.headers),
        },
        "values": [_chosen_document(each, redactor) for each in result.prepared.values.values()],
        "response": _response_document(exchange.response, redactor, masked),
        "exchange": {
            "failure": _failure_document(exchange.failure, redactor),
            "elapsed": exchange.elapsed,
            "hops": [
                [hop.status, redactor.url(hop.url), redactor.url(hop.location)] for hop in exchange.hops
            ],
            "sent": exchange.sent,
            "note": clean(exchange.note),
            "attempts": [
                [each.what, each.status, clean(each.why), each.elapsed, each.pause]
                for each in exchange.attempts
            ],
        },
        "taken": {
            "output": result.taken.output,
            "route": result.taken.route,
            "failed": result.taken.failed,
        },
        "mapped": [_mapped_document(row, redactor) for row in result.report.rows],
        "failure": _failure_document(result.failure, redactor),
        "started": result.started.isoformat(),
        "elapsed": result.elapsed,
        "limit": result.limit,
        "notes": [[clean(note.message), clean(note.hint), note.severity] for note in result.notes],
        "verified": result.verified,
    }


# The same node run again has the same document, and mostly the same headers.
_masked_node = lru_cache(maxsize=64)(masked_document)


@lru_cache(maxsize=128)
def _masked_headers(redactor: Redactor, headers: Headers) -> Headers:
    return redactor.headers(headers)


def _chosen_document(chosen: Chosen, redactor: Redactor) -> Document:
    text = MASK if chosen.secret else redactor.text(chosen.text)
    return {
        "name": chosen.name,
        "value": MASK if chosen.secret else redactor.data(chosen.value),
        "text": text,
        "entity": chosen.entity,
        "source": redactor.text(chosen.source),
        "secret": chosen.secret,
        "hides": redactor.text(chosen.hides),
    }


def _mapped_document(row: Mapped, redactor: Redactor) -> Document:
    def shown(value: Any) -> Any:
        return MASK if row.rule.secret and value is not None else redactor.data(value)

    return {
        "rule": row.rule.document(),
        "entity": row.entity,
        "matches": row.matches,
        "before": shown(row.before),
        "value": shown(row.value),
        "ok": row.ok,
        "why": redactor.message(row.why),
    }


def _failure_document(failure: Failure | None, redactor: Redactor) -> list[str] | None:
    if failure is None:
        return None
    return [failure.kind, redactor.message(failure.message), redactor.message(failure.hint)]


def _response_document(response: Response | None, redactor: Redactor, masked: int) -> Document | None:
    """Return all but the body, of which `masked` bytes are left once it is masked."""
    if response is None:
        return None
    return {
        "status": response.status,
        "headers": _masked_headers(redactor, response.headers),
        "reason": redactor.text(response.reason),
        "url": redactor.url(response.url),
        "complete": response.complete,
        "wire_size": response.wire_size,
        "size": len(response.body),
        "masked": masked if len(response.body) <= WHOLE else len(response.body),
    }


def _response_body(result: Result, redactor: Redactor) -> bytes:
    body = result.body
    masked = masked_body(body, redactor, WHOLE)
    if masked == body or len(body) > WHOLE:
        return masked
    decoded = result.decoded
    if isinstance(decoded, Decoded) and decoded.kind == "json":
        return masked_json(body, masked, decoded.data, redactor)
    return masked


def _packed(head: Document, request: bytes, response: bytes) -> bytes:
    line = json.dumps({**head, "lengths": [len(request), len(response)]}, default=str)
    return zlib.compress(b"".join((line.encode("ascii"), b"\n", request, response)), _LEVEL)


# What is made of it again


def _unpacked(content: bytes) -> tuple[Document, bytes, bytes]:
    try:
        line, _, bodies = zlib.decompress(content).partition(b"\n")
    except zlib.error as error:
        raise ValueError(str(error)) from None
    head = json.loads(line)
    request, _ = head["lengths"]
    return head, bodies[:request], bodies[request:]


def _node(document: Document) -> Node:
    """Build the node of then; a field that masks have made illegal is left out."""
    left = dict(document)
    while True:
        node, problems = build(left, limits=_ANY_TIMEOUT)
        if node is not None:
            return node
        for field in {str(problem.path[0]) if problem.path else "url" for problem in problems}:
            if field == "url" or field not in left:
                left = {"url": _NOWHERE} if left.get("url") == _NOWHERE else {**left, "url": _NOWHERE}
            else:
                del left[field]


def _pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in rows)


def _response(told: Document, body: bytes) -> Response:
    return Response(
        told["status"],
        _pairs(told["headers"]),
        body,
        told["reason"],
        told["url"],
        told["complete"],
        told["wire_size"],
    )


def _failure(told: list[Any] | None) -> Failure | None:
    return None if told is None else Failure(*told)


def _mapped(row: Document) -> Mapped:
    return Mapped(
        MappingRule(**row["rule"]),
        row["entity"],
        row["matches"],
        row["before"],
        row["value"],
        row["ok"],
        row["why"],
    )
