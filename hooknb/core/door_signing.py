"""The door's reader of signing: the section's own fields, and how they fit the rest of the node.

A text that stands where the secret's name should may be the secret itself, so it is never quoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from hooknb.core.checks import Findings, read_text
from hooknb.core.door_names import by_name, check_declared, read_carrier, read_secret_name
from hooknb.core.signing import HEADER, Signing
from hooknb.errors import FieldPath, did_you_mean, quoted

KEYS = tuple(each.name for each in fields(Signing))
BY_NAME = by_name("secret", "$NAME")
_NOUN = "the signature secret"


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
        check_declared(signing.secret, ("signing", "secret"), node, findings, _NOUN, BY_NAME)
    for index, (name, _) in enumerate(node["headers"]):
        if name.lower() == signing.header.lower():
            findings.add(
                ("headers", index, "name"),
                f"the header {name} carries the signature",
                "take this one out, or name another header under [Signing]",
            )


def _secret(value: Any, path: FieldPath, findings: Findings) -> str:
    if value is None or value == "":
        findings.add(path, "signing needs a secret", BY_NAME)
        return ""
    return read_secret_name(value, path, findings, _NOUN, BY_NAME)


def _text(value: Any, path: FieldPath, findings: Findings) -> str:
    return "" if value is None else read_text(value, path, findings)


def _header(value: Any, path: FieldPath, findings: Findings) -> str:
    text = _text(value, path, findings)
    if text == "":
        return HEADER
    return read_carrier(text, path, findings, "a signature", f"{HEADER} or X-Signature") or HEADER
