"""Run a notebook without a browser and print the mapping tables that it shows.

    python scripts/run_notebook.py notebooks/01-first-node.ipynb

The notebook runs in a copy of its folder, so that nothing it writes stays. The exit code is 1 when a cell
fails, when a magic line is refused, or when no output holds a mapping table.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

CELL_SECONDS = 120
MAPPING_COLUMNS = {"parameter", "path", "matches", "value"}
TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def main(arguments: list[str]) -> int:
    """Run the notebook that the arguments name; return the exit code."""
    if len(arguments) != 1:
        print("usage: run_notebook.py NOTEBOOK.ipynb", file=sys.stderr)
        return 2
    notebook = Path(arguments[0])
    try:
        tables = mapping_tables(run(notebook))
    except NotebookError as failure:
        print(f"{notebook.name}: {failure}", file=sys.stderr)
        return 1
    if not tables:
        print(f"{notebook.name}: no output holds a mapping table", file=sys.stderr)
        return 1
    print("\n\n".join(tables))
    return 0


class NotebookError(Exception):
    """There is no such notebook, a cell failed, a magic line was refused, or the kernel died."""


def run(notebook: Path) -> nbformat.NotebookNode:
    """Run a notebook in a copy of its folder and return it with its outputs.

    Raises:
        NotebookError: there is no such file, a cell raised or took too long, or IPython refused a magic line.
    """
    if not notebook.is_file():
        raise NotebookError("there is no such notebook")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("HOOKNB_HISTORY", "off")
        copy = Path(folder, notebook.parent.name, notebook.name)
        shutil.copytree(notebook.parent, copy.parent)
        document = nbformat.read(copy, as_version=4)
        client = NotebookClient(
            document,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(copy.parent)}},
            store_widget_state=False,
        )
        try:
            client.execute()
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as failure:
            raise NotebookError(TERMINAL_COLOURS.sub("", str(failure))) from failure
    # IPython prints a UsageError and lets the cell pass.
    said = [output["text"] for output in outputs(document) if output.get("name") == "stderr"]
    if "UsageError" in "".join(said):
        raise NotebookError("".join(said))
    return document


def mapping_tables(document: nbformat.NotebookNode) -> list[str]:
    """Return the plain text of every output that holds a mapping table, in order."""
    shown = (plain_text(output).rstrip() for output in outputs(document))
    return [text for text in shown if set(text.split()) >= MAPPING_COLUMNS]


def plain_text(output: nbformat.NotebookNode) -> str:
    """Return what a terminal would show of an output: a displayed object or something printed."""
    return output["data"].get("text/plain", "") if "data" in output else output.get("text", "")


def outputs(document: nbformat.NotebookNode) -> Iterator[nbformat.NotebookNode]:
    """Yield every output of every code cell, in order."""
    return (output for cell in document.cells if cell.cell_type == "code" for output in cell.outputs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
