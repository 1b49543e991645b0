"""The options of curl: the one table that the reader and the docs go by, with what becomes of each.

A new option that is taken over is one entry here, with the function that takes it; every other one is a line
in `curl_left_out`.

    >>> option_named("--proxy").fate
    'left'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hooknb.errors import nearest
from hooknb.formats import curl_asked as asked
from hooknb.formats.curl_asked import Asked, Given
from hooknb.formats.curl_left_out import GROUPS, Fate, Group


@dataclass(frozen=True, slots=True)
class Option:
    """Describe an option.

    Args:
        names: as they are written, the short one first.
        argument: what follows it, such as `METHOD`; empty for nothing.
        fate: `taken` over; `harmless`, as it only changes what curl shows; `needless`, which is noted; `left`
            out, which is noted as a warning; `refused`, as no node can do it.
        becomes: what becomes of it, for people; the message of a note.
        hint: what to do instead.
        take: takes it, when it is taken over.
        private: True when a secret may stand in its argument, which nobody looks at.
    """

    names: tuple[str, ...]
    argument: str
    fate: Fate
    becomes: str
    hint: str = ""
    take: Callable[[Asked, Given], None] | None = None
    private: bool = False

    @property
    def usage(self) -> str:
        """The option as help pages write it: `-X, --request METHOD`."""
        return f"{', '.join(self.names)} {self.argument}".rstrip()


def option_named(name: str) -> Option | None:
    """Return the option with a name, such as `-X` or `--request`."""
    return _BY_NAME.get(name)


def nearest_option(name: str) -> Option | None:
    """Return the option that a long name was probably meant to be, or None."""
    long = [each for each in _BY_NAME if each.startswith("--")]
    begun = [each for each in long if each.startswith(name) and len(name) > 3]
    return _BY_NAME.get((begun[0] if begun else nearest(name, long)) or "")


def rows() -> Iterator[tuple[str, str]]:
    """Yield the table of the docs: options that share a fate on one row, and what becomes of them."""
    grouped: dict[tuple[Fate, str, str], list[str]] = {}
    for option in OPTIONS:
        grouped.setdefault((option.fate, option.becomes, option.hint), []).append(f"`{option.usage}`")
    for (fate, becomes, hint), usages in grouped.items():
        yield " · ".join(usages), f"{_SAID[fate]}{becomes}{f' ({hint})' if hint else ''}"


_SAID = {
    "taken": "",
    "harmless": "nothing: ",
    "needless": "noted as not needed: ",
    "left": "listed as left out: ",
    "refused": "an error: ",
}


def _taken(usage: str, becomes: str, take: Callable[[Asked, Given], None]) -> Option:
    names, argument = _read_usage(usage)
    return Option(names, argument, "taken", becomes, take=take)


def _of(group: Group) -> Iterator[Option]:
    """Yield the options of a group."""
    for usage in group.usages.strip().split("\n"):
        yield Option(*_read_usage(usage), group.fate, group.becomes, group.hint, private=group.private)


def _read_usage(usage: str) -> tuple[tuple[str, ...], str]:
    """Read `-X, --request METHOD` as its names and what follows."""
    words = usage.replace(",", " ").split()
    names = tuple(word for word in words if word.startswith("-"))
    return names, " ".join(words[len(names) :])


OPTIONS: tuple[Option, ...] = (
    _taken("-X, --request METHOD", "the method", asked.take_method),
    _taken("--url URL", "the URL", asked.take_url),
    _taken("-H, --header LINE", "a header; `'X;'` an empty one, `'X:'` takes one away", asked.take_header),
    _taken("-d, --data TEXT", "the body, joined with `&`; `@FILE` sends a file", asked.take_data),
    _taken("--data-ascii TEXT", "as `-d`", asked.take_data),
    _taken("--data-raw TEXT", "as `-d`, and `@` is a character like others", asked.take_data),
    _taken("--data-binary TEXT", "as `-d`, a file as it is", asked.take_data),
    _taken("--data-urlencode TEXT", "a form field, encoded for you", asked.take_data),
    _taken("--json TEXT", "a JSON body, with its `Content-Type` and `Accept`", asked.take_json),
    _taken("-G, --get", "`-d` become query parameters", asked.take_get),
    _taken("--url-query TEXT", "a query parameter", asked.take_query),
    _taken(
        "-F, --form NAME=CONTENT",
        "a form field, sent as x-www-form-urlencoded, which is listed; a file is listed as left out",
        asked.take_form,
    ),
    _taken("--form-string NAME=TEXT", "as `-F`, and `@` is a character like others", asked.take_form),
    _taken("-T, --upload-file FILE", "`PUT` with the file as its body", asked.take_upload),
    _taken(
        "-u, --user USER:PASSWORD",
        "`[Auth]` with `basic: USER`, the password a secret; a user without a password stands in the URL",
        asked.take_user,
    ),
    _taken("--basic", "how `-u` logs in, as it is", asked.take_scheme),
    _taken("--digest", "`-u` becomes `[Auth]` with `digest: USER`", asked.take_scheme),
    _taken("--ntlm", "listed with its `-u`: a node answers no such challenge", asked.take_scheme),
    _taken("--ntlm-wb", "as `--ntlm`", asked.take_scheme),
    _taken("--negotiate", "as `--ntlm`", asked.take_scheme),
    _taken("--anyauth", "as `--ntlm`", asked.take_scheme),
    _taken("--aws-sigv4 PROVIDER", "as `--ntlm`", asked.take_scheme),
    _taken("--oauth2-bearer TOKEN", "`[Auth]` with `bearer: $TOKEN`, the token a secret", asked.take_bearer),
    _taken(
        "-b, --cookie DATA",
        "the header `Cookie`, its values secrets; a file is listed as left out",
        asked.take_cookie,
    ),
    _taken("-A, --user-agent TEXT", "the header `User-Agent`", asked.take_agent),
    _taken("-e, --referer URL", "the header `Referer`", asked.take_referer),
    _taken("-r, --range RANGE", "the header `Range`", asked.take_range),
    _taken("-L, --location", "`redirects: yes`", asked.take_redirects),
    _taken(
        "--location-trusted",
        "`redirects: yes`; credentials never go to another host, which is listed",
        asked.take_redirects,
    ),
    _taken(
        "-m, --max-time SECONDS", "`timeout`, brought into its range, which is listed", asked.take_timeout
    ),
    _taken("-k, --insecure", "`verify: no`", asked.take_insecure),
    _taken(
        "--retry NUMBER",
        "`retries`, 10 at the most, which is listed; after a node's own reasons, which is noted",
        asked.take_retries,
    ),
    _taken("--retry-delay SECONDS", "`retry_delay`, which then grows", asked.take_retry_delay),
    _taken("--retry-all-errors", "`retry_on` with 500 and every kind of failure", asked.take_retry_errors),
    _taken("-g, --globoff", "`{` and `[` in the URL are characters like others", asked.take_flag),
    _taken("--path-as-is", "`..` in the path stays", asked.take_flag),
    _taken("--proto-default SCHEME", "the scheme of a URL without one, else http", asked.take_default_scheme),
    *(option for group in GROUPS for option in _of(group)),
)

_BY_NAME = {name: option for option in OPTIONS for name in option.names}
