"""The node: what goes out of it can come in again."""

import pytest

from hooknb.core.limits import Limits
from hooknb.core.mapping import ResponseMapping
from hooknb.core.node import Node
from hooknb.errors import NodeError
from hooknb.formats.cell import dumps, loads
from hooknb.formats.document import from_json, to_json

URL = "https://example.com/"
TWELVE = Limits(timeout_default=12)


@pytest.mark.parametrize("timeout", [10, 12, 15, None])
def test_a_time_out_reads_back_under_the_limits_it_was_written_for(timeout):
    node = Node("https://example.com/", timeout=timeout, limits=TWELVE)
    assert Node.from_dict(node.to_dict(limits=TWELVE), limits=TWELVE) == node
    assert loads(dumps(node, limits=TWELVE), limits=TWELVE) == node
    assert from_json(to_json(node, limits=TWELVE), limits=TWELVE) == node


def test_only_the_default_time_out_is_left_out():
    node = Node("https://example.com/", limits=TWELVE)
    assert "timeout" not in node.to_dict(limits=TWELVE)
    assert node.to_dict()["timeout"] == 12


def test_the_dataframe_of_parameters_defines_the_same_ones():
    parameters = [{"name": "A", "value": 5}, {"name": "N", "value": None}, {"name": "B"}]
    node = Node("https://example.com/$A/$B/$T", parameters=parameters, secrets={"T": "env HOME"})
    again = Node(node.url, parameters=node.frame(), secrets=node.secrets)
    assert again.parameters == node.parameters
    assert again.secrets == node.secrets


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        pytest.param(2, "junk", id="no-number"),
        pytest.param(2, "3", id="another-number"),
        pytest.param(2, "2.0", id="another-type"),
        pytest.param(1, "true", id="a-boolean"),
        pytest.param("a", "b", id="another-text"),
        pytest.param(2, 2, id="no-text"),
    ],
)
def test_a_spelling_has_to_spell_the_value(value, spelling):
    with pytest.raises(ValueError, match="is not a way to write the value"):
        Node("https://example.com/", parameters=[{"name": "A", "value": value, "spelling": spelling}])


def test_a_spelling_without_a_value_is_refused():
    with pytest.raises(ValueError, match="is not a way to write no value"):
        Node("https://example.com/", parameters=[{"name": "A", "spelling": "2"}])


@pytest.mark.parametrize(("value", "spelling"), [(2.5, "2.50"), (100.0, "1e2"), ([1], "[ 1 ]")])
def test_a_spelling_that_reads_back_is_kept(value, spelling):
    node = Node("https://example.com/", parameters=[{"name": "A", "value": value, "spelling": spelling}])
    assert node.parameters[0].text == spelling


@pytest.mark.parametrize(
    "rules",
    [
        {"B": "c", "D": "d"},
        [("B", "c"), ("D", "d")],
        ResponseMapping([("B", "c"), ("D", "d")]),
        ResponseMapping([("B", "c"), ("D", "d")]).frame(),
    ],
    ids=["dict", "pairs", "mapping", "frame"],
)
def test_rules_are_added_and_replace_those_of_the_same_parameters(rules):
    node = Node(URL, mapping={"A": "a", "B": "b"}).with_rules(rules)
    assert [(rule.parameter, rule.path) for rule in node.mapping] == [("A", "a"), ("B", "c"), ("D", "d")]


def test_a_wrong_rule_is_not_added():
    with pytest.raises(NodeError, match=r"A is sys\.number elsewhere"):
        Node(URL, parameters=[{"name": "A", "entity": "sys.number"}]).with_rules(
            [{"parameter": "A", "path": "a", "entity": "sys.date"}]
        )
