"""A notebook's variables, as parameters see them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from hooknb.magic.prompts import Variables

SHELL = SimpleNamespace(
    user_ns={"API": "x", "none": None, "_": 1, "exit": 2, "print": print, "str": str, "json": pytest},
    user_ns_hidden={"exit"},
)


def test_only_values_of_the_users_own_have_a_name():
    assert Variables(SHELL).names() == ["API", "none"]


@pytest.mark.parametrize("name", ["_", "exit", "print", "str", "json", "nowhere"])
def test_what_has_no_name_has_no_value(name):
    with pytest.raises(KeyError):
        Variables(SHELL)(name)
    assert Variables(SHELL)("API") == "x"
