"""cURL commands: what becomes of each option, what is listed, what is asked for, and how a node is written."""

from __future__ import annotations

import pytest

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.core.pairs import Pairs
from hooknb.errors import CellError, FormatError
from hooknb.formats.cell import loads, read
from hooknb.formats.curl import from_curl, to_curl
from hooknb.formats.curl_options import OPTIONS, option_named
from hooknb.formats.curl_running import ALL_ERRORS
from hooknb.formats.forms import losses

URL = "https://api.example.com/users"
BASIC = {"type": "basic", "user": "ada", "password": "PASSWORD"}


def document(command: str) -> dict[str, object]:
    reading = from_curl(f"curl {URL} {command}")
    return {key: value for key, value in reading.node.to_dict().items() if key not in ("method", "url")}


def explained(command: str) -> str:
    with pytest.raises(FormatError) as caught:
        from_curl(command)
    return str(caught.value)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.names[-1])
def test_every_option_of_the_table_is_read_without_a_fault(option):
    argument = {
        "METHOD": "PUT",
        "URL": "https://x.example",
        "SECONDS": "12",
        "LINE": "'X-A: b'",
        "USER:PASSWORD": "a:b",
        "SCHEME": "https",
        "NUMBER": "3",
    }
    for name in option.names:
        words = f"{name} {argument.get(option.argument, 'a=b')}" if option.argument else name
        url = "" if name == "--url" else URL
        try:
            reading = from_curl(f"curl {words} {url}")
        except FormatError as error:
            assert option.fate == "refused"
            assert option.becomes in str(error)
            continue
        assert option.fate != "refused"
        said = [note for note in reading.notes if f"{name} " in note.message]
        if option.fate == "harmless":
            assert reading.notes == ()
        if option.fate == "left":
            assert [note.severity for note in said] == ["warning"]
        if option.fate == "needless":
            assert [note.severity for note in said] == ["advice"]


def test_no_name_of_an_option_stands_in_the_table_twice():
    names = [name for option in OPTIONS for name in option.names]
    assert len(names) == len(set(names)) > 200


@pytest.mark.parametrize(
    ("command", "field", "value"),
    [
        pytest.param("-L", "redirects", True, id="redirects"),
        pytest.param("-m 12.5", "timeout", 12.5, id="time-out"),
        pytest.param("-m 10", "timeout", None, id="the default time-out"),
        pytest.param("-L --no-location", "redirects", None, id="an option taken back"),
        pytest.param("-k", "verify", False, id="certificates"),
        pytest.param("-k --no-insecure", "verify", None, id="certificates after all"),
        pytest.param("--retry 3", "retries", 3, id="retries"),
        pytest.param("--retry 0", "retries", None, id="no retries"),
        pytest.param("--retry 3 --retry-delay 2", "retry_delay", 2, id="a delay"),
        pytest.param("--retry 3 --retry-delay 0", "retry_delay", None, id="the delay of curl"),
        pytest.param("--retry-delay 2", "retry_delay", None, id="a delay of nothing"),
        pytest.param("--retry 1 --retry-all-errors", "retry_on", list(ALL_ERRORS), id="all errors"),
        pytest.param("--retry 1 --retry-connrefused", "retry_on", None, id="refused"),
        pytest.param("-A me", "headers", [{"name": "User-Agent", "value": "me"}], id="agent"),
        pytest.param("-e x;auto", "headers", [{"name": "Referer", "value": "x"}], id="referer"),
        pytest.param("-r 0-9", "headers", [{"name": "Range", "value": "bytes=0-9"}], id="range"),
        pytest.param("--header=X-A:b", "headers", [{"name": "X-A", "value": "b"}], id="an equals sign"),
    ],
)
def test_an_option_becomes_a_field(command, field, value):
    assert document(command.replace(";", "\\;")).get(field) == value


@pytest.mark.parametrize(
    ("command", "body"),
    [
        pytest.param("-d a=1 -d b=2", {"format": "form", "pairs": [("a", "1"), ("b", "2")]}, id="fields"),
        pytest.param("-d 'a=1%20'", {"format": "form", "text": "a=1%20"}, id="another escape"),
        pytest.param("-d 'a=%2F+%C3%A4'", {"format": "form", "pairs": [("a", "/ ä")]}, id="escapes"),
        pytest.param("-d 'a=%2f'", {"format": "form", "text": "a=%2f"}, id="small escapes"),
        pytest.param("-d 'a=%ff'", {"format": "form", "text": "a=%ff"}, id="an escape that is no text"),
        pytest.param("-d a", {"format": "form", "text": "a"}, id="no field"),
        pytest.param("-d @a.txt", {"format": "form", "file": "a.txt"}, id="a file"),
        pytest.param("--data-raw @a", {"format": "form", "text": "@a"}, id="no file"),
        pytest.param("-d '$5' -d '$x'", {"format": "form", "text": "$5&$$x"}, id="dollars"),
        pytest.param(
            "--data-urlencode 'a=$x'", {"format": "form", "pairs": [("a", "$$x")]}, id="a dollar field"
        ),
        pytest.param(
            "-F a=b --form-string c=@d", {"format": "form", "pairs": [("a", "b"), ("c", "@d")]}, id="-F"
        ),
        pytest.param("-F 'a=\"b;c\";type=x'", {"format": "form", "pairs": [("a", "b;c")]}, id="-F in quotes"),
        pytest.param("-T a/b.txt", {"format": "raw", "file": "a/b.txt"}, id="an upload"),
    ],
)
def test_data_becomes_a_body(command, body):
    made = document(command)["body"]
    if "pairs" in made:
        made = made | {"pairs": [(row["name"], row["value"]) for row in made["pairs"]]}
    assert made == body


@pytest.mark.parametrize(
    ("type_", "text", "body_format", "header"),
    [
        ("application/json", "{}", "json", None),
        ("application/json; charset=utf-8", "{}", "json", "application/json; charset=utf-8"),
        ("application/vnd.api+json", "[1]", "json", "application/vnd.api+json"),
        ("application/json", "{", "raw", "application/json"),
        ("application/xml; charset=utf-8", "<a/>", "xml", None),
        ("text/xml", "<a/>", "xml", "text/xml"),
        ("application/xml", "<a>", "raw", "application/xml"),
        ("text/html; charset=utf-8", "<p>", "html", None),
        ("text/csv", "a,b", "text", "text/csv"),
        ("application/x-www-form-urlencoded", "a b", "form", None),
        ("image/png", "x", "raw", "image/png"),
        ("application/json", "", "json", None),
    ],
)
def test_the_type_of_a_body_gives_its_format(type_, text, body_format, header):
    made = document(f"-H 'Content-Type: {type_}' -d '{text}'")
    assert made["body"] == {"format": body_format, "text": text}
    assert [row["value"] for row in made.get("headers", [])] == ([header] if header else [])


@pytest.mark.parametrize(
    ("command", "left"),
    [
        pytest.param("--cacert own.pem", "--cacert is left out", id="certificates"),
        pytest.param("-x http://u:p@proxy", "-x is left out", id="proxy"),
        pytest.param("--retry 11", "--retry 11 becomes 10", id="many retries"),
        pytest.param("--retry 1 --retry-delay 60", "--retry-delay 60 becomes 10 seconds", id="a long delay"),
        pytest.param("--retry-max-time 60", "--retry-max-time is left out", id="a time for all retries"),
        pytest.param("-m 5", "-m 5 becomes 10 seconds", id="a short time-out"),
        pytest.param("--max-time 60", "--max-time 60 becomes 25 seconds", id="a long time-out"),
        pytest.param("--digest -u a:", "-u is left out: digest needs", id="digest without a password"),
        pytest.param("--ntlm -u a:b", "-u is left out: a node answers no challenge of --ntlm", id="ntlm"),
        pytest.param("--anyauth --user a:b", "--user is left out", id="any login"),
        pytest.param("--negotiate -u :", "-u is left out", id="negotiate"),
        pytest.param("-b jar.txt", "-b FILE is left out", id="a jar"),
        pytest.param("-H @headers", "-H @FILE is left out", id="headers in a file"),
        pytest.param("-H Accept:", "Accept: a node always sends this header", id="a header that stays"),
        pytest.param("-A ''", "a node always sends a User-Agent", id="no agent"),
        pytest.param("-F a=b", "-F is sent as x-www-form-urlencoded", id="multipart"),
        pytest.param("-F a=@b", "the file of a is left out", id="a file in a form"),
        pytest.param("-d @a", "-d @a: the file is sent as it is", id="line breaks of a file"),
        pytest.param("-X post", "the method is sent as POST", id="a small method"),
        pytest.param("-H 'X-A: ä'", "X-A is sent in latin-1", id="a header beyond ASCII"),
        pytest.param("-G -d a=1 --url-query b=2", "--url-query is not used beside -G", id="two queries"),
        pytest.param("--location-trusted", "credentials are not sent on", id="trust"),
        pytest.param("-e ';auto'", "a redirected request has no Referer", id="automatic referer"),
        pytest.param("| jq .", "what follows | is left out", id="a pipe"),
        pytest.param(
            "-H 'Content-Type: text/plain; charset=latin1' -d ä", "the body is sent in latin1", id="charset"
        ),
        pytest.param(
            """-H 'Content-Type: text/xml' -d '<?xml version="1.0" encoding="ISO-8859-1"?><a>ä</a>'""",
            "the body is sent in ISO-8859-1",
            id="the charset of XML",
        ),
    ],
)
def test_what_a_node_cannot_hold_is_listed(command, left):
    reading = from_curl(f"curl {URL} {command}")
    assert [note.message for note in reading.left if left in note.message], reading.left
    assert set(reading.left) <= set(reading.notes)


def test_the_limits_are_the_callers():
    reading = from_curl(f"curl {URL} -m 1", limits=Limits(0.1, 2.0, 0.5))
    assert (reading.node.timeout, reading.left) == (1.0, ())
    assert to_curl(reading.node, limits=Limits(0.1, 2.0, 1.0)) == f"curl {URL}"


def test_what_is_declared_below_the_command_is_not_declared_again():
    node = loads(
        f"""curl "{URL}/$ID" -H "Authorization: Bearer abc" -m 12
[Params]
ID: 7
[Secrets]
TOKEN: env MY_TOKEN"""
    )
    assert [(each.name, each.value) for each in node.parameters] == [("ID", 7)]
    assert [each.text for each in node.secrets] == ["env MY_TOKEN"]
    assert node.timeout == 12


def test_a_time_out_below_the_command_is_used():
    reading = read(f"curl {URL} -m 12\n[Options]\ntimeout: 15")
    assert reading.node.timeout == 15
    assert [note.message for note in reading.notes] == ["-m is not used: [Options] has timeout"]


def test_the_command_s_own_names_stay():
    node = from_curl(f"curl {URL} -H 'Authorization: Bearer abc' -H \"X-A: $TOKEN\"").node
    assert [each.name for each in node.secrets] == ["TOKEN_2"]
    assert [(each.name, each.secret) for each in node.parameters] == [("TOKEN", False)]


def test_a_variable_where_a_credential_stands_is_never_shown():
    node = from_curl(f'curl {URL} -H "Authorization: Bearer $T" -u "a:$P" -d "password=$W" -H "X-A: $V"').node
    assert {each.name: each.secret for each in node.parameters} == {"T": True, "W": True, "V": False}


@pytest.mark.parametrize(
    ("command", "names"),
    [
        pytest.param("-H 'Authorization: Bearer a'", ["TOKEN"], id="bearer"),
        pytest.param("-H 'Authorization: Basic a'", ["CREDENTIALS"], id="basic"),
        pytest.param("-H 'Authorization: ApiKey a'", ["API_KEY"], id="api key"),
        pytest.param("-H 'X-Auth-Token: a'", ["AUTH_TOKEN"], id="a header"),
        pytest.param("-H 'apiKey: a'", ["API_KEY"], id="a camel"),
        pytest.param("-u a:b", ["PASSWORD"], id="a user"),
        pytest.param("-u a", ["PASSWORD"], id="a user alone"),
        pytest.param("-b 'a-b.c=d'", ["A_B_C"], id="a cookie"),
        pytest.param("-b 'a=1; b=2'", ["COOKIE"], id="cookies"),
        pytest.param("-b 1=2", ["_1"], id="a name that is none"),
        pytest.param("-d 'user=a&password=b'", ["PASSWORD"], id="a form"),
        pytest.param("""--json '{"auth": {"clientSecret": "a"}, "id": "b"}'""", ["CLIENT_SECRET"], id="json"),
        pytest.param("-d code=x", [], id="a word that means one at times"),
        pytest.param("-d code=4f2a8b1c9d3e7f60", ["CODE"], id="what looks like one"),
        pytest.param("-H 'X-Page-Token: a'", [], id="a page"),
        pytest.param("--oauth2-bearer a -H 'X-Api-Key: a'", ["TOKEN"], id="the same twice"),
        pytest.param("-H 'X-Api-Key: a' --url-query key=b1c9d3e7f604f2a8", ["KEY", "API_KEY"], id="two"),
    ],
)
def test_a_credential_is_asked_for_under_a_good_name(command, names):
    node = from_curl(f"curl {URL} {command}").node
    assert sorted(each.name for each in node.secrets) == sorted(names)
    assert {each.text for each in node.secrets} <= {"prompt"}


@pytest.mark.parametrize(
    ("command", "auth"),
    [
        pytest.param("-u ada:pw", BASIC, id="user and password"),
        pytest.param("-u ada", BASIC, id="a password that curl asks for"),
        pytest.param("-u ada:p:w --basic", BASIC, id="a colon in the password"),
        pytest.param("-u 'ada $x:pw'", BASIC | {"user": "ada $$x"}, id="a dollar"),
        pytest.param('-u "$U:$P"', BASIC | {"user": "$U", "password": "P"}, id="variables"),
        pytest.param('-u "a${U}b:$P"', BASIC | {"user": "a${U}b", "password": "P"}, id="a part of the user"),
        pytest.param(
            '-u "$PASSWORD:pw"', BASIC | {"user": "$PASSWORD", "password": "PASSWORD_2"}, id="names"
        ),
        pytest.param("--digest -u ada:pw", BASIC | {"type": "digest"}, id="digest"),
        pytest.param("--digest --no-digest -u ada:pw", BASIC, id="digest taken back"),
        pytest.param("--oauth2-bearer t", {"type": "bearer", "token": "TOKEN"}, id="a token"),
        pytest.param('--oauth2-bearer "$T"', {"type": "bearer", "token": "T"}, id="a token as a variable"),
        pytest.param("--oauth2-bearer t -u a:b", {"type": "bearer", "token": "TOKEN"}, id="token and user"),
        pytest.param("--url https://ada:pw@a.example/", BASIC, id="a user in the url"),
        pytest.param(
            "--url https://%C3%A4:p%40w@a.example/ --digest",
            BASIC | {"type": "digest", "user": "ä"},
            id="a user in the url, encoded",
        ),
        pytest.param("--url https://a:b@a.example/ -u ada:pw", BASIC, id="a user in both"),
        pytest.param('--url "$BASE" -u ada:pw', BASIC, id="a url that is a variable"),
    ],
)
def test_a_login_is_authentication(command, auth):
    url = "" if "--url" in command else URL
    node = from_curl(f"curl {command} {url}").node
    assert node.to_dict()["auth"] == auth
    assert "@" not in node.url
    assert node.headers == Pairs()


@pytest.mark.parametrize(
    ("command", "url", "authorization"),
    [
        pytest.param("-u key:", "https://$API_KEY:@a.example/", None, id="an empty password"),
        pytest.param("-u :pw", "https://:$PASSWORD@a.example/", None, id="an empty user"),
        pytest.param("-u $'a\\tb:pw'", "https://a%09b:$PASSWORD@a.example/", None, id="a tab in the user"),
        pytest.param("-u $'ada:p\\tw'", "https://ada:$PASSWORD@a.example/", None, id="a tab in the password"),
        pytest.param('-u "ada:p$P"', "https://ada:p$P@a.example/", None, id="half a password"),
        pytest.param("https://ada@a.example/", "https://$API_KEY:@a.example/", None, id="a user alone"),
        pytest.param(
            "https://a%3Ab:pw@a.example/",
            "https://a%3Ab:$PASSWORD@a.example/",
            None,
            id="a colon in the user",
        ),
        pytest.param(
            "https://%ff:pw@a.example/", "https://%ff:$PASSWORD@a.example/", None, id="bytes that are no text"
        ),
        pytest.param(
            "--oauth2-bearer 'Bearer t'", "https://a.example/", "Bearer $TOKEN", id="a word too many"
        ),
        pytest.param('--oauth2-bearer "a$T"', "https://a.example/", "Bearer a$T", id="half a token"),
        pytest.param(
            "-H 'Authorization: Bearer t' -u a:b", "https://a.example/", "Bearer $TOKEN", id="a header"
        ),
        pytest.param(
            "https://a:b@a.example/ -H 'Authorization: Bearer t'",
            "https://a.example/",
            "Bearer $TOKEN",
            id="a header and a user in the url",
        ),
    ],
)
def test_what_authentication_cannot_say_stands_in_the_url_or_a_header(command, url, authorization):
    node = from_curl(f"curl {command} {'' if 'https:' in command else 'https://a.example/'}").node
    assert node.auth is None
    assert node.url == url
    assert dict(node.headers).get("Authorization") == authorization


@pytest.mark.parametrize(
    "option", ["--oauth2-bearer=t0-ken", "-uada:t0-ken", "--user=ada:t0-ken", "-u t0-ken:"]
)
def test_a_login_is_in_no_message_whatever_else_is_wrong(option):
    assert "t0-ken" not in explained(f"curl {option} --nonesuch")


def test_a_login_and_a_section_that_says_another_are_a_mistake():
    with pytest.raises(CellError, match=r"-u and \[Auth\] both say who sends this") as caught:
        read(f"curl {URL} -u ada:open-sesame\n[Auth]\nbearer: $T")
    assert "open-sesame" not in str(caught.value)


def test_an_option_below_the_command_is_used():
    reading = read(f"curl {URL} -k --retry 3 --retry-delay 2\n[Options]\nretries: 1\nverify: yes")
    assert (reading.node.retries, reading.node.retry_delay, reading.node.verify) == (1, 2, True)
    assert [note.message for note in reading.notes] == [
        "-k is not used: [Options] has verify",
        "--retry is not used: [Options] has retries",
    ]


def test_what_is_said_of_retries_without_any_is_noted():
    notes = from_curl(f"curl {URL} --retry 0 --retry-delay 2 --retry-all-errors").notes
    assert [note.message for note in notes] == [
        "--retry-delay is not used: nothing is sent again",
        "--retry-all-errors is not used: nothing is sent again",
    ]


def test_a_login_to_a_url_that_is_a_variable_is_a_header():
    reading = from_curl('curl "$BASE/users" -u open-sesame:')
    assert dict(reading.node.headers) == {"Authorization": "Basic $CREDENTIALS"}
    assert "base64" in reading.notes[-2].message + reading.notes[-1].message
    assert "open-sesame" not in reading.source.explain(reading.notes)


def test_a_mistake_in_a_cell_is_a_cell_error_with_the_cell_s_lines():
    with pytest.raises(CellError) as caught:
        read("%%webhook user\n# the user\ncurl -X POTS https://api.example.com/user", first_line=1)
    assert str(caught.value).splitlines()[1].startswith("  3 | curl -X POTS")
    with pytest.raises(CellError) as caught:
        read("curl \\\n  -X POTS https://api.example.com/user", first_line=2)
    assert "  3 |   -X POTS" in str(caught.value)


@pytest.mark.parametrize(
    "rest",
    [
        "'https://b.example/?api_key={}'",
        "b.example/?api_key={}",
        "'https://ada:{}@b.example/'",
        """-A '{{"a": {{"password": "{}"}}}}'""",
        "'Authorization: Bearer {}'",
        "-H Authorization: Bearer {}",
        "-H Authorization: Bearer x {}",
        "-H X-Api-Key: {}",
        "-o -u ada:{}",
        "-o -H Authorization: Bearer {}",
        "-I --pass {}",
        "--nonesuch 'X-Api-Key: {}'",
        "-z password={}",
        """-X '{{"password": "{}"}}'""",
    ],
)
def test_a_credential_in_a_wrong_command_is_not_shown(rest):
    shown = explained(f"curl -I {URL} {rest.format('hunter2-Correct.Horse')}")
    assert "hunter2" not in shown
    assert "•••••" in shown


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("'http://[::1]:8080/x'", "http://[::1]:8080/x"),
        ("'http://a.example/?b[]=c'", "http://a.example/?b[]=c"),
        (r"'http://a.example/\{b\}'", "http://a.example/{b}"),
        ("-g 'http://a.example/{b}'", "http://a.example/{b}"),
        ("http://a.example/./b/../c/..", "http://a.example/"),
        ("http://a.example/../b", "http://a.example/b"),
        ("'http://a.example?/../b'", "http://a.example?/../b"),
        ("--path-as-is http://a.example/../b", "http://a.example/../b"),
        ("a.example/?u=http://b", "http://a.example/?u=http://b"),
        ("--proto-default https a.example", "https://a.example"),
        ("-T x/y.txt http://a.example", "http://a.example/y.txt"),
        ("-T 'a b' 'http://a.example/f/?q=1'", "http://a.example/f/a%20b?q=1"),
        ("-T x http://a.example/f", "http://a.example/f"),
        ("'http://a.example/?$x=$5'", "http://a.example/?$$x=$5"),
    ],
)
def test_a_url_is_read_as_curl_does(written, url):
    assert from_curl(f"curl {written}").node.url == url


@pytest.mark.parametrize(
    "text", ["CURL https://a.example", "curl.exe https://a.example", "  curl https://a.example"]
)
def test_a_command_is_known_by_its_first_word(text):
    assert loads(text).url == "https://a.example"


@pytest.mark.parametrize("text", ["GET https://a.example/curl", "curly", "https://curl.example"])
def test_no_other_word_is_a_command(text):
    assert "is not a cURL command" in explained(text)


@pytest.mark.parametrize(
    ("node", "command"),
    [
        (Node(URL), f"curl {URL}"),
        (Node(f"{URL}?a=b"), f"curl '{URL}?a=b'"),
        (Node("https://api.example.com"), "curl https://api.example.com"),
        (Node(f"{URL}/[1]"), f"curl {URL}/%5B1%5D"),
        (Node(f"{URL}?a[1]=b"), f"curl '{URL}?a[1]=b' -g"),
        (Node(f"{URL}/../x"), f"curl {URL}/../x --path-as-is"),
        (Node("http://[::1]:8080/x"), "curl 'http://[::1]:8080/x'"),
        (Node("https://h:$PORT/x"), 'curl "https://h:$PORT/x"'),
        (Node("$BASE"), 'curl "$BASE"'),
        (Node("$BASE/größe"), 'curl "$BASE/gr%C3%B6%C3%9Fe"'),
        (Node("$BASE/$BASE?a=$BASE"), 'curl "$BASE/$BASE?a=$BASE"'),
        (Node("$SCHEME://example.com/$A"), 'curl "$SCHEME://example.com/$A"'),
        (Node("https://ada:$P@example.com/"), 'curl https://example.com/ -u "ada:$P"'),
        (Node("https://ada@example.com/"), "curl https://example.com/ -u ada:"),
        (Node(URL, method="DELETE"), f"curl {URL} -X DELETE"),
        (Node(URL, query={"a": "b c", "d": "ä"}), f"curl {URL} -G -d a=b%20c --data-urlencode 'd=ä'"),
        (Node("https://a.example/", query={"a": None, "b c": None}), 'curl https://a.example/ -G --data-urlencode "a=$a" --data-urlencode "b%20c=$b_c"'),
        (Node(URL, query={"": "ä"}), f"curl {URL} -G -d =%C3%A4"),
        (Node(URL, query={"a": "$L"}, parameters={"L": [1, 2]}), f"curl {URL} -G -d a=1 -d a=2"),
        (Node(URL, headers={"X-A": "", "X-B": "a b"}), f"curl {URL} -H 'X-A;' -H 'X-B: a b'"),
        (Node(URL, headers={"Accept-Encoding": "gzip"}), f"curl {URL} -H 'Accept-Encoding: gzip' --compressed"),
        (Node(URL, method="POST", body={"format": "form", "text": "@x"}), f"curl {URL} --data-raw @x"),
        (Node(URL, method="POST", body={"format": "form", "text": "$X"}), f'curl {URL} --data-raw "$X"'),
        (Node(URL, body={"format": "form", "text": "x"}), f"curl {URL} -X GET -d x"),
        (Node(URL, redirects=True, timeout=12.25), f"curl {URL} -L -m 12.25"),
        (Node(URL, verify=False, retries=3), f"curl {URL} -k --retry 3"),
        (Node(URL, retries=1, retry_delay=2), f"curl {URL} --retry 1 --retry-delay 2"),
        (Node(URL, retries=1, retry_delay=2.5, retry_on="5xx"), f"curl {URL} --retry 1"),
        (Node(URL, retries=1, retry_on=ALL_ERRORS), f"curl {URL} --retry 1 --retry-all-errors"),
        (Node(URL, retries=1, retry_delay=0), f"curl {URL} --retry 1"),
        (Node(URL, retry_delay=2), f"curl {URL}"),
        (Node(URL, auth=BASIC), f'curl {URL} -u "ada:$PASSWORD"'),
        (Node(URL, auth=BASIC | {"user": "$$a $WHO"}), f'curl {URL} -u "\\$a $WHO:$PASSWORD"'),
        (Node(URL, auth=BASIC | {"type": "digest"}), f'curl {URL} --digest -u "ada:$PASSWORD"'),
        (
            Node(URL, auth={"type": "bearer", "token": "T"}),
            f'curl {URL} -H "Authorization: Bearer $T"',
        ),
        (Node(URL, auth={"type": "api_key", "key": "K"}), f'curl {URL} -H "X-API-Key: $K"'),
        (
            Node(URL, auth={"type": "api_key", "key": "K", "query": "a key"}, query={"b": "c"}),
            f'curl {URL} -G -d b=c --data-urlencode "a%20key=$K"',
        ),
        (
            Node(URL, method="POST", auth={"type": "api_key", "key": "K", "query": "k"}, body={"format": "raw", "text": "x"}),
            f'curl "{URL}?k=$K" -H Content-Type: -d x',
        ),
        (
            Node(f"{URL}/$ACCESS_TOKEN", auth={"type": "oauth2", "token_url": URL, "client_id": "c", "client_secret": "S"}),
            f'curl "{URL}/$ACCESS_TOKEN" \\\n  -H "Authorization: Bearer $ACCESS_TOKEN_"',
        ),
        (
            Node(f"{URL}/$ID", parameters=[{"name": "ID", "value": "a/b"}], query={"d": "$D"}),
            f'curl {URL}/a%2Fb -G --data-urlencode "d=$D"',
        ),
    ],
)  # fmt: skip
def test_a_node_is_written_as_people_write_commands(node, command):
    assert to_curl(node) == command


OAUTH2 = {"type": "oauth2", "token_url": URL, "client_id": "c", "client_secret": "S"}
KEY = {"type": "api_key", "key": "K", "query": "k"}


@pytest.mark.parametrize(
    ("node", "path", "why"),
    [
        pytest.param(Node(URL, auth=OAUTH2), "auth", "does not ask for a token", id="oauth2"),
        pytest.param(Node(URL, auth={"type": "bearer", "token": "T"}), "auth", "as a header", id="bearer"),
        pytest.param(
            Node(URL, auth={"type": "bearer", "token": "T"}), "headers", "a part of it", id="its header"
        ),
        pytest.param(Node(URL, auth=KEY), "auth", "as a query parameter", id="a key"),
        pytest.param(Node(URL, auth=KEY), "query", "a part of it", id="its query"),
        pytest.param(
            Node(URL, auth=KEY, method="POST", body={"format": "raw", "text": ""}),
            "url",
            "a part of it",
            id="its query beside a body",
        ),
        pytest.param(
            Node(URL, auth=BASIC | {"user": "$U"}, parameters={"U": "ada"}),
            "auth",
            "the values of U are filled in",
            id="a user with a value",
        ),
        pytest.param(
            Node(URL, auth=BASIC | {"user": "${U}"}), "auth", "as a shell has them", id="another spelling"
        ),
        pytest.param(Node("https://ada:$P@a.example/"), "auth", "the user in the URL", id="user in a url"),
        pytest.param(Node("https://ada:$P@a.example/"), "url", "written as -u", id="the url of a user"),
        pytest.param(Node(URL, retries=1), "retry_on", "after a 500, too", id="the reasons of curl"),
        pytest.param(Node(URL, retries=1, retry_delay=0.7), "retry_delay", "whole seconds", id="a delay"),
    ],
)
def test_what_a_command_loses_of_a_login_and_of_a_run_is_said(node, path, why):
    said = {loss.path: loss.message for loss in losses(node, "curl")}
    assert why in said[(path,)]


@pytest.mark.parametrize("kind", ["basic", "digest"])
def test_a_login_is_read_as_it_was_written(kind):
    rows = [{"name": "WHO"}, {"name": "PASSWORD", "secret": True}]
    node = Node(URL, auth=BASIC | {"type": kind, "user": "ada $WHO"}, parameters=rows)
    assert from_curl(to_curl(node)).node == node
    assert losses(node, "curl") == ()


def test_the_value_of_no_secret_is_written():
    node = loads(
        "GET https://api.example.com/\nAuthorization: Bearer $T\nX-A: $P\n[Params]\nP!:\n[Secrets]\nT: prompt"
    )
    assert to_curl(node).count("$") == 2


def test_a_long_command_has_a_line_for_each_option():
    node = Node(
        URL, method="PUT", headers={"Accept": "application/json"}, body={"format": "json", "text": "[1,\n2]"}
    )
    assert to_curl(node) == (
        "curl https://api.example.com/users \\\n  -X PUT \\\n  -H 'Accept: application/json' \\\n"
        "  -H 'Content-Type: application/json' \\\n  -d '[1,\n2]'"
    )


def test_the_table_of_options_knows_short_and_long_names():
    assert option_named("-X") is option_named("--request")
    assert option_named("--nonesuch") is None


@pytest.mark.parametrize(
    ("command", "says"),
    [
        pytest.param(f"curl {URL} --reques PUT", "did you mean --request?", id="the beginning of a name"),
        pytest.param(f"curl {URL} --heder 'A: b'", "did you mean --header?", id="a typo"),
        pytest.param(f"curl {URL} -Ö", "curl has no option -Ö", id="a short one"),
        pytest.param(f"curl {URL} -s=1", "curl has no option -=", id="an argument that is none"),
        pytest.param(f"curl {URL} --silent=1", "--silent takes no argument", id="an argument too many"),
        pytest.param(
            f'curl {URL} -H "$A: b"', "the name of a header cannot be a parameter", id="a header's name"
        ),
        pytest.param(f'curl {URL} -X "$M"', "the method cannot be a parameter", id="the method"),
        pytest.param(f'curl {URL} -d "@$F"', "the name of a file cannot be a parameter", id="a file's name"),
        pytest.param(f"curl {URL} -F a", "this is no field of a form", id="a field"),
        pytest.param(f"curl {URL} -T -", "a node reads no standard input", id="standard input"),
        pytest.param(f"curl {URL} -T a -d b", "the command has two bodies", id="two bodies"),
        pytest.param("curl ftp://a.example/x", "'ftp' is not a scheme", id="another scheme"),
        pytest.param("curl 'https://a.example/a b'", "a URL cannot hold a space", id="a space"),
        pytest.param("curl ''", "the command has no URL", id="an empty URL"),
        pytest.param("curl 'https://a.example/]'", "curl makes several requests", id="a stray bracket"),
    ],
)
def test_a_mistake_is_told(command, says):
    assert says in explained(command)
