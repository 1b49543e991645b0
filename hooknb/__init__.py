"""Explore HTTP APIs in a notebook.

`%load_ext hooknb` gives `%%webhook` cells; in Python, `hooknb.run` takes a node, a cell's text or a document.
Every public name is loaded on first use, so importing hooknb costs next to nothing.

    >>> import hooknb
    >>> hooknb.Node(url="https://api.example.com/users/$ID").names
    ('ID',)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hooknb.version import __version__ as __version__

if TYPE_CHECKING:
    from hooknb.core.allowlist import allowlist as allowlist
    from hooknb.core.auth import Auth as Auth
    from hooknb.core.body import Body as Body
    from hooknb.core.entities import EntityType as EntityType
    from hooknb.core.limits import Limits as Limits
    from hooknb.core.mapping import MappingRule as MappingRule
    from hooknb.core.mapping import ResponseMapping as ResponseMapping
    from hooknb.core.node import Node as Node
    from hooknb.core.objectpath.path import MISSING as MISSING
    from hooknb.core.objectpath.path import ObjectPath as ObjectPath
    from hooknb.core.pairs import Pairs as Pairs
    from hooknb.core.parameters import UNSET as UNSET
    from hooknb.core.parameters import Parameter as Parameter
    from hooknb.core.parameters import Parameters as Parameters
    from hooknb.core.routes import Route as Route
    from hooknb.core.routes import Routes as Routes
    from hooknb.core.secrets import Secret as Secret
    from hooknb.core.signing import Signing as Signing
    from hooknb.core.template import Template as Template
    from hooknb.engine.cassette import Cassette as Cassette
    from hooknb.engine.compare import Comparison as Comparison
    from hooknb.engine.difference import Difference as Difference
    from hooknb.engine.looking import diff as diff
    from hooknb.engine.looking import shape as shape
    from hooknb.engine.looking import suggest as suggest
    from hooknb.engine.looking import table as table
    from hooknb.engine.looking import where as where
    from hooknb.engine.past import Past as Past
    from hooknb.engine.pending import Pending as Pending
    from hooknb.engine.preview import Preview as Preview
    from hooknb.engine.receiver import receiver as receiver
    from hooknb.engine.replays import Replays as Replays
    from hooknb.engine.result import Result as Result
    from hooknb.engine.signature import verify as verify
    from hooknb.engine.verification import Verification as Verification
    from hooknb.errors import CassetteError as CassetteError
    from hooknb.errors import CellError as CellError
    from hooknb.errors import EntityError as EntityError
    from hooknb.errors import FormatError as FormatError
    from hooknb.errors import HistoryError as HistoryError
    from hooknb.errors import HooknbError as HooknbError
    from hooknb.errors import HooknbWarning as HooknbWarning
    from hooknb.errors import MissingParameterError as MissingParameterError
    from hooknb.errors import NodeError as NodeError
    from hooknb.errors import ObjectPathError as ObjectPathError
    from hooknb.errors import OutcomeError as OutcomeError
    from hooknb.errors import ParameterError as ParameterError
    from hooknb.errors import PathNotFoundError as PathNotFoundError
    from hooknb.errors import Problem as Problem
    from hooknb.errors import SignatureError as SignatureError
    from hooknb.formats.cell import dumps as dumps
    from hooknb.formats.cell import loads as loads
    from hooknb.formats.curl import from_curl as from_curl
    from hooknb.formats.curl import to_curl as to_curl
    from hooknb.formats.document import from_json as from_json
    from hooknb.formats.document import to_json as to_json
    from hooknb.formats.forms import losses as losses
    from hooknb.formats.pycode import to_python as to_python
    from hooknb.formats.reading import Reading as Reading
    from hooknb.magic.nested import allow_nested_loops as allow_nested_loops
    from hooknb.recall import check as check
    from hooknb.recall import compare as compare
    from hooknb.recall import history as history
    from hooknb.recall import past as past
    from hooknb.running import arun as arun
    from hooknb.running import preview as preview
    from hooknb.running import run as run
    from hooknb.running import start as start
    from hooknb.session import Session as Session
    from hooknb.session import Settings as Settings
    from hooknb.session import default_session as default_session
    from hooknb.taping import cassette as cassette
    from hooknb.widgets.explorer import Explorer as Explorer
    from hooknb.widgets.explorer import explore as explore
    from hooknb.widgets.form.widget import Form as Form
    from hooknb.widgets.form.widget import form as form

_HOMES = {
    "hooknb.core.allowlist": ("allowlist",),
    "hooknb.core.auth": ("Auth",),
    "hooknb.core.body": ("Body",),
    "hooknb.core.entities": ("EntityType",),
    "hooknb.core.limits": ("Limits",),
    "hooknb.core.mapping": ("MappingRule", "ResponseMapping"),
    "hooknb.core.node": ("Node",),
    "hooknb.core.objectpath.path": ("MISSING", "ObjectPath"),
    "hooknb.core.pairs": ("Pairs",),
    "hooknb.core.parameters": ("UNSET", "Parameter", "Parameters"),
    "hooknb.core.routes": ("Route", "Routes"),
    "hooknb.core.secrets": ("Secret",),
    "hooknb.core.signing": ("Signing",),
    "hooknb.core.template": ("Template",),
    "hooknb.engine.cassette": ("Cassette",),
    "hooknb.engine.compare": ("Comparison",),
    "hooknb.engine.difference": ("Difference",),
    "hooknb.engine.looking": ("diff", "shape", "suggest", "table", "where"),
    "hooknb.engine.past": ("Past",),
    "hooknb.engine.pending": ("Pending",),
    "hooknb.engine.preview": ("Preview",),
    "hooknb.engine.receiver": ("receiver",),
    "hooknb.engine.replays": ("Replays",),
    "hooknb.engine.result": ("Result",),
    "hooknb.engine.signature": ("verify",),
    "hooknb.engine.verification": ("Verification",),
    "hooknb.errors": (
        "CassetteError",
        "CellError",
        "EntityError",
        "FormatError",
        "HistoryError",
        "HooknbError",
        "HooknbWarning",
        "MissingParameterError",
        "NodeError",
        "ObjectPathError",
        "OutcomeError",
        "ParameterError",
        "PathNotFoundError",
        "Problem",
        "SignatureError",
    ),
    "hooknb.formats.cell": ("dumps", "loads"),
    "hooknb.formats.curl": ("from_curl", "to_curl"),
    "hooknb.formats.document": ("from_json", "to_json"),
    "hooknb.formats.forms": ("losses",),
    "hooknb.formats.pycode": ("to_python",),
    "hooknb.formats.reading": ("Reading",),
    "hooknb.magic.nested": ("allow_nested_loops",),
    "hooknb.recall": ("check", "compare", "history", "past"),
    "hooknb.running": ("arun", "preview", "run", "start"),
    "hooknb.session": ("Session", "Settings", "default_session"),
    "hooknb.taping": ("cassette",),
    "hooknb.widgets.explorer": ("Explorer", "explore"),
    "hooknb.widgets.form.widget": ("Form", "form"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605


def load_ipython_extension(ipython: Any) -> None:
    """Register `%%webhook` and `%webhook`; called by `%load_ext hooknb`."""
    from hooknb.magic.webhook import register

    register(ipython)


def unload_ipython_extension(ipython: Any) -> None:
    """Take the magics away again; called by `%unload_ext hooknb`."""
    from hooknb.magic.webhook import unregister

    unregister(ipython)


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'hooknb' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
