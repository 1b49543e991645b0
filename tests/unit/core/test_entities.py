import json
import math
import threading
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import numpy
import pandas
import pytest

from hooknb.core import entities
from hooknb.core.entities import EntityType, entities_table, entity, known_names, lookup, register, unregister
from hooknb.errors import EntityError, NodeError

TODAY = date(2026, 11, 24)  # a Tuesday
SIZE = EntityType.custom("size", {"small": ["s", "little one"], "large": ["l", "big"]})


TOO_LONG = 10**4300  # Python refuses to write it out


def readable(cell):
    return "TOO_LONG" if isinstance(cell, int) and abs(cell) >= TOO_LONG else repr(cell)[:30]


def documented_rows():
    lines = [line for line in entities.__doc__.splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture
def size():
    register(SIZE)
    yield SIZE
    unregister("size")


@pytest.mark.parametrize(("name", "value", "becomes"), documented_rows(), ids=lambda cell: cell)
def test_the_table_in_the_docstring_holds(name, value, becomes):
    coerced = entity(name).coerce(json.loads(value), today=TODAY)
    assert json.dumps(coerced) == becomes


def test_the_table_in_the_docstring_names_every_documented_type():
    assert {row[0] for row in documented_rows()} == set(entities.KNOWN)


TAKEN = [
    # entity, value, becomes
    ("sys.any", "", ""),
    ("sys.any", True, True),
    ("sys.any", {"a": (1,)}, {"a": (1,)}),
    ("sys.any", (1, 2), [1, 2]),
    ("sys.any", date(2026, 1, 2), "2026-01-02"),
    ("sys.any", time(17, 30), "17:30:00"),
    ("sys.any", datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02T03:04:00+00:00"),
    ("sys.any", Decimal("42"), 42),
    ("sys.any", numpy.int64(3), 3),
    ("sys.any", numpy.bool_(True), True),
    ("sys.any", numpy.str_("x"), "x"),
    ("sys.any", pandas.Timestamp("2026-01-02 03:04"), "2026-01-02T03:04:00"),
    ("sys.number", "42", 42),
    ("sys.number", "\t42\n", 42),
    ("sys.number", "+42", 42),
    ("sys.number", "007", 7),
    ("sys.number", "-0", 0),
    ("sys.number", ".5", 0.5),
    ("sys.number", "5.", 5.0),
    ("sys.number", "42.0", 42.0),
    ("sys.number", "1E-3", 0.001),
    ("sys.number", "1.000", 1.0),
    ("sys.number", 42, 42),
    ("sys.number", 2.5, 2.5),
    ("sys.number", "9" * 4300, 10**4300 - 1),
    ("sys.number", Decimal("0.10"), 0.1),
    ("sys.number", Decimal("1E+3"), 1000),
    ("sys.number", Fraction(1, 4), 0.25),
    ("sys.number", numpy.float64(0.5), 0.5),
    ("sys.number", numpy.uint8(200), 200),
    ("sys.names", "Ada\u00a0", "Ada"),
    ("sys.names", ("Ada ", "Grace"), ["Ada", "Grace"]),
    ("sys.contacts", " +49 151 2345678 ", "+49 151 2345678"),
    ("sys.contacts", ["Ada", 112], ["Ada", "112"]),
    ("sys.confirmation", True, True),
    ("sys.confirmation", "FALSE", False),
    ("sys.confirmation", " sure. ", True),
    ("sys.confirmation", "Nope", False),
    ("sys.confirmation", 1, True),
    ("sys.confirmation", numpy.bool_(False), False),
    ("sys.colour", None, None),
    ("sys.colour", [1], [1]),
]


@pytest.mark.parametrize(("name", "value", "becomes"), TAKEN, ids=readable)
def test_a_fitting_value_becomes_what_its_type_says(name, value, becomes):
    coerced = entity(name).coerce(value, today=TODAY)
    assert coerced == becomes
    assert type(coerced) is type(becomes)


@pytest.mark.parametrize(("name", "value", "becomes"), TAKEN, ids=readable)
def test_a_coerced_value_is_taken_again_unchanged(name, value, becomes):
    assert entity(name).coerce(becomes, today=TODAY) == becomes


REFUSED = [
    # entity, value, message, part of the hint
    ("sys.any", math.nan, "nan is not a number", ""),
    ("sys.any", math.inf, "inf is not a number", ""),
    ("sys.any", TOO_LONG, "a very long number is not short enough to be written", "4300 digits"),
    ("sys.any", b"x", "a value of type bytes is not a JSON value", ""),
    ("sys.any", {1, 2}, "a value of type set is not a JSON value", ""),
    ("sys.any", pandas.NaT, "a value of type NaTType is not a JSON value", ""),
    ("sys.any", numpy.datetime64("2026-01-01", "ns"), "a value of type datetime64 is not a JSON value", ""),
    ("sys.any", numpy.array([1, 2]), "a value of type ndarray is not a JSON value", ""),
    ("sys.number", "abc", "'abc' is not a number", "such as 42"),
    ("sys.number", "", "empty text is not a number", ""),
    ("sys.number", "  ", "empty text is not a number", ""),
    ("sys.number", None, "null is not a number", ""),
    ("sys.number", True, "true is not a number", "sys.confirmation"),
    ("sys.number", [1], "a list is not a number", ""),
    ("sys.number", {}, "an object is not a number", ""),
    ("sys.number", math.nan, "nan is not a number", ""),
    ("sys.number", "nan", "'nan' is not a number", ""),
    ("sys.number", "Infinity", "'Infinity' is not a number", ""),
    ("sys.number", Decimal("NaN"), "nan is not a number", ""),
    ("sys.number", 1j, "a value of type complex is not a number", ""),
    ("sys.number", "1e999", "'1e999' is too large a number", "sys.any"),
    ("sys.number", "9" * 4301, f"'{'9' * 58}…' is too large a number", "sys.any"),
    ("sys.number", "1,000", "'1,000' is not a number", "write it without separators: 1000"),
    ("sys.number", "-1 234 567.5", "'-1 234 567.5' is not a number", "separators: -1234567.5"),
    ("sys.number", "1_000", "'1_000' is not a number", "separators: 1000"),
    ("sys.number", "3,14", "'3,14' is not a number", "write a decimal point: 3.14"),
    ("sys.number", -TOO_LONG, "a very long number is not short enough to be written", "4300 digits"),
    ("sys.number", "0x1F", "'0x1F' is not a number", ""),
    ("sys.number", "٣", "'٣' is not a number", ""),
    ("sys.number", "5 €", "'5 €' is not a number", ""),
    ("sys.date", None, "null is not a date", "YYYY-MM-DD"),
    ("sys.date", 1795910400, "1795910400 is not a date", ""),
    ("sys.date", pandas.NaT, "a value of type NaTType is not a date", ""),
    ("sys.time", 17, "17 is not a time of day", "HH:MM"),
    ("sys.time", date(2026, 1, 2), "a value of type date is not a time of day", ""),
    ("sys.names", " ", "empty text is not a name", "list of names"),
    ("sys.names", [], "an empty list is not a name", ""),
    ("sys.names", ["Ada", 1], "1 is not a name", ""),
    ("sys.names", 42, "42 is not a name", ""),
    ("sys.contacts", True, "true is not a contact", "phone number"),
    ("sys.contacts", 1.5, "1.5 is not a contact", ""),
    ("sys.contacts", -5, "-5 is not a contact", ""),
    ("sys.confirmation", "maybe", "'maybe' is not a yes or a no", "write yes or no"),
    ("sys.confirmation", 2, "2 is not a yes or a no", ""),
    ("sys.confirmation", None, "null is not a yes or a no", ""),
    ("sys.confirmation", TOO_LONG, "a very long number is not a yes or a no", ""),
]


@pytest.mark.parametrize(("name", "value", "message", "hint"), REFUSED, ids=readable)
def test_a_misfit_says_what_it_is_and_how_to_write_it(name, value, message, hint):
    with pytest.raises(EntityError) as caught:
        entity(name).coerce(value, today=TODAY)
    assert caught.value.message == message
    assert hint in caught.value.hint
    assert caught.value.hint


def test_a_secret_misfit_is_not_quoted_even_in_the_hint():
    with pytest.raises(EntityError) as caught:
        entity("sys.number").coerce("123,456", secret=True)
    assert caught.value.message == "the secret value is not a number"
    assert "123" not in str(caught.value)
    assert caught.value.__context__ is None


def test_relative_dates_start_from_the_local_day_by_default():
    before = date.today()
    coerced = entity("sys.date").coerce("today")
    assert coerced in {before.isoformat(), date.today().isoformat()}


@pytest.mark.parametrize(
    ("written", "becomes"),
    [("small", "small"), (" LITTLE  One ", "small"), ("L", "large"), ("Large", "large")],
    ids=str,
)
def test_a_custom_value_is_found_by_any_spelling(written, becomes):
    assert SIZE.coerce(written) == becomes


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("smal", "'smal' is not a value of size", "did you mean 'small'?"),
        ("42", "'42' is not a value of size", "one of small, large"),
        (None, "null is not a value of size", "one of small, large"),
        (["s"], "a list is not a value of size", "one of small, large"),
    ],
    ids=str,
)
def test_a_custom_misfit_names_the_nearest_value(written, message, hint):
    with pytest.raises(EntityError) as caught:
        SIZE.coerce(written)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_custom_value_may_be_written_as_a_number_or_a_boolean():
    grade = EntityType.custom("grade", {"1": ["true"], "2.5": []})
    assert [grade.coerce(value) for value in (1, True, 2.5)] == ["1", "1", "2.5"]


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("sys.number", ["one"], "is documented"),
        ("my size", ["small"], "is not a name"),
        ("size", [" "], "empty spelling"),
        ("size", {"small": ["s", ""]}, "empty spelling of 'small'"),
        ("size", {"small": ["s"], "super": ["S"]}, "has 'S' for both 'small' and 'super'"),
    ],
    ids=["documented name", "space in name", "blank value", "blank synonym", "shared synonym"],
)
def test_a_custom_definition_that_cannot_work_is_refused(name, values, message):
    with pytest.raises(NodeError, match=message):
        EntityType.custom(name, values)


def test_a_spelling_may_repeat_within_its_own_value():
    assert EntityType.custom("size", {"small": ["Small", "s", "s"]}).coerce("s") == "small"


def test_an_entity_type_is_a_value():
    assert eval(repr(SIZE)) == SIZE
    assert len({SIZE, EntityType.custom("size", {"small": ["s", "little one"], "large": ["l", "big"]})}) == 1
    with pytest.raises(AttributeError):
        SIZE.name = "other"


def test_registering_makes_a_name_known(size):
    assert lookup("size") is size
    assert "size" in known_names()
    assert not entity("size").documented


def test_registering_again_replaces(size):
    newer = register(EntityType.custom("size", ["tiny"]))
    assert entity("size") == newer
    assert known_names().count("size") == 1


def test_an_empty_custom_type_cannot_be_registered():
    with pytest.raises(NodeError, match="no values"):
        register(EntityType("size"))


def test_unregistering_what_is_not_there_is_nothing():
    unregister("size")
    assert not entity("size").known


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("sys.nmuber", "did you mean 'sys.number'?"),
        ("number", "did you mean 'sys.number'?"),
        ("sys.Date", "did you mean 'sys.date'?"),
        ("sys.colour", "register it with its values, or use sys.any"),
        ("colour", "register it with its values, or use sys.any"),
    ],
)
def test_an_unknown_type_warns_and_acts_as_any(name, mend):
    problem = entity(name).warning(("parameters", 0, "entity"))
    assert (problem.severity, problem.hint) == ("warning", mend)
    assert problem.message == f"{name!r} is not a known entity, so it acts as sys.any"
    assert entity(name).coerce({"any": "thing"}) == {"any": "thing"}


@pytest.mark.parametrize("name", entities.KNOWN)
def test_a_documented_type_describes_itself_in_one_line_and_warns_of_nothing(name):
    line = entity(name).describe()
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert entity(name).documented
    assert entity(name).warning(()) is None


def test_other_types_describe_themselves_too():
    assert SIZE.describe() == "size: one of small, large"
    assert entity("sys.colour").describe() == "sys.colour: not known here, acts as sys.any"


def test_the_table_lists_documented_and_registered_types(size):
    table = entities_table()
    by_name = {row[0]: row for row in table.rows}
    assert tuple(by_name) == known_names()
    assert by_name["sys.date"][-1] == "documented"
    assert by_name["size"][-1] == "registered"
    assert "sys.number" in table.text()


def test_many_threads_may_register_at_once():
    names = [f"kind{number}" for number in range(8)]

    def churn(name):
        for _ in range(200):
            register(EntityType.custom(name, ["a"]))
            known_names()
            unregister(name)
        register(EntityType.custom(name, ["a"]))

    threads = [threading.Thread(target=churn, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        assert set(names) <= set(known_names())
    finally:
        for name in names:
            unregister(name)
