"""What a document may say about authentication, and that a secret in the wrong place is never quoted."""

from __future__ import annotations

import pytest

from hooknb.core.auth import SCHEMES, Auth
from hooknb.core.node import Node
from hooknb.engine import redirects
from hooknb.errors import FormatError, NodeError
from hooknb.formats.cell import loads
from hooknb.formats.document import from_json

URL = "https://api.example.com/users"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"type": "bearer", "token": "$TOKEN"}, Auth("bearer", token="TOKEN")),
        (Auth("bearer", token="TOKEN"), Auth("bearer", token="TOKEN")),
        (
            {"type": "basic", "user": "ada", "password": "${P}"},
            Auth("basic", user="ada", password="P"),
        ),
        ({"type": "api_key", "key": "K", "header": None}, Auth("api_key", key="K")),
        (
            {
                "type": "oauth2",
                "token_url": "$AUTH/token",
                "client_id": "me",
                "client_secret": "S",
                "client": "Header",
            },
            Auth("oauth2", token_url="$AUTH/token", client_id="me", client_secret="S"),
        ),
        (None, None),
    ],
)
def test_authentication_is_read(given, made):
    assert Node(URL, auth=given).auth == made


@pytest.mark.parametrize(
    ("document", "place", "message"),
    [
        ({"auth": "hunter2"}, "auth", "no authentication"),
        ({"auth": {}}, "auth.type", "no type"),
        ({"auth": {"type": "barer", "token": "T"}}, "auth.type", "did you mean 'bearer'?"),
        ({"auth": {"type": "bearer"}}, "auth.token", "needs the token's name"),
        ({"auth": {"type": "bearer", "token": "hunter2 hunter2"}}, "auth.token", "by its name alone"),
        ({"auth": {"type": "bearer", "token": 7}}, "auth.token", "by its name alone"),
        ({"auth": {"type": "bearer", "token": "sk_live_4eC39hunter2"}}, "auth.token", "the secret itself"),
        ({"auth": {"type": "bearer", "token": "a3f5c0de9hunter2b47e12d0"}}, "auth.token", "the secret itself"),
        ({"auth": {"type": "api_key", "key": "AKIAhunter2hunter2"}}, "auth.key", "the secret itself"),
        ({"signing": {"secret": "ghp_16C7e42Fhunter2"}}, "signing.secret", "the secret itself"),
        ({"auth": {"type": "bearer", "token": "T", "user": "x"}}, "auth.user", "no field 'user'"),
        ({"auth": {"type": "basic", "user": "ada:hunter2", "password": "P"}}, "auth.user", "no colon"),
        ({"auth": {"type": "basic", "user": "a\nb", "password": "P"}}, "auth.user", "one line"),
        ({"auth": {"type": "basic", "user": "a", "password": "P"}, "parameters": {"P": "hunter2"}},
         "auth.password", "its value stands in the node"),
        ({"auth": {"type": "api_key", "key": "K", "header": "Host"}}, "auth.header", "cannot carry a key"),
        ({"auth": {"type": "api_key", "key": "K", "header": "X", "query": "k"}}, "auth.query", "or in the query"),
        ({"auth": {"type": "api_key", "key": "K"}, "headers": {"x-api-key": "1"}},
         "headers[0].name", "carries the credentials"),
        ({"auth": {"type": "api_key", "key": "K", "query": "k"}, "query": {"a": "1", "k": "2"}},
         "query[1].name", "carries the credentials"),
        ({"auth": {"type": "bearer", "token": "T"}, "secrets": {"T": "prompt"}, "signing": {"secret": "T"}},
         "signing.header", "both stand in the header"),
        ({"auth": {"type": "oauth2", "token_url": "ftp://x/", "client_id": "c", "client_secret": "S"}},
         "auth.token_url", "not a whole http or https URL"),
        ({"auth": {"type": "oauth2", "token_url": "hunter2.hunter2", "client_id": "c", "client_secret": "S"}},
         "auth.token_url", "not a whole http or https URL"),
        ({"auth": {"type": "oauth2", "token_url": "https://a:hunter2@x/", "client_id": "c", "client_secret": "S"}},
         "auth.token_url", "is not sent"),
        ({"auth": {"type": "hunter2"}}, "auth.type", "one of bearer"),
        ({"auth": {"type": "api_key", "key": "K", "header": "hunter2 hunter2"}}, "auth.header", "not a header name"),
        ({"auth": {"type": "oauth2", "token_url": "https://x/", "client_id": "c", "client_secret": "S",
                   "client": "cookie"}}, "auth.client", "one of header, body"),
    ],
)  # fmt: skip
def test_a_mistake_in_authentication_is_explained_where_it_is(document, place, message):
    with pytest.raises(NodeError) as caught:
        Node(URL, **document)
    assert place in [problem.place for problem in caught.value.problems]
    assert message in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.type)
def test_a_scheme_reads_its_own_examples_and_names_its_secrets(scheme):
    # A key stands in a header or in the query, not in both.
    fields = [each for each in scheme.fields if each.name != "header"]
    node = Node(URL, auth={"type": scheme.type, **{each.name: each.example for each in fields}})
    assert node.auth is not None
    assert node.auth.secrets == tuple(each.example[1:] for each in fields if each.kind == "secret")
    assert all(node.keeps_secret(name) for name in node.auth.secrets)
    assert set(node.auth.secrets) <= set(node.names)
    assert eval(repr(node.auth), {"Auth": Auth}) == node.auth


@pytest.mark.parametrize("name", sorted(redirects._HARMLESS))
def test_no_key_stands_in_a_header_that_follows_a_redirect_elsewhere(name):
    with pytest.raises(NodeError, match="cannot carry a key"):
        Node(URL, auth={"type": "api_key", "key": "K", "header": name.title()})


def test_a_secret_of_authentication_need_not_be_declared_since_another_node_may_bring_it():
    assert Node(URL, auth={"type": "bearer", "token": "TOKEN"}).uses == {"TOKEN": ("authentication",)}


def test_a_json_document_never_quotes_what_stands_for_a_secret():
    text = '{"url": "https://x.example", "auth": {"type": "basic", "user": "ada", "password": "hunter2 x"}}'
    with pytest.raises(FormatError) as caught:
        from_json(text)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("auth", "header", "query"),
    [
        (Auth("bearer", token="T"), "Authorization", ""),
        (Auth("api_key", key="K"), "X-API-Key", ""),
        (Auth("api_key", key="K", header="X"), "X", ""),
        (Auth("api_key", key="K", query="k"), "", "k"),
    ],
)
def test_credentials_have_one_place(auth, header, query):
    assert (auth.header, auth.query) == (header, query)


@pytest.mark.parametrize(("kind", "values"), [("barer", {}), ("bearer", {"user": "x"})])
def test_a_scheme_or_field_that_does_not_exist_is_refused(kind, values):
    with pytest.raises(ValueError, match=r"not a scheme|no field"):
        Auth(kind, **values)


@pytest.mark.parametrize(
    "name",
    ["TOKEN", "sk_live", "eyJ", "AzureSubscription2024Key0001", "ORDERS_API_V2_TOKEN_2024_11_26", "x" * 60],
)
def test_a_long_name_is_a_name(name):
    assert Node(URL, auth={"type": "bearer", "token": name}).auth == Auth("bearer", token=name)


def test_a_token_behind_a_dollar_sign_is_not_shown():
    with pytest.raises(NodeError, match="the secret itself") as caught:
        loads(f"{URL}\n[Auth]\nbearer: $ghp_16C7e42Fhunter2")
    assert "hunter2" not in str(caught.value)
