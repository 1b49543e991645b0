"""The sections of settings: `[Status]`, where a status leads, and `[Options]`, a closed table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hooknb.core.checks import is_parameter_name
from hooknb.core.routes import DEFAULT, FAILED, normal_status
from hooknb.errors import did_you_mean, nearest, quoted
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line
from hooknb.formats.cell_scalars import colon_hint, read_scalar, split_pair, write_scalar

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[^\s,]+")
_YES = ("yes", "true", "on")
_NO = ("no", "false", "off")
_SAVE = "save"
_STATUS_WORDS = (FAILED, DEFAULT, _SAVE)


@dataclass(frozen=True, slots=True)
class Option:
    """Describe one line of `[Options]`.

    Args:
        name: as it is written.
        field: the field of the document it sets.
        help: what it does, one sentence.
        example: a whole line.
        read: from the written text to the field's value; raises `ValueError(message, hint)`.
        write: from the field's value to the written text.
        aliases: other accepted names.
        repeats: True when each line adds one item to a list.
        words: True when the line is a list of words.
    """

    name: str
    field: str
    help: str
    example: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = write_scalar
    aliases: tuple[str, ...] = ()
    repeats: bool = False
    words: bool = False


def read_status(line: Line, draft: Draft) -> None:
    """Read `404: output`, `4xx: output`, `failed: output` or `save: PARAM`."""
    parts = split_pair(line)
    if parts is None:
        draft.wrong_line(line, "[Status] has lines such as 404: output", colon_hint(line, "output"))
        return
    status = parts[0].strip()
    value, span = read_scalar(parts[1])
    span = span if value else line.strip().span
    if status.text.lower() == _SAVE:
        _read_save(line, value, span, draft)
        return
    spans = {"status": status.span, "output": span}
    here = draft.add("routes", {"status": status.text, "output": value}, spans, line)
    if normal_status(status.text):
        return
    meant = nearest(status.text, _STATUS_WORDS)
    if normal_status(value):
        hint = f"the status comes first: {value}: {status.text}"
        draft.wrong((*here, "status"), f"{quoted(status.text)} is not a status", hint)
    elif meant is not None and meant != status.text.lower():
        draft.wrong((*here, "status"), f"{quoted(status.text)} is not a status", f"did you mean {meant!r}?")


def read_option(line: Line, draft: Draft) -> None:
    """Read one line of `[Options]`."""
    parts = split_pair(line)
    if parts is None:
        option = find_option(line.text)
        hint = f"write {option.example}" if option else colon_hint(line, "value")
        draft.wrong_line(line, "[Options] has lines such as timeout: 15", hint)
        return
    name = parts[0].strip()
    option = find_option(name.text)
    if option is None:
        known = [each.name for each in OPTIONS]
        draft.wrong_line(line, f"{quoted(name.text)} is not an option", did_you_mean(name.text, known), name)
        return
    _set(option, line, draft)


def find_option(name: str) -> Option | None:
    """Return the option with a name or alias; case, `-`, `_` and blanks make no difference."""
    return _BY_NAME.get(_folded(name))


def write_status(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Status]`."""
    lines = [f"{row['status']}: {write_scalar(row['output'])}" for row in document.get("routes", ())]
    saved = document.get("status_parameter")
    return [*lines, *([f"{_SAVE}: {saved}"] if saved else [])] or None


def write_options(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Options]`."""
    given = [option for option in OPTIONS if option.field in document]
    return [line for option in given for line in _written(option, document[option.field])] or None


def _read_save(line: Line, value: str, span: Any, draft: Draft) -> None:
    path = ("status_parameter",)
    if path in draft.spans:
        draft.wrong_line(line, "save stands here twice", "keep one of the two")
        return
    draft.put(path, value, span)
    if value == "":
        draft.wrong(path, "save names no parameter", "write one, such as save: HTTP_CODE")
    elif value.startswith("$") and is_parameter_name(value[1:]):
        draft.wrong(path, f"{quoted(value)} is not a parameter name", f"leave the $ out: {value[1:]}")


def _set(option: Option, line: Line, draft: Draft) -> None:
    path = (option.field,)
    if path in draft.spans and not option.repeats:
        draft.wrong_line(line, f"{option.name} stands here twice", "keep one of the two")
        return
    value, span = read_scalar((split_pair(line) or (line, line))[1])
    if value == "" and span.offsets == ():
        draft.spans[path] = line.strip().span
        draft.wrong(path, f"{option.name} has no value", f"write one, such as {option.example}")
        return
    try:
        made = option.read(value)
    except ValueError as error:
        draft.spans[path] = span
        draft.wrong(path, *error.args)
        return
    if option.words:
        for index, word in enumerate(_WORD.finditer(value)):
            draft.spans[(*path, index)] = span.narrow(word.span())
    if option.repeats:
        items = draft.document.setdefault(option.field, [])
        draft.spans[path] = draft.spans[(*path, len(items))] = span
        items.append(made)
    else:
        draft.put(path, made, span)


def _written(option: Option, value: Any) -> list[str]:
    items = value if option.repeats else [value]
    return [f"{option.name}: {option.write(item)}" for item in items]


def _seconds(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a number of seconds", "write the number alone, such as 10")
    return float(text)


def _number_text(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"{quoted(text)} is not a number of retries", "write a whole number, such as 3")
    return int(text)


def _yes_or_no(text: str) -> bool:
    if text.lower() not in (*_YES, *_NO):
        raise ValueError(f"{quoted(text)} is neither yes nor no", "write yes or no")
    return text.lower() in _YES


def _yes_text(value: Any) -> str:
    return _YES[0] if value else _NO[0]


def _folded(name: str) -> str:
    return re.sub(r"[-_\s]+", "_", name.strip()).casefold()


OPTIONS = (
    Option("label", "label", "What the request is for, one line of free text.", "label: Fetch the user"),
    Option(
        "timeout",
        "timeout",
        "Seconds for the whole exchange, 10 to 25 (10 when nothing is said).",
        "timeout: 15",
        _seconds,
        repr,
    ),
    Option(
        "async",
        "asynchronous",
        "yes: do not wait for the answer, whatever it is.",
        "async: yes",
        _yes_or_no,
        _yes_text,
        aliases=("asynchronous",),
    ),
    Option(
        "redirects",
        "redirects",
        "yes: follow redirects; no: a 3xx can be routed.",
        "redirects: yes",
        _yes_or_no,
        _yes_text,
    ),
    Option(
        "retries",
        "retries",
        "How many times the request is sent again at the most, 0 to 10 (0 when nothing is said).",
        "retries: 3",
        _count,
        str,
    ),
    Option(
        "retry_on",
        "retry_on",
        "After what: codes, classes and kinds of failure (408 429 502 503 504 connect refused).",
        "retry_on: 429 5xx timeout",
        _WORD.findall,
        " ".join,
        words=True,
    ),
    Option(
        "retry_delay",
        "retry_delay",
        "Seconds before the first repetition, 0 to 10 (0.5); each further one waits twice as long.",
        "retry_delay: 1",
        _seconds,
        _number_text,
    ),
    Option(
        "cookies",
        "cookies",
        "no: neither send nor keep the session's cookies.",
        "cookies: no",
        _yes_or_no,
        _yes_text,
    ),
    Option(
        "verify",
        "verify",
        "no: do not verify TLS certificates; every card says so.",
        "verify: no",
        _yes_or_no,
        _yes_text,
    ),
    Option(
        "cassette",
        "cassette",
        "A file that the exchange is recorded in, and replayed from when it is there.",
        "cassette: tapes/users.json",
    ),
    Option(
        "mapping",
        "mapping_type",
        "How the response is read: auto, json or xml.",
        "mapping: xml",
        aliases=("mapping_type",),
    ),
    Option(
        "force_list",
        "force_list",
        "An XML path that is always a list; one line for each path.",
        "force_list: note.to",
        repeats=True,
    ),
    Option(
        "fill",
        "fill",
        "declared: only names of [Params] and [Secrets] are parameters, every other $ is literal.",
        "fill: declared",
    ),
)

_BY_NAME = {_folded(name): option for option in OPTIONS for name in (option.name, *option.aliases)}
