"""Whole runs with credentials and retries: what is sent how often, within one limit, and what is remembered."""

from __future__ import annotations

import concurrent.futures
import time

import pytest

import hooknb
from hooknb.engine.loop import submit, wait

OAUTH = {
    "type": "oauth2",
    "client_id": "notebook",
    "client_secret": "SECRET",
}


@pytest.fixture
def session():
    limits = hooknb.Limits(timeout_low=0.1, timeout_high=60, timeout_default=10)
    return hooknb.Session(settings=hooknb.Settings(limits=limits, history="memory"))


@pytest.fixture
def node(playground, session):
    """Return a function that makes a node for a path of the playground."""

    def make(path: str, **document):
        return hooknb.Node(playground.url + path, limits=session.settings.limits, **document)

    return make


@pytest.fixture
def oauth(playground):
    return OAUTH | {"token_url": f"{playground.url}/oauth/token"}


def so_far(pending):
    """Return what has crossed the wire."""
    return pending._planned.progress.so_far(pending.node)


def words(result) -> list[tuple[str, int | None]]:
    return [(row.what, row.status) for row in result.exchange.attempts]


def test_a_request_is_sent_until_it_works(node, session):
    result = session.run(node("/flaky?fail=2&key=until&retry_after=0", retries=3, retry_delay=0.01))
    assert (result.status, result.ok, result.exchange.sent) == (200, True, 3)
    assert result.data == {"attempts": 3}
    frame = result.attempts
    assert frame["status"].tolist() == [503, 503, 200]
    assert frame["pause"].tolist()[0] == 0
    assert all(pause > 0 for pause in frame["pause"].tolist()[1:])
    assert "Attempts" in result.card().text()
    assert session.log.past(-1).attempts["status"].tolist() == [503, 503, 200]


def test_without_retries_there_is_one_attempt_and_no_table_on_the_card(node, session):
    result = session.run(node("/flaky?fail=2&key=once"))
    assert (result.status, result.exchange.sent) == (503, 1)
    assert result.attempts["status"].tolist() == [503]
    assert "Attempts" not in result.card().text()


def test_the_last_answer_is_the_result_when_retries_end(node, session):
    result = session.run(node("/status/502", retries=2, retry_delay=0, routes={"502": "later"}))
    assert (result.status, result.output, result.exchange.sent) == (502, "later", 3)


def test_a_server_that_asks_to_wait_too_long_is_not_asked_again(node, session):
    result = session.run(node("/rate-limited?retry_after=600", retries=2))
    assert (result.status, result.exchange.sent) == (429, 1)
    assert "the server asks to wait 600 s" in result.card().text()


def test_a_server_that_asks_to_wait_gets_its_time(node, session):
    result = session.run(node("/flaky?fail=1&key=waits&retry_after=1", retries=1, retry_delay=0))
    assert result.attempts["pause"].tolist() == [0, 1]
    assert result.elapsed >= 1


def test_attempts_share_one_limit(node, session):
    result = session.run(node("/delay/30", retries=2, retry_on="timeout", retry_delay=0, timeout=0.9))
    assert result.failure is not None
    assert (result.failure.kind, result.exchange.sent) == ("timeout", 3)
    assert result.failure.message.startswith("after 3 attempts: timed out while waiting")
    assert result.elapsed < 5


def test_nobody_listening_is_asked_again_and_a_post_as_well(session):
    result = session.run("POST http://127.0.0.1:1/\n[Options]\nretries: 2\nretry_delay: 0\n[Body text]\nx")
    assert words(result) == [("request", None)] * 3
    assert result.failure is not None
    assert result.failure.kind == "refused"
    assert result.exchange.sent == 0


def test_a_post_is_sent_again_only_when_asked(node, session):
    body = {"format": "text", "text": "x"}
    once = session.run(node("/status/503", method="POST", body=body, retries=1, retry_delay=0))
    twice = session.run(
        node("/status/503", method="POST", body=body, retries=1, retry_delay=0, retry_on="503", timeout=20)
    )
    assert (once.exchange.sent, twice.exchange.sent) == (1, 2)
    assert "it may have acted already" in once.card().text()


def test_a_run_is_cancelled_in_a_pause(node, session):
    pending = session.start(node("/rate-limited?retry_after=8", retries=2, timeout=20))
    while so_far(pending).response is None and not pending.done():
        time.sleep(0.01)
    assert pending.cancel()
    result = pending.result(5)
    assert result.failure.kind == "cancelled"
    # The answer after which it waited is kept.
    assert (result.exchange.sent, result.status) == (1, 429)


def test_a_run_that_is_cancelled_keeps_its_attempts_and_hides_their_tokens(node, session, oauth):
    session.ask = lambda prompt, secret=False: "open-sesame"
    slow = node("/delay/20", auth=oauth, secrets={"SECRET": "prompt"}, timeout=30)
    pending = session.start(slow)
    while not (len(so_far(pending).attempts) == 2 and so_far(pending).sent) and not pending.done():
        time.sleep(0.01)
    pending.cancel()
    result = pending.result(5)
    assert words(result) == [("access token", 200), ("request", None)]
    assert result.attempts["why"].tolist()[-1] == "was under way"
    assert result.exchange.sent == 1
    (token,) = {value for name, value in result.exchange.learned if name == "access_token"}
    assert token not in result.card().text()


def test_each_attempt_of_a_signed_request_has_a_token_of_its_own(session, node):
    with hooknb.receiver({"abcd": "w0rd-w0rd"}) as receiver:
        document = {
            "secrets": {"SIG": "prompt"},
            "signing": {"secret": "SIG", "api_key": "abcd"},
            "retries": 2,
            "retry_delay": 0,
            "retry_on": "2xx",
        }
        session.ask = lambda prompt, secret=False: "w0rd-w0rd"
        made = hooknb.Node(receiver.url, limits=session.settings.limits, **document)
        result = session.run(made)
        verdicts = [each.verdict for each in receiver]
    assert result.exchange.sent == 3
    assert verdicts == ["accepted"] * 3
    tokens = {text for name, text in result.exchange.learned if name == "signed_token"}
    assert len(tokens) == 2
    assert all(result.prepared.redactor.contains(token) for token in tokens)


def test_basic_and_keys_are_taken(node, session):
    basic = node("/basic-auth", auth={"type": "basic", "user": "ada", "password": "P"})
    key = node("/api-key", auth={"type": "api_key", "key": "K"})
    assert session.run(basic, P="lovelace").ok
    assert session.run(basic, P="wrong").status == 401
    assert session.run(key, K="demo-key").ok


def test_an_access_token_is_asked_for_once_and_kept(node, session, oauth):
    private = node("/private", auth=oauth)
    first, second = (session.run(private, SECRET="open-sesame") for _ in range(2))
    assert words(first) == [("access token", 200), ("request", 200)]
    assert (words(second), second.ok, second.exchange.sent) == ([], True, 1)


def test_many_runs_at_once_ask_for_one_token(node, session, oauth):
    private = node("/private", auth=oauth)
    pending = [session.start(private, SECRET="open-sesame") for _ in range(20)]
    results = [each.result(10) for each in pending]
    assert all(result.ok for result in results)
    assert sum(("access token", 200) in words(result) for result in results) == 1


def test_a_token_that_was_taken_back_is_renewed_and_the_request_sent_again(node, session, oauth, playground):
    private = node("/private", auth=oauth)
    assert session.run(private, SECRET="open-sesame").ok
    assert session.run(node("/reset", method="POST")).ok
    result = session.run(private, SECRET="open-sesame")
    assert (result.ok, words(result)) == (True, [("request", 401), ("access token", 200), ("request", 200)])


def test_a_refused_client_fails_with_the_servers_own_reason(node, session, oauth):
    result = session.run(node("/private", auth=oauth), SECRET="w0rd-w0rd-w0rd")
    assert result.failure is not None
    assert (result.failure.kind, result.status, result.exchange.sent) == ("auth", None, 0)
    assert "answered 401: invalid_client" in result.failure.message
    assert "w0rd" not in result.card().text()


@pytest.mark.parametrize(
    ("url", "kind", "says"),
    [
        ("http://127.0.0.1:1/token", "refused", "no access token from http://127.0.0.1:1/token: "),
        ("{}/delay/30", "timeout", "no access token from"),
        ("{}/html", "auth", "answered 405"),
        ("{}/redirect-to?url=/user", "auth", "answered 302"),
    ],
)
def test_no_token_no_request(node, session, playground, url, kind, says):
    auth = OAUTH | {"token_url": url.format(playground.url)}
    result = session.run(node("/echo", auth=auth, timeout=1), SECRET="open-sesame")
    assert result.failure is not None
    assert result.failure.kind == kind
    assert says in result.failure.message
    assert result.exchange.sent == 0


def test_access_tokens_are_masked_where_a_server_sends_them_back(node, session, oauth):
    result = session.run(node("/echo", auth=oauth), SECRET="open-sesame")
    token = dict(result.exchange.learned)["access_token"]
    assert token in result.text
    shown = result.card().text() + result.card().html() + repr(result) + result.mapping.to_string()
    assert token not in shown
    assert token not in str(session.log.past(-1).data)


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_digest_challenge_is_answered_and_the_next_time_at_once(node, session, algorithm):
    guarded = node(
        f"/digest-auth?algorithm={algorithm}", auth={"type": "digest", "user": "ada", "password": "P"}
    )
    first, second = (session.run(guarded, P="lovelace") for _ in range(2))
    assert words(first) == [("challenge", 401), ("request", 200)]
    assert (second.ok, second.exchange.sent) == (True, 1)
    for _ in range(2):
        wrong = session.run(guarded, P="w0rd-w0rd")
        assert (wrong.status, words(wrong)) == (401, [("challenge", 401), ("request", 401)])
        assert "w0rd" not in wrong.card().text()


def test_credentials_are_not_taken_to_another_origin(session, node, playground, other_origin):
    auth = {"type": "api_key", "key": "K", "header": "X-Key"}
    here = f"/redirect-to?url={other_origin}/echo"
    result = session.run(node(here, auth=auth, redirects=True), K="w0rd-w0rd")
    assert result.status == 200
    assert "x-key" not in str(result.data).lower()


@pytest.fixture
def other_origin(playground):
    return playground.url.replace("127.0.0.1", "localhost")


def test_cookies_are_kept_for_the_session_and_sent_back(node, session):
    session.run(node("/cookies?theme=dark&sid=31d4d96e407aad4231d4"))
    result = session.run(node("/cookies"))
    assert result.data == {"cookies": {"theme": "dark", "sid": "31d4d96e407aad4231d4"}}
    assert "31d4d96e407aad4231d4" not in result.card().text()
    assert "dark" in result.card().text()
    assert session.run(node("/cookies", cookies=False)).data == {"cookies": {}}
    preview = session.preview(node("/cookies"))
    assert preview.request.header("cookie") == "theme=•••••; sid=•••••"
    session.cookies.clear()
    assert session.run(node("/cookies")).data == {"cookies": {}}


def test_cookies_that_a_redirect_sets_are_sent_to_where_it_leads(httpbin, session):
    result = session.run(f"GET {httpbin}/cookies/set/flavour/vanilla\n[Options]\nredirects: yes")
    assert result.data == {"cookies": {"flavour": "vanilla"}}


def test_other_sessions_have_other_cookies_and_tokens(node, session, oauth):
    other = hooknb.Session(settings=session.settings)
    session.run(node("/cookies?a=1"))
    session.run(node("/private", auth=oauth), SECRET="open-sesame")
    assert other.run(node("/cookies")).data == {"cookies": {}}
    assert words(other.run(node("/private", auth=oauth), SECRET="open-sesame"))[0][0] == "access token"


def test_runs_of_several_threads_share_tokens(node, session, oauth):
    private = node("/private", auth=oauth)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: session.run(private, SECRET="open-sesame"), range(8)))
    assert all(result.ok for result in results)


def test_nothing_runs_on_after_the_last_attempt():
    async def tasks() -> int:
        import asyncio

        return len(asyncio.all_tasks())

    assert wait(submit(tasks())) == 1


@pytest.mark.parametrize(
    ("settings", "document", "verify"),
    [
        ({}, {}, True),
        ({"verify": "company.pem"}, {}, "company.pem"),
        ({"verify": "company.pem"}, {"verify": False}, False),
        ({"verify": False}, {}, False),
    ],
)
def test_verification_is_off_only_where_somebody_says_so(settings, document, verify):
    session = hooknb.Session(settings=hooknb.Settings(history="off", **settings))
    node = hooknb.Node("https://api.example.com/", **document)
    assert session.settings.sending(node, session.cookies).verify == verify


@pytest.mark.parametrize(("setting", "proxy"), [("env", "env"), ("none", None), ("http://p:1", "http://p:1")])
def test_a_proxy_is_set_for_the_session(setting, proxy):
    session = hooknb.Session(settings=hooknb.Settings(history="off", proxy=setting))
    assert session.settings.sending(hooknb.Node("https://api.example.com/"), session.cookies).proxy == proxy


def test_every_card_of_a_node_that_does_not_verify_says_so(node, session):
    refused = hooknb.Node("http://127.0.0.1:1/", verify=False)
    for made in (node("/user", verify=False), refused):
        card = session.run(made).card().text()
        assert "TLS not verified" in card
        assert "anybody in between can read" in card
    assert "TLS not verified" in session.preview(refused).card().text()
    pending = session.start(node("/delay/0.2", verify=False))
    assert "TLS not verified" in pending.card().text()
    assert pending.result(10).ok


@pytest.mark.parametrize(
    ("document", "hint"),
    [
        ({}, "say who you are under [Auth]"),
        (
            {"auth": {"type": "basic", "user": "ada", "password": "PW"}},
            "check the credentials that were sent",
        ),
        ({"headers": {"Authorization": "Bearer $PW"}}, "check the credentials that were sent"),
    ],
    ids=["without", "with basic", "with a header"],
)
def test_a_401_that_no_route_takes_is_about_credentials(node, session, document, hint):
    session.parameters["PW"] = "no-such-password"
    result = session.run(node("/status/401", **document))
    assert result.failure.hint == f"{hint}, or route it under [Status], such as 401: an_output"
