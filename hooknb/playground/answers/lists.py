"""Lists: one at the top level, one in pages, one whose text is hard to quote."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from hooknb.playground import data
from hooknb.playground.messages import Reply, json_reply
from hooknb.playground.routes import Call, Routes

routes = Routes("Lists")


@routes.get("/todos")
def todos(call: Call) -> Reply:
    """A list of 200 to-dos: the object path $[0].userId gives 1; also ?userId= and ?limit=."""
    owner = call.whole("userId", default=0)
    limit = call.whole("limit", 0, data.TODO_COUNT, default=data.TODO_COUNT)
    rows = (data.todo(number) for number in range(1, data.TODO_COUNT + 1))
    return json_reply([row for row in rows if owner in (0, row["userId"])][:limit])


@routes.get("/products", example="/products?page=2&per_page=10")
def products(call: Call) -> Reply:
    """57 products in pages (?page=, ?per_page=, ?q=), with a total, a next link and a Link header."""
    per_page = call.whole("per_page", 1, 100, default=10)
    number = call.whole("page", 1, default=1)
    query = call.text("q", "", longest=100)
    rows = _products_named(query)
    pages = max(1, -(-len(rows) // per_page))
    links = _page_links(number, pages, f"{call.base}/products", {"per_page": str(per_page), "q": query})
    document = {
        "products": rows[(number - 1) * per_page : number * per_page],
        "page": number,
        "per_page": per_page,
        "pages": pages,
        "total": len(rows),
        "previous": links.get("prev"),
        "next": links.get("next"),
    }
    return json_reply(document, headers=(("Link", _link_header(links)),))


@routes.get("/search", example="/search?q=said")
def search(call: Call) -> Reply:
    """Results whose text has quotes, markup, backslashes and many scripts; ?q= narrows them."""
    query = call.text("q", "", longest=200)
    results = data.found(query)
    return json_reply({"query": query, "total": len(results), "results": results})


def _products_named(query: str) -> list[dict[str, Any]]:
    every = (data.product(number) for number in range(1, data.PRODUCT_COUNT + 1))
    return [row for row in every if query.casefold() in row["name"]]


def _page_links(number: int, pages: int, address: str, filters: dict[str, str]) -> dict[str, str]:
    """Return the URLs of the neighbouring pages by their relation (RFC 8288)."""
    numbers = {"first": 1, "last": pages}
    if number > 1:
        numbers["prev"] = min(number - 1, pages)
    if number < pages:
        numbers["next"] = number + 1
    kept = {name: value for name, value in filters.items() if value}
    return {relation: f"{address}?{urlencode({'page': page, **kept})}" for relation, page in numbers.items()}


def _link_header(links: dict[str, str]) -> str:
    return ", ".join(f'<{url}>; rel="{relation}"' for relation, url in links.items())
