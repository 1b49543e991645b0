"""Every fault of the chaos table: the right kind, a sentence that names the cause, sent once, the next one fine."""

import re
import tracemalloc

import pytest
from server.chaos import CAP, FAULTS, ChaosServer, Fault

from hooknb.core.exchange import Exchange, Failure, Request
from hooknb.engine.decode import DecodeError, decode

MEGABYTE = 1024 * 1024
FOLLOWED = {"redirect_loop", "redirect_chain"}


@pytest.mark.parametrize("fault", [pytest.param(fault, id=name) for name, fault in FAULTS.items()])
def test_each_fault_has_its_kind_and_its_sentence(chaos: ChaosServer, exchange, authority_file, fault: Fault):
    before = len(chaos.arrived(fault.name))
    settings = fault.send_settings(verify=str(authority_file))
    sent = exchange(fault.request(chaos), fault.timeout, settings)
    failure = outcome(sent, fault)
    assert (failure.kind if failure else "") == fault.kind, failure
    assert failure is None or re.search(fault.says, failure.message), failure.message
    assert failure is None or "\n" not in failure.message
    assert sent.sent == fault.sent
    if fault.name not in FOLLOWED:
        assert len(chaos.arrived(fault.name)) - before == fault.sent
    assert (None if sent.response is None else sent.response.status) == fault.status
    if fault.body is not None:
        assert sent.response.body == fault.body
    assert fault.timeout > 1 or sent.elapsed < fault.timeout + 5


def test_a_fault_does_not_touch_the_next_request(chaos: ChaosServer, exchange):
    for fault in FAULTS.values():
        if fault.place != "http":
            continue
        exchange(fault.request(chaos), fault.timeout, fault.send_settings())
        fine = exchange(Request("GET", chaos.url()))
        assert fine.failure is None, fault.name
        assert fine.response.body == b'{"ok": true}', fault.name
        assert fine.sent == 1, fault.name


def test_a_post_is_never_sent_twice(chaos: ChaosServer, exchange):
    for fault in FAULTS.values():
        if fault.place != "http" or fault.settings:
            continue
        before = len(chaos.arrived(fault.name))
        sent = exchange(fault.request(chaos, "POST"), fault.timeout, fault.send_settings())
        assert len(chaos.arrived(fault.name)) - before == sent.sent == 1, fault.name


@pytest.mark.parametrize(
    "name", ["gzip_bomb", "nested_bomb", "endless_body", "endless_headers", "header_1mb"]
)
def test_memory_stays_bounded(chaos: ChaosServer, exchange, name):
    fault = FAULTS[name]
    exchange(Request("GET", chaos.url()))
    tracemalloc.start()
    try:
        exchange(fault.request(chaos), fault.timeout, fault.send_settings())
        assert tracemalloc.get_traced_memory()[1] < 12 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_the_cap_is_kept_to_the_byte(chaos: ChaosServer, exchange):
    sent = exchange(FAULTS["gzip_bomb"].request(chaos), settings=FAULTS["gzip_bomb"].send_settings())
    assert len(sent.response.body) == CAP
    assert not sent.response.complete
    assert sent.response.wire_size < CAP / 10


def outcome(sent: Exchange, fault: Fault) -> Failure | None:
    """Return the failure of a whole run: of sending, else of decoding."""
    if sent.failure is not None or sent.response is None or fault.at == "send":
        return sent.failure
    try:
        decode(sent.response.body, sent.response.header("content-type"), kind=fault.content)
    except DecodeError as error:
        return Failure("decode", error.message, error.hint)
    return None


def test_a_server_that_does_not_read_is_waited_for_only_so_long(chaos: ChaosServer, exchange):
    request = Request("POST", chaos.url("full_of_patience"), body=b"x" * 30 * MEGABYTE)
    sent = exchange(request, 0.4)
    assert sent.failure.kind == "timeout"
    assert "sending the request to" in sent.failure.message
    assert sent.sent == 1


def test_an_answer_that_comes_before_the_whole_request_is_taken(exchange):
    with ChaosServer() as server:
        request = Request("POST", server.url("hasty"), body=b"x" * 5 * MEGABYTE)
        sent = exchange(request)
        assert (sent.failure, sent.response.status) == (None, 413)


@pytest.mark.parametrize("timeout", [0, -1, 1e-9])
def test_no_time_is_a_time_out_and_nothing_is_sent(chaos: ChaosServer, exchange, timeout):
    sent = exchange(Request("GET", chaos.url(path="header_stall")), timeout)
    assert (sent.failure.kind, sent.response) == ("timeout", None)


def test_what_arrived_is_kept_with_the_failure(chaos: ChaosServer, exchange):
    sent = exchange(FAULTS["short_body"].request(chaos))
    assert sent.response.status == 200
    assert sent.response.header("content-type") == "application/json"
    assert (sent.response.body, sent.response.complete, sent.response.wire_size) == (b"half", False, 4)


def test_the_table_names_every_fault_once():
    assert len({fault.name for fault in FAULTS.values()}) == len(FAULTS) > 80
