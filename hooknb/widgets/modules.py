"""Several ES modules as one: a widget's module can import nothing, and one long file is hard to read.

Each file imports from its neighbours as usual, so that `node --test` takes it as it is; here those imports
are taken out, and the files are put behind one another, in the order given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_NEIGHBOUR = re.compile(r"^import \{[^}]*\} from \"\./[\w-]+\.js\";\n", re.M)


def joined(folder: Path, names: Iterable[str]) -> str:
    """Return one module.

    Args:
        folder: where the files are.
        names: their names without `.js`; each imports only from those before it.
    """
    return "\n".join(
        _NEIGHBOUR.sub("", (folder / f"{name}.js").read_text(encoding="utf-8")) for name in names
    )
