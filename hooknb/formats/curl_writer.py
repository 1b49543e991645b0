"""A node as a cURL command, which sends what the node would send.

>>> node = Node("https://api.example.com/users", auth={"type": "bearer", "token": "TOKEN"})
>>> print(write_curl(node, limits=Limits()))
curl https://api.example.com/users -H "Authorization: Bearer $TOKEN"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from hooknb.core.body import Body
from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.core.pairs import Pairs
from hooknb.core.retries import DELAY
from hooknb.errors import ParameterError
from hooknb.formats.curl_body import FORM, IN_FORM, IN_QUERY, Spelling
from hooknb.formats.curl_filling import Filling
from hooknb.formats.curl_running import ALL_ERRORS
from hooknb.formats.curl_url import with_query
from hooknb.formats.shellwords import Word, join
from hooknb.formats.shellwords import quote as shell_quote

# Stands for a token that a command does not ask for.
ACCESS_TOKEN = "ACCESS_TOKEN"  # noqa: S105 (a name)
_LONGEST_LINE = 80
_USER = re.compile(r"(?P<scheme>[a-z]+://)(?P<user>[^/?#]*)@")
_DOTS = re.compile(r"/\.\.?(?:[/?#]|\Z)")
# Encoding these is left to nobody: curls differ in spaces, and no command can hold a NUL.
_NOT_BY_CURL = re.compile(r"[ \x00-\x1f\x7f]")
_BRACES = re.compile(r"[{}]|\[(?!\])|(?<!\[)\]")
_HOST_IN_BRACKETS = re.compile(r"(?<=://)\[[0-9A-Fa-f:.]+\]")


class _Option(NamedTuple):
    """One option of the command: its name and its argument, or None for none."""

    name: str
    argument: Word | None = None


def write_curl(node: Node, *, limits: Limits) -> str:
    """Write a node as a command for bash."""
    url, options = _url_and_options(node)
    written = [_written(option) for option in (*_method(node), *options, *_running(node, limits))]
    line = " ".join(["curl", shell_quote(url), *written])
    if len(line) <= _LONGEST_LINE and "\n" not in line:
        return line
    return " \\\n  ".join([f"curl {shell_quote(url)}", *written])


def _written(option: _Option) -> str:
    # No command can hold a NUL; that one is lost is found when the command is read again.
    return (
        option.name
        if option.argument is None
        else f"{option.name} {shell_quote(option.argument)}".replace("\0", "")
    )


def _url_and_options(node: Node) -> tuple[Word, list[_Option]]:
    filling = Filling(node)
    in_url = node.body is not None
    url = _url(node, filling, with_fields=in_url)
    url, login = _without_user(url)
    options = list(_login(node, filling, login))
    options += [_Option("-g")] if _BRACES.search(_HOST_IN_BRACKETS.sub("", url.text)) else []
    options += [_Option("--path-as-is")] if _DOTS.search(url.text.partition("?")[0]) else []
    options += _headers(node, filling)
    options += _credentials(node, filling)
    options += _body(node, filling) if in_url else _query(node, filling)
    return url, options


def _url(node: Node, filling: Filling, *, with_fields: bool) -> Word:
    try:
        url = filling.url()
    except ParameterError:
        # Such as a port that is a variable: what it may hold is known when the command runs.
        url = filling.raw(node.url)
    fields = list(_in_query(node, filling)) if with_fields else []
    if not fields:
        return url
    pairs = [
        join([Word.at(f"{IN_QUERY.write(name)}=", 0), value.literals(IN_QUERY.write)])
        for name, value in fields
    ]
    return with_query(url, join(pairs, "&"))


def _in_query(node: Node, filling: Filling) -> Iterator[tuple[str, Word]]:
    """Yield the fields of the query, and the key that stands behind them."""
    yield from _fields(node.query, filling)
    if node.auth is not None and node.auth.query:
        yield node.auth.query, filling.secret(node.auth["key"])


def _fields(pairs: Pairs, filling: Filling) -> Iterator[tuple[str, Word]]:
    for name, text in pairs:
        yield from filling.fields(name, text)


def _without_user(url: Word) -> tuple[Word, Word | None]:
    """Take the user out of a URL, as `-u` has it; one that is no text stays where it is."""
    found = _USER.match(url.text)
    if found is None:
        return url, None
    try:
        login = url.cut(*found.span("user")).literals(lambda text: unquote(text, errors="strict"))
    except UnicodeDecodeError:
        return url, None
    login = login if ":" in login.text else join([login, Word.at(":", 0)])
    return join([url.cut(0, found.end("scheme")), url.cut(found.end())]), login


def _login(node: Node, filling: Filling, in_url: Word | None) -> Iterator[_Option]:
    """Yield how the command logs in by user and password: as `auth` says, else as the URL does."""
    auth = node.auth
    if auth is not None and auth.type in ("basic", "digest"):
        if auth.type == "digest":
            yield _Option("--digest")
        in_url = join([filling.text(auth["user"]), Word.at(":", 0), filling.secret(auth["password"])])
    if in_url is not None:
        yield _Option("-u", in_url)


def _credentials(node: Node, filling: Filling) -> Iterator[_Option]:
    """Yield the header that carries a token or a key."""
    auth = node.auth
    if auth is None or auth.type in ("basic", "digest") or not auth.header:
        return
    if auth.type == "api_key":
        value = filling.secret(auth["key"])
    else:
        token = filling.secret(auth["token"]) if auth.type == "bearer" else filling.foreign(ACCESS_TOKEN)
        value = join([Word.at("Bearer ", 0), token])
    yield _Option("-H", join([Word.at(f"{auth.header}: ", 0), value]))


def _method(node: Node) -> Iterator[_Option]:
    usual = "POST" if node.body is not None else "GET"
    if node.method != usual:
        yield _Option("-X", Word.at(node.method, 0))


def _headers(node: Node, filling: Filling) -> Iterator[_Option]:
    for name, text in node.headers:
        value = filling.header(text or "")
        line = [Word.at(f"{name}: ", 0), value] if value.text else [Word.at(f"{name};", 0)]
        yield _Option("-H", join(line))
    if node.headers.has("accept-encoding"):
        yield _Option("--compressed")
    if node.body is not None and not node.headers.has("content-type"):
        said = node.body.content_type
        if said != FORM:
            yield _Option("-H", Word.at(f"Content-Type: {said}" if said else "Content-Type:", 0))


def _query(node: Node, filling: Filling) -> Iterator[_Option]:
    fields = list(_in_query(node, filling))
    if fields:
        yield _Option("-G")
    for name, value in fields:
        yield _field(name, value, IN_QUERY)


def _body(node: Node, filling: Filling) -> Iterator[_Option]:
    body = node.body or Body("raw", text="")
    if body.file is not None:
        yield _Option("--data-binary", Word.at(f"@{'./-' if body.file == '-' else body.file}", 0))
    elif body.pairs is not None:
        fields = list(_fields(body.pairs, filling))
        for name, value in fields:
            yield _field(name, value, IN_FORM)
        if not fields:
            yield _Option("-d", Word.at("", 0))
    else:
        text = filling.body(body.text or "", body.format)
        yield _Option("--data-raw" if _may_name_a_file(text) else "-d", text)


def _field(name: str, value: Word, spelling: Spelling) -> _Option:
    """Write a field of a form or a query; curls do not agree on how they encode a space."""
    named = Word.at(f"{spelling.write(name)}=", 0)
    encoded = value.literals(spelling.write)
    by_curl = name != "" and not _NOT_BY_CURL.search("".join(value.literal_texts()))
    if (encoded == value and value.plain) or not by_curl:
        return _Option("-d", join([named, encoded]))
    return _Option("--data-urlencode", join([named, value]))


def _may_name_a_file(text: Word) -> bool:
    return text.text.startswith("@") or (text.slots[:1] != () and text.slots[0].start == 0)


def _running(node: Node, limits: Limits) -> Iterator[_Option]:
    if node.redirects:
        yield _Option("-L")
    if node.timeout != limits.timeout_default:
        yield _Option("-m", Word.at(repr(node.timeout).removesuffix(".0"), 0))
    if not node.verify:
        yield _Option("-k")
    if node.retries:
        yield _Option("--retry", Word.at(str(node.retries), 0))
        if node.retry_delay != DELAY and node.retry_delay >= 1 and node.retry_delay.is_integer():
            yield _Option("--retry-delay", Word.at(f"{node.retry_delay:.0f}", 0))
        if node.retry_on == ALL_ERRORS:
            yield _Option("--retry-all-errors")
