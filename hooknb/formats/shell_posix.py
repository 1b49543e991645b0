r"""Splitting a command as POSIX shells and bash do: '…', "…", $'…', \, comments, continued lines, `<<EOF`.

What only a shell could do (run a command inside a command, `${NAME:-x}`, several words of one) is a mistake
that says what to write instead.

    >>> command = split_posix('curl -d "$BODY" \\\n  https://example.com | jq .')
    >>> [word.text for word in command.words], command.aside[0][2]
    (['curl', '-d', '$BODY', 'https://example.com'], 'pipe')
"""

from __future__ import annotations

import re

from hooknb.core.template import Slot
from hooknb.formats.shell_escapes import read_escapes
from hooknb.formats.shellwords import Command, Word

_BLANKS = " \t\r"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A shell takes the break of a continued line out before it looks for the end of a variable's name.
_BROKEN_NAME = re.compile(r"[A-Za-z_](?:(?:\\\r?\n)*[A-Za-z0-9_])*")
_SPECIAL = re.compile(r"[0-9@*#?!$-]")
_OPERATOR = re.compile(r"\|\|?|&&?|;|\(|\)")
_REDIRECTION = re.compile(r"(?:[0-9]*|&)(?:>>|>\||>&|<&|<>|>|<)")
_HEREDOC = re.compile(r"[0-9]*<<(?P<tabs>-?)(?!<)")
_CONTINUATION = re.compile(r"\\(?:\r?\n|\Z)")
_SPOILT_CONTINUATION = re.compile(r"\\[ \t]+\r?(?=\n)")
_SAID_PROMPT = re.compile(r"[ \t]*>[ \t]")
# What word processors make of quotes, each with what closes it.
_CURLY_QUOTES = {"“": "”", "”": "”", "„": "“", "‘": "’", "’": "’", "‚": "‘"}
_HINT_SINGLE = "put the text in single quotes if it is meant as it stands"


def split_posix(text: str, start: int = 0) -> Command:
    """Split the command that begins at an offset; never raises.

    Args:
        text: the whole text, which may go on after the command.
        start: where to begin.
    """
    return _Reader(text, start).read()


class _Reader:
    """Read one command, a character at a time."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start
        self.command = Command(end=start)
        # A prompt before the command: then continued lines have one, too.
        self.prompted = text[start : start + 2] in ("$ ", "% ")
        self.heredocs: list[tuple[str, bool, bool]] = []
        self.beside = -1
        self.chars: list[str] = []
        self.offsets: list[int] = []
        self.slots: list[Slot] = []
        self.bare: list[int] = []

    def read(self) -> Command:
        """Read words until the line ends outside quotes."""
        self.at += 2 if self.prompted else 0
        while self._skip_blanks():
            self._next()
        self._end_aside(self.at)
        self.at = _after_break(self.text, self.at)
        for delimiter, tabs, literal in self.heredocs:
            self._read_heredoc(delimiter, tabs=tabs, literal=literal)
        self.command.end = self.at
        return self.command

    def _next(self) -> None:
        """Read what begins here: an operator, a redirection, a comment or a word."""
        redirection = _REDIRECTION.match(self.text, self.at)
        operator = _OPERATOR.match(self.text, self.at)
        if heredoc := _HEREDOC.match(self.text, self.at):
            self._begin_heredoc(heredoc)
        elif redirection:
            self._redirect(redirection)
        elif operator:
            self._leave(operator)
        elif self.text[self.at] == "#":
            self.at = _line_end(self.text, self.at)
        else:
            word = self._word()
            if self.beside < 0:
                self.command.words.append(word)

    def _skip_blanks(self) -> bool:
        """Skip blanks and continued lines; tell whether more of the command follows."""
        while self.at < len(self.text):
            continued = _CONTINUATION.match(self.text, self.at)
            spoilt = _SPOILT_CONTINUATION.match(self.text, self.at)
            if spoilt:
                hint = "take them out, so that the command goes on in the next line"
                self.command.wrong(*spoilt.span(), "blanks stand after the \\ at the line's end", hint)
                self.at = spoilt.end() + 1
            elif continued:
                self.at = continued.end()
                prompt = _SAID_PROMPT.match(self.text, self.at)
                self.at = prompt.end() if prompt and self.prompted else self.at
            elif self.text[self.at] in _BLANKS:
                self.at += 1
            else:
                break
        return self.at < len(self.text) and self.text[self.at] != "\n"

    def _word(self) -> Word:
        self.chars, self.offsets, self.slots, self.bare = [], [], [], []
        start = self.at
        while self.at < len(self.text) and not self._word_ends():
            self._piece()
        self._check_bare(start)
        quoted = len(self.bare) < self.at - start
        # A quote at its end is no part of what it says.
        end = self.at - (quoted and self.text[self.at - 1] in "'\"" and self.at - 1 not in self.offsets[-1:])
        return Word("".join(self.chars), (*self.offsets, end), tuple(self.slots), quoted)

    def _word_ends(self) -> bool:
        character = self.text[self.at]
        return character in _BLANKS or character in "\n|&;()<>"

    def _piece(self) -> None:
        """Read one character, quoted part or variable of a word."""
        character = self.text[self.at]
        if character == "'":
            self._single()
        elif character in _CURLY_QUOTES:
            self._curly(character)
        elif character == '"':
            self._double()
        elif character == "\\":
            self._backslash()
        elif self.text.startswith(("$'", '$"'), self.at):
            self.at += 1
            self._ansi() if self.text[self.at] == "'" else self._double()
        elif character in "$`":
            self._dollar()
        else:
            self.bare.append(len(self.chars))
            self._add(character, self.at)
            self.at += 1

    def _single(self) -> None:
        end = self._closing("'", self.at + 1)
        self._add_all(self.at + 1, end)
        self.at = min(end + 1, len(self.text))

    def _curly(self, opening: str) -> None:
        """Read a part in curly quotes as if they were straight; it is a mistake."""
        start = self.at
        end = self.text.find(_CURLY_QUOTES[opening], start + 1)
        end = start if end < 0 else end
        self._add_all(start + 1, end)
        self.at = end + 1
        self.command.wrong(start, self.at, "a shell takes only straight quotes", "write ' or \"")

    def _ansi(self) -> None:
        end = self.at + 1
        while end < len(self.text) and self.text[end] != "'":
            end += 2 if self.text[end] == "\\" else 1
        if end >= len(self.text):
            self._closing("'", len(self.text))
        decoded, mistakes = read_escapes(self.text[self.at + 1 : end], self.at + 1)
        for character, offset in decoded:
            self._add(character, offset)
        self.command.mistakes += mistakes
        self.at = min(end + 1, len(self.text))

    def _double(self) -> None:
        opening = self.at
        self.at += 1
        while self.at < len(self.text) and self.text[self.at] != '"':
            self._in_double('"\\$`')
        if self.at >= len(self.text):
            self.command.wrong_quote(opening, '"')
        self.at = min(self.at + 1, len(self.text))

    def _in_double(self, escapable: str) -> None:
        """Read one character where double quotes rule: in a quoted part, or in a here-document."""
        character = self.text[self.at]
        continued = _CONTINUATION.match(self.text, self.at)
        if continued:
            self.at = continued.end()
        elif character == "\\" and self.text[self.at + 1 : self.at + 2] in tuple(escapable):
            self._add(self.text[self.at + 1], self.at)
            self.at += 2
        elif character in "$`":
            self._dollar()
        else:
            self._add(character, self.at)
            self.at += 1

    def _backslash(self) -> None:
        continued = _CONTINUATION.match(self.text, self.at)
        if continued:
            self.at = continued.end()
            return
        following = self.text[self.at + 1 : self.at + 2]
        if following:
            self._add(following, self.at)
        self.at += 2 if following else 1

    def _dollar(self) -> None:
        """Read a variable, or refuse what only a shell could work out."""
        start = self.at
        braced = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}").match(self.text, start)
        name = _BROKEN_NAME.match(self.text, start + 1)
        if self.text[start] == "`" or self.text.startswith("$(", start):
            self.at = _end_of_inner(self.text, start)
            hint = "put its result into a parameter, and write $NAME here"
            self.command.wrong(start, self.at, "a command inside a command cannot be run here", hint)
        elif braced:
            self._variable(braced[1], braced.end())
        elif self.text.startswith("${", start):
            end = self.text.find("}", start)
            self.at = len(self.text) if end < 0 else end + 1
            known = _NAME.match(self.text, start + 2)
            hint = f"write ${known.group()}" if known else "write $NAME"
            self.command.wrong(start, self.at, "only a shell can work this out", hint)
        elif name:
            self._variable(_CONTINUATION.sub("", name.group()), name.end())
        elif _SPECIAL.match(self.text, start + 1):
            self.at = start + 2
            what = f"{self.text[start : self.at]} is a value of the shell's own"
            self.command.wrong(start, self.at, what, f"write \\$, or {_HINT_SINGLE}")
        else:
            self._add("$", start)
            self.at += 1

    def _variable(self, name: str, end: int) -> None:
        self.slots.append(Slot(name, len(self.chars), len(self.chars) + len(name) + 1))
        for character in f"${name}":
            self._add(character, self.at)
        self.at = end

    def _add(self, character: str, offset: int) -> None:
        self.chars.append(character)
        self.offsets.append(offset)

    def _add_all(self, start: int, end: int) -> None:
        self.chars += self.text[start:end]
        self.offsets += range(start, end)

    def _closing(self, mark: str, start: int) -> int:
        end = self.text.find(mark, start)
        if end >= 0:
            return end
        self.command.wrong_quote(self.at, mark)
        return len(self.text)

    def _check_bare(self, start: int) -> None:
        """Look at what stands outside quotes: there a shell makes several words of {a,b}."""
        bare = {index: self.chars[index] for index in self.bare}
        if "\xa0" in bare.values():
            self.command.wrong(
                start, self.at, "this holds a blank that is none to a shell", "write a plain space"
            )
        opening = next((index for index, character in bare.items() if character == "{"), len(self.chars))
        inside = [character for index, character in bare.items() if index > opening]
        if "," in inside and "}" in inside[inside.index(",") :]:
            self.command.wrong(start, self.at, "a shell makes several words of this", "put it in quotes")

    def _redirect(self, found: re.Match[str]) -> None:
        start, self.at = self.at, found.end()
        here = self.text.startswith("<<", found.end() - 1)
        if self.text[start - 1 : start].strip() and found.group() == "<":
            hint = "put the whole text in quotes, or write $NAME for what is to be put in"
            self.command.wrong(start, found.end(), "outside quotes a shell reads a file here", hint)
        self.at += 2 if here else 0
        self._skip_blanks()
        word = self._word()
        if here:
            self.command.stdin = Word(f"{word.text}\n", (*word.offsets, word.end), word.slots)
        elif self.beside < 0:
            self.command.aside.append((start, self.at, "redirection"))

    def _leave(self, operator: re.Match[str]) -> None:
        """Leave the command: what follows is another one."""
        start, self.at = self.at, operator.end()
        if operator.group() == "|":
            self.beside = start if self.beside < 0 else self.beside
            self._skip_line_break()
            return
        self._end_aside(start)
        more = self._skip_blanks() and self.text[self.at] != "#"
        if not more:
            return
        glued = operator.group() == "&" and self.text[start - 1 : start].strip() != ""
        if glued and self.at == operator.end():
            message, hint = "a shell ends the command at &", "put the whole text in quotes"
        else:
            message, hint = "one command is read, and another one follows", "put it into a cell of its own"
        self.at = _line_end(self.text, self.at)
        self.command.wrong(start, operator.end() if glued else self.at, message, hint)

    def _skip_line_break(self) -> None:
        if not self._skip_blanks() and self.at < len(self.text):
            self.at += 1

    def _end_aside(self, end: int) -> None:
        if self.beside >= 0:
            said = len(self.text[self.beside : end].rstrip())
            self.command.aside.append((self.beside, self.beside + said, "pipe"))
            self.beside = -1

    def _begin_heredoc(self, found: re.Match[str]) -> None:
        self.at = found.end()
        self._skip_blanks()
        start = self.at
        delimiter = self._word()
        literal = any(mark in self.text[start : self.at] for mark in "'\"\\")
        self.heredocs.append((delimiter.text, bool(found["tabs"]), literal))

    def _read_heredoc(self, delimiter: str, *, tabs: bool, literal: bool) -> None:
        """Read the lines up to the one that is the delimiter."""
        self.chars, self.offsets, self.slots = [], [], []
        start = self.at
        while self.at < len(self.text):
            end = _line_end(self.text, self.at)
            line = self.text[self.at : end]
            if (line.lstrip("\t") if tabs else line) == delimiter:
                break
            self.at += len(line) - len(line.lstrip("\t")) if tabs else 0
            self._read_line(min(end + 1, len(self.text)), literal=literal)
        else:
            hint = f"put {delimiter} alone on the line below the text"
            self.command.wrong(start, start + 1, f"no line {delimiter} ends the text", hint)
        self.command.stdin = Word("".join(self.chars), (*self.offsets, self.at), tuple(self.slots))
        self.at = _after_break(self.text, _line_end(self.text, self.at))

    def _read_line(self, end: int, *, literal: bool) -> None:
        while self.at < end:
            if literal:
                self._add(self.text[self.at], self.at)
                self.at += 1
            else:
                self._in_double("\\$`")


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end - (text[end - 1 : end] == "\r" and end > start)


def _after_break(text: str, at: int) -> int:
    if text.startswith("\r\n", at):
        return at + 2
    return at + 1 if text.startswith("\n", at) else at


def _end_of_inner(text: str, start: int) -> int:
    """Return where a command inside a command ends."""
    if text[start] == "`":
        end = text.find("`", start + 1)
        return len(text) if end < 0 else end + 1
    depth = 0
    for found in re.compile(r"[()]").finditer(text, start):
        depth += 1 if found.group() == "(" else -1
        if depth == 0:
            return found.end()
    return len(text)
