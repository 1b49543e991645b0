"""The range of time-outs that a run may be given."""

import pytest

from hooknb.core.limits import Limits
from hooknb.errors import NodeError
from hooknb.session import Session


@pytest.mark.parametrize("seconds", [10, 25, 12.5])
def test_what_is_within_the_range_is_taken(seconds):
    Limits().check(seconds)


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        (9.9, "a time-out of 9.9 s is outside the range (10 to 25 seconds are allowed)"),
        (26, "a time-out of 26 s is outside the range"),
        ("soon", "'soon' is not a number of seconds (write a number, 10 to 25 seconds)"),
        (True, "True is not a number of seconds"),
        (float("nan"), "not a number of seconds"),
    ],
)
def test_everything_else_is_refused_with_the_range(seconds, says):
    with pytest.raises(NodeError) as caught:
        Session().run("GET https://api.example.com/", timeout=seconds)
    assert says in str(caught.value)
