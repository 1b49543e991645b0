"""HTML that cannot be escaped wrongly: elements, text, and the colours of the notebook's theme.

An `Html` is markup of ours; a plain `str` among the children of an element is somebody's text, and is made
visible and escaped right here. Nothing else in hooknb writes a `<`.

    >>> str(element("b", "1 < 2"))
    '<b>1 &lt; 2</b>'

Only inline styles: a notebook that is not trusted loses `<style>`, classes, ids and `aria-*`.
"""

from __future__ import annotations

from html import escape

from hooknb.view.text import Tone, in_line, visible

VOID = frozenset({"br"})


class Html(str):
    """Markup that is ready to be shown; made by `element` and `joined` alone."""

    __slots__ = ()


def element(name: str, *children: str, style: str = "", **attributes: str) -> Html:
    """Return one element.

    Args:
        name: the element's name, never from data.
        children: `Html` is kept, any other text is made visible and escaped.
        style: inline CSS, never from data.
        attributes: further attributes; their values are made visible and escaped.
    """
    if style:
        attributes = {"style": style, **attributes}
    written = "".join(f' {key}="{escape(in_line(value))}"' for key, value in attributes.items() if value)
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: str) -> Html:
    """Return children behind one another, each escaped unless it is `Html`."""
    return Html("".join(child if isinstance(child, Html) else escaped(child) for child in children))


def escaped(text: str) -> Html:
    """Return somebody's text as markup that shows it, and does nothing else."""
    return Html(escape(visible(text), quote=False))


def _themed(jupyter: str, vscode: str, fallback: str) -> str:
    return f"var(--jp-{jupyter},var(--vscode-{vscode},{fallback}))"


MUTED = _themed("ui-font-color2", "descriptionForeground", "#767676")
RULE = _themed("border-color2", "widget-border", "rgba(128,128,128,.35)")
MONO = "font-family:var(--jp-code-font-family,var(--vscode-editor-font-family,ui-monospace,monospace))"
COLOURS: dict[Tone, str] = {
    "plain": MUTED,
    "good": _themed("success-color1", "testing-iconPassed", "#2b8a3e"),
    "bad": _themed("error-color1", "errorForeground", "#d33a2f"),
    "warn": _themed("warn-color1", "editorWarning-foreground", "#b26a00"),
    "info": _themed("info-color1", "editorInfo-foreground", "#0b7fa5"),
}
