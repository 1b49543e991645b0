"""What is wrong with what has been filled in: the one door's words, each at its editor.

>>> [mark.place for mark in check(Sheet()).marks]
[('url',)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hooknb.core.auth import BY_TYPE, SCHEMES
from hooknb.core.hints import said
from hooknb.core.limits import Limits
from hooknb.core.node import Node, build
from hooknb.core.off import AT
from hooknb.errors import FieldPath, Problem
from hooknb.formats.cell_draft import BRACES
from hooknb.widgets.form.bindings import Place
from hooknb.widgets.form.sheet import Sheet
from hooknb.widgets.form.tabs import FIELDS, ORDER, TAB_OF
from hooknb.widgets.form.words import IN_A_FORM

_LIMITS = Limits()
_AUTH_WORDS = {*BY_TYPE, *(each.name for scheme in SCHEMES for each in scheme.fields)}
# Problems and advice are worded for a cell; in a form its sections are tabs.
_IN_A_FORM: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"write \w+: \$(\w+), and declare the name, such as \w+: env VAR under \[Secrets\]"),
        r"write a name for it, such as \1, and name its source under Parameters, Secrets",
    ),
    (re.compile(r"name its source, such as \w+: env VAR under \[Secrets\]"), "name its source under Secrets"),
    (re.compile(r"(under \[Secrets\] where it comes from), such as \w+: env \w+"), r"\1"),
    (re.compile(r"^write its path after @$"), "write its path, such as data.json"),
    (re.compile(r"this is not how '\w+' is written"), "no value can be found with this"),
    (re.compile(r"write `env NAME`"), "write the name of the variable alone, such as API_TOKEN"),
    (re.compile(r"write `keyring SERVICE USER`"), "write the service and the user, such as orders ada"),
    (re.compile(r"write `dotenv KEY`"), "write the key in the file alone, such as API_TOKEN"),
    (re.compile(rf"^(?:{'|'.join(BY_TYPE)}) needs "), "this needs "),
    (re.compile(rf"^write (?:{'|'.join(_AUTH_WORDS)}): "), "write one, such as "),
    (re.compile(r"^add retries: (\d+)$"), rf"set {FIELDS['retries'].title} to \1"),
    (re.compile(r"\bunder retry_on\b"), f"under {FIELDS['retry_on'].title}"),
    (re.compile(r"^add api_key,"), f"add its {FIELDS['signing.api_key'].title},"),
    (re.compile(r"\ba \[Body json\]"), "a JSON body"),
    (re.compile(r"write \[Body (\w+)\] above it"), r"choose another format"),
    (re.compile(r"\[Body json\]"), "the format JSON"),
    (re.compile(r"\[Body raw\]"), "the format Raw"),
    (re.compile(r"\[Params\]"), "Parameters"),
    (re.compile(r"\[Query\]"), "Query Parameters"),
    (re.compile(r"\[Status\]"), "Response status code"),
    (re.compile(r"`fill: declared` under \[Options\]"), "let only declared names be parameters, in Options"),
    (re.compile(r"\[(Secrets|Headers|Query Parameters|Response Mapping|Options|Signing)\]"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Say what is wrong at one editor.

    Args:
        place: the editor: a field's id, then in a table the row and the column.
        label: the editor's name for people, such as `Headers 2, Value`.
        message: what is wrong.
        hint: how to mend it.
        severity: `error`, `warning` or `advice`.
        at: which part of the editor's text is wrong; None for all of it.
    """

    place: Place
    label: str
    message: str
    hint: str = ""
    severity: str = "error"
    at: tuple[int, int] | None = None

    def shown(self) -> dict[str, Any]:
        """Return it for the browser."""
        tab = TAB_OF.get(str(self.place[0])) if self.place else None
        return {
            "place": list(self.place),
            "tab": tab.id if tab else "",
            "label": self.label,
            "short": label_of(self.place[:2]) if self.place else self.label,
            "text": f"{self.message} ({self.hint})" if self.hint else self.message,
            "severity": self.severity,
            "at": list(self.at) if self.at else None,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold the node that is filled in, or what is wrong.

    Args:
        node: None while there are errors.
        problems: as the door and `Node.lint` name them.
        marks: the same, each at its editor.
        left: how many rows the node is without, because they are wrong and switched off.
    """

    node: Node | None
    problems: tuple[Problem, ...]
    marks: tuple[Mark, ...]
    left: int = 0


def check(sheet: Sheet, limits: Limits = _LIMITS) -> Checked:
    """Have the door check what is filled in; never raises."""
    document = sheet.document()
    node, problems = build(document, limits=limits)
    # A row that is wrong may be switched off for that very reason; the node is without it.
    wrong = {problem.path[1:3] for problem in problems if problem.path[0] == "off"}
    if wrong:
        node, problems = build(document | {"off": _without(document["off"], wrong)}, limits=limits)
    if node is not None:
        problems = (*node.lint(), *_marks_of_other_tools(node))
    return Checked(node, problems, marked(problems, sheet), len(wrong))


def _marks_of_other_tools(node: Node) -> Iterator[Problem]:
    """Give advice on `{{x}}`: a cell refuses it unless it is in quotes, of which a form has none."""
    for path, text in _sent(node):
        for mark, name in dict.fromkeys((each[0], each[1]) for each in BRACES.finditer(text or "")):
            yield Problem(path, f"{mark} is sent as it is", f"write ${name} if it is a parameter", "advice")


def _sent(node: Node) -> Iterator[tuple[FieldPath, str | None]]:
    """Yield the values that are sent; the URL has advice of its own."""
    for index, (_, value) in enumerate(node.headers):
        yield ("headers", index, "value"), value
    for index, (_, value) in enumerate(node.query):
        yield ("query", index, "value"), value
    if node.body is None:
        return
    for index, (_, value) in enumerate(node.body.pairs or ()):
        yield ("body", "pairs", index, "value"), value
    yield ("body", "text"), node.body.text


def _without(off: Mapping[str, Any], wrong: set[FieldPath]) -> dict[str, Any]:
    """Return rows that are switched off without some of them; the others close up."""
    kept: dict[str, Any] = {}
    for field, rows in off.items():
        right = [row for at, row in enumerate(rows) if (field, at) not in wrong]
        gone = [row[AT] for at, row in enumerate(rows) if (field, at) in wrong]
        kept[field] = [row | {AT: row[AT] - sum(at < row[AT] for at in gone)} for row in right]
    return kept


def marked(problems: tuple[Problem, ...], sheet: Sheet) -> tuple[Mark, ...]:
    """Return each problem at its editor."""
    marks = [_mark(problem, sheet.place(problem.path)) for problem in problems]
    return tuple(sorted(marks, key=_order))


def _order(mark: Mark) -> tuple[int, int]:
    """Return where a mark stands when the form is read from the top."""
    place = mark.place
    return (ORDER.get(str(place[0]), -1) if place else -1, int(place[1]) if len(place) > 1 else -1)


def _mark(problem: Problem, place: Place) -> Mark:
    message, hint = in_a_form(problem.message), in_a_form(said(problem.hint, IN_A_FORM))
    return Mark(place, label_of(place), message, hint, problem.severity, problem.at)


def label_of(place: Place) -> str:
    """Name an editor for people.

    Example:
        >>> label_of(("headers", 1, "value"))
        'Headers 2, Value'
    """
    field = FIELDS.get(str(place[0])) if place else None
    if field is None:
        return "The form"
    if len(place) < 2:
        return field.title
    column = field.column.get(str(place[2])) if len(place) > 2 else None
    return f"{field.title} {int(place[1]) + 1}" + (f", {column.title}" if column else "")


def in_a_form(text: str) -> str:
    """Say for a form what is worded for a cell.

    Example:
        >>> in_a_form("put it under [Secrets], or add a [Body json]")
        'put it under Secrets, or add a JSON body'
    """
    for pattern, words in _IN_A_FORM:
        text = pattern.sub(words, text)
    return text
