"""A node as JSON: what is written reads back, and each mistake is shown where it stands."""

from __future__ import annotations

import json

import pytest

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.errors import FormatError
from hooknb.formats.document import from_json, to_json
from hooknb.formats.json_places import json_spans


def explained(text: str, **more) -> str:
    with pytest.raises(FormatError) as caught:
        from_json(text, **more)
    return str(caught.value)


def test_a_document_is_indented_and_readable():
    node = Node("https://example.com/größe", query={"a": None})
    assert to_json(node) == (
        '{\n  "method": "GET",\n  "url": "https://example.com/größe",\n  "query": [\n    {\n'
        '      "name": "a",\n      "value": null\n    }\n  ]\n}'
    )
    assert from_json(to_json(node)) == node


def test_a_byte_order_mark_is_no_mistake():
    assert from_json('\ufeff{"url": "https://example.com"}').url == "https://example.com"


def test_the_limits_are_the_callers():
    text = '{"url": "https://example.com", "timeout": 0.5}'
    assert from_json(text, limits=Limits(0.1, 2.0, 1.0)).timeout == 0.5


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(
            '{\n  "method": "POTS",\n  "url": "https://example.com"\n}',
            "method: 'POTS' is not a method\n  2 |   \"method\": \"POTS\",\n    |             ^^^^^^ did you mean 'POST'?",
            id="a field",
        ),
        pytest.param(
            '{"url": "https://example.com/\\u0061 b"}',
            'url: a URL cannot hold a space\n  1 | {"url": "https://example.com/\\u0061 b"}\n'
            "    |                                    ^ put parameters under [Query], or write %20",
            id="a part of an escaped field",
        ),
        pytest.param(
            '{"url": "https://example.com",\n "headers": [{"name": "A", "value": "b"}, ["B C", "d"]]}',
            "headers[1].name: 'B C' is not a header name\n"
            '  2 |  "headers": [{"name": "A", "value": "b"}, ["B C", "d"]]}\n'
            "    |                                           ^^^^^^^^^^^^ use letters, digits and '-'",
            id="a row written as a pair",
        ),
        pytest.param(
            '{"url": "https://example.com", "colour": 1}',
            "colour: a node has no field 'colour'",
            id="an unknown field",
        ),
        pytest.param("[1]", "[1] is not a document\n  1 | [1]\n    | ^^^ ", id="a list"),
        pytest.param("{}", "url: a node needs a URL\n  1 | {}\n    | ^^ ", id="nothing"),
        pytest.param(
            "", "this is not JSON: it is empty\n  1 |\n    | ^ write a JSON value", id="an empty text"
        ),
        pytest.param(
            '{\n  "url": "https://example.com",\n}',
            "this is not JSON: there is a comma after the last value\n"
            '  2 |   "url": "https://example.com",\n'
            "    |                               ^ take it out",
            id="a comma too many",
        ),
        pytest.param(
            '{"force_list": ["a", ]}',
            "there is a comma after the last value",
            id="a comma too many in a list",
        ),
        pytest.param("{url: 1}", "put the name in double quotes", id="a key without quotes"),
        pytest.param(
            '{"url": "https://example.com" "method": "GET"}',
            "this is not JSON: a comma is missing",
            id="a comma too few",
        ),
        pytest.param('{"url" "x"}', "put a colon after the name", id="no colon"),
        pytest.param('{"url": "x', "close it with a double quote", id="an open string"),
        pytest.param('{"url": "a\nb"}', r"write a line break as \n", id="a line break in a string"),
        pytest.param('{"url": "\\x"}', r"write \\ for a backslash", id="a bad escape"),
        pytest.param("{} {}", "something follows the value", id="two documents"),
        pytest.param('{"timeout": NaN}', "NaN, Infinity or a number with too many digits", id="NaN"),
        pytest.param(
            '{"timeout": ' + "1" * 5000 + "}", "a number with too many digits", id="too many digits"
        ),
        pytest.param("[" * 100_000, "nested too deeply", id="too many brackets"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(text, shown):
    assert shown in explained(text)


def test_a_file_is_named():
    assert explained("{}", name="order.json").startswith("order.json:1: url: ")


def test_every_mistake_is_reported_at_once():
    text = '{"url": "x y", "method": "POTS", "timeout": 1, "routes": [["99", "a"]]}'
    assert len(explained(text).split("\n\n")) == 4


@pytest.mark.parametrize(
    "fields",
    [
        {"secrets": [{"name": "A", "source": "hunter2"}]},
        {"secrets": [{"name": "A B", "source": "hunter2"}]},
        {"parameters": [{"name": "A", "secret": True, "value": "hunter2"}]},
        {"off": {"secrets": [{"name": "A", "source": "hunter2"}]}},
        {"off": {"parameters": [{"name": "A", "secret": True, "value": "hunter2"}]}},
    ],
)
def test_a_secret_is_never_shown(fields):
    with pytest.raises(FormatError) as caught:
        from_json(json.dumps({"url": "https://example.com"} | fields))
    assert "hunter2" not in f"{caught.value} {caught.value!r} {caught.value.source!r}"


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1, {"b": "x\\"y"}], "c" : {} , "d":[ ]}',
        "[]",
        "1",
        ' "a" ',
        '{"a": [[[[[1, [2]], 3]]]]}',
        "\n[\n1\n,\n2\n]\n",
    ],
)
def test_every_place_holds_its_value(text):
    data = json.loads(text)
    spans = json_spans(text)
    for path, span in spans.items():
        value = data
        for part in path:
            value = value[part]
        assert json.loads(text[span.start : span.end]) == value
    assert () in spans
