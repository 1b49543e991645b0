"""Run in a process of its own: print, as JSON, what a piece of code loads and what it changes.

python process_probe.py CODE_BEFORE CODE
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import threading

# What nest-asyncio, uvloop and gevent replace; compared by identity.
WATCHED = {
    "asyncio": (asyncio, "run get_event_loop new_event_loop Task Future _nest_patched"),
    "asyncio.events": (asyncio.events, "get_running_loop _get_running_loop _event_loop_policy"),
    "asyncio.tasks": (asyncio.tasks, "Task"),
    "asyncio.BaseEventLoop": (asyncio.BaseEventLoop, "run_forever run_until_complete _run_once"),
    "asyncio.Runner": (asyncio.Runner, "run"),
    "asyncio.Handle": (asyncio.Handle, "_run"),
    "socket.socket": (socket.socket, "connect"),
    "threading.Thread": (threading.Thread, "start"),
}


def watched() -> dict[str, object]:
    return {
        f"{owner}.{name}": getattr(holder, name, None)
        for owner, (holder, names) in WATCHED.items()
        for name in names.split()
    }


def main(before: str, code: str) -> None:
    namespace: dict[str, object] = {}
    exec(before, namespace)
    loaded, then, threads = set(sys.modules), watched(), threading.active_count()
    exec(code, namespace)
    report = {
        "packages": sorted({name.partition(".")[0] for name in sys.modules}),
        "new": sorted(sys.modules.keys() - loaded),
        "changed": [name for name, value in watched().items() if value is not then[name]],
        "threads": threading.active_count() - threads,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
