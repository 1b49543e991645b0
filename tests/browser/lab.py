"""A real JupyterLab on loopback, driven through a real Chromium.

One server, one browser and one page serve a whole run, because JupyterLab takes seconds to load: a notebook is
opened in it, gets a kernel of its own, and is closed. After a failure the page is thrown away. What a user would
see in the developer console counts: an open notebook collects console errors, uncaught errors and every request
that would leave this machine, and `check` fails on any of them.

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
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

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
    # Nothing leaves this machine, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
# Milliseconds that a page may take for what it is asked, as Playwright has it.
TIMEOUT = 30_000
PLACES: dict[Front, str] = {"lab": "doc/tree", "notebook": "notebooks"}
THEMES_PLUGIN = "@jupyterlab/apputils-extension/themes"
THEMES: dict[Theme, str] = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# What Notebook 7 itself throws when it starts, whatever the notebook holds, and JupyterLab, where it has no launcher.
NOT_OURS = (
    "page error: Command 'launcher:create' not registered.",
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
        yield Lab(root, url, browser.new_context(), size)


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
        context: the browser's, which all pages share, so that scripts are fetched once.
        size: width and height of a page in CSS pixels.
    """

    root: Path
    url: str
    context: BrowserContext
    size: tuple[int, int]
    _page: Page | None = field(default=None, init=False)

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
        fresh: bool = False,
    ) -> Iterator[Notebook]:
        """Open a notebook of `work` with a kernel of its own, and check the page when the block ends.

        Args:
            name: the path below `work`.
            theme: `"light"` or `"dark"`.
            size: width and height in CSS pixels; the lab's own by default.
            front: JupyterLab, or Notebook 7 if it is installed.
            fresh: load a page for this notebook alone, as Notebook 7 always does, instead of opening it in
                the page where other notebooks were.
        """
        fresh = fresh or front == "notebook"
        page = self.context.new_page() if fresh else self._shared_page()
        width, height = size or self.size
        page.set_viewport_size({"width": width, "height": height})
        notebook = Notebook(page, self.root / "failures" / name.replace("/", "-"))
        try:
            if fresh:
                write_settings(self.root, {THEMES_PLUGIN: {"theme": THEMES[theme], "adaptive-theme": False}})
                notebook.goto(self._address(PLACES[front], name))
            else:
                notebook.show(name, THEMES[theme])
            yield notebook
            notebook.check()
        except BaseException:
            notebook.keep()
            fresh = True
            raise
        finally:
            notebook.close()
            if fresh:
                page.close()

    @contextmanager
    def open_copy(self, name: str, *, size: tuple[int, int]) -> Iterator[Notebook]:
        """Open a copy of a saved notebook as it arrives from somebody else: not trusted, its kernel gone."""
        saved = nbformat.read(self.work / name, as_version=4)
        assert "widgets" not in saved.metadata
        self.save(f"copy-{name}", saved, trusted=False)
        with self.open(f"copy-{name}", size=size, fresh=True) as notebook:
            # The widget itself has no kernel any more; that it says so is JupyterLab's business.
            notebook.excused += ("widget model not found",)
            yield notebook

    def _shared_page(self) -> Page:
        """Return the page of a running JupyterLab in which no notebook is open."""
        if self._page is None or self._page.is_closed():
            self._page = self.context.new_page()
            self._page.goto(self._address("doc", ""), wait_until="domcontentloaded")
            self._page.wait_for_function("() => Boolean(window.jupyterapp)")
            self._page.evaluate("async () => { await jupyterapp.restored; }")
        self._page.set_default_timeout(TIMEOUT)
        self._page.mouse.move(0, 0)
        return self._page

    def _address(self, place: str, name: str) -> str:
        return f"{self.url}/{place}/{quote(name)}?reset&token={TOKEN}"


@dataclass
class Notebook:
    """Hold an open notebook.

    Args:
        page: Playwright's own.
        failures: where to keep what can be seen when a test fails.
        problems: what `check` fails on.
        excused: parts of problems that it does not fail on.
    """

    page: Page
    failures: Path
    problems: list[str] = field(default_factory=list)
    excused: tuple[str, ...] = NOT_OURS

    def __post_init__(self) -> None:
        self._heard = (
            (self.page, "console", self._console),
            (self.page, "pageerror", lambda error: self.problems.append(f"page error: {error}")),
            (self.page, "websocket", lambda socket: self._visit(socket.url)),
            # The context's, for what a page opens leaves this machine just as well.
            (self.page.context, "request", lambda request: self._visit(request.url)),
        )
        for source, event, hear in self._heard:
            source.on(event, hear)

    def goto(self, url: str) -> None:
        """Load an address and wait until the notebook has a kernel that is idle."""
        self.page.goto(url, wait_until="domcontentloaded")
        self._wait_ready()

    def show(self, name: str, theme: str) -> None:
        """Open a notebook in the JupyterLab of the page and wait until it has a kernel that is idle."""
        self.page.evaluate(
            """async ([path, theme]) => {
                const { commands } = jupyterapp;
                if (document.body.dataset.jpThemeName !== theme) {
                    await commands.execute('apputils:change-theme', { theme });
                }
                await commands.execute('docmanager:open', { path });
            }""",
            [name, theme],
        )
        self.page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
        self._wait_ready()

    def _wait_ready(self) -> None:
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        # A notebook that is opened can miss its activation; JupyterLab then knows none that is the current one.
        self.page.wait_for_function(
            """() => {
                const shell = window.jupyterapp?.shell;
                const [panel] = shell?.widgets('main') ?? [];
                if (!panel?.sessionContext?.isReady) return false;
                if (shell.currentWidget !== panel) shell.activateById(panel.id);
                return shell.currentWidget === panel;
            }""",
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
        ours = [each for each in self.problems if not any(excuse in each for excuse in self.excused)]
        assert not ours, "\n".join(ours)

    def keep(self) -> None:
        """Keep a picture, the text and the problems of a page whose test failed, in `failures`."""
        self.failures.mkdir(parents=True, exist_ok=True)
        with suppress(Error):
            self.page.screenshot(path=str(self.failures / "page.png"), full_page=True)
            (self.failures / "page.txt").write_text(self.page.inner_text("body"), encoding="utf-8")
        (self.failures / "problems.txt").write_text("\n".join(self.problems), encoding="utf-8")

    def close(self) -> None:
        """Shut the notebook's kernel down, close the notebook without a question, and hear no more of its page."""
        with suppress(Error):
            self.page.evaluate(
                """async () => {
                    const panel = jupyterapp.shell.currentWidget;
                    await panel.sessionContext.shutdown();
                    panel.dispose();
                }"""
            )
        for source, event, hear in self._heard:
            source.remove_listener(event, hear)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _visit(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            self.problems.append(f"left loopback: {url}")


def _chromium() -> str | None:
    """Return the system's Chromium, or else the one that Playwright has downloaded."""
    if found := next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None):
        return found
    with sync_playwright() as driver:
        own = driver.chromium.executable_path
    return own if Path(own).exists() else None
