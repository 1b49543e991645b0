"""The history of a session: where it is kept, and old runs that are opened again."""

import json
import os
import sqlite3
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import hooknb
from hooknb.core.exchange import Response
from hooknb.core.redaction import Redactor
from hooknb.engine import history_record
from hooknb.engine.history_entry import Entry
from hooknb.engine.history_masks import AlreadyMasked, masked_body
from hooknb.engine.history_place import place
from hooknb.engine.history_record import KEPT, WHOLE, pack, unpack
from hooknb.playground import Playground

CELL = """
%%webhook user
POST {url}/echo?page=2
Authorization: Bearer $TOKEN
X-Api-Key: typed-by-hand-42
[Params]
CITY: Graz
[Secrets]
TOKEN: env A_TOKEN
[Response Mapping]
METHOD: method
KEY!: headers[2][1]
NICK?: nick
[Status]
404: missing
failed: try_later
[Options]
timeout: 12
[Body json]
{{"city": "$CITY", "again": "$TOKEN"}}
"""
TOKEN = "s3cret-token-value"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.sqlite"


@pytest.fixture
def session(path, monkeypatch):
    monkeypatch.setenv("A_TOKEN", TOKEN)
    made = hooknb.Session(hooknb.Settings(history=str(path)))
    yield made
    made.log.store.close()


@pytest.fixture
def kept(session, playground):
    """Return a result and the same run out of the history."""
    result = session.run(CELL.format(url=playground.url).strip())
    assert result.ok, result.failure
    return result, session.log.past()


def everything(path):
    """Return all bytes of a history, its details unpacked too."""
    files = b"".join(each.read_bytes() for each in path.parent.iterdir())
    connection = sqlite3.connect(path)
    details = connection.execute("SELECT content FROM details").fetchall()
    connection.close()
    return files + b"".join(zlib.decompress(content) for (content,) in details)


# Where it is kept


@pytest.mark.parametrize(
    ("setting", "environ", "platform", "found"),
    [
        ("off", {}, "linux", "off"),
        ("Memory", {}, "linux", "memory"),
        ("", {"HOOKNB_HISTORY": "off"}, "linux", "off"),
        ("memory", {"HOOKNB_HISTORY": "off"}, "linux", "memory"),
        ("runs.sqlite", {}, "linux", "BASE/runs.sqlite"),
        ("/data/runs.sqlite", {}, "linux", "/data/runs.sqlite"),
        ("", {"HOOKNB_HISTORY": "/data/h.sqlite"}, "linux", "/data/h.sqlite"),
        ("", {"XDG_DATA_HOME": "/xdg"}, "linux", "/xdg/hooknb/history.sqlite"),
        ("", {"XDG_DATA_HOME": "relative"}, "linux", "HOME/.local/share/hooknb/history.sqlite"),
        ("", {}, "linux", "HOME/.local/share/hooknb/history.sqlite"),
        ("", {}, "darwin", "HOME/Library/Application Support/hooknb/history.sqlite"),
        ("", {"LOCALAPPDATA": "/local"}, "win32", "/local/hooknb/history.sqlite"),
        ("", {}, "win32", "HOME/AppData/Local/hooknb/history.sqlite"),
    ],
)
def test_the_place_is_found(tmp_path, setting, environ, platform, found):
    expected = found.replace("BASE", str(tmp_path)).replace("HOME", str(Path.home()))
    assert str(place(setting, tmp_path, environ=environ, platform=platform)) == expected


def test_a_folder_of_its_own_beside_the_notebook_is_used(tmp_path):
    (tmp_path / ".hooknb").mkdir()
    assert place("", tmp_path, environ={}) == tmp_path / ".hooknb" / "history.sqlite"
    assert place("off", tmp_path, environ={}) == "off"


def test_a_history_that_is_off_keeps_this_sessions_lines(playground):
    session = hooknb.Session(hooknb.Settings(history="off"))
    session.run(f"GET {playground.url}/user")
    assert session.history["status"].tolist() == [200]
    assert session.history["id"].isna().tolist() == [True]
    assert len(session.log.runs().rows) == 0
    with pytest.raises(hooknb.HistoryError, match="off"):
        session.log.past()


def test_a_session_stays_in_its_file_until_a_setting_changes(playground, tmp_path):
    session = hooknb.Session(hooknb.Settings(history=str(tmp_path / "one.sqlite")))
    session.run(f"GET {playground.url}/user")
    session.settings = replace(session.settings, history=str(tmp_path / "two.sqlite"))
    session.run(f"GET {playground.url}/user")
    assert session.log.runs().rows[0][0] == 1
    assert len(session.log.runs().rows) == 1


def test_a_useless_file_is_told_on_the_next_card_and_breaks_no_run(playground, tmp_path):
    broken = tmp_path / "history.sqlite"
    broken.write_text("no database\n" * 500)
    session = hooknb.Session(hooknb.Settings(history=str(broken)))
    assert session.run(f"GET {playground.url}/user").ok
    session.log.store.flush()
    second, third = (session.run(f"GET {playground.url}/user") for _ in range(2))
    assert "the history is in memory only" in second.card().text()
    assert "the history is in memory only" not in third.card().text()
    assert session.history["id"].tolist() == [1, 2, 3]
    assert session.log.past(2).ok


# Lines


def test_lines_of_all_sessions_are_listed(session, path, playground):
    other = hooknb.Session(hooknb.Settings(history=str(path)))
    session.run(f"%%webhook a\nGET {playground.url}/user")
    other.run(f"%%webhook b\nGET {playground.url}/status/500")
    session.run(f"%%webhook a\nGET {playground.url}/user")
    assert session.history["id"].tolist() == [1, 3]
    assert other.history["id"].tolist() == [2]
    table = session.log.runs()
    assert table.columns == (
        *(
            "id",
            "time",
            "node",
            "method",
            "url",
            "status",
            "output",
            "elapsed",
            "why",
            "session",
            "directory",
        ),
    )
    frame = table.frame()
    assert frame["node"].tolist() == ["a", "b", "a"]
    assert frame["session"].nunique() == 2
    assert set(frame["directory"]) == {os.getcwd()}
    assert str(frame["time"].dtype) == "datetime64[ns, UTC]"
    assert [row[0] for row in session.log.runs(failed=True).rows] == [2]
    assert [row[0] for row in session.log.runs(all_sessions=False).rows] == [1, 3]
    assert [row[0] for row in session.log.runs(node="a", last=1).rows] == [3]
    assert session.log.runs(since=timedelta(0)).rows == ()


@pytest.mark.parametrize(("which", "found"), [(1, 1), (3, 3), (-1, 3), (-3, 1), ("a", 3), ("b", 2)], ids=repr)
def test_a_run_is_found_by_number_from_the_end_and_by_node(session, playground, which, found):
    for name in ("a", "b", "a"):
        session.run(f"%%webhook {name}\nGET {playground.url}/user")
    assert session.log.past(which).id == found


@pytest.mark.parametrize("which", [0, 2, -2, 10**12, "nobody"])
def test_a_run_that_is_not_kept_says_so(session, playground, which):
    session.run(f"GET {playground.url}/user")
    with pytest.raises(hooknb.HistoryError, match="kept"):
        session.log.past(which)


def test_an_interrupted_run_is_kept(session, playground):
    planned = session.plan(f"GET {playground.url}/user\n[Status]\nfailed: later\n[Mapping]\nA: b")
    session.log.add_cancelled(planned, 1.5)
    past = session.log.past()
    assert session.history[["why", "output", "elapsed"]].values.tolist() == [["cancelled", "later", 1.5]]
    assert (past.failure.kind, past.output, past.status, past.elapsed) == ("cancelled", "later", None, 1.5)
    assert past.card().text()


def test_a_run_in_the_background_is_kept(session, playground):
    session.start(f"GET {playground.url}/user").result()
    assert session.log.past().status == 200


# An old run


def test_an_old_run_is_a_result_like_the_first(kept):
    result, past = kept
    assert isinstance(past, hooknb.Result)
    assert past.node == result.node.replace(headers=[*result.node.headers[:1], ("X-Api-Key", "«»")])
    for name in ("status", "output", "ok", "elapsed", "limit", "started", "failure", "verified", "notes"):
        assert getattr(past, name) == getattr(result, name), name
    assert past.taken == result.taken
    assert past.parameters.equals(result.parameters)
    assert past.mapping["parameter"].tolist() == ["METHOD", "KEY", "NICK"]
    assert past.routing.equals(result.routing)
    assert past.headers == result.headers
    assert past.find("method") == "POST"
    assert past.values["METHOD"] == "POST"
    assert past.raise_if_failed() is past


def test_an_old_run_has_no_secret(kept, path):
    result, past = kept
    assert TOKEN in result.text
    for secret in (TOKEN, "typed-by-hand-42"):
        assert secret.encode() not in everything(path)
        assert (
            secret not in f"{past.text}{past.data}{past.request}{past.values}{past.node}{past.card().html()}"
        )
    assert past.request.header("Authorization") == "Bearer «TOKEN»"
    assert b'"again": "\xc2\xabTOKEN\xc2\xbb"' in past.request.body
    assert past.values["KEY"] == "•••••"


def test_the_card_says_that_nothing_was_sent(kept):
    text = kept[1].card().text()
    assert "From the history, run 1 of " in text
    assert "nothing was sent" in text
    assert "[from the history]" in text
    assert repr(kept[1]).startswith("<Past 1: POST http://")


def test_opening_needs_no_server_and_changes_nothing(session):
    with Playground() as own:
        session.run(f"%%webhook user\nGET {own.url}/user\n[Mapping]\nID: data.userId")
    session.parameters["ID"] = 99
    past = session.log.past("user")
    assert past.card().html()
    assert (past.status, past.data["data"]["userId"]) == (200, 1)
    assert session.parameters["ID"] == 99
    assert len(session.history) == 1


def line(**changes):
    return Entry(
        **{"node": "", "method": "GET", "url": "", "status": 200, "output": "", "elapsed": 0, "why": ""}
        | changes
    )


def repacked(result, **response):
    """Pack and unpack a result with another response."""
    changed = replace(result.exchange.response, **response)
    made = replace(result, exchange=replace(result.exchange, response=changed), _decoded=None)
    return unpack(pack(made), line(time=result.started, id=1))


@pytest.fixture
def result(playground):
    return hooknb.Session(hooknb.Settings(history="off")).run(
        f"GET {playground.url}/user?token=typed-by-hand-42"
    )


JSON_TYPE = (("Content-Type", "application/json"),)


def test_a_body_that_packs_well_is_kept_whole(result):
    body = json.dumps([{"n": 1, "text": "the same again"}] * 80_000).encode()
    past = repacked(result, body=body, headers=JSON_TYPE)
    assert KEPT < len(body) < WHOLE
    assert (past.body == body, past.kept_whole, len(past.data)) == (True, True, 80_000)


@pytest.mark.parametrize(
    "body",
    [pytest.param(os.urandom(2 * KEPT), id="packs badly"), pytest.param(b"a" * (WHOLE + 1), id="too long")],
)
def test_of_a_large_body_the_beginning_is_kept(result, body):
    past = repacked(result, body=body, headers=())
    assert not past.kept_whole
    assert past.body_size == len(body)
    assert len(past.body) >= KEPT
    assert body.startswith(past.body)
    assert f"of {len(body):,} bytes were kept" in past.card().text()


def test_a_cut_body_ends_in_no_piece_of_a_secret():
    secret = "0123456789abcdef" * 4
    redactor = Redactor([("KEY", secret)])
    for offset in range(0, 64, 7):
        body = b"." * offset + secret.encode() * 30_000
        masked = masked_body(body, redactor, 1_000_000)
        assert masked.strip(b".").replace("«KEY»".encode(), b"") in (
            b"",
            *("«KEY»".encode()[:cut] for cut in range(1, 7)),
        )


def test_json_stays_json_where_a_number_was_secret(result):
    knowing = replace(result.prepared, redactor=Redactor([("PIN", "123456")]))
    past = repacked(replace(result, prepared=knowing), body=b'{"pin": 123456, "b": 1}', headers=JSON_TYPE)
    assert past.data == {"pin": "«PIN»", "b": 1}


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00binary", b"<note><to>Tove</to></note>", "grüße".encode("latin-1")], ids=repr
)
def test_every_body_comes_back_as_it_was(result, body):
    past = repacked(result, body=body, headers=(("Content-Type", "text/plain; charset=latin-1"),))
    assert (past.body, past.kept_whole) == (body, True)


def test_a_typed_credential_is_masked_where_it_came_back(result):
    past = repacked(result, body=b'{"echo": "typed-by-hand-42"}', headers=JSON_TYPE)
    assert past.data == {"echo": "«credential»"}
    assert "typed-by-hand" not in f"{past.node}{past.request}"


def test_the_beginning_of_a_typed_credential_is_masked_where_an_answer_was_cut(result):
    past = repacked(result, body=b'{"echo": "typed-by-ha', headers=JSON_TYPE, complete=False)
    assert past.body.decode() == '{"echo": "«credential»'


@pytest.mark.parametrize(
    "node",
    [
        {"url": "https://ada:open-sesame@example.com/"},
        {"url": "https://example.com/", "headers": {"Authorization": "Basic YWRhOm9wZW4tc2VzYW1l"}},
        {"url": "https://example.com/", "query": {"password": "open-sesame"}},
        {
            "url": "https://example.com/",
            "method": "POST",
            "body": {"format": "form", "pairs": {"password": "open-sesame"}},
        },
    ],
    ids=["user in URL", "basic", "query", "form"],
)
def test_a_typed_password_is_masked_wherever_it_stood(result, node):
    session = hooknb.Session(hooknb.Settings(history="off"))
    prepared = session.plan(node).prepared
    sent = replace(result.exchange, request=prepared.request)
    past = repacked(replace(result, prepared=prepared, exchange=sent), body=b"open-sesame", headers=())
    told = f"{past.node}{past.request}{past.text}"
    assert "open-sesame" not in told
    assert "YWRhOm9wZW4tc2VzYW1l" not in told


def test_credentials_in_rows_that_are_off_are_masked(result):
    off = {
        "headers": {
            "Authorization": "Basic YWRhOm9wZW4tc2VzYW1l",
            "X-Api-Key": "open-sesame",
            "Accept": "*/*",
        },
        "query": {"api_key": "open-sesame", "page": "2"},
        "body.pairs": {"password": "open-sesame"},
    }
    session = hooknb.Session(hooknb.Settings(history="off"))
    prepared = session.plan({"url": "https://example.com/", "off": off}).prepared
    exchange = replace(result.exchange, request=prepared.request)
    past = repacked(replace(result, prepared=prepared, exchange=exchange), body=b"", headers=())
    rows = {each.row["name"]: each.row["value"] for each in past.node.off}
    assert rows == dict.fromkeys(rows, "«»") | {"Authorization": "Basic «»", "Accept": "*/*", "page": "2"}
    assert len(rows) == 6


def test_nothing_is_masked_twice():
    own = {name for name in vars(AlreadyMasked) if not name.startswith("_")}
    assert own == {name for name in vars(Redactor) if not name.startswith("_")}


def test_names_of_parameters_stay_in_the_node(kept):
    assert kept[1].node.headers.get("Authorization") == "Bearer $TOKEN"
    assert kept[1].node.timeout == 12


@pytest.mark.parametrize("field", ["url", "headers", "mapping", "nonesuch"])
def test_a_node_that_masks_have_made_illegal_loses_that_field(result, field):
    bad = {
        "url": "no url",
        "headers": [{"name": "A", "value": "•••••"}],
        "mapping": [{"path": "("}],
        "nonesuch": 1,
    }
    node = history_record._node({"name": "user", "url": "https://example.com/", field: bad[field]})
    assert node.name == "user"


def test_what_is_no_record_says_so(session, path, playground):
    session.run(f"GET {playground.url}/user")
    session.log.store.flush()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE details SET content = x'00'")
    connection.close()
    with pytest.raises(hooknb.HistoryError, match="cannot be read"):
        session.log.past()


def test_a_run_without_an_answer_is_kept(session):
    failed = session.run("GET http://127.0.0.1:9/x\n[Mapping]\nA: b")
    past = session.log.past()
    assert (past.failure, past.status, past.data, past.exchange.response) == (
        failed.failure,
        None,
        None,
        None,
    )
    assert past.mapping.equals(failed.mapping)


def test_a_redirect_is_kept(session, playground):
    session.run(f"GET {playground.url}/redirect/2\n[Options]\nredirects: yes")
    past = session.log.past()
    assert len(past.exchange.hops) == 2
    assert isinstance(past.exchange.response, Response)
    assert "Redirects" in past.card().text()
