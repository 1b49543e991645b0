"""Filling a template for its place: what a value may be there, and how it is escaped.

| Place | Rule |
|---|---|
| start of the URL | a base URL as it is |
| host | host characters only |
| URL path | percent-encoded, `/` too; null, an empty segment and `..` are refused |
| URL query | percent-encoded; a list repeats the key |
| header | text; line breaks and what latin-1 lacks are refused |
| JSON body | inside quotes: escaped text; bare: the JSON value with its type |
| XML, HTML body | escaped for text and attributes |
| form | form-encoded; a list repeats the key |
| text body | as it is |

Values come as a function from a name to a `Chosen`. Each rule raises `ParameterError` naming the parameter.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, quote_plus

from hooknb.core.checks import HEADER_CONTROL, control_name, is_latin1
from hooknb.core.json_words import Mistake, mistake
from hooknb.core.parameters import Chosen, plain_spelling
from hooknb.core.template import Literal, Slot, Template
from hooknb.errors import ParameterError, quoted

Values = Callable[[str], Chosen]

# XML 1.0, production 2 (Char): what may not occur in a document at all.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def fill_text(template: Template, values: Values) -> str:
    """Fill a text body, a raw body or a header-like text: each value as it was written."""
    return template.fill(lambda name: values(name).text)


def fill_header(template: Template, values: Values) -> str:
    """Fill a header value; refuses line breaks, NUL and what latin-1 lacks.

    Raises:
        ParameterError: names the parameter and the character.
    """

    def text_of(name: str) -> str:
        # The value stands in no variable here: a traceback may show those.
        control = HEADER_CONTROL.search(values(name).text)
        if control:
            what = control_name(control.group())
            raise ParameterError(
                f"parameter {name} holds {what}, which a header cannot carry",
                [name],
                "take it out of the value",
            )
        if not is_latin1(values(name).text):
            raise ParameterError(
                f"parameter {name} holds characters that a header cannot carry (latin-1 only)",
                [name],
                "encode the value first",
            )
        return values(name).text

    return template.fill(text_of).strip(" \t")


def fill_query(name: str, template: Template, values: Values) -> list[tuple[str, str]]:
    """Fill one query parameter or form field; a value that is a list gives one pair per item.

    Returns:
        Pairs of plain text, not yet encoded.
    """
    whole = template.whole
    if whole is not None:
        chosen = values(whole)
        if isinstance(chosen.value, list):
            return [(name, _no_surrogate(plain_spelling(item), whole)) for item in chosen.value]
    return [(name, template.fill(lambda slot: _no_surrogate(values(slot).text, slot)))]


def encode_query(pairs: list[tuple[str, str]]) -> str:
    """Write pairs for a URL's query: percent-encoded, a space is `%20`."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def encode_form(pairs: list[tuple[str, str]]) -> str:
    """Write pairs as `application/x-www-form-urlencoded`: a space is `+`."""
    return "&".join(f"{quote_plus(name, safe='')}={quote_plus(value, safe='')}" for name, value in pairs)


def fill_form_text(template: Template, values: Values) -> str:
    """Fill a form body that was written as text: each value form-encoded."""
    return template.fill(lambda name: quote_plus(_no_surrogate(values(name).text, name), safe=""))


def fill_json(template: Template, values: Values) -> str:
    r"""Fill a JSON body; the result is JSON whatever the values are.

    Inside quotes a value becomes escaped text, bare it becomes the JSON value with its type.

    Raises:
        ParameterError: the result is not JSON; names the parameters in it.

    Example:
        >>> value = Chosen("NAME", 'say "hi"', 'say "hi"')
        >>> fill_json(Template('{"a": "$NAME", "b": $NAME}'), lambda name: value)
        '{"a": "say \\"hi\\"", "b": "say \\"hi\\""}'
    """
    filled = "".join(
        part if isinstance(part, str) else _json_slot(values(part[0].name), inside=part[1])
        for part in _json_parts(template)
    )
    if template.names and json_problem(filled) is not None:
        names = template.names
        raise ParameterError(
            f"the body is not JSON once {_listed(names)} is filled in", names, "look at it with a dry run"
        )
    return filled


def json_placeholders(template: Template) -> str:
    """Return a JSON body with harmless values in its slots, of the same shape: what a check may read."""
    return "".join(
        part if isinstance(part, str) else ("x" if part[1] else "null") for part in _json_parts(template)
    )


def json_problem(text: str) -> Mistake | None:
    """Return what is wrong with a JSON text, or None."""
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return mistake(error)
    except RecursionError:
        return Mistake("other", "it is nested too deeply", 0)
    except ValueError as error:
        return Mistake("other", str(error), 0)
    return None


def fill_markup(template: Template, values: Values, *, xml: bool) -> str:
    """Fill an XML or HTML body: each value escaped for text and attributes; inside CDATA kept whole.

    Raises:
        ParameterError: a character that XML cannot hold; names the parameter.
    """
    done: list[str] = []
    inside = ""
    for part in template.parts:
        if isinstance(part, Literal):
            done.append(part.text)
            inside = _inside_markup_after(part.text, inside)
            continue
        text = values(part.name).text
        bad = (_NOT_XML if xml else _SURROGATE).search(text)
        if bad:
            what = control_name(bad.group()) if bad.group() < " " else f"U+{ord(bad.group()):04X}"
            raise ParameterError(
                f"parameter {part.name} holds {what}, which {'XML' if xml else 'HTML'} cannot hold",
                [part.name],
            )
        done.append(_in_markup(text, inside, part.name))
    return "".join(done)


_CDATA_END, _COMMENT_END = "]]>", "-->"
_OPENING = re.compile(r"<!\[CDATA\[|<!--")


def _inside_markup_after(text: str, inside: str) -> str:
    """Return what ends the CDATA section or comment that is open after a text, or ""."""
    position = 0
    while True:
        if inside:
            end = text.find(inside, position)
            if end < 0:
                return inside
            position, inside = end + len(inside), ""
        opening = _OPENING.search(text, position)
        if opening is None:
            return ""
        position, inside = opening.end(), _COMMENT_END if opening.group() == "<!--" else _CDATA_END


def _in_markup(text: str, inside: str, name: str) -> str:
    if inside == _CDATA_END:
        return text.replace("]]>", "]]]]><![CDATA[>")
    if inside == _COMMENT_END and ("--" in text or text.endswith("-")):
        raise ParameterError(f"parameter {name} holds '--', which a comment cannot hold", [name])
    return html.escape(text, quote=True).replace("\r", "&#13;")


def xml_problem(text: str) -> tuple[str, int] | None:
    """Return what is wrong with an XML text and the offset of the line where, or None."""
    from xml.parsers import expat

    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)  # noqa: FBT003
    except expat.ExpatError as error:
        lines = text.splitlines(keepends=True)
        offset = sum(len(line) for line in lines[: error.lineno - 1]) + error.offset
        return expat.ErrorString(error.code) or "not well-formed", min(offset, len(text))
    return None


def _json_parts(template: Template) -> Iterator[str | tuple[Slot, bool]]:
    """Yield literal text, and each slot with whether it stands inside a JSON string."""
    inside = False
    for part in template.parts:
        if isinstance(part, Slot):
            yield part, inside
            continue
        inside = _inside_string_after(part.text, inside)
        yield part.text


def _inside_string_after(text: str, inside: bool) -> bool:  # noqa: FBT001
    escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\" and inside:
            escaped = True
        elif character == '"':
            inside = not inside
    return inside


def _json_slot(chosen: Chosen, *, inside: bool) -> str:
    if inside:
        return _json_text(chosen.text)[1:-1]
    # A number keeps the digits that were written (2.50), everything else its own JSON form.
    if isinstance(chosen.value, (int, float)) and _is_json(chosen.text):
        return chosen.text
    return _json_text(chosen.value)


def _json_text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if _SURROGATE.search(text) else text


def _is_json(text: str) -> bool:
    return bool(text) and json_problem(text) is None


def _refuse_constant(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")


def _no_surrogate(text: str, name: str) -> str:
    if _SURROGATE.search(text):
        raise ParameterError(
            f"parameter {name} holds half a character (a lone surrogate)", [name], "mend the value"
        )
    return text


def _listed(names: tuple[str, ...]) -> str:
    return quoted(names[0])[1:-1] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def with_text(chosen: Chosen, text: str) -> Chosen:
    """Return the same choice with another text for text places."""
    return replace(chosen, text=text)
