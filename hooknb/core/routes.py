"""Status routing: which output a status code takes.

Exact code beats class beats default; the order of the lines never matters.

>>> routes = Routes([("404", "missing"), ("4xx", "our_mistake")])
>>> routes.take(404).output, routes.take(418).output, routes.take(204).output, routes.take(500).output
('missing', 'our_mistake', 'default', 'failed')
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hooknb.view.table import Table

DEFAULT = "default"
FAILED = "failed"
STATUSES = range(100, 600)
_STATUS = re.compile(r"[1-5](?:[0-9]{2}|xx)")


@dataclass(frozen=True, slots=True)
class Route:
    """Send one status code, or one class of them, to an output.

    Args:
        status: `"404"` for one code (100–599), `"4xx"` for a class (`1xx`–`5xx`).
        output: the name of the output, as written.
    """

    status: str
    output: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Say which output was taken.

    Args:
        output: its name as written.
        route: what decided: `"404"`, `"4xx"`, `"default"` or `"failed"`.
        failed: True when this is the failed output.
    """

    output: str
    route: str
    failed: bool

    @property
    def why(self) -> str:
        """One phrase for people."""
        return _WHY.get(self.route) or (
            f"class {self.route}" if self.route.endswith("xx") else f"code {self.route}"
        )


_WHY = {DEFAULT: "any 2xx", FAILED: "no route for it"}


@dataclass(frozen=True, slots=True, init=False)
class Routes:
    """Hold the routes of a node; every status has exactly one output.

    Args:
        routes: `Route`s or `(status, output)` pairs.
        failed: the name of the failed output.

    Example:
        >>> Routes([("5xx", "try_later")], failed="give_up").take(None).output
        'give_up'
    """

    routes: tuple[Route, ...]
    failed: str

    def __init__(self, routes: Iterable[Route | tuple[str, str]] = (), failed: str = FAILED) -> None:
        """Accept pairs as well as routes."""
        made = tuple(route if isinstance(route, Route) else Route(*route) for route in routes)
        object.__setattr__(self, "routes", made)
        object.__setattr__(self, "failed", failed)

    def take(self, status: int | None) -> Taken:
        """Return the output for a status code; None is for a run without an answer."""
        if status is None:
            return Taken(self.failed, FAILED, failed=True)
        by_status = {route.status: route.output for route in self.routes}
        for key in (str(status), f"{status // 100}xx"):
            if key in by_status:
                return Taken(by_status[key], key, failed=by_status[key] == self.failed)
        if 200 <= status <= 299:
            return Taken(DEFAULT, DEFAULT, failed=self.failed == DEFAULT)
        return Taken(self.failed, FAILED, failed=True)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Every output a run can leave by, each once: routes, default, failed."""
        return tuple(dict.fromkeys([*(route.output for route in self.routes), DEFAULT, self.failed]))

    def table(self, taken: Taken | None = None) -> Table:
        """Return the routes as a table: `status`, `output` and, after a run, `taken`."""
        rows = [(route.status, route.output) for route in self.routes]
        rows += [(DEFAULT, DEFAULT), (FAILED, self.failed)]
        if taken is None:
            return Table(("status", "output"), tuple(rows), "Status routing")
        marked = tuple((*row, row[0] == taken.route) for row in rows)
        return Table(("status", "output", "taken"), marked, "Status routing", dtypes=(("taken", "bool"),))

    def frame(self) -> Any:
        """Return a fresh DataFrame of the routes; it can be given back to define a node."""
        return self.table().frame()

    def simulate(self) -> Any:
        """Return where each of the codes 100–599 would leave, as a DataFrame of 500 rows.

        Columns: `status` (int), `output`, `route` (what decides), `failed` (bool).
        """
        return self.simulation().frame()

    def simulation(self) -> Table:
        """Return the rows of `simulate()` as a table."""
        taken = ((status, self.take(status)) for status in STATUSES)
        rows = tuple((status, each.output, each.route, each.failed) for status, each in taken)
        dtypes = (("status", "int64"), ("failed", "bool"))
        return Table(("status", "output", "route", "failed"), rows, "Every status", dtypes=dtypes)

    def document(self) -> list[dict[str, str]]:
        """Return the routes as a document holds them."""
        rows = [{"status": route.status, "output": route.output} for route in self.routes]
        return rows if self.failed == FAILED else [*rows, {"status": FAILED, "output": self.failed}]

    def __repr__(self) -> str:
        listed = ", ".join(repr((route.status, route.output)) for route in self.routes)
        return (
            f"Routes([{listed}])" if self.failed == FAILED else f"Routes([{listed}], failed={self.failed!r})"
        )


def normal_status(text: str) -> str | None:
    """Return a route's status in its one spelling (`4XX` is `4xx`), or None when it is no status."""
    lowered = text.strip().lower()
    return lowered if _STATUS.fullmatch(lowered) else None
