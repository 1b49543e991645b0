"""Where a value stands: what counts as the value, the patterns, the table."""

import pytest

from hooknb.core.redaction import Redactor
from hooknb.core.survey.wanted import Wanted
from hooknb.core.survey.where import MOST_PATTERNS, where, where_table

DATA = {
    "rooms": [
        {"id": 42, "name": "Room 42", "open": True},
        {"id": "42", "name": None, "open": 1},
        {"id": 42.0, "name": "ÉCOLE", "seats": [42, 421]},
    ],
    "floors": {"1042": {"id": 42}, "1043": {"id": 1}},
    "id": 42,
}


def places(wanted, data=DATA, **options):
    return {found.pattern: (found.count, found.of, found.first) for found in where(data, wanted, **options)}


ROOM_IDS = {"rooms[*].id": (2, 3, ("rooms", 0, "id"))}
OTHER_IDS = {
    "rooms[*].seats[*]": (1, 2, ("rooms", 2, "seats", 0)),
    "floors.*.id": (1, 2, ("floors", "1042", "id")),
    "id": (1, 1, ("id",)),
}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted.same(42), ROOM_IDS | OTHER_IDS),
        (Wanted.same("42"), {"rooms[*].id": (1, 3, ("rooms", 1, "id"))}),
        (
            Wanted.same(1),
            {"rooms[*].open": (1, 2, ("rooms", 1, "open")), "floors.*.id": (1, 2, ("floors", "1043", "id"))},
        ),
        (Wanted.same(True), {"rooms[*].open": (1, 2, ("rooms", 0, "open"))}),
        (Wanted.same(None), {"rooms[*].name": (1, 3, ("rooms", 1, "name"))}),
        (Wanted.same("room 42"), {}),
        (Wanted.typed("école"), {"rooms[*].name": (1, 3, ("rooms", 2, "name"))}),
        (Wanted.typed('"42"'), {"rooms[*].id": (1, 3, ("rooms", 1, "id"))}),
        (
            Wanted.typed("42"),
            {"rooms[*].id": (3, 3, ("rooms", 0, "id")), "rooms[*].name": (1, 3, ("rooms", 0, "name"))}
            | OTHER_IDS,
        ),
        (Wanted.typed("null"), {"rooms[*].name": (1, 3, ("rooms", 1, "name"))}),
        (Wanted.typed("true"), {"rooms[*].open": (1, 2, ("rooms", 0, "open"))}),
    ],
    ids=str,
)
def test_a_value_is_found_by_pattern(wanted, found):
    assert places(wanted) == found


def test_the_most_frequent_pattern_comes_first():
    assert list(places(Wanted.same(7), {"a": 7, "b": [7, 7], "c": {"d": 7}})) == ["b[*]", "a", "c.d"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("seats", {"rooms[*].seats": (1, 1, ("rooms", 2, "seats"))}),
        ("1043", {"floors.*": (1, 2, ("floors", "1043"))}),
        ("rooms", {"rooms": (1, 1, ("rooms",))}),
        ("42", {}),
    ],
)
def test_a_name_is_found_among_names(name, found):
    assert places(Wanted.same(name), among="key") == found


def test_names_and_values_are_counted_once():
    data = {"2026-01-01": "1", "2026-01-02": "2026", "2026-01-03": 2026}
    assert places(Wanted.typed("2026"), data, among="any") == {"$.*": (3, 3, ("2026-01-01",))}


def test_in_xml_a_number_is_a_text_that_spells_it():
    data = {"o": {"n": ["5", "5.0", {"@id": "5", "#text": "05"}], "t": "five"}}
    assert places(Wanted.same(5, lax=True), data, lax=True) == {
        "o.n[*]": (3, 3, ("o", "n", 0)),
        "o.n[*].@id": (1, 1, ("o", "n", 2, "@id")),
    }
    assert places(Wanted.same(5), {"n": "5"}) == {}


@pytest.mark.parametrize("value", [{}, [], object()], ids=str)
def test_what_is_no_scalar_cannot_be_looked_for(value):
    with pytest.raises(TypeError, match="cannot be looked for"):
        Wanted.same(value)


def test_secrets_are_masked_in_the_table():
    token = "s3cret-token-42"
    redactor = Redactor([("KEY", token)])
    table = where_table(where({token: [token]}, Wanted.typed("s3cret")), redactor.leaf)
    assert table.rows == (("«KEY»[*]", 1, 1, "«KEY»[0]", "«KEY»", "text"),)
    table = where_table(where({"a": {token: 1}}, Wanted.same("a"), among="key"), redactor.leaf)
    assert table.rows[0][4] == "{«KEY»: 1}"


def test_patterns_are_without_end_in_data_made_to_have_no_end_of_them():
    data = [42]
    for _ in range(MOST_PATTERNS + 50):
        data = [42, data]
    assert len(where(data, Wanted.same(42))) == MOST_PATTERNS


def test_other_types_are_looked_at_one_by_one():
    class Odd:
        def __eq__(self, other):
            raise ValueError("which of my elements?")

        __hash__ = None

    assert places(Wanted.same("x"), [Odd(), b"x", "x"]) == {"$[*]": (1, 3, (2,))}


def test_a_measure_that_is_no_number_is_found():
    data = [{"v": float("nan")}, {"v": 1.0}, {"v": "NaN"}]
    for wanted in (Wanted.same(float("nan")), Wanted.typed("NaN")):
        assert [wanted.fits(each["v"]) for each in data[:2]] == [True, False]
    assert [(each.pattern, each.count) for each in where(data, Wanted.same(float("nan")))] == [("$[*].v", 1)]


def test_the_scalar_of_an_array_is_what_it_holds():
    numpy = pytest.importorskip("numpy")
    data = {"a": 7, "b": True, "c": 1}
    for wanted, pattern in ((numpy.int64(7), "a"), (numpy.bool_(True), "b"), (numpy.float64(1), "c")):
        assert [each.pattern for each in where(data, Wanted.same(wanted))] == [pattern]
