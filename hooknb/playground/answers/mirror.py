"""What the server saw of a request."""

from __future__ import annotations

import base64
import uuid as uuids
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote

from hooknb.playground.messages import RefusedError, Reply, Request, form_pairs, json_reply, parsed_json
from hooknb.playground.routes import Call, Routes

routes = Routes("Your request, mirrored")


@routes.add("*", "/echo", example="/echo?tag=a&tag=b")
def echo(call: Call) -> Reply:
    """Any request as JSON: method, url, args and headers as pairs, body, and the body as json or form."""
    request = call.request
    text = _body_text(request)
    seen = {
        "method": request.method,
        "url": _url(call),
        "args": request.args,
        "headers": request.headers,
        "body": text,
        "base64": base64.b64encode(request.body).decode() if text is None else None,
        "form": form_pairs(text)
        if request.media_type == "application/x-www-form-urlencoded" and text
        else None,
    }
    try:
        return json_reply({**seen, "json": _body_json(request)})
    except RecursionError:  # what could just be parsed may be too deep to be written inside another document
        return json_reply({**seen, "json": None})


@routes.get("/headers")
def headers(call: Call) -> Reply:
    """Your headers as one object, names in lower case, repeats joined by a comma."""
    names = dict.fromkeys(name.lower() for name, _ in call.request.headers)
    return json_reply({"headers": {name: call.request.header(name) for name in names}})


@routes.get("/ip")
def ip(call: Call) -> Reply:
    """Your address, as the server sees it."""
    return json_reply({"origin": call.client})


@routes.get("/uuid")
def uuid(call: Call) -> Reply:
    """A new UUID each time."""
    return json_reply({"uuid": str(uuids.uuid4())})


@routes.get("/cookies", example="/cookies?theme=dark")
def cookies(call: Call) -> Reply:
    """The cookies that you sent; each query parameter is set as a cookie."""
    fresh = [
        ("Set-Cookie", f"{_cookie_name(name)}={quote(value)}; Path=/") for name, value in call.request.args
    ]
    return json_reply({"cookies": _cookies(call.request)}, headers=tuple(fresh))


def _url(call: Call) -> str:
    host = call.request.header("host")
    base = f"http://{host}" if host else call.base
    return (
        call.request.target if "://" in call.request.target.partition("?")[0] else base + call.request.target
    )


def _body_text(request: Request) -> str | None:
    """Return the body decoded by its own charset, UTF-8 when it names none, or None when it is not text."""
    charset = _charset(request.header("content-type") or "")
    try:
        return request.body.decode(charset)
    except (ValueError, LookupError):
        return None


def _charset(content_type: str) -> str:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"')
    return "utf-8"


def _body_json(request: Request) -> Any:
    if not request.is_json:
        return None
    try:
        return parsed_json(request.body)
    except ValueError:
        return None


def _cookies(request: Request) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(request.header("cookie") or "").items()}
    except CookieError as error:
        raise RefusedError(400, f"the Cookie header cannot be read: {error}") from None


def _cookie_name(name: str) -> str:
    if not name or quote(name, safe="") != name:
        raise RefusedError(
            400, f"{name!r} is not a cookie's name; letters, digits, '-', '.', '_' and '~' are"
        )
    return name
