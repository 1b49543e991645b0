"""The explorer where no script runs: its first page as inert HTML, and as text for terminals."""

from __future__ import annotations

from collections.abc import Iterator

from hooknb.core.tree import Address, Bucket, Entry, Tree
from hooknb.core.tree_opening import opening
from hooknb.view.html import MONO, MUTED, RULE, WRAP, Html, element
from hooknb.view.text import visible
from hooknb.widgets.explored import Explored

# Below it, JupyterLab says of the widget itself that its model was not found.
AGAIN = "This is a copy for reading. Run the cell again to go on working with it."
_ROOM = 40
Shown = tuple[Address, int, int | None]
Opened = dict[Shown, int | None]
"""The pages that are open; how many of its rows are shown, or None for all."""
_ROW = f"padding:1px 0;{MONO};{WRAP}"
_LEAF = f"{_ROW};padding-left:1em"
_SUMMARY = f"{_ROW};cursor:pointer"
_BRANCH = "margin:0 0 0 .6em;padding:0 0 0 .7em;border-left:1px solid rgba(128,128,128,.25)"


def html(explored: Explored, mark: str) -> Html:
    """Return the first page as HTML that needs neither styles nor scripts.

    Args:
        explored: what is shown.
        mark: what a live explorer finds this copy by, to hide it.
    """
    tree = explored.tree
    opened = _opened(tree)
    # The lines below the first are an excerpt with a caret, which wrapped lines would move.
    note = explored.subject.note.partition("\n")[0]
    head = " · ".join(filter(None, (explored.subject.title, note)))
    title = [element("div", visible(head), style=f"{MUTED};margin:0 0 4px;{WRAP}")] if head else []
    return element(
        "div",
        *title,
        _branch(tree, tree.entry(()), opened),
        element("div", AGAIN, style=f"{MUTED};margin:6px 0 0"),
        style=f"font-size:13px;line-height:1.5;border:{RULE};border-radius:4px;padding:8px 12px",
        **{"data-hooknb-still": mark},
    )


def text(explored: Explored) -> str:
    """Return the first page as lines of text."""
    tree = explored.tree
    opened = _opened(tree)
    head = [visible(line) for line in (explored.subject.title, explored.subject.note) if line]
    return "\n".join([*head, *_lines(tree, tree.entry(()), opened, 0)])


def _opened(tree: Tree) -> Opened:
    return {(address, start, stop): few for address, start, stop, few in opening(tree, _ROOM)}


def _branch(tree: Tree, entry: Entry, opened: Opened) -> Html:
    if (entry.address, 0, None) not in opened:
        return element("div", *_words(entry), style=_LEAF)
    summary = element("summary", *_words(entry), style=_SUMMARY)
    return element("details", summary, _page(tree, (entry.address, 0, None), opened), open="open")


def _page(tree: Tree, shown: Shown, opened: Opened) -> Html:
    page = tree.page(*shown, few=opened[shown])
    entries = [_branch(tree, entry, opened) for entry in page.entries]
    buckets = [_bucket(tree, bucket, opened) for bucket in page.buckets]
    left = [] if page.left is None else [_closed(page.left)]
    return element("div", *entries, *buckets, *left, style=_BRANCH)


def _bucket(tree: Tree, bucket: Bucket, opened: Opened) -> Html:
    shown = (bucket.address, bucket.start, bucket.stop)
    if shown not in opened:
        return _closed(bucket)
    summary = element("summary", _said(bucket), style=f"{_SUMMARY};{MUTED}")
    return element("details", summary, _page(tree, shown, opened), open="open")


def _closed(bucket: Bucket) -> Html:
    return element("div", _said(bucket), style=f"{_LEAF};{MUTED}")


def _words(entry: Entry) -> Iterator[Html]:
    if entry.key is not None:
        yield element("b", str(entry.key), style="font-weight:600")
        yield Html(": ")
    if entry.count:
        yield element("span", f"{_size(entry)} ", style=MUTED)
    yield element("span", entry.preview, style=MUTED if entry.count else "")


def _lines(tree: Tree, entry: Entry, opened: Opened, level: int) -> Iterator[str]:
    name = "" if entry.key is None else f"{entry.key}: "
    is_open = (entry.address, 0, None) in opened
    yield f"{'  ' * level}{name}{_size(entry) if is_open else entry.preview}"
    if is_open:
        yield from _page_lines(tree, (entry.address, 0, None), opened, level + 1)


def _page_lines(tree: Tree, shown: Shown, opened: Opened, level: int) -> Iterator[str]:
    page = tree.page(*shown, few=opened[shown])
    for entry in page.entries:
        yield from _lines(tree, entry, opened, level)
    for bucket in page.buckets:
        yield f"{'  ' * level}{_said(bucket)}"
        inside = (bucket.address, bucket.start, bucket.stop)
        if inside in opened:
            yield from _page_lines(tree, inside, opened, level + 1)
    if page.left is not None:
        yield f"{'  ' * level}{_said(page.left)}"


def _size(entry: Entry) -> str:
    if entry.kind == "list":
        return f"[{entry.count:,}]"
    return f"{{{entry.count:,}}}"


def _said(bucket: Bucket) -> str:
    return f"{bucket.label} ({bucket.stop - bucket.start:,} entries)"
