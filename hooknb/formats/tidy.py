r"""A JSON or XML body laid out for reading. Only blanks between its parts change: parameters stay.

>>> print(tidy('{"who":"$NAME","qty":$QTY}', "json"))
{
  "who": "$NAME",
  "qty": $QTY
}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hooknb.core.door_values import text_problem
from hooknb.errors import NodeError, Problem

_STEP = "  "
_JSON = re.compile(
    r'"(?:[^"\\]|\\.)*"|\$\{[A-Za-z_][A-Za-z0-9_]*\}|[{}\[\],:]|[^\s{}\[\],:"$]+|\$', re.DOTALL
)
_XML = re.compile(
    r"(?P<other><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)"
    r"|(?P<cdata><!\[CDATA\[.*?\]\]>)"
    r"|(?P<close></[^>]*>)"
    r"|(?P<open><(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)


def tidy(text: str, body_format: str, declared: frozenset[str] | None = None) -> str:
    """Lay a body out.

    Args:
        text: the body as written, with parameters in it.
        body_format: `json` or `xml`; any other is returned as it is.
        declared: see `Template`.

    Raises:
        NodeError: the body is not what its format says; the message says where.

    Example:
        >>> print(tidy("<a><b>1</b></a>", "xml"))
        <a>
          <b>1</b>
        </a>
    """
    if body_format not in ("json", "xml") or not text.strip():
        return text
    problem = text_problem(text, body_format, declared)
    if problem is not None:
        message, hint, at = problem
        raise NodeError([Problem(("body", "text"), message, hint, at=at)])
    return _tidy_json(text) if body_format == "json" else _tidy_xml(text)


def _tidy_json(text: str) -> str:
    words = _joined_names(_JSON.findall(text))
    lines, depth = [""], 0
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in ("}", "]") and words[at - 1] not in ("{", "["):
            depth -= 1
            lines.append(_STEP * depth)
        lines[-1] += word
        if word in ("{", "[") and after not in ("}", "]"):
            depth += 1
            lines.append(_STEP * depth)
        elif word == ",":
            lines.append(_STEP * depth)
        elif word == ":":
            lines[-1] += " "
    return "\n".join(lines)


def _joined_names(words: list[str]) -> list[str]:
    """Put the `$` of a plain `$NAME` and what follows it together again."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].endswith("$") and word not in "{}[],:":
            joined[-1] += word
        else:
            joined.append(word)
    return joined


@dataclass(slots=True)
class _Element:
    """An element as it is written: its opening tag, what is inside, its closing tag."""

    opening: str
    inside: list[_Element | str] = field(default_factory=list)
    closing: str = ""

    @property
    def has_text(self) -> bool:
        """True when words stand among its elements, whose blanks then mean something."""
        keeps = 'xml:space="preserve"' in self.opening
        return keeps or any(isinstance(each, str) and _is_text(each) for each in self.inside)


def _tidy_xml(text: str) -> str:
    lines: list[str] = []
    waiting: list[tuple[int, _Element | str]] = [(0, each) for each in reversed(_tree(text).inside)]
    while waiting:
        depth, part = waiting.pop()
        indent = _STEP * depth
        if isinstance(part, str):
            lines += [indent + part.strip()] if part.strip() else []
        elif part.has_text or not part.inside or not part.closing:
            lines.append(indent + "".join(_written(part)))
        else:
            lines.append(indent + part.opening)
            waiting.append((depth, part.closing))
            waiting += [(depth + 1, each) for each in reversed(part.inside)]
    return "\n".join(lines)


def _tree(text: str) -> _Element:
    root = _Element("")
    path = [root]
    for match in _XML.finditer(text):
        word = match.group()
        if match.lastgroup == "close" and len(path) > 1:
            path.pop().closing = word
        elif match.lastgroup == "open":
            made = _Element(word)
            path[-1].inside.append(made)
            if not word.endswith("/>"):
                path.append(made)
        else:
            path[-1].inside.append(word)
    return root


def _written(element: _Element) -> Iterator[str]:
    waiting: list[_Element | str] = [element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
            continue
        waiting += [part.closing, *reversed(part.inside), part.opening]


def _is_text(part: str) -> bool:
    is_markup = part.startswith(("<?", "<!--", "<!DOCTYPE"))
    return bool(part.strip()) and not is_markup
