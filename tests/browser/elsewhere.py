"""Pages of front ends that are not JupyterLab: their colours and marks, and real widgets in them without a kernel.

VS Code and Colab cannot run here. What their pages are known to have, a widget meets in these: the classes and
attributes that tell the theme, their CSS variables, the light `--jp-…` variables that ipywidgets brings along, a
model without a widget manager, no access to the clipboard, a width of a few hundred pixels. The module is the one
that is shipped, and the widget itself answers it.

    with opened(chromium, form) as page:
        page.get_by_label("Label").fill("Weather")
        assert faint(page, "body") == {}
"""

from __future__ import annotations

import json
import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from contrast import faint_texts
from playwright.sync_api import Browser, Page

SIZE = (760, 1300)
ADDRESS = "http://127.0.0.1/"

# What `labvariables.css` of ipywidgets' controls sets, as far as it has to do with colours and fonts.
_IPYWIDGETS = {
    "jp-ui-font-color1": "rgba(0, 0, 0, 0.8)",
    "jp-ui-font-color2": "rgba(0, 0, 0, 0.5)",
    "jp-content-font-color1": "black",
    "jp-widgets-color": "var(--jp-content-font-color1)",
    "jp-layout-color0": "white",
    "jp-layout-color1": "white",
    "jp-layout-color2": "#eee",
    "jp-border-color2": "#e0e0e0",
    "jp-brand-color1": "#2196f3",
    "jp-error-color1": "#f44336",
    "jp-success-color1": "#4caf50",
    "jp-warn-color1": "#ff9800",
    "jp-code-font-family": "monospace",
    "jp-ui-font-family": "Helvetica, Arial, sans-serif",
}


def _vscode(**colours: str) -> dict[str, str]:
    fonts = {"font-family": "system-ui, sans-serif", "editor-font-family": "Consolas, monospace"}
    named = {**fonts, **{name.replace("_", "-"): value for name, value in colours.items()}}
    return _IPYWIDGETS | {f"vscode-{name}": value for name, value in named.items()}


@dataclass(frozen=True)
class Disguise:
    """Hold what a page looks like before there is a widget in it.

    Args:
        back: the colour of the page.
        variables: CSS variables of the root, without their hyphens.
        theme: the root's attribute `theme`.
        kind: the kind of VS Code's theme.
    """

    back: str = "white"
    variables: dict[str, str] = field(default_factory=dict)
    theme: str = ""
    kind: str = ""


def _in_vscode(kind: str, **colours: str) -> Disguise:
    return Disguise(colours["editor_background"], _vscode(**colours), kind=kind)


DISGUISES = {
    "nothing at all": Disguise(),
    "ipywidgets alone": Disguise(variables=_IPYWIDGETS),
    "VS Code, light": _in_vscode(
        "vscode-light",
        editor_background="#ffffff",
        foreground="#3b3b3b",
        descriptionForeground="#3b3b3b",
        widget_border="#e5e5e5",
        focusBorder="#005fb8",
        input_background="#ffffff",
        button_background="#005fb8",
        button_foreground="#ffffff",
        errorForeground="#f85149",
    ),
    "VS Code, dark": _in_vscode(
        "vscode-dark",
        editor_background="#1f1f1f",
        foreground="#cccccc",
        descriptionForeground="#9d9d9d",
        widget_border="#313131",
        focusBorder="#0078d4",
        input_background="#313131",
        button_background="#0078d4",
        button_foreground="#ffffff",
        errorForeground="#f85149",
    ),
    "VS Code, high contrast": _in_vscode(
        "vscode-high-contrast",
        editor_background="#000000",
        foreground="#ffffff",
        descriptionForeground="rgba(255, 255, 255, 0.7)",
        contrastBorder="#6fc3df",
        focusBorder="#f38518",
        input_background="#000000",
        button_background="#000000",
        button_foreground="#ffffff",
        errorForeground="#f48771",
    ),
    "VS Code, light high contrast": _in_vscode(
        "vscode-high-contrast-light",
        editor_background="#ffffff",
        foreground="#292929",
        descriptionForeground="rgba(41, 41, 41, 0.7)",
        contrastBorder="#0f4a85",
        focusBorder="#006bbd",
        input_background="#ffffff",
        button_background="#0f4a85",
        button_foreground="#ffffff",
        errorForeground="#b5200d",
    ),
    "Colab, light": Disguise(
        variables=_IPYWIDGETS | {"jp-ui-font-color1": "#1f1f1f", "jp-layout-color2": "#f7f7f7"},
    ),
    "Colab, dark": Disguise(
        "#383838",
        _IPYWIDGETS
        | {"jp-ui-font-color1": "#d5d5d5", "jp-widgets-color": "#d5d5d5", "jp-layout-color2": "#383838"},
        theme="dark",
    ),
}

# The model has what anywidget gives a widget, and no more.
_MOUNT = """async ([module, first]) => {
    const listeners = new Set();
    window.tell = messages => { for (const each of messages) for (const hear of [...listeners]) hear(each, []); };
    const model = {
        get: name => name === '_first' ? first : undefined, set: () => {}, save_changes: () => {},
        on: (name, hear) => { if (name === 'msg:custom') listeners.add(hear); },
        off: (name, hear) => listeners.delete(hear),
        send: async message => window.tell(await window.answered(message)),
    };
    // Colab's frames may not use it.
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    setInterval(async () => window.tell(await window.told()), 60);
    const { default: widget } = await import(URL.createObjectURL(new Blob([module], { type: 'text/javascript' })));
    window.unmount = await widget.render({ model, el: document.getElementById('here') });
}"""


_DRESS = """({ back, variables, theme, kind }) => {
    const root = document.documentElement;
    root.setAttribute('theme', theme);
    root.style.cssText = Object.entries(variables).map(([name, value]) => `--${name}: ${value}`).join('; ');
    document.body.style.background = back;
    document.body.dataset.vscodeThemeKind = kind;
    // A page of light high contrast has the class of the dark one, too.
    document.body.className = kind === 'vscode-high-contrast-light' ? `${kind} vscode-high-contrast` : kind;
    document.body.firstElementChild.className = kind ? 'cell-output-ipywidget-background' : 'output';
}"""
_PAGE = """<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,"><style>
body { margin: 8px }
.cell-output-ipywidget-background { background: white !important }
.jupyter-widgets { color: var(--jp-widgets-color) }
"""


@contextmanager
def opened(browser: Browser, widget: Any, *, below: str = "") -> Iterator[Page]:
    """Show an anywidget in a fresh page, and fail on what its console says when the block ends.

    Args:
        browser: the Chromium.
        widget: it answers what the browser asks.
        below: HTML that stands below the widget.
    """
    context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
    page, problems = context.new_page(), []
    page.set_default_timeout(8_000)
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    body = f'{_PAGE}{widget._css}</style></head><body><div><div id="here"></div>{below}</div></body></html>'
    context.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
    try:
        _answering(page, widget)
        page.goto(ADDRESS)
        page.evaluate(_MOUNT, [str(widget._esm), json.loads(json.dumps(widget._first))])
        yield page
        page.evaluate("window.unmount()")
        assert not problems, "\n".join(problems)
    finally:
        context.close()


def faint(page: Page, selector: str) -> dict[str, list[tuple[str, str]]]:
    """Return what cannot be read in these elements, by the disguise in which it cannot.

    Pictures of all disguises are kept in the folder that HOOKNB_PICTURES names.
    """
    found = {}
    for name, disguise in DISGUISES.items():
        page.evaluate(_DRESS, asdict(disguise))
        found[name] = faint_texts(page, selector)
        if folder := os.environ.get("HOOKNB_PICTURES"):
            taken = len(list(Path(folder).glob("*.png")))
            page.screenshot(path=f"{folder}/{taken:03} {name}.png", full_page=True)
    return {name: texts for name, texts in found.items() if texts}


def _answering(page: Page, widget: Any) -> None:
    """Let the widget answer the page, and keep what it says by itself, from any thread, until it is fetched."""
    said: queue.SimpleQueue[Any] = queue.SimpleQueue()
    widget.send = lambda content, buffers=None: said.put(json.loads(json.dumps(content)))

    def told() -> list[Any]:
        return [said.get() for _ in range(said.qsize())]

    def answered(message: Any) -> list[Any]:
        widget._handle_custom_msg(message, [])
        return told()

    page.expose_function("told", told)
    page.expose_function("answered", answered)
