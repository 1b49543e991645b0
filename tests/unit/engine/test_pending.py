"""Background runs: their state, their end, and what they leave behind."""

import asyncio
import gc
import threading
import weakref

import pytest

import hooknb


@pytest.fixture
def session():
    return hooknb.Session()


def test_it_is_running_until_it_is_done(playground, session):
    pending = session.start(f"GET {playground.url}/delay/0.3\n[Mapping]\nD?: nothing")
    assert (pending.state, pending.output, pending.done()) == ("running", "default", False)
    assert "running" in pending.card().text()
    result = pending.result()
    assert (pending.state, result.status, pending.done()) == ("done", 200, True)
    assert pending.card().text() == result.card().text()
    assert pending.elapsed == result.elapsed


def test_waiting_may_end_before_the_run(playground, session):
    pending = session.start(f"GET {playground.url}/delay/0.5")
    with pytest.raises(TimeoutError, match="still under way"):
        pending.result(timeout=0.05)
    assert pending.result().status == 200


def test_a_failed_run_is_a_result_too(playground, session):
    pending = session.start(f"GET {playground.url}/status/500")
    assert pending.result().failed
    assert pending.state == "failed"


def test_what_it_brings_is_remembered_without_anybody_waiting(playground, session):
    remembered = threading.Event()
    pending = session.start(f"GET {playground.url}/user\n[Mapping]\nWHO: data.userId\n[Status]\nsave: CODE")
    pending.add_done_callback(lambda ended: remembered.set())
    assert remembered.wait(10)
    assert (session.parameters["WHO"], session.parameters["CODE"]) == (1, 200)
    assert session.history["status"].tolist() == [200]
    assert session.pending["state"].tolist() == ["done"]


def test_cancel_gives_a_result_that_says_so(playground, session):
    pending = session.start(f"GET {playground.url}/delay/9")
    assert pending.cancel()
    result = pending.result(5)
    assert (result.failure.kind, pending.state, result.failed) == ("cancelled", "cancelled", True)
    assert not pending.cancel()
    assert session.history["why"].str.startswith("cancelled").tolist() == [True]


def test_a_callback_holds_nobody_up(playground, session):
    said, ended = [], threading.Event()

    def look(first):
        said.append(first.result().status)
        other = session.start(f"GET {playground.url}/delay/9")
        with pytest.raises(RuntimeError, match="cannot wait for itself"):
            other.result()
        assert not other._entered.is_set()
        other.cancel()
        # The loop cannot turn before the callback is done; whoever waited would have waited in vain.
        assert not other._entered.is_set()
        other.add_done_callback(lambda last: (said.append(last.state), ended.set()))

    session.start(f"GET {playground.url}/user").add_done_callback(look)
    assert ended.wait(10)
    assert said == [200, "cancelled"]


def test_a_wrong_definition_is_raised_before_anything_starts(session):
    with pytest.raises(hooknb.MissingParameterError):
        session.start("GET https://x.org/$ID")
    assert len(session.pending) == 0


def test_a_defect_is_never_lost_in_silence(playground, session):
    def broken(result):
        raise RuntimeError("a defect")

    session.remember = broken
    pending = session.start(f"GET {playground.url}/user")
    with pytest.raises(RuntimeError, match="a defect"):
        pending.result()
    assert pending.state == "broken"
    assert "a defect" in pending.card().text()


def test_many_can_be_awaited_in_a_script(playground, session):
    async def main():
        pending = [session.start(f"GET {playground.url}/delay/0.2") for _ in range(30)]
        return [(await each).status for each in pending]

    assert asyncio.run(main()) == [200] * 30


def test_of_ended_runs_the_session_keeps_the_rows_alone(playground, session):
    session.keep(hooknb.Node(f"{playground.url}/user", name="user"))
    pending = session.start("user")
    pending.result()
    session.last.clear()
    session.log.store.flush()
    result, pending = weakref.ref(pending.result()), weakref.ref(pending)
    wait_until_gone(result, pending)
    assert session.pending[["node", "state", "output"]].to_numpy().tolist() == [["user", "done", "default"]]


def wait_until_gone(*references):
    """The thread that did the work forgets it a moment later than it says so."""
    for _ in range(500):
        gc.collect()
        if not any(reference() for reference in references):
            return
        threading.Event().wait(0.01)
    raise AssertionError([gc.get_referrers(reference()) for reference in references if reference()])


def test_of_too_many_runs_the_oldest_ended_ones_go(playground, session, monkeypatch):
    monkeypatch.setattr("hooknb.engine.pending._KEPT", 3)
    running = session.start(f"GET {playground.url}/delay/5?first")
    for number in range(4):
        session.start(f"GET {playground.url}/user?n={number}").result()
    assert [url.rpartition("?")[2] for url in session.pending["url"]] == ["first", "n=2", "n=3"]
    running.cancel()
    running.result()
    assert session.pending["state"].tolist() == ["cancelled", "done", "done"]


def test_secrets_do_not_show_while_it_runs(playground, session, monkeypatch):
    monkeypatch.setenv("DEMO_TOKEN", "s3cret-token-value")
    pending = session.start(f"GET {playground.url}/delay/0.3?k=$T\n[Secrets]\nT: env DEMO_TOKEN")
    shown = [repr(pending), pending.card().html(), session.pending.to_string()]
    pending.result()
    assert [text for text in shown if "s3cret" in text] == []
