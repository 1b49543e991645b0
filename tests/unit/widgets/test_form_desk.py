"""The form without a browser: what it answers, how a test goes, what it never tells."""

import json
import threading

import pytest

import hooknb
from hooknb.core.routes import Routes
from hooknb.widgets.form.desk import Desk, Owner
from hooknb.widgets.form.finding import Finder
from hooknb.widgets.form.many import frames, rows_of
from hooknb.widgets.form.previewing import preview
from hooknb.widgets.form.routing import picture
from hooknb.widgets.form.tabs import FIELDS
from hooknb.widgets.form.ways import arrive, depart, ways_out

TOKEN = "s3cret-token-42"
WAIT = 20


class Told(Owner):
    """Remember what the desk tells, and wait for it."""

    def __init__(self):
        self.events, self.results, self.changes, self.answers = [], [], 0, 0
        self.bell = threading.Condition()

    def tell(self, event):
        with self.bell:
            self.events.append(event)
            self.bell.notify_all()

    def changed(self):
        self.changes += 1

    def arrived(self, result):
        self.results.append(result)

    def show_answer(self):
        self.answers += 1

    def wait(self, kind, count=1):
        def enough():
            return len([event for event in self.events if event["event"] == kind]) >= count

        with self.bell:
            assert self.bell.wait_for(enough, WAIT), (
                f"no {kind} among {[each['event'] for each in self.events]}"
            )
            return [event for event in self.events if event["event"] == kind][-1]


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def session(playground):
    made = hooknb.Session()
    made.parameters["API"] = playground.url
    return made


@pytest.fixture
def desk(session, told):
    return Desk(session, told)


def edit(desk, *edits):
    return desk.answer({"ask": "edit", "edits": list(edits), "by": "me"})


def fill(desk, text):
    desk.put(hooknb.loads(text))


def test_an_edit_is_answered_with_what_follows_from_it(desk, told):
    answer = edit(desk, ["set", "url", "$API/users/$ID"], ["insert", "headers", 0, [{"name": "a b"}]])
    assert (answer["by"], answer["version"], told.changes) == ("me", 1, 1)
    assert [mark["place"] for mark in answer["marks"]] == [["headers", 0, "name"]]
    assert answer["preview"] is None
    answer = edit(desk, ["set", "headers", 0, "name", "Accept"])
    assert answer["marks"] == []
    assert answer["preview"]["missing"] == ["ID"]
    json.dumps(answer)


def test_names_of_the_node_the_session_and_the_notebook_are_offered(desk, session):
    class Variables(dict):
        __call__ = dict.__getitem__
        names = dict.keys

    session.variables = Variables(BASE="https://a.example", API="hidden by the session")
    fill(desk, "GET $API/user\n[Params]\nID:\n[Secrets]\nTOKEN: prompt")
    assert desk.state()["names"] == ["ID", "TOKEN", "API", "BASE"]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"ask": "nothing like that"},
        {"ask": "edit"},
        {"ask": "edit", "edits": [["set", "nonsense", 1]]},
        {"ask": "edit", "edits": 7},
        {"ask": "resend"},
        {"ask": "frame", "field": "headers", "name": "x"},
        {"ask": "arrive", "node": "nobody"},
        {"ask": "arrive", "node": 7},
        {"ask": "depart", "way": None},
        {"ask": "give", "given": [1]},
        {"ask": "test", "secrets": "x"},
        {"ask": "arrive", "text": "POTS x"},
        {"ask": "depart", "way": "nowhere"},
        {"ask": "keep trial", "name": " "},
        {"ask": "use trial", "name": "nobody"},
        {"ask": "show trial", "name": "nobody"},
        {"ask": "forget trial", "name": "nobody"},
    ],
    ids=str,
)
def test_what_cannot_be_answered_is_said(desk, message):
    edit(desk, ["set", "url", "https://example.com"])
    assert desk.answer(message)["error"]


def test_an_edit_that_is_refused_makes_the_browser_ask_anew(desk):
    assert edit(desk, ["set", "nonsense", 1])["open"]


def test_the_end_of_a_run_is_told_although_an_observer_fails(session):
    class Failing(Told):
        def arrived(self, result):
            raise ZeroDivisionError

    told = Failing()
    desk = Desk(session, told)
    result = session.run("GET $API/weather")
    with pytest.raises(ZeroDivisionError):
        desk.testing._ended(1, result)
    assert (told.events[-1]["event"], told.events[-1]["running"]) == ("ended", None)


def test_edits_before_a_wrong_one_are_made_and_checked(desk):
    edit(desk, ["set", "url", "https://a.example"])
    assert edit(desk, ["set", "url", "https://b.example"], ["nonsense"])["open"]
    opened = desk.answer({"ask": "open"})
    assert (opened["values"]["url"], desk.node.url) == ("https://b.example", "https://b.example")
    assert opened["preview"]["title"] == "GET https://b.example/"


def test_a_message_nested_deeper_than_python_goes_is_no_defect(desk):
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert desk.answer({"ask": "keep trial", "name": deep})["error"]
    while deep:
        deep = deep[0]


def test_a_test_asks_for_what_is_unset_then_runs(desk, told, session):
    fill(desk, "GET $API/weather\n[Params]\nCITY:\n[Query]\ncity: $CITY\n[Mapping]\nSKY: current.sky")
    assert desk.answer({"ask": "test"}) == {"refused": "ask", "missing": ["CITY"]}
    assert not desk.answer({"ask": "test", "given": {"CITY": "Graz"}}).get("refused")
    event = told.wait("ended")
    assert (event["last"]["status"], event["last"]["output"], event["run"]) == ("200", "default", 1)
    assert event["found"][0]["ok"]
    assert "current.sky" in event["paths"]
    assert told.results[0].values["SKY"] == session.parameters["SKY"]
    assert desk.testing.given == {"CITY": "Graz"}
    assert desk.answer({"ask": "open"})["last"]["status"] == "200"


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("GET $API/user\n[Mapping]\nX: not.there", "200, mapping"),
        ("GET $API/broken/json\n[Mapping]\nX: a", "200, decode"),
        ("GET $API/status/500", "500"),
    ],
)
def test_an_answer_that_failed_for_another_reason_than_its_status_says_which(desk, told, cell, status):
    fill(desk, cell)
    desk.answer({"ask": "test"})
    last = told.wait("ended")["last"]
    assert (last["status"], last["failed"]) == (status, True)


def test_a_test_of_what_is_no_node_says_so(desk):
    assert desk.answer({"ask": "test"}) == {"refused": "mend"}
    assert desk.answer({"ask": "run trials"}) == {"refused": "mend"}
    assert desk.answer({"ask": "depart", "way": "cell"}) == {"text": "", "refused": "mend"}
    assert desk.answer({"ask": "keep"}) == {"refused": "mend"}


def test_what_hinders_a_run_is_said_and_nothing_is_sent(desk, playground, monkeypatch):
    monkeypatch.delenv("NOT_THERE", raising=False)
    fill(desk, "GET $API/user\nX-Key: $KEY\n[Secrets]\nKEY: env NOT_THERE")
    assert "NOT_THERE is not set" in desk.answer({"ask": "open"})["preview"]["rows"][1]["wrong"]
    assert "NOT_THERE is not set" in desk.answer({"ask": "test"})["error"]
    assert list(playground.requests) == []


def test_a_run_is_cancelled(desk, told):
    fill(desk, "GET $API/delay/9")
    assert desk.answer({"ask": "test"})["running"]["limit"] == 10
    assert desk.answer({"ask": "open"})["running"]["run"] == 1
    desk.answer({"ask": "cancel"})
    last = told.wait("ended")["last"]
    assert (last["status"], last["failed"]) == ("cancelled", True)
    assert desk.answer({"ask": "open"})["running"] is None


def test_a_request_is_sent_again_just_as_it_was(desk, told):
    fill(desk, "GET $API/user")
    desk.answer({"ask": "test"})
    told.wait("ended")
    edit(desk, ["set", "url", "$API/status/500"])
    desk.answer({"ask": "resend"})
    told.wait("ended", 2)
    assert [result.request.url for result in told.results] == [told.results[0].request.url] * 2
    assert desk.testing.previous is told.results[0]


def test_what_was_asked_for_is_declared_so_that_the_cell_asks_too(desk, told, session):
    fill(desk, "POST $API/echo?q=$Q\nX-Own: $PIN\n[Query]\nasked:\n[Auth]\nbearer: $KEY\n[Body json]\n{}")
    desk.answer({"ask": "test"})
    assert (desk.node.parameters, desk.node.secrets) == ((), ())
    given = {"Q": "1", "PIN": "2", "asked": "3"}
    desk.answer({"ask": "test", "given": given, "secrets": {"KEY": TOKEN}})
    edits = told.wait("edited")["edits"]
    told.wait("ended")
    assert [each.name for each in desk.node.parameters] == ["Q", "PIN"]
    assert [each.text for each in desk.node.secrets] == ["prompt"]
    assert [(field, at, row[0]["name"]) for _, field, at, row in edits] == [
        ("parameters", 0, "Q"),
        ("parameters", 1, "PIN"),
        ("secrets", 0, "KEY"),
    ]
    # The cell runs where somebody is asked, and a further test changes nothing.
    session.ask = lambda prompt, *, secret=False: "7"
    assert session.run(hooknb.loads(desk.cell)).status == 200
    desk.answer({"ask": "test", "given": given, "secrets": {"KEY": TOKEN}})
    told.wait("ended", 2)
    assert len([event for event in told.events if event["event"] == "edited"]) == 1


def test_what_only_trials_give_is_declared_too(desk, told):
    fill(desk, "GET $API/status/$CODE?x=$OTHER")
    desk.answer({"ask": "keep trial", "name": "missing", "given": {"CODE": "404"}})
    desk.answer({"ask": "run trials"})
    assert [each.name for each in desk.node.parameters] == ["CODE"]


def test_the_answer_of_a_trial_is_sent_again_with_its_values(desk, told):
    fill(desk, "GET $API/status/$CODE\n[Params]\nCODE:")
    desk.answer({"ask": "keep trial", "name": "not there", "given": {"CODE": "404"}})
    desk.answer({"ask": "run trials"})
    told.wait("trial")
    desk.answer({"ask": "use trial", "name": "not there"})
    desk.answer({"ask": "show trial", "name": "not there"})
    assert desk.answer({"ask": "resend"}).get("error") is None
    told.wait("ended")
    assert [result.status for result in told.results] == [404, 404]


def test_nobody_is_asked_beside_the_form(session, told):
    def ask(prompt, *, secret=False):
        raise AssertionError("the form asks by itself")

    session.ask = ask
    desk = Desk(session, told)
    fill(desk, "GET $API/user\n[Query]\nq: $Q\n[Params]\nQ:")
    assert desk.answer({"ask": "test"})["refused"] == "ask"
    # It may have ended by the time of the answer.
    assert not desk.answer({"ask": "test", "given": {"Q": "1"}}).get("refused")
    told.wait("ended")
    assert told.results[-1].status == 200


def test_a_secret_is_typed_for_one_run_and_kept_nowhere(desk, told, session):
    fill(desk, "POST $API/echo\nX-Own: $PIN\n[Secrets]\nPIN: prompt\n[Body json]\n{}")
    answer = desk.answer({"ask": "open"})
    row = next(row for row in answer["preview"]["rows"] if row["name"] == "PIN")
    assert (row["asked"], row["secret"], row["value"]) == (True, True, "")
    assert desk.answer({"ask": "test"})["missing"] == ["PIN"]
    desk.answer({"ask": "test", "secrets": {"PIN": TOKEN}})
    told.wait("ended")
    assert TOKEN in told.results[0].text
    said = [answer, *told.events, desk.whole(), desk.cell, desk.testing.given, desk.trials.named]
    desk.answer({"ask": "keep trial", "name": "mine"})
    assert TOKEN not in str([*said, desk.trials.state(), session.trials])
    # The next run asks again.
    assert desk.answer({"ask": "test"})["missing"] == ["PIN"]


def test_a_given_secret_of_another_source_is_not_taken(desk, monkeypatch):
    monkeypatch.setenv("THE_TOKEN", TOKEN)
    fill(desk, "GET $API/user\nX-Own: $T\n[Secrets]\nT: env THE_TOKEN")
    values, missing = desk.testing.values(desk.node, {}, {"T": "from the page", "NOBODY": "x"})
    assert (values, missing) == ({}, [])


def test_trials_are_kept_used_and_run_together(desk, told, session):
    fill(
        desk, "%%webhook weather\nGET $API/status/$CODE\n[Params]\nCODE (sys.number):\n[Status]\n404: missing"
    )
    for name, code in (("fine", "200"), ("not there", "404"), ("broken", "x")):
        desk.answer({"ask": "keep trial", "name": name, "given": {"CODE": code}})
    assert session.trials == {"weather": {name: {"CODE": code} for name, code in
                                          (("fine", "200"), ("not there", "404"), ("broken", "x"))}}  # fmt: skip
    rows = desk.answer({"ask": "run trials"})["trials"]
    assert "not sent: parameter CODE" in rows[2]["why"]
    told.wait("trial", 2)
    rows = {row["name"]: row for row in desk.trials.state()}
    assert [rows[name]["last"]["output"] for name in ("fine", "not there")] == ["default", "missing"]
    assert rows["fine"]["given"] == "CODE = 200"
    assert desk.answer({"ask": "use trial", "name": "not there"})["given"] == {"CODE": "404"}
    assert desk.answer({"ask": "show trial", "name": "not there"})["last"]["status"] == "404"
    assert told.results[-1].status == 404
    assert [row["name"] for row in desk.answer({"ask": "forget trial", "name": "fine"})["trials"]] == [
        "not there",
        "broken",
    ]


def test_a_trial_that_lacks_a_value_is_passed_over(desk, told):
    fill(desk, "GET $API/status/$CODE\n[Params]\nCODE:")
    desk.answer({"ask": "keep trial", "name": "nothing"})
    assert desk.answer({"ask": "run trials"})["trials"][0]["why"] == "not sent: CODE has no value"


def test_trials_come_back_with_the_node(session, told):
    session.trials["weather"] = {"Graz": {"CITY": "Graz"}}
    desk = Desk(session, told)
    fill(desk, "%%webhook weather\nGET $API/weather")
    assert [row["name"] for row in desk.whole()["trials"]] == ["Graz"]
    fill(desk, "%%webhook other\nGET $API/weather")
    assert desk.whole()["trials"] == []


def test_mapped_secrets_are_never_shown(desk, told):
    fill(desk, "POST $API/echo\n[Mapping]\nKEY!: body.key\n[Body json]\n" + json.dumps({"key": TOKEN}))
    desk.answer({"ask": "keep trial", "name": "one"})
    desk.answer({"ask": "run trials"})
    told.wait("trial")
    assert "never shown" in desk.trials.state()[0]["values"] or "KEY" not in desk.trials.state()[0]["values"]
    desk.answer({"ask": "test"})
    said = told.wait("ended")
    assert TOKEN not in str([desk.trials.state(), said["found"]])


# What would be sent.


@pytest.mark.parametrize(
    ("cell", "title", "missing", "text"),
    [
        ("GET https://a.example/$ID", "GET https://a.example/~ID~", ("ID",), "Host: a.example"),
        ("GET https://a.example/x\n[Query]\npage:", "GET https://a.example/x?page=~page~", ("page",), ""),
        ("GET https://$HOST/x", "GET https://~HOST~/x", ("HOST",), "Host: ~HOST~"),
        ("GET $BASE/users", "GET $BASE/users", ("BASE",), ""),
        (
            "POST https://a.example/\n[Params]\nN (sys.number):\n[Body json]\n[$N]",
            "POST https://a.example/",
            ("N",),
            '["~N~"]',
        ),
        (
            "GET https://a.example/\nX-A: $T\n[Secrets]\nT: env NOT_THERE_EITHER",
            "GET https://a.example/",
            (),
            "X-A: «T»",
        ),
        (
            "GET https://a.example/\nX-A: $T\n[Secrets]\nT: prompt",
            "GET https://a.example/",
            ("T",),
            "X-A: «T»",
        ),
        (
            "GET https://a.example/\n[Secrets]\nT: prompt\n[Signing]\nsecret: $T",
            "GET https://a.example/",
            ("T",),
            "Authorization: Bearer «signed_token»",
        ),
    ],
    ids=str,
)
def test_a_preview_shows_what_is_known(cell, title, missing, text):
    made = preview(hooknb.loads(cell), hooknb.Session(), {})
    assert (made.title, made.missing) == (title, missing)
    assert text in made.text


def test_a_preview_is_what_a_dry_run_shows():
    session = hooknb.Session()
    node = hooknb.loads('POST https://a.example/$ID\nX-A: 1\n[Params]\nID: 7\n[Body json]\n{"a": "$ID"}')
    from hooknb.engine.report import request_text

    made = preview(node, session, {})
    assert made.text == request_text(session.preview(node).request)


def test_a_preview_names_the_source_of_each_value():
    session = hooknb.Session(variables={"V": 2}.__getitem__)
    session.parameters["S"] = "<b>"
    node = hooknb.loads("GET https://a.example/$N/$S/$V/$G/$M\n[Params]\nN: 1")
    rows = {row["name"]: row for row in preview(node, session, {"G": "4", "STRANGE": "5"}).rows}
    assert {name: (row["value"], row["source"]) for name, row in rows.items()} == {
        "N": ("1", "node"),
        "S": ("<b>", "session"),
        "V": ("2", "notebook variable"),
        "G": ("4", "this test"),
        "M": ("", "asked for"),
    }


def test_a_value_that_does_not_fit_is_said_at_its_box():
    node = hooknb.loads("GET https://a.example/$N\n[Params]\nN (sys.number):")
    made = preview(node, hooknb.Session(), {"N": "x"})
    assert "number" in made.why
    assert "number" in made.rows[0]["wrong"]


def test_values_that_do_not_fit_leave_the_others_as_they_are(monkeypatch):
    monkeypatch.setenv("API_TOKEN", TOKEN)
    session = hooknb.Session(variables={"V": "http://a.example", "D": "no date"}.__getitem__)
    node = hooknb.loads(
        "GET $V/$N/$D/$M\nX-A: $T\n[Params]\nN (sys.number):\nD (sys.date):\n[Secrets]\nT: env API_TOKEN"
    )
    made = preview(node, session, {"N": "x"})
    rows = {row["name"]: row for row in made.rows}
    assert {name: (row["value"], row["source"], row["secret"]) for name, row in rows.items()} == {
        "V": ("http://a.example", "notebook variable", False),
        "N": ("", "", False),
        "D": ("", "", False),
        "M": ("", "asked for", False),
        "T": ("", "env API_TOKEN", True),
    }
    assert "(sys.number, from this test): 'x' is not a number" in rows["N"]["wrong"]
    assert "(sys.date, from notebook variable)" in rows["D"]["wrong"]
    assert [rows[name]["wrong"] for name in "VMT"] == ["", "", ""]
    assert made.why == rows["N"]["wrong"]


def test_a_secret_of_the_session_is_masked_in_a_preview():
    session = hooknb.Session()
    session.parameters.set("T", TOKEN, secret=True)
    node = hooknb.loads(f"GET https://a.example/$T\nX-Copy: {TOKEN}")
    made = preview(node, session, {})
    assert TOKEN not in str([made.text, made.rows, made.title])


def test_a_file_that_is_missing_is_said_at_its_editor(desk, tmp_path):
    desk.session.directory = tmp_path
    answer = edit(
        desk,
        ["set", "url", "https://a.example"],
        ["set", "method", "POST"],
        ["set", "body.format", "json"],
        ["set", "body.from", "file"],
        ["set", "body.file", "not-there.json"],
    )
    assert [mark["place"] for mark in answer["marks"]] == [["body.file"]]
    (tmp_path / "not-there.json").write_text("[1]")
    assert edit(desk)["preview"]["text"].endswith("[1]")


def test_a_large_file_is_not_read_while_one_types(desk, tmp_path):
    (tmp_path / "large.json").write_bytes(b"[" + b" " * 600_000 + b"]")
    desk.session.directory = tmp_path
    fill(desk, "POST https://a.example/\n[Body json @large.json]")
    text = desk.whole()["preview"]["text"]
    assert "Content-Type: application/json" in text
    assert text.endswith("(600,002 bytes of large.json)")


# Ways in and out.


@pytest.mark.parametrize(
    ("text", "url", "notes"),
    [
        ("%%webhook user\nGET https://a.example/$ID", "https://a.example/$ID", 0),
        ("GET /users HTTP/1.1\nHost: a.example\nConnection: close", "https://a.example/users", 2),
        ('{"url": "https://a.example/"}', "https://a.example/", 0),
        ("curl --limit-rate 1k https://a.example/", "https://a.example/", 1),
        ("curl https://a.example/ -H 'X-A: 1'", "https://a.example/", 0),
        ('\ufeff {"url": "https://a.example/"}', "https://a.example/", 0),
    ],
)
def test_a_pasted_text_fills_the_form(desk, told, text, url, notes):
    answer = desk.answer({"ask": "arrive", "text": text})
    assert len(answer["notes"]) == notes
    assert desk.node.url == url
    assert told.events[-1]["event"] == "opened"


def test_a_text_that_is_no_node_changes_nothing(desk):
    fill(desk, "GET https://a.example/")
    assert "POTS" in desk.answer({"ask": "arrive", "text": "POTS https://a.example/"})["error"]
    assert desk.node.method == "GET"


def test_a_saved_node_is_opened_and_saved(desk, session):
    session.keep(hooknb.loads("%%webhook user\nGET https://a.example/"))
    assert desk.answer({"ask": "nodes"}) == {"nodes": ["user"]}
    desk.answer({"ask": "arrive", "node": "user"})
    edit(desk, ["set", "label", "Ours"])
    assert desk.answer({"ask": "keep"}) == {"kept": "user", "notes": []}
    assert session.kept("user").label == "Ours"
    edit(desk, ["set", "name", ""])
    assert desk.answer({"ask": "keep"}) == {"refused": "name"}


def test_the_node_takes_the_place_of_what_its_cell_says(desk):
    fill(desk, "%%webhook user\nGET https://a.example/")
    onto = "%%webhook user --quiet\n# old\nGET https://b.example/\n# older"
    answer = desk.answer({"ask": "depart", "way": "cell", "onto": onto})
    assert answer == {
        "text": "%%webhook user --quiet\nGET https://a.example/",
        "notes": ["2 comments left out"],
    }


def test_rows_that_are_off_and_wrong_are_not_left_out_without_a_word(desk):
    fill(desk, "%%webhook user\nGET https://a.example/")
    edit(desk, ["insert", "headers", 0, [{"name": "a b", "on": False}, {"name": "X-A", "on": False}]])
    note = "1 row that is off and wrong left out"
    assert desk.answer({"ask": "keep"})["notes"] == [note]
    assert desk.answer({"ask": "depart", "way": "curl"})["notes"] == [note]
    written = desk.answer(
        {"ask": "depart", "way": "cell", "onto": "%%webhook user\n# old\nGET https://b.example/"}
    )
    assert written["notes"] == ["1 comment left out", note]
    edit(desk, ["set", "headers", 1, "name", "c d"])
    assert desk.answer({"ask": "keep"})["notes"] == ["2 rows that are off and wrong left out"]


def test_the_node_is_written_in_every_way_there_is(desk):
    fill(desk, "%%webhook user\nGET https://a.example/$ID\n[Params]\nID: 7")
    for way, _ in ways_out():
        text = desk.answer({"ask": "depart", "way": way})["text"]
        assert "a.example" in text
    assert hooknb.loads(desk.answer({"ask": "depart", "way": "cell"})["text"]) == desk.node
    assert arrive(depart(desk.node, "json")).node == desk.node


def test_rows_that_are_off_are_comments_in_their_places(desk):
    fill(
        desk,
        "POST https://a.example/\nAccept: */*\nX-B: 2\n[Query]\na: 1\nc: 3\n"
        "[Options]\ntimeout: 12\nforce_list: a\n[Body text]\n# off [Query Parameters] not: me",
    )
    off = {"value": "0", "on": False}
    edit(
        desk,
        ["insert", "headers", 0, [{"name": "X-0", **off}]],
        ["insert", "headers", 2, [{"name": "X-1", **off}]],
    )
    edit(desk, ["insert", "query", 1, [{"name": "b1", **off}, {"name": "b2", **off}]])
    edit(desk, ["insert", "query", 4, [{"name": "d", **off}]], ["insert", "query", 5, [{"new": True}]])
    edit(desk, ["insert", "force_list", 0, [{"path": "b", "on": False}]])
    edit(desk, ["insert", "routes", 0, [{"status": "404", "output": "x", "on": False}]])
    text = desk.answer({"ask": "depart", "way": "cell"})["text"]
    assert (
        text
        == """%%webhook
POST https://a.example/
# off [Headers] X-0: 0
Accept: */*
# off [Headers] X-1: 0
X-B: 2
# off [Status] 404: x
[Query Parameters]
a: 1
# off [Query Parameters] b1: 0
# off [Query Parameters] b2: 0
c: 3
# off [Query Parameters] d: 0
[Options]
timeout: 12
# off [Options] force_list: b
force_list: a
[Body text]
# off [Query Parameters] not: me"""
    )
    assert hooknb.loads(text) == desk.node
    before = [
        (name, [(row["on"], row) for row in desk.sheet.values[name]]) for name in ("headers", "force_list")
    ]
    desk.put(None)
    desk.answer({"ask": "arrive", "text": text})
    assert [(name, [(row["on"], row) for row in desk.sheet.values[name]]) for name, _ in before] == before
    assert [row["name"] for row in desk.sheet.values["query"]] == ["a", "b1", "b2", "c", "d"]
    assert [row["status"] for row in desk.sheet.values["routes"]] == ["404"]


@pytest.mark.parametrize(
    ("cell", "field", "found"),
    [
        ("Accept: 1\n# off [Query Parameters] b: 2\n[Query]\na: 1", "query", [("b", False), ("a", True)]),
        ("Accept: 1\n# off [Headers] B: 2", "headers", [("Accept", True), ("B", False)]),
        ("Accept: 1\n[Query]\n# off [Headers] B: 2\na: 1", "headers", [("Accept", True), ("B", False)]),
        ("# off [Headers] B: 2\nA: 1\n[Headers]\n# off [Headers] D: 2\nC: 1", "headers", "BADC"),
        ("[Query]\n# off [Query] B: 2\nA: 1", "query", "BA"),
        ("[Options]\nlabel: x\n# off [Options] timeout: 12\nforce_list: A\n", "force_list", "A"),
        ("[Status]\nFailed: x\n404: y\n# off [Status] 4xx: z\n5xx: y", "routes", ["404", "4xx", "5xx"]),
        ("\n# off [Headers] B: 2\n\nit\n# off [Headers] C: 2\n", "headers", []),
        ("[Headers]\n# off [Nowhere] B: 2\n# off [Headers] no\nA: 1", "headers", "A"),
    ],
    ids=[
        "below the request",
        "headers below the request",
        "in another section",
        "headers in two places",
        "by another name of the section",
        "no row",
        "the failed output is no row",
        "in a body",
        "wrong ones",
    ],
)
def test_a_comment_is_a_row_below_those_that_stand_above_it(desk, cell, field, found):
    desk.answer({"ask": "arrive", "text": f"POST https://a.example/\n{cell}"})
    rows = desk.sheet.values[field]
    first = FIELDS[field].columns[0].key
    seen = [(row[first], row["on"]) for row in rows]
    assert [name for name, _ in seen] == [each if isinstance(each, str) else each[0] for each in found]
    assert seen == [each if isinstance(each, tuple) else now for each, now in zip(found, seen, strict=True)]


def test_a_comment_in_the_quotes_of_a_command_is_its_body_s(desk):
    text = "curl https://a.example/ -H 'A: 1' -d 'a\n# off [Headers] X: 1\nb'\n[Headers]\n# off [Headers] B: 1\nC: 1"
    desk.answer({"ask": "arrive", "text": text})
    assert [row["name"] for row in desk.sheet.values["headers"]][:1] == ["A"]
    assert [row["name"] for row in desk.sheet.values["headers"] if not row["on"]] == ["B"]


def test_a_body_is_tidied_up(desk):
    edit(desk, ["set", "body.format", "json"], ["set", "body.text", '{"a":$A}'])
    assert desk.answer({"ask": "tidy"})["text"] == '{\n  "a": $A\n}'
    edit(desk, ["set", "body.text", "{"])
    assert desk.answer({"ask": "tidy"})["error"]


# Many rows at once.


def test_a_dataframe_gives_rows(session, told):
    import pandas

    class Variables(dict):
        def __call__(self, name):
            return self[name]

        def names(self):
            return list(self)

    frame = pandas.DataFrame({"name": ["page", "size"], "value": [2.0, "x"], "more": [1, 1]})
    session.variables = Variables(rows=frame, other=7)
    desk = Desk(session, told)
    assert frames(session) == desk.answer({"ask": "frames"})["frames"] == ["rows"]
    rows = desk.answer({"ask": "frame", "field": "query", "name": "rows"})["rows"]
    edit(desk, ["set", "url", "https://a.example"], ["insert", "query", 0, rows])
    assert desk.node.query == hooknb.Pairs([("page", "2"), ("size", "x")])
    assert "no column" in desk.answer({"ask": "frame", "field": "routes", "name": "rows"})["error"]


def test_a_node_s_own_frames_can_be_given_back():
    node = hooknb.loads(
        "GET https://a.example/\n[Params]\nA (sys.number): 2.50\nB:\n[Mapping]\nC?: d\n[Status]\n404: e"
    )
    assert [row["text"] for row in rows_of("parameters", node.frame())] == ["2.5", ""]
    assert rows_of("mapping", node.mapping.frame())[0]["required"] is False
    assert rows_of("routes", node.routes.frame())[0] == {"on": True, "status": "404", "output": "e"}


# The routes, and what rules find.


def test_the_simulator_tells_of_every_code():
    routes = Routes([("404", "missing"), ("4xx", "ours"), ("500", "later")], failed="later")
    made = picture(routes)
    for status in range(100, 600):
        [stretch] = [each for each in made["stretches"] if each["first"] <= status <= each["last"]]
        assert (stretch["output"], stretch["route"]) == (
            routes.take(status).output,
            routes.take(status).route,
        )
    assert made["notes"] == {"404": "before 4xx", "4xx": "but for 404"}


@pytest.mark.parametrize(
    ("routes", "notes"),
    [
        ([("404", "a"), ("4xx", "a")], {"404": "before 4xx, which leads there too", "4xx": "but for 404"}),
        (
            [*((str(code), "a") for code in range(400, 406)), ("4xx", "b")],
            {
                **{str(code): "before 4xx" for code in range(400, 406)},
                "4xx": "but for 400, 401, 402, 403 and 2 more",
            },
        ),
        ([("404", "a")], {}),
    ],
    ids=["same", "many", "alone"],
)
def test_routes_that_overlap_are_marked(routes, notes):
    assert picture(Routes(routes))["notes"] == notes


def test_a_code_that_is_written_twice_is_named_once(desk):
    rows = [{"status": "4xx", "output": "a"}, *({"status": "404", "output": name} for name in "bc")]
    made = edit(desk, ["insert", "routes", 0, rows])
    assert made["routes"]["notes"]["4xx"] == "but for 404"


def test_a_route_that_is_never_taken_is_marked():
    routes = [*((str(code), "a") for code in range(400, 500)), ("4xx", "b")]
    assert picture(Routes(routes))["notes"]["4xx"].startswith("never taken")


def test_the_simulator_goes_on_while_a_route_is_wrong(desk):
    rows = [{"status": "404", "output": "missing"}, {"status": "x", "output": "y"}]
    answer = edit(desk, ["set", "url", "https://a.example"], ["insert", "routes", 0, rows])
    assert "missing" in answer["routes"]["outputs"]
    assert answer["preview"] is None


def test_rules_show_what_they_would_find(session):
    result = session.run("GET $API/weather?city=Graz")
    finder = Finder(result)
    rule = {"path": "current.sky", "entity": "", "required": True, "secret": False, "policy": "auto"}
    assert finder.found(rule)["ok"]
    assert not finder.found(rule | {"path": "current.nothing"})["ok"]
    assert finder.found(rule | {"path": "current.nothing", "required": False})["ok"]
    assert finder.found(rule | {"path": "forecast[*].high"})["text"].startswith("7 matches: [")
    assert finder.found(rule | {"secret": True})["text"] == "never shown"
    assert finder.found(rule | {"path": "a["}) is None
    assert finder.found(rule | {"path": ""}) is None
    assert {"current", "current.sky", "forecast[0].high"} <= set(finder.paths())


def test_what_rules_find_is_masked(session):
    session.parameters.set("KEY", TOKEN, secret=True)
    finder = Finder(session.run('POST $API/echo\n[Body json]\n{"$KEY": "$KEY"}'))
    said = [
        finder.paths(),
        finder.found({"path": "$", "entity": "", "required": True, "secret": False, "policy": "auto"}),
    ]
    assert TOKEN not in str(said)
    assert "«KEY»" in str(said)


def test_many_threads_may_edit(desk):
    edit(desk, ["set", "url", "https://a.example"])
    threads = [
        threading.Thread(
            target=lambda: [edit(desk, ["insert", "query", 0, [{"name": "a"}]]) for _ in range(20)]
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desk.sheet.values["query"]) == 80
    assert desk.version == 81
