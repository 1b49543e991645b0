"""Which items of two lists are the same."""

import pytest

from hooknb.core.survey.aligning import aligned


def ids(*values, name="id"):
    return [{name: value, "n": 0} for value in values]


@pytest.mark.parametrize(
    ("before", "after", "pairs", "removed", "added", "moved"),
    [
        pytest.param(ids(1, 2, 3), ids(1, 2, 3), [(0, 0), (1, 1), (2, 2)], [], [], [], id="the same"),
        pytest.param(ids(1, 2), ids(9, 1, 2), [(0, 1), (1, 2)], [], [0], [], id="one in front"),
        pytest.param(ids(1, 2, 3), ids(1, 3), [(0, 0), (2, 1)], [1], [], [], id="one is gone"),
        pytest.param(
            ids(1, 2, 3, 4), ids(4, 1, 2, 3), [(3, 0), (0, 1), (1, 2), (2, 3)], [], [], [0], id="one moved"
        ),
        pytest.param(ids(1, 2), ids(3, 4), [], [0, 1], [0, 1], [], id="all are others"),
        pytest.param(ids(1, True), ids(True, 1), [(1, 0), (0, 1)], [], [], [0], id="true is not 1"),
        pytest.param(
            ids("a", "b", name="userId"), ids("b", name="userId"), [(1, 0)], [0], [], [], id="a name in id"
        ),
        pytest.param(ids("a", "b", name="name"), ids("b", name="name"), [(1, 0)], [0], [], [], id="names"),
        pytest.param(ids(1, 1), ids(1, 1, 1), [(0, 0), (1, 1)], [], [2], [], id="ids that are not unique"),
        pytest.param(["a", "b"], ["b", "c"], [(1, 0)], [0], [1], [], id="texts"),
        pytest.param(["a", "a", "b"], ["a", "b"], [(0, 0), (2, 1)], [1], [], [], id="texts that repeat"),
        pytest.param([[1], [2]], [[0], [1], [2]], [(0, 1), (1, 2)], [], [0], [], id="lists"),
        pytest.param([{"x": 1}, {"x": 2}], [{"x": 2}], [(1, 0)], [0], [], [], id="objects without an id"),
        pytest.param([{"x": 1}], [{"x": 2}], [(0, 0)], [], [], [], id="one each"),
        pytest.param([], ids(1), [], [], [0], [], id="from nothing"),
        pytest.param([], [], [], [], [], [], id="nothing"),
        pytest.param([None, 1], [1, None], [(0, 1)], [1], [0], [], id="null"),
        pytest.param(["a"], ["b"], [(0, 0)], [], [], [], id="one text each"),
        pytest.param(
            ["a", "b", "c"], ["c", "a", "b"], [(2, 0), (0, 1), (1, 2)], [], [], [0], id="labels moved"
        ),
        pytest.param([48.1, 16.3], [48.2, 16.3], [(0, 0), (1, 1)], [], [], [], id="measures"),
    ],
)
def test_items_are_aligned(before, after, pairs, removed, added, moved):
    found = aligned(before, after)
    assert sorted(found.pairs, key=lambda pair: pair[1]) == pairs
    assert (list(found.removed), list(found.added), sorted(found.moved)) == (removed, added, moved)


def test_the_id_may_be_named():
    before = [{"id": 1, "meta": {"n": "a"}}, {"id": 2, "meta": {"n": "b"}}]
    after = [{"id": 1, "meta": {"n": "b"}}, {"id": 2, "meta": {"n": "a"}}]
    assert aligned(before, after).pairs == ((0, 0), (1, 1))
    assert aligned(before, after, by="meta.n").pairs == ((1, 0), (0, 1))
    assert aligned(before, after, by="nothing").pairs == ((0, 0), (1, 1))


def test_as_few_items_as_possible_have_moved():
    before = list("abcdefgh")
    assert len(aligned(before, list("bcdefgha")).moved) == 1
    assert len(aligned(before, before[::-1]).moved) == 7


def test_long_lists_that_nothing_tells_apart_are_aligned_from_both_ends():
    before = [{"x": n % 7} for n in range(9_000)]
    after = [{"x": "new"}, *before[:4_000], {"x": "other"}, *before[4_000:]]
    found = aligned(before, after)
    assert len(found.pairs) == 9_000
    assert len(found.added) == 2
    assert found.pairs[-1] == (8_999, 9_001)
