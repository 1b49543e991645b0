"""The shape and the tables, as the explorer tells them."""

import json

import pytest

import hooknb
from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import explored
from hooknb.widgets.views import MOST_COLUMNS, SAMPLE, SHAPE_PAGE, TABLE_PAGE

HOSTILE = "<img src=x onerror=alert(1)>\u202egpj.exe"
DATA = {
    "items": [
        {"id": n, "who": {"name": f"n{n}"}, **({"sold": True} if n % 2 else {}), "tags": [n]}
        for n in range(120)
    ],
    "rates": {"2026-11-24": {"EUR": 1.0}, "2026-11-25": {"EUR": None}},
    HOSTILE: [{HOSTILE: HOSTILE}],
}


@pytest.fixture
def talk():
    return Conversation(explored(DATA))


def test_the_shape_is_told_row_by_row(talk):
    answer = talk.answer({"ask": "shape", "start": 0})
    row = next(row for row in answer["rows"] if row["pattern"] == "items[*].sold")
    assert row == {
        "pattern": "items[*].sold",
        "shown": "items[*].sold",
        "last": ".sold",
        "marks": [],
        "count": 60,
        "kinds": [["boolean", 60]],
        "present": 50.0,
        "nulls": 0.0,
        "distinct": 1,
        "range": "",
        "length": "",
        "form": "",
        "examples": ["true"],
        "seen": 100.0,
    }
    assert (answer["done"], answer["count"]) == (True, len(answer["rows"]))
    assert [row["shown"] for row in answer["rows"] if row["last"] == row["shown"]] == [
        "$",
        "items",
        "rates",
        f"$['{HOSTILE}']".replace("\u202e", "\\u202e"),
    ]


def test_of_much_data_a_sample_is_told_first_and_then_everything():
    talk = Conversation(explored([{"n": n} for n in range(SAMPLE * 5)]))
    answer = talk.answer({"ask": "shape", "start": 0})
    assert (answer["done"], answer["rows"][-1]["count"], answer["rows"][-1]["seen"]) == (False, SAMPLE, 20.0)
    while not talk.answer({"ask": "shape on"})["done"]:
        pass
    answer = talk.answer({"ask": "shape", "start": 0})
    assert (answer["done"], answer["rows"][-1]["count"]) == (True, SAMPLE * 5)


@pytest.mark.parametrize(("depth", "told"), [(90, False), (100, False), (130, True)])
def test_what_is_too_deep_for_the_shape_is_said(depth, told):
    data = 7
    for _ in range(depth):
        data = {"a": data}
    limit = Conversation(explored(data)).answer({"ask": "shape", "start": 0})["limit"]
    assert limit == ("no more than 5,000 patterns and 100 levels are listed" if told else "")


def test_many_patterns_come_in_pages():
    talk = Conversation(
        explored(
            {f"f{chr(97 + n // 26)}{chr(97 + n % 26)}": n if n % 2 else "x" for n in range(SHAPE_PAGE + 20)}
        )
    )
    first = talk.answer({"ask": "shape", "start": 0})
    rest = talk.answer({"ask": "shape", "start": SHAPE_PAGE})
    assert (len(first["rows"]), len(rest["rows"]), first["count"]) == (SHAPE_PAGE, 21, SHAPE_PAGE + 21)


def test_lists_and_maps_of_objects_are_offered_the_longest_first(talk):
    answer = talk.answer({"ask": "lists"})
    assert [(each["pattern"], each["count"]) for each in answer["lists"]][:2] == [
        ("items", 120),
        ("rates", 2),
    ]


def test_a_list_is_told_as_a_table_a_page_at_a_time(talk):
    answer = talk.answer({"ask": "table", "path": "items", "start": 100, "new": True})
    assert [(each["name"], each["pattern"]) for each in answer["columns"]] == [
        ("id", "items[*].id"),
        ("who.name", "items[*].who.name"),
        ("tags", "items[*].tags"),
        ("sold", "items[*].sold"),
    ]
    assert (answer["start"], answer["count"], len(answer["rows"])) == (100, 120, 20)
    assert answer["rows"][0] == {
        "at": [0, 100],
        "cells": [["number", "100"], ["text", "n100"], ["list", "[100]"], None],
    }
    assert len(talk.answer({"ask": "table", "path": "items", "start": 0, "new": False})["rows"]) == TABLE_PAGE


def test_a_map_is_told_with_its_names(talk):
    answer = talk.answer({"ask": "table", "path": "rates", "start": 0})
    assert [(each["name"], each["pattern"]) for each in answer["columns"]] == [
        ("*", None),
        ("EUR", "rates.*.EUR"),
    ]
    assert [row["cells"] for row in answer["rows"]] == [
        [["text", "2026-11-24"], ["number", "1.0"]],
        [["text", "2026-11-25"], ["null", "null"]],
    ]


def test_a_column_can_be_picked(talk):
    for column in talk.answer({"ask": "table", "path": "items", "start": 0})["columns"]:
        assert talk.answer({"ask": "use", "path": column["pattern"]})["path"] == column["pattern"]


def test_wide_tables_are_cut():
    talk = Conversation(
        explored([{f"f{chr(97 + n // 26)}{chr(97 + n % 26)}": n if n % 2 else "x" for n in range(60)}] * 3)
    )
    answer = talk.answer({"ask": "table", "path": "$", "start": 0})
    assert (len(answer["columns"]), answer["more"], len(answer["rows"][0]["cells"])) == (
        MOST_COLUMNS,
        20,
        MOST_COLUMNS,
    )


def test_xml_is_told_as_a_table():
    talk = Conversation(explored("<o><i id='1'><n>5</n></i><i id='2'><n k='x'>6</n></i></o>"))
    answer = talk.answer({"ask": "table", "path": "o.i", "start": 0})
    assert [each["name"] for each in answer["columns"]] == ["@id", "n", "n.@k"]
    assert [row["cells"] for row in answer["rows"]] == [
        [["text", "1"], ["text", "5"], None],
        [["text", "2"], ["text", "6"], ["text", "x"]],
    ]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("orders[*].line", "none of the 2 values at 'orders[*]' has 'line'; nearest is 'lines'"),
        ("orders[*].lines", ""),
        ("orders", ""),
    ],
)
def test_a_table_of_what_is_not_there_says_where_the_path_stops(path, why):
    talk = Conversation(explored({"orders": [{"lines": []}, {"lines": []}]}))
    assert talk.answer({"ask": "table", "path": path, "start": 0})["why"] == why


def test_a_column_of_xml_has_lists_everywhere_or_nowhere():
    talk = Conversation(explored("<o><i><t>a</t><t>b</t></i><i><t>c</t></i><i/></o>"))
    answer = talk.answer({"ask": "table", "path": "o.i", "start": 0})
    cells = {each["name"]: at for at, each in enumerate(answer["columns"])}
    assert [row["cells"][cells["t"]] for row in answer["rows"]] == [
        ["list", '["a", "b"]'],
        ["list", '["c"]'],
        None,
    ]


@pytest.mark.parametrize("path", ["nothing", "items[", "$.items[0].nothing"])
def test_what_is_no_list_is_said(talk, path):
    assert "error" in talk.answer({"ask": "table", "path": path, "start": 0})


def test_hostile_names_are_seen(talk):
    told = [talk.answer({"ask": "shape", "start": 0}), talk.answer({"ask": "lists"})]
    path = told[1]["lists"][-1]["pattern"]
    told.append(talk.answer({"ask": "table", "path": path, "start": 0}))
    assert "\u202e" not in json.dumps(told, ensure_ascii=False)
    assert told[2]["rows"][0]["cells"][0][1].startswith("<img")


def test_no_secret_is_told(playground):
    session = hooknb.Session()
    session.parameters["KEY"] = "s3cret-token-42"
    cell = f'POST {playground.url}/echo\n[Params]\nKEY!:\n[Body json]\n{{"l": [{{"$KEY": "$KEY"}}], "m": {{"2026-01-01": {{"v": "$KEY"}}}}}}'
    talk = Conversation(explored(session.run(cell)))
    told = [talk.answer({"ask": "shape", "start": 0}), talk.answer({"ask": "lists"})]
    told += [talk.answer({"ask": "table", "path": path, "start": 0}) for path in ("json.l", "json.m")]
    assert "s3cret-token" not in str(told)
    assert "«KEY»" in str(told)
