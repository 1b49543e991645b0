"""What would be sent, while one types: the request, and every parameter's value with its source.

No secret is looked up for it, and nobody is asked: what is not known yet stands as `~NAME~`.

>>> from hooknb.session import Session
>>> preview(Node("https://api.example.com/users/$ID"), Session(), {}).title
'GET https://api.example.com/users/~ID~'
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from hooknb.core import entities
from hooknb.core.body import Body
from hooknb.core.choosing import Sources, Spelled, choose, spelled, to_ask
from hooknb.core.node import Node
from hooknb.core.parameters import Chosen
from hooknb.core.redaction import Redactor
from hooknb.core.secrets import Secret, resolve
from hooknb.engine.prepare import Prepared, prepare
from hooknb.engine.report import request_text
from hooknb.engine.result import shown_request
from hooknb.engine.signature import sign_prepared
from hooknb.engine.transport import outgoing
from hooknb.errors import EntityError, HooknbError, MissingParameterError, NodeError, ParameterError, Problem
from hooknb.session import Session
from hooknb.view.text import in_line, visible
from hooknb.view.value import shown

_ASKED = "asked for"
_THIS_TEST = "this test"
_LONGEST = 20_000
# A larger file is not read at every key that is pressed.
_LARGEST_FILE = 500_000
# Values of which one fits every entity type, so that the others can be chosen while one is missing.
_SAMPLES = ("x", "0", "2026-01-31", "12:00", "yes", "x@example.com")


@dataclass(frozen=True, slots=True)
class Preview:
    """Hold what would be sent.

    Args:
        title: method and URL, secrets masked.
        text: the whole request, secrets masked; empty while it cannot be made.
        rows: for every parameter of the node what is known of it, as the browser shows it.
        missing: the parameters that have no value.
        why: why the request cannot be made; empty when it can.
        problems: what is wrong with fields that only a run looks at, such as the body's file.
    """

    title: str
    text: str = ""
    rows: tuple[dict[str, Any], ...] = ()
    missing: tuple[str, ...] = ()
    why: str = ""
    problems: tuple[Problem, ...] = ()

    def shown(self) -> dict[str, Any]:
        """Return it for the browser."""
        said = {"title": visible(self.title), "text": self.text, "why": visible(self.why)}
        return said | {"rows": list(self.rows), "missing": list(self.missing)}


def preview(node: Node, session: Session, given: Mapping[str, Any]) -> Preview:
    """Return what a run would send now.

    Args:
        node: the node.
        session: where values may come from.
        given: values for this run, texts as a person writes them.
    """
    written = f"{node.method} {node.url}"
    try:
        values, missing, wrong = _usable(node, session, given)
    except (EntityError, ParameterError) as error:
        return Preview(written, rows=_plain_rows(node, given, error), why=error.message)
    mask = Redactor(session.parameters.secrets()).data
    rows = tuple(_row(chosen, node, given, mask) for chosen in values.values())
    if wrong:
        rows = tuple(row | _unusable(wrong.get(row["name"])) for row in rows)
        return Preview(written, rows=rows, why=next(iter(wrong.values())))
    try:
        prepared = sign_prepared(_prepared(node, values, session))
        request = shown_request(prepared, outgoing(prepared.request))
    except NodeError as error:
        return Preview(written, "", rows, missing, error.problems[0].message, error.problems)
    except (HooknbError, ValueError) as error:
        why = "" if missing else str(getattr(error, "message", error))
        return Preview(written, "", rows, missing, why)
    title, text = f"{request.method} {in_line(request.url)}", cut_text(visible(request_text(request)))
    return Preview(_named(title, missing), _named(text, missing), rows, missing)


def undeclared(node: Node, session: Session) -> tuple[str, ...]:
    """Return the names that the form asks for and the node's cell would not: they are declared nowhere.

    Example:
        >>> undeclared(Node("https://api.example.com/users/$ID"), Session())
        ('ID',)
    """
    asked = {*to_ask(node, _sources(session, {})), *(each.name for each in node.secrets)}
    return tuple(name for name in preview(node, session, {}).missing if name not in asked)


def asked_secrets(node: Node) -> tuple[str, ...]:
    """Return the secrets that have to be typed for a run."""
    return tuple(each.name for each in node.secrets if each.source == "prompt" and each.name in node.uses)


def cut_text(text: str) -> str:
    """Return the beginning of a long text, and how much is missing."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}\n… {len(text) - _LONGEST:,} more characters"


def _named(text: str, missing: tuple[str, ...]) -> str:
    """Write the stand-ins of a host as they were: hosts are written in small letters."""
    for name in missing:
        text = text.replace(f"~{name.lower()}~", f"~{name}~")
    return text


def _usable(
    node: Node, session: Session, given: Mapping[str, Any]
) -> tuple[dict[str, Chosen], tuple[str, ...], dict[str, str]]:
    """Choose a value for every name, with a stand-in for one that cannot be used, and say why it cannot."""
    wrong: dict[str, str] = {}
    while True:
        try:
            return *_values(node, session, given, wrong), wrong
        except (EntityError, ParameterError) as error:
            more = [name for name in error.names if name in node.uses and name not in wrong]
            if not more:
                raise
            wrong |= dict.fromkeys(more, error.message)


def _values(
    node: Node, session: Session, given: Mapping[str, Any], wrong: Collection[str] = ()
) -> tuple[dict[str, Chosen], tuple[str, ...]]:
    """Choose a value for every name, with stand-ins for secrets, and for what is wrong or missing."""
    secrets = {each.name: uuid4().hex for each in node.secrets if each.name in node.uses}
    call = {name: spelled(str(text)) for name, text in given.items() if name in node.uses} | secrets
    call |= {name: _sample(node, name) for name in wrong}
    missing: tuple[str, ...] = ()
    try:
        values = choose(node, _sources(session, call))
    except MissingParameterError as error:
        missing = error.names
        values = choose(node, _sources(session, call | {name: _sample(node, name) for name in missing}))
    for name in missing:
        entity, secret = node.entity_of(name), node.keeps_secret(name)
        values[name] = Chosen(name, f"~{name}~", f"~{name}~", entity, _ASKED)
        values[name] = replace(values[name], source=f"{_ASKED}, never shown") if secret else values[name]
    for each in node.secrets:
        if each.name in values:
            source = f"{_ASKED}, never shown" if each.source == "prompt" else each.text
            values[each.name] = replace(values[each.name], source=source)
    return values, (*missing, *asked_secrets(node))


def _sources(session: Session, call: Mapping[str, Any]) -> Sources:
    return Sources(call, session.parameters, session.variables, call_name=_THIS_TEST)


def _sample(node: Node, name: str) -> Spelled:
    entity = entities.entity(node.entity_of(name))
    for text in (*(value for value, _ in entity.values), *_SAMPLES):
        try:
            entity.coerce(text)
        except EntityError:
            continue
        return spelled(text)
    return spelled("x")


def _prepared(node: Node, values: Mapping[str, Chosen], session: Session) -> Prepared:
    directory = session.directory
    if node.body is not None and node.body.file is not None:
        path = os.path.join(directory or "", os.path.expanduser(node.body.file))
        size = os.path.getsize(path) if os.path.isfile(path) else 0
        if size > _LARGEST_FILE:
            stand_in = Body(node.body.format, text=f"({size:,} bytes of {node.body.file.replace('$', '$$')})")
            node = node.replace(body=replace(stand_in, format="text"), headers=_typed(node))
    return prepare(node, values, directory=directory, secrets=session.parameters.secrets())


def _typed(node: Node) -> Any:
    """Return the headers with the Content-Type of a body that something else stands in for."""
    assert node.body is not None
    own = node.headers.has("content-type") or not node.body.content_type
    return node.headers if own else [*node.headers, ("Content-Type", node.body.content_type)]


def _row(
    chosen: Chosen, node: Node, given: Mapping[str, Any], mask: Callable[[Any], Any] = lambda value: value
) -> dict[str, Any]:
    secret = next((each for each in node.secrets if each.name == chosen.name), None)
    asked = chosen.source.startswith(_ASKED) or (secret is not None and secret.source == "prompt")
    hides = chosen.secret or secret is not None or node.keeps_secret(chosen.name)
    return {
        "name": chosen.name,
        "entity": chosen.entity,
        "secret": hides,
        "asked": asked,
        "value": "" if asked or hides else shown(mask(chosen.value), data=True, typed=True).text,
        "source": _THIS_TEST if chosen.name in given and not secret else chosen.source,
        "hides": "" if hides else chosen.hides,
        "used": ", ".join(node.uses.get(chosen.name, ())),
        "wrong": _unavailable(secret) if secret is not None and not asked else "",
    }


def _unusable(why: str | None) -> dict[str, str]:
    """Return what a row says instead of the stand-in of a value that cannot be used."""
    return {} if why is None else {"wrong": why, "value": "", "source": ""}


def _plain_rows(node: Node, given: Mapping[str, Any], error: ParameterError) -> tuple[dict[str, Any], ...]:
    """Return the rows while some value cannot be used: enough to mend it."""
    rows = (_row(Chosen(name, "", "", node.entity_of(name), _ASKED), node, given) for name in node.uses)
    return tuple(row | {"wrong": error.message if row["name"] in error.names else ""} for row in rows)


def _unavailable(secret: Secret) -> str:
    """Say why a secret has no value, where that can be found out without asking anybody."""
    if secret.source not in ("env", "dotenv"):
        return ""
    try:
        resolve(secret)
    except ParameterError as error:
        return error.message
    return ""
