"""The one door: a document becomes the checked fields of a node, or a list of everything that is wrong.

Cell, form, cURL, DataFrame and Python all come through here. A mistake is noted with its field path and a
way to mend it, and reading goes on, so that all mistakes are reported at once.

    >>> fields, problems = read_document({"method": "POTS", "url": "ftp://x"}, Limits())
    >>> [problem.place for problem in problems]
    ['method', 'url']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from hooknb.core.address import address_problem
from hooknb.core.checks import (
    CONTROL,
    HEADER_NAME,
    Findings,
    header_value_problem,
    is_finite_number,
    is_node_name,
    is_parameter_name,
    read_text,
)
from hooknb.core.door_auth import check_auth, read_auth
from hooknb.core.door_off import check_off, read_off
from hooknb.core.door_running import read_cassette, read_delay, read_reasons, read_retries
from hooknb.core.door_signing import check_signing, read_signing
from hooknb.core.door_values import read_body, read_entity, read_form_fields, read_parameters, read_secrets
from hooknb.core.limits import Limits
from hooknb.core.mapping import MAPPING_TYPES, MappingRule, ResponseMapping
from hooknb.core.objectpath.path import ObjectPath, is_path
from hooknb.core.objectpath.policy import POLICIES, WORDS, Policy, split_policy
from hooknb.core.off import OffRows
from hooknb.core.pairs import Pair, Pairs
from hooknb.core.parameters import ANY
from hooknb.core.retries import DELAY
from hooknb.core.routes import DEFAULT, FAILED, Route, Routes, normal_status
from hooknb.core.rows import HEADER_ROWS, MAPPING_ROWS, QUERY_ROWS, ROUTE_ROWS, read_rows
from hooknb.errors import FieldPath, ObjectPathError, Problem, did_you_mean, nearest, quoted

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
FILLS = ("all", "declared")
_NUMBER_ENTITIES = (ANY, "sys.number")
# These describe the message on the wire; what a node says could only contradict it.
_OWN_HEADERS = {
    "content-length": "its length is counted for you",
    "transfer-encoding": "the body is sent whole",
}
_LONGEST_LABEL = 200


def read_document(document: Any, limits: Limits) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Read and check a document.

    Args:
        document: a dict with the field names of `Node`.
        limits: the range of time-outs.

    Returns:
        The fields as a `Node` holds them (defaults where something was wrong), and every problem.
    """
    findings = Findings()
    if not isinstance(document, Mapping):
        findings.add((), f"{quoted(document)} is not a document", "give a dict with at least a url")
        return {}, tuple(findings.problems)
    for key in document:
        if key not in FIELDS:
            findings.add((str(key),), f"a node has no field {quoted(key)}", did_you_mean(str(key), FIELDS))
    fields = {
        name: read(document.get(name), (name,), findings) if document.get(name) is not None else default()
        for name, (read, default) in FIELDS.items()
    }
    fields["timeout"] = _timeout(document.get("timeout"), findings, limits)
    _check_whole(fields, document, findings)
    return fields, tuple(findings.problems)


def _name(value: Any, path: FieldPath, findings: Findings) -> str:
    text = read_text(value, path, findings)
    if not is_node_name(text):
        findings.add(path, f"{quoted(text)} cannot name a node", "use a Python name, such as get_user")
        return ""
    return text


def _label(value: Any, path: FieldPath, findings: Findings) -> str:
    text = read_text(value, path, findings).strip()
    control = CONTROL.search(text)
    if control:
        findings.add(path, "a label is one line of text", "take the line break out", control.span())
    elif len(text) > _LONGEST_LABEL:
        findings.add(
            path, f"a label has at most {_LONGEST_LABEL} characters, this has {len(text)}", "make it shorter"
        )
    return text


def _method(value: Any, path: FieldPath, findings: Findings) -> str:
    text = read_text(value, path, findings)
    if text.upper() not in METHODS:
        findings.add(path, f"{quoted(text)} is not a method", did_you_mean(text, METHODS))
        return "GET"
    return text.upper()


def _url(value: Any, path: FieldPath, findings: Findings) -> str:
    return read_text(value, path, findings)


def _headers(value: Any, path: FieldPath, findings: Findings) -> Pairs:
    pairs = _pairs(value, path, findings, HEADER_ROWS)
    hosts = [index for index, (name, _) in enumerate(pairs) if name.lower() == "host"]
    for index in hosts[1:]:
        findings.add(
            (*path, index, "name"), "Host stands here twice", "a request has one: keep the right one"
        )
    for index, (name, text) in enumerate(pairs):
        if not HEADER_NAME.fullmatch(name):
            findings.add(
                (*path, index, "name"), f"{quoted(name)} is not a header name", "use letters, digits and '-'"
            )
        elif name.lower() in _OWN_HEADERS:
            findings.add((*path, index, "name"), f"a node does not set {name}", _OWN_HEADERS[name.lower()])
        problem = header_value_problem(text or "")
        if problem:
            findings.add((*path, index, "value"), *problem)
    return Pairs((name, (text or "").strip(" \t")) for name, text in pairs)


def _query(value: Any, path: FieldPath, findings: Findings) -> Pairs:
    return _pairs(value, path, findings, QUERY_ROWS)


def _pairs(value: Any, path: FieldPath, findings: Findings, shape: Any) -> Pairs:
    made = []
    for index, row in read_rows(value, path, shape, findings):
        name = read_text(row["name"], (*path, index, "name"), findings)
        text = row.get("value")
        made.append(Pair(name, None if text is None else read_text(text, (*path, index, "value"), findings)))
    return Pairs(made)


def _mapping(value: Any, path: FieldPath, findings: Findings) -> ResponseMapping:
    rules = []
    for index, row in read_rows(value, path, MAPPING_ROWS, findings):
        here = (*path, index)
        name = _parameter_name(row["parameter"], (*here, "parameter"), findings)
        rule_path, policy = _path_and_policy(row, here, findings)
        entity = read_entity(row.get("entity") or ANY, (*here, "entity"), findings)
        required = _flag(row.get("required", True), (*here, "required"), findings)
        secret = _flag(row.get("secret", False), (*here, "secret"), findings)
        rules.append(MappingRule(name, rule_path, "" if entity == ANY else entity, required, secret, policy))
    return ResponseMapping(rules)


def _path_and_policy(row: Mapping[str, Any], here: FieldPath, findings: Findings) -> tuple[str, Policy]:
    """Read a path and its policy: a field of its own, or a word behind the path."""
    if "policy" not in row:
        text, policy = split_policy(read_text(row["path"], (*here, "path"), findings))
        return _path(text, (*here, "path"), findings), policy
    said: Any = _word(row["policy"], (*here, "policy"), findings, POLICIES, "policy")
    text = _path(row["path"], (*here, "path"), findings)
    return text if said == "auto" else text.strip(" \t\r\n"), said


def _path(value: Any, path: FieldPath, findings: Findings) -> str:
    text = read_text(value, path, findings)
    try:
        ObjectPath(text)
    except ObjectPathError as error:
        start = min(error.position, max(len(text) - 1, 0))
        if not _misspelled_policy(text, path, findings):
            findings.add(path, error.message, error.hint, (start, start + 1) if text else None)
    return text


def _misspelled_policy(text: str, path: FieldPath, findings: Findings) -> bool:
    """Note that a word behind or before a path is no policy there; tell whether that is what is wrong."""
    if "mapping" not in path[:2]:
        return False
    before, _, last = text.rpartition(" ")
    if last.isidentifier() and before.strip() and is_path(before, ours=True):
        near = nearest(last, WORDS)
        mend = f"one of {', '.join(WORDS)}; a name that holds a blank is quoted: ['first name']"
        hint = mend if near is None else f"did you mean {near!r}?"
        findings.add(path, f"{quoted(last)} behind the path is no policy", hint, (len(before) + 1, len(text)))
        return True
    first, _, after = text.partition(" ")
    if first in WORDS and is_path(after, ours=True):
        hint = f"write {after.strip()} {first}"
        findings.add(path, f"the policy {first} stands behind the path", hint, (0, len(first)))
        return True
    return False


def _force_list(value: Any, path: FieldPath, findings: Findings) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        findings.add(path, f"{quoted(value)} is not a list of paths", "give a list, such as ['note.to']")
        return ()
    return tuple(_path(each, (*path, index), findings) for index, each in enumerate(value))


def _routes(value: Any, path: FieldPath, findings: Findings) -> Routes:
    if isinstance(value, Routes):
        value = value.document()
    routes, failed = [], FAILED
    seen: dict[str, int] = {}
    for index, row in read_rows(value, path, ROUTE_ROWS, findings):
        status = _status(row["status"], (*path, index, "status"), findings)
        output = _output(row["output"], (*path, index, "output"), findings)
        if status in seen:
            findings.add((*path, index, "status"), f"{status} is routed twice", "keep one of the two")
        if status == DEFAULT and output != DEFAULT:
            findings.add(
                (*path, index, "status"), "the default output cannot be renamed", "route 2xx instead"
            )
        if status is None or status == DEFAULT:
            continue
        seen[status] = index
        if status == FAILED:
            failed = output or FAILED
        else:
            routes.append(Route(status, output))
    return Routes(routes, failed)


def _status(value: Any, path: FieldPath, findings: Findings) -> str | None:
    text = str(value).strip()
    if text.lower() in (FAILED, DEFAULT):
        return text.lower()
    status = normal_status(text)
    if status is None:
        findings.add(
            path,
            f"{quoted(text)} is not a status",
            "use a code from 100 to 599, a class such as 4xx, or failed",
        )
    return status


def _output(value: Any, path: FieldPath, findings: Findings) -> str:
    text = read_text(value, path, findings).strip()
    if not text:
        findings.add(path, "an output needs a name", "write one, such as not_found")
    elif CONTROL.search(text):
        findings.add(path, "an output's name is one line of text", "take the line break out")
    return text


def _mapping_type(value: Any, path: FieldPath, findings: Findings) -> str:
    return _word(value, path, findings, MAPPING_TYPES, "mapping type")


def _fill(value: Any, path: FieldPath, findings: Findings) -> str:
    return _word(value, path, findings, FILLS, "way of filling")


def _word(value: Any, path: FieldPath, findings: Findings, words: Sequence[str], noun: str) -> str:
    text = read_text(value, path, findings).lower()
    if text in words:
        return text
    findings.add(path, f"{quoted(text)} is not a {noun}", did_you_mean(text, words))
    return words[0]


def _status_parameter(value: Any, path: FieldPath, findings: Findings) -> str:
    return "" if value == "" else _parameter_name(value, path, findings)


def _parameter_name(value: Any, path: FieldPath, findings: Findings) -> str:
    text = read_text(value, path, findings)
    if not is_parameter_name(text):
        findings.add(path, f"{quoted(text)} is not a parameter name", "use letters, digits and _")
    return text


def _flag(value: Any, path: FieldPath, findings: Findings) -> bool:
    if not isinstance(value, bool):
        findings.add(
            path, f"{quoted(value)} is neither yes nor no", "write yes or no (True or False in Python)"
        )
        return False
    return value


def _timeout(value: Any, findings: Findings, limits: Limits) -> float:
    if value is None:
        return float(limits.timeout_default)
    if not is_finite_number(value):
        findings.add(
            ("timeout",), f"{quoted(value)} is not a number of seconds", f"write a number, {limits.text}"
        )
    elif not limits.allows(value):
        findings.add(
            ("timeout",), f"a time-out of {value:g} s is outside the range", f"{limits.text} are allowed"
        )
    else:
        return float(value)
    return float(limits.timeout_default)


def _check_whole(fields: dict[str, Any], document: Mapping[str, Any], findings: Findings) -> None:
    """Check what no field can know alone."""
    declared = {each.name: each.entity for each in fields["parameters"]}
    secrets = {each.name: index for index, each in enumerate(fields["secrets"])}
    for name in declared.keys() & secrets.keys():
        findings.add(
            ("secrets", secrets[name], "name"), f"{name} is declared twice", "keep it under secrets only"
        )
    names = frozenset(declared) | frozenset(secrets) if fields["fill"] == "declared" else None
    if not any(problem.path == ("url",) for problem in findings.problems):
        problem = address_problem(fields["url"], names)
        if problem:
            findings.add(("url",), *problem)
    if fields["body"] is not None:
        fields["body"] = read_body(fields["body"], names, findings)
    _check_entities(fields, declared, findings)
    check_signing(fields, findings)
    check_auth(fields, names, findings)
    check_off(fields)


def _check_entities(fields: dict[str, Any], declared: dict[str, str], findings: Findings) -> None:
    wanted = dict(declared)
    for index, rule in enumerate(fields["mapping"]):
        before = wanted.get(rule.parameter)
        if rule.entity and before not in (None, rule.entity):
            findings.add(
                ("mapping", index, "entity"),
                f"{rule.parameter} is {before} elsewhere in this node, and {rule.entity} here",
                "give it one entity",
            )
        elif rule.entity:
            wanted[rule.parameter] = rule.entity
    saved = fields["status_parameter"]
    if wanted.get(saved, ANY) not in _NUMBER_ENTITIES:
        findings.add(
            ("status_parameter",),
            f"{saved} is {wanted[saved]}, which cannot hold a status code",
            "use sys.any or sys.number",
        )


Reader = Callable[[Any, FieldPath, Findings], Any]
_ROW_READERS: dict[str, Reader] = {
    "headers": _headers,
    "query": _query,
    "body.pairs": read_form_fields,
    "parameters": read_parameters,
    "secrets": read_secrets,
    "mapping": _mapping,
    "force_list": _force_list,
    "routes": _routes,
}
FIELDS: dict[str, tuple[Reader, Callable[[], Any]]] = {
    "name": (_name, str),
    "label": (_label, str),
    "method": (_method, lambda: "GET"),
    "url": (_url, str),
    "headers": (_headers, Pairs),
    "query": (_query, Pairs),
    "body": (lambda value, path, findings: value, lambda: None),
    "parameters": (read_parameters, tuple),
    "secrets": (read_secrets, tuple),
    "auth": (read_auth, lambda: None),
    "signing": (read_signing, lambda: None),
    "mapping": (_mapping, ResponseMapping),
    "mapping_type": (_mapping_type, lambda: MAPPING_TYPES[0]),
    "force_list": (_force_list, tuple),
    "routes": (_routes, Routes),
    "status_parameter": (_status_parameter, str),
    "timeout": (lambda value, path, findings: value, lambda: None),
    "asynchronous": (_flag, bool),
    "redirects": (_flag, bool),
    "retries": (read_retries, int),
    "retry_on": (read_reasons, tuple),
    "retry_delay": (read_delay, lambda: DELAY),
    "cookies": (_flag, lambda: True),
    "verify": (_flag, lambda: True),
    "cassette": (read_cassette, str),
    "fill": (_fill, lambda: FILLS[0]),
    "off": (partial(read_off, readers=_ROW_READERS), OffRows),
}
