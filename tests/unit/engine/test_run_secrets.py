"""Whole runs with a secret against servers that send it back in every place: nothing that is shown holds it."""

from __future__ import annotations

import json
import re
import socket
import threading
from contextlib import closing

import pytest

from hooknb.errors import HooknbError, OutcomeError
from hooknb.session import Session, Settings

SECRET = "s3cret-token-Value99"


def http(body=b"", status="200 OK", **headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.fixture
def answering():
    """Start servers that give one answer to everything; returns the URL of each."""
    listeners = []

    def serve(listener, answer):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with closing(connection):
                received = b""
                while b"\r\n\r\n" not in received and (piece := connection.recv(65536)):
                    received += piece
                connection.sendall(answer)

    def start(answer):
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=serve, args=(listener, answer), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setenv("RUN_SECRET", SECRET)
    return Session()


def everything_shown(session, result):
    shown = [*result.card().bundle().values(), repr(result), str(result.failure), repr(result.request)]
    shown += [
        frame.to_string() for frame in (result.parameters, result.mapping, result.routing, session.history)
    ]
    shown += [
        session.parameters.frame().to_string(),
        repr(result.prepared),
        repr(result.exchange),
        str(result.notes),
    ]
    shown += [repr(result.prepared.values)]
    try:
        result.raise_if_failed()
    except OutcomeError as error:
        shown.append(str(error))
    return "\n".join(shown)


ECHO = json.dumps({"tok": SECRET, "list": [SECRET], SECRET: 1, "n": f"x{SECRET}"}).encode()
REDIRECTS = "[Options]\nredirects: yes"


@pytest.mark.parametrize(
    ("answer", "more"),
    [
        pytest.param(
            http(ECHO, X_Echo=SECRET), "[Mapping]\nA: tok\nB: list\nC: n", id="body-header-and-mapped-values"
        ),
        pytest.param(http(ECHO), "[Mapping]\nA (sys.number): tok", id="a-value-that-does-not-fit"),
        pytest.param(http(ECHO), f"[Mapping]\nA: {SECRET[:-1]}", id="the-nearest-key"),
        pytest.param(http(b"{}", f"418 {SECRET}"), "", id="reason-phrase"),
        pytest.param(http(b"{}", Content_Type=f"text/{SECRET}"), "", id="content-type"),
        pytest.param(
            http(b"<html><title>%s</title>" % SECRET.encode()),
            "[Mapping]\nA: b\n[Options]\nmapping: json",
            id="title-of-a-page",
        ),
        pytest.param(http(b"{" + SECRET.encode()), "[Mapping]\nA: b", id="broken-json"),
        pytest.param(http(status="302 F", Location=f"/{SECRET}"), REDIRECTS, id="redirects-in-a-circle"),
        pytest.param(http(status="302 F", Location=f"ftp://{SECRET}"), REDIRECTS, id="redirect-to-nowhere"),
        pytest.param(f"{SECRET} hello\r\n".encode(), "", id="no-http"),
        pytest.param(f"HTTP/1.1 200 OK\r\n{SECRET} x\r\n\r\n".encode(), "", id="broken-header"),
    ],
)
def test_what_a_server_sends_back_of_a_secret_is_masked_wherever_it_shows(session, answering, answer, more):
    result = session.run(f"GET {answering(answer)}/$T?k=$T\n[Secrets]\nT: env RUN_SECRET\n{more}")
    assert SECRET in repr(result.exchange.request) + result.text  # it was there to leak
    assert SECRET not in everything_shown(session, result)


def test_a_long_secret_that_a_message_cuts_off_is_masked(session, answering, monkeypatch):
    secret = "k" + "0123456789" * 20
    monkeypatch.setenv("RUN_SECRET", secret)
    url = answering(http(json.dumps({"tok": secret}).encode()))
    result = session.run(
        f"GET {url}\nX-Key: $T\n[Secrets]\nT: env RUN_SECRET\n[Mapping]\nA (sys.number): tok"
    )
    assert result.failure.kind == "mapping"
    assert secret[:20] not in everything_shown(session, result)


def test_a_secret_of_an_earlier_run_stays_masked_in_later_ones(session, answering):
    url = answering(http(ECHO))
    session.run(f"GET {url}/$T\n[Secrets]\nT: env RUN_SECRET\n[Mapping]\nA: tok")
    later = session.run(f"GET {url}/$A")
    assert SECRET not in everything_shown(session, later)


@pytest.mark.parametrize("more", ["CREDS!: credentials", "CREDS!: credentials\nOTHER: credentials.password"])
def test_every_text_in_a_secret_object_is_masked(answering, more):
    session = Session()
    url = answering(http(json.dumps({"credentials": {"user": "ada", "password": SECRET}}).encode()))
    result = session.run(f"GET {url}\n[Mapping]\n{more}")
    assert result.values["CREDS"]["password"] == SECRET
    assert SECRET not in everything_shown(session, result)


@pytest.mark.parametrize("policy", ["", "first", "one", "all", "join"])
def test_every_match_of_a_secret_rule_is_masked_whatever_becomes_of_them(answering, policy):
    session = Session()
    keys = [SECRET, "another-s3cret-Value77"]
    url = answering(http(json.dumps({"keys": [{"k": key} for key in keys], "echo": keys}).encode()))
    result = session.run(f"GET {url}\n[Mapping]\nKEYS!: keys[*].k {policy}")
    assert all(key in result.text for key in keys)
    shown = everything_shown(session, result) + result.table("keys").to_string()
    assert [key for key in keys if key in shown] == []


def unfinished(body):
    """Return an answer that announces more than it has."""
    return http(body).replace(b"Content-Length: %d" % len(body), b"Content-Length: %d" % (len(body) + 9))


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        pytest.param(unfinished(b'{"token": "%s", "n": 1' % SECRET.encode()), "token", id="after the value"),
        pytest.param(unfinished(b'{"token": "%s' % SECRET.encode()), "token", id="at the end of the value"),
        pytest.param(unfinished(b'[{"token": "%s"}, {"tok' % SECRET.encode()), "[*].token", id="a pattern"),
        pytest.param(unfinished(b"<a><token>%s</token" % SECRET.encode()), "a.token", id="XML"),
        pytest.param(http(b'{"token": "%s", "n": ' % SECRET.encode()), "token", id="whole, but no JSON"),
        pytest.param(
            http(b'{"token": "%s", "n": ' % SECRET.encode(), Content_Type="text/plain"),
            "token",
            id="plain text",
        ),
    ],
)
def test_what_a_secret_rule_would_have_taken_is_masked_in_an_answer_that_is_cut_short(
    answering, answer, rule
):
    session = Session()
    result = session.run(f"GET {answering(answer)}\n[Mapping]\nTOKEN!: {rule}")
    assert result.failed
    assert SECRET in result.text
    assert result.values == {}
    assert SECRET not in everything_shown(session, result)


@pytest.mark.parametrize("end", [SECRET[:-1], SECRET[:6], f'{SECRET} {{"a": "{SECRET[:10]}'])
def test_the_beginning_of_a_secret_is_masked_where_an_answer_is_cut_in_the_middle_of_it(
    session, answering, end
):
    url = answering(unfinished(f'{{"é": "{end}'.encode()))
    result = session.run(f"GET {url}\nX-Key: $T\n[Secrets]\nT: env RUN_SECRET")
    assert result.text.endswith(end)
    assert SECRET[:6] not in everything_shown(session, result)


def test_a_secret_that_does_not_fit_its_type_is_masked(answering):
    session = Session()
    result = session.run(f"GET {answering(http(ECHO))}\n[Mapping]\nTOKEN! (sys.number): tok")
    assert result.failure.kind == "mapping"
    assert SECRET not in everything_shown(session, result)


CHALLENGE = http(status="401 U", WWW_Authenticate='Digest realm="r", nonce="n", qop="auth", algorithm=MD5')
ANSWER = re.compile(rb'response="(\w+)"')


def test_a_digest_answer_is_masked_in_what_had_arrived_when_the_run_was_stopped(session):
    session.settings = Settings(history="off")
    sent = []

    def echo(listener):
        while True:
            connection, _ = listener.accept()
            with closing(connection):
                found = ANSWER.search(connection.recv(65536))
                if found is None:
                    connection.sendall(CHALLENGE)
                    continue
                sent.append(found[1])
                connection.sendall(unfinished(found[1]))
                return connection.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=echo, args=(listener,), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        pending = session.start(f"GET {url}\n[Auth]\ndigest: ada\npassword: $T\n[Secrets]\nT: env RUN_SECRET")
        progress = pending.plan.progress
        while not pending.done():
            response = progress.so_far(pending.plan.prepared.request).response
            if response is not None and response.body:
                pending.cancel()
        result = pending.result()
    assert result.failure.kind == "cancelled"
    assert result.body == sent[0]
    assert sent[0].decode() not in everything_shown(session, result)


@pytest.mark.parametrize(
    ("url", "values"),
    [
        pytest.param("$BASE?k=$T", {"BASE": "api.example.com"}, id="base-without-a-scheme"),
        pytest.param("$T/x", {}, id="secret-at-the-start"),
        pytest.param("https://example.com:$PORT/$T", {"PORT": "99999"}, id="impossible-port"),
        pytest.param("https://$T@example.com:99999/", {}, id="user"),
    ],
)
def test_a_url_that_is_none_is_quoted_without_its_secrets(session, url, values):
    with pytest.raises(HooknbError) as caught:
        session.run(f"GET {url}\n[Secrets]\nT: env RUN_SECRET", values)
    assert "is not a" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_objects_that_hold_what_a_server_sent_do_not_show_it(session, answering):
    answer = http(ECHO, X_Echo=SECRET, Set_Cookie="sid=31; HttpOnly")
    result = session.run(
        f"GET {answering(answer)}?k=$T\n[Secrets]\nT: env RUN_SECRET\n[Mapping]\nA: tok\nB!: n"
    )
    assert result.headers["x-echo"] == SECRET
    assert repr(result.headers)[:11] == "HeaderMap({"
    assert "'set-cookie': 'sid=•••••; HttpOnly'" in repr(result.headers)
    for shown in (
        repr(result.headers),
        repr(result.report),
        repr(result.report.rows),
        repr(result.prepared.secrets()),
    ):
        assert SECRET not in shown


def test_a_signature_that_was_mapped_is_masked_in_later_runs(session, monkeypatch):
    from hooknb.playground import Playground

    monkeypatch.setenv("SIGNATURE", "a-signature-secret")
    signed = "[Secrets]\nS: env SIGNATURE\n[Signing]\nsecret: $S\n[Mapping]\nAUTH: headers.authorization"
    with Playground() as playground:
        first = session.run(f"GET {playground.url}/headers\n{signed}")
        token = first.values["AUTH"].removeprefix("Bearer ")
        later = session.run(f"GET {playground.url}/headers\nX-Auth: $AUTH\n[Mapping]\nAUTH: headers")
    assert token.count(".") == 2
    assert token not in everything_shown(session, first) + everything_shown(session, later)


def test_a_mistake_before_sending_has_no_frames_that_hold_a_secret(session):
    with pytest.raises(HooknbError) as caught:
        session.run("GET https://example.com:$PORT/$T\n[Secrets]\nT: env RUN_SECRET", {"PORT": "99999"})
    frames, traceback = [], caught.value.__traceback__
    while traceback is not None:
        frames.append(traceback.tb_frame)
        traceback = traceback.tb_next
    assert SECRET not in "".join(str(frame.f_locals) for frame in frames[1:])
    assert caught.value.__suppress_context__
