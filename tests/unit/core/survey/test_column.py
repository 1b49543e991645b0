"""Data as columns: which there are, what they hold, and the way back."""

from array import array

import pytest

from hooknb.core.survey.column import columns

DATA = {
    "items": [{"id": 7, "tags": ["a", "b"]}, {"id": None}, {"tags": []}, {"tags": ["c"]}],
    "users": {"1042": {"name": "Ann"}, "1043": {"name": "Bob"}},
    "mixed": [1, [2, 3], {"x": 4}, "5"],
}


def patterns(data, **options):
    return {column.pattern: column.contents for column in columns(data, **options)}


def there(data, location):
    for key in location:
        data = data[key]
    return data


def test_the_columns_stand_in_the_order_of_the_document():
    assert list(patterns(DATA)) == [
        "$",
        "items",
        "items[*]",
        "items[*].id",
        "items[*].tags",
        "items[*].tags[*]",
        "users",
        "users.*",
        "users.*.name",
        "mixed",
        "mixed[*]",
        "mixed[*].x",
        "mixed[*][*]",
    ]


@pytest.mark.parametrize(
    ("pattern", "values"),
    [
        ("items[*].id", [7, None]),
        ("items[*].tags[*]", ["a", "b", "c"]),
        ("users.*.name", ["Ann", "Bob"]),
        ("mixed[*]", DATA["mixed"]),
        ("mixed[*][*]", [2, 3]),
        ("mixed[*].x", [4]),
    ],
)
def test_a_column_holds_what_its_pattern_finds(pattern, values):
    assert patterns(DATA)[pattern] == values


@pytest.mark.parametrize("most", [None, 1, 2, 3, 1000])
def test_every_value_is_found_again(most):
    data = {**DATA, "big": [[{"n": [m] * m} for m in range(n % 5)] for n in range(50)]}
    for column in columns(data, most=most):
        for number, value in enumerate(column.values):
            assert there(data, column.location(number)) is value


@pytest.mark.parametrize("count", [1, 99, 100, 101, 12_345])
def test_a_sample_has_at_most_so_many_items_and_says_which_share(count):
    last = list(columns({"a": [{"n": n} for n in range(count)]}, most=100))[-1]
    assert len(last.values) <= 100
    assert last.seen == len(last.values) / count
    assert last.values == sorted(last.values)
    assert last.values[0] <= count // 100
    assert last.values[-1] >= count - 1 - count // 100


def test_a_sample_has_no_rhythm():
    last = list(columns([n % 2 for n in range(100_000)], most=100))[-1]
    assert 20 < sum(last.values) < 80


def test_a_sample_of_xml_is_one_too():
    data = {"o": {"item": [{"n": [str(n), "x"]} for n in range(1000)]}}
    last = list(columns(data, lax=True, most=100))[-1]
    assert len(last.values) == 100
    assert last.seen == pytest.approx(100 / 1000 * 100 / 200)
    assert [there(data, last.location(at)) for at in range(100)] == last.values


def test_shares_are_multiplied():
    last = list(columns([[0] * 40] * 200, most=100))[-1]
    assert last.seen == pytest.approx(100 / 200 * 100 / 4000, rel=0.05)


XML = {
    "o": {
        "@lang": "en",
        "item": [
            {"who": {"@id": "1", "#text": "a"}, "n": "5"},
            {"who": ["b", {"@id": "2", "#text": "c"}], "p": {"#text": "x", "b": "y"}},
            None,
        ],
    }
}


def test_of_xml_one_element_and_several_are_one_column():
    assert patterns(XML, lax=True) == {
        "$": [XML],
        "o": [XML["o"]],
        "o.@lang": ["en"],
        "o.item[*]": XML["o"]["item"],
        "o.item[*].who[*]": ["a", "b", "c"],
        "o.item[*].who[*].@id": ["1", "2"],
        "o.item[*].n": ["5"],
        "o.item[*].p": [{"#text": "x", "b": "y"}],
        "o.item[*].p.#text": ["x"],
        "o.item[*].p.b": ["y"],
    }


def test_of_xml_every_element_is_found_again():
    for column in columns(XML, lax=True):
        for number, value in enumerate(column.values):
            assert there(XML, column.location(number)) is value


def test_of_many_names_each_object_may_have_a_few():
    data = [{f"field{chr(97 + n % 25)}": n, "kind": "a" if n % 2 else 1} for n in range(100)]
    found = patterns({"rows": [*data, None]})
    assert found["rows[*].kind"] == [row["kind"] for row in data]
    assert found["rows[*].fieldh"] == [7, 32, 57, 82]
    for column in columns([*data, None]):
        for number, value in enumerate(column.values):
            assert there([*data, None], column.location(number)) == value


def test_data_may_be_deep():
    data = "here"
    for _ in range(20_000):
        data = [data]
    *_, last = columns(data)
    assert last.values == ["here"]
    assert last.location(0) == (0,) * 20_000


def test_other_types_are_kept_as_they_are():
    values = [array("b", [1]), {1: 2}, (3,)]
    found = patterns(values)
    assert found["$[*]"] == values
    assert found["$[*].*"] == [2]
