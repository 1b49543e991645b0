"""The law of Python code: evaluating it gives the same node, and it is laid out as formatters do."""

from __future__ import annotations

import ast

from hypothesis import given
from laws.strategies import nodes

import hooknb
from hooknb.formats.pycode import to_python


@given(nodes())
def test_python_code_gives_the_same_node(node):
    code = to_python(node)
    tree = ast.parse(code)
    assert [type(each).__name__ for each in tree.body] == ["Import", "Assign", "Assign"]
    expression = ast.get_source_segment(code, tree.body[1].value)
    assert eval(expression, {"hooknb": hooknb}) == node
    assert ast.unparse(tree.body[2]) == "result = hooknb.run(node)"
