"""The tree of decoded data: pages, buckets, previews, addresses, marks."""

from decimal import Decimal

import pytest

from hooknb.core.redaction import Redactor
from hooknb.core.tree import KEY_WIDTH, PAGE, PREVIEW_WIDTH, Bucket, Tree, brief
from hooknb.core.tree_marks import Marks

HOSTILE = '<b>\u202egpj.exe</b>\x1b[31m\ud800 it\'s "quoted"'


def spans(page):
    return [(bucket.start, bucket.stop) for bucket in page.buckets]


@pytest.mark.parametrize(
    ("count", "buckets", "size"),
    [
        (0, 0, 0),
        (100, 0, 0),
        (101, 2, 100),
        (10_000, 100, 100),
        (10_001, 2, 10_000),
        (1_000_001, 2, 1_000_000),
    ],
)
@pytest.mark.parametrize("make", [list, dict.fromkeys], ids=["list", "object"])
def test_more_than_a_page_comes_in_buckets(make, count, buckets, size):
    page = Tree(make(f"k{place}" for place in range(count))).page(())
    assert (len(page.buckets), len(page.entries)) == (buckets, 0 if buckets else count)
    assert (
        spans(page) == [(start, min(start + size, count)) for start in range(0, count, size or 1)][:buckets]
    )


def test_buckets_lead_to_every_entry():
    tree = Tree({f"k{place}": place for place in range(20_203)})
    found, waiting = [], [(0, None)]
    while waiting:
        page = tree.page((), *waiting.pop(0))
        assert len(page.entries) <= PAGE
        assert len(page.buckets) <= PAGE
        found += page.entries
        waiting += spans(page)
    assert [(entry.address, entry.key, entry.preview) for entry in found] == [
        ((place,), f"k{place}", str(place)) for place in range(20_203)
    ]


def test_a_bucket_says_which_entries_it_has():
    assert Tree([0] * 150).page(()).buckets[1].label == "100 … 149"
    assert Tree({f"k{n}": n for n in range(150)}).page(()).buckets[0].label == "k0 … k99"


@pytest.mark.parametrize(
    ("value", "kind", "preview"),
    [
        ({}, "object", "{}"),
        ([], "list", "[]"),
        ({"a": [1, {"b": {"c": 1}}]}, "object", "{a: [1, {…}]}"),
        ({"": 1, " a": 2}, "object", '{"": 1, " a": 2}'),
        ('a\n"b"', "text", '"a\\n\\"b\\""'),
        ("42", "text", '"42"'),
        (2**70, "number", "1180591620717411303424"),
        (True, "boolean", "true"),
        (None, "null", "null"),
        (b"\0", "bytes", "b'\\x00'"),
        ((1, 2), "other", "[1, 2]"),
    ],
)
def test_a_preview_tells_the_kind(value, kind, preview):
    entry = Tree(value).entry(())
    assert (entry.kind, entry.preview, entry.cut) == (kind, preview, False)


@pytest.mark.parametrize(
    "value", ["x" * 5000, ["x" * 50] * 50, {"k" * 500: {"y" * 90: 1}}, list(range(10**6))]
)
def test_a_preview_is_cut(value):
    preview = Tree(value).entry(()).preview
    assert len(preview) <= PREVIEW_WIDTH
    assert "…" in preview


@pytest.mark.parametrize(
    ("value", "preview"),
    [
        ([[[1, 2]] * 3000], "[[[…], […], […], […], …]"),
        ({"a": [[[1, 2]]] * 3000}, "{a: [[…], […], […], […], …}"),
        ({"a": [{"b": {"c": 1}}] * 3000}, "{a: [{…}, {…}, {…}, {…}, …}"),
    ],
)
def test_what_is_left_out_of_a_list_within_is_told(value, preview):
    assert Tree(value).entry(()).preview == preview


@pytest.mark.parametrize(
    ("name", "shown"), [("", '""'), ("  ", '"  "'), ("a ", '"a "'), ("a b", "a b"), ('""', '""')]
)
def test_a_name_that_cannot_be_seen_is_in_quotes(name, shown):
    tree = Tree({name: 1})
    assert tree.entry((0,)).key == shown
    assert tree.location((0,)) == (name,)


def test_what_could_act_is_spelled_out():
    entry = Tree({HOSTILE: HOSTILE}).page(()).entries[0]
    for shown in (entry.key, entry.preview, brief([HOSTILE], lambda leaf: leaf)):
        assert "\\u202e" in shown
        assert not {"\u202e", "\x1b", "\ud800"} & set(shown)
        assert len(shown) <= max(PREVIEW_WIDTH, KEY_WIDTH)


def test_a_hostile_name_is_found_by_its_position():
    tree = Tree({"x": [{HOSTILE: 1, "": 2}]})
    assert tree.location((0, 0, 0)) == ("x", 0, HOSTILE)
    assert tree.address(("x", 0, "")) == (0, 0, 1)


@pytest.mark.parametrize("location", [("y",), ("x", 1), ("x", "0"), ("x", 0, HOSTILE, "z"), (0,)])
def test_what_is_not_there_has_no_address(location):
    assert Tree({"x": [{HOSTILE: 1}]}).address(location) is None


@pytest.mark.parametrize("address", [(1,), (-1,), (0, 5), (0, 0, 0)])
def test_an_address_that_leads_nowhere_is_an_error(address):
    with pytest.raises(LookupError):
        Tree({"x": [1]}).entry(address)


def test_a_name_that_is_no_text_is_shown_but_has_no_path():
    tree = Tree({1: {"a": 2}})
    assert tree.entry((0,)).key == "1"
    assert tree.location((0, 0)) is None


def test_secrets_are_masked_before_they_are_cut():
    secret = "s3cret-" + "9" * 60
    mask = Redactor([("TOKEN", secret)]).leaf
    tree = Tree({"pad": "x" * 50 + secret, secret: [secret], "long": "y" * 300 + secret}, mask=mask)
    shown = [tree.entry(()), *tree.page(()).entries, *tree.page((1,)).entries]
    assert "s3cret" not in "".join(f"{entry.key} {entry.preview}" for entry in shown) + tree.text((2,))
    assert "«TOKEN»" in shown[2].key
    assert tree.text((2,)).endswith("«TOKEN»")


def test_a_cut_text_says_so():
    tree = Tree(["x" * 500, "x" * 20, "x" * 78, "x" * 79, "\n" * 60, "…", b"x" * 200, b"x", [1] * 90])
    assert [entry.cut for entry in tree.page(()).entries] == [
        *(True, False, False, True, True),
        *(False, True, False, False),
    ]
    assert tree.text((0,)) == "x" * 500


@pytest.mark.parametrize(
    ("value", "whole"),
    [(10**120, f"1{'0' * 120}"), (Decimal("1" * 90), "1" * 90), (b"x" * 90, f"b'{'x' * 90}'")],
    ids=["number", "decimal", "bytes"],
)
def test_all_of_a_long_number_or_of_bytes_can_be_seen(value, whole):
    tree = Tree([value])
    assert (tree.entry((0,)).cut, tree.text((0,))) == (True, whole)
    assert Tree([7, 1.5, b"x"]).entry((0,)).cut is False


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["é", "e\u0301"], ["é", "e\\u0301"]),
        (["e\u0301"], ["e\u0301"]),
        (["ab", "a\u200db"], ["ab", "a\\u200db"]),
        (["a\u200db"], ["a\u200db"]),
        (["a b", "a\xa0b"], ["a b", "a\\xa0b"]),
        (["\u2764", "\u2764\ufe0f"], ["\u2764", "\u2764\\ufe0f"]),
        (["\u2764\ufe0f", "x"], ["\u2764\ufe0f", "x"]),
        (["\u1112\u1161", "하"], ["\u1112\\u1161", "하"]),
        (["a", "a\u200b"], ["a", "a\\u200b"]),
        (["a\u200db", "a\u200cb"], ["a\\u200db", "a\\u200cb"]),
    ],
    ids=ascii,
)
def test_names_that_look_the_same_are_told_apart(names, shown):
    tree = Tree(dict.fromkeys(names, 1))
    assert [entry.key for entry in tree.page(()).entries] == shown
    assert [tree.entry((place,)).key for place in range(len(names))] == shown


def test_of_very_many_names_odd_ones_are_spelled_out_in_any_case():
    tree = Tree({"e\u0301": 1, **{str(n): n for n in range(20_000)}})
    assert tree.entry((0,)).key == "e\\u0301"


def test_names_that_are_told_apart_stay_masked():
    mask = Redactor([("KEY", "s3cret-e\u0301-token")]).leaf
    tree = Tree({"s3cret-e\u0301-token": 1, "s3cret-é-token": 2}, mask=mask)
    assert tree.page(()).entries[0].key == "«KEY»"


def test_a_page_can_be_shown_in_part():
    tree = Tree({"a": list(range(99)), "b": {"x": 1, "y": 2, "z": 3}, "c": list(range(250))})
    page = tree.page((0,), few=2)
    assert ([entry.key for entry in page.entries], page.left) == ([0, 1], Bucket((0,), 2, 99, "2 … 98"))
    assert tree.page((1,), few=1).left.label == "y … z"
    page = tree.page((2,), few=1)
    assert ([bucket.label for bucket in page.buckets], page.left.label) == (["0 … 99"], "100 … 249")
    assert tree.page((2,), 200, 250, few=3).left == Bucket((2,), 203, 250, "203 … 249")
    assert (tree.page((0,)).left, tree.page((1,), few=3).left, tree.page((2,), few=9).left) == (None,) * 3


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("items[*].id", [("items", 0, "id"), ("items", 1, "id")]),
        ("items[1].id", [("items", 1, "id")]),
        ("items[-1].id", [("items", 1, "id")]),
        ("$..id", [("items", 0, "id"), ("items", 1, "id")]),
        ("items[?@.id > 1]", [("items", 1)]),
        ("items[", []),
    ],
)
def test_mapped_entries_are_marked(path, marked):
    marks = Marks(Tree({"items": [{"id": 1}, {"id": 2}]}), [("X", path)])
    places = [("items",), ("items", 0), ("items", 1), ("items", 0, "id"), ("items", 1, "id"), None]
    assert [place for place in places if marks.of(place)] == sorted(marked, key=places.index)


def test_marks_in_xml_are_lenient():
    marks = Marks(Tree({"o": {"item": [{"who": "a"}, {"who": "b"}]}}, lax=True), [("WHO", "o.item.who")])
    assert marks.of(("o", "item", 1, "who")) == ("WHO",)
