"""Lenient evaluation: a path into XML keeps its meaning when elements are added and attributes appear."""

from __future__ import annotations

import pytest

from hooknb.core.objectpath.path import MISSING, ObjectPath

# As xmltodict gives <note><to>Tove</to>…, with none, one and several elements, with and without attributes.
NONE = {"note": None}
EMPTY = {"note": {"to": None}}
ONE = {"note": {"to": "Tove"}}
MARKED = {"note": {"to": {"@id": "1", "#text": "Tove"}}}
TWO = {"note": {"to": ["Tove", "Ann"]}}
MIXED = {"note": {"to": [{"@id": "1", "#text": "Tove"}, "Ann"]}}
NOTES = {"all": {"note": [{"to": "Tove"}, {"to": ["Ann", {"@id": "7", "#text": "Bob"}]}, None]}}


@pytest.mark.parametrize(
    ("path", "data", "value"),
    [
        ("note.to", ONE, "Tove"),
        ("note.to", MARKED, "Tove"),
        ("note.to", TWO, ["Tove", "Ann"]),
        ("note.to", MIXED, ["Tove", "Ann"]),
        ("note.to", EMPTY, None),
        ("note.to", NONE, MISSING),
        ("note.to[0]", ONE, "Tove"),
        ("note.to[0]", MARKED, "Tove"),
        ("note.to[0]", TWO, "Tove"),
        ("note.to[0]", MIXED, "Tove"),
        ("note.to[0]", EMPTY, None),
        ("note.to[-1]", ONE, "Tove"),
        ("note.to[-1]", MIXED, "Ann"),
        ("note.to[1]", ONE, MISSING),
        ("note.to[1]", MIXED, "Ann"),
        ("note.to[*]", ONE, ["Tove"]),
        ("note.to[*]", MARKED, ["Tove"]),
        ("note.to[*]", MIXED, ["Tove", "Ann"]),
        ("note.to[*]", NONE, []),
        ("note.to[0:1]", MARKED, ["Tove"]),
        ("note.to[1:]", MARKED, []),
        ("note.to[::-1]", MIXED, ["Ann", "Tove"]),
        ("note[0].to[0]", MIXED, "Tove"),
        ("note.to.@id", MARKED, "1"),
        ("note.to.@id", MIXED, "1"),
        ("note.to.@id", ONE, MISSING),
        ("note.to.#text", MARKED, "Tove"),
        ("note.to['#text']", MIXED, "Tove"),
        ("all.note.to", NOTES, ["Tove", "Ann", "Bob"]),
        ("all.note[1].to", NOTES, ["Ann", "Bob"]),
        ("all.note[1].to[1]", NOTES, "Bob"),
        ("all.note.to.@id", NOTES, "7"),
        ("all.note[*].to[0]", NOTES, ["Tove", "Ann"]),
        ("$..to", NOTES, ["Tove", "Ann", "Bob"]),
        ("$..to[0]", NOTES, ["Tove", "Ann"]),
        ("$..@id", NOTES, ["7"]),
        ("note.*", MIXED, ["Tove", "Ann"]),
        ("all.note.*", NOTES, ["Tove", "Ann", "Bob"]),
        ("$..[?@.@id]", NOTES, ["Bob"]),
        ("$..[?@.@id == 7]", NOTES, ["Bob"]),
        ("all.note[?@.to == 'Bob'].to[0]", NOTES, ["Ann"]),
    ],
)
def test_a_path_keeps_its_meaning_for_one_two_and_many(path, data, value):
    made = ObjectPath(path)
    assert made.one(data, lax=True) == value
    found = [] if value is MISSING else value if isinstance(value, list) else [value]
    assert made.find(data, lax=True) == found
    assert [each for _, each in made.matches(data, lax=True)] == found


def test_each_repeated_element_is_a_match_with_its_place():
    assert list(ObjectPath("note.to").matches(MIXED, lax=True)) == [
        (("note", "to", 0), "Tove"),
        (("note", "to", 1), "Ann"),
    ]
    assert list(ObjectPath("note.to[0]").matches(MARKED, lax=True)) == [(("note", "to"), "Tove")]
    assert ObjectPath("note.to").value(MIXED, policy="count", lax=True) == 2
    assert ObjectPath("note.to").value(MIXED, policy="first", lax=True) == "Tove"
    assert ObjectPath("note.to").value(MIXED, policy="join", lax=True) == "Tove, Ann"


def test_a_list_that_was_asked_for_stays_a_list():
    forced = {"note": {"to": [{"@id": "1", "#text": "Tove"}]}}
    assert ObjectPath("note.to").one(forced, lax=True) == ["Tove"]
    assert ObjectPath("note.to").find(forced, lax=True) == ["Tove"]


def test_the_container_is_given_to_those_who_want_it():
    element = MARKED["note"]["to"]
    assert ObjectPath("note.to").one(MARKED, lax=True, container=True) == element
    assert ObjectPath("note.to").find(MIXED, lax=True, container=True) == [element, "Ann"]


@pytest.mark.parametrize(
    "element",
    [{"@id": "1"}, {"#text": "x", "child": "y"}, {"#text": "x", "@id": "1", "b": None}, {}],
    ids=["no text", "mixed content", "attribute and child", "nothing"],
)
def test_an_element_with_more_than_text_and_attributes_stays_whole(element):
    assert ObjectPath("a").one({"a": element}, lax=True) == element


BOOKS = {
    "shop": {
        "book": [
            {"@lang": "en", "title": "Sea", "price": "9.50", "author": ["A", "B"]},
            {"@lang": "de", "title": {"@short": "M", "#text": "Meer"}, "price": "12", "author": "C"},
            {"title": "Old", "price": "n/a", "author": None},
        ]
    }
}


@pytest.mark.parametrize(
    ("test", "titles"),
    [
        ("@.price < 10", ["Sea"]),
        ("@.price > 10", ["Meer"]),
        ("@.price == 12", ["Meer"]),
        ("12 <= @.price", ["Meer"]),
        ("@.price != 12", ["Sea", "Old"]),
        ("@.price == '12'", ["Meer"]),
        ("@.title == 'Meer'", ["Meer"]),
        ("@.@lang == 'en'", ["Sea"]),
        ("!@.@lang", ["Old"]),
        ("@.author == 'B'", ["Sea"]),
        ("@.author != 'B'", ["Meer", "Old"]),
        ("@.author == null", ["Old"]),
        ("count(@.author) == 2", ["Sea"]),
        ("length(@.author) == 2", ["Sea"]),
        ("match(@.title, 'M.*')", ["Meer"]),
        ("search(@.author, 'B')", ["Sea"]),
        ("value(@.title) == 'Meer'", ["Meer"]),
        ("@.title == $.shop.book[1].title", ["Meer"]),
        ("@.nothing == @.neither", ["Sea", "Meer", "Old"]),
        ("@.nothing != 'x'", ["Sea", "Meer", "Old"]),
    ],
)
def test_filters_look_at_texts_and_at_every_element(test, titles):
    assert ObjectPath(f"shop.book[?{test}].title").find(BOOKS, lax=True) == titles


def test_a_filter_takes_a_single_element_as_a_list_of_one():
    one = {"shop": {"book": BOOKS["shop"]["book"][0]}}
    assert ObjectPath("shop.book[?@.price < 10].title").find(one, lax=True) == ["Sea"]
    assert ObjectPath("shop.book[?@.price > 10].title").find(one, lax=True) == []


PREFIXED = {
    "s:Envelope": {
        "@xmlns:s": "urn:s",
        "s:Body": {"m:to": {"@m:id": "1", "#text": "Tove"}, "n:to": "Ann", "to": "Bob"},
    }
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("Envelope.Body.to", ["Tove", "Ann", "Bob"]),
        ("Envelope.Body.m:to", ["Tove"]),
        ("s:Envelope.s:Body.to.@id", ["1"]),
        ("$..to", ["Tove", "Ann", "Bob"]),
        ("$..[?@.@id == 1]", ["Tove"]),
        ("Envelope.@s", []),
        ("Envelope.@xmlns:s", ["urn:s"]),
    ],
)
def test_prefixes_are_ignored_when_asked(path, found):
    assert ObjectPath(path).find(PREFIXED, lax=True, ignore_prefixes=True) == found


def test_prefixes_count_when_nobody_asked():
    assert ObjectPath("Envelope.Body").find(PREFIXED, lax=True) == []
    assert ObjectPath("$..to").find(PREFIXED, lax=True) == ["Bob"]


def test_exact_evaluation_knows_nothing_of_xml():
    assert ObjectPath("note.to").one(MARKED) == MARKED["note"]["to"]
    assert ObjectPath("note.to[0]").one(ONE) is MISSING
    assert ObjectPath("all.note.to").one(NOTES) is MISSING


def test_lax_data_may_be_a_list_and_lists_may_hold_lists():
    assert ObjectPath("a").find([{"a": 1}, {"a": [2, 3]}], lax=True) == [1, 2, 3]
    assert ObjectPath("$..a").find([[{"a": 1}], {"b": [[{"a": 2}]]}], lax=True) == [1, 2]
    assert ObjectPath("$..[0]").find([{"a": [5, 6], "b": 7}], lax=True) == [5, 7]
