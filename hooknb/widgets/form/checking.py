"""What is wrong with what has been filled in, each problem with its editor: the one door's words, a form's places.

>>> [mark.place for mark in check(Sheet()).marks]
[('url',)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hooknb.core.door_signing import BY_NAME
from hooknb.core.limits import Limits
from hooknb.core.node import Node, build
from hooknb.errors import Problem
from hooknb.widgets.form.bindings import Place
from hooknb.widgets.form.fields import FIELDS, TAB_OF
from hooknb.widgets.form.sheet import Sheet

_LIMITS = Limits()
# Problems and advice are worded for a cell; in a form its sections are tabs.
_IN_A_FORM: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(re.escape(BY_NAME)), "declare one below the parameters, under Secrets, and choose it here"),
    (re.compile(r"write secret: \$NAME"), "choose one"),
    (
        re.compile(r"name its source, such as (\w+): env VAR under \[Secrets\]"),
        r"name its source under Secrets",
    ),
    (re.compile(r"\ba \[Body json\]"), "a JSON body"),
    (re.compile(r"\[Body json\]"), "the format JSON"),
    (re.compile(r"\[Body raw\]"), "the format Raw"),
    (re.compile(r"\[Params\]"), "Parameters"),
    (re.compile(r"\[Query\]"), "Query Parameters"),
    (re.compile(r"\[Status\]"), "Response status code"),
    (re.compile(r"`fill: declared` under \[Options\]"), "a tick at the options for declared names only"),
    (re.compile(r"\[(Secrets|Headers|Query Parameters|Response Mapping|Options|Signing)\]"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Say what is wrong at one editor.

    Args:
        place: the editor: a field's id, then in a table the row and the column.
        label: the editor's name for people, such as `Headers, row 2`.
        message: what is wrong.
        hint: how to mend it.
        severity: `error`, `warning` or `advice`.
    """

    place: Place
    label: str
    message: str
    hint: str = ""
    severity: str = "error"

    def shown(self) -> dict[str, Any]:
        """Return it for the browser."""
        tab = TAB_OF.get(str(self.place[0])) if self.place else None
        return {
            "place": list(self.place),
            "tab": tab.id if tab else "",
            "label": self.label,
            "text": f"{self.message} ({self.hint})" if self.hint else self.message,
            "severity": self.severity,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold the node that is filled in, or what is wrong.

    Args:
        node: None while there are errors.
        problems: as the door and `Node.lint` name them.
        marks: the same, each at its editor.
    """

    node: Node | None
    problems: tuple[Problem, ...]
    marks: tuple[Mark, ...]


def check(sheet: Sheet, limits: Limits = _LIMITS) -> Checked:
    """Have the door check what is filled in; never raises."""
    node, problems = build(sheet.document(), limits=limits)
    if node is not None:
        problems = node.lint()
    return Checked(node, problems, tuple(_marked(problems, sheet)))


def _marked(problems: tuple[Problem, ...], sheet: Sheet) -> Iterator[Mark]:
    for problem in problems:
        place = sheet.place(problem.path)
        yield Mark(
            place, label_of(place), in_a_form(problem.message), in_a_form(problem.hint), problem.severity
        )


def label_of(place: Place) -> str:
    """Name an editor for people.

    Example:
        >>> label_of(("headers", 1, "value"))
        'Headers, row 2, Value'
    """
    field = FIELDS.get(str(place[0])) if place else None
    if field is None:
        return "The form"
    if len(place) < 3:
        return field.title
    column = field.column.get(str(place[2]))
    return f"{field.title}, row {int(place[1]) + 1}" + (f", {column.title}" if column else "")


def in_a_form(text: str) -> str:
    """Say for a form what is worded for a cell.

    Example:
        >>> in_a_form("put it under [Secrets], or add a [Body json]")
        'put it under Secrets, or add a JSON body'
    """
    for pattern, words in _IN_A_FORM:
        text = pattern.sub(words, text)
    return text
