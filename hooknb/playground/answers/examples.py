"""Single documents to look into: JSON, XML and a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from hooknb.playground import data
from hooknb.playground.messages import RefusedError, Reply, html_reply, json_reply, xml_reply
from hooknb.playground.routes import Call, Routes

routes = Routes("Documents")

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@routes.get("/user")
def user(call: Call) -> Reply:
    """One to-do inside data: the object path data.userId gives 1."""
    return json_reply({"data": data.todo(1)})


@routes.get("/users/{id}", example="/users/7")
def user_by_id(call: Call) -> Reply:
    """The same for any id from 1 to 200; 404 beyond."""
    number = call.whole("id")
    if not 1 <= number <= data.TODO_COUNT:
        raise RefusedError(404, f"there is no user {number}; ids are 1 to {data.TODO_COUNT}")
    return json_reply({"data": data.todo(number)})


@routes.get("/note")
def note(call: Call) -> Reply:
    """An XML note: the object path note.to gives Tove."""
    return xml_reply(data.NOTE)


@routes.get("/orders.xml", example="/orders.xml?count=2&attributes=yes")
def orders_xml(call: Call) -> Reply:
    """XML with ?count= item elements (none, one or many), their fields as attributes with ?attributes=yes."""
    rows = data.order_items(call.whole("count", 0, 10_000, default=2))
    items = _attribute_items(rows) if call.yes("attributes") else _element_items(rows)
    return xml_reply(f"{_XML}<orders>\n{''.join(items)}</orders>\n")


@routes.get("/catalog.xml")
def catalog(call: Call) -> Reply:
    """XML with namespaces, attributes, mixed text and CDATA."""
    return xml_reply(_XML + data.CATALOG)


@routes.get("/weather", example="/weather?city=Lisbon")
def weather(call: Call) -> Reply:
    """The made-up weather of any ?city=: nested, with lists, nulls and units."""
    city = call.text("city", "Lisbon", longest=80).strip()
    if not city:
        raise RefusedError(400, "'city' is empty")
    return json_reply(data.weather(city))


@routes.get("/html")
def page(call: Call) -> Reply:
    """A small HTML page."""
    return html_reply(data.PAGE)


def _element_items(rows: Iterable[tuple[int, str, int]]) -> Iterable[str]:
    for number, who, qty in rows:
        yield f"  <item><id>{number}</id><who>{escape(who)}</who><qty>{qty}</qty></item>\n"


def _attribute_items(rows: Iterable[tuple[int, str, int]]) -> Iterable[str]:
    for number, who, qty in rows:
        vip = "yes" if qty > 5 else "no"
        yield f'  <item id="{number}" qty="{qty}"><who vip="{vip}">{escape(who)}</who></item>\n'
