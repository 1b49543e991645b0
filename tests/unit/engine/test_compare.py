"""Two runs compared: what is told, what is passed over, and how far it goes."""

from dataclasses import replace

import pytest

import hooknb
from hooknb.engine.compare import LISTED, compare_results
from hooknb.recall import compare

MISSING = hooknb.MISSING


@pytest.fixture
def result(playground):
    return hooknb.Session(hooknb.Settings(history="off")).run(f"GET {playground.url}/user")


def answering(result, body, kind="application/json", **response):
    headers = (("Content-Type", kind),)
    changed = replace(result.exchange.response, body=body.encode(), headers=headers, **response)
    return replace(result, exchange=replace(result.exchange, response=changed), _decoded=None)


def data_rows(result, first, second, kind="application/json"):
    made = compare_results(answering(result, first, kind), answering(result, second, kind))
    return [row[1:] for row in made.rows if row[0] == "data"]


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        ('{"a": 1}', '{"a": 1}', []),
        ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', []),
        ('{"a": 1}', '{"a": 2}', [("a", 1, 2)]),
        ('{"a": 1}', '{"a": true}', [("a", 1, True)]),
        ('{"a": 1}', '{"a": 1.0}', [("a", 1, 1.0)]),
        ('{"a": null}', "{}", [("a", None, MISSING)]),
        ('{"a": [1, 2]}', '{"a": [1, 3, 4]}', [("a[1]", 2, 3), ("a[2]", MISSING, 4)]),
        ('{"a": {"b c": 1}}', '{"a": [1]}', [("a", {"b c": 1}, [1])]),
        ('{"x": {"b c": 1}}', '{"x": {"b c": 2}}', [("x['b c']", 1, 2)]),
        ("1", "2", [("$", 1, 2)]),
        ("[" * 3_000 + "]" * 3_000, "[" * 3_000 + "]" * 3_000, []),
    ],
)
def test_data_are_compared_path_by_path(result, first, second, rows):
    assert data_rows(result, first, second) == rows


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        ("same\n", "same\n", []),
        ("a\nb\nc", "a\nB\nc", [("line 2", "b", "B")]),
        ("a\nc", "a\nb\nc", [("line 2", MISSING, "b")]),
        ("x\n" * 3_000, "y\n" * 3_000, [("text", "6,000 characters", "6,000 characters")]),
    ],
    ids=["same", "changed", "added", "long"],
)
def test_texts_are_compared_line_by_line(result, first, second, rows):
    assert data_rows(result, first, second, "text/plain") == rows


def test_contents_of_different_kinds_are_told(result):
    made = compare_results(answering(result, '{"a": 1}'), answering(result, "", "text/plain"))
    assert ("data", "kind", "json", "empty") in made.rows


def test_unlike_documents_have_an_end(result):
    made = compare_results(answering(result, str([0] * 5_000)), answering(result, str([1] * 5_000)))
    assert made.more
    assert len([row for row in made.rows if row[0] == "data"]) == LISTED
    assert "more than 1,000 places" in made.card().text()


def test_every_part_is_told(playground):
    session = hooknb.Session(hooknb.Settings(history="memory"))
    cell = "POST {url}/status/$CODE\nX-A: $CODE\n[Params]\nCODE: {code}\n[Status]\n404: missing\n[Body text]\n{code}"
    for code in (201, 404):
        session.run(cell.format(url=playground.url, code=code))
    made = compare_results(session.log.past(1), session.log.past(2))
    told = {(part, what): (first, second) for part, what, first, second in made.rows}
    assert told["request", "header x-a"] == ("201", "404")
    assert told["request", "body"] == ("201", "404")
    assert told["outcome", "status"] == (201, 404)
    assert told["outcome", "output"] == ("default", "missing")
    assert told["parameters", "CODE"] == (201, 404)
    assert not made.same
    assert list(made.frame().columns) == ["part", "what", "first", "second"]
    assert "run 1, " in repr(made)
    assert "<script" not in made._repr_mimebundle_()["text/html"]


def test_a_run_is_the_same_as_itself_kept(playground, monkeypatch):
    monkeypatch.setenv("A_TOKEN", "s3cret-token-value")
    session = hooknb.Session(hooknb.Settings(history="memory"))
    cell = f"GET {playground.url}/headers\nAuthorization: Bearer $T\n[Secrets]\nT: env A_TOKEN\n[Mapping]\nT!: headers"
    result = session.run(cell.replace("T!:", "ECHO!:"))
    made = compare_results(result, session.log.past())
    assert made.rows == ()
    assert made.same
    assert "Nothing differs." in made.card().text()


def test_time_and_date_alone_are_no_difference(result):
    later = replace(answering(result, "{}", status=200), elapsed=result.elapsed + 1)
    made = compare_results(answering(result, "{}"), later)
    assert [row[:2] for row in made.rows] == [("outcome", "elapsed")]
    assert made.same


def test_no_secret_is_told(playground, monkeypatch):
    monkeypatch.setenv("A_TOKEN", "s3cret-token-value")
    session = hooknb.Session(hooknb.Settings(history="off"))
    first = session.run(
        f"GET {playground.url}/headers\nX: $T\nX-Api-Key: typed-by-hand\n[Secrets]\nT: env A_TOKEN"
    )
    second = session.run(f"GET {playground.url}/user?token=typed-as-well")
    made = compare_results(first, second)
    told = f"{made.rows}{made.titles}{made.card().html()}"
    assert "headers" in told
    assert [text for text in ("s3cret", "typed-by-hand", "typed-as-well") if text in told] == []


def test_results_and_numbers_can_be_mixed(playground):
    first = hooknb.run(f"%%webhook one\nGET {playground.url}/user")
    hooknb.run(f"%%webhook two\nGET {playground.url}/user")
    number = int(hooknb.history(node="one", last=1)["id"].iloc[0])
    assert compare(first, number).same
    assert compare("one", "two").same
    assert compare(-2, -1).same
    with pytest.raises(hooknb.HistoryError):
        compare(first, 10**9)
