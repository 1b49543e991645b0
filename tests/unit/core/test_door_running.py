"""What a document may say about retries and cassettes."""

from __future__ import annotations

import math

import pytest

from hooknb.core.node import Node
from hooknb.core.retries import IDEMPOTENT, USUAL, Retries, normal_reason
from hooknb.errors import NodeError

URL = "https://api.example.com/users"


@pytest.mark.parametrize(
    ("field", "given", "made"),
    [
        ("retries", 3, 3),
        ("retries", 3.0, 3),
        ("retries", 0, 0),
        ("retry_on", "429, 5XX Timeout", ("429", "5xx", "timeout")),
        ("retry_on", [503, "503", "tls"], ("503", "tls")),
        ("retry_on", 503, ("503",)),
        ("retry_on", [], ()),
        ("retry_delay", 2, 2.0),
        ("retry_delay", 0, 0.0),
        ("cookies", False, False),
        ("verify", False, False),
        ("cassette", " tapes/a.json ", "tapes/a.json"),
    ],
)
def test_how_a_node_runs_is_read(field, given, made):
    node = Node(URL, **{field: given})
    assert getattr(node, field) == made
    assert Node.from_dict(node.to_dict()) == node


@pytest.mark.parametrize(
    ("field", "given", "place", "message"),
    [
        ("retries", -1, "retries", "0 to 10 are allowed"),
        ("retries", 11, "retries", "0 to 10 are allowed"),
        ("retries", 2.5, "retries", "not a number of retries"),
        ("retries", True, "retries", "not a number of retries"),
        ("retries", math.inf, "retries", "not a number of retries"),
        ("retries", "3", "retries", "not a number of retries"),
        pytest.param("retries", 10**400, "retries", "not a number of retries", id="no float is as long"),
        pytest.param(
            "retries", 10**5000, "retries", "a very long int is not a number", id="nobody writes it"
        ),
        pytest.param("timeout", -(10**400), "timeout", "not a number of seconds", id="as a time-out"),
        pytest.param("retry_delay", 10**400, "retry_delay", "not a number of seconds", id="as a delay"),
        ("retry_on", ["429", "timeot"], "retry_on[1]", "did you mean timeout?"),
        ("retry_on", ["decode"], "retry_on[0]", "no reason to send again"),
        ("retry_on", {1: 2}.items, "retry_on", "not a list of reasons"),
        ("retry_delay", -0.1, "retry_delay", "0 to 10 seconds"),
        ("retry_delay", math.nan, "retry_delay", "not a number of seconds"),
        ("cassette", "a\nb", "cassette", "one line"),
        ("cassette", 7, "cassette", "not text"),
        ("verify", "no", "verify", "neither yes nor no"),
    ],
)
def test_a_mistake_is_explained_where_it_is(field, given, place, message):
    with pytest.raises(NodeError) as caught:
        Node(URL, **{field: given})
    assert [problem.place for problem in caught.value.problems] == [place]
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("retries", "covered", "not_covered"),
    [
        (Retries(1), (408, 429, 502, 503, 504), (200, 400, 404, 500)),
        (Retries(1, ("5xx",)), (500, 503, 599), (429, 408)),
        (Retries(1, ("404", "timeout")), (404,), (503, 405)),
    ],
)
def test_statuses_are_covered_by_code_or_class(retries, covered, not_covered):
    assert all(map(retries.covers_status, covered))
    assert not any(map(retries.covers_status, not_covered))


def test_kinds_are_covered_by_name():
    assert all(map(Retries(1).covers_kind, ("connect", "refused")))
    assert not any(map(Retries(1).covers_kind, ("tls", "timeout", "protocol", "decode", "too_large")))
    assert Retries(1, ("tls",)).covers_kind("tls")
    assert not Retries(1, ("tls",)).covers_kind("timeout")


def test_the_usual_reasons_are_in_their_usual_spelling():
    assert [normal_reason(each) for each in USUAL] == list(USUAL)
    assert "POST" not in IDEMPOTENT
