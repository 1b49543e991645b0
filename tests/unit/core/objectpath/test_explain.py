"""What a path says when it finds nothing: where it stopped, and the nearest thing that is there."""

from __future__ import annotations

import pytest

from hooknb.core.objectpath.path import ObjectPath

DATA = {
    "data": {"userId": 1, "userName": "Ann", "nothing": None, "empty": {}, "none": []},
    "items": [{"id": 1, "name": "x"}, {"id": 2, "tags": ["p"]}],
    "text": "secret value",
    "flag": True,
    "a b": {"c": 1},
}


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("data.userId", "finds 1 value"),
        ("data.nothing", "finds 1 value, which is null"),
        ("items[*].id", "finds 2 values"),
        ("data.usrId", "'data' has no 'usrId'; nearest is 'userId'"),
        ("data.USERID", "'data' has no 'USERID'; nearest is 'userId'"),
        ("dat.userId", "the data has no 'dat'; nearest is 'data'"),
        ("data.zzz", "'data' has no 'zzz'; it has 'userId', 'userName', 'nothing', 'empty', 'none'"),
        ("data.nothing.x", "'data.nothing' is null, so it has no 'x'"),
        ("data.nothing[0]", "'data.nothing' is null, so it has no [0]"),
        ("data.empty.x", "'data.empty' is an empty object"),
        ("data.none[0]", "'data.none' is an empty list"),
        ("data.none.x", "'data.none' is an empty list"),
        ("data.userId.x", "'data.userId' is a number, so it has no 'x'"),
        ("text.x", "'text' is text, so it has no 'x'"),
        ("flag[0]", "'flag' is true or false, so it has no [0]"),
        ("items.id", "'items' is a list, not an object, so it has no 'id'; did you mean items[0].id?"),
        ("items.nme", "'items' is a list, not an object, so it has no 'nme'; did you mean items[0].name?"),
        ("items.0", "'items' is a list, and '0' is a name; did you mean items[0]?"),
        ("items.-1", "'items' is a list, and '-1' is a name; did you mean items[-1]?"),
        ("items[2]", "'items' has 2 items, so it has no [2]"),
        ("items[1].tags[1]", "'items[1].tags' has 1 item, so it has no [1]"),
        ("data[0]", "'data' is an object, not a list, so it has no [0]; did you mean data.none[0]?"),
        ("['a b'].d", "\"$['a b']\" has no 'd'; it has 'c'"),
        ("items[*].nam", "none of the 2 values at 'items[*]' has 'nam'; nearest is 'name'"),
        ("items[*][0]", "none of the 2 values at 'items[*]' has [0]"),
        ("items[?@.id > 5]", "nothing in 'items' passes the filter"),
        ("items[5:]", "nothing in 'items' is in that range"),
        ("items['a','b']", "nothing in 'items' has one of these names and indexes"),
        ("data.empty.*", "'data.empty' is an empty object"),
        ("text[*]", "'text' is text, so nothing is in it"),
        ("$..nme", "nothing below the data is called 'nme'; nearest is 'name'"),
        ("$..[7]", "nothing below the data has [7]"),
        ("$..[?@.id > 5]", "nothing below the data passes the filter"),
    ],
)
def test_a_miss_names_where_the_walk_stopped(path, sentence):
    assert ObjectPath(path).explain(DATA) == sentence


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        (
            "userId",
            [{"userId": 1}],
            "the data is a list, not an object, so it has no 'userId'; did you mean $[0].userId?",
        ),
        ("a", 5, "the data is a number, so it has no 'a'"),
        ("a", None, "the data is null, so it has no 'a'"),
        ("a", [], "the data is an empty list"),
        ("[0]", {"a": 1}, "the data is an object, not a list, so it has no [0]; it has 'a'"),
    ],
)
def test_the_data_itself_may_be_the_place(path, data, sentence):
    assert ObjectPath(path).explain(data) == sentence


def test_xml_is_explained_by_its_elements():
    notes = {"note": [{"to": "Tove"}, {"to": {"@id": "1", "#text": "Ann"}}]}
    assert ObjectPath("note.to").explain(notes, lax=True) == "finds 2 values"
    assert (
        ObjectPath("note.too").explain(notes, lax=True)
        == "none of the 2 values at 'note[*]' has 'too'; nearest is 'to'"
    )
    assert ObjectPath("note[0].to.x").explain(notes, lax=True) == "'note[0].to' is text, so it has no 'x'"


def test_an_explanation_never_quotes_a_value():
    for path in ("text.x", "text[0]", "text[*]", "$..zzz", "$[?@ == 1]", "data.userName.x"):
        sentence = ObjectPath(path).explain(DATA)
        assert "secret" not in sentence
        assert "Ann" not in sentence


def test_very_many_and_very_long_names_are_not_all_compared():
    data = {f"name{number}": number for number in range(200_000)} | {"x" * 1_000_000: 1}
    sentence = ObjectPath("nam").explain(data)
    assert sentence.startswith("the data has no 'nam'; nearest is 'name")
    assert len(ObjectPath("qqq").explain(data)) < 300


def test_what_stands_after_the_first_thousand_is_seen():
    items = [{"id": number} for number in range(3000)]
    items[2500]["late"] = {"x": 1}
    assert ObjectPath("[*].late.x").explain(items) == "finds 1 value"
    assert ObjectPath("[*].id").explain(items) == "finds 1000 or more values"
    assert ObjectPath("[*].late.y").explain(items) == "'$[2500].late' has no 'y'; it has 'x'"
    assert (
        ObjectPath("[*].lat").explain(items)
        == "none of the 1000 or more values at '$[*]' has 'lat'; it has 'id'"
    )
