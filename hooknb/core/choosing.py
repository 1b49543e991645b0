"""The choice of a value for every parameter a run needs, and where each one comes from.

The order is fixed: the call, the node's own value, a session value set by hand, a notebook variable, a mapped
value, an answer. Everything that has no value is reported in one error.

    >>> from hooknb.core.node import Node
    >>> choice = choose(Node(url="https://example.com/$ID"), Sources(call={"ID": 7}))
    >>> choice["ID"].value, choice["ID"].source
    (7, 'call')
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from hooknb.core import entities
from hooknb.core.node import Node
from hooknb.core.parameters import ANY, UNSET, Chosen, Parameters, json_value, plain_spelling, read_value
from hooknb.core.redaction import is_masked
from hooknb.core.secrets import Secret, resolve, stand_in
from hooknb.core.unshown import UnshownMap
from hooknb.errors import (
    EntityError,
    MissingParameterError,
    ParameterError,
    did_you_mean,
    nearest,
    quoted,
)

# Text places keep what was written for these; the others are put into their own form (tomorrow → 2026-11-25).
_KEEP_SPELLING = (ANY, "sys.number", "sys.confirmation")
_TRIES = 3
# The source of a value that a person gave when the node asked for it.
ANSWER = "answer"


class Ask(Protocol):
    """Ask a person for a value: `ask(prompt, secret=False) -> str`."""

    def __call__(self, prompt: str, *, secret: bool = False) -> str:
        """Return what the person typed."""
        ...


class Spelled(NamedTuple):
    """A value given in a call together with how it was written (`--set QTY=2.50`)."""

    value: Any
    text: str


def spelled(text: str) -> Spelled:
    """Read a value that a person wrote: valid JSON gives the JSON value, all else is text."""
    value, spelling = read_value(text)
    return Spelled(value, spelling or plain_spelling(value))


@dataclass(frozen=True, slots=True)
class Sources:
    """Hold everything a value may come from, apart from the node itself.

    Args:
        call: values of this run alone, `Spelled` or plain.
        store: what the session remembers.
        variables: from a name to the notebook's variable; raises KeyError when there is none.
        ask: asks a person; None where nobody can answer.
        environ: environment for secrets.
        directory: where `.env` is looked for.
        answers: what was answered before, by name; these are not asked for again.
        stand_ins: True when nothing will be sent: no secret is looked up or asked for, and in its place there
            is a text that only tells its name.
        call_name: what the values of `call` are said to come from.
    """

    # Tracebacks may show a repr: neither given values nor the environment belong there.
    call: Mapping[str, Any] = field(default_factory=dict, repr=False)
    store: Parameters = field(default_factory=Parameters)
    variables: Callable[[str], Any] | None = None
    ask: Ask | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: UnshownMap(os.environ), repr=False)
    directory: Path = field(default_factory=Path)
    answers: Mapping[str, Spelled] = field(default_factory=dict, repr=False)
    stand_ins: bool = False
    call_name: str = "call"


class _Found(NamedTuple):
    value: Any
    source: str
    text: str = ""
    secret: bool = False
    entity: str = ""


def choose(node: Node, sources: Sources) -> dict[str, Chosen]:
    """Choose a value for every parameter that the node uses.

    Args:
        node: the node to run.
        sources: where values may come from.

    Returns:
        Name → chosen value, in order of first use.

    Raises:
        MissingParameterError: some have no value and nobody can answer; all are named.
        EntityError: a value does not fit its entity type.
        ParameterError: a value cannot be used, or the call names a parameter that the node does not use.
    """
    needed = node.uses
    _refuse_strangers(node, needed, sources.call)
    found = {name: list(_candidates(name, node, sources)) for name in needed}
    missing = [name for name, candidates in found.items() if not candidates]
    _refuse_unknown(node, missing, sources)
    chosen = {
        name: _chosen(name, node, found[name], sources) if found[name] else _answered(name, node, sources)
        for name in sorted(needed, key=_declared_place(node))
    }
    return {name: chosen[name] for name in needed}


def to_ask(node: Node, sources: Sources) -> tuple[str, ...]:
    """Return the names that only a person could give a value to, in order of first use.

    Example:
        >>> from hooknb.core.node import Node
        >>> to_ask(Node(url="https://example.com/", query={"city": None}), Sources())
        ('city',)
    """
    declared = {each.name for each in node.parameters} | _asked_query_names(node)
    return tuple(
        name
        for name in node.uses
        if name in declared
        and not (sources.stand_ins and node.keeps_secret(name))
        and next(_candidates(name, node, sources), None) is None
    )


def _declared_place(node: Node) -> Callable[[str], int]:
    """Return where a name is declared, so that people are asked in that order; others come last."""
    declared = [*(each.name for each in node.parameters), *(each.name for each in node.secrets)]
    return lambda name: declared.index(name) if name in declared else len(declared)


def _refuse_strangers(node: Node, needed: Mapping[str, object], call: Mapping[str, Any]) -> None:
    own = {*needed, *(each.name for each in node.parameters), *(each.name for each in node.secrets)}
    strangers = [name for name in call if name not in own]
    if strangers:
        hint = did_you_mean(strangers[0], own) if own else "this node uses no parameters"
        raise ParameterError(f"the node uses no parameter {', '.join(strangers)}", strangers, hint)


def _candidates(name: str, node: Node, sources: Sources) -> Iterator[_Found]:
    """Yield every value a name has, the one to use first."""
    secret_here = node.keeps_secret(name)
    if name in sources.call:
        given = sources.call[name]
        value, text = given if isinstance(given, Spelled) else (given, "")
        hidden = secret_here or any(each.name == name for each in node.secrets)
        yield _Found(value, sources.call_name, text, hidden)
    for secret in node.secrets:
        if secret.name == name:
            yield _Found(secret, secret.text, "", secret=True)
    for each in node.parameters:
        if each.name == name and each.value is not UNSET:
            yield _Found(each.value, "node", each.text)
    held = sources.store.by_hand(name)
    if held is not None:
        yield _Found(held.value, "session", held.text, held.secret or secret_here, held.entity)
    if sources.variables is not None and name not in _asked_query_names(node):
        with suppress(KeyError):
            yield _Found(sources.variables(name), "notebook variable", "", secret_here)
    mapped = sources.store.mapped(name)
    if mapped is not None:
        yield _Found(mapped.value, mapped.source, mapped.text, mapped.secret or secret_here, mapped.entity)


def _asked_query_names(node: Node) -> set[str]:
    """Empty query values: a variable that merely has the same name must not slip into a request."""
    return {name for name, value in node.query if value is None}


def _chosen(name: str, node: Node, candidates: list[_Found], sources: Sources) -> Chosen:
    first = candidates[0]
    hides = ", ".join(each.source for each in candidates[1:])
    if first.secret and (isinstance(first.value, Secret) or is_masked(first.value)) and sources.stand_ins:
        return _standing_in(name, node, first.source, hides)
    if first.secret and is_masked(first.value):
        raise ParameterError(
            f"{name} is only the mask {first.value} ({first.source}): no cassette holds the secret itself",
            [name],
            "run what gives it a value with --record first",
        )
    if isinstance(first.value, Secret):
        text = _resolved(first.value, sources)
        return Chosen(name, text, text, ANY, first.source, secret=True, hides=hides)
    declared = node.entity_of(name)
    entity = declared if declared != ANY else first.entity or ANY
    return _fitted(name, first.value, entity, first, hides)


def _standing_in(name: str, node: Node, source: str, hides: str = "") -> Chosen:
    text = stand_in(name, base="URL" in node.uses[name])
    return Chosen(name, text, text, ANY, f"{source}, not looked up", secret=True, hides=hides)


def _resolved(secret: Secret, sources: Sources) -> str:
    ask = sources.ask
    asked = None if ask is None else lambda prompt: ask(prompt, secret=True)
    return resolve(secret, environ=sources.environ, directory=sources.directory, ask=asked)


def _fitted(name: str, given: Any, entity: str, found: _Found, hides: str = "") -> Chosen:
    value = json_value(given, name)
    try:
        coerced = entities.entity(entity).coerce(value, secret=found.secret)
    except EntityError as error:
        raise EntityError(
            f"parameter {name} ({entity}, from {found.source}): {error.message}", [name], error.hint
        ) from None
    if entity in _KEEP_SPELLING:
        text = found.text or _spelling(given, value, entity)
    else:
        text = plain_spelling(coerced)
    if found.secret:
        coerced = text  # secrets are text
    return Chosen(name, coerced, text, entity, found.source, found.secret, hides)


def _spelling(given: Any, value: Any, entity: str) -> str:
    if isinstance(given, Decimal):
        return f"{given:f}"  # a float would lose digits: 19.90
    return value.strip() if isinstance(value, str) and entity != ANY else plain_spelling(value)


def _refuse_unknown(node: Node, missing: list[str], sources: Sources) -> None:
    declared = {each.name for each in node.parameters} | _asked_query_names(node)
    unknown = [name for name in missing if name not in declared]
    unanswered = [name for name in missing if name in declared and not _has_answer(name, node, sources)]
    if not unknown and not unanswered:
        return
    known = {
        *node.uses,
        *(each.name for each in node.parameters),
        *(each.name for each in node.secrets),
        *sources.store,
        *_variable_names(sources),
    } - {*unknown}
    lines = [f"{_where(name, node)} has no value" for name in unanswered]
    lines += [
        f"{_where(name, node)} is unknown: not declared, not in the session, not a variable"
        + _suggestion(name, known)
        for name in unknown
    ]
    hints = []
    if unanswered:
        hints.append(
            f"nobody can be asked here: write {unanswered[0]}: VALUE under [Params], "
            f"or give it with --set {unanswered[0]}=VALUE"
        )
    hints += [_how_to_declare(name, node) for name in unknown[:1]]
    raise MissingParameterError("\n".join(lines), unanswered + unknown, "; ".join(hints))


def _has_answer(name: str, node: Node, sources: Sources) -> bool:
    stands_in = sources.stand_ins and node.keeps_secret(name)
    return stands_in or name in sources.answers or sources.ask is not None


def _how_to_declare(name: str, node: Node) -> str:
    if node.keeps_secret(name):
        return f"say where it comes from under [Secrets], such as {name}: env VAR, or map it in another node"
    return (
        f"declare it under [Params]; to send it as text write $${name}, "
        "or put `fill: declared` under [Options]"
    )


def _variable_names(sources: Sources) -> Iterable[str]:
    """Return the names of the notebook's variables, from a lookup that can list them."""
    names: Callable[[], Iterable[str]] = getattr(sources.variables, "names", tuple)
    return names()


def _suggestion(name: str, known: set[str]) -> str:
    near = nearest(name, sorted(each for each in known if each.isidentifier()))
    return f"; did you mean ${near}?" if near else ""


def _where(name: str, node: Node) -> str:
    shown = f"${name}" if name.isidentifier() else quoted(name)
    return f"{shown} ({', '.join(node.uses[name])})"


def _answered(name: str, node: Node, sources: Sources) -> Chosen:
    secret = node.keeps_secret(name)
    entity = node.entity_of(name)
    if secret and sources.stand_ins:
        return _standing_in(name, node, ANSWER)
    if name in sources.answers:
        value, text = sources.answers[name]
        return _fitted(name, value, entity, _Found(value, "answer of then", text, secret))
    ask = sources.ask
    assert ask is not None, "names without a value were refused before"
    label = f"{name}: " if entity == ANY else f"{name} ({entity}): "
    prompt = label
    for tries_left in reversed(range(_TRIES)):
        answer = ask(prompt, secret=secret)
        value, text = (answer, answer) if secret else spelled(answer)
        unfit = _unfit(value, entity, secret=secret)
        if not unfit or not tries_left:
            return _fitted(name, value, entity, _Found(value, ANSWER, text, secret))
        prompt = f"{unfit}. {label}"
    raise AssertionError("unreachable")


def _unfit(value: Any, entity: str, *, secret: bool) -> str:
    """Say why an answer does not fit its entity type; an empty text when it does."""
    try:
        entities.entity(entity).coerce(value, secret=secret)
    except EntityError as error:
        return error.message
    return ""
