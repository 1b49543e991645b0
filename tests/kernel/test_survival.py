"""What a kernel goes through with runs under way: Interrupt, Run All, Cancel, a restart, loops within loops."""

from __future__ import annotations

import time

import pytest
from kernel.recording import RecordedKernel
from kernel.test_history_kernels import prepare, ready

pytestmark = pytest.mark.kernel

SLOW = "%%webhook {name} --async --quiet\nGET $API/delay/{seconds}"


@pytest.fixture
def environ(tmp_path, _shared_playground):
    return {"API": _shared_playground.url, "HOOKNB_HISTORY": str(tmp_path / "data" / "history.sqlite")}


@pytest.fixture
def kernel(tmp_path, environ):
    with ready(tmp_path, **environ) as made:
        yield made


def test_a_restart_with_runs_under_way_ends_in_order_and_keeps_the_history(kernel, tmp_path):
    # Registered first, it is called last: a kernel that had to be killed does not come to it.
    kernel.run("import atexit\nfrom pathlib import Path\natexit.register(Path('ended in order').touch)")
    kernel.manager.restart_kernel(now=False)
    kernel.client.wait_for_ready(timeout=60)
    (tmp_path / "ended in order").unlink()
    kernel.run("import atexit\nfrom pathlib import Path\natexit.register(Path('ended in order').touch)")
    prepare(kernel)
    for number in range(3):
        kernel.run(f"%%webhook done{number} --quiet\nGET $API/user?n={number}\n[Mapping]\nUSER: data.userId")
    for number in range(5):
        kernel.run(SLOW.format(name=f"slow{number}", seconds=9))
    assert kernel.value("[slow0.state, slow4.state]") == "['running', 'running']"
    kernel.manager.restart_kernel(now=False)
    kernel.client.wait_for_ready(timeout=60)
    assert (tmp_path / "ended in order").exists()
    prepare(kernel)
    assert kernel.value("int(hooknb.history()['status'].eq(200).sum()), hooknb.past('done2').values") == (
        "(3, {'USER': 1})"
    )
    assert kernel.run("%%webhook after --quiet\nGET $API/user").status == "ok"
    assert kernel.value("hooknb.history()['node'].iloc[-1], hooknb.past('after').ok") == "('after', True)"
    assert kernel.value("len(hooknb.default_session().pending)") == "0"


def test_a_kernel_killed_with_runs_under_way_leaves_a_good_history(kernel):
    kernel.run("%%webhook done --quiet\nGET $API/user")
    assert kernel.value("len(hooknb.history())") == "1"
    for number in range(5):
        kernel.run(SLOW.format(name=f"slow{number}", seconds=9))
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    prepare(kernel)
    assert kernel.value("hooknb.history()['node'].tolist(), hooknb.past('done').status") == "(['done'], 200)"
    assert kernel.run("%%webhook after --quiet\nGET $API/user").status == "ok"


def test_run_all_with_runs_under_way_goes_through_in_order(kernel):
    cells = [
        *(SLOW.format(name=f"p{number}", seconds=0.4) for number in range(8)),
        "import time; time.sleep(0.6)",
        "states = [each.state for each in (p0, p1, p2, p3, p4, p5, p6, p7)]",
        "%%webhook between --quiet\nGET $API/user",
        "results = [await each for each in (p0, p1, p2, p3, p4, p5, p6, p7)]",
    ]
    replies = [kernel.finish(message) for message in [kernel.start(cell) for cell in cells]]
    assert {reply.status for reply in replies} == {"ok"}
    assert kernel.value("set(states), {each.status for each in results}, between.status") == (
        "({'done'}, {200}, 200)"
    )


def test_an_interrupt_stops_the_queue_and_no_background_run(kernel, gate):
    kernel.run(f"%%webhook waited --async --quiet\nGET {gate.url}/")
    cells = ["await waited", "ran = True", "%%webhook other --quiet\nGET $API/user"]
    messages = [kernel.start(cell) for cell in cells]
    time.sleep(0.4)
    kernel.manager.interrupt_kernel()
    assert [kernel.finish(each, seconds=10).status for each in messages] == ["error", "aborted", "aborted"]
    assert kernel.value("waited.state, 'ran' in globals()") == "('running', False)"
    gate.open()
    assert kernel.value("waited.result().status, waited.state") == "(200, 'done')"


def test_an_interrupt_of_a_busy_cell_leaves_background_runs_alone(kernel, gate):
    kernel.run(f"%%webhook going_on --async --quiet\nGET {gate.url}/")
    message = kernel.start("while True: pass")
    time.sleep(0.4)
    kernel.manager.interrupt_kernel()
    assert kernel.finish(message, seconds=10).status == "error"
    assert kernel.value("going_on.state") == "running"
    gate.open()
    assert kernel.value("going_on.result().status, going_on.state") == "(200, 'done')"


@pytest.mark.parametrize("busy", ["", "import time; time.sleep(1)"], ids=["idle", "busy"])
def test_the_cancel_button_cancels(tmp_path, environ, busy):
    from kernel.conftest import _environment

    kernel = RecordedKernel(tmp_path, {**_environment(tmp_path), **environ})
    try:
        prepare(kernel)
        kernel.run("%%webhook stopped --async\nGET $API/delay/9")
        [button] = [model for model, state in kernel.models.items() if state.get("description") == "Cancel"]
        message = kernel.start(busy)
        kernel.tell_widget(button, {"event": "click"})
        kernel.finish(message)
        assert kernel.value("stopped.result(5).failure.kind, stopped.state") == "('cancelled', 'cancelled')"
    finally:
        kernel.close()


NESTING = """
import asyncio
async def inner():
    await asyncio.sleep(0.05)
    return 42
"""
HIDDEN = """
import importlib.util
_find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "nest_asyncio2" else _find(name, *rest)
"""


@pytest.mark.parametrize("hidden", ["", HIDDEN], ids=["whatever there is", "the archived one"])
def test_nested_loops_work_or_are_refused_and_nothing_hangs(kernel, hidden):
    """With runs under way, and another cell waiting, which is what the archived package hangs on."""
    kernel.run(NESTING + hidden)
    reply = kernel.run("print(hooknb.allow_nested_loops())")
    if reply.status == "error":
        assert int(kernel.value("__import__('ipykernel').version_info[0]")) >= 7
        assert "nest-asyncio hangs the kernel" in reply.text
        assert "RuntimeError" in kernel.run("asyncio.run(inner())").text
    else:
        cells = [
            SLOW.format(name="p", seconds=0.3),
            "a = asyncio.run(inner())",
            "b = asyncio.get_event_loop().run_until_complete(inner())",
            "c = (await p).status",
        ]
        replies = [kernel.finish(each, seconds=20) for each in [kernel.start(cell) for cell in cells]]
        assert [each.status for each in replies] == ["ok"] * 4, replies[-1].text
        assert kernel.value("a, b, c") == "(42, 42, 200)"
    assert kernel.run("%%webhook after --quiet\nGET $API/user").status == "ok"
