"""The forms of a node: what each loses, how it is shown with that, and Python code that people read."""

from __future__ import annotations

import pytest

import hooknb
from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.formats.cell import loads
from hooknb.formats.document import from_json
from hooknb.formats.forms import FORMS, losses, shown
from hooknb.formats.pycode import to_python

URL = "https://api.example.com/users"


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({"headers": {"A": "b"}, "query": {"a": "b c", "": "d"}}, {}, id="headers and a query"),
        pytest.param({"method": "PUT", "body": {"format": "json", "text": "{}"}}, {}, id="a body"),
        pytest.param({"body": {"format": "form", "pairs": [("a", " b"), ("c", "")]}}, {}, id="fields"),
        pytest.param({"label": "x", "asynchronous": True}, {"label": "no label", "asynchronous": "no asynch"}, id="options"),
        pytest.param({"query": {"a": None}}, {"query": "as a shell variable", "parameters": "declared parameter"}, id="asked for"),
        pytest.param(
            {"query": {"a": "b"}, "body": {"format": "text", "text": "x"}},
            {"url": "the query is written into it", "query": "into the URL"},
            id="a query beside a body",
        ),
        pytest.param({"headers": {"Connection": "close"}}, {"headers": "set for each request"}, id="a header that is dropped"),
        pytest.param({"headers": {"A": "ä"}}, {"headers[0].value": "latin-1"}, id="a header beyond ASCII"),
        pytest.param({"headers": {"X-Api-Key": "k"}}, {"headers": "a credential", "secrets": "where their"}, id="a credential"),
        pytest.param({"body": {"format": "form", "text": "a=b"}}, {"body": "look the same"}, id="a form as text"),
        pytest.param({"body": {"format": "raw", "text": "a\0"}}, {"body": "a NUL"}, id="a NUL"),
        pytest.param({"body": {"format": "raw", "file": "~/x"}}, {"body.file": "what ~ is"}, id="a file at home"),
        pytest.param({"headers": {"A": "$B"}, "parameters": {"B": 1}}, {"headers": "the values of B", "parameters": "no types"}, id="a value"),
    ],
)  # fmt: skip
def test_what_a_command_loses_is_named_with_its_reason(fields, lost):
    named = {loss.place: loss.message for loss in losses(Node(URL, **fields), "curl")}
    assert named.keys() == lost.keys()
    assert all(reason in named[place] for place, reason in lost.items()), named


@pytest.mark.parametrize("form", ["cell", "python", "json"])
def test_the_other_forms_lose_nothing(form):
    node = Node(URL, label="x", routes={"404": "missing"}, mapping={"A": "a"}, timeout=12)
    assert losses(node, form) == ()


def test_a_form_is_shown_with_what_it_loses_as_comments():
    node = Node(URL, label="All users")
    assert shown(node, "curl") == f"curl {URL}\n# label: a cURL command has no label"
    assert loads(shown(node, "cell")) == from_json(shown(node, "json")) == node


def test_an_unknown_form_is_told():
    with pytest.raises(ValueError, match=r"'crul' is not a form of a node \(did you mean 'curl'\?\)"):
        losses(Node(URL), "crul")


def test_limits_are_those_of_the_session():
    limits = Limits(0.1, 2, 1)
    node = Node(URL, timeout=0.5, limits=limits)
    assert {form.name: shown(node, form.name, limits=limits) for form in FORMS} == {
        "cell": f"%%webhook\nGET {URL}\n[Options]\ntimeout: 0.5",
        "curl": f"curl {URL} -m 0.5",
        "python": (
            "import hooknb\n\nnode = hooknb.Node(\n"
            f'    "{URL}",\n    timeout=0.5,\n    limits=hooknb.Limits(0.5, 25.0),\n)\nresult = hooknb.run(node)'
        ),
        "json": f'{{\n  "method": "GET",\n  "url": "{URL}",\n  "timeout": 0.5\n}}',
    }
    scope = {}
    exec(to_python(node).rpartition("\n")[0], scope)
    assert scope["node"] == node


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ('"quoted"', "'\"quoted\"'"),
        ("it's", '"it\'s"'),
        ("""'"'""", '''"'\\"'"'''),
        ("a\\b\x00\u2028ä", '"a\\\\b\\x00\\u2028ä"'),
        ("{\n  'a'\n}", '"""\\\n{\n  \'a\'\n}"""'),
        ('a\n"""', '\'a\\n"""\''),
        ('a\n"', "'a\\n\"'"),
        ("a\n\\", '"a\\n\\\\"'),
    ],
)
def test_a_text_is_written_as_formatters_do(text, written):
    code = to_python(Node(URL, body={"format": "raw", "text": text}))
    assert f'"raw", {written}' in code or f'"raw",\n        {written},' in code
    assert eval(written) == text


def test_repeated_names_are_pairs_and_others_a_mapping():
    assert 'query={"a": "1", "b": None}' in to_python(Node(URL, query={"a": "1", "b": None}))
    assert 'query=[("a", "1"), ("a", "2")]' in to_python(Node(URL, query=[("a", "1"), ("a", "2")]))


def test_what_is_asked_for_is_mentioned():
    node = Node(f"{URL}/$ID", parameters=[{"name": "ID"}, {"name": "OTHER"}])
    assert to_python(node).endswith("result = hooknb.run(node)  # or hooknb.run(node, ID=...)")
    scope = {}
    exec(to_python(node).replace("hooknb.run(node)", "hooknb.preview(node, ID=7)"), scope)
    assert scope["result"].request.url == f"{URL}/7"
    assert isinstance(scope["node"], hooknb.Node)
