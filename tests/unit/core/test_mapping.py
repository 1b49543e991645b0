"""Response mapping: what a rule makes of what its path finds."""

import pytest

from hooknb.core.mapping import MappingContext, MappingRule, ResponseMapping


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


def test_a_report_shows_no_secret_that_was_mapped():
    rules = ResponseMapping([MappingRule("TOKEN", "t", secret=True), MappingRule("NAME", "n")])
    report = rules.apply({"t": "s3cret-s3cret", "n": "Ada"}, MappingContext(before=lambda _: "s3cret-before"))
    assert "s3cret" not in repr(report.rows[0])
    assert repr(report.rows[1]) == "<Mapped NAME: 's3cret-before' → 'Ada'>"
