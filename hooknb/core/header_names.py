"""Header names and values that are worth offering, in a cell's completion as in the form."""

from __future__ import annotations

from collections.abc import Mapping

COMMON_HEADERS = tuple(
    "Accept Accept-Language Authorization Cache-Control Content-Type Cookie Idempotency-Key If-Match "
    "If-Modified-Since If-None-Match Origin Prefer Range Referer User-Agent X-Api-Key X-Request-Id".split()
)
# By name in lower case.
HEADER_VALUES: Mapping[str, tuple[str, ...]] = {
    "accept": ("application/json", "application/xml", "text/html", "text/plain", "*/*"),
    "content-type": ("application/json", "application/xml", "text/plain; charset=utf-8"),
    "authorization": ("Bearer $", "Basic $"),
    "cache-control": ("no-cache",),
}
