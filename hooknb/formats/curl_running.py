"""How a command runs and who sends it, as fields of a node: what a section below the command may say instead.

So it is put when the sections have been read: a time-out, verification, repetitions, and `auth`.
"""

from __future__ import annotations

from typing import Any

from hooknb.core.limits import Limits
from hooknb.core.retries import LONGEST_DELAY, MOST
from hooknb.formats.curl_asked import Asked, Given
from hooknb.formats.shellwords import Word

# What `--retry` counts as passing, and with `--retry-all-errors` every way in which a request can fail.
ALL_ERRORS = (
    *("408", "429", "500", "502", "503", "504"),
    *("connect", "refused", "timeout", "tls", "protocol"),
)


def put_proof(asked: Asked) -> None:
    """Put how the command proves who sends it; before parameters are declared, of which it has some."""
    proof, place = asked.proof, asked.place
    if proof is None:
        return
    if "auth" in place.draft.document:
        message = f"{proof.named} and [Auth] both say who sends this"
        place.wrong(proof.word, message, "keep one of the two")
        return
    document = {"type": proof.type}
    for name, word in proof.texts.items():
        document[name], place.draft.spans[("auth", name)] = place.template(word)
    for name, word in proof.secrets.items():
        place.template(word)
        document[name], place.draft.spans[("auth", name)] = word.names[0], place.span(word)
    place.draft.put(("auth",), document, place.span(proof.word))


def put_running(asked: Asked, limits: Limits) -> None:
    """Put the options of a run, those that no section has."""
    _put_timeout(asked, limits)
    if asked.insecure is not None and asked.insecure.on:
        _put(asked, "verify", asked.insecure, asked.insecure.word, value=False)
    _put_retries(asked)


def _put_timeout(asked: Asked, limits: Limits) -> None:
    given = asked.timeout
    seconds = _number(asked, given, "timeout", "a number of seconds", "15")
    if given is None or seconds is None:
        return
    brought = min(max(seconds, limits.timeout_low), limits.timeout_high)
    if brought != seconds:
        message = f"{given.name} {seconds:g} becomes {brought:g} seconds: {limits.text} are allowed"
        asked.place.left(given.value, message, "%config Webhook.timeout_low and Webhook.timeout_high")
    _put(asked, "timeout", given, given.value, brought)


def _put_retries(asked: Asked) -> None:
    given = asked.retries
    number = _number(asked, given, "retries", "a number of retries", "3")
    if given is not None and number is not None:
        if number > MOST:
            message = f"{given.name} {number:g} becomes {MOST}: no more are allowed"
            asked.place.left(given.value, message, "run the cell again")
        _put(asked, "retries", given, given.value, min(number, MOST))
    if not asked.place.draft.document.get("retries"):
        for each in (asked.retry_delay, asked.retry_errors):
            if each is not None and each.on:
                message = f"{each.name} is not used: nothing is sent again"
                asked.place.note(each.word, message, "add --retry 3")
        return
    _put_reasons(asked, given if number is not None else None)
    _put_delay(asked)


def _put_reasons(asked: Asked, retries: Given | None) -> None:
    errors = asked.retry_errors
    if errors is not None and errors.on:
        _put(asked, "retry_on", errors, errors.word, list(ALL_ERRORS))
    elif retries is not None and "retry_on" not in asked.place.draft.document:
        message = "a 500 alone is no reason to send a request again, as it is for curl"
        hint = "write retry_on: 429 5xx connect timeout under [Options] to make it one"
        asked.place.note(retries.word, message, hint)


def _put_delay(asked: Asked) -> None:
    given = asked.retry_delay
    seconds = _number(asked, given, "retry_delay", "a number of seconds", "2")
    # None of curl's own is a delay that grows, as a node's does.
    if given is None or not seconds:
        return
    if seconds > LONGEST_DELAY:
        message = f"{given.name} {seconds:g} becomes {LONGEST_DELAY:g} seconds: no more are allowed"
        asked.place.left(given.value, message)
    _put(asked, "retry_delay", given, given.value, min(seconds, LONGEST_DELAY))


def _number(asked: Asked, given: Given | None, field: str, noun: str, example: str) -> float | None:
    """Return the number of an option; None when there is none, when it is no number, or a section has it."""
    if given is None or _is_said(asked, given, field):
        return None
    try:
        return float(given.value.text)
    except ValueError:
        asked.place.wrong(given.value, f"this is not {noun}", f"write a number, such as {example}")
        return None


def _put(asked: Asked, field: str, given: Given, word: Word, value: Any) -> None:
    """Set a field, unless a section has set it."""
    if not _is_said(asked, given, field):
        asked.place.draft.put((field,), value, asked.place.span(word))


def _is_said(asked: Asked, given: Given, field: str) -> bool:
    said = field in asked.place.draft.document
    if said:
        asked.place.note(given.word, f"{given.name} is not used: [Options] has {field}")
    return said
