"""What an editor, a table's column and a tab of the form are described by; the table of them is `tabs.py`.

>>> Field("retries", "Retries", "number", default=0).default
0
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "code", "asked", "secret", "choice", "flag", "number", "seconds", "area", "rows"]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one column of a table of rows.

    Args:
        key: its name in a row.
        title: what stands above it.
        kind: `text`; `code` in the code's font; `asked`, a text that is None when it is asked for; `choice`;
            `flag`.
        hint: what an empty box says.
        words: which list of suggestions the browser offers.
        choices: pairs of value and label.
        share: how much of the width it takes, compared with the others; 0 for as little as it needs.
        default: its value in a new row.
        hints: another column, and what an empty box says for each of its values; None for always `hint`.
    """

    key: str
    title: str
    kind: Kind = "text"
    hint: str = ""
    words: str = ""
    choices: Choices = ()
    share: float = 1
    default: Any = ""
    hints: tuple[str, Choices] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """Describe one editor.

    Args:
        id: its name, also in messages between browser and kernel.
        title: its label.
        kind: as for `Column`; `secret`, the name of one; `number`; `seconds`, a slider and a number; `area`,
            many lines; `rows`, a table.
        help: what it is for, a sentence or two.
        hint: what an empty box says.
        words: which list of suggestions the browser offers.
        choices: pairs of value and label.
        default: its value in an empty form.
        columns: of a table.
        noun: what one row of a table is called.
        later: True for what a beginner does not need: it is behind a headline.
        when: an editor and its values with which this one is shown; None for always.
    """

    id: str
    title: str
    kind: Kind = "text"
    help: str = ""
    hint: str = ""
    words: str = ""
    choices: Choices = ()
    default: Any = ""
    columns: tuple[Column, ...] = ()
    noun: str = ""
    later: bool = False
    when: tuple[str, tuple[Any, ...]] | None = None

    @property
    def column(self) -> Mapping[str, Column]:
        """The columns by key."""
        return {each.key: each for each in self.columns}

    def new_row(self) -> dict[str, Any]:
        """Return an empty row that is switched on."""
        return {"on": True} | {each.key: each.default for each in self.columns}


@dataclass(frozen=True, slots=True)
class Tab:
    """Describe one tab: `say` tells a beginner what it is for; `counts` names the tables that are counted."""

    id: str
    title: str
    say: str
    fields: tuple[Field, ...]
    counts: tuple[str, ...] = ()
