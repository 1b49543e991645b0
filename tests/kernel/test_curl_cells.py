"""cURL commands as cells in a real kernel: they run, say what was left, and keep no credential."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.kernel

SECRET = "ghp_16C7e42F292c6912E7710c838347"


def test_a_command_runs_as_a_cell_and_says_what_was_left(kernel):
    reply = kernel.run(
        "%%webhook sent\ncurl --http2 \"$API/echo?a=1\" \\\n  -H 'Content-Type: application/json' \\\n"
        '  -d \'{"name": "Ada"}\' | jq .\n[Response Mapping]\nWHO: json.name\n[Status]\n404: missing'
    )
    assert reply.status == "ok", reply.text
    assert "--http2 is left out" in reply.text
    assert "what follows | is left out" in reply.text
    assert kernel.value("sent.values, sent.data['method'], sent.data['json']") == (
        "({'WHO': 'Ada'}, 'POST', {'name': 'Ada'})"
    )


def test_a_wrong_command_fails_with_an_excerpt_of_the_cell(kernel):
    reply = kernel.run(f"%%webhook\ncurl -I $API/echo \\\n  -H 'X-Api-Key: {SECRET}'")
    assert reply.status == "error"
    [error] = [output for output in reply.outputs if "traceback" in output]
    assert error["ename"] == "CellError"
    assert "  2 | curl -I $API/echo \\" in reply.text
    assert "HEAD is no method of a node" in reply.text


def test_a_credential_is_asked_for_and_shown_nowhere(kernel):
    command = f"%%webhook asked\ncurl \"$API/headers\" -H 'Authorization: Bearer {SECRET}'"
    reply = kernel.run(command, answers=["hush-hush-hush"])
    assert reply.status == "ok", reply.text
    assert [output["password"] for output in reply.outputs if "password" in output] == [True]
    assert "TOKEN is asked for" in reply.text
    assert "hush-hush" not in str(reply.outputs)
    assert SECRET not in str(reply.outputs)
    assert kernel.value("asked.data['headers']['authorization'] == 'Bearer ' + 'hush-hush-hush'") == "True"


def test_a_kept_command_is_shown_in_every_form(kernel):
    kernel.run(
        f"%%webhook shown --define\ncurl \"$API/users/$ID\" -H 'X-Api-Key: {SECRET}'\n[Status]\n404: missing"
    )
    cell = kernel.run("%webhook show shown").text
    assert "%%webhook shown\nGET $API/users/$ID\nX-Api-Key: $API_KEY" in cell
    command = kernel.run("%webhook show shown --as curl").text
    assert 'curl "$API/users/$ID" -H "X-Api-Key: $API_KEY"' in command
    assert "# routes: a cURL command has no routes" in command
    assert 'node = hooknb.Node(\n    "$API/users/$ID",' in kernel.run("%webhook show shown --as python").text
    assert '"url": "$API/users/$ID"' in kernel.run("%webhook show shown --as json").text
    assert all(SECRET not in text for text in (cell, command))


def test_a_command_without_the_magic_line_is_a_node_in_python(kernel):
    kernel.run("import hooknb")
    assert kernel.value("hooknb.run(f'curl -X PUT {API}/echo -d a=b').data['form']") == "[['a', 'b']]"
