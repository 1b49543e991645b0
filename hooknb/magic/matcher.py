"""Completion hooked into IPython, for cells of ours only; what is offered is `complete`'s."""

from __future__ import annotations

import re
from typing import Any

_NAME = "hooknb.webhook"
_OURS = re.compile(r"%%?webhook\b")


def add_completion(shell: Any) -> None:
    """Let a shell's completer offer what fits in a `%%webhook` cell."""
    completer = getattr(shell, "Completer", None)
    if completer is None:
        return
    from IPython.core.completer import context_matcher

    remove_completion(shell)
    completer.custom_matchers.append(context_matcher(identifier=_NAME, priority=200)(_matches))


def remove_completion(shell: Any) -> None:
    """Take the matcher out of a shell's completer."""
    completer = getattr(shell, "Completer", None)
    if completer is not None:
        completer.custom_matchers[:] = [
            each for each in completer.custom_matchers if getattr(each, "matcher_identifier", "") != _NAME
        ]


def _matches(context: Any) -> dict[str, Any]:
    text = context.full_text
    if not _OURS.match(text):
        return {"completions": []}
    from IPython.core.completer import SimpleCompletion

    from hooknb.magic.complete import complete, known_of
    from hooknb.session import default_session

    lines = text.split("\n")
    cursor = sum(len(line) + 1 for line in lines[: context.cursor_line]) + context.cursor_position
    found = complete(text, cursor, known_of(default_session(), text))
    return {
        "completions": [SimpleCompletion(option, type="webhook") for option in found.options],
        "matched_fragment": text[found.start : cursor],
        "suppress": True,
    }
