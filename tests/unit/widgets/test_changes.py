"""What differs from another response, as the explorer shows it."""

import copy
import json

import pytest

import hooknb
from hooknb.widgets import changes
from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import explored

BEFORE = {"items": [{"id": n, "n": n, "deep": {"x": 1}} for n in range(150)], "total": 150, "gone": 1}
AFTER = copy.deepcopy(BEFORE)
AFTER["items"][7]["n"] = "7"
AFTER["items"][120]["deep"]["x"] = 2
del AFTER["items"][3]
AFTER["items"].insert(0, {"id": -1})
AFTER["new"] = None
del AFTER["gone"]


@pytest.fixture
def talk():
    made = Conversation(explored(AFTER, BEFORE))
    while not made.answer({"ask": "changes on"})["done"]:
        pass
    return made


def marked(talk, *at):
    [told] = talk.answer({"ask": "marks", "of": [list(at)]})["marks"]
    return told


def test_the_changes_are_listed_and_counted(talk):
    answer = talk.answer({"ask": "changes", "start": 0})
    assert answer["counts"] == {"added": 2, "removed": 2, "changed": 1, "type": 1}
    assert [(row["path"], row["at"], row["what"], row["before"], row["after"]) for row in answer["rows"]] == [
        ("items[0]", [0, 0], "added", None, "{id: -1}"),
        ("items[3]", None, "removed", "{id: 3, n: 3, deep: {x: 1}}", None),
        ("items[7].n", [0, 7, 1], "type", "7", '"7"'),
        ("items[120].deep.x", [0, 120, 2, 0], "changed", "1", "2"),
        ("new", [2], "added", None, "null"),
        ("gone", None, "removed", "1", None),
    ]
    assert (answer["done"], answer["more"]) == (True, False)


def test_entries_tell_what_changed_and_how_much_below_them(talk):
    assert marked(talk, 0, 7, 1)["change"] == [{"what": "type", "before": "7", "after": '"7"'}]
    assert marked(talk, 0, 0)["change"][0]["what"] == "added"
    assert marked(talk, 0, 8) == {"marks": [], "change": None, "inside": 0}
    assert [marked(talk, *at)["inside"] for at in ((), (0,), (0, 120), (0, 120, 2))] == [6, 4, 1, 1]
    page = talk.answer({"ask": "children", "at": [0], "start": 0, "stop": 100})
    assert [entry["key"] for entry in page["entries"] if entry["change"] or entry["inside"]] == [0, 7]


def test_many_changes_are_grouped_and_come_in_pages():
    before = [{"id": n, "n": 0} for n in range(changes.PAGE * 3)]
    talk = Conversation(explored([{"id": each["id"], "n": 1} for each in before], before))
    while not talk.answer({"ask": "changes on"})["done"]:
        pass
    answer = talk.answer({"ask": "changes", "start": changes.PAGE})
    assert (len(answer["rows"]), answer["rows"][0]["path"], answer["listed"]) == (
        changes.PAGE,
        "$[100].n",
        300,
    )
    assert [(group["shown"], group["what"], group["count"]) for group in answer["groups"]] == [
        ("$[*].n", "changed", 300)
    ]


def test_more_changes_than_are_counted_are_told(monkeypatch):
    monkeypatch.setattr(changes, "COUNTED", 5)
    talk = Conversation(explored(list(range(10)), list(range(10, 20))))
    assert talk.answer({"ask": "changes on"}) == {"done": True, "count": 5}
    assert talk.answer({"ask": "changes", "start": 0})["more"]


def test_without_another_response_nothing_is_compared():
    talk = Conversation(explored(AFTER))
    assert talk.first()["against"] is None
    assert talk.answer({"ask": "changes on"}) == {"done": True, "count": 0}
    assert marked(talk, 0, 7, 1) == {"marks": [], "change": None, "inside": 0}


def test_one_xml_element_and_several_are_compared_alike():
    talk = Conversation(explored("<o><i>a</i><i>b</i></o>", "<o><i>a</i></o>"))
    talk.answer({"ask": "changes on"})
    assert [(row["path"], row["what"]) for row in talk.answer({"ask": "changes", "start": 0})["rows"]] == [
        ("o.i[1]", "added")
    ]


def test_secrets_of_both_are_masked(playground):
    session = hooknb.Session()
    session.parameters["KEY"] = "s3cret-token-42"
    body = {"v": "$KEY", "l": [{"id": "$KEY"}], "$KEY": 1}
    secretive = session.run(f"POST {playground.url}/echo\n[Params]\nKEY!:\n[Body json]\n{json.dumps(body)}")
    for what, against in ((secretive, {}), ({}, secretive), (secretive, secretive.data | {"json": {"v": 1}})):
        talk = Conversation(explored(what, against))
        told = [talk.answer({"ask": "changes on"}), talk.answer({"ask": "changes", "start": 0}), talk.first()]
        told += [talk.answer({"ask": "children", "at": [], "start": 0, "stop": None})]
        assert "s3cret-token" not in json.dumps(told, ensure_ascii=False)


def test_a_result_is_explored_against_another(playground):
    one, other = (hooknb.run(f"GET {playground.url}/{what}") for what in ("user", "users/2"))
    explorer = other.explore(against=one)
    assert explorer._first["against"].endswith("/user")
    assert hooknb.explore(other, one)._first["against"] == explorer._first["against"]
