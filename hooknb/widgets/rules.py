"""The rules that are made in the explorer, one by one, several at once, or suggested; and their cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from hooknb.core.mapping import MappingRule, ResponseMapping
from hooknb.core.node import build
from hooknb.core.objectpath.pattern import Part, Parts, parts_of
from hooknb.core.objectpath.syntax import Every
from hooknb.core.parameters import ANY
from hooknb.core.survey.suggestions import suggestions, wishes
from hooknb.core.tree import brief
from hooknb.core.tree_marks import Marks
from hooknb.errors import CellError
from hooknb.formats.cell_amend import with_rules
from hooknb.formats.cell_named import write_rules
from hooknb.formats.cell_writer import write_cell
from hooknb.widgets.answering import Answers, Message, number
from hooknb.widgets.explored import Explored
from hooknb.widgets.picking import Pick

_MOST_SUGGESTED = 12
_SAMPLE = 1_000


class Rules:
    """Remember the rules that were added, and the picks that are kept to become rules together.

    Args:
        explored: what is looked at.
        picked: returns the last pick, or raises LookupError.
        changed: called after a change of the rules.

    Attributes:
        mapping: the rules that were added.
        marks: which entries are mapped, by the node or by these rules.
    """

    def __init__(self, explored: Explored, picked: Callable[[], Pick], changed: Callable[[], None]) -> None:
        self.explored, self.tree = explored, explored.tree
        self.mapping = ResponseMapping()
        self.marks = self._new_marks()
        self._kept: list[Message] = []
        self._picked, self._changed = picked, changed
        self.answers: Answers = {
            "map": self._map,
            "unmap": self._unmap,
            "keep": self._keep,
            "drop": self._drop,
            "map kept": self._map_kept,
            "suggest": self._suggest,
            "accept": self._accept,
            "rules": lambda _: self._said(),
            "cell": lambda _: {"text": explored.mask(self.cell())},
            "amend": self._amend,
        }

    def cell(self) -> str:
        """Return the node's cell with the rules added, or the lines of the rules where there is no node."""
        node = self.explored.node
        return self.lines() if node is None else write_cell(self._document(self.mapping), magic=True)

    def follow(self, mapping: ResponseMapping) -> None:
        """Take over the rules of somebody who keeps them elsewhere, instead of the node's own."""
        node = self.explored.node
        if node is not None:
            subject = replace(self.explored.subject, node=node.replace(mapping=()))
            self.explored = replace(self.explored, subject=subject)
        self.mapping = mapping
        self.marks = self._new_marks()

    def lines(self) -> str:
        """Return the rules as they stand in a cell; empty when there are none."""
        if not self.mapping:
            return ""
        rules = write_rules({"mapping": self.mapping.document()}) or []
        return "\n".join(["[Response Mapping]", *rules])

    def taken(self, path: str) -> set[str]:
        """Return the names that have a rule for another path, or are kept for one."""
        node = self.explored.node
        rules = [*(() if node is None else node.mapping), *self.mapping]
        kept = {each["name"] for each in self._kept if each["path"] != path}
        return kept | {rule.parameter for rule in rules if rule.path != path}

    def of_pattern(self, parts: Parts) -> list[str]:
        """Return the parameters whose path finds some of what a pattern finds."""
        return [
            name for name, path in self._paths() if len(path) == len(parts) and all(map(_meet, path, parts))
        ]

    def _paths(self) -> Iterable[tuple[str, Parts]]:
        node = self.explored.node
        rules = [*(() if node is None else node.mapping), *self.mapping]
        return ((rule.parameter, parts) for rule in rules if (parts := parts_of(rule.path)) is not None)

    # One rule.

    def _map(self, message: Message) -> Message:
        return self._add([_rule(message, self._picked().path)])

    def _unmap(self, message: Message) -> Message:
        rules = list(self.mapping)
        del rules[number(message, "rule")]
        self.mapping = ResponseMapping(rules)
        return self._have_changed()

    # Several at once.

    def _keep(self, _: Message) -> Message:
        """Keep the last pick, to make rules of several together."""
        made = self._picked()
        if made.path not in [each["path"] for each in self._kept]:
            value = self.tree.mask(self.tree.value(made.address))
            proposal = made.proposal(value, taken=self.taken(made.path), xml=self.tree.lax)
            self._kept.append({"path": made.path, "many": made.many, **proposal})
        return self._said()

    def _drop(self, message: Message) -> Message:
        del self._kept[number(message, "kept")]
        return self._said()

    def _map_kept(self, message: Message) -> Message:
        """Make rules of all that is kept; none when one of them is wrong."""
        if len(message["rules"]) != len(self._kept):
            raise LookupError("other paths are kept by now")
        pairs = zip(message["rules"], self._kept, strict=True)
        rules = [_rule(said, kept["path"]) for said, kept in pairs]
        for kept, rule in zip(self._kept, rules, strict=True):
            kept |= {"name": rule.parameter, "entity": rule.entity or ANY}
        answer = self._add(rules)
        if "error" in answer:
            return answer
        self._kept.clear()
        return self._said()

    # Suggested.

    def _suggest(self, _: Message) -> Message:
        """Tell which rules the names of the node's parameters suggest."""
        return {"suggestions": [self._suggestion(each) for each in self._suggested()]}

    def _accept(self, message: Message) -> Message:
        wanted = {int(each) for each in message["suggestions"]}
        found = [each for at, each in enumerate(self._suggested()) if at in wanted]
        rules = [MappingRule(each.parameter, each.path, _entity(each.entity)) for each in found]
        return self._add(rules) | self._suggest(message)

    def _suggested(self) -> list[Any]:
        node = self.explored.node
        if node is None:
            return []
        mapped = {rule.parameter for rule in self.mapping}
        wanted = [wish for wish in wishes(node, (), {}) if wish.name not in mapped]
        found = suggestions(self.tree.data, wanted, lax=self.tree.lax, most=_SAMPLE) if wanted else []
        # A path with a secret in it could not be read in the cell.
        return [each for each in found if self.explored.mask(each.path) == each.path][:_MOST_SUGGESTED]

    def _suggestion(self, each: Any) -> Message:
        shown = self.explored.shown
        return {
            "parameter": each.parameter,
            "path": shown(each.path),
            "value": brief(each.value, self.tree.mask),
            "why": each.why,
        }

    # All of them.

    def _amend(self, message: Message) -> Message:
        """Add the rules to the text of a cell, where the rest of it, comments too, stays as it is."""
        if self.explored.mask(self.lines()) != self.lines():
            raise ValueError("a path has a secret in it")
        try:
            text = with_rules(str(message["text"]), self.mapping)
        except CellError as error:
            first = error.problems[0]
            return {
                "error": self.explored.shown(f"The cell has a mistake: {first.message}. Mend it there first.")
            }
        # What comes from the notebook goes back as it came: masking it would change what somebody wrote.
        return {"text": text}

    def _add(self, rules: Iterable[MappingRule]) -> Message:
        """Add rules in place of those for the same parameters, unless the one door is against it."""
        new = list(rules)
        names = [rule.parameter for rule in new]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            return {"error": f"{twice} is the name of two rules (give each its own)"}
        mapping = ResponseMapping([*(each for each in self.mapping if each.parameter not in names), *new])
        if problem := self._problem(mapping):
            return {"error": self.explored.shown(problem)}
        self.mapping = mapping
        return self._have_changed()

    def _have_changed(self) -> Message:
        self.marks = self._new_marks()
        self._changed()
        return self._said()

    def _said(self) -> Message:
        shown = self.explored.shown
        return {
            "rules": [shown(line) for line in self.lines().split("\n")[1:]],
            "lines": shown(self.lines()),
            "kept": [each | {"path": shown(each["path"])} for each in self._kept],
        }

    def _new_marks(self) -> Marks:
        node = self.explored.node
        rules = [*(() if node is None else node.mapping), *self.mapping]
        return Marks(self.tree, [(rule.parameter, rule.path) for rule in rules])

    def _document(self, mapping: ResponseMapping) -> dict[str, Any]:
        """Return the node's document with rules added; they replace those of the same parameters."""
        node = self.explored.node
        document: dict[str, Any] = {"url": "https://example.com"} if node is None else node.to_dict()
        names = {rule.parameter for rule in mapping}
        kept = [row for row in document.get("mapping", ()) if row["parameter"] not in names]
        return document | {"mapping": [*kept, *mapping.document()]}

    def _problem(self, mapping: ResponseMapping) -> str:
        """Return what the one door, which takes what a cell takes, has against the rules."""
        _, problems = build(self._document(mapping))
        found = next((problem for problem in problems if problem.path[:1] == ("mapping",)), None)
        if found is None:
            return ""
        return f"{found.message} ({found.hint})" if found.hint else found.message


def _meet(one: Part, other: Part) -> bool:
    return one == other or isinstance(one, Every) or isinstance(other, Every)


def _entity(name: str) -> str:
    return "" if name == ANY else name


def _rule(said: Message, path: str) -> MappingRule:
    return MappingRule(
        str(said["name"]).strip(),
        path,
        _entity(str(said["entity"])),
        required=bool(said.get("required", True)),
        policy=said.get("policy") or "auto",
    )
