"""What a document may say about signing, and that a secret in the wrong place is never quoted."""

from __future__ import annotations

import pytest

from hooknb.core.node import Node
from hooknb.core.pairs import Pairs
from hooknb.core.secrets import Secret
from hooknb.core.signing import Signing
from hooknb.errors import FormatError, NodeError
from hooknb.formats.document import from_json

URL = "https://api.example.com/hook"
SECRETS = [{"name": "SIG", "source": "env SIG"}]


def node(**document) -> Node:
    return Node(URL, **({"secrets": SECRETS} | document))


@pytest.mark.parametrize(
    ("signing", "made"),
    [
        (Signing("SIG"), Signing("SIG")),
        ({"secret": "SIG"}, Signing("SIG")),
        ({"secret": "$SIG"}, Signing("SIG")),
        ({"secret": "${SIG}", "api_key": None, "header": ""}, Signing("SIG")),
        ({"secret": "SIG", "api_key": "$KEY", "header": "X-S"}, Signing("SIG", "$KEY", header="X-S")),
        (None, None),
    ],
)
def test_signing_is_read(signing, made):
    assert node(signing=signing).signing == made


@pytest.mark.parametrize(
    ("document", "place", "message"),
    [
        ({"signing": "hunter2"}, "signing", "not how requests are signed"),
        ({"signing": {}}, "signing.secret", "needs a secret"),
        ({"signing": {"secret": ""}}, "signing.secret", "needs a secret"),
        ({"signing": {"secret": 7}}, "signing.secret", "by its name alone"),
        ({"signing": {"secret": "hunter2 hunter2"}}, "signing.secret", "by its name alone"),
        ({"signing": {"secret": "$hunter2-hunter2"}}, "signing.secret", "by its name alone"),
        ({"signing": {"secret": "hunter2"}}, "signing.secret", "not declared"),
        ({"signing": {"secret": "SIG", "key": "x"}}, "signing.key", "no field 'key'"),
        ({"signing": {"secret": "SIG", "api_key": 7}}, "signing.api_key", "7 is not text"),
        ({"signing": {"secret": "SIG", "api_key": "\ud800"}}, "signing.api_key", "half a character"),
        ({"signing": {"secret": "SIG", "header": "X S"}}, "signing.header", "not a header name"),
        ({"signing": {"secret": "SIG", "header": "content-type"}}, "signing.header", "cannot carry"),
        (
            {"signing": {"secret": "SIG"}, "headers": {"Accept": "*/*", "AUTHORIZATION": "x"}},
            "headers[1].name",
            "carries the signature",
        ),
        (
            {"signing": {"secret": "P"}, "parameters": {"P": "hunter2"}},
            "signing.secret",
            "its value stands in the node",
        ),
    ],
)
def test_a_mistake_is_reported_with_its_place_and_no_secret(document, place, message):
    with pytest.raises(NodeError) as raised:
        node(**document)
    assert [problem.place for problem in raised.value.problems] == [place]
    assert message in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("parameter", [{"name": "P"}, {"name": "P", "secret": True}])
def test_the_secret_may_be_a_parameter_without_a_value(parameter):
    made = node(parameters=[parameter], signing={"secret": "P"})
    assert made.keeps_secret("P")
    assert made.uses == {"P": ("signature",)}


def test_other_parameters_are_shown():
    made = node(parameters=[{"name": "P"}], signing={"secret": "SIG"})
    assert not made.keeps_secret("P")
    assert made.keeps_secret("SIG")


def test_the_parameters_of_signing_are_used_by_it():
    made = node(signing=Signing("SIG", api_key="$KEY", application_id="$APP-$KEY"))
    assert made.uses == dict.fromkeys(("SIG", "KEY", "APP"), ("signature",))
    assert made.names == ("SIG", "KEY", "APP")


def test_only_declared_names_are_filled_where_the_node_says_so():
    made = node(signing=Signing("SIG", api_key="$KEY"), fill="declared")
    assert made.names == ("SIG",)


def test_another_header_may_stand_beside_the_signature():
    made = node(signing=Signing("SIG", header="X-Signature"), headers={"Authorization": "x"})
    assert made.headers == Pairs({"Authorization": "x"})


def test_a_node_that_signs_survives_every_form():
    made = node(signing=Signing("SIG", api_key="abcd"))
    assert made.to_dict()["signing"] == {"secret": "SIG", "api_key": "abcd"}
    assert Node.from_dict(made.to_dict()) == made
    assert eval(repr(made), {"Node": Node, "Secret": Secret, "Signing": Signing}) == made
    assert made.replace(signing=None).signing is None
    assert hash(made) != hash(made.replace(signing=None))


def test_advice_asks_for_an_api_key():
    assert [advice.place for advice in node(signing=Signing("SIG")).lint()] == ["signing"]
    assert node(signing=Signing("SIG", "abcd")).lint() == ()


@pytest.mark.parametrize(
    "signing", ['"hunter2"', '{"secret": "hunter2 x"}', '{"secret": "hunter2"}', '["hunter2"]']
)
def test_a_secret_in_a_json_document_is_not_shown(signing):
    with pytest.raises(FormatError) as raised:
        from_json(f'{{"url": "https://example.com/", "signing": {signing}}}')
    assert "hunter2" not in str(raised.value)
    assert "•" in str(raised.value)
