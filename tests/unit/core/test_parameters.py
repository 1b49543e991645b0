"""Parameters: their spelling, and what a session remembers."""

import datetime
import decimal
import threading

import pandas
import pytest

from hooknb.core.parameters import UNSET, Parameter, Parameters, json_value, read_value
from hooknb.errors import EntityError, ParameterError


@pytest.mark.parametrize(
    ("text", "value", "spelling"),
    [
        pytest.param("2", 2, "", id="number"),
        pytest.param("2.50", 2.5, "2.50", id="written-digits-are-kept"),
        pytest.param("1e3", 1000.0, "1e3", id="exponent"),
        pytest.param("01234", "01234", "", id="leading-zero-is-text"),
        pytest.param("true", True, "", id="boolean"),
        pytest.param("null", None, "", id="null"),
        pytest.param('["a", 1]', ["a", 1], '["a", 1]', id="list"),
        pytest.param('"2"', "2", "", id="quoted-is-text"),
        pytest.param("NaN", "NaN", "", id="nan-is-text"),
        pytest.param("1e999", "1e999", "", id="infinite-is-text"),
        pytest.param("hello", "hello", "", id="text"),
    ],
)
def test_a_written_value_is_json_when_it_can_be(text, value, spelling):
    assert read_value(text) == (value, spelling)


@pytest.mark.parametrize(
    "parameter",
    [
        Parameter("A"),
        Parameter("A", 1),
        Parameter("A", None),
        Parameter("A", {"b": [1, 2.5, "x"]}, "sys.any"),
        Parameter("A", 2.5, "sys.number", spelling="2.50"),
        Parameter("A", secret=True),
    ],
    ids=repr,
)
def test_a_parameter_is_a_value(parameter):
    again = eval(repr(parameter))
    assert again == parameter
    assert hash(again) == hash(parameter)


def test_equal_numbers_of_other_types_are_other_values():
    assert Parameter("A", 1) != Parameter("A", True)
    assert Parameter("A", 1) != Parameter("A", 1.0)
    assert Parameter("A", UNSET) != Parameter("A", None)


def test_nobody_can_change_a_parameters_value_from_outside():
    value = {"a": [1]}
    parameter = Parameter("A", value)
    value["a"].append(2)
    assert parameter.value == {"a": [1]}


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (datetime.time(6, 30), "06:30:00"),
        (decimal.Decimal("3"), 3),
        ((1, 2), [1, 2]),
        (pandas.Series([7])[0], 7),
    ],
)
def test_python_values_become_json_values(given, value):
    made = json_value(given, "X")
    assert made == value
    assert type(made) is type(value)


@pytest.mark.parametrize("given", [float("nan"), {1: 2}, object(), b"x", {"a": {3}}], ids=str)
def test_what_json_cannot_hold_is_refused_with_the_name(given):
    with pytest.raises(ParameterError, match="parameter X is"):
        json_value(given, "X")


def test_a_value_set_by_hand_is_not_overwritten_by_a_mapped_one():
    store = Parameters()
    store["CITY"] = "Graz"
    store.map("CITY", "Linz", source="mapped by weather")
    store.map("TEMP", 3)
    assert store["CITY"] == "Graz"
    assert store.mapped("CITY").value == "Linz"
    assert store.frame().to_dict("records") == [
        {"name": "CITY", "entity": "sys.any", "value": "Graz", "source": "set by hand"},
        {"name": "TEMP", "entity": "sys.any", "value": 3, "source": "mapped"},
    ]
    del store["CITY"]
    assert list(store) == ["TEMP"]


def test_secrets_are_masked_in_the_frame():
    store = Parameters()
    store.set("TOKEN", "s3cret-value", secret=True)
    assert "s3cret-value" not in store.frame().to_string()
    assert store["TOKEN"] == "s3cret-value"


def test_a_bad_name_or_value_is_refused():
    store = Parameters()
    with pytest.raises(ParameterError, match="not a parameter name"):
        store["a b"] = 1
    with pytest.raises(EntityError):
        store.set("N", "abc", entity="sys.number")
    assert len(store) == 0


def test_many_threads_may_write():
    store = Parameters()

    def write(number):
        for each in range(200):
            store.set(f"N{number}_{each % 7}", each)
            list(store)
            store.table()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store) == 28


def test_a_mask_that_a_replay_gave_is_no_secret():
    store = Parameters()
    store.map("T", "«T»", secret=True)
    store.map("U", "s3cret-value", secret=True)
    assert store.secrets() == [("U", "s3cret-value")]
