"""The door's reader of secrets that are given by their name: `$NAME` in a cell, the name alone in a document.

A text that stands where the name should may be the secret itself, so it is never quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hooknb.core.checks import HEADER_NAME, Findings, is_parameter_name
from hooknb.core.parameters import UNSET
from hooknb.errors import FieldPath, nearest

_WRITTEN_NAME = re.compile(r"\$(?:(?P<plain>[A-Za-z_][A-Za-z0-9_]*)|\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\})")
# How tokens of well-known services begin; and letters with digits here and there among them, without a pause.
_TOKEN = re.compile(
    r"(?:[spr]k_(?:live|test)_|gh[pousr]_|github_pat_|glpat_|xox[a-z]_|AKIA|eyJ)[A-Za-z0-9_]{8,}"
    r"|(?=[0-9]*(?:[A-Za-z]+[0-9]+){3})[A-Za-z0-9]{20,}"
)
# Most say what the message is or where it goes: a credential in them would break the request. The last ones
# are taken along to wherever a redirect leads.
_TAKEN = (
    *("host", "content-type", "content-encoding", "content-length", "transfer-encoding", "connection"),
    *("accept", "accept-language", "user-agent"),
)


def secret_name(text: str) -> str | None:
    """Return the name in `$NAME` or `${NAME}`; None for any other text."""
    match = _WRITTEN_NAME.fullmatch(text)
    return None if match is None else match["plain"] or match["braced"]


def by_name(field: str, example: str) -> str:
    """Return the hint on how a secret is named, for a field and a `$NAME` that could stand in it."""
    return f"write {field}: {example}, and declare the name, such as {example[1:]}: env VAR under [Secrets]"


def read_secret_name(value: Any, path: FieldPath, findings: Findings, noun: str, hint: str) -> str:
    """Read the name of a secret, with or without its `$`.

    Args:
        value: what stands there.
        path: the field.
        findings: where mistakes are noted.
        noun: what the secret is called, such as `the signature secret`.
        hint: how to mend it.
    """
    name = (secret_name(value) or value) if isinstance(value, str) else ""
    if is_parameter_name(name) and not seems_secret(name):
        return name
    itself = "this seems to be the secret itself, which would be saved with the node"
    findings.add(path, itself if seems_secret(name) else f"{noun} is given by its name alone", hint)
    return ""


def seems_secret(text: str) -> bool:
    """Tell whether what could be a name looks like a token or a key instead.

    Example:
        >>> [seems_secret(text) for text in ("ORDERS_TOKEN_2", "sk_live_4eC39HqLyjWDarj")]
        [False, True]
    """
    return _TOKEN.fullmatch(text) is not None


def check_not_written(
    name: str, path: FieldPath, node: Mapping[str, Any], findings: Findings, noun: str
) -> None:
    """Refuse a secret whose value stands in the node, as a parameter's."""
    declared = next((each for each in node["parameters"] if each.name == name), None)
    if declared is not None and declared.value is not UNSET:
        message = f"{name} holds {noun}, and its value stands in the node"
        findings.add(path, message, f"name its source, such as {name}: env VAR under [Secrets]")


def check_declared(
    name: str, path: FieldPath, node: Mapping[str, Any], findings: Findings, noun: str, hint: str
) -> None:
    """Refuse a secret that is declared nowhere, or whose value stands in the node."""
    known = [each.name for each in (*node["secrets"], *node["parameters"])]
    if name in known:
        check_not_written(name, path, node, findings, noun)
        return
    near = nearest(name, known)
    findings.add(path, f"{noun} is not declared by this name", f"did you mean {near}?" if near else hint)


def read_carrier(text: str, path: FieldPath, findings: Findings, noun: str, default: str) -> str:
    """Read the name of the header that carries a credential; what cannot carry one is noted."""
    if not HEADER_NAME.fullmatch(text):
        findings.add(path, "this is not a header name", "use letters, digits and '-'")
    elif text.lower() in _TAKEN:
        findings.add(path, f"the header {text} cannot carry {noun}", f"use {default}")
    else:
        return text
    return ""
