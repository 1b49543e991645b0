"""Looking over results and data: what is taken, what comes back, what is never shown; and the page about it."""

import json
import re
from pathlib import Path

import pandas
import pytest

import hooknb

PAGE = (Path(__file__).parents[3] / "docs" / "looking.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOKEN = "s3cret-token-42"


@pytest.fixture
def session(playground):
    made = hooknb.Session()
    made.parameters["API"] = playground.url
    return made


@pytest.fixture
def secretive(session):
    """Return the result of a run whose answer holds a secret in names and values."""
    session.parameters["KEY"] = TOKEN
    body = json.dumps(
        {"echo": "$KEY", "deep": {"$KEY": ["$KEY"]}, "rows": [{"id": 1, "v": "$KEY"}, {"id": 2}]}
    )
    result = session.run(f"POST $API/echo\n[Params]\nKEY!:\n[Body json]\n{body}")
    assert TOKEN in str(result.data)
    return result


def shown(frame: pandas.DataFrame) -> str:
    return json.dumps(
        [frame.columns.tolist(), frame.to_numpy().tolist(), str(frame.attrs)], default=str, ensure_ascii=False
    )


# The page


def test_the_page_gives_what_it_says():
    """Run the page's Python blocks one after the other; a text block is what the last expression shows."""
    names, value, compared = {}, None, 0
    for kind, text in BLOCK.findall(PAGE):
        if kind == "text":
            compared += 1
            with pandas.option_context(
                "display.width", 110, "display.max_columns", 20, "display.max_colwidth", 40
            ):
                assert text == f"{value}\n"
            continue
        *before, last = text.rstrip("\n").split("\n")
        try:
            expression = compile(last, "the page", "eval")
        except SyntaxError:
            exec(text, names)
        else:
            exec("\n".join(before), names)
            value = eval(expression, names)
    assert compared >= 9


# Where


@pytest.mark.parametrize(
    "what",
    [{"a": [{"n": 7}]}, '{"a": [{"n": 7}]}', b'{"a": [{"n": 7}]}', "<a><n>7</n></a>"],
    ids=["data", "text", "bytes", "xml"],
)
def test_where_takes_what_can_be_explored(what):
    frame = hooknb.where(what, 7)
    assert frame["count"].tolist() == [1]
    assert frame.columns.tolist() == ["pattern", "count", "of", "first", "example", "kind"]


def test_a_result_says_where_a_value_is(session):
    result = session.run("GET $API/user")
    assert result.where(1)["first"].tolist() == ["data.userId", "data.id"]
    assert result.where("userid", like=True, key=True)["pattern"].tolist() == ["data.userId"]


def test_where_tells_no_secret(secretive):
    frame = secretive.where("s3cret", like=True)
    assert len(frame) > 1
    assert TOKEN not in shown(frame)
    assert "«KEY»" in shown(frame)


def test_what_no_value_is_cannot_be_looked_for():
    with pytest.raises(TypeError, match="cannot be looked for"):
        hooknb.where({}, [1], like=True)


def test_a_name_is_a_text():
    with pytest.raises(TypeError, match="7 is no name: give a text"):
        hooknb.where({"7": 1}, 7, key=True)
    assert len(hooknb.where({"7": 1}, 7, key=True, like=True)) == 1


# Shape


@pytest.mark.parametrize("sample", [0, -1, 1.5, "all"])
def test_a_sample_has_at_least_one_item(sample):
    with pytest.raises(ValueError, match="is no number of items to look at"):
        hooknb.shape([1, 2, 3], sample=sample)


def test_a_result_has_a_shape(session):
    frame = session.run("GET $API/user").shape()
    assert frame["pattern"].tolist()[:3] == ["$", "data", "data.userId"]
    assert frame.dtypes.astype(str)[["count", "present %", "distinct"]].tolist() == [
        "int64",
        "float64",
        "Int64",
    ]
    assert set(frame["seen %"]) == {100.0}


def test_a_sample_says_how_much_was_seen(session):
    frame = session.run("GET $API/todos").shape(sample=10)
    assert frame["seen %"].tolist()[-1] == 5.0


def test_the_shape_tells_no_secret(secretive):
    frame = secretive.shape()
    assert TOKEN not in shown(frame)
    assert "«KEY»" in shown(frame)


# Tables


def test_a_list_becomes_a_frame_with_fitting_dtypes(session):
    frame = session.run("GET $API/todos").table()
    assert len(frame) == 200
    assert frame.dtypes.astype(str).to_dict() == {
        "userId": "int64",
        "id": "int64",
        "title": "string",
        "completed": "bool",
    }
    assert frame.attrs["paths"]["id"] == "$[*].id"


def test_numbers_of_xml_are_numbers():
    frame = hooknb.table("<o><i><n>1</n></i><i><n>2</n><t>x</t></i></o>", "o.i")
    assert frame.dtypes.astype(str).to_dict() == {"n": "int64", "t": "string"}
    assert (frame.attrs["missing"], frame.attrs["null"]) == ({"n": 0, "t": 1}, {"n": 0, "t": 0})


def test_a_frame_may_be_changed_and_the_data_stay():
    data = [{"a": 1}]
    frame = hooknb.table(data)
    frame.loc[0, "a"] = 9
    assert data == [{"a": 1}]


def test_a_table_tells_no_secret(secretive):
    for frame in (
        secretive.table("json.rows", parents="json.echo"),
        secretive.table("json.deep"),
        secretive.table(columns={TOKEN: "json.echo"}),
    ):
        assert TOKEN not in shown(frame)
        assert "«KEY»" in shown(frame)


# Suggestions


def test_a_result_suggests_rules_that_its_node_can_take_over(session):
    result = session.run("GET $API/user\n[Params]\nUSER_ID:\nTITLE:\n[Mapping]\nTITLE: data.title")
    frame = result.suggest("COMPLETED", NUMBER=1)
    assert frame[["parameter", "path"]].to_numpy().tolist() == [
        ["COMPLETED", "data.completed"],
        ["NUMBER", "data.id"],
        ["USER_ID", "data.userId"],
    ]
    node = result.node.with_rules(frame)
    assert [rule.parameter for rule in node.mapping] == ["TITLE", *frame["parameter"]]
    assert session.run(node).ok


def test_a_suggestion_tells_no_secret(secretive):
    frame = secretive.suggest("ECHO", "V", top=3)
    assert TOKEN not in shown(frame)
    assert "«KEY»" in shown(frame)


@pytest.mark.parametrize("name", [7, ["ID", "NAME"], None])
def test_what_is_no_name_gets_no_suggestion(name):
    with pytest.raises(TypeError, match="is no name of a parameter"):
        hooknb.suggest({"id": 7}, name)


# Differences


def test_what_items_are_told_apart_by_is_read_first():
    with pytest.raises(hooknb.ObjectPathError):
        hooknb.diff([1], [1], by="[")


def test_like_finds_numbers_that_begin_with_one_when_nothing_else_fits():
    data = {"orders": [{"id": 2_000_000_003, "n": 7}, {"id": 20_000_042, "n": 72}]}
    for typed in (20_000, "20000"):
        assert hooknb.where(data, typed, like=True)[["pattern", "count"]].values.tolist() == [
            ["orders[*].id", 2]
        ]
    assert hooknb.where(data, 7, like=True)["count"].tolist() == [1]
    assert hooknb.where(data, 20_000).empty
    assert hooknb.where({"20000": 1, "b": 2}, "2000", like=True, key=True)["count"].tolist() == [1]


ORDERS = {
    "orders": [{"id": 7, "lines": [{"sku": "A1"}], "note": None, "tags": []}, {"id": 8, "lines": []}],
    "shop": {"name": "Tea"},
}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            {"columns": ["id", "ids"]},
            "no row has 'ids': none of the 2 values at 'orders[*]' has 'ids'; nearest is 'id'",
        ),
        (
            {"columns": {"first": "lines[*].skuu"}},
            "no row has 'lines[*].skuu': 'orders[0].lines[0]' has no 'skuu'; nearest is 'sku'",
        ),
        (
            {"explode": "line"},
            "no row has 'line': none of the 2 values at 'orders[*]' has 'line'; nearest is 'lines'",
        ),
        (
            {"explode": "lines", "columns": ["lines[*].sk"]},
            "no row has 'lines[*].sk': 'orders[0].lines[0]' has no 'sk'; nearest is 'sku'",
        ),
        ({"parents": ["shop.nmae"]}, "no row has 'shop.nmae': 'shop' has no 'nmae'; nearest is 'name'"),
    ],
)
def test_a_path_that_no_row_has_is_warned_of_with_the_nearest_name(asked, sentence):
    with pytest.warns(hooknb.HooknbWarning) as warned:
        hooknb.table(ORDERS, "orders", **asked)
    assert [str(each.message) for each in warned] == [sentence]
    assert warned[0].filename == __file__


@pytest.mark.parametrize(
    "asked",
    [
        {"columns": ["lines[*].sku", "note", "note.text", "tags[*].name", "tags[0]", "lines[?@.sku == 'B']"]},
        {"explode": "tags"},
        {"explode": ["lines[*]"], "columns": ["lines[*].sku"]},
        {"parents": ["shop.name", "orders[*].id"]},
    ],
)
def test_what_is_there_or_empty_is_not_warned_of(asked):
    assert len(hooknb.table(ORDERS, "orders", **asked))


def test_a_table_without_rows_warns_of_nothing():
    assert hooknb.table({"orders": []}, "orders", columns=["ids"]).empty


def test_of_xml_a_path_that_no_row_has_is_warned_of():
    with pytest.warns(hooknb.HooknbWarning, match="nearest is '@id'"):
        hooknb.table("<o><i id='1'>a</i><i id='2'>b</i></o>", "o.i", columns=["@di"])
    assert hooknb.table("<o><i id='1'>a</i></o>", "o.i", columns=["@id"]).values.tolist() == [[1]]


def test_a_warning_tells_no_secret(secretive):
    with pytest.warns(hooknb.HooknbWarning) as warned:
        secretive.table("json.rows", columns=[f"{TOKEN}x", f"deep['{TOKEN}']"])
    assert warned
    assert TOKEN not in "".join(str(each.message) for each in warned)
