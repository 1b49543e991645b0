"""Whatever text comes from a server: it is shown, it does nothing, and it fits."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from hooknb.view.card import Badge, Card, Code, Facts, Fold, Line, Meter, Table
from hooknb.view.text import in_line, visible, width

ELEMENTS = {
    *("div", "span", "b", "pre", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"style", "scope", "open", "title"}
MARK = "Zq"

AWKWARD = [
    "<script>alert(1)</script>",
    "</pre></td></table></details></div><img src=x onerror=alert(1)>",
    "\" onmouseover='alert(1)' x=\"",
    "&lt;b&gt; &amp;amp; &#60; &",
    "]]><!-- --> <![CDATA[ <?php",
    "\x1b[31m\x1b]8;;http://x\x07",
    "\u202egpj.exe\u2066",
    "\x00\x0b\x0c\x7f\x85\u2028",
    "\ud800",
    "\r\n\r\n\t",
    "日本語のテキスト 👩‍👩‍👧 e\u0301\u0301\u0301",
    "{{x}} $x ${x} `x` <%= x %>",
    "x" * 500,
    "",
]
texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.lists(st.sampled_from([*AWKWARD, *"<>&\"' \\\n"]), max_size=4).map("".join),
).map(lambda text: f"{MARK}{text}{MARK}")
tones = st.sampled_from(["plain", "good", "bad", "warn", "info"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
COLUMNS = ["name", "value", "ok", "taken", "why", "path"]


@st.composite
def tables(draw):
    columns = draw(st.lists(st.sampled_from(COLUMNS) | texts, min_size=1, max_size=5))
    rows = draw(st.lists(st.tuples(*[values] * len(columns)), max_size=4))
    return Table(tuple(columns), tuple(rows), draw(texts | st.just("")), empty=draw(texts | st.just("")))


leaves = st.one_of(
    st.builds(Line, texts, tones),
    st.lists(st.tuples(texts, texts), max_size=3).map(lambda rows: Facts(tuple(rows))),
    st.builds(Code, texts, texts, st.sampled_from(["", "json"]), texts),
    st.builds(Meter, st.floats(), st.floats(), texts | st.just("")),
    tables(),
)
folds = st.builds(Fold, texts, st.lists(leaves, max_size=2).map(tuple), st.booleans(), texts)
cards = st.builds(
    Card,
    texts,
    st.lists(st.builds(Badge, texts, tones, texts), max_size=2).map(tuple),
    st.lists(leaves | folds, max_size=3).map(tuple),
    tones,
    texts,
)


class Reader(HTMLParser):
    """Read markup the way a page does: the elements, their attributes, and the text between them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.strange: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, "elements are nested"

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.strange.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@given(cards)
def test_markup_of_a_card_is_ours_alone(card):
    markup = card.html()
    markup.encode("utf-8")
    page = Reader(markup)
    assert not page.open
    assert not page.strange
    assert {tag for tag, _ in page.seen} <= ELEMENTS
    hints = {in_line(badge.hint) for badge in card.badges}
    for _, attributes in page.seen:
        assert set(attributes) <= ATTRIBUTES
        assert attributes.get("title", in_line(MARK)) in hints | {in_line(MARK)}
        assert MARK not in attributes.get("style", "")
        assert attributes.get("scope") in (None, "col", "row")


@given(texts)
@example("\n<pre>")
def test_text_is_shown_as_it_is_but_for_what_could_act(text):
    assert Reader(Line(text).html()).text == visible(text)
    assert Reader(Code(text).html()).text == visible(text)
    assert Reader(Code(text, language="json").html()).text == visible(text)
    assert Reader(Facts(((text, text),)).html()).text == in_line(text) * 2
    assert (
        Reader(Fold(text, (Line(text),), summary=text).html()).text
        == f"{in_line(text)} {in_line(text)}{visible(text)}"
    )


@given(cards, st.integers(min_value=40, max_value=120))
def test_text_of_a_card_is_inert_and_fits(card, columns):
    text = card.text(columns)
    text.encode("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert all(width(line) <= columns for line in text.split("\n"))


@given(tables())
def test_a_table_shows_the_same_in_text_and_in_html(table):
    """Neither form may show a row, a column or a value that the other does not."""
    rows = table.rows or not table.empty
    html = table.html()
    assert html.count("<td") == len(table.columns) * len(table.rows)
    assert html.count("<th ") == (len(table.columns) if rows else 0)
    alone = [
        Table((name,), ((cell,),))
        for row in table.rows
        for name, cell in zip(table.columns, row, strict=True)
    ]
    for cell in alone:
        shown = "".join(Reader(cell.html()).text.split())
        assert shown == "".join(cell.text(10_000).replace("─", "").split()) or "─" in shown


@given(st.lists(st.tuples(values, values), max_size=3), st.booleans())
def test_plain_values_survive_the_way_to_a_frame_and_back(rows, wide):
    import pandas

    columns = ("value", "before") if wide else (MARK, "x")
    table = Table(columns, tuple(rows))
    back = Table.from_frame(table.frame())
    expected = [
        [None if isinstance(cell, float) and pandas.isna(cell) else cell for cell in row] for row in rows
    ]
    assert repr([list(row) for row in back.rows]) == repr(expected)
