"""Nothing that went in as a secret comes out, in any encoding, by any way out; and nothing else is touched."""

import json
import string
from urllib.parse import quote, urlencode

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from laws.encodings import ENCODINGS, telling

from hooknb.core.redaction import Redactor, is_masked

AWKWARD = [
    "hunter2-Zq81",
    "TOKEN_TOKEN",
    "a/b+c=d&e?",
    'say "hi" \\ now',
    "\\\\\\\\\\\\",
    "<b>&amp;</b>",
    "%25%2F%zz",
    "päßwörd-€-😀",
    "line\nbreak\r\n",
    "it's 'quoted'",
    "«TOKEN»«TOKEN»",
    "•••••••",
    "      ",
    "000000",
    "\x00\x1b\x7f\u200b\u2028\ufeff",
    "C:\\new\\token\\u0041",
    "ABCdef123+/=",
]

secrets = st.sampled_from(AWKWARD) | st.text(min_size=6, max_size=20)
texts = st.text(max_size=20) | st.text(string.ascii_letters + string.digits + "+/=\\\"'%&<>", max_size=20)


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=15)
@given(value=secrets, before=texts, after=texts)
def test_no_form_of_a_secret_is_left_in_a_text(encoding, value, before, after):
    redactor = Redactor([("TOKEN", value)])
    shown = redactor.text(f"{before} {ENCODINGS[encoding](value)} {after}")
    assert telling(encoding, value) not in shown
    assert value not in shown
    assert redactor.text(shown) == shown
    assert not redactor.contains(shown)


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=15)
@given(value=secrets, before=texts, after=texts)
def test_no_form_of_a_secret_is_left_in_bytes(encoding, value, before, after):
    redactor = Redactor([("TOKEN", value)])
    shown = redactor.bytes(f"{before}\t{ENCODINGS[encoding](value)}\t{after}".encode())
    assert telling(encoding, value).encode() not in shown
    assert value.encode() not in shown


@given(
    value=secrets,
    codec=st.sampled_from(["latin-1", "utf-16-le", "utf-16-be", "utf-16", "cp1252"]),
    before=texts,
)
def test_no_secret_is_left_in_bytes_of_other_charsets(value, codec, before):
    try:
        content = f"{before}{value}".encode(codec)
        raw = value.encode(codec)
    except UnicodeEncodeError:
        assume(False)
    if codec == "cp1252":
        assume(raw == value.encode("latin-1", "replace"))
    assert raw not in Redactor([("TOKEN", value)]).bytes(content)


@given(value=secrets, other=secrets, text=texts)
def test_several_secrets_leave_nothing_of_each_other(value, other, text):
    redactor = Redactor([("ONE", value), ("TWO", other)])
    shown = redactor.text(f"{text}{value}{other}{text}{other}{value}")
    assert value not in shown
    assert other not in shown
    assert redactor.text(shown) == shown


@given(value=secrets, cut=st.integers(1, 5), text=texts)
def test_overlapping_secrets_leave_no_remainder(value, cut, text):
    longer = value[cut:] + text + "tail12"
    shown = Redactor([("ONE", value), ("TWO", longer)]).text(value[:cut] + longer)
    assert is_masked(shown)


json_data = st.recursive(
    texts | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def with_secret(value):
    """Put a secret somewhere into a text, or into a text within data."""
    spot = st.tuples(texts, texts).map(lambda around: f"{around[0]}{value}{around[1]}")
    return st.recursive(
        spot,
        lambda inner: (
            st.lists(inner | texts, min_size=1, max_size=3)
            | st.dictionaries(spot | texts, inner, min_size=1, max_size=3)
        ),
        max_leaves=6,
    )


@given(data=st.data(), value=secrets, ensure_ascii=st.booleans())
def test_a_masked_json_text_is_still_json_without_the_secret(data, value, ensure_ascii):
    redactor = Redactor([("TOKEN", value)])
    document = data.draw(with_secret(value))
    shown = redactor.text(json.dumps(document, ensure_ascii=ensure_ascii))
    assert value not in json.dumps(json.loads(shown), ensure_ascii=False)
    assert redactor.text(shown) == shown


@given(data=st.data(), value=secrets)
def test_masked_data_holds_no_secret_and_keeps_its_shape(data, value):
    redactor = Redactor([("TOKEN", value)])
    document = data.draw(with_secret(value))
    shown = redactor.data(document)
    assert not redactor.contains(json.dumps(shown))
    assert shape(shown) == shape(document)
    assert redactor.data(shown) is shown


def shape(value):
    if isinstance(value, dict):
        return [shape(child) for child in value.values()]
    return [shape(child) for child in value] if isinstance(value, list) else None


@given(value=secrets, name=st.sampled_from(["q", "token", "next"]), path=texts)
def test_no_secret_is_left_in_a_url(value, name, path):
    redactor = Redactor([("TOKEN", value)])
    for url in (
        f"https://example.com/{quote(path)}?{urlencode({'a': '1', name: value})}#top",
        f"https://example.com/{quote(value, safe='')}/x?a=1",
        f"https://{quote(value, safe='')}:x@example.com/",
        f"/relative?next={quote(f'https://example.com/?t={quote(value)}')}",
    ):
        shown = redactor.url(url)
        assert quote(value) not in shown
        assert not redactor.contains(shown)
        assert redactor.url(shown) == shown


@given(value=secrets, name=st.sampled_from(["Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Echo"]))
def test_no_secret_is_left_in_headers(value, name):
    redactor = Redactor([("TOKEN", value)])
    for text in (value, f"Bearer {value}", f"a=1; b={value}", quote(value)):
        shown = redactor.headers([(name, text)])
        assert not redactor.contains(shown[0][1])
        assert redactor.headers(shown) == shown


@given(value=st.text(string.printable.strip(), min_size=6), text=st.text("äöüß€ łжд一\n", max_size=200))
def test_text_without_the_secret_is_left_alone(value, text):
    redactor = Redactor([("TOKEN", value)])
    assert redactor.text(text) is text
    assert redactor.data({text: [text, 1.5, None]}) == {text: [text, 1.5, None]}


@given(text=st.text(string.printable, max_size=300), data=json_data)
@example(text='{"a": "\\"s3cr3t"}', data={})
def test_ordinary_text_is_not_taken_for_a_long_secret(text, data):
    redactor = Redactor([("TOKEN", "Zq81-hunter2/Kx+77==")])
    assert redactor.text(text) is text
    assert redactor.bytes(text.encode()) == text.encode()
    assert redactor.data(data) is data
