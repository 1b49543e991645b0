"""The server that we did not write: it starts, and answers in HTTP/1.1."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit


def test_httpbin_mirrors_a_request(httpbin: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(httpbin).netloc, timeout=20)
    try:
        connection.request(
            "POST", "/anything?a=1", body='{"id": 7}', headers={"Content-Type": "application/json"}
        )
        response = connection.getresponse()
        seen = json.load(response)
    finally:
        connection.close()
    assert (response.status, response.version) == (200, 11)
    assert (seen["method"], seen["args"], seen["json"]) == ("POST", {"a": "1"}, {"id": 7})
