"""Credentials in a command: each becomes a parameter whose value is asked for, and is kept nowhere.

A cell is saved and shared, so what stands in a pasted command as a token, a password, a key or a cookie is
taken out here, before any field of the node is made of it. What counts as one is `core/sensitive.py`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import quote, unquote_plus

from hooknb.core.limits import Limits
from hooknb.core.sensitive import Hide, hide_in_header, hide_in_url, is_sensitive
from hooknb.formats.curl_draft import CommandDraft
from hooknb.formats.shellwords import Word, variable
from hooknb.formats.source import Span

_HIDDEN = re.compile("\0([0-9]+)\0")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_MEMBER = re.compile(r"\s*:\s*")
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[\w.-]+)(?:\s[^<>]*)?>(?P<text>[^<>]+)</")
_AUTHORITY = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*@")
_SCHEME_NAMES = (
    (re.compile(r"basic\s", re.IGNORECASE), "CREDENTIALS"),
    (re.compile(r"api-?key\s", re.IGNORECASE), "API_KEY"),
)
# What follows these is nothing else.
_ALL_SECRET = (
    "-u",
    "--user",
    "--oauth2-bearer",
    "-U",
    "--proxy-user",
    "--pass",
    "--proxy-pass",
    "--tlspassword",
)
_LOGIN_HEADERS = ("authorization", "proxy-authorization")


def mask_credentials(words: Sequence[Word], place: CommandDraft) -> None:
    """Keep out of excerpts what looks like a credential, whatever becomes of the command."""
    loose = False
    for before, word in zip((None, *words), words, strict=False):
        loose = loose and not word.text.startswith("-") and "://" not in word.text
        if loose or (before is not None and before.text in _ALL_SECRET):
            place.mask(word)
        name, value = word.partition(":")
        if value is not None:
            bare, given = re.sub(r"\A-H", "", name.text.strip()), value.strip()
            # A header without its quotes: what belongs to it stands in the words that follow.
            loose = loose or (given.text == "" and is_sensitive(bare))
            for span in _found(given.text, partial(hide_in_header, bare)):
                place.mask(given.cut(*span))
        named = (*_members(word.text), *_elements(word.text))
        for span in (*_found(word.text, hide_in_url), *(each[:2] for each in named)):
            place.mask(word.cut(*span))


class Credentials:
    """Take credentials out of words, and remember only under which names.

    Args:
        place: where notes and masks go.
        used: names of the command's own variables, which stay what they are.
    """

    def __init__(self, place: CommandDraft, used: set[str]) -> None:
        self._place = place
        self._used = used
        self._by_text: dict[str, str] = {}
        self.asked_for: dict[str, Word] = {}
        self.secret_variables: set[str] = set()

    def in_url(self, url: Word) -> Word:
        """Return a URL with the credentials of its query and fragment replaced; not those before an @."""
        authority = _AUTHORITY.match(url.text)
        start = authority.end() - 1 if authority else 0
        return self._replaced(
            url, lambda text, hide: text[:start] + hide_in_url(text[start:], hide), self._in_query
        )

    def in_header(self, name: str, value: Word) -> Word:
        """Return a header's value with its credentials replaced."""
        spans = _found(value.text, lambda text, hide: hide_in_header(name, text, hide))
        literal = [span for span in spans if value.cut(*span).plain]
        if name.lower() == "cookie" and len(literal) > 1 and value.plain:
            return self.replace(value, 0, len(value.text), "COOKIE")
        return self._replaced(
            value,
            lambda text, hide: hide_in_header(name, text, hide),
            lambda word, start: _header_name(name, word.text, start),
        )

    def in_text(self, text: Word) -> Word:
        """Return a body, or a text for a query, with credentials replaced: of a form, in JSON and in XML."""
        text = self._with_slots(text, _elements(text.text))
        text = self._with_slots(text, _members(text.text))
        return self._replaced(text, hide_in_url, self._in_query)

    def in_field(self, name: str, value: Word) -> Word:
        """Return the value of a field of a form or a query, replaced when its name is sensitive."""
        return (
            self.replace(value, 0, len(value.text), _upper(name)) if _means_one(name, value.text) else value
        )

    def replace(self, word: Word, start: int, end: int, name: str) -> Word:
        """Return a word with a part of it replaced by a parameter; a variable stays, and is never shown."""
        part = word.cut(start, end)
        if not part.plain:
            self.secret_variables.update(part.names)
            return word
        if not part.text.strip():
            return word
        self._place.mask(part)
        return word.with_slot(start, end, self._name_for(part, name))

    def ask(self, name: str, at: Word) -> Word:
        """Return a parameter that is asked for, where the command leaves a credential out."""
        chosen = self._free(name)
        self.asked_for[chosen] = at
        return variable(chosen, at.end, at.end)

    def declare(self, _: Limits) -> None:
        """Declare what nobody has declared by now: credentials as secrets, variables as parameters."""
        draft = self._place.draft
        rows = [row for key in ("parameters", "secrets") for row in draft.document.get(key, ())]
        declared = {row["name"] for row in rows}
        for name, at in self.asked_for.items():
            if name not in declared:
                self._add("secrets", {"name": name, "source": "prompt"}, at)
                message = f"the command holds a credential, which is not kept: {name} is asked for"
                hint = f"write under [Secrets] where it comes from, such as {name}: env {name}"
                self._place.note(at, message, hint)
        for name, at in self._place.variables.items():
            if name not in declared and name not in self.asked_for:
                secret = {"secret": True} if name in self.secret_variables else {}
                self._add("parameters", {"name": name, **secret}, at)

    def _add(self, key: str, row: dict[str, object], at: Word) -> None:
        rows = self._place.draft.document.setdefault(key, [])
        self._place.draft.spans[(key, len(rows))] = Span(at.start, at.end)
        rows.append(row)

    def _replaced(
        self,
        word: Word,
        hiding: Callable[[str, Hide], str],
        name_of: Callable[[Word, int], str],
    ) -> Word:
        return self._with_slots(word, [(*span, name_of(word, span[0])) for span in _found(word.text, hiding)])

    def _with_slots(self, word: Word, spans: list[tuple[int, int, str]]) -> Word:
        for start, end, name in spans:
            part = word.cut(start, end)
            if part.plain and part.text.strip():
                self._name_for(part, name)
        # From the end, so that the places before stay what they are.
        for start, end, name in reversed(spans):
            word = self.replace(word, start, end, name)
        return word

    def _in_query(self, word: Word, start: int) -> str:
        before = re.search(r"([^?&#;=]*)=\Z", word.text[:start])
        return _upper(unquote_plus(before[1])) if before else "SECRET"

    def _name_for(self, part: Word, name: str) -> str:
        """Return the name under which a credential is asked for: one for each text."""
        if part.text not in self._by_text:
            self._by_text[part.text] = self._free(name)
        chosen = self._by_text[part.text]
        self.asked_for.setdefault(chosen, part)
        return chosen

    def _free(self, name: str) -> str:
        chosen, number = name, 2
        while chosen in self._used or chosen in self.asked_for:
            chosen, number = f"{name}_{number}", number + 1
        return chosen


def _found(text: str, hiding: Callable[[str, Hide], str]) -> list[tuple[int, int]]:
    """Return where a text holds what `core/sensitive.py` hides, in order."""
    hidden: list[str] = []

    def hide(credential: str) -> str:
        hidden.append(credential)
        return f"\0{len(hidden) - 1}\0"

    spans, position = [], 0
    pieces = _HIDDEN.split(hiding(text, hide))
    for index, piece in enumerate(pieces):
        length = len(hidden[int(piece)]) if index % 2 else len(piece)
        if index % 2:
            spans.append((position, position + length))
        position += length
    return spans


def _members(text: str) -> list[tuple[int, int, str]]:
    """Return where a JSON text has credentials as texts under sensitive keys, and how each is called."""
    spans = []
    for key, value in itertools.pairwise(_STRING.finditer(text)):
        between = _MEMBER.fullmatch(text, key.end(), value.start())
        if between and _means_one(key.group()[1:-1], value.group()[1:-1]):
            spans.append((value.start() + 1, value.end() - 1, _upper(key.group()[1:-1])))
    return spans


def _elements(text: str) -> list[tuple[int, int, str]]:
    """Return where an XML text has credentials in elements of sensitive names, and how each is called."""
    return [
        (*found.span("text"), _upper(found["name"]))
        for found in _ELEMENT.finditer(text)
        if _means_one(found["name"], found["text"])
    ]


def _means_one(name: str, value: str) -> bool:
    """Tell whether a field of a body is a credential, as it would be in a query."""
    if is_sensitive(name):
        return bool(value.strip())
    return bool(_found(f"{quote(name, safe='')}={quote(value, safe='')}", hide_in_url))


def _header_name(name: str, value: str, start: int) -> str:
    if name.lower() == "cookie":
        before = re.search(r"([^=;\s]+)=\s*\Z", value[:start])
        return _upper(before[1]) if before else "COOKIE"
    if name.lower() in _LOGIN_HEADERS:
        return next((word for pattern, word in _SCHEME_NAMES if pattern.match(value)), "TOKEN")
    return _upper(name)


def _upper(name: str) -> str:
    """Make the name of a parameter from that of a header, a field or a cookie: `X-Api-Key` is `API_KEY`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", re.sub(r"\A[Xx]-", "", name))
    made = re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_").upper()
    return f"_{made}" if made[:1].isdecimal() else made or "SECRET"
