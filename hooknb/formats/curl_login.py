"""How a command logs in: `-u`, `--oauth2-bearer`, and a user in the URL, as what a node can say.

The one place that decides it: `-u` becomes the user of the URL, from which the engine makes a Basic
`Authorization`; a token becomes that header itself; a login by challenge is listed as left out.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from hooknb.formats.curl_asked import Asked, Pair
from hooknb.formats.curl_secrets import Credentials
from hooknb.formats.shellwords import Word, join

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_AUTHORITY = re.compile(r"[^/?#]*")


def log_in(asked: Asked, url: Word) -> Word:
    """Put the login of a command into its URL or its headers.

    Args:
        asked: what the command asks for.
        url: its URL, with a scheme unless it begins with a variable.

    Returns:
        The URL, with a user when the command has one.
    """
    if asked.bearer is not None:
        _take_bearer(asked)
    url, written = _without_user(url)
    if asked.user is None:
        # Without a password curl sends an empty one.
        colon = Word.at("" if written is None or ":" in written.text else ":", url.start)
        return (
            url
            if written is None
            else _with_user(url, _secret_login(join([written, colon]), asked.credentials))
        )
    login = asked.user.value
    scheme = asked.scheme
    if scheme is not None and scheme.name != "--basic" and scheme.on:
        asked.place.mask(login)
        message = f"{asked.user.name} is left out: a node answers no challenge, as {scheme.name} needs it"
        asked.place.left(asked.user.word, message, "log in with a token, if the server takes one")
        return url
    if asked.decides("authorization"):
        asked.place.mask(login)
        message = f"{asked.user.name} is not used: the command has an Authorization header"
        asked.place.note(asked.user.word, message)
        return url
    return _basic(asked, url, login)


def _take_bearer(asked: Asked) -> None:
    given = asked.bearer
    if given is None or asked.decides("authorization"):
        return
    token = asked.credentials.replace(given.value, 0, len(given.value.text), "TOKEN")
    value = join([Word.at("Bearer ", given.value.start), token])
    asked.headers.append(Pair(Word.at("Authorization", given.word.start), value, given))


def _basic(asked: Asked, url: Word, login: Word) -> Word:
    scheme = _SCHEME.match(url.text)
    user, password = login.partition(":")
    if password is None:
        password = asked.credentials.ask("PASSWORD", login)
    escaped = user.literals(lambda text: quote(text, safe=""))
    whole = join([escaped, password.literals(lambda text: quote(text, safe=""))], ":")
    if scheme is not None:
        return _with_user(url, _secret_login(whole, asked.credentials))
    # The URL begins with a variable, so nothing can stand before its host.
    asked.place.mask(login)
    value = join([Word.at("Basic ", login.start), asked.credentials.ask("CREDENTIALS", login)])
    name = Word.at("Authorization", login.start)
    given = asked.user
    if given is not None:
        asked.headers.append(Pair(name, value, given))
        message = f"{given.name} is asked for as CREDENTIALS: user:password in base64"
        asked.place.note(given.word, message, "write the URL itself, so that it can hold the user")
    return url


def _without_user(url: Word) -> tuple[Word, Word | None]:
    """Take `user:password` out of a URL."""
    scheme = _SCHEME.match(url.text)
    if scheme is None:
        return url, None
    authority = _AUTHORITY.match(url.text, scheme.end())
    at = authority.group().rfind("@") if authority else -1
    if at < 0:
        return url, None
    start, end = scheme.end(), scheme.end() + at
    return join([url.cut(0, start), url.cut(end + 1)]), url.cut(start, end)


def _with_user(url: Word, login: Word) -> Word:
    scheme = _SCHEME.match(url.text)
    start = scheme.end() if scheme else 0
    return join([url.cut(0, start), login, Word.at("@", login.end), url.cut(start)])


def _secret_login(login: Word, credentials: Credentials) -> Word:
    """Return `user:password` with the password as a parameter; a user alone may be a key."""
    at = login.text.find(":")
    if at < 0:
        return credentials.replace(login, 0, len(login.text), "USER")
    if at + 1 == len(login.text) and at > 0:
        return credentials.replace(login, 0, at, "API_KEY")
    return credentials.replace(login, at + 1, len(login.text), "PASSWORD")
