"""Background runs in a real kernel: they come back at once, make progress, and end by themselves."""

import time

import pytest

pytestmark = pytest.mark.kernel


def test_an_asynchronous_cell_ends_at_once_and_the_result_arrives_by_itself(kernel, gate):
    reply = kernel.run(
        f"%%webhook slow --async\nGET {gate.url}/\n[Mapping]\nOPENED: opened\n[Status]\nsave: CODE"
    )
    assert reply.status == "ok", reply.text
    assert "running" in reply.text
    assert kernel.value("slow.state, slow.output") == "('running', 'default')"
    gate.open()
    kernel.run("r = slow.result()")
    assert kernel.value("slow.state, r.status") == "('done', 200)"
    assert kernel.value("__import__('hooknb').default_session().parameters['CODE']") == "200"
    assert kernel.value("__import__('hooknb').default_session().history['status'].iloc[-1]") == "200"


@pytest.mark.parametrize(
    "busy",
    ["import time; time.sleep(1.5)", "import time; t = time.time()\nwhile time.time() < t + 1.5: pass"],
)
def test_it_makes_progress_while_another_cell_is_busy(kernel, busy):
    kernel.run("%%webhook other --async --quiet\nGET $API/delay/0.5")
    kernel.run(f"{busy}\nstate_when_busy = other.state")
    assert kernel.value("state_when_busy") == "done"


def test_awaiting_it_can_be_interrupted_and_the_run_goes_on(kernel, gate):
    kernel.run(f"%%webhook waited --async --quiet\nGET {gate.url}/")
    started = kernel.start("await waited")
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    assert kernel.finish(started, seconds=30).status == "error"
    assert kernel.value("waited.state") == "running"
    gate.open()
    assert kernel.run("(await waited).status").text.strip() == "200"


def test_it_can_be_cancelled_and_says_so(kernel):
    kernel.run("%%webhook stopped --async --quiet\nGET $API/delay/9")
    assert (
        kernel.value("stopped.cancel(), stopped.result(5).failure.kind, stopped.state")
        == "(True, 'cancelled', 'cancelled')"
    )
    assert "cancelled" in kernel.run("%webhook jobs").text
    assert "cancelled" in kernel.value("__import__('hooknb').default_session().history['why'].iloc[-1]")


def test_many_run_at_once(kernel, gate):
    kernel.run(f"import hooknb\nmany = [hooknb.start('GET {gate.url}/') for _ in range(40)]")
    gate.wait_for(requests=40)
    assert kernel.value("{each.state for each in many}") == "{'running'}"
    gate.open()
    assert kernel.value("{each.result().status for each in many}") == "{200}"
    ends = "[each.plan.started.timestamp() + each.elapsed for each in many]"
    assert kernel.value(f"max(each.plan.started.timestamp() for each in many) < min({ends})") == "True"


def test_the_card_is_live_and_ends_as_the_results_card(kernel):
    started = kernel.start("%%webhook live --async\nGET $API/delay/1.2")
    reply = kernel.finish(started)
    assert any("running" in output["data"]["text/plain"] for output in reply.outputs if "data" in output)
    updates = []
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not any("200 OK" in text for text in updates):
        message = kernel.client.get_iopub_msg(timeout=10)
        if message["msg_type"] == "update_display_data":
            updates.append(message["content"]["data"]["text/plain"])
    assert any("running" in text for text in updates)
    assert "200 OK" in "".join(updates)


def test_run_all_goes_on_with_pending_jobs(kernel):
    cells = [
        "%%webhook p1 --async\nGET $API/delay/0.3",
        "%%webhook p2 --async\nGET $API/status/500",
        "a = await p1\nb = await p2",
    ]
    replies = [kernel.finish(started) for started in [kernel.start(cell) for cell in cells]]
    assert [reply.status for reply in replies] == ["ok", "ok", "ok"]
    assert kernel.value("a.ok, b.failed") == "(True, True)"


def test_nested_loops_work_in_a_kernel_when_they_are_asked_for(kernel):
    code = "import hooknb, asyncio\nasync def inner():\n    return 42\n"
    assert "RuntimeError" in kernel.run(f"{code}asyncio.run(inner())").text
    kernel.run("hooknb.allow_nested_loops()")
    assert kernel.run("asyncio.run(inner())").text.strip() == "42"
    assert kernel.run("%%webhook after --quiet\nGET $API/user").status == "ok"
    cells = [kernel.start("asyncio.run(asyncio.sleep(0.3))"), kernel.start("1 + 1")]
    assert [kernel.finish(started, seconds=10).status for started in cells] == ["ok", "ok"]
