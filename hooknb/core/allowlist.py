"""The addresses from which an agent calls a webhook: what a service that filters by address must let in.

>>> print(allowlist("EU").table().text())
Allowlist
region  place      address
──────  ─────────  ──────────────
EU      Frankfurt  18.198.250.71
EU      Frankfurt  18.156.30.186
EU      Frankfurt  18.195.173.181
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from hooknb.errors import ParameterError, did_you_mean, quoted
from hooknb.view.card import Card
from hooknb.view.table import Table

IPv4 = ipaddress.IPv4Address
Address = str | ipaddress.IPv4Address | ipaddress.IPv6Address


class Origin(NamedTuple):
    """One address, and where the agents are that call from it."""

    region: str
    place: str
    address: str


# seed: the six addresses for services that filter by address
_ORIGINS = (
    Origin("EU", "Frankfurt", "18.198.250.71"),
    Origin("EU", "Frankfurt", "18.156.30.186"),
    Origin("EU", "Frankfurt", "18.195.173.181"),
    Origin("US", "Virginia", "54.90.42.141"),
    Origin("US", "Virginia", "54.88.7.65"),
    Origin("US", "Virginia", "52.44.45.61"),
)


@dataclass(frozen=True, slots=True, repr=False)
class Allowlist:
    """Hold addresses with their region and place; made by `allowlist()`.

    Example:
        >>> "54.90.42.141" in allowlist("US"), "54.90.42.141" in allowlist("EU")
        (True, False)
    """

    rows: tuple[Origin, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses alone, for a firewall's configuration."""
        return tuple(row.address for row in self.rows)

    def find(self, address: Address) -> Origin | None:
        """Return the row of an address, or None; a text that is no address has none.

        Args:
            address: an IP address; an IPv4 address may be written as IPv6 does (`::ffff:54.90.42.141`).

        Example:
            >>> allowlist().find("::ffff:52.44.45.61").place
            'Virginia'
        """
        wanted = _plain(address)
        return next((row for row in self.rows if IPv4(row.address) == wanted), None)

    def is_allowed(self, address: Address) -> bool:
        """Tell whether an address is one of these."""
        return self.find(address) is not None

    def table(self) -> Table:
        """Return a table with the columns region, place, address."""
        return Table(Origin._fields, self.rows, "Allowlist")

    def frame(self) -> Any:
        """Return a fresh DataFrame with the columns region, place, address."""
        return self.table().frame()

    def __contains__(self, address: object) -> bool:
        return self.is_allowed(address)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[Origin]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Allowlist of {len(self.rows)} addresses: {', '.join(self.addresses)}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return Card("", blocks=(self.table(),)).bundle()


def allowlist(region: str | None = None) -> Allowlist:
    """Return the addresses from which agents call webhooks.

    Args:
        region: `"EU"` or `"US"`, or its place, `"Frankfurt"` or `"Virginia"`, in any case; both by default.

    Raises:
        ParameterError: there is no such region.

    Example:
        >>> allowlist("frankfurt").addresses
        ('18.198.250.71', '18.156.30.186', '18.195.173.181')
    """
    if region is None:
        return Allowlist(_ORIGINS)
    wanted = str(region).strip().casefold()
    rows = tuple(row for row in _ORIGINS if wanted in (row.region.casefold(), row.place.casefold()))
    if not rows:
        known = dict.fromkeys(name for row in _ORIGINS for name in (row.region, row.place))
        raise ParameterError(f"{quoted(region)} is not a region", hint=did_you_mean(str(region), known))
    return Allowlist(rows)


def is_allowed(address: Address, region: str | None = None) -> bool:
    """Tell whether an address is one from which agents call webhooks.

    Args:
        address: an IP address; anything that is none is not allowed.
        region: look in one region only, see `allowlist`.

    Raises:
        ParameterError: there is no such region.

    Example:
        >>> is_allowed("18.198.250.71"), is_allowed("18.198.250.71", "US"), is_allowed("127.0.0.1")
        (True, False, False)
    """
    return allowlist(region).is_allowed(address)


def _plain(address: object) -> object:
    """Return an address to compare with; numbers and bytes, which `ipaddress` would take too, are none."""
    if not isinstance(address, (str, ipaddress.IPv4Address, ipaddress.IPv6Address)):
        return None
    try:
        made = ipaddress.ip_address(address.strip() if isinstance(address, str) else address)
    except ValueError:
        return None
    return getattr(made, "ipv4_mapped", None) or made
