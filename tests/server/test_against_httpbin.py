"""Whole runs against a server that nobody here wrote: PyPI's httpbin on loopback."""

import base64
import json

import pytest

import hooknb


@pytest.fixture
def session():
    limits = hooknb.Limits(timeout_low=0.1, timeout_high=60, timeout_default=10)
    return hooknb.Session(settings=hooknb.Settings(limits=limits))


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_each_method_arrives_as_itself(httpbin, session, method):
    result = session.run(
        f"{method} {httpbin}/anything/$ID?own=1\n[Params]\nID: a/b c\n[Query]\ntag: x\ntag: y&z"
    )
    assert result.ok
    assert result.data["method"] == method
    assert result.data["args"] == {"own": "1", "tag": ["x", "y&z"]}
    assert "/anything/a%2Fb%20c" in result.request.url


@pytest.mark.parametrize(
    ("cell", "key", "expected"),
    [
        pytest.param('[Body json]\n{"a": "$V", "n": $N}', "json", {"a": 'x "y"', "n": 2.5}, id="json"),
        pytest.param("[Form]\na: $V\nb: $N", "form", {"a": 'x "y"', "b": "2.50"}, id="form-fields"),
        pytest.param("[Body form]\na=$V&b=1", "form", {"a": 'x "y"', "b": "1"}, id="form-text"),
        pytest.param("[Body text]\n$V ü", "data", 'x "y" ü', id="text"),
        pytest.param("[Body html]\n<p>$V</p>", "data", "<p>x &quot;y&quot;</p>", id="html"),
        pytest.param('[Body xml]\n<p a="$V"/>', "data", '<p a="x &quot;y&quot;"/>', id="xml"),
        pytest.param("[Body raw]\n$V", "data", 'x "y"', id="raw"),
    ],
)
def test_each_body_arrives_filled_for_its_format(httpbin, session, cell, key, expected):
    result = session.run(f'POST {httpbin}/post\n[Params]\nV: x "y"\nN: 2.50\n{cell}')
    assert result.ok
    assert result.data[key] == expected


@pytest.mark.parametrize("status", [200, 201, 301, 400, 404, 418, 500, 503])
def test_each_status_leaves_by_its_route(httpbin, session, status):
    routes = {"404": "missing", "4xx": "ours", "503": "later"}
    result = session.run(hooknb.Node(f"{httpbin}/status/{status}", routes=routes, status_parameter="CODE"))
    assert result.output == {
        404: "missing",
        400: "ours",
        418: "ours",
        503: "later",
        200: "default",
        201: "default",
    }.get(status, "failed")
    assert session.parameters["CODE"] == status


@pytest.mark.parametrize("path", ["gzip", "deflate"])
def test_packed_answers_are_unpacked(httpbin, session, path):
    key = {"gzip": "gzipped", "deflate": "deflated"}[path]
    result = session.run(hooknb.Node(f"{httpbin}/{path}", mapping={"PACKED": key}))
    assert result.values == {"PACKED": True}


def test_xml_is_mapped_by_the_same_paths(httpbin, session):
    mapping = {
        "TITLE": "slideshow.@title",
        "FIRST": "slideshow.slide[0].title",
        "ALL": "slideshow.slide[*].title",
    }
    result = session.run(hooknb.Node(f"{httpbin}/xml", mapping=mapping))
    assert result.values["TITLE"] == "Sample Slide Show"
    assert result.values["FIRST"] == "Wake up to WonderWidgets!"
    assert result.values["ALL"] == ["Wake up to WonderWidgets!", "Overview"]


def test_html_where_json_was_promised_is_told(httpbin, session):
    result = session.run(hooknb.Node(f"{httpbin}/html", mapping={"A": "data"}, mapping_type="json"))
    assert (result.failed, result.failure.kind) == (True, "decode")
    assert "HTML" in result.failure.message
    assert result.status == 200
    assert "Herman Melville" in result.text


def test_utf8_text_comes_as_text(httpbin, session):
    assert "∮ E⋅da = Q" in session.run(f"GET {httpbin}/encoding/utf8").text


def test_a_slow_answer_ends_at_the_limit(httpbin, session):
    result = session.run(f"GET {httpbin}/delay/5", timeout=0.5)
    assert (result.failed, result.failure.kind, result.status) == (True, "timeout", None)


def test_a_dripping_answer_ends_at_the_limit_with_what_came(httpbin, session):
    result = session.run(f"GET {httpbin}/drip?duration=5&numbytes=10&delay=0", timeout=0.8)
    assert (result.failure.kind, result.status) == ("timeout", 200)
    assert result.exchange.response.complete is False


def test_redirects_are_answers_unless_they_are_followed(httpbin, session):
    answered = session.run(f"GET {httpbin}/redirect/2\n[Status]\n3xx: moved")
    assert (answered.output, answered.status) == ("moved", 302)
    followed = session.run(f"GET {httpbin}/redirect/2\n[Options]\nredirects: yes")
    assert (followed.output, followed.status, len(followed.exchange.hops)) == ("default", 200, 2)


def test_an_endless_chain_of_redirects_is_told(httpbin, session):
    result = session.run(f"GET {httpbin}/redirect/20\n[Options]\nredirects: yes")
    assert (result.failed, result.failure.kind) == (True, "protocol")


def test_a_url_with_a_user_is_basic_authorization(httpbin, session):
    host = httpbin.removeprefix("http://")
    result = session.run(f"GET http://ada:love%20lace@{host}/basic-auth/ada/love%20lace")
    assert result.data == {"authenticated": True, "user": "ada"}
    assert base64.b64encode(b"ada:love lace").decode() not in result.card().text() + result.card().html()


def test_a_bearer_token_from_the_environment_never_shows(httpbin, session, monkeypatch):
    monkeypatch.setenv("DEMO_TOKEN", "s3cret-token-value")
    cell = f"GET {httpbin}/bearer\nAuthorization: Bearer $TOKEN\n[Secrets]\nTOKEN: env DEMO_TOKEN\n[Mapping]\nBACK: token"
    result = session.run(cell)
    assert result.data == {"authenticated": True, "token": "s3cret-token-value"}
    shown = [
        result.card().text(),
        result.card().html(),
        repr(result),
        result.mapping.to_string(),
        result.parameters.to_string(),
    ]
    shown += [session.history.to_string(), session.preview(cell).card().text()]
    assert [text for text in shown if "s3cret" in text] == []


def test_a_body_over_the_cap_is_told_with_the_count(httpbin):
    session = hooknb.Session(settings=hooknb.Settings(response_cap=1024, wire_cap=1024))
    result = session.run(f"GET {httpbin}/bytes/100000")
    assert (result.failed, result.failure.kind, result.status) == (True, "too_large", 200)


def test_headers_are_sent_as_written_with_repeats(httpbin, session):
    result = session.run(f'GET {httpbin}/headers\nIf-None-Match: "33a6"\nX-A: 1\nX-A: 2\nUser-Agent: me')
    headers = result.data["headers"]
    assert (headers["If-None-Match"], headers["X-A"], headers["User-Agent"]) == ('"33a6"', "1,2", "me")


def test_a_dry_run_shows_what_then_arrives(httpbin, session):
    cell = f'POST {httpbin}/anything?x=1\nX-A: ü\n[Query]\nq: a b\n[Body json]\n{{"a": 1}}'
    shown = session.preview(cell).request
    arrived = session.run(cell).data
    assert shown.url.endswith("/anything?x=1&q=a%20b")
    assert json.loads(shown.body) == arrived["json"]
    own = {name.lower(): value for name, value in shown.headers}
    assert own["content-type"] == arrived["headers"]["Content-Type"] == "application/json"
    assert own["content-length"] == arrived["headers"]["Content-Length"]
    assert own["accept-encoding"] == arrived["headers"]["Accept-Encoding"]
    assert own["user-agent"] == arrived["headers"]["User-Agent"]


async def _two(session, url):
    import asyncio

    return await asyncio.gather(session.arun(f"GET {url}/delay/0.3"), session.arun(f"GET {url}/get"))


def test_runs_can_be_awaited_together(httpbin, session):
    import asyncio

    slow, fast = asyncio.run(_two(session, httpbin))
    assert slow.ok
    assert fast.ok


@pytest.mark.parametrize("qop", ["auth", "auth,auth-int"])
@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256", "SHA-512"])
def test_a_digest_challenge_of_somebody_else_is_answered(httpbin, session, qop, algorithm):
    auth = {"type": "digest", "user": "ada", "password": "P"}
    node = hooknb.Node(f"{httpbin}/digest-auth/{qop}/ada/lovelace/{algorithm}", auth=auth)
    assert session.run(node, P="lovelace").data == {"authenticated": True, "user": "ada"}
    assert session.run(node, P="wrong").status == 401


@pytest.mark.parametrize(
    ("auth", "path", "values"),
    [
        ({"type": "basic", "user": "ada", "password": "P"}, "/basic-auth/ada/p:%C3%A4", {"P": "p:ä"}),
        ({"type": "bearer", "token": "T"}, "/bearer", {"T": "abc"}),
    ],
    ids=["basic", "bearer"],
)
def test_credentials_are_taken_by_somebody_else(httpbin, session, auth, path, values):
    result = session.run(hooknb.Node(httpbin + path, auth=auth), values)
    assert result.ok
    assert result.data["authenticated"] is True
