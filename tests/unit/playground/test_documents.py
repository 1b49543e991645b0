"""The documents and lists that lessons look into."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import quote, urlsplit

import pytest

from hooknb.playground import data

CATALOG = {
    "c": "https://hooknb.example/catalog",
    "dc": "http://purl.org/dc/elements/1.1/",
    "p": "https://hooknb.example/prices",
}


def test_the_three_paths_of_the_lesson_find_their_values(ask) -> None:
    assert ask("GET", "/user").json["data"]["userId"] == 1
    assert ask("GET", "/todos").json[0]["userId"] == 1
    assert ElementTree.fromstring(ask("GET", "/note").body).findtext("to") == "Tove"


def test_the_note_is_exactly_this_text(ask) -> None:
    got = ask("GET", "/note")
    assert got.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert got.text == (
        "<note><to>Tove</to><from>Jani</from><heading>Reminder</heading>"
        "<body>Don't forget me this weekend!</body></note>"
    )


@pytest.mark.parametrize(("number", "status"), [(0, 404), (1, 200), (200, 200), (201, 404), (10**15, 404)])
def test_there_are_200_users(ask, number: int, status: int) -> None:
    assert ask("GET", f"/users/{number}").status == status


def test_a_user_is_a_to_do_inside_data(ask) -> None:
    assert ask("GET", "/users/1").json == ask("GET", "/user").json == {"data": data.todo(1)}
    assert list(data.todo(1).items())[:2] == [("userId", 1), ("id", 1)]
    assert data.todo(1)["completed"] is False
    assert len({data.todo(number)["title"] for number in range(1, 71)}) == 70


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", range(1, 201)),
        ("?userId=2", range(21, 41)),
        ("?limit=3", range(1, 4)),
        ("?userId=10&limit=1", [181]),
        ("?limit=0", []),
        ("?userId=11", []),
    ],
)
def test_to_dos_are_filtered_and_limited(ask, query: str, ids: range) -> None:
    assert [row["id"] for row in ask("GET", f"/todos{query}").json] == list(ids)


@pytest.mark.parametrize("attributes", ["yes", "no"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_orders_in_xml_have_none_one_or_many_items(ask, count: int, attributes: str) -> None:
    root = ElementTree.fromstring(ask("GET", f"/orders.xml?count={count}&attributes={attributes}").body)
    items = root.findall("item")
    ids = [item.get("id") if attributes == "yes" else item.findtext("id") for item in items]
    assert (root.tag, ids) == ("orders", [str(number) for number in range(1, count + 1)])
    assert [item.findtext("who") for item in items] == ["Ada", "Grace", "Alan"][:count]


def test_the_catalog_has_namespaces_attributes_mixed_text_and_cdata(ask) -> None:
    root = ElementTree.fromstring(ask("GET", "/catalog.xml").body)
    french = root.findall("c:book", CATALOG)[1]
    title = french.find("dc:title", CATALOG)
    assert title is not None
    assert "".join(title.itertext()) == "Les petites machines"
    assert [creator.get("role") for creator in french.findall("dc:creator", CATALOG)] == ["author", "editor"]
    assert french.findtext("p:blurb", namespaces=CATALOG) == "Plus & minus < times"


def test_the_weather_is_nested_has_lists_nulls_and_units_and_never_changes(ask) -> None:
    weather = ask("GET", "/weather?city=lisbon").json
    assert weather == ask("GET", "/weather").json == json.loads(json.dumps(data.weather("Lisbon")))
    assert weather["city"] == {
        "name": "Lisbon",
        "country": "Portugal",
        "coordinates": {"lat": 38.72, "lon": -9.14},
    }
    assert weather["units"]["temperature"] == "°C"
    assert weather["current"]["wind"]["gust"] is None
    assert [day["day"] for day in weather["forecast"]] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert all(day["low"] < day["high"] and len(day["hours"]) == 4 for day in weather["forecast"])
    assert weather["alerts"] == []


@pytest.mark.parametrize("city", ["Atlantis", "東京", '"; DROP', "a" * 80])
def test_any_city_has_a_weather_of_its_own(ask, city: str) -> None:
    weather = ask("GET", f"/weather?city={quote(city)}").json
    assert (weather["city"]["name"], weather["city"]["country"]) == (city, None)
    assert weather["forecast"] != data.weather("Oslo")["forecast"]


@pytest.mark.parametrize("per_page", [1, 10, 19, 57, 100])
def test_following_next_visits_each_product_once(ask, per_page: int) -> None:
    seen, path = [], f"/products?per_page={per_page}"
    while path:
        page = ask("GET", path).json
        seen += [row["id"] for row in page["products"]]
        path = page["next"] and "?".join(urlsplit(page["next"])[2:4])
    assert seen == list(range(1, 58))
    assert (page["total"], page["page"], page["pages"]) == (57, page["pages"], -(-57 // per_page))


def test_the_link_header_says_the_same_as_the_body(ask, playground) -> None:
    got = ask("GET", "/products?page=2&per_page=10&q=a%20%22%3E%0D%0A")
    links = dict(reversed(pair) for pair in re.findall(r'<([^>]*)>; rel="(\w+)"', got.headers["Link"]))
    assert got.json["total"] == 0
    url = f"{playground.url}/products?page=1&per_page=10&q=a+%22%3E%0D%0A"
    assert links == {"first": url, "last": url, "prev": url}
    assert (got.json["next"], got.json["previous"]) == (None, links["prev"])


def test_products_are_searched_by_name(ask) -> None:
    names = [row["name"] for row in ask("GET", "/products?q=LAMP&per_page=100").json["products"]]
    assert names
    assert all("lamp" in name for name in names)


def test_products_have_nulls_empty_stock_and_lists(ask) -> None:
    rows = ask("GET", "/products?per_page=100").json["products"]
    assert any(row["weight_kg"] is None for row in rows)
    assert any(row["stock"] == 0 for row in rows)
    assert {type(row["tags"]) for row in rows} == {list}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("“hello”", ["Ada said “hello”"]),
        ('"note g"', ["Ada said “hello”"]),
        ("<best>", ["Tom & Jerry's <best> moments"]),
        ("\\new\\", ["C:\\new\\table"]),
        ("東京", ["東京の天気"]),
        ("STRASSE", ["Straße nach Zürich"]),
        ("nothing has this", []),
    ],
)
def test_search_finds_text_that_is_hard_to_quote(ask, query: str, titles: list[str]) -> None:
    found = ask("GET", f"/search?q={quote(query)}").json
    assert (found["query"], [row["title"] for row in found["results"]]) == (query, titles)
    assert found["total"] == len(titles)


def test_search_without_a_query_gives_everything(ask) -> None:
    assert ask("GET", "/search").json["total"] == len(data.SEARCHED)


def test_the_page_is_html(ask) -> None:
    got = ask("GET", "/html")
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"
    assert got.text.startswith("<!doctype html>")
