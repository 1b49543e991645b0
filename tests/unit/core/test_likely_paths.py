"""The paths that are offered while one writes one."""

import pytest

from hooknb.core.likely_paths import likely_paths


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        ({"a": {"b": 1}, "c": [{"d": 1}, {"e": 2}]}, ["a", "c", "a.b", "c[0]", "c[0].d"]),
        ([[1]], ["$[0]", "$[0][0]"]),
        ({"a b": {"'": 1}}, ["$['a b']", "$['a b']['\\'']"]),
        (1, []),
        (None, []),
    ],
)
def test_paths_are_offered_from_the_outside_in(data, paths):
    assert list(likely_paths(data)) == paths


def test_deep_and_large_data_end():
    deep = {}
    for _ in range(50):
        deep = {"x": deep}
    assert len(list(likely_paths(deep))) == 6
    assert len(list(likely_paths({str(n): n for n in range(100_000)}))) == 4_000
