"""The background loop: results and errors cross, interrupts get through, nothing hangs or complains."""

import asyncio
import concurrent.futures
import contextlib
import contextvars
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import traceback

import pytest

from hooknb.engine import loop
from hooknb.engine.threads import DaemonThreads

NAME = contextvars.ContextVar("NAME", default="nobody")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(__file__))))


async def failing():
    await asyncio.sleep(0)
    raise LookupError("nothing there")


class Stubborn:
    """A job that notes its cancellation and answers nevertheless."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.began, self.ended = threading.Event(), threading.Event()
        self.cancellations = 0
        self.seconds = seconds

    async def work(self):
        self.began.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.cancellations += 1
            await asyncio.sleep(self.seconds)
            return "cancelled, noted"
        finally:
            self.ended.set()


def test_a_result_comes_back():
    assert loop.wait(loop.submit(asyncio.sleep(0, "done"))) == "done"


def test_an_error_comes_back_with_its_own_traceback():
    with pytest.raises(LookupError, match="nothing there") as caught:
        loop.wait(loop.submit(failing()))
    files = [frame.filename for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert files[-1] == __file__
    assert not [name for name in files if "asyncio" in name or "concurrent" in name]
    assert caught.value.__context__ is None


def test_every_job_has_the_same_thread_and_it_is_no_obstacle_to_exit():
    async def thread():
        return threading.current_thread()

    first, second = (loop.wait(loop.submit(thread())) for _ in range(2))
    assert first is second
    assert first.daemon


def test_a_job_sees_the_callers_context_and_does_not_change_it():
    async def rename():
        seen = NAME.get()
        NAME.set("job")
        return seen

    NAME.set("caller")
    assert loop.wait(loop.submit(rename())) == "caller"
    assert NAME.get() == "caller"


def test_a_wait_ends_at_once_when_the_job_does():
    began = time.monotonic()
    assert loop.wait(loop.submit(asyncio.sleep(0.01, "done")), tick=60) == "done"
    assert time.monotonic() - began < 30


def test_an_interrupt_cancels_the_job_and_waits_until_it_is_gone():
    job = Stubborn()
    submitted = loop.submit(job.work())
    assert job.began.wait(5)
    threading.Timer(0.05, lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        loop.wait(submitted)
    assert job.ended.is_set()
    assert submitted.result() == "cancelled, noted"


def test_cancelling_lets_the_job_answer():
    job = Stubborn()
    submitted = loop.submit(job.work())
    assert job.began.wait(5)
    assert submitted.cancel()
    assert loop.wait(submitted) == "cancelled, noted"
    assert not submitted.cancel()


def test_a_job_that_is_cancelled_at_once_begins_and_answers():
    busy = threading.Event()

    async def keep_busy():
        busy.wait(5)

    loop.submit(keep_busy())
    job = Stubborn()
    submitted = loop.submit(job.work())
    submitted.cancel()
    busy.set()
    assert loop.wait(submitted) == "cancelled, noted"


def test_cancelling_twice_does_not_disturb_the_cleaning_up():
    job = Stubborn(seconds=0.1)
    submitted = loop.submit(job.work())
    assert job.began.wait(5)
    submitted.cancel()
    while not job.cancellations:
        time.sleep(0.001)
    submitted.cancel()
    assert loop.wait(submitted) == "cancelled, noted"
    assert job.cancellations == 1


def test_a_job_that_cancels_itself_meanwhile_can_be_cancelled():
    """As connecting does, when one of several addresses has answered."""
    began = threading.Event()

    async def work():
        asyncio.current_task().cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0)
        began.set()
        await asyncio.sleep(5)
        return "not cancelled"

    submitted = loop.submit(work())
    assert began.wait(5)
    submitted.cancel()
    with pytest.raises(concurrent.futures.CancelledError):
        loop.wait(submitted)


def test_a_job_that_gives_in_is_cancelled():
    submitted = loop.submit(asyncio.sleep(60))
    submitted.cancel()
    with pytest.raises(concurrent.futures.CancelledError):
        loop.wait(submitted)
    assert submitted.cancelled()


def test_a_job_that_exits_does_not_end_the_loop():
    async def leave():
        sys.exit(3)

    with pytest.raises(SystemExit):
        loop.wait(loop.submit(leave()))
    assert loop.wait(loop.submit(asyncio.sleep(0, "still here"))) == "still here"


def test_the_loop_cannot_wait_for_itself():
    async def nested():
        inner = loop.submit(asyncio.sleep(0))
        try:
            loop.wait(inner)
        finally:
            await asyncio.wrap_future(inner)

    with pytest.raises(RuntimeError, match="cannot wait for itself"):
        loop.wait(loop.submit(nested()))


def test_another_loop_can_await_a_job():
    async def main():
        with pytest.raises(LookupError, match="nothing there"):
            await loop.await_ticking(loop.submit(failing()))
        return await loop.await_ticking(loop.submit(asyncio.sleep(0.01, "done")), tick=60)

    assert asyncio.run(main()) == "done"


def test_cancelling_whoever_awaits_cancels_the_job():
    job = Stubborn()

    async def main():
        waiting = asyncio.ensure_future(loop.await_ticking(loop.submit(job.work())))
        await asyncio.to_thread(job.began.wait, 5)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return job.ended.is_set()

    assert asyncio.run(main())


def test_a_waiting_loop_turns_every_tick():
    async def main():
        turning = asyncio.get_running_loop()
        before = turning._selector.select.calls
        await loop.await_ticking(loop.submit(asyncio.sleep(0.2)), tick=0.02)
        return turning._selector.select.calls - before

    class Counting(asyncio.SelectorEventLoop):
        def __init__(self):
            super().__init__()
            select = self._selector.select

            def counted(timeout):
                counted.calls += 1
                return select(timeout)

            counted.calls = 0
            self._selector.select = counted

    with asyncio.Runner(loop_factory=Counting) as runner:
        assert runner.run(main()) >= 5


def test_a_loop_that_is_gone_is_not_called_back(caplog):
    gate = threading.Event()

    async def abandoned():
        task = asyncio.ensure_future(loop.await_ticking(submitted))
        await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    submitted = loop.submit(asyncio.to_thread(gate.wait, 5))
    asyncio.run(abandoned())
    gate.set()
    with pytest.raises(concurrent.futures.CancelledError):
        loop.wait(submitted)
    assert caplog.text == ""


def test_stopping_closes_what_was_registered_and_cancels_what_runs(monkeypatch):
    closed = []
    monkeypatch.setattr(loop, "_closers", [*loop._closers])

    @loop.at_stop
    async def close():
        closed.append(threading.current_thread().name)

    running = loop.submit(asyncio.sleep(60))
    loop.stop()
    assert running.cancelled()
    assert closed == ["hooknb-loop"]
    assert loop.wait(loop.submit(asyncio.sleep(0, "anew"))) == "anew"


SCRIPTS = {
    "exit-idle": """
        loop.wait(loop.submit(asyncio.sleep(0)))
    """,
    "exit-while-busy": """
        loop.submit(asyncio.sleep(60))
    """,
    "exit-in-a-slow-call": """
        loop.submit(asyncio.to_thread(time.sleep, 60))
        time.sleep(0.1)
    """,
    "exit-while-it-blocks": """
        async def block():
            time.sleep(60)
        loop.submit(block())
        time.sleep(0.1)
    """,
    "exit-by-error": """
        loop.submit(asyncio.sleep(60))
        sys.exit(0)
    """,
    "exit-with-connections": """
        from hooknb.core.exchange import Request
        from hooknb.engine.transport import send
        with socket.create_server(("127.0.0.1", 0)) as server:
            url = f"http://127.0.0.1:{server.getsockname()[1]}/"
            threading.Thread(target=serve, args=(server,), daemon=True).start()
            for _ in range(2):
                assert loop.wait(loop.submit(send(Request("GET", url), timeout=5))).failure is None
            loop.submit(send(Request("GET", url + "stall"), timeout=60))
            time.sleep(0.1)
    """,
    "submit-after-the-end": """
        @atexit.register
        def late():
            try:
                loop.wait(loop.submit(asyncio.sleep(0)), tick=0.1)
            except RuntimeError:
                pass
        import hooknb.engine.loop
        loop.wait(loop.submit(asyncio.sleep(0)))
    """,
    "fork": """
        loop.wait(loop.submit(asyncio.sleep(0)))
        busy = loop.submit(asyncio.sleep(0.3, "parent"))
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
        if child == 0:
            assert loop.wait(loop.submit(asyncio.sleep(0, "child"))) == "child"
            sys.exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert loop.wait(busy) == "parent"
    """,
    "uvloop-elsewhere": """
        warnings.simplefilter("ignore")
        class Policy(asyncio.DefaultEventLoopPolicy):
            def new_event_loop(self):
                raise AssertionError("hooknb takes a plain loop, whatever the notebook's policy is")
        asyncio.set_event_loop_policy(Policy())
        assert loop.wait(loop.submit(asyncio.sleep(0, "done"))) == "done"
    """,
}
PREAMBLE = """
import asyncio, atexit, os, socket, sys, threading, time, warnings
from hooknb.engine import loop

def serve(server):
    while True:
        connection, _ = server.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()

def answer(connection):
    while b"stall" not in connection.recv(65536):
        connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n")
"""


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_ends_in_silence(name):
    if name == "fork" and not hasattr(os, "fork"):
        pytest.skip("there is no fork on this system")
    script = PREAMBLE + textwrap.dedent(SCRIPTS[name])
    command = [sys.executable, "-X", "dev", "-c", script]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": ROOT}, capture_output=True, text=True, timeout=30
    )
    # On a busy machine the first request's imports are worth a remark to asyncio's debug mode.
    complaints = [line for line in ended.stderr.splitlines() if not line.startswith("Executing <")]
    assert (ended.returncode, ended.stdout, complaints) == (0, "", [])


def test_calls_run_in_as_many_threads_as_there_may_be():
    threads, gate = DaemonThreads(3), threading.Event()
    names = [threads.submit(lambda: (gate.wait(5), threading.current_thread())[1]) for _ in range(9)]
    gate.set()
    used = {future.result(5) for future in names}
    assert 1 <= len(used) <= 3
    assert all(thread.daemon for thread in used)
    threads.shutdown()
    for thread in used:
        thread.join(5)
        assert not thread.is_alive()


def test_idle_threads_are_used_again():
    threads = DaemonThreads(8)
    used = set()
    for _ in range(20):
        used.add(threads.submit(threading.current_thread).result(5))
        time.sleep(0.002)
    assert len(used) <= 2
    threads.shutdown()


def test_a_call_that_fails_fails_for_whoever_waits():
    threads = DaemonThreads(1)
    with pytest.raises(ZeroDivisionError):
        threads.submit(lambda: 1 / 0).result(5)
    assert threads.submit(lambda: "still here").result(5) == "still here"
    threads.shutdown()


def test_a_call_cancelled_in_time_is_never_made():
    threads, gate, made = DaemonThreads(1), threading.Event(), []
    threads.submit(gate.wait, 5)
    waiting = threads.submit(made.append, "made")
    assert waiting.cancel()
    gate.set()
    assert threads.submit(lambda: "next").result(5) == "next"
    assert made == []
    threads.shutdown()
