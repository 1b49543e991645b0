"""The section `[Signing]`: lines of a closed list, of which only the secret's name may stand after `secret:`.

What could be a secret is masked in every message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hooknb.core.door_names import secret_name, seems_secret
from hooknb.core.door_signing import BY_NAME, KEYS
from hooknb.errors import nearest, quoted
from hooknb.formats.cell_draft import Draft, has_braces
from hooknb.formats.cell_lines import Line, Part
from hooknb.formats.cell_scalars import json_string, read_scalar, split_pair, write_scalar
from hooknb.formats.source import Span

_FIELD = "signing"
_EXAMPLES = {
    "secret": "secret: $SIGNATURE",
    "api_key": "api_key: abcd1234",
    "application_id": "application_id: $APPLICATION",
    "header": "header: Authorization",
}
_FIRST_WORD = re.compile(r"(?P<word>[^\s=]*)[\s=]*")
# How many letters too many, and how alike, a name is that is only misspelled.
_MOST_AMISS, _ALIKE = 3, 0.8


def begin_signing(line: Line, draft: Draft) -> None:
    """Sign the node's requests; a section without lines is a mistake of the document."""
    draft.put((_FIELD,), {}, line.strip().span)


def read_signing(line: Line, draft: Draft) -> None:
    """Read one line of `[Signing]`."""
    parts = split_pair(line)
    if parts is None:
        refuse_words(line, "[Signing] has lines such as secret: $NAME", KEYS, draft)
        return
    written = parts[0].strip()
    name = folded(written.text)
    value, span = read_scalar(parts[1])
    span = span if value or span.offsets else line.strip().span
    if name == "secret":
        value = read_name(value, parts[1], draft)
    if name not in KEYS:
        refuse_name(line, written, parts[1], "[Signing]", KEYS, draft)
        return
    path = (_FIELD, name)
    if path in draft.spans:
        draft.wrong_line(line, f"{name} stands here twice", "keep one of the two")
        return
    _put(name, value, span, draft)


def write_signing(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Signing]`."""
    signing = document.get(_FIELD)
    if signing is None:
        return None
    lines = [f"secret: ${signing['secret']}"]
    return lines + [f"{key}: {write_text(signing[key])}" for key in KEYS[1:] if key in signing]


def _put(name: str, value: str, span: Span, draft: Draft) -> None:
    path = (_FIELD, name)
    draft.document[_FIELD][name] = value
    draft.spans[path] = span
    if name == "secret":
        if value == "":
            draft.wrong(path, "the signature secret is given by its name alone", BY_NAME)
    elif value == "" and not span.offsets:
        draft.wrong(path, f"{name} has no value", f"write one, such as {_EXAMPLES[name]}")
    elif not span.offsets:
        draft.check_braces(path, value, "put the whole value in quotes")


def refuse_words(line: Line, message: str, known: Iterable[str], draft: Draft) -> str | None:
    """Refuse a line without a colon; all but a known first word may be a secret. Return the name meant."""
    found = _FIRST_WORD.match(line.strip().text)
    meant = None if found is None else meant_name(found["word"], known)
    draft.mask(line.strip().cut(0 if found is None or meant is None else found.end()))
    draft.wrong_line(line, message, "put a colon after the name")
    return meant


def refuse_name(
    line: Line, written: Part, value: Part, section: str, known: Iterable[str], draft: Draft
) -> str | None:
    """Refuse a line of a name that the section does not have; return the name that was meant.

    Its value may be a secret, and so may a name that is near none of the section's.
    """
    meant = meant_name(written.text, known)
    mask_literal(value, draft)
    if meant is None:
        draft.mask(written)
    what = "this" if meant is None else quoted(written.text)
    hint = f"one of {', '.join(known)}" if meant is None else f"did you mean {meant!r}?"
    draft.wrong_line(line, f"{what} is no line of {section}", hint, written)
    return meant


def meant_name(written: str, known: Iterable[str]) -> str | None:
    """Return the known name that was surely meant; with more letters amiss it may be a piece of a secret."""
    near = nearest(folded(written), known)
    if near is None or len(written) > len(near) + _MOST_AMISS:
        return None
    from difflib import SequenceMatcher

    return near if SequenceMatcher(None, folded(written), near).ratio() >= _ALIKE else None


def mask_literal(value: Part, draft: Draft) -> None:
    """Keep a value out of every message, unless it is `$NAME` and nothing else."""
    name = secret_name(value.strip().text)
    if name is None or seems_secret(name):
        draft.mask(value.strip())


def read_name(value: str, part: Part, draft: Draft) -> str:
    """Return the name in `$NAME`, or "" for what is none; that is kept out of every message."""
    name = secret_name(value)
    if name is None:
        draft.mask(part.strip())
    return name or ""


def folded(name: str) -> str:
    """Return a name as it is compared: case, `-`, `_` and blanks make no difference."""
    return re.sub(r"[-_\s]+", "_", name.strip()).casefold()


def write_text(value: str) -> str:
    """Write a text that may hold `$NAME`."""
    return json_string(value) if has_braces(value) else write_scalar(value)
