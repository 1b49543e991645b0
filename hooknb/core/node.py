"""The node: everything that defines one request and what becomes of its response.

A `Node` that exists is valid. It is frozen, hashable and equal by value; every front end makes one through
`Node.from_dict`, which reports all mistakes at once.

    >>> node = Node(url="https://api.example.com/users/$ID", mapping={"NAME": "data.name"})
    >>> node.names
    ('ID',)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from hooknb.core.address import address_names
from hooknb.core.auth import Auth
from hooknb.core.body import Body
from hooknb.core.door import FIELDS, read_document
from hooknb.core.limits import Limits
from hooknb.core.mapping import ResponseMapping
from hooknb.core.off import OffRows
from hooknb.core.pairs import Pairs
from hooknb.core.parameters import ANY, UNSET, Parameter
from hooknb.core.retries import Retries
from hooknb.core.routes import Routes
from hooknb.core.rows import ASKED
from hooknb.core.secrets import Secret
from hooknb.core.signing import Signing
from hooknb.core.template import Template
from hooknb.errors import NodeError, Problem, quoted
from hooknb.view.table import Table

_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Node:
    """Define a webhook node.

    Every argument takes the field's own type or a friendlier form: `headers={"Accept": "*/*"}`, rows as
    pairs, dicts or a DataFrame. `limits` is the range of time-outs that is allowed.

    Attributes:
        name: empty, or an identifier; what the node is kept under.
        label: one line of free text: what the request is for.
        method: GET, POST, PUT, DELETE or PATCH.
        url: http or https, or begins with a parameter.
        headers: ordered, repeats kept.
        query: query parameters, encoded for you; a value of None is asked for.
        body: what is sent, or None.
        parameters: declared parameters; one without a value is asked for.
        secrets: sources of secret values.
        auth: how the node proves who it is, or None.
        signing: how requests are signed, or None.
        mapping: object path → parameter.
        mapping_type: `auto`, `json` or `xml`.
        force_list: XML paths that are always lists.
        routes: status code or class → output.
        status_parameter: where the status code is saved, or "".
        timeout: seconds for the whole exchange.
        asynchronous: do not wait, whatever the answer.
        redirects: follow them (default no: a 3xx can be routed).
        retries: how many times a request is sent again at the most (default 0).
        retry_on: after what: codes, classes and kinds of failure; empty for the usual ones.
        retry_delay: seconds before the first repetition; later ones wait longer.
        cookies: send and keep the session's cookies.
        verify: verify TLS certificates; every card says when not.
        cassette: the file that exchanges are recorded in and replayed from, or "".
        fill: `all` names after `$` are parameters, or only the `declared` ones.
        off: rows that are switched off, by field: kept in their places, and not used.

    Raises:
        NodeError: with every mistake.

    Example:
        >>> Node(url="https://api.example.com/orders", method="post", timeout=15).method
        'POST'
    """

    name: str
    label: str
    method: str
    url: str
    headers: Pairs
    query: Pairs
    body: Body | None
    parameters: tuple[Parameter, ...]
    secrets: tuple[Secret, ...]
    auth: Auth | None
    signing: Signing | None
    mapping: ResponseMapping
    mapping_type: str
    force_list: tuple[str, ...]
    routes: Routes
    status_parameter: str
    timeout: float
    asynchronous: bool
    redirects: bool
    retries: int
    retry_on: tuple[str, ...]
    retry_delay: float
    cookies: bool
    verify: bool
    cassette: str
    fill: str
    off: OffRows

    def __init__(self, url: str = "", *, limits: Limits = _DEFAULT_LIMITS, **document: Any) -> None:
        """Check the fields as `from_dict` does."""
        values, problems = read_document({"url": url, **document}, limits)
        if problems:
            raise NodeError(problems)
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], *, limits: Limits = _DEFAULT_LIMITS) -> Node:
        """Build a node from a document: a dict with these field names.

        Args:
            document: plain values, as `to_dict` gives them.
            limits: the range of time-outs that is allowed.

        Raises:
            NodeError: with every mistake, each with its field path and how to mend it.
        """
        node, problems = build(document, limits=limits)
        if node is None:
            raise NodeError(problems)
        return node

    def to_dict(self, *, limits: Limits = _DEFAULT_LIMITS) -> dict[str, Any]:
        """Return the document: plain values only, fields at their default left out.

        Args:
            limits: those the document will be read with; a time-out that is their default is left out.
        """
        document: dict[str, Any] = {"method": self.method, "url": self.url}
        for name, (_, default) in FIELDS.items():
            value = getattr(self, name)
            if name not in document and name != "timeout" and value != default():
                document[name] = _plain(value)
        if self.timeout != limits.timeout_default:
            document["timeout"] = int(self.timeout) if self.timeout.is_integer() else self.timeout
        return {name: document[name] for name in FIELDS if name in document}

    def replace(self, *, limits: Limits = _DEFAULT_LIMITS, **changes: Any) -> Node:
        """Return a node with some fields changed, checked like any other.

        Example:
            >>> Node(url="https://example.com/").replace(timeout=20).timeout
            20.0
        """
        return Node(limits=limits, **{each.name: getattr(self, each.name) for each in fields(self)} | changes)

    def with_rules(self, rules: Any, *, limits: Limits = _DEFAULT_LIMITS) -> Node:
        """Return a node with more mapping rules; those for the same parameters are replaced.

        Args:
            rules: what `mapping` takes: rows, a dict of parameter and path, a DataFrame such as
                `result.suggest()`, or a `ResponseMapping` such as `explorer.mapping`.
            limits: the range of time-outs that is allowed.

        Raises:
            NodeError: a rule is wrong.

        Example:
            >>> node = Node(url="https://example.com/", mapping={"A": "a", "B": "b"})
            >>> [(rule.parameter, rule.path) for rule in node.with_rules({"B": "c", "D": "d"}).mapping]
            [('A', 'a'), ('B', 'c'), ('D', 'd')]
        """
        new = self.replace(limits=limits, mapping=rules).mapping
        names = {rule.parameter for rule in new}
        kept = [rule for rule in self.mapping if rule.parameter not in names]
        return self.replace(limits=limits, mapping=ResponseMapping([*kept, *new]))

    def keeps_secret(self, name: str) -> bool:
        """Tell whether a parameter's value may never be shown, wherever it comes from."""
        if self.signing is not None and self.signing.secret == name:
            return True
        if self.auth is not None and name in self.auth.secrets:
            return True
        return any(each.name == name and each.secret for each in self.parameters)

    @property
    def retry_policy(self) -> Retries:
        """When a request of this node is sent again."""
        return Retries(self.retries, self.retry_on, self.retry_delay)

    @property
    def declared(self) -> frozenset[str] | None:
        """With `fill: declared`, the only names that are parameters; else None."""
        if self.fill == "all":
            return None
        return frozenset(each.name for each in self.parameters) | frozenset(
            each.name for each in self.secrets
        )

    def template(self, text: str) -> Template:
        """Return a text of this node as a template, under the node's way of filling."""
        return Template(text, self.declared)

    @property
    def uses(self) -> dict[str, tuple[str, ...]]:
        """Where each parameter is used: name → places such as `("URL path", "header X")`."""
        found: dict[str, list[str]] = {}
        for name, place in _uses(self):
            if place not in found.setdefault(name, []):
                found[name].append(place)
        return {name: tuple(places) for name, places in found.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that a run needs, in order of first use."""
        return tuple(self.uses)

    def entity_of(self, name: str) -> str:
        """Return the entity type that the node gives a parameter."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter.entity
        return next((rule.entity for rule in self.mapping if rule.parameter == name and rule.entity), ANY)

    def parameter_table(self) -> Table:
        """Return the declared parameters and secrets: name, entity, value, source."""
        rows = [
            (
                each.name,
                each.entity,
                None if each.value is UNSET else each.value,
                ASKED if each.value is UNSET else "node",
            )
            for each in self.parameters
        ]
        rows += [(each.name, ANY, None, each.text) for each in self.secrets]
        return Table(("name", "entity", "value", "source"), tuple(rows), "Parameters", empty="No parameters.")

    def frame(self) -> Any:
        """Return a fresh DataFrame of the declared parameters; it can be given back to define a node.

        Secrets are no part of it: a node takes their sources as `secrets`.
        """
        table = self.parameter_table()
        return replace(table, rows=table.rows[: len(self.parameters)]).frame()

    def lint(self, result: Any = None) -> tuple[Problem, ...]:
        """Return advice on what is legal but odd; with a result, also on how the run went.

        Raises:
            TypeError: `result` is no result of a run.

        Example:
            >>> Node(url="https://example.com/", body={"format": "text", "text": "x"}).lint()[0].message
            'a GET request with a body is ignored by many servers'
        """
        from hooknb.core.lint import advice

        if result is not None and not hasattr(result, "elapsed"):
            raise TypeError(f"{quoted(result)} is no result of a run: give what running the node returned")
        return tuple(advice(self, result))

    def __repr__(self) -> str:
        shown = [f"url={self.url!r}"]
        for name, (_, default) in FIELDS.items():
            value = getattr(self, name)
            if name == "timeout":
                shown += [f"timeout={value!r}"] if value != _DEFAULT_LIMITS.timeout_default else []
            elif name != "url" and value != default():
                shown.append(f"{name}={value!r}")
        return f"Node({', '.join(shown)})"


def build(
    document: Mapping[str, Any], *, limits: Limits = _DEFAULT_LIMITS
) -> tuple[Node | None, tuple[Problem, ...]]:
    """Build a node, or say everything that is wrong; never raises.

    For a reader that has problems of its own to add.
    """
    values, problems = read_document(document, limits)
    return (None, problems) if problems else (_from_fields(values), ())


def _from_fields(values: Mapping[str, Any]) -> Node:
    node = object.__new__(Node)
    for name, value in values.items():
        object.__setattr__(node, name, value)
    return node


def _plain(value: Any) -> Any:
    if hasattr(value, "document"):
        return value.document()
    if isinstance(value, tuple):
        return [each.document() if hasattr(each, "document") else each for each in value]
    return value


def _uses(node: Node) -> list[tuple[str, str]]:
    places = {
        "start": "URL",
        "base": "URL path",
        "host": "URL host",
        "user": "URL user",
        "path": "URL path",
        "query": "URL query",
    }
    found = [(name, places[place]) for name, place in address_names(node.url, node.declared)]
    for name, value in node.query:
        slots = (name,) if value is None else node.template(value).names
        found += [(slot, f"query {name}") for slot in slots]
    for name, value in node.headers:
        found += [(slot, f"header {name}") for slot in node.template(value or "").names]
    if node.body is not None:
        found += [(slot, "body") for slot in node.template(node.body.text or "").names]
        for name, value in node.body.pairs or ():
            found += [(slot, f"form {name}") for slot in node.template(value or "").names]
    if node.auth is not None:
        found += [(name, "authentication") for name in node.auth.secrets]
        for text in node.auth.texts:
            found += [(slot, "authentication") for slot in node.template(text).names]
    if node.signing is not None:
        found.append((node.signing.secret, "signature"))
        for text in (node.signing.api_key, node.signing.application_id):
            found += [(slot, "signature") for slot in node.template(text).names]
    return found
