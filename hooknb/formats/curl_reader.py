r"""A cURL command as a draft: its words read as options, and what they ask for put together as curl does.

Nothing is dropped in silence: what a node cannot hold is noted as a warning.

    >>> from hooknb.formats.cell_draft import Draft
    >>> from hooknb.formats.cell_lines import split_lines
    >>> text = "curl -L https://example.com -d a=1"
    >>> draft = Draft(text)
    >>> read_command(draft, split_lines(text), 0)
    1
    >>> draft.document["body"], draft.document["redirects"]
    ({'format': 'form', 'pairs': [{'name': 'a', 'value': '1'}]}, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hooknb.core.door import METHODS
from hooknb.core.limits import Limits
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line
from hooknb.formats.cell_request import is_dropped
from hooknb.formats.curl_arguments import read_arguments
from hooknb.formats.curl_asked import Asked, Given, Pair
from hooknb.formats.curl_body import put_body, put_fields, query_fields
from hooknb.formats.curl_draft import CommandDraft
from hooknb.formats.curl_login import log_in
from hooknb.formats.curl_running import put_proof, put_running
from hooknb.formats.curl_secrets import Credentials, mask_credentials
from hooknb.formats.curl_url import read_url, with_file_name, with_query
from hooknb.formats.shellwords import Command, Word, join, split

_COMMAND = re.compile(r"[ \t]*(?:[$%>][ \t]+)?curl(?:\.exe)?(?=[ \t\\^]|\Z)", re.IGNORECASE)
_METHOD = re.compile(r"[A-Za-z]{1,20}")
_PROMPT = re.compile(r"[ \t]*(?:>[ \t]+)?")


def is_command(line: Line) -> bool:
    """Tell whether a line begins a cURL command."""
    return _COMMAND.match(line.text) is not None


def read_command(draft: Draft, lines: Sequence[Line], index: int) -> int:
    """Read the command that begins in the line at `index`; return the index of the line after it.

    Args:
        draft: where its fields, notes and mistakes go; what is settled later goes to `draft.later`.
        lines: all lines of the text.
        index: the line of the word `curl`.
    """
    line = lines[index]
    indent = _PROMPT.match(line.text)
    command = split(draft.text, line.start + (indent.end() if indent else 0))
    place = CommandDraft(draft, lines)
    _note_beside(command, draft.text, place)
    mask_credentials(command.words, place)
    credentials = Credentials(place, {name for word in command.words for name in word.names})
    asked = Asked(place, credentials, command.stdin)
    if command.open_quote:
        # Whatever follows the quote was meant otherwise.
        draft.settled.add(("url",))
    else:
        read_arguments(command.words[1:], asked)
        draft.later.append(lambda limits: _finish(asked, limits))
        _put_request(asked, command.words[0])
    return next(
        (number for number, each in enumerate(lines) if each.start >= command.end > line.start), len(lines)
    )


def _note_beside(command: Command, text: str, place: CommandDraft) -> None:
    for mistake in command.mistakes:
        place.wrong(mistake, mistake.message, mistake.hint)
    for start, end, kind in command.aside:
        at = Word(text[start:end], tuple(range(start, end + 1)))
        if kind == "pipe":
            hint = "object paths under [Response Mapping] take values out of the answer"
            place.left(at, "what follows | is left out", hint)
        else:
            place.note(at, "a redirection is not needed: the result keeps the answer", "look at result.text")


def _put_request(asked: Asked, curl: Word) -> None:
    _check_bodies(asked)
    url = read_url(asked)
    _put_query(asked, url, curl)
    if "--get" not in asked.flags:
        put_body(asked)
    _put_headers(asked)
    _put_method(asked)
    if asked.redirects:
        asked.place.draft.document["redirects"] = True


def _check_bodies(asked: Asked) -> None:
    """Refuse two bodies, as curl does."""
    kinds = [each for each in (asked.upload, asked.data[:1], asked.form[:1]) if each]
    if len(kinds) > 1:
        second = asked.form[0].given if asked.form else asked.data[0]
        asked.place.wrong(second.word, "the command has two bodies", "keep one of -d, -F and -T")


def _put_query(asked: Asked, url: Word | None, curl: Word) -> None:
    """Put the URL, and the query parameters that options add to it."""
    in_query = asked.data if "--get" in asked.flags else []
    if in_query and asked.query:
        given = asked.query[0]
        asked.place.left(
            given.word, f"{given.name} is not used beside -G, as curl does", "use -d for all of them"
        )
    fields, text = query_fields(in_query or asked.query, asked)
    if url is None:
        asked.place.draft.spans[("url",)] = asked.place.span(curl)
        asked.place.wrong(curl, "the command has no URL", "write one, such as https://api.example.com/users")
        asked.place.draft.settled.add(("url",))
        return
    if asked.upload is not None:
        url = with_file_name(url, asked.upload.value.text)
    url = log_in(asked, asked.credentials.in_url(url))
    asked.place.put("url", url if text is None else with_query(url, text))
    if fields:
        asked.place.draft.document["query"] = put_fields(("query",), fields, asked)


def _put_headers(asked: Asked) -> None:
    rows: list[dict[str, Any]] = []
    for pair in (*asked.headers, *_own_headers(asked)):
        name, value = pair.name, pair.value
        if is_dropped(name.text, value.text):
            asked.place.note(name, f"{name.text} is dropped", "it is set for each request")
            continue
        value = asked.credentials.in_header(name.text, value)
        if not value.text.isascii():
            message = f"{name.text} is sent in latin-1, as headers are; curl sends what the shell has"
            asked.place.left(value, message, "encode the value first")
        asked.place.add_pair(("headers",), rows, name, value)
    if rows:
        asked.place.draft.document["headers"] = rows


def _own_headers(asked: Asked) -> list[Pair]:
    """Return the headers that options set and `-H` does not."""
    given = dict(asked.own_headers)
    if asked.cookies:
        first = asked.cookies[0]
        given["Cookie"] = Given(first.name, first.word, join([each.value for each in asked.cookies], "; "))
    if asked.json is not None:
        given["Accept"] = Given("--json", asked.json.word, Word.at("application/json", asked.json.word.start))
    pairs = []
    for name, each in given.items():
        if asked.decides(name.lower()):
            continue
        value = join([Word.at("bytes=", each.value.start), each.value]) if name == "Range" else each.value
        pairs.append(Pair(Word.at(name, each.word.start), value, each))
    return pairs


def _put_method(asked: Asked) -> None:
    draft = asked.place.draft
    if asked.method is not None:
        method = asked.method
        if not method.plain or not _METHOD.fullmatch(method.text):
            # Not quoted: it may be anything that stands behind a lost argument.
            what = "this is not a method" if method.plain else "the method cannot be a parameter"
            asked.place.wrong(method, what, f"write one of {', '.join(METHODS)}")
            draft.settled.add(("method",))
        elif method.text.upper() != method.text:
            asked.place.left(
                method, f"the method is sent as {method.text.upper()}", "curl sends it as it is written"
            )
        draft.put(("method",), method.text, asked.place.span(method))
    elif asked.upload is not None:
        draft.document["method"] = "PUT"
    elif "--get" not in asked.flags and (asked.data or asked.form or "--form" in asked.flags):
        draft.document["method"] = "POST"
    else:
        draft.document["method"] = "GET"


def _finish(asked: Asked, limits: Limits) -> None:
    """Do what can be done only when sections below the command have been read."""
    put_proof(asked)
    asked.credentials.declare(limits)
    put_running(asked, limits)
