"""An answer that was cut short: whatever had arrived is read, wherever the cut is."""

from __future__ import annotations

import json

import pytest

from hooknb.engine.cut_short import read_cut

DOCUMENT = {
    "list": [1, -2.5e3, True, None, {"x": 'y\\"\n é'}, [], {}],
    "token": "s3cr3t-é-\\-\U0001f600",
    "after": [[[1]]],
}
XML = """<?xml version="1.0" encoding="iso-8859-1"?>
<root a="1"><!-- note --><token k='v'>s3cr3t&amp;é</token><data><![CDATA[a < b]]></data><empty/><last x="y"/></root>"""


@pytest.mark.parametrize("text", [json.dumps(DOCUMENT), json.dumps(DOCUMENT, indent=1, ensure_ascii=False)])
def test_json_is_read_wherever_it_is_cut(text):
    body = text.encode()
    for end in range(1, len(body)):
        found = read_cut(body[:end], "application/json")
        assert found is not None, body[:end]
        token = found.data.get("token") or ""
        assert DOCUMENT["token"].startswith(token.rstrip("\ud83d"))


def test_xml_is_read_wherever_it_is_cut_in_an_element():
    body = XML.encode("iso-8859-1")
    for end in range(body.index(b"<!--"), len(body)):
        found = read_cut(body[:end], "text/xml")
        assert found is not None, body[:end]
        assert found.kind == "xml"


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (b'{"token": "s3cr', {"token": "s3cr"}),
        (b'{"token": "s3cr\\', {"token": "s3cr"}),
        (b'{"token": "s3cr\\u00e', {"token": "s3cr"}),
        (b'{"token": "s3cr\\\\', {"token": "s3cr\\"}),
        (b'{"token": "s3cr\xc3', {"token": "s3cr"}),
        (b'{"tok', {"tok": None}),
        (b'{"a": 1, ', {"a": 1}),
        (b'{"pin": 1234', {"pin": 1234}),
        (b'[{"a": "]}"}, tr', [{"a": "]}"}]),
        (b"<a><b>s3cr", {"a": {"b": "s3cr"}}),
        (b'<a><b k="s3cr', {"a": {"b": {"@k": "s3cr"}}}),
        (b"<a><b><![CDATA[s3cr", {"a": {"b": "s3cr"}}),
    ],
)
def test_what_is_open_is_closed(body, data):
    found = read_cut(body, None)
    assert found is not None
    assert found.data == data


@pytest.mark.parametrize(
    "body", [b"", b"plain", b"<", b"<html><p>a<br>", b"[" * 100_000, b"<a>" * 100_000, b'{"a" "b']
)
def test_what_is_neither_json_nor_xml_is_not_read(body):
    assert read_cut(body, None) is None
