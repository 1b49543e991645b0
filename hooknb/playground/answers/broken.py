"""Answers that are wrong on purpose."""

from __future__ import annotations

from hooknb.playground.messages import Reply
from hooknb.playground.routes import Call, Routes

routes = Routes("Wrong on purpose")

_JSON = (("Content-Type", "application/json; charset=utf-8"),)
_XML = (("Content-Type", "application/xml; charset=utf-8"),)


@routes.get("/broken/json")
def broken_json(call: Call) -> Reply:
    """JSON that ends too early."""
    return Reply(200, _JSON, b'{"id": 1, "name": "Ada", "tags": ["first",')


@routes.get("/broken/xml")
def broken_xml(call: Call) -> Reply:
    """XML whose elements do not close."""
    return Reply(200, _XML, b"<note><to>Tove</from><body>Don't forget me</note>")


@routes.get("/broken/html")
def broken_html(call: Call) -> Reply:
    """An HTML error page that claims to be JSON, with status 200."""
    page = b"<!doctype html><html><body><h1>Sorry</h1><p>We are down for maintenance.</p></body></html>"
    return Reply(200, _JSON, page)


@routes.get("/truncated")
def truncated(call: Call) -> Reply:
    """A body shorter than its Content-Length, then the connection ends."""
    body = b'{"id": 1, "name": "Ada"'
    return Reply(200, _JSON, body, length=len(body) + 100, close=True)
