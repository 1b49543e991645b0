"""Preparing: charsets, files, users and markup become the bytes of a request, or a mistake that says so."""

import decimal
from base64 import b64encode
from pathlib import Path

import numpy
import pandas
import pytest

from hooknb.errors import HooknbError, NodeError, ParameterError
from hooknb.session import Session


def request(cell, values=None, directory=None):
    return Session(directory=directory).plan(cell, values).prepared.request


def sent(cell, values=None):
    made = request(cell, values)
    return made.header("content-type"), made.body


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(
            'POST https://x.org\n[Body xml]\n<?xml version="1.0" encoding="ISO-8859-1"?><a>$V</a>',
            (
                "application/xml; charset=ISO-8859-1",
                b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>',
            ),
            id="xml-says-its-charset",
        ),
        pytest.param(
            "POST https://x.org\nContent-Type: text/plain; charset=latin1\n[Body text]\n$V",
            ("text/plain; charset=latin1", b"\xe9"),
            id="header-says-it",
        ),
        pytest.param(
            "POST https://x.org\n[Body text]\n$V", ("text/plain; charset=utf-8", "é".encode()), id="utf-8"
        ),
    ],
)
def test_a_body_is_written_in_the_charset_that_is_named_and_as_it_is_named(cell, expected):
    assert sent(cell, {"V": "é"}) == expected


@pytest.mark.parametrize("charset", ["foo-8", "hex", "undefined"])
def test_a_charset_that_text_cannot_be_sent_in_is_refused(charset):
    with pytest.raises(NodeError, match=f"the charset '{charset}' is not one that text can be sent in"):
        sent(f"POST https://x.org\nContent-Type: text/plain; charset={charset}\n[Body text]\nhello")


@pytest.mark.parametrize("name", ["nope.json", ".", "~nobody-of-that-name/x", "x" * 5000])
def test_a_file_that_cannot_be_read_is_a_mistake_that_names_it(tmp_path, name):
    node = {"url": "https://x.org", "method": "POST", "body": {"format": "json", "file": name}}
    with pytest.raises(NodeError, match="cannot be read"):
        request(node, directory=tmp_path)


def test_a_file_of_the_home_directory_is_found_from_anywhere(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "x.json").write_bytes(b"{}")
    made = request("POST https://x.org\n[Body json @~/x.json]", directory=Path("/somewhere"))
    assert made.body == b"{}"


@pytest.mark.parametrize(
    ("url", "user"),
    [
        pytest.param("https://$U:$P@x.org/", "ada:p@ss/w:rd?#", id="both"),
        pytest.param("https://bob:$P@x.org/", "bob:p@ss/w:rd?#", id="password"),
        pytest.param("https://x$U@$H/", "xada", id="part-of-a-user-before-a-host"),
    ],
)
def test_user_and_password_of_a_url_may_hold_any_character(url, user):
    values = {"U": "ada", "P": "p@ss/w:rd?#", "H": "x.org"}
    made = request(f"GET {url}", {name: value for name, value in values.items() if f"${name}" in url})
    assert made.url == "https://x.org/"
    assert made.header("authorization") == f"Basic {b64encode(user.encode()).decode()}"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<a><![CDATA[$V]]>$V</a>", b"<a><![CDATA[<&>]]>&lt;&amp;&gt;</a>", id="behind-cdata"),
        pytest.param(
            "<a><!-- <![CDATA[ -->$V</a>", b"<a><!-- <![CDATA[ -->&lt;&amp;&gt;</a>", id="cdata-in-a-comment"
        ),
        pytest.param(
            "<a><![CDATA[<!--]]>$V</a>", b"<a><![CDATA[<!--]]>&lt;&amp;&gt;</a>", id="comment-in-cdata"
        ),
    ],
)
def test_markup_is_escaped_for_where_a_value_really_stands(markup, expected):
    assert sent(f"POST https://x.org\n[Body xml]\n{markup}", {"V": "<&>"})[1] == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(decimal.Decimal("19.90"), "19.90", id="decimal-keeps-its-digits"),
        pytest.param(
            decimal.Decimal("0.1234567890123456789012"), "0.1234567890123456789012", id="long-decimal"
        ),
        pytest.param(decimal.Decimal("1E+3"), "1000", id="decimal-with-an-exponent"),
        pytest.param(numpy.int64(3), "3", id="numpy-int"),
        pytest.param(numpy.float64(2.5), "2.5", id="numpy-float"),
        pytest.param(numpy.bool_(True), "true", id="numpy-bool"),
        pytest.param(numpy.datetime64("2026-01-01T00:00:00", "ns"), '"2026-01-01T00:00:00"', id="numpy-time"),
        pytest.param(pandas.Timestamp("2026-01-01"), '"2026-01-01T00:00:00"', id="pandas-time"),
    ],
)
def test_values_of_numpy_pandas_and_decimal_are_sent_as_what_they_mean(value, text):
    assert sent('POST https://x.org\n[Body json]\n{"v": $V}', {"V": value})[1] == f'{{"v": {text}}}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(numpy.longdouble(1.5), id="longer-than-a-float"),
        pytest.param(numpy.timedelta64(5, "ns"), id="numpy-duration"),
        pytest.param(numpy.datetime64("NaT", "ns"), id="numpy-not-a-time"),
        pytest.param(pandas.NaT, id="pandas-not-a-time"),
        pytest.param(pandas.NA, id="pandas-not-available"),
        pytest.param(decimal.Decimal("1E+999999"), id="huge-decimal"),
        pytest.param({1: 2}, id="keys-that-are-no-text"),
        pytest.param(numpy.array([1, 2]), id="array"),
    ],
)
def test_values_that_json_lacks_are_refused_by_name(value):
    with pytest.raises(ParameterError, match=r"parameter V is a .*, which JSON cannot hold"):
        sent('POST https://x.org\n[Body json]\n{"v": $V}', {"V": value})


@pytest.mark.parametrize("what", [None, 5, b"GET https://x.org", ["GET https://x.org"]])
def test_what_is_no_node_is_refused_with_what_to_give(what):
    with pytest.raises(NodeError, match="is not a node"):
        request(what)


@pytest.mark.parametrize("timeout", ["15", True, [10]])
def test_a_time_out_that_is_no_number_is_refused(timeout):
    with pytest.raises(NodeError, match="is not a number of seconds"):
        Session().plan("GET https://x.org", timeout=timeout)


def test_an_unknown_name_comes_with_the_nearest_known_one():
    session = Session()
    session.parameters["CITY_NAME"] = "Graz"
    cell = "GET https://x.org/$USERID/$CITYNAME/$ZZZ\n[Params]\nUSER_ID: 5"
    with pytest.raises(HooknbError) as caught:
        session.plan(cell)
    lines = str(caught.value).splitlines()
    assert lines[0].endswith("did you mean $USER_ID?")
    assert lines[1].endswith("did you mean $CITY_NAME?")
    assert "did you mean" not in lines[2]
