"""What of a tree is open at first: as much of its shape as fits, so that the first look needs no click.

>>> [page.address for page in opening(Tree({"items": [{"id": 7}] * 60, "page": 1}), 21)]
[(), (0,), (0, 0)]
>>> opening(Tree({"items": [{"id": 7}] * 60, "page": 1}), 21)[1].few
17
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from hooknb.core.tree import Address, Tree, bucket_size, is_container

# So much of what is too long is shown, if there is room for it: of an object its first names, of a list its
# first item, which tells what the others are like, or some that have nothing inside; and some buckets.
_NAMES, _VALUES, _BUCKETS = 5, 3, 3
# A list is rather cut than its first item left closed, or so much of it.
_RESERVED = 10


class Opened(NamedTuple):
    """Hold what is open, as the arguments of `Tree.page`."""

    address: Address
    start: int = 0
    stop: int | None = None
    few: int | None = None


def opening(tree: Tree, room: int) -> list[Opened]:
    """Return the pages to show open at first, outer ones first.

    What does not fit is shown in part. Of a list only the first item is opened: the others look like it, as a
    rule.

    Args:
        tree: the data.
        room: how many rows there may be below the root; the root's own are shown in any case, and then the
            first item of a long list may have half as many.
    """
    rows = _rows(tree, Opened(()))
    if not rows:
        return []
    pages = [Opened(())]
    while bucket := _first_bucket(tree, pages[-1]):
        pages.append(bucket)
    left = room - rows if rows < room or isinstance(tree.data, dict) else room // 2
    waiting = deque(_inner(tree, pages[-1]))
    while waiting:
        page, taken = _fitting(tree, waiting.popleft(), left)
        if page is not None:
            left -= taken
            pages.append(page)
            waiting += _inner(tree, page)
    return _grown(tree, pages, left)


def _fitting(tree: Tree, page: Opened, room: int) -> tuple[Opened | None, int]:
    """Return a page, or the beginning of it, and how many rows that takes; None where there is no room."""
    rows, few = _rows(tree, page), _least(tree, page)
    # A row that says there is one more is no shorter than that one, and buckets say nothing of the shape.
    if rows <= few + 1 or (not _first_bucket(tree, page) and rows + _reserved(tree, page) <= room):
        return (page, rows) if rows <= room else (None, 0)
    return (page._replace(few=few), few + 1) if few < room else (None, 0)


def _least(tree: Tree, page: Opened) -> int:
    if _first_bucket(tree, page):
        return _BUCKETS
    if isinstance(tree.value(page.address), dict):
        return _NAMES
    return 1 if _first_item(tree, page) else _VALUES


def _reserved(tree: Tree, page: Opened) -> int:
    """Return how much room has to be left beside a whole list, for what is inside."""
    return min(_first_item(tree, page), _RESERVED)


def _first_item(tree: Tree, page: Opened) -> int:
    """Return how many children the first item of a list has."""
    value = tree.value(page.address)
    first = value[page.start] if isinstance(value, list) else None
    return len(first) if isinstance(first, (dict, list)) else 0


def _inner(tree: Tree, page: Opened) -> Iterator[Opened]:
    """Yield what can be opened on a page: of a list only the first entry, of buckets the first."""
    if bucket := _first_bucket(tree, page):
        yield bucket
        return
    value = tree.value(page.address)
    shown = [value[page.start]] if isinstance(value, list) else islice(value.values(), *_between(value, page))
    for position, child in enumerate(shown, page.start):
        if is_container(child) and child:
            yield Opened((*page.address, position))


def _grown(tree: Tree, pages: list[Opened], room: int) -> list[Opened]:
    """Return the pages with the room that is left given to those shown in part, a row each in turn.

    More buckets tell nothing, and neither do more values with nothing inside.
    """
    growing = deque(
        at
        for at, page in enumerate(pages)
        if page.few is not None and not _first_bucket(tree, page) and _least(tree, page) != _VALUES
    )
    while growing and room > 0:
        at = growing.popleft()
        page = pages[at]
        few = (page.few or 0) + 1
        # The last entry takes the row that said there is one more.
        whole = few + 1 >= _rows(tree, page)
        pages[at] = page._replace(few=None if whole else few)
        room -= 1
        growing += [] if whole else [at]
    return pages


def _first_bucket(tree: Tree, page: Opened) -> Opened | None:
    """Return the first bucket on a page; None when entries stand there."""
    start, stop = _between(tree.value(page.address), page._replace(few=None))
    size = bucket_size(stop - start)
    return None if size == 1 else Opened(page.address, start, min(start + size, stop))


def _rows(tree: Tree, page: Opened) -> int:
    """Return how many rows all of a page takes."""
    start, stop = _between(tree.value(page.address), page._replace(few=None))
    return -(-(stop - start) // bucket_size(stop - start))


def _between(value: Any, page: Opened) -> tuple[int, int]:
    """Return where the children on a page begin and end."""
    end = (len(value) if is_container(value) else 0) if page.stop is None else page.stop
    return page.start, end if page.few is None else min(end, page.start + page.few)
