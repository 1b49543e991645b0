"""The options of curl that become no field of a node, by what becomes of them: the rest of `curl_options`.

Pure data: a fate, what becomes of the options, what to do instead, and a usage on each line.

    >>> [group.fate for group in GROUPS if "--proxy URL" in group.usages]
    ['left']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fate = Literal["taken", "harmless", "needless", "left", "refused"]


@dataclass(frozen=True, slots=True)
class Group:
    """Hold options of one fate.

    Args:
        fate: see `Option`.
        becomes: what becomes of them, for people.
        hint: what to do instead; may be empty.
        usages: one on each line, such as `-4, --ipv4`.
        private: True when a secret may stand in an argument.
    """

    fate: Fate
    becomes: str
    hint: str
    usages: str
    private: bool = False


GROUPS = (
    Group(
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
        --retry-connrefused
        """,
    ),
    Group(
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
    Group(
        "left",
        "a node has one time-out, for the whole exchange and all its repetitions",
        "use -m, or timeout under [Options]",
        """
        --connect-timeout SECONDS
        -Y, --speed-limit SPEED
        -y, --speed-time SECONDS
        --happy-eyeballs-timeout-ms MILLISECONDS
        --retry-max-time SECONDS
        """,
    ),
    Group(
        "left",
        "whom to trust is a setting of the session",
        '%config Webhook.ca_file = "FILE"; verify: no under [Options] verifies nothing',
        """
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
    Group(
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
    Group(
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
    Group(
        "left",
        "the proxy is a setting of the session",
        '%config Webhook.proxy = "URL"; HTTPS_PROXY, HTTP_PROXY and NO_PROXY are used without it',
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
        --socks5-gssapi
        --socks5-gssapi-nec
        --socks5-gssapi-service NAME
        --proxy-cert-type TYPE
        --proxy-ciphers LIST
        --proxy-crlfile FILE
        --proxy-key-type TYPE
        --proxy-pinnedpubkey HASHES
        --proxy-service-name NAME
        --proxy-ssl-allow-beast
        --proxy-ssl-auto-client-cert
        --proxy-tls13-ciphers LIST
        --proxy-tlsauthtype TYPE
        --proxy-tlspassword TEXT
        --proxy-tlsuser NAME
        --proxy-tlsv1
        --haproxy-protocol
        --haproxy-clientip ADDRESS
        """,
        private=True,
    ),
    Group(
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
    Group(
        "left",
        "a node sends one request each time it is run",
        "",
        "--rate RATE",
    ),
    Group(
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
    Group(
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
    Group(
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
        --egd-file FILE
        --random-file FILE
        --metalink
        --disallow-username-in-url
        """,
    ),
    Group(
        "refused",
        "HEAD is no method of a node",
        "take it out: result.headers has the headers of a GET, too",
        "-I, --head",
    ),
    Group(
        "refused",
        "a node sends one request",
        "put what follows into a cell of its own, as another curl command",
        "-:, --next",
    ),
    Group(
        "refused",
        "it belongs to another protocol than HTTP",
        "leave it out",
        """
        --compressed-ssh
        --disable-eprt
        --disable-epsv
        --ftp-account DATA
        --ftp-alternative-to-user COMMAND
        --ftp-create-dirs
        --ftp-method METHOD
        --ftp-pasv
        -P, --ftp-port ADDRESS
        --ftp-pret
        --ftp-skip-pasv-ip
        --ftp-ssl-ccc
        --ftp-ssl-ccc-mode MODE
        --ftp-ssl-control
        --hostpubmd5 MD5
        --hostpubsha256 SHA256
        --krb LEVEL
        -l, --list-only
        --login-options OPTIONS
        --mail-auth ADDRESS
        --mail-from ADDRESS
        --mail-rcpt ADDRESS
        --mail-rcpt-allowfails
        --pubkey KEY
        -Q, --quote COMMAND
        --sasl-authzid IDENTITY
        --sasl-ir
        -t, --telnet-option OPTION
        --tftp-blksize VALUE
        --tftp-no-options
        """,
    ),
    Group(
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
