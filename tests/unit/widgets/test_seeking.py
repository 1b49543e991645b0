"""Where something stands, as the explorer tells it."""

import pytest

from hooknb.core.redaction import Redactor
from hooknb.core.tree import Tree
from hooknb.engine.subject import Subject
from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import Explored, explored

DATA = {"items": [{"id": n, "name": f"thing {n}"} for n in range(257)], "total": 42}


def where(talk, text, among="any"):
    answer = talk.answer({"ask": "where", "text": text, "where": among})
    while not answer["done"]:
        answer = talk.answer({"ask": "where on"})
    return [(each["pattern"], each["count"], each["of"]) for each in answer["patterns"]]


@pytest.mark.parametrize(
    ("text", "among", "found"),
    [
        ("42", "value", [("items[*].name", 3, 257), ("items[*].id", 1, 257), ("total", 1, 1)]),
        ("name", "key", [("items[*].name", 257, 257)]),
        ("nothing", "any", []),
    ],
)
def test_the_hits_are_told_by_pattern(text, among, found):
    assert where(Conversation(explored(DATA)), text, among) == found


def test_numbers_that_begin_so_are_told_when_nothing_else_fits():
    talk = Conversation(explored({"items": [{"id": 2_000_000_000 + n} for n in range(7)]}))
    answer = talk.answer({"ask": "search", "text": "20000", "where": "any"})
    assert (answer["count"], answer["begun"]) == (7, True)
    assert where(talk, "20000") == [("items[*].id", 7, 7)]
    answer = talk.answer({"ask": "search", "text": "2000000003", "where": "any"})
    assert (answer["count"], answer["begun"]) == (1, False)


def test_a_new_question_ends_an_old_one():
    talk = Conversation(explored(DATA))
    where(talk, "42")
    assert where(talk, "total", "key") == [("total", 1, 1)]


def test_only_so_many_patterns_are_told():
    wide = {f"f{chr(97 + n // 26)}{chr(97 + n % 26)}x": {"v": 7, "w": n} for n in range(11)}
    answer = Conversation(
        explored(
            [
                wide,
                {"a": {key: {"v": 7} for key in wide}}
                | {f"k{chr(97 + n)}": {chr(97 + m): 7 for m in range(9)} for n in range(9)},
            ]
        )
    ).answer({"ask": "where", "text": "7", "where": "value"})
    assert len(answer["patterns"]) == 50
    assert answer["more"] > 0


def test_a_pattern_that_holds_a_secret_is_shown_masked_and_cannot_be_picked():
    redactor = Redactor([("KEY", "s3cret-token-42")])
    data = {"s3cret-token-42": [7]}
    talk = Conversation(Explored(Tree(data, mask=redactor.leaf), Subject(data, redactor=redactor)))
    [told] = talk.answer({"ask": "where", "text": "7", "where": "any"})["patterns"]
    assert (told["pattern"], told["shown"]) == (None, "«KEY»[*]")


@pytest.mark.parametrize(
    "message", [{"ask": "where on"}, {"ask": "where", "text": "x", "where": "nowhere"}, {"ask": "where"}]
)
def test_what_cannot_be_answered_is_said(message):
    assert "error" in Conversation(explored(DATA)).answer(message)


def test_a_path_that_was_typed_can_be_picked():
    talk = Conversation(explored(DATA))
    path = "items[?@.id > 254].name"
    [told] = talk.answer({"ask": "where", "text": f" {path} ", "where": "path"})["patterns"]
    assert (told["pattern"], told["count"]) == (path, None)
    answer = talk.answer({"ask": "use", "path": told["pattern"]})
    assert (answer["path"], answer["at"], answer["many"]) == (path, [0, 255, 1], True)


@pytest.mark.parametrize(
    ("text", "among", "why"),
    [
        ("items[*].nam", "path", "none of the 257 values at 'items[*]' has 'nam'; nearest is 'name'"),
        ("itmes", "path", "the data has no 'itmes'; nearest is 'items'"),
        ("items[*].name", "path", ""),
        ("itmes", "any", ""),
    ],
)
def test_a_path_that_finds_nothing_says_where_it_stops(text, among, why):
    assert Conversation(explored(DATA)).answer({"ask": "search", "text": text, "where": among})["why"] == why


def test_what_is_wrong_with_a_path_is_one_sentence():
    said = Conversation(explored(DATA)).answer({"ask": "search", "text": "items[", "where": "path"})
    assert said == {"error": "the bracket [ is never closed (add ])"}
