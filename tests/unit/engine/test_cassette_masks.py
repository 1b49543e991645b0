"""No secret reaches a cassette: not in a request, not in a response, not when it comes up later."""

import json
from base64 import b64encode
from urllib.parse import quote

import pytest
from server.offline import answering, run

import hooknb
from hooknb.core.exchange import Exchange, Failure, Hop, Response
from hooknb.engine.run import conclude

URL = "https://api.example.com/"
TOKEN = "s3cret/token=Value+99"
FORMS = (
    TOKEN,
    quote(TOKEN),
    quote(TOKEN, safe=""),
    json.dumps(TOKEN)[1:-1],
    b64encode(TOKEN.encode()).decode(),
)
SECRETS = {"secrets": {"T": "env TAPE_TOKEN"}}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.json"


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setenv("TAPE_TOKEN", TOKEN)
    return hooknb.Session(hooknb.Settings(history="off"))


def taped(session, path, *steps):
    """Record some nodes, each with its transport; return the text of the file."""
    with session.cassette(path):
        for node, transport in steps:
            run(session, node, transport)
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    "node",
    [
        {"url": URL + "$T/x"},
        {"url": URL, "query": {"q": "a$T"}},
        {"url": "https://ada:$T@api.example.com/"},
        {"url": URL, "headers": {"X-Own": "$T", "Cookie": "sid=$T", "Authorization": "Basic $T"}},
        {"url": URL, "method": "POST", "body": {"format": "json", "text": '{"a": ["$T", $T]}'}},
        {"url": URL, "method": "POST", "body": {"format": "form", "pairs": [["a", "$T"]]}},
        {"url": URL, "method": "POST", "body": {"format": "xml", "text": "<a b='$T'>$T</a>"}},
        {"url": URL, "method": "POST", "body": {"format": "text", "text": "say $T"}},
    ],
    ids=lambda node: next(iter(node.get("body", node)), ""),
)
def test_a_secret_is_masked_wherever_it_is_sent_and_echoed(session, path, node):
    def echo(request):
        content = json.dumps({"url": request.url, "body": request.body.decode(), "is": TOKEN, TOKEN: 1})
        return Response(
            200, (("X-Echo", quote(TOKEN)), ("Set-Cookie", f"a={TOKEN}")), content.encode(), TOKEN, URL
        )

    text = taped(session, path, (node | SECRETS, echo))
    assert [form for form in FORMS if form in text] == []
    assert "«T»" in text


def test_hops_failures_and_notes_are_masked(session, path):
    with session.cassette(path):
        planned = session.plan({"url": URL + "$T"} | SECRETS)
        request = planned.prepared.request
        failure = Failure("protocol", f"at {request.url}: {TOKEN}", f"look at {request.url}")
        hops = (Hop(302, request.url, f"https://ada:pw@a.b/?access_token={TOKEN}"),)
        response = Response(302, url=request.url, complete=False)
        conclude(planned, Exchange(request, response, failure, 0.1, hops, 1, f"about {TOKEN}"), 0.0)
    text = path.read_text("utf-8")
    assert [form for form in FORMS if form in text] == []
    assert "ada:pw" not in text
    assert text.count("«T»") >= 5


@pytest.mark.parametrize(
    ("value", "entity", "ok"),
    [
        ("hunter2-Zq81", "", True),
        ("1234", "", True),
        (1234, "", True),
        (" 42.50 ", "sys.number", True),
        ("abc", "sys.number", False),
        (1234567890, "sys.date", False),
        ({"user": "ada", "code": [77]}, "", True),
    ],
    ids=repr,
)
def test_what_a_secret_rule_finds_is_masked_and_replays_with_the_same_outcome(
    session, path, value, entity, ok
):
    rule = {"parameter": "PIN", "path": "data.pin", "secret": True, "entity": entity}
    node = {"url": URL, "mapping": [rule, {"parameter": "N", "path": "data.n"}]}
    body = json.dumps({"data": {"pin": value, "n": 5}}, indent=2).encode()
    sent = None
    with session.cassette(path):
        sent = run(session, node, answering(body))
    stored = json.loads(path.read_text("utf-8"))["exchanges"][0]["response"]["body"]
    for leaf in ("hunter2", "1234", "42.50", "abc", "ada", "77"):
        assert leaf not in json.dumps(stored)
    assert stored["style"] == "indent 2"
    later = hooknb.Session(hooknb.Settings(history="off"))
    with later.cassette(path):
        result = run(later, node)
    assert (sent.ok, result.ok) == (ok, ok)
    assert [row.ok for row in result.report.rows] == [row.ok for row in sent.report.rows]
    assert (result.output, result.values["N"]) == (sent.output, 5)


def test_a_token_that_a_server_gives_out_is_masked_by_the_name_it_stands_under(session, path):
    given = {
        "access_token": "issued-77-abcdef",
        "token_type": "bearer",
        "password": "too short",
        "next_page_token": "p2",
    }
    use = {"url": URL + "issued-77-abcdef/x", "headers": {"X-Own": "issued-77-abcdef"}}
    text = taped(session, path, ({"url": URL}, answering(json.dumps(given).encode())), (use, answering()))
    assert "issued-77" not in text
    assert [word for word in ("bearer", "too short", "p2") if word not in text] == []


def test_a_secret_that_comes_up_later_is_masked_in_what_was_recorded_before(session, path):
    body = json.dumps({"id": "late-credential-9"}).encode()
    first = ({"url": URL + "?a=late-credential-9"}, answering(body, 200, ("X-Id", "late-credential-9")))
    assert "late-credential-9" in taped(session, path, first)
    later = {"url": URL + "b", "headers": {"Authorization": "Bearer late-credential-9"}}
    text = taped(session, path, (later, answering()))
    assert "late-credential-9" not in text
    assert "Bearer" in text
    assert text.count("«credential»") == 4


def test_a_short_secret_that_comes_up_later_does_not_spoil_what_was_recorded_before(session, path):
    taped(session, path, ({"url": URL}, answering(b'{"id": "42"}')))
    session.parameters.set("PIN", "42", secret=True)
    text = taped(session, path, ({"url": URL + "b", "query": {"p": "$PIN"}}, answering()))
    assert '"id": "42"' in text
    assert "?p=«PIN»" in text


def test_bytes_and_other_charsets_are_masked_too(session, path):
    node = {"url": URL, "headers": {"X-Own": "$T"}} | SECRETS
    bodies = (b"\xff\0" + TOKEN.encode(), TOKEN.encode("utf-16-le"), f"<a>{TOKEN}</a>".encode("latin-1"))
    text = taped(session, path, *((node, answering(body, 200, ("X-A", "b"))) for body in bodies))
    exchanges = hooknb.Session().cassette(path).recordings()
    assert TOKEN not in text
    for each in exchanges:
        assert TOKEN.encode() not in each.response.body
        assert TOKEN.encode("utf-16-le") not in each.response.body


def test_an_answer_to_a_secret_prompt_is_not_kept(session, path):
    session.ask = lambda prompt, secret=False: TOKEN if secret else "Graz"
    node = {
        "url": URL,
        "query": {"c": "$CITY", "p": "$PIN"},
        "parameters": [{"name": "CITY"}, {"name": "PIN", "secret": True}],
    }
    text = taped(session, path, (node, answering()))
    assert [form for form in FORMS if form in text] == []
    assert json.loads(text)["exchanges"][0]["answers"] == [{"name": "CITY", "value": "Graz"}]
