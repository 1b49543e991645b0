"""The spelling of RFC 9535 for paths of ours: nothing else is read strictly, and the meaning stays."""

from __future__ import annotations

import pytest

from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.standard import standard


@pytest.mark.parametrize(
    ("path", "spelling"),
    [
        ("items[*].id", "$.items[*].id"),
        ("$..id", "$..id"),
        ("$[*].größe", "$[*].größe"),
        ("[0][name]", "$[0].name"),
        ("note.to[*].@id", "$.note.to[*]['@id']"),
        ("s:feed.s:entry[*].#text", "$['s:feed']['s:entry'][*]['#text']"),
        ("$..@id", "$..['@id']"),
        ("$..s:entry[*]", "$..['s:entry'][*]"),
        ("rates.*.first-name", "$.rates.*['first-name']"),
        ("items[007,-1]['it\\\"s', b-c]", "$.items[7, -1]['it\"s', 'b-c']"),
        ("a-b[1:].c[::-2]", "$['a-b'][1:].c[::-2]"),
        ("items[?@.price > 10].id", "$.items[?@.price > 10].id"),
        ("items[?@.@id == 7]", None),
        ("a.`len`", None),
        ("a..", None),
    ],
)
def test_a_path_is_spelled_as_rfc_9535_reads_it(path, spelling):
    assert standard(path) == spelling
    if spelling is not None:
        ObjectPath(spelling, strict=True)


def test_half_a_surrogate_pair_has_no_spelling_there():
    assert standard("a['\\ud800']") is None
