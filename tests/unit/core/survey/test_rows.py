"""The rows of a table, and what stands beside them."""

import pytest

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.survey.rows import rows_at
from hooknb.errors import PathNotFoundError

SHOP = {
    "name": "shop",
    "orders": [
        {"id": 7, "who": {"name": "Ann"}, "lines": [{"sku": "A1"}, {"sku": "B2"}]},
        {"id": 8, "lines": []},
        {"id": 9, "lines": [{"sku": "C3"}]},
    ],
    "rates": {"2026-11-24": {"EUR": 1.0}, "2026-11-25": {"EUR": 1.1}},
}


@pytest.mark.parametrize(
    ("path", "count", "pattern", "last"),
    [
        ("orders", 3, "orders[*]", ("orders", 2)),
        ("$.orders", 3, "$.orders[*]", ("orders", 2)),
        ("orders[*]", 3, "orders[*]", ("orders", 2)),
        ("orders[0].lines", 2, "orders[0].lines[*]", ("orders", 0, "lines", 1)),
        ("orders[*].lines", 3, "orders[*].lines[*]", ("orders", 2, "lines", 0)),
        ("orders[*].lines[*]", 3, "orders[*].lines[*]", ("orders", 2, "lines", 0)),
        ("orders[?@.id > 7]", 2, "orders[?@.id > 7]", ("orders", 2)),
        ("$..sku", 3, "$..sku", ("orders", 2, "lines", 0, "sku")),
        ("orders[0].who", 1, "orders[0].who", ("orders", 0, "who")),
        ("$", 1, "$", ()),
        ("rates", 2, "rates.*", ("rates", "2026-11-25")),
        ("orders[*].nothing", 0, "orders[*].nothing", None),
        ("orders[1].lines", 0, "orders[1].lines[*]", None),
    ],
)
def test_a_path_gives_rows(path, count, pattern, last):
    rows = rows_at(SHOP, path)
    assert (len(rows.values), rows.path) == (count, pattern)
    assert (rows.places[-1] if rows.places else None) == last


def test_the_members_of_a_map_keep_their_names():
    assert rows_at(SHOP, "rates").names == ["2026-11-24", "2026-11-25"]
    assert rows_at(SHOP, "orders").names is None


def test_a_list_that_is_not_there_is_no_empty_table():
    with pytest.raises(PathNotFoundError, match="nearest is 'orders'"):
        rows_at(SHOP, "order")


@pytest.mark.parametrize(
    ("path", "pattern", "values"),
    [
        ("orders[*].lines[*]", "orders[*].id", [7, 7, 9]),
        ("orders[*].lines", "orders[*].who.name", ["Ann", "Ann", MISSING]),
        ("orders[*].lines[*]", "name", ["shop"] * 3),
        ("orders[*].lines[*]", "$.rates['2026-11-24'].EUR", [1.0] * 3),
        ("orders[*].lines[*]", "orders[0].id", [7] * 3),
        ("orders[*].lines[*]", "orders[*].lines[*].sku", ["A1", "B2", "C3"]),
        ("orders[?@.id > 7]", "orders[*].id", [8, 9]),
        ("rates", "rates.*.EUR", [1.0, 1.1]),
    ],
)
def test_what_stands_beside_a_row_is_found_by_its_pattern(path, pattern, values):
    assert rows_at(SHOP, path).beside(pattern) == values


@pytest.mark.parametrize("pattern", ["orders[*].lines[*].x[*]", "rates.*", "$..id", "orders[1:]", "x["])
def test_a_pattern_of_several_values_is_refused(pattern):
    with pytest.raises(ValueError, match="names no single value for each row"):
        rows_at(SHOP, "orders[*].lines[*]").beside(pattern)


XML = {
    "shop": {
        "name": {"@lang": "en", "#text": "ours"},
        "order": [{"@id": "7", "line": [{"sku": "A1"}, {"sku": "B2"}]}, {"@id": "8", "line": {"sku": "C3"}}],
    }
}


@pytest.mark.parametrize("path", ["shop.order.line", "shop.order[*].line[*]", "$..line"])
@pytest.mark.parametrize("pattern", ["shop.order.@id", "shop.order[*].@id"])
def test_one_xml_element_and_several_make_rows_alike(path, pattern):
    rows = rows_at(XML, path, lax=True)
    assert [row["sku"] for row in rows.values] == ["A1", "B2", "C3"]
    assert rows.beside(pattern) == ["7", "7", "8"]
    assert rows.beside("shop.name") == ["ours"] * 3
