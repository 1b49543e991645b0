"""What the form has: its tabs and their editors, as one table that Python and the browser go by.

A new field of a node is one `Field` here, and one binding in `bindings.py` that says where it stands in the
document. The words are those of the product's own description.

>>> FIELDS["headers"].columns[0].title
'Header'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from hooknb.core.body import BODY_FORMATS
from hooknb.core.door import FILLS, METHODS
from hooknb.core.limits import Limits
from hooknb.core.mapping import MAPPING_TYPES
from hooknb.core.routes import FAILED
from hooknb.core.secrets import SOURCES
from hooknb.core.signing import HEADER

Kind = Literal["text", "code", "asked", "choice", "flag", "seconds", "area", "rows"]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one column of a table of rows.

    Args:
        key: its name in a row.
        title: what stands above it.
        kind: `text`; `code` in the code's font; `asked`, a text that is None when it is asked for; `choice`;
            `flag`.
        hint: what an empty box says.
        words: which list of suggestions the browser offers.
        choices: pairs of value and label.
        share: how much of the width it takes, compared with the others; 0 for as little as it needs.
        default: its value in a new row.
    """

    key: str
    title: str
    kind: Kind = "text"
    hint: str = ""
    words: str = ""
    choices: Choices = ()
    share: float = 1
    default: Any = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Describe one editor.

    Args:
        id: its name, also in messages between browser and kernel.
        title: its label.
        kind: as for `Column`, or `seconds` (a slider and a number), `area` (many lines), `rows` (a table).
        help: what it is for, a sentence or two.
        hint: what an empty box says.
        words: which list of suggestions the browser offers.
        choices: pairs of value and label.
        default: its value in an empty form.
        columns: of a table.
        noun: what one row of a table is called.
        later: True for what a beginner does not need: it is behind a headline.
    """

    id: str
    title: str
    kind: Kind = "text"
    help: str = ""
    hint: str = ""
    words: str = ""
    choices: Choices = ()
    default: Any = ""
    columns: tuple[Column, ...] = ()
    noun: str = ""
    later: bool = False

    @property
    def column(self) -> Mapping[str, Column]:
        """The columns by key."""
        return {each.key: each for each in self.columns}

    def new_row(self) -> dict[str, Any]:
        """Return an empty row that is switched on."""
        return {"on": True} | {each.key: each.default for each in self.columns}


@dataclass(frozen=True, slots=True)
class Tab:
    """Describe one tab: `say` tells a beginner what it is for; `counts` names the tables that are counted."""

    id: str
    title: str
    say: str
    fields: tuple[Field, ...]
    counts: tuple[str, ...] = ()


def _choices(*values: str, **labels: str) -> Choices:
    return tuple((value, labels.get(value, value)) for value in values)


_ENTITY = Column("entity", "Entity type", "code", "sys.any", "entities", share=0.55)

HEAD = (
    Field("label", "Label", hint="What the API request is trying to achieve (not mandatory)"),
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
                    Column("secret", "Never shown", "flag", share=0, default=False),
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
                        share=0.7,
                        default="env",
                        choices=_choices(
                            *SOURCES,
                            env="environment variable",
                            prompt="asked for, never shown",
                            keyring="keyring",
                            dotenv=".env file",
                        ),
                    ),
                    Column("detail", "Its name there", "code", "VARIABLE"),
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
        "mapping",
        "Response Mapping",
        "Response Mapping defines the way you receive the third party’s response: define the object path, such "
        "as data.userId or note.to, and the parameter you’d like to send the value to.",
        (
            Field(
                "mapping",
                "Response Mapping",
                "rows",
                noun="rule",
                columns=(
                    Column("parameter", "Parameter", "code", "USER_ID", share=0.7),
                    Column("path", "Object Path", "code", "data.userId", "paths"),
                    _ENTITY,
                    Column("required", "Required", "flag", share=0, default=True),
                    Column("secret", "Never shown", "flag", share=0, default=False),
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
        "Change the course based on the status: specify individual codes, such as 404, or code classes, such as "
        "4xx. The default output takes all other successful 2xx responses.",
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
                help="Taken by everything else, and when no answer arrives in time.",
                hint=FAILED,
                default=FAILED,
            ),
            Field(
                "status_parameter",
                "Save status to",
                "code",
                "Saves the resulting status code in this parameter (sys.any or sys.number).",
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
        "Webhook signing allows the receiving application to verify that the request has been sent by you and has "
        "not been tampered with in transit: a JWT token in the Authorization header is signed with your signature "
        "secret.",
        (
            Field("signing.on", "Sign requests", "flag", default=False),
            Field(
                "signing.secret", "Signature secret", "code", "The name of a secret.", "SIGNATURE", "secrets"
            ),
            Field(
                "signing.api_key",
                "API key",
                "code",
                "Tells the receiver which secret has signed.",
                "abcd1234",
            ),
            Field("signing.application_id", "Application", "code", later=True),
            Field(
                "signing.header", "Header", "code", hint=HEADER, words="headers", default=HEADER, later=True
            ),
        ),
    ),
)

FIELDS: Mapping[str, Field] = {
    each.id: each for each in (*HEAD, *(field for tab in TABS for field in tab.fields))
}
TAB_OF: Mapping[str, Tab] = {field.id: tab for tab in TABS for field in tab.fields}


def empty_values() -> dict[str, Any]:
    """Return what an empty form holds: a value for every field but the time-out, which a session knows."""
    return {each.id: [] if each.kind == "rows" else each.default for each in FIELDS.values()}


def layout(limits: Limits) -> dict[str, Any]:
    """Return the table for the browser: plain values."""
    return {
        "head": [asdict(field) for field in HEAD],
        "tabs": [asdict(tab) for tab in TABS],
        "seconds": [limits.timeout_low, limits.timeout_high],
    }
