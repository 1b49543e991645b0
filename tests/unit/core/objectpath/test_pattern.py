"""Paths as parts."""

import pytest

from hooknb.core.objectpath.pattern import ITEMS, MEMBERS, fits, parts_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$", ()),
        ("items[*].id", ("items", ITEMS, "id")),
        ("$.users.*['first name'][-1]", ("users", MEMBERS, "first name", -1)),
        ("$..id", None),
        ("items[1:]", None),
        ("a['b','c']", None),
        ("items[?@.id]", None),
        ("a.`len`", None),
        ("items[", None),
    ],
)
def test_a_path_has_parts(text, parts):
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "location", "answer"),
    [
        ("items[*].id", ("items", 7, "id"), True),
        ("items[0].id", ("items", 7, "id"), False),
        ("items[*]", ("items", 7, "id"), False),
        ("users.*", ("users", "ann"), True),
        ("$", (), True),
    ],
)
def test_a_place_fits(text, location, answer):
    assert fits(parts_of(text), location) is answer
