"""What a cell means, sentence by sentence; the messages are in the golden twins."""

from __future__ import annotations

import pytest

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.core.parameters import UNSET
from hooknb.errors import CellError
from hooknb.formats.cell import dumps, loads, read

GET = "GET https://example.com/users"
POST = "POST https://example.com/users"


def body_of(text: str) -> tuple[str, str | None]:
    node = loads(text)
    assert node.body is not None
    return node.body.format, node.body.text


def messages(text: str) -> list[str]:
    with pytest.raises(CellError) as caught:
        loads(text)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "method", "url"),
    [
        pytest.param("https://example.com", "GET", "https://example.com", id="a lone URL is fetched"),
        pytest.param("$BASE/users", "GET", "$BASE/users", id="a URL may begin with a parameter"),
        pytest.param(
            "patch https://example.com", "PATCH", "https://example.com", id="a method in lower case"
        ),
        pytest.param("GET   \t https://example.com  ", "GET", "https://example.com", id="blanks between"),
        pytest.param("  GET https://example.com", "GET", "https://example.com", id="an indented request"),
        pytest.param("GET https://example.com HTTP/1.1", "GET", "https://example.com", id="HTTP/1.1 goes"),
        pytest.param("GET https://example.com HTTP/2", "GET", "https://example.com", id="HTTP/2 goes"),
        pytest.param(
            "https://example.com HTTP/1.0", "GET", "https://example.com", id="HTTP/1.0 goes without a method"
        ),
        pytest.param(
            "GET https://e.com\n  /a\n\t?b=1", "GET", "https://e.com/a?b=1", id="indented lines continue it"
        ),
        pytest.param("GET https://e.com\n  # no\n  /a", "GET", "https://e.com/a", id="a comment inside"),
        pytest.param(
            "GET https://e.com\n# no\n  /a", "GET", "https://e.com/a", id="a comment at the start inside"
        ),
        pytest.param(
            "GET https://e.com HTTP/1.1\n  ?a=1", "GET", "https://e.com?a=1", id="continued after HTTP/1.1"
        ),
        pytest.param(
            "GET https://e.com\r\n  ?a=1\r\n", "GET", "https://e.com?a=1", id="continued after CRLF"
        ),
        pytest.param(
            "\n\n# c\n\nGET https://e.com", "GET", "https://e.com", id="blank lines and comments above"
        ),
        pytest.param("\ufeffGET https://e.com", "GET", "https://e.com", id="a byte order mark"),
        pytest.param("GET /a?b=1\nHost: e.com", "GET", "https://e.com/a?b=1", id="a path with a Host header"),
        pytest.param(
            "GET /a\nAccept: */*\nhost: $HOST:8000", "GET", "https://$HOST:8000/a", id="a Host that is filled"
        ),
        pytest.param("GET /a\n[Headers]\nHost: e.com", "GET", "https://e.com/a", id="a Host in its section"),
    ],
)
def test_the_request_line(text, method, url):
    node = loads(text)
    assert (node.method, node.url) == (method, url)
    assert not node.headers.has("host")


def test_a_host_header_beside_a_whole_url_is_kept():
    assert loads(f"{GET}\nHost: other.example").headers.get("host") == "other.example"


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        pytest.param(
            "GET /a\nHost: one.example\nHost: two.example",
            "https://one.example/a",
            "two.example",
            id="the first",
        ),
        pytest.param(
            'GET /a\nHost: one.example\n"Host": two', "https://one.example/a", "two", id="not the quoted one"
        ),
    ],
)
def test_one_host_completes_the_url(text, url, host):
    node = loads(text)
    assert (node.url, node.headers.get("host")) == (url, host)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param('If-None-Match: "33a6"', ("If-None-Match", '"33a6"'), id="values are never unquoted"),
        pytest.param("X: ", ("X", ""), id="an empty value"),
        pytest.param("X:\t a  b \t", ("X", "a  b"), id="trimmed, blanks inside kept"),
        pytest.param("X: a: b # c", ("X", "a: b # c"), id="no comment at a line's end"),
        pytest.param("X : a", ("X", "a"), id="a blank before the colon"),
        pytest.param("X: \xa0a", ("X", "\xa0a"), id="a no-break space belongs to the value"),
        pytest.param('"#X": a', ("#X", "a"), id="a quoted name"),
        pytest.param('"Connection": close', ("Connection", "close"), id="a quoted name is not dropped"),
        pytest.param('"X": {{a}}', ("X", "{{a}}"), id="a quoted name allows braces"),
        pytest.param(
            "Accept-Encoding: gzip, deflate;q=0.5",
            ("Accept-Encoding", "gzip, deflate;q=0.5"),
            id="codings we undo",
        ),
        pytest.param(
            "Accept-Encoding: $CODINGS", ("Accept-Encoding", "$CODINGS"), id="codings that are filled"
        ),
    ],
)
@pytest.mark.parametrize("between", ["", "[Headers]\n", "# c\n", "[Headers]\n\n"])
def test_a_header_line(between, line, expected):
    assert [tuple(pair) for pair in loads(f"{GET}\n{between}{line}").headers] == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "Connection: close",
        "content-length: 3",
        "Transfer-Encoding: chunked",
        "Accept-Encoding: br",
        "accept-encoding: gzip, zstd",
    ],
)
@pytest.mark.parametrize("between", ["", "[Headers]\n"])
def test_a_header_of_the_old_journey_is_dropped_with_a_note(between, line):
    reading = read(f"{GET}\n{between}{line}\nX: y")
    assert [pair.name for pair in reading.node.headers] == ["X"]
    assert [note.message for note in reading.notes] == [f"{line.partition(':')[0]} is dropped"]
    assert line in reading.source.explain(reading.notes)


def test_headers_under_the_url_and_in_their_section_are_one_list():
    assert [pair.value for pair in loads(f"{GET}\nX: 1\n[Params]\nA: 1\n[Headers]\nX: 2").headers] == [
        "1",
        "2",
    ]


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        pytest.param("", UNSET, "", id="asked for"),
        pytest.param('""', "", "", id="empty on purpose"),
        pytest.param("2", 2, "2", id="a number"),
        pytest.param("2.50", 2.5, "2.50", id="a number with its spelling"),
        pytest.param("1e2", 100.0, "1e2", id="an exponent with its spelling"),
        pytest.param("true", True, "true", id="true"),
        pytest.param("null", None, "null", id="null"),
        pytest.param('["a"]', ["a"], '["a"]', id="a list"),
        pytest.param('["a", 1]', ["a", 1], '["a", 1]', id="a list with its spelling"),
        pytest.param('{"a": {}}', {"a": {}}, '{"a": {}}', id="an object"),
        pytest.param('"2"', "2", "2", id="text that looks like a number"),
        pytest.param('"\\"exact phrase\\""', '"exact phrase"', '"exact phrase"', id="text with quotes"),
        pytest.param('"a\\nb"', "a\nb", "a\nb", id="text with a line break"),
        pytest.param("01234", "01234", "01234", id="leading zeros are text"),
        pytest.param("+1", "+1", "+1", id="a plus sign is text"),
        pytest.param("NaN", "NaN", "NaN", id="NaN is text"),
        pytest.param("1e400", "1e400", "1e400", id="a number beyond a float is text"),
        pytest.param("True", "True", "True", id="Python's True is text"),
        pytest.param('"half', '"half', '"half', id="half a string is text"),
        pytest.param('"a" or "b"', '"a" or "b"', '"a" or "b"', id="two strings are text"),
        pytest.param("$OTHER", "$OTHER", "$OTHER", id="a value is never scanned"),
        pytest.param("a: b", "a: b", "a: b", id="a colon"),
        pytest.param("2 # two", "2 # two", "2 # two", id="no comment at the end"),
    ],
)
def test_a_parameter_value(written, value, text):
    (parameter,) = loads(f"{GET}\n[Params]\nA: {written}").parameters
    assert (parameter.value, type(parameter.value), parameter.text) == (value, type(value), text)


@pytest.mark.parametrize(
    ("written", "entity", "secret"),
    [
        pytest.param("A", "sys.any", False, id="plain"),
        pytest.param("A (sys.number)", "sys.number", False, id="an entity"),
        pytest.param("A(sys.number)", "sys.number", False, id="an entity without a blank"),
        pytest.param("A ( sys.number ) ", "sys.number", False, id="blanks everywhere"),
        pytest.param("A!", "sys.any", True, id="secret"),
        pytest.param("A! (size)", "size", True, id="secret, then the entity"),
    ],
)
def test_a_parameter_name(written, entity, secret):
    (parameter,) = loads(f"{GET}\n[Params]\n{written}:").parameters
    assert (parameter.name, parameter.entity, parameter.secret) == ("A", entity, secret)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("A: data.userId", ("A", "data.userId", "", True, False), id="plain"),
        pytest.param("A (sys.number): $[0].id", ("A", "$[0].id", "sys.number", True, False), id="an entity"),
        pytest.param("A?: a.b", ("A", "a.b", "", False, False), id="may be missing"),
        pytest.param("A!: a.b", ("A", "a.b", "", True, True), id="secret"),
        pytest.param("A?! (sys.any): a.b", ("A", "a.b", "sys.any", False, True), id="everything"),
        pytest.param("A: $['x: y']", ("A", "$['x: y']", "", True, False), id="a colon in the path"),
        pytest.param("A: \"$['a b']\"", ("A", "$['a b']", "", True, False), id="a path as a JSON string"),
        pytest.param("A: data.$NAME", ("A", "data.$NAME", "", True, False), id="a path is never substituted"),
    ],
)
def test_a_mapping_line(written, expected):
    (rule,) = loads(f"{GET}\n[Mapping]\n{written}").mapping
    entity = "" if expected[2] == "sys.any" and rule.entity == "" else expected[2]
    assert (rule.parameter, rule.path, rule.entity, rule.required, rule.secret) == (
        *expected[:2],
        entity,
        *expected[3:],
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("a: b", ("a", "b"), id="plain"),
        pytest.param("a:", ("a", None), id="asked for"),
        pytest.param('a: ""', ("a", ""), id="empty on purpose"),
        pytest.param("a: 2", ("a", "2"), id="always text"),
        pytest.param('a: "2"', ("a", "2"), id="a JSON string is decoded"),
        pytest.param('a: " x "', ("a", " x "), id="blanks on purpose"),
        pytest.param('a: "\\"exact phrase\\""', ("a", '"exact phrase"'), id="quotes are kept"),
        pytest.param('a: "{{x}}"', ("a", "{{x}}"), id="braces are meant in quotes"),
        pytest.param('"a: b": c', ("a: b", "c"), id="a quoted name"),
        pytest.param('"a" : c', ("a", "c"), id="a blank after a quoted name"),
        pytest.param('"a"b: c', ('"a"b', "c"), id="a name that only begins with a quote"),
        pytest.param('"": c', ("", "c"), id="an empty name on purpose"),
        pytest.param("$a: $b", ("$a", "$b"), id="names are never templates"),
        pytest.param("filter[x]: 1", ("filter[x]", "1"), id="brackets in a name"),
        pytest.param("\ta\t:\tb\t", ("a", "b"), id="tabs"),
    ],
)
def test_a_query_line(written, expected):
    assert [tuple(pair) for pair in loads(f"{GET}\n[Query]\n{written}").query] == [expected]


def test_repeated_query_names_are_kept_in_order():
    assert [pair.value for pair in loads(f"{GET}\n[Query Parameters]\na: 2\na: 1\na: 2").query] == [
        "2",
        "1",
        "2",
    ]


def test_a_url_keeps_its_own_query_beside_the_section():
    node = loads(f"{GET}?a=1\n[Query]\na: 2")
    assert (node.url, [tuple(pair) for pair in node.query]) == ("https://example.com/users?a=1", [("a", "2")])


def test_an_empty_form_field_is_empty_and_not_asked_for():
    node = loads(f"{POST}\n[Form]\na:\nb: 1\nb: 2")
    assert node.body is not None
    assert node.body.pairs is not None
    assert [tuple(pair) for pair in node.body.pairs] == [("a", ""), ("b", "1"), ("b", "2")]


def test_a_form_of_pairs_and_a_form_of_text_are_two_things():
    assert loads(f"{POST}\n[Form]\na: 1").body != loads(f"{POST}\n[Body form]\na=1").body


@pytest.mark.parametrize("name", ["Params", "PARAMS", "params", " Params "])
def test_section_names_have_no_case(name):
    assert loads(f"{GET}\n[{name}]\nA: 1").parameters[0].name == "A"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Query", "Query Parameters"),
        ("Mapping", "Response Mapping"),
        ("query-parameters", "QUERY_PARAMETERS"),
    ],
)
def test_an_alias_is_the_same_section(short, long):
    assert loads(f"{GET}\n[{short}]\nA: b") == loads(f"{GET}\n[{long}]\nA: b")
    assert any("stands here twice" in message for message in messages(f"{GET}\n[{short}]\n[{long}]"))


def test_exact_codes_classes_failed_and_save():
    node = loads(f"{GET}\n[Status]\n404: missing\n4XX: ours\nFAILED: try later\nSave: CODE")
    assert [(route.status, route.output) for route in node.routes.routes] == [
        ("404", "missing"),
        ("4xx", "ours"),
    ]
    assert (node.routes.failed, node.status_parameter) == ("try later", "CODE")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        pytest.param("timeout: 15", "timeout", 15.0, id="timeout"),
        pytest.param("timeout: 12.5", "timeout", 12.5, id="a timeout with a fraction"),
        pytest.param("async: yes", "asynchronous", True, id="async"),
        pytest.param("asynchronous: TRUE", "asynchronous", True, id="asynchronous is async"),
        pytest.param("Async: off", "asynchronous", False, id="async off"),
        pytest.param("redirects: on", "redirects", True, id="redirects"),
        pytest.param("redirects: no", "redirects", False, id="redirects off"),
        pytest.param("mapping: XML", "mapping_type", "xml", id="mapping type"),
        pytest.param("label: Fetch: all # users", "label", "Fetch: all # users", id="label"),
        pytest.param('label: "2"', "label", "2", id="a label in quotes"),
        pytest.param("force_list: note.to", "force_list", ("note.to",), id="force_list"),
        pytest.param(
            "force list: a\nforce-list: b[0,1]", "force_list", ("a", "b[0,1]"), id="force_list on two lines"
        ),
        pytest.param("fill: declared", "fill", "declared", id="fill"),
    ],
)
def test_an_option(line, field, value):
    assert getattr(loads(f"{GET}\n[Options]\n{line}"), field) == value


def test_the_range_of_the_timeout_is_the_callers():
    text = f"{GET}\n[Options]\ntimeout: 0.5"
    assert loads(text, limits=Limits(0.1, 2.0, 1.0)).timeout == 0.5
    assert len(messages(text)) == 1


@pytest.mark.parametrize(
    ("written", "text"),
    [
        pytest.param("a", "a", id="one line"),
        pytest.param("\na\n\n\nb", "\na\n\n\nb", id="blank lines are kept"),
        pytest.param("  a  ", "  a  ", id="blanks are kept"),
        pytest.param("   ", "   ", id="blanks alone"),
        pytest.param("a\n\n\r\n\n", "a", id="line breaks at the end go"),
        pytest.param("a\n  \n", "a\n  ", id="blanks at the end stay"),
        pytest.param("a\r\nb\rc\u2028d", "a\r\nb\rc\u2028d", id="every line break as it is"),
        pytest.param("# a", "# a", id="no comments"),
        pytest.param("[Status]\n404: x", "[Status]\n404: x", id="no sections"),
        pytest.param("[Body json]", "[Body json]", id="no second body"),
        pytest.param("%%webhook x", "%%webhook x", id="no magic"),
        pytest.param("```\n```", "", id="an empty fence"),
        pytest.param("```\n\n```", "", id="a fence round an empty line"),
        pytest.param("```\n\n\n```", "\n", id="a fence round a line break"),
        pytest.param("```\na\n```", "a", id="a fence"),
        pytest.param("````\n```\na\n```\n````", "```\na\n```", id="a fence round a fence"),
        pytest.param("```\r\na\r\n```\r\n", "a", id="a fence with CRLF"),
        pytest.param("```\na\r\n```", "a\r", id="a fence keeps a carriage return"),
        pytest.param("```\n{{x}}\n```", "{{x}}", id="braces are meant in a fence"),
        pytest.param("```", "```", id="one run is no fence"),
        pytest.param("``\na\n``", "``\na\n``", id="two backticks are no fence"),
        pytest.param("```\na\n````", "```\na\n````", id="two lengths are no fence"),
        pytest.param("```python\na\n```", "```python\na\n```", id="a word after the backticks is no fence"),
        pytest.param(" ```\na\n ```", " ```\na\n ```", id="an indented fence is none"),
        pytest.param("```\na\n```\nb", "```\na\n```\nb", id="a fence that ends early is none"),
        pytest.param("```\na\n``` ", "```\na\n``` ", id="a fence with a blank behind is none"),
    ],
)
def test_a_marked_body_is_verbatim(written, text):
    assert body_of(f"{POST}\n[Body text]\n{written}") == ("text", text)


@pytest.mark.parametrize("kind", ["json", "xml", "html", "text", "form", "raw", "JSON", "Text"])
def test_the_kinds_of_body(kind):
    text = {"json": "[]", "xml": "<a/>"}.get(kind.lower(), "x")
    assert body_of(f"{POST}\n[Body {kind}]\n{text}") == (kind.lower(), text)
    assert body_of(f"{POST}\n  [ body   {kind} ]  \n{text}") == (kind.lower(), text)


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("@a.json", "a.json"),
        ("@ my file.json ", "my file.json"),
        ("@a[1].json", "a[1].json"),
        ('@" a"', " a"),
        ("@@a", "@a"),
    ],
)
def test_a_body_from_a_file(written, file):
    node = loads(f"{POST}\n[Body json {written}]\n\n")
    assert node.body is not None
    assert (node.body.format, node.body.file, node.body.text) == ("json", file, None)


@pytest.mark.parametrize(
    ("head", "body", "format_", "sure"),
    [
        pytest.param("Content-Type: application/json", "[1]", "json", True, id="json"),
        pytest.param(
            "content-type: application/vnd.x+json; charset=utf-8", "[1]", "json", True, id="a kind of json"
        ),
        pytest.param("Content-Type: text/xml", "<a/>", "xml", True, id="xml"),
        pytest.param("Content-Type: image/svg+xml", "<a/>", "xml", True, id="a kind of xml"),
        pytest.param("Content-Type: TEXT/HTML", "<p>", "html", True, id="html"),
        pytest.param("Content-Type: application/x-www-form-urlencoded", "a=1", "form", True, id="form"),
        pytest.param("Content-Type: text/csv", "a,b", "text", True, id="a kind of text"),
        pytest.param("Content-Type: application/octet-stream", "[1", "raw", True, id="anything else"),
        pytest.param("Content-Type: $TYPE", "a,b", "text", False, id="a type that is filled"),
        pytest.param("X: y", '{"a": 1}', "json", False, id="an object"),
        pytest.param("X: y", "{}", "json", False, id="an empty object"),
        pytest.param("X: y", "\n  [1, 2]", "json", False, id="an array"),
        pytest.param("X: y", "[1]", "json", False, id="JSON that looks like a section"),
        pytest.param("X: y", "[$A]", "json", False, id="an array of a parameter"),
        pytest.param("X: y", "[section of an ini file]", "text", False, id="a bracket that is no JSON"),
        pytest.param("X: y", "[note]", "text", False, id="a bracket that begins like JSON"),
        pytest.param("X: y", "[true]", "json", False, id="an array of a word"),
        pytest.param("X: y", "<a/>", "xml", False, id="markup"),
        pytest.param("X: y", "<!DOCTYPE html><p>", "html", False, id="a page"),
        pytest.param("X: y", "a=1&b=$C", "form", False, id="a form"),
        pytest.param("X: y", "a = 1", "text", False, id="an equals sign is no form"),
        pytest.param("X: y", "hello", "text", False, id="words"),
    ],
)
def test_the_format_of_a_plain_body(head, body, format_, sure):
    reading = read(f"{POST}\n{head}\n\n{body}")
    assert reading.node.body is not None
    assert (reading.node.body.format, reading.node.body.text) == (format_, body)
    assert [note.message for note in reading.notes] == ([] if sure else [f"the body is read as {format_}"])


@pytest.mark.parametrize(
    ("rest", "body", "parameters"),
    [
        pytest.param("", None, 0, id="nothing"),
        pytest.param("\n\n \n", None, 0, id="blank lines"),
        pytest.param("\n# c\n", None, 0, id="a comment"),
        pytest.param("\n[Params]\nA: 1", None, 1, id="a section after a blank line"),
        pytest.param("\n# c\n\n  [Params]\nA: 1", None, 1, id="a section after comments"),
        pytest.param("[Params]\n\n\nA: 1\n\n# c\nB: 2", None, 2, id="blank lines in a section"),
        pytest.param("\n# c\nhello", "# c\nhello", 0, id="a body keeps its comments"),
        pytest.param(
            "\n\n\nhello\n\n[x]", "\n\nhello\n\n[x]", 0, id="a body is verbatim after the first blank line"
        ),
        pytest.param("   \nhello", "hello", 0, id="a line of blanks is blank"),
        pytest.param("\xa0\nhello", "hello", 0, id="a line of no-break spaces is blank"),
        pytest.param("\n[zzz]\nhello", "[zzz]\nhello", 0, id="an unknown word that is near nothing"),
    ],
)
def test_where_the_headers_end(rest, body, parameters):
    node = loads(f"{POST}\nX: y\n{rest}")
    assert (node.body.text if node.body else None, len(node.parameters)) == (body, parameters)


def test_only_lf_and_crlf_break_lines():
    node = loads(f"{GET}\n[Query]\na: 1\rb: 2\u2028c: 3\x0bd: 4\x0ce: 5\x85f: 6")
    assert [tuple(pair) for pair in node.query] == [("a", "1\rb: 2\u2028c: 3\x0bd: 4\x0ce: 5\x85f: 6")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("%%webhook\n", ""),
        ("%%webhook order\n", "order"),
        ("\n  \n%%webhook  order \r\n", "order"),
        ("# c\n%%webhook order\n# c\n", "order"),
        ("", ""),
    ],
)
def test_the_magic_line_names_the_node(text, name):
    assert loads(text + GET).name == name


def test_a_name_that_is_given_is_used_when_the_text_has_none():
    assert read(GET, name="order").node.name == "order"
    assert read(f"%%webhook own\n{GET}", name="order").node.name == "own"


def test_lines_can_be_counted_from_another_number():
    with pytest.raises(CellError) as caught:
        read(f"{GET}\n[Parms]", first_line=2)
    assert str(caught.value).splitlines()[:2] == ["line 3: [Parms] is not a section", "  3 | [Parms]"]


def test_every_mistake_is_reported_at_once_and_only_once():
    text = "POTS ftp://x y\nA B: 1\n[Params]\n$A: 1\n[Parms]\nignored\n[Status]\n999: x\n[Options]\ntimeout: 1\nasync: 2\n[Body jsn]\n{"
    assert messages(text) == [
        "'$A' is not a parameter name",
        "[Parms] is not a section",
        "'2' is neither yes nor no",
        "'jsn' is not a body format",
        "'POTS' is not a method",
        "'A B' is not a header name",
        "'999' is not a status",
        "a time-out of 1 s is outside the range",
        "a URL cannot hold a space",
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("TOKEN: hunter2-literal", id="a literal source"),
        pytest.param("TOKEN: env hunter2-literal x", id="too many words"),
        pytest.param("TOKEN hunter2-literal", id="no colon"),
        pytest.param("TOKEN=hunter2-literal", id="an equals sign"),
        pytest.param("hunter2-literal", id="a literal alone"),
        pytest.param("$TOKEN: hunter2-literal", id="a bad name"),
        pytest.param("TOKEN (sys.any): hunter2-literal", id="an entity"),
        pytest.param("[Params]\nPIN!: hunter2-literal", id="a secret parameter"),
        pytest.param("[Params]\nPIN! hunter2-literal", id="a secret parameter without a colon"),
        pytest.param("[Params]\nPIN!=hunter2-literal", id="a secret parameter with an equals sign"),
        pytest.param("[Params]\n$PIN! (sys.any): hunter2-literal", id="a secret parameter with a bad name"),
    ],
)
def test_a_secret_in_a_broken_cell_is_never_shown(line):
    with pytest.raises(CellError) as caught:
        read(f"{GET}\n[Secrets]\n{line}")
    error = caught.value
    shown = [
        str(error),
        repr(error),
        repr(error.source),
        *map(str, error.problems),
        *map(repr, error.problems),
    ]
    assert not any("hunter2" in text for text in shown)


def test_a_typed_literal_outside_the_secrets_is_shown_as_it_was_typed():
    with pytest.raises(CellError) as caught:
        read("POTS https://user:word@example.com")
    assert "user:word" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("GET https://e.com/{{id}}", "$id"),
        ("GET {{ base-url }}/x", "$base_url"),
        ("GET https://e.com\nA: {{ token }}", "$token"),
        ("GET https://e.com\n[Query]\na: {{$guid}}", "$guid"),
        ("POST https://e.com\n[Form]\na: x{{user.name}}y", "$user_name"),
        ("POST https://e.com\n[Body html]\n<p>{{name}}</p>", "$name"),
        ("POST https://e.com\n\n<p>{{name}}</p>", "$name"),
        ("POST https://e.com\n[Body json]\n[{{qty}}]", "$qty"),
    ],
)
def test_double_braces_suggest_a_parameter(text, name):
    with pytest.raises(CellError) as caught:
        loads(text)
    (problem,) = caught.value.problems
    assert problem.hint.startswith(f"write {name}")


@pytest.mark.parametrize(
    "text", ['{"a":{"b":{"c":1}}}', "{{ }}", "{{1}}", "{ {x} }", "{{x}", "\\frac{{1}}{{2}}"]
)
def test_other_braces_are_only_braces(text):
    assert body_of(f"{POST}\n[Body text]\n{text}") == ("text", text)


def test_a_section_like_line_in_a_body_is_advice():
    (advice,) = [
        each for each in loads(f"{POST}\n[Body text]\na\n[Status]").lint() if "[Status]" in each.message
    ]
    assert advice.severity == "advice"


def test_a_cell_is_written_in_one_order():
    node = Node(
        "https://example.com",
        name="order",
        method="POST",
        headers={"A": "b"},
        query={"q": "1"},
        parameters=[{"name": "P"}],
        secrets=[{"name": "S", "source": "prompt"}],
        mapping={"M": "m"},
        routes=[("404", "missing")],
        status_parameter="CODE",
        timeout=15,
        asynchronous=True,
        redirects=True,
        mapping_type="xml",
        force_list=["a", "b"],
        fill="declared",
        label="what for",
        body={"format": "text", "text": "x"},
    )
    assert dumps(node) == (
        "%%webhook order\nPOST https://example.com\nA: b\n[Params]\nP:\n[Secrets]\nS: prompt\n"
        "[Query Parameters]\nq: 1\n[Response Mapping]\nM: m\n[Status]\n404: missing\nsave: CODE\n"
        "[Options]\nlabel: what for\ntimeout: 15\nasync: yes\nredirects: yes\nmapping: xml\n"
        "force_list: a\nforce_list: b\nfill: declared\n[Body text]\nx"
    )


def test_the_magic_line_can_be_left_out():
    assert dumps(Node("https://example.com", name="order"), magic=False) == "GET https://example.com"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("", "```\n```", id="empty"),
        pytest.param("a\n", "```\na\n\n```", id="a line break at the end"),
        pytest.param("a\r", "```\na\r\n```", id="a carriage return at the end"),
        pytest.param("```\na\n```", "````\n```\na\n```\n````", id="a fence"),
        pytest.param("````\n`````\n````", "``````\n````\n`````\n````\n``````", id="a longer run inside"),
        pytest.param("{{x}}", "```\n{{x}}\n```", id="braces"),
        pytest.param("a", "a", id="nothing special"),
        pytest.param("[Params]", "[Params]", id="a section"),
        pytest.param("```", "```", id="one run"),
    ],
)
def test_a_body_is_fenced_only_when_it_must_be(text, written):
    assert dumps(Node("https://e.com", body={"format": "text", "text": text})).endswith(
        f"\n[Body text]\n{written}"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{POST}\n[Body text]\n" + "{{a" + "a" * 200_000, id="an open brace"),
        pytest.param(f"{POST}\n[Body text]\n" + "{{ a" * 50_000, id="many open braces"),
        pytest.param(f"{POST}\n[Body text]\n" + "\n" * 100_000 + "x", id="many blank lines"),
        pytest.param(f"{POST}\n\n" + "a=1&" * 50_000, id="nearly a form"),
        pytest.param(f"{POST}\n[Params]\n" + "no colon here\n" * 5_000, id="many mistakes"),
        pytest.param(f"{POST}\n[Params]\nA" + "?" * 5_000 + ": 1", id="many marks"),
        pytest.param(f"{POST}\n[Query]\n" + '"a' * 20_000, id="many quotes"),
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(text):
    # Nothing is measured: what is quadratic runs into the time-out of the test.
    try:
        loads(text)
    except CellError as error:
        assert str(error)
