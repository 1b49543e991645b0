"""The explorer's other views in a real JupyterLab: shape, tables, changes, patterns of a search, several rules at once."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror='window.ran=1'>\u202egpj.exe"
BEFORE = {
    "items": [{"id": 100 + n, "name": f"thing {n}", "price": {"amount": n}} for n in range(120)],
    "days": {"2026-11-24": {"high": 7}, "2026-11-25": {"high": 9}},
    HOSTILE: [{HOSTILE: HOSTILE}],
}
CHANGE = """
after = json.loads(json.dumps(before))
after["items"][1]["name"] = "another thing"
after["items"][110]["price"]["amount"] = "110"
del after["items"][3]
"""
OPEN = f"import json, hooknb\nbefore = json.loads({json.dumps(BEFORE)!r}){CHANGE}explorer = hooknb.explore(after, against=before)\nexplorer"
NODE = """%load_ext hooknb
import hooknb
from hooknb import playground
API = playground.start().url
result = hooknb.run("GET $API/products\\n[Params]\\nPAGE:\\nPRODUCT_NAMES:\\n[Mapping]\\nIDS: products[*].id")
explorer = result.explore()
explorer"""

UNGUARDED = """root => [...root.querySelectorAll('input, select, button, textarea, [tabindex]')]
    .filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"""
SEVERAL_STOPS = """root => [...root.querySelectorAll('[role=tablist], tbody, .hx-found')]
    .filter(box => box.offsetParent && box.querySelectorAll('button[tabindex="0"]').length > 1).map(e => e.outerHTML)"""


def tab(page, name):
    page.locator(".hx-tab", has_text=name).click()
    page.locator(".hx-tab[aria-selected=true]", has_text=name).wait_for()


def path_is(page, path):
    page.wait_for_function(
        "path => document.querySelector('.hx-path')?.value === path", arg=path, timeout=10_000
    )


def sound(notebook):
    """Fail on what assistive technology could not use, on what a notebook's shortcuts could hit, on active markup."""
    root = notebook.page.locator(".hooknb-explorer")
    assert root.evaluate(UNGUARDED) == []
    assert root.evaluate(SEVERAL_STOPS) == []
    assert root.locator("img").count() == 0
    assert notebook.page.evaluate("window.ran ?? null") is None
    assert "\u202e" not in root.inner_text()
    assert notebook.audit(".hooknb-explorer") == []


def test_the_shape_is_a_picker(lab):
    lab.write("shape.ipynb", OPEN)
    with lab.open("shape.ipynb", size=(1400, 1000)) as notebook:
        page = notebook.page
        notebook.run_all()
        tab(page, "Shape")
        page.get_by_text("patterns in 605 values").wait_for()
        page.locator(".hx-pattern", has_text="items[*].price.amount").click()
        path_is(page, "items[*].price.amount")
        page.locator(".hx-counts", has_text="119 matches · number 118, text 1").wait_for()
        page.locator(".hx-advice", has_text="the values are of several kinds").wait_for()
        page.locator(".hx-pattern", has_text="days.*.high").focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        path_is(page, "days.*")
        page.get_by_role("button", name="Map to parameter").click()
        page.get_by_label("Of several matches").select_option("count")
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Add rule").click()
        page.get_by_role("list", name="Response mapping").get_by_text("DAYS: days.* count").wait_for()
        page.locator("tr", has=page.locator(".hx-pattern", has_text="days.*").first).get_by_text(
            "→ DAYS"
        ).first.wait_for()
        sound(notebook)


def test_a_list_is_a_table_whose_heads_are_paths(lab):
    lab.write("table.ipynb", OPEN)
    with lab.open("table.ipynb", theme="dark", size=(700, 1000)) as notebook:
        page = notebook.page
        notebook.run_all()
        page.locator(".hx-row[data-id='0'] .hx-key").click()
        page.get_by_role("button", name="As table").click()
        page.get_by_text("1–50 of 119").wait_for()
        page.get_by_role("button", name="Next rows").click()
        page.get_by_text("51–100 of 119").wait_for()
        page.locator("thead .hx-pattern", has_text="price.amount").click()
        path_is(page, "items[*].price.amount")
        page.locator("thead .hx-pattern", has_text="id").first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        path_is(page, "items[*].name")
        page.get_by_label("List", exact=True).select_option("days")
        page.get_by_text("1–2 of 2").wait_for()
        sound(notebook)
        page.locator("tbody .hx-pattern").first.click()
        path_is(page, "days['2026-11-24']")
        page.locator(".hx-row[data-id='1.0'][aria-selected=true]").wait_for()


def test_changes_are_marked_listed_and_found_in_the_tree(lab):
    lab.write("changes.ipynb", OPEN)
    with lab.open("changes.ipynb", size=(900, 1000)) as notebook:
        page = notebook.page
        notebook.run_all()
        page.locator(".hx-tab", has_text="Changes 3").wait_for()
        page.locator(".hx-row[data-id='0']", has_text="3 changes").wait_for()
        tab(page, "Changes")
        page.get_by_text("1 removed · 1 changed · 1 of another type").wait_for()
        sound(notebook)
        page.locator(".hx-pattern", has_text="items[109].price.amount").click()
        row = page.locator(".hx-row[data-id='0.109.2.0']")
        row.get_by_text("was 110").wait_for()
        assert "was 110" in row.get_attribute("aria-label")
        path_is(page, "items[109].price.amount")
        page.wait_for_function("document.activeElement.dataset.id === '0.109.2.0'")
        sound(notebook)


def test_a_search_tells_its_patterns_and_one_is_picked(lab):
    lab.write("patterns.ipynb", OPEN)
    with lab.open("patterns.ipynb", size=(700, 1000)) as notebook:
        page = notebook.page
        notebook.run_all()
        page.get_by_label("Search the response").fill("11")
        found = page.get_by_role("group", name="Where it stands")
        found.get_by_role("button", name="items[*].name 11 of 119").wait_for()
        sound(notebook)
        found.get_by_role("button", name="items[*].name").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        path_is(page, "items[*].price.amount")
        page.get_by_label("Search the response").fill("")
        found.wait_for(state="hidden")


def test_several_picks_become_rules_at_once_and_suggestions_with_one_click(lab):
    lab.write("rules.ipynb", NODE, "print(explorer.cell)")
    with lab.open("rules.ipynb", size=(1400, 1000)) as notebook:
        page = notebook.page
        notebook.run_all()
        page.locator(".hx-row[data-id='0.0.0']", has_text="→ IDS").wait_for()
        page.locator(".hx-row[data-id='0.0.1']").click(modifiers=["Control"])
        page.get_by_text("✓ kept, 1 in all").wait_for()
        page.locator(".hx-row[data-id='0.0.1']").press("ArrowDown")
        page.locator(".hx-row[data-id='0.0.2']").press("Control+Enter")
        page.get_by_text("✓ kept, 2 in all").wait_for()
        assert page.get_by_label("Parameter for products[0].name").input_value() == "PRODUCT_NAME"
        page.get_by_label("Parameter for products[0].price").fill("PRICE")
        sound(notebook)
        page.get_by_role("button", name="Add 2 rules").click()
        rules = page.get_by_role("list", name="Response mapping")
        rules.get_by_text("PRICE: products[0].price").wait_for()
        page.get_by_role("button", name="Add PAGE: page").click()
        rules.get_by_text("PAGE: page").wait_for()
        page.get_by_role("button", name="Insert as new cell").click()
        page.wait_for_function("document.querySelectorAll('.jp-CodeCell').length === 3")
        assert "PRICE: products[0].price" in notebook.text()
        sound(notebook)


def test_tabs_are_moved_among_with_arrows(lab):
    lab.write("tabs.ipynb", OPEN)
    with lab.open("tabs.ipynb", theme="dark", size=(700, 900)) as notebook:
        page = notebook.page
        notebook.run_all()
        page.locator(".hx-tab", has_text="Tree").focus()
        for name in ("Shape", "Table", "Changes", "Tree", "Shape"):
            page.keyboard.press("ArrowRight")
            page.locator(".hx-tab[aria-selected=true]", has_text=name).wait_for()
            assert page.locator(".hooknb-explorer [role=tabpanel]:visible").count() == 1
        page.get_by_text("patterns in 605 values").wait_for()
        page.keyboard.press("d")
        page.keyboard.press("d")
        assert page.locator(".jp-CodeCell").count() == 1
        sound(notebook)


def test_counts_of_the_shape_fit_beside_several_kinds(lab):
    days = "[{'moment_when_it_was_closed': f'2026-11-{n:02d}T10:00:00Z' if n % 2 else None, 'n': n} for n in range(1, 30)]"
    lab.write("kinds.ipynb", f"import hooknb\nhooknb.explore({days})")
    with lab.open("kinds.ipynb", size=(700, 900)) as notebook:
        page = notebook.page
        notebook.run_all()
        tab(page, "Shape")
        kinds = page.locator("tr", has_text="moment").locator("td").first
        assert kinds.inner_text().split() == "text 52 %, null 48 % (date and time)".split()
        pattern = page.locator("tr", has_text="moment").get_by_role("button")
        assert pattern.get_attribute("title") == "$[*].moment_when_it_was_closed"
        scroll = page.locator(".hx-scroll").first
        assert scroll.evaluate("box => box.scrollWidth <= box.clientWidth")
