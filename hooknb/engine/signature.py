"""Signing requests, and finding out whether a request that arrives is genuine. PyJWT lives here.

The scheme is that of signed webhooks: `Authorization: Bearer` and a JWT under HS256, whose claims hold the
SHA-256 of what was sent. The token never chooses the algorithm, and a secret never stands in a message.

    >>> from hooknb.core.exchange import Request
    >>> request = Request("POST", "https://example.com/hook", body=b"{}")
    >>> verify(sign(request, secret="word", api_key="abcd1234"), secrets={"abcd1234": "word"}).ok
    True
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from hooknb.core.exchange import Headers, Request
from hooknb.core.places import fill_text
from hooknb.core.redaction import Redactor
from hooknb.core.signing import HEADER
from hooknb.engine.examination import ALGORITHM, ISSUER, MAX_AGE, Case, Rules, examine
from hooknb.engine.payload import payload
from hooknb.engine.prepare import Prepared
from hooknb.engine.replays import Replays
from hooknb.engine.verification import Verification
from hooknb.errors import NodeError, ParameterError, Problem, quoted

if TYPE_CHECKING:
    from jwt import PyJWS

Secrets = Mapping[str, str] | str
_MASK = "signature_secret"


def sign(
    request: Request,
    *,
    secret: str,
    api_key: str = "",
    application_id: str = "",
    header: str = HEADER,
    now: float | None = None,
    jti: str | None = None,
) -> Request:
    """Return a request with a token that signs exactly the bytes that it sends.

    Args:
        request: the request; without a body its query is signed.
        secret: the signature secret, as raw text.
        api_key: the account whose secret it is; left out of the token when empty.
        application_id: the application that sends; left out of the token when empty.
        header: the header that carries the token.
        now: Unix time in seconds; the clock's by default.
        jti: the token's id; a new UUID by default.

    Raises:
        ParameterError: the secret is empty.
        NodeError: the request has that header already.

    Example:
        >>> from hooknb.core.exchange import Request
        >>> sign(Request("GET", "https://example.com/"), secret="word").header("authorization")[:10]
        'Bearer eyJ'
    """
    if request.header(header) is not None:
        message = f"the request has a header {header} of its own"
        hint = "take that header, or the user and password in the URL, out; or name another header"
        raise NodeError([Problem(("signing", "header"), message, hint)])
    claims = {
        "iat": int(time.time() if now is None else now),
        "jti": str(uuid4()) if jti is None else jti,
        "iss": ISSUER,
        "payload_hash": payload(request.url, request.body).digest,
        "api_key": api_key,
        "application_id": application_id,
    }
    said = {name: value for name, value in claims.items() if value != ""}
    content = json.dumps(said, separators=(",", ":")).encode()
    token = _jws().encode(content, _key(secret), algorithm=ALGORITHM)
    return replace(request, headers=(*request.headers, (header, f"Bearer {token}")))


def sign_prepared(prepared: Prepared) -> Prepared:
    """Return a run's request signed as its node says, its token masked like a secret.

    Raises:
        ParameterError: the secret is empty.
        NodeError: the request has that header already, for a user and password in its URL.
    """
    node, values = prepared.node, prepared.values
    if node.signing is None:
        return prepared
    name = node.signing.secret
    if not values[name].text:
        raise ParameterError(f"the signature secret {name} is empty", [name], "give it a value")
    signed = sign(
        prepared.request,
        secret=values[name].text,
        api_key=fill_text(node.template(node.signing.api_key), values.__getitem__),
        application_id=fill_text(node.template(node.signing.application_id), values.__getitem__),
        header=node.signing.header,
    )
    redactor = prepared.redactor.adding("signed_token", _token_in(signed))
    return replace(prepared, request=signed, redactor=redactor)


def sign_anew(prepared: Prepared) -> tuple[Prepared, str]:
    """Return a signed request signed once more, for another time that it is sent, and its new token."""
    name, _ = prepared.request.headers[-1]
    unsigned = replace(prepared.request, headers=prepared.request.headers[:-1])
    anew = sign_prepared(replace(prepared, request=unsigned))
    assert anew.request.headers[-1][0] == name
    return anew, _token_in(anew.request)


def _token_in(signed: Request) -> str:
    return signed.headers[-1][1].removeprefix("Bearer ")


def verify(
    received: Request | Mapping[str, str] | Headers | Any,
    body: bytes | str | None = None,
    *,
    secrets: Secrets,
    url: str = "",
    header: str = HEADER,
    application_id: str | None = None,
    lenient: bool = False,
    max_age: float | None = MAX_AGE,
    replay: Replays | None = None,
    now: float | None = None,
) -> Verification:
    """Find out whether a signed request is genuine.

    Whatever the headers and the body hold, there is a verdict. Nothing that the token says is believed before
    its signature holds, except `api_key`, which only chooses the secret to check it with.

    Args:
        received: a `Request`, or headers as a mapping or pairs; names are compared without case.
        body: the raw bytes as they arrived, or their text; only beside headers.
        secrets: from API key to signature secret; one text is tried for every key.
        url: the URL or path that was asked for; a request without a body signs its query.
        header: the header that carries the token.
        application_id: the only application to accept; None for any.
        lenient: accept what other senders hash too, see docs/signing.md.
        max_age: how many seconds the token's time may differ from ours, to either side; None for any.
        replay: remembers tokens, so that a repeated one is refused; None does not look.
        now: Unix time in seconds; the clock's by default.

    Returns:
        The verdict, true when the request is genuine, with a row for each check.

    Raises:
        ParameterError: a secret is empty or no text.
        TypeError: these are no headers, or the body is not bytes.

    Example:
        >>> print(verify({}, b"{}", secrets="word").reason)
        header form: there is no header Authorization
    """
    headers: object = received
    if isinstance(received, Request):
        if body is not None or url:
            raise TypeError("a Request has a body and a URL of its own")
        headers, content, url = received.headers, received.body, received.url
    else:
        content = _raw(body)
    rules = rules_of(
        secrets,
        header=header,
        application_id=application_id,
        lenient=lenient,
        max_age=max_age,
        replay=replay,
    )
    return examine(Case(rules, headers, content, url, time.time() if now is None else now, holds))


def rules_of(secrets: Secrets, **others: Any) -> Rules:
    """Return what `verify` accepts as a value, made once for many requests.

    Args:
        secrets: from API key to signature secret, or one text for every key.
        others: the other fields of `Rules`.

    Raises:
        ParameterError: a secret is empty or no text, or an API key is no text.
    """
    if not isinstance(secrets, Mapping):
        return Rules({None: _key(secrets)}, Redactor([(_MASK, secrets)]), **others)
    nameless = next((name for name in secrets if not isinstance(name, str)), "")
    if nameless != "":
        raise ParameterError(
            f"{quoted(nameless)} is no API key", hint="give a mapping from API key to secret"
        )
    keys: dict[str | None, bytes] = {name: _key(secret, name) for name, secret in secrets.items()}
    return Rules(keys, Redactor((_MASK, secret) for secret in secrets.values()), **others)


def holds(token: str, key: bytes) -> bool:
    """Tell whether a token is signed with a key under HS256; compared in constant time."""
    from jwt.exceptions import PyJWTError

    try:
        _jws().decode_complete(token, key, algorithms=[ALGORITHM])
    except (PyJWTError, RecursionError):
        return False
    return True


def _raw(body: object) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    kind = type(body).__name__
    raise TypeError(
        f"the body is the raw bytes as they arrived, not {kind}: what was parsed has lost its hash"
    )


def _key(secret: object, name: str | None = None) -> bytes:
    """Return a secret as the bytes of a key; an empty one would let anybody sign."""
    whose = f"the signature secret of {quoted(name)}" if name is not None else "the signature secret"
    if not isinstance(secret, str):
        raise ParameterError(f"{whose} is not text", hint="give a text, or a mapping from API key to text")
    if not secret:
        raise ParameterError(f"{whose} is empty", hint="it stands in the API settings of the dashboard")
    return secret.encode("utf-8", "surrogateescape")


@cache
def _jws() -> PyJWS:
    """Return a signer that knows one algorithm, and takes secrets as they are.

    PyJWT warns of keys under 32 bytes, which is how long signature secrets are; its other check of keys is
    for programs that also accept public keys.
    """
    from jwt import PyJWS
    from jwt.algorithms import HMACAlgorithm

    class RawText(HMACAlgorithm):
        def prepare_key(self, key: str | bytes) -> bytes:
            return key if isinstance(key, bytes) else key.encode()

        def check_key_length(self, key: Any) -> str | None:
            return None

    jws = PyJWS(algorithms=[])
    jws.register_algorithm(ALGORITHM, RawText(HMACAlgorithm.SHA256))
    return jws
