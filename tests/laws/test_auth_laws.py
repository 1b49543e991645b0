"""Whatever stands under `[Auth]`, a node or an explanation comes of it, and none quotes a secret that was pasted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooknb.core.auth import SCHEMES
from hooknb.core.node import Node
from hooknb.errors import CellError, NodeError
from hooknb.formats.cell import loads

WORDS = tuple(
    dict.fromkeys(
        [*(scheme.type for scheme in SCHEMES), *(each.name for scheme in SCHEMES for each in scheme.fields)]
    )
)
# No letters that occur in a message one after the other, and never a name, which may be shown.
literals = st.text("qzxjw789-/+=.:", min_size=8, max_size=30).map(lambda text: f"q-{text}/z")
good = st.sampled_from(
    [f"{word}: {value}" for word in WORDS for value in ("$SECRET", "ada", "https://a.example/x")]
)
around = st.sampled_from(
    ["", " ", ":", ": ", "=", "\t", '"', "'", "{", '["', "<", "-", "@", "//", ": $", ": {{", "Bearer ", "Authorization: "]
)  # fmt: skip


@st.composite
def pasted(draw: st.DrawFn) -> tuple[str, str]:
    """Draw lines with a literal somewhere in them, and the literal."""
    literal = draw(literals)
    lines = draw(st.lists(good, max_size=3))
    line = draw(
        st.one_of(st.just(""), good, st.sampled_from(WORDS), st.sampled_from(["barer", "pasword", "type"]))
    )
    at = draw(st.integers(0, len(line)))
    line = line[:at] + draw(around) + literal + draw(around) + line[at:]
    lines.insert(draw(st.integers(0, len(lines))), line)
    return "\n".join(lines), literal


def windows(literal: str) -> set[str]:
    return {literal[start : start + 5] for start in range(len(literal) - 4)}


@given(pasted(), st.sampled_from(["Auth", "authentication"]))
def test_a_pasted_secret_is_never_quoted(drawn, section):
    lines, literal = drawn
    try:
        node = loads(f"POST https://api.example.com/\n[{section}]\n{lines}\n[Body text]\nx")
    except CellError as error:
        said = f"{error} {error!r} {error.problems!r}"
        assert not any(window in said for window in windows(literal))
    else:
        assert isinstance(node, Node)


fields = st.dictionaries(
    st.sampled_from(["type", *WORDS]),
    st.one_of(literals, st.sampled_from(["bearer", "$S", "ada", "body"]), st.none()),
)


@given(st.sampled_from([scheme.type for scheme in SCHEMES]), fields)
def test_nor_is_one_in_a_document(kind, document):
    try:
        Node("https://api.example.com/", auth={"type": kind, **document})
    except NodeError as error:
        said = f"{error} {error!r}"
        assert not any(
            window in said for text in document.values() for window in windows(text or "") if "q-" in text
        )


@given(st.text(max_size=200))
def test_any_text_gives_a_node_or_an_explanation(text):
    for lines in (text, f"bearer: $T\n{text}"):
        try:
            loads(f"GET https://api.example.com/\n[Auth]\n{lines}")
        except CellError as error:
            assert str(error)


@pytest.mark.parametrize(
    "line", ["oauth2: ya29.a0AfH6SMB-w0rd", "w0rd-w0rd", "bearer w0rd-w0rd", "query: w0rd-w0rd"]
)
def test_likely_mistakes_quote_nothing(line):
    with pytest.raises(CellError) as caught:
        loads(f"GET https://api.example.com/\n[Auth]\n{line}\n")
    assert "w0rd" not in str(caught.value)
