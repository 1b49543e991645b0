"""Preparing: a node and its chosen values become the exact bytes of a request.

>>> from hooknb.core.node import Node
>>> prepare(Node(url="https://example.com/", query={"q": "a b"}), {}).request.url
'https://example.com/?q=a%20b'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from hooknb.core.address import fill_address
from hooknb.core.auth import AUTHORIZATION
from hooknb.core.body import Body
from hooknb.core.exchange import Headers, Request, first_header
from hooknb.core.node import Node
from hooknb.core.parameters import Chosen, secret_texts
from hooknb.core.places import (
    encode_form,
    fill_form_text,
    fill_header,
    fill_json,
    fill_markup,
    fill_query,
    fill_text,
    xml_problem,
)
from hooknb.core.redaction import Redactor
from hooknb.core.template import Template
from hooknb.core.unshown import UnshownPairs
from hooknb.engine.credentials import Filled, fill, refuse_user_in_url
from hooknb.errors import NodeError, ParameterError, Problem, quoted
from hooknb.view.table import Table

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.I)
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.I)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hold a request that is ready to go, and where each value in it came from.

    Args:
        node: the definition.
        request: the exact bytes.
        values: the chosen values, in order of first use.
        redactor: knows the secrets among them.
        auth: how the node proves who it is, with the values of this run; None when it does not.
    """

    node: Node
    request: Request
    values: Mapping[str, Chosen]
    redactor: Redactor
    auth: Filled | None = None

    def __repr__(self) -> str:
        return f"<Prepared {self.request.method} {self.redactor.url(self.request.url)}>"

    def secrets(self) -> list[tuple[str, str]]:
        """Return the names and texts of this run's values that may never be shown."""
        return _secrets(self.values)

    def parameter_table(self) -> Table:
        """Return the parameters of this run: name, entity, value, source, used in; secrets masked."""
        used = self.node.uses
        rows = [
            (
                each.name,
                each.entity,
                self.redactor.data(each.shown),
                _source(each),
                ", ".join(used.get(each.name, ())),
            )
            for each in self.values.values()
        ]
        return Table(("name", "entity", "value", "source", "used in"), tuple(rows), "Parameters")


def prepare(
    node: Node,
    values: Mapping[str, Chosen],
    *,
    directory: Path | None = None,
    secrets: Iterable[tuple[str, str]] = (),
) -> Prepared:
    """Fill a node with values, each encoded for its place.

    Args:
        node: the definition.
        values: a chosen value for every name in `node.names`.
        directory: where a body's file is looked for; the working directory by default.
        secrets: names and values that must not be shown, though this node does not use them.

    Raises:
        ParameterError: a value cannot stand where it is used.
        NodeError: the body's file cannot be read.
    """
    value_of = values.__getitem__
    auth = fill(node, values)
    query = [pair for name, text in node.query for pair in _query_pair(node, name, text, value_of)]
    query += auth.query if auth is not None else ()
    url, user = _without_user(fill_address(node.url, value_of, node.declared, query))
    headers = [(name, fill_header(node.template(text or ""), value_of)) for name, text in node.headers]
    if auth is not None:
        if user and auth.auth.header == AUTHORIZATION:
            refuse_user_in_url(node)
        headers += auth.headers
    if user and first_header(tuple(headers), "authorization") is None:
        headers.append(("Authorization", f"Basic {user}"))
    body, content_type = _body(node, value_of, tuple(headers), directory or Path())
    if content_type:
        headers.append(("Content-Type", content_type))
    own = auth.secrets if auth is not None else ()
    redactor = Redactor([*_secrets(values), *own, *secrets])
    return Prepared(node, Request(node.method, url, tuple(headers), body), values, redactor, auth)


def _secrets(values: Mapping[str, Chosen]) -> list[tuple[str, str]]:
    secret = (each for each in values.values() if each.secret)
    return UnshownPairs((each.name, text) for each in secret for text in secret_texts(each.text))


def _query_pair(
    node: Node, name: str, text: str | None, value_of: Callable[[str], Chosen]
) -> list[tuple[str, str]]:
    if text is not None:
        return fill_query(name, node.template(text), value_of)
    # An empty value is asked for under its own text, which need not be an identifier.
    chosen = value_of(name)
    return fill_query(name, Template("$value"), lambda _: chosen)


def _without_user(url: str) -> tuple[str, str]:
    """Take `user:password@` out of a URL, as the value of a Basic authorization."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, ""
    from base64 import b64encode
    from urllib.parse import unquote_to_bytes

    return urlunsplit(parts._replace(netloc=host)), b64encode(unquote_to_bytes(user)).decode()


def _body(
    node: Node, value_of: Callable[[str], Chosen], headers: Headers, directory: Path
) -> tuple[bytes, str]:
    """Return the bytes of the body, and the Content-Type to add (empty when there is none to add)."""
    body = node.body
    if body is None:
        return b"", ""
    own_type = first_header(headers, "content-type")
    if body.file is not None:
        return _read_file(directory, body.file), "" if own_type is not None else body.content_type
    text = _filled(node, body, value_of)
    encoding = _encoding(own_type, body, text)
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError as error:
        bad = text[error.start]
        raise ParameterError(
            f"the body holds {bad!r}, which its charset {encoding} cannot",
            node.template(body.text or "").names,
            "use charset=utf-8",
        ) from None
    except (LookupError, UnicodeError):
        message = f"the charset {quoted(encoding)} is not one that text can be sent in"
        raise NodeError([Problem(("body",), message, "use charset=utf-8")]) from None
    if own_type is not None:
        return content, ""
    return content, body.content_type.replace("utf-8", encoding)


def _filled(node: Node, body: Body, value_of: Callable[[str], Chosen]) -> str:
    if body.pairs is not None:
        fields = [
            pair
            for name, text in body.pairs
            for pair in fill_query(name, node.template(text or ""), value_of)
        ]
        return encode_form(fields)
    template = node.template(body.text or "")
    if body.format == "json":
        return fill_json(template, value_of)
    if body.format == "form":
        return fill_form_text(template, value_of)
    if body.format == "html":
        return fill_markup(template, value_of, xml=False)
    if body.format == "xml":
        return _filled_xml(template, value_of)
    return fill_text(template, value_of)


def _filled_xml(template: Template, value_of: Callable[[str], Chosen]) -> str:
    text = fill_markup(template, value_of, xml=True)
    if template.names and text.strip() and xml_problem(text) is not None:
        names = template.names
        listed = ", ".join(names)
        raise ParameterError(
            f"the body is not XML once {listed} is filled in", names, "look at it with a dry run"
        )
    return text


def _encoding(content_type: str | None, body: Body, text: str) -> str:
    """Return the charset that the author asked for, as it is written, else UTF-8."""
    asked = _CHARSET.search(content_type or "")
    if asked is None and body.format == "xml":
        asked = _XML_ENCODING.match(text)
    if asked is None:
        return "utf-8"
    return asked[1]


def _read_file(directory: Path, written: str) -> bytes:
    hint = "write a path, relative to the working directory"
    try:
        path = directory / Path(written).expanduser()
        hint = f"looked for it in {path.parent.absolute()}"
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
    except (ValueError, RuntimeError):  # a NUL in it, or the home of somebody who is not there
        reason = "there is no such path"
    message = f"the file {quoted(written)} cannot be read: {reason}"
    raise NodeError([Problem(("body", "file"), message, hint)])


def _source(chosen: Chosen) -> str:
    return f"{chosen.source} (hides {chosen.hides})" if chosen.hides else chosen.source
