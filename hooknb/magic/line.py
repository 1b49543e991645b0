"""The magic line: options only, never a part of the request.

>>> read_cell_line("orders --set QTY=2.50 --timeout 15").timeout
15.0
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from IPython.core.error import UsageError

from hooknb.core.checks import is_node_name, is_parameter_name
from hooknb.core.choosing import Spelled, spelled
from hooknb.errors import did_you_mean, nearest, quoted
from hooknb.formats.forms import FORMS, find_form

COMMANDS: Mapping[str, str] = {
    "run": "run NAME [--set NAME=VALUE]   run a kept node again; --record: anew into its cassette",
    "jobs": "jobs                          the runs in the background",
    "nodes": "nodes                         the kept nodes",
    "params": "params                        the session's parameters and where they come from",
    "history": "history [N | --all]           this session's runs; the last N, or all, that are kept\n"
    "  %webhook history show ID              an old run again, without sending\n"
    "  %webhook history --clear              delete every run that is kept",
    "cookies": "cookies [--clear [DOMAIN]]     the cookies that are kept; forget them all, or a domain's",
    "compare": "compare A B                   what differs between two runs, each an ID or a node's name",
    "show": "show NAME [--as FORM]         a kept node as text: "
    + ", ".join(form.name for form in FORMS)
    + "; a cell when nothing is said",
    "form": "form [NAME]                   a form that builds, tests and saves a node, or opens a kept one",
    "explore": "explore NAME                  the last response of a node as a tree: click to get paths",
    "help": "help                          this page, and the sections of a cell",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Hold what a magic line says.

    Args:
        name: the node's name; empty for none.
        values: parameter values for this run.
        timeout: seconds for the whole exchange; None for the node's own.
        background: return a `Pending` at once, whatever the answer will be.
        dry_run: show what would be sent, send nothing.
        define: keep the node, run nothing.
        quiet: show nothing.
        bind: also bind each mapped value as a Python variable.
        record: send, and record anew in the cassette, whatever is in it.
        help: show the help page.
        command: of the line magic: one of `COMMANDS`.
        words: what stands after `history`, `compare` and `cookies`.
        form: in what form `show` writes the node.
    """

    name: str = ""
    values: Mapping[str, Spelled] = field(default_factory=dict)
    timeout: float | None = None
    background: bool = False
    dry_run: bool = False
    define: bool = False
    quiet: bool = False
    bind: bool = False
    record: bool = False
    help: bool = False
    command: str = ""
    words: tuple[str, ...] = ()
    form: str = FORMS[0].name


class _Parser(argparse.ArgumentParser):
    """Raise IPython's one-line `UsageError` where argparse would exit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def cell_parser() -> argparse.ArgumentParser:
    """Return the parser of the `%%webhook` line; its help is the magic's help."""
    parser = _Parser(
        "%%webhook",
        usage="%%%%webhook [NAME] [options]",
        add_help=False,
        allow_abbrev=False,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument(
        "name",
        nargs="?",
        default="",
        metavar="NAME",
        help="keep the node and bind its result under this name",
    )
    parser.add_argument("--define", action="store_true", help="keep the node without running it")
    _add_run_options(parser)
    return parser


def run_parser() -> argparse.ArgumentParser:
    """Return the parser of `%webhook run`."""
    parser = _Parser("%webhook run", add_help=False, allow_abbrev=False)
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help="a kept node")
    _add_run_options(parser)
    parser.set_defaults(define=False)
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter's value for this run; may be repeated",
    )
    parser.add_argument(
        "--timeout", metavar="S", help="seconds for the whole exchange, instead of the node's own"
    )
    parser.add_argument(
        "--async", dest="background", action="store_true", help="return a Pending at once; the cell ends"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show exactly what would be sent, and send nothing"
    )
    parser.add_argument(
        "--quiet", action="store_true", help="show nothing; the result is still in NAME and in _"
    )
    parser.add_argument(
        "--bind", action="store_true", help="also bind each mapped value as a Python variable"
    )
    parser.add_argument(
        "--record", action="store_true", help="send, and record the exchange anew in the node's cassette"
    )
    parser.add_argument("--help", action="store_true", help="show this page")


def read_cell_line(line: str) -> Line:
    """Read the line of a `%%webhook` cell.

    Raises:
        UsageError: an option does not exist or has a bad value; one line.
    """
    made = _read(line, cell_parser())
    if made.define and not made.name:
        raise UsageError("--define keeps the node under a name: write %%webhook NAME --define")
    return made


def read_command_line(line: str) -> Line:
    """Read the line of `%webhook COMMAND`.

    Raises:
        UsageError: the command does not exist, or lacks the name of a node.
    """
    command, _, rest = line.strip().partition(" ")
    if command in ("", "--help", "-h"):
        return Line(command="help")
    if command not in COMMANDS:
        raise UsageError(
            f"{quoted(command)} is not a command of %webhook ({did_you_mean(command, COMMANDS)})"
        )
    if command == "run":
        made = _read(rest, run_parser(), command)
        _need_name(made, command)
        return made
    if command in ("history", "compare", "cookies"):
        return Line(command=command, words=_run_words(command, rest.split()))
    name = rest.strip()
    made = _show(rest) if command == "show" else Line(name=name, command=command)
    if command in ("show", "explore"):
        _need_name(made, command)
    elif name and command != "form":
        raise UsageError(f"%webhook {command} takes nothing after it, found {quoted(name)}")
    return made


def _show(rest: str) -> Line:
    """Read what stands after `show`: the name of a node, and a form behind `--as`."""
    words = rest.replace("--as=", "--as ").split()
    form = FORMS[0].name
    if "--as" in words:
        at = words.index("--as")
        form = "".join(words[at + 1 : at + 2])
        del words[at : at + 2]
    try:
        find_form(form)
    except ValueError as error:
        raise UsageError(f"%webhook show NAME --as FORM: {error}") from None
    if len(words) > 1:
        raise UsageError(f"%webhook show takes one name, found {quoted(' '.join(words))}")
    return Line(name="".join(words), command="show", form=form)


def _run_words(command: str, words: list[str]) -> tuple[str, ...]:
    """Return the words that say which runs are meant."""
    if command == "compare":
        if len(words) != 2:
            raise UsageError("%webhook compare takes two runs, each an ID or a node's name: compare 41 42")
        return tuple(words)
    if command == "cookies":
        if (words and words[0] != "--clear") or len(words) > 2:
            raise UsageError("%webhook cookies takes nothing, or --clear and perhaps a domain")
        return tuple(words)
    match words:
        case [] | ["--all"] | ["--clear"] | ["show", _]:
            return tuple(words)
        case [number] if number.isdecimal():
            return (number,)
        case ["show", *_]:
            raise UsageError("%webhook history show takes one run: history show ID")
    raise UsageError(
        f"%webhook history takes a number, --all, --clear or show ID, found {quoted(' '.join(words))}"
    )


def _need_name(line: Line, command: str) -> None:
    if not line.name and not line.help:
        raise UsageError(f"%webhook {command} needs the name of a node: %webhook {command} NAME")


def _read(line: str, parser: argparse.ArgumentParser, command: str = "") -> Line:
    words = list(_words(line))
    found, rest = parser.parse_known_args(words)
    if rest:
        raise UsageError(_unknown(rest[0], parser))
    if not is_node_name(found.name):
        raise UsageError(f"{quoted(found.name)} cannot name a node; use a Python name, such as get_user")
    return Line(
        name=found.name,
        values=dict(_assignment(text) for text in found.set),
        timeout=_seconds(found.timeout),
        background=found.background,
        dry_run=found.dry_run,
        define=found.define,
        quiet=found.quiet,
        bind=found.bind,
        record=found.record,
        help=found.help,
        command=command,
    )


# A quoted word; or a run without blanks, in which a quoted value may follow the equals sign. Backslashes and
# other quotes are characters like any other, so that paths and JSON arrive as they were written.
_WORD = re.compile(
    r"""(?:'(?P<single>[^']*)'|"(?P<double>[^"]*)")(?=\s|$)"""
    r"""|(?P<plain>(?:=(?:'[^']*'|"(?:\\.|[^"\\])*")(?=\s|$)|\S)+)"""
)
_QUOTED_VALUE = re.compile(r"([^=]*=)'([^']*)'")


def _words(line: str) -> Iterator[str]:
    for match in _WORD.finditer(line):
        plain = match["plain"]
        if plain is None:
            yield match["double"] if match["single"] is None else match["single"]
        elif plain[0] in "'\"" or re.search(r"=['\"][^'\"]*$", plain):
            raise UsageError(f"a quotation mark is not closed: {line.strip()}")
        else:
            yield _QUOTED_VALUE.sub(r"\1\2", plain)


def _unknown(word: str, parser: argparse.ArgumentParser) -> str:
    options = [option for action in parser._actions for option in action.option_strings]
    if not word.startswith("-"):
        return (
            f"{quoted(word)} is one word too many; only a NAME and options stand here, the request is below"
        )
    match = nearest(word.partition("=")[0], options)
    return f"{parser.prog} has no option {word}" + (
        f"; did you mean {match}?" if match else f"; options: {' '.join(options)}"
    )


def _assignment(text: str) -> tuple[str, Spelled]:
    name, equals, value = text.partition("=")
    if not equals or not is_parameter_name(name):
        raise UsageError(f"--set takes NAME=VALUE, found {quoted(text) if not equals else quoted(name)}")
    return name, spelled(value)


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"--timeout takes a number of seconds, found {quoted(text)}") from None


def option_names(parser: Any = None) -> tuple[str, ...]:
    """Return the options of the cell magic, for completion."""
    return tuple(option for action in (parser or cell_parser())._actions for option in action.option_strings)
