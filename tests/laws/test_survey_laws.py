"""Laws of looking over data: whatever the data are, patterns, places and tables agree with object paths."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st
from laws.objectpath_strategies import documents, scalars

from hooknb.core.objectpath.compare import same
from hooknb.core.objectpath.path import MISSING, ObjectPath
from hooknb.core.survey.column import columns
from hooknb.core.survey.difference import differences
from hooknb.core.survey.flatten import flatten
from hooknb.core.survey.rows import rows_at
from hooknb.core.survey.shape import shapes
from hooknb.core.survey.wanted import Wanted
from hooknb.core.survey.where import where


def there(data, location):
    for key in location:
        data = data[key]
    return data


@given(documents)
def test_every_value_stands_in_one_column_under_a_path_that_finds_it(data):
    places = []
    for column in columns(data):
        found = [location for location, _ in ObjectPath(column.pattern).matches(data)]
        mine = [column.location(number) for number in range(len(column.values))]
        assert [there(data, location) for location in mine] == column.values
        assert [location for location in found if location in set(mine)] == mine
        places += mine
    everything = [(), *(place for place, _ in ObjectPath("$..*").matches(data))]
    assert sorted(places, key=repr) == sorted(everything, key=repr)


@given(documents, scalars)
def test_where_finds_what_a_walk_finds(data, value):
    wanted = Wanted.same(value)
    walked = [place for place, each in ObjectPath("$..*").matches(data) if wanted.fits(each)]
    found = where(data, wanted)
    assert sum(each.count for each in found) == len(walked)
    assert {each.first for each in found} <= set(walked)


@given(documents)
def test_the_shape_counts_what_paths_find(data):
    shown = {each.pattern: each for each in shapes(data)}
    entries = sum(1 for _ in ObjectPath("$..*").matches(data))
    assert sum(each.count for each in shown.values()) == entries + 1
    for each in shown.values():
        assert sum(count for _, count in each.kinds) == each.count
        assert each.present is None or 0 < each.present <= 1
        assert each.seen == 1


@given(documents, st.integers(1, 3))
def test_a_sample_is_a_part(data, most):
    whole = {each.pattern: each for each in shapes(data)}
    for each in shapes(data, most=most):
        # Which objects are maps may be seen differently in a part of them.
        if each.pattern in whole:
            assert each.count <= whole[each.pattern].count
        assert 0 < each.seen <= 1


@given(documents)
def test_the_name_of_a_column_is_a_path_that_finds_its_cells(data):
    rows = rows_at(data, "$")
    flat = flatten(rows)
    for name, cells in flat.columns.items():
        path = ObjectPath(name)
        for row, cell in zip(rows.values, cells, strict=True):
            # Where some rows have an object and others do not, the object is in the columns of its names.
            if name != "*" and not (cell is MISSING and isinstance(path.one(row), dict)):
                assert path.one(row) is cell


@given(documents, documents)
def test_two_documents_differ_where_the_difference_says_and_nowhere_else(before, after):
    assert list(differences(before, before)) == []
    found = list(differences(before, after))
    assert bool(found) is not same(before, after)
    for each in found:
        if each.change == "moved":
            assert each.location[-1] == each.after
        elif each.change == "removed":
            assert there(before, each.location) is each.before
        else:
            assert there(after, each.location) is each.after


@given(documents, st.data())
def test_one_value_that_changes_is_one_difference(document, data):
    places = [
        place for place, value in ObjectPath("$..*").matches(document) if not isinstance(value, (dict, list))
    ]
    if places:
        place = data.draw(st.sampled_from(places))
        changed = copy.deepcopy(document)
        there(changed, place[:-1])[place[-1]] = "something new"
        found = [
            (each.location, each.after) for each in differences(document, changed) if each.change != "removed"
        ]
        assert found == [(place, "something new")]
