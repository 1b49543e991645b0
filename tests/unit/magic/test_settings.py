"""What `%config Webhook` takes, and what a session makes of it."""

from __future__ import annotations

import pytest

from hooknb.core.node import Node
from hooknb.magic.line import COMMANDS, cell_parser
from hooknb.magic.webhook import TraitError, Webhook
from hooknb.session import Session, default_session


@pytest.fixture
def magics():
    """Return the settings of no notebook; those of the shared session are put back."""
    shared = default_session()
    before = shared.settings
    yield Webhook(None)
    shared.settings = before


@pytest.mark.parametrize("seconds", [9.9, 25.1, 40, 0, -1])
def test_a_default_outside_the_range_is_refused_with_the_range(magics, seconds):
    with pytest.raises(TraitError, match="10 to 25 seconds are allowed"):
        magics.timeout = seconds
    assert magics.timeout == 10


def test_the_range_is_moved_first(magics):
    magics.timeout_low = 1
    magics.timeout = 2
    assert magics.timeout == 2


@pytest.mark.parametrize(("low", "high", "default"), [(12, 25, 12), (1, 5, 5), (1, 60, 10)])
def test_the_default_follows_a_range_that_leaves_it(magics, low, high, default):
    session = Session()
    magics.timeout_low, magics.timeout_high = low, high
    magics.greet(session)
    assert session.settings.limits.timeout_default == default


def test_a_cassette_is_a_setting(magics):
    session = Session()
    magics.cassette = "tapes/lesson.json"
    magics.greet(session)
    # The session that all tests share takes every setting over.
    magics.cassette = ""
    assert session.settings.cassette == "tapes/lesson.json"
    assert session.tapes.of(Node(url="https://api.example.com/")).name == "tapes/lesson.json"


def test_a_question_mark_shows_every_option_and_every_command():
    options = [name for action in cell_parser()._actions for name in action.option_strings]
    unsaid = {"--help"}  # the docstring is help itself
    assert not {name for name in options if name not in Webhook.webhook_cell.__doc__} - unsaid
    assert not [name for name in COMMANDS if f" {name}" not in Webhook.webhook_line.__doc__]


def test_a_proxy_and_cookies_are_settings_of_the_session(magics):
    session = Session()
    magics.proxy, magics.cookies = "http://proxy.example:3128", False
    magics.greet(session)
    assert (session.settings.proxy, session.settings.cookies) == ("http://proxy.example:3128", False)


def test_a_proxy_with_a_password_is_refused(magics):
    with pytest.raises(TraitError, match="would be saved with the notebook") as caught:
        magics.proxy = "http://ada:hunter2@proxy.example"
    assert "hunter2" not in str(caught.value)
    assert magics.proxy == "env"
