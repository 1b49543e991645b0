"""What a node's authentication does to its request: headers and query parameters, once its secrets are known.

Bearer, Basic and API keys are part of the request itself, so a dry run shows them. Digest and OAuth 2 need a
word with a server first: `engine/delivery.py`.

    >>> from hooknb.core.parameters import Chosen
    >>> node = Node("https://a.example/", auth={"type": "bearer", "token": "T"})
    >>> fill(node, {"T": Chosen("T", "x", "x")}).headers
    (('Authorization', 'Bearer x'),)
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from hooknb.core.address import fill_address
from hooknb.core.auth import Auth
from hooknb.core.exchange import Headers
from hooknb.core.node import Node
from hooknb.core.parameters import Chosen
from hooknb.core.places import fill_header, fill_text
from hooknb.core.template import Template
from hooknb.errors import NodeError, ParameterError, Problem


@dataclass(frozen=True, slots=True)
class Filled:
    """Hold a node's authentication with the values of this run.

    Args:
        auth: how the node proves who it is.
        values: the scheme's fields, filled.
        headers: what they add to the request's headers.
        query: what they add to its query.
        secrets: names and texts beside the parameters that may not be shown.
    """

    auth: Auth
    values: Mapping[str, str] = field(repr=False)
    headers: Headers = field(default=(), repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    secrets: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __getitem__(self, name: str) -> str:
        """Return a field's filled value, or its default."""
        return self.values.get(name) or self.auth[name]


def fill(node: Node, values: Mapping[str, Chosen]) -> Filled | None:
    """Fill a node's authentication; None when it has none.

    Args:
        node: the definition.
        values: a chosen value for every name in `node.names`.

    Raises:
        ParameterError: a value is empty, or cannot stand where it goes.
    """
    auth = node.auth
    if auth is None:
        return None
    texts = {name: _text(node, auth, name, written, values) for name, written in auth.values}
    if auth.type == "bearer":
        return Filled(auth, texts, headers=(_header(auth, "token", values, "Bearer "),))
    if auth.type == "api_key":
        return _api_key(auth, texts, values)
    if auth.type == "basic":
        word = basic(texts["user"], texts["password"])
        return Filled(
            auth, texts, headers=(("Authorization", f"Basic {word}"),), secrets=(("authorization", word),)
        )
    return Filled(auth, texts)


def basic(user: str, password: str) -> str:
    """Return user and password as Basic has them: joined by a colon, UTF-8, base64 (RFC 7617)."""
    return b64encode(f"{user}:{password}".encode("utf-8", "surrogatepass")).decode("ascii")


def refuse_user_in_url(node: Node) -> None:
    """Raise: the URL names a user, and the node proves who it is in another way.

    Raises:
        NodeError: always.
    """
    message = "the URL holds a user, and the node proves who it is under [Auth]"
    raise NodeError([Problem(("url",), message, "keep one of the two")])


def _text(node: Node, auth: Auth, name: str, written: str, values: Mapping[str, Chosen]) -> str:
    described = auth.scheme.field(name)
    kind = "" if described is None else described.kind
    if kind == "url":
        return fill_address(written, values.__getitem__, node.declared)
    if kind == "text":
        return _not_empty(fill_text(node.template(written), values.__getitem__), written, auth, name)
    return _not_empty(values[written].text, written, auth, name) if kind == "secret" else written


def _not_empty(text: str, written: str, auth: Auth, name: str) -> str:
    field_ = auth.scheme.field(name)
    if text or field_ is None or not field_.required:
        return text
    names = [written] if field_.kind == "secret" else list(Template(written).names)
    message = f"authentication {auth.type}: the {name.replace('_', ' ')} {' '.join(names)}".rstrip()
    raise ParameterError(f"{message} is empty", names, "give it a value")


def _header(auth: Auth, name: str, values: Mapping[str, Chosen], before: str = "") -> tuple[str, str]:
    value = fill_header(Template(f"${{{auth[name]}}}"), values.__getitem__).strip()
    # Documentation shows tokens with the word before them, and people paste both.
    if before and value[: len(before)].lower() == before.lower():
        value = value[len(before) :].lstrip()
    return auth.header, before + value


def _api_key(auth: Auth, texts: Mapping[str, str], values: Mapping[str, Chosen]) -> Filled:
    if auth.query:
        return Filled(auth, texts, query=((auth.query, texts["key"]),))
    return Filled(auth, texts, headers=(_header(auth, "key", values),))
