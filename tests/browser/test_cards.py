"""Cards as a browser shows them: readable in both themes, inert, and never wider than their cell."""

from __future__ import annotations

import nbformat
import pytest
from contrast import faint_texts

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
        assert not faint_texts(page)
        assert output.evaluate("e => e.scrollWidth <= e.clientWidth"), "the cell does not scroll sideways"
        tables = output.locator("table")
        assert [
            tables.nth(place).evaluate("e => getComputedStyle(e.rows[0].cells[0]).textAlign")
            for place in range(3)
        ] == ["left"] * 3
