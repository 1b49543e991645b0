"""One guarded, opt-in helper for notebooks whose own code runs an event loop inside the kernel's.

hooknb itself never needs it: its requests have a loop of their own, in another thread.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import sys
from contextlib import suppress
from importlib import metadata

from hooknb.errors import HooknbError

_INSTEAD = (
    "use `await` at the top level of a cell instead of asyncio.run(...) or loop.run_until_complete(...)"
)


def allow_nested_loops() -> str:
    """Let a cell's own `asyncio.run(...)` work although the kernel's event loop is running.

    It patches asyncio, in this process only, with nest_asyncio2 when that is installed, else with
    nest-asyncio, which is archived: with ipykernel 7 or newer and with Python 3.14 it can hang the kernel,
    so there it is refused.

    Returns:
        The name of the package that was used.

    Raises:
        HooknbError: it would hang or break; the message says what to do instead.

    Example:
        >>> hooknb.allow_nested_loops()  # doctest: +SKIP
        'nest_asyncio2'
    """
    _refuse_foreign_loop()
    if importlib.util.find_spec("nest_asyncio2") is not None:
        return _applied("nest_asyncio2")
    _refuse_archived()
    return _applied("nest_asyncio")


def _applied(name: str) -> str:
    importlib.import_module(name).apply()
    return name


def _refuse_foreign_loop() -> None:
    loops: list[object] = [asyncio.get_event_loop_policy()] if sys.version_info < (3, 14) else []
    with suppress(RuntimeError):  # no loop is running, which is as good as asyncio's own
        loops.append(asyncio.get_running_loop())
    if any("uvloop" in type(loop).__module__ for loop in loops):
        raise HooknbError(f"uvloop's event loop cannot be nested; {_INSTEAD}")


def _refuse_archived() -> None:
    if sys.version_info >= (3, 14):
        raise HooknbError(
            f"nest-asyncio does not work on Python 3.14; pip install nest_asyncio2, or {_INSTEAD}"
        )
    if _kernel_version() >= 7:
        why = "with ipykernel 7, nest-asyncio hangs the kernel as soon as another cell waits"
        raise HooknbError(f"{why}; pip install nest_asyncio2, or {_INSTEAD}")


def _kernel_version() -> int:
    """Return the major version of the kernel this runs in; 0 outside of a kernel."""
    if "ipykernel" not in sys.modules:
        return 0
    return int(metadata.version("ipykernel").split(".")[0])
