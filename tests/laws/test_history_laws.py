"""What was a secret is in no byte of the history, not in its WAL, and not in what is packed in it."""

import sqlite3
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hooknb
from hooknb.core.exchange import Exchange, Request, Response
from hooknb.engine.run import conclude

AWKWARD = [
    "hunter2-Zq81",
    "a/b+c=d&e?",
    'say "hi" \\ now',
    "päßwörd-€-9",
    "0123456789",
    "it's 'quoted'",
    "open sesame",
]
secrets = st.sampled_from(AWKWARD) | st.text("abcXYZ019/+=\\\"'%&<>ä€ ", min_size=8, max_size=20).filter(
    lambda text: text.strip() == text and len(set(text)) > 4
)
HOSTILE = '{{"echo": {0}, "text": "…{1}…", "n": 1}}'


def bytes_of(folder):
    files = [each.read_bytes() for each in folder.iterdir()]
    connection = sqlite3.connect(folder / "history.sqlite")
    details = connection.execute("SELECT content FROM details").fetchall()
    connection.close()
    assert details
    return b"\n".join([*files, *(zlib.decompress(content) for (content,) in details)])


@settings(max_examples=25)
@given(value=secrets, place=st.sampled_from(["header", "query", "body"]))
def test_no_secret_is_in_the_bytes_of_a_history(tmp_path_factory, value, place):
    import json
    from urllib.parse import quote

    folder = tmp_path_factory.mktemp("law")
    session = hooknb.Session(hooknb.Settings(history=str(folder / "history.sqlite")))
    session.parameters.set("KEY", value, secret=True)
    node = {
        "header": {"headers": {"X-Custom": "$KEY"}},
        "query": {"query": {"q": "$KEY"}},
        "body": {"method": "POST", "body": {"format": "text", "text": "say $KEY"}},
    }[place]
    rules = {"ECHO": "echo", "NONE": "nothing.here"}
    try:
        planned = session.plan({"url": "https://example.com/x", "mapping": rules, **node})
    except hooknb.ParameterError:  # not every text can be a header
        return
    body = json.dumps({"echo": value, "list": [f"<{value}>", quote(value)], value: 1}).encode()
    response = Response(200, (("Content-Type", "application/json"), ("X-Echo", quote(value))), body, value)
    planned_request: Request = planned.prepared.request
    session.remember(conclude(planned, Exchange(planned_request, response), 0.0))
    session.log.add_cancelled(planned, 0.1)
    session.log.store.flush()
    content = bytes_of(folder)
    wal = folder / "history.sqlite-wal"
    assert wal.stat().st_size > 0
    for form in (value, quote(value, safe=""), json.dumps(value)[1:-1]):
        assert form.encode() not in content
    assert session.log.past(1).status == 200
    session.log.store.close()


@pytest.mark.parametrize("name", ["Authorization", "Cookie", "X-Api-Key", "Proxy-Authorization"])
def test_a_credential_by_name_is_in_no_byte(tmp_path, name):
    session = hooknb.Session(hooknb.Settings(history=str(tmp_path / "history.sqlite")))
    planned = session.plan({"url": "https://example.com/", "headers": {name: "typed-Zq81-hunter2"}})
    response = Response(200, (("Set-Cookie", "sid=given-back-77; Path=/"),), b'{"you": "typed-Zq81-hunter2"}')
    session.remember(conclude(planned, Exchange(planned.prepared.request, response), 0.0))
    session.log.store.flush()
    content = bytes_of(tmp_path)
    assert b"typed-Zq81-hunter2" not in content
    assert b"given-back-77" not in content
    session.log.store.close()
