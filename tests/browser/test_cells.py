"""Cells as a user runs them in JupyterLab: cards and tables, mistakes, prompts, hostile answers, Cancel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import nbformat
import pytest
from contrast import faint_texts
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FIRST_LESSON = Path(__file__).parents[2] / "notebooks" / "01-first-node.ipynb"
START = "%load_ext hooknb\nfrom hooknb import playground\n\nAPI = playground.start().url"

ATTACK = "\"'><img src=x onerror='window.ran=1'><script>window.ran=1</script>]]>\u202e\x1b[31m"
BODIES = {
    "json": ("application/json", json.dumps({"a": ATTACK, ATTACK: [ATTACK]})),
    "xml": ("text/xml", f"<r><a><![CDATA[{ATTACK.replace(']]>', '').replace(chr(27), '')}]]></a></r>"),
    "html": ("text/html", f"<title>{ATTACK}</title><a href='javascript:window.ran=1'>{ATTACK}</a>"),
    "text": ("text/plain; charset=utf-8", ATTACK),
}


class _Attacker(BaseHTTPRequestHandler):
    """Answer with markup and script in the reason, a header and the body; the path says in which format."""

    def do_GET(self) -> None:
        kind, text = BODIES[self.path.strip("/")]
        body = text.encode()
        self.send_response(200, ATTACK[:60])
        self.send_header("Content-Type", kind)
        self.send_header("X-Attack", ATTACK.replace("\u202e", "").replace("\x1b", ""))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def attacker() -> Iterator[str]:
    """Yield the address of a server whose answers would run script if anything of them were shown raw."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Attacker)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_first_lesson_shows_cards_tables_and_mistakes(lab):
    lesson = nbformat.read(FIRST_LESSON, as_version=4)
    code = [cell.source for cell in lesson.cells if cell.cell_type == "code"]
    start, node, table = code[0], next(text for text in code if "[Response Mapping]" in text), "user.mapping"
    assert table in code
    lab.write("lesson.ipynb", start, node, table, "%%webhook\nPOTS $APi/user\n[Response Maping]\nID: a")
    with lab.open("lesson.ipynb", theme="dark") as notebook:
        notebook.run_all()
        card, wrong = notebook.output(1), notebook.output(3)
        for words in ("200 OK", "→ default", "Response mapping", "USER_ID"):
            expect(card.get_by_text(words).first).to_be_visible()
        expect(notebook.output(2).locator("table.dataframe")).to_be_visible()
        assert not faint_texts(notebook.page)
        assert wrong.inner_text().split("\n") == [
            "CellError",
            "method: 'POTS' is not a method",
            "  2 | POTS $APi/user",
            "    | ^^^^ did you mean 'POST'?",
            "",
            "line 3: [Response Maping] is not a section",
            "  3 | [Response Maping]",
            "    | ^^^^^^^^^^^^^^^^^ did you mean [Response Mapping]?",
        ]


def test_a_parameter_without_a_value_is_asked_for_in_the_page(lab):
    cell = "%%webhook echo\nGET $API/echo\n[Params]\nWHO:\nAGE (sys.number):\n[Query]\nwho: $WHO\nage: $AGE"
    lab.write("prompt.ipynb", START, cell)
    with lab.open("prompt.ipynb") as notebook:
        output = notebook.output(1)
        # Without waiting: the cell ends only when it has its answers.
        notebook.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
        for prompt, answer in (
            ("WHO: ", "Ada & <b>Bob</b>"),
            ("AGE (sys.number): ", "many"),
            ("'many' is not a number. AGE (sys.number): ", "36"),
        ):
            # A prompt that was answered stays for a moment beside the next one.
            expect(output.locator(".jp-Stdin-prompt").last).to_have_text(prompt)
            box = output.locator(".jp-Stdin-input").last
            box.fill(answer)
            box.press("Enter")
        notebook.wait_idle()
        assert "/echo?who=Ada%20%26%20%3Cb%3EBob%3C%2Fb%3E&age=36" in output.inner_text()


def test_a_hostile_answer_is_shown_and_does_nothing(lab, attacker):
    cells = [
        f"%%webhook of_{kind}\nGET {attacker}/{kind}\n[Mapping]\nA?: a\nALL?: $\n[Status]\n2xx: taken"
        for kind in BODIES
    ]
    frames = [f"display(of_{kind}.mapping, of_{kind}.parameters, of_{kind})" for kind in BODIES]
    lab.write("hostile.ipynb", "%load_ext hooknb", *cells, *frames, "%webhook history", "%webhook params")
    with lab.open("hostile.ipynb", theme="dark") as notebook:
        notebook.run_all()
        page = notebook.page
        page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        outputs = page.locator(".jp-OutputArea-output")
        for place in range(1, len(BODIES) + 1):
            assert "<script>window.ran=1</script>" in notebook.output(place).inner_text()
        assert outputs.locator("img, script, a[href^='javascript']").count() == 0
        assert page.evaluate("window.ran ?? null") is None
        assert not {"\u202e", "\x1b"} & set("".join(outputs.all_inner_texts()))
        assert not faint_texts(page)


def test_a_background_run_is_cancelled_by_its_button_and_stays_as_a_card(lab):
    lab.write("background.ipynb", START, "%%webhook slow --async\nGET $API/delay/9", "slow.state")
    with lab.open("background.ipynb") as notebook:
        notebook.run_all()
        card = notebook.output(1)
        expect(card.get_by_text("running")).to_be_visible()
        assert "running" in notebook.output(2).inner_text()
        button = card.get_by_role("button", name="Cancel", exact=True)
        button.click()
        expect(card.get_by_text("cancelled", exact=True)).to_be_visible()
        expect(button).to_have_count(0)
        notebook.command("docmanager:save")
    with lab.open("background.ipynb", front="notebook") as reopened:
        expect(reopened.output(1).get_by_text("cancelled", exact=True)).to_be_visible()
        assert "odel not found" not in reopened.text()
        assert "Error displaying widget" not in reopened.text()
