"""Cells in a real kernel: results, mistakes, prompts, Interrupt and Run All."""

import time

import pytest

pytestmark = pytest.mark.kernel


def test_a_cell_gives_a_card_and_binds_its_result(kernel):
    reply = kernel.run("%%webhook user\nGET $API/user\n[Response Mapping]\nUSER_ID (sys.number): data.userId")
    assert reply.status == "ok", reply.text
    [shown] = [output["data"] for output in reply.outputs if "data" in output]
    assert {"text/html", "text/plain"} <= shown.keys()
    assert "USER_ID" in shown["text/html"]
    assert "200" in shown["text/plain"]
    assert kernel.value("user.values, _ is user, user.mapping.shape") == "({'USER_ID': 1}, True, (1, 8))"


def test_a_mapped_value_is_a_parameter_of_the_next_cell(kernel):
    kernel.run("%%webhook --quiet\nGET $API/user\n[Mapping]\nWHO: data.userId")
    reply = kernel.run("%%webhook echoed\nGET $API/echo\n[Query]\nwho: $WHO")
    assert reply.status == "ok", reply.text
    assert kernel.value(
        "echoed.parameters.loc[0, ['value', 'source']].tolist()"
    ) == "[1, 'mapped']" or "mapped" in kernel.value("echoed.parameters")


def test_a_wrong_cell_fails_with_its_excerpt_only(kernel):
    reply = kernel.run("%%webhook\nPOTS $API/user\n[Response Maping]\nA: b")
    assert reply.status == "error"
    [error] = [output for output in reply.outputs if "traceback" in output]
    text = "\n".join(error["traceback"])
    assert "did you mean 'POST'?" in text
    assert "2 | POTS $API/user" in text
    assert "Traceback" not in text
    assert "hooknb/" not in text


def test_a_path_that_finds_nothing_fails_with_one_sentence(kernel):
    kernel.run("%%webhook who --quiet\nGET $API/user")
    reply = kernel.run("who.find('data.usrId')")
    assert (reply.status, reply.outputs[-1]["ename"]) == ("error", "PathNotFoundError")
    assert reply.text == "PathNotFoundError\n'data' has no 'usrId'; nearest is 'userId'"


def test_the_cell_of_an_explorer_is_put_below(kernel):
    kernel.run("import hooknb\nexplorer = hooknb.explore({'total': 1})")
    code = (
        "talk = explorer._talk\n"
        "talk.answer({'ask': 'use', 'path': 'total'})\n"
        "talk.answer({'ask': 'map', 'name': 'N', 'entity': 'sys.any', 'required': True})\n"
        "explorer.insert()"
    )
    message = kernel.start(code)
    payload = kernel.client.get_shell_msg(timeout=20)["content"]["payload"]
    assert [(each["source"], each["text"], each["replace"]) for each in payload] == [
        ("set_next_input", "[Response Mapping]\nN: total", False)
    ]
    assert message


def test_a_wrong_line_is_one_line(kernel):
    reply = kernel.run("%%webhook --dryrun\nGET $API/user")
    assert reply.text.strip() == "UsageError: %%webhook has no option --dryrun; did you mean --dry-run?"


def test_quiet_shows_nothing_but_is_in_underscore(kernel):
    reply = kernel.run("%%webhook hushed --quiet\nGET $API/user")
    assert reply.text == ""
    assert kernel.value("_ is hushed, hushed.status") == "(True, 200)"
    assert "GET" in kernel.run("hushed").text


def test_bind_makes_variables_of_mapped_values(kernel):
    kernel.run("%%webhook --bind --quiet\nGET $API/user\n[Mapping]\nbound_id: data.userId")
    assert kernel.value("bound_id") == "1"


def test_define_keeps_a_node_that_runs_later(kernel):
    kernel.run("%%webhook later --define\nGET $API/echo\n[Params]\nN: 1\n[Query]\nn: $N")
    assert "echo" in kernel.run("%webhook nodes").text
    assert "n: $N" in kernel.run("%webhook show later").text
    kernel.run("x = %webhook run later --set N=5")
    assert kernel.value("x.ok, x.request.url.endswith('?n=5')") == "(True, True)"


def test_an_empty_value_is_asked_for(kernel):
    reply = kernel.run(
        "%%webhook asked\nGET $API/echo\n[Params]\nCITY:\n[Query]\ncity: $CITY\nmonth:", answers=["Graz", "5"]
    )
    assert reply.status == "ok", reply.text
    assert "CITY: " in reply.text
    assert kernel.value("asked.request.url.rpartition('?')[2]") == "city=Graz&month=5"


def test_a_secret_prompt_is_hidden_and_never_shown(kernel):
    reply = kernel.run(
        "%%webhook hidden\nGET $API/headers\nX-Token: $T\n[Secrets]\nT: prompt", answers=["hush-hush-hush"]
    )
    assert reply.status == "ok", reply.text
    assert [output["password"] for output in reply.outputs if "password" in output] == [True]
    assert "hush-hush" not in str(reply.outputs)


def test_where_nobody_can_answer_everything_missing_is_one_error(kernel):
    reply = kernel.run("%%webhook\nGET $API/echo/$ONE\n[Params]\nONE:\n[Query]\ntwo:")
    assert reply.status == "error"
    assert "MissingParameterError" in reply.text
    assert "$ONE" in reply.text
    assert "two" in reply.text


def test_settings_are_listed_and_hold(kernel):
    assert "Webhook.timeout" in kernel.run("%config Webhook").text
    kernel.run("%config Webhook.timeout_low = 0.2")
    kernel.run("%config Webhook.timeout = 0.5")
    try:
        kernel.run("%%webhook slow --quiet\nGET $API/delay/5")
        assert kernel.value("slow.failure.kind, slow.limit") == "('timeout', 0.5)"
    finally:
        kernel.run("%config Webhook.timeout = 10\n%config Webhook.timeout_low = 10")


def test_help_always_works(kernel):
    for code in ("%webhook --help", "%webhook help", "%%webhook --help\n#"):
        assert "[Response Mapping]" in kernel.run(code).text
    kernel.client.inspect("%%webhook", 3)
    reply = kernel.client.get_shell_msg(timeout=10)
    assert reply["content"]["status"] == "ok"


def test_completion_reaches_the_front_end(kernel):
    code = "%%webhook\nGET https://x.org\n[Res"
    kernel.client.complete(code, len(code))
    content = kernel.client.get_shell_msg(timeout=20)["content"]
    assert "[Response Mapping]" in content["matches"]
    assert code[content["cursor_start"] : content["cursor_end"]] == "[Res"


def test_interrupt_stops_a_slow_request_at_once_and_leaves_nothing(kernel):
    kernel.run("from hooknb.engine import transport, loop\nimport threading")
    before = kernel.value("threading.active_count()")
    started = kernel.start("%%webhook slow\nGET $API/delay/9")
    time.sleep(1)
    kernel.manager.interrupt_kernel()
    # The answer would take nine seconds, and the run's own limit ten.
    reply = kernel.finish(started, seconds=6)
    assert reply.status == "error"
    assert "KeyboardInterrupt: the request was cancelled" in reply.text
    assert kernel.value("__import__('hooknb').default_session().history['why'].iloc[-1]") == "cancelled"
    assert kernel.value("loop.wait(loop.submit(transport.close())), transport.counts().lent") == "(None, 0)"
    assert int(kernel.value("threading.active_count()")) <= int(before) + 1
    assert kernel.run("%%webhook again --quiet\nGET $API/user").status == "ok"


def test_run_all_stops_at_a_wrong_cell_and_goes_on_after_a_failed_run(kernel):
    cells = [
        "%%webhook a --quiet\nGET $API/status/500",
        "%%webhook b --quiet\nGET $API/user",
        "%%webhook c\nPOTS $API",
        "ran = True",
    ]
    kernel.run("ran = False")
    replies = [kernel.finish(started) for started in [kernel.start(cell) for cell in cells]]
    assert [reply.status for reply in replies] == ["ok", "ok", "error", "aborted"]
    assert kernel.value("a.failed, b.ok, ran") == "(True, True, False)"


def test_a_run_can_be_awaited_at_the_top_level(kernel):
    reply = kernel.run("import hooknb\nr = await hooknb.arun('GET $API/user')\nr.status")
    assert reply.text.strip() == "200"


def test_a_secret_is_in_no_output_of_the_kernel(kernel):
    cell = "GET $API/headers\nAuthorization: Bearer $TOKEN\n[Secrets]\nTOKEN: env DEMO_TOKEN\n[Mapping]\nALL: headers"
    shown = [
        kernel.run(f"%%webhook masked\n{cell}"),
        kernel.run(f"%%webhook --dry-run\n{cell}"),
        kernel.run("masked.parameters"),
        kernel.run("masked.mapping"),
        kernel.run("masked.request"),
        kernel.run("masked"),
        kernel.run("%webhook history"),
    ]
    assert all(reply.status == "ok" for reply in shown)
    assert "s3cret" not in str([reply.outputs for reply in shown])


def test_the_extension_can_be_taken_out_again(kernel):
    assert kernel.run("%reload_ext hooknb\n%unload_ext hooknb").status == "ok"
    assert "not found" in kernel.run("%webhook nodes").text
    assert kernel.run("%load_ext hooknb").status == "ok"
