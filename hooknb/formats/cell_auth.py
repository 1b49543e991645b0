"""The section `[Auth]`: the scheme's own word with what is most telling of it, then its other fields.

    [Auth]
    basic: ada
    password: $PASSWORD

Nothing of a section's lines is ever shown in a message but its own words and `$NAME`s: a token may be pasted
anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hooknb.core.auth import BY_TYPE, SCHEMES, AuthField
from hooknb.core.door_names import by_name, secret_name
from hooknb.formats.cell_draft import Draft, has_braces
from hooknb.formats.cell_lines import Line, Part
from hooknb.formats.cell_scalars import read_scalar, split_pair
from hooknb.formats.cell_signing import folded, mask_literal, refuse_name, refuse_words, write_text

_FIELD = "auth"
# The fields of all schemes: the same name is the same field in each.
_FIELDS = {each.name: each for scheme in SCHEMES for each in scheme.fields}
_NAMES = (*BY_TYPE, *_FIELDS)


def begin_auth(line: Line, draft: Draft) -> None:
    """Say that the node proves who it is; a section without lines is a mistake of the document."""
    draft.put((_FIELD,), {}, line.strip().span)


def read_auth(line: Line, draft: Draft) -> None:
    """Read one line of `[Auth]`."""
    parts = split_pair(line)
    if parts is None:
        _settle(refuse_words(line, "[Auth] has lines such as bearer: $TOKEN", _NAMES, draft), draft)
        return
    written, value = parts[0].strip(), parts[1]
    name = folded(written.text)
    if name not in _NAMES:
        _settle(refuse_name(line, written, value, "[Auth]", _NAMES, draft), draft)
        return
    if name in BY_TYPE and not _put_type(name, line, written, draft):
        return
    field = BY_TYPE[name].fields[0] if name in BY_TYPE else _FIELDS[name]
    _put(field, name, value, line, draft)


def write_auth(document: Mapping[str, Any]) -> list[str] | None:
    """Write the lines of `[Auth]`."""
    auth = document.get(_FIELD)
    if auth is None:
        return None
    scheme = BY_TYPE[auth["type"]]
    first, *others = scheme.fields
    given = [(scheme.type, first), *((each.name, each) for each in others if each.name in auth)]
    return [f"{word}: {_text(each.kind, auth[each.name])}" for word, each in given]


def _settle(meant: str | None, draft: Draft) -> None:
    """Note what a refused line was about: the document need not say that it is missing."""
    if meant is None or meant in BY_TYPE:
        draft.settled.add((_FIELD, "type"))
    if meant is not None:
        draft.settled.add((_FIELD, BY_TYPE[meant].fields[0].name if meant in BY_TYPE else meant))


def _put_type(name: str, line: Line, written: Part, draft: Draft) -> bool:
    before = draft.document[_FIELD].get("type")
    if before is not None:
        said = f"{name} stands here twice" if before == name else f"{before} and {name} both stand here"
        draft.mask(line.strip().cut(len(written.text)))
        draft.wrong_line(line, said, "keep one of the two", written)
        return False
    draft.document[_FIELD]["type"] = name
    draft.spans[(_FIELD, "type")] = written.span
    return True


def _put(field: AuthField, word: str, value: Part, line: Line, draft: Draft) -> None:
    path = (_FIELD, field.name)
    mask_literal(value, draft)
    if path in draft.spans:
        draft.wrong_line(line, f"{field.name} stands here twice", "keep one of the two")
        return
    text, span = read_scalar(value)
    empty = text == "" and not span.offsets
    draft.spans[path] = line.strip().span if empty else span
    if field.kind == "secret" and not empty:
        text = secret_name(text) or ""
        if text == "":
            noun = field.name.replace("_", " ")
            draft.wrong(path, f"the {noun} is given by its name alone", by_name(word, field.example))
    elif not span.offsets and has_braces(text):
        hint = "write $NAME, or put the whole value in quotes if the braces are meant"
        draft.wrong(path, "braces are no parameter here", hint)
    draft.document[_FIELD][field.name] = text


def _text(kind: str, value: str) -> str:
    return f"${value}" if kind == "secret" else write_text(value)
