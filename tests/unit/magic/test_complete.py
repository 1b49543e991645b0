"""Completion: what can be written at the cursor, marked `|` in these cells."""

import pytest

from hooknb.magic.complete import Known, complete

KNOWN = Known(
    names=("CITY", "COUNT"),
    nodes=("order", "user"),
    data={"data": {"userId": 1, "user name": "x"}, "items": [{"id": 1}]},
)


def offered(marked):
    cursor = marked.index("|")
    text = marked.replace("|", "")
    found = complete(text, cursor, KNOWN)
    return text[found.start : cursor], found.options


@pytest.mark.parametrize(
    ("cell", "typed", "some"),
    [
        pytest.param("%%webhook --d|", "--d", ["--dry-run", "--define"], id="options-of-the-line"),
        pytest.param("%%webhook\n|", "", ["GET ", "POST ", "PATCH "], id="methods"),
        pytest.param("%%webhook\npo|", "po", ["POST "], id="methods-without-case"),
        pytest.param("%%webhook\nGET https://x.org/$C|", "C", ["CITY", "COUNT"], id="names-in-the-url"),
        pytest.param("%%webhook\nGET x\nAcc|", "Acc", ["Accept: ", "Accept-Language: "], id="header-names"),
        pytest.param("%%webhook\nGET x\nAccept: app|", "app", ["application/json"], id="header-values"),
        pytest.param(
            "%%webhook\nGET x\n[|", "[", ["[Params]", "[Response Mapping]", "[Body json]"], id="sections"
        ),
        pytest.param("%%webhook\nGET x\n[res|", "[res", ["[Response Mapping]"], id="section-without-case"),
        pytest.param(
            "%%webhook\nGET x\n[Params]\nQTY (sys.n|", "sys.n", ["sys.number)", "sys.names)"], id="entities"
        ),
        pytest.param("%%webhook\nGET x\n[Secrets]\nT: |", "", ["env ", "prompt"], id="secret-sources"),
        pytest.param("%%webhook\nGET x\n[Options]\nti|", "ti", ["timeout: "], id="option-names"),
        pytest.param("%%webhook\nGET x\n[Options]\nasync: |", "", ["yes", "no"], id="option-values"),
        pytest.param(
            "%%webhook\nGET x\n[Signing]\nap|", "ap", ["api_key: ", "application_id: "], id="signing-names"
        ),
        pytest.param(
            "%%webhook\nGET x\n[Auth]\n|", "", ["bearer: $", "basic: ", "password: $"], id="auth-names"
        ),
        pytest.param("%%webhook\nGET x\n[Options]\nretry_on: 5xx t|", "t", ["timeout", "tls"], id="reasons"),
        pytest.param("%%webhook\nGET x\n[Status]\n4|", "4", ["404: ", "4xx: "], id="statuses"),
        pytest.param(
            "%%webhook\nGET x\n[Params]\nOWN: 1\n[Query]\na: $O|", "O", ["OWN"], id="names-of-the-cell"
        ),
        pytest.param(
            "%%webhook\nGET x\n[Mapping]\nA: da|",
            "da",
            ["data", "data.userId", "data['user name']"],
            id="paths",
        ),
        pytest.param(
            "%%webhook\nGET x\n[Mapping]\nA: items|",
            "items",
            ["items[0]", "items[0].id"],
            id="paths-into-lists",
        ),
        pytest.param('%%webhook\nGET x\n[Body json]\n{"a": "$CI|"}', "CI", ["CITY"], id="names-in-the-body"),
        pytest.param("%%webhook\nGET x\n[Mapping]\nA: a[*].b |", "", ["first", "count"], id="policies"),
        pytest.param("%%webhook\nGET x\n[Mapping]\nA (sys.number): a[*] c|", "c", ["count"], id="a-policy"),
        pytest.param("%webhook r|", "r", ["run"], id="commands"),
        pytest.param("%webhook show order -|", "-", ["--as "], id="an option of a command"),
        pytest.param("%webhook show order --as c|", "c", ["cell", "curl"], id="forms"),
        pytest.param("%webhook run o|", "o", ["order"], id="kept-nodes"),
    ],
)
def test_what_can_be_written_is_offered(cell, typed, some):
    found, options = offered(cell)
    assert found == typed
    assert [option for option in some if option not in options] == []


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("%%webhook\nGET x\n[Body text]\n[Par|", id="nothing-is-a-section-in-a-body"),
        pytest.param("%%webhook\nGET x\n[Mapping]\nA: zzz|", id="no-such-path"),
        pytest.param("%%webhook na|", id="a-new-name"),
    ],
)
def test_nothing_is_offered_where_nothing_fits(cell):
    assert offered(cell)[1] == ()


def test_options_are_what_the_typed_text_begins():
    for cell in ("%%webhook\nGET x\nC|", "%%webhook\nGET x\n[Options]\nr|"):
        typed, options = offered(cell)
        assert options
        assert all(option.lower().startswith(typed.lower()) for option in options)
