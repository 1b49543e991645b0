"""What `%webhook` commands do with a session."""

from __future__ import annotations

import pytest
from IPython.core.error import UsageError

import hooknb
from hooknb.magic.front import command


def text(shown) -> str:
    return shown._repr_mimebundle_()["text/plain"]


@pytest.fixture
def session():
    session = hooknb.Session(settings=hooknb.Settings(history="memory"))
    for url in ("https://a.example/", "https://b.example/"):
        session.cookies.take(url, (("Set-Cookie", "sid=31d4d96e407aad42"),))
    return session


def test_cookies_are_shown_without_their_values(session):
    shown = text(command(session, None, "cookies"))
    assert "a.example" in shown
    assert "31d4d96e407aad42" not in shown


@pytest.mark.parametrize(
    ("line", "says", "left"),
    [
        ("cookies --clear", "2 cookies were forgotten", 0),
        ("cookies --clear a.example", "1 cookie was forgotten", 1),
        ("cookies --clear c.example", "0 cookies were forgotten", 2),
    ],
)
def test_cookies_are_forgotten(session, line, says, left):
    assert says in text(command(session, None, line))
    assert len(session.cookies) == left


@pytest.mark.parametrize("line", ["cookies a.example", "cookies --clear a b", "cookies --clera"])
def test_anything_else_behind_cookies_is_a_usage_error(session, line):
    with pytest.raises(UsageError, match="takes nothing, or --clear"):
        command(session, None, line)
