r"""A body as a cassette holds it: the most readable form from which the very same bytes come back.

JSON is laid out as data, so that two versions of a file can be compared line by line; how its sender wrote it
is kept beside it. Any other text is a list of its lines, and what is no text is base64.

>>> body_document(b'{"id": 1}')
{'json': {'id': 1}, 'style': 'spaced'}
>>> body_document(b"one\ntwo")
{'text': ['one\n', 'two']}
>>> body_bytes({"base64": ["AAH/"]})
b'\x00\x01\xff'
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from hooknb.core.parameters import nests_too_deeply

# Above this nobody compares line by line, and laying JSON out takes its time.
_READABLE = 1024 * 1024
_LINE = 76
_INDENT = re.compile(r"\A[\[{]\n(?P<blanks>(?: +|\t))")
_WORDS = re.compile(
    r"(?:compact|spaced|indent (?P<indent>[0-9]+|tab))(?P<ascii> ascii)?(?P<slashes> slashes)?"
    r"(?P<html> html)?(?P<newline> newline)?"
)
_MARKS = ("ascii", "slashes", "html", "newline")
_TAB = "\t"
_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


@dataclass(frozen=True, slots=True)
class Style:
    """Say how a sender writes JSON.

    Args:
        separators: as `json.dumps` has them.
        indent: what each level is indented by; None for one line.
        ascii: True when other characters are escaped.
        slashes: True when `/` is escaped, as PHP does.
        html: True when `<`, `>` and `&` are escaped, as Go does.
        newline: True when a line break ends the text.
    """

    separators: tuple[str, str] = (",", ":")
    indent: int | str | None = None
    ascii: bool = False
    slashes: bool = False
    html: bool = False
    newline: bool = False

    @classmethod
    def parse(cls, words: str) -> Style:
        """Read a style as a cassette has it.

        Raises:
            ValueError: there is no such style.
        """
        match = _WORDS.fullmatch(words)
        if match is None:
            raise ValueError(f"{words!r} is not a style of JSON")
        separators = (",", ":") if words.startswith("compact") else (", ", ": ")
        indent: int | str | None = None
        if match["indent"]:
            separators = (",", ": ")
            indent = _TAB if match["indent"] == "tab" else int(match["indent"])
        return cls(separators, indent, *(match[mark] is not None for mark in _MARKS))

    @property
    def words(self) -> str:
        """The style as a cassette has it: `compact`, `spaced`, `indent 2 ascii newline`."""
        if self.indent is not None:
            name = f"indent {'tab' if self.indent == _TAB else self.indent}"
        else:
            name = "compact" if self.separators == (",", ":") else "spaced"
        return " ".join([name, *(mark for mark in _MARKS if getattr(self, mark))])

    def write(self, data: Any) -> str:
        """Write data in this style.

        Raises:
            ValueError: JSON cannot hold it.
        """
        text = json.dumps(
            data,
            ensure_ascii=self.ascii,
            allow_nan=False,
            indent=self.indent,
            separators=self.separators,
        )
        # These occur in JSON only within texts.
        if self.slashes:
            text = text.replace("/", "\\/")
        if self.html:
            text = re.sub("[<>&]", lambda match: _HTML[match.group()], text)
        return text + "\n" * self.newline


def body_document(body: bytes) -> dict[str, Any]:
    """Return a body as a cassette holds it: `json` and its `style`, `text`, or `base64`."""
    found = json_style(body)
    if found is not None:
        data, style = found
        return {"json": data} if style == Style() else {"json": data, "style": style.words}
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" not in text:
        return {"text": re.findall(r"[^\n]*\n|[^\n]+\Z", text)}
    digits = b64encode(body).decode("ascii")
    return {"base64": [digits[start : start + _LINE] for start in range(0, len(digits), _LINE)]}


def body_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the bytes of a body.

    Raises:
        ValueError: it is not what `body_document` gives; the message is a phrase.
    """
    match dict(document):
        case {"json": data, **rest} if rest.keys() <= {"style"}:
            return Style.parse(rest.get("style", "compact")).write(data).encode("utf-8")
        case {"text": list(lines)} if len(document) == 1 and all(isinstance(each, str) for each in lines):
            return "".join(lines).encode("utf-8")
        case {"base64": list(lines)} if len(document) == 1 and all(isinstance(each, str) for each in lines):
            return b64decode("".join(lines), validate=True)
    raise ValueError('it is none of {"json": …}, {"text": [lines]} and {"base64": [lines]}')


def json_style(body: bytes) -> tuple[Any, Style] | None:
    """Return the data of a JSON body and how it is written; None when that would not give it back exactly."""
    if len(body) > _READABLE or body[:1] not in (b"{", b"["):
        return None
    try:
        text = body.decode("utf-8")
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if nests_too_deeply(data):
        return None
    return next(((data, style) for style in _styles(text) if _writes(style, data, text)), None)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _writes(style: Style, data: Any, text: str) -> bool:
    try:
        return style.write(data) == text
    except ValueError:  # 1e400 is read as infinite
        return False


def _styles(text: str) -> Iterator[Style]:
    """Yield the styles that a text may be written in, by its look."""
    indented = _INDENT.match(text)
    layouts: list[tuple[tuple[str, str], int | str | None]] = [((",", ":"), None), ((", ", ": "), None)]
    if indented is not None:
        blanks = indented["blanks"]
        layouts = [((",", ": "), _TAB if blanks == _TAB else len(blanks))]
    slashes, newline = "\\/" in text, text.endswith("\n")
    html = re.search(r"\\u00(?:3c|3e|26)", text) is not None
    escapes = (False, True) if "\\u" in text else (False,)
    for separators, indent in layouts:
        for ascii_only in escapes:
            yield Style(separators, indent, ascii_only, slashes, html, newline)
