"""Asking a person in a notebook or a terminal, and the notebook's variables."""

from __future__ import annotations

import builtins
import getpass
import sys
from types import ModuleType
from typing import Any

from hooknb.errors import MissingParameterError


class Prompt:
    """Ask with `input`, and with `getpass` for secrets; `available` tells whether anybody can answer."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def available(self) -> bool:
        """Tell whether this front end can show a prompt (nbclient, for one, cannot)."""
        kernel = getattr(self._shell, "kernel", None)
        if kernel is not None:
            return bool(getattr(kernel, "_allow_stdin", True))
        return sys.stdin is not None and sys.stdin.isatty()

    def __call__(self, prompt: str, *, secret: bool = False) -> str:
        """Return what the person typed.

        Raises:
            MissingParameterError: the front end gave up on the prompt.
        """
        try:
            return getpass.getpass(prompt) if secret else builtins.input(prompt)
        except (EOFError, NotImplementedError) as error:
            name = prompt.partition(":")[0]
            raise MissingParameterError(
                f"{name} has no value and nobody can be asked here", [name]
            ) from error


class Variables:
    """Look names up among a notebook's own variables; modules, functions and hidden names are none."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def __call__(self, name: str) -> Any:
        """Return a variable's value.

        Raises:
            KeyError: there is no such variable.
        """
        value = self._shell.user_ns[name]
        if not self._is_own(name, value):
            raise KeyError(name)
        return value

    def names(self) -> list[str]:
        """Return the names of all of them, for suggestions."""
        return [name for name, value in list(self._shell.user_ns.items()) if self._is_own(name, value)]

    def _is_own(self, name: str, value: Any) -> bool:
        hidden = name.startswith("_") or name in self._shell.user_ns_hidden
        return not hidden and not isinstance(value, (type, ModuleType)) and not callable(value)
