"""A real JupyterLab on loopback, driven through a real Chromium.

One server and one browser serve a whole run, because the first page takes seconds. What a user would see in
the developer console counts: a page collects console errors, uncaught errors and every request that would
leave this machine, and `check` fails on any of them.

    with start(tmp_path) as lab:
        with lab.open("lesson.ipynb") as notebook:
            notebook.run_all()
            notebook.screenshot(tmp_path / "lesson.png")

Playwright's synchronous interface keeps an event loop running in its thread, so `asyncio.run` fails while a
lab is open: tests that use one carry the `browser` mark and come last.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit

import nbformat
from labserver import TOKEN, serving, write_settings
from nbformat.sign import NotebookNotary
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route, sync_playwright

Theme = Literal["light", "dark"]
Front = Literal["lab", "notebook"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
THEMES: dict[Theme, str] = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# What Notebook 7 itself throws when it starts, whatever the notebook holds.
NOT_OURS = (
    "page error: Cannot read properties of undefined (reading 'schema')",
    "page error: Command 'filebrowser:open-path' not registered.",
)


def missing() -> str:
    """Return why no browser test can run here, or an empty text."""
    if _chromium() is None:
        return "no Chromium on the path, and none of Playwright's"
    found = subprocess.run([sys.executable, "-c", "import jupyterlab"], capture_output=True, check=False)
    return "JupyterLab is not installed" if found.returncode else ""


@contextmanager
def start(root: Path, *, size: tuple[int, int] = (1300, 900)) -> Iterator[Lab]:
    """Run a JupyterLab and a Chromium until the block ends.

    Args:
        root: an empty folder; notebooks go to its `work`, the server's log is its `server.log`.
        size: width and height of a page in CSS pixels.
    """
    with browsing() as browser, serving(root) as url:
        yield Lab(root, url, browser, size)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run a Chromium until the block ends; there can be only one at a time."""
    chromium = _chromium()
    assert chromium, missing()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS), headless=True)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Lab:
    """Hold the running server and browser.

    Args:
        root: the folder with everything; notebooks are looked for in `root / "work"`.
        url: where the server listens, without a slash at the end.
        browser: the Chromium; each notebook gets a context of its own.
        size: width and height of a page in CSS pixels.
    """

    root: Path
    url: str
    browser: Browser
    size: tuple[int, int]

    @property
    def work(self) -> Path:
        """The folder that the server shows."""
        return self.root / "work"

    def write(self, name: str, *cells: str, trusted: bool = True) -> Path:
        """Write a notebook of code cells; a cell that starts with `# %% md` is Markdown."""
        notebook = nbformat.v4.new_notebook()
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        for cell in cells:
            is_text = cell.startswith("# %% md\n")
            new = nbformat.v4.new_markdown_cell if is_text else nbformat.v4.new_code_cell
            notebook.cells.append(new(cell.removeprefix("# %% md\n")))
        return self.save(name, notebook, trusted=trusted)

    def save(self, name: str, notebook: nbformat.NotebookNode, *, trusted: bool = True) -> Path:
        """Save a notebook, signed or not: saved HTML of one that is not trusted is sanitized when opened."""
        # Without a kernel's name JupyterLab would ask for one, and wait.
        notebook.metadata.setdefault("kernelspec", {"name": "python3", "display_name": "Python 3"})
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        if trusted:
            notary = NotebookNotary(data_dir=str(self.root / "data"))
            notary.sign(nbformat.read(path, as_version=4))
            notary.store.close()
        return path

    @contextmanager
    def open(
        self,
        name: str,
        *,
        theme: Theme = "light",
        size: tuple[int, int] | None = None,
        front: Front = "lab",
        simple: bool = True,
    ) -> Iterator[Notebook]:
        """Open a notebook of `work` in a fresh page, and check the page when the block ends.

        Args:
            name: the path below `work`.
            theme: `"light"` or `"dark"`.
            size: width and height in CSS pixels; the lab's own by default.
            front: JupyterLab, or Notebook 7 if it is installed.
            simple: False for the whole JupyterLab with its side bars.
        """
        width, height = size or self.size
        self._choose(theme)
        context = self.browser.new_context(viewport={"width": width, "height": height})
        notebook = Notebook(context.new_page(), self.root / "failures" / name.replace("/", "-"))
        try:
            notebook.goto(f"{self.url}/{_place(front, simple=simple)}/{quote(name)}?reset&token={TOKEN}")
            yield notebook
            notebook.check()
        except BaseException:
            notebook.keep()
            raise
        finally:
            notebook.close()

    def _choose(self, theme: Theme) -> None:
        write_settings(
            self.root,
            {"@jupyterlab/apputils-extension/themes": {"theme": THEMES[theme], "adaptive-theme": False}},
        )


@dataclass
class Notebook:
    """Hold an open notebook: `page` is Playwright's own, `problems` is what `check` fails on."""

    page: Page
    failures: Path
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.page.on("websocket", lambda socket: self._leaving(socket.url))
        self.page.context.route("**/*", self._route)

    def goto(self, url: str) -> None:
        """Load an address and wait until the notebook has a kernel that is idle."""
        self.page.goto(url, wait_until="domcontentloaded")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.wait_for_function(
            "() => Boolean(window.jupyterapp?.shell?.currentWidget?.sessionContext?.isReady)"
        )
        self.wait_idle()

    def command(self, name: str, arguments: dict[str, object] | None = None) -> None:
        """Execute a command of JupyterLab, such as `notebook:run-all-cells`, and wait for its end."""
        # The command's own result may hold the whole page and cannot be sent here.
        self.page.evaluate(
            "async ([name, args]) => { await jupyterapp.commands.execute(name, args); }",
            [name, arguments or {}],
        )

    def run_all(self) -> None:
        """Run every cell from the top and wait until the kernel is idle again."""
        self.command("notebook:run-all-cells")
        self.wait_idle()

    def wait_idle(self, *, seconds: float = 60) -> None:
        """Wait until the kernel is idle and no cell is waiting to be run."""
        self.page.wait_for_function(
            """() => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session?.kernel;
                const prompts = [...document.querySelectorAll('.jp-InputPrompt')];
                const waiting = prompts.some(prompt => prompt.innerText.includes('*'));
                return kernel?.connectionStatus === 'connected' && kernel.status === 'idle' && !waiting;
            }""",
            timeout=seconds * 1000,
        )

    def output(self, index: int) -> Any:
        """Return Playwright's locator of the output area of the code cell at `index`, from 0."""
        return self.page.locator(".jp-CodeCell").nth(index).locator(".jp-Cell-outputArea")

    def text(self) -> str:
        """Return all that can be read in the notebook."""
        return self.page.locator(".jp-Notebook").first.inner_text()

    def audit(self, selector: str) -> list[str]:
        """Return what axe-core finds wrong for assistive technology in the first element of a selector."""
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8"))
        return self.page.evaluate(
            """async selector => {
                const { violations } = await axe.run(document.querySelector(selector));
                return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
            }""",
            selector,
        )

    def screenshot(self, path: Path, *, whole: bool = False) -> Path:
        """Save a picture of the page as PNG; `whole` makes the page as tall as the notebook first."""
        if whole and (size := self.page.viewport_size):
            height = self.page.evaluate(
                """() => Math.max(...Array.from(
                    document.querySelectorAll('.jp-WindowedPanel-outer'), panel => panel.scrollHeight))"""
            )
            self.page.set_viewport_size({"width": size["width"], "height": int(height) + 180})
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(path))
        return path

    def check(self) -> None:
        """Fail on console errors, uncaught errors and requests that would have left this machine."""
        ours = [problem for problem in self.problems if problem not in NOT_OURS]
        assert not ours, "\n".join(ours)

    def keep(self) -> None:
        """Keep a picture, the text and the problems of a page whose test failed, in `failures`."""
        self.failures.mkdir(parents=True, exist_ok=True)
        with suppress(Error):
            self.page.screenshot(path=str(self.failures / "page.png"), full_page=True)
            (self.failures / "page.txt").write_text(self.page.inner_text("body"), encoding="utf-8")
        (self.failures / "problems.txt").write_text("\n".join(self.problems), encoding="utf-8")

    def close(self) -> None:
        """Shut the notebook's kernel down, so that the next page starts afresh, and close the page."""
        with suppress(Error):
            self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _route(self, route: Route) -> None:
        if self._leaving(route.request.url):
            route.abort()
        else:
            route.continue_()

    def _leaving(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob", "about") or parts.hostname == "127.0.0.1":
            return False
        self.problems.append(f"left loopback: {url}")
        return True


def _place(front: Front, *, simple: bool) -> str:
    if front == "notebook":
        return "notebooks"
    return "doc/tree" if simple else "lab/tree"


def _chromium() -> str | None:
    """Return the system's Chromium, or else the one that Playwright has downloaded."""
    if found := next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None):
        return found
    with sync_playwright() as driver:
        own = driver.chromium.executable_path
    return own if Path(own).exists() else None
