"""The door's reader of authentication: the fields of its scheme, and how they fit the rest of the node.

Nothing that stands in a field is ever quoted: a secret may be pasted into any of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hooknb.core.address import address_problem
from hooknb.core.auth import API_KEY_HEADER, BY_TYPE, Auth, AuthField, Scheme
from hooknb.core.checks import CONTROL, Findings, read_text
from hooknb.core.door_names import by_name, check_not_written, read_carrier, read_secret_name
from hooknb.errors import FieldPath, did_you_mean, quoted

# RFC 7617: the first colon ends the user's name.
_WITH_PASSWORD = ("basic", "digest")
_WITH_USER = re.compile(r"[a-z]+://[^/?#]*@", re.IGNORECASE)
_NO_URL = ("this is not a whole http or https URL", "write one, such as https://auth.example.com/token")
USER_IN_URL = (
    "a user in the URL for tokens is not sent",
    "write client_id and client_secret, and take what stands before the @ out",
)


def read_auth(value: Any, path: FieldPath, findings: Findings) -> Auth | None:
    """Read how the node proves who it is; a secret's name may be written with its `$`."""
    if isinstance(value, Auth):
        value = value.document()
    if not isinstance(value, Mapping):
        findings.add(path, "this is no authentication", "give {'type': 'bearer', 'token': 'NAME'}")
        return None
    scheme = BY_TYPE.get(str(value.get("type", "")))
    if scheme is None:
        _refuse_type(value.get("type"), path, findings)
        return None
    names = [each.name for each in scheme.fields]
    for key in value:
        if key not in ("type", *names):
            hint = did_you_mean(str(key), names)
            findings.add((*path, str(key)), f"{scheme.type} has no field {quoted(key)}", hint)
    read = {
        each.name: _field(each, scheme, value.get(each.name), (*path, each.name), findings)
        for each in scheme.fields
    }
    if read.get("header") and read.get("query"):
        findings.add((*path, "query"), "the key stands in a header or in the query", "keep one of the two")
    return Auth(scheme.type, **read)


def check_auth(node: Mapping[str, Any], names: frozenset[str] | None, findings: Findings) -> None:
    """Check what authentication cannot know alone: that nobody else uses its header, its secrets are secret.

    Args:
        node: the fields read so far.
        names: those that are parameters; None for all.
        findings: where mistakes are noted.
    """
    auth: Auth | None = node["auth"]
    if auth is None:
        return
    for field, value in auth.values:
        described = auth.scheme.field(field)
        if described is not None and described.kind == "secret":
            check_not_written(value, ("auth", field), node, findings, "a secret")
        elif described is not None and described.kind == "url" and value:
            if address_problem(value, names):
                findings.add(("auth", field), *_NO_URL)
            elif _WITH_USER.match(value):
                findings.add(("auth", field), *USER_IN_URL)
    _check_carrier(auth, node, findings)


def _check_carrier(auth: Auth, node: Mapping[str, Any], findings: Findings) -> None:
    taken = "take this one out, or the authentication"
    for index, (name, _) in enumerate(node["headers"]):
        if auth.header and name.lower() == auth.header.lower():
            findings.add(("headers", index, "name"), f"the header {name} carries the credentials", taken)
    for index, (name, _) in enumerate(node["query"]):
        if auth.query and name == auth.query:
            message = f"the query parameter {name} carries the credentials"
            findings.add(("query", index, "name"), message, taken)
    signing = node["signing"]
    if signing is not None and signing.header.lower() == auth.header.lower():
        message = f"the signature and the credentials both stand in the header {signing.header}"
        findings.add(
            ("signing", "header"), message, "name another one for the signature: header: X-Signature"
        )


def _refuse_type(given: Any, path: FieldPath, findings: Findings) -> None:
    if given is None or given == "":
        findings.add((*path, "type"), "the authentication has no type", f"it is one of {', '.join(BY_TYPE)}")
    else:
        message = "this is not a type of authentication"
        findings.add((*path, "type"), message, did_you_mean(str(given), BY_TYPE))


def _field(field: AuthField, scheme: Scheme, value: Any, path: FieldPath, findings: Findings) -> str:
    if value is None or value == "":
        if field.required:
            word = scheme.type if field is scheme.fields[0] else field.name
            hint = (
                by_name(word, field.example) if field.kind == "secret" else f"write {word}: {field.example}"
            )
            findings.add(path, f"{scheme.type} needs {field.help}", hint)
        return field.default
    if field.kind == "secret":
        hint = by_name(field.name, field.example)
        return read_secret_name(value, path, findings, f"the {field.name.replace('_', ' ')}", hint)
    text = read_text(value, path, findings)
    if field.kind == "header":
        return read_carrier(text, path, findings, "a key", API_KEY_HEADER)
    if field.kind == "word":
        return _word(field, text, path, findings)
    if field.name == "user" and scheme.type in _WITH_PASSWORD and ":" in text:
        findings.add(path, "a user's name holds no colon", by_name("password", "$PASSWORD"))
        return ""
    control = CONTROL.search(text)
    if control:
        findings.add(path, "this is one line of text", "take the line break out", control.span())
    return text


def _word(field: AuthField, text: str, path: FieldPath, findings: Findings) -> str:
    if text.lower() in field.words:
        return text.lower()
    if text:
        message = f"{field.name} is one of {', '.join(field.words)}"
        findings.add(path, message, did_you_mean(text, field.words))
    return field.default
