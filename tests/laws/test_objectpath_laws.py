"""Laws of object paths: what is written is found again, two other implementations agree, nothing crashes.

Hundreds of thousands of examples: HOOKNB_EXAMPLES=200000 pytest -o timeout=0 tests/laws/test_objectpath_laws.py
"""

from __future__ import annotations

import copy
import itertools
import json
import re
import unicodedata
import warnings

import jsonpath
import jsonpath_rfc9535
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from laws.objectpath_strategies import (
    documents,
    expressions,
    hostile_names,
    locations,
    misspelled,
    queries,
    simple_paths,
    values,
)

from hooknb.core.objectpath.automaton import Automaton
from hooknb.core.objectpath.iregexp import Pattern
from hooknb.core.objectpath.path import ObjectPath, is_path
from hooknb.core.objectpath.policy import WORDS, split_policy, with_policy
from hooknb.core.objectpath.regexp_tree import read
from hooknb.core.objectpath.standard import standard
from hooknb.core.objectpath.writer import generalise, ladder, write
from hooknb.errors import ObjectPathError

STRICT = jsonpath.JSONPathEnvironment(strict=True)


def spelled(found) -> list[str]:
    """Write values as JSON, so that 1, 1.0 and true differ."""
    return [json.dumps(value, sort_keys=True) for value in found]


def built(location, value):
    """Build the smallest data that have a value at a place."""
    for key in reversed(location):
        value = {key: value} if isinstance(key, str) else [None] * key + [value]
    return value


@given(locations)
@example(("\ud83d", "\ude00"))
@example(("\ud83d\ude00", 0, "\\u{41}"))
def test_a_written_path_finds_the_same_value(location):
    data = built(location, "found")
    path = ObjectPath(write(location))
    assert path.one(data) == "found" or not location
    assert list(path.matches(data)) == [(location, data if not location else "found")]
    assert eval(write(location, form="python"), {"data": data}) is path.one(data)


@given(locations)
def test_a_written_path_outlives_programs_that_tidy_unicode(location):
    text = write(location)
    assert unicodedata.normalize("NFC", text) == text
    assert text.isprintable()


@given(locations.filter(bool))
def test_what_is_written_is_spelled_as_rfc_9535_too(location):
    assume(not any("\ud800" <= each <= "\udfff" for key in location if isinstance(key, str) for each in key))
    for rung in ladder(location):
        text = standard(rung.path)
        assert text is not None
        data = built(location, "found")
        assert list(ObjectPath(text, strict=True).matches(data)) == list(ObjectPath(rung.path).matches(data))


@given(locations)
def test_a_normalized_path_is_strict(location):
    text = write(location, form="normalized")
    assume(not any("\ud800" <= each <= "\udfff" for each in text) and "\\ud" not in text)
    assert ObjectPath(text, strict=True).find(built(location, "found")) == [
        "found" if location else built(location, "found")
    ]


@given(documents)
def test_every_place_of_a_document_can_be_written_and_clicked(data):
    places = list(ObjectPath("$..*").matches(data))
    for location, value in places[:30]:
        assert ObjectPath(write(location)).one(data) is value
        for rung in ladder(location):
            assert location in [place for place, _ in ObjectPath(rung.path).matches(data)]
    for (first, _), (second, _) in itertools.pairwise(places[:20]):
        pattern = generalise(first, second)
        if pattern is not None:
            found = [place for place, _ in ObjectPath(pattern).matches(data)]
            assert first in found
            assert second in found


@given(queries(single=True), documents)
def test_rfc_9535_is_understood_as_jsonpath_rfc9535_does(text, data):
    found = ObjectPath(text, strict=True).find(data)
    assert spelled(found) == spelled(jsonpath_rfc9535.find(text, data).values())


@given(queries(slices=False), documents)
def test_rfc_9535_is_understood_as_python_jsonpath_does(text, data):
    found = ObjectPath(text, strict=True).find(data)
    assert spelled(found) == spelled(STRICT.findall(text, data))


@given(queries(), documents)
def test_all_evaluators_and_both_dialects_find_the_same(text, data):
    strict, lenient = ObjectPath(text, strict=True), ObjectPath(text)
    found = spelled(strict.find(data))
    assert lenient.dialect == "seed"
    assert spelled(lenient.find(data)) == found
    assert spelled(value for _, value in strict.matches(data)) == found
    for location, value in strict.matches(data):
        there = data
        for key in location:
            there = there[key]
        assert there is value


@given(misspelled(queries(single=True)))
def test_a_strict_path_is_one_for_jsonpath_rfc9535_too(text):
    try:
        ObjectPath(text, strict=True)
    except ObjectPathError:
        return
    jsonpath_rfc9535.compile(text)


@given(st.one_of(queries(), simple_paths(), misspelled(queries())), st.sampled_from(WORDS))
@example("a where b", "first")
@example("a.`len`", "count")
@example("$.a + $.b", "all")
def test_a_path_and_a_policy_are_told_apart(path, word):
    if is_path(path):
        text = with_policy(path.strip(" \t\r\n"), word)
        assert not is_path(text)
        assert split_policy(text) == (path.strip(" \t\r\n"), word)
        assert split_policy(path) == (path, "auto")


@given(st.one_of(misspelled(queries()), misspelled(misspelled(queries())), st.text(max_size=20)), documents)
@pytest.mark.parametrize("strict", [True, False])
def test_any_text_is_a_path_or_an_error_with_a_place(strict, text, data):
    try:
        path = ObjectPath(text, strict=strict)
    except ObjectPathError as error:
        assert 0 <= error.position <= len(text)
        assert error.message
        str(error)
        return
    before = copy.deepcopy(data)
    path.find(data)
    path.one(data, lax=True)
    list(path.matches(data, lax=True, ignore_prefixes=True))
    assert path.explain(data)
    assert path.explain(data, lax=True)
    assert data == before


@given(simple_paths(), documents)
def test_what_jsonpath_ng_reads_alike_it_finds_alike(text, data):
    from jsonpath_ng.ext import parse

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = [match.value for match in parse(text).find(data)]
    ours = ObjectPath(text).find(data)
    # Its order below `..` is its own.
    assert (
        sorted(spelled(ours)) == sorted(spelled(found)) if ".." in text else spelled(ours) == spelled(found)
    )


@given(queries(), values, hostile_names)
def test_one_element_and_a_list_of_one_are_the_same_to_a_lenient_path(text, data, name):
    path = ObjectPath(text)
    single, several = _elements(data, wrap=False), _elements(data, wrap=True)
    assume(isinstance(single, dict))
    assert spelled(path.find(single, lax=True)) == spelled(_elements_of(path.find(several, lax=True)))


def _elements(data, *, wrap):
    """Make XML data of any: lists hold no lists, and each value that is alone stands alone or in a list."""
    if isinstance(data, dict):
        return {name: _grouped(value, wrap=wrap) for name, value in data.items()}
    return None if isinstance(data, list) else data


def _grouped(value, *, wrap):
    if isinstance(value, list) and len(value) > 1:
        return [_elements(each, wrap=wrap) for each in value]
    element = _elements(value[0] if isinstance(value, list) and value else value, wrap=wrap)
    return [element] if wrap else element


def _elements_of(found):
    """Undo the wrapping inside values that were found."""

    def undone(value):
        if isinstance(value, list):
            return undone(value[0]) if len(value) == 1 else [undone(each) for each in value]
        return {name: undone(each) for name, each in value.items()} if isinstance(value, dict) else value

    return [undone(value) for value in found]


@given(expressions(), st.text("abc.-\n", max_size=6))
def test_a_pattern_matches_what_re_matches(expression, text):
    python = expression.replace("\\.", "\0").replace(".", "[^\n\r]").replace("\0", "\\.")
    tree = read(expression)
    whole, anywhere = bool(re.fullmatch(python, text)), bool(re.search(python, text))
    assert Automaton(tree, anywhere=False).accepts(text) is Pattern(expression).matches(text) is whole
    assert Automaton(tree, anywhere=True).accepts(text) is Pattern(expression).occurs(text) is anywhere
