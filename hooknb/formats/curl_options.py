"""The options of curl: the one table that the reader and the docs go by, with what becomes of each.

A new option is one entry here. One that is taken over has the function that takes it.

    >>> option_named("--proxy").fate
    'left'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from hooknb.errors import nearest
from hooknb.formats import curl_asked as asked
from hooknb.formats.curl_asked import Asked, Given

Fate = Literal["taken", "harmless", "needless", "left", "refused"]


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


def _several(fate: Fate, becomes: str, hint: str, usages: str, *, private: bool = False) -> list[Option]:
    """Make options of one fate from a text with one usage on a line."""
    lines = (line.strip() for line in usages.strip().split("\n"))
    return [Option(*_read_usage(line), fate, becomes, hint, private=private) for line in lines]


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
    _taken("-u, --user USER:PASSWORD", "the user in the URL, the password a secret", asked.take_user),
    _taken("--basic", "how `-u` logs in, as it is", asked.take_scheme),
    _taken("--digest", "listed with its `-u`: a node answers no challenge", asked.take_scheme),
    _taken("--ntlm", "as `--digest`", asked.take_scheme),
    _taken("--ntlm-wb", "as `--digest`", asked.take_scheme),
    _taken("--negotiate", "as `--digest`", asked.take_scheme),
    _taken("--anyauth", "as `--digest`", asked.take_scheme),
    _taken("--aws-sigv4 PROVIDER", "as `--digest`", asked.take_scheme),
    _taken("--oauth2-bearer TOKEN", "`Authorization: Bearer $TOKEN`, the token a secret", asked.take_bearer),
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
    _taken("-g, --globoff", "`{` and `[` in the URL are characters like others", asked.take_flag),
    _taken("--path-as-is", "`..` in the path stays", asked.take_flag),
    _taken("--proto-default SCHEME", "the scheme of a URL without one, else http", asked.take_default_scheme),
    *_several(
        "harmless",
        "it changes only what curl shows, or is what a node does anyway",
        "",
        """
        -s, --silent
        -S, --show-error
        -v, --verbose
        -i, --include
        -f, --fail
        --fail-with-body
        --fail-early
        -#, --progress-bar
        --no-progress-meter
        -N, --no-buffer
        --styled-output
        --compressed
        --http1.1
        -q, --disable
        --keepalive-time SECONDS
        --tcp-nodelay
        --trace-time
        --trace-ids
        -Z, --parallel
        --parallel-immediate
        --parallel-max NUMBER
        --expect100-timeout SECONDS
        --suppress-connect-headers
        """,
    ),
    *_several(
        "needless",
        "the result keeps the answer",
        "look at result.text, result.headers and result.status",
        """
        -o, --output FILE
        -O, --remote-name
        --remote-name-all
        -J, --remote-header-name
        --output-dir DIRECTORY
        --create-dirs
        --create-file-mode MODE
        --no-clobber
        --remove-on-error
        -R, --remote-time
        -D, --dump-header FILE
        -w, --write-out FORMAT
        --stderr FILE
        --trace FILE
        --trace-ascii FILE
        --trace-config WHAT
        --libcurl FILE
        --xattr
        """,
    ),
    *_several(
        "left",
        "a node has one time-out, for the whole exchange",
        "use -m, or timeout under [Options]",
        """
        --connect-timeout SECONDS
        -Y, --speed-limit SPEED
        -y, --speed-time SECONDS
        --happy-eyeballs-timeout-ms MILLISECONDS
        """,
    ),
    *_several(
        "left",
        "whether certificates are verified is a setting of the session",
        "%config Webhook.verify_tls, %config Webhook.ca_file",
        """
        -k, --insecure
        --cacert FILE
        --capath DIRECTORY
        --ca-native
        --crlfile FILE
        --cert-status
        --ssl-no-revoke
        --ssl-revoke-best-effort
        --pinnedpubkey HASHES
        """,
    ),
    *_several(
        "left",
        "a node shows no certificate of its own",
        "",
        """
        -E, --cert CERTIFICATE
        --cert-type TYPE
        --key FILE
        --key-type TYPE
        --pass PHRASE
        --tlsauthtype TYPE
        --tlsuser NAME
        --tlspassword TEXT
        --ssl-auto-client-cert
        """,
        private=True,
    ),
    *_several(
        "left",
        "how TLS is spoken is the system's",
        "",
        """
        -1, --tlsv1
        --tlsv1.0
        --tlsv1.1
        --tlsv1.2
        --tlsv1.3
        --tls-max VERSION
        -2, --sslv2
        -3, --sslv3
        --ssl
        --ssl-reqd
        --ssl-allow-beast
        --ciphers LIST
        --tls13-ciphers LIST
        --curves LIST
        --engine NAME
        --false-start
        --no-alpn
        --no-npn
        --no-sessionid
        """,
    ),
    *_several(
        "left",
        "a proxy is taken from the environment",
        "set HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
        """
        -x, --proxy URL
        -U, --proxy-user USER:PASSWORD
        -p, --proxytunnel
        --noproxy HOSTS
        --preproxy URL
        --proxy1.0 HOST
        --proxy-header LINE
        --proxy-basic
        --proxy-digest
        --proxy-ntlm
        --proxy-negotiate
        --proxy-anyauth
        --proxy-insecure
        --proxy-cacert FILE
        --proxy-capath DIRECTORY
        --proxy-cert CERTIFICATE
        --proxy-key FILE
        --proxy-pass PHRASE
        --socks4 HOST
        --socks4a HOST
        --socks5 HOST
        --socks5-hostname HOST
        --socks5-basic
        --haproxy-protocol
        --haproxy-clientip ADDRESS
        """,
        private=True,
    ),
    *_several(
        "left",
        "where a name leads is the system's: the request goes to the host of its URL",
        "write that address into the URL, and the name into a Host header",
        """
        --resolve HOST:PORT:ADDRESS
        --connect-to HOST1:PORT1:HOST2:PORT2
        --unix-socket PATH
        --abstract-unix-socket PATH
        --interface NAME
        --local-port RANGE
        --dns-interface NAME
        --dns-ipv4-addr ADDRESS
        --dns-ipv6-addr ADDRESS
        --dns-servers ADDRESSES
        --doh-url URL
        --doh-insecure
        --doh-cert-status
        -4, --ipv4
        -6, --ipv6
        """,
    ),
    *_several(
        "left",
        "a node is run again by hand",
        "run the cell again",
        """
        --retry NUMBER
        --retry-delay SECONDS
        --retry-max-time SECONDS
        --retry-all-errors
        --retry-connrefused
        --rate RATE
        """,
    ),
    *_several(
        "left",
        "how redirects are followed is fixed: at most ten, by the rules of browsers",
        "",
        """
        --max-redirs NUMBER
        --post301
        --post302
        --post303
        --proto PROTOCOLS
        --proto-redir PROTOCOLS
        """,
    ),
    *_several(
        "left",
        "a node reads and keeps no files of settings, cookies or passwords",
        "write what is in it into the cell",
        """
        -K, --config FILE
        -c, --cookie-jar FILE
        -j, --junk-session-cookies
        -n, --netrc
        --netrc-file FILE
        --netrc-optional
        --etag-compare FILE
        --etag-save FILE
        --alt-svc FILE
        --hsts FILE
        --variable NAME=TEXT
        """,
    ),
    *_several(
        "left",
        "the request is sent as HTTP/1.1, whole, and the answer is read whole",
        "",
        """
        -0, --http1.0
        --http0.9
        --http2
        --http2-prior-knowledge
        --http3
        --http3-only
        --tr-encoding
        --raw
        --ignore-content-length
        -C, --continue-at OFFSET
        --limit-rate SPEED
        --max-filesize BYTES
        -z, --time-cond TIME
        --request-target PATH
        --tcp-fastopen
        --no-keepalive
        --form-escape
        --crlf
        -B, --use-ascii
        -a, --append
        --delegation LEVEL
        --service-name NAME
        --disallow-username-in-url
        """,
    ),
    *_several(
        "refused",
        "HEAD is no method of a node",
        "take it out: result.headers has the headers of a GET, too",
        "-I, --head",
    ),
    *_several(
        "refused",
        "a node sends one request",
        "put what follows into a cell of its own, as another curl command",
        "-:, --next",
    ),
    *_several(
        "refused",
        "this sends no request",
        "write a URL",
        """
        -h, --help
        -V, --version
        -M, --manual
        """,
    ),
)

_BY_NAME = {name: option for option in OPTIONS for name in option.names}
