"""Rules that a response suggests."""

import pytest

from hooknb.core.node import Node
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.redaction import Redactor
from hooknb.core.survey.suggestions import Wish, suggestion_table, suggestions, wishes

DATA = {
    "data": {"userId": 1, "id": 5, "title": "x"},
    "items": [
        {"id": 7, "sku": "A1", "price": {"amount": 9.5}, "due": "2026-11-24", "tags": ["a"]},
        {"id": 8, "sku": "B2", "price": {"amount": 1}, "due": "soon"},
    ],
    "rates": {"2026-11-24": {"EUR": 1.5}},
    "customer": {"firstName": "Ann", "email": "ann@example.com", "note": None},
}


def paths(*wanted, data=DATA, **options):
    made = [each if isinstance(each, Wish) else Wish(each) for each in wanted]
    return {each.parameter: each.path for each in suggestions(data, made, **options)}


@pytest.mark.parametrize(
    ("wish", "path"),
    [
        ("USER_ID", "data.userId"),
        ("TITLE", "data.title"),
        ("FIRST_NAME", "customer.firstName"),
        ("MAIL", "customer.email"),
        ("ITEM_ID", "items[0].id"),
        ("ITEM_IDS", "items[*].id"),
        ("TAGS", "items[*].tags[*]"),
        ("EUR", "rates['2026-11-24'].EUR"),
        (Wish("X", example=9.5), "items[0].price.amount"),
        (Wish("X", example=8), "items[1].id"),
        (Wish("SKU", example="B2"), "items[1].sku"),
        (Wish("DUE", entity="sys.date"), "items[0].due"),
        (Wish("TITLE", entity="sys.number"), None),
        ("NOTHING_LIKE_IT", None),
        ("NOTE", None),
    ],
    ids=str,
)
def test_a_path_is_suggested(wish, path):
    assert next(iter(paths(wish).values()), None) == path


@pytest.mark.parametrize(
    ("wish", "entity", "value", "why"),
    [
        ("USER_ID", "sys.number", 1, "the same name"),
        ("MAIL", "sys.contacts", "ann@example.com", "a near name, fits sys.contacts"),
        ("ITEM_IDS", "sys.any", [7, 8], "the same name"),
        (Wish("X", example=9.5), "sys.number", 9.5, "the example stands there"),
        (Wish("DUE", entity="sys.date"), "sys.date", "2026-11-24", "the same name, fits sys.date"),
    ],
    ids=str,
)
def test_a_suggestion_says_what_and_why(wish, entity, value, why):
    [found] = suggestions(DATA, [wish if isinstance(wish, Wish) else Wish(wish)])
    assert (found.entity, found.value, found.why) == (entity, value, why)
    assert 0.5 <= found.score <= 1


def test_no_path_is_suggested_twice():
    assert paths("USER_ID", "ID") == {"USER_ID": "data.userId", "ID": "data.id"}
    assert paths("FIRST_NAME", "FIRSTNAME") == {"FIRST_NAME": "customer.firstName"}


def test_more_suggestions_come_when_asked():
    found = suggestions(DATA, [Wish("ID")], top=3)
    assert [each.path for each in found] == ["data.id", "items[0].id", "data.userId"]
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_of_xml_texts_are_numbers():
    data = {"o": {"item": [{"@id": "7", "price": {"@cur": "EUR", "#text": "5"}}]}}
    found = {
        each.parameter: (each.path, each.entity, each.value)
        for each in suggestions(data, [Wish("PRICE"), Wish("ITEM_ID")], lax=True)
    }
    assert found == {
        "PRICE": ("o.item[0].price", "sys.number", "5"),
        "ITEM_ID": ("o.item[0].@id", "sys.number", "7"),
    }


NODE = Node(
    "https://example.com/$CITY",
    parameters=[
        {"name": "CITY"},
        {"name": "DUE", "entity": "sys.date"},
        {"name": "MAPPED"},
        {"name": "NUMBER", "value": 7},
        {"name": "TOKEN", "secret": True},
    ],
    mapping={"MAPPED": "data.id"},
)


def test_what_a_node_declares_and_gets_from_nowhere_is_wanted():
    found = wishes(NODE, ["X"], {"Y": 8})
    assert found == [
        Wish("X"),
        Wish("Y", example=8),
        Wish("DUE", "sys.date"),
        Wish("NUMBER", "sys.any", 7),
        Wish("TOKEN", "sys.any"),
    ]
    assert wishes(None, ["X"], {}) == [Wish("X", "", MISSING)]


def test_a_path_that_holds_a_secret_is_left_out_and_values_are_masked():
    redactor = Redactor([("KEY", "s3cret-token-42")])
    found = suggestions({"user": "s3cret-token-42", "s3cret-token-42": {"id": 1}}, [Wish("USER"), Wish("ID")])
    assert len(found) == 2
    assert [row[2:4] for row in suggestion_table(found, redactor).rows] == [("user", "«KEY»")]
