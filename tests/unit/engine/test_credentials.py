"""What authentication adds to a request, before anything is sent."""

from __future__ import annotations

from base64 import b64encode

import pytest

import hooknb
from hooknb.core.choosing import Sources, choose
from hooknb.engine.prepare import prepare
from hooknb.errors import NodeError, ParameterError

URL = "https://api.example.com/users"


DIGEST = {"type": "digest", "user": "$U", "password": "P"}
OAUTH = {"type": "oauth2", "token_url": "https://a.example/", "client_id": "$U", "client_secret": "P"}


def prepared(auth, url: str = URL, **values):
    session = hooknb.Session(settings=hooknb.Settings(history="off"))
    return session.plan(hooknb.Node(url, auth=auth), values).prepared


@pytest.mark.parametrize(
    ("auth", "values", "header"),
    [
        ({"type": "bearer", "token": "T"}, {"T": "abc"}, ("Authorization", "Bearer abc")),
        ({"type": "bearer", "token": "T"}, {"T": "bearer abc"}, ("Authorization", "Bearer abc")),
        ({"type": "bearer", "token": "T"}, {"T": " Bearer\t abc\t"}, ("Authorization", "Bearer abc")),
        ({"type": "bearer", "token": "T"}, {"T": "bearerabc"}, ("Authorization", "Bearer bearerabc")),
        ({"type": "api_key", "key": "K"}, {"K": " Bearer k1 "}, ("X-API-Key", "Bearer k1")),
        ({"type": "api_key", "key": "K"}, {"K": "k1"}, ("X-API-Key", "k1")),
        ({"type": "api_key", "key": "K", "header": "Key"}, {"K": "k1"}, ("Key", "k1")),
        ({"type": "basic", "user": "ada", "password": "P"}, {"P": "pä:ss"},
         ("Authorization", "Basic " + b64encode("ada:pä:ss".encode()).decode())),
        ({"type": "basic", "user": "$U", "password": "P"}, {"P": "x", "U": "ada@example.com"},
         ("Authorization", "Basic " + b64encode(b"ada@example.com:x").decode())),
    ],
)  # fmt: skip
def test_credentials_stand_in_a_header(auth, values, header):
    assert header in prepared(auth, **values).request.headers


def test_a_key_stands_in_the_query_behind_the_urls_own():
    made = prepared({"type": "api_key", "key": "K", "query": "the key"}, f"{URL}?a=1", K="x&y z")
    assert made.request.url == f"{URL}?a=1&the%20key=x%26y%20z"


@pytest.mark.parametrize("auth", [
    {"type": "digest", "user": "ada", "password": "P"},
    {"type": "oauth2", "token_url": "https://auth.example.com/$V", "client_id": "me", "client_secret": "P"},
])  # fmt: skip
def test_what_needs_a_server_first_adds_nothing_yet_and_a_preview_says_so(auth):
    session = hooknb.Session(settings=hooknb.Settings(history="off"))
    values = {"P": "s3cret-word"} | ({"V": "v1"} if "token_url" in auth else {})
    preview = session.preview(hooknb.Node(URL, auth=auth), values)
    assert preview.request.header("authorization") is None
    assert "the request is sent with" in preview.card().text()
    assert "s3cret" not in preview.card().text()


@pytest.mark.parametrize(
    ("auth", "values", "says"),
    [
        ({"type": "bearer", "token": "T"}, {"T": "a\nb"}, "line break"),
        ({"type": "bearer", "token": "T"}, {"T": "snow ☃"}, "latin-1"),
        ({"type": "bearer", "token": "T"}, {"T": ""}, "the token T is empty"),
        ({"type": "bearer", "token": "T"}, {"T": " "}, "the token T is empty"),
        ({"type": "bearer", "token": "T"}, {"T": "Bearer "}, "the token T is empty"),
        ({"type": "api_key", "key": "T"}, {"T": "\t"}, "the key T is empty"),
        ({"type": "api_key", "key": "T", "query": "q"}, {"T": "a\ud800"}, "the key T holds half a character"),
        ({"type": "basic", "user": "$U", "password": "P"}, {"U": "", "P": "x"}, "the user U is empty"),
        (
            {"type": "basic", "user": "$U", "password": "P"},
            {"U": "a:b", "P": "x"},
            "the user U holds a colon",
        ),
        (
            {"type": "basic", "user": "ada", "password": "P"},
            {"P": "x\t"},
            "the password P holds a tab",
        ),
        (DIGEST, {"U": "a\nb", "P": "x"}, "the user U holds a line break"),
        (DIGEST, {"U": "a\ud800", "P": "x"}, "the user U holds half a character"),
        (DIGEST, {"U": "a", "P": "\ud800"}, "the password P holds half a character"),
        (OAUTH, {"U": "a", "P": "\ud800"}, "the client secret P holds half a character"),
        (OAUTH, {"U": "a\0", "P": "x"}, "the client id U holds a NUL"),
        ({"type": "bearer", "token": "T"}, {}, "$T (authentication) is unknown"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_before_anything_is_sent(auth, values, says):
    with pytest.raises(ParameterError) as caught:
        prepared(auth, **values)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("auth", "values"),
    [
        ({"type": "bearer", "token": "P"}, {"P": "w0rd-w0rd\n"}),
        ({"type": "bearer", "token": "P"}, {"P": "w0rd-w0rd☃"}),
        ({"type": "api_key", "key": "P"}, {"P": "w0rd-w0rd\ud800"}),
        (DIGEST, {"U": "a:b", "P": "w0rd-w0rd"}),
        (OAUTH, {"U": "", "P": "w0rd-w0rd"}),
    ],
)
def test_a_traceback_that_shows_variables_shows_no_secret_of_credentials(auth, values):
    # A session cuts the traceback off; this is what stands below it.
    node = hooknb.Node(URL, auth=auth)
    with pytest.raises(ParameterError) as caught:
        prepare(node, choose(node, Sources(call=values)))
    ours = [each for each in caught.traceback if each.path.name == "credentials.py"]
    assert len(ours) >= 2
    assert "w0rd" not in "".join(repr(value) for each in ours for value in each.locals.values())


@pytest.mark.parametrize("value", ["w0rd-w0rd\n", "w0rd-w0rd☃"])
def test_nor_does_one_of_a_header_that_the_author_wrote(value):
    session = hooknb.Session(settings=hooknb.Settings(history="off"))
    node = hooknb.Node(URL, headers={"X-Token": "$P"}, secrets={"P": "prompt"})
    with pytest.raises(ParameterError) as caught:
        session.plan(node, {"P": value})
    filling = [each for each in caught.traceback if each.path.name in ("places.py", "prepare.py")]
    assert "w0rd" not in "".join(repr(local) for each in filling for local in each.locals.values())


def test_an_optional_field_that_is_filled_with_nothing_is_nothing():
    auth = OAUTH | {"scope": "$S"}
    made = prepared(auth, U="me", P="x", S="")
    assert made.auth is not None
    assert made.auth["scope"] == ""


def test_the_name_of_a_query_parameter_is_no_template():
    node = hooknb.Node(URL, auth={"type": "api_key", "key": "K", "query": "$key"})
    assert node.names == ("K",)
    assert prepared({"type": "api_key", "key": "K", "query": "$key"}, K="x").request.url == f"{URL}?%24key=x"


@pytest.mark.parametrize("token_url", ["https://ada:pw@a.example/", "$BASE/token"])
def test_a_user_in_the_url_for_tokens_is_refused_for_it_would_not_be_sent(token_url):
    values = {"U": "me", "P": "x"} | ({"BASE": "https://ada:pw@a.example"} if "$" in token_url else {})
    with pytest.raises(NodeError, match="a user in the URL for tokens is not sent") as caught:
        prepared(OAUTH | {"token_url": token_url}, **values)
    assert "pw" not in str(caught.value)


def test_a_secret_that_nobody_knows_is_to_be_declared_as_one():
    with pytest.raises(ParameterError) as caught:
        prepared({"type": "bearer", "token": "T"})
    assert "under [Secrets], such as T: env VAR" in str(caught.value)
    assert "[Params]" not in str(caught.value)


def test_a_user_in_the_url_and_authentication_are_one_too_many():
    with pytest.raises(NodeError, match="the URL holds a user"):
        prepared({"type": "bearer", "token": "T"}, "https://ada:pw@api.example.com/", T="x")


@pytest.mark.parametrize(
    "auth",
    [
        {"type": "bearer", "token": "S"},
        {"type": "api_key", "key": "S"},
        {"type": "api_key", "key": "S", "query": "q"},
        {"type": "basic", "user": "ada", "password": "S"},
    ],
    ids=lambda auth: auth["type"],
)
@pytest.mark.parametrize("around", ["{}", " {} "])
def test_credentials_are_masked_wherever_they_come_up(auth, around):
    made = prepared(auth, S=around.format("w0rd-w0rd-w0rd"))
    word = b64encode(b"ada:w0rd-w0rd-w0rd").decode()
    for text in ('{"echo": "w0rd-w0rd-w0rd"}', f'{{"got": "Basic {word}"}}', made.request.url):
        shown = made.redactor.text(text)
        assert "w0rd" not in shown
        assert word not in shown or auth["type"] != "basic"
    assert made.parameter_table().rows[0][2] == "•••••"


def test_a_token_is_masked_without_the_word_that_was_pasted_before_it():
    made = prepared({"type": "bearer", "token": "T"}, T="Bearer w0rd-w0rd-w0rd")
    assert made.redactor.text('{"echo": "w0rd-w0rd-w0rd"}') == '{"echo": "«T»"}'


def test_what_a_client_is_called_by_in_a_header_is_masked():
    made = prepared(OAUTH, U="me", P="p@ss/w0rd!")
    word = b64encode(b"me:p%40ss%2Fw0rd%21").decode()
    assert made.redactor.text(f"bad Basic {word}") == "bad Basic «authorization»"
