"""Proposed names and entity types."""

import pytest

from hooknb.core.checks import is_parameter_name
from hooknb.core.proposals import propose_entity, propose_name


@pytest.mark.parametrize(
    ("location", "many", "name"),
    [
        (("data", "userId"), False, "USER_ID"),
        (("data", "id"), False, "ID"),
        (("order", "id"), False, "ORDER_ID"),
        (("items", 0, "id"), False, "ITEM_ID"),
        (("items", 0, "id"), True, "ITEM_IDS"),
        (("categories", 3, "name"), False, "CATEGORY_NAME"),
        (("tags", 0), False, "TAG"),
        (("tags", 0), True, "TAGS"),
        (("address",), False, "ADDRESS"),
        (("note", "@lang"), False, "LANG"),
        (("days", "2026-11-24", "high"), False, "HIGH"),
        (("days", "2026-11-24"), True, "DAYS"),
        (("1042",), False, "N_1042"),
        (("HTTPStatus",), False, "HTTP_STATUS"),
        (("2fa",), False, "N_2FA"),
        (("東京",), False, "VALUE"),
        ((), False, "VALUE"),
        ((0,), False, "VALUE"),
    ],
)
def test_a_name_comes_from_the_place(location, many, name):
    assert propose_name(location, many=many) == name
    assert is_parameter_name(name)


def test_a_taken_name_gets_a_number():
    assert propose_name(("id",), taken={"ID", "ID_2"}) == "ID_3"


@pytest.mark.parametrize(
    ("value", "name", "xml", "entity"),
    [
        (42, "", False, "sys.number"),
        (True, "", False, "sys.confirmation"),
        ("2026-11-24", "", False, "sys.date"),
        ("2026-13-45", "", False, "sys.any"),
        ("18:30", "", False, "sys.time"),
        ("99:99", "", False, "sys.any"),
        ("ada@example.com", "EMAIL", False, "sys.contacts"),
        ("12.50", "", True, "sys.number"),
        ("12.50", "", False, "sys.any"),
        ("007", "", True, "sys.any"),
        ("true", "", True, "sys.any"),
        (None, "", False, "sys.any"),
        ([1], "", False, "sys.any"),
    ],
)
def test_an_entity_comes_from_the_value(value, name, xml, entity):
    assert propose_entity(value, name=name, xml=xml) == entity
