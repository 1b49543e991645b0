"""The table of addresses: methods, Allow, problem documents, parameters."""

from __future__ import annotations

import json

import pytest

from hooknb.playground.app import CHAPTERS, ENDPOINTS, prefers_html
from hooknb.playground.routes import segments_of

EXAMPLES = sorted({endpoint.example for endpoint in ENDPOINTS if endpoint.takes("GET")} - {"/truncated"})


def quick(path: str) -> str:
    """Return the example without its wait."""
    return (
        "/delay/0" if path.startswith("/delay") else "/drip?duration=0" if path.startswith("/drip") else path
    )


@pytest.mark.parametrize("path", EXAMPLES)
def test_each_example_is_answered_with_type_date_and_server(ask, path: str) -> None:
    got = ask("GET", quick(path))
    assert got.status != 500
    assert got.headers["Server"] == "hooknb-playground"
    assert got.headers["Date"].endswith(" GMT")
    assert "charset=" in got.headers["Content-Type"]


@pytest.mark.parametrize("path", EXAMPLES)
def test_head_has_the_headers_of_get_and_no_body(ask, path: str) -> None:
    full, head = ask("GET", quick(path)), ask("HEAD", quick(path))
    assert head.body == b""
    assert head.headers.keys() == full.headers.keys()


def test_each_address_has_one_line_about_itself_and_stands_once() -> None:
    rows = [(endpoint.template, endpoint.methods) for endpoint in ENDPOINTS]
    assert len(set(rows)) == len(rows)
    assert [row.template for row in ENDPOINTS if not row.summary.endswith(".")] == []


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/user", "GET, HEAD, OPTIONS"),
        ("/orders", "GET, HEAD, POST, OPTIONS"),
        ("/orders/1", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
        ("/login", "POST, OPTIONS"),
        ("/echo", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
        ("/status/404", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    ],
)
def test_options_lists_what_is_allowed(ask, path: str, allow: str) -> None:
    got = ask("OPTIONS", path)
    assert (got.status, got.headers["Allow"], got.headers["Content-Length"]) == (204, allow, None)


def test_options_of_the_server_as_a_whole(ask) -> None:
    assert "PATCH" in ask("OPTIONS", "*").headers["Allow"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/user"), ("GET", "/login"), ("HEAD", "/reset"), ("BREW", "/orders"), ("get", "/ip")],
)
def test_another_method_is_405_with_allow(ask, method: str, path: str) -> None:
    got = ask(method, path)
    assert (got.status, got.headers["Allow"]) == (405, ask("OPTIONS", path).headers["Allow"])
    assert got.headers["Content-Type"] == "application/problem+json; charset=utf-8"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "BREW", "TRACE"])
@pytest.mark.parametrize("path", ["/echo", "/status/200", "/delay/0", "/redirect/0"])
def test_some_addresses_answer_any_method(ask, method: str, path: str) -> None:
    assert ask(method, path).status == 200


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/todo", "nothing is at /todo; did you mean /todos?"),
        ("/user/", "nothing is at /user/; did you mean /user?"),
        ("/xyz", "nothing is at /xyz; GET / lists every address"),
        ("/users/", "nothing is at /users/; did you mean /user?"),
        ("/%3Cb%3E", "nothing is at /%3Cb%3E; GET / lists every address"),
        ("//user", "nothing is at //user; did you mean /user?"),
        ("/users/201", "there is no user 201; ids are 1 to 200"),
    ],
)
def test_an_unknown_address_is_a_problem_document(ask, path: str, detail: str) -> None:
    got = ask("GET", path)
    assert got.status == 404
    assert got.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert got.json == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": detail,
        "instance": path,
    }


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/status/99", "'code' is a whole number from 100 to 599, not '99'"),
        ("/status/abc", "'code' is a whole number from 100 to 599, not 'abc'"),
        ("/status/2_0_0", "'code' is a whole number from 100 to 599, not '2_0_0'"),
        ("/status/%D9%A2%D9%A0%D9%A0", "'code' is a whole number from 100 to 599, not '٢٠٠'"),
        ("/status/" + "9" * 5_000, "'code' is longer than 2000 characters"),
        ("/status/" + "9" * 100, f"'code' is a whole number from 100 to 599, not '{'9' * 39}…'"),
        ("/delay/61", "'seconds' is a number from 0 to 60, not '61'"),
        ("/delay/nan", "'seconds' is a number from 0 to 60, not 'nan'"),
        ("/delay/-1", "'seconds' is a number from 0 to 60, not '-1'"),
        ("/delay/1e1", "'seconds' is a number from 0 to 60, not '1e1'"),
        ("/users/x", "'id' is a whole number from 0, not 'x'"),
        ("/users/%FF", "the path is not percent-encoded UTF-8"),
        ("/large?mb=65", "'mb' is a number from 0 to 64, not '65'"),
        ("/drip?bytes=0", "'bytes' is a whole number from 1 to 1000000, not '0'"),
        ("/products?page=", "'page' is a whole number from 1, not ''"),
        ("/products?per_page=101", "'per_page' is a whole number from 1 to 100, not '101'"),
        ("/orders.xml?attributes=maybe", "'attributes' is yes or no, not 'maybe'"),
        ("/orders.xml?count=10001", "'count' is a whole number from 0 to 10000, not '10001'"),
        ("/redirect-to", "the query parameter 'url' is missing"),
        ("/redirect-to?url=/&status=304", "'status' is one of 301, 302, 303, 307, 308, not 304"),
        ("/weather?city=%20", "'city' is empty"),
        ("/cookies?a%0Db=1", "'a\\rb' is not a cookie's name; letters, digits, '-', '.', '_' and '~' are"),
    ],
    ids=lambda value: value[:40],
)
def test_a_bad_parameter_is_400_and_says_what_is_allowed(ask, path: str, detail: str) -> None:
    got = ask("GET", path)
    assert (got.status, got.json["detail"]) == (400, detail)


@pytest.mark.parametrize(
    ("path", "segments"),
    [("/", ["", ""]), ("/a%2Fb/c", ["", "a/b", "c"]), ("/%C3%BC", ["", "ü"]), ("/a//b", ["", "a", "", "b"])],
)
def test_segments_are_decoded_after_the_path_is_split(path: str, segments: list[str]) -> None:
    assert segments_of(path) == segments


def test_a_target_with_scheme_and_host_is_routed_by_its_path(exchange) -> None:
    assert exchange(b"GET http://127.0.0.1/note HTTP/1.1\r\nHost: x\r\n\r\n").endswith(b"</note>")


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/*", True),
        ("text/html;level=1;q=0.4, application/json;q=0.3", True),
        ("*/*", False),
        ("", False),
        ("application/json", False),
        ("application/json, text/html;q=0.5", False),
        ("text/html;q=0, */*", False),
        ("text/html;q=banana", True),
        ("application/json;q=0.9, */*;q=0.1", False),
    ],
)
def test_the_index_is_a_page_only_for_those_who_prefer_one(accept: str, html: bool) -> None:
    assert prefers_html(accept) is html


def test_the_index_lists_every_address_as_json_and_as_a_page(ask, playground) -> None:
    listed, page = ask("GET", "/"), ask("GET", "/", Accept="text/html")
    templates = [endpoint.template for chapter in CHAPTERS for endpoint in chapter.endpoints]
    assert [row["path"] for row in listed.json["addresses"]] == templates
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert [path for path in templates if path not in page.text] == []
    assert f'href="{playground.url}/status/404"' in page.text


def test_json_is_what_a_strict_reader_expects(ask) -> None:
    assert json.loads(ask("GET", "/").body.decode("utf-8", "strict"))["name"] == "hooknb playground"
