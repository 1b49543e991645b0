"""The seed's dialect: what each way of writing means, and what is refused with which hint."""

from __future__ import annotations

import pytest

from hooknb.core.objectpath.path import MISSING, ObjectPath
from hooknb.errors import ObjectPathError

DATA = {
    "data": {"userId": 1, "none": None, "first-name": "Ann", "to do": True, "0": "zero", "né": 2},
    "items": [
        {"id": 1, "tags": ["a", "b"], "price": 5},
        {"id": 2, "tags": [], "price": 20.5},
        {"id": 3, "price": "20"},
    ],
    "note": {"to": {"#text": "Tove", "@id": "n1"}, "ns:from": "Jani"},
    "404": {"reason": "gone"},
    "where": "here",
    "true": "yes",
    "$": "dollar",
    "@": "at",
    "@id": "attribute",
    "$ref": "reference",
}
LIST = [{"userId": 1, "name": "Ann"}, {"userId": 2}]


@pytest.mark.parametrize(
    ("path", "data", "value"),
    [
        ("data.userId", DATA, 1),
        ("data['userId']", DATA, 1),
        ("$[0].userId", LIST, 1),
        ("$[0]['userId']", LIST, 1),
        ("note.to", {"note": {"to": "Tove"}}, "Tove"),
        ("note['to']", {"note": {"to": "Tove"}}, "Tove"),
        ("[0][name]", LIST, "Ann"),
    ],
)
def test_every_spelling_of_the_seed_is_read(path, data, value):
    assert ObjectPath(path).one(data) == value
    assert ObjectPath(path).definite


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.data.userId", 1),
        ("@.data.userId", 1),
        (".data.userId", 1),
        ("$", DATA),
        ("@", DATA),
        (" data . userId ", 1),
        ("data\n.userId", 1),
        ('data["userId"]', 1),
        ("data[userId]", 1),
        ("$.data.['userId']", 1),
        ("data.'to do'", True),
        ("'data'.userId", 1),
        ("data['to do']", True),
        ("data.none", None),
        ("data.first-name", "Ann"),
        ("data[first-name]", "Ann"),
        ("data.né", 2),
        ("data['n\\u00e9']", 2),
        ("data.0", "zero"),
        ("data['0']", "zero"),
        ("items[-1].id", 3),
        ("items[ 0 ].id", 1),
        ("items[00].id", 1),
        ("note.to.#text", "Tove"),
        ("note.to.@id", "n1"),
        ("note[to][@id]", "n1"),
        ("note.ns:from", "Jani"),
        ("404.reason", "gone"),
        ("where", "here"),
        ("true", "yes"),
        ("@id", "attribute"),
        ("['$']", "dollar"),
        ("['@']", "at"),
        ("['$ref']", "reference"),
        ("$.$ref", "reference"),
    ],
)
def test_a_definite_path_gives_its_value(path, value):
    made = ObjectPath(path)
    assert (made.one(DATA), made.definite, made.dialect) == (value, True, "seed")
    assert made.find(DATA) == [value]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("items[*].id", [1, 2, 3]),
        ("items.*.id", [1, 2, 3]),
        ("items[0,2].id", [1, 3]),
        ("items[2,0,0].id", [3, 1, 1]),
        ("items[0]['price','id']", [5, 1]),
        ("items[0][price, id]", [5, 1]),
        ("items[1:].id", [2, 3]),
        ("items[:-1].id", [1, 2]),
        ("items[::-1].id", [3, 2, 1]),
        ("items[ 0 : 3 : 2 ].id", [1, 3]),
        ("items[::0]", []),
        ("items[0:99].id", [1, 2, 3]),
        ("items[*].tags[*]", ["a", "b"]),
        ("..id", [1, 2, 3]),
        ("$..id", [1, 2, 3]),
        ("$..tags[0]", ["a"]),
        ("$..['id','price']", [1, 5, 2, 20.5, 3, "20"]),
        ("$..[0]", [DATA["items"][0], "a"]),
        ("items[?@.price > 10].id", [2]),
        ("items[?(@.price == '20')].id", [3]),
        ("items[?@.tags].id", [1, 2]),
        ("items[?!@.tags].id", [3]),
        ("items[?@.tags[0] == 'a' || @.id == 3].id", [1, 3]),
        ("items[?@.id >= 2 && @.id < 3].id", [2]),
        ("items[?count(@.tags[*]) == 2].id", [1]),
        ("items[?@.id == $.data.userId].id", [1]),
        ("items[?@.tags[?@ == 'b']].id", [1]),
        ("items[?@.tags[?@ == 'b' && $.data.userId == 1]].id", [1]),
        ("*.reason", ["gone"]),
        ("nothing[*]", []),
    ],
)
def test_an_indefinite_path_gives_a_list(path, values):
    made = ObjectPath(path)
    assert made.find(DATA) == values
    assert made.one(DATA) == values
    assert [value for _, value in made.matches(DATA)] == values
    assert not made.definite


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("data.nothing", DATA),
        ("data.none.x", DATA),
        ("data.userId.x", DATA),
        ("data[0]", DATA),
        ("data.first-name[0]", DATA),
        ("data.first-name[0][0]", DATA),
        ("items[3]", DATA),
        ("items[-4]", DATA),
        ("items.0", DATA),
        ("items['0']", DATA),
        ("items[99999999999999999999999]", DATA),
        ("[0]", "text"),
        ("[0]", {"0": 1}),
        ("[0]", True),
        ("[1]", 1),
        ("a", None),
        ("a", "a"),
        ("a", ["a"]),
        ("a.b.c.d.e.f.g.h", {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}),
    ],
)
def test_a_miss_is_missing_and_not_null(path, data):
    assert ObjectPath(path).one(data) is MISSING
    assert ObjectPath(path).find(data) == []
    assert list(ObjectPath(path).matches(data)) == []


@pytest.mark.parametrize("length", range(1, 10))
def test_chains_of_every_length_hit_and_miss(length):
    data: object = "end"
    for depth in reversed(range(length)):
        data = [data] if depth % 2 else {"k": data}
    keys = ["[0]" if depth % 2 else ".k" for depth in range(length)]
    assert ObjectPath("$" + "".join(keys)).one(data) == "end"
    for depth in range(length):
        other = [*keys[:depth], "[1]" if depth % 2 else ".x", *keys[depth + 1 :]]
        assert ObjectPath("$" + "".join(other)).one(data) is MISSING


def test_matches_tell_their_places():
    assert list(ObjectPath("items[?@.id > 1].id").matches(DATA)) == [
        (("items", 1, "id"), 2),
        (("items", 2, "id"), 3),
    ]
    assert list(ObjectPath("items[-1].id").matches(DATA)) == [(("items", 2, "id"), 3)]
    assert list(ObjectPath("$").matches(5)) == [((), 5)]


@pytest.mark.parametrize(
    ("path", "position", "message", "hint"),
    [
        ("", 0, "the path is empty", "write $ for the whole response"),
        ("  ", 2, "the path is empty", "write $ for the whole response"),
        ("data.", 5, "the path ends where a name is expected", "remove the last dot"),
        ("data..", 6, "the path ends where a name is expected", "remove the last dot"),
        ("a...b", 3, "a dot where a name is expected", "two dots mean every depth; three mean nothing"),
        ("$data", 0, "$ is the whole response", "write data, or ['$data'] for a name with $ in it"),
        ("data[", 4, "the bracket [ is never closed", "add ]"),
        ("data[0", 4, "the bracket [ is never closed", "add ]"),
        ("data[]", 5, "nothing stands between the brackets", "write [*] for all of them"),
        ("data[0,]", 7, "a comma with nothing after it", "remove it"),
        ("data]", 4, "a bracket that nobody opened", "remove it"),
        ("data['a", 5, "the quote ' is never closed", "add '"),
        ("data['\\q']", 6, "\\q is not an escape", "write \\\\q for a backslash"),
        ("data['\\u12']", 6, "\\u needs four hexadecimal digits", "such as \\u00e9"),
        ("data['\\u{110000}']", 6, "there is no such character", "the last one is \\u{10ffff}"),
        ("note/to", 4, "a path has dots, not slashes", "write note.to"),
        ("first name", 6, "a name ends at a blank", "quote a name that holds one: ['first name']"),
        ("data[first name]", 11, "'n' is not expected between brackets", "quote the name: ['first name']"),
        ("items[(@.length-1)]", 6, "scripts are not run", "[-1] for the last one"),
        ("items[?@.id = 1", 12, "= is not an operator", "write == to compare"),
        ("items[?@.a == True]", 14, "True is not known", "write true"),
        ("items[?@.a == None]", 14, "None is not known", "write null"),
        ("items[?'a']", 7, "a value alone is no test", "compare it, such as @.name == 'Ann'"),
        ("items[?@.a == 01]", 15, "a number does not begin with 0", "remove it, or quote a text"),
        ("items[?lenght(@.a) > 1]", 7, "there is no function lenght()", "did you mean 'length'?"),
        ("items[?length(@.a)]", 7, "length() gives a value, not true or false", "compare it with one"),
        ("items[?count(1) == 1]", 13, "count() takes a path", "such as count(@.items[*])"),
        ("items[?match(@.a)]", 7, "match() takes 2 values", ""),
        (
            "items[?match(@.a, 'a') == true]",
            7,
            "match() is a test already",
            "do not compare it; ! negates it",
        ),
        ("items[?match(@.a, '\\\\d')]", 7, "not an I-Regexp", "in '\\\\d'"),
        ("items[?!@.a == 1]", 8, "! stands before a test, not before a value", "write !(@.a == …)"),
        ("items[?(@.a]", 7, "the parenthesis ( is never closed", "add )"),
        ("items[?@.a &&]", 13, "the filter ends where a value is expected", "such as [?@.price > 10]"),
        ("a[" + "9" * 500 + "]", 2, "this number is too long", ""),
    ],
)
def test_what_is_no_path_is_refused_with_a_place_and_a_hint(path, position, message, hint):
    with pytest.raises(ObjectPathError) as caught:
        ObjectPath(path)
    error = caught.value
    assert (error.text, error.position) == (path, position)
    assert error.message.startswith(message)
    assert hint in error.hint
    assert type(error) is ObjectPathError
