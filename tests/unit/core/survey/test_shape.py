"""The shape of data, row by row."""

import pytest

from hooknb.core.redaction import Redactor
from hooknb.core.survey.shape import DEEPEST, MOST_PATTERNS, percent, shape_table, shapes

DATA = {
    "orders": [
        {"id": 7, "placed": "2026-11-24", "lines": [{"sku": "A1"}, {"sku": "B2"}], "note": None},
        {"id": "8", "placed": "2026-11-25", "lines": []},
        {"id": 9, "placed": "2026-11-25", "note": "call", "paid": True},
        {"id": 9, "placed": "2026-11-23", "note": "", "paid": False},
    ],
    "rates": {"2026-11-24": 1.5, "2026-11-25": 0.5},
}


def shape_at(pattern, data=DATA, **options):
    return next(each for each in shapes(data, **options) if each.pattern == pattern)


def test_there_is_a_row_for_each_pattern_in_the_order_of_the_document():
    assert [each.pattern for each in shapes(DATA)] == [
        "$",
        "orders",
        "orders[*]",
        "orders[*].id",
        "orders[*].placed",
        "orders[*].lines",
        "orders[*].lines[*]",
        "orders[*].lines[*].sku",
        "orders[*].note",
        "orders[*].paid",
        "rates",
        "rates.*",
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("$", {"count": 1, "kinds": (("object", 1),), "present": None, "distinct": None, "level": 0}),
        ("orders", {"kinds": (("list", 1),), "present": 1.0, "lengths": (4, 4)}),
        ("orders[*]", {"count": 4, "kinds": (("object", 4),), "present": None, "lengths": None}),
        (
            "orders[*].id",
            {
                "count": 4,
                "kinds": (("number", 3), ("text", 1)),
                "present": 1.0,
                "distinct": 3,
                "limits": (7, 9),
                "examples": (7, "8", 9),
            },
        ),
        (
            "orders[*].placed",
            {"form": "date", "limits": ("2026-11-23", "2026-11-25"), "lengths": (10, 10), "distinct": 3},
        ),
        ("orders[*].lines", {"count": 2, "present": 0.5, "lengths": (0, 2)}),
        ("orders[*].lines[*].sku", {"count": 2, "present": 1.0, "form": "", "limits": None, "level": 5}),
        ("orders[*].note", {"count": 3, "present": 0.75, "nulls": 1 / 3, "distinct": 2, "lengths": (0, 4)}),
        ("orders[*].paid", {"kinds": (("boolean", 2),), "examples": (True, False), "distinct": 2}),
        ("rates", {"kinds": (("map", 1),), "lengths": (2, 2)}),
        ("rates.*", {"count": 2, "present": None, "limits": (0.5, 1.5)}),
    ],
    ids=str,
)
def test_a_row_says_what_stands_there(pattern, expected):
    found = shape_at(pattern)
    assert {name: getattr(found, name) for name in expected} == expected


def test_one_and_true_are_different_values():
    found = shape_at("$[*]", [1, True, 1.0, "1", None])
    assert (found.distinct, found.kinds) == (3, (("number", 2), ("boolean", 1), ("text", 1), ("null", 1)))
    assert found.examples == (1, True, 1.0)


def test_numbers_of_xml_have_a_range_though_they_are_text():
    found = shape_at("o.n[*]", {"o": {"n": ["10", "9", {"@id": "x", "#text": "-1.5"}]}}, lax=True)
    assert (found.form, found.limits, found.kinds) == ("number", ("-1.5", "10"), (("text", 3),))


@pytest.mark.parametrize("values", [[2.0, 1.0, float("nan"), 3.0], [float("nan"), 2.0, 1.0, 3.0]])
def test_what_is_no_number_has_no_place_in_a_range(values):
    assert shape_at("$[*]", values).limits == (1.0, 3.0)
    assert shape_at("$[*]", [float("nan")]).limits is None


def test_a_form_that_not_all_have_gives_no_range():
    data = [str(n) for n in range(3000)] + ["many"]
    assert shape_at("$[*]", data).limits is None


@pytest.mark.parametrize("data", [None, [], {}, "x", b"x", 1, [[]], [[], [1]], {"": {"": ""}}], ids=repr)
def test_any_data_have_a_shape(data):
    assert next(shapes(data)).pattern == "$"
    shape_table(list(shapes(data)), lambda value: value).text()


def test_a_sample_says_so():
    found = list(shapes([{"n": n} for n in range(1000)], most=100))
    assert [(each.pattern, each.count, each.seen) for each in found][1:] == [
        ("$[*]", 100, 0.1),
        ("$[*].n", 100, 0.1),
    ]
    table = shape_table(found, lambda value: value)
    assert table.title == "Shape (of a sample: 201 values were looked at)"
    assert [row[-1] for row in table.rows] == [100.0, 10.0, 10.0]
    assert shape_table(found[:1], lambda value: value).title == "Shape"


def test_data_without_end_have_a_shape_with_one():
    deep = "x"
    for _ in range(DEEPEST + 10):
        deep = [deep]
    assert len(list(shapes(deep))) == DEEPEST + 1
    wide = {
        f"{chr(97 + n)}field": {f"{m}x{chr(97 + n)}": {"k": 1, str(m): m} for m in range(199)}
        for n in range(20)
    }
    assert len(list(shapes(wide))) == MOST_PATTERNS


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, 0),
        (1, 100),
        (0.5, 50),
        (1 / 3, 33.33),
        (1e-9, 0.01),
        (1 - 1e-9, 99.99),
        (165_252 / 165_253, 99.99),
    ],
)
def test_only_all_is_a_hundred_per_cent_and_only_nothing_none(share, shown):
    assert percent(share) == shown


def test_secrets_are_masked_in_the_table():
    redactor = Redactor([("KEY", "s3cret-token-42"), ("PIN", "918273")])
    data = {"s3cret-token-42": {"a": "s3cret-token-42", "n": 918273}}
    table = shape_table(list(shapes(data)), redactor.leaf)
    assert "s3cret" not in str(table)
    assert "918273" not in str(table)
    assert "«PIN»" in str(table)
