"""Advice on a node: what is legal but odd, and what a run showed.

Each piece of advice is a `Problem` of severity `warning` or `advice`, with the field it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hooknb.core import entities
from hooknb.core.hints import Hint
from hooknb.core.parameters import ANY
from hooknb.core.path_advice import path_advice
from hooknb.core.retries import IDEMPOTENT
from hooknb.core.routes import STATUSES
from hooknb.errors import FieldPath, Problem, Severity

if TYPE_CHECKING:
    from hooknb.core.node import Node

_SECTION_LINE = re.compile(
    r"^\[(?:params|secrets|headers|query(?: parameters)?|form|(?:response )?mapping|status|options|signing"
    r"|auth(?:entication)?|body\b[^\]]*)\]\s*$",
    re.I | re.M,
)
_LITERAL_SECRET = re.compile(
    r"(?:bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{8,}$|^(?:sk|pk|ghp|xox[bp])[-_][\w-]{8,}$", re.I
)
# `{id}` is how OpenAPI writes a parameter of a URL, `{{id}}` how other tools do; `${ID` lacks its end.
_IN_BRACES = re.compile(r"(?<![${])\{(\{)?([A-Za-z_][A-Za-z0-9_]*)(?(1)\})\}")
_UNCLOSED = re.compile(r"(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?![A-Za-z0-9_}])")
# seed: the agent used to give up after "longer than 5 seconds"
_OLD_LIMIT = 5.0


def advice(node: Node, result: Any = None) -> Iterator[Problem]:
    """Yield advice on a node, in the order of its fields, then on a run of it.

    Args:
        node: the node.
        result: a `Result` of this node, or None.
    """
    yield from _request(node)
    yield from _parameters(node)
    yield from _mapping(node)
    yield from _routes(node)
    if result is not None:
        yield from _run(result)
        yield from _paths_in(node, result)


def _advice(path: FieldPath, message: str, hint: str = "", severity: Severity = "advice") -> Problem:
    return Problem(path, message, hint, severity)


def _request(node: Node) -> Iterator[Problem]:
    if node.body is not None and node.method in ("GET", "DELETE"):
        yield _advice(
            ("body",),
            f"a {node.method} request with a body is ignored by many servers",
            "POST it, or use query parameters",
        )
    if node.body is None and node.method in ("POST", "PUT", "PATCH"):
        yield _advice(
            ("method",), f"this {node.method} request sends no body", "add a [Body json] if the API wants one"
        )
    if _is_plain(node.url):
        yield _advice(("url",), "the request is not encrypted", "use https:// if the server has it")
    if "#" in node.template(node.url).fill(lambda _: ""):
        yield _advice(("url",), "what follows # is never sent", "write %23 to send the character")
    yield from _braces(node)
    for index, (name, value) in enumerate(node.headers):
        if _LITERAL_SECRET.search(value or ""):
            yield _advice(
                ("headers", index, "value"),
                f"the header {name} seems to hold a secret",
                Hint("secret"),
                "warning",
            )
    names = [name.lower() for name, _ in node.headers]
    for single in ("content-type", "authorization"):
        if names.count(single) > 1:
            yield _advice(
                ("headers", names.index(single), "name"),
                f"{single.title()} is sent {names.count(single)} times",
                "keep one",
            )
    yield from _body(node)
    yield from _sending(node)
    if node.signing is not None and not node.signing.api_key:
        yield _advice(
            ("signing",),
            "the signature does not say whose it is",
            "add api_key, by which a receiver with several secrets finds the right one",
        )


def _braces(node: Node) -> Iterator[Problem]:
    """Find marks of other tools, and our own that are not closed: both are sent as they are."""
    for mark, name in dict.fromkeys((each[0], each[2]) for each in _IN_BRACES.finditer(node.url)):
        yield _advice(("url",), f"{mark} is sent as it is", f"write ${name} if it is a parameter")
    places: list[tuple[FieldPath, str]] = [(("url",), node.url)]
    for field, pairs in (("headers", node.headers), ("query", node.query)):
        places += [((field, index, "value"), value or "") for index, (_, value) in enumerate(pairs)]
    for path, text in places:
        for mark in dict.fromkeys(_UNCLOSED.findall(text)):
            yield _advice(path, f"${{{mark} is sent as it is", f"write ${{{mark}}} if it is a parameter")


def _is_plain(url: str) -> bool:
    """Tell whether a URL is sent to unencrypted, to another machine."""
    return re.match(r"http://(?!localhost|127\.|\[::1\])", url, re.IGNORECASE) is not None


def _sending(node: Node) -> Iterator[Problem]:
    if not node.verify:
        yield _advice(
            ("verify",),
            "TLS certificates are not verified: anybody in between can read and change what is sent",
            "set %config Webhook.ca_file to the authority's certificate instead",
            "warning",
        )
    token_url = node.auth["token_url"] if node.auth is not None and node.auth.type == "oauth2" else ""
    if _is_plain(token_url):
        yield _advice(
            ("auth", "token_url"),
            "the client's secret is sent unencrypted to get a token",
            "use https://",
            "warning",
        )
    if node.retries and node.method not in IDEMPOTENT and not node.retry_on:
        yield _advice(
            ("retries",),
            f"a {node.method} is sent again only where nothing had been sent",
            "name the reasons under retry_on if it may act twice",
        )
    if node.retry_on and not node.retries:
        yield _advice(("retry_on",), "nothing is sent again without retries", "add retries: 3")


def _body(node: Node) -> Iterator[Problem]:
    text = node.body.text if node.body is not None else None
    if not text:
        return
    found = _SECTION_LINE.search(text)
    if found:
        yield _advice(
            ("body", "text"),
            f"the line {found.group().strip()} is part of the body",
            "move the section above the body if it is one",
        )
    if (
        node.body is not None
        and node.body.format in ("raw", "text")
        and text.lstrip()[:1] in "{["
        and not node.headers.has("content-type")
    ):
        yield _advice(
            ("body", "format"), "the body looks like JSON but is not sent as JSON", "use [Body json]"
        )


def _parameters(node: Node) -> Iterator[Problem]:
    used = set(node.uses)
    filled = {rule.parameter for rule in node.mapping} | {node.status_parameter}
    for index, each in enumerate(node.parameters):
        if each.name not in used and each.name not in filled:
            yield _advice(
                ("parameters", index, "name"),
                f"nothing uses the parameter {each.name}",
                f"write ${each.name} where its value goes",
            )
        warning = entities.entity(each.entity).warning(("parameters", index, "entity"))
        if warning is not None:
            yield warning
    for index, secret in enumerate(node.secrets):
        if secret.name not in used:
            yield _advice(
                ("secrets", index, "name"),
                f"nothing uses the secret {secret.name}",
                f"write ${secret.name} where it goes",
            )


def _mapping(node: Node) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    secrets = {secret.name for secret in node.secrets}
    for index, rule in enumerate(node.mapping):
        if rule.parameter in seen:
            yield _advice(
                ("mapping", index, "parameter"),
                f"{rule.parameter} is mapped twice; the last value found wins",
                "give it one rule",
            )
        if rule.parameter in secrets:
            yield _advice(
                ("mapping", index, "parameter"),
                f"{rule.parameter} is a secret of this node, whose own value is used first",
                "map to another name",
            )
        seen[rule.parameter] = index
        for said in path_advice(rule.path):
            yield _advice(("mapping", index, "path"), said.message, said.hint)
        warning = entities.entity(rule.entity or ANY).warning(("mapping", index, "entity"))
        if warning is not None:
            yield warning


def _routes(node: Node) -> Iterator[Problem]:
    if not node.routes.routes:
        return
    reached = {node.routes.take(status).route for status in STATUSES}
    for index, route in enumerate(node.routes.routes):
        if route.status not in reached:
            yield _advice(
                ("routes", index, "status"),
                f"no status reaches the route {route.status}",
                "exact codes cover all of it; take it out",
            )
    if not node.redirects:
        return
    for index, route in enumerate(node.routes.routes):
        if route.status in ("301", "302", "303", "307", "308", "3xx"):
            yield _advice(
                ("routes", index, "status"),
                f"{route.status} is followed, so this route is seldom taken",
                "take redirects off to route it",
            )


def _paths_in(node: Node, result: Any) -> Iterator[Problem]:
    """Yield what a response shows of the mapping's paths."""
    if result.data is None:
        return
    mask = result.prepared.redactor.message
    for index, rule in enumerate(node.mapping):
        known = set(path_advice(rule.path))
        for said in path_advice(rule.path, result.data, lax=result.lax, policy=rule.policy):
            if said not in known:
                yield _advice(("mapping", index, "path"), mask(said.message), mask(said.hint))


def _run(result: Any) -> Iterator[Problem]:
    if result.elapsed > _OLD_LIMIT and result.status is not None:
        message = f"the call took {result.elapsed:.1f} s; older agents wait {_OLD_LIMIT:g} s at the most"
        yield _advice(("timeout",), message, "ask for less, or run it asynchronously")
    content_type = result.headers.get("content-type", "") if result.status is not None else ""
    if result.node.mapping and result.node.mapping_type == "json" and "xml" in content_type:
        yield _advice(
            ("mapping_type",),
            f"the answer is {content_type}, the mapping type is json",
            "use auto or xml",
            "warning",
        )
