"""The form's tabs and their editors: the one table that Python and the browser go by.

A new field of a node is one `Field` here, and one binding in `bindings.py` that says where it stands in the
document. The words are those of the product's own description.

>>> FIELDS["headers"].columns[0].title
'Header'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hooknb.core.auth import SCHEMES, AuthField
from hooknb.core.body import BODY_FORMATS
from hooknb.core.door import FILLS, METHODS
from hooknb.core.limits import Limits
from hooknb.core.mapping import MAPPING_TYPES
from hooknb.core.objectpath.policy import POLICIES
from hooknb.core.retries import DELAY, USUAL
from hooknb.core.routes import FAILED
from hooknb.core.secrets import SOURCES
from hooknb.core.signing import HEADER
from hooknb.widgets.form.fields import Choices, Column, Field, Kind, Tab


def _choices(*values: str, **labels: str) -> Choices:
    return tuple((value, labels.get(value, value)) for value in values)


def _auth_fields() -> tuple[Field, ...]:
    """Return an editor for every field of every scheme; the same name is the same field in each."""
    fields = {each.name: each for scheme in SCHEMES for each in scheme.fields}
    return tuple(
        _auth_field(each, tuple(scheme.type for scheme in SCHEMES if scheme.field(name)))
        for name, each in fields.items()
    )


def _auth_field(field: AuthField, schemes: tuple[str, ...]) -> Field:
    kinds: dict[str, Kind] = {"secret": "secret", "word": "choice", "header": "code", "url": "code"}
    words = {"secret": "secrets", "header": "headers"}.get(field.kind, "names")
    return Field(
        f"auth.{field.name}",
        _AUTH_TITLES.get(field.name, field.name.capitalize()),
        kinds.get(field.kind, "text"),
        _NAMED if field.kind == "secret" else f"{field.help[0].upper()}{field.help[1:]}.",
        field.example.lstrip("$"),
        words,
        _choices(*field.words),
        field.default,
        when=("auth.type", schemes),
    )


_SIGNED = ("signing.on", (True,))
_NAMED = "The name of a secret; the secret itself is never kept here."
_AUTH_TITLES = {
    "token_url": "Token URL",
    "client_id": "Client",
    "client_secret": "Client secret",
    "query": "Query parameter",
    "client": "Client stands in the",
}
_THERE = (("env", "VARIABLE"), ("prompt", "nothing to write"), ("keyring", "SERVICE USER"), ("dotenv", "KEY"))
_ENTITY = Column("entity", "Entity type", "code", "sys.any", "entities", share=0.55)

HEAD = (
    Field("label", "Label", hint="What the request is trying to achieve (not mandatory)"),
    Field("method", "Method", "choice", choices=_choices(*METHODS), default="GET"),
    Field("url", "URL Endpoint", "code", hint="https://api.example.com/users/$ID", words="names"),
)

TABS = (
    Tab(
        "parameters",
        "Parameters",
        "Add a value if you want to predefine it, or keep it empty to be asked for it. "
        "Use $PARAM_NAME wherever the value goes: in the URL, a header, the query or the body.",
        (
            Field(
                "parameters",
                "Parameters",
                "rows",
                noun="parameter",
                columns=(
                    Column("name", "Parameter", "code", "NAME", share=0.7),
                    Column("text", "Value", hint="asked for", words="names"),
                    _ENTITY,
                    Column("secret", "Secret", "flag", share=0, default=False),
                ),
            ),
            Field(
                "secrets",
                "Secrets",
                "rows",
                help="A secret names the source of its value. The value itself is never kept here.",
                noun="secret",
                columns=(
                    Column("name", "Secret", "code", "TOKEN", share=0.7),
                    Column(
                        "source",
                        "Source",
                        "choice",
                        share=0.95,
                        default="env",
                        choices=_choices(
                            *SOURCES,
                            env="environment variable",
                            prompt="asked for, never shown",
                            keyring="keyring",
                            dotenv=".env file",
                        ),
                    ),
                    Column("detail", "Its name there", "code", share=0.8, hints=("source", _THERE)),
                ),
            ),
        ),
        ("parameters", "secrets"),
    ),
    Tab(
        "headers",
        "Headers",
        "Some third-party services require HTTP headers: additional information for purposes such as "
        "authorization and identification.",
        (
            Field(
                "headers",
                "Headers",
                "rows",
                noun="header",
                columns=(
                    Column("name", "Header", "code", "Accept", "headers", share=0.7),
                    Column("value", "Value", "code", "application/json", "header values"),
                ),
            ),
        ),
        ("headers",),
    ),
    Tab(
        "query",
        "Query Parameters",
        "Enter the parameters you would like to send in your query. Keep a value empty to be asked for it, "
        "or write $PARAM_NAME to take it from the parameters.",
        (
            Field(
                "query",
                "Query Parameters",
                "rows",
                noun="query parameter",
                columns=(
                    Column("name", "Query parameter", "code", "page", share=0.7),
                    Column("value", "Value", "asked", "asked for", "names", default=None),
                ),
            ),
        ),
        ("query",),
    ),
    Tab(
        "body",
        "Body",
        "Insert your JSON, HTML, text, X-WWW-FORM-URLENCODED or XML here if your request requires it. "
        "Not all API requests require a body.",
        (
            Field(
                "body.format",
                "Format",
                "choice",
                choices=(
                    ("", "None"),
                    *_choices(
                        *BODY_FORMATS,
                        json="JSON",
                        html="HTML",
                        text="Text",
                        form="X-WWW-FORM-URLENCODED",
                        xml="XML",
                        raw="Raw",
                    ),
                ),
            ),
            Field(
                "body.from",
                "What is sent",
                "choice",
                choices=(("text", "Text"), ("pairs", "Fields"), ("file", "File")),
                default="text",
            ),
            Field("body.text", "Body", "area"),
            Field(
                "body.file", "File", "code", "Sent as it is. Relative to the working directory.", "data.json"
            ),
            Field(
                "body.pairs",
                "Fields",
                "rows",
                noun="field",
                columns=(
                    Column("name", "Field", "code", "name", share=0.7),
                    Column("value", "Value", words="names"),
                ),
            ),
        ),
    ),
    Tab(
        "auth",
        "Authentication",
        "Tell the third-party service who is asking.",
        (
            Field(
                "auth.type",
                "Type",
                "choice",
                choices=(("", "None"), *((each.type, each.title) for each in SCHEMES)),
            ),
            *_auth_fields(),
        ),
    ),
    Tab(
        "mapping",
        "Response Mapping",
        "Response Mapping defines the way you receive the third party’s response: define the object path, "
        "such as data.userId or note.to, and the parameter you’d like to send the value to.",
        (
            Field(
                "mapping",
                "Response Mapping",
                "rows",
                noun="rule",
                columns=(
                    Column("parameter", "Parameter", "code", "USER_ID", share=0.8),
                    Column("path", "Object Path", "code", "data.userId", "paths"),
                    _ENTITY,
                    Column(
                        "policy",
                        "Matches",
                        "choice",
                        share=0,
                        choices=_choices(*POLICIES),
                        default=POLICIES[0],
                    ),
                    Column("required", "Required", "flag", share=0, default=True),
                    Column("secret", "Secret", "flag", share=0, default=False),
                ),
            ),
            Field(
                "mapping_type",
                "Response mapping type",
                "choice",
                "Auto goes by the Content-Type, then by what arrives.",
                choices=_choices(*MAPPING_TYPES, auto="Auto", json="JSON", xml="XML"),
                default=MAPPING_TYPES[0],
            ),
            Field(
                "force_list",
                "Always lists (XML)",
                "rows",
                help="XML paths that are lists even when the element occurs once.",
                noun="path",
                columns=(Column("path", "Object Path", "code", "note.to", "paths"),),
                later=True,
            ),
        ),
        ("mapping",),
    ),
    Tab(
        "routes",
        "Response status code",
        "Specify individual codes, such as 404, or code classes, such as 4xx, to change the course. "
        "The default output takes all other successful 2xx responses.",
        (
            Field(
                "routes",
                "Status codes",
                "rows",
                noun="status code",
                columns=(
                    Column("status", "Code or class", "code", "404 or 4xx", "statuses", share=0.6),
                    Column("output", "Output", hint="not_found"),
                ),
            ),
            Field(
                "failed",
                "Failed output",
                help="Takes everything else.",
                hint=FAILED,
                default=FAILED,
            ),
            Field(
                "status_parameter",
                "Save status to",
                "code",
                "A parameter (sys.any or sys.number).",
                "HTTP_CODE",
            ),
        ),
        ("routes",),
    ),
    Tab(
        "options",
        "Options",
        "",
        (
            Field(
                "name", "Name", "code", "Saved under this name; a cell, and Python, run it by it.", "get_user"
            ),
            Field("timeout", "Time out", "seconds", "Seconds for the whole exchange."),
            Field(
                "asynchronous",
                "Asynchronous request",
                "flag",
                "The flow proceeds without depending on the response.",
                default=False,
            ),
            Field(
                "redirects",
                "Follow redirects",
                "flag",
                "Otherwise a 3xx is an answer that can be routed.",
                default=False,
            ),
            Field(
                "retries",
                "Retries",
                "number",
                "Send again after a passing failure, at the most so often.",
                default=0,
            ),
            Field(
                "retry_on",
                "Retry after",
                "code",
                "Codes, classes and kinds of failure.",
                " ".join(USUAL),
                later=True,
            ),
            Field(
                "retry_delay",
                "First retry after",
                "number",
                "Seconds; each further one waits longer.",
                default=DELAY,
                later=True,
            ),
            Field(
                "cookies", "Cookies", "flag", "Send and keep the session’s cookies.", default=True, later=True
            ),
            Field(
                "verify",
                "Verify certificates",
                "flag",
                "Every card says so when it is off.",
                default=True,
                later=True,
            ),
            Field(
                "cassette",
                "Cassette",
                "code",
                "A file that exchanges are recorded in, and replayed from.",
                "tapes/users.json",
                later=True,
            ),
            Field(
                "fill",
                "What $NAME means",
                "choice",
                choices=_choices(
                    *FILLS, all="every $NAME is a parameter", declared="only declared names are parameters"
                ),
                default=FILLS[0],
                later=True,
            ),
        ),
    ),
    Tab(
        "signing",
        "Signing",
        "Webhook signing allows the receiving application to verify that the request has been sent by you "
        "and has not been tampered with in transit: a JWT token in the Authorization header is signed with "
        "your signature secret.",
        (
            Field("signing.on", "Sign requests", "flag", default=False),
            Field(
                "signing.secret", "Signature secret", "secret", _NAMED, "SIGNATURE", "secrets", when=_SIGNED
            ),
            Field(
                "signing.api_key",
                "API key",
                "text",
                "Tells the receiver which secret has signed.",
                "abcd1234",
                "names",
                when=_SIGNED,
            ),
            Field(
                "signing.application_id",
                "Application",
                "text",
                "The application that sends.",
                "",
                "names",
                when=_SIGNED,
            ),
            Field(
                "signing.header",
                "Header",
                "code",
                "Carries the token.",
                HEADER,
                "headers",
                default=HEADER,
                when=_SIGNED,
            ),
        ),
    ),
)

FIELDS: Mapping[str, Field] = {
    each.id: each for each in (*HEAD, *(field for tab in TABS for field in tab.fields))
}
ORDER: Mapping[str, int] = {name: place for place, name in enumerate(FIELDS)}
TAB_OF: Mapping[str, Tab] = {field.id: tab for tab in TABS for field in tab.fields}


def empty_values() -> dict[str, Any]:
    """Return what an empty form holds; the time-out is the session's to say."""
    return {each.id: [] if each.kind == "rows" else each.default for each in FIELDS.values()}


def layout(limits: Limits) -> dict[str, Any]:
    """Return the table for the browser: plain values."""
    return {
        "head": [asdict(field) for field in HEAD],
        "tabs": [asdict(tab) for tab in TABS],
        "seconds": [limits.timeout_low, limits.timeout_high],
    }
