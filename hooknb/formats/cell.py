r"""The `%%webhook` cell: one node as text, read with every mistake at once, written so that it reads back.

>>> node = loads("%%webhook user\nGET https://api.example.com/users/$ID\n[Mapping]\nNAME: data.name")
>>> node.name, node.url
('user', 'https://api.example.com/users/$ID')
>>> print(dumps(node))
%%webhook user
GET https://api.example.com/users/$ID
[Response Mapping]
NAME: data.name
"""

from __future__ import annotations

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.errors import CellError
from hooknb.formats.cell_reader import read_cell
from hooknb.formats.cell_writer import write_cell
from hooknb.formats.reading import Reading, conclude

_LIMITS = Limits()


def read(text: str, *, limits: Limits = _LIMITS, name: str = "", first_line: int = 1) -> Reading:
    r"""Read a cell.

    Args:
        text: the cell's text; a leading line `%%webhook NAME` is accepted.
        limits: the range of time-outs that is allowed.
        name: the node's name, when the text does not say it.
        first_line: the number of the text's first line, for messages.

    Returns:
        The node, with advice and the places of its fields.

    Raises:
        CellError: with every mistake, each shown in its line under a caret.

    Example:
        >>> read("POST https://api.example.com/users\nConnection: close").notes[0].message
        'Connection is dropped'
    """
    draft = read_cell(text, first_line)
    if name:
        draft.document.setdefault("name", name)
    return conclude(draft, CellError, limits=limits, first_line=first_line)


def loads(text: str, *, limits: Limits = _LIMITS) -> Node:
    """Read the text of a cell, as `dumps` writes it, as a node.

    Args:
        text: the cell, with or without its line `%%webhook NAME`.
        limits: the range of time-outs that is allowed.

    Raises:
        CellError: with every mistake, each shown in its line under a caret.

    Example:
        >>> loads("https://api.example.com/users").method
        'GET'
    """
    return read(text, limits=limits).node


def dumps(node: Node, *, magic: bool = True, limits: Limits = _LIMITS) -> str:
    """Write a node as the text of a cell; `loads` gives an equal node back.

    Args:
        node: the node.
        magic: False leaves the line `%%webhook NAME` out, and with it the name.
        limits: those the cell will be read with; a time-out that is their default is left out.

    Returns:
        The text, without a line break at its end.

    Example:
        >>> print(dumps(Node("https://api.example.com/users", query={"tag": "a b"})))
        %%webhook
        GET https://api.example.com/users
        [Query Parameters]
        tag: a b
    """
    return write_cell(node.to_dict(limits=limits), magic=magic)
