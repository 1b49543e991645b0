"""Orders that can be made, read, changed and deleted; they are kept until `/reset`."""

from __future__ import annotations

from typing import Any, NoReturn

from hooknb.playground.memory import Order
from hooknb.playground.messages import RefusedError, Reply, Request, json_reply, parsed_json
from hooknb.playground.routes import Call, Routes

routes = Routes("Orders")


@routes.get("/orders")
def orders(call: Call) -> Reply:
    """Every order that was made."""
    found = call.memory.orders.all()
    return json_reply({"orders": found, "total": len(found)})


@routes.post("/orders")
def create(call: Call) -> Reply:
    """Make an order from JSON like {"who": "Ada", "qty": 2}: 201, order.id is its number."""
    order = call.memory.orders.create(_fields(call.request, required=("who", "qty")))
    return json_reply({"order": order}, 201, (("Location", f"{call.base}/orders/{order['id']}"),))


@routes.get("/orders/{id}", example="/orders/1")
def read(call: Call) -> Reply:
    """One order; 404 when there is none."""
    return _reply(call, call.memory.orders.get(_number(call)))


@routes.add("PUT", "/orders/{id}", example="/orders/1")
def replace(call: Call) -> Reply:
    """Put a new order in the place of one that exists."""
    fields = _fields(call.request, required=("who", "qty"))
    return _reply(call, call.memory.orders.replace(_number(call), fields))


@routes.add("PATCH", "/orders/{id}", example="/orders/1")
def update(call: Call) -> Reply:
    """Change some fields of an order."""
    return _reply(call, call.memory.orders.update(_number(call), _fields(call.request)))


@routes.add("DELETE", "/orders/{id}", example="/orders/1")
def delete(call: Call) -> Reply:
    """Delete an order: 204, and 404 from then on."""
    if not call.memory.orders.delete(_number(call)):
        _no_such_order(call)
    return Reply(204)


@routes.post("/reset")
def reset(call: Call) -> Reply:
    """Forget all orders, tokens and counters: 204."""
    call.memory.reset()
    return Reply(204)


def _number(call: Call) -> int:
    return call.whole("id")


def _reply(call: Call, order: Order | None) -> Reply:
    if order is None:
        _no_such_order(call)
    return json_reply({"order": order})


def _no_such_order(call: Call) -> NoReturn:
    raise RefusedError(404, f"there is no order {_number(call)}")


def _fields(request: Request, required: tuple[str, ...] = ()) -> Order:
    """Return the checked fields of a body; unknown ones are kept, but `id` is never the client's."""
    if not request.is_json:
        raise RefusedError(415, "an order is sent as application/json", (("Accept", "application/json"),))
    try:
        document = parsed_json(request.body)
    except ValueError as error:
        raise RefusedError(400, f"the body is not JSON: {error}") from None
    if errors := _field_errors(document, required):
        raise RefusedError(
            422, "; ".join(f"{row['field']}: {row['detail']}" for row in errors), errors=errors
        )
    return {name: value for name, value in document.items() if name != "id"}


def _field_errors(document: Any, required: tuple[str, ...]) -> list[dict[str, str]]:
    if not isinstance(document, dict):
        return [{"field": "$", "detail": 'must be an object such as {"who": "Ada", "qty": 2}'}]
    missing = [{"field": name, "detail": "is missing"} for name in required if name not in document]
    checks = (
        ("who", _is_text, "must be text that is not empty"),
        ("qty", _is_amount, "must be a number above 0"),
    )
    wrong = [
        {"field": name, "detail": detail}
        for name, is_right, detail in checks
        if name in document and not is_right(document[name])
    ]
    return missing + wrong


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0
