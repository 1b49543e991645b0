"""Laws of filling: a filled body still parses, and no value is scanned twice, whatever the values are."""

import json
import xml.etree.ElementTree as ElementTree
from urllib.parse import parse_qsl, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from hooknb.core.address import fill_address
from hooknb.core.parameters import Chosen, plain_spelling
from hooknb.core.places import encode_form, fill_json, fill_markup, fill_query, fill_text
from hooknb.core.template import Template
from hooknb.errors import ParameterError

AWKWARD = [
    "",
    "$A",
    "$$",
    "${B}",
    '"',
    "\\",
    "\\u0041",
    "</a>",
    "]]>",
    "<!--",
    "&amp;",
    "a\nb",
    "\x00",
    "../..",
    "%2e",
    "é",
    "𝄞",
    " ",
    "&x=1",
    "\ud800",
]
texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=20))
json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)


def one(value):
    return lambda name: Chosen(name, value, plain_spelling(value))


@given(json_values)
def test_a_filled_json_body_parses_and_holds_the_value(value):
    filled = fill_json(Template('{"bare": $A, "text": "<$A>", "list": [$A, "$$A"]}'), one(value))
    data = json.loads(filled)
    assert data["bare"] == value
    assert data["text"] == f"<{plain_spelling(value)}>"
    assert data["list"] == [value, "$A"]


@given(texts)
def test_a_filled_xml_body_parses_and_holds_the_text(value):
    template = Template('<a b="$A">$A<c><![CDATA[$A]]></c></a>')
    try:
        filled = fill_markup(template, one(value), xml=True)
    except ParameterError as error:
        assert error.names == ("A",)
        return
    root = ElementTree.fromstring(filled)
    assert root.text or value == ""
    assert (root.text or "") == value
    assert (root.find("c").text or "") == value.replace("\r\n", "\n").replace("\r", "\n")


@given(texts, texts)
def test_values_are_not_scanned_twice(first, second):
    given_values = {"A": first, "B": second}
    filled = fill_text(
        Template("$A|$B|$A"), lambda name: Chosen(name, given_values[name], given_values[name])
    )
    assert filled == f"{first}|{second}|{first}"


@given(texts)
def test_a_path_segment_stays_one_segment_with_the_value_in_it(value):
    try:
        url = fill_address("https://x.org/a/$A/b", one(value), None)
    except ParameterError as error:
        assert error.names == ("A",)
        return
    segments = urlsplit(url).path.split("/")
    assert len(segments) == 4
    assert unquote(segments[2]) == value


@given(st.lists(texts, max_size=4), texts)
def test_query_parameters_come_back_as_they_were(items, name):
    try:
        pairs = fill_query(name, Template("$A"), one(items))
        url = fill_address("https://x.org/?k=v", one(items), None, pairs)
    except (ParameterError, UnicodeEncodeError):
        assert any("\ud800" <= character <= "\udfff" for text in [*items, name] for character in text)
        return
    assert parse_qsl(urlsplit(url).query, keep_blank_values=True) == [
        ("k", "v"),
        *((name, item) for item in items),
    ]


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=4))
def test_form_fields_come_back_as_they_were(pairs):
    try:
        encoded = encode_form(pairs)
    except UnicodeEncodeError:
        return
    assert parse_qsl(encoded, keep_blank_values=True, strict_parsing=bool(pairs)) == pairs
