"""One exchange as a cassette holds it, and its document: what stands in the file.

What has its usual value is left out of the document, so that a file holds little but what matters.

    >>> request = Request("GET", "https://api.example.com/user")
    >>> response = Response(200, body=b'{"id":1}', url=request.url, wire_size=8)
    >>> recording = Recording(request, datetime(2026, 11, 24, tzinfo=UTC), response)
    >>> recording_document(recording)["response"]
    {'status': 200, 'headers': [], 'body': {'json': {'id': 1}}}
    >>> read_recording(recording_document(recording)) == recording
    True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, cast

from hooknb.core.choosing import Spelled
from hooknb.core.exchange import (
    FAILURE_KINDS,
    Attempt,
    Exchange,
    Failure,
    FailureKind,
    Headers,
    Hop,
    Request,
    Response,
)
from hooknb.core.mapping import MappingRule
from hooknb.core.objectpath.policy import POLICIES, Policy
from hooknb.core.parameters import plain_spelling
from hooknb.engine.cassette_body import body_bytes, body_document
from hooknb.errors import did_you_mean, quoted

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recording:
    """Hold one exchange with its secrets masked.

    Args:
        request: as its node makes it: without what is added for the wire, secrets by their names.
        recorded: when.
        response: what came back; None when no status line did.
        failure: why there was no usable answer.
        hops: redirects that were followed.
        elapsed: seconds that it took.
        sent: how many times the request was put on the wire.
        note: what else there was to say.
        answers: what a person answered when the node asked, by name; never a secret.
        unfit: the secret mapping rules whose value did not fit its entity type, and why: a mask cannot tell.
        attempts: what was sent, when that was more than one request.
    """

    request: Request
    recorded: datetime
    response: Response | None = None
    failure: Failure | None = None
    hops: tuple[Hop, ...] = ()
    elapsed: float = 0.0
    sent: int = 1
    note: str = ""
    answers: tuple[tuple[str, Spelled], ...] = ()
    unfit: tuple[tuple[MappingRule, str], ...] = ()
    attempts: tuple[Attempt, ...] = ()

    def exchange(self, request: Request) -> Exchange:
        """Return the exchange again.

        Args:
            request: what would be sent now.
        """
        return Exchange(
            request,
            self.response,
            self.failure,
            self.elapsed,
            self.hops,
            self.sent,
            self.note,
            self.attempts,
        )


def recording_document(recording: Recording) -> Document:
    """Return a recording as plain values, in the order in which they stand in a file."""
    request, response, failure = recording.request, recording.response, recording.failure
    document: Document = {"request": {"method": request.method, "url": request.url}}
    if request.headers:
        document["request"]["headers"] = _header_lines(request.headers)
    if request.body:
        document["request"]["body"] = body_document(request.body)
    if recording.answers:
        document["answers"] = [_answer_document(*answer) for answer in recording.answers]
    if response is not None:
        document["response"] = _response_document(response, request.url)
    if failure is not None:
        document["failure"] = {"kind": failure.kind, "message": failure.message}
        if failure.hint:
            document["failure"]["hint"] = failure.hint
    if recording.hops:
        document["hops"] = [
            {"status": hop.status, "url": hop.url, "location": hop.location} for hop in recording.hops
        ]
    if recording.unfit:
        document["unfit"] = [{**rule.document(), "why": why} for rule, why in recording.unfit]
    if recording.attempts:
        document["attempts"] = [asdict(each) for each in recording.attempts]
    if recording.sent != 1:
        document["sent"] = recording.sent
    if recording.note:
        document["note"] = recording.note
    document["elapsed"] = recording.elapsed
    document["recorded"] = recording.recorded.isoformat().replace("+00:00", "Z")
    return document


def read_recording(document: object) -> Recording:
    """Make a recording of its document.

    Raises:
        ValueError: it is none; the message says where and what: `response.status: …`.
    """
    top = _Reader(document, "")
    request = _request(top.part("request"))
    response = top.part("response", None)
    failure = top.part("failure", None)
    read = Recording(
        request,
        top.made("recorded", _moment),
        None if response is None else _response(response, request.url),
        None if failure is None else _failure(failure),
        tuple(_hop(each) for each in top.parts("hops")),
        float(top.take("elapsed", (int, float), 0.0)),
        top.take("sent", int, 1),
        top.take("note", str, ""),
        tuple(_answer(each) for each in top.parts("answers")),
        tuple(_unfit(each) for each in top.parts("unfit")),
        tuple(_attempt(each) for each in top.parts("attempts")),
    )
    top.close()
    if response is None and failure is None:
        raise ValueError("there is neither a response nor a failure")
    return read


def _header_lines(headers: Headers) -> list[str]:
    return [f"{name}: {value}" for name, value in headers]


def _answer_document(name: str, answer: Spelled) -> Document:
    document = {"name": name, "value": answer.value}
    return document if plain_spelling(answer.value) == answer.text else document | {"text": answer.text}


def _response_document(response: Response, url: str) -> Document:
    document: Document = {"status": response.status}
    if response.reason:
        document["reason"] = response.reason
    if response.url != url:
        document["url"] = response.url
    document["headers"] = _header_lines(response.headers)
    if not response.complete:
        document["complete"] = False
    if response.wire_size != len(response.body):
        document["wire_size"] = response.wire_size
    if response.body:
        document["body"] = body_document(response.body)
    return document


def _request(reader: _Reader) -> Request:
    request = Request(
        reader.take("method", str),
        reader.take("url", str),
        reader.made("headers", _headers, ()),
        reader.made("body", body_bytes, b""),
    )
    reader.close()
    return request


def _response(reader: _Reader, url: str) -> Response:
    body = reader.made("body", body_bytes, b"")
    response = Response(
        reader.take("status", int),
        reader.made("headers", _headers, ()),
        body,
        reader.take("reason", str, ""),
        reader.take("url", str, url),
        reader.take("complete", bool, default=True),
        reader.take("wire_size", int, len(body)),
    )
    reader.close()
    return response


def _failure(reader: _Reader) -> Failure:
    kind = reader.made("kind", _kind)
    failure = Failure(kind, reader.take("message", str), reader.take("hint", str, ""))
    reader.close()
    return failure


def _hop(reader: _Reader) -> Hop:
    hop = Hop(reader.take("status", int), reader.take("url", str), reader.take("location", str))
    reader.close()
    return hop


def _answer(reader: _Reader) -> tuple[str, Spelled]:
    name, value = reader.take("name", str), reader.take("value", object)
    answer = Spelled(value, reader.take("text", str, plain_spelling(value)))
    reader.close()
    return name, answer


def _unfit(reader: _Reader) -> tuple[MappingRule, str]:
    rule = MappingRule(
        reader.take("parameter", str),
        reader.take("path", str),
        reader.take("entity", str, ""),
        reader.take("required", bool, default=True),
        reader.take("secret", bool, default=False),
        reader.made("policy", _policy, "auto"),
    )
    why = reader.take("why", str)
    reader.close()
    return rule, why


def _attempt(reader: _Reader) -> Attempt:
    attempt = Attempt(
        reader.take("what", str),
        reader.take("status", (int, type(None))),
        reader.take("why", str),
        float(reader.take("elapsed", (int, float))),
        float(reader.take("pause", (int, float), 0.0)),
    )
    reader.close()
    return attempt


def _headers(lines: object) -> Headers:
    if not isinstance(lines, list) or not all(isinstance(line, str) and ":" in line for line in lines):
        raise ValueError('it has to be a list of lines such as "Accept: text/html"')
    return tuple(
        (name, value.removeprefix(" ")) for name, _, value in (line.partition(":") for line in lines)
    )


def _kind(word: object) -> FailureKind:
    if word not in FAILURE_KINDS:
        raise ValueError(f"{quoted(word)} is not a kind of failure; {did_you_mean(str(word), FAILURE_KINDS)}")
    return cast(FailureKind, word)


def _policy(word: object) -> Policy:
    if word not in POLICIES:
        raise ValueError(f"{quoted(word)} is not a policy; {did_you_mean(str(word), POLICIES)}")
    return word


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(cast(str, text))
    except (TypeError, ValueError):
        raise ValueError(f"{quoted(text)} is not a time such as 2026-11-24T10:00:00Z") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


_NEEDED = object()
_KINDS: dict[object, str] = {str: "text", int: "a whole number", bool: "true or false"}


class _Reader:
    """Take the fields of one object, and say where something is wrong.

    Args:
        value: what ought to be an object.
        place: where it stands, such as `response`.
    """

    def __init__(self, value: object, place: str) -> None:
        self._place = place
        if not isinstance(value, Mapping):
            raise self._wrong("", "it has to be an object")
        self._fields = dict(value)
        self._known: list[str] = []

    def take(self, name: str, kind: Any, default: Any = _NEEDED) -> Any:
        """Return a field of a kind, or its default."""
        value = self._field(name, default)
        right = isinstance(value, kind) and (kind in (bool, object) or not isinstance(value, bool))
        if value is not default and not right:
            raise self._wrong(name, f"{quoted(value)} is not {_KINDS.get(kind, 'a number')}")
        return value

    def made(self, name: str, make: Callable[[Any], Any], default: Any = _NEEDED) -> Any:
        """Return what a function makes of a field, or the default."""
        value = self._field(name, default)
        if value is default:
            return value
        try:
            return make(value)
        except (ValueError, TypeError) as error:
            raise self._wrong(name, str(error)) from None

    def part(self, name: str, default: Any = _NEEDED) -> Any:
        """Return a reader for an object within, or the default."""
        value = self._field(name, default)
        return value if value is default else _Reader(value, self._at(name))

    def parts(self, name: str) -> list[_Reader]:
        """Return a reader for each object in a list."""
        value = self.take(name, list, [])
        return [_Reader(each, self._at(f"{name}[{number}]")) for number, each in enumerate(value)]

    def close(self) -> None:
        """Refuse fields that nobody asked for: they may be misspelled."""
        unknown = next(iter(self._fields), None)
        if unknown is not None:
            raise self._wrong("", f"{quoted(unknown)} is not known; {did_you_mean(unknown, self._known)}")

    def _field(self, name: str, default: Any) -> Any:
        self._known.append(name)
        value = self._fields.pop(name, default)
        if value is _NEEDED:
            raise self._wrong("", f"{quoted(name)} is missing")
        return value

    def _at(self, name: str) -> str:
        return ".".join(filter(None, (self._place, name)))

    def _wrong(self, name: str, what: str) -> ValueError:
        place = self._at(name)
        return ValueError(f"{place}: {what}" if place else what)
