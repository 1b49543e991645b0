"""What is open at first: the shape without a click, and no more rows than there is room for."""

from __future__ import annotations

import json

import pytest

from hooknb.core.tree import Tree
from hooknb.core.tree_opening import opening

ITEMS = [{"id": n, "price": {"amount": n}} for n in range(165_253)]


def drawn(tree, pages):
    """Return how many rows a browser draws: those of each page, and one for what is left out of it."""
    found = [tree.page(*page) for page in pages]
    return 1 + sum(len(page.entries) + len(page.buckets) + (page.left is not None) for page in found)


@pytest.mark.parametrize(
    ("data", "opened"),
    [
        (1, []),
        ({}, []),
        ({"a": {"b": 1}, "c": [{"d": 1}, {"d": 2}]}, [(), (0,), (1,), (1, 0)]),
        ({"a": list(range(99)), "b": [1]}, [(), (0,), (1,)]),
        ({"items": ITEMS[:60], "page": 1}, [(), (0,), (0, 0), (0, 0, 1)]),
        ({"items": ITEMS[:60], "links": {"next": "x"}}, [(), (0,), (1,), (0, 0), (0, 0, 1)]),
        ({"items": ITEMS[:250], "page": 1}, [(), (0,), (0,), (0, 0), (0, 0, 1)]),
        ({"items": ITEMS, "page": 1}, [(), (0,), (0,), (0,), (0, 0), (0, 0, 1)]),
        ({"a": {f"k{n}": n for n in range(40)}, "b": {"c": 1}}, [(), (0,), (1,)]),
        ({"a": {"b": {"c": ITEMS[:60]}}}, [(), (0,), (0, 0), (0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0, 1)]),
        ({f"k{n}": ITEMS[:60] for n in range(21)}, [()]),
        ({f"k{n}": [n] for n in range(60)}, [()]),
        ([[1]] * 250, [(), (), (0,)]),
        (ITEMS[:60], [(), (0,), (0, 1)]),
        ([list(range(60))] * 60, [(), (0,)]),
    ],
)
def test_what_is_open_at_first(data, opened):
    tree = Tree(data)
    pages = opening(tree, 21)
    assert [page.address for page in pages] == opened
    if tree.page(()).entries and len(data) <= 21:
        assert drawn(tree, pages) <= 22


@pytest.mark.parametrize(
    ("data", "few"),
    [
        ({"items": ITEMS[:60], "page": 1}, 15),
        ({"items": ITEMS[:16], "page": 1}, None),
        ({"items": ITEMS[:18], "page": 1}, 15),
        ({"items": ITEMS[:20], "page": 1}, 15),
        ({"items": list(range(20))}, None),
        ({"items": [{f"k{n}": n for n in range(8)}] * 12, "page": 1}, 10),
        ({"a": ITEMS[:60], "b": ITEMS[:60]}, 6),
    ],
)
def test_what_does_not_fit_is_shown_as_far_as_there_is_room(data, few):
    tree = Tree(data)
    pages = opening(tree, 21)
    assert pages[1].few == few
    assert drawn(tree, pages) == 22


def test_of_many_values_with_nothing_inside_three_are_enough():
    tree = Tree({"ids": list(range(99)), "page": 1})
    assert drawn(tree, opening(tree, 21)) == 1 + 2 + 3 + 1


def test_the_beginning_of_a_response_of_any_size_is_small():
    data = {
        "items": ITEMS,
        "users": {str(10_000 + n): {"n": n} for n in range(5_000)},
        "map": {"x" * 500: ITEMS},
    }
    tree = Tree(data)
    pages = opening(tree, 21)
    assert drawn(tree, pages) <= 22
    assert len(json.dumps([repr(tree.page(*page)) for page in pages])) < 20_000
