"""Secrets: where their values come from. A node holds the source, never the value.

A cell is saved and shared, so a value that stands where a source should is refused, and never quoted: it may
be the secret. Keeping values out of what is shown is `core/redaction.py`.

    >>> secret = Secret.parse("TOKEN", "env ORDERS_TOKEN")
    >>> secret.text
    'env ORDERS_TOKEN'
    >>> resolve(secret, environ={"ORDERS_TOKEN": "s3cret"})
    's3cret'
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hooknb.core.dotenv import find_dotenv, read_dotenv
from hooknb.core.unshown import UnshownMap
from hooknb.errors import MissingParameterError, NodeError, ParameterError, Problem, nearest

HINT = "write `env NAME`, `prompt`, `keyring SERVICE USER` or `dotenv KEY`"

Vault = Callable[[str, str], str | None]


class _Form(NamedTuple):
    """How a source is written: its words after the first, and what each may hold."""

    usage: str
    words: int
    pattern: re.Pattern[str]


SOURCES = {
    "env": _Form("env NAME", 1, re.compile(r"[A-Za-z_][A-Za-z0-9_]*")),
    "prompt": _Form("prompt", 0, re.compile("")),
    "keyring": _Form("keyring SERVICE USER", 2, re.compile(r"[^\x00-\x1f\x7f]+")),
    "dotenv": _Form("dotenv KEY", 1, re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")),
}

_ENVIRONMENT = UnshownMap(os.environ)
# What people write for one of the sources, too far from its name to be found by likeness.
_ALIASES = {
    "environment": "env",
    "getenv": "env",
    "os.environ": "env",
    "ask": "prompt",
    "input": "prompt",
    "getpass": "prompt",
    ".env": "dotenv",
}


@dataclass(frozen=True, slots=True)
class Secret:
    """Say where the value of a secret parameter comes from.

    Args:
        name: the parameter.
        source: `env`, `prompt`, `keyring` or `dotenv`.
        detail: the words after it: a variable, a service and a user, a key.

    Raises:
        NodeError: when source and detail do not go together; neither is quoted.

    Example:
        >>> Secret("TOKEN", "keyring", ("orders", "ada")).text
        'keyring orders ada'
    """

    name: str
    source: str
    detail: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        form = SOURCES.get(self.source)
        if form is None:
            raise _refused(
                self.name, "a secret's value cannot stand in a cell: cells are saved and shared", HINT
            )
        if len(self.detail) != form.words or not all(map(form.pattern.fullmatch, self.detail)):
            raise _refused(self.name, f"this is not how {self.source!r} is written", f"write `{form.usage}`")

    @classmethod
    def parse(cls, name: str, text: str) -> Secret:
        """Read a source as a cell has it; the first word's case does not matter, words may be quoted.

        Args:
            name: the parameter.
            text: `env NAME`, `prompt`, `keyring SERVICE USER` or `dotenv KEY`.

        Raises:
            NodeError: when the text is anything else; it may be the secret, so it is not quoted.

        Example:
            >>> Secret.parse("TOKEN", "keyring 'order service' ada").detail
            ('order service', 'ada')
        """
        words = _words(text)
        if not words:
            raise _refused(name, "a secret needs a source", HINT)
        source = words[0].casefold()
        if source not in SOURCES and (meant := _meant(source)):
            raise _refused(name, "this is not a source of secrets", f"did you mean `{SOURCES[meant].usage}`?")
        return cls(name, source, tuple(words[1:]))

    @property
    def text(self) -> str:
        """The source as it is written in a cell."""
        return shlex.join((self.source, *self.detail))

    def document(self) -> dict[str, str]:
        """Return the secret as a document holds it."""
        return {"name": self.name, "source": self.text}


def resolve(
    secret: Secret,
    *,
    environ: Mapping[str, str] | None = None,
    directory: Path | None = None,
    ask: Callable[[str], str] | None = None,
    vault: Vault | None = None,
) -> str:
    """Return a secret's value.

    One line break at its end is dropped (it comes with a file or a copied line, and no header can hold it);
    everything else is kept as it is.

    Args:
        secret: the declaration.
        environ: the environment; the process's own by default.
        directory: where `.env` is looked for, or else above it; the working directory by default.
        ask: asks a person without showing the answer; None where nobody can answer.
        vault: from a service and a user to a password or None; the system's keyring by default.

    Raises:
        MissingParameterError: there is no value, or it is empty.
        ParameterError: the source itself cannot be used.

    Example:
        >>> resolve(Secret("PIN", "prompt"), ask=lambda prompt: "1234")
        '1234'
    """
    if secret.source == "env":
        return _from_environment(secret, _ENVIRONMENT if environ is None else environ)
    if secret.source == "dotenv":
        return _from_dotenv(secret, directory or Path())
    if secret.source == "keyring":
        return _from_keyring(secret, vault or _system_keyring(secret))
    return _from_prompt(secret, ask)


def stand_in(name: str, *, base: bool = False) -> str:
    """Return a text for the place of a secret that nobody needs to know: fit for every place, never sent.

    Args:
        name: the parameter.
        base: True where a whole base URL has to stand.

    Example:
        >>> stand_in("API_TOKEN")
        'stands-in-for-API-TOKEN'
    """
    word = f"stands-in-for-{re.sub('[^A-Za-z0-9]', '-', name)}"
    return f"https://{word.lower()}.invalid" if base else word


def _from_environment(secret: Secret, environ: Mapping[str, str]) -> str:
    (variable,) = secret.detail
    if variable not in environ:
        near = nearest(variable, environ)
        hint = f"did you mean {near}? Otherwise set" if near else "set"
        raise _missing(
            secret,
            f"the environment variable {variable} is not set",
            f"{hint} it where the kernel is started, or write `prompt`",
        )
    return _filled(secret, environ[variable], f"the environment variable {variable}")


def _from_dotenv(secret: Secret, directory: Path) -> str:
    (key,) = secret.detail
    path = find_dotenv(directory)
    if path is None:
        raise _missing(
            secret, "there is no .env file", f"looked in {directory.resolve()} and the directories above it"
        )
    values = UnshownMap(read_dotenv(_text_of(path, secret)))
    if key not in values:
        near = nearest(key, values)
        raise _missing(
            secret, f"{path} has no {key}", f"did you mean {near}?" if near else f"add a line {key}=… to it"
        )
    value = values[key]
    if value is None:
        raise ParameterError(
            f"secret {secret.name}: the value of {key} in {path} cannot be read",
            [secret.name],
            "close its quotes, with nothing but a comment after them",
        )
    return _filled(secret, value, f"{key} in {path}")


def _text_of(path: Path, secret: Secret) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    raise ParameterError(f"secret {secret.name}: {path} cannot be read: {reason}", [secret.name])


def _from_keyring(secret: Secret, vault: Vault) -> str:
    service, user = secret.detail
    value = vault(service, user)
    if value is None:
        hint = f"store it once with: keyring set {shlex.quote(service)} {shlex.quote(user)}"
        raise _missing(secret, f"the keyring has no password of {user} for {service}", hint)
    return _filled(secret, value, f"the keyring's password of {user} for {service}")


def _system_keyring(secret: Secret) -> Vault:
    """Return the system's keyring as a function; it is an optional package."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise ParameterError(
            f"secret {secret.name}: the package keyring is not installed",
            [secret.name],
            "install it with: pip install 'hooknb[keyring]'",
        ) from None

    def look_up(service: str, user: str) -> str | None:
        try:
            password: str | None = keyring.get_password(service, user)
            return password
        except KeyringError as error:
            message = (
                f"secret {secret.name}: the keyring cannot be used: {str(error) or type(error).__name__}"
            )
        raise ParameterError(message, [secret.name], "unlock it, or name another source, such as `prompt`")

    return look_up


def _from_prompt(secret: Secret, ask: Callable[[str], str] | None) -> str:
    if ask is None:
        raise _missing(
            secret,
            "it is to be asked for, and nobody can be asked here",
            "name another source, such as `env NAME`",
        )
    return _filled(secret, ask(f"{secret.name}: "), "the answer")


def _filled(secret: Secret, value: str, owner: str) -> str:
    """Return a value without the line break at its end; an empty one is as good as none."""
    value = value.removesuffix("\n").removesuffix("\r")
    if not value:
        raise _missing(secret, f"{owner} is empty", "give it a value")
    return value


def _words(text: str) -> list[str]:
    """Split a source into words; quotes keep spaces together, and a backslash is a character like others."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = lexer.escape = ""
    try:
        return list(lexer)
    except ValueError:  # a quote that is not closed
        return text.split()


def _meant(word: str) -> str | None:
    """Return the source that a first word was probably meant to be, also in `env:NAME` and `env=NAME`."""
    match = re.match(r"[a-z.]*", word)
    start = match.group() if match is not None else word
    return _ALIASES.get(start) or nearest(start, SOURCES)


def _missing(secret: Secret, message: str, hint: str) -> MissingParameterError:
    return MissingParameterError(f"secret {secret.name}: {message}", [secret.name], hint)


def _refused(name: str, message: str, hint: str) -> NodeError:
    return NodeError([Problem(("secrets", name), message, hint)])
