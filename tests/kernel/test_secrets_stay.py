"""A notebook full of secrets is run, restarted and saved: no file that came of it holds one, in any form."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from kernel import secret_cells as cells
from kernel.indiscreet import Server, indiscreet
from kernel.recording import RecordedKernel, everything
from laws.encodings import ENCODINGS, telling

pytestmark = pytest.mark.kernel

# The first completion reads Python's own signatures for seconds; what jedi has read it keeps in its cache.
READ_AHEAD = (sys.executable, "-c", "import jedi; jedi.Script('').complete()")
MASKS = re.compile("[«‹⟨⟦⟪]|•••••|\\\\u2022")


class Lesson:
    """The notebook: a kernel whose every file is below one folder, and the server that it talks to."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server = folder, server
        (folder / ".env").write_text(cells.DOTENV, encoding="utf-8")
        profile = folder / "ipython" / "profile_default"
        profile.mkdir(parents=True)
        (profile / "ipython_kernel_config.py").write_text(
            "get_config().HistoryManager.db_log_output = True\n"
        )
        self._reading_ahead = subprocess.Popen(READ_AHEAD, env=self._environment())
        self.kernel = RecordedKernel(folder, self._environment())

    def run(self, *steps: cells.Step) -> None:
        """Run cells, and see that each of them did what it is there for."""
        for step in steps:
            started = self.kernel.start(step.code, ask=bool(step.answers))
            if step.interrupt:
                time.sleep(0.3)
                self.kernel.manager.interrupt_kernel()
            reply = self.kernel.finish(started, answers=list(step.answers))
            assert (reply.status == "error") is step.fails, f"{step.name}: {reply.text}"
            assert not step.masks or MASKS.search(everything(reply)), f"{step.name}: {reply.text}"

    def restart(self) -> None:
        """Restart the kernel, as a person does."""
        self.kernel.manager.restart_kernel(now=False)
        self.kernel.client.wait_for_ready(timeout=60)

    def look_around(self) -> None:
        """Ask what a front end asks: completions, inspections, the questions of the explorer."""
        self._reading_ahead.wait()
        for code in ("echoed", "bg", "session", "%%webhook\nGET $API/$T", "echoed.", "%%webhook\nX-T: $"):
            self.kernel.ask("inspect", code=code, cursor_pos=len(code))
            self.kernel.ask("complete", code=code, cursor_pos=len(code))
        for model in self.kernel.models:
            for number, message in enumerate(QUESTIONS):
                self.kernel.tell_widget(model, {"id": number, **message})
        self.kernel.run("'the answers have come'")
        answers = [
            each for each in self.kernel.messages if each["content"].get("data", {}).get("method") == "custom"
        ]
        assert len(answers) >= len(QUESTIONS)

    def save(self) -> None:
        """Save the notebook, every message, and end the kernel."""
        self._reading_ahead.wait()
        nbformat.write(self.kernel.notebook(), self.folder / "lesson.ipynb")
        messages = "\n".join(repr(message) for message in self.kernel.messages)
        (self.folder / "messages.txt").write_text(messages, encoding="utf-8", errors="surrogatepass")
        self.kernel.close()

    def _environment(self) -> dict[str, str]:
        place = str(self.folder)
        homes = (
            "HOME",
            "IPYTHONDIR",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "TMPDIR",
        )
        own = {name: str(self.folder / name.lower()) for name in (*homes, "XDG_DATA_HOME", "XDG_CACHE_HOME")}
        for folder in own.values():
            Path(folder).mkdir(exist_ok=True)
        own["IPYTHONDIR"] = f"{place}/ipython"
        own |= {"API": self.server.url, "HOOKNB_HISTORY": f"{place}/hooknb/history.sqlite"}
        return {**os.environ, **own, **cells.ENVIRONMENT}


QUESTIONS = (
    {"ask": "children", "at": [], "start": 0, "stop": None},
    {"ask": "children", "at": [0], "start": 0, "stop": None},
    {"ask": "children", "at": [2], "start": 0, "stop": None},
    {"ask": "children", "at": [3, 0], "start": 0, "stop": None},
    {"ask": "pick", "at": [2, 0]},
    {"ask": "pick", "at": [3, 0, 0]},
    {"ask": "text", "at": [0]},
    {"ask": "text", "at": [2, 0]},
    {"ask": "inside", "text": [4]},
    {"ask": "inside pick", "text": [4], "at": [0]},
    {"ask": "search", "text": "s3cr3t", "where": "values"},
    {"ask": "hit", "number": 0},
    {"ask": "map", "parameter": "PICKED"},
    {"ask": "rules"},
    {"ask": "cell"},
)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lesson]:
    """Run, restart and save the whole notebook."""
    with indiscreet() as server:
        made = Lesson(tmp_path_factory.mktemp("secrets"), server)
        try:
            made.run(cells.BEGIN, *cells.SENDING, *cells.LOOKING)
            made.look_around()
            made.run(*cells.BREAKING)
            made.restart()
            made.run(cells.BEGIN, *cells.AFTER_RESTART)
        finally:
            made.save()
        yield made


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield everything that the kernel wrote: each file, and what databases hold, unpacked."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != ".env":
            content = path.read_bytes()
            if path.suffix == ".ipynb":
                yield from in_notebook(path)
            yield str(path.relative_to(folder)), content
            if content.startswith(b"SQLite format 3"):
                yield from in_database(path)


def in_notebook(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what each cell shows, so that a leak says whose it is."""
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells, 1):
        for output in cell.outputs:
            data = [str(each) for each in output.get("data", {}).values()]
            text = "\n".join([*data, output.get("text", ""), *output.get("traceback", ())])
            yield f"cell {number} ({cell.source[:60]!r})", re.sub(r"\x1b\[[0-9;]*m", "", text).encode()


def in_database(path: Path) -> Iterator[tuple[str, bytes]]:
    with closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in database.execute(f"SELECT * FROM {name}"):
                for value in row:
                    content = (
                        value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
                    )
                    yield f"{path.name}: {name}", unpacked(content)


def unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return content


def forms(value: str) -> Iterator[tuple[str, bytes]]:
    """Yield every form of a secret that nothing but the secret explains."""
    for encoding in ENCODINGS:
        yield encoding, telling(encoding, value).encode()
    for codec in ("utf-16-le", "utf-16-be"):
        yield codec, value.encode(codec)
    for number, line in enumerate(value.split("\n")):
        yield f"line {number + 1}", line.encode()


def found(folder: Path, secrets: dict[str, str]) -> list[str]:
    """Return where secrets are: for each place and secret the forms, and what stands around the first."""
    wanted = {
        name: sorted({needle: form for form, needle in forms(value)}.items())
        for name, value in secrets.items()
    }
    hits = []
    for place, content in written(folder):
        for name, needles in wanted.items():
            there = {form: content.find(needle) for needle, form in needles if needle in content}
            if there:
                at = min(there.values())
                around = content[max(0, at - 150) : at + 100].decode("utf-8", "replace")
                hits.append(f"{place}: {name} as {', '.join(there)}: …{around!r}…")
    return hits


def test_no_file_holds_a_secret_in_any_form(lesson: Lesson):
    hits = found(lesson.folder, cells.SECRETS)
    assert not hits, "\n\n".join(hits)


def test_no_file_holds_a_signature(lesson: Lesson):
    """A token is worth as much as its secret for as long as it holds."""
    tokens = set(re.findall(rb"Bearer (eyJ[\w-]+\.[\w-]+\.[\w-]+)", b"\n".join(lesson.server.received)))
    assert tokens
    hits = [place for place, content in written(lesson.folder) for token in tokens if token in content]
    assert hits == []


def test_every_secret_was_there_to_leak(lesson: Lesson):
    received = b"\n".join(lesson.server.received)
    for name, value in cells.SECRETS.items():
        if name not in ("SIGNATURE_SECRET", "LINES_SECRET"):
            assert any(needle in received for _, needle in forms(value)), name


def test_everything_that_is_kept_was_searched(lesson: Lesson):
    places = [place for place, _ in written(lesson.folder)]
    for part in (
        "lesson.ipynb",
        "ipython.log",
        "typed.txt",
        "debug.log",
        "messages.txt",
        "kernel-stderr.log",
    ):
        assert part in places
    assert any(place.startswith("history.sqlite: runs") or "history.sqlite" in place for place in places)
    assert any(place.startswith("history.sqlite: output_history") for place in places)
    saved = nbformat.read(lesson.folder / "lesson.ipynb", as_version=4)
    assert saved.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]


def test_a_secret_that_is_there_is_found(tmp_path: Path):
    """The search itself, on a folder that holds each form."""
    for number, (_, needle) in enumerate(forms(cells.SECRETS["ENV_SECRET"])):
        (tmp_path / f"{number}.txt").write_bytes(b"x" + needle + b"y")
    with closing(sqlite3.connect(tmp_path / "kept.sqlite")) as database:
        database.execute("CREATE TABLE runs (content BLOB)")
        packed = zlib.compress(b"x" * 99 + cells.SECRETS["ENV_SECRET"].encode())
        database.execute("INSERT INTO runs VALUES (?)", (packed,))
        database.commit()
    hits = found(tmp_path, {"ENV_SECRET": cells.SECRETS["ENV_SECRET"]})
    assert {hit.partition(":")[0] for hit in hits} >= {f"{n}.txt" for n in range(len(ENCODINGS) + 3)}
    assert any(hit.startswith("kept.sqlite: runs") for hit in hits)
