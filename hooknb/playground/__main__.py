"""`python -m hooknb.playground [--port N]`: run the playground until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence

from hooknb.playground.server import Playground


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; return the exit code of the process."""
    parser = argparse.ArgumentParser(
        prog="python -m hooknb.playground", description="A small HTTP API on this machine."
    )
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; 0 picks a free one")
    try:
        playground = Playground(parser.parse_args(arguments).port)
    except (OSError, ValueError) as error:
        parser.exit(2, f"{error}\n")
    with playground:
        sys.stdout.write(f"{playground!r}\nCtrl-C stops it.\n")
        sys.stdout.flush()
        _until_interrupted()
    return 0


def _until_interrupted() -> None:
    forever = threading.Event()
    try:
        # A wait without an end cannot be interrupted on Windows.
        while not forever.wait(1.0):
            pass
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    sys.exit(main())
