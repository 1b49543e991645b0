"""The places that are masked whatever stands in them: credentials in headers, in queries and in URLs.

Known secrets are found by value (`core/redaction.py`); these places are known by name, so that a credential
that somebody typed, pasted or received is kept back too. Query names that mean a credential only at times
(`key`, `code`) are masked only when the value looks like one.

    >>> hide_in_url("https://ada:pw@example.com/?page=2&api_key=x", lambda text: "…")
    'https://…@example.com/?page=2&api_key=…'
    >>> hide_in_header("Set-Cookie", "sid=31; Path=/; HttpOnly", lambda text: "…")
    'sid=…; Path=/; HttpOnly'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from urllib.parse import unquote_plus

Hide = Callable[[str], str]

# Names are compared without case, "X-", "-", "_" and ".": accessToken, access_token, X-Access-Token are one.
_NAMES = re.compile(
    r"auth|authentication|(?:proxy)?authorization|jwt|bearer|pass|pwd|passphrase|otp|hmac|sig|credentials"
    r"|assertion|samlresponse|codeverifier|(?:php|j)?sess(?:ion)?id|apitoken|appkey|privatekey|sharedkey|functionskey"
    r"|rapidapikey|hubsignature256|clientassertion"
    r"|.*(?:token|secret|password|passwd|signature|credential)"
    r"|.*(?:api|access|auth|secret|master|application|subscription|encryption)key"
)
# Tokens that turn pages are no credentials, and people need to see them.
_PAGING = re.compile(r".*(?:page|continuation|sync|cursor|skip)token|(?:next|prev|previous|start|end)token")
_SOMETIMES = frozenset({"key", "code", "appid", "sid", "session", "state", "ticket"})
_CREDENTIAL = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_.~+/=%-]{16,}")

# Schemes of RFC 7235's registry and of well-known APIs; any other first word may be the credential itself.
_SCHEME = re.compile(
    r"(?:apikey|api-key|aws4-hmac-sha256|basic|bearer|concealed|digest|dpop|gnap|goog4-rsa-sha256|hmac|hoba|key|mac"
    r"|mutual|negotiate|ntlm|oauth|privatetoken|scram-sha-1|scram-sha-256|sharedkey|signature|splunk|ssws|token"
    r"|vapid) +(?=\S)",
    re.IGNORECASE,
)
_CREDENTIALS = frozenset({"authorization", "proxyauthorization", "authentication"})
_COOKIE_VALUE = re.compile(r"(?P<name>[^=;]*=)?(?P<value>[^;]*)(?P<end>;|\Z)")
_FIRST_VALUE = re.compile(r"(?P<name>[^=;]*=)?(?P<value>[^;]*)")
_USER = re.compile(r"(?P<before>(?:(?<=:)|\A)//)(?P<user>[^/?#\s<>\"]+)@")
_QUERY_NAME = re.compile(r"(?:[?&#;]|\A)(?P<name>[^?&#;=\s<>\"]+)=")
_END_IN_URL = re.compile(r"[&#]|\Z")
_END_IN_TEXT = re.compile(r"[&#\s<>\"]|\Z")


def is_sensitive(name: str, also: Collection[str] = ()) -> bool:
    """Tell whether a header or query name means a credential.

    Args:
        name: as it is written.
        also: more names that do, compared in the same way.

    Example:
        >>> is_sensitive("X-Api-Key"), is_sensitive("accessToken"), is_sensitive("page_token")
        (True, True, False)
    """
    plain = _plain(name)
    if any(plain == _plain(other) for other in also):
        return True
    return _NAMES.fullmatch(plain) is not None and _PAGING.fullmatch(plain) is None


def hide_in_header(name: str, value: str, hide: Hide, also: Collection[str] = ()) -> str:
    """Return a header's value with its credentials hidden; schemes and the names of cookies stay.

    Args:
        name: the header's name.
        value: its value.
        hide: gives what stands in the place of a credential.
        also: more names whose whole value is one.
    """
    plain = _plain(name)
    if plain == "cookie":
        return _COOKIE_VALUE.sub(lambda match: _hide_cookie(match, hide) + match["end"], value)
    if plain == "setcookie":
        return _FIRST_VALUE.sub(lambda match: _hide_cookie(match, hide), value, count=1)
    if not is_sensitive(name, also):
        return hide_within(value, hide, also)
    scheme = _SCHEME.match(value) if plain in _CREDENTIALS else None
    start = scheme.end() if scheme is not None else 0
    return value[:start] + _hidden(value[start:], hide)


def hide_in_url(url: str, hide: Hide, also: Collection[str] = ()) -> str:
    """Return a URL with its user and password, and every sensitive value of query and fragment, hidden."""
    return _hide_queries(_hide_user(url, hide), _END_IN_URL, hide, also)


def hide_within(text: str, hide: Hide, also: Collection[str] = ()) -> str:
    """Return a text with the same hidden in every URL it holds."""
    return _hide_queries(_hide_user(text, hide), _END_IN_TEXT, hide, also)


@lru_cache(maxsize=256)
def _plain(name: str) -> str:
    return re.sub(r"[-_. \[\]]", "", re.sub(r"\Ax[-_]", "", name.casefold()))


def _hidden(text: str, hide: Hide) -> str:
    return hide(text) if text.strip() else text


def _hide_cookie(match: re.Match[str], hide: Hide) -> str:
    value = match["value"]
    space = value[: len(value) - len(value.lstrip())]
    return (match["name"] or "") + space + _hidden(value.strip(), hide)


def _hide_user(text: str, hide: Hide) -> str:
    return _USER.sub(lambda match: f"{match['before']}{hide(match['user'])}@", text) if "@" in text else text


def _hide_queries(text: str, ends: re.Pattern[str], hide: Hide, also: Collection[str]) -> str:
    """Hide sensitive values; a name may begin inside another's value: so one URL carries another."""
    pieces, position = [], 0
    for match in _QUERY_NAME.finditer(text):
        end = ends.search(text, match.end())
        if end is None or match.start() < position:
            continue
        value = text[match.end() : end.start()]
        if value and _is_credential(unquote_plus(match["name"]), value, also):
            pieces += [text[position : match.end()], hide(value)]
            position = end.start()
    return "".join([*pieces, text[position:]])


def _is_credential(name: str, value: str, also: Collection[str]) -> bool:
    if _plain(name) in _SOMETIMES:
        return _CREDENTIAL.fullmatch(value) is not None
    return is_sensitive(name, also)
