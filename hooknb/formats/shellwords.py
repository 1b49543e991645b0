r"""A command line as words: what each says, where each character of it stands, and which parts are variables.

How a shell splits its text is `shell_posix` and `shell_cmd`; here is what both give, and how words are
written for a shell.

    >>> command = split('''curl -H 'a: $5' "$BASE/users" # the users''')
    >>> [word.text for word in command.words], command.words[-1].slots[0].name
    (['curl', '-H', 'a: $5', '$BASE/users'], 'BASE')
    >>> quote(command.words[-1]), quote(command.words[2])
    ('"$BASE/users"', "'a: $5'")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from hooknb.core.template import Slot
from hooknb.formats.source import Span

# A dollar sign that a template would take for more than itself.
_MEANS_MORE = re.compile(r"\$(?=\$|\{[A-Za-z_][A-Za-z0-9_]*\}|[A-Za-z_])")
_GOES_ON = re.compile(r"[A-Za-z0-9_]")
_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")
_CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]")
_READ_IN_QUOTES = re.compile(r'[\\"$`]')
# A shell that a person types into reads `!` even there, and a caret before the quote would look like cmd.
_NOT_IN_QUOTES = re.compile(r"[!\x01-\x08\x0b-\x1f\x7f]|\^(?:\n|\Z)")
# A caret before a quote or at a line's end, before any apostrophe: so cmd escapes, and no other shell.
_CMD = re.compile(r"[^']*?\^(?:\"|\r?\n)")


@dataclass(frozen=True, slots=True)
class Word:
    """Hold one word, its quotes and escapes undone.

    Args:
        text: what it says; a variable stands in it as `$NAME`, whatever follows.
        offsets: where each character stands in the command, and where the word ends: one more than the text.
        slots: the variables, in order; every other `$` in the text is a dollar sign.
        quoted: True when quotes or escapes were round some of it.
    """

    text: str
    offsets: tuple[int, ...]
    slots: tuple[Slot, ...] = ()
    quoted: bool = False

    @classmethod
    def at(cls, text: str, offset: int) -> Word:
        """Make a word of text that does not stand in the command; it is shown at one place."""
        return cls(text, (offset,) * (len(text) + 1))

    @property
    def start(self) -> int:
        """The offset of its first character."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.offsets[-1]

    @property
    def plain(self) -> bool:
        """Tell whether there is no variable in it."""
        return not self.slots

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its variables, repeats kept."""
        return tuple(slot.name for slot in self.slots)

    def cut(self, start: int, end: int | None = None) -> Word:
        """Return a part of the word; a variable that is cut in two is text."""
        start, end, _ = slice(start, end).indices(len(self.text))
        end = max(start, end)
        kept = (
            Slot(each.name, each.start - start, each.end - start)
            for each in self.slots
            if start <= each.start and each.end <= end
        )
        return Word(self.text[start:end], self.offsets[start : end + 1], tuple(kept))

    def partition(self, mark: str) -> tuple[Word, Word | None]:
        """Return what stands before and after the first `mark`; None after when there is no mark."""
        at = self.text.find(mark)
        return (self, None) if at < 0 else (self.cut(0, at), self.cut(at + len(mark)))

    def strip(self, characters: str = " \t") -> Word:
        """Return the word without such characters at its ends."""
        start = len(self.text) - len(self.text.lstrip(characters))
        return self.cut(start, start + len(self.text.strip(characters)))

    def split(self, mark: str) -> list[Word]:
        """Return the parts between marks."""
        parts, start = [], 0
        for found in re.finditer(re.escape(mark), self.text):
            parts.append(self.cut(start, found.start()))
            start = found.end()
        return [*parts, self.cut(start)]

    def with_slot(self, start: int, end: int, name: str) -> Word:
        """Return the word with a variable in the place of a part."""
        return join(
            [self.cut(0, start), variable(name, self.offsets[start], self.offsets[end]), self.cut(end)]
        )

    def literals(self, change: Callable[[str], str]) -> Word:
        """Return the word with its text changed and its variables kept; what is changed loses its places."""
        pieces = []
        for start, end, slot in self._parts():
            piece = self.cut(start, end)
            made = piece.text if slot else change(piece.text)
            pieces.append(piece if made == piece.text else Word.at(made, piece.start))
        return join([*pieces, Word.at("", self.end)])

    def literal_texts(self) -> Iterator[str]:
        """Yield the parts that are no variables."""
        return (self.text[start:end] for start, end, slot in self._parts() if not slot)

    def without(self, characters: str) -> Word:
        """Return the word without such characters, wherever they stand."""
        return join([self.cut(start, end) for start, end in _kept(self.text, characters)] or [self.cut(0, 0)])

    def template(self) -> tuple[str, Span]:
        """Return the word as the text of a field, `$` written `$$` where it must be, and its place."""
        texts: list[str] = []
        offsets: list[int] = []
        for start, end, slot in self._parts():
            if slot:
                texts.append(f"${{{slot}}}" if _GOES_ON.match(self.text, end) else f"${slot}")
                offsets += [self.offsets[start]] * len(texts[-1])
                continue
            position = start
            for at in self._doubled(start, end):
                texts += [self.text[position : at + 1], "$"]
                offsets += [*self.offsets[position : at + 1], self.offsets[at]]
                position = at + 1
            texts.append(self.text[position:end])
            offsets += self.offsets[position:end]
        return "".join(texts), Span(self.start, self.end, (*offsets, self.end))

    def _doubled(self, start: int, end: int) -> Iterator[int]:
        """Yield where a dollar sign must be written twice, in a part that is text."""
        yield from (found.start() for found in _MEANS_MORE.finditer(self.text, start, end))
        if end < len(self.text) and self.text[end - 1] == "$":  # a variable follows
            yield end - 1

    def _parts(self) -> Iterator[tuple[int, int, str]]:
        """Yield start and end of each part, with the variable's name, or "" for text."""
        position = 0
        for slot in self.slots:
            if position < slot.start:
                yield position, slot.start, ""
            yield slot.start, slot.end, slot.name
            position = slot.end
        if position < len(self.text):
            yield position, len(self.text), ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Say what is wrong with a stretch of a command, and how to mend it."""

    start: int
    end: int
    message: str
    hint: str = ""


@dataclass(slots=True)
class Command:
    """Hold one command.

    Args:
        words: its words, in order.
        end: the offset at which the next command could begin.
        stdin: what it reads, from a `<<` or `<<<`; None when it reads nothing of the text.
        aside: what stands beside the command, as places and what it is: `"pipe"` or `"redirection"`.
        mistakes: what no shell would take, or what only a shell could do.
        open_quote: True when a quote is not closed, so that the words are not what was meant.
    """

    words: list[Word] = field(default_factory=list)
    end: int = 0
    stdin: Word | None = None
    aside: list[tuple[int, int, str]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    open_quote: bool = False

    def wrong(self, start: int, end: int, message: str, hint: str = "") -> None:
        """Note a mistake; reading goes on."""
        self.mistakes.append(Mistake(start, end, message, hint))

    def wrong_quote(self, start: int, mark: str) -> None:
        """Note a quote that is not closed."""
        self.wrong(start, start + 1, "the quote is not closed", f"put a {mark} where the text ends")
        self.open_quote = True


def split(text: str, start: int = 0) -> Command:
    """Split the command that begins at an offset of a text; never raises.

    A caret before a quote or at a line's end tells that it is written for the `cmd` of Windows; every other
    command is read as POSIX shells and bash do.
    """
    from hooknb.formats.shell_cmd import split_cmd
    from hooknb.formats.shell_posix import split_posix

    return split_cmd(text, start) if _CMD.match(text, start) else split_posix(text, start)


def variable(name: str, start: int, end: int) -> Word:
    """Return a word that is nothing but a variable, which stands at a place of the command."""
    return Word(f"${name}", (start,) * (len(name) + 1) + (end,), (Slot(name, 0, len(name) + 1),))


def join(words: Iterable[Word], mark: str = "") -> Word:
    """Return words as one, with a mark between them."""
    text, offsets, slots = "", [0], []
    for index, word in enumerate(words):
        if index and mark:
            text += mark
            offsets += [offsets[-1]] * len(mark)
        slots += [Slot(each.name, each.start + len(text), each.end + len(text)) for each in word.slots]
        text += word.text
        offsets[-1:] = word.offsets
    return Word(text, tuple(offsets), tuple(slots))


def quote(word: Word) -> str:
    """Write a word for bash: plainly where that is safe, in double quotes where it holds a variable."""
    if word.plain:
        return _quote_text(word.text)
    if any(_NOT_IN_QUOTES.search(text) for text, slot in _pieces(word) if not slot):
        return "".join(f'"{text}"' if slot else _quote_text(text) for text, slot in _pieces(word))
    inside = (text if slot else _READ_IN_QUOTES.sub(r"\\\g<0>", text) for text, slot in _pieces(word))
    return f'"{"".join(inside)}"'


def _kept(text: str, dropped: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(f"[^{re.escape(dropped)}]+", text))


def _pieces(word: Word) -> Iterator[tuple[str, bool]]:
    """Yield the parts as they are written in double quotes, each with whether it is a variable."""
    for start, end, slot in word._parts():
        if slot:
            yield f"${{{slot}}}" if _GOES_ON.match(word.text, end) else f"${slot}", True
        else:
            yield word.text[start:end], False


def _quote_text(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    if _CONTROL.search(text):
        escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\t", "\\t")
        return f"$'{_CONTROL.sub(_octal, escaped)}'"
    return "'" + text.replace("'", "'\\''") + "'"


def _octal(match: re.Match[str]) -> str:
    # All three digits, so that what follows is no part of the escape.
    return f"\\{ord(match.group()):03o}"
