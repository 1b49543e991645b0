"""A table as text, as HTML and as a DataFrame."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from types import ModuleType

import numpy
import pandas
import pytest

from hooknb.view.table import Table
from hooknb.view.text import width

PLAIN = Table(
    tuple("abcdefghij"),
    (
        (
            None,
            1,
            True,
            "x",
            1.5,
            [1, 2],
            {"a": None},
            dt.datetime(2026, 1, 2, 3, 4, 5, 6),
            dt.date(2026, 1, 2),
            b"z",
        ),
        ("", 2**70, False, "01", float("inf"), (), {}, None, None, Decimal("1.10")),
    ),
)
MAPPING = Table(
    ("parameter", "path", "matches", "value", "ok", "why"),
    (
        ("city", "customer.city", 1, "東京", True, ""),
        ("code", "items[*].code", 12, "A7", True, ""),
        (
            "due",
            "payment.due_date",
            0,
            None,
            False,
            "nothing at payment.due_date: payment is not in the response",
        ),
    ),
    title="Response mapping",
)


def test_values_survive_the_way_to_a_frame_and_back():
    back = Table.from_frame(PLAIN.frame())
    assert back == PLAIN
    for row, original in zip(back.rows, PLAIN.rows, strict=True):
        assert [type(cell) for cell in row] == [type(cell) for cell in original]


def test_each_frame_is_a_fresh_one():
    first = PLAIN.frame()
    first.loc[0, "a"] = "changed"
    assert PLAIN.frame().loc[0, "a"] is None
    assert PLAIN.frame().attrs == {}


def test_dtypes_are_those_asked_for_and_missing_values_come_back_as_none():
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    dtypes = (("n", "Int64"), ("b", "boolean"), ("t", "datetime64[ns, UTC]"))
    table = Table(("n", "b", "t", "o"), ((1, True, moment, None), (None, None, None, 1)), dtypes=dtypes)
    assert [str(dtype) for dtype in table.frame().dtypes] == [
        "Int64",
        "boolean",
        "datetime64[ns, UTC]",
        "object",
    ]
    assert Table.from_frame(table.frame()).rows == table.rows


@pytest.mark.parametrize(
    ("series", "values"),
    [
        pytest.param([1, 2], (1, 2), id="int64"),
        pytest.param([1.5, numpy.nan], (1.5, None), id="float64"),
        pytest.param(["p", None], ("p", None), id="text"),
        pytest.param(pandas.Categorical(["a", None]), ("a", None), id="category"),
        pytest.param(pandas.array([True, None], dtype="boolean"), (True, None), id="boolean"),
        pytest.param(
            pandas.to_datetime(["2026-01-01", None]), (dt.datetime(2026, 1, 1), None), id="datetime"
        ),
        pytest.param(
            pandas.to_timedelta([1, None], unit="s"), (dt.timedelta(seconds=1), None), id="timedelta"
        ),
        pytest.param([numpy.int8(3), [numpy.nan]], (3, [numpy.nan]), id="objects"),
    ],
)
def test_a_foreign_frame_gives_plain_python_values(series, values):
    rows = Table.from_frame(pandas.DataFrame({"x": series}, index=[5, 6])).rows
    assert rows == tuple((value,) for value in values)
    assert [type(row[0]) for row in rows] == [type(value) for value in values]


def test_columns_are_chosen_and_ordered():
    frame = pandas.DataFrame([[1, 2, 3]], columns=["a", "b", "a"])
    assert Table.from_frame(frame) == Table(("a", "b", "a"), ((1, 2, 3),))
    assert Table.from_frame(frame, ["b", "a"]) == Table(("b", "a"), ((2, 1),))
    with pytest.raises(KeyError, match="c"):
        Table.from_frame(frame, ["c"])


@pytest.mark.parametrize("table", [Table(("a", "b")), Table(()), Table((), ((), ()))], ids=repr)
def test_an_empty_table_is_an_empty_frame(table):
    assert table.frame().shape == (len(table.rows), len(table.columns))
    assert Table.from_frame(table.frame()) == table


def test_a_row_is_as_long_as_the_columns():
    with pytest.raises(ValueError, match="row 1 has 1 cells for 2 columns"):
        Table(("a", "b"), ((1, 2), (3,)))


def test_nothing_is_a_frame_while_another_thread_imports_pandas(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", ModuleType("pandas"))
    assert not Table.is_frame({})


def test_a_frame_is_known_without_importing_pandas():
    assert Table.is_frame(pandas.DataFrame())
    assert not Table.is_frame(pandas.Series(dtype=object))
    code = "import sys; from hooknb.view.table import Table; Table(('a',), ((1,),)).html(); print(Table.is_frame({}), 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_text_stands_in_columns():
    assert MAPPING.text(130).splitlines() == [
        "Response mapping",
        "parameter  path              matches  value  ok     why",
        "─────────  ────────────────  ───────  ─────  ─────  " + "─" * 59,
        "city       customer.city           1  東京   ✓ yes",
        "code       items[*].code          12  A7     ✓ yes",
        "due        payment.due_date        0  null   ✗ no   "
        "nothing at payment.due_date: payment is not in the response",
    ]


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120])
def test_text_keeps_within_the_terminal_and_loses_no_word_of_the_reason(columns):
    lines = MAPPING.text(columns).splitlines()
    assert max(map(width, lines)) <= columns
    if columns >= 80:
        assert not {"nothing", "payment.due_date:", "not", "response"} - set(" ".join(lines).split())


def test_a_long_table_says_how_much_is_not_shown():
    table = Table(("n",), tuple((number,) for number in range(1234)))
    assert table.text().splitlines()[-2:] == ["49", "… 1,184 more rows"]
    assert "… 1,184 more rows" in table.html()
    assert table.html().count("<td") == 50
    assert table.html(limit=1233).count("… 1 more row<") == 1
    assert "more row" not in table.text(limit=1234) + table.html(limit=1234)


def test_an_empty_table_shows_its_sentence():
    table = Table(("name",), title="Parameters", empty="This node has no parameters.")
    assert table.text() == "Parameters\nThis node has no parameters."
    assert "This node has no parameters." in table.html()
    assert "<table" not in table.html()
    assert "<th" in Table(("name",)).html(), "without a sentence the columns are shown"


@pytest.mark.parametrize(
    ("column", "value", "markup"),
    [
        pytest.param("ok", True, ">✓</b> yes", id="a verdict has a sign and a word"),
        pytest.param("ok", False, ">✗</b> no", id="a verdict against has them too"),
        pytest.param("taken", True, ">✓</b> yes", id="what was taken has a sign"),
        pytest.param("taken", False, ">no</span>", id="what was not taken is no failure"),
        pytest.param("value", None, ">null</span>", id="null is muted"),
        pytest.param("value", True, ">true<", id="data is JSON"),
        pytest.param("required", True, ">yes<", id="any other boolean is a word"),
        pytest.param("why", "x" * 200, "x" * 200, id="prose is not cut at the width of data"),
        pytest.param("value", "x" * 200, "x" * 79 + "…", id="data is cut"),
        pytest.param("value", "a list of a few", "nowrap", id="short data stays on one line"),
        pytest.param("value", '["Ada", "Grace", "Alan"]', "<div style=", id="longer data may break"),
        pytest.param("path", "orders.item[*].who.name", "nowrap", id="a path may not break"),
        pytest.param("elapsed", 0.28127073799, ">0.28 s<", id="a duration has the digits that matter"),
        pytest.param("time", dt.datetime(2026, 1, 2, 3, 4, 5, 6), "nowrap", id="a moment stays on one line"),
    ],
)
def test_a_cell_shows_what_its_column_means(column, value, markup):
    assert markup in Table((column,), ((value,),)).html()


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        pytest.param(("name", "entity", "value"), '"42"', id="a value with an entity has a type"),
        pytest.param(("name", "header", "value"), "42", id="a header is text anyway"),
    ],
)
def test_text_that_reads_as_a_number_is_quoted_where_values_have_a_type(columns, text):
    assert Table(columns, (("x", "y", "42"),)).text().splitlines()[-1].split()[-1] == text


def test_columns_of_numbers_are_flush_right_with_their_head():
    html = Table(("n", "mixed"), ((1, 1), (None, "x"))).html()
    assert [html.count(f"text-align:{side}") for side in ("right", "left")] == [3, 3]


def test_every_cell_beats_the_stylesheet_of_a_notebook():
    html = MAPPING.html()
    assert html.count("<td") == html.count("<td style=") == 18
    assert html.count('scope="col"') == 6
    assert html.count("<tr") == html.count('<tr style="background:')
    assert html.startswith('<div style="overflow-x:auto">'), "a wide table scrolls by itself"


def test_a_bundle_has_both_forms():
    bundle = MAPPING.bundle()
    assert bundle == {"text/plain": MAPPING.text(), "text/html": MAPPING.html()}
    assert [type(text) for text in bundle.values()] == [str, str]
    assert MAPPING._repr_mimebundle_(include=None, exclude=None) == bundle
