"""What a command sends: its `-d`, `--data-urlencode`, `--json`, `-F` and `-T` as a body, or as a query.

The bytes are those that curl sends. Fields of a form and of a query become pairs where encoding them gives
the same text again; otherwise they stay one text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from hooknb.core.body import Body
from hooknb.core.places import json_placeholders, json_problem, xml_problem
from hooknb.core.template import Template
from hooknb.errors import FieldPath
from hooknb.formats.cell_body import declared_format
from hooknb.formats.curl_asked import Asked, Given
from hooknb.formats.shellwords import Word, join
from hooknb.formats.source import Span

FORM = "application/x-www-form-urlencoded"
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
_STRIPS_BREAKS = ("-d", "--data", "--data-ascii")
_URLENCODED = ("--data-urlencode", "--url-query")


class Field(NamedTuple):
    """A field of a form or a query: its name, and its value before it is encoded."""

    name: Word
    value: Word


class Piece(NamedTuple):
    """One `-d` or its kin: what is sent of it, and the fields it consists of; None when it is no fields."""

    sent: Word
    fields: tuple[Field, ...] | None


class Spelling(NamedTuple):
    """How fields are encoded, and decoded again."""

    write: Callable[[str], str]
    read: Callable[[str], str]


IN_FORM = Spelling(lambda text: quote_plus(text, safe=""), lambda text: unquote_plus(text, errors="strict"))
IN_QUERY = Spelling(lambda text: quote(text, safe=""), lambda text: unquote(text, errors="strict"))


def put_body(asked: Asked) -> None:
    """Put what a command sends into its draft: the body, and the `Content-Type` that it needs."""
    if asked.upload is not None:
        _put_file(asked, asked.upload.value, None)
    elif asked.form or "--form" in asked.flags:
        _put_multipart(asked)
    elif len(asked.data) == 1 and _is_file(asked.data[0], asked):
        _put_data_file(asked, asked.data[0])
    elif asked.data:
        _put_text(asked)


def query_fields(given: Sequence[Given], asked: Asked) -> tuple[list[Field], Word | None]:
    """Return what is put into the query: as fields, or as one text when it is not all fields."""
    pieces = [_piece(each, asked, IN_QUERY) for each in given]
    fields = [field for piece in pieces for field in piece.fields or ()]
    if all(piece.fields is not None for piece in pieces):
        return fields, None
    return [], asked.credentials.in_text(join([piece.sent for piece in pieces], "&"))


def put_fields(path: FieldPath, fields: Sequence[Field], asked: Asked) -> list[dict[str, Any]]:
    """Return fields as the rows that stand under a path, their credentials replaced; note their places."""
    rows: list[dict[str, Any]] = []
    for name, value in fields:
        asked.place.add_pair(path, rows, name, asked.credentials.in_field(name.text, value))
    return rows


def content_type_of(asked: Asked) -> str | None:
    """Return the type under which curl sends data: the command's own, else that of its options."""
    own = asked.header("content-type")
    if own is not None:
        return own.value.text if own.value.plain else "application/octet-stream"
    if "content-type" in asked.taken_away or asked.upload is not None:
        return None
    return "application/json" if asked.json is not None else FORM


def _put_file(asked: Asked, file: Word, content_type: str | None) -> None:
    body_format = declared_format(content_type or "") or "raw"
    body = {"format": body_format, "file": file.text}
    _settle_type(asked, body_format, content_type)
    _put(asked, body, Span(file.start, file.end), {"file": asked.place.span(file)})
    if file.text in (("-", ".") if asked.upload is not None else ("-",)):
        hint = "name a file, or write the text itself"
        asked.place.wrong(file, "a node reads no standard input", hint)
    elif not file.plain:
        asked.place.wrong(file, "the name of a file cannot be a parameter", "write the name itself")


def _put_data_file(asked: Asked, given: Given) -> None:
    file = given.value.cut(1)
    if given.name in _STRIPS_BREAKS and file.text != "-":
        message = f"{given.name} @{file.text}: the file is sent as it is; curl takes the line breaks out"
        asked.place.left(given.value, message, "--data-binary sends it as it is")
    _put_file(asked, file, content_type_of(asked))


def _put_multipart(asked: Asked) -> None:
    """Put form fields, which a node sends in another way."""
    own = asked.header("content-type")
    if own is not None and own.value.text.lower().startswith("multipart/"):
        asked.headers.remove(own)
    if asked.form:
        given = asked.form[0].given
        message = f"{given.name} is sent as x-www-form-urlencoded: a node sends no multipart/form-data"
        asked.place.left(given.word, message, "look whether the server takes that, too")
        _put_form(asked, [Field(each.name, each.value) for each in asked.form])


def _put_text(asked: Asked) -> None:
    content_type = content_type_of(asked)
    pieces = [_piece(each, asked, IN_FORM) for each in asked.data]
    text = _joined(asked, [piece.sent for piece in pieces])
    body_format = _format(content_type, text)
    _settle_type(asked, body_format, content_type)
    fields = [field for piece in pieces for field in piece.fields or ()]
    if body_format == "form" and fields and all(piece.fields is not None for piece in pieces):
        _put_form(asked, fields)
        return
    text = asked.credentials.in_text(text)
    written, span = asked.place.template(text)
    body = {"format": body_format, "text": written}
    _put(asked, body, Span(text.start, max(text.start, text.end)), {"text": span})
    _note_text(asked, body_format, content_type, text)


def _put_form(asked: Asked, fields: Sequence[Field]) -> None:
    rows = put_fields(("body", "pairs"), fields, asked)
    _put(asked, {"format": "form", "pairs": rows}, Span(fields[0].name.start, fields[-1].value.end), {})


def _joined(asked: Asked, sent: list[Word]) -> Word:
    """Put the pieces together: with `&`, but before `--json` with nothing."""
    whole = sent[:1]
    for given, word in zip(asked.data[1:], sent[1:], strict=True):
        mark = "" if given.name == "--json" else "&"
        whole = [join([*whole, word], mark)]
    return whole[0]


def _piece(given: Given, asked: Asked, spelling: Spelling) -> Piece:
    """Read one option's argument: what is sent of it, and its fields."""
    if given.name in _URLENCODED:
        return _encoded_piece(given, asked, spelling)
    file = _file_of(given)
    if file is not None:
        return Piece(_read_file(given, file, asked), None)
    fields = [_field(part, spelling) for part in given.value.split("&")]
    whole = None if any(field is None for field in fields) else tuple(field for field in fields if field)
    return Piece(given.value, whole)


def _field(part: Word, spelling: Spelling) -> Field | None:
    name, value = part.partition("=")
    if value is None or not name.plain or not _survives(part, spelling):
        return None
    return Field(name.literals(spelling.read), value.literals(spelling.read))


def _encoded_piece(given: Given, asked: Asked, spelling: Spelling) -> Piece:
    """Read `content`, `=content`, `name=content`, `@file` or `name@file`, whose content curl encodes."""
    value = given.value
    if given.name == "--url-query" and value.text.startswith("+"):
        return _piece(Given("--data-raw", given.word, value.cut(1)), asked, spelling)
    name, content = value.partition("=")
    if content is None and "@" in value.text:
        hint = "write its text into the command, or send the file as the body: --data-binary @FILE"
        asked.place.wrong(value, "a node does not encode a file", hint)
        return Piece(value, None)
    content = value if content is None else content
    encoded = content.literals(spelling.write)
    if content is value or not name.text:
        return Piece(encoded, None)
    sent = join([name, encoded], "=")
    if not name.plain or not _survives(name, spelling):
        return Piece(sent, None)
    return Piece(sent, (Field(name.literals(spelling.read), content),))


def _survives(word: Word, spelling: Spelling) -> bool:
    """Tell whether decoding a text and encoding it again gives the same text."""
    try:
        return all(
            spelling.write(spelling.read(text)) == text
            for part in word.split("=")
            for text in part.literal_texts()
        )
    except UnicodeDecodeError:
        return False


def _is_file(given: Given, asked: Asked) -> bool:
    """Tell whether a file is sent, and no standard input that stands in the command."""
    file = _file_of(given)
    return file is not None and (file.text != "-" or asked.stdin is None)


def _file_of(given: Given) -> Word | None:
    reads_files = given.name not in ("--data-raw", *_URLENCODED)
    at = reads_files and given.value.text.startswith("@")
    return given.value.cut(1) if at else None


def _read_file(given: Given, file: Word, asked: Asked) -> Word:
    """Return what stands for a file among texts: only standard input can be known."""
    if file.text == "-" and asked.stdin is not None:
        return asked.stdin.without("\r\n") if given.name in _STRIPS_BREAKS else asked.stdin
    asked.place.wrong(given.value, "the body is one file, or text", "write its text into the command")
    return file


def _format(content_type: str | None, text: Word) -> str:
    """Return the format of a body: that of its type, when the text is such."""
    declared = declared_format(content_type or "") or "raw"
    written, _ = text.template()
    if not written.strip():
        return declared
    template = Template(written)
    if declared == "json" and json_problem(json_placeholders(template)) is not None:
        return "raw"
    if declared == "xml" and xml_problem(template.fill(lambda name: "x")) is not None:
        return "raw"
    return declared


def _settle_type(asked: Asked, body_format: str, content_type: str | None) -> None:
    """Leave a `Content-Type` out when the format says it, add one when the format does not."""
    said = Body(body_format, text="").content_type  # type: ignore[arg-type]
    own = asked.header("content-type")
    if own is not None and own.value.text == said:
        asked.headers.remove(own)
    elif own is None and content_type and content_type != said:
        asked.own_headers["Content-Type"] = Given(
            "", asked.data[0].word, Word.at(content_type, asked.data[0].word.start)
        )


def _note_text(asked: Asked, body_format: str, content_type: str | None, text: Word) -> None:
    written = text.text
    if body_format == "form" and written.lstrip()[:1] in ("{", "["):
        hint = "add -H 'Content-Type: application/json' if the server wants JSON"
        asked.place.note(text, f"the body looks like JSON and is sent as {FORM}, as curl does", hint)
    elif body_format == "raw" and declared_format(content_type or "") in ("json", "xml"):
        asked.place.note(text, f"the body is not what {content_type} says", "it is sent as it is")
    charset = _CHARSET.search(content_type or "") or (
        _PROLOG.match(written) if body_format == "xml" else None
    )
    if charset and charset[1].lower().replace("-", "") != "utf8" and not written.isascii():
        message = f"the body is sent in {charset[1]}, as it says; curl sends what the shell has"
        asked.place.left(text, message, "write charset=utf-8")


def _put(asked: Asked, body: Mapping[str, object], at: Span, spans: dict[str, Span]) -> None:
    draft = asked.place.draft
    draft.put(("body",), body, at)
    draft.spans[("body", "format")] = at
    draft.spans.update({("body", name): span for name, span in spans.items()})
