"""Bytes: compressed, in other character sets, many of them, and wrong on purpose."""

from __future__ import annotations

import gzip
import http.client
import json
import xml.etree.ElementTree as ElementTree
import zlib

import pytest


@pytest.mark.parametrize(
    ("path", "coding", "unpack"),
    [("/gzip", "gzip", gzip.decompress), ("/deflate", "deflate", zlib.decompress)],
)
def test_a_packed_body_unpacks(ask, path: str, coding: str, unpack) -> None:
    got = ask("GET", path)
    assert got.headers["Content-Encoding"] == coding
    assert json.loads(unpack(got.body))["compressed"] == coding
    assert len(got.body) < len(unpack(got.body))


def test_text_in_many_scripts_is_utf8(ask) -> None:
    got = ask("GET", "/utf8")
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
    for word in (
        "Zwölf",
        "Γαζέες",
        "ещё",
        "עברית",
        "العربية",
        "हिन्दी",
        "ไทย",
        "日本語",
        "中文",
        "한국어",
        "é",
        "👩‍🚀",
    ):
        assert word in got.text


def test_latin1_is_not_utf8(ask) -> None:
    got = ask("GET", "/latin1")
    assert got.headers["Content-Type"] == "text/html; charset=iso-8859-1"
    assert "Café Zürich" in got.body.decode("iso-8859-1")
    with pytest.raises(UnicodeDecodeError):
        got.body.decode()


@pytest.mark.parametrize("megabytes", ["0", "0.0001", "0.05", "1", "3"])
def test_a_large_list_has_about_its_size_and_is_one_list_of_records(ask, megabytes: str) -> None:
    got = ask("GET", f"/large?mb={megabytes}")
    wanted = float(megabytes) * 1e6
    assert abs(len(got.body) - wanted) <= 200 + wanted * 0.01
    records = got.json
    assert [records[0]["id"], records[-1]["id"]] == [1, len(records)]
    assert records[0]["parent"] is None
    assert got.headers["Transfer-Encoding"] == "chunked"


@pytest.mark.parametrize(
    ("path", "parse", "error"),
    [
        ("/broken/json", json.loads, ValueError),
        ("/broken/xml", ElementTree.fromstring, ElementTree.ParseError),
        ("/broken/html", json.loads, ValueError),
    ],
)
def test_what_is_wrong_on_purpose_does_not_parse(ask, path: str, parse, error: type[Exception]) -> None:
    got = ask("GET", path)
    assert got.status == 200
    assert got.headers["Content-Type"].startswith(f"application/{'xml' if path.endswith('xml') else 'json'};")
    with pytest.raises(error):
        parse(got.body)


def test_a_truncated_body_is_shorter_than_its_length(ask) -> None:
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask("GET", "/truncated")
    assert cut.value.partial == b'{"id": 1, "name": "Ada"'
