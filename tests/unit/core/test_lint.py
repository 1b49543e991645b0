"""Advice: what is legal but odd."""

import pytest

from hooknb.core.node import Node

URL = "https://api.example.com/"


@pytest.mark.parametrize(
    ("fields", "place", "says"),
    [
        pytest.param(
            {"body": {"format": "text", "text": "x"}}, "body", "GET request with a body", id="get-with-a-body"
        ),
        pytest.param({"method": "POST"}, "method", "sends no body", id="post-without"),
        pytest.param({"url": "http://api.example.com/"}, "url", "not encrypted", id="http"),
        pytest.param(
            {"url": "https://api.example.com/users/{id}"},
            "url",
            "{id} is sent as it is",
            id="an-openapi-mark",
        ),
        pytest.param(
            {"url": "https://a.example/{{id}}"}, "url", "{{id}} is sent as it is", id="a-mark-of-other-tools"
        ),
        pytest.param({"url": "https://a.example/${B/c"}, "url", "${B is sent as it is", id="an-open-mark"),
        pytest.param(
            {"headers": {"X-A": "${B", "X-C": "${D}"}},
            "headers[0].value",
            "${B is sent",
            id="an-open-mark-in-a-header",
        ),
        pytest.param(
            {
                "auth": {
                    "type": "oauth2",
                    "token_url": "HTTP://auth.example.com/token",
                    "client_id": "me",
                    "client_secret": "S",
                }
            },
            "auth.token_url",
            "unencrypted",
            id="a secret over http",
        ),
        pytest.param({"url": "https://api.example.com/#a"}, "url", "never sent", id="fragment"),
        pytest.param(
            {"headers": {"Authorization": "Bearer abcdef123456"}},
            "headers[0].value",
            "secret",
            id="literal-token",
        ),
        pytest.param(
            {"headers": [("Content-Type", "a/b"), ("content-type", "c/d")]},
            "headers[0].name",
            "2 times",
            id="twice",
        ),
        pytest.param(
            {"parameters": {"A": 1}}, "parameters[0].name", "nothing uses the parameter A", id="unused"
        ),
        pytest.param(
            {"secrets": {"A": "env A"}}, "secrets[0].name", "nothing uses the secret A", id="unused-secret"
        ),
        pytest.param(
            {"parameters": [{"name": "A", "entity": "sys.nmber"}]},
            "parameters[0].entity",
            "sys.nmber",
            id="entity",
        ),
        pytest.param(
            {"mapping": [("A", "a"), ("A", "b")]}, "mapping[1].parameter", "mapped twice", id="mapped-twice"
        ),
        pytest.param(
            {"redirects": True, "routes": {"3xx": "moved"}}, "routes[0].status", "seldom", id="followed"
        ),
        pytest.param(
            {"method": "POST", "body": {"format": "text", "text": "x\n[Status]\ny"}},
            "body.text",
            "[Status]",
            id="section-in-body",
        ),
        pytest.param(
            {"method": "POST", "body": {"format": "raw", "text": '{"a": 1}'}},
            "body.format",
            "looks like JSON",
            id="raw-json",
        ),
    ],
)
def test_what_is_odd_is_advice(fields, place, says):
    found = {problem.place: problem for problem in Node(**{"url": URL, **fields}).lint()}
    assert says in found[place].message
    assert found[place].severity in ("advice", "warning")


def test_a_plain_node_needs_no_advice():
    assert Node(URL).lint() == ()


def test_a_route_that_exact_codes_cover_is_never_reached():
    routes = {str(status): "a" for status in range(100, 200)} | {"1xx": "b"}
    [problem] = Node(URL, routes=routes).lint()
    assert problem.path == ("routes", 100, "status")


@pytest.mark.parametrize("given", [{"id": 7}, "text", []])
def test_advice_on_a_run_needs_its_result(given):
    with pytest.raises(TypeError, match="is no result of a run"):
        Node(URL).lint(given)
