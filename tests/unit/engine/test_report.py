"""The card of a result: what stands in it, and why."""

import pytest

import hooknb
from hooknb.core.exchange import Exchange, Response
from hooknb.engine.run import conclude


@pytest.fixture
def session():
    return hooknb.Session()


def test_a_card_shows_the_request_the_status_the_output_and_the_time(playground, session):
    text = (
        session.run(f"GET {playground.url}/user\n[Mapping]\nWHO: data.userId\n[Status]\n404: gone")
        .card()
        .text()
    )
    for part in (
        "/user",
        "[200 OK]",
        "[→ default]",
        "of 10 s",
        "Response mapping",
        "WHO",
        "Status routing",
        "404",
        "▸ Response body",
        "▸ Request",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("path", "mapping", "says"),
    [
        pytest.param("/status/500", "", "output failed: no route for it", id="status"),
        pytest.param(
            "/user", "[Mapping]\nA: data.usrId", "output failed: the run failed (mapping)", id="mapping"
        ),
        pytest.param(
            "/broken/json", "[Mapping]\nA: a", "output failed: the run failed (decode)", id="decode"
        ),
        pytest.param("/user", "", "output default: any 2xx", id="default"),
    ],
)
def test_a_card_says_why_its_output_was_taken(playground, session, path, mapping, says):
    assert says in session.run(f"GET {playground.url}{path}\n{mapping}").card().text()


def test_a_body_that_does_not_decode_is_shown_where_it_breaks(playground, session):
    text = session.run(f"GET {playground.url}/broken/json\n[Mapping]\nA: a").card().text()
    excerpt, caret = next(
        (line, below)
        for line, below in zip(text.split("\n"), text.split("\n")[1:], strict=False)
        if below.strip() == "^"
    )
    assert excerpt.strip()
    assert caret.index("^") <= len(excerpt)


@pytest.mark.parametrize(
    ("path", "sections", "sign"),
    [
        pytest.param("/user", "", "▾", id="nothing is taken from it"),
        pytest.param("/user", "[Mapping]\nA: data.userId", "▸", id="all was found"),
        pytest.param("/user", "[Mapping]\nA: data.usrId", "▾", id="something was not found"),
        pytest.param("/status/500", "[Mapping]\nA: data", "▾", id="the status failed"),
        pytest.param("/status/500", "[Mapping]\nA: data\n[Status]\n500: gone", "▸", id="routed"),
    ],
)
def test_the_body_is_open_where_it_is_looked_for(playground, session, path, sections, sign):
    text = session.run(f"GET {playground.url}{path}\n{sections}").card().text()
    assert f"{sign} Response body" in text


def test_bytes_are_shown_as_bytes(session):
    planned = session.plan("GET https://api.example.com/logo")
    png = Response(200, (("content-type", "image/png"),), b"\x89PNG\r\n\x1a\n" + bytes(8))
    text = conclude(planned, Exchange(planned.prepared.request, png), 0.0).card().text()
    assert "16 bytes: 89 50 4e 47" in text


def test_a_warning_stands_on_the_card_and_mere_advice_does_not(playground, session):
    text = session.run(f"POST {playground.url}/echo/$N\n[Params]\nN (sys.nmber): 2\nUNUSED: 1").card().text()
    assert "did you mean 'sys.number'?" in " ".join(text.split())
    assert "nothing uses" not in text


def test_an_empty_answer_is_told_as_one(playground, session):
    result = session.run(f"GET {playground.url}/status/204\n[Mapping]\nA: a")
    assert "the answer is empty" in result.failure.message


def test_a_long_body_is_cut_and_says_how_much_is_left(playground, session):
    card = session.run(f"GET {playground.url}/large?mb=2").card()
    assert "more characters" in card.html()
    assert len(card.html()) < 200_000


def test_headers_are_shown_whole(playground, session):
    result = session.run(f"GET {playground.url}/user\nX-Long: {'a' * 300}")
    assert "a" * 300 in result.card().html().replace("<wbr>", "")


def test_a_card_says_when_certificates_are_not_verified(playground):
    session = hooknb.Session(settings=hooknb.Settings(verify=False))
    assert "TLS not verified" in session.run(f"GET {playground.url}/user").card().text()


def test_what_is_remembered_cannot_be_changed_from_outside(playground, session):
    result = session.run(f"GET {playground.url}/user\n[Mapping]\nALL: data")
    session.parameters["ALL"]["userId"] = 99
    result.values["ALL"]["userId"] = 99
    assert session.parameters["ALL"]["userId"] == result.values["ALL"]["userId"] == 1
