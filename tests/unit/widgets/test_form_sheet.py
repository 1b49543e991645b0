"""What is filled in: every editor's value in the document and back, edits, rows that are off, places of problems."""

import pytest

from hooknb.core.mapping import MappingRule, ResponseMapping
from hooknb.core.node import Node
from hooknb.formats.cell import loads
from hooknb.widgets.form.bindings import BINDINGS
from hooknb.widgets.form.checking import check, in_a_form, label_of
from hooknb.widgets.form.fields import Field
from hooknb.widgets.form.sheet import Sheet
from hooknb.widgets.form.tabs import FIELDS, HEAD, TABS, layout

URL = "https://api.example.com/users"


@pytest.fixture
def sheet():
    made = Sheet()
    made.edit(["set", "url", URL])
    return made


def node_of(sheet):
    checked = check(sheet)
    assert checked.node is not None, checked.problems
    return checked.node


def test_every_field_of_a_node_has_an_editor():
    assert {binding.name for binding in BINDINGS} | {"off"} == set(Node.__slots__)
    for binding in BINDINGS:
        place = binding.place((binding.name,), Sheet().values)
        assert place[0] in FIELDS, f"{binding.name} is shown nowhere"


def test_the_tabs_are_those_of_the_description():
    assert [tab.title for tab in TABS] == [
        "Parameters",
        "Headers",
        "Query Parameters",
        "Body",
        "Authentication",
        "Response Mapping",
        "Response status code",
        "Options",
        "Signing",
    ]
    assert [field.title for field in HEAD] == ["Label", "Method", "URL Endpoint"]


def test_a_beginner_sees_no_more_than_a_handful_of_editors():
    assert all(
        len([field for field in tab.fields if not field.later and field.when is None]) <= 6 for tab in TABS
    )


@pytest.mark.parametrize(
    ("name", "value", "field", "wanted"),
    [
        ("label", "Fetch", "label", "Fetch"),
        ("method", "PATCH", "method", "PATCH"),
        ("name", "get_user", "name", "get_user"),
        ("mapping_type", "xml", "mapping_type", "xml"),
        ("timeout", 12.5, "timeout", 12.5),
        ("timeout", "14", "timeout", 14.0),
        ("asynchronous", True, "asynchronous", True),
        ("redirects", True, "redirects", True),
        ("retries", "3", "retries", 3),
        ("retry_on", "429, 5xx timeout", "retry_on", ("429", "5xx", "timeout")),
        ("retry_delay", "1.5", "retry_delay", 1.5),
        ("cookies", False, "cookies", False),
        ("verify", False, "verify", False),
        ("cassette", "a.json", "cassette", "a.json"),
        ("fill", "declared", "fill", "declared"),
        ("status_parameter", "CODE", "status_parameter", "CODE"),
    ],
)
def test_an_editor_sets_its_field(sheet, name, value, field, wanted):
    sheet.edit(["set", name, value])
    assert getattr(node_of(sheet), field) == wanted


@pytest.mark.parametrize(
    ("name", "row", "lines"),
    [
        ("headers", {"name": "Accept", "value": '"33a6"'}, 'GET {url}\nAccept: "33a6"'),
        ("query", {"name": "page", "value": "2"}, "GET {url}\n[Query]\npage: 2"),
        ("query", {"name": "page"}, "GET {url}\n[Query]\npage:"),
        ("query", {"name": "page", "value": ""}, 'GET {url}\n[Query]\npage: ""'),
        ("parameters", {"name": "ID"}, "GET {url}\n[Params]\nID:"),
        ("parameters", {"name": "ID", "text": " 7 "}, "GET {url}\n[Params]\nID: 7"),
        ("parameters", {"name": "ID", "text": "2.50"}, "GET {url}\n[Params]\nID: 2.50"),
        ("parameters", {"name": "ID", "text": '"7"'}, 'GET {url}\n[Params]\nID: "7"'),
        (
            "parameters",
            {"name": "ID", "text": "7", "entity": "sys.number"},
            "GET {url}\n[Params]\nID (sys.number): 7",
        ),
        ("parameters", {"name": "PIN", "secret": True}, "GET {url}\n[Params]\nPIN!:"),
        ("secrets", {"name": "T", "source": "env", "detail": "TOKEN"}, "GET {url}\n[Secrets]\nT: env TOKEN"),
        (
            "secrets",
            {"name": "T", "source": "prompt", "detail": "left over"},
            "GET {url}\n[Secrets]\nT: prompt",
        ),
        (
            "secrets",
            {"name": "T", "source": "keyring", "detail": "'my shop' me"},
            "GET {url}\n[Secrets]\nT: keyring 'my shop' me",
        ),
        ("mapping", {"parameter": "ID", "path": "data.id"}, "GET {url}\n[Mapping]\nID: data.id"),
        (
            "mapping",
            {"parameter": "ID", "path": "a", "entity": "sys.number", "required": False, "secret": True},
            "GET {url}\n[Mapping]\nID?! (sys.number): a",
        ),
        ("routes", {"status": "4XX", "output": "ours"}, "GET {url}\n[Status]\n4xx: ours"),
        ("force_list", {"path": "note.to"}, "GET {url}\n[Options]\nforce_list: note.to"),
    ],
)
def test_a_row_says_what_a_line_of_a_cell_says(sheet, name, row, lines):
    sheet.edit(["insert", name, 0, [row]])
    assert node_of(sheet) == loads(lines.format(url=URL))


@pytest.mark.parametrize(
    ("edits", "cell"),
    [
        ([["set", "body.format", "json"], ["set", "body.text", "[1]"]], "[Body json]\n[1]"),
        ([["set", "body.format", "xml"], ["set", "body.text", "<a/>"]], "[Body xml]\n<a/>"),
        ([["set", "body.format", "html"], ["set", "body.text", "<p>"]], "[Body html]\n<p>"),
        ([["set", "body.format", "text"], ["set", "body.text", "hi"]], "[Body text]\nhi"),
        ([["set", "body.format", "raw"], ["set", "body.text", "hi"]], "[Body raw]\nhi"),
        ([["set", "body.format", "form"], ["set", "body.text", "a=b"]], "[Body form]\na=b"),
        (
            [
                ["set", "body.format", "form"],
                ["set", "body.from", "pairs"],
                ["insert", "body.pairs", 0, [{"name": "who", "value": "Ada"}]],
            ],
            "[Form]\nwho: Ada",
        ),
        (
            [["set", "body.format", "json"], ["set", "body.from", "file"], ["set", "body.file", "a.json"]],
            "[Body json @a.json]",
        ),
        ([["set", "body.text", "kept, not sent"]], ""),
    ],
)
def test_a_body_is_what_is_chosen(sheet, edits, cell):
    for edit in edits:
        sheet.edit(edit)
    assert node_of(sheet) == loads(f"GET {URL}\n{cell}")


def test_the_text_of_a_body_outlives_a_change_of_format(sheet):
    for edit in (["set", "body.format", "form"], ["set", "body.text", "[1]"], ["set", "body.from", "pairs"]):
        sheet.edit(edit)
    sheet.edit(["set", "body.format", "json"])
    assert node_of(sheet).body.text == "[1]"


@pytest.mark.parametrize(
    ("edits", "cell"),
    [
        ([["set", "auth.type", "bearer"], ["set", "auth.token", "$T"]], "[Auth]\nbearer: $T"),
        (
            [["set", "auth.type", "basic"], ["set", "auth.user", "ada"], ["set", "auth.password", "T"]],
            "[Auth]\nbasic: ada\npassword: $T",
        ),
        (
            [["set", "auth.type", "api_key"], ["set", "auth.key", "T"], ["set", "auth.query", "key"]],
            "[Auth]\napi_key: $T\nquery: key",
        ),
        (
            [
                ["set", "auth.type", "oauth2"],
                ["set", "auth.token_url", "https://a.example/token"],
                ["set", "auth.client_id", "me"],
                ["set", "auth.client_secret", "T"],
                ["set", "auth.client", "body"],
            ],
            "[Auth]\noauth2: https://a.example/token\nclient_id: me\nclient_secret: $T\nclient: body",
        ),
        ([["set", "auth.token", "left over"], ["set", "auth.type", ""]], ""),
        (
            [["set", "signing.on", True], ["set", "signing.secret", "T"], ["set", "signing.api_key", "k"]],
            "[Signing]\nsecret: $T\napi_key: k",
        ),
        ([["set", "signing.secret", "T"]], ""),
    ],
)
def test_who_asks_is_what_is_chosen(sheet, edits, cell):
    sheet.edit(["insert", "secrets", 0, [{"name": "T", "source": "env", "detail": "TOKEN"}]])
    for edit in edits:
        sheet.edit(edit)
    assert node_of(sheet) == loads(f"GET {URL}\n[Secrets]\nT: env TOKEN\n{cell}")


def test_rows_are_moved_removed_and_switched_off(sheet):
    sheet.edit(["insert", "query", 0, [{"name": name, "value": name} for name in "abc"]])
    sheet.edit(["move", "query", 2, 0])
    sheet.edit(["remove", "query", 1])
    sheet.edit(["set", "query", 0, "on", False])
    assert [row["name"] for row in sheet.values["query"]] == ["c", "b"]
    assert [pair.name for pair in node_of(sheet).query] == ["b"]
    assert sheet.document()["off"] == {"query": [{"name": "c", "value": "c", "at": 0}]}


def test_a_new_row_counts_when_something_is_written_in_it(sheet):
    sheet.edit(["insert", "headers", 0, [{"new": True}]])
    assert node_of(sheet).headers == ()
    sheet.edit(["set", "headers", 0, "value", "x"])
    assert check(sheet).node is None


def test_the_failed_output_has_a_box_of_its_own(sheet):
    sheet.edit(["insert", "routes", 0, [{"status": "404", "output": "missing"}]])
    sheet.edit(["set", "failed", "try_later"])
    assert node_of(sheet).routes.failed == "try_later"
    sheet.edit(["set", "failed", ""])
    assert [mark.place for mark in check(sheet).marks] == [("failed",)]


@pytest.mark.parametrize(
    ("edits", "place", "said"),
    [
        ([["set", "url", ""]], ("url",), "a node needs a URL"),
        ([["set", "url", "ftp://x"]], ("url",), "ftp"),
        ([["set", "label", "a\nb"]], ("label",), "one line"),
        ([["set", "name", "1x"]], ("name",), "cannot name a node"),
        ([["set", "timeout", "soon"]], ("timeout",), "'soon' is not a number of seconds"),
        ([["set", "timeout", 26]], ("timeout",), "10 to 25 seconds"),
        ([["set", "timeout", ""]], ("timeout",), "is not a number of seconds"),
        ([["set", "retries", "11"]], ("retries",), "0 to 10 are allowed"),
        ([["set", "retry_on", "503 soon"]], ("retry_on",), "'soon' is no reason"),
        ([["set", "status_parameter", "1"]], ("status_parameter",), "is not a parameter name"),
        (
            [["insert", "headers", 0, [{"name": "a b", "value": ""}]]],
            ("headers", 0, "name"),
            "is not a header name",
        ),
        ([["insert", "headers", 0, [{"name": "A", "value": "名"}]]], ("headers", 0, "value"), "cannot hold"),
        (
            [["insert", "parameters", 0, [{"name": "1"}]]],
            ("parameters", 0, "name"),
            "is not a parameter name",
        ),
        (
            [["insert", "parameters", 0, [{"name": "N", "text": "x", "entity": "sys.number"}]]],
            ("parameters", 0, "text"),
            "number",
        ),
        (
            [["insert", "secrets", 0, [{"name": "T", "detail": "a b"}]]],
            ("secrets", 0, "detail"),
            "the name of the variable",
        ),
        ([["insert", "mapping", 0, [{"parameter": "A", "path": "a["}]]], ("mapping", 0, "path"), "["),
        (
            [["insert", "routes", 0, [{"status": "x", "output": "y"}]]],
            ("routes", 0, "status"),
            "is not a status",
        ),
        ([["insert", "routes", 0, [{"status": "404"}]]], ("routes", 0, "output"), "needs a name"),
        ([["insert", "force_list", 0, [{"path": "a["}]]], ("force_list", 0, "path"), "["),
        ([["set", "body.format", "json"], ["set", "body.text", "{"]], ("body.text",), "is not JSON"),
        ([["set", "body.format", "json"], ["set", "body.from", "file"]], ("body.file",), "has no name"),
        ([["set", "auth.type", "basic"]], ("auth.user",), "this needs the user's name"),
        ([["set", "signing.on", True]], ("signing.secret",), "signing needs a secret"),
        (
            [["set", "signing.on", True], ["set", "signing.secret", "NOBODY"]],
            ("signing.secret",),
            "is not declared",
        ),
    ],
    ids=str,
)
def test_a_problem_is_at_its_editor(sheet, edits, place, said):
    for edit in edits:
        sheet.edit(edit)
    checked = check(sheet)
    assert checked.node is None
    assert place in [mark.place for mark in checked.marks]
    text = next(mark.shown()["text"] for mark in checked.marks if mark.place == place)
    assert said in text
    assert "[Secrets]" not in text


def test_rows_that_are_off_do_not_shift_a_problem(sheet):
    sheet.edit(["insert", "headers", 0, [{"name": "A", "on": False}, {"new": True}, {"name": "a b"}]])
    assert [mark.place for mark in check(sheet).marks] == [("headers", 2, "name")]


@pytest.mark.parametrize(
    ("edits", "place"),
    [
        ([["set", "url", "https://a.example/{{id}}"]], ("url",)),
        ([["insert", "headers", 0, [{"name": "A", "value": "Key {{id}}"}]]], ("headers", 0, "value")),
        ([["insert", "query", 0, [{"name": "a", "value": "{{id}}"}]]], ("query", 0, "value")),
        ([["set", "body.format", "json"], ["set", "body.text", '{"a": "{{id}}"}']], ("body.text",)),
        (
            [
                ["set", "body.format", "form"],
                ["set", "body.from", "pairs"],
                ["insert", "body.pairs", 0, [{"name": "a", "value": "{{id}}"}]],
            ],
            ("body.pairs", 0, "value"),
        ),
    ],
    ids=["url", "header", "query", "body", "field"],
)
def test_marks_of_other_tools_are_pointed_out(sheet, edits, place):
    sheet.edit(["set", "method", "POST"])
    for edit in edits:
        sheet.edit(edit)
    checked = check(sheet)
    assert checked.node is not None
    [mark] = [mark for mark in checked.marks if mark.message == "{{id}} is sent as it is"]
    assert (mark.place, mark.hint, mark.severity) == (place, "write $id if it is a parameter", "advice")


def test_blanks_that_were_copied_with_a_url_are_not_part_of_it(sheet):
    sheet.edit(["set", "url", " https://a.example/x\t "])
    checked = check(sheet)
    assert checked.node is not None
    assert checked.node.url == "https://a.example/x"
    assert sheet.values["url"] == " https://a.example/x\t "


def test_problems_are_listed_as_the_form_is_read(sheet):
    sheet.edit(["set", "url", ""])
    sheet.edit(["set", "timeout", "x"])
    sheet.edit(["insert", "headers", 0, [{"name": "a b"}, {"name": "c d"}]])
    assert [mark.label for mark in check(sheet).marks] == [
        "URL Endpoint",
        "Headers 1, Header",
        "Headers 2, Header",
        "Time out",
    ]


def test_a_field_that_no_editor_has_is_said_of_the_form():
    assert label_of(Sheet().place(("nonsense",))) == "The form"


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("put it under [Secrets] and write $NAME here", "put it under Secrets and write $NAME here"),
        ("add a [Body json] if the API wants one", "add a JSON body if the API wants one"),
        (
            "mend it, or use [Body raw] to send it as it is",
            "mend it, or use the format Raw to send it as it is",
        ),
        (
            "write token: $TOKEN, and declare the name, such as TOKEN: env VAR under [Secrets]",
            "write a name for it, such as TOKEN, and name its source under Parameters, Secrets",
        ),
        (
            "this is not how 'env' is written (write `env NAME`)",
            "no value can be found with this (write the name of the variable alone, such as API_TOKEN)",
        ),
        (
            "write `keyring SERVICE USER`",
            "write the service and the user, such as orders ada",
        ),
        ("write `dotenv KEY`", "write the key in the file alone, such as API_TOKEN"),
        (
            "write under [Secrets] where it comes from, such as TOKEN: env TOKEN",
            "write under Secrets where it comes from",
        ),
        ("write its path after @", "write its path, such as data.json"),
        ("add retries: 3", "set Retries to 3"),
        (
            "name the reasons under retry_on if it may act twice",
            "name the reasons under Retry after if it may act twice",
        ),
        (
            "add api_key, by which a receiver with several secrets finds the right one",
            "add its API key, by which a receiver with several secrets finds the right one",
        ),
    ],
)
def test_hints_for_a_cell_are_worded_for_a_form(cell, form):
    assert in_a_form(cell) == form


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (["set", "nonsense", "x"], LookupError),
        (["set", "url", 7], TypeError),
        (["set", "asynchronous", "yes"], TypeError),
        (["set", "method", "FETCH"], TypeError),
        (["set", "timeout", True], TypeError),
        (["set", "headers", "x"], TypeError),
        (["set", "headers", 0, "name", "x"], LookupError),
        (["set", "url", 0, "name", "x"], LookupError),
        (["insert", "headers", 0, [{"nonsense": "x"}]], LookupError),
        (["insert", "headers", 0, [{"name": None}]], TypeError),
        (["insert", "headers", 0, ["x"]], ValueError),
        (["remove", "headers", 0], LookupError),
        (["move", "headers", -1, 0], LookupError),
        (["dance"], TypeError),
        ([], TypeError),
    ],
    ids=str,
)
def test_what_is_no_edit_is_refused(sheet, edit, error):
    before = sheet.document()
    with pytest.raises(error):
        sheet.edit(edit)
    assert sheet.document() == before


def test_rules_from_elsewhere_replace_those_that_were_there(sheet):
    rows = [
        {"parameter": "KEPT", "path": "a"},
        {"parameter": "GONE", "path": "b"},
        {"parameter": "OFF", "path": "c", "on": False},
        {"parameter": "WRONG", "path": "a["},
    ]
    sheet.edit(["insert", "mapping", 0, rows])
    before = ResponseMapping([("KEPT", "a"), ("GONE", "b")])
    after = ResponseMapping([MappingRule("KEPT", "z", "sys.number"), MappingRule("NEW", "d", required=False)])
    sheet.rules(after, before)
    kept = [(row["parameter"], row["path"], row["on"]) for row in sheet.values["mapping"]]
    assert kept == [("KEPT", "z", True), ("OFF", "c", False), ("WRONG", "a[", True), ("NEW", "d", True)]


def test_the_browser_gets_the_table_as_plain_values():
    import json

    from hooknb.core.limits import Limits

    described = json.loads(json.dumps(layout(Limits(1, 60, 5))))
    assert described["seconds"] == [1, 60]
    assert [tab["id"] for tab in described["tabs"]][:2] == ["parameters", "headers"]
    assert Field(id="x", title="X").new_row() == {"on": True}
