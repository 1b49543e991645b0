r"""A node as a cURL command, and a pasted command as a node.

>>> reading = from_curl("curl 'https://api.example.com/users?page=2' -H 'X-Team: a' --cacert own.pem")
>>> reading.node.headers, reading.left[0].message
(Pairs([('X-Team', 'a')]), '--cacert is left out: whom to trust is a setting of the session')
"""

from __future__ import annotations

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.errors import FormatError
from hooknb.formats.cell_draft import Draft
from hooknb.formats.cell_lines import split_lines
from hooknb.formats.cell_reader import read_cell
from hooknb.formats.curl_reader import is_command
from hooknb.formats.curl_writer import write_curl
from hooknb.formats.reading import Reading, conclude

_LIMITS = Limits()


def from_curl(text: str, *, limits: Limits = _LIMITS) -> Reading:
    r"""Read a cURL command, as documentation has it and as browsers copy it, as a node.

    Quotes, escapes, continued lines and variables are those of bash, or of the `cmd` of Windows when it is
    written so. A shell variable becomes a parameter. A token, a password, a key or a cookie that stands in
    the command is not kept: a secret parameter takes its place, whose value is asked for.

    Args:
        text: one command, and sections of a cell below it, if you like.
        limits: the range of time-outs that is allowed.

    Returns:
        `node`; `left`, what the command says and a node cannot hold; `notes`, that and all other advice;
        `source`, whose `explain(notes)` shows each note in its line.

    Raises:
        FormatError: with every mistake, each shown in its line under a caret.

    Example:
        >>> from_curl("curl -XPOST https://api.example.com/users -d 'name=Ada'").node.body.pairs
        Pairs([('name', 'Ada')])
    """
    lines = split_lines(text)
    said = [line for line in lines if not (line.blank or line.comment or line.text.startswith("%%webhook"))]
    first = said[0] if said else lines[0]
    if is_command(first):
        return conclude(read_cell(text), FormatError, limits=limits)
    draft = Draft(text)
    draft.wrong_line(first, "this is not a cURL command", "begin it with curl")
    draft.settled.add(("url",))
    return conclude(draft, FormatError, limits=limits)


def to_curl(node: Node, *, limits: Limits = _LIMITS) -> str:
    r"""Write a node as a cURL command for bash, which sends what the node would send.

    Parameters that the node gives a value are filled in. All others, and every secret, are shell variables:
    no secret's value is ever written. What curl cannot say is left out, as `hooknb.losses(node, "curl")`
    lists it.

    Args:
        node: the node.
        limits: those of the session; a time-out that is their default is left out.

    Returns:
        One line, or one line for each option.

    Example:
        >>> print(to_curl(Node("https://api.example.com/users/$ID", query={"tag": "a b"})))
        curl "https://api.example.com/users/$ID" -G -d tag=a%20b
    """
    return write_curl(node, limits=limits)
