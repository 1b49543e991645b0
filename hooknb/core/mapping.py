"""Response mapping: object paths in a response, and the parameters their values are sent to.

>>> mapping = ResponseMapping([MappingRule("USER", "data.userId")])
>>> mapping.apply({"data": {"userId": 1}}).values
{'USER': 1}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from hooknb.core import entities
from hooknb.core.objectpath.path import MISSING, ObjectPath
from hooknb.core.objectpath.policy import Policy, by_policy, with_policy
from hooknb.core.parameters import ANY, nests_too_deeply, own_copy
from hooknb.core.redaction import MASK, is_masked
from hooknb.errors import EntityError
from hooknb.view.table import Table

MAPPING_TYPES = ("auto", "json", "xml")


@dataclass(frozen=True, slots=True)
class MappingRule:
    """Send what a path finds to a parameter.

    Args:
        parameter: the parameter's name.
        path: the object path, such as `data.userId`; never filled.
        entity: the entity type the value must fit; empty for the one the parameter has.
        required: False when the path may be missing.
        secret: True when the value may never be shown.
        policy: what becomes of several matches: `auto`, one match gives the value and several a list;
            `first`, `one` (several are a miss), `all` (always a list), `count`, or `join` (one text).
    """

    parameter: str
    path: str
    entity: str = ""
    required: bool = True
    secret: bool = False
    policy: Policy = "auto"

    @property
    def text(self) -> str:
        """The path as it stands in a cell: with the policy behind it."""
        return with_policy(self.path, self.policy)

    def document(self) -> dict[str, Any]:
        """Return the rule as a document holds it."""
        row: dict[str, Any] = {"parameter": self.parameter, "path": self.path}
        if self.entity:
            row["entity"] = self.entity
        if not self.required:
            row["required"] = False
        if self.secret:
            row["secret"] = True
        if self.policy != "auto":
            row["policy"] = self.policy
        return row


@dataclass(frozen=True, slots=True)
class Mapped:
    """Tell what one rule did in one run.

    Args:
        rule: the rule.
        entity: the entity type that was wanted.
        matches: how many values the path found.
        before: the parameter's value before the run; None when it had none.
        value: the new value; None when there is none.
        ok: True when the parameter got the value.
        why: what went wrong, one sentence; empty when `ok`.
        hidden: of a secret rule with a policy, or whose value does not fit, all that the path matched:
            `value` is not all that may not be shown.
    """

    rule: MappingRule
    entity: str = ANY
    matches: int = 0
    before: Any = None
    value: Any = None
    ok: bool = False
    why: str = ""
    hidden: tuple[Any, ...] = ()

    def shown(self, value: Any) -> Any:
        """Return one of its values as it may be shown: masked when the rule is secret."""
        return MASK if self.rule.secret and value is not None else value

    def __repr__(self) -> str:
        """Say what happened without the values: nobody knows here what of them is secret."""
        end = "mapped" if self.ok else "not mapped"
        return f"<Mapped {self.rule.parameter} from {self.rule.path}: {self.matches} found, {end}>"


@dataclass(frozen=True, slots=True)
class MappingReport:
    """Hold what every rule did, in the order of the rules."""

    rows: tuple[Mapped, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """The values that were mapped, by parameter."""
        return {row.rule.parameter: own_copy(row.value) for row in self.rows if row.ok}

    @property
    def misses(self) -> tuple[Mapped, ...]:
        """The required rules that got no value."""
        return tuple(row for row in self.rows if row.rule.required and not row.ok)

    def table(self) -> Table:
        """Return a table: parameter, entity, path, matches, before, value, ok, why; secrets masked."""
        return Table(_COLUMNS, tuple(_row(row) for row in self.rows), "Response mapping", dtypes=_DTYPES)


_COLUMNS = ("parameter", "entity", "path", "matches", "before", "value", "ok", "why")
_DTYPES = (("matches", "int64"), ("ok", "bool"))


def _row(row: Mapped) -> tuple[object, ...]:
    rule = row.rule
    return (
        rule.parameter,
        row.entity,
        rule.text,
        row.matches,
        row.shown(row.before),
        row.shown(row.value),
        row.ok,
        row.why,
    )


class ResponseMapping(tuple[MappingRule, ...]):
    """Hold mapping rules in order; equal by value and hashable.

    Args:
        rules: `MappingRule`s, or `(parameter, path)` pairs.
    """

    __slots__ = ()

    def __new__(cls, rules: Iterable[MappingRule | tuple[str, str]] = ()) -> Self:
        """Accept pairs as well as rules."""
        return super().__new__(
            cls, (rule if isinstance(rule, MappingRule) else MappingRule(*rule) for rule in rules)
        )

    def apply(self, data: Any, context: MappingContext | None = None) -> MappingReport:
        """Look every path up in decoded data.

        Args:
            data: what the decoder made of the body.
            context: how to look, and what the parameters were before.

        Returns:
            A report with one row per rule; never raises for what the data hold.
        """
        context = context or MappingContext()
        return MappingReport(tuple(_apply(rule, data, context) for rule in self))

    def unmapped(self, why: str, context: MappingContext | None = None) -> MappingReport:
        """Return the report of a run whose body could not be looked into."""
        context = context or MappingContext()
        rows = (
            Mapped(rule, context.entity_of(rule), before=context.before(rule.parameter), why=why)
            for rule in self
        )
        return MappingReport(tuple(rows))

    def table(self) -> Table:
        """Return the rules as a table: parameter, entity, path, required."""
        rows = tuple((rule.parameter, rule.entity or ANY, rule.text, rule.required) for rule in self)
        return Table(
            ("parameter", "entity", "path", "required"),
            rows,
            "Response mapping",
            dtypes=(("required", "bool"),),
        )

    def frame(self) -> Any:
        """Return a fresh DataFrame of the rules; it can be given back to define a node."""
        return self.table().frame()

    def document(self) -> list[dict[str, Any]]:
        """Return the rules as a document holds them."""
        return [rule.document() for rule in self]

    def __repr__(self) -> str:
        return f"ResponseMapping([{', '.join(map(repr, self))}])"


@dataclass(frozen=True, slots=True)
class MappingContext:
    """Say how a mapping looks at data.

    Args:
        lax: True for XML data, see `ObjectPath`.
        declared: entity types by parameter, for rules that name none.
        before: from a parameter's name to the value it had; None for none.
        unfit: where masks stand for secrets, in a replay: the secret rules whose value did not fit, and why.
            The masks of all others fit every entity type. None when the data are what was received.
    """

    lax: bool = False
    declared: dict[str, str] = field(default_factory=dict)
    before: Callable[[str], Any] = lambda _: None
    unfit: Mapping[MappingRule, str] | None = None

    def entity_of(self, rule: MappingRule) -> str:
        """Return the entity type a rule's value must fit."""
        return rule.entity or self.declared.get(rule.parameter, ANY)


def _apply(rule: MappingRule, data: Any, context: MappingContext) -> Mapped:
    mapped = _mapped(rule, data, context)
    if not rule.secret or (rule.policy == "auto" and (mapped.ok or not mapped.matches)):
        return mapped
    found = ObjectPath(rule.path).find(data, lax=context.lax)
    return mapped if nests_too_deeply(found) else replace(mapped, hidden=tuple(found))


def _mapped(rule: MappingRule, data: Any, context: MappingContext) -> Mapped:
    entity = context.entity_of(rule)
    before = context.before(rule.parameter)
    path = ObjectPath(rule.path)
    value, matches = _found(path, rule.policy, data, lax=context.lax)
    if value is MISSING and matches:
        why = f"it finds {matches} values, and only one is wanted"
        return Mapped(rule, entity, matches, before, why=why)
    if value is MISSING:
        return Mapped(rule, entity, 0, before, why=path.explain(data, lax=context.lax))
    if nests_too_deeply(value):
        return Mapped(rule, entity, matches, before, why="the value is nested too deeply for a parameter")
    if context.unfit is not None and rule in context.unfit:
        return Mapped(rule, entity, matches, before, why=context.unfit[rule])
    if context.unfit is not None and rule.secret and is_masked(value):
        return Mapped(rule, entity, matches, before, value, ok=True)
    try:
        coerced = entities.entity(entity).coerce(value, secret=rule.secret)
    except EntityError as error:
        return Mapped(rule, entity, matches, before, why=error.message)
    return Mapped(rule, entity, matches, before, own_copy(coerced), ok=True)


def _found(path: ObjectPath, policy: Policy, data: Any, *, lax: bool) -> tuple[Any, int]:
    """Return what a rule gets, or `MISSING`, and how many values its path matches."""
    if policy == "auto" and path.definite and not lax:
        value = path.getter(data)
        return value, int(value is not MISSING)
    found = path.find(data, lax=lax)
    if policy == "auto":
        return path.one(data, lax=lax) if found else MISSING, len(found)
    if policy == "join" and nests_too_deeply(found):
        return found, len(found)
    return by_policy(found, policy), len(found)
