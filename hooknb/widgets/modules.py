"""Several ES modules as one: a widget's module can import nothing, and one long file is hard to read.

Each file imports what it needs from others as usual, so that `node --test` takes it as it is. Here the
files are put behind one another, each after those it imports from, and the imports are taken out.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r"^import \{[^}]*\} from \"(\.{1,2}/[\w./-]+\.js)\";\n", re.M)


def joined(entry: Path) -> str:
    """Return one module.

    Args:
        entry: the file that has the default export. No two files may have the same name at their top level,
            and none may give a name anew as it imports.
    """
    order: dict[Path, str] = {}
    _add(entry.resolve(), order)
    return "\n".join(order.values())


def _add(file: Path, order: dict[Path, str]) -> None:
    if file in order:
        return
    text = file.read_text(encoding="utf-8")
    for neighbour in _IMPORT.findall(text):
        _add((file.parent / neighbour).resolve(), order)
    order[file] = _IMPORT.sub("", text)
