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


PIN = MappingRule("PIN", "pin", "sys.number", secret=True)
OPEN = MappingRule("N", "n", "sys.number")


def test_in_a_replay_a_mask_fits_every_entity_type():
    data = {"pin": "«PIN»", "n": "«N»"}
    mapping = ResponseMapping([PIN, OPEN])
    assert mapping.apply(data).values == {}
    replayed = mapping.apply(data, MappingContext(unfit={}))
    assert replayed.values == {"PIN": "«PIN»"}
    assert replayed.rows[1].ok is False


def test_in_a_replay_what_did_not_fit_then_does_not_fit_now():
    context = MappingContext(unfit={PIN: "the secret value is not a number"})
    [row] = ResponseMapping([PIN]).apply({"pin": "«PIN»"}, context).rows
    assert (row.ok, row.matches, row.why) == (False, 1, "the secret value is not a number")
    [row] = ResponseMapping([PIN]).apply({}, context).rows
    assert row.matches == 0
