"""Every error hooknb raises, and the problems they carry.

    HooknbError
    ├── NodeError (ValueError)            the definition is wrong; .problems
    │   ├── CellError                     … and we know the place in the cell; .source
    │   └── FormatError                   … in a curl, .http, Postman, HAR or OpenAPI text
    ├── ObjectPathError (ValueError)      not a path; .text .position
    ├── PathNotFoundError (LookupError)   nothing stands at a path; .path
    ├── ParameterError                    a value cannot be used
    │   ├── MissingParameterError (LookupError)   .names, all of them
    │   └── EntityError (TypeError)
    ├── SignatureError                    a token does not verify; .reason
    ├── HistoryError (LookupError)        the history has no such run
    ├── CassetteError                     a cassette cannot be read, or holds no exchange for a request
    └── OutcomeError                      only from raise_if_failed(); .result

    HooknbWarning (UserWarning)           something was done that was probably not meant

Before the wire we raise one of these; after it a `Result` says what went wrong. A message has three
parts: the place, what is wrong (with the value quoted), and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any, Literal

FieldPath = tuple[str | int, ...]
Severity = Literal["error", "warning", "advice"]

_QUOTED_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Say what is wrong with one field of a document, and how to mend it.

    Args:
        path: where in the document, such as `("mapping", 1, "parameter")`.
        message: what is wrong, one sentence without a full stop.
        hint: how to mend it, one phrase; may be empty.
        severity: `"error"` stops a node from existing, `"warning"` and `"advice"` are for `lint()`.
        at: the part of the field's text that is wrong, as offsets `(start, end)`; None for all of it.

    Example:
        >>> print(Problem(("method",), "'POTS' is not a method", "did you mean 'POST'?"))
        method: 'POTS' is not a method (did you mean 'POST'?)
    """

    path: FieldPath
    message: str
    hint: str = ""
    severity: Severity = "error"
    at: tuple[int, int] | None = None

    @property
    def place(self) -> str:
        """The field path as people write it: `mapping[1].parameter`."""
        return field_text(self.path)

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.path else self.message
        return f"{text} ({self.hint})" if self.hint else text


class HooknbError(Exception):
    """Catch this to catch everything that hooknb raises on purpose."""


class HooknbWarning(UserWarning):
    """What hooknb warns of: it did what was asked for, and probably that was not what was meant."""


class NodeError(HooknbError, ValueError):
    """A node definition is wrong; `problems` holds every mistake, not only the first.

    Args:
        problems: every mistake.
        source: an object with `explain(problems) -> str`, which knows where each field stands; None when
            the definition is no text.
    """

    def __init__(self, problems: Sequence[Problem], source: Any = None) -> None:
        self.problems = tuple(problems)
        self.source = source
        super().__init__(self.problems)

    def __str__(self) -> str:
        if self.source is not None:
            return str(self.source.explain(self.problems))
        return "\n".join(str(problem) for problem in self.problems)


class CellError(NodeError):
    """The text of a cell is wrong; `source` shows each mistake in its line, under a caret."""


class FormatError(NodeError):
    """A text in another format (a JSON document, curl, .http, Postman, HAR, OpenAPI) is no node."""


class ObjectPathError(HooknbError, ValueError):
    """A text is not an object path.

    Args:
        message: what is wrong.
        text: the whole path as written.
        position: offset of the mistake in `text`, in characters from 0.
        hint: how to mend it.
    """

    def __init__(self, message: str, text: str, position: int = 0, hint: str = "") -> None:
        self.message, self.text, self.position, self.hint = message, text, position, hint
        super().__init__(message, text, position, hint)

    @property
    def sentence(self) -> str:
        """What is wrong and how to mend it, without the path."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __str__(self) -> str:
        return f"{self.sentence}\n  {self.text}\n  {' ' * self.position}^"

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the caret says all there is to say."""
        return [type(self).__name__, *str(self).split("\n")]


class PathNotFoundError(HooknbError, LookupError):
    """Nothing stands at an object path; the message says where the walk stopped, and what is near.

    Args:
        message: one sentence.
        path: the path.
    """

    def __init__(self, message: str, path: str = "") -> None:
        self.path = path
        super().__init__(message, path)

    def __str__(self) -> str:
        return str(self.args[0])

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: where in hooknb it was raised helps nobody."""
        return [type(self).__name__, *str(self).split("\n")]


class ParameterError(HooknbError):
    """A parameter's value cannot be used where it is wanted; `names` are the parameters concerned."""

    def __init__(self, message: str, names: Iterable[str] = (), hint: str = "") -> None:
        self.message, self.names, self.hint = message, tuple(names), hint
        super().__init__(message, self.names, hint)

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class MissingParameterError(ParameterError, LookupError):
    """Parameters have no value and nobody can be asked; `names` lists all of them."""


class EntityError(ParameterError, TypeError):
    """A value does not fit its entity type."""


class SignatureError(HooknbError):
    """A signed webhook does not verify; `reason` says which check failed and why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class HistoryError(HooknbError, LookupError):
    """The history has no such run, or cannot be asked like this; `hint` says what can be done."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(message, hint)

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class CassetteError(HooknbError):
    """A cassette cannot be read, or holds no exchange for a request; nothing was sent.

    Args:
        message: which file, and what is wrong; for a request, in how far the nearest recorded one differs.
        hint: how to mend it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(message, hint)

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class OutcomeError(HooknbError):
    """A run left by the failed output; raised only by `Result.raise_if_failed()`.

    Args:
        message: the failure's sentence, with its hint.
        result: the whole `Result`, with everything that was received.
    """

    def __init__(self, message: str, result: Any = None) -> None:
        self.result = result
        super().__init__(message)

    def __reduce__(self) -> tuple[Any, ...]:
        # A result knows secrets and stays in its process; the sentence may travel.
        return type(self), (str(self),)


def warn(message: str) -> None:
    """Warn with a sentence, at the line of whoever called hooknb."""
    import sys
    import warnings  # not needed to make a node

    level = 1
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "hooknb":
        level, frame = level + 1, frame.f_back
    warnings.warn(message, HooknbWarning, stacklevel=level)


def field_text(path: FieldPath) -> str:
    """Write a field path as people do: `("mapping", 1, "path")` is `mapping[1].path`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def quoted(value: object) -> str:
    """Quote a value for a message, on one line and cut to a readable length."""
    try:
        text = repr(value)
    except ValueError:  # a whole number with more digits than Python writes
        text = f"a very long {type(value).__name__}"
    return (
        text
        if len(text) <= _QUOTED_LENGTH
        else f"{text[: _QUOTED_LENGTH - 1]}…{text[0] if text[0] in _QUOTES else ''}"
    )


_QUOTES = ("'", '"')


def nearest(word: str, vocabulary: Iterable[str]) -> str | None:
    """Return the entry of a closed vocabulary that `word` was probably meant to be, or None."""
    words = list(vocabulary)
    by_folded = {entry.casefold(): entry for entry in words}
    if word.casefold() in by_folded:
        return by_folded[word.casefold()]
    import difflib  # slow to load, and only a mistake needs it

    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(word: str, vocabulary: Iterable[str]) -> str:
    """Return `did you mean 'x'?` for the nearest entry, or the vocabulary itself when nothing is near."""
    words = list(vocabulary)
    match = nearest(word, words)
    return f"did you mean {match!r}?" if match is not None else f"one of {', '.join(words)}"
