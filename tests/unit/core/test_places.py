"""Filling: each place has its own rule for what a value may be and how it is escaped."""

import pytest

from hooknb.core.parameters import Chosen, plain_spelling
from hooknb.core.places import (
    encode_form,
    fill_form_text,
    fill_header,
    fill_json,
    fill_markup,
    fill_query,
    fill_text,
)
from hooknb.core.template import Template
from hooknb.errors import ParameterError


def values(**given):
    return lambda name: Chosen(name, given[name], plain_spelling(given[name]))


@pytest.mark.parametrize(
    ("text", "value", "filled"),
    [
        pytest.param('{"a": "$V"}', 'say "hi"\n', r'{"a": "say \"hi\"\n"}', id="text-in-quotes-is-escaped"),
        pytest.param('{"a": $V}', 'say "hi"', r'{"a": "say \"hi\""}', id="bare-text-is-quoted"),
        pytest.param('{"a": $V}', [1, {"b": None}], '{"a": [1, {"b": null}]}', id="bare-keeps-the-type"),
        pytest.param('{"a": "$V"}', [1], '{"a": "[1]"}', id="a-list-in-quotes-is-its-spelling"),
        pytest.param(
            '{"a\\"": $V, "b": "$V"}', True, '{"a\\"": true, "b": "true"}', id="escaped-quotes-are-seen"
        ),
        pytest.param('["$$V", $V]', 1, '["$V", 1]', id="dollar-escape"),
        pytest.param('{"a": "$V"}', "\ud800", '{"a": "\\ud800"}', id="surrogate-is-escaped"),
        pytest.param('{"a": "$V"}', "ü", '{"a": "ü"}', id="other-text-is-kept"),
    ],
)
def test_json_is_filled_by_where_the_value_stands(text, value, filled):
    assert fill_json(Template(text), values(V=value)) == filled


def test_a_bare_number_keeps_the_digits_that_were_written():
    chosen = Chosen("V", 2.5, "2.50")
    assert fill_json(Template("[$V]"), lambda _: chosen) == "[2.50]"


def test_json_that_a_value_breaks_is_told_with_the_parameter():
    with pytest.raises(ParameterError, match="once V is filled in") as caught:
        fill_json(Template("{$V: 1}"), values(V=3))
    assert caught.value.names == ("V",)


@pytest.mark.parametrize(
    ("text", "value", "filled"),
    [
        pytest.param("<a>$V</a>", "<b>&\"'", "<a>&lt;b&gt;&amp;&quot;&#x27;</a>", id="text"),
        pytest.param('<a b="$V"/>', 'x"y', '<a b="x&quot;y"/>', id="attribute"),
        pytest.param("<a><![CDATA[$V]]></a>", "<b>]]>", "<a><![CDATA[<b>]]]]><![CDATA[>]]></a>", id="cdata"),
        pytest.param("<a>$V</a>", "x\ry", "<a>x&#13;y</a>", id="carriage-return-survives"),
    ],
)
def test_markup_is_escaped_for_text_and_attributes(text, value, filled):
    assert fill_markup(Template(text), values(V=value), xml=True) == filled


@pytest.mark.parametrize("value", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_characters_that_xml_cannot_hold_are_refused_with_the_parameter(value):
    with pytest.raises(ParameterError, match="parameter V holds"):
        fill_markup(Template("<a>$V</a>"), values(V=value), xml=True)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("a\r\nB: c", "carriage return"),
        ("a\nb", "line break"),
        ("\0", "NUL"),
        ("€", "latin-1"),
        ("\x7f", "control"),
    ],
)
def test_a_header_refuses_what_it_cannot_carry(value, says):
    with pytest.raises(ParameterError, match=says):
        fill_header(Template("x $V"), values(V=value))


def test_a_header_takes_latin_1_text():
    assert fill_header(Template("Bearer $V "), values(V="né")) == "Bearer né"


def test_a_list_repeats_the_key_only_when_it_is_the_whole_value():
    assert fill_query("tag", Template("$V"), values(V=["a", 2])) == [("tag", "a"), ("tag", "2")]
    assert fill_query("tag", Template("x$V"), values(V=["a"])) == [("tag", 'x["a"]')]
    assert fill_query("tag", Template("$V"), values(V=[])) == []


def test_forms_are_form_encoded_and_text_is_left_alone():
    assert encode_form([("a b", "c&d=é")]) == "a+b=c%26d%3D%C3%A9"
    assert fill_form_text(Template("a=$V"), values(V="x y&")) == "a=x+y%26"
    assert fill_text(Template("a=$V"), values(V="x y&")) == "a=x y&"
