"""The laws of cURL commands: what is written reads back but for what is named, any text is a node or an error,
and a shell splits a command into the words that we split it into."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from laws.strategies import nodes, texts

from hooknb.core.door import FIELDS
from hooknb.core.template import Slot, Template
from hooknb.errors import FormatError
from hooknb.formats.cell import dumps, loads
from hooknb.formats.curl import from_curl, to_curl
from hooknb.formats.curl_options import OPTIONS
from hooknb.formats.forms import losses
from hooknb.formats.shellwords import Word, join, quote, split

ALWAYS_KEPT = {"method", "redirects", "timeout", "verify", "retries"}
CREDENTIAL = "hunter2-Correct.Horse"


@given(nodes())
def test_a_command_loses_exactly_what_is_named(node):
    again = from_curl(to_curl(node)).node
    named = {loss.path[0] for loss in losses(node, "curl") if len(loss.path) == 1}
    lost = {name for name in FIELDS if getattr(node, name) != getattr(again, name)}
    # The reasons of curl are its own, and no option of a command.
    assert lost | ({"retry_on"} if node.retries and not node.retry_on else set()) == named
    assert not named & ALWAYS_KEPT


@given(nodes())
def test_what_was_once_a_command_loses_nothing_more(node):
    once = from_curl(to_curl(from_curl(to_curl(node)).node)).node
    assert from_curl(to_curl(once)).node == once
    # Bytes beyond ASCII in a header stay what they are: named each time, and read as they were.
    assert {loss.path for loss in losses(once, "curl") if len(loss.path) == 1} <= {("retry_on",)}


@given(nodes())
def test_a_node_that_was_a_command_is_a_cell(node):
    read = from_curl(to_curl(node)).node
    assert loads(dumps(read)) == read


_WORDS = st.one_of(
    st.sampled_from(
        [
            *(name for option in OPTIONS for name in option.names),
            "https://example.com/a?b=c",
            "'https://user:word@example.com/'",
            "example.com",
            '"$BASE/users/${ID}"',
            "-H 'Accept: */*'",
            "-H",
            "X-A:",
            "-H 'X;'",
            "-HX-Api-Key:k",
            '-d \'{"a": 1, "password": "b"}\'',
            "-d @file",
            "-d @-",
            "<<EOF",
            "<<<'x'",
            "\nEOF\n",
            "-XPOST",
            "-sSLo",
            "--data=a=b",
            "--no-compressed",
            "-m 5",
            "-m soon",
            "-b a=b",
            "-F a=@b;type=x",
            "--url-query +a",
            "{a,b}",
            "'{a}[1]'",
            "$'\\x41\\u00e4\\xff'",
            "$(date)",
            "`date`",
            "${A:-b}",
            "$1",
            "'",
            '"',
            "\\",
            "\\\n",
            "\\ \n",
            "\n",
            "\r\n",
            "#",
            "|",
            "&&",
            "&",
            ";",
            ">out",
            "2>&1",
            "^",
            "^\n",
            '^"',
            "%A%",
            "“x”",
            "[Params]",
            "\n[Response Mapping]\nA: b",
            "\n[Form]\na: b",
        ]
    ),
    texts,
)


@given(
    st.lists(_WORDS, max_size=12),
    st.sampled_from(["", " "]),
    st.sampled_from(["curl ", "$ curl ", "# x\ncurl "]),
)
@example([], "", "curl ")
@example(["https://example.com", "-d", "a&" * 2000], " ", "curl ")
def test_any_command_is_a_node_or_a_format_error(words, between, start):
    try:
        reading = from_curl(start + between.join(words))
    except FormatError as error:
        assert error.problems
        shown = str(error)
        assert all(problem.message in shown for problem in error.problems[:50])
        return
    assert reading.source.explain(reading.notes).count("\n  ") >= len(reading.notes)
    assert from_curl(to_curl(reading.node)).node is not None
    assert loads(dumps(reading.node)) == reading.node


# None of these takes the word that follows for its own.
_BEFORE = st.sampled_from(
    ["-sS", "-XPOST", "-L", "--dat", "-HX-A:b", "-d a=b", "-b c=d", "-G", "-I", "{a,b}", "'{'", "$1"]
)

_HOLDERS = (
    "-H 'Authorization: Bearer {}'",
    '-H "Authorization: Basic {}"',
    "-H Authorization:{}",
    "-H X-Api-Key:\\ {}",
    "-H 'Cookie: sid={}; theme=dark'",
    "-u ada:{}",
    "-u {}:",
    "--digest -u ada:{}",
    "--ntlm -uada:{}",
    "--oauth2-bearer {}",
    "--oauth2-bearer={} -u ada:{}",
    "--digest 'https://ada:{}@example.com/'",
    "-u ada:{} -H 'Authorization: Bearer {}'",
    "-b sid={}",
    "-d password={}",
    "-d 'a=b&client_secret={}'",
    "--data-urlencode access_token={}",
    '--json \'{{"a": [{{"apiKey": "{}"}}]}}\'',
    "-H 'Content-Type: text/xml' -d '<a><password>{}</password></a>'",
    "-F token={}",
    "-G -d api_key={}",
    "--url-query api_key={}",
    "'https://ada:{}@example.com/'",
    "'https://example.com/?access_token={}'",
    "-e 'https://example.com/?access_token={}'",
    "-x http://ada:{}@proxy.example:8080",
    "-U ada:{}",
    "--pass {}",
    "-H Authorization: Bearer {}",
)


@pytest.mark.parametrize("holder", _HOLDERS)
@settings(max_examples=settings.default.max_examples // 6)
@example(before=[], after=["-T"])
@example(before=["-I"], after=["-F", "a=b"])
@given(before=st.lists(_BEFORE, max_size=4), after=st.lists(_WORDS, max_size=4))
def test_a_credential_is_in_nothing_that_is_made_of_a_command(holder, before, after):
    words = ["curl", *before, holder.format(CREDENTIAL, CREDENTIAL), *after, "https://example.com/"]
    try:
        reading = from_curl(" ".join(words))
    except FormatError as error:
        # A quote that is not closed leaves no word as it was.
        if not any(mark in word for word in (*before, *after) for mark in "'\"`\\$#^<\n"):
            assert CREDENTIAL not in str(error)
        return
    assert CREDENTIAL not in f"{reading.node!r} {dumps(reading.node)} {to_curl(reading.node)}"
    assert CREDENTIAL not in reading.source.explain(reading.notes)


_PARTS = st.lists(
    st.one_of(
        st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=6),
        st.sampled_from(["$", "'", '"', "\\", "!", "`", "\n", "\r\n", "{a,b}", " ", "#", "~", "1", "_x"]),
        st.sampled_from("ABC").map(lambda name: Slot(name, 0, 2)),
    ),
    max_size=6,
)


def word_of(parts: list[str | Slot]) -> Word:
    words = [
        Word(f"${part.name}", (0, 0, 0), (part,)) if isinstance(part, Slot) else Word.at(part, 0)
        for part in parts
    ]
    return join(words or [Word.at("", 0)])


def same(one: Word, other: Word) -> bool:
    return (one.text, one.slots) == (other.text, other.slots)


@example([[Slot("A", 0, 2), "^"]])
@example([["^\n", Slot("A", 0, 2)]])
@given(st.lists(_PARTS, min_size=1, max_size=3))
def test_a_quoted_word_is_read_as_it_was(words):
    made = [word_of(parts) for parts in words]
    command = split("curl " + " ".join(quote(word) for word in made))
    assert command.mistakes == []
    assert len(command.words) == len(made) + 1
    assert all(same(one, other) for one, other in zip(made, command.words[1:], strict=True))


@given(_PARTS)
def test_a_word_as_a_template_says_the_same(parts):
    word = word_of(parts)
    text, span = word.template()
    assert len(span.offsets) == len(text) + 1
    filled = Template(text).fill({"A": "1", "B": "2", "C": "3"}.__getitem__)
    assert filled == "".join(
        {"A": "1", "B": "2", "C": "3"}[part.name] if isinstance(part, Slot) else part for part in parts
    )


_SHELL = st.lists(
    st.sampled_from(
        [
            "a",
            "b c",
            "'",
            '"',
            "\\",
            "\\\n",
            "\n",
            " ",
            "$A",
            "${A}",
            "$'",
            "\\x41",
            "\\n",
            "\\'",
            '\\"',
            "ä",
            "#",
            "=",
            "-",
            "$",
            "$5",
            "\t",
            "%",
            "!",
            "\\$",
            "~x",
            "{a}",
            "{",
            ",",
        ]
    ),
    max_size=14,
).map("".join)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@given(st.lists(_SHELL, min_size=12, max_size=12))
def test_bash_splits_a_command_into_the_same_words(commands):
    judged = [(text, split(f"curl {text}")) for text in commands]
    # What only a shell can do is a mistake; and a line of its own is another command.
    judged = [
        (text, made)
        for text, made in judged
        if not made.mistakes
        and not text.endswith("\\")
        # Nobody breaks a line inside the name of a variable.
        and "$\\\n" not in text
        and made.end == len(text) + 5
        and {name for word in made.words for name in word.names} <= {"A"}
    ]
    script = "".join(f"curl {text}\nprintf '\\1'\n" for text, _ in judged)
    said = subprocess.run(
        ["bash", "--norc", "-c", f"curl() {{ printf '%s\\0' \"$@\"; }}\nA=value\n{script}"],
        capture_output=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "HOME": "/h"},
    ).stdout.decode()
    for (text, made), words in zip(judged, said.split("\1")[:-1], strict=True):
        filled = [Template(word.template()[0]).fill({"A": "value"}.__getitem__) for word in made.words[1:]]
        assert filled == words.split("\0")[:-1] or (filled == [] and words == "\0"), text
