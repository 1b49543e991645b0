"""The file of a cassette: what stands in it, and what is said of one that cannot be read."""

import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hooknb.core.choosing import Spelled
from hooknb.core.exchange import Attempt, Failure, Hop, Request, Response
from hooknb.core.mapping import MappingRule
from hooknb.engine import cassette_file
from hooknb.engine.cassette_file import load, read_text, save, write_text
from hooknb.engine.recording import Recording, recording_document
from hooknb.errors import CassetteError

URL = "https://api.example.com/users?page=1"
WHEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
PLAIN = Recording(Request("GET", URL), WHEN, Response(200, url=URL))
FULL = Recording(
    Request("POST", URL, (("Accept", "*/*"), ("X-Empty", ""), ("X-Colon", "a: b")), b'{"n": 1}'),
    WHEN,
    Response(502, (("A", "1"), ("A", "2")), b"\xff", "Bad", URL + "&x", complete=False, wire_size=9),
    Failure("timeout", "no answer within 10 s", "ask again"),
    (Hop(301, URL, URL + "&x"),),
    0.25,
    2,
    "a note",
    (("CITY", Spelled("Graz", "Graz")), ("QTY", Spelled(2.5, "2.50"))),
    (
        (MappingRule("PIN", "data.pin", "sys.number", required=False, secret=True), "it is not a number"),
        (MappingRule("PIN", "pins[*]", secret=True, policy="first"), "it is not a text"),
    ),
    (Attempt("request", 503, "busy", 0.1), Attempt("request", None, "refused", 0.2, 1.5)),
)

TEXT = """\
{
 "hooknb": "cassette",
 "version": 1,
 "exchanges": [
  {
   "request": {
    "method": "GET",
    "url": "https://api.example.com/users?page=1",
    "headers": [
     "Accept: application/json"
    ]
   },
   "response": {
    "status": 200,
    "reason": "OK",
    "headers": [
     "Content-Type: application/json"
    ],
    "body": {
     "json": [
      "Zoë"
     ]
    }
   },
   "elapsed": 0.125,
   "recorded": "2026-11-24T10:00:00Z"
  }
 ]
}
"""


def test_a_file_is_readable_and_holds_only_what_matters():
    body = '["Zoë"]'.encode()
    response = Response(200, (("Content-Type", "application/json"),), body, "OK", URL, wire_size=len(body))
    request = Request("GET", URL, (("Accept", "application/json"),))
    recording = Recording(request, WHEN, response, elapsed=0.125)
    assert write_text([recording]) == TEXT
    assert read_text(TEXT, "x") == (recording,)


@pytest.mark.parametrize("recording", [PLAIN, FULL, replace(FULL, response=None)])
def test_every_part_comes_back(recording):
    assert read_text(write_text([recording]), "x") == (recording,)


def test_what_nobody_sees_is_written_as_an_escape():
    sly = replace(PLAIN, note="a\u202eb\u2028c\ufeff\ud800")
    text = write_text([sly])
    assert "\\u202e" in text
    assert text.isprintable() or set("\n") == {each for each in text if not each.isprintable()}
    text.encode("utf-8")
    assert read_text(text, "x") == (sly,)


def with_(**changes):
    return json.loads(write_text([FULL])) | changes


def changed(change):
    document = json.loads(write_text([PLAIN, FULL]))
    change(document["exchanges"][1])
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param('{\n "hooknb": ,', "x.json, line 2, column 12: this is not JSON", id="syntax"),
        pytest.param("", "x.json, line 1, column 1", id="empty"),
        pytest.param("[NaN]", "it has no number NaN", id="nan"),
        pytest.param("[" * 100_000, "nested too deeply", id="deep"),
        pytest.param("[]", "x.json is no cassette of hooknb", id="a-list"),
        pytest.param('{"name": "package"}', "x.json is no cassette of hooknb", id="another-file"),
        pytest.param(json.dumps(with_(version=2)), "version 2, and this hooknb reads version 1", id="newer"),
        pytest.param(json.dumps(with_(exchanges={})), "has no list of exchanges", id="no-list"),
        pytest.param(json.dumps(with_(exchanges=[1])), "exchange 1: it has to be an object", id="a-number"),
        pytest.param(
            changed(lambda e: e.pop("request")), "exchange 2: 'request' is missing", id="no-request"
        ),
        pytest.param(
            changed(lambda e: e.update(respons=1)),
            "exchange 2: 'respons' is not known; did you mean 'response'?",
            id="typo",
        ),
        pytest.param(
            changed(lambda e: e["response"].update(status="200")),
            "exchange 2: response.status: '200' is not a whole number",
            id="kind",
        ),
        pytest.param(
            changed(lambda e: e["response"].update(status=True)), "response.status: True is not", id="bool"
        ),
        pytest.param(
            changed(lambda e: e["response"].update(headers=["A"])), "response.headers: it has", id="headers"
        ),
        pytest.param(
            changed(lambda e: e["request"].update(body={"json": 1, "style": "x"})), "body: 'x'", id="style"
        ),
        pytest.param(
            changed(lambda e: e["failure"].update(kind="timeot")), "did you mean 'timeout'?", id="failure"
        ),
        pytest.param(
            changed(lambda e: e.update(recorded="soon")), "recorded: 'soon' is not a time", id="time"
        ),
        pytest.param(changed(lambda e: e["hops"][0].pop("url")), "hops[0]: 'url' is missing", id="hop"),
        pytest.param(
            changed(lambda e: (e.pop("response"), e.pop("failure"))), "neither a response nor", id="nothing"
        ),
    ],
)
def test_a_broken_file_is_told_with_its_place(text, says):
    with pytest.raises(CassetteError) as caught:
        read_text(text, "x.json")
    assert says in str(caught.value)
    assert caught.value.hint


def test_a_missing_file_has_no_exchanges(tmp_path):
    assert load(tmp_path / "none.json", "none.json") == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"\xff{}", "is not UTF-8: byte 0xFF at position 0"), (None, "cannot be read: Is a directory")],
)
def test_what_is_no_text_file_is_told(tmp_path, content, says):
    path = tmp_path / "x.json"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(CassetteError, match=says):
        load(path, "x.json")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "x.json").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert len(load(tmp_path / "x.json", "x.json")) == 1


def write(path, recordings):
    save(path, write_text(recordings))


def test_a_folder_is_made_and_nothing_is_left_beside_the_file(tmp_path):
    write(tmp_path / "a" / "b" / "x.json", [PLAIN])
    write(tmp_path / "a" / "b" / "x.json", [PLAIN, FULL])
    assert os.listdir(tmp_path / "a" / "b") == ["x.json"]
    assert load(tmp_path / "a" / "b" / "x.json", "") == (PLAIN, FULL)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    write(path, [PLAIN])

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cassette_file.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(path, [FULL])
    assert (os.listdir(tmp_path), load(path, "")) == (["x.json"], (PLAIN,))


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path):
    path, link = tmp_path / "x.json", tmp_path / "link.json"
    write(path, [PLAIN])
    path.chmod(0o640)
    link.symlink_to(path)
    write(link, [FULL])
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert load(path, "") == (FULL,)


def test_the_order_of_a_document_is_fixed():
    assert list(recording_document(FULL)) == [
        *(
            "request",
            "answers",
            "response",
            "failure",
            "hops",
            "unfit",
            "attempts",
            "sent",
            "note",
            "elapsed",
            "recorded",
        )
    ]
