"""The sections of a cell: the one table that the reader, the writer, help, completion and the docs go by.

A new section is one entry here, with the function that reads a line of it and the one that writes its lines.

    >>> find_section("query").name
    'Query Parameters'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hooknb.core.body import BODY_FORMATS
from hooknb.errors import nearest
from hooknb.formats.cell_auth import begin_auth, read_auth, write_auth
from hooknb.formats.cell_body import write_body
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import Line
from hooknb.formats.cell_named import (
    read_parameter,
    read_rule,
    read_secret,
    write_parameters,
    write_rules,
    write_secrets,
)
from hooknb.formats.cell_pairs import begin_form, read_form, read_query, write_form, write_query
from hooknb.formats.cell_request import read_header
from hooknb.formats.cell_settings import (
    OPTIONS,
    Option,
    find_option,
    read_option,
    read_status,
    write_options,
    write_status,
)
from hooknb.formats.cell_signing import begin_signing, read_signing, write_signing

__all__ = [
    "BODY",
    "OPTIONS",
    "SECTIONS",
    "Option",
    "Section",
    "find_option",
    "find_section",
    "suggested_section",
]


def _nothing(*_: object) -> None:
    """Do nothing: most sections need no beginning, and some write no lines of their own."""


@dataclass(frozen=True, slots=True)
class Section:
    """Describe a section.

    Args:
        name: as it is written between `[` and `]`.
        line: what its lines look like.
        help: what it is for, one sentence.
        example: lines that could stand in it, without the section line.
        aliases: other accepted names.
        read: reads one line into the draft; None when what follows is verbatim.
        write: from a document to the section's lines; None when it is not to be written. A section of
            verbatim text gives its own section line.
        begin: called once, at the section's own line.
        guarded: True when a secret could stand in it by mistake: what is no line of it is not shown either.
    """

    name: str
    line: str
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    read: Callable[[Line, Draft], None] | None = None
    write: Callable[[Mapping[str, Any]], list[str] | None] = _nothing
    begin: Callable[[Line, Draft], None] = _nothing
    guarded: bool = False


SECTIONS = (
    Section(
        "Params",
        "NAME: value",
        "Parameters of this node; one without a value is asked for when the cell runs.",
        "NAME:\nQTY (sys.number): 2",
        read=read_parameter,
        write=write_parameters,
    ),
    Section(
        "Secrets",
        "NAME: env VAR",
        "Where secret values come from: env VAR, prompt, keyring SERVICE USER or dotenv KEY.",
        "TOKEN: env ORDERS_TOKEN",
        read=read_secret,
        write=write_secrets,
        guarded=True,
    ),
    Section(
        "Headers",
        "Name: value",
        "Headers, the same as those under the URL.",
        "Accept: application/json",
        read=read_header,
    ),
    Section(
        "Auth",
        "bearer: $TOKEN",
        "Prove who you are: bearer, basic, api_key, digest or oauth2; secrets stand by their name.",
        "basic: ada\npassword: $PASSWORD\n[Secrets]\nPASSWORD: env ORDERS_PASSWORD",
        aliases=("Authentication",),
        read=read_auth,
        write=write_auth,
        begin=begin_auth,
        guarded=True,
    ),
    Section(
        "Query Parameters",
        "name: value",
        "Query parameters, encoded for you, repeats kept; one without a value is asked for.",
        "tag: a\ntag: b",
        aliases=("Query",),
        read=read_query,
        write=write_query,
    ),
    Section(
        "Form",
        "name: value",
        "Fields of an x-www-form-urlencoded body, encoded for you; excludes [Body …].",
        "who: $NAME",
        read=read_form,
        write=write_form,
        begin=begin_form,
    ),
    Section(
        "Response Mapping",
        "PARAM: path",
        "Object paths in the response, and the parameters their values are sent to; PARAM? may be missing.",
        "ORDER_ID (sys.number): $['order']['id']\nNICK?: data.nick",
        aliases=("Mapping",),
        read=read_rule,
        write=write_rules,
    ),
    Section(
        "Status",
        "404: output",
        "Where a status code or class leads; failed: renames the failed output, save: keeps the code.",
        "404: missing\n4xx: our_mistake\nfailed: try_later\nsave: HTTP_CODE",
        read=read_status,
        write=write_status,
    ),
    Section(
        "Options",
        "name: value",
        "How the node runs: time-out, asynchronous, redirects and the like.",
        "timeout: 15\nasync: yes",
        read=read_option,
        write=write_options,
    ),
    Section(
        "Signing",
        "secret: $NAME",
        "Sign each request with a token; api_key:, application_id: and header: may follow.",
        "secret: $SIGNATURE\napi_key: abcd1234\n[Secrets]\nSIGNATURE: env SIGNATURE_SECRET",
        read=read_signing,
        write=write_signing,
        begin=begin_signing,
        guarded=True,
    ),
    Section(
        "Body",
        "[Body json], then text",
        "The body, verbatim to the end of the cell; [Body json @file.json] sends a file. Kinds: "
        + ", ".join(BODY_FORMATS)
        + ".",
        '{"who": "$NAME"}',
        write=write_body,
    ),
)

BODY = SECTIONS[-1]


def find_section(text: str) -> Section | None:
    """Return the section that a text between `[` and `]` names; case and blanks make no difference."""
    folded = _folded(text)
    return BODY if folded.split(" ")[0] == "body" else _BY_NAME.get(folded)


def suggested_section(text: str) -> str | None:
    """Return the section line that a text between `[` and `]` was probably meant to be, or None."""
    folded = _folded(text)
    first = folded.split(" ")[0]
    if first in BODY_FORMATS:
        return f"[Body {first}]"
    match = nearest(folded, _BY_NAME)
    if match is not None:
        return f"[{_BY_NAME[match].name}]"
    kind = folded.removeprefix(first).strip()
    return f"[Body {kind or BODY_FORMATS[0]}]" if nearest(first, [BODY.name]) else None


def _folded(text: str) -> str:
    return re.sub(r"[-_\s]+", " ", text).strip().casefold()


_BY_NAME = {
    _folded(name): section
    for section in SECTIONS
    if section is not BODY
    for name in (section.name, *section.aliases)
}
