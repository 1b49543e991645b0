"""Colours for JSON: the keys, texts, numbers and words of it, in the colours of the notebook's editor.

>>> str(highlighted("[1]", palette=""))
'<span>[<span style="color:var(--n)">1</span>]</span>'
"""

from __future__ import annotations

import re

from hooknb.view.html import Html, element, joined

COLOURED_CHARACTERS = 8_000

_TOKEN = re.compile(
    r"""(?P<key>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?P<text>"(?:[^"\\\n]|\\.)*")"""
    r"""|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<word>\b(?:true|false|null)\b)"""
)
# Short names on the root, so that a span costs 30 characters and not 120.
_SHORT = {"key": "k", "text": "t", "number": "n", "word": "w"}
_EDITOR = {
    "k": "var(--jp-mirror-editor-property-color,var(--vscode-debugTokenExpression-name))",
    "t": "var(--jp-mirror-editor-string-color,var(--vscode-debugTokenExpression-string))",
    "n": "var(--jp-mirror-editor-number-color,var(--vscode-debugTokenExpression-number))",
    "w": "var(--jp-mirror-editor-keyword-color,var(--vscode-debugTokenExpression-boolean))",
}
PALETTE = ";".join(f"--{name}:{value}" for name, value in _EDITOR.items())


def highlighted(text: str, *, palette: str = PALETTE) -> Html:
    """Return JSON text as markup; what is not JSON stays as it is, and a long tail keeps one colour."""
    parts: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text, 0, COLOURED_CHARACTERS):
        name = _SHORT[match.lastgroup or "text"]
        parts += [text[end : match.start()], element("span", match.group(), style=f"color:var(--{name})")]
        end = match.end()
    return element("span", joined(*parts, text[end:]), style=palette)
