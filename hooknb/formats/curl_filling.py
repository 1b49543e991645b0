"""The texts of a node as words of a command: values that the node has filled in, all others shell variables.

A name without a value is filled with a number that occurs nowhere else, and the number is then replaced by
the variable: so each place is escaped by the one rule that runs go by.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hooknb.core.address import fill_address
from hooknb.core.choosing import Sources, choose
from hooknb.core.node import Node
from hooknb.core.parameters import UNSET, Chosen
from hooknb.core.places import fill_form_text, fill_header, fill_json, fill_markup, fill_query, fill_text
from hooknb.core.template import Slot, Template
from hooknb.formats.shellwords import Word, join

_ORIGIN = re.compile(r"\A([A-Za-z]+://[^/?]*)([/?]|\Z)")
_NO_VARIABLE = re.compile(r"\W", re.ASCII)
_BASE = "https://h.invalid/"


class Filling:
    """Fill the texts of one node.

    Args:
        node: the node.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._values = _known_values(node)
        self._names: list[str] = list(node.names)
        zeros = "0" * 12
        while f"7{zeros}" in repr(node):
            zeros += "0"
        # Only one 7, at its beginning: so no two of them can overlap.
        self._numbers = {name: f"7{zeros}{index:016b}" for index, name in enumerate(self._names)}
        self._pattern = re.compile("|".join(map(re.escape, self._numbers.values())) or r"(?!)")
        self._by_number = {number: name for name, number in self._numbers.items()}

    def value_of(self, name: str) -> Chosen:
        """Return the value with which a place is filled: the node's own, or a number for a variable."""
        if name in self._values:
            return self._values[name]
        number = self._numbers[name]
        return Chosen(name, int(number), number)

    def url(self) -> Word:
        """Return the URL: as it is written, where curl makes the same of it, else as a run sends it.

        Raises:
            ParameterError: a value, or what stands for one, cannot stand where it is written.
        """
        node, written = self._node, self.raw(self._node.url)
        first = node.template(node.url).parts[0]
        begins = isinstance(first, Slot) and first.name not in self._values
        bases = [f"{_BASE}{self._numbers[first.name]}"] if begins and isinstance(first, Slot) else []

        def value_of(name: str) -> Chosen:
            base = bases.pop() if bases else ""
            return Chosen(name, base, base) if base else self.value_of(name)

        sent = self.word(
            fill_address(node.url, value_of, node.declared).removeprefix(_BASE if begins else "")
        )
        # IDNA makes a space of some characters; no curl takes a URL with one.
        return written if _as_sent(written.text) == sent.text or " " in sent.text else sent

    def header(self, text: str) -> Word:
        """Return a header's value."""
        return self.word(fill_header(self._node.template(text), self.value_of))

    def fields(self, name: str, text: str | None) -> list[tuple[str, Word]]:
        """Return a row of a query or a form as fields; a list gives several."""
        if text is None:
            text, value_of = "$value", lambda _: self.value_of(name)
            return [(key, self.word(value)) for key, value in fill_query(name, Template(text), value_of)]
        return [
            (key, self.word(value))
            for key, value in fill_query(name, self._node.template(text), self.value_of)
        ]

    def body(self, text: str, body_format: str) -> Word:
        """Return a body that is a text."""
        template = self._node.template(text)
        fillers: dict[str, Callable[[Template, Any], str]] = {
            "json": fill_json,
            "form": fill_form_text,
            "html": lambda each, values: fill_markup(each, values, xml=False),
            "xml": lambda each, values: fill_markup(each, values, xml=True),
        }
        return self.word(fillers.get(body_format, fill_text)(template, self.value_of))

    def text(self, text: str) -> Word:
        """Return a text in which nothing is escaped, each value spelled as it was written."""
        return self.word(fill_text(self._node.template(text), self.value_of))

    def secret(self, name: str) -> Word:
        """Return the variable of a secret."""
        return self.word(self.value_of(name).text)

    def foreign(self, name: str) -> Word:
        """Return a variable that is no parameter of the node; its name goes on where that is taken."""
        while name in self._names:
            name += "_"
        return _variable(name)

    def raw(self, text: str) -> Word:
        """Return a text as it is written, nothing escaped."""
        return self.word(self._node.template(text).fill(lambda name: self.value_of(name).text))

    def word(self, text: str) -> Word:
        """Return a filled text with the variables in their places."""
        parts, position = [], 0
        for found in self._pattern.finditer(text):
            parts += [Word.at(text[position : found.start()], 0), _variable(self._by_number[found.group()])]
            position = found.end()
        return join([*parts, Word.at(text[position:], 0)])


def _as_sent(url: str) -> str:
    """Return what curl itself makes of a URL: a host in lower case, a path, no fragment."""
    url = url.partition("#")[0]
    return _ORIGIN.sub(
        lambda found: found[1].lower() + ("" if found[2] == "/" else "/" + found[2]), url, count=1
    )


def _variable(name: str) -> Word:
    """Return a shell variable for a parameter; the name of an empty query value need not be one."""
    plain = _NO_VARIABLE.sub("_", name)
    plain = f"_{plain}" if not plain or plain[0].isdecimal() else plain
    return Word(f"${plain}", (0,) * (len(plain) + 2), (Slot(plain, 0, len(plain) + 1),))


def _known_values(node: Node) -> dict[str, Chosen]:
    """Return the values that the node itself has, each of its entity."""
    known = tuple(each for each in node.parameters if each.value is not UNSET)
    query = [(each.name, f"${{{each.name}}}") for each in known]
    return choose(Node("https://h.invalid/", query=query, parameters=known), Sources())
