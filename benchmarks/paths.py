"""Object paths against plain Python and against other JSONPath packages, as ratios of one run.

    python benchmarks/paths.py             everything, about two minutes
    python benchmarks/paths.py --quick     fewer rounds

The first table compares names and indexes with a Python function that has the same subscripts. In the others
a ratio of 50 means that a package needs fifty times as long as we do. All find the same values, which is
checked before anything is measured.
"""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import jsonpath
import jsonpath_ng
import jsonpath_ng.ext
import jsonpath_rfc9535
from timing import medians

from hooknb.core.objectpath.native import Native
from hooknb.core.objectpath.parse import parse
from hooknb.core.objectpath.path import ObjectPath

warnings.simplefilter("ignore", DeprecationWarning)

STRICT = jsonpath.JSONPathEnvironment(strict=True)
OTHERS = ("jsonpath-ng", "jsonpath-ng.ext", "jsonpath-rfc9535", "python-jsonpath")

BATCH = 20

DEFINITE: list[tuple[str, Callable[[Any], Any], Any]] = [
    ("$.name", lambda data: data["name"], {"name": "Ann"}),
    ("$.data.userId", lambda data: data["data"]["userId"], {"data": {"userId": 1}}),
    ("$.data.user.id", lambda data: data["data"]["user"]["id"], {"data": {"user": {"id": 1}}}),
    ("$[0]", lambda data: data[0], [1]),
    ("$[0].userId", lambda data: data[0]["userId"], [{"userId": 1}]),
    ("$.items[0]", lambda data: data["items"][0], {"items": [1]}),
    (
        "$.shop.orders[0].customer.name",
        lambda data: data["shop"]["orders"][0]["customer"]["name"],
        {"shop": {"orders": [{"customer": {"name": "Ann"}}]}},
    ),
]
INDEFINITE = {
    "Wildcards": (
        "$.shop.orders[*].id",
        "$.shop.orders[*]",
        "$.shop.orders[10:500].customer.name",
        "$.shop.orders[*]['id','total']",
        "$.shop.orders[*].lines[*].price",
    ),
    "Filters": (
        "$.shop.orders[?@.total > 500].id",
        "$.shop.orders[?@.total < 500].id",
        "$.shop.orders[?@.status == 'paid'].id",
        "$.shop.orders[?@.total > 500 && @.customer.name == 'name 3'].id",
        "$.shop.orders[?@.note].id",
        "$.shop.orders[*].lines[?@.price < 20].sku",
    ),
    "Descendants": (
        "$..id",
        "$..price",
        "$..customer.name",
        "$..*",
        "$..lines[0]",
        "$..[?@.price < 20]",
    ),
}


def shop(orders: int = 1000) -> dict[str, Any]:
    """Make what a shop's API might answer: objects with lists of objects, mostly texts and numbers."""
    draw = random.Random(7)
    return {"shop": {"orders": [_order(number, draw) for number in range(orders)]}}


def _order(number: int, draw: random.Random) -> dict[str, Any]:
    return {
        "id": number,
        "created": f"2024-0{number % 9 + 1}-11T10:00:00Z",
        "status": draw.choice(["paid", "open", "sent"]),
        "currency": "EUR",
        "total": round(draw.random() * 1000, 2),
        "express": number % 3 == 0,
        "reference": f"R-{number:08}",
        "customer": {"id": number % 50, "name": f"name {number % 50}", "mail": "a@example.com"},
        "lines": [
            {"sku": f"S{line}", "title": f"thing {line}", "price": round(draw.random() * 100, 2)}
            for line in range(2)
        ],
        **({"note": "leave at the door"} if number % 10 == 0 else {}),
    }


def others(text: str, data: Any) -> dict[str, Callable[[], list[Any]]]:
    """Return how each other package finds a path's values, compiled beforehand."""
    found = {
        "jsonpath-ng.ext": partial(_values_of_ng, jsonpath_ng.ext.parse(text), data),
        "jsonpath-rfc9535": partial(_values_of_rfc9535, jsonpath_rfc9535.compile(text), data),
        "python-jsonpath": partial(STRICT.compile(text).findall, data),
    }
    if "?" not in text:
        found["jsonpath-ng"] = partial(_values_of_ng, jsonpath_ng.parse(text), data)
    return found


def _values_of_ng(path: Any, data: Any) -> list[Any]:
    return [match.value for match in path.find(data)]


def _values_of_rfc9535(path: Any, data: Any) -> list[Any]:
    return list(path.find(data).values())


def print_definite(rounds: int) -> None:
    """Print what names and indexes cost, as a multiple of plain subscripting."""
    print("Names and indexes: as multiples of a Python function with the same subscripts")
    print(_row("path", "plain", ("getter", "one", *OTHERS)))
    for text, plain, data in DEFINITE:
        path = ObjectPath(text, strict=True)
        slow = others(text, data)
        assert plain(data) == path.getter(data) == path.one(data), text
        assert all(call() == [plain(data)] for call in slow.values()), text
        fast = {
            "plain": partial(plain, data),
            "getter": partial(path.getter, data),
            "one": partial(path.one, data),
        }
        taken = medians(fast, rounds=3 * rounds, calls=5_000) | medians(slow, rounds=rounds, calls=100)
        ratios = [_ratio(taken[name] / taken["plain"]) for name in ("getter", "one", *OTHERS)]
        print(_row(text, f"{taken['plain'] * 1e9:.0f} ns", ratios))


def print_indefinite(rounds: int) -> None:
    """Print how many times as long as ours the other packages take."""
    data = shop()
    for title, texts in INDEFINITE.items():
        print(f"\n{title} in 1,000 orders: how many times as long as ours")
        print(_row("path", "ours", ("matches", *OTHERS)))
        for text in texts:
            path = ObjectPath(text, strict=True)
            slow = others(text, data)
            assert all(_same(call(), path.find(data)) for call in slow.values()), text
            # Ours ends before a timer and the caches have settled, so it is called several times in its turn.
            ours = {"ours": partial(_repeated, partial(path.find, data), BATCH)}
            walk = {"matches": lambda path=path: list(path.matches(data))}
            taken = medians({**ours, **walk, **slow}, rounds=rounds)
            taken["ours"] /= BATCH
            ratios = [
                _ratio(taken[name] / taken["ours"]) if name in taken else "-" for name in ("matches", *OTHERS)
            ]
            print(_row(text, f"{taken['ours'] * 1e6:.0f} µs", ratios))


def _repeated(call: Callable[[], object], times: int) -> None:
    for _ in range(times):
        call()


def _same(found: list[Any], ours: list[Any]) -> bool:
    """Compare as sets: below `..` jsonpath-ng has an order of its own."""
    return sorted(map(repr, found)) == sorted(map(repr, ours))


def print_reading(rounds: int) -> None:
    """Print what reading a path costs, without any cache."""
    print("\nReading a path: how many times as long as ours")
    print(_row("path", "ours", OTHERS))
    for text in ("$.data.userId", "$.shop.orders[?@.total > 500].id"):
        candidates = {
            "ours": lambda text=text: Native(parse(text, strict=False), "seed"),
            "jsonpath-ng.ext": partial(jsonpath_ng.ext.parse, text),
            "jsonpath-rfc9535": partial(jsonpath_rfc9535.compile, text),
            "python-jsonpath": partial(STRICT.compile, text),
        }
        if "?" not in text:
            candidates["jsonpath-ng"] = partial(jsonpath_ng.parse, text)
        taken = medians(candidates, rounds=rounds, calls=20)
        ratios = [_ratio(taken[name] / taken["ours"]) if name in taken else "-" for name in OTHERS]
        print(_row(text, f"{taken['ours'] * 1e6:.0f} µs", ratios))


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _row(path: str, ours: str, others: Any) -> str:
    return f"  {path:<64} {ours:>9} " + " ".join(
        f"{each:>{max(8, len(name))}}" for each, name in _sized(others)
    )


def _sized(texts: Any) -> list[tuple[str, str]]:
    names = {2: ("getter", "one"), 1: ("matches",)}.get(len(texts) - len(OTHERS), ())
    return list(zip(texts, (*names, *OTHERS), strict=True))


if __name__ == "__main__":
    ROUNDS = 5 if "--quick" in sys.argv else 15
    print_definite(ROUNDS)
    print_indefinite(ROUNDS)
    print_reading(ROUNDS)
