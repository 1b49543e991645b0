"""Decoding: what a body is, in which charset, and a sentence for every way in which it is broken."""

import gc
import json
import sys
import threading

import pytest

from hooknb.engine.collecting import collector_paused
from hooknb.engine.decode import Decoded, DecodeError, decode, decode_text

JSON, XML = "application/json", "application/xml"
UMLAUTS = '{"name": "Grüße, 世界"}'


def xml(declared: str, charset: str, text: str = "日本語") -> bytes:
    return f'<?xml version="1.0" encoding="{declared}"?><a>{text}</a>'.encode(charset)


@pytest.mark.parametrize(
    ("body", "content_type", "kind", "data"),
    [
        pytest.param(b'{"a": [1, null]}', JSON, "json", {"a": [1, None]}, id="json"),
        pytest.param(b"[1]", "application/problem+json; charset=utf-8", "json", [1], id="json-suffix"),
        pytest.param(b"[1]", "TEXT/JSON", "json", [1], id="upper-case"),
        pytest.param(b"42", JSON, "json", 42, id="json-number"),
        pytest.param(b"null", JSON, "json", None, id="json-null"),
        pytest.param(b' \n{"a": 1}\n', None, "json", {"a": 1}, id="json-without-type"),
        pytest.param(b'{"a": 1}', "text/plain", "json", {"a": 1}, id="json-as-text"),
        pytest.param(b'{"a": 1}', "text/html", "json", {"a": 1}, id="json-as-html"),
        pytest.param(b'{"a": 1}', "application/octet-stream", "json", {"a": 1}, id="json-as-bytes"),
        pytest.param(b'{"a": 1}', XML, "json", {"a": 1}, id="json-as-xml"),
        pytest.param(b"{not json}", "text/plain", "text", "{not json}", id="braces"),
        pytest.param(b"42", "text/plain", "text", "42", id="a-number-as-text"),
        pytest.param(b"<a><b>1</b></a>", XML, "xml", {"a": {"b": "1"}}, id="xml"),
        pytest.param(b"<a/>", "application/atom+xml", "xml", {"a": None}, id="xml-suffix"),
        pytest.param(b"<a/>", None, "xml", {"a": None}, id="xml-without-type"),
        pytest.param(b"<?xml version='1.0'?><a/>", JSON, "xml", {"a": None}, id="xml-as-json"),
        pytest.param(b"<a/>", "text/plain", "xml", {"a": None}, id="xml-as-text"),
        pytest.param(b"<a>", "text/plain", "text", "<a>", id="not-quite-xml"),
        pytest.param(b"<html><br></html>", "text/html", "text", "<html><br></html>", id="html"),
        pytest.param(b"<!DOCTYPE html><p/>", None, "text", "<!DOCTYPE html><p/>", id="html-without-type"),
        pytest.param(b"hello", None, "text", "hello", id="text-without-type"),
        pytest.param(b"hello", "nonsense", "text", "hello", id="nonsense-type"),
        pytest.param(b"\x89PNG\r\n", "image/png", "bytes", b"\x89PNG\r\n", id="image"),
        pytest.param(b"ab\0\1cd", "application/octet-stream", "bytes", b"ab\0\1cd", id="nul-bytes"),
        pytest.param(b"<svg/>", "image/svg+xml", "xml", {"svg": None}, id="svg"),
        pytest.param(b"", JSON, "empty", None, id="empty-json"),
        pytest.param(b"", None, "empty", None, id="empty"),
        pytest.param(b" \r\n", XML, "empty", None, id="blank"),
    ],
)
def test_auto_goes_by_the_type_and_then_by_the_bytes(body, content_type, kind, data):
    decoded = decode(body, content_type)
    assert (decoded.kind, decoded.data) == (kind, data)


@pytest.mark.parametrize(
    ("kind", "body", "content_type", "data"),
    [
        ("json", b'{"a": 1}', "text/html", {"a": 1}),
        ("xml", b"<a>1</a>", JSON, {"a": "1"}),
        ("text", b'{"a": 1}', JSON, '{"a": 1}'),
        ("text", b"", JSON, None),
    ],
)
def test_a_kind_that_is_insisted_on_holds(kind, body, content_type, data):
    assert decode(body, content_type, kind=kind).data == data


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("content_type", [JSON, "application/json; charset=iso-8859-1", None])
def test_json_is_read_in_every_unicode(charset, content_type):
    if content_type is None and charset in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        content_type = JSON
    assert decode(UMLAUTS.encode(charset), content_type).data == json.loads(UMLAUTS)


def test_json_is_read_in_the_charset_of_the_header_when_it_is_no_unicode():
    assert decode('["Grüße"]'.encode("latin-1"), f"{JSON}; charset=ISO-8859-1").data == ["Grüße"]
    assert decode('["日本"]'.encode("shift_jis"), f"{JSON}; charset=shift_jis").data == ["日本"]


def test_json_keeps_what_it_has():
    decoded = decode(
        b'{"a": 1, "a": 2, "id": 123456789012345678901234567890, "s": "\\ud800", "f": 1.0}', JSON
    )
    assert decoded.data == {"a": 2, "id": 123456789012345678901234567890, "s": "\ud800", "f": 1.0}
    assert isinstance(decoded.data["f"], float)


@pytest.mark.parametrize(
    ("body", "message", "hint", "excerpt"),
    [
        (b'{"a": 1 "b": 2}', "a comma is missing at line 1, column 9", "", '{"a": 1 "b": 2}\n        ^'),
        (
            b'{\n "a": 1,\n}',
            "there is a comma after the last value at line 2, column 8",
            "no comma before",
            ' "a": 1,\n       ^',
        ),
        (b"[1, 2,]", "there is a comma after the last value at line 1, column 6", "no comma before", None),
        (b"{'a': 1}", "a text is in single quotes at line 1, column 2", "double quotes", None),
        (b'{"a" 1}', "a colon is missing at line 1, column 6", "", None),
        (b"{a: 1}", "a name in double quotes is missing at line 1, column 2", "", None),
        (b'{"a": tru}', "there is no value at line 1, column 7", "", None),
        (b'{"a": "x\ny"}', "a bare control character, such as a line break, at line 1, column 9", "", None),
        (b'{"a": "\\x"}', "a backslash that is no escape at line 1, column 8", "", None),
        (b'{"a": [1, 2', "it ends too early at line 1, column 12", "cut it short", None),
        (b'{"a": "b', "a text that begins here does not end at line 1, column 7", "cut it short", None),
        (
            b'{"a": 1}\n{"a": 2}',
            "something follows the value at line 2, column 1",
            "one JSON value per line",
            None,
        ),
        (b'{"a": 1} x', "something follows the value at line 1, column 10", "", None),
        (b'{"a": NaN}', "NaN is not a number in JSON", "null instead", '{"a": NaN}\n      ^'),
        (
            b'["Infinity", -Infinity]',
            "-Infinity is not a number",
            "",
            '["Infinity", -Infinity]\n             ^',
        ),
        (b'"\xff"', "the body is not utf-8: the byte 0xFF at position 1 does not fit", "UTF-8", ""),
        (b"hello", "the body is not JSON: there is no value at line 1, column 1", "", None),
        (b"<note/>", "the server answered with XML, not JSON", "as xml", ""),
        (
            b"<!doctype html>\n<title>\n Sign &amp; in </title>",
            "the server answered with an HTML page called 'Sign & in', not JSON",
            "Accept",
            "",
        ),
        (b"<html><body>x", "the server answered with an HTML page, not JSON", "Accept", ""),
        (b"[" * 100_000, "nested too deeply", "", ""),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply", "", ""),
        (b'{"a": ' * 50_000 + b"1" + b"}" * 50_000, "nested too deeply", "", ""),
        (b"[" + b"1" * 100_000 + b"]", "a whole number of 100,000 digits; at most 4,300", "as text", ""),
        (b"", "the answer is empty, so there is no JSON in it", "", ""),
        (b" \n", "the answer is empty, so there is no JSON in it", "", ""),
    ],
)
def test_json_that_is_broken_is_explained(body, message, hint, excerpt):
    with pytest.raises(DecodeError) as caught:
        decode(body, JSON, kind="json")
    error = caught.value
    assert message in error.message
    assert hint in error.hint
    assert excerpt is None or error.excerpt == excerpt
    assert str(error).startswith(error.message)
    assert error.__context__ is None or error.__suppress_context__


def test_an_excerpt_is_cut_to_what_fits():
    body = b"[" + b"1, " * 10_000 + b"x" + b", 1" * 10_000 + b"]"
    with pytest.raises(DecodeError) as caught:
        decode(body, JSON)
    line, caret = caught.value.excerpt.split("\n")
    assert len(line) <= 70
    assert line[caret.index("^")] == "x"


@pytest.mark.parametrize(
    ("body", "content_type", "data", "charset"),
    [
        pytest.param(xml("utf-8", "utf-8"), XML, "日本語", "utf-8", id="utf-8"),
        pytest.param(xml("utf-8", "utf-8-sig"), XML, "日本語", "utf-8-sig", id="mark"),
        pytest.param(xml("utf-16", "utf-16"), XML, "日本語", "utf-16", id="utf-16"),
        pytest.param(xml("utf-16", "utf-16-be"), XML, "日本語", "utf-16-be", id="utf-16-without-mark"),
        pytest.param(xml("utf-16", "utf-16-le"), XML, "日本語", "utf-16-le", id="utf-16-le-without-mark"),
        pytest.param(xml("shift_jis", "shift_jis"), XML, "日本語", "shift_jis", id="shift_jis"),
        pytest.param(xml("gb18030", "gb18030"), XML, "日本語", "gb18030", id="gb18030"),
        pytest.param(xml("euc-kr", "euc_kr", "한국"), XML, "한국", "euc_kr", id="euc-kr"),
        pytest.param(xml("iso-8859-2", "iso-8859-2", "ž"), XML, "ž", "iso8859-2", id="iso-8859-2"),
        pytest.param(xml("latin-1", "cp1252", "€"), XML, "€", "cp1252", id="latin-1-that-is-windows"),
        pytest.param(
            "<a>日本語</a>".encode("shift_jis"),
            f"{XML}; charset=shift_jis",
            "日本語",
            "shift_jis",
            id="header",
        ),
        pytest.param(
            xml("utf-8", "latin-1", "ü"), f"{XML}; charset=latin1", "ü", "cp1252", id="wrong-declaration"
        ),
        pytest.param(xml("nonsense", "utf-8"), XML, "日本語", "utf-8", id="unknown-declaration"),
        pytest.param(xml("hex", "utf-8"), XML, "日本語", "utf-8", id="hex-declaration"),
        pytest.param(b"<a>\xe2\x82\xac</a>", f"{XML}; charset=hex", "€", "utf-8", id="hex-header"),
    ],
)
def test_xml_is_read_in_its_charset(body, content_type, data, charset):
    decoded = decode(body, content_type)
    assert (decoded.data, decoded.charset) == ({"a": data}, charset)


@pytest.mark.parametrize(
    ("force_list", "expected"),
    [
        ((), {"a": {"b": {"c": "1"}, "d": {"c": "2"}}}),
        (("a.b",), {"a": {"b": [{"c": "1"}], "d": {"c": "2"}}}),
        (("$.a.b",), {"a": {"b": [{"c": "1"}], "d": {"c": "2"}}}),
        (("a.d.c",), {"a": {"b": {"c": "1"}, "d": {"c": ["2"]}}}),
        (("c",), {"a": {"b": {"c": ["1"]}, "d": {"c": ["2"]}}}),
        (("a",), {"a": [{"b": {"c": "1"}, "d": {"c": "2"}}]}),
        (("x.b", "b.c.d"), {"a": {"b": {"c": "1"}, "d": {"c": "2"}}}),
    ],
)
def test_elements_can_be_forced_to_be_lists(force_list, expected):
    body = b"<a><b><c>1</c></b><d><c>2</c></d></a>"
    assert decode(body, XML, force_list=force_list).data == expected


def test_xml_keeps_attributes_texts_and_order():
    body = b'<note id="1"><to>Tove</to><to lang="no">Jani</to><empty/></note>'
    assert decode(body, XML).data == {
        "note": {"@id": "1", "to": ["Tove", {"@lang": "no", "#text": "Jani"}], "empty": None}
    }


@pytest.mark.parametrize(
    ("body", "message", "excerpt"),
    [
        (
            b"<a><b></a>",
            "a closing tag does not match its element at line 1, column 9",
            "<a><b></a>\n        ^",
        ),
        ("<ü>\n<b></ü>".encode(), "a closing tag does not match", None),
        (b"<a>", "it ends too early at line 1, column 4", None),
        (b"<a", "it ends in the middle of a tag", None),
        (b"<a/><b/>", "something follows the root element at line 1, column 5", None),
        (b"<a>&nbsp;</a>", "an entity is used that XML does not have at line 1, column 4", None),
        (b"<a>\x01</a>", "a character is not allowed at line 1, column 4", None),
        (b"<a b=1/>", "the body is not XML: ", None),
        (b"plain text", "the body is not XML: it is plain text", ""),
        (b'{"a": 1', "the server answered with JSON, not XML", ""),
        (b"<html><head><title>Oops</title></head><br></html>", "an HTML page called 'Oops', not XML", ""),
        (b"<a>\xff</a>", "the XML is not in the charset that it is said to be in", ""),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities", ""),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "declares entities", ""),
        (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://x/y">%b;]><a/>', "declares entities", ""),
        (b"<a>" * 1001 + b"</a>" * 1001, "nested more than 1,000 levels deep", ""),
        (b"<a>" * 200_000 + b"</a>" * 200_000, "nested more than 1,000 levels deep", ""),
        (b"", "the answer is empty, so there is no XML in it", ""),
    ],
)
def test_xml_that_is_broken_is_explained(body, message, excerpt):
    with pytest.raises(DecodeError) as caught:
        decode(body, XML, kind="xml")
    assert message in caught.value.message
    assert excerpt is None or caught.value.excerpt == excerpt


def test_a_wide_document_is_not_a_deep_one():
    body = b"<a>" + b"<b><c/></b>" * 5000 + b"</a>"
    assert len(decode(body, XML).data["a"]["b"]) == 5000
    assert decode(b"<a>" * 900 + b"</a>" * 900, XML).kind == "xml"


@pytest.mark.parametrize(
    ("body", "content_type", "text", "note"),
    [
        pytest.param("Grüße".encode(), None, "Grüße", "", id="utf-8"),
        pytest.param("Grüße".encode("latin-1"), "text/plain; charset=ISO-8859-1", "Grüße", "", id="latin-1"),
        pytest.param(b"\x93x\x94", "text/plain; charset=iso-8859-1", "“x”", "", id="windows-called-latin-1"),
        pytest.param(
            "Grüße".encode("utf-16"), "text/plain; charset=utf-8", "Grüße", "", id="mark-beats-header"
        ),
        pytest.param("Grüße".encode("utf-32"), None, "Grüße", "", id="utf-32-mark"),
        pytest.param("日本".encode("shift_jis"), 'text/plain;charset="Shift_JIS"', "日本", "", id="quoted"),
        pytest.param(
            "日本".encode("shift_jis"), "text/plain; a=b; CHARSET = shift_jis", "日本", "", id="spaced"
        ),
        pytest.param(b"caf\xe9", None, "café", "not UTF-8, so it was read as windows-1252", id="windows"),
        pytest.param(b"\x81", None, "\x81", "not UTF-8, so it was read as windows-1252", id="anything"),
        pytest.param(
            b"caf\xe9", "text/plain; charset=utf-8", "caf�", "not valid utf-8 at byte 3", id="wrong"
        ),
        pytest.param(b"abc", "text/plain; charset=hex", "abc", "there is no charset 'hex'", id="hex"),
        pytest.param(b"abc", "text/plain; charset=rot13", "abc", "there is no charset 'rot13'", id="rot13"),
        pytest.param(b"abc", "text/plain; charset=idna", "abc", "there is no charset 'idna'", id="idna"),
        pytest.param(b"abc", "text/plain; charset=x\0y", "abc", "there is no charset", id="nul"),
        pytest.param(
            b"a\\x62c", "text/plain; charset=unicode_escape", "a\\x62c", "there is no", id="escapes"
        ),
        pytest.param(b"abc", "text/plain; charset=", "abc", "", id="no-charset"),
        pytest.param(b"<meta charset='koi8-r'>\xc1", "text/html", "<meta charset='koi8-r'>а", "", id="meta"),
        pytest.param(
            b"<meta charset=utf-8>\xc1", "text/html", "<meta charset=utf-8>Á", "not UTF-8", id="wrong-meta"
        ),
        pytest.param(
            b'<META http-equiv=Content-Type content="text/html; charset=koi8-r">\xc1',
            "text/html",
            '<META http-equiv=Content-Type content="text/html; charset=koi8-r">а',
            "",
            id="old-meta",
        ),
    ],
)
def test_text_is_read_in_the_best_charset(body, content_type, text, note):
    decoded = decode(body, content_type, kind="text")
    assert decoded.data == decode_text(body, content_type) == text
    assert decoded.note.startswith(note)
    assert bool(decoded.note) == bool(note)


def test_the_collector_rests_while_something_big_is_read_and_goes_on_after():
    assert gc.isenabled()
    seen = []
    gc.callbacks.append(lambda phase, _: seen.append(phase))
    try:
        gc.collect()
        seen.clear()
        decode(json.dumps([[{}]] * 100_000).encode(), JSON)
        # What has piled up is looked through once, afterwards.
        assert seen.count("start") <= 1
    finally:
        gc.callbacks.pop()
    assert gc.isenabled()


def test_the_collector_goes_on_after_an_error():
    with pytest.raises(DecodeError):
        decode(b"[" + b"1," * 300_000, JSON)
    assert gc.isenabled()


def test_pauses_overlap():
    inner_began, outer_ended = threading.Event(), threading.Event()

    def inner():
        with collector_paused():
            inner_began.set()
            outer_ended.wait(5)

    thread = threading.Thread(target=inner)
    with collector_paused():
        thread.start()
        inner_began.wait(5)
    assert not gc.isenabled()
    outer_ended.set()
    thread.join()
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off():
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_digit_limit_that_is_lifted_is_respected():
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        assert decode(b"1" * 5000, JSON).data == int("1" * 5000)
    finally:
        sys.set_int_max_str_digits(limit)


def test_decoded_is_a_plain_value():
    assert decode(b"[1]", JSON) == Decoded("json", [1], "utf-8")
