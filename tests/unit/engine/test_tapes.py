"""Which cassette a run uses: the node's own, the innermost `with`, the settings; here, and not elsewhere."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from server.offline import answering, run

import hooknb
from hooknb.errors import CassetteError

PLAIN = {"url": "https://api.example.com/n"}
OWN = PLAIN | {"cassette": "own.json"}


@pytest.fixture
def session(tmp_path):
    return hooknb.Session(hooknb.Settings(history="off"), directory=tmp_path)


def used(session, node=PLAIN):
    """Return the name and the mode of the cassette that a run uses now."""
    tape = session.tapes.of(hooknb.Node(**node))
    return None if tape is None else (tape.name, tape.mode)


def test_the_node_wins_over_with_and_that_over_the_settings(session):
    assert used(session) is None
    assert used(session, OWN) == ("own.json", "auto")
    session.settings = hooknb.Settings(history="off", cassette=" all.json ")
    assert used(session) == ("all.json", "auto")
    with session.cassette("with.json", "replay"):
        assert used(session) == ("with.json", "replay")
        assert used(session, OWN) == ("own.json", "auto")
        with session.cassette("inner.json"):
            assert used(session) == ("inner.json", "auto")
        assert used(session) == ("with.json", "replay")
    assert used(session) == ("all.json", "auto")


def test_a_with_for_the_nodes_own_file_gives_its_mode(session):
    with session.cassette("own.json", "record"), session.cassette("other.json"):
        assert used(session, OWN) == ("own.json", "record")


def test_to_record_anew_is_to_use_the_same_file(session):
    assert session.tapes.recording(hooknb.Node(**OWN)).name == "own.json"
    with session.cassette("with.json"), session.tapes.recording(hooknb.Node(**PLAIN)):
        assert used(session) == ("with.json", "record")
    with pytest.raises(CassetteError, match="none is named"):
        session.tapes.recording(hooknb.Node(**PLAIN))


def test_paths_are_relative_to_the_sessions_directory(session, tmp_path):
    run(session, OWN, answering())
    with session.cassette("a/../b/x.json"):
        run(session, PLAIN, answering())
    assert (tmp_path / "own.json").exists()
    assert (tmp_path / "b" / "x.json").exists()
    assert session.tapes.of(hooknb.Node(**OWN)) is session.tapes.of(hooknb.Node(**OWN))


def test_a_with_is_left_when_an_error_leaves_it(session):
    with pytest.raises(ZeroDivisionError), session.cassette("x.json"):
        raise ZeroDivisionError
    assert used(session) is None


def test_sessions_do_not_share_a_with(session):
    with session.cassette("x.json"):
        assert used(hooknb.Session()) is None


def test_the_same_cassette_can_be_entered_twice(session):
    with session.cassette("x.json") as tape:
        with tape:
            assert used(session) == ("x.json", "auto")
        assert used(session) == ("x.json", "auto")
    assert used(session) is None


def test_tasks_see_the_cassette_that_was_around_them_when_they_began(session):
    seen = {}
    entered, looked = asyncio.Event(), asyncio.Event()

    async def other():
        await entered.wait()
        seen["other"] = used(session)
        looked.set()

    async def look(name):
        seen[name] = used(session)

    async def main():
        before = asyncio.create_task(other())
        with session.cassette("x.json"):
            entered.set()
            await looked.wait()
            await asyncio.gather(look("gathered"), asyncio.create_task(look("task")))
            seen["thread"] = await asyncio.to_thread(used, session)
            late = asyncio.create_task(look("late"))
        await asyncio.gather(before, late)

    asyncio.run(main())
    inside = ("x.json", "auto")
    assert seen == {"other": None, "gathered": inside, "task": inside, "thread": inside, "late": inside}


def test_threads_that_were_started_within_see_it_and_others_do_not(session):
    ask, answer = threading.Event(), []

    def other():
        ask.wait(10)
        answer.append(used(session))

    before = threading.Thread(target=other)
    before.start()
    with session.cassette("x.json"):
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(used, [session] * 2)) == [("x.json", "auto")] * 2
        ask.set()
        before.join(10)
    assert answer == [None]
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(used, session).result() is None


def test_two_tasks_may_each_have_a_cassette_of_their_own(session, tmp_path):
    async def one(name):
        with session.cassette(f"{name}.json"):
            for _ in range(3):
                await asyncio.sleep(0)
                run(session, {"url": f"https://api.example.com/{name}"}, answering())

    async def main():
        await asyncio.gather(one("a"), one("b"))

    asyncio.run(main())
    for name in "ab":
        urls = [each.request.url for each in session.cassette(f"{name}.json").recordings()]
        assert urls == [f"https://api.example.com/{name}"] * 3


def test_background_runs_that_begin_within_are_recorded_when_they_end(session, playground):
    with session.cassette("x.json") as tape:
        pending = [session.start(f"GET {playground.url}/delay/0.{n}") for n in (2, 1, 3)]
    results = [each.result() for each in pending]
    assert {each.notes[-1].message for each in results} == {"recorded in x.json"}
    assert len(tape.recordings()) == 3


def test_many_threads_record_into_one_file_and_nothing_is_lost(session):
    with session.cassette("x.json") as tape, ThreadPoolExecutor(8) as pool:
        nodes = [{"url": f"https://api.example.com/{number}"} for number in range(40)]
        list(pool.map(lambda node: run(session, node, answering()), nodes))
    assert {each.request.url for each in tape.recordings()} == {node["url"] for node in nodes}


def test_the_shared_session_has_cassettes_too(tmp_path, playground):
    url = f"{playground.url}/user"
    with hooknb.cassette(tmp_path / "x.json") as tape:
        hooknb.run(f"GET {url}")
    assert isinstance(tape, hooknb.Cassette)
    with hooknb.cassette(tmp_path / "x.json", "replay"):
        assert hooknb.run(f"GET {url}").replayed
        assert asyncio.run(hooknb.arun(f"GET {url}")).replayed
        assert hooknb.start(f"GET {url}").result().replayed
    assert [each.path for each in playground.requests] == ["/user"]
