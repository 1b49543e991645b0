"""What the laws of object paths draw: documents, names that break things, and paths made by the grammar."""

from __future__ import annotations

from hypothesis import strategies as st

# What looks like something else: marks that join a letter, letters that tidying changes, blanks that are letters.
UNCLEAR_NAMES = (
    "e\u0301",
    "\u0301",
    "a\u034f",
    "q\u0307\u0323",
    "\u212b",
    "\u1100\u1161",
    "\u3164",
    "\u2764\ufe0f",
)
HOSTILE_NAMES = (
    *(
        "",
        " ",
        "'",
        '"',
        "\\",
        "\\'",
        "']",
        "[0]",
        "[",
        "]",
        ".",
        "..",
        "a.b",
        "*",
        "$",
        "@",
        "$.a",
        "0",
        "-1",
    ),
    *("1a", "a-b", "true", "null", "?@.a", "`len`", "a,b", ":", "#text", "@id", "ns:to", "é", "日本", "😀"),
    *("\u202e", "\ufeff", "\u2028", "\xa0", "\x00", "\x7f", "\n", "\t", "\ud800", "\udc00", "\ud83d\ude00"),
    *("/", "~", "~1", "{{x}}", "$NAME", "\\u0041", "\\u{41}"),
    *("@ns:id", "@@id", "#", "a:", ":a", "a:b:c", "first-name", "größe", "²", "１", "नमस्ते", "-", "a.@id"),
    *UNCLEAR_NAMES,
    "a\u200db",
)

hostile_names = st.one_of(
    st.sampled_from(HOSTILE_NAMES),
    st.text(st.characters(exclude_categories=()), max_size=6),
    st.lists(st.sampled_from(HOSTILE_NAMES), max_size=3).map("".join),
    # Near to the names that need no quotes.
    st.text(st.sampled_from("aé1_-@#:$. \u0301\u0323"), max_size=5),
)
locations = st.lists(st.one_of(hostile_names, st.integers(0, 3)), max_size=5).map(tuple)

NAMES = ("a", "b", "c", "é", "a b", "'", "", "x-y", "\\")
names = st.sampled_from(NAMES)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, -1, 2, 1.5, 1.0, -0.0, 10**20, "", "a", "b", "ab", "abc", "é", "1", "a\nb"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=4)),
    max_leaves=14,
)
documents = st.one_of(st.lists(values, max_size=4), st.dictionaries(names, values, max_size=4))

blanks = st.sampled_from(["", "", "", "", "", " ", "\n", "\t", "\r", "  "])
integers = st.sampled_from([0, 1, -1, 2, -2, 3, 5, -7, 2**53 - 1, 1 - 2**53]).map(str)
shorthands = st.sampled_from(["a", "b", "c", "é", "_x", "a1"])
literals = st.sampled_from(
    ["0", "1", "-1", "1.5", "1e0", "1E2", "-0", "1.0", "1e-2", "true", "false", "null", "'a'", '"ab"', "''"]
)
patterns = st.sampled_from(
    [
        *("a.*", "[ab]+", "\\\\p{L}", "a|b", ".", "", "^a", "b$", "[^a]", "a{1,2}", "(ab?)*", "(a|b)+c?"),
        *("[-a]", "\\\\.", ".+b", "[a-]", "[\\\\p{Lu}0]", "\\\\P{L}"),
    ]
)


@st.composite
def quoted_names(draw) -> str:
    quote = draw(st.sampled_from("'\""))
    name = draw(names)
    return quote + "".join(f"\\{each}" if each in (quote, "\\") else each for each in name) + quote


@st.composite
def queries(draw, root: str = "$", depth: int = 0, *, slices: bool = True, single: bool = False) -> str:
    """Draw a path of RFC 9535.

    Args:
        draw: draws.
        root: `$` or `@`.
        depth: how many filters are around it.
        slices: False to leave slices out, which one of the oracles applies to texts.
        single: True for one selector in each bracket, which one of the oracles needs inside function calls.
    """
    segments = draw(st.integers(0 if root == "$" else 1, 4 - min(depth, 2)))
    parts = [draw(blanks) + draw(_segments(depth, slices=slices, single=single)) for _ in range(segments)]
    return root + "".join(parts)


@st.composite
def _segments(draw, depth: int, *, slices: bool, single: bool) -> str:
    kind = draw(st.integers(0, 9))
    if kind < 3:
        return "." + draw(shorthands)
    if kind == 3:
        return ".*"
    if kind == 4:
        return ".." + draw(st.one_of(shorthands, st.just("*")))
    count = 1 if single else draw(st.sampled_from([1, 1, 1, 2, 3]))
    selectors = [draw(_selectors(depth, slices=slices, single=single)) for _ in range(count)]
    text = f"{draw(blanks)},{draw(blanks)}".join(selectors)
    return f"{'..' * (kind == 5)}[{draw(blanks)}{text}{draw(blanks)}]"


@st.composite
def _selectors(draw, depth: int, *, slices: bool, single: bool) -> str:
    kind = draw(st.integers(0, 9))
    if kind < 3:
        return draw(quoted_names())
    if kind < 5:
        return draw(integers)
    if kind < 6 or (kind == 6 and not slices) or (kind > 6 and depth > 1):
        return "*"
    if kind == 6:
        ends = [draw(st.one_of(st.just(""), integers)) for _ in range(draw(st.integers(2, 3)))]
        return f"{draw(blanks)}:{draw(blanks)}".join(ends)
    return "?" + draw(blanks) + draw(filter_tests(depth + 1, slices=slices, single=single))


@st.composite
def filter_tests(draw, depth: int, *, slices: bool, single: bool = False) -> str:
    """Draw the test of a filter."""
    parts = [draw(_basic_tests(depth, slices=slices, single=single))]
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        operator = draw(st.sampled_from(["&&", "||"]))
        parts += [
            draw(blanks),
            operator,
            draw(blanks),
            draw(_basic_tests(depth, slices=slices, single=single)),
        ]
    return "".join(parts)


@st.composite
def _basic_tests(draw, depth: int, *, slices: bool, single: bool) -> str:
    kind = draw(st.integers(0, 9))
    negation = draw(st.sampled_from(["", "", "!", "! "]))
    if kind < 5:
        operator = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
        left, right = draw(_comparable(depth, slices=slices)), draw(_comparable(depth, slices=slices))
        return f"{left}{draw(blanks)}{operator}{draw(blanks)}{right}"
    if kind < 7:
        return negation + draw(queries(draw(st.sampled_from("@@$")), depth + 1, slices=slices, single=single))
    if kind == 7:
        function = draw(st.sampled_from(["match", "search"]))
        subject = draw(_singular())
        return f"{negation}{function}({draw(blanks)}{subject},{draw(blanks)}'{draw(patterns)}')"
    if depth > 2:
        return negation + "@.a"
    return f"{negation}({draw(blanks)}{draw(filter_tests(depth + 1, slices=slices, single=single))}{draw(blanks)})"


@st.composite
def _singular(draw) -> str:
    steps = st.one_of(
        shorthands.map(".{}".format), quoted_names().map("[{}]".format), integers.map("[{}]".format)
    )
    parts = [draw(blanks) + draw(steps) for _ in range(draw(st.integers(1, 3)))]
    return draw(st.sampled_from("@@@$")) + "".join(parts)


@st.composite
def _comparable(draw, depth: int, *, slices: bool) -> str:
    kind = draw(st.integers(0, 9))
    if kind < 3:
        return draw(literals)
    if kind < 8:
        return draw(_singular())
    if kind == 8:
        return f"length({draw(blanks)}{draw(_singular())}{draw(blanks)})"
    several = draw(st.sampled_from(["@.*", "@..a", "$.*", "@[*]"]))
    query = several + draw(st.sampled_from(["", ".a", "['b']"]))
    return f"{draw(st.sampled_from(['count', 'value']))}({draw(blanks)}{query}{draw(blanks)})"


@st.composite
def misspelled(draw, of: st.SearchStrategy[str]) -> str:
    """Draw a path and spoil it with one edit."""
    text = draw(of)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 3)))
    new = draw(st.sampled_from(["", *" .[]()*?@$'\"\\,:-01a&|!=<>\n\xa0/`#;~^{}é", "..", "\\u00", "\ud800"]))
    return text[:start] + new + text[end:]


@st.composite
def simple_paths(draw) -> str:
    """Draw a path of the dialect that jsonpath-ng and we share and read alike."""
    steps = st.sampled_from(
        [
            ".a",
            ".b",
            ".c",
            "['a b']",
            "[0]",
            "[1]",
            "[-1]",
            "[*]",
            ".*",
            "[0:2]",
            "[1:]",
            "['a','b']",
            "..a",
            "..b",
        ]
    )
    return "$" + "".join(draw(st.lists(steps, min_size=1, max_size=4)))


@st.composite
def expressions(draw, depth: int = 0) -> str:
    """Draw a regular expression that I-Regexp and Python's `re` read alike."""
    atoms = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "\\.", "-"])
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        atom = draw(atoms)
        if depth < 3 and draw(st.integers(0, 3)) == 0:
            atom = f"({draw(expressions(depth + 1))})"
        parts.append(atom + draw(st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,}"])))
    text = "".join(parts)
    return f"{text}|{draw(expressions(depth + 1))}" if depth < 3 and draw(st.integers(0, 4)) == 0 else text
