"""The words of a command as options and URLs: long and short, joined (`-sSL`, `-XPOST`) and with `=`.

Every mistake is noted and reading goes on: an option that curl does not have, one without its argument.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hooknb.formats.curl_asked import Asked, Given, take_url
from hooknb.formats.curl_options import Option, nearest_option, option_named
from hooknb.formats.shellwords import Word

# What a shell's quotes should have held together: `-H Name: value`.
_ENDS = ("--next", "-:")
_LOOSE_HINT = "put the whole header in quotes"


def read_arguments(words: Sequence[Word], asked: Asked) -> None:
    """Read the words behind `curl` into what they ask for."""
    arguments = _Arguments(words, asked)
    for given, option in arguments.read():
        _apply(given, option, asked)
        if given.name in _ENDS:
            return


def _apply(given: Given, option: Option | None, asked: Asked) -> None:
    if option is None:
        take_url(asked, given)
        return
    if option.private:
        asked.place.mask(given.value)
    if option.take is not None:
        option.take(asked, given)
    elif option.fate == "refused":
        asked.place.wrong(given.word, option.becomes, option.hint)
    elif option.fate == "left" and given.on:
        asked.place.left(given.word, f"{given.name} is left out: {option.becomes}", option.hint)
    elif option.fate == "needless":
        asked.place.note(given.word, f"{given.name} is not needed: {option.becomes}", option.hint)


class _Arguments:
    """Walk along the words."""

    def __init__(self, words: Sequence[Word], asked: Asked) -> None:
        self.words = list(words)
        self.asked = asked
        self.index = 0
        self.only_urls = False
        self.loose = False

    def read(self) -> Iterator[tuple[Given, Option | None]]:
        """Yield each option, and each URL with None."""
        while self.index < len(self.words):
            word = self.words[self.index]
            self.index += 1
            text = word.text
            if text == "--" and not self.only_urls:
                self.only_urls = True
            elif self.only_urls or text == "-" or not text.startswith("-"):
                yield from self._url(word)
            elif text.startswith("--"):
                yield from self._long(word)
            else:
                yield from self._short(word)

    def _url(self, word: Word) -> Iterator[tuple[Given, None]]:
        if self.loose:
            self.asked.place.mask(word)
            self.asked.place.wrong(word, "the header ends before this word", _LOOSE_HINT)
        else:
            yield Given("", word, word), None

    def _long(self, word: Word) -> Iterator[tuple[Given, Option]]:
        name, joined = word.partition("=")
        option, on = option_named(name.text), True
        if option is None and name.text.startswith("--no-"):
            option, on = option_named(f"--{name.text.removeprefix('--no-')}"), False
            option = option if option and not option.argument else None
        if option is None:
            self._unknown(name)
        elif not option.argument and joined is not None:
            self.asked.place.wrong(word, f"{name.text} takes no argument", f"write {name.text} alone")
        else:
            value = self._argument(option, name, joined)
            if value is not None:
                yield Given(name.text, name, value, on), option

    def _short(self, word: Word) -> Iterator[tuple[Given, Option]]:
        at = 1
        while at < len(word.text):
            name = word.cut(at, at + 1)
            option = option_named(f"-{name.text}")
            if option is None:
                self._unknown(name, short=True)
                return
            at += 1
            joined = word.cut(at) if option.argument and at < len(word.text) else None
            value = self._argument(option, name, joined)
            if value is None:
                return
            yield Given(f"-{name.text}", word if at == 2 else name, value), option
            if option.argument:
                return

    def _argument(self, option: Option, name: Word, joined: Word | None) -> Word | None:
        """Return the argument, an empty word where none is taken, or None when it is missing."""
        self.loose = False
        if not option.argument:
            return name.cut(len(name.text))
        if joined is None and self.index < len(self.words):
            joined = self.words[self.index]
            self.index += 1
        if joined is None:
            written = name.text if name.text.startswith("-") else f"-{name.text}"
            message, hint = f"{written} has no argument", f"write {written} {option.argument}"
            self.asked.place.wrong(name, message, hint)
            return None
        header = option.names[-1] == "--header" and joined.text.endswith(":")
        self.loose = header and not joined.quoted
        return joined

    def _unknown(self, name: Word, *, short: bool = False) -> None:
        written = f"-{name.text}" if short else name.text
        meant = None if short else nearest_option(written)
        hint = f"did you mean {meant.names[-1]}?" if meant else "look at curl --help all, or leave it out"
        self.asked.place.wrong(name, f"curl has no option {written}", hint)
        following = self.words[self.index].text if self.index < len(self.words) else "-"
        if meant is not None and meant.argument and not following.startswith("-"):
            self.index += 1
