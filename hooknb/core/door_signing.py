"""The door's reader of signing: the section's own fields, and how they fit the rest of the node.

A text that stands where the secret's name should may be the secret itself, so it is never quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from hooknb.core.checks import HEADER_NAME, Findings, is_parameter_name, read_text
from hooknb.core.parameters import UNSET
from hooknb.core.signing import HEADER, Signing
from hooknb.errors import FieldPath, did_you_mean, nearest, quoted

KEYS = tuple(each.name for each in fields(Signing))
BY_NAME = "write secret: $NAME, and declare the name, such as NAME: env VAR under [Secrets]"

_WRITTEN_NAME = re.compile(r"\$(?:(?P<plain>[A-Za-z_][A-Za-z0-9_]*)|\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\})")
# These say what the message is or where it goes; a token in them would break the request.
_TAKEN = ("host", "content-type", "content-encoding", "content-length", "transfer-encoding", "connection")


def secret_name(text: str) -> str | None:
    """Return the name in `$NAME` or `${NAME}`; None for any other text."""
    match = _WRITTEN_NAME.fullmatch(text)
    return None if match is None else match["plain"] or match["braced"]


def read_signing(value: Any, path: FieldPath, findings: Findings) -> Signing | None:
    """Read how requests are signed; the secret's name may be written with its `$`."""
    if isinstance(value, Signing):
        value = value.document()
    if not isinstance(value, Mapping):
        findings.add(path, "this is not how requests are signed", "give at least {'secret': 'NAME'}")
        return None
    for key in value:
        if key not in KEYS:
            findings.add(
                (*path, str(key)), f"signing has no field {quoted(key)}", did_you_mean(str(key), KEYS)
            )
    secret = _secret(value.get("secret"), (*path, "secret"), findings)
    api_key, application_id = (
        _text(value.get(key), (*path, key), findings) for key in ("api_key", "application_id")
    )
    return Signing(secret, api_key, application_id, _header(value.get("header"), (*path, "header"), findings))


def check_signing(node: Mapping[str, Any], findings: Findings) -> None:
    """Check what signing cannot know alone: its secret is declared, its header nobody else's."""
    signing: Signing | None = node["signing"]
    if signing is None:
        return
    if signing.secret:
        _check_declared(signing.secret, node, findings)
    for index, (name, _) in enumerate(node["headers"]):
        if name.lower() == signing.header.lower():
            findings.add(
                ("headers", index, "name"),
                f"the header {name} carries the signature",
                "take this one out, or name another header under [Signing]",
            )


def _check_declared(name: str, node: Mapping[str, Any], findings: Findings) -> None:
    here = ("signing", "secret")
    if any(each.name == name for each in node["secrets"]):
        return
    declared = next((each for each in node["parameters"] if each.name == name), None)
    if declared is None:
        known = [each.name for each in (*node["secrets"], *node["parameters"])]
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else BY_NAME
        findings.add(here, "the signature secret is not declared by this name", hint)
    elif declared.value is not UNSET:
        message = f"{name} holds the signature secret, and its value stands in the node"
        findings.add(here, message, f"name its source, such as {name}: env VAR under [Secrets]")


def _secret(value: Any, path: FieldPath, findings: Findings) -> str:
    if value is None or value == "":
        findings.add(path, "signing needs a secret", BY_NAME)
        return ""
    name = (secret_name(value) or value) if isinstance(value, str) else ""
    if not is_parameter_name(name):
        findings.add(path, "the signature secret is given by its name alone", BY_NAME)
        return ""
    return name


def _text(value: Any, path: FieldPath, findings: Findings) -> str:
    return "" if value is None else read_text(value, path, findings)


def _header(value: Any, path: FieldPath, findings: Findings) -> str:
    text = _text(value, path, findings)
    if text == "":
        return HEADER
    if not HEADER_NAME.fullmatch(text):
        findings.add(path, f"{quoted(text)} is not a header name", "use letters, digits and '-'")
    elif text.lower() in _TAKEN:
        findings.add(path, f"the header {text} cannot carry a signature", f"use {HEADER} or X-Signature")
    else:
        return text
    return HEADER
