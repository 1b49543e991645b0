"""The examples of the node's description, to the letter: paths, statuses, time-outs, methods and formats."""

import json

import pytest

import hooknb

TOVE = b"<note><to>Tove</to><from>Jani</from><heading>Reminder</heading><body>Don't forget me this weekend!</body></note>"
URL = "https://api.example.com/"


def data_of(text, content_type):
    from hooknb.engine.decode import decode

    decoded = decode(text, content_type)
    return decoded.data, decoded.kind == "xml"


@pytest.mark.parametrize(
    ("body", "content_type", "path", "value"),
    [
        pytest.param(TOVE, "application/xml", "note.to", "Tove", id="note.to"),
        pytest.param(TOVE, "application/xml", "note['to']", "Tove", id="note['to']"),
        pytest.param(b'{"data": {"userId": 1}}', "application/json", "data.userId", 1, id="data.userId"),
        pytest.param(
            b'{"data": {"userId": 1}}', "application/json", "data['userId']", 1, id="data['userId']"
        ),
        pytest.param(
            b'[{"userId": 1}, {"userId": 2}]', "application/json", "$[0].userId", 1, id="$[0].userId"
        ),
        pytest.param(
            b'[{"userId": 1}, {"userId": 2}]', "application/json", "$[0]['userId']", 1, id="$[0]['userId']"
        ),
    ],
)
def test_an_object_path_finds_the_documented_value(body, content_type, path, value):
    data, lax = data_of(body, content_type)
    assert hooknb.ObjectPath(path).one(data, lax=lax) == value


def test_a_time_out_is_ten_seconds_and_may_be_up_to_twenty_five():
    assert hooknb.Node(URL).timeout == 10
    assert hooknb.Node(URL, timeout=10).timeout == 10
    assert hooknb.Node(URL, timeout=25).timeout == 25
    for outside in (9, 26):
        with pytest.raises(hooknb.NodeError, match="10 to 25 seconds"):
            hooknb.Node(URL, timeout=outside)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_the_five_methods_are_taken(method):
    assert hooknb.Node(URL, method=method).method == method


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "FETCH"])
def test_no_other_method_is_taken(method):
    with pytest.raises(hooknb.NodeError, match="is not a method"):
        hooknb.Node(URL, method=method)


@pytest.mark.parametrize(
    ("kind", "text", "content_type"),
    [
        ("json", "{}", "application/json"),
        ("html", "<p>a</p>", "text/html; charset=utf-8"),
        ("text", "a", "text/plain; charset=utf-8"),
        ("form", "a=b", "application/x-www-form-urlencoded"),
        ("xml", "<a/>", "application/xml; charset=utf-8"),
    ],
)
def test_the_five_formats_are_sent_with_their_content_type(kind, text, content_type):
    request = hooknb.preview(hooknb.Node(URL, method="POST", body=hooknb.Body(kind, text))).request
    assert dict(request.headers)["Content-Type"] == content_type
    assert request.body == text.encode()


def test_the_default_output_takes_every_2xx_and_nothing_else():
    frame = hooknb.Routes().simulate()
    assert frame[frame["output"] == "default"]["status"].tolist() == list(range(200, 300))


def test_codes_and_classes_decide_the_turn():
    frame = (
        hooknb.Routes([("301", "a"), ("500", "b"), ("3xx", "c"), ("5xx", "d")])
        .simulate()
        .set_index("status")["output"]
    )
    assert (frame[301], frame[300], frame[399], frame[500], frame[599]) == ("a", "c", "c", "b", "d")


@pytest.mark.parametrize("entity", ["sys.any", "sys.number"])
def test_the_status_is_saved_in_a_parameter_of_a_fitting_entity(entity, playground):
    session = hooknb.Session()
    cell = f"GET {playground.url}/status/404\n[Params]\nCODE ({entity}):\n[Status]\n404: missing\nsave: CODE"
    result = session.run(cell)
    assert (result.output, session.parameters["CODE"]) == ("missing", 404)


def test_the_status_is_saved_nowhere_else():
    with pytest.raises(hooknb.NodeError, match=r"use sys\.any or sys\.number"):
        hooknb.loads(f"GET {URL}\n[Params]\nCODE (sys.date):\n[Status]\nsave: CODE")


def test_a_query_value_may_be_a_parameter_a_text_or_empty():
    node = hooknb.loads(
        f"GET {URL}\n[Params]\nCITY: Graz\n[Query Parameters]\ncity: $CITY\nunits: metric\nday:"
    )
    request = hooknb.preview(node, {"day": "Mon"}).request
    assert request.url == f"{URL}?city=Graz&units=metric&day=Mon"


def test_a_body_over_its_cap_is_told_with_both_counts(playground):
    session = hooknb.Session(settings=hooknb.Settings(response_cap=1024 * 1024, wire_cap=1024 * 1024))
    result = session.run(f"GET {playground.url}/large?mb=5")
    assert (result.status, result.failed, result.failure.kind) == (200, True, "too_large")
    assert "1 MB" in result.failure.message
    assert 0 < len(result.body) <= 1024 * 1024


def test_a_status_without_an_answer_is_null():
    session = hooknb.Session()
    session.run("GET http://127.0.0.1:9/\n[Status]\nsave: CODE")
    assert "CODE" in session.parameters
    assert session.parameters["CODE"] is None


def test_what_was_mapped_before_a_miss_is_kept(playground):
    session = hooknb.Session()
    result = session.run(f"GET {playground.url}/user\n[Mapping]\nFOUND: data.userId\nLOST: data.nothing")
    assert (result.failed, result.failure.kind, result.values) == (True, "mapping", {"FOUND": 1})
    assert session.parameters["FOUND"] == 1


def test_null_is_a_value_and_not_a_miss(playground):
    body = json.dumps({"a": None})
    result = hooknb.run(f"POST {playground.url}/echo\n[Mapping]\nA: json.a\n[Body json]\n{body}")
    assert (result.ok, result.values) == (True, {"A": None})
