"""JSON inside a text, as the explorer tells it: a tree of its own, with paths that begin there, and no secret."""

from __future__ import annotations

import json

import pytest

from hooknb.core.redaction import Redactor
from hooknb.core.tree import Tree
from hooknb.engine.subject import Subject
from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import Explored, explored

INNER = json.dumps({"user": {"id": 7, "first name": "Ann"}, "rows": [{"n": n} for n in range(257)]})


def talk_of(text):
    return Conversation(explored({"payload": text}))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (INNER, True),
        (f"  {INNER}\n", True),
        ("[1]", True),
        ("{}", False),
        ("[]", False),
        ("7", False),
        ('"text"', False),
        ("{user}", False),
        ("[see below]", False),
        ("", False),
        ("[" * 50_000 + "]" * 50_000, False),
        (7, False),
        (None, False),
        ({"a": 1}, False),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_text_that_holds_an_object_or_a_list_can_be_opened(text, offered):
    assert talk_of(text).answer({"ask": "pick", "at": [0]})["inside"] is offered


def test_what_is_inside_is_told_by_pages_with_paths_from_the_text_on():
    talk = talk_of(INNER)
    first = talk.answer({"ask": "inside", "text": [0]})
    assert (first["root"]["count"], [page["at"] for page in first["pages"]]) == (
        2,
        [[], [0], [1], [1], [1, 0]],
    )
    page = talk.answer({"ask": "inside children", "text": [0], "at": [1], "start": 200, "stop": 257})
    assert (len(page["entries"]), page["entries"][0]["preview"]) == (57, "{n: 200}")
    answer = talk.answer({"ask": "inside pick", "text": [0], "at": [0, 1]})
    assert (answer["path"], answer["entry"]["preview"]) == ("user['first name']", '"Ann"')


def test_a_path_inside_is_no_pick_and_cannot_be_mapped():
    talk = talk_of(INNER)
    talk.answer({"ask": "pick", "at": [0]})
    talk.answer({"ask": "inside pick", "text": [0], "at": [0, 0]})
    assert talk.paths == ("payload",)
    assert talk.picked.path == "payload"


@pytest.mark.parametrize(
    "message",
    [
        {"ask": "inside", "text": [1]},
        {"ask": "inside", "text": [9]},
        {"ask": "inside"},
        {"ask": "inside pick", "text": [0], "at": [9]},
        {"ask": "inside children", "text": [0], "at": [0], "start": "x", "stop": None},
    ],
)
def test_what_is_not_inside_is_said(message):
    talk = Conversation(explored({"payload": INNER, "other": "{no"}))
    assert "error" in talk.answer(message)


def test_a_long_text_is_read_when_it_is_opened():
    talk = talk_of("[" + "1," * 60_000 + "oops]")
    assert talk.answer({"ask": "pick", "at": [0]})["inside"]
    assert "no JSON" in talk.answer({"ask": "inside", "text": [0]})["error"]


def test_what_is_inside_tells_no_secret():
    token = 's3cret "token" 42'
    redactor = Redactor([("KEY", token)])
    data = {"payload": json.dumps({token: {"a": token}, "b": [f"Bearer {token}"]})}
    talk = Conversation(Explored(Tree(data, mask=redactor.leaf), Subject(data, redactor=redactor)))
    said = [talk.answer({"ask": "pick", "at": [0]}), talk.answer({"ask": "inside", "text": [0]})]
    said += [talk.answer({"ask": "inside pick", "text": [0], "at": at}) for at in ([0], [0, 0], [1, 0])]
    assert "s3cret" not in str(said)
    assert said[-2]["entry"]["preview"] == '"«KEY»"'


def test_a_secret_that_is_json_itself_is_not_taken_apart():
    secret = '{"client": "ann-0042", "key": "s3cret-42"}'
    mask = Redactor([("KEY", secret)]).leaf
    for text in (secret, f'{{"echo": {secret}}}'):
        talk = Conversation(Explored(Tree({"payload": text}, mask=mask), Subject({"payload": text})))
        said = [talk.answer({"ask": "pick", "at": [0]}), talk.answer({"ask": "inside", "text": [0]})]
        assert "ann-0042" not in str(said)
        assert not said[0]["inside"]
