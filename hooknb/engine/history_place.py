"""Where the history is kept.

The first of these that there is: the setting (`%config Webhook.history`, `Settings.history`), the
environment variable `HOOKNB_HISTORY`, the folder `.hooknb` in the working directory, the user's folder for
data. A setting is the path of a file, `off`, or `memory`.

    >>> place("memory", environ={})
    'memory'
    >>> place(environ={"HOOKNB_HISTORY": "off"})
    'off'
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

VARIABLE = "HOOKNB_HISTORY"
FOLDER = ".hooknb"
FILE = "history.sqlite"
WORDS = ("off", "memory")

Place = Path | Literal["off", "memory"]


def place(
    setting: str = "",
    directory: Path | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> Place:
    """Return where runs are kept: a file, `memory`, or `off` for nowhere.

    Args:
        setting: what the user said; empty for nothing.
        directory: the base of relative paths, and where `.hooknb` is looked for; the working directory by
            default.
        environ: the environment.
        platform: as `sys.platform` has it.
    """
    base = directory or Path(here())
    said = setting.strip() or environ.get(VARIABLE, "").strip()
    if said.lower() == "off":
        return "off"
    if said.lower() == "memory":
        return "memory"
    if said:
        return base / Path(said).expanduser()
    if (base / FOLDER).is_dir():
        return base / FOLDER / FILE
    try:
        return _data_folder(environ, platform) / "hooknb" / FILE
    except RuntimeError:  # nobody knows where this user lives
        return "memory"


def here() -> str:
    """Return the working directory; empty when it was deleted."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def _data_folder(environ: Mapping[str, str], platform: str) -> Path:
    """Return the user's folder for data, as each system wants it."""
    home = Path.home()
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if platform == "darwin":
        return home / "Library" / "Application Support"
    # XDG Base Directory Specification: a relative path is invalid and to be ignored.
    named = Path(environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else home / ".local" / "share"
