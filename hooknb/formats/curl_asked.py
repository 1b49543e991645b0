"""What the options of a command ask for, collected before anything becomes of it.

One function takes one option; it looks at nothing but the option's own argument. How the parts go together
is `curl_reader`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hooknb.formats.curl_draft import CommandDraft
from hooknb.formats.curl_secrets import Credentials
from hooknb.formats.shellwords import Word

# Headers that curl and a node send by themselves: a node cannot leave them out.
_ALWAYS = ("accept", "user-agent", "host", "accept-encoding")


@dataclass(frozen=True, slots=True)
class Given:
    """Hold one option as it is given.

    Args:
        name: as it is written, such as `-H`.
        word: where it is written.
        value: its argument; an empty word for none.
        on: False when a `--no-` stands before it.
    """

    name: str
    word: Word
    value: Word
    on: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold a header, or a field of a form, with the option it comes from."""

    name: Word
    value: Word
    given: Given


@dataclass(frozen=True, slots=True)
class Proof:
    """Hold how a command proves who sends it: what becomes `auth`.

    Args:
        type: the scheme.
        named: what says so, for people.
        word: where it stands.
        texts: fields that are templates.
        secrets: fields that hold a secret, each a whole variable.
    """

    type: str
    named: str
    word: Word
    texts: dict[str, Word] = field(default_factory=dict)
    secrets: dict[str, Word] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """Collect what a command asks for.

    Args:
        place: where notes and mistakes go.
        credentials: takes out what is secret.
        stdin: what the command reads from a `<<`; None for nothing.
    """

    place: CommandDraft
    credentials: Credentials
    stdin: Word | None = None
    urls: list[Word] = field(default_factory=list)
    method: Word | None = None
    headers: list[Pair] = field(default_factory=list)
    taken_away: dict[str, Given] = field(default_factory=dict)
    own_headers: dict[str, Given] = field(default_factory=dict)
    cookies: list[Given] = field(default_factory=list)
    data: list[Given] = field(default_factory=list)
    json: Given | None = None
    query: list[Given] = field(default_factory=list)
    form: list[Pair] = field(default_factory=list)
    upload: Given | None = None
    user: Given | None = None
    bearer: Given | None = None
    scheme: Given | None = None
    proof: Proof | None = None
    redirects: bool = False
    timeout: Given | None = None
    insecure: Given | None = None
    retries: Given | None = None
    retry_delay: Given | None = None
    retry_errors: Given | None = None
    flags: set[str] = field(default_factory=set)
    default_scheme: str = "http"

    def header(self, name: str) -> Pair | None:
        """Return the first header of a name that the command sets by `-H`."""
        return next((each for each in self.headers if each.name.text.lower() == name), None)

    def decides(self, name: str) -> bool:
        """Tell whether `-H` decides on a header: sets it or takes it away; then no other option does."""
        return self.header(name) is not None or name in self.taken_away


def take_method(asked: Asked, given: Given) -> None:
    """Take `-X`."""
    asked.method = given.value


def take_url(asked: Asked, given: Given) -> None:
    """Take a URL, with `--url` or without."""
    asked.urls.append(given.value)


def take_header(asked: Asked, given: Given) -> None:
    """Take `-H 'Name: value'`, `'Name;'` for an empty one, `'Name:'` to take one away."""
    if given.value.text.startswith("@"):
        asked.place.left(
            given.word, f"{given.name} @FILE is left out", "write each header with an -H of its own"
        )
        return
    pseudo = given.value.text.startswith(":")
    name, value = given.value.cut(1).partition(":") if pseudo else given.value.partition(":")
    if pseudo:
        asked.place.note(given.value, f":{name.text} is dropped", "it is set for each request")
    elif value is None and name.text.rstrip(" \t").endswith(";"):
        bare = name.cut(0, name.text.rindex(";")).strip()
        asked.headers.append(Pair(bare, given.value.cut(len(given.value.text)), given))
    elif value is None:
        hint = "write -H 'Name: value'"
        asked.place.wrong(given.value, "this is not a header", hint)
    elif not name.plain:
        asked.place.wrong(name, "the name of a header cannot be a parameter", "write the name itself")
    elif value.strip().text == "":
        asked.taken_away[name.text.strip().lower()] = given
        if name.text.strip().lower() in _ALWAYS:
            asked.place.left(
                given.value, f"{name.text}: a node always sends this header", "give it another value"
            )
    else:
        asked.headers.append(Pair(name.strip(), value.strip(), given))


def take_data(asked: Asked, given: Given) -> None:
    """Take `-d` and its kin."""
    asked.data.append(given)


def take_json(asked: Asked, given: Given) -> None:
    """Take `--json`: data, and what it is."""
    asked.data.append(given)
    asked.json = given


def take_get(asked: Asked, given: Given) -> None:
    """Take `-G`."""
    take_flag(asked, given)


def take_query(asked: Asked, given: Given) -> None:
    """Take `--url-query`."""
    asked.query.append(given)


def take_form(asked: Asked, given: Given) -> None:
    """Take `-F`: a text becomes a form field; a file cannot."""
    name, value = given.value.partition("=")
    if value is None or not name.plain:
        hint = f"write {given.name} 'name=text'"
        asked.place.wrong(given.value, "this is no field of a form", hint)
        return
    if given.name != "--form-string" and value.text.startswith(("@", "<")):
        message = f"the file of {name.text} is left out: a node sends no multipart/form-data"
        asked.place.left(given.value, message, "[Body raw @FILE] sends a file by itself")
        value = None
    elif given.name != "--form-string":
        value = _form_text(value)
    if value is not None:
        asked.form.append(Pair(name, value, given))
    elif not asked.form:
        asked.flags.add("--form")


def take_upload(asked: Asked, given: Given) -> None:
    """Take `-T`."""
    asked.upload = given


def take_user(asked: Asked, given: Given) -> None:
    """Take `-u`; nobody sees what it says, whatever becomes of the command."""
    asked.place.mask(given.value)
    asked.user = given


def take_scheme(asked: Asked, given: Given) -> None:
    """Take how `-u` logs in; the last one counts."""
    asked.scheme = given


def take_bearer(asked: Asked, given: Given) -> None:
    """Take `--oauth2-bearer`; nobody sees it either."""
    asked.place.mask(given.value)
    asked.bearer = given


def take_cookie(asked: Asked, given: Given) -> None:
    """Take `-b 'name=value'`; without an equals sign it names a file."""
    if "=" in given.value.text or not given.value.plain:
        asked.cookies.append(given)
    elif given.value.text:
        hint = "write the cookies themselves: -b 'name=value'"
        asked.place.left(
            given.word, f"{given.name} FILE is left out: a node reads no cookies from a file", hint
        )


def take_agent(asked: Asked, given: Given) -> None:
    """Take `-A`."""
    if given.value.text:
        asked.own_headers["User-Agent"] = given
    else:
        asked.place.left(given.word, "a node always sends a User-Agent", "give it another value")


def take_referer(asked: Asked, given: Given) -> None:
    """Take `-e`; what follows `;auto` is about redirects."""
    address, automatic, _ = given.value.text.partition(";auto")
    if automatic:
        asked.place.left(given.word, "a redirected request has no Referer of its own", "take ;auto out")
    if address:
        asked.own_headers["Referer"] = Given(given.name, given.word, given.value.cut(0, len(address)))


def take_range(asked: Asked, given: Given) -> None:
    """Take `-r`."""
    asked.own_headers["Range"] = given


def take_redirects(asked: Asked, given: Given) -> None:
    """Take `-L`."""
    asked.redirects = given.on
    if given.name == "--location-trusted" and given.on:
        message = "credentials are not sent on to another host"
        asked.place.left(given.word, message, "send a second request there")


def take_timeout(asked: Asked, given: Given) -> None:
    """Take `-m`."""
    asked.timeout = given


def take_insecure(asked: Asked, given: Given) -> None:
    """Take `-k`."""
    asked.insecure = given


def take_retries(asked: Asked, given: Given) -> None:
    """Take `--retry`."""
    asked.retries = given


def take_retry_delay(asked: Asked, given: Given) -> None:
    """Take `--retry-delay`."""
    asked.retry_delay = given


def take_retry_errors(asked: Asked, given: Given) -> None:
    """Take `--retry-all-errors`."""
    asked.retry_errors = given


def take_flag(asked: Asked, given: Given) -> None:
    """Take an option that is on or off."""
    name = _LONG.get(given.name, given.name)
    asked.flags.add(name) if given.on else asked.flags.discard(name)


def take_default_scheme(asked: Asked, given: Given) -> None:
    """Take `--proto-default`."""
    asked.default_scheme = given.value.text


_LONG = {"-G": "--get", "-g": "--globoff"}


def _form_text(value: Word) -> Word:
    """Return a field's text without `;type=…` and the quotes in which it may stand."""
    quoted = value.text.startswith('"') and value.text.find('"', 1) > 0
    if quoted:
        return value.cut(1, value.text.find('"', 1))
    return (
        value.cut(0, value.text.find(";")) if ";type=" in value.text or ";filename=" in value.text else value
    )
