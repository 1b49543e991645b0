"""Patterns that are picked by their text, and advice on what is picked."""

import pytest

from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import explored

DATA = {
    "items": [{"id": n, "sold": n} for n in range(257)] + [{"id": 257}],
    "users": {"1042": {"name": "Ann"}, "1043": {"name": "Bob"}},
}


@pytest.fixture
def talk():
    return Conversation(explored(DATA))


@pytest.mark.parametrize(
    ("path", "at", "rungs"),
    [
        ("items[*].id", [0, 0, 0], ["items[0].id", "items[*].id", "$..id"]),
        ("users.*.name", [1, 0, 0], ["users['1042'].name", "users.*.name", "$..name"]),
        (
            "items[?@.id == 200].sold",
            [0, 200, 1],
            ["items[200].sold", "items[?@.id == 200].sold", "items[*].sold", "$..sold"],
        ),
        ("users", [1], ["users", "$..users"]),
        ("$", [], ["$"]),
    ],
)
def test_a_pattern_is_picked_by_its_text(talk, path, at, rungs):
    answer = talk.answer({"ask": "use", "path": path})
    assert (answer["path"], answer["at"]) == (path, at)
    assert [rung["path"] for rung in answer["rungs"]] == rungs
    assert talk.picked.path == talk.paths[-1] == path


def test_the_way_to_it_is_told(talk):
    answer = talk.answer({"ask": "use", "path": "items[?@.id == 200].sold"})
    assert [(page["at"], page["start"]) for page in answer["pages"]] == [
        ([], 0),
        ([0], 0),
        ([0], 200),
        ([0, 200], 0),
    ]
    assert talk.answer({"ask": "pick", "at": [0, 3, 0], "way": True})["pages"][-1]["at"] == [0, 3]
    assert "pages" not in talk.answer({"ask": "pick", "at": [0, 3, 0]})


@pytest.mark.parametrize("path", ["nothing.here", "items[", "items[*].nothing"])
def test_what_finds_nothing_cannot_be_picked(talk, path):
    assert "error" in talk.answer({"ask": "use", "path": path})
    assert talk.picked is None


def test_a_path_gets_advice(talk):
    talk.answer({"ask": "pick", "at": [0, 3, 1]})
    assert talk.answer({"ask": "advice"})["advice"] == [
        "[3] is one of 258 items by its place, which may change (write items[*].sold for all, or items[?@.id == 3].sold)"
    ]
    talk.answer({"ask": "use", "path": "items[*].sold"})
    assert talk.answer({"ask": "advice"})["advice"] == [
        "only 99.61 % of the 258 objects at items[*] have 'sold' (the others are left out)"
    ]
    talk.answer({"ask": "use", "path": "items[*].id"})
    assert talk.answer({"ask": "advice"})["advice"] == []


def test_a_pattern_says_that_it_finds_several(talk):
    assert not talk.answer({"ask": "pick", "at": [0, 3, 0]})["many"]
    assert talk.answer({"ask": "use", "path": "items[*].id"})["many"]
