"""The tutorial notebooks run from top to bottom, and show what they promise."""

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.kernel

# What the lessons say of themselves to be secret.
SECRETS = ("a-very-secret-token", "lovelace", "open-sesame", "my-very-own-token")
FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))

# Kernels at work at the same time.
KERNELS = 2

# Ten requests of a second each; on a busy machine not quite at once, but never one after another.
TOGETHER = re.compile("in [1-5] s")
# What each lesson has to show; a lesson without a line here is not checked enough.
SHOWN = {
    "01-first-node.ipynb": ["USER_ID", "not_found", "dry run", "503", "would be sent"],
    "02-parameters.ipynb": ["notebook variable", "mapped by order", "•••••", "call"],
    "03-response-mapping.ipynb": ["Tove", "userId", "nearest"],
    "04-status-routing.ipynb": ["404 → not_found", "418 → our_mistake", "500 → failed (failed)", "refused"],
    "05-asynchronous.ipynb": ["running → default", "done after 2", "[200, 200,", TOGETHER, "cancelled", "503"],
    "06-signed-webhooks.ipynb": ["genuine", "payload hash: the raw body was changed", "replay", "54.88.7.65"],
    "07-secrets-and-history.ipynb": [
        "a secret's value cannot stand in a cell",
        "['access token', 'request'] ['request']",
        "('masked', True)",
        "forgotten",
        "from the history",
        "polish a bicycle",
        "Bearer «TOKEN»",
        "'/users/7' was recorded, now it is '/users/8'",
        "replayed",
    ],
    "08-explore-a-response.ipynb": [
        "products: [10]",
        "nothing yet",
        "PRICES: products[*].price.amount",
        "100 … 199 (100 entries)",
        "@edition",
        "a file",
        "157500",
        "$[*].name",
        "folding lamp",
        "products[*] count",
        "@qty",
        "[1 added]",
        "USER_ID: data.userId",
        "is one of 10 items by its place",
        "found",
    ],
    "09-the-form.ipynb": [
        "needs a URL",
        "TEMPERATURE",
        "GET $API/weather",
        "['POST']",
        "%%webhook weather",
    ],
}


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], nbformat.NotebookNode]]:
    """Return a function that gives a lesson when it has run; the next lesson runs while one is looked at."""
    pool = ThreadPoolExecutor(KERNELS)
    runs = {name: pool.submit(run, name, tmp_path_factory.mktemp("lesson")) for name in NAMES}
    yield lambda name: runs[name].result()
    pool.shutdown(cancel_futures=True)


def run(name, folder):
    notebook = nbformat.read(FOLDER / name, as_version=4)
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    # A history of its own: a lesson counts the runs that it finds there.
    asyncio.run(client.async_execute(env={**os.environ, "HOOKNB_HISTORY": str(folder / "history.sqlite")}))
    return notebook


def holds(text: str, part: str | re.Pattern[str]) -> bool:
    return bool(part.search(text)) if isinstance(part, re.Pattern) else part.lower() in text.lower()


def texts(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield output.get("text", "")
            yield output.get("data", {}).get("text/plain", "")


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_shows_what_it_promises(name, executed):
    notebook = executed(name)
    shown = "\n".join(texts(notebook))
    assert "UsageError" not in shown
    assert [part for part in SHOWN[name] if not holds(shown, part)] == []
    outputs = "".join(str(cell.get("outputs", "")) for cell in notebook.cells)
    assert [secret for secret in SECRETS if secret in outputs] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_outputs(name):
    notebook = nbformat.read(FOLDER / name, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_ends_with_something_to_try(name):
    notebook = nbformat.read(FOLDER / name, as_version=4)
    last = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"][-1]
    assert last.startswith("## Try this")
