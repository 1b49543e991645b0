"""Keeping the log of the packages below us free of what servers send back.

With `logging.DEBUG` httpcore writes every header of an answer, cookies and echoed secrets among them. What it
says of hooknb's own requests loses those records; what it says of anybody else's stays.
"""

from __future__ import annotations

import logging
from functools import cache

LOOP_THREAD = "hooknb-loop"
_LOGGERS = ("httpcore.http11", "httpcore.proxy")
# The head of an answer, or the line of it that could not be read.
_TELLING = ("receive_response_headers.complete", "receive_response_headers.failed")


@cache
def quieten() -> None:
    """Keep the heads of our answers out of the log; once for the process."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_is_harmless)


def _is_harmless(record: logging.LogRecord) -> bool:
    return record.threadName != LOOP_THREAD or not str(record.msg).startswith(_TELLING)
