"""Orders: made, read, changed, deleted, forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from hooknb.playground.memory import Orders

ADA = {"who": "Ada", "qty": 2}


def test_an_order_is_made_with_a_number_and_a_location(ask, playground) -> None:
    got = ask("POST", "/orders", ADA)
    assert got.status == 201
    assert got.json == {"order": {"id": 1, "who": "Ada", "qty": 2}}
    assert got.headers["Location"] == f"{playground.url}/orders/1"
    assert ask("GET", urlsplit(got.headers["Location"]).path).json == got.json


def test_an_order_lives_until_it_is_deleted(ask) -> None:
    ask("POST", "/orders", ADA)
    assert ask("PATCH", "/orders/1", {"qty": 2.5}).json["order"] == {"id": 1, "who": "Ada", "qty": 2.5}
    assert ask("PUT", "/orders/1", {"who": "Bo", "qty": 1}).json["order"] == {"id": 1, "who": "Bo", "qty": 1}
    assert ask("GET", "/orders/1").json["order"]["who"] == "Bo"
    deleted = ask("DELETE", "/orders/1")
    assert (deleted.status, deleted.body) == (204, b"")
    assert [ask(method, "/orders/1").status for method in ("GET", "HEAD", "DELETE")] == [404, 404, 404]
    assert [ask(method, "/orders/1", ADA).status for method in ("PUT", "PATCH")] == [404, 404]


def test_all_orders_are_listed_oldest_first(ask) -> None:
    for who in ("Ada", "Bo", "Cy"):
        ask("POST", "/orders", {"who": who, "qty": 1})
    ask("DELETE", "/orders/2")
    listed = ask("GET", "/orders").json
    assert ([row["id"] for row in listed["orders"]], listed["total"]) == ([1, 3], 2)


def test_fields_of_the_client_are_kept_but_never_the_number(ask) -> None:
    made = ask("POST", "/orders", {"id": 99, **ADA, "note": None, "lines": [{"sku": "ü"}]}).json["order"]
    assert made == {"id": 1, **ADA, "note": None, "lines": [{"sku": "ü"}]}
    assert ask("PATCH", "/orders/1", {"id": 7}).json["order"]["id"] == 1


@pytest.mark.parametrize(
    ("body", "content_type", "status", "detail"),
    [
        pytest.param("{}", None, 415, "an order is sent as application/json", id="no type"),
        pytest.param("who=Ada", "application/x-www-form-urlencoded", 415, "an order is sent as", id="form"),
        pytest.param("", "application/json", 400, "the body is not JSON", id="empty"),
        pytest.param('{"who": "Ada"', "application/json", 400, "the body is not JSON", id="cut off"),
        pytest.param('{"who": "A", "qty": NaN}', "application/json", 400, "NaN is not JSON", id="NaN"),
        pytest.param('{"who": "A", "qty": 1e999}', "application/json", 400, "too large a number", id="1e999"),
        pytest.param("[" * 100_000, "application/json", 400, "nested too deeply", id="100,000 arrays"),
        pytest.param(b"\xff\xfe", "application/json", 400, "the body is not JSON", id="not text"),
        pytest.param("[]", "application/json", 422, "$: must be an object", id="array"),
        pytest.param("{}", "application/json", 422, "who: is missing; qty: is missing", id="nothing"),
        pytest.param('{"who": " ", "qty": 1}', "application/json", 422, "who: must be text", id="empty name"),
        pytest.param(
            '{"who": 1, "qty": 1}', "application/json", 422, "who: must be text", id="name is a number"
        ),
        pytest.param(
            '{"who": "A", "qty": "2"}', "application/json", 422, "qty: must be a number", id="quoted number"
        ),
        pytest.param(
            '{"who": "A", "qty": true}', "application/json", 422, "qty: must be a number", id="true"
        ),
        pytest.param(
            '{"who": "A", "qty": 0}', "application/json", 422, "qty: must be a number above 0", id="zero"
        ),
        pytest.param(
            '{"who": "A", "qty": null}', "application/vnd.x+json", 422, "qty: must be", id="null, +json"
        ),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/orders"), ("PUT", "/orders/1")])
def test_a_wrong_order_is_a_problem_document(
    ask, method: str, path: str, body: str, content_type: str | None, status: int, detail: str
) -> None:
    got = ask(method, path, body, **({"Content_Type": content_type} if content_type else {}))
    assert (got.status, got.json["status"]) == (status, status)
    assert detail in got.json["detail"]
    assert got.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert ask("GET", "/orders").json["total"] == 0


def test_each_wrong_field_is_named(ask) -> None:
    errors = ask("POST", "/orders", {"who": ""}).json["errors"]
    assert [row["field"] for row in errors] == ["qty", "who"]


def test_a_very_large_whole_number_is_an_amount(ask) -> None:
    assert ask("POST", "/orders", {"who": "Ada", "qty": 10**400}).json["order"]["qty"] == 10**400


def test_reset_forgets_orders_tokens_and_counters(ask) -> None:
    ask("POST", "/orders", ADA)
    token = ask("POST", "/login", {"user": "ada", "password": "lovelace"}).json["token"]
    ask("GET", "/flaky")
    assert ask("POST", "/reset").status == 204
    assert ask("GET", "/orders").json == {"orders": [], "total": 0}
    assert ask("POST", "/orders", ADA).json["order"]["id"] == 1
    assert ask("GET", "/private", Authorization=f"Bearer {token}").status == 401
    assert ask("GET", "/flaky").json["attempt"] == 1


def test_orders_made_at_once_have_different_numbers() -> None:
    orders = Orders()
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda number: orders.create({"n": number})["id"], range(2_000)))
    assert sorted(made) == list(range(1, 2_001))
    assert len(orders.all()) == 2_000
