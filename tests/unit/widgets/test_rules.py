"""Rules that are made together, suggested rules, and what a rule says of several matches."""

import pytest

import hooknb
from hooknb.core.mapping import MappingRule
from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import explored

DATA = {"items": [{"id": n, "name": f"n{n}"} for n in range(3)], "total": 3}


@pytest.fixture
def talk():
    return Conversation(explored(DATA))


@pytest.fixture
def session(playground):
    made = hooknb.Session()
    made.parameters["API"] = playground.url
    return made


def kept(talk, *paths):
    for path in paths:
        talk.answer({"ask": "use", "path": path})
        answer = talk.answer({"ask": "keep"})
    return answer["kept"]


def test_several_picks_become_rules_at_once(talk):
    assert kept(talk, "items[*].id", "items[0].id", "total", "items[*].id") == [
        {"path": "items[*].id", "many": True, "name": "ITEM_IDS", "entity": "sys.any"},
        {"path": "items[0].id", "many": False, "name": "ITEM_ID", "entity": "sys.number"},
        {"path": "total", "many": False, "name": "TOTAL", "entity": "sys.number"},
    ]
    rules = [
        {"name": name, "entity": "sys.any", "policy": policy}
        for name, policy in (("IDS", "count"), ("ID", "auto"), ("N", "auto"))
    ]
    answer = talk.answer({"ask": "map kept", "rules": rules})
    assert answer["rules"] == ["IDS: items[*].id count", "ID: items[0].id", "N: total"]
    assert answer["kept"] == []
    assert talk.mapping == (
        MappingRule("IDS", "items[*].id", policy="count"),
        MappingRule("ID", "items[0].id"),
        MappingRule("N", "total"),
    )


def test_names_are_proposed_once(talk):
    talk.answer({"ask": "use", "path": "total"})
    talk.answer({"ask": "map", "name": "ITEM_ID", "entity": "sys.any", "required": True})
    assert [each["name"] for each in kept(talk, "items[0].id", "items[1].id")] == ["ITEM_ID_2", "ITEM_ID_3"]


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["A", "1B"], "is not a parameter name"),
        (["A", "A"], "the name of two rules"),
        (["A"], "other paths are kept"),
    ],
)
def test_all_become_rules_or_none(talk, names, says):
    kept(talk, "total", "items[0].id")
    answer = talk.answer(
        {"ask": "map kept", "rules": [{"name": name, "entity": "sys.any"} for name in names]}
    )
    assert says in answer["error"]
    assert talk.mapping == ()
    assert len(talk.answer({"ask": "rules"})["kept"]) == 2


def test_what_is_kept_can_be_dropped(talk):
    kept(talk, "total", "items[0].id")
    assert [each["path"] for each in talk.answer({"ask": "drop", "kept": 0})["kept"]] == ["items[0].id"]
    assert "error" in talk.answer({"ask": "drop", "kept": 7})
    assert "error" in Conversation(explored(DATA)).answer({"ask": "keep"})


def test_a_rule_says_what_several_matches_become(talk):
    talk.answer({"ask": "use", "path": "items[*].name"})
    answer = talk.answer(
        {"ask": "map", "name": "NAMES", "entity": "sys.any", "required": True, "policy": "join"}
    )
    assert answer["rules"] == ["NAMES: items[*].name join"]
    assert "error" in talk.answer(
        {"ask": "map", "name": "X", "entity": "sys.any", "required": True, "policy": "last"}
    )
    assert talk.first()["policies"] == ["auto", "first", "one", "all", "count", "join"]


CELL = "GET $API/user\n[Params]\nUSER_ID:\nTITLE:\nHERE:\n[Response Mapping]\nTITLE: data.title"


def test_rules_are_suggested_for_what_the_node_gets_from_nowhere(session):
    talk = Conversation(explored(session.run(CELL)))
    answer = talk.answer({"ask": "suggest"})
    assert answer["suggestions"] == [
        {"parameter": "USER_ID", "path": "data.userId", "value": "1", "why": "the same name"}
    ]
    answer = talk.answer({"ask": "accept", "suggestions": [0]})
    assert (answer["rules"], answer["suggestions"]) == (["USER_ID: data.userId"], [])
    assert talk.cell().endswith("[Response Mapping]\nTITLE: data.title\nUSER_ID: data.userId")
    assert talk.answer({"ask": "accept", "suggestions": [5]})["rules"] == ["USER_ID: data.userId"]


def test_nothing_is_suggested_where_there_is_no_node(talk):
    assert talk.answer({"ask": "suggest"})["suggestions"] == []


def test_no_secret_is_suggested(session):
    session.parameters["KEY"] = "s3cret-token-42"
    cell = 'POST $API/echo\n[Params]\nKEY!:\nECHO:\nNAME:\n[Body json]\n{"echo": "$KEY", "$KEY": {"name": 1}}'
    answer = Conversation(explored(session.run(cell))).answer({"ask": "suggest"})
    assert "s3cret-token" not in str(answer)
    assert any(each["value"] == '"«KEY»"' for each in answer["suggestions"])


def test_what_a_pattern_finds_is_known_to_be_mapped(session):
    talk = Conversation(
        explored(session.run("GET $API/products\n[Mapping]\nFIRST: products[0].id\nALL: products.*.name"))
    )
    rows = {row["shown"]: row["marks"] for row in talk.answer({"ask": "shape", "start": 0})["rows"]}
    assert rows["products[*].id"] == ["FIRST"]
    assert rows["products[*].name"] == ["ALL"]
    assert rows["products[*].stock"] == []


def test_rules_are_added_to_the_text_of_a_cell_as_it_stands(talk):
    talk.answer({"ask": "use", "path": "total"})
    talk.answer({"ask": "map", "name": "TOTAL", "entity": "sys.number", "required": False})
    cell = "%%webhook all --async\nGET $API/items\n# counts\n[Options]\ntimeout: 20\n"
    assert talk.answer({"ask": "amend", "text": cell})["text"] == (
        "%%webhook all --async\nGET $API/items\n[Response Mapping]\nTOTAL? (sys.number): total\n"
        "# counts\n[Options]\ntimeout: 20\n"
    )


def test_a_cell_that_cannot_be_read_is_not_written(talk):
    answer = talk.answer({"ask": "amend", "text": "%%webhook all\nPOTS $API/items"})
    assert answer == {"error": "The cell has a mistake: 'POTS' is not a method. Mend it there first."}


def test_a_path_that_holds_a_secret_goes_into_no_cell(session, monkeypatch):
    monkeypatch.setenv("HOOKNB_TOKEN", "hunter2hunter2")
    node = hooknb.loads("GET $API/echo\nX-A: $TOKEN\n[Secrets]\nTOKEN: env HOOKNB_TOKEN")
    talk = Conversation(explored(session.run(node)))
    talk.follow(hooknb.ResponseMapping([MappingRule("A", "hunter2hunter2")]))
    answer = talk.answer({"ask": "amend", "text": "GET $API/echo"})
    assert "a path has a secret in it" in answer["error"]
