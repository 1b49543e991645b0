"""A cell that somebody wrote, changed in one place."""

from __future__ import annotations

import pytest

from hooknb.errors import CellError
from hooknb.formats.cell import loads
from hooknb.formats.cell_amend import rewritten, with_rules

WHOLE = """%%webhook order --set QTY=2 --timeout 12
# who orders what
POST https://example.com/orders
Accept:   application/json
[Params]
QTY:    2
# mapped
[Mapping]
A:   data.a   
# the second
B?: data.b

[Body text]
[Status]
# no comment
"""  # noqa: W291, the blanks stay


def lines_added(before: str, after: str) -> list[str]:
    return [line for line in after.splitlines() if line not in before.splitlines()]


def lines_gone(before: str, after: str) -> list[str]:
    return lines_added(after, before)


def test_a_new_section_stands_below_rows_that_are_off() -> None:
    before = "GET https://a.b/\n# off [Mapping] A: a\n# off [Status] 404: c\n# why\n\n[Status]\n500: d"
    after = with_rules(before, {"B": "b"})
    assert after == before.replace("# why", "[Response Mapping]\nB: b\n# why")


def test_a_new_rule_stands_below_the_others_and_nothing_else_changes() -> None:
    after = with_rules(WHOLE, {"C": "data.c"})
    assert (lines_added(WHOLE, after), lines_gone(WHOLE, after)) == (["C: data.c"], [])
    assert after.index("B?: data.b\n") + len("B?: data.b\n") == after.index("C: data.c\n")


def test_a_rule_takes_the_place_of_the_one_for_the_same_parameter() -> None:
    after = with_rules(WHOLE, {"A": "data.other"})
    assert after == WHOLE.replace("A:   data.a   ", "A: data.other")


def test_a_rule_takes_the_places_of_all_for_the_same_parameter() -> None:
    before = "GET https://a.b/\n[Mapping]\n# first\nA: data.a\n# second\nA: data.b\nB: c\n"
    after = with_rules(before, {"A": "other", "C": "d"})
    assert after == before.replace("data.a", "other").replace("data.b", "other") + "C: d\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("GET https://a.b/", "GET https://a.b/\n[Response Mapping]\nN: x", id="at the end"),
        pytest.param(
            "GET https://a.b/\n",
            "GET https://a.b/\n[Response Mapping]\nN: x\n",
            id="keeps the last line break",
        ),
        pytest.param(
            "GET https://a.b/\n[Params]\nP: 1\n\n# routes\n[Status]\n404: none",
            "GET https://a.b/\n[Params]\nP: 1\n[Response Mapping]\nN: x\n\n# routes\n[Status]\n404: none",
            id="above the sections that come later, and above their comments",
        ),
        pytest.param(
            "GET https://a.b/\r\nA: b\r\n",
            "GET https://a.b/\r\nA: b\r\n[Response Mapping]\r\nN: x\r\n",
            id="CRLF",
        ),
        pytest.param(
            "\ufeffGET https://a.b/\n",
            "\ufeffGET https://a.b/\n[Response Mapping]\nN: x\n",
            id="below a byte order mark",
        ),
        pytest.param(
            "curl https://a.b/ -d '\n[Mapping]\nQ: r\n'\n# why\n[Mapping]\nA: b",
            "curl https://a.b/ -d '\n[Mapping]\nQ: r\n'\n# why\n[Mapping]\nA: b\nN: x",
            id="below a command with lines that look like a section",
        ),
        pytest.param(
            "curl https://a.b/ \\\n  -H 'A: b'",
            "curl https://a.b/ \\\n  -H 'A: b'\n[Response Mapping]\nN: x",
            id="below a command",
        ),
        pytest.param(
            "POST https://a.b/\n[Mapping]\n# none yet\n[Body text]\ntext",
            "POST https://a.b/\n[Mapping]\nN: x\n# none yet\n[Body text]\ntext",
            id="an empty section",
        ),
        pytest.param(
            "POST https://a.b/\n[Body text]\n[Mapping]\nB: c",
            "POST https://a.b/\n[Response Mapping]\nN: x\n[Body text]\n[Mapping]\nB: c",
            id="a body that looks like a section",
        ),
    ],
)
def test_a_section_is_made_where_it_belongs(before: str, after: str) -> None:
    assert with_rules(before, {"N": "x"}) == after


def test_below_an_unmarked_body_no_section_can_stand_so_the_cell_is_written_anew() -> None:
    before = "%%webhook w\nPOST https://a.b/\nContent-Type: application/json\n\n{}"
    after = with_rules(before, {"N": "x"})
    assert after.startswith("%%webhook w\nPOST https://a.b/\n")
    assert loads(after) == loads(before).with_rules({"N": "x"})


def test_what_is_no_cell_is_not_touched() -> None:
    with pytest.raises(CellError, match="POTS"):
        with_rules("POTS https://a.b/", {"N": "x"})


def test_a_cell_that_is_written_anew_keeps_its_magic_line_and_counts_what_it_loses() -> None:
    after, lost = rewritten(WHOLE, "%%webhook order\nGET https://other.example/")
    assert after == "%%webhook order --set QTY=2 --timeout 12\nGET https://other.example/"
    assert lost == 3


def test_comments_below_a_command_are_counted_whatever_its_quotes_hold() -> None:
    before = "%%webhook\ncurl https://a.b/ -d '\n[Body text]\n'\n# why\n[Status]\n404: none"
    assert rewritten(before, "GET https://a.b/") == ("%%webhook\nGET https://a.b/", 1)


def test_rows_that_are_off_do_not_stand_for_comments_that_are_lost() -> None:
    before = "%%webhook\n# mine\nGET https://a.b/\n# off [Headers] A: 1"
    assert (
        rewritten(before, "%%webhook\nGET https://a.b/\n# off [Headers] A: 1\n# off [Headers] B: 2")[1] == 1
    )
    assert rewritten(before, "%%webhook\nGET https://a.b/\nA: 1")[1] == 1


def test_a_cell_without_a_magic_line_gets_one() -> None:
    assert rewritten("", "%%webhook x\nGET https://a.b/") == ("%%webhook x\nGET https://a.b/", 0)


def test_a_time_out_beyond_the_usual_range_is_the_sessions_affair() -> None:
    before = "GET https://a.b/\n[Options]\ntimeout: 300"
    assert (
        with_rules(before, {"N": "x"})
        == "GET https://a.b/\n[Response Mapping]\nN: x\n[Options]\ntimeout: 300"
    )


def test_a_new_rule_stands_below_those_that_are_off() -> None:
    before = "GET https://a.b/\n# why\n[Mapping]\nA: a\n# off [Mapping] B: b\n\n[Status]\n404: c\n"
    after = with_rules(before, {"C": "c"})
    assert after == before.replace("B: b\n", "B: b\nC: c\n")
