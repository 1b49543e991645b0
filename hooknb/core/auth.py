"""How a node proves who it is: the scheme, and the names of the secrets it needs. Never a secret itself.

One table of schemes is what the door, the cell, the form and the docs go by. What a scheme does to a request
is `engine/credentials.py`.

    >>> Auth("basic", user="ada", password="PASSWORD").document()
    {'type': 'basic', 'user': 'ada', 'password': 'PASSWORD'}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AUTHORIZATION = "Authorization"
API_KEY_HEADER = "X-API-Key"

FieldKind = Literal["secret", "text", "url", "header", "name", "word"]


@dataclass(frozen=True, slots=True)
class AuthField:
    """Describe one field of a scheme.

    Args:
        name: as documents and cells have it.
        kind: `secret`: the name of a parameter that holds a secret, `$NAME` in a cell; `text` and `url`: may
            hold `$NAME`; `header`: the name of a header; `name`: another name; `word`: one of `words`.
        help: what it is, one phrase.
        example: a value as a cell has it.
        required: True when the scheme cannot do without.
        default: what holds when nothing is said.
        words: what a `word` may be.
    """

    name: str
    kind: FieldKind
    help: str
    example: str
    required: bool = False
    default: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """Describe one way to prove who one is.

    Args:
        type: the word for it; in a cell the first field stands behind it.
        title: its name for people.
        help: what it does, one sentence.
        fields: what it needs, the most telling first.
    """

    type: str
    title: str
    help: str
    fields: tuple[AuthField, ...]

    def field(self, name: str) -> AuthField | None:
        """Return the field of a name, or None."""
        return next((each for each in self.fields if each.name == name), None)


_PASSWORD = AuthField("password", "secret", "the password's name", "$PASSWORD", required=True)

SCHEMES = (
    Scheme(
        "bearer",
        "Bearer token",
        "Sends Authorization: Bearer and the token.",
        (AuthField("token", "secret", "the token's name", "$TOKEN", required=True),),
    ),
    Scheme(
        "basic",
        "User and password (Basic)",
        "Sends Authorization: Basic with user and password, as RFC 7617 says, in UTF-8.",
        (AuthField("user", "text", "the user's name", "ada", required=True), _PASSWORD),
    ),
    Scheme(
        "api_key",
        "API key",
        "Sends the key in a header or a query parameter.",
        (
            AuthField("key", "secret", "the key's name", "$KEY", required=True),
            AuthField(
                "header", "header", f"the header it stands in, {API_KEY_HEADER} by default", "X-API-Key"
            ),
            AuthField("query", "name", "the query parameter it stands in, instead of a header", "api_key"),
        ),
    ),
    Scheme(
        "digest",
        "User and password (Digest)",
        "Answers the server's challenge, as RFC 7616 says; the password itself is never sent.",
        (AuthField("user", "text", "the user's name", "ada", required=True), _PASSWORD),
    ),
    Scheme(
        "oauth2",
        "OAuth 2 client credentials",
        "Asks for an access token first, keeps it until shortly before its end, and sends it as a bearer.",
        (
            AuthField(
                "token_url", "url", "where tokens are given", "https://auth.example.com/token", required=True
            ),
            AuthField("client_id", "text", "the client's name", "my-notebook", required=True),
            AuthField("client_secret", "secret", "the name of its secret", "$CLIENT_SECRET", required=True),
            AuthField("scope", "text", "what the token is for, words apart", "orders.read orders.write"),
            AuthField("audience", "text", "whom the token is for", "https://api.example.com"),
            AuthField(
                "client",
                "word",
                "where the client's name and secret stand in the request for a token",
                "body",
                default="header",
                words=("header", "body"),
            ),
        ),
    ),
)
BY_TYPE = {scheme.type: scheme for scheme in SCHEMES}


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Auth:
    """Prove who sends a node's requests.

    Args:
        type: `bearer`, `basic`, `api_key`, `digest` or `oauth2`.
        values: the scheme's fields, see `SCHEMES`; secrets by the name of their parameter.

    Raises:
        ValueError: there is no such scheme, or it has no such field.

    Example:
        >>> Auth("bearer", token="TOKEN")["token"]
        'TOKEN'
    """

    type: str
    values: tuple[tuple[str, str], ...]

    def __init__(self, kind: str, /, **values: str) -> None:
        if kind not in BY_TYPE:
            raise ValueError(f"{kind!r} is not a scheme; they are {', '.join(BY_TYPE)}")
        strange = [name for name in values if BY_TYPE[kind].field(name) is None]
        if strange:
            raise ValueError(f"{kind} has no field {strange[0]!r}")
        given = tuple(
            (each.name, values[each.name])
            for each in BY_TYPE[kind].fields
            if values.get(each.name, each.default) != each.default
        )
        object.__setattr__(self, "type", kind)
        object.__setattr__(self, "values", given)

    def __getitem__(self, name: str) -> str:
        """Return a field's value, or its default."""
        field = self.scheme.field(name)
        if field is None:
            raise KeyError(name)
        return dict(self.values).get(name, field.default)

    @property
    def scheme(self) -> Scheme:
        """The description of its type."""
        return BY_TYPE[self.type]

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of the parameters that hold its secrets."""
        return tuple(value for name, value in self.values if self._kind(name) == "secret")

    @property
    def texts(self) -> tuple[str, ...]:
        """Its texts and URLs, which may hold `$NAME`."""
        return tuple(value for name, value in self.values if self._kind(name) in ("text", "url"))

    @property
    def header(self) -> str:
        """The name of the header that carries the credentials; empty when a query parameter does."""
        if self.type != "api_key":
            return AUTHORIZATION
        return "" if self["query"] else self["header"] or API_KEY_HEADER

    @property
    def query(self) -> str:
        """The name of the query parameter that carries them; empty when a header does."""
        return self["query"] if self.type == "api_key" else ""

    def document(self) -> dict[str, str]:
        """Return the fields as a document holds them, those at their default left out."""
        return {"type": self.type, **dict(self.values)}

    def __repr__(self) -> str:
        shown = [repr(self.type), *(f"{name}={value!r}" for name, value in self.values)]
        return f"Auth({', '.join(shown)})"

    def _kind(self, name: str) -> str:
        field = self.scheme.field(name)
        return "" if field is None else field.kind
