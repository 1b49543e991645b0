"""The allowlist of addresses, and the value that says how a node signs."""

from __future__ import annotations

import ipaddress

import pytest

from hooknb.core.allowlist import allowlist, is_allowed
from hooknb.core.signing import Signing
from hooknb.errors import ParameterError

FRANKFURT = ("18.198.250.71", "18.156.30.186", "18.195.173.181")
VIRGINIA = ("54.90.42.141", "54.88.7.65", "52.44.45.61")


@pytest.mark.parametrize(
    ("region", "addresses"),
    [
        (None, FRANKFURT + VIRGINIA),
        ("EU", FRANKFURT),
        ("eu", FRANKFURT),
        (" Frankfurt ", FRANKFURT),
        ("US", VIRGINIA),
        ("virginia", VIRGINIA),
    ],
)
def test_a_region_has_its_addresses(region, addresses):
    assert allowlist(region).addresses == addresses


def test_an_unknown_region_is_refused_with_the_nearest():
    with pytest.raises(ParameterError, match="did you mean 'Frankfurt'"):
        allowlist("Frankfort")


@pytest.mark.parametrize(
    ("address", "region", "allowed"),
    [
        ("18.198.250.71", None, True),
        ("18.198.250.71", "EU", True),
        ("18.198.250.71", "US", False),
        ("18.198.250.72", None, False),
        ("::ffff:54.88.7.65", None, True),
        (" 54.88.7.65\n", None, True),
        (ipaddress.ip_address("54.88.7.65"), "US", True),
        (ipaddress.ip_address("::1"), None, False),
        ("54.88.7.65:443", None, False),
        ("054.88.7.65", None, False),
        ("example.com", None, False),
        ("", None, False),
        (None, None, False),
        (908066753, None, False),
        (ipaddress.ip_address("54.88.7.65").packed, None, False),
    ],
)
def test_one_address_is_checked(address, region, allowed):
    assert is_allowed(address, region) is allowed
    assert (address in allowlist(region)) is allowed


def test_an_address_is_found_with_its_place():
    assert allowlist().find("52.44.45.61") == ("US", "Virginia", "52.44.45.61")
    assert allowlist().find("52.44.45.60") is None


def test_the_allowlist_is_a_dataframe_and_shows_itself():
    listed = allowlist()
    frame = listed.frame()
    assert list(frame.columns) == ["region", "place", "address"]
    assert frame["address"].tolist() == list(listed.addresses)
    assert [row.region for row in listed] == ["EU"] * 3 + ["US"] * 3
    assert len(listed) == 6
    shown = listed._repr_mimebundle_()
    assert all(
        address in shown["text/plain"] and address in shown["text/html"] for address in listed.addresses
    )
    assert "18.198.250.71" in repr(listed)


@pytest.mark.parametrize(
    ("signing", "document"),
    [
        (Signing("SIG"), {"secret": "SIG"}),
        (
            Signing("SIG", "abcd", "app", "X-Signature"),
            {"secret": "SIG", "api_key": "abcd", "application_id": "app", "header": "X-Signature"},
        ),
    ],
)
def test_signing_is_a_value(signing, document):
    assert signing.document() == document
    assert Signing(**document) == signing
    assert eval(repr(signing), {"Signing": Signing}) == signing
    assert hash(signing) == hash(Signing(**document))
