"""What decoding gives: the content as data, or the reason why it is not what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from hooknb.errors import HooknbError

ContentKind = Literal["json", "xml", "text", "bytes", "empty"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Hold a body as Python data.

    Args:
        kind: what the body turned out to be.
        data: JSON or XML as dicts, lists, texts and numbers; text for `text`; bytes for `bytes`; None for
            `empty`.
        charset: the codec that the text was read with; empty for `bytes` and `empty`.
        note: what was odd, such as a charset that does not exist; usually empty.
    """

    kind: ContentKind
    data: Any
    charset: str = ""
    note: str = ""


class DecodeError(HooknbError):
    """A body is not what it is said to be; a run turns this into a failure, so it is never seen outside.

    Args:
        message: one sentence, with line and column where there is one.
        hint: what to try; may be empty.
        excerpt: the line of the mistake and a caret below it; may be empty.
    """

    def __init__(self, message: str, hint: str = "", excerpt: str = "") -> None:
        self.message, self.hint, self.excerpt = message, hint, excerpt
        super().__init__(message, hint, excerpt)

    def __str__(self) -> str:
        text = f"{self.message} ({self.hint})" if self.hint else self.message
        return f"{text}\n{self.excerpt}" if self.excerpt else text


_EXCERPT_WIDTH = 70


def excerpt(text: str, position: int) -> str:
    """Return the line around a position, cut to what fits, and a caret below the position.

    Example:
        >>> print(excerpt('{"a": }', 6))
        {"a": }
              ^
    """
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    start, end = max(start, position - _EXCERPT_WIDTH // 2), len(text) if end < 0 else end
    shown = text[start : min(end, start + _EXCERPT_WIDTH)]
    plain = "".join(each if each.isprintable() else " " for each in shown)
    return f"{plain}\n{' ' * (position - start)}^"


def not_this_but_html(text: str, wanted: str) -> DecodeError:
    """Return the error for an HTML page that came instead of data, with the page's title."""
    from hooknb.engine.charset import html_title

    title = html_title(text)
    called = f" called {title!r}" if title else ""
    message = f"the server answered with an HTML page{called}, not {wanted}"
    return DecodeError(message, f"check the URL, or ask for {wanted} in an Accept header")
