"""Cassettes at work: what is recorded, what is replayed in which mode, and what is raised before the wire."""

import json

import pytest
from server.offline import answering, concluded, run

import hooknb
from hooknb.core.exchange import Failure
from hooknb.engine import cassette_file
from hooknb.errors import CassetteError, MissingParameterError, ParameterError

USER = "https://api.example.com/users/$ID"
PLAIN = {"url": "https://api.example.com/n"}
TOKEN = "s3cret-token-Value99"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tapes" / "x.json"


def started(**options):
    """Return a session as a new kernel has it."""
    return hooknb.Session(hooknb.Settings(history="off"), **options)


def counting(start=1):
    """Return a transport that numbers its answers."""
    numbers = iter(range(start, 100))
    return lambda request: answering(json.dumps({"n": next(numbers)}).encode())(request)


def recorded(path):
    return [json.loads(each.response.body)["n"] for each in started().cassette(path).recordings()]


def record(path, *nodes, transport=None):
    session, transport = started(), transport or counting()
    with session.cassette(path, "record"):
        return [run(session, node, transport) for node in nodes or [PLAIN]]


def test_what_was_recorded_is_replayed_without_sending(path):
    node = {"url": USER, "mapping": {"NAME": "name"}, "routes": {"200": "found"}, "status_parameter": "CODE"}
    session = started()
    with session.cassette(path):
        sent = run(session, node, answering(b'{"name": "Ada"}'), ID=7)
    session = started()
    with session.cassette(path) as tape:
        result = run(session, node, ID=7)
    assert (sent.replayed, result.replayed) == (False, True)
    assert (result.data, result.values, result.output) == ({"name": "Ada"}, {"NAME": "Ada"}, "found")
    assert (session.parameters["NAME"], session.parameters["CODE"]) == ("Ada", 200)
    assert session.history["why"].tolist() == ["code 200 (replayed)"]
    assert "recorded in" in sent.card().text(10_000)
    assert f"replayed from {tape.name}: recorded 20" in result.card().text(10_000)
    assert "replayed" in [badge.text for badge in result.card().badges]


@pytest.mark.parametrize(
    "failure",
    [
        Failure("timeout", "no answer within 10 s", "ask again later"),
        Failure("refused", "nobody listens at 127.0.0.1:9"),
    ],
)
def test_a_failure_is_replayed_too(path, failure):
    [sent] = record(path, transport=lambda request: failure)
    session = started()
    with session.cassette(path):
        result = run(session, PLAIN)
    assert (result.failure, result.status, result.failed) == (failure, None, True)
    assert sent.failure == failure
    assert [badge.text for badge in result.card().badges][-1] == "replayed"


def test_nothing_reaches_a_server_in_a_replay(path, playground):
    cell, other = (
        f"GET {playground.url}/user\n[Mapping]\nWHO: data.userId",
        f"GET {playground.url}/status/503",
    )
    session = started()
    with session.cassette(path):
        sent, pending = session.run(cell), session.start(other)
    assert pending.result().status == 503
    playground.reset()
    session = started()
    with session.cassette(path, "replay"):
        again, later = session.run(cell), session.start(other)
    assert (again.body, again.headers.pairs, again.values) == (sent.body, sent.headers.pairs, {"WHO": 1})
    assert (later.result().status, later.result().replayed) == (503, True)
    assert playground.requests == []


# Modes


def test_auto_records_a_new_file_for_all_of_its_session(path):
    session, transport = started(), counting()
    for _ in range(2):
        with session.cassette(path):
            run(session, PLAIN, transport)
    assert recorded(path) == [1, 2]


def test_auto_never_sends_when_the_file_was_there(path):
    record(path)
    session = started()
    with session.cassette(path), pytest.raises(CassetteError, match="has no exchange for GET"):
        run(session, PLAIN | {"url": "https://api.example.com/other"})


def test_auto_records_again_once_the_file_is_deleted(path):
    record(path)
    session = started()
    with session.cassette(path):
        assert run(session, PLAIN).replayed
        path.unlink()
        assert not run(session, PLAIN, counting(5)).replayed
    assert recorded(path) == [5]


@pytest.mark.parametrize("first", ["replay", "dry run"])
def test_a_file_that_was_only_looked_for_is_not_the_sessions(path, first):
    session = started()
    with session.cassette(path, "replay" if first == "replay" else "auto"):
        if first == "replay":
            with pytest.raises(CassetteError):
                run(session, PLAIN)
        else:
            session.preview(PLAIN)
    record(path)
    with session.cassette(path):
        assert run(session, PLAIN).replayed


def test_record_takes_the_place_of_what_matches_and_keeps_the_rest(path):
    other = {"url": "https://api.example.com/other"}
    record(path, PLAIN, other, PLAIN)
    record(path, PLAIN, PLAIN, transport=counting(10))
    assert recorded(path) == [10, 2, 11]


def test_replay_never_sends(path):
    session = started()
    with session.cassette(path, "replay"), pytest.raises(CassetteError, match="is not there"):
        run(session, PLAIN)
    assert not path.exists()


def test_add_replays_what_matches_and_records_the_rest(path):
    record(path)
    session = started()
    with session.cassette(path, "add"):
        assert run(session, PLAIN).replayed
        for _ in range(2):
            result = run(session, {"url": "https://api.example.com/new"}, counting(7))
    assert (result.replayed, result.data) == (True, {"n": 7})
    assert recorded(path) == [1, 7]


def test_add_sends_what_no_stand_in_fits(path, monkeypatch):
    monkeypatch.setenv("TAPE_PORT", "8080")
    node = {"url": "https://api.example.com:$PORT/", "secrets": {"PORT": "env TAPE_PORT"}}
    session = started()
    with session.cassette(path, "add"):
        assert run(session, node, counting()).status == 200


def test_several_exchanges_replay_in_order_and_the_last_one_repeats(path):
    record(path, PLAIN, {"url": "https://api.example.com/other"}, PLAIN)
    session = started()
    with session.cassette(path) as tape:
        assert [run(session, PLAIN).data["n"] for _ in range(4)] == [1, 3, 3, 3]
    with tape:
        assert run(session, PLAIN).data == {"n": 1}


@pytest.mark.parametrize(
    ("path", "mode", "says"),
    [("x.json", "replya", "did you mean 'replay'?"), ("", "auto", "needs the path of a file")],
)
def test_a_cassette_that_cannot_be_is_refused(path, mode, says):
    with pytest.raises(CassetteError, match=says):
        started().cassette(path, mode)


def test_a_cancelled_run_is_not_recorded(path):
    [result] = record(path, transport=lambda request: Failure("cancelled", "the run was cancelled"))
    assert (result.failure.kind, result.notes) == ("cancelled", ())
    assert not path.exists()


# Before the wire


def test_a_mismatch_says_what_differs_and_how_to_mend_it(path):
    record(path, {"url": "https://api.example.com/users", "query": {"page": "1"}}, PLAIN)
    session = started()
    with session.cassette(path) as tape, pytest.raises(CassetteError) as caught:
        run(
            session, {"url": "https://api.example.com/users", "query": {"page": "2"}, "headers": {"X-A": "b"}}
        )
    assert str(caught.value) == (
        f"{tape.name} has no exchange for GET https://api.example.com/users?page=2\n"
        "  nearest is GET https://api.example.com/users?page=1 (exchange 1 of 2):\n"
        "    query page: '1' was recorded, now it is '2'\n"
        "    header x-a: 'b' is new\n"
        f'  record it with --record, in Python with mode="record"; or delete {tape.name} to record all of it anew'
    )


def test_of_many_differences_some_are_told(path):
    node = {"url": "https://api.example.com/", "method": "POST"}
    body = {"format": "json", "text": json.dumps(dict.fromkeys("abcdefghijkl", 1))}
    record(path, node | {"body": body})
    session = started()
    with session.cassette(path), pytest.raises(CassetteError) as caught:
        run(session, node | {"body": {"format": "json", "text": "{}"}})
    assert "… and 4 more" in str(caught.value)


def test_a_background_run_does_not_begin_when_nothing_matches(path):
    record(path)
    session = started()
    with session.cassette(path), pytest.raises(CassetteError):
        session.start("GET https://api.example.com/other")
    assert len(session.pending) == 0


@pytest.mark.parametrize("mode", ["auto", "record", "replay", "add"])
def test_a_file_that_cannot_be_read_is_never_written_over(path, mode):
    path.parent.mkdir()
    path.write_text("{}")
    session = started()
    with session.cassette(path, mode), pytest.raises(CassetteError, match="is no cassette of hooknb"):
        run(session, PLAIN)
    assert path.read_text() == "{}"


def test_a_file_that_broke_meanwhile_is_left_and_the_result_says_so(path):
    session = started()
    with session.cassette(path):
        planned = session.plan(PLAIN)
        path.parent.mkdir()
        path.write_text("broken")
        result = concluded(planned, counting())
    assert (result.status, path.read_text()) == (200, "broken")
    assert "not recorded: " in result.notes[-1].message


def test_a_file_that_cannot_be_written_costs_no_result(path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cassette_file.os, "fsync", full)
    session = started()
    with session.cassette(path) as tape:
        result = run(session, PLAIN, counting())
    assert (result.status, result.notes[-1].severity) == (200, "warning")
    assert result.notes[-1].message == f"not recorded in {tape.name}: No space left on device"


# What nobody needs to know


SECRET = {
    "url": "https://api.example.com/$TOKEN",
    "method": "POST",
    "headers": {"Authorization": "Bearer $TOKEN", "X-Custom": "$TOKEN"},
    "body": {"format": "json", "text": '{"t": "$TOKEN", "bare": $TOKEN}'},
}


@pytest.mark.parametrize(
    "source", ["env TAPE_TOKEN", "prompt", "dotenv TAPE_TOKEN", "keyring no-such-service ada"]
)
@pytest.mark.parametrize("token", [TOKEN, "other-token", "1234"])
def test_a_replay_needs_no_secret_and_another_one_matches(path, monkeypatch, source, token):
    monkeypatch.setenv("TAPE_TOKEN", token)
    record(path, SECRET | {"secrets": {"TOKEN": "env TAPE_TOKEN"}})
    assert token not in path.read_text()
    monkeypatch.delenv("TAPE_TOKEN")

    def ask(prompt, *, secret=False):
        raise AssertionError("a replay asks nobody")

    session = started(ask=ask)
    with session.cassette(path):
        result = run(session, SECRET | {"secrets": {"TOKEN": source}})
    assert result.replayed
    assert result.request.url == "https://api.example.com/«TOKEN»"
    assert result.parameters["value"].tolist() == ["•••••"]
    assert "not looked up" in result.parameters["source"][0]


@pytest.mark.parametrize(
    ("changes", "url"),
    [
        pytest.param({"url": "$BASE/x"}, "«BASE»/x", id="base-url"),
        pytest.param({"url": "https://$BASE/x"}, "https://«BASE»/x", id="host"),
        pytest.param({"url": "https://u:$BASE@a.b/x"}, "https://a.b/x", id="password"),
        pytest.param({"url": "https://a.b/", "query": {"k": "$BASE"}}, "https://a.b/?k=«BASE»", id="query"),
    ],
)
def test_a_secret_may_stand_anywhere_in_a_url(path, monkeypatch, changes, url):
    monkeypatch.setenv(
        "TAPE_BASE", "https://s3cret.example" if changes["url"][0] == "$" else "s3cret.example"
    )
    node = changes | {"secrets": {"BASE": "env TAPE_BASE"}}
    record(path, node)
    assert "s3cret" not in path.read_text()
    monkeypatch.delenv("TAPE_BASE")
    session = started()
    with session.cassette(path) as tape:
        assert run(session, node).replayed
    assert tape.frame()["url"].tolist() == [url]


def test_a_signed_request_replays_without_its_secret(path, monkeypatch):
    monkeypatch.setenv("TAPE_TOKEN", TOKEN)
    node = PLAIN | {"signing": {"secret": "KEY"}, "secrets": {"KEY": "env TAPE_TOKEN"}}
    record(path, node)
    monkeypatch.delenv("TAPE_TOKEN")
    session = started()
    with session.cassette(path):
        assert run(session, node).replayed


def test_a_secret_that_a_response_brought_goes_on_as_its_mask(path):
    login = {
        "url": "https://api.example.com/login",
        "mapping": [{"parameter": "T", "path": "t", "secret": True}],
    }
    use = {
        "url": "https://api.example.com/use",
        "query": {"t": "$T"},
        "headers": {"Authorization": "Bearer $T"},
    }
    transport = answering(json.dumps({"t": TOKEN, "again": [TOKEN]}).encode())
    record(path, login, use, transport=transport)
    assert TOKEN not in path.read_text()
    session = started()
    with session.cassette(path):
        assert run(session, login).values == {"T": "«T»"}
        assert run(session, use).data == {"t": "«T»", "again": ["«T»"]}
    with pytest.raises(ParameterError, match="T is only the mask «T»") as caught:
        run(session, use, transport)
    assert "with --record first" in str(caught.value)


def test_nobody_is_asked_in_a_replay_and_the_answer_of_then_is_given(path):
    node = {"url": "https://api.example.com/", "query": {"city": None}, "parameters": [{"name": "QTY"}]}
    node["headers"] = {"X-Qty": "$QTY"}
    for answers in (["2.50", "Graz"], ["3", "Wien"]):
        given = iter(answers)
        session = started(ask=lambda prompt, secret=False, given=given: next(given))
        with session.cassette(path, "record"):
            run(session, node, answering(json.dumps({"to": answers[1]}).encode()))
    session = started()
    with session.cassette(path):
        results = [run(session, node) for _ in range(3)]
        chosen = run(session, node, city="Wien", QTY=3)
    assert [each.data["to"] for each in results] == ["Graz", "Wien", "Wien"]
    assert [each.request.url.rpartition("=")[2] for each in results] == ["Graz", "Wien", "Wien"]
    assert results[0].request.header("x-qty") == "2.50"
    assert results[0].parameters.set_index("name")["source"]["city"] == "answer of then"
    assert chosen.data == {"to": "Wien"}


def test_what_is_asked_for_and_was_never_answered_is_told(path):
    record(path)
    session = started(ask=lambda prompt, secret=False: "Graz")
    with session.cassette(path), pytest.raises(CassetteError, match="city is asked for, and no exchange"):
        run(session, PLAIN | {"query": {"city": None}})


def test_a_name_that_nobody_knows_is_an_error_of_its_own(path):
    record(path)
    session = started()
    with session.cassette(path), pytest.raises(MissingParameterError, match=r"\$ID .* is unknown"):
        run(session, {"url": USER})


# Dry runs


def test_a_dry_run_uses_nothing_up_and_needs_no_secret(path, monkeypatch):
    monkeypatch.setenv("TAPE_TOKEN", TOKEN)
    node = SECRET | {"secrets": {"TOKEN": "env TAPE_TOKEN"}}
    record(path, node, node)
    monkeypatch.delenv("TAPE_TOKEN")
    session = started()
    with session.cassette(path):
        assert "«TOKEN»" in session.preview(node).card().text()
        assert [run(session, node).data["n"] for _ in range(2)] == [1, 2]


def test_a_dry_run_tells_of_a_mismatch_instead_of_failing(path):
    record(path)
    session = started()
    with session.cassette(path):
        shown = session.preview({"url": "https://api.example.com/m"}).card().text(10_000)
    assert "path: '/n' was recorded, now it is '/m'" in shown
    assert "Would be sent" in shown


# The cassette itself


def test_it_lists_its_exchanges(path):
    record(path, PLAIN, PLAIN, transport=counting())
    record(path, {"url": "https://api.example.com/f"}, transport=lambda request: Failure("refused", "nobody"))
    tape = started().cassette(path)
    frame = tape.frame()
    assert frame.columns.tolist() == ["method", "url", "status", "failure", "bytes", "elapsed", "recorded"]
    assert frame["failure"].tolist() == ["", "", "refused"]
    assert frame["status"].tolist()[:2] == [200, 200]
    assert repr(tape) == f"<Cassette {path}, mode auto>"
    shown = tape._repr_mimebundle_()
    assert "https://api.example.com/f" in shown["text/plain"]
    assert "<table" in shown["text/html"]


def test_an_unreadable_one_says_so_where_it_is_shown(path):
    assert "Nothing is recorded yet." in started().cassette(path).card().text()
    path.parent.mkdir()
    path.write_text("{")
    assert "this is not JSON" in started().cassette(path).card().text(10_000)


def test_what_two_cassettes_write_into_one_file_is_all_kept(path):
    session = started()
    one, two = session.cassette(path), session.cassette(path)
    for number in range(6):
        with one if number % 2 else two:
            run(session, {"url": f"https://api.example.com/{number}"}, counting(number))
    assert recorded(path) == list(range(6))


def test_an_edit_between_two_recordings_is_kept(path):
    session = started()
    with session.cassette(path):
        run(session, PLAIN, counting())
        path.write_text(path.read_text().replace('"n": 1', '"n": 41'))
        run(session, PLAIN, counting(2))
    assert recorded(path) == [41, 2]


def test_a_file_that_somebody_edits_is_read_again(path):
    record(path)
    session = started()
    with session.cassette(path):
        assert run(session, PLAIN).data == {"n": 1}
        path.write_text(path.read_text().replace('"n": 1', '"n": 41'))
        assert run(session, PLAIN).data == {"n": 41}


def test_the_history_keeps_that_a_run_was_replayed(path, tmp_path):
    record(path)
    session = hooknb.Session(hooknb.Settings(history=str(tmp_path / "history.sqlite")))
    with session.cassette(path):
        run(session, PLAIN)
    past = session.log.past(-1)
    assert "replayed from" in past.card().text(10_000)
    assert not past.replayed
    session.log.store.close()


def test_a_replay_shows_the_attempts_and_needs_no_token(playground, tmp_path):
    auth = {
        "type": "oauth2",
        "token_url": f"{playground.url}/oauth/token",
        "client_id": "notebook",
        "client_secret": "CLIENT_SECRET",
    }
    node = hooknb.Node(
        f"{playground.url}/private", auth=auth, secrets={"CLIENT_SECRET": "env HOOKNB_NOT_THERE"}
    )
    first = hooknb.Session(settings=hooknb.Settings(history="off"), directory=tmp_path)
    with first.cassette("tape.json"):
        recorded = first.run(node, CLIENT_SECRET="open-sesame")
    second = hooknb.Session(settings=hooknb.Settings(history="off"), directory=tmp_path)
    with second.cassette("tape.json", mode="replay"):
        replayed = second.run(node)
    assert replayed.replayed
    assert replayed.data == recorded.data
    assert (
        replayed.attempts["what"].tolist()
        == recorded.attempts["what"].tolist()
        == ["access token", "request"]
    )
    written = (tmp_path / "tape.json").read_text(encoding="utf-8")
    assert dict(recorded.exchange.learned)["access_token"] not in written
    assert "open-sesame" not in written
