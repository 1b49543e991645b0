"""What a node's authentication does to its request: headers and query parameters, once its secrets are known.

Bearer, Basic and API keys are part of the request itself, so a dry run shows them. Digest and OAuth 2 need a
word with a server first: `engine/delivery.py`.

    >>> from hooknb.core.parameters import Chosen
    >>> node = Node("https://a.example/", auth={"type": "bearer", "token": "T"})
    >>> fill(node, {"T": Chosen("T", "x", "x")}).headers
    (('Authorization', 'Bearer x'),)
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus, urlsplit

from hooknb.core.address import fill_address
from hooknb.core.auth import Auth, AuthField
from hooknb.core.checks import CONTROL, control_name, is_latin1
from hooknb.core.door_auth import USER_IN_URL
from hooknb.core.exchange import Headers
from hooknb.core.node import Node
from hooknb.core.parameters import Chosen
from hooknb.core.places import fill_text
from hooknb.errors import NodeError, ParameterError, Problem

# Documentation shows tokens with the word before them, and people paste both.
_WORD = re.compile(r"bearer(?:[ \t]+|\Z)", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


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
        return self.values[name] if name in self.values else self.auth[name]


def fill(node: Node, values: Mapping[str, Chosen]) -> Filled | None:
    """Fill a node's authentication; None when it has none.

    Args:
        node: the definition.
        values: a chosen value for every name in `node.names`.

    Raises:
        ParameterError: a value is empty, or cannot stand where it goes.
        NodeError: the URL for tokens holds a user.
    """
    auth = node.auth
    if auth is None:
        return None
    for name, written in auth.values:
        _check(node, auth, name, written, values)
    return _filled(auth, {name: _text(node, auth, name, written, values) for name, written in auth.values})


def basic(user: str, password: str) -> str:
    """Return user and password as Basic has them: joined by a colon, UTF-8, base64 (RFC 7617)."""
    return b64encode(f"{user}:{password}".encode()).decode("ascii")


def client_word(filled: Filled) -> str:
    """Return an OAuth 2 client and its secret as Basic has them: form-encoded first (RFC 6749, 2.3.1)."""
    return basic(quote_plus(filled["client_id"]), quote_plus(filled["client_secret"]))


def refuse_user_in_url(node: Node) -> None:
    """Raise: the URL names a user, and the node proves who it is in another way.

    Raises:
        NodeError: always.
    """
    message = "the URL holds a user, and the node proves who it is under [Auth]"
    raise NodeError([Problem(("url",), message, "keep one of the two")])


def _filled(auth: Auth, texts: Mapping[str, str]) -> Filled:
    """Return what each scheme adds; what is sent of a secret is masked, too, where that is not all of it."""
    if auth.type == "bearer":
        token = _sent("token", texts["token"])
        header = (auth.header, f"Bearer {token}")
        return Filled(auth, texts, headers=(header,), secrets=((auth["token"], token),))
    if auth.type == "api_key" and auth.query:
        return Filled(auth, texts, query=((auth.query, texts["key"]),))
    if auth.type == "api_key":
        key = _sent("key", texts["key"])
        return Filled(auth, texts, headers=((auth.header, key),), secrets=((auth["key"], key),))
    if auth.type == "basic":
        word = basic(texts["user"], texts["password"])
        return Filled(auth, texts, ((auth.header, f"Basic {word}"),), secrets=(("authorization", word),))
    filled = Filled(auth, texts)
    return (
        replace(filled, secrets=(("authorization", client_word(filled)),))
        if auth.type == "oauth2"
        else filled
    )


def _text(node: Node, auth: Auth, name: str, written: str, values: Mapping[str, Chosen]) -> str:
    kind = _described(auth, name).kind
    if kind == "url":
        return fill_address(written, values.__getitem__, node.declared)
    if kind == "text":
        return fill_text(node.template(written), values.__getitem__)
    return values[written].text if kind == "secret" else written


def _check(node: Node, auth: Auth, name: str, written: str, values: Mapping[str, Chosen]) -> None:
    """Refuse a value that cannot be used; no variable holds it then, for tracebacks may show those."""
    described = _described(auth, name)
    problem = _problem(described, auth, _text(node, auth, name, written, values))
    if problem is None:
        return
    message, hint = problem
    if described.kind == "url":
        raise NodeError([Problem(("auth", name), message, hint)])
    names = [written] if described.kind == "secret" else list(node.template(written).names)
    what = " ".join([name.replace("_", " "), *names])
    raise ParameterError(f"authentication {auth.type}: the {what} {message}", names, hint)


def _problem(described: AuthField, auth: Auth, text: str) -> tuple[str, str] | None:
    """Say what is wrong with a filled field, and how to mend it."""
    if described.kind == "url":
        return USER_IN_URL if "@" in urlsplit(text).netloc else None
    text = _sent(described.name, text)
    control = CONTROL.search(text)
    if control:
        return f"holds {control_name(control.group())}", "take it out of the value"
    if _SURROGATE.search(text):
        return "holds half a character (a lone surrogate)", "mend the value"
    if described.name in ("token", "key") and not auth.query and not is_latin1(text):
        return "holds characters that a header cannot carry (latin-1 only)", "encode the value first"
    if described.name == "user" and ":" in text:
        return "holds a colon, which would end the user's name", "give the password by itself"
    if described.required and not text:
        return "is empty", "give it a value"
    return None


def _sent(name: str, text: str) -> str:
    """Return what is sent of a field's text: tokens and keys without blanks, tokens without their word."""
    if name not in ("token", "key"):
        return text
    text = text.strip(" \t")
    word = _WORD.match(text) if name == "token" else None
    return text if word is None else text[word.end() :]


def _described(auth: Auth, name: str) -> AuthField:
    described = auth.scheme.field(name)
    assert described is not None, "an Auth has the fields of its scheme"
    return described
