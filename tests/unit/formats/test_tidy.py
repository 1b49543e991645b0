"""Bodies laid out for reading: what changes, what stays, what is refused."""

import pytest

from hooknb.errors import NodeError
from hooknb.formats.tidy import tidy


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ('{"a":1,"b":[1,2.50,[]],"c":{}}', '{\n  "a": 1,\n  "b": [\n    1,\n    2.50,\n    []\n  ],\n  "c": {}\n}'),
        ('{"a":"{x: [1, 2]}"}', '{\n  "a": "{x: [1, 2]}"\n}'),
        ('{"a":"\\"q\\" \\\\"}', '{\n  "a": "\\"q\\" \\\\"\n}'),
        ('{"a":$A,"b":${B},"c":"$C ${D}","d":[$E]}', '{\n  "a": $A,\n  "b": ${B},\n  "c": "$C ${D}",\n  "d": [\n    $E\n  ]\n}'),
        ("[ ]", "[]"),
        ("1e400", "1e400"),
        ('{"a":1,"a":2}', '{\n  "a": 1,\n  "a": 2\n}'),
        (" \n", " \n"),
        ("", ""),
    ],
)  # fmt: skip
def test_json_is_laid_out(text, tidied):
    assert tidy(text, "json") == tidied


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("<a><b>1</b><c/></a>", "<a>\n  <b>1</b>\n  <c/>\n</a>"),
        ("<a>\n\n   <b> x </b></a>\n", "<a>\n  <b> x </b>\n</a>"),
        ("<a>text <b>in</b> it</a>", "<a>text <b>in</b> it</a>"),
        ('<?xml version="1.0"?><!-- c --><a x="1>2"/>', '<?xml version="1.0"?>\n<!-- c -->\n<a x="1>2"/>'),
        ("<a><![CDATA[ <b> ]]></a>", "<a><![CDATA[ <b> ]]></a>"),
        ('<a xml:space="preserve"> <b/> </a>', '<a xml:space="preserve"> <b/> </a>'),
        ("<a><b>$X</b></a>", "<a>\n  <b>$X</b>\n</a>"),
        ("<a></a>", "<a></a>"),
    ],
)
def test_xml_is_laid_out(text, tidied):
    assert tidy(text, "xml") == tidied


def test_elements_may_be_nested_deeply():
    text = "<a>" * 500 + "</a>" * 500
    assert tidy(text, "xml").count("\n") == 998


@pytest.mark.parametrize("kind", ["text", "html", "form", "raw"])
def test_other_formats_stay_as_they_are(kind):
    assert tidy("{ ", kind) == "{ "


@pytest.mark.parametrize(("text", "kind", "at"), [('{"a": }', "json", 6), ("<a><b></a>", "xml", 8)])
def test_what_is_wrong_is_refused_with_its_place(text, kind, at):
    with pytest.raises(NodeError) as caught:
        tidy(text, kind)
    [problem] = caught.value.problems
    assert (problem.path, problem.at[0]) == (("body", "text"), at)
