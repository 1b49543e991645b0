"""The magic line: options only, and a one-line `UsageError` for everything else."""

import pytest
from IPython.core.error import UsageError

from hooknb.magic.line import read_cell_line, read_command_line


def test_an_empty_line_says_nothing():
    line = read_cell_line("")
    assert (line.name, dict(line.values), line.timeout, line.dry_run) == ("", {}, None, False)


def test_every_option_is_read():
    line = read_cell_line(
        "order --set QTY=2.50 --set 'WHO=Ada L' --timeout 12.5 --dry-run --quiet --bind --define --record"
    )
    assert line.name == "order"
    assert {name: tuple(value) for name, value in line.values.items()} == {
        "QTY": (2.5, "2.50"),
        "WHO": ("Ada L", "Ada L"),
    }
    assert (line.timeout, line.dry_run, line.quiet, line.bind, line.define) == (12.5, True, True, True, True)
    assert line.record
    assert read_command_line("run order --record").record


def test_a_value_may_hold_an_equals_sign_and_be_empty():
    assert read_cell_line("--set A=b=c").values["A"].value == "b=c"
    assert read_cell_line("--set A=").values["A"].value == ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("--dryrun", "did you mean --dry-run?", id="typo"),
        pytest.param("--zzz", "options: ", id="unknown"),
        pytest.param("a b", "'b' is one word too many", id="two-names"),
        pytest.param("https://x.org", "cannot name a node", id="url-on-the-line"),
        pytest.param("class", "cannot name a node", id="keyword"),
        pytest.param("--set A", "--set takes NAME=VALUE", id="set-without-equals"),
        pytest.param("--set 1a=2", "--set takes NAME=VALUE", id="set-a-bad-name"),
        pytest.param("--timeout soon", "number of seconds", id="timeout-text"),
        pytest.param("--timeout", "expected one argument", id="timeout-without"),
        pytest.param("--set 'A=b", "quotation mark is not closed", id="quote"),
        pytest.param("--define", "%%webhook NAME --define", id="define-without-a-name"),
    ],
)
def test_a_wrong_line_is_told_in_one_line(line, says):
    with pytest.raises(UsageError) as caught:
        read_cell_line(line)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "command", "name"),
    [
        ("", "help", ""),
        ("--help", "help", ""),
        ("run order --set A=1", "run", "order"),
        ("nodes", "nodes", ""),
        ("show order", "show", "order"),
        ("explore order", "explore", "order"),
    ],
)
def test_a_command_is_read(line, command, name):
    said = read_command_line(line)
    assert (said.command, said.name) == (command, name)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("show order", "cell"),
        ("show order --as curl", "curl"),
        ("show --as python order", "python"),
        ("show order --as=json", "json"),
    ],
)
def test_a_form_is_read(line, form):
    said = read_command_line(line)
    assert (said.command, said.name, said.form) == ("show", "order", form)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("history", ()),
        ("history 20", ("20",)),
        ("history --all", ("--all",)),
        ("history --clear", ("--clear",)),
        ("history show 12", ("show", "12")),
        ("history show user", ("show", "user")),
        ("compare 41 42", ("41", "42")),
        ("compare user -1", ("user", "-1")),
    ],
)
def test_runs_that_are_meant_are_read(line, words):
    assert read_command_line(line).words == words


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("rnu order", "did you mean 'run'?"),
        ("run", "needs the name of a node"),
        ("show", "needs the name of a node"),
        ("show order --as crul", "'crul' is not a form of a node .did you mean 'curl'."),
        ("show order --as", "one of cell, curl, python, json"),
        ("show order --as curl json", "takes one name, found 'order json'"),
        ("explore", "needs the name of a node"),
        ("nodes 3", "takes nothing after it"),
        ("history last", "takes a number, --all, --clear or show ID"),
        ("history -3", "takes a number"),
        ("history 3 4", "takes a number"),
        ("history show", "takes one run: history show ID"),
        ("history show 1 2", "takes one run"),
        ("compare 41", "takes two runs"),
        ("compare 41 42 43", "takes two runs"),
    ],
)
def test_a_wrong_command_is_told_in_one_line(line, says):
    with pytest.raises(UsageError, match=says):
        read_command_line(line)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        pytest.param(r"--set A=C:\tmp\x", r"C:\tmp\x", id="backslashes"),
        pytest.param('--set A={"x":1}', {"x": 1}, id="json"),
        pytest.param("""--set 'A={"x": 1}'""", {"x": 1}, id="json-with-blanks"),
        pytest.param('--set A="Ada L"', "Ada L", id="quoted-value"),
        pytest.param('--set A="2"', "2", id="quoted-number-is-text"),
        pytest.param("--set A='Ada L'", "Ada L", id="single-quotes"),
        pytest.param('--set "A=Ada L"', "Ada L", id="quoted-word"),
        pytest.param("--set A=it's", "it's", id="apostrophe"),
        pytest.param(r'--set A="say \"hi\""', 'say "hi"', id="escaped-quotes"),
    ],
)
def test_a_value_arrives_as_it_was_written(line, value):
    assert read_cell_line(line).values["A"].value == value
