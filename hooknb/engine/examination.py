"""The examination of a signed request: one small function for each check, in the order of the verdict.

What makes a token genuine is looked at first, and the first failure ends it: until a signature holds, nothing
that the token says counts. Whether a signature holds is asked of `engine/signature.py`.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hooknb.core.redaction import Redactor
from hooknb.core.signing import HEADER
from hooknb.engine.bearer import FormError, Token, read_bearer, values_of
from hooknb.engine.payload import other_readings, payload
from hooknb.engine.replays import Replays
from hooknb.engine.verification import Check, State, Verification
from hooknb.errors import quoted

ALGORITHM = "HS256"
ISSUER = "Vonage"
MAX_AGE = 300.0
CHECKS = (
    "header form",
    "algorithm",
    "key known",
    "signature",
    "issuer",
    "application",
    "age",
    "replay",
    "payload hash",
)
# Beyond this a number is no time; it also keeps huge integers out of the arithmetic.
_LATEST = 1e12

Holds = Callable[[str, bytes], bool]


@dataclass(frozen=True, slots=True, repr=False)
class Rules:
    """Hold what a receiver accepts; the fields are the arguments of `verify`.

    Args:
        keys: from API key to the bytes of its secret; under None one secret for every key.
        redactor: knows the secrets.
    """

    keys: Mapping[str | None, bytes]
    redactor: Redactor
    header: str = HEADER
    application_id: str | None = None
    lenient: bool = False
    max_age: float | None = MAX_AGE
    replay: Replays | None = None


@dataclass(slots=True, repr=False)
class Case:
    """One request under examination, and what the checks find out for those that follow.

    Args:
        rules: what is accepted.
        headers: a mapping or pairs, whatever they hold.
        body: the raw bytes.
        url: what was asked for, for its query.
        now: Unix time in seconds.
        holds: tells whether a token is signed with a key.
    """

    rules: Rules
    headers: object
    body: bytes
    url: str
    now: float
    holds: Holds
    token: Token = field(default_factory=lambda: Token("", {}, {}))
    key: bytes = b""
    reading: str = ""

    def quote(self, value: object) -> str:
        """Quote something of the token's; it is masked before it is cut."""
        try:
            return quoted(self.rules.redactor.data(value))
        except RecursionError:
            return "something nested deeply"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: a state, and why."""

    state: State
    why: str = ""


def examine(case: Case) -> Verification:
    """Return the verdict on one request."""
    found: dict[str, Finding] = {}
    for name, look in _TRUST.items():
        found[name] = look(case)
        if found[name].state == "failed":
            break
    genuine = found[name].state == "ok"
    if genuine:
        found |= {name: look(case) for name, look in _SAID.items()}
        passed = all(finding.state != "failed" for finding in found.values())
        found["replay"] = _replay(case, passed=passed)
    unreached = Finding("not reached")
    checks = ((name, found.get(name, unreached)) for name in CHECKS)
    said = dict(case.token.claims)
    return Verification(
        tuple(Check(name, finding.state, finding.why) for name, finding in checks),
        said if genuine else {},
        said,
        case.reading,
        case.rules.redactor,
    )


def _form(case: Case) -> Finding:
    try:
        case.token = read_bearer(values_of(case.headers, case.rules.header), case.rules.header)
    except FormError as error:
        return Finding("failed", str(error))
    return Finding("ok", case.token.note)


def _algorithm(case: Case) -> Finding:
    said = case.token.header.get("alg")
    if said != ALGORITHM:
        return Finding("failed", f"the token says {case.quote(said)}; only {ALGORITHM} is accepted")
    return Finding("ok", ALGORITHM)


def _known_key(case: Case) -> Finding:
    keys = case.rules.keys
    if None in keys:
        case.key = keys[None]
        return Finding("ok", "one secret for every key")
    name = case.token.claims.get("api_key")
    if name is None:
        return Finding("failed", "the token has no api_key, so nobody knows which secret signed it")
    if not isinstance(name, str) or name not in keys:
        return Finding("failed", f"there is no secret for the api_key {case.quote(name)}")
    case.key = keys[name]
    return Finding("ok", f"api_key {case.quote(name)}")


def _signature(case: Case) -> Finding:
    if not case.holds(case.token.text, case.key):
        return Finding("failed", "another secret signed the token, or it was changed")
    return Finding("ok")


def _issuer(case: Case) -> Finding:
    said = case.token.claims.get("iss")
    if said != ISSUER:
        return Finding("failed", f"the issuer is {case.quote(said)}, not {ISSUER!r}")
    return Finding("ok", ISSUER)


def _application(case: Case) -> Finding:
    said, wanted = case.token.claims.get("application_id"), case.rules.application_id
    if "aud" in case.token.claims:
        # RFC 7519, 4.1.3: a token that is meant for somebody is not for anybody else.
        return Finding("failed", f"the token is meant for {case.quote(case.token.claims['aud'])}")
    if wanted is None:
        return Finding("not asked", "any application")
    if said != wanted:
        return Finding("failed", f"the application is {case.quote(said)}, not {wanted!r}")
    return Finding("ok", wanted)


def _age(case: Case) -> Finding:
    times = {name: case.token.claims[name] for name in ("iat", "exp", "nbf") if name in case.token.claims}
    wrong = next((name for name, value in times.items() if not _is_time(value)), None)
    if wrong is not None:
        return Finding("failed", f"{wrong} is {case.quote(times[wrong])}, which is no time in seconds")
    if case.now >= times.get("exp", math.inf):
        return Finding("failed", f"the token expired {case.now - times['exp']:.0f} s ago")
    if case.now < times.get("nbf", -math.inf):
        return Finding("failed", f"the token is not valid for another {times['nbf'] - case.now:.0f} s")
    if case.rules.max_age is None:
        return Finding("not asked", "any age")
    if "iat" not in times:
        return Finding("failed", "the token does not say when it was made (iat)")
    return _within(case.now - times["iat"], case.rules.max_age)


def _within(age: float, limit: float) -> Finding:
    words = f"made {age:.0f} s ago" if age >= 0 else f"made {-age:.0f} s in the future"
    if abs(age) <= limit:
        return Finding("ok", words)
    more = "" if age >= 0 else "; one of the two clocks is wrong"
    return Finding("failed", f"{words}, and {limit:g} s are allowed{more}")


def _is_time(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, (int, float)) and -_LATEST < value < _LATEST


def _payload_hash(case: Case) -> Finding:
    claimed = case.token.claims.get("payload_hash")
    if claimed is None:
        return Finding("failed", "the token has no payload_hash, so anybody could have changed the body")
    if not isinstance(claimed, str):
        return Finding("failed", f"payload_hash is {case.quote(claimed)}, which is no text")
    first = payload(case.url, case.body)
    if _same(first.digest, claimed):
        case.reading = first.name
        return Finding("ok", first.name)
    content_type = ", ".join(str(value) for value in values_of(case.headers, "content-type"))
    others = other_readings(case.url, case.body, content_type)
    other = next((reading for reading in others if _same(reading.digest, claimed)), None)
    if other is None:
        return Finding("failed", f"{first.name} was changed, or something else was signed")
    if not case.rules.lenient:
        return Finding("failed", f"not {first.name} was signed but {other.name}; lenient=True accepts that")
    case.reading = other.name
    return Finding("ok", f"{other.name} (lenient)")


def _replay(case: Case, *, passed: bool) -> Finding:
    """Look for the token among those that came before; only one that passes all else is remembered."""
    replays, jti = case.rules.replay, case.token.claims.get("jti")
    if replays is None:
        return Finding("not asked", "give replay=hooknb.Replays() to refuse repeated tokens")
    if not isinstance(jti, str) or not jti:
        return Finding("failed", "the token has no id (jti), so a repeated one cannot be told")
    name = case.token.claims.get("api_key")
    account = name if isinstance(name, str) else ""
    again = f"a token with the id {case.quote(jti)} was accepted before"
    if not passed:
        if replays.seen(account, jti, case.now):
            return Finding("failed", again)
        return Finding("not reached", "only what passes the other checks is remembered")
    made = case.token.claims.get("iat")
    limit = math.inf if case.rules.max_age is None or made is None else made + case.rules.max_age
    new = replays.accept(account, jti, until=limit, now=case.now)
    return Finding("ok") if new else Finding("failed", again)


_Look = Callable[[Case], Finding]
# Until these hold, nothing that the token says counts; the first that fails ends the examination.
_TRUST: dict[str, _Look] = {
    "header form": _form,
    "algorithm": _algorithm,
    "key known": _known_key,
    "signature": _signature,
}
# What the signer says is looked at in full, so that all that is wrong is seen at once.
_SAID: dict[str, _Look] = {
    "issuer": _issuer,
    "application": _application,
    "age": _age,
    "payload hash": _payload_hash,
}


def _same(digest: str, claimed: str) -> bool:
    return hmac.compare_digest(digest.encode(), claimed.encode("utf-8", "surrogatepass"))
