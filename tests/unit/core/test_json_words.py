"""What is wrong with a text that is no JSON, in words."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from hooknb.core.json_words import Kind, Mistake, mend, mistake

MISTAKES = [
    ("", Mistake("empty", "it is empty", 0)),
    (" \n", Mistake("empty", "it is empty", 0)),
    ("[1, 2,]", Mistake("comma too many", "there is a comma after the last value", 5)),
    ('{"a": 1,\n}', Mistake("comma too many", "there is a comma after the last value", 7)),
    ("{} {}", Mistake("extra", "something follows the value", 3)),
    ('{"a": [1, 2', Mistake("early end", "it ends too early", 11)),
    ('{"a": "b', Mistake("open text", "a text that begins here does not end", 6)),
    ("{'a': 1}", Mistake("single quotes", "a text is in single quotes", 1)),
    ("{a: 1}", Mistake("name", "a name in double quotes is missing", 1)),
    ('{"a": 1 "b": 2}', Mistake("comma", "a comma is missing", 8)),
    ('{"a" 1}', Mistake("colon", "a colon is missing", 5)),
    ('{"a": }', Mistake("missing value", "a value is missing", 6)),
    ('{"a": Bob}', Mistake("value", "there is no value", 6)),
    (
        '{"a": "x\ny"}',
        Mistake("control", "a text holds a bare control character, such as a line break,", 8),
    ),
    ("\ufeff{}", Mistake("mark", "a byte order mark, which cannot be seen, stands before the value", 0)),
    ('{"a": "\\x"}', Mistake("escape", "a text holds a backslash that is no escape", 7)),
]


@pytest.mark.parametrize(("text", "expected"), MISTAKES)
def test_each_mistake_has_words_and_a_place(text: str, expected: Mistake) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(text)
    assert mistake(caught.value) == expected


def test_every_kind_is_shown_above_and_can_be_mended() -> None:
    kinds = {expected.kind for _, expected in MISTAKES}
    assert kinds == set(get_args(Kind)) - {"other"}
    assert all(map(mend, kinds))
