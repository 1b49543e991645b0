"""curl itself is the other side: a command read as a node, and a node written as a command, send the same.

A small server records what comes; only what the two programs say of themselves is left out of the comparison.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws.strategies import nodes
from server.recorder import Recorded, Recorder

from hooknb.core.checks import is_parameter_name
from hooknb.core.choosing import spelled
from hooknb.core.node import Node
from hooknb.core.parameters import UNSET
from hooknb.errors import NodeError, ParameterError
from hooknb.formats.curl import from_curl, to_curl
from hooknb.formats.curl_options import option_named
from hooknb.formats.forms import losses
from hooknb.session import Session

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")

# What each program says of itself, and of the one connection.
OF_THE_PROGRAM = {"user-agent", "accept-encoding", "expect", "connection", "content-length", "host"}
ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with Recorder() as made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("curl")
    (made / "body.json").write_bytes(b'{\n  "a": 1\n}\n')
    (made / "one line.txt").write_bytes("größe".encode())
    return made


def shell(command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as bash does, without anybody's settings."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", **variables}
    return subprocess.run(
        ["bash", "--norc", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )


def by_curl(command: str, recorder: Recorder, folder: Path, **variables: str) -> Recorded | None:
    """Return what a command sent."""
    done = shell(command, folder, **variables)
    sent = recorder.take()
    assert sent is not None or done.returncode, "curl succeeded, and nothing came"
    return sent


def by_hooknb(node: Node, recorder: Recorder, folder: Path, **values: object) -> Recorded | None:
    session = Session(directory=folder, ask=None)
    result = session.run(node, values)
    assert result.status == 200, result.failure
    return recorder.take()


def said(sent: Recorded | None) -> dict[str, object]:
    """Return what matters of a request: escapes in capitals, headers counted, their order left out."""
    assert sent is not None
    headers = Counter(
        (name.lower(), value) for name, value in sent.headers if name.lower() not in OF_THE_PROGRAM
    )
    hosts = [value for value in sent.header("host") if not value.startswith("127.0.0.1:")]
    agents = [value for value in sent.header("user-agent") if not value.startswith(("curl/", "hooknb/"))]
    target = ESCAPE.sub(lambda found: found.group().upper(), sent.target)
    # A form's bytes are compared likewise: curl writes %c3, others %C3.
    body = sent.body
    if "x-www-form-urlencoded" in "".join(sent.header("content-type")):
        body = re.sub(rb"%[0-9a-fA-F]{2}", lambda found: found.group().upper(), body)
    return {
        "method": sent.method,
        "target": target,
        "headers": headers,
        "host": hosts,
        "agent": agents,
        "body": body,
    }


ADA = {"Authorization": "Basic YWRhOnB3"}
COMMANDS = {
    "a url": ("curl URL/users", {}),
    "no path": ("curl URL", {}),
    "no scheme": ("curl 127.0.0.1:PORT/x", {}),
    "a query": ("curl 'URL/users?page=2&tag=a&tag=b'", {}),
    "a fragment": ("curl 'URL/a#b'", {}),
    "dots in the path": ("curl URL/a/../b/./c/..", {}),
    "dots at the root": ("curl URL/../../a", {}),
    "dots as they are": ("curl --path-as-is URL/a/../b", {}),
    "brackets": ("curl 'URL/?b[]=c'", {}),
    "braces escaped": (r"curl 'URL/?a=\[1\]'", {}),
    "braces meant": ("curl -g 'URL/?a=[1]'", {}),
    "a method": ("curl -XDELETE URL/1", {}),
    "a method apart": ("curl --request PATCH URL/1 -d a", {}),
    "get with a body": ("curl -X GET URL -d a=1", {}),
    "headers": ("curl -H 'X-A: 1' -HX-B:2 --header 'x-a: 3' URL", {}),
    "an empty header": ("curl -H 'X-A;' URL", {}),
    "a header taken away": ("curl -H 'X-A:' -H 'Expect:' URL -d a", {}),
    "a header that curl sets": ("curl -H 'Accept: text/plain' -A me -e https://x.example/ URL", {}),
    "a header that decides": ("curl -A me -H 'User-Agent: you' URL", {}),
    "a host": ("curl -H 'Host: other.example' URL", {}),
    "a form": ("curl -d name=Ada -d 'team=a+b' URL", {}),
    "a form in one": ("curl -d 'name=Ada&team=%20x&empty=' URL", {}),
    "a form that is none": ("curl -d 'just a text' URL", {}),
    "a form with escapes of its own": ("curl -d 'a=%2f&b=x*y' URL", {}),
    "an empty body": ("curl -d '' URL", {}),
    "json without its type": ("""curl -d '{"a": 1}' URL""", {}),
    "json": ("""curl -H 'Content-Type: application/json' -d '{"a": "$5 und $x"}' URL""", {}),
    "json with a charset": (
        """curl -H 'content-type: application/json; charset=utf-8' -d '{"ä": 1}' URL""",
        {},
    ),
    "json that is none": ("curl -H 'Content-Type: application/json' -d '{\"a\": ' URL", {}),
    "--json": ("""curl --json '{"a": 1}' URL""", {}),
    "--json twice": ("""curl --json '{"a": 1' --json '}' URL""", {}),
    "--json with a type": ("""curl --json '{}' -H 'Content-Type: application/vnd.x+json' URL""", {}),
    "xml": ("curl -H 'Content-Type: text/xml' -d '<a>ä</a>' URL", {}),
    "html": ("curl -X PUT -H 'Content-Type: text/html; charset=utf-8' -d '<p>a' URL", {}),
    "text": ("curl -H 'Content-Type: text/plain' --data-binary $'a\\nb\\n' URL", {}),
    "bytes": ("curl -H 'Content-Type: application/octet-stream' --data-raw @a URL", {}),
    "no type": ("curl -H 'Content-Type:' -d a URL", {}),
    "a text with line breaks": ("curl -d 'a\nb' URL", {}),
    "urlencoded": (
        "curl --data-urlencode 'a=b c&d' --data-urlencode '=x y' --data-urlencode 'z ä' URL",
        {},
    ),
    "urlencoded fields": ("curl --data-urlencode 'a=b c&d' --data-urlencode 'b%20c=ä' -d e=1 URL", {}),
    "get": ("curl -G URL/s -d q=1 -d 'r=2&s=3'", {}),
    "get urlencoded": ("curl --get URL/s?a=1#x --data-urlencode 'q=ä&b'", {}),
    "get with what is no field": ("curl -G URL/s -d solo -d a=1", {}),
    "get with another method": ("curl -G -X DELETE URL/s -d a=1", {}),
    "--url-query": ("curl URL --url-query 'q=ä&b' --url-query '+raw=a+b' --url-query solo", {}),
    "--url-query with a body": ("curl URL --url-query a=1 -d b=2", {}),
    "a file": ("curl -X PUT --data-binary @body.json URL", {}),
    "a file of json": ("curl --json @body.json URL", {}),
    "a file of text": ("curl -H 'Content-Type: text/plain' --data-binary '@one line.txt' URL", {}),
    "an upload": ("curl -T body.json URL/x.json", {}),
    "an upload into a folder": ("curl -T 'one line.txt' URL/folder/", {}),
    "an upload to a host": ("curl --upload-file body.json URL", {}),
    "standard input": (
        "curl -H 'Content-Type: application/json' -d @- URL <<'EOF'\n{\n\"a\": \"$x\"}\nEOF",
        {},
    ),
    "standard input as it is": ("curl --data-binary @- URL <<EOF\na \\$b\n\tc\nEOF", {}),
    "a here-string": ("curl --data-binary @- URL <<< 'a b'", {}),
    "a range": ("curl -r 0-99 URL", {}),
    "harmless options": ("curl -sSfL -v --compressed -# --no-buffer -o /dev/null URL", {}),
    "options behind the url": ("curl -- URL", {}),
    "joined options": ("curl -sXPOST URL -da=1", {}),
    "a user": ("curl -u ada:pw URL", {"PASSWORD": "pw"}),
    "a user with odd characters": ("curl -u 'a@b c:p:w/' URL", {"PASSWORD": "p:w/"}),
    "a user without a password": ("curl -u ada: URL", {"API_KEY": "ada"}),
    "a user in the url": ("curl http://ada:pw@127.0.0.1:PORT/x", {"PASSWORD": "pw"}),
    "a user alone in the url": ("curl http://ada@127.0.0.1:PORT/x", {"API_KEY": "ada"}),
    "a user with escapes in the url": (
        "curl 'http://%C3%A4da:p%40w%20@127.0.0.1:PORT/x'",
        {"PASSWORD": "p@w "},
    ),
    "a user with an escaped colon in the url": (
        "curl 'http://a%3Ab:pw@127.0.0.1:PORT/x'",
        {"PASSWORD": "pw"},
    ),
    "a user in the url and beside it": ("curl -u ada:pw http://b:c@127.0.0.1:PORT/x", {"PASSWORD": "pw"}),
    "a user that is no ascii": ("curl -u 'größe:pw' URL", {"PASSWORD": "pw"}),
    "a user with a dollar": ("curl -u 'a$b$$c:pw' URL", {"PASSWORD": "pw"}),
    "a user with a tab": (r"curl -u $'a\tb:pw' URL", {"PASSWORD": "pw"}),
    "a user beside a header that is taken away": ("curl -u ada:pw -H 'Authorization:' URL", {}),
    "a user in the url beside a header": (
        "curl http://ada:pw@127.0.0.1:PORT/ -H 'Authorization: Bearer abc'",
        {"TOKEN": "abc"},
    ),
    "a token and a user": ("curl --oauth2-bearer abc -u ada:pw URL", {"TOKEN": "abc"}),
    "a token with its word": ("curl --oauth2-bearer 'Bearer abc' URL", {"TOKEN": "Bearer abc"}),
    "how it runs": ("curl -k --retry 2 --retry-delay 1 --retry-all-errors URL", {}),
    "a user beside a header": ("curl -u ada:pw -H 'Authorization: Bearer abc' URL", {"TOKEN": "abc"}),
    "a token": ("curl -H 'Authorization: Bearer abc' URL", {"TOKEN": "abc"}),
    "an oauth token": ("curl --oauth2-bearer abc URL", {"TOKEN": "abc"}),
    "another scheme": ("curl -H 'Authorization: token abc' URL", {"TOKEN": "abc"}),
    "no scheme of ours": ("curl -H 'Authorization: abc' URL", {"TOKEN": "abc"}),
    "basic": ("curl -H 'Authorization: Basic YWRhOnB3' URL", {"CREDENTIALS": "YWRhOnB3"}),
    "a key": ("curl -H 'X-Api-Key: k1' URL", {"API_KEY": "k1"}),
    "a key in the query": ("curl 'URL/x?api_key=k1&b=2'", {"API_KEY": "k1"}),
    "a key in a form": ("curl -d client_secret=s1 -d a=b URL", {"CLIENT_SECRET": "s1"}),
    "a password in a form": ("curl --data-urlencode 'password=a b&c' URL", {"PASSWORD": "a b&c"}),
    "a key in json": (
        """curl --json '{"apiKey": "k1", "a": {"password": "p\\"w"}}' URL""",
        {"API_KEY": "k1", "PASSWORD": 'p"w'},
    ),
    "a key in xml": (
        "curl -H 'Content-Type: application/xml' -d '<a><token>t1</token></a>' URL",
        {"TOKEN": "t1"},
    ),
    "a cookie": ("curl -b sid=s1 URL", {"SID": "s1"}),
    "cookies": ("curl -b 'sid=s1; theme=dark' URL", {"COOKIE": "sid=s1; theme=dark"}),
    "a cookie as a header": ("curl -H 'Cookie: sid=s1' -b a=1 URL", {"SID": "s1"}),
    "one credential twice": (
        "curl -H 'X-Api-Key: k1' -H 'Authorization: Bearer k1' URL",
        {"API_KEY": "k1"},
    ),
    "two of a name": (
        'curl -u ada:pw --json \'{"password": "other"}\' URL',
        {"PASSWORD": "pw", "PASSWORD_2": "other"},
    ),
    "a browser's": (
        "curl 'URL/graphql' \\\n  -H 'accept: */*' \\\n  -H 'accept-language: de' \\\n"
        "  -H 'content-type: application/json' \\\n  -H 'sec-ch-ua: \"Chromium\";v=\"118\"' \\\n"
        '  --data-raw $\'{"query":"it\\\'s \\\\u0021"}\' \\\n  --compressed',
        {},
    ),
    "quotes of every kind": (r"""curl -d "a=\"x\" "'$y'$'\x41\u00e4\n' URL""", {}),
    "comments and a prompt": ("# the users\n\ncurl URL/users # all of them\n", {}),
}


@pytest.mark.parametrize(("command", "secrets"), COMMANDS.values(), ids=COMMANDS.keys())
def test_a_node_sends_what_its_command_sends(command, secrets, recorder, folder):
    command = command.replace("URL", recorder.url).replace("PORT", str(recorder.port))
    reading = from_curl(command)
    assert reading.left == ()
    sent = by_curl(command, recorder, folder)
    assert said(by_hooknb(reading.node, recorder, folder, **secrets)) == said(sent)
    for secret in secrets.values():
        assert secret not in repr(reading.node)
    assert {each.name for each in reading.node.secrets} == set(secrets)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param('curl "URL/$ID?a=$B"', id="in the url"),
        pytest.param('curl URL -H "X-A: $ID-${B}c"', id="in a header"),
        pytest.param('curl URL -H "Authorization: Bearer $B"', id="as a token"),
        pytest.param('curl URL -d "a=$ID&b=$B"', id="in a form"),
        pytest.param("""curl --json '{"a": "'"$B"'", "n": '$ID'}' URL""", id="in json"),
        pytest.param('curl -u "$B:$ID" URL', id="as a user"),
        pytest.param('curl -u "a$B:$ID" "$BASE/x"', id="as a user of a base"),
        pytest.param('curl "http://$B:$ID@127.0.0.1:PORT/"', id="as a user in the url"),
        pytest.param('curl --oauth2-bearer "$B" URL', id="as a token of its own"),
        pytest.param('curl -G URL --data-urlencode "a=$B"', id="in a query"),
        pytest.param('curl "$BASE/x"', id="as a base"),
    ],
)
def test_a_shell_variable_is_a_parameter(command, recorder, folder):
    command = command.replace("URL", recorder.url).replace("PORT", str(recorder.port))
    values = {"ID": 7, "B": "b1", "BASE": recorder.url}
    node = from_curl(command).node
    used = {name: values[name] for name in node.names}
    sent = by_curl(command, recorder, folder, **{name: str(value) for name, value in used.items()})
    assert said(by_hooknb(node, recorder, folder, **used)) == said(sent)
    assert {each.name for each in node.parameters} == set(used)


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_both_answer_a_challenge_of_digest(algorithm, playground, folder):
    url = f"{playground.url}/digest-auth?algorithm={algorithm}"
    read = from_curl(f"curl --digest -u ada:lovelace '{url}'").node
    by_node = Session(directory=folder, ask=None).run(read, {"PASSWORD": "lovelace"})
    of_the_node = [(each.method, each.path, each.status) for each in playground.requests]
    playground.reset()
    answer = shell(to_curl(read), folder, PASSWORD="lovelace").stdout
    of_the_command = [(each.method, each.path, each.status) for each in playground.requests]
    assert of_the_node == of_the_command
    assert [status for _, _, status in of_the_node] == [401, 200]
    assert json.loads(answer) == by_node.data
    assert by_node.data["authenticated"] is True


def test_every_option_that_curl_lists_is_in_the_table():
    listed = subprocess.run(["curl", "--help", "all"], capture_output=True, text=True, check=True).stdout
    pattern = re.compile(r" *(?:(-\S), )?(--[\w.-]+)( <| \[)?")
    found = [pattern.match(line) for line in listed.splitlines()[1:]]
    assert len(found) > 200
    for match in found:
        option = option_named(match[2])
        assert option is not None, match[2]
        assert bool(option.argument) == bool(match[3]) or match[2] == "--help", match[2]
        assert match[1] is None or match[1] in option.names, match[1]


# A shell keeps these for itself.
OF_THE_SHELL = re.compile(
    r"_|PATH|HOME|LC_.*|[A-Z]*UID|PPID|IFS|PWD|SHELL.*|BASH.*|OPT.*|HOST.*|MACHTYPE|OSTYPE|PS4|SHLVL|TERM|DIRSTACK|GROUPS|RANDOM|SECONDS|LINENO|EPOCH.*|SRANDOM|COMP_.*|PIPESTATUS|FUNCNAME"
)


def at_home(node: Node, recorder: Recorder) -> Node:
    """Return a node of which every request stays here, and that can be run."""
    url = re.sub(
        r"\A(?i:https?://)(.*@)?[^/?#]*",
        lambda found: f"http://{found[1] or ''}127.0.0.1:{recorder.port}",
        node.url,
    )
    file = {"body": {"format": node.body.format, "file": "body.json"}} if node.body and node.body.file else {}
    return node.replace(url=url, asynchronous=False, signing=None, mapping=(), cassette="", **file)


@given(nodes(), st.sampled_from(["7", "-0.5", "ab", "Z1"]))
def test_a_command_sends_what_its_node_sends(recorder, folder, node, text):
    node = at_home(node, recorder)
    assume(not node.url.startswith("$"))
    names = [
        name
        for name in node.names
        if not any(each.name == name and each.value is not UNSET for each in node.parameters)
    ]
    assume(all(is_parameter_name(name) and not OF_THE_SHELL.fullmatch(name) for name in names))
    assume(all(node.entity_of(name) in ("sys.any", "sys.number") for name in names))
    # A shell puts no quotes round a value that stands bare in JSON.
    assume(node.body is None or node.body.format != "json" or not text.isidentifier())
    values = dict.fromkeys(names, text)
    assume(len([name for name, _ in node.headers if name.lower() == "host"]) < 2)
    changed = {loss.path for loss in losses(node, "curl")}
    assume(not any(len(path) > 1 for path in changed))
    # Both talk with a server first, and this one challenges nobody.
    assume(node.auth is None or node.auth.type not in ("digest", "oauth2"))
    # No command can hold a NUL.
    assume("\0" not in (node.body.text or "" if node.body else ""))
    command = to_curl(node)
    try:
        sent = by_hooknb(node, recorder, folder, **{name: spelled(text) for name in names})
    except (ParameterError, NodeError):  # the second one for a user in the URL beside `auth`
        assume(False)
    assert said(by_curl(command, recorder, folder, **values)) == said(sent)
