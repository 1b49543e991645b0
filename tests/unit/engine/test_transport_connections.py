"""Connections: kept for the next request when they are clean, never lent twice, never lost."""

import asyncio
import contextlib
import gc
import os
import socket
import threading
from types import SimpleNamespace

import pytest
from server.chaos import ChaosServer, answer, says

from hooknb.core.exchange import Request
from hooknb.engine import loop
from hooknb.engine.leg import Leg
from hooknb.engine.transport import SendSettings, close, counts, send

FDS = "/proc/self/fd"


def test_a_connection_is_used_again(exchange):
    with ChaosServer() as server:
        for _ in range(5):
            assert exchange(Request("GET", server.url())).failure is None
        assert server.connections == 1


def test_a_connection_with_a_large_body_is_used_again(exchange):
    with ChaosServer(large=says(answer(b"x" * 300_000))) as server:
        for _ in range(3):
            assert len(exchange(Request("GET", server.url(path="large"))).response.body) == 300_000
        assert server.connections == 1


@pytest.mark.parametrize("path", ["extra_bytes", "second_answer", "body_with_204", "body_with_304"])
def test_answers_do_not_shift_by_one(exchange, path):
    with ChaosServer() as server:
        exchange(Request("GET", server.url(path=path)))
        assert exchange(Request("GET", server.url())).response.body == b'{"ok": true}'
        assert server.connections == 2


def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next_one(exchange):
    sent = threading.Event()

    def late(wire):
        wire.send(answer(b"mine"))
        threading.Timer(0.05, lambda: (wire.send(answer(b"another's")), sent.set())).start()

    with ChaosServer(late=late) as server:
        assert exchange(Request("GET", server.url(path="late"))).response.body == b"mine"
        assert sent.wait(5)
        assert exchange(Request("GET", server.url())).response.body == b'{"ok": true}'


def test_a_connection_closed_while_idle_is_replaced_unseen(exchange):
    with ChaosServer(once=says(answer(), then="close")) as server:
        for method in ("GET", "POST", "POST"):
            sent = exchange(Request(method, server.url(path="once")))
            assert (sent.failure, sent.sent) == (None, 1)
            wait_until(lambda: server.open_connections == 0)
        assert len(server.requests) == 3


def test_a_get_is_sent_again_when_the_kept_connection_closes_at_that_moment(exchange):
    with ChaosServer(closes=closing_at_reuse()) as server:
        exchange(Request("GET", server.url()))
        sent = exchange(Request("GET", server.url(path="closes")))
        assert sent.failure is None
        assert sent.response.body == b"second try"
        assert sent.sent == len(server.arrived("closes")) == 2


def test_a_post_is_not_sent_again_when_the_kept_connection_closes_at_that_moment(exchange):
    with ChaosServer(closes=closing_at_reuse()) as server:
        exchange(Request("GET", server.url()))
        sent = exchange(Request("POST", server.url(path="closes"), body=b"pay"))
        assert sent.failure.kind == "connect"
        assert "kept" in sent.failure.message
        assert sent.sent == len(server.arrived("closes")) == 1


def test_a_get_is_not_sent_again_once_an_answer_began(exchange):
    with ChaosServer() as server:
        exchange(Request("GET", server.url()))
        sent = exchange(Request("GET", server.url(path="close_in_headers")))
        assert sent.failure.kind == "protocol"
        assert sent.sent == len(server.arrived("close_in_headers")) == 1


def test_a_get_is_not_sent_again_on_a_new_connection(exchange):
    with ChaosServer() as server:
        sent = exchange(Request("GET", server.url(path="close_before_headers")))
        assert sent.failure.kind == "connect"
        assert sent.sent == len(server.arrived("close_before_headers")) == 1


def test_many_at_a_time_each_have_a_connection_to_themselves(exchange):
    gate = threading.Barrier(20)

    def together(wire):
        gate.wait(10)
        wire.send(answer(wire.request.split(b" ")[1]))

    async def all_of_them(server):
        requests = [Request("GET", server.url(path=f"together?{number}")) for number in range(20)]
        return await asyncio.gather(*(send(request, timeout=10) for request in requests))

    with ChaosServer(together=together) as server:
        for _ in range(2):
            answers = loop.wait(loop.submit(all_of_them(server)))
            assert [sent.response.body.decode() for sent in answers] == [f"/together?{n}" for n in range(20)]
        assert server.connections == 20


def test_other_settings_have_other_connections(exchange, chaos, authority_file):
    url = chaos.url("tls_good")
    assert exchange(Request("GET", url), settings=SendSettings(verify=str(authority_file))).failure is None
    assert exchange(Request("GET", url)).failure.kind == "tls"


@pytest.mark.skipif(not os.path.isdir(FDS), reason="counts open files in /proc")
def test_fifty_good_requests_after_a_thousand_cancelled_ones(exchange):
    async def cancelled_and_good(server):
        for phase in ("connect", "headers", "body", "tls"):
            for _ in range(5):
                await cancelled(server, phase, 50)
        assert counts().lent == 0
        good = await asyncio.gather(*(send(Request("GET", server.url()), timeout=10) for _ in range(50)))
        await close()
        return [sent.response.body if sent.response else sent.failure for sent in good]

    with ChaosServer() as server:
        exchange(Request("GET", server.url()))
        loop.wait(loop.submit(close()))
        wait_until(lambda: server.open_connections == 0)
        files, threads = open_files(), threads_of_ours()
        bodies = loop.wait(loop.submit(cancelled_and_good(server)))
        assert bodies == [b'{"ok": true}'] * 50
        assert loop.wait(loop.submit(other_tasks())) == []
        wait_until(lambda: server.open_connections == 0)
        gc.collect()
        wait_until(lambda: open_files() <= files)
        assert len(threads_of_ours()) <= len(threads)


async def cancelled(server: ChaosServer, phase: str, number: int) -> None:
    place, path = {
        "connect": ("full", ""),
        "headers": ("http", "header_stall"),
        "body": ("http", "body_stall"),
        "tls": ("tls_stall", ""),
    }[phase]
    request = Request("GET", server.url(place, path))
    tasks = [asyncio.ensure_future(send(request, timeout=30)) for _ in range(number)]
    await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(each, asyncio.CancelledError) for each in outcomes)


async def other_tasks() -> list[str]:
    await asyncio.sleep(0.05)
    return [str(task) for task in asyncio.all_tasks() - {asyncio.current_task()}]


def test_two_cancellations_at_once_leave_nothing_open(exchange):
    async def twice(server):
        task = asyncio.ensure_future(send(Request("GET", server.url(path="header_stall")), timeout=30))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.05)
        return counts()

    with ChaosServer() as server:
        left = loop.wait(loop.submit(twice(server)))
        assert (left.lent, left.idle, left.closing) == (0, 0, 0)
        wait_until(lambda: server.open_connections == 0)


@pytest.mark.parametrize("asked", [True, False])
def test_a_cancellation_that_connecting_swallowed_counts_as_soon_as_it_is_connected(asked):
    async def story():
        task, connected = asyncio.current_task(), object()
        leg = Leg(Request("GET", "http://a.invalid/"), None, "/", None)
        leg.connection = SimpleNamespace(raw=None)
        if asked:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError) if asked else contextlib.nullcontext():
            await leg.trace("connection.connect_tcp.complete", {"return_value": connected})
        assert leg.connection.raw is connected
        return "the job goes on"

    assert loop.wait(loop.submit(story())) == "the job goes on"


def test_old_idle_connections_are_closed(exchange, monkeypatch):
    monkeypatch.setattr("hooknb.engine.leases.IDLE_SECONDS", 0.05)
    with ChaosServer() as server:
        exchange(Request("GET", server.url()))
        wait_until(lambda: server.open_connections == 0)


def test_idle_connections_are_few(exchange, monkeypatch):
    monkeypatch.setattr("hooknb.engine.leases._MOST_IDLE", 3)

    async def ten(server):
        await asyncio.gather(*(send(Request("GET", server.url()), timeout=10) for _ in range(10)))
        return counts().idle

    with ChaosServer() as server:
        assert loop.wait(loop.submit(ten(server))) == 3
        wait_until(lambda: server.open_connections == 3)


def test_a_slow_name_does_not_hold_up_others(exchange, monkeypatch):
    looked_up = threading.Event()
    look_up = socket.getaddrinfo

    def slow(host, *args, **kwargs):
        if host in ("slow.invalid", b"slow.invalid"):
            looked_up.wait(10)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    async def both(server):
        slow_ones = [send(Request("GET", "http://slow.invalid/"), timeout=0.3) for _ in range(40)]
        late = asyncio.gather(*slow_ones)
        port = server.url().rpartition(":")[2]
        quick = await send(Request("GET", f"http://localhost:{port}"), timeout=5)
        return quick, await late

    with ChaosServer() as server:
        quick, late = loop.wait(loop.submit(both(server)))
        looked_up.set()
        assert quick.failure is None
        assert {sent.failure.kind for sent in late} == {"timeout"}


def closing_at_reuse():
    """Return a behaviour that closes the first time it is asked and answers the second time."""
    asked = []

    def closes(wire):
        asked.append(1)
        if len(asked) == 1:
            wire.close()
        else:
            wire.send(answer(b"second try"))

    return closes


def wait_until(condition) -> None:
    for _ in range(500):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never came to that")


def open_files() -> int:
    return len(os.listdir(FDS))


def threads_of_ours() -> list[str]:
    return sorted(thread.name for thread in threading.enumerate() if thread.name.startswith("hooknb"))
