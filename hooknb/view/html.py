"""HTML that cannot be escaped wrongly: elements, text, and the few styles they share.

An `Html` is markup of ours; a plain `str` among the children of an element is somebody's text, and is made
visible and escaped right here. Nothing else in hooknb writes a `<`.

    >>> str(element("b", "1 < 2"))
    '<b>1 &lt; 2</b>'

Only inline styles: a notebook that is not trusted loses `<style>`, classes, ids and `aria-*`. JupyterLab then
also drops every declaration with a `var()`, so each of those stands behind a plain one that does without, and
neutral tints are half transparent: they fit a light page as well as a dark one. VS Code's variables go before
JupyterLab's, of which ipywidgets brings light ones to any page.
"""

from __future__ import annotations

from html import escape

from hooknb.view.text import Tone, in_line, visible


class Html(str):
    """Markup that is ready to be shown; made by `element`, `joined` and `escaped` alone."""

    __slots__ = ()


def element(name: str, *children: str, style: str = "", **attributes: str) -> Html:
    """Return one element.

    Args:
        name: the element's name, never from data.
        children: `Html` is kept, any other text is made visible and escaped.
        style: inline CSS, never from data.
        attributes: further attributes; their values are made visible and escaped, empty ones left out.

    Example:
        >>> str(element("span", "a & b", title='"quoted"'))
        '<span title="&quot;quoted&quot;">a &amp; b</span>'
    """
    pairs = {"style": style, **attributes}
    written = "".join(f' {key}="{escape(in_line(value))}"' for key, value in pairs.items() if value)
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: str) -> Html:
    """Return children behind one another, each escaped unless it is `Html`."""
    return Html("".join(child if isinstance(child, Html) else escaped(child) for child in children))


def escaped(text: str) -> Html:
    """Return somebody's text as markup that shows it, and does nothing else."""
    return Html(escape(visible(text), quote=False))


def colour(tone: Tone, name: str = "color") -> str:
    """Return the declaration of a tone's colour; on either background it has a contrast of 3 to 1."""
    fixed, jupyter, vscode = _TONES[tone]
    return f"{name}:{fixed};{name}:var(--vscode-{vscode},var(--jp-{jupyter},{fixed}))"


def tint(tone: Tone, strength: int = 12) -> str:
    """Return the declaration of a background in a tone's hue; `strength` is its opacity in percent."""
    return f"background:rgba({_HUES[tone]},.{strength:02})"


MUTED = "opacity:.75"
RULE = "1px solid rgba(128,128,128,.3)"
SOFT_RULE = "1px solid rgba(128,128,128,.16)"
MONO = (
    "font-family:monospace;font-family:var(--vscode-editor-font-family,var(--jp-code-font-family,monospace))"
)
WRAP = "overflow-wrap:break-word;overflow-wrap:anywhere"

_TONES: dict[Tone, tuple[str, str, str]] = {
    "plain": ("#808080", "ui-font-color2", "descriptionForeground"),
    "good": ("#2da44e", "success-color1", "testing-iconPassed"),
    "bad": ("#e5484d", "error-color1", "testing-iconFailed"),
    "warn": ("#d97706", "warn-color1", "editorWarning-foreground"),
    "info": ("#3b82f6", "brand-color1", "editorInfo-foreground"),
}
_HUES: dict[Tone, str] = {
    "plain": "128,128,128",
    "good": "45,164,78",
    "bad": "229,72,77",
    "warn": "217,119,6",
    "info": "59,130,246",
}
