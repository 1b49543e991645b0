"""Status routing: exact code beats class beats default beats failed."""

import itertools

import pytest

from hooknb.core.routes import STATUSES, Routes, normal_status


@pytest.mark.parametrize(
    ("routes", "status", "output", "route"),
    [
        pytest.param([], 200, "default", "default", id="2xx-is-default"),
        pytest.param([], 299, "default", "default", id="the-last-2xx"),
        pytest.param([], 300, "failed", "failed", id="3xx-is-failed"),
        pytest.param([], 199, "failed", "failed", id="1xx-is-failed"),
        pytest.param([("404", "missing"), ("4xx", "ours")], 404, "missing", "404", id="exact-beats-class"),
        pytest.param([("4xx", "ours"), ("404", "missing")], 404, "missing", "404", id="order-never-matters"),
        pytest.param([("4xx", "ours")], 499, "ours", "4xx", id="class"),
        pytest.param([("2xx", "fine")], 204, "fine", "2xx", id="class-beats-default"),
        pytest.param([("201", "made")], 200, "default", "default", id="other-2xx-stay-default"),
        pytest.param([("4xx", "ours")], None, "failed", "failed", id="no-answer"),
        pytest.param([("4xx", "ours")], 999, "failed", "failed", id="outside-the-range"),
    ],
)
def test_a_status_takes_the_most_exact_route(routes, status, output, route):
    taken = Routes(routes).take(status)
    assert (taken.output, taken.route) == (output, route)


def test_every_code_has_exactly_one_output_whatever_the_routes():
    options = [("404", "a"), ("4xx", "b"), ("200", "c"), ("2xx", "d"), ("3xx", "e"), ("301", "failed")]
    for size in range(len(options) + 1):
        for chosen in itertools.combinations(options, size):
            routes = Routes(chosen, failed="gone")
            by_status = dict(chosen)
            for status in STATUSES:
                fallback = "default" if 200 <= status < 300 else "gone"
                expected = by_status.get(str(status)) or by_status.get(f"{status // 100}xx") or fallback
                assert routes.take(status).output == expected


def test_the_failed_output_can_be_renamed_and_routed_to():
    routes = Routes([("404", "gone"), ("500", "failed")], failed="gone")
    assert routes.take(404).failed
    assert routes.take(None).output == "gone"
    assert not routes.take(500).failed


def test_simulate_has_a_row_for_each_code():
    frame = Routes([("4xx", "ours")]).simulate()
    assert list(frame.columns) == ["status", "output", "route", "failed"]
    assert frame["status"].tolist() == list(range(100, 600))
    assert frame.set_index("status").loc[418, "output"] == "ours"
    assert frame["failed"].sum() == 500 - 100 - 100


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("404", "404"),
        ("4XX", "4xx"),
        (" 5xX ", "5xx"),
        ("600", None),
        ("099", None),
        ("4x", None),
        ("", None),
        ("6xx", None),
    ],
)
def test_a_status_has_one_spelling(text, status):
    assert normal_status(text) == status


def test_routes_repr_evaluates():
    routes = Routes([("404", "missing")], failed="gone")
    assert eval(repr(routes)) == routes
    assert hash(eval(repr(routes))) == hash(routes)
