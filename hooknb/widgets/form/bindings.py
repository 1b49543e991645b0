"""Where each field of a node stands in the form, and back: the one table that a new field is added to.

A binding fills the form's values from a document, takes the document's value from them, and knows for each
place of the document the place in the form where a person sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hooknb.core.auth import BY_TYPE
from hooknb.core.parameters import ANY, read_value
from hooknb.core.routes import FAILED
from hooknb.core.signing import HEADER
from hooknb.errors import FieldPath
from hooknb.formats.cell_lines import BLANKS
from hooknb.formats.cell_named import write_value
from hooknb.widgets.form.tabs import FIELDS

Values = dict[str, Any]
Row = dict[str, Any]
# A place in the form: a field's id, then in a table the row and the column.
Place = tuple[str | int, ...]


def is_sent(field_id: str, row: Row) -> bool:
    """Tell whether a row is part of the node: switched on, and not one that nobody has written in yet."""
    return bool(row["on"]) and not (row.get("new", False) and is_blank(field_id, row))


def is_blank(field_id: str, row: Row) -> bool:
    """Tell whether nothing is written in a row."""
    return all(row[each.key] in (each.default, "", None) for each in FIELDS[field_id].columns)


def sent_rows(field_id: str, values: Values) -> Iterator[tuple[int, Row]]:
    """Yield index and content of the rows that are part of the node."""
    for index, row in enumerate(values[field_id]):
        if is_sent(field_id, row):
            yield index, row


def _columns_of(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in ("on", "new")}


@dataclass(frozen=True, slots=True)
class Plain:
    """Bind a field of the node to an editor that holds the very value."""

    name: str

    def fill(self, document: Mapping[str, Any], values: Values) -> None:
        """Write the document's value into the form."""
        if self.name in document:
            values[self.name] = document[self.name]

    def take(self, values: Values) -> Any:
        """Return the document's value; None to leave the field out."""
        return values[self.name]

    def place(self, path: FieldPath, values: Values) -> Place:
        """Return where in the form a place of the document is."""
        return (self.name,)


class Trimmed(Plain):
    """Bind a text whose blanks at its ends came with it when it was copied."""

    def take(self, values: Values) -> Any:
        """Return the text without them."""
        text = values[self.name]
        return text.strip(BLANKS) if isinstance(text, str) else text


@dataclass(frozen=True, slots=True)
class Rows:
    """Bind a list of rows.

    Args:
        name: the node's field.
        read: from a row of the document to the columns of the form's row.
        write: from the form's row to the document's.
        keys: from a key of the document's row to the form's column, where they differ.
    """

    name: str
    read: Callable[[Any], Row] = dict
    write: Callable[[Row], Any] = _columns_of
    keys: Mapping[str, str] = field(default_factory=dict)

    def fill(self, document: Mapping[str, Any], values: Values) -> None:
        """Write the document's rows into the form."""
        new = FIELDS[self.name].new_row
        values[self.name] = [new() | self.read(row) for row in document.get(self.name, ())]

    def take(self, values: Values) -> Any:
        """Return the rows that are switched on."""
        return [self.write(row) for _, row in sent_rows(self.name, values)]

    def place(self, path: FieldPath, values: Values) -> Place:
        """Return where in the form a place of the document is."""
        if len(path) < 2 or not isinstance(path[1], int):
            return (self.name,)
        indexes = [index for index, _ in sent_rows(self.name, values)]
        first = FIELDS[self.name].columns[0].key
        key = str(path[2]) if len(path) > 2 else first
        return (self.name, indexes[path[1]], self.keys.get(key, key))


class Routes(Rows):
    """Bind the routes: the failed output has an editor of its own."""

    def fill(self, document: Mapping[str, Any], values: Values) -> None:
        """Write the routes into the form."""
        rows = document.get("routes", ())
        super().fill({"routes": [row for row in rows if row["status"] != FAILED]}, values)
        values["failed"] = next((row["output"] for row in rows if row["status"] == FAILED), FAILED)

    def take(self, values: Values) -> Any:
        """Return the routes, the failed output last."""
        renamed = [{"status": FAILED, "output": values["failed"]}] if values["failed"] != FAILED else []
        return [*super().take(values), *renamed]

    def place(self, path: FieldPath, values: Values) -> Place:
        """Return where in the form a place of the routes is."""
        beyond = len(path) > 1 and path[1] == sum(1 for _ in sent_rows("routes", values))
        return ("failed",) if beyond else super().place(path, values)


@dataclass(frozen=True, slots=True)
class Group:
    """Bind a field of several parts, each with an editor of its own, which a switch turns on.

    Args:
        name: the node's field; its editors are called `name.part`.
        defaults: the parts, and the value that need not be written.
    """

    name: str
    defaults: Mapping[str, Any]

    def fill(self, document: Mapping[str, Any], values: Values) -> None:
        """Write the parts into the form."""
        held = document.get(self.name)
        values[f"{self.name}.on"] = held is not None
        for part, default in self.defaults.items():
            values[f"{self.name}.{part}"] = (held or {}).get(part, default)

    def take(self, values: Values) -> Any:
        """Return the parts that say something; None when the switch is off."""
        if not values[f"{self.name}.on"]:
            return None
        parts = {part: values[f"{self.name}.{part}"] for part in self.defaults}
        return {part: value for part, value in parts.items() if value != self.defaults[part]}

    def place(self, path: FieldPath, values: Values) -> Place:
        """Return where in the form a place of the group is."""
        part = path[1] if len(path) > 1 else next(iter(self.defaults))
        return (f"{self.name}.{part}",)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Bind the authentication: the scheme, and the parts that it has."""

    name: str = "auth"

    def fill(self, document: Mapping[str, Any], values: Values) -> None:
        """Write the scheme and its parts into the form."""
        held = document.get("auth") or {}
        values["auth.type"] = held.get("type", "")
        values.update({f"auth.{part}": text for part, text in held.items()})

    def take(self, values: Values) -> Any:
        """Return the document of the scheme that is chosen; None when there is none."""
        kind = values["auth.type"]
        if not kind:
            return None
        parts = {each.name: values[f"auth.{each.name}"] for each in BY_TYPE[kind].fields}
        return {"type": kind, **{part: text for part, text in parts.items() if text}}

    def place(self, path: FieldPath, values: Values) -> Place:
        """Return where in the form a place of the authentication is."""
        return (f"auth.{path[1] if len(path) > 1 else 'type'}",)


@dataclass(frozen=True, slots=True)
class BodyParts:
    """Bind the body: one format, and the text, the file and the fields, of which one is sent."""

    name: str = "body"

    def fill(self, document: Mapping[str, Any], values: Values) -> None:
        """Write the body into the form."""
        body = document.get("body") or {"format": ""}
        kind = next((key for key in ("file", "pairs", "text") if key in body), "text")
        new = FIELDS["body.pairs"].new_row
        values["body.format"], values["body.from"] = body["format"], kind
        values["body.text"], values["body.file"] = body.get("text", ""), body.get("file", "")
        values["body.pairs"] = [new() | row for row in body.get("pairs", ())]

    def take(self, values: Values) -> Any:
        """Return the body's document; None when there is no body."""
        body_format, kind = values["body.format"], self._kind(values)
        if not body_format:
            return None
        if kind == "pairs":
            rows = [_columns_of(row) for _, row in sent_rows("body.pairs", values)]
            return {"format": body_format, "pairs": rows}
        return {"format": body_format, kind: values[f"body.{kind}"]}

    def place(self, path: FieldPath, values: Values) -> Place:
        """Return where in the form a place of the body is."""
        if len(path) < 2:
            return (f"body.{self._kind(values)}",)
        if path[1] == "pairs" and len(path) > 2:
            indexes = [index for index, _ in sent_rows("body.pairs", values)]
            return ("body.pairs", indexes[int(path[2])], *path[3:])
        return (f"body.{path[1]}",)

    @staticmethod
    def _kind(values: Values) -> str:
        """Return which of the three is sent: only a form has fields."""
        kind = str(values["body.from"])
        return "text" if kind == "pairs" and values["body.format"] != "form" else kind


class Number(Plain):
    """Bind a number, whose box may hold anything while one types."""

    def take(self, values: Values) -> Any:
        """Return a number where the box holds one, else its text, of which the door says what is wrong."""
        held = values[self.name]
        try:
            return float(held)
        except ValueError:
            return held


class Words(Plain):
    """Bind a list of words, which one box holds, apart from one another by blanks or commas."""

    def fill(self, document: Mapping[str, Any], values: Values) -> None:
        """Write the words into the form."""
        values[self.name] = " ".join(document.get(self.name, ()))

    def take(self, values: Values) -> Any:
        """Return the words."""
        return values[self.name].replace(",", " ").split()


def _read_parameter(row: Any) -> Row:
    return {
        "name": row["name"],
        "text": write_value(row),
        "entity": "" if row.get("entity") == ANY else row.get("entity", ""),
        "secret": row.get("secret", False),
    }


def _write_parameter(row: Row) -> Row:
    made = {"name": row["name"], "entity": row["entity"] or ANY, "secret": row["secret"]}
    text = row["text"].strip(BLANKS)
    if text:
        made["value"], spelling = read_value(text)
        made |= {"spelling": spelling} if spelling else {}
    return made


def _read_secret(row: Any) -> Row:
    source, _, detail = row["source"].partition(" ")
    return {"name": row["name"], "source": source, "detail": detail}


def _write_secret(row: Row) -> Row:
    detail = "" if row["source"] == "prompt" else row["detail"]
    return {"name": row["name"], "source": f"{row['source']} {detail}".strip()}


BINDINGS = (
    Plain("name"),
    Plain("label"),
    Plain("method"),
    Trimmed("url"),
    Rows("headers"),
    Rows("query"),
    BodyParts(),
    Rows("parameters", _read_parameter, _write_parameter, {"value": "text", "spelling": "text"}),
    Rows("secrets", _read_secret, _write_secret, {"source": "detail"}),
    Credentials(),
    Group("signing", {"secret": "", "api_key": "", "application_id": "", "header": HEADER}),
    Rows("mapping"),
    Plain("mapping_type"),
    Rows("force_list", lambda path: {"path": path}, lambda row: row["path"]),
    Routes("routes"),
    Plain("status_parameter"),
    Number("timeout"),
    Plain("asynchronous"),
    Plain("redirects"),
    Number("retries"),
    Words("retry_on"),
    Number("retry_delay"),
    Plain("cookies"),
    Plain("verify"),
    Plain("cassette"),
    Plain("fill"),
)

_ROWS = {binding.name: binding for binding in BINDINGS if isinstance(binding, Rows)}


def read_rows_of(name: str, rows: Iterable[Any]) -> list[Row]:
    """Return the form's rows for a table's rows as a document holds them."""
    read = _ROWS[name].read if name in _ROWS else dict
    return [FIELDS[name].new_row() | read(row) for row in rows]


def write_row_of(name: str, row: Row) -> Any:
    """Return a row of a table as a document holds it."""
    write = _ROWS[name].write if name in _ROWS else _columns_of
    return write(row)
