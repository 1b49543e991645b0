"""The receiver: what arrives is verified, kept and answered, whatever it is."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from contextlib import closing

import pytest

from hooknb.core.exchange import Request
from hooknb.engine.receiver import receiver
from hooknb.engine.signature import sign

SECRET = "a-signature-secret-of-32-characters-or-more"
NOW = 1_700_000_000.0
BODY = b'{"text": "hello"}'


@pytest.fixture
def inbox():
    with receiver({"abcd1234": SECRET}, body_cap=1000, clock=lambda: NOW) as made:
        yield made


def signed(method="POST", path="/hook", body=BODY, secret=SECRET, **options) -> Request:
    url = f"http://127.0.0.1{path}"
    return sign(Request(method, url, (), body), secret=secret, api_key="abcd1234", **({"now": NOW} | options))


def connect(inbox) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", int(inbox.url.rpartition(":")[2]), timeout=20)


def deliver(inbox, request: Request, *, body: object = None) -> tuple[int, dict]:
    with closing(connect(inbox)) as connection:
        path = request.url.removeprefix("http://127.0.0.1")
        content = request.body if body is None else body
        connection.request(request.method, path, content, dict(request.headers))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def raw(inbox, content: bytes) -> bytes:
    """Send bytes as they are, and return all that comes back."""
    with socket.create_connection(("127.0.0.1", int(inbox.url.rpartition(":")[2])), timeout=20) as connection:
        connection.sendall(content)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/", BODY),
        ("POST", "/hook?a=1", BODY),
        ("PUT", "/", b"\x00\xff"),
        ("PATCH", "/", b"x" * 1000),
        ("DELETE", "/", b""),
        ("GET", "/hook?b=2&a=1&b=%C3%A4", b""),
    ],
)
def test_a_genuine_delivery_is_accepted_and_kept(inbox, method, path, body):
    assert deliver(inbox, signed(method, path, body)) == (200, {"verdict": "accepted"})
    last = inbox.last
    assert (last.method, last.path, last.body, last.verdict) == (method, path, body, "accepted")
    assert last.time.timestamp() == NOW
    assert last.verification.ok


@pytest.mark.parametrize(
    ("request_", "body", "why"),
    [
        pytest.param(signed(secret="x" * 40), None, "signature: ", id="wrong secret"),
        pytest.param(signed(), b"changed", "payload hash: ", id="changed body"),
        pytest.param(signed(now=NOW - 301), None, "age: ", id="old"),
        pytest.param(Request("POST", "/", body=BODY), None, "header form: ", id="unsigned"),
    ],
)
def test_a_refused_delivery_is_answered_with_the_reason(inbox, request_, body, why):
    status, problem = deliver(inbox, request_, body=body)
    assert (status, problem["status"], problem["title"]) == (401, 401, "Unauthorized")
    assert problem["detail"].startswith(why)
    assert "failed" in problem["checks"].values()
    assert inbox.last.verdict == "refused"
    assert inbox.last.reason == problem["detail"]


def test_a_refusal_asks_for_a_token_as_http_wants(inbox):
    with closing(connect(inbox)) as connection:
        connection.request("POST", "/", b"")
        answer = connection.getresponse()
        answer.read()
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_repeated_delivery_is_refused(inbox):
    request = signed()
    assert deliver(inbox, request)[0] == 200
    assert deliver(inbox, request)[0] == 401
    assert inbox.last.reason.startswith("replay: ")


def test_chunked_bodies_are_put_together(inbox):
    assert deliver(inbox, signed(), body=iter([BODY[:5], BODY[5:]]))[0] == 200
    assert inbox.last.body == BODY


def test_a_connection_serves_several_deliveries(inbox):
    with closing(connect(inbox)) as connection:
        for _ in range(3):
            request = signed()
            connection.request("POST", "/", request.body, dict(request.headers))
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (200, b'{"verdict": "accepted"}')
    assert len(inbox) == 3


LARGE = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" + b"x" * 1001
CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        pytest.param(LARGE, 413, "larger than 1,000 bytes", id="large"),
        pytest.param(
            CHUNKED + b"3e8\r\n" + b"x" * 1000 + b"\r\n1\r\nx\r\n0\r\n\r\n",
            413,
            "larger",
            id="large in chunks",
        ),
        pytest.param(CHUNKED + b"x\r\n", 400, "its size", id="no chunk size"),
        pytest.param(CHUNKED + b"1\r\nxyz\r\n", 400, "longer than its size", id="long chunk"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nx", 400, "ended early", id="short body"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400, "whole number", id="negative"),
        pytest.param(
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
            400,
            "whole",
            id="two lengths",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
            400,
            "not told in one way",
            id="length and chunks",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400, "not told in one way", id="gzip"
        ),
        pytest.param(b"POST / HTTP/1.1\r\nno colon\r\n\r\n", 400, "Name: value", id="no header line"),
        pytest.param(b"hello\r\n\r\n", 400, "bad request", id="garbage"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400, "bad request", id="TLS"),
        pytest.param(b"POST / HTTP/2.0\r\n\r\n", 505, "http version", id="HTTP 2"),
        pytest.param(b"BREW / HTTP/1.1\r\n\r\n", 501, "not implemented", id="method"),
        pytest.param(b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414, "too long", id="long line"),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431, "too large", id="headers"),
    ],
)
def test_what_is_no_delivery_is_refused_and_kept(inbox, content, status, why):
    answer = raw(inbox, content)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"Connection: close" in answer
    assert inbox.last.verdict == "refused"
    assert why in inbox.last.reason
    assert inbox.last.verification is None
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["detail"] == inbox.last.reason
    assert deliver(inbox, signed())[0] == 200, "the next delivery is fine"


def test_it_prints_nothing(inbox, capfd):
    deliver(inbox, signed())
    raw(inbox, b"garbage\r\n\r\n")
    with socket.create_connection(("127.0.0.1", int(inbox.url.rpartition(":")[2]))) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nContent-")
    deliver(inbox, signed())
    assert capfd.readouterr() == ("", "")


def test_a_sender_that_waits_to_continue_is_let_through(inbox):
    request = signed()
    head = f"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: {len(BODY)}\r\nConnection: close\r\n"
    token = f"Authorization: {request.header('authorization')}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", int(inbox.url.rpartition(":")[2])), timeout=20) as connection:
        connection.sendall((head + token).encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        connection.sendall(BODY)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")


def test_many_senders_at_once_are_all_kept(inbox):
    statuses = []

    def send():
        statuses.extend(deliver(inbox, signed())[0] for _ in range(5))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 40
    assert len(inbox) == 40
    assert len(inbox.deliveries) == 40


# What it shows


def test_deliveries_are_a_dataframe(inbox):
    assert inbox.deliveries.empty
    deliver(inbox, signed(path="/hook?a=1"))
    deliver(inbox, signed(), body=b"changed")
    frame = inbox.deliveries
    assert list(frame.columns) == ["time", "method", "path", "verdict", "reason", "claims", "size", "body"]
    assert frame["verdict"].tolist() == ["accepted", "refused"]
    assert frame["path"].tolist() == ["/hook?a=1", "/hook"]
    assert frame["body"].tolist() == [BODY.decode(), "changed"]
    assert frame["size"].tolist() == [len(BODY), 7]
    assert frame["claims"][0]["api_key"] == "abcd1234"
    assert frame["time"].dt.tz is not None
    frame.loc[0, "verdict"] = "changed"
    assert inbox.deliveries["verdict"][0] == "accepted"


def test_the_card_counts_and_shows_the_last_checks(inbox):
    assert "Nothing has arrived yet." in inbox.card().text()
    deliver(inbox, signed())
    deliver(inbox, signed(), body=b"<b>changed</b>")
    bundle = inbox._repr_mimebundle_()
    for word in ("1 accepted", "1 refused", "listening", inbox.url):
        assert word in bundle["text/plain"]
        assert word in bundle["text/html"]
    assert "Checks of the last delivery" in bundle["text/html"]
    inbox.stop()
    assert "stopped" in inbox.card().text()


def test_a_secret_that_is_sent_by_mistake_is_not_shown(inbox):
    body = json.dumps({"secret": SECRET}).encode()
    deliver(inbox, signed(body=body, path=f"/{SECRET}?s={SECRET}"))
    deliver(inbox, signed(body=body, application_id=SECRET))
    shown = str(inbox.deliveries.to_dict()) + str(inbox._repr_mimebundle_()) + repr(inbox) + repr(inbox.last)
    shown += str([each._repr_mimebundle_() for each in inbox])
    assert SECRET not in shown
    assert inbox.last.body == body, "the delivery itself has what arrived"


def test_a_delivery_shows_its_verdict(inbox):
    deliver(inbox, signed(), body=b"changed")
    assert "payload hash" in inbox.last._repr_mimebundle_()["text/plain"]
    assert repr(inbox.last) == "<Delivery refused: POST, 7 bytes>"
    raw(inbox, b"garbage\r\n\r\n")
    assert "bad request" in inbox.last._repr_mimebundle_()["text/plain"]


# Its life


def test_wait_returns_when_enough_have_arrived(inbox):
    assert inbox.wait(1, timeout=0) is False
    threading.Timer(0.05, deliver, (inbox, signed())).start()
    assert inbox.wait(1, timeout=20) is True
    assert inbox.wait(len(inbox) + 1, timeout=0.01) is False


def test_a_stopped_receiver_frees_its_port_and_keeps_what_arrived():
    inbox = receiver(SECRET)
    request = sign(Request("POST", "/", body=BODY), secret=SECRET)
    with closing(connect(inbox)) as idle:
        idle.request("POST", "/", BODY, dict(request.headers))
        idle.getresponse().read()
        assert inbox.running
        inbox.stop()
        inbox.stop()
    assert not inbox.running
    assert inbox.last.verdict == "accepted"
    with pytest.raises(ConnectionError):
        deliver(inbox, request)
    again = receiver(SECRET, port=int(inbox.url.rpartition(":")[2]))
    again.stop()
    names = [thread.name for thread in threading.enumerate()]
    assert not any(name.startswith("hooknb-receiver") for name in names)


def test_a_taken_port_is_said():
    with receiver(SECRET) as inbox, pytest.raises(OSError, match=r"(?i)address already in use"):
        receiver(SECRET, port=int(inbox.url.rpartition(":")[2]))


def test_only_this_machine_can_reach_it(inbox):
    assert inbox.url.startswith("http://127.0.0.1:")


def test_a_fault_of_ours_is_shown_and_not_printed(capfd):
    with receiver(SECRET, clock=lambda: "noon") as inbox:
        assert raw(inbox, b"POST / HTTP/1.1\r\nConnection: close\r\n\r\n") == b""
        assert "could not be answered: TypeError" in inbox.card().text()
    assert capfd.readouterr() == ("", "")
