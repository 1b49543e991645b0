"""Ratios from one run: the candidates take turns, and medians are compared.

Times of one run say little on another machine; a ratio against a named alternative in the same run does.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def medians(
    candidates: Mapping[str, Callable[[], object]],
    *,
    rounds: int = 30,
    calls: int = 1,
    between: Callable[[], object] = lambda: None,
) -> dict[str, float]:
    """Return the median seconds of one call for each candidate; they take turns, round by round.

    What `between` does before each turn is not measured.
    """
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for call in candidates.values():
        call()
    for _ in range(rounds):
        for name, call in candidates.items():
            between()
            began = time.perf_counter()
            for _ in range(calls):
                call()
            taken[name].append((time.perf_counter() - began) / calls)
    return {name: statistics.median(values) for name, values in taken.items()}


def print_ratios(title: str, seconds: Mapping[str, float], against: str) -> None:
    """Print each candidate's median and its ratio to one of them."""
    print(f"\n{title} (ratio to: {against})")
    width = max(map(len, seconds))
    for name, value in seconds.items():
        print(f"  {name:<{width}}  {value * 1e6:12.1f} µs  {value / seconds[against]:8.2f} ×")
