"""The laws of cURL commands: what is written reads back but for what is named, and any text is a node or an error."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from laws.strategies import nodes, texts

from hooknb.core.door import FIELDS
from hooknb.errors import CellError, FormatError
from hooknb.formats.cell import read
from hooknb.formats.curl import from_curl, to_curl
from hooknb.formats.forms import losses
from hooknb.formats.shellwords import Word, quote, split


@given(nodes())
def test_a_command_loses_exactly_what_is_named(node):
    again = from_curl(to_curl(node)).node
    named = {loss.path[0] for loss in losses(node, "curl") if len(loss.path) == 1}
    assert {name for name in FIELDS if getattr(node, name) != getattr(again, name)} == named


@given(nodes())
def test_a_command_that_was_read_is_written_and_read_as_the_same_node(node):
    once = from_curl(to_curl(node)).node
    assert losses(once, "curl") == losses(from_curl(to_curl(once)).node, "curl")
