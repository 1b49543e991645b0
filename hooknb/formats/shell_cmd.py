r"""Splitting a command as the `cmd` of Windows does: ^ escapes, then the quotes of programs, then %NAME%.

Browsers write such commands ("Copy as cURL (cmd)").

    >>> command = split_cmd('curl ^"https://example.com/?a=1^&b=2^" ^\n  -H ^"X: ^\\^"a^\\^"^"')
    >>> [word.text for word in command.words]
    ['curl', 'https://example.com/?a=1&b=2', '-H', 'X: "a"']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hooknb.core.template import Slot
from hooknb.formats.shellwords import Command, Word

# Not two hexadecimal digits: between per cent signs those are a byte of a URL.
_VARIABLE = re.compile(r"%(?![0-9A-Fa-f]{2}%)([A-Za-z_][A-Za-z0-9_]*)%")
_BREAK = re.compile(r"\r?\n")
_OPERATORS = "&|<>"
_OUTSIDE = " \t"


@dataclass(frozen=True, slots=True)
class _Unit:
    """One character that is left when the carets are gone, or a variable."""

    text: str
    start: int
    name: str = ""


def split_cmd(text: str, start: int = 0) -> Command:
    """Split the command that begins at an offset; never raises.

    Args:
        text: the whole text, which may go on after the command.
        start: where to begin.
    """
    command = Command()
    units = list(_without_carets(text, start, command))
    end = command.end
    words = [word for word in _words(units, end, command) if word is not None]
    command.words += words
    return command


def _without_carets(text: str, start: int, command: Command) -> Iterator[_Unit]:
    """Yield what `cmd` hands to a program; the command's end is noted."""
    at, in_quotes = start, False
    while at < len(text):
        character = text[at]
        line_break = _BREAK.match(text, at)
        variable = _VARIABLE.match(text, at)
        if line_break:
            command.end = line_break.end()
            return
        if character == "^" and not in_quotes:
            skipped = _BREAK.match(text, at + 1)
            at = skipped.end() if skipped else at + 1
            escaped = _BREAK.match(text, at)
            # A line break is dropped, and what follows it is taken as it is: also another line break.
            if skipped is None or escaped:
                yield from [_Unit("\n" if escaped else text[at], at - 1)] if at < len(text) else []
                at = escaped.end() if escaped else at + 1
        elif variable:
            yield _Unit(f"${variable[1]}", at, variable[1])
            at = variable.end()
        elif character in _OPERATORS and not in_quotes:
            at = _leave(text, at, command)
        else:
            in_quotes ^= character == '"'
            yield _Unit(character, at)
            at += 1
    command.end = at


def _leave(text: str, at: int, command: Command) -> int:
    """Note what follows an operator, and skip it."""
    found = _BREAK.search(text, at)
    end = found.start() if found else len(text)
    if text[at] in "|<>":
        command.aside.append((at, end, "pipe" if text[at] == "|" else "redirection"))
    else:
        hint = "put the whole text in quotes, or another command into a cell of its own"
        command.wrong(at, end, "the command ends at &", hint)
    return end


def _words(units: list[_Unit], end: int, command: Command) -> Iterator[Word | None]:
    """Yield words as programs of Windows split them."""
    index = 0
    while index < len(units):
        if units[index].text in _OUTSIDE or units[index].text == "\n":
            index += 1
            continue
        found: list[_Unit] = []
        index, in_quotes = _word(units, index, found)
        last = units[index].start if index < len(units) else end
        if in_quotes:
            start = found[0].start if found else last
            command.wrong_quote(start, '^"')
        yield _made(found, last)


def _word(units: list[_Unit], index: int, found: list[_Unit]) -> tuple[int, bool]:
    """Read one word; return the index after it, and whether a quote is still open."""
    in_quotes = False
    while index < len(units) and (in_quotes or units[index].text not in (*_OUTSIDE, "\n")):
        slashes = index
        while slashes < len(units) and units[slashes].text == "\\":
            slashes += 1
        count = slashes - index
        if slashes < len(units) and units[slashes].text == '"':
            found += units[index : index + count // 2]
            twice = in_quotes and slashes + 1 < len(units) and units[slashes + 1].text == '"'
            if count % 2 or twice:
                found.append(units[slashes])
            else:
                in_quotes = not in_quotes
            index = slashes + (2 if twice and not count % 2 else 1)
        elif count:
            found += units[index:slashes]
            index = slashes
        else:
            found.append(units[index])
            index += 1
    return index, in_quotes


def _made(units: list[_Unit], end: int) -> Word:
    text, offsets, slots = "", [], []
    for unit in units:
        if unit.name:
            slots.append(Slot(unit.name, len(text), len(text) + len(unit.text)))
        offsets += [unit.start] * len(unit.text)
        text += unit.text
    return Word(text, (*offsets, end), tuple(slots), quoted=end - (offsets or [end])[0] != len(text))
