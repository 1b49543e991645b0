"""A response of 50 MB, 2.7 million entries: what looking at it costs, as multiples of reading it.

    python benchmarks/explore.py             (the whole, about two minutes)
    python benchmarks/explore.py --browser   (with JupyterLab in a real Chromium as well)
    python benchmarks/explore.py --quick     (5 MB)

Times are CPU time of this process, ratios are against `json.loads` of the same bytes in the same run, which
takes the same turn. The garbage collector rests, as it does when a response is read.
"""

from __future__ import annotations

import copy
import gc
import json
import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas

import hooknb
from hooknb.core.survey.shape import shapes
from hooknb.core.tree import Tree
from hooknb.core.tree_search import search
from hooknb.engine.subject import Subject
from hooknb.widgets.conversation import Conversation
from hooknb.widgets.explored import Explored

ITEMS = 165_253
ROUNDS = 5
BROWSER_ITEMS = 1_500  # of IPython.display.JSON, which takes half a minute for ten times as many


def response(items: int) -> dict[str, Any]:
    """Make what a shop's API might answer if it had no pages: sixteen entries for each of so many items."""
    draw = random.Random(7)
    return {
        "data": {"items": [_item(number, draw) for number in range(items)], "total": items},
        "users": {
            str(10_000 + number): {"name": f"user {number}", "age": number % 90}
            for number in range(items // 33)
        },
    }


def _item(number: int, draw: random.Random) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"thing {number} of a catalogue, made of wood, glass and a little good will by hand",
        "price": {"amount": round(draw.random() * 100, 2), "currency": "EUR"},
        "tags": ["new", "red"][: number % 3],
        "sold": None if number % 7 == 0 else bool(number % 2),
        "created": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00Z",
        "owner": {"id": number % 500, "mail": f"user{number % 500}@example.com"},
        **({"note": "leave it at the door, please"} if number % 10 == 0 else {}),
        "size": [number % 5, number % 7],
    }


def spent(call: Callable[[], object]) -> float:
    """Return the CPU seconds of a call; what it made is gone before the next one."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        call()
        return time.process_time() - began
    finally:
        gc.enable()


def compared(candidates: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return each candidate's median; they take turns."""
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, call in candidates.items():
            taken[name].append(spent(call))
    return {name: statistics.median(values) for name, values in taken.items()}


def told(title: str, seconds: dict[str, float], against: str) -> None:
    print(f"\n{title} (ratio to: {against})")
    width = max(map(len, seconds))
    for name, value in seconds.items():
        print(f"  {name:<{width}}  {value * 1e3:9.1f} ms  {value / seconds[against]:8.3f} ×")


def explored(tree: Tree) -> Callable[[], object]:
    """Return what opens the explorer and gives its first page."""
    return lambda: Conversation(Explored(tree, Subject(tree.data))).first()


def found(tree: Tree, text: str, where: str) -> Callable[[], object]:
    """Return a search to its end."""

    def look() -> None:
        searching = search(tree, text, where)
        while not searching.done:
            searching.advance(60.0)

    return look


def main(items: int, rounds: int) -> None:
    data = response(items)
    body = json.dumps(data)
    data = json.loads(body)
    tree = Tree(data)
    entries = sum(each.count for each in shapes(data)) - 1
    print(f"{len(body) / 1e6:.1f} MB, {entries:,} entries")
    talk = Conversation(Explored(tree, Subject(data)))
    address = tree.address(("data", "items"))
    assert address is not None
    last = items // 100 * 100
    page = {"ask": "children", "at": list(address), "start": last - 100, "stop": last}
    assert len(talk.answer(page)["entries"]) == 100
    rows = data["data"]["items"]
    quick = {
        "json.loads": lambda: json.loads(body),
        "explorer: first rows": explored(tree),
        "explorer: a page of 100": lambda: talk.answer(page),
        "where, a number": lambda: hooknb.where(data, 42),
        "where, part of a text": lambda: hooknb.where(data, "thing 4242", like=True),
        "where, nothing there": lambda: hooknb.where(data, "no such text"),
        "shape, a sample of 1,000": lambda: hooknb.shape(data, sample=1000),
        "shape": lambda: hooknb.shape(data),
        "search, to the end": found(tree, "no such text", "any"),
        "search by path $..amount": found(tree, "$..amount", "path"),
        "find data.items[*].price.amount": lambda: hooknb.ObjectPath("data.items[*].price.amount").find(data),
    }
    told("Looking", compared(quick, rounds), "json.loads")
    tables = {
        "pandas.json_normalize": lambda: pandas.json_normalize(rows),
        "pandas.DataFrame, not flattened": lambda: pandas.DataFrame(rows),
        "table": lambda: hooknb.table(data, "data.items"),
        "table, three columns": lambda: hooknb.table(
            data, "data.items", columns=["id", "name", "price.amount"]
        ),
        "table, a list to rows": lambda: hooknb.table(data, "data.items", explode="size"),
    }
    told("A list as a table", compared(tables, max(rounds // 2, 1)), "pandas.json_normalize")
    changed = changed_copy(data, body)
    diffs = {
        "json.loads, twice": lambda: (json.loads(body), json.loads(body)),
        "diff, the same": lambda: hooknb.diff(data, changed[0]),
        "diff, every hundredth item changed": lambda: hooknb.diff(data, changed[1]),
        "diff, every item changed": lambda: hooknb.diff(data, changed[2]),
    }
    told("Two responses", compared(diffs, max(rounds // 2, 1)), "json.loads, twice")
    memory(data, body)


def changed_copy(data: dict[str, Any], body: str) -> list[dict[str, Any]]:
    """Return the response read again, with one in a hundred items changed, and with all changed."""
    copies = [json.loads(body) for _ in range(3)]
    for step, changed in zip((100, 1), copies[1:], strict=True):
        rows = changed["data"]["items"]
        for row in rows[::step]:
            row["price"]["amount"] += 1
        rows.insert(0, copy.deepcopy(rows[0]) | {"id": -1})
    return copies


def memory(data: dict[str, Any], body: str) -> None:
    """Print what the explorer and the others hold beside the data."""
    print("\nMemory at its highest, beside the data (ratio to: json.loads)")
    candidates: dict[str, Callable[[], object]] = {
        "json.loads": lambda: json.loads(body),
        "explorer: first rows and a page": lambda: _opened(data),
        "where": lambda: hooknb.where(data, 42),
        "shape": lambda: hooknb.shape(data),
        "table": lambda: hooknb.table(data, "data.items"),
        "pandas.json_normalize": lambda: pandas.json_normalize(data["data"]["items"]),
    }
    peaks = {}
    for name, call in candidates.items():
        gc.collect()
        tracemalloc.start()
        call()
        peaks[name] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    width = max(map(len, peaks))
    for name, peak in peaks.items():
        print(f"  {name:<{width}}  {peak / 1e6:8.1f} MB  {peak / peaks['json.loads']:8.3f} ×")


def _opened(data: dict[str, Any]) -> Conversation:
    talk = Conversation(Explored(Tree(data), Subject(data)))
    talk.first()
    talk.answer({"ask": "children", "at": [0, 0], "start": 0, "stop": 100})
    return talk


def browser(items: int) -> None:
    """Print how long JupyterLab takes to show the response, and how many elements that makes."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "browser"))
    import lab as laboratory

    setup = f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parent)!r})\nimport explore\n"
    cells = {
        f"explorer, {items:,} items": (
            f"import hooknb\nhooknb.explore(explore.response({items}))",
            ".hx-row",
        ),
        f"explorer, {BROWSER_ITEMS:,} items": (
            f"import hooknb\nhooknb.explore(explore.response({BROWSER_ITEMS}))",
            ".hx-row",
        ),
        f"IPython.display.JSON, {BROWSER_ITEMS:,} items": (
            f"from IPython.display import JSON\nJSON(explore.response({BROWSER_ITEMS}), expanded=True)",
            ".jp-RenderedJSON ul ul",
        ),
    }
    print("\nIn JupyterLab, from running the cell to the first rows")
    with tempfile.TemporaryDirectory() as folder, laboratory.start(Path(folder)) as lab:
        for number, (name, (cell, seen)) in enumerate(cells.items()):
            data, show = cell.rsplit("\n", 1)
            made = f"made = {show[show.index('explore.response') :].split(')')[0]})"
            lab.write(
                f"{number}.ipynb",
                setup + data + "\n" + made,
                show.replace(made.removeprefix("made = "), "made"),
            )
            with lab.open(f"{number}.ipynb", size=(1300, 900)) as notebook:
                page = notebook.page
                notebook.command("notebook:run-cell-and-select-next")
                notebook.wait_idle(seconds=120)
                began = time.perf_counter()
                page.evaluate("() => { jupyterapp.commands.execute('notebook:run-cell'); }")
                page.locator(seen).first.wait_for(timeout=120_000)
                took = time.perf_counter() - began
                nodes = page.evaluate("document.querySelectorAll('.jp-OutputArea *').length")
                print(f"  {name:<40} {took:6.2f} s  {nodes:9,} elements")


if __name__ == "__main__":
    COUNT = ITEMS // 10 if "--quick" in sys.argv else ITEMS
    main(COUNT, 3 if "--quick" in sys.argv else ROUNDS)
    if "--browser" in sys.argv:
        browser(COUNT)
