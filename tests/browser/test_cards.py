"""Cards as a browser shows them: readable in both themes, inert, and never wider than their cell."""

from __future__ import annotations

import nbformat
import pytest

from hooknb.view.card import Badge, Card, Code, Facts, Fold, Line, Meter, Table

pytestmark = pytest.mark.browser

ATTACK = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>\u202e\x1b[31m"
LONG = "x" * 300
CARD = Card(
    f"POST https://api.example.com/{LONG}",
    (
        Badge("201 Created", "good"),
        Badge("→ failed", "bad", ATTACK),
        Badge("dry run", "warn"),
        Badge("default"),
    ),
    (
        Meter(8.7, 10, "output default: any 2xx"),
        *(Line(f"A sentence of the tone {tone}.", tone) for tone in ("plain", "good", "bad", "warn", "info")),
        Table(
            ("parameter", "entity", "path", "matches", "before", "value", "ok", "why"),
            (
                ("city", "sys.any", "customer.city", 1, None, "東京", True, ""),
                ("note", "sys.any", "a['b']", 1, LONG, {"a": [ATTACK]}, True, ATTACK),
                ("due", "sys.date", "payment.due_date", 0, "2026-01-31", None, False, "nothing there " * 9),
            ),
            title="Response mapping",
        ),
        Table(("status", "output", "taken"), (("201", "created", True), ("2xx", "default", False))),
        Table(("name",), title="Parameters", empty="This node has no parameters."),
        Fold("Headers", (Facts((("X-Trace", LONG), ("X-Attack", ATTACK))),), open=True, summary="2"),
        Fold("Body", (Code(f'{{"key": "{ATTACK}", "n": 1}}\n{LONG}', language="json"),), open=True),
    ),
    tone="good",
    name="create_order",
)

# The contrast of every text with what is behind it, opacity and tints counted, as WCAG 2 computes it.
FAINT_TEXTS = """() => {
    const channels = colour => (colour.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    const over = (top, alpha, below) => below.map((c, i) => top[i] * alpha + c * (1 - alpha));
    const luminance = rgb => rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const faint = [];
    const texts = document.createTreeWalker(document.querySelector('.jp-RenderedHTML'), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const chain = [];
        for (let e = texts.currentNode.parentElement; e; e = e.parentElement) chain.unshift(getComputedStyle(e));
        if (!texts.currentNode.data.trim()) continue;
        let behind = [255, 255, 255], opacity = 1;
        for (const style of chain) {
            const [r, g, b, alpha = 1] = channels(style.backgroundColor);
            behind = over([r, g, b], alpha, behind);
            opacity *= Number(style.opacity);
        }
        const [r, g, b, alpha = 1] = channels(chain.at(-1).color);
        const [low, high] = [luminance(over([r, g, b], alpha * opacity, behind)), luminance(behind)].sort((a, b) => a - b);
        const contrast = (high + 0.05) / (low + 0.05);
        if (contrast < 4.5) faint.push([texts.currentNode.data.slice(0, 40), contrast.toFixed(2), chain.at(-1).color, String(behind)]);
    }
    return faint;
}"""


@pytest.fixture(scope="module")
def saved(lab):
    """Save the card as an output of two notebooks, one of them not trusted."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", CARD.bundle())]
    lab.save("trusted.ipynb", notebook)
    # Trust is in the content, whatever the file's name.
    notebook.cells[0].source = "2"
    lab.save("untrusted.ipynb", notebook, trusted=False)


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["trusted", "untrusted"])
def test_a_card_is_inert_and_readable_and_keeps_its_place(lab, name, theme):
    with lab.open(f"{name}.ipynb", theme=theme, size=(800, 900)) as notebook:
        page, output = notebook.page, notebook.page.locator(".jp-RenderedHTML")
        assert page.evaluate("window.ran ?? null") is None
        assert output.locator("img, script").count() == 0
        assert ATTACK[:30] in output.inner_text()
        # A sign stands beside its word: a contrast of 3 is enough for it, as for any graphic.
        assert not [text for text in page.evaluate(FAINT_TEXTS) if text[0] not in ("✓", "✗")]
        assert output.evaluate("e => e.scrollWidth <= e.clientWidth"), "the cell does not scroll sideways"
        tables = output.locator("table")
        assert [
            tables.nth(place).evaluate("e => getComputedStyle(e.rows[0].cells[0]).textAlign")
            for place in range(3)
        ] == ["left"] * 3
