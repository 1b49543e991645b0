"""Templates: what is a parameter, and one pass of filling."""

import pytest

from hooknb.core.template import Literal, Slot, Template


@pytest.mark.parametrize(
    ("text", "names", "filled"),
    [
        pytest.param("$NAME", ("NAME",), "<NAME>", id="plain"),
        pytest.param("${NAME}s", ("NAME",), "<NAME>s", id="braced"),
        pytest.param("$A/$B/$A", ("A", "B"), "<A>/<B>/<A>", id="repeats-counted-once"),
        pytest.param("costs $$5 or $5", (), "costs $5 or $5", id="dollar-escape-and-digit"),
        pytest.param("$$NAME", (), "$NAME", id="escaped-name"),
        pytest.param("$.a $[0] $", (), "$.a $[0] $", id="path-like-dollars-are-literal"),
        pytest.param("${not closed", (), "${not closed", id="unclosed-brace"),
        pytest.param("${a-b}", (), "${a-b}", id="brace-with-no-name"),
        pytest.param("$nameé", ("name",), "<name>é", id="names-are-ascii"),
        pytest.param("$$$A", ("A",), "$<A>", id="escape-then-name"),
        pytest.param("", (), "", id="empty"),
    ],
)
def test_a_dollar_is_a_parameter_only_before_a_name(text, names, filled):
    template = Template(text)
    assert template.names == names
    assert template.fill(lambda name: f"<{name}>") == filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        pytest.param("$filter=$A", "$filter=<A>", id="undeclared-stays"),
        pytest.param("$$filter $$A", "$$filter $A", id="only-declared-names-are-escaped"),
        pytest.param("${B} ${A}", "${B} <A>", id="braces"),
    ],
)
def test_with_declared_filling_every_other_dollar_is_literal(text, filled):
    assert Template(text, frozenset({"A"})).fill(lambda name: f"<{name}>") == filled


def test_a_filled_value_is_never_scanned_again():
    assert Template("$A$B").fill({"A": "$B", "B": "$A"}.__getitem__) == "$B$A"


def test_slots_know_where_they_stand():
    assert Template("a$B c").parts == (Literal("a"), Slot("B", 1, 3), Literal(" c"))


def test_a_text_that_is_one_slot_is_whole():
    assert (Template("$A").whole, Template("$A ").whole, Template("x").whole) == ("A", None, None)
