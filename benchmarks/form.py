"""How long a form takes to open, in Python and in a real browser, and how many messages typing sends.

python benchmarks/form.py
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

import lab as laboratory  # noqa: E402

from hooknb.session import Session  # noqa: E402
from hooknb.widgets.form.widget import Form  # noqa: E402

ROWS = (0, 20, 200)
TYPED = "https://api.example.com/a/long/address"
CELL = (
    "import hooknb, time\n"
    "node = {'url': 'https://example.com', 'headers': [(f'X-{n}', 'v') for n in range(ROWS)]}\n"
    "form = hooknb.form(node)\n"
    "form"
)
# The page's own clock: from the widget's message in the page to the form that can be seen.
WATCH = """() => {
    window.sent = 0;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) { window.sent += 1; return send.call(this, data); };
}"""


def opened_in_python(rows: int) -> float:
    taken = []
    for _ in range(9):
        began = time.perf_counter()
        document = {"url": "https://example.com", "headers": [(f"X-{n}", "v") for n in range(rows)]}
        form = Form(document, session=Session())
        taken.append(time.perf_counter() - began)
        form.close()
    return statistics.median(taken)


def one_key_in_python(rows: int) -> float:
    document = {"url": "https://example.com", "headers": [(f"X-{n}", "v") for n in range(rows)]}
    form = Form(document, session=Session())
    taken = []
    for n in range(30):
        began = time.perf_counter()
        form._desk.answer({"ask": "edit", "edits": [["set", "label", str(n)]], "by": "me"})
        taken.append(time.perf_counter() - began)
    form.close()
    return statistics.median(taken)


def in_the_browser(lab: laboratory.Lab, rows: int) -> tuple[float, int]:
    """Return the seconds from the run of the cell to the form with its rows, and messages for a typed URL."""
    lab.write(f"{rows}.ipynb", "import hooknb.widgets.form.widget", CELL.replace("ROWS", str(rows)))
    with lab.open(f"{rows}.ipynb") as notebook:
        page = notebook.page
        # The first run loads the widgets' own code, which no form can help; the second one is measured.
        notebook.run_all()
        page.locator(".hooknb-form").wait_for()
        notebook.command("notebook:clear-all-cell-outputs")
        page.locator(".hooknb-form").wait_for(state="detached")
        began = time.perf_counter()
        page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
        page.locator(".hooknb-form .hf-tab").first.wait_for()
        page.locator(".hf-tab", has_text="Headers").click()
        if rows:
            page.get_by_label(f"Value of header {rows}", exact=True).wait_for()
        seconds = time.perf_counter() - began
        notebook.wait_idle()
        page.evaluate(WATCH)
        page.get_by_label("URL Endpoint").fill("")
        page.wait_for_timeout(500)
        page.evaluate("window.sent = 0")
        page.get_by_label("URL Endpoint").type(TYPED, delay=80)
        page.wait_for_timeout(600)
        return seconds, page.evaluate("window.sent")


def main() -> None:
    print("rows   open in Python   one key in Python")
    for rows in ROWS:
        print(
            f"{rows:4}   {opened_in_python(rows) * 1e3:11.1f} ms   {one_key_in_python(rows) * 1e3:14.2f} ms"
        )
    print(f"\nrows   open in the browser, click on Headers included   messages for {len(TYPED)} keys")
    with tempfile.TemporaryDirectory() as folder, laboratory.start(Path(folder)) as lab:
        for rows in ROWS:
            seconds, messages = in_the_browser(lab, rows)
            print(f"{rows:4}   {seconds * 1e3:8.0f} ms   {messages:32}")


if __name__ == "__main__":
    main()
