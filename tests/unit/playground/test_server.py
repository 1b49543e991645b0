"""Starting, stopping, connections, and clients that leave."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hooknb import playground as front
from hooknb.playground import Playground, Seen
from hooknb.playground.app import CHAPTERS

GET_USER = b"GET /user HTTP/1.1\r\nHost: x\r\n\r\n"
GET_DELAY = b"GET /delay/60 HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def fresh() -> Iterator[Playground]:
    """Return a playground of its own, for tests that stop it or leave connections behind."""
    with Playground() as playground:
        yield playground


def connected(playground: Playground) -> socket.socket:
    return socket.create_connection(("127.0.0.1", playground.port), timeout=20)


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that must happen; a test that waits 20 s has found that it does not."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


def has_ended(client: socket.socket) -> bool:
    """Return whether the other side ended the connection; over bytes that it had not read yet, it resets."""
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


def threads_of(playground: Playground) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith(f"hooknb-playground-{playground.port}")
    ]


def test_start_twice_gives_the_same_running_server() -> None:
    with front.start() as first:
        assert front.start() is first
        assert front.start(port=first.port) is first
    assert not first.running
    with front.start() as second:
        assert second is not first
        assert second.running


def test_start_on_another_port_is_another_server() -> None:
    with Playground() as probe:
        port = probe.port
    with front.start() as first, front.start(port=port) as second:
        assert (second.port, second is first) == (port, False)


def test_a_playground_of_ones_own_is_not_the_shared_one(fresh: Playground) -> None:
    with front.start() as shared:
        assert shared is not fresh


def test_stop_frees_the_port_and_joins_the_threads(fresh: Playground) -> None:
    idle, waiting = connected(fresh), connected(fresh)
    with idle, waiting:
        idle.sendall(GET_USER)
        assert idle.recv(12) == b"HTTP/1.1 200"
        waiting.sendall(GET_DELAY)
        until(lambda: len(threads_of(fresh)) == 3)
        fresh.stop()
        assert threads_of(fresh) == []
        assert has_ended(waiting)
    with Playground(fresh.port) as again:
        assert again.port == fresh.port
    fresh.stop()


def test_stop_ends_a_delay_behind_which_another_request_waits(fresh: Playground) -> None:
    with connected(fresh) as client:
        client.sendall(GET_DELAY)
        time.sleep(0.05)  # by now the server waits, and the next request arrives on its socket
        client.sendall(GET_USER)
        time.sleep(0.05)
        fresh.stop()
        assert [(seen.path, seen.status) for seen in fresh.requests] == [("/delay/60", None)]
        assert has_ended(client)


def test_stop_ends_a_body_that_is_being_sent(fresh: Playground) -> None:
    with connected(fresh) as dripping, connected(fresh) as stalled:
        dripping.sendall(b"GET /drip?duration=60&bytes=60 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert dripping.recv(12) == b"HTTP/1.1 200"
        stalled.sendall(b"GET /large?mb=64 HTTP/1.1\r\nHost: x\r\n\r\n")  # nobody reads it: its writer blocks
        until(lambda: len(fresh.requests) == 2)
        fresh.stop()
        assert threads_of(fresh) == []


def test_a_taken_port_is_named(fresh: Playground) -> None:
    with pytest.raises(OSError, match=f"port {fresh.port} cannot be used"):
        Playground(fresh.port)


@pytest.mark.parametrize("port", [-1, 65_536])
def test_what_is_no_port_is_named(port: int) -> None:
    with pytest.raises(ValueError, match=f"{port} is not a port"):
        front.start(port)


def test_one_connection_serves_many_requests(playground: Playground) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=20)
    connection.connect()
    ours = connection.sock
    paths = [
        "/user",
        "/status/204",
        "/status/304",
        "/nope",
        "/large?mb=0.01",
        "/status/205",
        "/gzip",
        "/truncated",
    ]
    try:
        for method in ("GET", "HEAD", "POST"):
            for path in paths[:-1]:
                connection.request(
                    method, path, body=b"a body that nobody wants" if method == "POST" else None
                )
                connection.getresponse().read()
                assert connection.sock is ours, f"{method} {path} ended the connection"
    finally:
        connection.close()


def test_requests_sent_at_once_are_answered_in_order(exchange: Callable[[bytes], bytes]) -> None:
    requests = b"".join(b"GET /users/%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in (3, 1, 2))
    answer = exchange(requests)
    assert [answer.index(b'"id": %d,' % number) for number in (3, 1, 2)] == sorted(
        answer.index(b'"id": %d,' % number) for number in (1, 2, 3)
    )
    assert answer.count(b"HTTP/1.1 200 OK") == 3


def test_a_request_that_is_already_here_does_not_cut_a_delay_short(wire: Callable[[], socket.socket]) -> None:
    client = wire()
    client.sendall(b"GET /delay/0.2 HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(0.05)  # by now the server waits, and the next request arrives on its socket
    client.sendall(GET_USER)
    answer = b""
    while b'"userId": 1' not in answer:
        answer += client.recv(65_536)
    assert b'"delay": 0.2' in answer


@pytest.mark.parametrize(
    ("request_", "ends"),
    [
        pytest.param(
            b"GET /user HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"Connection: close",
            id="1.1 close",
        ),
        pytest.param(b"GET /user HTTP/1.0\r\n\r\n", b"Connection: close", id="1.0"),
        pytest.param(b"GET /large?mb=0.001 HTTP/1.0\r\n\r\n", b"\n]\n", id="1.0 stream"),
        pytest.param(b"GET /truncated HTTP/1.1\r\nHost: x\r\n\r\n", b'"Ada"', id="truncated"),
        pytest.param(b"nonsense\r\n\r\n" + GET_USER, b"application/problem+json", id="nonsense"),
    ],
)
def test_the_server_ends_the_connection_when_it_must(
    wire: Callable[[], socket.socket], request_: bytes, ends: bytes
) -> None:
    client = wire()
    client.sendall(request_)
    answer = b"".join(iter(lambda: client.recv(65_536), b""))  # returns only because the server ends it
    assert ends in answer
    assert answer.count(b"HTTP/1.1 ") == 1


def test_http_1_0_may_ask_to_stay(wire: Callable[[], socket.socket]) -> None:
    client = wire()
    for _ in range(2):
        client.sendall(b"GET /ip HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        answer = b""
        while not answer.endswith(b"}"):
            answer += client.recv(1_000)
        assert b"Connection: keep-alive\r\n" in answer


def test_a_refusal_reaches_a_client_that_is_still_sending(wire: Callable[[], socket.socket]) -> None:
    client = wire()
    client.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
    for _ in range(30):
        client.sendall(b"x" * 100_000)  # fails at once over a connection that was reset
        time.sleep(0.002)
    assert client.recv(12) == b"HTTP/1.1 413"


def test_a_client_that_waits_is_told_to_go_ahead(wire: Callable[[], socket.socket]) -> None:
    client = wire()
    client.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    assert client.recv(1_000) == b"HTTP/1.1 100 Continue\r\n\r\n"
    client.sendall(b"ok")
    assert client.recv(12) == b"HTTP/1.1 200"


def test_many_clients_at_once_each_get_their_own_answer(playground: Playground) -> None:
    def ask(number: int) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=20)
        try:
            connection.request("POST", f"/echo?n={number}", body=f"body {number}")
            answer = connection.getresponse().read()
            return f'"args": [["n", "{number}"]]'.encode() in answer and f'"body {number}"'.encode() in answer
        finally:
            connection.close()

    with ThreadPoolExecutor(40) as pool:
        assert all(pool.map(ask, range(200)))
    assert len(playground.requests) == 200


def test_one_who_waits_does_not_keep_others_waiting(fresh: Playground) -> None:
    with connected(fresh) as patient, connected(fresh) as other:
        patient.sendall(GET_DELAY)
        other.sendall(GET_USER)
        assert other.recv(12) == b"HTTP/1.1 200"
        assert [seen.path for seen in fresh.requests] == ["/user"]


def reset_by_client(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    client.close()


@pytest.mark.parametrize("leave", [socket.socket.close, reset_by_client], ids=["closes", "resets"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="without a word"),
        pytest.param(b"GET /us", id="in the first line"),
        pytest.param(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab", id="in the body"),
        pytest.param(GET_USER, id="before the answer"),
        pytest.param(GET_DELAY, id="while waiting"),
        pytest.param(b"GET /drip?duration=60 HTTP/1.1\r\nHost: x\r\n\r\n", id="while it drips"),
        pytest.param(b"GET /large?mb=64 HTTP/1.1\r\nHost: x\r\n\r\n", id="in a large answer"),
        pytest.param(b"nonsense\r\n", id="after nonsense"),
    ],
)
def test_a_client_that_leaves_prints_nothing_and_frees_its_thread(
    fresh: Playground, capfd: pytest.CaptureFixture[str], data: bytes, leave: Callable[[socket.socket], None]
) -> None:
    client = connected(fresh)
    client.sendall(data)
    until(lambda: len(threads_of(fresh)) == 2 or bool(fresh.requests))
    leave(client)
    until(lambda: len(threads_of(fresh)) == 1)
    assert capfd.readouterr() == ("", "")


def test_a_request_nobody_waited_for_has_no_status(fresh: Playground) -> None:
    with connected(fresh) as client:
        client.sendall(GET_DELAY)
    until(lambda: bool(fresh.requests))
    assert [(seen.method, seen.path, seen.status) for seen in fresh.requests] == [("GET", "/delay/60", None)]


def test_the_requests_are_kept_with_method_path_and_status(playground: Playground, ask) -> None:
    ask("GET", "/users/7?x=1")
    ask("DELETE", "/nope")
    seen = playground.requests
    assert [(row.method, row.path, row.status) for row in seen] == [
        ("GET", "/users/7?x=1", 200),
        ("DELETE", "/nope", 404),
    ]
    assert all(isinstance(row, Seen) and row.time.utcoffset() == timedelta(0) for row in seen)


def test_only_the_latest_requests_are_kept(playground: Playground) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=20)
    try:
        for number in range(1_010):
            connection.request("HEAD", f"/ip?{number}")
            connection.getresponse().read()
    finally:
        connection.close()
    assert [playground.requests[0].path, len(playground.requests)] == ["/ip?10", 1_000]


def test_a_mistake_of_ours_is_a_500_and_the_next_request_is_fine(
    playground: Playground, ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("hooknb.playground.data.todo", lambda number: 1 / 0)
    assert (ask("GET", "/user").status, ask("GET", "/note").status) == (500, 200)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("render", [repr, lambda playground: playground._repr_html_()], ids=["text", "HTML"])
def test_the_playground_shows_its_url_and_every_address(
    fresh: Playground, render: Callable[[Playground], str]
) -> None:
    shown = render(fresh)
    assert fresh.url in shown
    assert "running" in shown
    templates = [endpoint.template for chapter in CHAPTERS for endpoint in chapter.endpoints]
    assert [template for template in templates if template not in shown] == []
    fresh.stop()
    assert "stopped" in render(fresh)


def test_the_html_needs_neither_style_sheets_nor_scripts(playground: Playground) -> None:
    html = playground._repr_html_()
    assert not any(word in html for word in ("<style", "<script", "class=", " id=", "onclick"))
    assert "?count=2&amp;attributes=yes" in html


def test_importing_the_folder_loads_no_server() -> None:
    code = (
        "import sys, hooknb.playground; before = set(sys.modules); "
        "assert 'hooknb.playground.server' not in before and 'http.server' not in before; "
        "assert {'Playground', 'Seen', 'start'} <= set(dir(hooknb.playground)); hooknb.playground.start; "
        "assert 'hooknb.playground.server' in sys.modules; "
        "print(sorted({name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names - {'hooknb'}))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, env=_environment()
    )
    assert (done.stdout.strip(), done.stderr) == ("['__main__']", "")


def test_a_name_that_the_folder_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'strat'"):
        front.strat  # noqa: B018


def test_the_command_serves_until_it_is_interrupted() -> None:
    command = [sys.executable, "-W", "error", "-m", "hooknb.playground", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline().decode().split()
        host, port = first[2].removeprefix("http://").split(":")
        rest = b"".join(iter(process.stdout.readline, b"Ctrl-C stops it.\n"))
        connection = http.client.HTTPConnection(host, int(port), timeout=20)
        connection.request("GET", "/note")
        status = connection.getresponse().status
        connection.close()
        process.send_signal(2)
        out, err = process.communicate(timeout=20)
    assert (status, b"/status/{code}" in rest, out, err, process.returncode) == (200, True, b"", b"", 0)


def test_the_command_says_when_a_port_is_taken(fresh: Playground) -> None:
    command = [sys.executable, "-m", "hooknb.playground", "--port", str(fresh.port)]
    done = subprocess.run(command, capture_output=True, text=True, env=_environment())
    assert done.returncode == 2
    assert f"port {fresh.port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
