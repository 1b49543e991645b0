"""The explorer without a browser: what it answers, what Python sees, what it never tells."""

import json
import threading
from types import SimpleNamespace

import pytest

import hooknb
from hooknb.errors import NodeError
from hooknb.magic.front import command
from hooknb.widgets.answering import STOP_AFTER
from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import explored
from hooknb.widgets.explorer import Explorer, explore
from hooknb.widgets.picks import TEXT_PIECE

DATA = {
    "items": [{"id": n, "due": "2026-11-24", "left": None if n % 2 else {"x": n}} for n in range(257)],
    "total": 257,
}
TOKEN = "s3cret-token-42"
HOSTILE = "<img src=x onerror=alert(1)>\u202egpj.exe\x1b[31m\ud800'\""


@pytest.fixture
def talk():
    return Conversation(explored(DATA))


@pytest.fixture
def session(playground):
    made = hooknb.Session()
    made.parameters["API"] = playground.url
    return made


def picked(talk, *at):
    return talk.answer({"ask": "pick", "at": list(at)})


def counted(talk, rung):
    answer = {"done": False}
    while not answer["done"]:
        answer = talk.answer({"ask": "count", "rung": rung})
    return answer


def test_the_first_message_holds_the_first_page_alone(talk):
    first = talk.first()
    assert [row["key"] for row in first["pages"][0]["entries"]] == ["items", "total"]
    assert len(json.dumps(first)) < 5_000


def test_children_come_in_pages(talk):
    page = talk.answer({"ask": "children", "at": [0], "start": 0, "stop": None})
    assert [bucket["label"] for bucket in page["buckets"]] == ["0 … 99", "100 … 199", "200 … 256"]
    page = talk.answer({"ask": "children", "at": [0], "start": 200, "stop": 257})
    assert [page["entries"][0]["key"], len(page["entries"])] == [200, 57]


def test_a_pick_gives_the_path_in_every_notation(talk):
    answer = picked(talk, 0, 7, 0)
    assert answer["forms"] == {
        "ours": "items[7].id",
        "normalized": "$['items'][7]['id']",
        "python": 'data["items"][7]["id"]',
        "jq": ".items[7].id",
        "pointer": "/items/7/id",
    }
    assert [rung["path"] for rung in answer["rungs"]] == ["items[7].id", "items[*].id", "$..id"]
    assert answer["proposal"] == {"name": "ITEM_ID", "entity": "sys.number"}


def test_two_picks_give_the_pattern_of_both(talk):
    picked(talk, 0, 0, 0)
    answer = picked(talk, 0, 7, 0)
    assert (answer["path"], answer["rung"]) == ("items[*].id", 1)
    assert answer["proposal"] == {"name": "ITEM_IDS", "entity": "sys.any"}
    assert answer["forms"] == {"ours": "items[*].id", "normalized": "$.items[*].id"}
    assert talk.paths == ("items[0].id", "items[*].id")


def test_names_of_xml_are_read_without_quotes_here_and_quoted_for_rfc_9535():
    talk = Conversation(explored("<s:feed><s:entry id='1'/><s:entry id='2'/></s:feed>"))
    picked(talk, 0, 0, 0, 0)
    assert picked(talk, 0, 0, 1, 0)["forms"] == {
        "ours": "s:feed.s:entry[*].@id",
        "normalized": "$['s:feed']['s:entry'][*]['@id']",
    }


def test_a_pattern_that_rfc_9535_does_not_spell_is_offered_in_ours_alone():
    talk = Conversation(explored("<o><i id='7'>a</i></o>"))
    assert talk.answer({"ask": "use", "path": "o.i[?@.@id == 7]"})["forms"] == {"ours": "o.i[?@.@id == 7]"}


def test_the_root_and_lists_in_lists_can_be_picked():
    data = 1
    for _ in range(50):
        data = [data]
    talk = Conversation(explored(data))
    assert [rung["path"] for rung in picked(talk)["rungs"]] == ["$"]
    rungs = picked(talk, *[0] * 50)["rungs"]
    assert [rung["path"].count("*") for rung in rungs] == [0, 1, 2, 3, 4, 50]
    assert [counted(talk, rung)["count"] for rung in range(6)] == [1] * 6


def test_two_picks_of_other_names_offer_their_pattern_only(talk):
    picked(talk, 0, 0, 0)
    answer = picked(talk, 0, 0, 1)
    assert (answer["path"], answer["rung"]) == ("items[0].due", 0)
    assert "items[0].*" in [rung["path"] for rung in answer["rungs"]]


MAPS = {
    "rates": {f"2026-11-{day}": {"EUR": day} for day in range(10, 30)},
    "byid": {str(1000 + n): n for n in range(30)},
    "user": {"id": 7, "name": "Ann"},
}


@pytest.mark.parametrize(
    ("at", "rungs"),
    [
        ((0, 3, 0), ["rates['2026-11-13'].EUR", "rates.*.EUR", "$..EUR"]),
        ((1, 2), ["byid['1002']", "byid.*", "$..byid.*"]),
        ((2, 0), ["user.id", "$..id"]),
    ],
)
def test_all_members_of_a_map_are_offered(at, rungs):
    talk = Conversation(explored(MAPS))
    answer = picked(talk, *at)
    assert [rung["path"] for rung in answer["rungs"]] == rungs
    assert answer["rung"] == 0


def test_two_members_of_a_map_give_the_pattern_of_both():
    talk = Conversation(explored(MAPS))
    picked(talk, 0, 0, 0)
    answer = picked(talk, 0, 7, 0)
    assert (answer["path"], answer["rungs"][1]["meaning"]) == ("rates.*.EUR", "all in this map")
    assert counted(talk, 1)["count"] == 20


def test_a_rung_is_a_pick(talk):
    picked(talk, 0, 7, 0)
    assert talk.answer({"ask": "rung", "rung": 2})["path"] == "$..id"
    assert talk.picked.path == talk.paths[-1] == "$..id"


def test_every_rung_is_counted(talk):
    picked(talk, 0, 0, 2, 0)
    assert [counted(talk, rung)["count"] for rung in range(3)] == [1, 129, 129]
    answer = counted(talk, 1)
    assert (answer["nulls"], answer["missing"], answer["kinds"]) == (0, 128, {"number": 129})


def test_counts_belong_to_the_last_pick(talk):
    picked(talk, 0, 0, 0)
    assert counted(talk, 1)["count"] == 257
    picked(talk, 1)
    assert counted(talk, 1)["count"] == 1


def test_a_search_is_followed_from_hit_to_hit(talk):
    answer = talk.answer({"ask": "search", "text": "250", "where": "value"})
    assert (answer["count"], answer["done"], answer["stopped"]) == (2, True, False)
    way = talk.answer({"ask": "hit", "hit": 0})
    assert way["at"] == [0, 250, 0]
    assert [(page["at"], page["start"]) for page in way["pages"]] == [
        ([], 0),
        ([0], 0),
        ([0], 200),
        ([0, 250], 0),
    ]
    assert "error" in talk.answer({"ask": "hit", "hit": 2})


def test_an_empty_search_finds_nothing(talk):
    assert talk.answer({"ask": "search", "text": "", "where": "any"})["count"] == 0


def test_a_search_is_stopped_and_goes_on_when_asked():
    talk = Conversation(explored([[0] * 10] * 20_000))
    talk.answer({"ask": "search", "text": "7", "where": "any"})
    talk.seeking.search.done, talk.seeking.search.seconds = False, STOP_AFTER
    assert talk.answer({"ask": "search on"})["stopped"]
    assert not talk.answer({"ask": "search on", "rounds": 1})["stopped"]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"ask": "nothing like that"},
        {"ask": "pick"},
        {"ask": "pick", "at": [9]},
        {"ask": "pick", "at": [-1]},
        {"ask": "pick", "at": "x"},
        {"ask": "children", "at": [], "start": "x", "stop": None},
        {"ask": "rung", "rung": 99},
        {"ask": "count", "rung": 99},
        {"ask": "search", "text": "items[", "where": "path"},
        {"ask": "search", "text": "x", "where": "nowhere"},
        {"ask": "hit", "hit": 0},
        {"ask": "unmap", "rule": 0},
        {"ask": "unmap", "rule": float("inf")},
        {"ask": "drop", "kept": float("inf")},
        {"ask": "search", "text": 1.5, "where": ["x"]},
        {"ask": "map", "name": "X", "entity": "sys.any", "required": True},
    ],
    ids=str,
)
def test_what_cannot_be_answered_is_said(talk, message):
    if message.get("ask") == "rung":
        picked(talk, 1)
    assert talk.answer(message)["error"]


@pytest.mark.parametrize("message", [{"ask": "unmap", "rule": -1}, {"ask": "drop", "kept": -1}])
def test_nothing_is_taken_away_from_the_end(talk, message):
    picked(talk, 0, 0, 0)
    talk.answer({"ask": "map", "name": "ID", "entity": "sys.any", "required": True})
    talk.answer({"ask": "keep"})
    before = talk.answer({"ask": "rules"})
    assert before["rules"]
    assert talk.answer(message)["error"]
    assert talk.answer({"ask": "rules"}) == before


def test_a_rule_is_added_marked_and_removed(talk):
    picked(talk, 0, 0, 0)
    picked(talk, 0, 1, 0)
    answer = talk.answer({"ask": "map", "name": "IDS", "entity": "sys.any", "required": False})
    assert (answer["rules"], answer["lines"]) == (
        ["IDS?: items[*].id"],
        "[Response Mapping]\nIDS?: items[*].id",
    )
    told = talk.answer({"ask": "marks", "of": [[0, 200, 0], [0, 200, 1], []]})["marks"]
    assert [each["marks"] for each in told] == [["IDS"], [], []]
    assert talk.mapping == hooknb.ResponseMapping([hooknb.MappingRule("IDS", "items[*].id", required=False)])
    assert talk.answer({"ask": "unmap", "rule": 0})["rules"] == []


def test_several_picks_give_several_rules(talk):
    for at, name in (((0, 0, 0), "FIRST"), ((1,), "TOTAL")):
        picked(talk, *at)
        talk.answer({"ask": "map", "name": name, "entity": "sys.number", "required": True})
    assert talk.lines() == "[Response Mapping]\nFIRST (sys.number): items[0].id\nTOTAL (sys.number): total"


@pytest.mark.parametrize(
    ("name", "entity"), [("1X", "sys.any"), ("", "sys.any"), ("$X", "sys.any"), ("X", "no good")]
)
def test_a_rule_that_no_cell_could_hold_is_refused(talk, name, entity):
    picked(talk, 1)
    assert talk.answer({"ask": "map", "name": name, "entity": entity, "required": True})["error"]
    assert talk.mapping == ()


def test_a_name_is_proposed_once(talk):
    picked(talk, 1)
    talk.answer({"ask": "map", "name": "ITEM_ID", "entity": "sys.any", "required": True})
    assert picked(talk, 0, 0, 0)["proposal"]["name"] == "ITEM_ID_2"


def test_the_cell_has_the_old_rules_and_the_new_ones(session):
    result = session.run("GET $API/user\n[Response Mapping]\nWHO: data.userId\nTITLE: data.title")
    talk = Conversation(explored(result))
    data = next(row for row in talk.first()["pages"][1]["entries"] if row["key"] == "userId")
    assert data["marks"] == ["WHO"]
    talk.answer({"ask": "pick", "at": data["at"]})
    talk.answer({"ask": "map", "name": "WHO", "entity": "sys.number", "required": True})
    text = talk.answer({"ask": "cell"})["text"]
    assert text.startswith("%%webhook\nGET $API/user\n")
    assert text.endswith("[Response Mapping]\nTITLE: data.title\nWHO (sys.number): data.userId")
    assert hooknb.loads(text).mapping[1].entity == "sys.number"


def test_a_long_text_comes_in_pieces():
    talk = Conversation(explored({"t": "x" * (TEXT_PIECE + 5)}))
    first = talk.answer({"ask": "text", "at": [0], "start": 0})
    assert (len(first["text"]), first["next"], first["size"]) == (TEXT_PIECE, TEXT_PIECE, TEXT_PIECE + 5)
    assert talk.answer({"ask": "text", "at": [0], "start": first["next"]}) == {
        "text": "xxxxx",
        "next": None,
        "size": TEXT_PIECE + 5,
    }


def test_hostile_names_are_seen_and_found_again():
    explorer = explore({HOSTILE: [HOSTILE]})
    answer = explorer._talk.answer({"ask": "pick", "at": [0, 0]})
    everything = json.dumps([explorer._first, answer, explorer.still()], ensure_ascii=False)
    everything.encode()
    assert not {"\u202e", "\x1b"} & set(everything)
    assert "<img" not in explorer.still()["text/html"]
    assert explorer.value == HOSTILE


@pytest.mark.parametrize(
    ("what", "data", "lax"),
    [
        ('{"a": [1]}', {"a": [1]}, False),
        (b"[1, null]", [1, None], False),
        ("<note><to>Tove</to></note>", {"note": {"to": "Tove"}}, True),
        ("just words", "just words", False),
        ('{"broken', '{"broken', False),
        (b"\0\xff", b"\0\xff", False),
        ("", "", False),
        ("\ud800", "\ud800", False),
        ([1], [1], False),
        (None, None, False),
    ],
)
def test_text_and_bytes_are_decoded(what, data, lax):
    tree = explored(what).tree
    assert (tree.data, tree.lax) == (data, lax)


@pytest.mark.parametrize(
    ("what", "note"),
    [
        ('{"broken', "the body is not JSON"),
        ("<?xml version='1.0'?><a><b></a>", "the body is not XML"),
        ("just words", ""),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_why_a_text_is_not_decoded_is_said(what, note):
    said = explored(what).subject.note
    assert said.startswith(note)
    assert bool(said) == bool(note)
    copy = explore(what).still()
    assert note in copy["text/html"]
    assert "^" not in copy["text/html"]


def test_xml_is_read_leniently():
    explorer = explore("<o><item><who>a</who></item><item><who>b</who></item></o>")
    talk = explorer._talk
    talk.answer({"ask": "pick", "at": [0, 0, 0, 0]})
    talk.answer({"ask": "pick", "at": [0, 0, 1, 0]})
    assert explorer.path == "o.item[*].who"
    assert explorer.value == ["a", "b"]
    assert explorer._first["xml"]


def test_the_text_of_an_xml_element_is_found_by_the_element():
    xml = "<o><price cur='EUR'>5</price><price>6</price><t>x<b>y</b></t></o>"
    explorer = explore(xml)
    answer = explorer._talk.answer({"ask": "pick", "at": [0, 0, 0, 1]})
    assert (answer["path"], answer["forms"]["python"]) == ("o.price[0]", 'data["o"]["price"][0]["#text"]')
    assert answer["proposal"] == {"name": "PRICE", "entity": "sys.number"}
    assert explorer.value == "5"
    explorer._talk.answer({"ask": "pick", "at": [0, 0, 1]})
    assert (explorer.path, explorer.value) == ("o.price[*]", ["5", "6"])
    assert explorer._talk.answer({"ask": "pick", "at": [0, 1, 1]})["path"] == "o.t.#text"
    assert explorer.value == "x"


def test_python_sees_every_pick():
    explorer, seen = explore(DATA), []
    explorer.observe(lambda change: seen.append((change.name, change.new)), ["path", "paths", "mapping"])
    assert (explorer.path, explorer.paths, explorer.mapping, explorer.value) == ("", (), (), None)
    explorer._asked(None, {"id": "1", "ask": "pick", "at": [1]}, [])
    explorer._asked(
        None, {"id": "2", "ask": "map", "name": "TOTAL", "entity": "sys.number", "required": True}, []
    )
    rule = hooknb.MappingRule("TOTAL", "total", "sys.number")
    assert seen == [("paths", ("total",)), ("path", "total"), ("mapping", (rule,))]
    assert explorer.value == 257
    assert explorer.cell == "[Response Mapping]\nTOTAL (sys.number): total"
    with pytest.raises(Exception, match="read-only"):
        explorer.path = "x"


def test_an_answer_goes_to_the_question():
    explorer, sent = explore(DATA), []
    explorer.send = sent.append
    explorer._asked(None, {"id": "v.1", "ask": "children", "at": [1], "start": 0, "stop": 0}, [])
    explorer._asked(None, "no message", [])
    assert [message["reply"] for message in sent] == ["v.1"]


def test_only_the_first_page_is_in_the_widget_state():
    explorer = explore(DATA)
    explorer._talk.answer({"ask": "pick", "at": [0, 256, 1]})
    explorer._talk.answer({"ask": "map", "name": "X", "entity": "sys.any", "required": True})
    state = {name: value for name, value in explorer.get_state().items() if not name.startswith("_esm")}
    assert not {"path", "paths", "mapping"} & set(state)
    assert len(str(state["_first"])) < 5_000


def test_no_secret_leaves_the_kernel(session):
    session.parameters["KEY"] = TOKEN
    result = session.run(
        "POST $API/echo\n[Params]\nKEY!:\n[Body json]\n"
        + json.dumps({"echo": "$KEY", "deep": {"$KEY": ["$KEY"]}})
    )
    assert TOKEN in str(result.data)
    explorer = result.explore()
    talk, said = explorer._talk, [explorer._first, explorer.still(), explorer.get_state()]
    talk.answer({"ask": "search", "text": TOKEN, "where": "any"})
    for hit in range(talk.seeking.search.count):
        way = talk.answer({"ask": "hit", "hit": hit})
        said += [
            way,
            talk.answer({"ask": "pick", "at": way["at"]}),
            talk.answer({"ask": "text", "at": way["at"], "start": 0}),
            talk.answer({"ask": "inside", "text": way["at"]}),
        ]
        said += [talk.answer({"ask": "map", "name": f"N{hit}", "entity": "sys.any", "required": True})]
        said += [talk.answer({"ask": "cell"})]
    assert len(said) > 10
    assert any("pages" in answer and "root" in answer for answer in said[3:])
    assert TOKEN not in str(said)
    assert "«KEY»" in str(said)


@pytest.mark.parametrize(
    ("request_text", "note"),
    [("GET $API/broken/json", "not JSON"), ("GET $API/status/204", "empty"), ("GET $API/user", "")],
)
def test_what_is_odd_is_said(session, request_text, note):
    said = explored(session.run(request_text)).subject.note
    assert note in said
    assert bool(said) == bool(note)


def test_a_result_opens_its_explorer(session):
    result = session.run("GET $API/user")
    explorer = result.explore()
    assert isinstance(explorer, Explorer)
    assert explorer._first["title"].startswith("GET http://127.0.0.1")


def test_the_magic_opens_the_last_response(session):
    session.run(hooknb.Node("$API/user", name="user"))
    session.keep(hooknb.Node("$API/user", name="never"))
    assert isinstance(command(session, None, "explore user"), Explorer)
    with pytest.raises(NodeError, match="no node is called 'nobody'"):
        command(session, None, "explore nobody")
    with pytest.raises(Exception, match="has no result yet"):
        command(session, None, "explore never")


def test_the_copy_needs_no_script():
    still = explore({"a": {"b": "<script>"}, "n": [1] * 120}).still()
    assert still["text/plain"].splitlines() == [
        *("{2}", "  a: {1}", '    b: "<script>"', "  n: [120]", "    0 … 99 (100 entries)"),
        *(
            "      0: 1",
            "      1: 1",
            "      2: 1",
            "      3 … 99 (97 entries)",
            "    100 … 119 (20 entries)",
        ),
    ]
    assert "3 … 99 (97 entries)" in still["text/html"]
    assert "<details open" in still["text/html"]
    assert still["text/html"].count("Run the cell again") == 1
    assert "<script" not in still["text/html"]


def test_many_threads_may_ask():
    talk, wrong = Conversation(explored(DATA)), []

    def ask(start):
        for place in range(start, start + 40):
            answers = [picked(talk, 0, place, 0), talk.answer({"ask": "count", "rung": 0})]
            answers += [
                talk.answer({"ask": "map", "name": f"N{place}", "entity": "sys.any", "required": True})
            ]
            wrong.extend(answer["error"] for answer in answers if "error" in answer)

    threads = [threading.Thread(target=ask, args=(start,)) for start in (0, 40, 80)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(talk.mapping) == 120


def test_the_cell_is_put_below_where_the_front_end_can_and_printed_elsewhere(monkeypatch, capsys):
    explorer, taken = explore(DATA), []
    picked(explorer._talk, 1)
    explorer._talk.answer({"ask": "map", "name": "TOTAL", "entity": "sys.any", "required": True})
    explorer.insert()
    assert capsys.readouterr().out == "[Response Mapping]\nTOTAL: total\n"
    shell = SimpleNamespace(
        kernel=object(), set_next_input=lambda text, replace: taken.append((text, replace))
    )
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    explorer.insert()
    assert taken == [("[Response Mapping]\nTOTAL: total", False)]
