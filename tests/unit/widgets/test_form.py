"""The form as Python sees it: what can be set and observed, what is shown where no script runs, what is in its state."""

import json
import threading

import pytest

import hooknb
from hooknb.errors import NodeError, ParameterError
from hooknb.magic.front import command
from hooknb.widgets.form.widget import Editor, Form
from hooknb.widgets.modules import joined

WAIT = 20
TOKEN = "s3cret-token-42"


@pytest.fixture
def session(playground):
    made = hooknb.Session()
    made.parameters["API"] = playground.url
    return made


@pytest.fixture
def make(session):
    made = []

    def make(node=None, **options):
        made.append(Form(node, session=session, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


def ask(form, **message):
    """Ask as the browser does, and return the answer."""
    sent = []
    send, form._editor.send = form._editor.send, sent.append
    form._editor._asked(None, {"id": "1", **message}, [])
    form._editor.send = send
    return next(each for each in sent if each.get("reply") == "1")


def run_test(form):
    """Run the test, and return the result as soon as the form has it."""
    arrived = threading.Event()
    form.observe(lambda change: arrived.set(), "result")
    form.test().result(WAIT)
    assert arrived.wait(WAIT)
    return form.result


def test_an_empty_form_is_not_yet_a_node(make):
    form = make()
    assert form.node is None
    assert [problem.place for problem in form.problems] == ["url"]
    assert repr(form) == "<Form not yet a node>"
    for use in (lambda: form.cell, form.test):
        with pytest.raises(NodeError, match="needs a URL"):
            use()


@pytest.mark.parametrize(
    "given",
    [
        hooknb.Node("https://a.example/", name="user"),
        "%%webhook user\nGET https://a.example/",
        {"url": "https://a.example/", "name": "user"},
        "user",
    ],
    ids=["node", "cell", "document", "name"],
)
def test_a_form_takes_a_node_in_every_form(make, session, given):
    session.keep(hooknb.Node("https://a.example/", name="user"))
    assert make(given).node == hooknb.Node("https://a.example/", name="user")


@pytest.mark.parametrize("given", ["POTS https://a.example/", {"url": ""}, "nobody", 7])
def test_what_is_no_node_is_refused(make, given):
    with pytest.raises(NodeError):
        make(given)


def test_the_node_can_be_set_and_observed(make):
    form, seen = make(), []
    form.observe(lambda change: seen.append(change.new), "node")
    form.node = hooknb.Node("https://a.example/")
    ask(form, ask="edit", edits=[["set", "label", "Ours"]])
    ask(form, ask="edit", edits=[["set", "url", ""]])
    form.node = None
    assert seen == [hooknb.Node("https://a.example/"), hooknb.Node("https://a.example/", label="Ours"), None]
    assert form._desk.sheet.values["label"] == "Ours"


def test_setting_no_node_empties_the_form(make):
    form = make("GET https://a.example/\nAccept: */*")
    form.node = None
    assert form.document["url"] == ""
    assert form.document["headers"] == []


def test_the_document_has_the_rows_that_are_off(make):
    form = make(
        "GET https://a.example/\nX-B: 2\n# off [Headers] X-A: 1\nX-C: 3\n[Options]\n# off [Options] force_list: a"
    )
    assert form.document["off"] == {
        "headers": [{"name": "X-A", "value": "1", "at": 1}],
        "force_list": [{"path": "a", "at": 0}],
    }
    again = make(form.document)
    assert again.document == form.document
    again.document = {"url": "https://b.example/"}
    assert (again.node.url, "off" in again.document) == ("https://b.example/", False)


def test_a_row_of_the_document_without_a_place_is_the_last(make):
    off = {
        "headers": [{"name": "X-A", "value": "1"}, {"name": "X-0", "value": "0", "at": 0}],
        "force_list": ["a"],
    }
    form = make({"url": "https://a.example/", "headers": {"X-B": "2"}, "off": off})
    assert [row["name"] for row in form._desk.sheet.values["headers"]] == ["X-0", "X-B", "X-A"]
    assert [row["path"] for row in form._desk.sheet.values["force_list"]] == ["a"]


def test_limits_are_the_session_s(make, session):
    from dataclasses import replace

    session.settings = replace(session.settings, limits=hooknb.Limits(1, 60, 5))
    form = make({"url": "https://a.example/", "timeout": 50})
    assert form._editor._first["layout"]["seconds"] == [1, 60]
    assert "timeout: 50" in form.cell
    assert make().document["timeout"] == 5


def test_a_test_brings_a_result_that_can_be_observed(make):
    form = make("%%webhook weather\nGET $API/weather\n[Query]\ncity: $CITY\n[Mapping]\nSKY: current.sky")
    with pytest.raises(ParameterError, match="CITY"):
        form.test()
    ask(form, ask="give", given={"CITY": "Graz"})
    result = run_test(form)
    assert result is form.result
    assert result.mapping["ok"].tolist() == [True]
    assert form.test(CITY="Wien").result(WAIT).request.url.endswith("city=Wien")
    with pytest.raises(Exception, match="read-only"):
        form.result = None


def test_the_answer_shows_card_frames_explorer_and_changes(make):
    form = make("GET $API/weather\n[Mapping]\nSKY: current.sky")
    assert form._answer.layout.display == "none"
    run_test(form)
    ask(form, ask="answer")
    pages = form._answer.children
    card, place, tables, changes = pages
    (explorer,) = place.children
    assert form._answer.layout.display == ""
    assert "200 OK" in card.value
    for name in ("parameters", "mapping", "routing"):
        assert f"result.{name} of this form" in tables.value
    assert "Test the request twice" in changes.value
    form.test().result(WAIT)
    form._desk.testing.previous = form.result
    ask(form, ask="answer")
    assert "Two runs compared" in form._answer.children[3].value
    # The pages stay, so that the one in front does.
    assert form._answer.children == pages
    assert explorer.comm is None
    ask(form, ask="explore")
    assert form._answer.selected_index == 1


class Variables(dict):
    """The variables of a notebook."""

    names = dict.keys
    __call__ = dict.__getitem__


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["orders"], "orders.result.mapping"),
        (["other", "orders"], "orders.result.mapping"),
        (["other"], "result.mapping of this form"),
        ([], "result.mapping of this form"),
    ],
    ids=["its own", "beside another form", "of another form alone", "none"],
)
def test_the_frames_are_titled_by_the_variable_that_is_the_form(make, session, names, found):
    form, other = make("GET $API/weather\n[Mapping]\nSKY: current.sky"), make()
    session.variables = Variables({name: form if name == "orders" else other for name in names})
    session.variables["count"] = 1
    run_test(form)
    ask(form, ask="answer")
    assert f">{found}<" in form._answer.children[2].value


@pytest.mark.parametrize(
    ("cell", "in_a_form", "in_a_cell"),
    [
        (
            "GET $API/status/404",
            "the Response status code tab, such as 404 to",
            "under [Status], such as 404: ",
        ),
        ("GET $API/weather\n[Mapping]\nSKY: no.where", "untick Required of SKY", "write SKY? when"),
        (
            "GET $API/weather\nAuthorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789",
            "put it under Secrets in the Parameters tab",
            "put it under [Secrets]",
        ),
    ],
    ids=["no route", "nothing mapped", "a secret in a header"],
)
def test_the_answer_names_tabs_where_a_card_elsewhere_names_sections(make, cell, in_a_form, in_a_cell):
    form = make(cell)
    run_test(form)
    ask(form, ask="answer")
    card = form._answer.children[0].value
    assert in_a_form in card
    assert in_a_cell not in card
    assert in_a_cell in form.result.card().text()
    # The copy of a saved notebook has the cell beside it.
    assert in_a_cell in form.still()["text/plain"]


def test_rules_go_from_the_explorer_to_the_form_and_back(make):
    form = make("GET $API/weather\n[Mapping]\nSKY: current.sky")
    run_test(form)
    ask(form, ask="answer")
    (explorer,) = form._answer.children[1].children
    assert [rule.parameter for rule in explorer.mapping] == ["SKY"]
    talk = explorer._talk
    row = next(
        row for page in talk.first()["pages"] for row in page["entries"] if row["key"] == "temperature"
    )
    talk.answer({"ask": "pick", "at": row["at"]})
    talk.answer({"ask": "map", "name": "WARM", "entity": "sys.any", "required": False})
    assert [rule.parameter for rule in form.node.mapping] == ["SKY", "WARM"]
    ask(form, ask="edit", edits=[["remove", "mapping", 0]])
    assert [rule.parameter for rule in explorer.mapping] == ["WARM"]
    assert "SKY" not in str(talk.answer({"ask": "rules"}))
    ask(form, ask="edit", edits=[["set", "mapping", 0, "path", "a["]])
    assert explorer.mapping == ()
    assert form._desk.sheet.values["mapping"][0]["parameter"] == "WARM"
    talk.answer({"ask": "map", "name": "AGAIN", "entity": "sys.any", "required": True})
    assert [row["parameter"] for row in form._desk.sheet.values["mapping"]] == ["WARM", "AGAIN"]


def test_trials_can_be_given_and_read(make):
    form = make("GET $API/status/$CODE", trials={"fine": {"CODE": 200}, "text": {"CODE": "200"}})
    assert form.trials == {"fine": {"CODE": "200"}, "text": {"CODE": '"200"'}}
    assert form.results == {}
    form.trials = {"gone": {"CODE": 410}}
    ended = threading.Event()
    form.tell = lambda event: event["event"] == "trial" and ended.set()
    ask(form, ask="run trials")
    assert ended.wait(WAIT)
    assert form.results["gone"].status == 410
    with pytest.raises(ParameterError):
        form.trials = {"odd": {"CODE": object()}}


def test_a_form_is_shown_where_there_are_no_widgets(make):
    form = make("%%webhook user\nGET https://a.example/$ID\n# off [Headers] X-A: <b>")
    still = form.still()
    assert "GET https://a.example/$ID" in still["text/plain"]
    assert "# off [Headers] X-A: &lt;b&gt;" in still["text/html"]
    assert "<script" not in still["text/html"]
    assert still["text/html"].count("Run the cell again") == 1
    assert "Run the cell again" not in still["text/plain"]
    assert set(form._repr_mimebundle_()) == {
        "application/vnd.jupyter.widget-view+json",
        "text/html",
        "text/plain",
    }
    assert "not yet a node" in str(make())
    assert "needs a URL" in str(make())


def test_the_copy_is_written_anew_after_a_test_and_a_rest(make):
    class Copy:
        written, again = (), threading.Event()

        def update(self, bundle, *, raw):
            assert raw
            self.written = (*self.written, bundle["text/plain"])
            self.again.set()

    form, copy = make("GET $API/user"), Copy()
    form.shown(copy)
    run_test(form)
    # Whoever observes the result is told before that.
    assert copy.again.wait(WAIT)
    assert "200 OK" in copy.written[-1]
    ask(form, ask="edit", edits=[["set", "label", "Ours"]])
    ask(form, ask="rest")
    assert "Ours" in copy.written[-1]


def test_no_secret_is_in_a_state_or_a_copy(make, session, monkeypatch):
    monkeypatch.setenv("THE_TOKEN", TOKEN)
    session.parameters.set("OTHER", TOKEN + "2", secret=True)
    form = make("POST $API/echo\nX-A: $T\nX-B: $OTHER\n[Secrets]\nT: env THE_TOKEN\n[Body json]\n{}")
    result = run_test(form)
    assert TOKEN in result.text
    ask(form, ask="answer")
    pages = form._answer.children
    widgets = [form, form._editor, form._answer, *pages, *pages[1].children]
    said = [{name: value for name, value in each.get_state().items() if name != "_esm"} for each in widgets]
    assert TOKEN not in str([*said, form.still(), form._editor._first, ask(form, ask="open"), form.cell])


def test_what_stands_in_the_first_message_is_plain_and_small(make):
    first = make()._editor._first
    assert len(json.dumps(first)) < 30_000


def test_a_message_that_is_none_is_passed_over(make):
    form, sent = make(), []
    form._editor.send = sent.append
    form._editor._asked(None, "no message", [])
    assert sent == []


def test_the_explorer_of_an_answer_that_is_not_there_is_not_shown(make):
    assert ask(make("GET https://a.example"), ask="explore")["error"]


def test_a_closed_form_stops_its_run_and_takes_its_parts_along(make):
    form = make("GET $API/delay/9")
    pending = form.test()
    form.close()
    assert pending.result(WAIT).failure.kind == "cancelled"
    assert form._editor.comm is None
    form = make("GET $API/user")
    run_test(form)
    ask(form, ask="answer")
    pages = form._answer.children
    inside = [*pages, *pages[1].children]
    form.close()
    assert [each.comm for each in inside] == [None] * 5


def test_the_magic_opens_a_form(session):
    session.keep(hooknb.loads("%%webhook user\nGET https://a.example/"))
    shared = hooknb.default_session()
    shared.keep(session.kept("user"))
    try:
        assert command(shared, None, "form user").node.name == "user"
        assert command(shared, None, "form").node is None
        with pytest.raises(NodeError, match="no node is called 'usr'"):
            command(shared, None, "form usr")
    finally:
        del shared.nodes["user"]


def test_the_module_for_the_browser_is_whole():
    assert "\nimport {" not in Editor._esm
    assert Editor._esm.count("export default") == 1
    assert Editor._esm.index("export function element") < Editor._esm.index("export function rowsEditor")


def test_files_are_joined_each_once_after_those_it_imports_from(tmp_path):
    for folder, name, text in (
        ("shared", "a", "export const a = 1;\n"),
        ("own", "b", 'import { a } from "../shared/a.js";\nexport const b = a;\n'),
        (
            "own",
            "c",
            'import { a } from "../shared/a.js";\nimport { b } from "./b.js";\nexport const c = a + b;\n',
        ),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.js").write_text(text)
    assert joined(tmp_path / "own" / "c.js").split("\n\n") == [
        "export const a = 1;",
        "export const b = a;",
        "export const c = a + b;\n",
    ]
