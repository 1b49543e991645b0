"""The file of a cassette: a list of exchanges as JSON that people read, compare and keep beside a notebook.

It is written whole and at once, and one that cannot be read is never written over.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex
from typing import Any, NoReturn

from hooknb.core.json_words import mistake
from hooknb.engine.recording import Recording, read_recording, recording_document
from hooknb.errors import CassetteError, quoted

MARK = "cassette"
VERSION = 1
_MEND = "mend it, or move the file away: it is then recorded anew"
# What nobody sees, or takes for something else: controls, marks that turn text round, halves of characters.
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def write_text(recordings: Iterable[Recording]) -> str:
    """Return the text of a cassette.

    Example:
        >>> print(write_text([]), end="")
        {
         "hooknb": "cassette",
         "version": 1,
         "exchanges": []
        }
    """
    return joined(exchange_text(each) for each in recordings)


def exchange_text(recording: Recording) -> str:
    """Return the lines of one exchange as they stand in a cassette."""
    text = json.dumps(recording_document(recording), ensure_ascii=False, allow_nan=False, indent=1)
    shown = _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    # A line break within a text is an escape, so these are the ends of lines.
    return "  " + shown.replace("\n", "\n  ")


def joined(exchanges: Iterable[str]) -> str:
    """Return the text of a cassette with these exchanges."""
    lines = ",\n".join(exchanges)
    listed = f"[\n{lines}\n ]" if lines else "[]"
    return f'{{\n "hooknb": "{MARK}",\n "version": {VERSION},\n "exchanges": {listed}\n}}\n'


def read_text(text: str, name: str) -> tuple[Recording, ...]:
    """Return the exchanges of a cassette's text.

    Args:
        text: as `write_text` makes it, or as somebody has edited it.
        name: the file's name, for messages.

    Raises:
        CassetteError: it is no cassette, one of another version, or broken; says where and how to mend it.
    """
    document = _json(text, name)
    if not isinstance(document, dict) or document.get("hooknb") != MARK:
        hint = "name another file: this one is left as it is"
        raise CassetteError(f"{name} is no cassette of hooknb", hint)
    version = document.get("version")
    if version != VERSION:
        message = (
            f"{name} is a cassette of version {quoted(version)}, and this hooknb reads version {VERSION}"
        )
        raise CassetteError(message, "use the hooknb that wrote it, or record into another file")
    exchanges = document.get("exchanges")
    if not isinstance(exchanges, list):
        raise CassetteError(f"{name} has no list of exchanges", _MEND)
    return tuple(_recording(each, name, number) for number, each in enumerate(exchanges, 1))


def load(path: Path, name: str) -> tuple[Recording, ...]:
    """Return the exchanges of a file; none when there is no file.

    Args:
        path: the file.
        name: how the user calls it.

    Raises:
        CassetteError: it cannot be read.
    """
    try:
        return read_text(path.read_bytes().decode("utf-8-sig"), name)
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        message = f"{name} is not UTF-8: byte 0x{error.object[error.start]:02X} at position {error.start:,}"
        raise CassetteError(message, _MEND) from None
    except OSError as error:
        raise CassetteError(
            f"{name} cannot be read: {error.strerror or error}", "name another file"
        ) from None


def save(path: Path, text: str) -> None:
    """Write a file, its folder too when there is none: all of it or nothing.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    content = text.encode("utf-8")
    # Through a link, so that the link stays one.
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(path, part)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = f"{name}, line {error.lineno:,}, column {error.colno:,}"
        raise CassetteError(f"{place}: this is not JSON: {mistake(error).what}", _MEND) from None
    except RecursionError:
        raise CassetteError(f"{name} is nested too deeply", _MEND) from None
    except ValueError as error:
        raise CassetteError(f"{name} is not JSON: {error}", _MEND) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"it has no number {constant}")


def _recording(document: object, name: str, number: int) -> Recording:
    try:
        return read_recording(document)
    except ValueError as error:
        raise CassetteError(f"{name}, exchange {number}: {error}", _MEND) from None
