"""A lesson that is recorded in one kernel and replayed in another: no server, no secret, nobody to ask."""

import base64
import json
from urllib.parse import quote

import pytest
from kernel.conftest import started

from hooknb.playground import Playground

pytestmark = pytest.mark.kernel

PASSWORD = "lovelace"
LOGIN = """\
%%webhook login
POST $API/login
[Secrets]
PASSWORD: env LESSON_PASSWORD
[Form]
user: ada
password: $PASSWORD
[Response Mapping]
TOKEN!: token
SECONDS: expires_in
"""
PRIVATE = "%%webhook private\nGET $API/private\nAuthorization: Bearer $TOKEN\n[Mapping]\nSAYS: message"
ASKED = "%%webhook asked\nGET $API/echo\n[Query]\ncity:"
SLOW = "%%webhook slow --async --quiet\nGET $API/delay/0.1\n[Mapping]\nD: delay"
SHOWN = "login.values['SECONDS'], private.values['SAYS'][:14], asked.request.url[-10:], slow.result().status"


def begin(kernel, url):
    reply = kernel.run(
        f"%load_ext hooknb\nimport hooknb\nAPI = {url!r}\n%config Webhook.cassette = 'tapes/lesson.json'"
    )
    assert reply.status == "ok", reply.text


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lesson")


@pytest.fixture(scope="module")
def recorded(folder):
    """Run the lesson against a server, which is gone afterwards; return its URL, a token, and what was shown."""
    with Playground() as api, started(folder, LESSON_PASSWORD=PASSWORD) as kernel:
        begin(kernel, api.url)
        replies = [
            kernel.run(LOGIN),
            kernel.run(PRIVATE),
            kernel.run(ASKED, answers=["Graz"]),
            kernel.run(SLOW),
        ]
        assert [reply.status for reply in replies] == ["ok"] * 4, "\n".join(reply.text for reply in replies)
        assert "recorded in tapes/lesson.json" in replies[0].text
        return api.url, kernel.value("hooknb.default_session().parameters['TOKEN']"), kernel.value(SHOWN)


def test_a_lesson_replays_without_its_server_its_secret_and_anybody_to_ask(recorded, folder):
    url, _, shown = recorded
    with started(folder, LESSON_PASSWORD="") as kernel:
        kernel.run("import os; del os.environ['LESSON_PASSWORD']")
        begin(kernel, url)
        replies = [kernel.run(cell) for cell in (LOGIN, PRIVATE, ASKED, SLOW)]
        assert [reply.status for reply in replies] == ["ok"] * 4, "\n".join(reply.text for reply in replies)
        assert "replayed" in replies[0].text
        assert "replayed from tapes/lesson.json" in replies[1].text
        assert kernel.value(SHOWN) == shown
        assert kernel.value("login.replayed, asked.replayed, slow.result().replayed") == "(True, True, True)"
        assert kernel.value("hooknb.default_session().parameters['TOKEN']") == "«TOKEN»"


def test_a_mismatch_fails_its_cell_and_says_what_differs(recorded, folder):
    with started(folder) as kernel:
        begin(kernel, recorded[0])
        reply = kernel.run("%%webhook\nGET $API/delay/0.2")
        assert reply.status == "error"
        [error] = [output for output in reply.outputs if "traceback" in output]
        text = "\n".join(error["traceback"])
        assert text.startswith("CassetteError\ntapes/lesson.json has no exchange for GET")
        assert "path: '/delay/0.1' was recorded, now it is '/delay/0.2'" in text
        assert "Traceback" not in text
        background = kernel.run("%%webhook gone --async\nGET $API/delay/0.2")
        assert (background.status, "CassetteError" in background.text) == ("error", True)
        refused = kernel.run("%%webhook --record\nGET $API/delay/0.2")
        assert "nobody listens" in refused.text or "refused" in refused.text


def test_record_makes_an_exchange_anew(folder, tmp_path):
    with Playground() as api, started(tmp_path) as kernel:
        kernel.run(f"%load_ext hooknb\nAPI = {api.url!r}")
        cell = "%%webhook own{}\nGET $API/user?n=1\n[Options]\ncassette: own.json"
        for _ in range(2):
            assert "recorded in own.json" in kernel.run(cell.format("")).text
        kernel.run("%load_ext hooknb")
        assert "recorded in own.json" in kernel.run(cell.format(" --record")).text
        assert len(json.loads((tmp_path / "own.json").read_text())["exchanges"]) == 1
        assert kernel.run("%webhook run own --record").status == "ok"
        assert len(json.loads((tmp_path / "own.json").read_text())["exchanges"]) == 1
        nowhere = kernel.run("%%webhook --record\nGET $API/user")
        assert nowhere.status == "error"
        assert "--record needs a cassette" in nowhere.text


def test_no_form_of_a_secret_is_in_the_file(recorded, folder):
    content = (folder / "tapes" / "lesson.json").read_text("utf-8")
    for secret in (PASSWORD, recorded[1]):
        forms = {secret, quote(secret), secret.encode().hex(), base64.b64encode(secret.encode()).decode()}
        assert len(secret) > 5
        assert [form for form in forms if form in content] == []
    assert "«PASSWORD»" in content
    assert "«TOKEN»" in content
    assert "session=•••••" in content or "session=«TOKEN»" in content
