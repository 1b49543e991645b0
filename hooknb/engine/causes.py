"""Why an exchange failed, in sentences: foreign exceptions become a `Failure`, in one table.

An error of the network arrives wrapped several times over, and refused, DNS and TLS failures under one name;
what happened is found in its chain of causes.
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from hooknb.core.exchange import Failure, FailureKind
from hooknb.engine.outgoing import Origin
from hooknb.errors import quoted

Phase = Literal["starting", "connecting", "securing", "sending", "waiting", "reading"]

# Every exception of httpx and httpcore, by name; None for mistakes in the use of those packages: they are
# ours, and not to be hidden. A test looks for names that are missing.
KINDS: dict[str, FailureKind | None] = {
    "CloseError": "connect",
    "ConnectError": "connect",
    "NetworkError": "connect",
    "ReadError": "connect",
    "WriteError": "connect",
    "TransportError": "connect",
    "RequestError": "connect",
    "HTTPError": "connect",
    "ProxyError": "connect",
    "ConnectTimeout": "timeout",
    "PoolTimeout": "timeout",
    "ReadTimeout": "timeout",
    "TimeoutException": "timeout",
    "WriteTimeout": "timeout",
    "LocalProtocolError": "protocol",
    "ProtocolError": "protocol",
    "RemoteProtocolError": "protocol",
    "UnsupportedProtocol": "protocol",
    "InvalidURL": "protocol",
    "TooManyRedirects": "protocol",
    "DecodingError": "decode",
    "HTTPStatusError": "status",
    "ConnectionNotAvailable": None,
    "CookieConflict": None,
    "RequestNotRead": None,
    "ResponseNotRead": None,
    "StreamClosed": None,
    "StreamConsumed": None,
    "StreamError": None,
}
# What the layers below let through unwrapped: a TLS alert in the middle of an answer, a name that is no name.
_LOWER = (OSError, UnicodeError)
_LOWER_NAMES = ("BrokenResourceError", "ClosedResourceError", "EndOfStream")


@dataclass(frozen=True, slots=True)
class Moment:
    """Say where an exchange was when something happened.

    Args:
        phase: what was under way.
        origin: with whom.
        limit: seconds for the whole exchange, or for a part of it.
        received: bytes of body that had crossed the wire.
        announced: bytes of body that `Content-Length` announced; None when it did not.
        reused: the connection had carried another request before.
        heard: the start of an answer whose head did not come to its end.
        proxy: the proxy in between, without its password; empty for none.
        part: the limit is what other requests of the same exchange had left.
    """

    phase: Phase
    origin: Origin
    limit: float
    received: int = 0
    announced: int | None = None
    reused: bool = False
    heard: bytes = b""
    proxy: str = ""
    part: bool = False

    @property
    def where(self) -> str:
        """Who was being talked to, for a message."""
        return (
            f"{self.origin.authority} through the proxy {self.proxy}" if self.proxy else self.origin.authority
        )


def explain(error: Exception, moment: Moment) -> Failure | None:
    """Return the failure that a foreign exception stands for; None when it is nobody's but ours."""
    chain = tuple(_chain(error))
    kind = _kind(error)
    if kind is None and not _comes_from_below(error):
        return None
    for explanation in (_certificate, _tls, _name, _system):
        failure = explanation(chain, moment)
        if failure is not None:
            return failure
    if moment.phase == "securing":
        return _broken_handshake(moment)
    if kind == "timeout":
        return timed_out(moment)
    if any(type(each).__name__ == "ProxyError" for each in chain):
        return _proxy(str(error), moment)
    if kind == "protocol":
        return _protocol(str(error), moment)
    return lost(moment)


def timed_out(moment: Moment) -> Failure:
    """Return the failure of an exchange whose time is used up."""
    doing, hint = _DOING[moment.phase]
    so_far = f" ({_so_far(moment)})" if moment.phase == "reading" else ""
    if moment.heard and not moment.heard.startswith(b"HTTP/"[: len(moment.heard)]):
        # A server of another kind has greeted us and waits for us to go on.
        so_far, hint = f" (what it sent is not HTTP: {_quoted_bytes(moment.heard)})", _NOT_HTTP
    limit = f"the limit of {moment.limit:g} s for the whole exchange is used up"
    if moment.part:
        limit = f"the {moment.limit:.3g} s that were left for this are used up"
    return Failure("timeout", f"timed out while {doing.format(moment.where)}{so_far}: {limit}", hint)


def lost(moment: Moment) -> Failure:
    """Return the failure of a connection that broke: without an answer, or in the middle of one."""
    if moment.phase == "reading":
        message = f"{moment.where} broke the connection in the middle of its answer: {_so_far(moment)}"
        return Failure("protocol", message, "send again")
    if moment.heard.startswith(b"HTTP/"):
        message = f"{moment.where} broke the connection in the middle of the headers of its answer"
        return Failure("protocol", message, _CUT)
    if moment.heard:
        message = f"{moment.where} does not answer in HTTP/1.1: it begins with {_quoted_bytes(moment.heard)}"
        return Failure("protocol", message, _NOT_HTTP)
    if moment.reused:
        message = f"{moment.where} closed a connection that had been kept, just as the request was sent"
        return Failure(
            "connect", message, "whether it acted on the request is unknown; send again if that is safe"
        )
    message = f"{moment.where} closed the connection without an answer"
    return Failure("connect", message, "the server may have crashed, or want https instead of http")


_DOING: dict[Phase, tuple[str, str]] = {
    "starting": ("getting ready to send to {}", "give it more time"),
    "connecting": ("connecting to {}", "check host and port; a name server or a firewall may not answer"),
    "securing": ("agreeing on TLS with {}", "check that the port speaks https"),
    "sending": (
        "sending the request to {}",
        "the server does not take the body; send less, or give it more time",
    ),
    "waiting": (
        "waiting for the answer of {}",
        "the server is slow; give it more time, or run in the background",
    ),
    "reading": ("reading the answer of {}", "ask for less, or give it more time"),
}


def _so_far(moment: Moment) -> str:
    if moment.announced is None:
        return f"{moment.received:,} bytes of the body had arrived"
    return f"{moment.received:,} of {moment.announced:,} bytes of the body had arrived"


# How an exception is looked into.


def _kind(error: BaseException) -> FailureKind | None:
    names = (each.__name__ for each in type(error).__mro__)
    return next((KINDS[name] for name in names if name in KINDS), None)


def _comes_from_below(error: Exception) -> bool:
    return isinstance(error, _LOWER) or type(error).__name__ in _LOWER_NAMES


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, what it was raised from, and the members of groups among those."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting.append(each.__cause__ or each.__context__)
        if isinstance(each, BaseExceptionGroup):
            waiting.extend(each.exceptions)


_Chain = tuple[BaseException, ...]


def _certificate(chain: _Chain, moment: Moment) -> Failure | None:
    error = next((each for each in chain if isinstance(each, ssl.SSLCertVerificationError)), None)
    if error is None:
        return None
    what, hint = _CERTIFICATE.get(error.verify_code, (error.verify_message or "it could not be verified", ""))
    message = f"the certificate of {moment.origin.authority} is not valid: {what}"
    return Failure("tls", message, hint or "look at the certificate in a browser")


_OWN_AUTHORITY = "give the file of its authority as verify=..., or verify=False for an experiment"
# Numbers of OpenSSL's X509_V_ERR_*.
_CERTIFICATE = {
    9: ("it is not valid yet", "is this computer's clock right?"),
    10: ("it has expired", "the server's owner must renew it"),
    18: ("it is self-signed", _OWN_AUTHORITY),
    19: ("an authority that this computer does not know has signed it", _OWN_AUTHORITY),
    20: ("an authority that this computer does not know has signed it", _OWN_AUTHORITY),
    21: ("an authority that this computer does not know has signed it", _OWN_AUTHORITY),
    23: ("it has been revoked", "the server's owner must renew it"),
    62: ("it is for another name", "check the host's spelling"),
    64: ("it is not for this IP address", "use the host's name"),
}


def _tls(chain: _Chain, moment: Moment) -> Failure | None:
    error = next((each for each in chain if isinstance(each, ssl.SSLError)), None)
    if error is None:
        return None
    reason = getattr(error, "reason", None) or ""
    if "EOF" in reason or isinstance(error, ssl.SSLEOFError):
        return _broken_handshake(moment) if moment.phase == "securing" else lost(moment)
    if reason in _TLS and (moment.phase != "reading" or "ALERT" in reason):
        message, hint = _TLS[reason]
        return Failure("tls", message.format(moment.origin.authority), hint)
    said = reason.lower().replace("_", " ") or str(error)
    if moment.phase == "reading":
        return Failure("tls", f"the TLS connection with {moment.where} broke: {said}", "send again")
    return Failure(
        "tls", f"no TLS connection with {moment.where}: {said}", "server and client must agree on TLS"
    )


_NO_TLS = ("{} does not speak TLS on this port", "try http:// instead of https://, or another port")
_OTHER_TLS = ("{} speaks another version of TLS", "the server, or this computer's OpenSSL, is too old")
_OURS_WANTED = ("{} wants a certificate from its clients", "hooknb has none to show; ask for another way in")
# OpenSSL's reasons.
_TLS = {
    "WRONG_VERSION_NUMBER": _NO_TLS,
    "HTTP_REQUEST": _NO_TLS,
    "RECORD_LAYER_FAILURE": _NO_TLS,
    "PACKET_LENGTH_TOO_LONG": _NO_TLS,
    "TLSV1_ALERT_PROTOCOL_VERSION": _OTHER_TLS,
    "UNSUPPORTED_PROTOCOL": _OTHER_TLS,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": _OURS_WANTED,
}


def _broken_handshake(moment: Moment) -> Failure:
    message = f"{moment.where} closed the connection in the middle of the TLS handshake"
    return Failure("tls", message, "check that the port speaks https")


def _name(chain: _Chain, moment: Moment) -> Failure | None:
    host = moment.proxy or moment.origin.host
    if any(isinstance(each, UnicodeError) for each in chain):
        return Failure("connect", f"{quoted(host)} is not a host name", "check its spelling")
    error = next((each for each in chain if isinstance(each, socket.gaierror)), None)
    if error is None:
        return None
    if error.errno == socket.EAI_AGAIN:
        return Failure(
            "connect", f"the name {quoted(host)} could not be looked up now", "is this computer connected?"
        )
    return Failure("connect", f"there is no host {quoted(host)}", "check its spelling, or the network")


def _system(chain: _Chain, moment: Moment) -> Failure | None:
    numbers = [each.errno for each in chain if isinstance(each, OSError) and each.errno is not None]
    row = next((_SYSTEM[number] for number in _SYSTEM if number in numbers), None)
    return None if row is None else row(moment)


def _connect(message: str, hint: str) -> Callable[[Moment], Failure]:
    return lambda moment: Failure("connect", message.format(moment.where), hint)


def _refused(moment: Moment) -> Failure:
    message = f"{moment.where} refused the connection"
    return Failure("refused", message, "is the server running, and is the port right?")


def _reset(moment: Moment) -> Failure:
    return _broken_handshake(moment) if moment.phase == "securing" else lost(moment)


# The order decides when several addresses of one host failed in different ways.
_SYSTEM: dict[int, Callable[[Moment], Failure]] = {
    errno.EMFILE: _connect("too many files and connections are open to reach {}", "run fewer at a time"),
    errno.ENFILE: _connect("too many files and connections are open to reach {}", "run fewer at a time"),
    errno.EADDRNOTAVAIL: _connect("no local port is free to reach {}", "run fewer at a time"),
    errno.ECONNREFUSED: _refused,
    errno.ECONNRESET: _reset,
    errno.EPIPE: _reset,
    errno.ECONNABORTED: _reset,
    errno.ETIMEDOUT: _connect(
        "{} does not answer at all", "check host and port; a firewall may be in between"
    ),
    errno.EHOSTUNREACH: _connect("there is no route to {}", "check the host, or the network"),
    errno.ENETUNREACH: _connect("the network of {} cannot be reached", "is this computer connected?"),
    errno.EACCES: _connect("this computer does not allow a connection to {}", "ask who looks after it"),
    errno.EPERM: _connect("this computer does not allow a connection to {}", "ask who looks after it"),
}


def _proxy(said: str, moment: Moment) -> Failure:
    hint = "it wants a user and a password in its URL" if said.startswith("407") else "ask who looks after it"
    return Failure(
        "connect", f"the proxy {moment.proxy} did not connect to {moment.origin.authority}: {said}", hint
    )


def _protocol(said: str, moment: Moment) -> Failure:
    for pattern, message, hint in _PROTOCOL:
        found = re.search(pattern, said, re.S)
        if found:
            if not message:
                return lost(moment)
            detail = {name: _readable(text) for name, text in found.groupdict().items()}
            return Failure("protocol", message.format(where=moment.where, **detail), hint)
    return Failure(
        "protocol", f"the answer of {moment.where} is not valid HTTP: {_readable(said)}", _NOT_HTTP
    )


_NOT_HTTP = "check the port; another protocol may live there"
_BROKEN = "the server is at fault; its log may say more"
_CUT = "the server or a proxy cut it short; send again"
# What h11 and httpcore say → what happened, and a hint; an empty message means a lost connection.
_PROTOCOL: tuple[tuple[str, str, str], ...] = (
    ("Server disconnected without sending a response", "", ""),
    (
        r"\(received (?P<got>\d+) bytes, expected (?P<all>\d+)\)",
        "{where} closed the connection in the middle of the body: {got} of {all} bytes arrived",
        _CUT,
    ),
    ("incomplete chunked read", "{where} closed the connection in the middle of a chunked body", _CUT),
    (
        r"illegal status line: bytearray\(b(?P<line>.*)\)",
        "{where} does not answer in HTTP/1.1: its first line is {line}",
        _NOT_HTTP,
    ),
    ("illegal request line|no response line", "{where} does not answer in HTTP/1.1", _NOT_HTTP),
    (
        "Receive buffer too long",
        "a line or the headers of the answer of {where} are longer than 100 KB",
        _BROKEN,
    ),
    ("conflicting Content-Length", "the answer of {where} announces two different lengths", _BROKEN),
    ("bad Content-Length", "the answer of {where} announces a length that is no number", _BROKEN),
    ("Transfer-Encoding", "the answer of {where} has a Transfer-Encoding other than chunked", _BROKEN),
    ("chunk", "the answer of {where} is not chunked as it says: a chunk's size or end is wrong", _BROKEN),
    (
        r"status_code should be in range.*not (?P<code>\d+)",
        "{where} answered with the status {code}",
        _BROKEN,
    ),
    (
        "_SWITCH_UPGRADE",
        "{where} changed to another protocol (status 101), which was not asked for",
        "check the URL; it may belong to a WebSocket",
    ),
    (
        r"[Ii]llegal header (?:line|value|name):? (?:bytearray\()?b?(?P<line>.*?)\)?$",
        "a header of the answer of {where} is not valid: {line}",
        _BROKEN,
    ),
)


def _quoted_bytes(heard: bytes) -> str:
    return _readable(str(heard[:100])[1:])


def _readable(text: str) -> str:
    """Cut a foreign text to a length that can be shown, without control characters."""
    plain = "".join(character if character.isprintable() else "·" for character in text)
    if plain.isdigit():
        return f"{int(plain):,}" if len(plain) < 20 else plain[:20]
    return plain if len(plain) <= 60 else f"{plain[:59]}…"
