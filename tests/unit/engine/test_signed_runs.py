"""Nodes that sign: from a cell over the wire to a receiver, and nothing secret in anything that is shown."""

from __future__ import annotations

import pytest

from hooknb.core.signing import Signing
from hooknb.engine import loop
from hooknb.engine.receiver import receiver
from hooknb.engine.transport import close
from hooknb.errors import MissingParameterError, NodeError, ParameterError
from hooknb.formats.cell import loads
from hooknb.session import Session

SECRET = "a-signature-secret"
KEY = "abcd1234"
CELL = """POST {url}/hook?a=1
[Secrets]
SIGNATURE: env HOOKNB_TEST_SIGNATURE
[Signing]
secret: $SIGNATURE
api_key: $ACCOUNT
{more}
[Body json]
{{"who":  "$WHO"}}"""


@pytest.fixture(autouse=True, scope="module")
def _no_connection_is_left():
    yield
    loop.wait(loop.submit(close()))


@pytest.fixture
def inbox():
    with receiver({KEY: SECRET}) as made:
        yield made


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setenv("HOOKNB_TEST_SIGNATURE", SECRET)
    made = Session()
    made.parameters["ACCOUNT"] = KEY
    made.parameters["WHO"] = "Ada"
    return made


def cell(inbox, more="") -> str:
    return CELL.format(url=inbox.url, more=more)


def token_of(delivery, header="authorization") -> str:
    return next(value for name, value in delivery.headers if name.lower() == header).removeprefix("Bearer ")


def test_a_signed_request_is_accepted(inbox, session):
    result = session.run(cell(inbox))
    assert result.ok
    assert result.status == 200
    assert inbox.last.body == b'{"who":  "Ada"}'
    claims = inbox.last.verification.claims
    assert claims["api_key"] == KEY
    assert "application_id" not in claims


def test_each_run_has_a_token_of_its_own(inbox, session):
    assert [session.run(cell(inbox)).status for _ in range(3)] == [200, 200, 200]


def test_a_request_without_a_body_signs_its_query(inbox, session):
    text = f"GET {inbox.url}/?b=$WHO\n[Query]\na: x y\n[Secrets]\nS: env HOOKNB_TEST_SIGNATURE\n[Signing]\nsecret: $S\napi_key: {KEY}"
    assert session.run(text).status == 200
    assert inbox.last.path == "/?b=Ada&a=x%20y"
    assert inbox.last.verification.reading == "the query"


def test_the_application_and_the_header_are_the_nodes(session):
    with receiver({KEY: SECRET}, header="X-Hook", application_id="app-Ada") as inbox:
        result = session.run(cell(inbox, "application_id: app-$WHO\nheader: X-Hook"))
        assert result.status == 200
        assert all(name.lower() != "authorization" for name, _ in inbox.last.headers)


def test_another_secret_is_refused(inbox, session, monkeypatch):
    monkeypatch.setenv("HOOKNB_TEST_SIGNATURE", "another")
    result = session.run(cell(inbox))
    assert result.status == 401
    assert result.failed
    assert result.data["detail"].startswith("signature: ")


def shown_of(result) -> str:
    frames = (
        [result.parameters, result.mapping, result.routing]
        if hasattr(result, "routing")
        else [result.parameters]
    )
    parts = [repr(result), repr(result.request), *result._repr_mimebundle_().values()]
    return "\n".join([*parts, *(frame.to_csv() for frame in frames)])


@pytest.mark.parametrize("header", ["Authorization", "X-Hook"])
def test_neither_secret_nor_token_is_shown(session, header):
    with receiver({KEY: SECRET}, header=header) as inbox:
        result = session.run(cell(inbox, f"header: {header}"))
        token = token_of(inbox.last, header.lower())
    assert result.status == 200
    for part in (SECRET, token, token.partition(".")[2], token.rpartition(".")[2]):
        assert part not in shown_of(result)
        assert part not in session.history.to_csv()
    assert f"{header}: Bearer «signed_token»" in result.card().text() + str(
        result._repr_mimebundle_()["text/html"]
    )


def test_a_token_that_the_server_sends_back_is_masked(session, echo_url):
    text = f"GET {echo_url}\n[Secrets]\nS: env HOOKNB_TEST_SIGNATURE\n[Signing]\nsecret: $S\nheader: X-Hook"
    result = session.run(text)
    token = result.exchange.request.header("X-Hook").removeprefix("Bearer ")
    assert token in result.text, "the server did send it back"
    assert token not in shown_of(result)


@pytest.fixture(scope="module")
def echo_url():
    from hooknb.playground import Playground

    with Playground() as api:
        yield f"{api.url}/headers"


def test_a_dry_run_signs_and_sends_nothing(inbox, session):
    preview = session.preview(cell(inbox))
    assert len(inbox) == 0
    assert preview.request.header("authorization") == "Bearer «signed_token»"
    assert "Bearer «signed_token»" in preview.card().text()
    assert SECRET not in shown_of(preview)
    frame = preview.parameters.set_index("name")
    assert frame.loc["SIGNATURE", "used in"] == "signature"
    assert frame.loc["SIGNATURE", "value"] == "•••••"
    assert frame.loc["ACCOUNT", "value"] == KEY


@pytest.mark.parametrize("declared", ["S!:", "S:"])
def test_a_parameter_that_holds_the_secret_is_masked_whatever_its_source(inbox, declared):
    variables = {"S": SECRET}
    text = f"POST {inbox.url}\n[Params]\n{declared}\n[Signing]\nsecret: $S\napi_key: {KEY}"
    for session in (
        Session(variables=variables.__getitem__),
        Session(ask=lambda prompt, secret=False: SECRET if secret else "shown"),
    ):
        result = session.run(text)
        assert result.status == 200
        assert SECRET not in shown_of(result)
    assert session.run(text, S=SECRET).status == 200


def test_an_empty_secret_is_refused_before_anything_is_sent(inbox):
    session = Session(variables={"S": ""}.__getitem__)
    with pytest.raises(ParameterError, match="the signature secret S is empty"):
        session.run(f"POST {inbox.url}\n[Params]\nS:\n[Signing]\nsecret: $S")
    assert len(inbox) == 0


def test_a_secret_without_a_source_is_missing(inbox, session, monkeypatch):
    monkeypatch.delenv("HOOKNB_TEST_SIGNATURE")
    with pytest.raises(MissingParameterError, match="HOOKNB_TEST_SIGNATURE"):
        session.run(cell(inbox))
    assert len(inbox) == 0


def test_a_user_in_the_url_and_a_signature_cannot_both_have_the_header(inbox, session):
    url = inbox.url.replace("//", "//ada:word@")
    node = loads(cell(inbox)).replace(url=url)
    with pytest.raises(NodeError, match="user and password in the URL"):
        session.run(node)
    assert session.run(node.replace(signing=Signing("SIGNATURE", KEY, header="X-Hook"))).status == 401
