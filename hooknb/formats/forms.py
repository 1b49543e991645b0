"""The forms of text in which a node can be written: the one table that `%webhook show` and the docs go by.

A new form is one entry here, with the function that writes it and the one that says what it cannot say.

    >>> from hooknb.core.node import Node
    >>> [loss.place for loss in losses(Node("https://example.com/", routes={"404": "missing"}), "curl")]
    ['routes']
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.errors import Problem, did_you_mean, quoted
from hooknb.formats.cell import dumps
from hooknb.formats.curl import to_curl
from hooknb.formats.curl_losses import curl_losses
from hooknb.formats.document import to_json
from hooknb.formats.pycode import to_python

_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Form:
    """Describe one form.

    Args:
        name: as it stands behind `--as`.
        help: what it is, one phrase.
        write: from a node to the text, given the limits with which it will be read.
        losses: what the text cannot say of a node; a form without it says everything.
        comment: what begins a comment in it; empty when it has none.
    """

    name: str
    help: str
    write: Callable[[Node, Limits], str]
    losses: Callable[[Node, Limits], tuple[Problem, ...]] = lambda node, limits: ()
    comment: str = "#"


FORMS = (
    Form("cell", "the text of a %%webhook cell", lambda node, limits: dumps(node, limits=limits)),
    Form("curl", "a cURL command for bash", lambda node, limits: to_curl(node, limits=limits), curl_losses),
    Form("python", "Python code that runs the node", lambda node, _: to_python(node)),
    Form("json", "the node's document", lambda node, limits: to_json(node, limits=limits), comment=""),
)

_BY_NAME = {form.name: form for form in FORMS}


def find_form(name: str) -> Form:
    """Return the form of a name.

    Raises:
        ValueError: there is none; the message says which there are.
    """
    if name not in _BY_NAME:
        raise ValueError(f"{quoted(name)} is not a form of a node ({did_you_mean(name, _BY_NAME)})")
    return _BY_NAME[name]


def losses(node: Node, form: str, *, limits: Limits = _LIMITS) -> tuple[Problem, ...]:
    """Return what a form of text cannot say of a node.

    Args:
        node: the node.
        form: `"cell"`, `"curl"`, `"python"` or `"json"`.
        limits: the limits with which the text will be read.

    Returns:
        A warning for each field that is lost or changed; none when reading the text gives an equal node.

    Raises:
        ValueError: there is no such form.

    Example:
        >>> losses(Node("https://api.example.com/users", label="All users"), "curl")[0].message
        'a cURL command has no label'
    """
    return find_form(form).losses(node, limits)


def shown(node: Node, form: str, *, limits: Limits = _LIMITS) -> str:
    """Return a node in a form, and below it, as comments, what the form cannot say.

    Example:
        >>> print(shown(Node("https://api.example.com/users", label="All users"), "curl"))
        curl https://api.example.com/users
        # label: a cURL command has no label
    """
    found = find_form(form)
    comments = [f"{found.comment} {loss}" for loss in found.losses(node, limits)] if found.comment else []
    return "\n".join([found.write(node, limits), *comments])
