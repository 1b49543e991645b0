"""Every fault of the chaos table: the right kind, a sentence that names the cause, sent once, bounded memory."""

import re
import threading
import tracemalloc

import pytest
from server.chaos import CAP, FAULTS, ChaosServer, Fault
from server.fault import ANYTHING
from server.faults import LIST

from hooknb.core.exchange import Exchange, Failure, Request
from hooknb.engine.decode import Decoded, DecodeError, decode

MEGABYTE = 1024 * 1024


@pytest.fixture
def provoke(chaos: ChaosServer, exchange, authority_file):
    """Return a function that sends what provokes a fault, after the good request that comes before it."""

    def send(fault: Fault, method: str = "") -> Exchange:
        settings = fault.send_settings(verify=str(authority_file))
        if fault.before:
            good = exchange(Request("GET", chaos.url(path=fault.before)), settings=settings)
            assert good.failure is None
            threading.Event().wait(fault.pause)
        return exchange(fault.request(chaos, method), fault.timeout, settings)

    return send


@pytest.mark.parametrize("fault", [pytest.param(fault, id=name) for name, fault in FAULTS.items()])
def test_each_fault_has_its_kind_and_its_sentence(chaos: ChaosServer, provoke, fault: Fault):
    before = len(chaos.arrived(fault.name))
    sent = provoke(fault)
    failure, decoded = outcome(sent, fault)
    assert (failure.kind if failure else "") == fault.kind, failure
    assert failure is None or re.search(fault.says, failure.message), failure.message
    assert failure is None or "\n" not in failure.message
    assert sent.sent == fault.sent
    assert len(chaos.arrived(fault.name)) - before == fault.arrivals
    assert (None if sent.response is None else sent.response.status) == fault.status
    if fault.body is not None:
        assert sent.response.body == fault.body
    if fault.data is not ANYTHING:
        assert decoded.data == fault.data


def outcome(sent: Exchange, fault: Fault) -> tuple[Failure | None, Decoded | None]:
    """Return the failure of a whole run, of sending, else of decoding; or the data."""
    if sent.failure is not None or sent.response is None or fault.at == "send":
        return sent.failure, None
    try:
        return None, decode(sent.response.body, sent.response.header("content-type"), kind=fault.content)
    except DecodeError as error:
        return Failure("decode", error.message, error.hint), None


def test_a_post_is_never_sent_twice(chaos: ChaosServer, exchange):
    for fault in FAULTS.values():
        if fault.place != "http" or fault.settings or fault.stalls:
            continue
        before = len(chaos.arrived(fault.name))
        if fault.before:
            exchange(Request("GET", chaos.url(path="fine")), fault.timeout, fault.send_settings())
        sent = exchange(fault.request(chaos, "POST"), fault.timeout, fault.send_settings())
        assert len(chaos.arrived(fault.name)) - before == sent.sent == 1, fault.name


def test_no_secret_follows_a_redirect_to_another_origin(chaos: ChaosServer, provoke):
    before = len(chaos.requests)
    provoke(FAULTS["redirect_elsewhere"])
    provoke(FAULTS["redirect_upload_elsewhere"])
    here, there, *others = chaos.requests[before:]
    assert b"not-for-others" in here
    assert there.startswith(b"GET /fine ")
    assert b"not-for-others" not in there
    assert [each.split(b" ")[1] for each in others] == [b"/redirect_upload_elsewhere"]


@pytest.mark.parametrize(
    "name",
    [
        *(name for name, fault in FAULTS.items() if fault.kind == "too_large"),
        *LIST["endless headers"],
        "header_1mb",
        "brotli_bomb",
        "zstd_bomb",
        "xml_deep_and_cut",
        "json_nan_after_much",
    ],
)
def test_memory_stays_bounded(chaos: ChaosServer, exchange, name):
    fault = FAULTS[name]
    # Whatever the server makes for it is made before.
    exchange(fault.request(chaos), fault.timeout, fault.send_settings())
    tracemalloc.start()
    try:
        outcome(exchange(fault.request(chaos), fault.timeout, fault.send_settings()), fault)
        assert tracemalloc.get_traced_memory()[1] < 12 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_the_cap_is_kept_to_the_byte(chaos: ChaosServer, exchange):
    sent = exchange(FAULTS["gzip_bomb"].request(chaos), settings=FAULTS["gzip_bomb"].send_settings())
    assert len(sent.response.body) == CAP
    assert not sent.response.complete
    assert sent.response.wire_size < CAP / 10


@pytest.mark.parametrize("timeout", [0, -1, 1e-9])
def test_no_time_is_a_time_out_and_nothing_is_sent(chaos: ChaosServer, exchange, timeout):
    sent = exchange(Request("GET", chaos.url(path="header_stall")), timeout)
    assert (sent.failure.kind, sent.response) == ("timeout", None)


def test_what_arrived_is_kept_with_the_failure(chaos: ChaosServer, exchange):
    sent = exchange(FAULTS["short_body"].request(chaos))
    assert sent.response.status == 200
    assert sent.response.header("content-type") == "application/json"
    assert (sent.response.body, sent.response.complete, sent.response.wire_size) == (b"half", False, 4)


def test_every_line_of_the_list_has_its_faults_and_every_fault_its_line():
    listed = [name for names in LIST.values() for name in names]
    assert sorted(listed) == sorted(FAULTS)
    assert all(LIST.values())
    assert len(listed) > 150
