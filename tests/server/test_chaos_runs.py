"""Whole runs against every fault: how each leaves, that it can be shown and kept, that the session goes on."""

from __future__ import annotations

import re
import threading
from contextlib import nullcontext

import pytest
from server.chaos import FAULTS, ChaosServer, Fault
from server.fault import ANYTHING, CAP

import hooknb
from hooknb.engine import loop
from hooknb.engine.transport import close
from hooknb.errors import OutcomeError
from hooknb.session import Session, Settings


@pytest.fixture(scope="module")
def session(authority_file, tmp_path_factory) -> Session:
    """Return one session for all of it, with a history that lasts and the caps of the table."""
    place = tmp_path_factory.mktemp("chaos") / "history.sqlite"
    limits = hooknb.Limits(timeout_low=0.1)
    return Session(
        Settings(
            limits, response_cap=2 * CAP, wire_cap=2 * CAP, verify=str(authority_file), history=str(place)
        )
    )


def node(fault: Fault, url: str) -> hooknb.Node:
    """Return a node that provokes a fault, and maps something so that the answer has to be data."""
    return hooknb.Node(
        url,
        method=fault.method,
        headers=list(fault.headers),
        body=hooknb.Body("text", "x" * fault.upload) if fault.upload else None,
        redirects="follow_redirects" in fault.settings,
        mapping=[{"parameter": "ANY", "path": "nowhere.at.all", "required": False}],
        mapping_type=fault.content,
    )


@pytest.mark.parametrize("fault", [pytest.param(fault, id=name) for name, fault in FAULTS.items()])
def test_a_run_survives(chaos: ChaosServer, session: Session, fault: Fault):
    # A request on a kept connection has rules of its own, which have their own rows.
    loop.wait(loop.submit(close()))
    if fault.before:
        assert session.run(f"GET {chaos.url(path=fault.before)}").ok
        threading.Event().wait(fault.pause)
    before = len(chaos.arrived(fault.name))
    result = session.run(node(fault, chaos.url(fault.place, fault.name)), timeout=fault.timeout)
    assert len(chaos.arrived(fault.name)) - before == fault.arrivals
    check(result, fault)
    shown = [result, *([session.log.past()] if fault.upload < CAP else [])]
    fine = session.run(f"GET {chaos.url()}\n[Mapping]\nOK: ok")
    assert (fine.values, fine.exchange.sent) == ({"OK": True}, 1)
    for each in shown:
        show(each, fine)


def check(result: hooknb.Result, fault: Fault) -> None:
    """Compare a result with what the table promises."""
    routed = fault.status is not None and 200 <= fault.status <= 299
    kind = fault.kind or ("" if routed else "status")
    if fault.kind == "too_large" and result.failure is None:
        pytest.fail(f"{len(result.body)} bytes were taken")
    assert (result.failure.kind if result.failure else "") == kind, result.failure
    assert result.failed is bool(kind)
    assert result.status == fault.status
    assert result.exchange.sent == fault.sent
    if fault.kind and not fault.settings.get("response_cap"):
        assert re.search(
            fault.says.replace("1 MB", "2 MB").replace("1,048,576", "2,097,152"), result.failure.message
        )
    if fault.data is not ANYTHING:
        assert result.data == fault.data


def show(result: hooknb.Result, other: hooknb.Result) -> None:
    """Look at a result in every way that a notebook has; all of it must be text that can be written."""
    cards = [result.card(), hooknb.compare(result, other).card(), hooknb.compare(other, result).card()]
    shown = [text for card in cards for text in card.bundle().values()]
    shown += [
        repr(each) for each in (result, result.request, result.headers, result.exchange, result.failure)
    ]
    shown += [frame.to_html() for frame in (result.parameters, result.mapping, result.routing)]
    if result.body:
        explorer = hooknb.explore(result)
        shown += explorer.still().values()
        explorer.close()
    assert all(text.encode() is not None for text in shown)
    assert isinstance(result.text, str)
    with pytest.raises(OutcomeError) if result.failed else nullcontext():
        result.raise_if_failed()
