"""Response mapping: what a rule makes of what its path finds."""

import pytest

from hooknb.core.mapping import MappingContext, ResponseMapping


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("lax", [False, True])
@pytest.mark.parametrize("levels", [200, 5000])
def test_a_value_nested_too_deeply_for_a_parameter_is_a_miss(levels, lax):
    report = ResponseMapping([("A", "a"), ("B", "b")]).apply(
        {"a": nested(levels), "b": 1}, MappingContext(lax=lax)
    )
    assert report.values == {"B": 1}
    assert [row.why for row in report.misses] == ["the value is nested too deeply for a parameter"]
