r"""The escapes of $'…', and half characters put together as browsers write them (`\ud83d\ude00`).

>>> "".join(character for character, _ in read_escapes(r"a\n\u00e4\x41", 0)[0])
'a\näA'
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hooknb.formats.shellwords import Mistake

_ESCAPE = re.compile(
    r"\\(?:(?P<octal>[0-7]{1,3})|x(?P<byte>[0-9A-Fa-f]{1,2})|u(?P<four>[0-9A-Fa-f]{1,4})"
    r"|U(?P<eight>[0-9A-Fa-f]{1,8})|c(?P<control>.)|(?P<letter>.))",
    re.DOTALL,
)
_LETTERS = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_PAIR = re.compile("([\ud800-\udbff])([\udc00-\udfff])")

# A character with the offset at which it is written; one below zero is a byte.
_Decoded = list[tuple[str, int]]


def read_escapes(text: str, start: int) -> tuple[_Decoded, list[Mistake]]:
    """Undo the escapes of what stands between $' and '.

    Args:
        text: what stands there.
        start: its offset in the command.

    Returns:
        Each character with the offset at which it is written, and what is no text.
    """
    decoded: _Decoded = []
    mistakes: list[Mistake] = []
    for characters, offset, end in _joined(_units(text, start)):
        if (
            characters is None
            or "\0" in characters
            or any("\ud800" <= each <= "\udfff" for each in characters)
        ):
            hint = "write it with \\u, or send it from a file: --data-binary @FILE"
            mistakes.append(Mistake(offset, end, "these bytes are no text", hint))
        else:
            decoded += [(character, offset) for character in characters]
    return decoded, mistakes


def _units(text: str, start: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield characters and, for escapes of bytes, numbers, each with its place."""
    position = 0
    for found in _ESCAPE.finditer(text):
        yield from ((text[at], start + at, start + at + 1) for at in range(position, found.start()))
        yield _unit(found), start + found.start(), start + found.end()
        position = found.end()
    yield from ((text[at], start + at, start + at + 1) for at in range(position, len(text)))


def _unit(found: re.Match[str]) -> str | int:
    if found["octal"] is not None:
        return int(found["octal"], 8) & 0xFF
    if found["byte"] is not None:
        return int(found["byte"], 16)
    if found["control"] is not None:
        return ord(found["control"].upper()) ^ 0x40 & 0xFF if found["control"].isascii() else found["control"]
    code = found["four"] or found["eight"]
    if code is not None:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\0"
    return _LETTERS.get(found["letter"], found.group())


def _joined(units: Iterator[tuple[str | int, int, int]]) -> Iterator[tuple[str | None, int, int]]:
    """Put neighbouring bytes together as UTF-8, and neighbouring half characters as one."""
    pending: list[tuple[str | int, int, int]] = []
    for unit in (*units, ("", 0, 0)):
        kind = _kind(unit[0])
        if pending and _kind(pending[0][0]) != kind:
            yield _whole(pending)
            pending = []
        if kind == "text":
            yield str(unit[0]), unit[1], unit[2]
        else:
            pending.append(unit)


def _kind(unit: str | int) -> str:
    if isinstance(unit, int):
        return "bytes"
    return "half" if any("\ud800" <= each <= "\udfff" for each in unit) else "text"


def _whole(pending: list[tuple[str | int, int, int]]) -> tuple[str | None, int, int]:
    start, end = pending[0][1], pending[-1][2]
    if isinstance(pending[0][0], int):
        try:
            return bytes(int(unit) for unit, _, _ in pending).decode(), start, end
        except UnicodeDecodeError:
            return None, start, end
    halves = "".join(str(unit) for unit, _, _ in pending)
    return _PAIR.sub(_pair, halves), start, end


def _pair(found: re.Match[str]) -> str:
    return chr(0x10000 + (ord(found[1]) - 0xD800) * 0x400 + ord(found[2]) - 0xDC00)
