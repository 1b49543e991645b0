"""A node's URL: checked as a template, filled place by place, and merged with the query parameters.

>>> from hooknb.core.parameters import Chosen
>>> fill_address("https://api.example.com/users/$ID?x=1", lambda n: Chosen(n, "a/b", "a/b"), None)
'https://api.example.com/users/a%2Fb?x=1'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from hooknb.core.checks import CONTROL
from hooknb.core.parameters import Chosen
from hooknb.core.places import Values, encode_query, fill_query
from hooknb.core.redaction import Redactor
from hooknb.core.template import Literal, Slot, Template
from hooknb.errors import ParameterError, quoted

_HOST = re.compile(r"[A-Za-z0-9._~-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?|[0-9]{1,5}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=://)")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# RFC 3986: what a path and a query may hold unescaped; "%" is kept where it starts an escape.
_PATH_SAFE = "/:@!$&'()*+,;=-._~%"
_QUERY_SAFE = _PATH_SAFE + "?[]"


def address_problem(
    url: str, declared: frozenset[str] | None = None
) -> tuple[str, str, tuple[int, int] | None] | None:
    """Return message, hint and offsets when a text cannot be a node's URL, else None."""
    if not url:
        return "a node needs a URL", "write one, such as https://api.example.com/users", None
    control = CONTROL.search(url)
    if control:
        return "a URL cannot hold control characters", "take it out", control.span()
    if " " in url:
        at = url.index(" ")
        return "a URL cannot hold a space", "put parameters under [Query], or write %20", (at, at + 1)
    template = Template(url, declared)
    if template.parts and isinstance(template.parts[0], Slot):
        return None
    return _literal_start_problem(url, template)


def _literal_start_problem(url: str, template: Template) -> tuple[str, str, tuple[int, int] | None] | None:
    scheme = _SCHEME.match(url)
    if scheme and scheme.group().lower() not in ("http", "https"):
        return (
            f"{quoted(scheme.group())} is not a scheme that can be sent",
            "use http or https",
            scheme.span(),
        )
    if not scheme:
        hint = (
            f"write https://{url}"
            if re.match(r"[\w.-]+\.[\w.-]+", url)
            else "begin it with https://, or with a $PARAMETER that holds a base URL"
        )
        return f"{quoted(url)} is not a whole URL", hint, None
    return (
        None
        if _has_host(template, scheme.end() + 3)
        else ("the URL has no host", "write one after ://", None)
    )


def _has_host(template: Template, after: int) -> bool:
    text = template.text[after:]
    return bool(text) and text[0] not in "/?#"


def address_names(url: str, declared: frozenset[str] | None) -> list[tuple[str, str]]:
    """Return the parameters of a URL with the place each stands in: `(name, place)`."""
    return [(part.name, place) for part, place in _placed(url, declared) if isinstance(part, Slot)]


def fill_address(
    url: str, values: Values, declared: frozenset[str] | None, query: list[tuple[str, str]] | None = None
) -> str:
    """Fill a URL and append query parameters to its own query (never replacing it).

    Args:
        url: the URL as written.
        values: from a name to its chosen value.
        declared: see `Template`.
        query: plain pairs to append.

    Returns:
        An absolute URL, percent-encoded, without a fragment.

    Raises:
        ParameterError: a value cannot stand where it is written, or the result is no http(s) URL.
    """
    filled = _Filling(values)
    for part, place in _placed(url, declared):
        filled.add(part, place)
    address = _normal(filled.done(), filled)
    extra = encode_query(query or [])
    if not extra:
        return address
    return (
        f"{address}{'&' if '?' in address else '?'}{extra}"
        if not address.endswith(("?", "&"))
        else address + extra
    )


def _placed(url: str, declared: frozenset[str] | None) -> Iterator[tuple[Literal | Slot, str]]:
    """Yield the parts of a URL, literals split where the place changes; the fragment is left out."""
    place = "start"
    user_ends = _end_of_user(url)
    for part in Template(url, declared).parts:
        if isinstance(part, Slot) and place == "host" and part.end <= user_ends:
            yield part, "user"
            continue
        if isinstance(part, Slot):
            yield part, place
            place = "base" if place == "start" else place
            continue
        text = part.text
        while text:
            piece, text, place, following = _cut(text, place)
            if piece:
                yield Literal(piece), place
            place = following
            if place == "fragment":
                return


def _end_of_user(url: str) -> int:
    """Return the offset of the `@` behind user and password; 0 when there is none."""
    start = url.find("://") + 3
    authority = re.match(r"[^/?#]*", url[start:])
    return start + authority.group().rfind("@") if authority and "@" in authority.group() else 0


def _cut(text: str, place: str) -> tuple[str, str, str, str]:
    """Cut off what belongs to one place: `(piece, rest, its place, next place)`."""
    if place == "start":
        end = text.find("://")
        return (
            (text, "", "start", "start") if end < 0 else (text[: end + 3], text[end + 3 :], "start", "host")
        )
    ends = {"host": "/?#", "base": "?#", "path": "?#", "query": "#"}[place]
    if place == "base" and "://" in text:  # $SCHEME://host
        end = text.index("://") + 3
        return text[:end], text[end:], "base", "host"
    found = [text.index(mark) for mark in ends if mark in text]
    if not found:
        return text, "", place, "path" if place == "base" else place
    end = min(found)
    following = {"/": "path", "?": "query", "#": "fragment"}[text[end]]
    if end == 0:
        rest = text[1:]
        return ("" if following == "fragment" else text[0]), rest, following, following
    return text[:end], text[end:], place, place


@dataclass(slots=True)
class _Piece:
    text: str
    place: str
    name: str = ""


class _Filling:
    """Collect the pieces of one URL, each escaped for its place."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.pieces: list[_Piece] = []
        self.names: list[str] = []

    def add(self, part: Literal | Slot, place: str) -> None:
        if isinstance(part, Literal):
            self.pieces.append(_Piece(part.text, place))
            return
        self.names.append(part.name)
        chosen = self.values(part.name)
        in_query = place == "query" or any(
            "?" in piece.text for piece in self.pieces if piece.place == "base"
        )
        make = {"start": _base_text, "host": _host_text, "user": _escaped}.get(
            "query" if in_query else place, _query_text if in_query else _path_text
        )
        self.pieces.append(_Piece(make(chosen), "base" if place == "start" else place, part.name))

    def done(self) -> str:
        self._check_segments()
        return "".join(self._query_lists())

    def shown(self, url: str) -> str:
        """Quote the URL for a message, secrets masked."""
        chosen = [self.values(name) for name in self.names]
        return quoted(Redactor([(each.name, each.text) for each in chosen if each.secret]).url(url))

    def _check_segments(self) -> None:
        """Refuse a parameter that makes a path segment vanish or climb."""
        for text, name in self._segments():
            if name and unquote(text) in (".", ".."):
                raise ParameterError(
                    f"parameter {name} makes the path segment {unquote(text)!r}: that changes the address",
                    [name],
                )
            if name and not text:
                raise ParameterError(
                    f"parameter {name} is empty, which would change the address", [name], "give it a value"
                )

    def _segments(self) -> Iterator[tuple[str, str]]:
        """Yield each path segment with the name of a parameter in it, or ""."""
        text, name = "", ""
        for piece in self.pieces:
            if piece.place not in ("path", "base"):
                continue
            *ended, last = piece.text.partition("?")[0].split("/")
            for part in ended:
                yield text + part, name
                text, name = "", ""
            text += last
            name = name or (piece.name if piece.place == "path" else "")
        yield text, name

    def _query_lists(self) -> Iterator[str]:
        """Repeat the key of `key=$LIST` in the URL's own query."""
        for index, piece in enumerate(self.pieces):
            if "\0" not in piece.text:
                yield piece.text
                continue
            before = self.pieces[index - 1].text if index else ""
            after = self.pieces[index + 1].text if index + 1 < len(self.pieces) else ""
            key = re.search(r"(?:^|[?&])([^?&=]*)=$", before)
            if key is None or (after and after[0] != "&"):
                raise ParameterError(
                    f"parameter {piece.name} is a list, and can only be the whole value of a key",
                    [piece.name],
                )
            yield f"&{key[1]}=".join(piece.text.split("\0")[1:])


def _base_text(chosen: Chosen) -> str:
    text = chosen.text
    if not isinstance(chosen.value, str) or CONTROL.search(text) or " " in text:
        raise ParameterError(
            f"parameter {chosen.name} begins the URL but is no base URL",
            [chosen.name],
            "give it one, such as https://api.example.com",
        )
    return text.partition("#")[0]


def _host_text(chosen: Chosen) -> str:
    if not _HOST.fullmatch(chosen.text):
        shown = "its value" if chosen.secret else quoted(chosen.text)
        raise ParameterError(
            f"parameter {chosen.name} stands in the host, but {shown} is no host",
            [chosen.name],
            "letters, digits, '.' and '-' only",
        )
    return chosen.text


def _path_text(chosen: Chosen) -> str:
    if chosen.value is None:
        raise ParameterError(
            f"parameter {chosen.name} is null, which cannot stand in a path", [chosen.name], "give it a value"
        )
    return _escaped(chosen)


def _query_text(chosen: Chosen) -> str:
    if isinstance(chosen.value, list):
        items = fill_query("", Template(f"${chosen.name}"), lambda _: chosen)
        return "".join(f"\0{quote(text, safe='')}" for _, text in items) or "\0"
    return _escaped(chosen)


def _escaped(chosen: Chosen) -> str:
    try:
        return quote(chosen.text, safe="")
    except UnicodeEncodeError:
        raise ParameterError(
            f"parameter {chosen.name} holds half a character (a lone surrogate)", [chosen.name]
        ) from None


def _normal(url: str, filled: _Filling) -> str:
    """Write a URL as it goes out: ASCII only, the host in IDNA, escapes where they are due."""
    try:
        parts = urlsplit(url)
        host = _ascii_host(parts.hostname or "")
        port = f":{parts.port}" if parts.port is not None else ""
    except (ValueError, UnicodeError):
        message = f"{filled.shown(url)} is not a URL"
        raise ParameterError(message, filled.names, "look at the host and the port") from None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ParameterError(
            f"{filled.shown(url)} is not an http or https URL",
            filled.names,
            "a parameter that begins a URL holds a whole base URL, such as https://api.example.com",
        )
    user = parts.netloc.rpartition("@")[0]
    netloc = (f"{user}@" if user else "") + (f"[{host}]" if ":" in host else host) + port
    path = quote(_PERCENT.sub("%25", parts.path), safe=_PATH_SAFE) or "/"
    query = quote(_PERCENT.sub("%25", parts.query), safe=_QUERY_SAFE)
    return f"{parts.scheme.lower()}://{netloc}{path}{'?' + query if query or url.endswith('?') else ''}"


def _ascii_host(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode("ascii")
