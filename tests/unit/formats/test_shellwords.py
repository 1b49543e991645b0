"""Commands as words: what each shell makes of quotes, escapes and variables, and what only a shell could do."""

from __future__ import annotations

import pytest

from hooknb.core.template import Slot
from hooknb.formats.shellwords import Word, join, quote, split, variable


def words(text: str) -> list[str]:
    command = split(text)
    assert command.mistakes == []
    return [word.text for word in command.words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("curl a  b\tc", ["curl", "a", "b", "c"], id="blanks"),
        pytest.param("curl ''", ["curl", ""], id="an empty word"),
        pytest.param("curl 'a b'\"c d\"e", ["curl", "a bc de"], id="parts of one word"),
        pytest.param(r"curl a\ b\'", ["curl", "a b'"], id="backslash"),
        pytest.param(r"""curl 'a\n$X"' """, ["curl", r'a\n$X"'], id="single quotes keep everything"),
        pytest.param(r"""curl "a\n\"\\\$X\`" """, ["curl", r'a\n"\$X`'], id="double quotes keep most"),
        pytest.param('curl "a\\\nb" c\\\nd', ["curl", "ab", "cd"], id="a continued line"),
        pytest.param(
            'curl $A\\\nb "$A\\\nb"', ["curl", "$Ab", "$Ab"], id="a name that goes on in the next line"
        ),
        pytest.param("curl a \\\r\n  b", ["curl", "a", "b"], id="a continued line of Windows"),
        pytest.param("curl a \\", ["curl", "a"], id="a backslash at the end"),
        pytest.param("curl 'a\nb'", ["curl", "a\nb"], id="a quoted line break"),
        pytest.param("curl a # b", ["curl", "a"], id="a comment"),
        pytest.param("curl a#b '#c'", ["curl", "a#b", "#c"], id="no comment"),
        pytest.param("curl $'a\\'b\\n\\t\\x41\\101\\u00e4\\?'", ["curl", "a'b\n\tAAä?"], id="escapes"),
        pytest.param(r"curl $'\ud83d\ude00\xc3\xa4\U0001F600'", ["curl", "😀ä😀"], id="halves and bytes"),
        pytest.param('curl $"a b"', ["curl", "a b"], id="translated quotes"),
        pytest.param("curl $ 5$ '$5' \\$A", ["curl", "$", "5$", "$5", "$A"], id="dollar signs"),
        pytest.param("$ curl a \\\n> -b \\\n> c", ["curl", "a", "-b", "c"], id="prompts"),
        pytest.param("curl https://a/?b=c&", ["curl", "https://a/?b=c"], id="in the background"),
        pytest.param("curl a;", ["curl", "a"], id="a semicolon at the end"),
    ],
)
def test_a_command_is_split_as_bash_does(text, expected):
    assert words(text) == expected


def test_variables_are_known_from_dollar_signs():
    command = split("""curl "$A/${B}c" '$C' "\\$D" $E$'$F'""")
    assert [word.text for word in command.words[1:]] == ["$A/$Bc", "$C", "$D", "$E$F"]
    assert [word.names for word in command.words[1:]] == [("A", "B"), (), (), ("E",)]
    assert [word.template()[0] for word in command.words[1:]] == ["$A/${B}c", "$$C", "$$D", "$E$$F"]


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        pytest.param("curl 'a b", "'", "the quote is not closed", id="single"),
        pytest.param('curl "a b', '"', "the quote is not closed", id="double"),
        pytest.param("curl $'a\\'", "'", "the quote is not closed", id="escapes"),
        pytest.param(
            "curl `date` a", "`date`", "a command inside a command cannot be run here", id="backticks"
        ),
        pytest.param("curl $(a $(b)) c", "$(a $(b))", "a command inside a command", id="inner command"),
        pytest.param("curl ${A:-b}", "${A:-b}", "only a shell can work this out", id="a default"),
        pytest.param('curl "$1"', "$1", "$1 is a value of the shell's own", id="an argument"),
        pytest.param("curl {a,b}c", "{a,b}c", "a shell makes several words of this", id="braces"),
        pytest.param("curl a \\  \nb", "\\  ", "blanks stand after the \\", id="blanks behind a backslash"),
        pytest.param("curl a?b=c&d", "&", "a shell ends the command at &", id="an ampersand"),
        pytest.param("curl a && b", "&& b", "another one follows", id="another command"),
        pytest.param("curl a; b", "; b", "another one follows", id="a semicolon"),
        pytest.param("curl a/<id>", "<", "a shell reads a file here", id="angle brackets"),
        pytest.param("curl “a b”", "“a b”", "only straight quotes", id="curly quotes"),
        pytest.param("curl a\xa0b", "a\xa0b", "a blank that is none", id="a no-break space"),
        pytest.param(r"curl $'\xff'", r"\xff", "these bytes are no text", id="bytes"),
        pytest.param(r"curl $'a\0b'", r"\0", "these bytes are no text", id="nul"),
        pytest.param(r"curl $'\ud800'", r"\ud800", "these bytes are no text", id="half a character"),
        pytest.param("curl -d @- <<EOF\na\n", "a", "no line EOF ends the text", id="here-document"),
    ],
)
def test_what_no_shell_takes_and_what_only_a_shell_can_do_is_pointed_at(text, at, says):
    [mistake] = split(text).mistakes
    assert says in mistake.message
    assert mistake.hint
    assert text[mistake.start : mistake.end] == at


@pytest.mark.parametrize(
    ("text", "stdin", "names"),
    [
        pytest.param("curl <<EOF\na $B \\$C\\\\ \\n\nEOF\nrest", "a $B $C\\ \\n\n", ("B",), id="filled"),
        pytest.param("curl <<'EOF'\na $B\nEOF\nrest", "a $B\n", (), id="literal"),
        pytest.param("curl <<-EOF\n\ta\n\t\tb\n\tEOF\nrest", "a\nb\n", (), id="indented"),
        pytest.param("curl <<EOF\nEOF\nrest", "", (), id="empty"),
        pytest.param("curl <<EOF\r\na\r\nEOF\r\nrest", "a\r\n", (), id="windows"),
        pytest.param("curl <<<'a b'\nrest", "a b\n", (), id="here-string"),
    ],
)
def test_a_here_document_is_what_the_command_reads(text, stdin, names):
    command = split(text)
    assert command.mistakes == []
    assert (command.stdin.text, command.stdin.names) == (stdin, names)
    assert text[command.end :] == "rest"


def test_what_stands_beside_a_command_is_told_apart():
    text = "curl a 2>/dev/null > out.json | jq . | head\nrest"
    command = split(text)
    assert [word.text for word in command.words] == ["curl", "a"]
    assert [(text[start:end], kind) for start, end, kind in command.aside] == [
        ("2>/dev/null", "redirection"),
        ("> out.json", "redirection"),
        ("| jq . | head", "pipe"),
    ]
    assert text[command.end :] == "rest"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('curl ^"a b^" ^\r\n  c', ["curl", "a b", "c"], id="caret quotes"),
        pytest.param('curl "a^b" ^"c^&d^"', ["curl", "a^b", "c&d"], id="a caret inside quotes"),
        pytest.param(r'curl ^"a^\^"b^\^\c^"', ["curl", 'a"b\\\\c'], id="escaped quotes"),
        pytest.param('curl ^"a\\\\^" ^\n b', ["curl", "a\\", "b"], id="backslashes before a quote"),
        pytest.param('curl ^"a^\n\nb^"', ["curl", "a\nb"], id="a line break in a word"),
        pytest.param('curl ^"a""b^"', ["curl", 'a"b'], id="a doubled quote"),
        pytest.param('curl ^"%5B%E4%BD%A0^"', ["curl", "%5B%E4%BD%A0"], id="escapes of a URL"),
        pytest.param('curl ^"%^41%^20^"', ["curl", "%41%20"], id="carets in escapes"),
        pytest.param("curl ^\n  'a'", ["curl", "'a'"], id="an apostrophe is no quote"),
    ],
)
def test_a_command_of_windows_is_split_as_cmd_does(text, expected):
    assert words(text) == expected


def test_a_variable_of_windows_is_a_variable():
    [_, word] = split('curl ^"%BASE%/x$Y^"').words
    assert (word.text, word.names) == ("$BASE/x$Y", ("BASE",))
    assert word.template()[0] == "$BASE/x$$Y"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param('curl ^"a', "the quote is not closed", id="quote"),
        pytest.param('curl ^"a^" & b', "the command ends at &", id="ampersand"),
    ],
)
def test_a_mistake_of_windows_is_told(text, says):
    [mistake] = split(text).mistakes
    assert says in mistake.message


def test_each_character_knows_where_it_stands():
    text = "curl 'a'\\''b' \"${C}d\""
    _, first, second = split(text).words
    assert [text[offset] for offset in first.offsets] == ["a", "\\", "b", "'"]
    assert [text[offset] for offset in second.offsets] == ["$", "$", "d", '"']
    assert (text[first.start : first.end], first.quoted) == ("a'\\''b", True)


@pytest.mark.parametrize(
    ("word", "written"),
    [
        (Word.at("a-b/c:d=e@f%g", 0), "a-b/c:d=e@f%g"),
        (Word.at("", 0), "''"),
        (Word.at("a b", 0), "'a b'"),
        (Word.at("it's", 0), "'it'\\''s'"),
        (Word.at("$A", 0), "'$A'"),
        (Word.at("a\r'\\\n", 0), r"$'a\015\'\\\n'"),
        (variable("A", 0, 2), '"$A"'),
        (join([Word.at('"$5" `x` \\', 0), variable("A", 0, 2), Word.at("b", 0)]), r'"\"\$5\" \`x\` \\${A}b"'),
        (join([Word.at("hi!", 0), variable("A", 0, 2)]), "'hi!'\"$A\""),
    ],
)
def test_a_word_is_written_so_that_bash_reads_it(word, written):
    assert quote(word) == written


def test_a_part_is_replaced_by_a_variable():
    word = Word("a=secret&b", tuple(range(11)))
    made = word.with_slot(2, 8, "KEY")
    assert (made.text, made.slots) == ("a=$KEY&b", (Slot("KEY", 2, 6),))
    assert [part.text for part in made.split("&")] == ["a=$KEY", "b"]
    assert made.cut(0, 4).slots == ()
