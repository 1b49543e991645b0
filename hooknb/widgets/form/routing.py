"""The route simulator: which output each status code takes, as stretches that a picture is drawn from.

>>> from hooknb.core.routes import Routes
>>> [each["output"] for each in picture(Routes([("404", "missing")]))["stretches"]]
['failed', 'default', 'failed', 'missing', 'failed']
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from hooknb.core.routes import DEFAULT, FAILED, STATUSES, Routes
from hooknb.view.text import in_line


@lru_cache(maxsize=8)
def picture(routes: Routes) -> dict[str, Any]:
    """Return what the simulator shows.

    Returns:
        `stretches`: runs of codes with one output for one reason, each with `first`, `last`, `output`,
        `route`, `why` and `failed`; `outputs`: their names in order; `notes`: for a route's status a sentence
        about what it covers together with others.
    """
    stretches = [_stretch(list(codes)) for _, codes in groupby(_taken(routes), lambda row: row[1:])]
    return {
        "stretches": stretches,
        "outputs": [in_line(name) for name in routes.outputs],
        "notes": dict(_notes(routes)),
    }


def _taken(routes: Routes) -> Iterator[tuple[int, str, str, bool]]:
    for status in STATUSES:
        taken = routes.take(status)
        yield status, taken.output, taken.route, taken.failed


def _stretch(codes: list[tuple[int, str, str, bool]]) -> dict[str, Any]:
    first, output, route, failed = codes[0]
    return {
        "first": first,
        "last": codes[-1][0],
        "output": in_line(output),
        "route": route,
        "why": _why(route),
        "failed": failed,
    }


def _why(route: str) -> str:
    if route in (DEFAULT, FAILED):
        return "no route; 2xx goes to default" if route == DEFAULT else "no route"
    return f"class {route}" if route.endswith("xx") else f"code {route}"


def _notes(routes: Routes) -> Iterator[tuple[str, str]]:
    """Say of each class which of its codes go elsewhere, and of each code which class it is taken from."""
    outputs = {route.status: route.output for route in routes.routes}
    codes: dict[str, list[str]] = {}
    # Each code once, also while somebody is writing it a second time.
    for status in outputs:
        if not status.endswith("xx"):
            codes.setdefault(f"{status[0]}xx", []).append(status)
    for route in routes.routes:
        elsewhere = codes.get(route.status, [])
        if len(elsewhere) == 100:
            yield route.status, "never taken: every code of the class has a route of its own"
        elif elsewhere:
            more = f" and {len(elsewhere) - 4} more" if len(elsewhere) > 4 else ""
            yield route.status, f"but for {', '.join(elsewhere[:4])}{more}"
        over = outputs.get(f"{route.status[0]}xx")
        if over is not None and not route.status.endswith("xx"):
            same = ", which leads there too" if over == route.output else ""
            yield route.status, f"before {route.status[0]}xx{same}"
