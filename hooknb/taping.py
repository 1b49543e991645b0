"""Cassettes for the shared session: record what servers answer, and replay it without them."""

from __future__ import annotations

from os import PathLike

from hooknb.engine.cassette import Cassette
from hooknb.session import default_session


def cassette(path: str | PathLike[str], mode: str = "auto") -> Cassette:
    """Record the runs within a `with` in a file, and replay them from it: without a network or secrets.

    Args:
        path: the file, relative to the working directory; its folder is made.
        mode: `auto` records when the file is not there yet (for all of this session, so that several cells
            may share it) and replays when it is; `record` sends and records anew, in the place of what
            matches; `replay` never sends; `add` replays what matches and records what does not.

    Returns:
        A `Cassette`, for `with`; `table()` and `frame()` list its exchanges.

    Raises:
        CassetteError: there is no such mode. Within the `with`, a run raises one before anything is sent:
            the file cannot be read, or nothing in it matches and nothing may be sent.

    Example:
        >>> with hooknb.cassette("tapes/lesson.json"):  # doctest: +SKIP
        ...     user = hooknb.run("GET https://api.example.com/users/1")
        >>> user.replayed  # doctest: +SKIP
        True
    """
    return default_session().cassette(path, mode)
