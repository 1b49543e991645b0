"""The one door: every mistake of a document, each with its place and how to mend it."""

import pandas
import pytest

from hooknb.core.body import Body
from hooknb.core.limits import Limits
from hooknb.core.mapping import MappingRule
from hooknb.core.node import Node, build
from hooknb.core.parameters import Parameter
from hooknb.errors import NodeError

URL = "https://api.example.com/"


def problems(**document):
    return {problem.place: problem for problem in build({"url": URL, **document})[1]}


@pytest.mark.parametrize(
    ("document", "place", "says", "hint"),
    [
        pytest.param({"method": "POTS"}, "method", "'POTS' is not a method", "did you mean 'POST'?", id="method"),
        pytest.param({"url": ""}, "url", "needs a URL", "https://", id="no-url"),
        pytest.param({"name": "a b"}, "name", "cannot name a node", "Python name", id="name"),
        pytest.param({"name": "class"}, "name", "cannot name a node", "Python name", id="keyword"),
        pytest.param({"label": "a\nb"}, "label", "one line", "line break", id="label"),
        pytest.param({"headers": {"a b": "c"}}, "headers[0].name", "not a header name", "letters", id="header-name"),
        pytest.param({"headers": {"A": "b\r\nC: d"}}, "headers[0].value", "carriage return", "one line", id="crlf"),
        pytest.param({"headers": {"A": "€"}}, "headers[0].value", "'€'", "latin-1", id="latin-1"),
        pytest.param({"headers": {"Content-Length": "3"}}, "headers[0].name", "does not set", "counted", id="length"),
        pytest.param({"query": 3}, "query", "not a list of rows", "query parameter", id="query-no-list"),
        pytest.param({"query": [{"nme": "a"}]}, "query[0].nme", "no field 'nme'", "did you mean 'name'?", id="row-key"),
        pytest.param({"body": {"format": "jsn", "text": ""}}, "body.format", "'jsn'", "did you mean 'json'?", id="format"),
        pytest.param({"body": {"format": "json"}}, "body", "exactly one of", "none", id="body-empty"),
        pytest.param({"body": {"format": "json", "text": "{"}}, "body.text", "not JSON", "raw", id="body-json"),
        pytest.param({"body": {"format": "json", "text": "[NaN]"}}, "body.text", "NaN", "raw", id="body-nan"),
        pytest.param({"body": {"format": "xml", "text": "<a>"}}, "body.text", "not XML", "raw", id="body-xml"),
        pytest.param({"body": {"format": "json", "pairs": {}}}, "body.pairs", "only a form", "form", id="pairs-not-form"),
        pytest.param({"body": {"format": "raw", "file": "a\0b"}}, "body.file", "cannot hold a NUL", "take it out", id="file-nul"),
        pytest.param({"parameters": {"a b": 1}}, "parameters[0].name", "not a parameter name", "letters", id="parameter"),
        pytest.param(
            {"parameters": [{"name": "N", "entity": "sys.number", "value": "x"}]},
            "parameters[0].value", "'x' is not a number", "digits", id="parameter-value",
        ),
        pytest.param({"parameters": [("A", 1), ("A", 2)]}, "parameters[1].name", "twice", "keep one", id="twice"),
        pytest.param(
            {"parameters": [{"name": "T", "secret": True, "value": "x"}]},
            "parameters[0].value", "secret", "source", id="secret-with-a-value",
        ),
        pytest.param({"secrets": {"T": "hunter2hunter2"}}, "secrets[0].source", "", "env", id="literal-secret"),
        pytest.param({"parameters": {"T": 1}, "secrets": {"T": "env T"}}, "secrets[0].name", "twice", "secrets", id="both"),
        pytest.param({"mapping": {"A": "a..["}}, "mapping[0].path", "", "", id="path"),
        pytest.param({"mapping": [{"parameter": "A"}]}, "mapping[0].path", "needs a path", "path", id="no-path"),
        pytest.param({"routes": {"600": "a"}}, "routes[0].status", "'600' is not a status", "100 to 599", id="status"),
        pytest.param({"routes": [("4xx", "a"), ("4XX", "b")]}, "routes[1].status", "routed twice", "keep one", id="routed-twice"),
        pytest.param({"routes": {"404": " "}}, "routes[0].output", "needs a name", "not_found", id="output"),
        pytest.param({"timeout": 30}, "timeout", "outside the range", "10 to 25 seconds", id="timeout-high"),
        pytest.param({"timeout": 9.9}, "timeout", "outside the range", "10 to 25 seconds", id="timeout-low"),
        pytest.param({"timeout": "fast"}, "timeout", "not a number of seconds", "10 to 25", id="timeout-text"),
        pytest.param({"timeout": True}, "timeout", "not a number of seconds", "10 to 25", id="timeout-bool"),
        pytest.param({"asynchronous": "yes"}, "asynchronous", "neither yes nor no", "yes or no", id="flag"),
        pytest.param({"mapping_type": "yaml"}, "mapping_type", "'yaml'", "auto, json, xml", id="mapping-type"),
        pytest.param({"status_parameter": "a b"}, "status_parameter", "not a parameter name", "letters", id="saved"),
        pytest.param(
            {"parameters": [{"name": "C", "entity": "sys.date"}], "status_parameter": "C"},
            "status_parameter", "cannot hold a status code", "sys.number", id="saved-entity",
        ),
        pytest.param(
            {"parameters": [{"name": "C", "entity": "sys.date"}], "mapping": [{"parameter": "C", "path": "a", "entity": "sys.number"}]},
            "mapping[0].entity", "C is sys.date elsewhere", "one entity", id="two-entities",
        ),
        pytest.param({"tmeout": 12}, "tmeout", "no field 'tmeout'", "did you mean 'timeout'?", id="unknown-field"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_a_mend(document, place, says, hint):
    found = problems(**document)
    assert place in found, found
    assert says in found[place].message
    assert hint in found[place].hint


def test_all_mistakes_are_told_at_once():
    with pytest.raises(NodeError) as caught:
        Node("x", method="POTS", timeout=3, headers={"a b": ""}, routes={"1": "a"})
    assert [problem.place for problem in caught.value.problems] == [
        "method", "headers[0].name", "routes[0].status", "timeout", "url",
    ]  # fmt: skip


def test_a_secret_literal_is_never_quoted():
    with pytest.raises(NodeError) as caught:
        Node(URL, secrets={"T": "hunter2hunter2"})
    assert "hunter2" not in str(caught.value)


def test_friendly_forms_give_the_same_node():
    rows = Node(
        URL,
        headers=[{"name": "Accept", "value": "*/*"}],
        parameters=[{"name": "A", "value": 1}, {"name": "B"}],
        mapping=[{"parameter": "C", "path": "data.id"}],
        routes=[{"status": "404", "output": "missing"}],
    )
    friendly = Node(
        URL,
        headers={"Accept": "*/*"},
        parameters=[Parameter("A", 1), Parameter("B")],
        mapping=[MappingRule("C", "data.id")],
        routes={"404": "missing"},
    )
    frames = Node(
        URL,
        headers=pandas.DataFrame({"name": ["Accept"], "value": ["*/*"]}),
        parameters=[Parameter("A", 1), Parameter("B")],
        mapping=rows.mapping.frame(),
        routes=rows.routes.frame(),
    )
    assert rows == friendly == frames
    assert hash(rows) == hash(friendly) == hash(frames)


def test_a_masked_cell_given_back_is_refused():
    frame = pandas.DataFrame({"name": ["TOKEN"], "entity": ["sys.any"], "value": ["•••••"]})
    assert "masked" in problems(parameters=frame)["parameters[0].value"].message


def test_the_range_of_timeouts_is_a_setting():
    limits = Limits(timeout_low=0.1, timeout_high=60)
    assert Node(URL, timeout=0.5, limits=limits).timeout == 0.5
    assert Node(URL, limits=limits).replace(timeout=50, limits=limits).timeout == 50


def test_a_body_may_hold_parameters_where_json_has_values_or_text():
    body = Body("json", '{"a": $A, "b": "x $B", "c": "$$5"}')
    assert Node(URL, method="POST", body=body).names == ("A", "B")


def test_python_data_as_a_body_keeps_its_dollars():
    body = Body.json({"price": "$5", "who": "$NAME"})
    assert Node(URL, method="POST", body=body).names == ()


@pytest.mark.parametrize(
    "node",
    [
        Node(URL),
        Node(
            URL,
            name="user",
            label="who",
            method="put",
            timeout=12.5,
            asynchronous=True,
            redirects=True,
            fill="declared",
        ),
        Node(
            URL,
            query={"a": None, "b": ""},
            body={"format": "form", "pairs": {"a": "b"}},
            force_list=["note.to"],
        ),
        Node(URL, body={"format": "raw", "file": "x.bin"}, status_parameter="C", mapping_type="xml"),
    ],
    ids=["plain", "options", "form", "file"],
)
def test_a_node_is_a_value(node):
    names = {
        name: getattr(__import__("hooknb"), name)
        for name in ("Node", "Pairs", "Body", "Parameter", "ResponseMapping", "MappingRule", "Routes")
    }
    assert Node.from_dict(node.to_dict()) == node
    assert eval(repr(node), names) == node
    assert hash(Node.from_dict(node.to_dict())) == hash(node)


def test_a_node_knows_where_each_parameter_is_used():
    node = Node(
        "$BASE/$ID?x=$X",
        method="POST",
        headers={"Authorization": "Bearer $TOKEN"},
        query={"q": "$ID", "city": None},
        body={"format": "json", "text": '["$NAME"]'},
    )
    assert node.uses == {
        "BASE": ("URL",),
        "ID": ("URL path", "query q"),
        "X": ("URL query",),
        "city": ("query city",),
        "TOKEN": ("header Authorization",),
        "NAME": ("body",),
    }
