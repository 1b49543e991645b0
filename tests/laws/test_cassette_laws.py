"""What holds for every cassette: bytes come back, a replay is the run again, and no secret is in the file."""

import json
import time
from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import quote

from hypothesis import event, given
from hypothesis import strategies as st
from laws.strategies import AWKWARD_TEXTS, json_values, nodes, texts
from server.offline import run

import hooknb
from hooknb.core.exchange import FAILURE_KINDS, Exchange, Failure, Hop, Request, Response
from hooknb.engine.cassette_body import Style, body_bytes, body_document
from hooknb.engine.cassette_file import read_text, write_text
from hooknb.engine.outgoing import outgoing
from hooknb.engine.recording import Recording
from hooknb.engine.run import conclude

WHEN = datetime(2026, 11, 24, 10, tzinfo=UTC)

styles = st.builds(
    Style,
    st.sampled_from([(",", ":"), (", ", ": "), (",", ": ")]),
    st.sampled_from([None, None, 1, 2, 4, "\t"]),
    *[st.booleans()] * 4,
)


def styled(style, data):
    return style.write(data).encode("utf-8", "backslashreplace")


bodies = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(str.encode),
    st.builds(styled, styles, json_values),
    st.builds(lambda data: json.dumps(data).encode(), json_values),
    st.sampled_from(AWKWARD_TEXTS).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"<a><b>1</b></a>", b"[1e400]", b'{"a":1,"a":2}', b"[1.0,1E5,-0]", b'{"a":NaN}', b"{"]),
)


@given(body=bodies)
def test_any_bytes_come_back_exactly(body):
    document = body_document(body)
    event(next(iter(document)))
    assert body_bytes(document) == body
    recording = Recording(Request("POST", "https://a.b/", (), body), WHEN, Response(200, (), body))
    [read] = read_text(write_text([recording]), "x")
    assert (read.request.body, read.response.body) == (body, body)


@given(style=styles, data=st.dictionaries(texts, json_values, min_size=1, max_size=3))
def test_json_in_a_known_style_stands_as_data(style, data):
    body = styled(style, data)
    usual = style.indent is None and style.separators != (",", ": ")
    if usual or (style.indent is not None and style.separators == (",", ": ")):
        assert "json" in body_document(body)


AWKWARD_SECRETS = [
    "hunter2-Zq81",
    "a/b+c=d&e?",
    'say "hi" \\ now',
    "päßwörd-€-9",
    "0123456789",
    "open sesame",
]
secrets = st.sampled_from(AWKWARD_SECRETS) | st.text(
    "abcXYZ019/+=\\\"'%&<>ä€ ", min_size=8, max_size=20
).filter(lambda text: text.strip() == text and len(set(text)) > 4)
PLACES = {
    "path": {"url": "https://a.b/$KEY"},
    "header": {"headers": {"X-Own": "$KEY", "Authorization": "Bearer $KEY"}},
    "query": {"query": {"q": "$KEY"}},
    "user": {"url": "https://ada:$KEY@a.b/"},
    "text": {"method": "POST", "body": {"format": "text", "text": "say $KEY"}},
    "json": {"method": "POST", "body": {"format": "json", "text": '{"k": "$KEY", "l": [$KEY]}'}},
    "mapped": {"mapping": [{"parameter": "M", "path": "echo", "secret": True}]},
}


@given(value=secrets, place=st.sampled_from(list(PLACES)), style=styles)
def test_no_secret_is_in_the_bytes_of_a_cassette(tmp_path_factory, value, place, style):
    folder = tmp_path_factory.mktemp("law")
    session = hooknb.Session(hooknb.Settings(history="off"), directory=folder)
    if place != "mapped":
        session.parameters.set("KEY", value, secret=True)

    def echo(request):
        told = {
            "echo": value,
            "within": f"<{value}>",
            "url": request.url,
            "all": [quote(value, safe=""), value],
        }
        return Response(
            200, (("X-Echo", quote(value)), ("Set-Cookie", f"a={quote(value)}")), styled(style, told)
        )

    with session.cassette("x.json"):
        try:
            session.plan({"url": "https://a.b/"} | PLACES[place])
        except hooknb.ParameterError:  # not every text can be a header
            return
        run(session, {"url": "https://a.b/"} | PLACES[place], echo)
    content = (folder / "x.json").read_text("utf-8")
    forms = {value, quote(value), quote(value, safe=""), json.dumps(value)[1:-1], value.encode().hex()}
    forms |= {json.dumps(value, ensure_ascii=False)[1:-1], b64encode(value.encode()).decode()[:-4]}
    assert [form for form in forms if form in content] == []
    assert not [
        each for each in json.loads(content)["exchanges"] if value in json.dumps(each, ensure_ascii=False)
    ]


header_values = st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=12)
headers = st.lists(
    st.tuples(st.sampled_from(["X-A", "ETag", "content-type", "Location", "Via"]), header_values), max_size=3
).map(tuple)
urls = st.sampled_from(["https://a.b/", "https://a.b/x?y=1", "http://127.0.0.1:8000/%20"])
responses = st.builds(
    Response,
    st.integers(100, 599),
    st.tuples(
        headers,
        st.sampled_from([(), (("Content-Type", "application/json"),), (("Content-Type", "text/xml"),)]),
    ).map(lambda pair: pair[0] + pair[1]),
    bodies,
    st.sampled_from(["", "OK", "Ünïcode"]),
    urls,
    complete=st.booleans(),
    wire_size=st.integers(0, 10**9),
)
failures = st.builds(
    Failure, st.sampled_from([each for each in FAILURE_KINDS if each != "cancelled"]), texts, texts
)
hops = st.lists(st.builds(Hop, st.just(302), urls, urls), max_size=2).map(tuple)


@st.composite
def exchanges(draw):
    """Draw what came of a request: a function that makes an exchange of it."""
    response = draw(st.one_of(st.none(), responses))
    whole = response is not None and response.complete
    failure = None if whole and draw(st.integers(0, 3)) else draw(failures)
    if response is not None and failure is None:
        response = Response(
            *(getattr(response, name) for name in ("status", "headers", "body", "reason", "url")), True
        )
    hop_list, sent, note = draw(hops), draw(st.integers(1, 3)), draw(texts)
    return lambda request: Exchange(request, response, failure, 0.125, hop_list, sent, note)


def ask(prompt, *, secret=False):
    return "s3cret-Zq81-answer" if secret else "7"


def variable(name):
    return f"value-of-{name}-Zq81"


@given(node=nodes(), exchange=exchanges())
def test_a_replay_is_the_run_again_but_for_redaction_time_and_signature(tmp_path_factory, node, exchange):
    folder = tmp_path_factory.mktemp("law")
    secrets = [{"name": each.name, "source": "prompt"} for each in node.secrets]
    node = node.replace(secrets=secrets, cassette="", timeout=10)
    settings = hooknb.Settings(history="off")
    session = hooknb.Session(settings, ask=ask, variables=variable, directory=folder)
    with session.cassette("x.json"):
        try:
            planned = session.plan(node)
            request = outgoing(planned.prepared.request)
        except (hooknb.HooknbError, ValueError):
            event("cannot be sent")
            return
        first = session.remember(conclude(planned, exchange(request), time.perf_counter()))
    assert first.notes[-1].message == "recorded in x.json"
    event("recorded")
    later = hooknb.Session(settings, variables=variable, directory=folder)
    with later.cassette("x.json"):
        second = run(later, node)
    assert second.replayed
    assert told(second) == told(first)
    if not any(rule.secret for rule in node.mapping):
        assert later.parameters.table() == session.parameters.table()


def told(result):
    """Return everything that a run tells, but for how long it took, and for what secret rules may mask anywhere."""
    response, exchange = result.exchange.response, result.exchange
    told = {
        "request": result.request,
        "taken": result.taken,
        "mapping": [(row.rule, row.matches, row.ok, row.why) for row in result.report.rows],
        "parameters": [(row[0], row[2], row[4]) for row in result.parameter_table().rows],
        "kind": result.failure and result.failure.kind,
        "head": response and (response.status, [name for name, _ in response.headers], response.complete),
        "exchange": (exchange.sent, exchange.elapsed),
    }
    if any(rule.secret for rule in result.node.mapping):
        return told
    told["mapped"] = result.mapping_table()
    told["failures"] = (result.failure, exchange.failure)
    return told | {
        "response": response,
        "hops": exchange.hops,
        "note": exchange.note,
        "data": repr(result.data),
    }
