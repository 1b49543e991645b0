"""Objects as the columns of a table."""

import pytest

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.survey.flatten import DEEPEST, flatten
from hooknb.core.survey.rows import rows_at
from hooknb.errors import ObjectPathError

SHOP = {
    "id": "shop",
    "orders": [
        {"id": 7, "who": {"id": 42, "name": "Ann"}, "lines": [{"sku": "A1", "tax": [1, 2]}, {"sku": "B2"}]},
        {"id": 8, "who": {"name": None}, "lines": []},
        {"id": 9, "who": None, "a note": "call"},
        {"id": 10, "who": "nobody", "lines": [None]},
    ],
    "rates": {"2026-11-24": {"EUR": 1.0}, "2026-11-25": {"EUR": 1.1, "all": {"2026": 1, "2027": 2}}},
}
N = MISSING


def table(data, path, *, lax=False, **options):
    return flatten(rows_at(data, path, lax=lax), **options)


def test_nested_objects_become_columns_and_lists_stay():
    assert table(SHOP, "orders").columns == {
        "id": [7, 8, 9, 10],
        "who": [N, N, None, "nobody"],
        "who.id": [42, N, N, N],
        "who.name": ["Ann", None, N, N],
        "lines": [SHOP["orders"][0]["lines"], [], N, [None]],
        "['a note']": [N, N, "call", N],
    }


def test_what_is_missing_and_what_is_null_are_counted():
    flat = table(SHOP, "orders")
    assert flat.missing == {"id": 0, "who": 2, "who.id": 3, "who.name": 2, "lines": 1, "['a note']": 3}
    assert flat.nulls == {"id": 0, "who": 1, "who.id": 0, "who.name": 1, "lines": 0, "['a note']": 0}


def test_the_whole_path_of_each_column_is_known():
    assert table(SHOP, "orders").paths["['a note']"] == "orders[*]['a note']"
    assert table(SHOP, "orders[0].who").paths == {"id": "orders[0].who.id", "name": "orders[0].who.name"}
    assert table([[1], [2]], "$").paths == {"$": "$[*]"}


@pytest.mark.parametrize(
    ("explode", "columns"),
    [
        (
            "lines",
            {
                "id": [7, 7, 8, 9, 10],
                "lines[*].sku": ["A1", "B2", N, N, N],
                "lines[*].tax": [[1, 2], N, N, N, N],
            },
        ),
        (
            ["lines", "lines[*].tax"],
            {
                "id": [7, 7, 7, 8, 9, 10],
                "lines[*].sku": ["A1", "A1", "B2", N, N, N],
                "lines[*].tax[*]": [1, 2, N, N, N, N],
            },
        ),
    ],
)
def test_lists_become_rows_when_asked(explode, columns):
    found = table(SHOP, "orders", explode=explode).columns
    assert {name: found[name] for name in columns} == columns
    assert "lines" not in found


@pytest.mark.parametrize(
    ("items", "lists"),
    [("lines[*]", "lines"), (["lines[*]", "lines[*].tax[*]"], ["lines", "lines[*].tax"])],
    ids=["one", "within"],
)
def test_the_items_of_a_list_may_be_named_for_it(items, lists):
    assert table(SHOP, "orders", explode=items).columns == table(SHOP, "orders", explode=lists).columns


def test_lists_in_lists_become_rows_step_by_step():
    found = table([{"a": [[1, 2], [3]]}], "$", explode=["a", "a[*]"]).columns
    assert found["a[*][*]"] == [1, 2, 3]


def test_a_row_whose_list_is_null_stays_once():
    found = table(
        [{"id": 1, "l": None}, {"id": 2, "l": [None, 3]}, {"id": 3, "l": 4}], "$", explode="l"
    ).columns
    assert found == {"id": [1, 2, 2, 3], "l[*]": [N, None, 3, 4]}


def test_columns_may_be_chosen_and_named():
    assert table(
        SHOP, "orders", columns={"order": "id", "first": "lines[0].sku", "n": "$.who.name"}
    ).columns == {
        "order": [7, 8, 9, 10],
        "first": ["A1", N, N, N],
        "n": ["Ann", None, N, N],
    }
    assert table(SHOP, "orders", columns=["lines[*].sku"]).columns == {
        "lines[*].sku": [["A1", "B2"], [], [], []]
    }
    assert table(SHOP, "orders", columns="id").columns == {"id": [7, 8, 9, 10]}


def test_chosen_columns_may_be_of_exploded_lists():
    found = table(SHOP, "orders", columns=["id", "lines[*].sku"], explode="lines").columns
    assert found == {"id": [7, 7, 8, 9, 10], "lines[*].sku": ["A1", "B2", N, N, N]}


def test_what_holds_the_rows_stands_before_them():
    flat = table(SHOP, "orders", parents={"shop": "id"}, columns=["id"])
    assert list(flat.columns.items()) == [("shop", ["shop"] * 4), ("id", [7, 8, 9, 10])]


def test_columns_of_one_name_are_told_apart():
    assert list(table(SHOP, "orders", parents="id", columns="id").columns) == ["id", "$.id"]


def test_a_map_is_rows_with_names_and_stays_in_a_cell():
    assert table(SHOP, "rates").columns == {
        "*": ["2026-11-24", "2026-11-25"],
        "EUR": [1.0, 1.1],
        "all": [N, {"2026": 1, "2027": 2}],
    }


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        ([1, None], {"$": [1, None]}),
        ([[1], [2]], {"$": [[1], [2]]}),
        ({"a": 1}, {"a": [1]}),
        ([], {"$": []}),
        ([{}, {}], {"$": [{}, {}]}),
        ([1, {"a": 2}], {"$": [1, N], "a": [N, 2]}),
        ("x", {"$": ["x"]}),
    ],
    ids=repr,
)
def test_any_data_make_a_table(data, columns):
    assert table(data, "$").columns == columns


def test_deep_objects_end_in_a_cell():
    data = "x"
    for _ in range(DEEPEST + 5):
        data = {"a": data}
    [(name, _)] = table([data], "$").columns.items()
    assert name.count("a") == DEEPEST


XML = {
    "o": {
        "n": "1",
        "item": [
            {"@id": "1", "who": {"@k": "x", "#text": "a"}, "t": {"#text": "x", "b": "y"}},
            {"@id": "2", "who": ["b", {"@k": "z", "#text": "c"}], "t": {"@k": "1", "#text": "plain"}},
            None,
        ],
    }
}


def test_an_xml_element_with_text_is_its_text():
    assert table(XML, "o.item", lax=True, parents="o.n").columns == {
        "o.n": ["1"] * 3,
        "@id": ["1", "2", N],
        "who": [["a"], ["b", "c"], N],
        "who.@k": ["x", N, N],
        "t": [N, "plain", N],
        "t.#text": ["x", N, N],
        "t.b": ["y", N, N],
        "t.@k": [N, "1", N],
    }


def test_xml_elements_become_rows_when_asked():
    found = table(XML, "o.item", lax=True, explode="who").columns
    assert (found["who[*]"], found["who[*].@k"]) == (["a", "b", "c", N], ["x", N, "z", N])


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"columns": "a["}, ObjectPathError),
        ({"explode": "$..x"}, ValueError),
        ({"explode": "$"}, ValueError),
        ({"parents": "orders[*].lines[*].x"}, ValueError),
    ],
    ids=str,
)
def test_what_does_not_fit_is_said(options, error):
    with pytest.raises(error):
        table(SHOP, "orders", **options)
