"""A hint that names a place of the node: as text in a cell's words, in a form in those of its tabs."""

import copy
import pickle
import string

import pytest

from hooknb.core.hints import IN_A_CELL, Hint, masked, said
from hooknb.formats.cell_sections import find_section
from hooknb.widgets.form.words import IN_A_FORM

HINT = Hint("route", 404)


def test_a_hint_is_a_text_in_the_words_of_a_cell():
    assert HINT == "route it under [Status], such as 404: an_output"
    assert repr(HINT) == repr(str(HINT))


@pytest.mark.parametrize(
    ("text", "found"), [(HINT, "404!"), ("plain {0}", "plain {0}"), ("", "")], ids=["hint", "text", "empty"]
)
def test_who_shows_a_hint_has_words_of_their_own(text, found):
    assert said(text, {"route": "{0}!"}) == found


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda hint: pickle.loads(pickle.dumps(hint))])
def test_a_copy_is_a_hint_too(again):
    assert said(again(HINT), {"route": "{0}!"}) == "404!"


def test_the_texts_of_a_hint_are_masked():
    hint = masked(Hint("optional", "s3cret"), lambda text: text.replace("s3cret", "***"))
    assert hint == "mend the path, or write ***? when it may be missing"
    assert said(hint, {"optional": "{0}"}) == "***"
    assert masked("a s3cret", lambda text: text.replace("s3cret", "***")) == "a ***"


def test_what_stands_in_a_hint_is_no_template():
    assert said(Hint("optional", "{1}"), {"optional": "<{0}>"}) == "<{1}>"


@pytest.mark.parametrize("key", IN_A_CELL)
def test_a_form_has_words_for_every_hint_and_names_no_section(key):
    holes = [
        {hole for _, hole, _, _ in string.Formatter().parse(words[key])} for words in (IN_A_CELL, IN_A_FORM)
    ]
    assert holes[0] == holes[1]
    assert "[" not in IN_A_FORM[key]
    assert IN_A_FORM.keys() == IN_A_CELL.keys()


@pytest.mark.parametrize("key", [key for key, words in IN_A_CELL.items() if "[" in words])
def test_the_sections_that_are_named_exist(key):
    assert find_section(IN_A_CELL[key].partition("[")[2].partition("]")[0])
