"""The section `[Signing]`: lines of a closed list, of which only the secret's name may stand after `secret:`.

What could be a secret is masked in every message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hooknb.core.door_signing import BY_NAME, KEYS, secret_name
from hooknb.errors import did_you_mean, quoted
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
_FIRST_WORD = re.compile(r"[^\s=]*[\s=]*")


def begin_signing(line: Line, draft: Draft) -> None:
    """Sign the node's requests; a section without lines is a mistake of the document."""
    draft.put((_FIELD,), {}, line.strip().span)


def read_signing(line: Line, draft: Draft) -> None:
    """Read one line of `[Signing]`."""
    parts = split_pair(line)
    if parts is None:
        word = _FIRST_WORD.match(line.strip().text)
        draft.mask(line.strip().cut(word.end() if word is not None else 0))
        draft.wrong_line(line, "[Signing] has lines such as secret: $NAME", "put a colon after the name")
        return
    written = parts[0].strip()
    name = _folded(written.text)
    value, span = read_scalar(parts[1])
    span = span if value or span.offsets else line.strip().span
    if name == "secret":
        value = _secret(value, parts[1], draft)
    if name not in KEYS:
        _refuse(line, written, parts[1], draft)
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
    return lines + [f"{key}: {_written(signing[key])}" for key in KEYS[1:] if key in signing]


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


def _secret(value: str, part: Part, draft: Draft) -> str:
    """Return the secret's name, or "" for what is none; that is kept out of every message."""
    name = secret_name(value)
    if name is None:
        draft.mask(part.strip())
    return name or ""


def _refuse(line: Line, written: Part, value: Part, draft: Draft) -> None:
    if not value.strip().text.startswith("$"):
        draft.mask(value.strip())
    message = f"{quoted(written.text)} is no line of [Signing]"
    draft.wrong_line(line, message, did_you_mean(_folded(written.text), KEYS), written)


def _folded(name: str) -> str:
    return re.sub(r"[-_\s]+", "_", name.strip()).casefold()


def _written(value: str) -> str:
    return json_string(value) if has_braces(value) else write_scalar(value)
