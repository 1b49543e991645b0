"""How a command logs in: `-u`, `--oauth2-bearer`, and a user in the URL, as what a node can say.

The one place that decides it: user and password become `auth`, and so does a token. What `auth` cannot say,
such as a key in the place of a user with no password behind it, stands where the engine makes the same of
it: in the URL, or in the header itself. A login by a challenge that no node answers is listed as left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from hooknb.core.checks import CONTROL
from hooknb.formats.curl_asked import Asked, Given, Pair, Proof
from hooknb.formats.curl_secrets import Credentials
from hooknb.formats.shellwords import Word, join

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_AUTHORITY = re.compile(r"[^/?#]*")
# A node takes these off a token, as documentation shows them; curl sends them.
_TAKEN_OFF = re.compile(r" |.* \Z|bearer(?: |\Z)", re.IGNORECASE | re.DOTALL)
_BY_AUTH = ("--basic", "--digest")
_KEEP = "keep one of the two"


@dataclass(frozen=True, slots=True)
class _Login:
    """Hold a user and a password.

    Args:
        named: what gives them, for people.
        word: where they are given.
        user: the user, no longer encoded; None when that cannot be done.
        password: likewise; None when curl would ask for it.
        given: the option; None for the URL.
    """

    named: str
    word: Word
    user: Word | None
    password: Word | None
    given: Given | None = None

    @property
    def whole(self) -> Word:
        """User and password as they are written."""
        return self.word if self.given is None else self.given.value

    @property
    def fits(self) -> bool:
        """Tell whether `auth` can say it: a user and a password that are whole, each a line of text."""
        user, password = self.user, self.password
        return (
            user is not None
            and user.text != ""
            and ":" not in user.text
            and not CONTROL.search(user.text)
            and (password is None or _is_secret(password))
        )


def log_in(asked: Asked, url: Word) -> Word:
    """Note the login of a command as its proof, or put it into its URL or its headers.

    Args:
        asked: what the command asks for.
        url: its URL, with a scheme unless it begins with a variable.

    Returns:
        The URL, with a user when that is what can hold the login.
    """
    if asked.bearer is not None:
        _take_bearer(asked, asked.bearer)
    bare, written = _without_user(url)
    login = _login(asked, written)
    if login is None or _is_left_out(login, asked):
        return bare
    kind = "digest" if _scheme(asked) == "--digest" else "basic"
    if login.fits:
        _prove(login, kind, asked)
        return bare
    if kind == "digest":
        asked.place.mask(login.whole)
        message = f"{login.named} is left out: digest needs a user and a password, each a line of text"
        asked.place.left(login.word, message, "write them under [Auth]")
        return bare
    return _into_url(login, bare, asked)


def _take_bearer(asked: Asked, given: Given) -> None:
    if asked.decides("authorization"):
        asked.place.note(
            given.word, f"{given.name} is not used: the command has an Authorization header", _KEEP
        )
        return
    fits = _is_secret(given.value) and not _TAKEN_OFF.match(given.value.text)
    token = asked.credentials.replace(given.value, 0, len(given.value.text), "TOKEN")
    if fits:
        asked.proof = Proof("bearer", given.name, given.word, secrets={"token": token})
        return
    value = join([Word.at("Bearer ", given.value.start), token])
    asked.headers.append(Pair(Word.at("Authorization", given.word.start), value, given))


def _login(asked: Asked, written: Word | None) -> _Login | None:
    """Return user and password of the option, else of the URL."""
    given = asked.user
    if given is not None:
        user, password = given.value.partition(":")
        return _Login(given.name, given.word, user, password, given)
    if written is None:
        return None
    # Without a password curl sends an empty one.
    user, password = written.partition(":")
    password = Word.at("", written.end) if password is None else password
    return _Login("the user in the URL", written, _decoded(user), _decoded(password) or password)


def _is_left_out(login: _Login, asked: Asked) -> bool:
    """Tell whether a login is not used, or cannot be; that is noted then."""
    place, scheme = asked.place, _scheme(asked)
    if scheme and scheme not in _BY_AUTH:
        message = f"{login.named} is left out: a node answers no challenge of {scheme}"
        place.left(login.word, message, "use --digest or --basic, or a token, if the server takes one")
    elif asked.proof is not None:
        place.note(login.word, f"{login.named} is not used: the command has a token", _KEEP)
    elif asked.decides("authorization"):
        place.note(login.word, f"{login.named} is not used: the command has an Authorization header", _KEEP)
    else:
        return False
    place.mask(login.whole)
    return True


def _scheme(asked: Asked) -> str:
    """Return the option that says how `-u` logs in; empty for none."""
    return asked.scheme.name if asked.scheme is not None and asked.scheme.on else ""


def _prove(login: _Login, kind: str, asked: Asked) -> None:
    user, password = login.user, login.password
    assert user is not None, "a login that fits has a user"
    if password is None:
        password = asked.credentials.ask("PASSWORD", user)
    else:
        password = asked.credentials.replace(password, 0, len(password.text), "PASSWORD")
    asked.proof = Proof(kind, login.named, login.word, {"user": user}, {"password": password})


def _into_url(login: _Login, url: Word, asked: Asked) -> Word:
    """Put what `auth` cannot say into the URL: as it stands there, or as `-u` has it."""
    whole = login.whole
    if login.given is None:
        colon = Word.at("" if ":" in whole.text else ":", whole.end)
        return _with_user(url, _secret_login(join([whole, colon]), asked.credentials))
    user, password = whole.partition(":")
    if password is None:
        password = asked.credentials.ask("PASSWORD", whole)
    if _SCHEME.match(url.text):
        escaped = (each.literals(lambda text: quote(text, safe="")) for each in (user, password))
        return _with_user(url, _secret_login(join(escaped, ":"), asked.credentials))
    # The URL begins with a variable, so nothing can stand before its host.
    value = join([Word.at("Basic ", whole.start), asked.credentials.ask("CREDENTIALS", whole)])
    asked.headers.append(Pair(Word.at("Authorization", whole.start), value, login.given))
    message = f"{login.named} is asked for as CREDENTIALS: user:password in base64"
    asked.place.note(login.word, message, "write the URL itself, so that it can hold the user")
    return url


def _is_secret(word: Word) -> bool:
    """Tell whether a word can be the value of one parameter: a variable, or a text that is not blank."""
    if word.plain:
        return word.text.strip() != "" and not CONTROL.search(word.text)
    return (word.slots[0].start, word.slots[0].end) == (0, len(word.text))


def _decoded(word: Word) -> Word | None:
    """Return a part of a URL without its escapes; None when that gives no text."""
    try:
        return word.literals(lambda text: unquote(text, errors="strict"))
    except UnicodeDecodeError:
        return None


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
