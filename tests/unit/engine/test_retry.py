"""Whether a request is sent again, and after how long: the rules, without a network and without a clock."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooknb.core.exchange import Exchange, Failure, Request, Response
from hooknb.core.retries import Retries
from hooknb.engine.retry import Again, Enough, decide, pause_before, retry_after, share_of

NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)


def came(what, *, sent: int = 1, wait: str = "", method: str = "GET") -> Exchange:
    """Return an exchange that ended with a status, or failed in a way."""
    request = Request(method, "https://api.example.com/")
    if isinstance(what, str):
        return Exchange(request, None, Failure(what, "it failed"), sent=sent)
    headers = (("Retry-After", wait),) if wait else ()
    return Exchange(request, Response(what, headers), sent=sent)


@pytest.mark.parametrize(
    ("method", "retries", "exchange", "again"),
    [
        pytest.param("GET", Retries(1), came(503), True, id="a usual status"),
        pytest.param("GET", Retries(1), came(500), False, id="a status that is not usual"),
        pytest.param("GET", Retries(1), came(200), False, id="success"),
        pytest.param("GET", Retries(0), came(503), False, id="no retries"),
        pytest.param("GET", Retries(1, ("5xx",)), came(500), True, id="a class"),
        pytest.param("GET", Retries(1, ("5xx",)), came("timeout"), False, id="a kind that is not named"),
        pytest.param("GET", Retries(1), came("timeout"), False, id="a time-out unasked"),
        pytest.param("GET", Retries(1, ("timeout",)), came("timeout"), True, id="a time-out asked"),
        pytest.param("GET", Retries(1), came("tls"), False, id="a certificate does not mend itself"),
        pytest.param("PUT", Retries(1), came(503), True, id="PUT"),
        pytest.param("DELETE", Retries(1), came(503), True, id="DELETE"),
        pytest.param("POST", Retries(1), came(503), False, id="POST unasked"),
        pytest.param("PATCH", Retries(1), came("timeout"), False, id="PATCH unasked"),
        pytest.param("POST", Retries(1, ("503",)), came(503), True, id="POST asked"),
        pytest.param("POST", Retries(1), came("refused", sent=0), True, id="POST that never left"),
        pytest.param("POST", Retries(1), came("connect", sent=1), False, id="POST that may have arrived"),
    ],
)
def test_a_request_is_sent_again_for_its_reasons_only(method, retries, exchange, again):
    decision = decide(retries, method, exchange, attempt=1, left=10)
    assert isinstance(decision, Again) is again


def test_retries_end():
    decisions = [decide(Retries(2), "GET", came(503), attempt=number, left=10) for number in (1, 2, 3)]
    assert [type(each) for each in decisions] == [Again, Again, Enough]


def test_a_post_that_is_not_repeated_says_why():
    decision = decide(Retries(1), "POST", came(503), attempt=1, left=10)
    assert isinstance(decision, Enough)
    assert "retry_on" in decision.note


@pytest.mark.parametrize(
    ("wait", "left", "says"),
    [
        ("60", 8.2, "the server asks to wait 60 s, and 8.2 s are left"),
        ("7200", 8.2, "the server asks to wait 7,200 s,"),
        ("9" * 40, 8.2, "the server asks to wait over a day,"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 8.2, "the server asks to wait over a day,"),
        ("", 0.1, "the next pause is 0.5 s"),
        pytest.param("0" * 20, 0.1, "the next pause is 0.5 s", id="our own pause is the longer one"),
    ],
)
def test_a_pause_that_does_not_fit_is_not_begun(wait, left, says):
    decision = decide(Retries(1), "GET", came(503, wait=wait), attempt=1, left=left, chance=1)
    assert isinstance(decision, Enough)
    assert says in decision.note


@pytest.mark.parametrize(
    ("attempt", "least", "most"), [(1, 0.5, 1), (2, 1, 2), (3, 2, 4), (4, 4, 8), (5, 5, 10), (9, 5, 10)]
)
def test_pauses_double_up_to_ten_seconds_and_are_cut_by_chance_to_a_half(attempt, least, most):
    retries = Retries(10, delay=1.0)
    assert pause_before(retries, attempt=attempt, asked=0, chance=0) == least
    assert pause_before(retries, attempt=attempt, asked=0, chance=1) == most
    drawn = [pause_before(retries, attempt=attempt, asked=0) for _ in range(50)]
    assert all(least <= each <= most for each in drawn)
    assert len(set(drawn)) > 1


def test_a_pause_is_as_long_as_the_server_asks():
    assert pause_before(Retries(1), attempt=1, asked=7, chance=1) == 7
    assert decide(Retries(1), "GET", came(503, wait="2"), attempt=1, left=10) == Again(2.0)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("0", 0),
        ("120", 120),
        (" 5 ", 5),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("²", 0),
        ("9" * 400, math.inf),
        ("0" * 12 + "7", 7),
        ("Wed, 25 Nov 2026 12:00:30 GMT", 30),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0),
        ("Wed, 25 Nov 2026 14:00:30 +0200", 30),
        ("Wed, 99 Nov 2026 12:00:30 GMT", 0),
        ("Wed, 25 Nov 99999999999999999999 12:00:30 GMT", 0),
        ("Wed, 25 Nov 2026 12:00:30 +99999999999999", 0),
    ],
)
def test_retry_after_is_a_number_or_a_date_and_everything_else_is_nothing(text, seconds):
    assert retry_after(Response(503, (("retry-after", text),)), now=NOW) == seconds


def test_our_own_pause_is_not_laid_at_the_servers_door():
    decision = decide(Retries(1, delay=8), "GET", came(503, wait="1"), attempt=1, left=5, chance=1)
    assert isinstance(decision, Enough)
    assert "the next pause is 8 s" in decision.note


@given(st.text() | st.dates().map(lambda date: date.strftime("%a, %d %b %Y 99:00:00 +9999")))
def test_no_retry_after_breaks_anything(text):
    assert retry_after(Response(503, (("retry-after", text),)), now=NOW) >= 0


def test_without_an_answer_nobody_asks_to_wait():
    assert retry_after(None) == 0


@pytest.mark.parametrize(
    ("retries", "attempt", "share"),
    [
        (Retries(0), 1, 9.0),
        (Retries(2), 1, 9.0),
        (Retries(2, ("timeout",)), 1, 3.0),
        (Retries(2, ("timeout",)), 2, 4.5),
        (Retries(2, ("timeout",)), 3, 9.0),
        (Retries(2, ("503",)), 1, 9.0),
    ],
)
def test_attempts_share_what_is_left_where_time_outs_are_repeated(retries, attempt, share):
    assert share_of(retries, attempt=attempt, left=9.0) == share
