"""What may be in a cassette of a run: everything but its secrets, which are masked in every form.

A cassette is made to be shared, so it is stricter still than the history. A request is written with the names
of its secrets in their places, whatever they are. In a response the values of secret mapping rules are masked
where they stand, and members whose name says that they are credentials (`access_token`) wherever they occur.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hooknb.core.choosing import ANSWER, Spelled
from hooknb.core.exchange import Failure, Hop, Request, Response
from hooknb.core.mapping import Mapped
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.syntax import Location
from hooknb.core.parameters import ANY, Chosen, nests_too_deeply, own_copy, secret_texts
from hooknb.core.redaction import Redactor
from hooknb.core.secrets import stand_in
from hooknb.core.sensitive import is_sensitive
from hooknb.engine.cassette_body import json_style
from hooknb.engine.decode import Decoded
from hooknb.engine.history_masks import credentials, masked_json, strict
from hooknb.engine.prepare import Prepared, prepare
from hooknb.engine.recording import Recording
from hooknb.engine.result import Result
from hooknb.errors import HooknbError

Secret = tuple[str, str]

# Of what stands under a telling name, words of a message ("too short") are no credentials.
_CREDENTIAL = re.compile(r"(?=\S*\d)\S{8,}|\S{20,}")


def named(prepared: Prepared, directory: Path) -> Request:
    """Return the request of a run with the names of its secrets in their places: what a cassette compares.

    Args:
        prepared: the run's.
        directory: the base of a body's file.
    """
    node, request, redactor = prepared.node, prepared.request, prepared.redactor
    hidden = [each for each in prepared.values.values() if each.secret]
    if hidden:
        stands_in = {each.name: _stood_for(each, prepared) for each in hidden}
        # Where nothing but its own kind can stand, such as a port, a secret is masked as it is.
        with suppress(HooknbError):
            request = prepare(node, {**prepared.values, **stands_in}, directory=directory).request
        for each in stands_in.values():
            redactor = redactor.adding(each.name, each.text)
    return _masked_request(request, strict(redactor, request))


def recording_of(
    result: Result, redactor: Redactor, directory: Path, *, now: datetime | None = None
) -> Recording:
    """Return what a cassette keeps of a run.

    Args:
        result: the run's.
        redactor: knows every secret that is known, see `secrets_of`.
        directory: the base of a body's file.
        now: the time; the clock's by default.
    """
    exchange = result.exchange
    request = named(replace(result.prepared, redactor=redactor), directory)
    response = exchange.response
    if response is not None:
        response = _masked_response(replace(response, body=_covered(result)), redactor)
    return Recording(
        request,
        (now or datetime.now(UTC)).replace(microsecond=0),
        response,
        _masked_failure(exchange.failure, redactor),
        tuple(Hop(hop.status, redactor.url(hop.url), redactor.url(hop.location)) for hop in exchange.hops),
        round(exchange.elapsed, 3),
        exchange.sent,
        redactor.message(exchange.note),
        tuple(_answers(result.prepared, redactor)),
        tuple(
            (row.rule, redactor.message(row.why))
            for row in _secret_rows(result)
            if row.matches and not row.ok
        ),
        tuple(
            replace(each, why=redactor.message(each.why), elapsed=round(each.elapsed, 3))
            for each in exchange.attempts
        ),
    )


def masked_again(recording: Recording, redactor: Redactor) -> Recording:
    """Return a recording without secrets that came up later; what is masked stays as it is.

    Args:
        recording: masked when it was made.
        redactor: knows the secrets of now; without short ones, which were ordinary words then.
    """
    text, request, response = redactor.text, recording.request, recording.response

    def headers(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple((text(name), text(value)) for name, value in pairs)

    if response is not None:
        response = replace(
            response,
            headers=headers(response.headers),
            body=_masked_body(response.body, redactor),
            reason=text(response.reason),
            url=text(response.url),
        )
    return replace(
        recording,
        request=Request(
            request.method, text(request.url), headers(request.headers), _masked_body(request.body, redactor)
        ),
        response=response,
        failure=_masked_failure(recording.failure, redactor),
        hops=tuple(Hop(hop.status, text(hop.url), text(hop.location)) for hop in recording.hops),
        note=text(recording.note),
        answers=tuple(
            (name, Spelled(redactor.data(answer.value), text(answer.text)))
            for name, answer in recording.answers
        ),
        attempts=tuple(replace(each, why=text(each.why)) for each in recording.attempts),
    )


def secrets_of(result: Result) -> Iterator[Secret]:
    """Yield the secrets that a run brought up beside those that its redactor knows."""
    for text in credentials(result.exchange.request):
        yield "credential", text
    yield from _telling(_data(result.exchange.request.body))
    decoded = result.decoded
    if not isinstance(decoded, Decoded) or decoded.kind == "bytes":
        return
    for row in _secret_rows(result):
        for _, value in ObjectPath(row.rule.path).matches(decoded.data, lax=result.lax):
            yield from ((row.rule.parameter, text) for text in secret_texts(value))
    yield from _telling(decoded.data)


def _stood_for(chosen: Chosen, prepared: Prepared) -> Chosen:
    text = stand_in(chosen.name, base="URL" in prepared.node.uses.get(chosen.name, ()))
    return Chosen(chosen.name, text, text, ANY, secret=True)


def _answers(prepared: Prepared, redactor: Redactor) -> Iterator[tuple[str, Spelled]]:
    for each in prepared.values.values():
        if each.source == ANSWER and not each.secret:
            yield each.name, Spelled(redactor.data(each.value), redactor.text(each.text))


def _masked_request(request: Request, redactor: Redactor) -> Request:
    return Request(
        request.method,
        redactor.url(request.url),
        redactor.headers(request.headers),
        _masked_body(request.body, redactor),
    )


def _masked_response(response: Response, redactor: Redactor) -> Response:
    return replace(
        response,
        headers=redactor.headers(response.headers),
        body=_masked_body(response.body, redactor),
        reason=redactor.text(response.reason),
        url=redactor.url(response.url),
    )


def _masked_failure(failure: Failure | None, redactor: Redactor) -> Failure | None:
    if failure is None:
        return None
    return Failure(failure.kind, redactor.message(failure.message), redactor.message(failure.hint))


def _masked_body(body: bytes, redactor: Redactor) -> bytes:
    masked: bytes = redactor.bytes(body)
    if masked == body:
        return body
    data = _data(body)
    return masked if data is None else masked_json(body, masked, data, redactor)


def _data(body: bytes) -> Any:
    """Return what a body means as JSON; None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _telling(data: Any) -> Iterator[Secret]:
    """Yield the members of nested data whose name and look say that they are credentials."""
    stack = [data]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            for name, value in each.items():
                plain = name.lstrip("@")
                if isinstance(value, str) and is_sensitive(plain) and _CREDENTIAL.fullmatch(value):
                    yield plain, value
        if isinstance(each, (dict, list)):
            stack.extend(each.values() if isinstance(each, dict) else each)


def _secret_rows(result: Result) -> list[Mapped]:
    return [row for row in result.report.rows if row.rule.secret]


def _covered(result: Result) -> bytes:
    """Return a response's body; in JSON, what secret rules find is covered where it stands, however short."""
    decoded = result.decoded
    if not isinstance(decoded, Decoded) or decoded.kind != "json" or not _secret_rows(result):
        return result.body
    if nests_too_deeply(decoded.data):
        return result.body
    data = [own_copy(decoded.data)]
    for row in _secret_rows(result):
        for location, value in ObjectPath(row.rule.path).matches(decoded.data):
            _put(data, (0, *location), _cover(value, f"«{row.rule.parameter}»"))
    if data[0] == decoded.data:
        return result.body
    styled = json_style(result.body)
    text = styled[1].write(data[0]) if styled is not None else json.dumps(data[0], ensure_ascii=False)
    return text.encode("utf-8", "replace")


def _cover(value: Any, mask: str) -> Any:
    """Return a value with a mask in the place of each text and number."""
    if isinstance(value, dict):
        return {key: _cover(each, mask) for key, each in value.items()}
    if isinstance(value, list):
        return [_cover(each, mask) for each in value]
    return value if value is None or isinstance(value, bool) else mask


def _put(data: Any, location: Location, value: Any) -> None:
    """Replace what stands at a place; an outer place may have been replaced already."""
    *outer, last = location
    for key in outer:
        data = data[key]
    data[last] = value
