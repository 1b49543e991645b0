"""How bodies stand in a cassette: readable where that is exact, and always the same bytes again."""

import pytest

from hooknb.engine.cassette_body import Style, body_bytes, body_document


@pytest.mark.parametrize(
    ("body", "style"),
    [
        pytest.param(b'{"a":1,"b":[true,null]}', None, id="compact"),
        pytest.param(b'{"a": 1, "b": [true, null]}', "spaced", id="spaced"),
        pytest.param(b'{\n  "a": [\n    1\n  ]\n}', "indent 2", id="indented"),
        pytest.param(b'{\n\t"a": 1\n}\n', "indent tab newline", id="tabs-and-a-last-line-break"),
        pytest.param('{"a":"ä"}'.encode(), None, id="not-ascii"),
        pytest.param(b'{"a":"\\u00e4 \\ud83d\\ude00"}', "compact ascii", id="escaped"),
        pytest.param(b'{"a":"http:\\/\\/b"}', "compact slashes", id="as-php-writes-it"),
        pytest.param(b'{"a":"\\u003cb\\u003e \\u0026"}\n', "compact html newline", id="as-go-writes-it"),
        pytest.param(b'{"a":1.0,"b":1e-07,"c":123456789012345678901234567890}', None, id="numbers"),
        pytest.param(b'{"a":"\\ud800"}', "compact ascii", id="half-a-character"),
        pytest.param(b'{"b":1,"a":2}', None, id="order-of-members"),
    ],
)
def test_json_stands_as_data_with_how_it_was_written(body, style):
    document = body_document(body)
    assert document.get("style") == style
    assert set(document) <= {"json", "style"}
    assert body_bytes(document) == body


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"a":1e400}', id="a-number-that-is-read-as-infinite"),
        pytest.param(b'{"a":1E5}', id="another-spelling-of-a-number"),
        pytest.param(b'{"a":1,"a":2}', id="a-member-twice"),
        pytest.param(b'{"a":1, "b":2}', id="blanks-here-and-there"),
        pytest.param(b"[NaN]", id="NaN"),
        pytest.param(b"[" + b"1" * 5000 + b"]", id="a-number-too-long-for-python"),
        pytest.param(b"[" * 400 + b"]" * 400, id="deep"),
        pytest.param(b'\xef\xbb\xbf{"a":1}', id="byte-order-mark"),
        pytest.param(b'"text"', id="a-bare-text"),
        pytest.param(b"one\ntwo\r\n\nlast", id="lines"),
        pytest.param("für\u2028 \x1b[0m".encode(), id="strange-characters"),
    ],
)
def test_what_would_not_come_back_exactly_stands_as_lines(body):
    document = body_document(body)
    assert list(document) == ["text"]
    assert all(line.endswith("\n") for line in document["text"][:-1])
    assert body_bytes(document) == body


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a\0b", bytes(range(256))])
def test_what_is_no_text_stands_as_base64_in_short_lines(body):
    document = body_document(body)
    assert list(document) == ["base64"]
    assert max(map(len, document["base64"])) <= 76
    assert body_bytes(document) == body


def test_a_very_large_json_stands_as_a_line():
    body = b"[" + b"1," * 3_000_000 + b"1]"
    assert list(body_document(body)) == ["text"]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"jsn": 1}, "it is none of"),
        ({"json": 1, "text": []}, "it is none of"),
        ({"text": "no list"}, "it is none of"),
        ({"text": [1]}, "it is none of"),
        ({"base64": ["é"]}, "ASCII"),
        ({"base64": ["A"]}, "base64|padding|multiple of 4"),
        ({"json": 1, "style": "tight"}, "'tight' is not a style"),
        ({"json": 1, "style": "indent two"}, "is not a style"),
    ],
)
def test_a_body_that_was_edited_wrongly_is_refused(document, says):
    with pytest.raises(ValueError, match=says):
        body_bytes(document)


@pytest.mark.parametrize(
    "style",
    [
        Style(),
        Style((", ", ": ")),
        Style((",", ": "), 4, ascii=True, slashes=True, html=True, newline=True),
        Style((",", ": "), "\t"),
    ],
)
def test_a_style_is_written_and_read(style):
    assert Style.parse(style.words) == style
