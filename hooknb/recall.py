"""Look back at the runs that are kept: all of them as a table, one of them again, two of them compared."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hooknb.core.node import Node
from hooknb.engine.result import Result
from hooknb.errors import quoted
from hooknb.session import default_session

if TYPE_CHECKING:
    from hooknb.engine.compare import Comparison
    from hooknb.engine.past import Past


def history(
    *,
    last: int | None = None,
    node: str | None = None,
    since: datetime | date | timedelta | str | None = None,
    failed: bool | None = None,
    all_sessions: bool = True,
) -> Any:
    """Return the runs that are kept, the newest last, as a DataFrame; secrets masked.

    Args:
        last: only so many, the newest.
        node: only runs of the node of this name.
        since: only runs that began then or later: a datetime, a date, a timedelta, or text such as
            `2026-11-24`, `30 min`, `2h`, `7d`.
        failed: True for runs that left by the failed output, False for the others.
        all_sessions: False for this session's alone.

    Returns:
        A row for each run: id, time (UTC, when it began), node, method, url, status, output, elapsed
        (seconds), why, session (eight hexadecimal digits), directory.

    Raises:
        HistoryError: `since` is no time.

    Example:
        >>> hooknb.history(failed=True, since="7d")[["id", "url", "why"]]  # doctest: +SKIP
    """
    log = default_session().log
    return log.runs(last=last, node=node, since=since, failed=failed, all_sessions=all_sessions).frame()


def past(which: int | str = -1) -> Past:
    """Open an old run again, without sending anything.

    Args:
        which: the run's number, as `hooknb.history()` lists it; a node's name, for its last run; -1 for the
            last run of all, -2 for the one before it.

    Returns:
        A `Past`: a `Result` with request, response, parameters, mapping and routing of then. Secrets in it
        are masked; of a very large body only the beginning was kept.

    Raises:
        HistoryError: there is no such run.

    Example:
        >>> hooknb.past("user").data["name"]  # doctest: +SKIP
        'Ada'
    """
    return default_session().log.past(which)


def check(what: Result | Node | str, *, last: int = 20, runs: bool = False) -> Any:
    """Look a node's mapping paths up in its last responses: do they still hit, and what has changed?

    Args:
        what: a result, a node, or the name of a kept node. The rules are those of now, whatever the node
            mapped then. Of a node without a name, its runs are those of the same method and URL.
        last: how many responses at most; only those with a 2xx count.
        runs: True for a row for each rule and run: parameter, path, run, time, state, matches, kind.

    Returns:
        A DataFrame with a row for each rule: parameter, path, now (found, missing or null in the last
        response; `unreadable` when none could be read), kind (of the values found), runs (responses that were
        looked at), found, missing, null (in how many), changes (of kind and state, such as `number → text`),
        since (when the first run began from which on it was as it is now), run (its number).

    Raises:
        NodeError: no node of this name is kept.
        TypeError: `what` is something else.
        ValueError: `last` is no whole number from 1 on.

    Example:
        >>> hooknb.check("user")[["path", "now", "changes", "since"]]  # doctest: +SKIP
    """
    from hooknb.engine.path_check import last_responses, look_back, run_table, summary_table

    session = default_session()
    result = what if isinstance(what, Result) else None
    node = result.node if result is not None else session.read(what)[0] if isinstance(what, str) else what
    if not isinstance(node, Node):
        raise TypeError(f"{quoted(what)} cannot be checked: give a result, a node, or a kept node's name")
    if not isinstance(last, int) or last < 1:
        raise ValueError(f"{quoted(last)} is no number of responses: give 1 or more")
    found = look_back(node.mapping, last_responses(session.log, node, result, last))
    return (run_table(found) if runs else summary_table(found)).frame()


def compare(first: Result | int | str, second: Result | int | str) -> Comparison:
    """Compare two runs: request, outcome, headers, parameters, mapped values, and the data path by path.

    Args:
        first: a result, or what `hooknb.past` takes.
        second: another.

    Returns:
        A `Comparison`, shown as a card; `frame()` gives a DataFrame of part, what, first, second, and `same`
        says whether nothing of interest differs.

    Raises:
        HistoryError: there is no such run.

    Example:
        >>> hooknb.compare(-2, -1).same  # doctest: +SKIP
        True
    """
    from hooknb.engine.compare import compare_results

    one, other = (each if isinstance(each, Result) else past(each) for each in (first, second))
    return compare_results(one, other)
