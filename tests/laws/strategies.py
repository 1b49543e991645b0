"""What the laws draw: nodes, their documents, values, and texts of cells, from awkward pools and generated.

from laws.strategies import nodes, cell_texts
"""

from __future__ import annotations

import json
import math

from hypothesis import strategies as st

from hooknb.core.auth import SCHEMES
from hooknb.core.body import BODY_FORMATS
from hooknb.core.door import METHODS
from hooknb.core.node import build
from hooknb.core.off import ROW_FIELDS
from hooknb.formats.cell import dumps

SURROGATES = st.characters(blacklist_categories=("Cs",))

# Each of these has broken a parser somewhere: ours or another's.
AWKWARD_TEXTS = (
    "",
    " ",
    " x ",
    "\t",
    "x\t",
    '"',
    '"x"',
    '"x',
    'x"',
    '"a" or "b"',
    '"\\u00e4"',
    "\\",
    "\\n",
    "a\nb",
    "a\r\nb",
    "a\rb",
    "x\r",
    "\rx",
    "x\n",
    "\u2028",
    "a\u2028b",
    "\x0b\x0c",
    "\x85",
    "\xa0x\xa0",
    "\ufeffx",
    "\x00",
    "\x1b[31m",
    "#",
    "# x",
    "a # b",
    "[",
    "]",
    "[x]",
    "[Params]",
    "[Body json]",
    "[Body json @x]",
    "{",
    "}",
    "<x>",
    "```",
    "```\n```",
    "```\nx\n```",
    "````\n```\n````",
    "```json\nx\n```",
    "a: b",
    ":",
    ":x",
    "x:",
    "=",
    "a=b&c=d",
    "$",
    "$$",
    "$NAME",
    "${NAME}",
    "$5",
    "$.a",
    "{{x}}",
    "{{ $guid }}",
    "{{{x}}}",
    "2",
    "2.50",
    "-0",
    "1e400",
    "01234",
    "true",
    "null",
    "NaN",
    "Infinity",
    "[1, 2]",
    '{"a": 1}',
    "GET https://example.com/",
    "HTTP/1.1",
    "%%webhook x",
    "###",
    "@x",
    "env X",
    "ä",
    "名前",
    "😀",
    "e\u0301",
    "\u202eabc",
    "x" * 300,
)

HEADER_VALUES = (
    "",
    '"33a6"',
    "Bearer $TOKEN",
    "a, b",
    "gzip, br",
    "close",
    "{{x}}",
    "# x",
    "[x]",
    ": x",
    "ä",
    '"',
    "a\tb",
)
HEADER_NAMES = (
    "Accept",
    "#x",
    "Connection",
    "accept-encoding",
    "X-Y",
    "Host",
    "Content-Type",
    "!",
    "'",
    "`",
    "get",
)
POLICIES = ("auto", "first", "one", "all", "count", "join")
PATHS = (
    "data.userId",
    "first",
    "a. first",
    "a .count",
    " a.b ",
    "a\n.b",
    "['all']",
    '"a b"',
    '"a".join',
    "items[*].id first",
    "a.b  \tcount",
    "a where first",
    "a | count",
    "$.a + $.all",
    "a.`len`",
    "$[0].userId",
    "$['a: b']",
    "note.to",
    "note['to']",
    "note.to.@id",
    "@id",
    "#text",
    "s:feed.s:entry[0].@xml:lang",
    "data.größe",
    "[0][name]",
    "$",
    "a[*].b",
    "$..x",
)
URLS = (
    "https://example.com",
    "http://127.0.0.1:8000/a/b?c=d&e=f#g",
    "$BASE/users",
    "${BASE}",
    "https://$HOST/x",
    "https://user:word@example.com/",
    "https://example.com/{{x}}/{{{y}}}",
    "https://example.com/[a]?b[]=c",
    "https://example.com/\xa0\u2028",
    "https://example.com/名前?q=$$5",
    "HTTPS://EXAMPLE.COM",
)
ENTITIES = ("sys.any", "sys.number", "sys.date", "sys.names", "sys.odd", "size", "größe")

texts = st.one_of(st.sampled_from(AWKWARD_TEXTS), st.text(SURROGATES, max_size=12))
parameter_names = st.one_of(
    st.sampled_from(["A", "B", "NAME", "_", "save", "failed", "x1"]),
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,6}", fullmatch=True),
)
node_names = st.sampled_from(["", "order", "_x", "größe", "get_user2"])

json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(min_value=-(10**40), max_value=10**40),
        st.floats(allow_nan=False, allow_infinity=False),
        texts,
    ),
    lambda children: st.one_of(st.lists(children, max_size=3), st.dictionaries(texts, children, max_size=3)),
    max_leaves=6,
)


@st.composite
def spelled_numbers(draw) -> dict[str, object]:
    """Draw a number with a spelling that is not its plain one."""
    text = draw(st.sampled_from(["2.50", "1e2", "-0", "1E+3", "0.10", "[1,  2]", '{"a":  1}', "100.000"]))
    return {"value": json.loads(text), "spelling": text}


def rows(**columns) -> st.SearchStrategy[list[dict[str, object]]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=4)


@st.composite
def parameter_rows(draw) -> list[dict[str, object]]:
    names = draw(st.lists(parameter_names, max_size=4, unique=True))
    return [{"name": name} | draw(_parameter()) for name in names]


def _parameter() -> st.SearchStrategy[dict[str, object]]:
    return st.one_of(
        st.just({}),
        st.just({"secret": True}),
        st.fixed_dictionaries({"value": json_values}),
        spelled_numbers(),
        st.fixed_dictionaries({"entity": st.sampled_from(ENTITIES)}),
        st.fixed_dictionaries({"entity": st.just("sys.number"), "value": st.integers()}),
        st.fixed_dictionaries({"entity": st.just("size"), "value": texts}),
    )


bodies = st.one_of(
    st.none(),
    st.fixed_dictionaries({"format": st.sampled_from(["html", "text", "form", "raw"]), "text": texts}),
    st.fixed_dictionaries({"format": st.just("json"), "text": json_values.map(json.dumps)}),
    st.fixed_dictionaries(
        {
            "format": st.just("json"),
            "text": st.sampled_from(['["$NAME", $QTY]', "", " \n", "[1]\n", "\n[\n1\n]"]),
        }
    ),
    st.fixed_dictionaries(
        {
            "format": st.just("xml"),
            "text": st.sampled_from(["<a/>", "<a>$NAME</a>\n", "<a b='&lt;'>\r\n</a>"]),
        }
    ),
    st.fixed_dictionaries({"format": st.sampled_from(BODY_FORMATS), "file": texts}),
    st.fixed_dictionaries({"format": st.just("form"), "pairs": rows(name=texts, value=texts)}),
)


def _auths() -> list[st.SearchStrategy[dict[str, object]]]:
    """Return a strategy for each scheme of authentication, its optional fields sometimes there."""
    values = {
        "secret": st.sampled_from(["SECRET_0", "$SECRET_0", "${SECRET_1}", "A", "LATER"]),
        "text": st.one_of(st.just("$WHO"), texts),
        "url": st.sampled_from(URLS),
        "header": st.sampled_from(["Authorization", "X-Y", "`"]),
        "name": st.one_of(st.just("$WHO"), texts),
        "word": st.sampled_from(["header", "Body"]),
    }
    return [
        st.fixed_dictionaries(
            {"type": st.just(scheme.type)}
            | {each.name: values[each.kind] for each in scheme.fields if each.required},
            optional={each.name: values[each.kind] for each in scheme.fields if not each.required},
        )
        for scheme in SCHEMES
    ]


documents = st.fixed_dictionaries(
    {"method": st.sampled_from(METHODS), "url": st.sampled_from(URLS)},
    optional={
        "name": node_names,
        "label": texts,
        "headers": rows(
            name=st.sampled_from(HEADER_NAMES),
            value=st.one_of(
                st.sampled_from(HEADER_VALUES),
                st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8),
            ),
        ),
        "query": rows(name=texts, value=st.one_of(st.none(), texts)),
        "body": bodies,
        "parameters": parameter_rows(),
        "secrets": st.lists(
            st.sampled_from(
                ["prompt", "env TOKEN", "dotenv KEY", "keyring shop me", "keyring 'a: b #' 'it is me'"]
            ),
            max_size=3,
        ).map(
            lambda sources: [
                {"name": f"SECRET_{index}", "source": source} for index, source in enumerate(sources)
            ]
        ),
        "auth": st.one_of(*_auths()),
        "signing": st.fixed_dictionaries(
            {"secret": st.sampled_from(["SECRET_0", "$SECRET_0", "${SECRET_1}", "A"])},
            optional={
                "api_key": texts,
                "application_id": st.one_of(st.just("$APP"), texts),
                "header": st.sampled_from(["Authorization", "X-Y", "`"]),
            },
        ),
        "mapping": st.lists(
            st.fixed_dictionaries(
                {"parameter": st.from_regex(r"M_[A-Z]{1,3}", fullmatch=True), "path": st.sampled_from(PATHS)},
                optional={
                    "required": st.just(False),
                    "secret": st.just(True),
                    "entity": st.just("sys.number"),
                    "policy": st.sampled_from(POLICIES),
                },
            ),
            max_size=4,
        ),
        "mapping_type": st.sampled_from(["auto", "json", "xml"]),
        "force_list": st.lists(st.sampled_from(PATHS), max_size=3),
        "routes": st.lists(
            st.fixed_dictionaries(
                {
                    "status": st.sampled_from(
                        ["404", "200", "4xx", "5XX", "failed", "default", "100", "599"]
                    ),
                    "output": texts,
                }
            ),
            max_size=4,
            unique_by=lambda row: row["status"],
        ),
        "status_parameter": st.sampled_from(["", "HTTP_CODE"]),
        "timeout": st.one_of(st.integers(10, 25), st.floats(10, 25).filter(math.isfinite)),
        "asynchronous": st.booleans(),
        "redirects": st.booleans(),
        "retries": st.integers(0, 10),
        "retry_on": st.lists(
            st.sampled_from(["429", "503", "5xx", "4XX", "timeout", "connect", "refused", "tls", "protocol"]),
            max_size=4,
        ),
        "retry_delay": st.one_of(st.integers(0, 10), st.floats(0, 10)),
        "cookies": st.booleans(),
        "verify": st.booleans(),
        "cassette": texts,
        "fill": st.sampled_from(["all", "declared"]),
    },
)


@st.composite
def nodes(draw):
    """Draw a valid node: a random document, without the rows and fields that the door refuses."""
    document = draw(documents)
    while True:
        node, problems = build(document)
        if node is not None:
            return draw(_some_rows_off(node)) if draw(st.booleans()) else node
        document = _without(document, problems[-1].path)


@st.composite
def _some_rows_off(draw, node):
    """Draw the node with some of its rows switched off, where it is one without them."""
    document = node.to_dict()
    off: dict[str, list[dict[str, object]]] = {}
    for field in ROW_FIELDS:
        holder, key = (document.get("body", {}), "pairs") if field == "body.pairs" else (document, field)
        rows = holder.get(key) or []
        chosen = draw(st.sets(st.integers(0, len(rows) - 1))) if rows else set()
        if chosen:
            holder[key] = [row for at, row in enumerate(rows) if at not in chosen]
            off[field] = [
                {**(rows[at] if isinstance(rows[at], dict) else {"path": rows[at]}), "at": at}
                for at in chosen
            ]
    made, _ = build(document | {"off": off})
    return node if made is None else made


def _without(document: dict[str, object], path: tuple[str | int, ...]) -> dict[str, object]:
    field = str(path[0])
    kept = document.get(field)
    if len(path) > 1 and isinstance(kept, list) and isinstance(path[1], int):
        return document | {field: [row for index, row in enumerate(kept) if index != path[1]]}
    if field == "url":
        return document | {"url": "https://example.com"}
    assert field in document, f"{path} is not in {document}"
    return {key: value for key, value in document.items() if key != field}


_PIECES = (
    "GET https://example.com/a",
    "POST https://example.com/$ID HTTP/1.1",
    "https://example.com",
    "GET /users",
    "POTS https://example.com",
    "  &page=2",
    "\tq=1",
    "Host: example.com",
    "Accept: */*",
    "Connection: close",
    '"Connection": close',
    "Content Type: x",
    "# comment",
    "# off [Headers] X-Off: 1",
    "# off [Params] OFF: 2",
    "# off [Secrets] OFF: hunter2",
    "# off [Body] x",
    "# off [Nothing] x: y",
    "  # comment",
    "",
    "   ",
    "[Params]",
    " [ params ] ",
    "[Parms]",
    "[Secrets]",
    "[Headers]",
    "[Query]",
    "[Query Parameters]",
    "[Form]",
    "[Mapping]",
    "[Response Mapping]",
    "[Status]",
    "[Options]",
    "[Signing]",
    "[Auth]",
    "bearer: $TOKEN",
    "bearer: hunter2",
    "basic: ada",
    "password: $PASSWORD",
    "password hunter2",
    "oauth2: https://auth.example.com/token",
    "client: body",
    "retries: 3",
    "retry_on: 429 5xx timeot",
    "cassette: a/b.json",
    "verify: no",
    "[Body json]",
    "[Body JSON @a b.json]",
    "[Body]",
    "[Body text]",
    "[Body jsn]",
    "[1, 2]",
    "NAME: x",
    "NAME (sys.number): 2",
    "NAME!: hunter2",
    "NAME?: a.b",
    "NAME:",
    "NAME",
    'NAME: ""',
    '"a:b": " c "',
    "404: missing",
    "4xx: ours",
    "failed: later",
    "save: CODE",
    "timeout: 15",
    "timeout: soon",
    "async: yes",
    "force_list: note.to",
    "fill: declared",
    "TOKEN: env X",
    "TOKEN: hunter2",
    "secret: $TOKEN",
    "secret: hunter2",
    "secret hunter2",
    "api_key: abcd1234",
    "header: X-Y",
    "{{x}}",
    '{"a": "$NAME"}',
    '{"a":',
    "}",
    "```",
    "````",
    "###",
    "%%webhook order",
    "%%webhook --quiet",
    "\ufeff",
    "curl -X POST https://example.com",
    "@host = example.com",
    "< ./body.json",
    "a=b",
)

_BREAKS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\u2028", "\n\n"])


@st.composite
def mutated_cells(draw) -> str:
    """Draw a cell made of lines that mean something, in any order, with a scratch here and there."""
    pieces = draw(st.lists(st.one_of(st.sampled_from(_PIECES), texts), max_size=14))
    text = "".join(piece + draw(_BREAKS) for piece in pieces)
    if draw(st.booleans()) and text:
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(texts) + text[at + draw(st.integers(0, 3)) :]
    return (
        draw(st.sampled_from(["", "GET https://example.com\n", "POST https://example.com\n[Body text]\n"]))
        + text
    )


@st.composite
def damaged_cells(draw) -> str:
    """Draw a correct cell in which one stretch is missing, doubled or replaced."""
    text = dumps(draw(nodes()))
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 12)))
    instead = draw(st.one_of(st.just(""), st.just(text[start:end] * 2), texts, st.sampled_from(_PIECES)))
    return text[:start] + instead + text[end:]


cell_texts = st.one_of(mutated_cells(), damaged_cells(), st.text(max_size=60))
