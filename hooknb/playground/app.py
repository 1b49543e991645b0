"""From a request to a reply: find the address, check the method, turn refusals into problem documents."""

from __future__ import annotations

import difflib
import logging
import re

from hooknb.playground.answers import access, broken, encodings, examples, lists, mirror, orders, statuses
from hooknb.playground.connection import HungUpError, Visitor
from hooknb.playground.memory import Memory
from hooknb.playground.messages import RefusedError, Reply, Request, html_reply, json_reply, problem
from hooknb.playground.pages import index_json, index_page
from hooknb.playground.routes import EVERY_METHOD, Call, Routes, matches, segments_of

logger = logging.getLogger(__name__)
routes = Routes("Everything")

_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", re.IGNORECASE)


class App:
    """Answer requests from one memory.

    Args:
        memory: what is remembered between requests.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def answer(self, request: Request, visitor: Visitor, base: str) -> Reply:
        """Answer one request; whatever happens, there is a reply.

        Args:
            request: the request.
            visitor: who asks.
            base: the playground's own URL.

        Raises:
            HungUpError: nobody waits for the reply any more.
        """
        try:
            return self._routed(request, visitor, base)
        except RefusedError as refusal:
            members = {"instance": request.path, **refusal.members}
            return problem(refusal.status, refusal.detail, refusal.headers, **members)
        except HungUpError:
            raise
        except Exception:
            logger.exception("%s %s could not be answered", request.method, request.path)
            return problem(500, "this is a mistake of the playground, not of your request")

    def _routed(self, request: Request, visitor: Visitor, base: str) -> Reply:
        if request.path == "*" and request.method == "OPTIONS":
            return _allowing(EVERY_METHOD)
        found = matches(ENDPOINTS, segments_of(request.path))
        if not found:
            raise _nowhere(request.path)
        allowed = tuple(method for method in EVERY_METHOD if any(method in row.allowed for row, _ in found))
        if request.method == "OPTIONS":
            return _allowing(allowed)
        for endpoint, places in found:
            if endpoint.takes(request.method):
                return endpoint.answer(
                    Call(request, places, self._memory, base, visitor.address, visitor.wait)
                )
        raise _not_allowed(request.method, allowed)


@routes.get("/")
def index(call: Call) -> Reply:
    """This list: as a page for browsers, as JSON for everybody else."""
    if prefers_html(call.request.header("accept") or "*/*"):
        return html_reply(index_page(call.base, CHAPTERS))
    return json_reply(index_json(call.base, CHAPTERS))


CHAPTERS = (
    routes,
    examples.routes,
    lists.routes,
    orders.routes,
    mirror.routes,
    statuses.routes,
    access.routes,
    encodings.routes,
    broken.routes,
)
ENDPOINTS = tuple(endpoint for chapter in CHAPTERS for endpoint in chapter.endpoints)


def prefers_html(accept: str) -> bool:
    """Return whether an Accept header ranks HTML above JSON; a wildcard ranks them equal.

    Example:
        >>> prefers_html("text/html,*/*;q=0.8"), prefers_html("application/json, text/html;q=0.5")
        (True, False)
    """
    return _quality(accept, "text/html") > _quality(accept, "application/json")


def _quality(accept: str, media_type: str) -> float:
    """Return the weight of a media type; of several ranges that fit, the most specific one counts."""
    weights = {}
    for entry in accept.lower().split(","):
        name, *parameters = entry.split(";")
        matched = (_QUALITY.fullmatch(parameter) for parameter in parameters)
        weights[name.strip()] = next((float(match[1]) for match in matched if match), 1.0)
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[name] for name in ranges if name in weights), 0.0)


def _allowing(methods: tuple[str, ...]) -> Reply:
    return Reply(204, (("Allow", ", ".join(methods)),))


def _not_allowed(method: str, allowed: tuple[str, ...]) -> RefusedError:
    methods = ", ".join(allowed)
    return RefusedError(405, f"{method} is not answered here, only {methods}", (("Allow", methods),))


def _nowhere(path: str) -> RefusedError:
    templates = list(dict.fromkeys(endpoint.template for endpoint in ENDPOINTS))
    near = difflib.get_close_matches(path[:200], templates, n=1, cutoff=0.7)
    hint = f"did you mean {near[0]}?" if near else "GET / lists every address"
    return RefusedError(404, f"nothing is at {path[:200]}; {hint}")
