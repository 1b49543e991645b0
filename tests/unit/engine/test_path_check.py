"""Mapping paths against the last responses of their node."""

import json

import pytest

import hooknb
from hooknb import recall
from hooknb.engine.path_check import last_responses, look_back, run_table, summary_table

RULES = {"N": "json.n", "MAY": "json.may", "ALL": "json.l[*].x"}
BODIES = (
    {"n": 1, "l": [{"x": 1}]},
    {"n": 2, "may": None, "l": [{"x": 1}, {"x": 2}]},
    {"n": "3", "may": "x", "l": []},
    {"n": "4", "may": "y", "l": [{"x": None}]},
)


@pytest.fixture
def session(playground, tmp_path):
    made = hooknb.Session(hooknb.Settings(history=str(tmp_path / "history.sqlite")))
    made.parameters["API"] = playground.url
    yield made
    made.log.store.close()


def node(name="n", **fields):
    mapping = [{"parameter": key, "path": path, "required": False} for key, path in RULES.items()]
    return hooknb.Node("$API/echo", name=name, method="POST", mapping=mapping, **fields)


def run(session, data, name="n"):
    return session.run(node(name, body={"format": "json", "text": json.dumps(data)}))


def checked(session, result, last=20):
    return summary_table(
        look_back(result.node.mapping, last_responses(session.log, result.node, result, last))
    ).frame()


def test_each_rule_is_looked_up_in_the_last_responses(session):
    results = [run(session, body) for body in BODIES]
    frame = checked(session, results[-1])
    assert frame.drop(columns=["since", "run"]).to_numpy().tolist() == [
        ["N", "json.n", "found", "text", 4, 4, 0, 0, "number → text"],
        ["MAY", "json.may", "found", "text", 4, 2, 1, 1, "missing → null → text"],
        ["ALL", "json.l[*].x", "null", "null", 4, 2, 1, 1, "number → missing → null"],
    ]
    assert frame["run"].tolist() == [3, 3, 4]
    assert frame["since"].tolist()[0] == results[2].started
    assert frame.dtypes.astype(str)[["runs", "since", "run"]].tolist() == [
        "int64",
        "datetime64[ns, UTC]",
        "Int64",
    ]


def test_each_run_has_a_row_when_asked(session):
    results = [run(session, body) for body in BODIES[:2]]
    rows = run_table(
        look_back(results[1].node.mapping, last_responses(session.log, results[1].node, results[1], 20))
    ).rows
    assert [(row[0], row[2], *row[4:]) for row in rows] == [
        ("N", 1, "found", 1, "number"),
        ("N", 2, "found", 1, "number"),
        ("MAY", 1, "missing", 0, ""),
        ("MAY", 2, "null", 1, "null"),
        ("ALL", 1, "found", 1, "number"),
        ("ALL", 2, "found", 2, "number"),
    ]


def test_only_so_many_of_the_last_successful_runs_of_this_node_count(session):
    run(session, {"n": "other"}, name="another")
    for body in BODIES[:3]:
        run(session, body)
    session.run(replace_url(node(), "$API/status/500"))
    last = run(session, BODIES[3])
    frame = checked(session, last, last=2)
    assert frame["runs"].tolist() == [2, 2, 2]
    assert frame["changes"].tolist() == ["", "", "missing → null"]


def replace_url(made, url):
    return made.replace(url=url)


def test_many_changes_are_cut(session):
    for number in range(8):
        last = run(session, {"n": number if number % 2 else "x"})
    assert checked(session, last)["changes"][0] == "… → text → number → text → number"


def test_without_a_history_the_result_alone_is_looked_at(playground):
    session = hooknb.Session(hooknb.Settings(history="off"))
    session.parameters["API"] = playground.url
    frame = checked(session, run(session, BODIES[0]))
    assert frame[["now", "runs", "changes"]].to_numpy().tolist()[0] == ["found", 1, ""]
    assert frame["run"].isna().all()


def test_a_run_that_failed_is_not_looked_at(session):
    first = run(session, BODIES[0])
    failed = session.run(replace_url(node(), "$API/status/500"))
    assert [each.status for each in last_responses(session.log, failed.node, failed, 20)] == [200]
    assert first.status == 200


def test_a_node_without_a_name_is_known_by_method_and_url(session):
    run(session, BODIES[0], name="")
    session.run(replace_url(node(""), "$API/echo?other=1"))
    last = run(session, BODIES[2], name="")
    assert checked(session, last)["changes"].tolist()[0] == "number → text"


def test_a_body_that_does_not_decode_says_nothing_of_the_paths(session):
    run(session, BODIES[0])
    last = session.run(replace_url(node(), "$API/broken/json").replace(method="GET"))
    assert last.status == 200
    assert checked(session, last)[["now", "runs"]].to_numpy().tolist()[0] == ["found", 1]
    alone = look_back(node().mapping, [last])
    assert summary_table(alone).rows[0][2:5] == ("unreadable", "", 0)


def test_what_was_masked_is_no_other_kind(session):
    session.parameters["KEY"] = "918273645"
    body = {"format": "json", "text": '{"n": $KEY}'}
    secret = node(body=body, parameters=[{"name": "KEY", "secret": True}])
    first, last = session.run(secret), session.run(secret)
    assert first.data["json"]["n"] == "918273645"
    frame = checked(session, last)
    assert frame["kind"].tolist()[0] == "masked"
    assert "918273645" not in frame.to_string()


def test_a_result_a_node_and_a_name_can_be_checked(session, monkeypatch):
    monkeypatch.setattr(recall, "default_session", lambda: session)
    session.keep(node())
    results = [run(session, body) for body in BODIES[:3]]
    for what in (results[-1], node(), "n"):
        assert hooknb.check(what)["changes"].tolist()[0] == "number → text"
    assert results[-1].check(last=1)["runs"].tolist() == [1, 1, 1]
    assert len(results[-1].check(runs=True)) == 9
    with pytest.raises(hooknb.NodeError):
        hooknb.check("nobody")


def test_what_a_rule_says_of_several_matches_holds(session):
    words = {"ALL": "all", "COUNT": "count", "ONE": "one", "ANY": "auto"}
    mapping = [
        {"parameter": name, "path": "json.l[*].x", "policy": word, "required": False}
        for name, word in words.items()
    ]
    for body in BODIES[:3]:
        asked = {"format": "json", "text": json.dumps(body)}
        last = session.run(hooknb.Node("$API/echo", name="n", method="POST", mapping=mapping, body=asked))
    assert checked(session, last)[["parameter", "now", "kind", "found", "changes"]].to_numpy().tolist() == [
        ["ALL", "found", "none", 3, "number → none"],
        ["COUNT", "found", "none", 3, "number → none"],
        ["ONE", "missing", "", 1, "number → missing"],
        ["ANY", "missing", "", 2, "number → missing"],
    ]
    assert last.report.values == {"ALL": [], "COUNT": 0}


@pytest.mark.parametrize(
    ("what", "last", "error", "said"),
    [
        (5, 20, TypeError, "5 cannot be checked"),
        (hooknb.Node("https://example.com/"), 0, ValueError, "0 is no number of responses"),
        (hooknb.Node("https://example.com/"), "all", ValueError, "'all' is no number of responses"),
    ],
)
def test_what_cannot_be_checked_is_said(what, last, error, said):
    with pytest.raises(error, match=said):
        recall.check(what, last=last)
