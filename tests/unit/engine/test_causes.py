"""The table of foreign exceptions is complete, and each cause has its own sentence."""

import errno
import inspect
import socket
import ssl

import httpcore
import httpx
import pytest
from server.chaos import ChaosServer

from hooknb.core.exchange import FAILURE_KINDS, Request
from hooknb.engine.causes import KINDS, Moment, explain, lost, timed_out
from hooknb.engine.outgoing import Origin
from hooknb.engine.transport import SendSettings

MOMENT = Moment("connecting", Origin("https", "a.example", 443), limit=10)


def exceptions_of(package) -> dict[str, type]:
    members = inspect.getmembers(package, inspect.isclass)
    return {name: each for name, each in members if issubclass(each, Exception)}


@pytest.mark.parametrize("package", [httpx, httpcore], ids=["httpx", "httpcore"])
def test_every_exception_of_the_package_is_in_the_table(package):
    found = exceptions_of(package)
    assert len(found) > 10
    assert set(found) - set(KINDS) == set()


def test_the_table_names_nothing_that_is_gone():
    assert set(KINDS) - set(exceptions_of(httpx)) - set(exceptions_of(httpcore)) == set()


def test_the_table_has_only_kinds_that_exist():
    assert set(KINDS.values()) - {None} <= set(FAILURE_KINDS)


@pytest.mark.parametrize("name", sorted(name for name, kind in KINDS.items() if kind is None))
def test_mistakes_of_ours_are_not_hidden(name):
    kind = getattr(httpx, name, None) or getattr(httpcore, name)
    assert explain(kind.__new__(kind), MOMENT) is None


@pytest.mark.parametrize(
    "error", [KeyError("x"), TypeError("x"), ValueError("x"), AssertionError(), RuntimeError()]
)
def test_what_is_not_foreign_is_not_explained(error):
    assert explain(error, MOMENT) is None


def raised(outer: Exception, *causes: BaseException) -> Exception:
    """Chain exceptions as `raise … from …` does."""
    error: BaseException = outer
    for cause in causes:
        error.__cause__ = cause
        error = cause
    return outer


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (OSError(errno.ECONNREFUSED, "x"), "refused", "a.example refused the connection"),
        (OSError(errno.ECONNRESET, "x"), "connect", "closed the connection without an answer"),
        (OSError(errno.ENETUNREACH, "x"), "connect", "the network of a.example cannot be reached"),
        (OSError(errno.EHOSTUNREACH, "x"), "connect", "no route to a.example"),
        (OSError(errno.ETIMEDOUT, "x"), "connect", "does not answer at all"),
        (OSError(errno.EMFILE, "x"), "connect", "too many files and connections are open"),
        (OSError(errno.EADDRNOTAVAIL, "x"), "connect", "no local port is free"),
        (OSError(errno.EACCES, "x"), "connect", "does not allow"),
        (OSError("something"), "connect", "closed the connection"),
        (socket.gaierror(socket.EAI_NONAME, "x"), "connect", "there is no host 'a.example'"),
        (socket.gaierror(socket.EAI_AGAIN, "x"), "connect", "could not be looked up now"),
        (UnicodeError("label too long"), "connect", "'a.example' is not a host name"),
        (ssl.SSLError(1, "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] x"), "tls", "no TLS connection with a.example"),
        (ssl.SSLEOFError(8, "x"), "connect", "closed the connection"),
    ],
    ids=str,
)
def test_causes_are_found_below_and_within_groups(error, kind, says):
    group = ExceptionGroup("all attempts failed", [error])
    shapes = (
        error,
        raised(httpx.ConnectError("x"), error),
        raised(httpx.ConnectError("x"), httpcore.ConnectError("x"), OSError("all failed"), group),
    )
    for shape in shapes:
        failure = explain(shape, MOMENT)
        assert (failure.kind, says in failure.message) == (kind, True), failure


def test_of_several_addresses_the_refusal_is_told():
    group = ExceptionGroup("x", [OSError(errno.ENETUNREACH, "x"), OSError(errno.ECONNREFUSED, "x")])
    assert explain(raised(httpx.ConnectError("x"), group), MOMENT).kind == "refused"


@pytest.mark.parametrize(("code", "says"), [(9, "not valid yet"), (23, "revoked"), (77, "as openssl says")])
def test_certificates_that_no_server_here_shows_have_a_sentence_too(code, says):
    error = ssl.SSLCertVerificationError("x")
    error.verify_code, error.verify_message = code, "as openssl says"
    failure = explain(raised(httpx.ConnectError("x"), error), MOMENT)
    assert failure.kind == "tls"
    assert failure.message == f"the certificate of a.example is not valid: {MESSAGES.get(says, says)}"


MESSAGES = {"not valid yet": "it is not valid yet", "revoked": "it has been revoked"}


@pytest.mark.parametrize(
    ("phase", "says"),
    [
        ("starting", "getting ready to send to a.example"),
        ("connecting", "connecting to a.example"),
        ("securing", "agreeing on TLS with a.example"),
        ("sending", "sending the request to a.example"),
        ("waiting", "waiting for the answer of a.example"),
        ("reading", "reading the answer of a.example (0 bytes of the body had arrived)"),
    ],
)
def test_a_time_out_says_what_was_under_way(phase, says):
    failure = timed_out(Moment(phase, MOMENT.origin, limit=2.5))
    assert failure.message == f"timed out while {says}: the limit of 2.5 s for the whole exchange is used up"
    assert failure.hint


def test_numbers_are_told():
    moment = Moment("reading", MOMENT.origin, limit=1, received=1234, announced=56789)
    assert "1,234 of 56,789 bytes" in lost(moment).message


def test_a_foreign_text_is_shown_short_and_harmless():
    said = "illegal header line: bytearray(b'" + "\x1b[31m\n" * 100 + "')"
    message = explain(httpx.RemoteProtocolError(said), MOMENT).message
    assert message.isprintable()
    assert len(message) < 150


def test_a_proxy_that_refuses_is_named_without_its_password(exchange):
    def refusing(wire):
        wire.send(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with ChaosServer() as proxy:
        proxy.serve_all(refusing)
        url = proxy.url(path="").replace("http://", "http://ann:secret@")
        sent = exchange(Request("GET", "https://a.invalid/"), settings=SendSettings(proxy=url))
        assert sent.failure.kind == "connect"
        assert "did not connect to a.invalid: 407" in sent.failure.message
        assert "secret" not in str(sent)
        assert sent.sent == 0


def test_a_proxy_is_asked_for_the_whole_url(exchange):
    with ChaosServer() as proxy:
        proxy.serve_all(proxy.behaviours["fine"])
        for _ in range(2):
            sent = exchange(
                Request("GET", "http://a.invalid/x?y"), settings=SendSettings(proxy=proxy.url(path=""))
            )
            assert sent.failure is None
        assert [each.split(b"\r\n")[0] for each in proxy.requests] == [
            b"GET http://a.invalid/x?y HTTP/1.1"
        ] * 2
        assert proxy.connections == 1


@pytest.mark.parametrize("proxy", ["nonsense://x", "http://[::1", "socks5://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_a_failure(exchange, proxy):
    sent = exchange(Request("GET", "http://a.invalid/"), settings=SendSettings(proxy=proxy))
    assert sent.failure.kind == "connect"
    assert "cannot be used" in sent.failure.message
    assert sent.sent == 0
