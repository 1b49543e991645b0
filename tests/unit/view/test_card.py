"""Cards and their blocks, as text and as HTML."""

from __future__ import annotations

import json
import math
import re

import pytest

from hooknb.view.blocks import stacked
from hooknb.view.card import Badge, Card, Code, Facts, Fold, Line, Meter, Table
from hooknb.view.highlight import highlighted
from hooknb.view.html import colour
from hooknb.view.value import seconds

ROUTING = Table(
    ("status", "output", "taken"), (("201", "created", True), ("2xx", "default", False)), title="Routes"
)
CARD = Card(
    "POST https://api.example.com/orders",
    (Badge("201 Created", "good"), Badge("→ created", "info", "201 is routed to created")),
    (
        Meter(0.42, 10),
        Line("A required value is missing.", "bad"),
        ROUTING,
        Fold("Headers", (Facts((("ETag", "W/1"), ("Content-Type", "text/html"))),), open=True, summary="2"),
        Fold("Body", (Code("{}"),), summary="2 bytes"),
    ),
    tone="good",
    name="create_order",
)


def test_a_card_reads_well_in_a_terminal():
    assert CARD.text(60).splitlines() == [
        "create_order  POST https://api.example.com/orders",
        "[201 Created]  [→ created]",
        "",
        "0.42 s of 10 s  ━───────────────────────",
        "✗ A required value is missing.",
        "",
        "Routes",
        "status  output   taken",
        "──────  ───────  ─────",
        "201     created  ✓ yes",
        "2xx     default  no",
        "",
        "▾ Headers  2",
        "  ETag          W/1",
        "  Content-Type  text/html",
        "",
        "▸ Body  2 bytes",
    ]


def test_badges_stand_beside_the_title_where_there_is_room():
    assert CARD.text(100).splitlines()[0].endswith("orders  [201 Created]  [→ created]")


@pytest.mark.parametrize(
    ("card", "text"),
    [
        pytest.param(Card("", blocks=(Line("x"),)), "x", id="no title"),
        pytest.param(Card("Title"), "Title", id="only a title"),
        pytest.param(Card(""), "", id="nothing"),
    ],
)
def test_a_part_that_is_missing_leaves_no_gap(card, text):
    assert card.text() == text
    assert ("align-items:baseline" in card.html()) is bool(card.title), "the head"
    assert ("padding:10px 6px" in card.html()) is bool(card.blocks), "the body"


def test_a_bundle_has_both_forms():
    assert CARD.bundle() == {"text/plain": CARD.text(), "text/html": CARD.html()}
    assert {type(text) for text in CARD._repr_mimebundle_().values()} == {str}


def test_the_method_of_a_request_stands_out_and_another_title_has_none():
    assert "<b>POST</b> https://api.example.com/orders" in CARD.html()
    assert "<b>" not in Card("Would be sent").html()


def test_state_is_said_in_words_and_a_hint_on_hovering():
    html = CARD.html()
    assert "></span>201 Created</span>" in html
    assert 'title="201 is routed to created"' in html


@pytest.mark.parametrize(
    ("tone", "line"), [("plain", "x"), ("good", "✓ x"), ("bad", "✗ x"), ("warn", "! x"), ("info", "i x")]
)
def test_a_tone_is_not_a_colour_alone_in_a_terminal(tone, line):
    assert Line("x", tone).lines(80) == [line]


def test_a_long_sentence_goes_on_behind_its_sign():
    assert Line("one two three", "bad").lines(10) == ["✗ one two", "  three"]


def test_a_closed_fold_shows_its_title_only_in_a_terminal():
    assert Fold("Body", (Line("secret place"),)).lines(80) == ["▸ Body"]


@pytest.mark.parametrize(("is_open", "start"), [(True, '<details open="open">'), (False, "<details>")])
def test_a_fold_is_a_details_element(is_open, start):
    assert Fold("Body", (Line("x"),), open=is_open).html().startswith(start + "<summary")


@pytest.mark.parametrize(
    ("value", "limit", "share", "words"),
    [
        (0.42, 10, 0.042, "0.42 s of 10 s"),
        (0.004, 10, 0.0004, "4 ms of 10 s"),
        (0, 10, 0, "0 ms of 10 s"),
        (10.04, 10, 1, "10.0 s of 10 s"),
        (8.7, 10, 0.87, "8.70 s of 10 s"),
        (1, 0, 0, "1.00 s of 0 s"),
        (-1, 10, 0, "-1000 ms of 10 s"),
        (math.nan, 10, 0, "nan s of 10 s"),
        (math.inf, 12.5, 1, "inf s of 12.5 s"),
        (1, math.inf, 0, "1.00 s of inf s"),
    ],
)
def test_a_meter_never_leaves_its_track(value, limit, share, words):
    meter = Meter(value, limit)
    assert meter.share == pytest.approx(share)
    assert f"width:{share * 100:.1f}%" in meter.html()
    (line,) = meter.lines(80)
    assert line.startswith(words)
    assert line.count("━") + line.count("─") == 24
    assert ("━" in line) == (share > 0)


def test_a_meter_puts_its_label_beside_the_bar_or_below():
    assert Meter(1, 10, "output default").lines(80)[0].endswith("─  output default")
    assert Meter(1, 10, "output default").lines(50)[1:] == ["output default"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0994, "99 ms"), (0.0996, "0.10 s"), (9.994, "9.99 s"), (9.996, "10.0 s"), (25, "25.0 s")],
)
def test_seconds_have_the_digits_that_matter(value, text):
    assert seconds(value) == text


def test_long_code_is_cut_and_says_so():
    code = Code("\n".join(map(str, range(1000))), more="… 5 more characters")
    assert code.lines(80)[-3:] == ["  39", "  … 960 more lines", "  … 5 more characters"]
    assert "… 10 more characters" in Code("x" * 20_010).html()
    assert "… 202 more characters" in Code("x\n" * 500 + "y").html(), "400 lines are shown"
    assert "more" not in Code("x" * 20_000).html()


def test_code_keeps_its_layout_within_the_terminal():
    assert Code("a:\n\tb\n\n" + "x" * 90, "Body").lines(40) == [
        "Body",
        "  a:",
        "      b",
        "",
        "  " + "x" * 37 + "…",
    ]


@pytest.mark.parametrize("tone", ["plain", "good", "bad", "warn", "info"])
def test_colours_of_vs_code_go_before_the_light_ones_that_ipywidgets_brings_there(tone):
    fixed, page = colour(tone).split(";")
    assert re.fullmatch(r"color:#\w{6}", fixed)
    assert re.fullmatch(r"color:var\(--vscode-[\w-]+,var\(--jp-[\w-]+,#\w{6}\)\)", page)


def test_json_is_coloured_and_stays_the_same_text():
    text = json.dumps({"key": 'a \\ " </span> b', "n": [-1.5e3, True, None]}, indent=1)
    html = Code(text, language="json").html()
    assert [html.count(f'style="color:var(--{name})"') for name in "ktnw"] == [2, 1, 1, 2]
    assert "</span> b" not in html
    assert "var(--k)" not in Code(text).html()


@pytest.mark.parametrize(
    "text", ["not json: true", '"open', "[" * 9000, '"' * 9000, '{"a' + " " * 9000, "1e-", ""]
)
def test_any_text_can_be_coloured(text):
    assert re.sub("<.*?>", "", highlighted(text)) == text.replace("<", "&lt;")


def test_tables_line_up_with_the_text_of_other_blocks():
    html = Card("", blocks=(Line("x"), ROUTING)).html()
    assert html.count('<div style="padding:0 6px"><div') == 1


def test_big_blocks_stand_apart_and_small_ones_together():
    assert stacked((Line("a"), Line("b"), Facts((("c", "d"),)), Line("e")), 80) == ["a", "b", "", "c  d", "e"]
