"""A value's short form keeps its JSON type readable, and looks at no more of it than is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest

from hooknb.view.text import width
from hooknb.view.value import DATA_WIDTH, PROSE_WIDTH, Shown, shown


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (None, "null", "null"),
        (True, "true", "yes"),
        (False, "false", "no"),
        (42, "42", "number"),
        (1249.5, "1249.5", "number"),
        (float("nan"), "NaN", "number"),
        (-float("inf"), "-Infinity", "number"),
        (Decimal("1.10"), "1.10", "number"),
        ("Oslo", "Oslo", "text"),
        ("01234", "01234", "text"),
        ("42", '"42"', "text"),
        ("true", '"true"', "text"),
        ("null", '"null"', "text"),
        ('"x"', r'"\"x\""', "text"),
        ("[1]", '"[1]"', "text"),
        ("", '""', "text"),
        (" padded", '" padded"', "text"),
        ({"a": [1, None, True, "x"]}, '{"a": [1, null, true, "x"]}', "text"),
        ([], "[]", "text"),
        ({1: (2,)}, '{"1": [2]}', "text"),
        (b"\x00z", r"b'\x00z'", "text"),
        (dt.date(2026, 1, 31), "2026-01-31", "text"),
        ("a\nb\x1b", r"a\nb\x1b", "text"),
    ],
    ids=repr,
)
def test_data_reads_like_its_json(value, text, kind):
    assert shown(value, data=True, typed=True) == Shown(text, kind)


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (True, "yes"), (False, "no"), ("42", "42"), ("", ""), (7, "7")], ids=repr
)
def test_words_of_ours_are_not_quoted(value, text):
    assert shown(value).text == text


def test_a_moment_is_shown_by_the_readers_own_clock_to_the_second():
    moment = dt.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC)
    assert shown(moment) == Shown(moment.astimezone().isoformat(" ", "seconds")[:19], "time")
    assert shown(moment.replace(tzinfo=None)).text == "2026-01-02 03:04:05"
    assert shown(moment, data=True).text == "2026-01-02 03:04:05.000678+00:00"


class Endless(Mapping):
    """A mapping that cannot be walked to its end."""

    def __getitem__(self, key):
        return list(range(10**6))

    def __iter__(self):
        number = 0
        while True:
            yield f"key {number}"
            number += 1

    def __len__(self):
        return 10**9


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("x" * 10**6, id="long text"),
        pytest.param("日" * 1000, id="wide text"),
        pytest.param("\u0301" * 1000, id="text without width"),
        pytest.param(["x" * 10**6] * 1000, id="long texts"),
        pytest.param(nested(100_000), id="deep"),
        pytest.param(Endless(), id="without end"),
        pytest.param(10**6000, id="a number that Python does not write"),
    ],
)
def test_only_the_beginning_of_a_large_value_is_looked_at(value):
    for data, limit in ((True, DATA_WIDTH), (False, PROSE_WIDTH)):
        text = shown(value, data=data).text
        assert text.endswith("…")
        assert width(text) <= limit
        assert len(text) <= limit + 2
