"""Which proxy stands between us and an origin: the one that is set, or what the environment says.

>>> proxy_for(Origin("http", "127.0.0.1", 8000), ENVIRONMENT) is None
True
"""

from __future__ import annotations

import ipaddress
import os
import re
import sys

from hooknb.core.exchange import Failure
from hooknb.engine.outgoing import Origin

ENVIRONMENT = "env"
NO_PROXY = "none"
_SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_for(origin: Origin, setting: str | None) -> str | None:
    """Return the URL of the proxy to use for an origin, or None.

    Args:
        origin: who is asked.
        setting: a proxy's URL, None for no proxy, or `ENVIRONMENT`: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`
            and `NO_PROXY`, or the system's settings; this computer itself is then never asked through one.
    """
    if setting != ENVIRONMENT:
        return setting
    if is_loopback(origin.host) or not _may_be_set():
        return None
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    url = proxies.get(origin.scheme) or proxies.get("all")
    if not url or proxy_bypass(origin.host) or proxy_bypass(f"{origin.host}:{origin.port}"):
        return None
    return url if "://" in url else f"http://{url}"


def proxy_problem(setting: str) -> str:
    """Say why a setting cannot be used; an empty text when it can.

    A password in it is refused: a setting is written in a cell, and cells are saved and shared. The
    environment's variables may hold one.

    Example:
        >>> proxy_problem("http://proxy.example:3128"), proxy_problem("none")
        ('', '')
    """
    if setting in (ENVIRONMENT, NO_PROXY):
        return ""
    scheme, separator, rest = setting.partition("://")
    host = rest.partition("/")[0]
    if "@" in rest:
        return "a user and password would be saved with the notebook; set HTTPS_PROXY in the environment"
    if not separator or scheme.lower() not in _SCHEMES or not host:
        return "use 'env', 'none', or a URL such as http://proxy.example:3128"
    return ""


def shown_proxy(url: str | None) -> str:
    """Return a proxy's host and port, without its user and password; empty for none."""
    # The last @ of all: a password may hold a slash that nobody encoded.
    return "" if url is None else re.split("[/?#]", url.partition("://")[2].rpartition("@")[2])[0]


def unusable(url: str, error: Exception) -> Failure:
    """Return the failure of a proxy whose URL is of no use; what is wrong with it may be its password."""
    message = " ".join(filter(None, ("the proxy", shown_proxy(url), "cannot be used")))
    if "@" in url and not isinstance(error, ImportError):
        return Failure("connect", message, "check its URL; percent-encode what its password holds of / ? # @")
    return Failure("connect", f"{message}: {error}", "check its URL")


def is_loopback(host: str) -> bool:
    """Tell whether a host is this computer itself.

    Example:
        >>> is_loopback("localhost"), is_loopback("::1"), is_loopback("example.com")
        (True, True, False)
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _may_be_set() -> bool:
    # Windows and macOS also have settings outside the environment.
    return sys.platform in ("win32", "darwin") or any(name.lower().endswith("_proxy") for name in os.environ)
