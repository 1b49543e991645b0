"""The explorer in a real JupyterLab: clicks, keys alone, names that are markup, both themes, a saved notebook."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror='window.ran=1'>\u202egpj.exe"
DATA = {
    "items": [{"id": 100 + n, "name": f"thing {n}"} for n in range(250)],
    HOSTILE: HOSTILE,
    "note": "long " * 100,
    "total": 250,
}
OPEN = f"import json, hooknb\nexplorer = hooknb.explore(json.loads({json.dumps(DATA)!r}))\nexplorer"
SEEN = "print(explorer.path, '|', explorer.paths, '|', explorer.mapping)"

# What axe-core does not ask for: every entry's place, and no cell deleted by "d d".
UNPLACED = """root => [...root.querySelectorAll('[role=treeitem]')]
    .filter(e => ['aria-level', 'aria-setsize', 'aria-posinset', 'aria-selected'].some(name => !e.hasAttribute(name)))
    .map(e => e.outerHTML)"""
UNGUARDED = """root => [...root.querySelectorAll('input, select, button, [tabindex]')]
    .filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"""
# Each key, the row that has the focus then, and one that has to be there by then.
KEYS = (
    ("ArrowDown", "0", "0"),
    ("ArrowLeft", "0", "1"),
    ("ArrowRight", "0", "0@0-100"),
    ("ArrowRight", "0@0-100", "0@0-100"),
    ("Enter", "0@0-100", "0@100-200"),
    ("Enter", "0@0-100", "0.0"),
    ("ArrowDown", "0.0", "0.0.1"),
    ("End", "3", "3"),
    ("ArrowUp", "2", "2"),
    ("ArrowUp", "1", "1"),
    ("ArrowUp", "0@200-250", "0@200-250"),
    ("ArrowUp", "0@100-200", "0@100-200"),
    ("ArrowUp", "0@0-100+", "0@0-100+"),
    ("Enter", "0.11", "0.12"),
    ("End", "3", "3"),
    ("Home", "", ""),
    ("n", "0.0.1", "0.0.1"),
    ("End", "3", "3"),
    ("ArrowUp", "2", "2"),
)


def row(page, at):
    return page.locator(f".hx-row[data-id='{at}']")


def status(page, text):
    page.locator(".hx-status", has_text=text).wait_for()


def test_clicks_give_a_path_a_pattern_and_a_rule(lab):
    lab.write("explorer.ipynb", OPEN, SEEN)
    with lab.open("explorer.ipynb", size=(900, 1000)) as notebook:
        page, root = notebook.page, notebook.page.locator(".hooknb-explorer")
        notebook.run_all()
        row(page, "0.0.0").click()
        path = page.get_by_label("Object path")
        page.wait_for_function("document.querySelector('.hx-path')?.value === 'items[0].id'")
        page.get_by_text("✓ copied").wait_for()
        row(page, "0.1").locator(".hx-twist").click()
        row(page, "0.1.0").click()
        page.locator(".hx-counts", has_text="250 matches · all number").wait_for()
        assert path.input_value() == "items[*].id"
        page.locator(".hx-rung", has_text="every id $..id 250").wait_for()
        assert page.get_by_role("radio").all_inner_texts() == [
            "this one items[1].id 1",
            "all in this list items[*].id 250",
            "every id $..id 250",
        ]
        page.get_by_role("button", name="Map to parameter").click()
        assert page.get_by_label("Parameter").input_value() == "ITEM_IDS"
        page.keyboard.press("Enter")
        page.get_by_role("list", name="Response mapping").get_by_text("ITEM_IDS: items[*].id").wait_for()
        row(page, "0.1.0").get_by_text("→ ITEM_IDS").wait_for()
        for question in (UNPLACED, UNGUARDED):
            assert root.evaluate(question) == []
        assert notebook.audit(".hooknb-explorer") == []
        page.locator(".jp-CodeCell").nth(1).click()
        notebook.command("notebook:run-cell")
        notebook.wait_idle()
        said = notebook.output(1).inner_text()
        assert said.startswith("items[*].id | ('items[0].id', 'items[*].id') | ")


def test_keys_alone_are_enough(lab):
    lab.write("keys.ipynb", OPEN)
    with lab.open("keys.ipynb", theme="dark", size=(700, 900)) as notebook:
        page = notebook.page
        notebook.run_all()
        row(page, "").focus()
        for key, where, seen in KEYS:
            page.keyboard.press(key)
            row(page, seen).wait_for()
            page.wait_for_function("id => document.activeElement.dataset.id === id", arg=where, timeout=5_000)
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.hx-path')?.value === 'note'")
        page.get_by_role("button", name="Show all").press("Enter")
        page.wait_for_function("document.querySelector('.hx-all')?.textContent.length === 500")
        page.keyboard.press("d")
        page.keyboard.press("d")
        assert page.locator(".jp-CodeCell").count() == 1
        assert notebook.audit(".hooknb-explorer") == []


INSIDE = """import json, hooknb
explorer = hooknb.explore({"payload": json.dumps({"user": {"id": 7}, "rows": [{"n": n} for n in range(60)]}), "n": 1})
explorer"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_json_inside_a_text_is_opened_in_a_tree_of_its_own(lab, theme):
    lab.write("inside.ipynb", INSIDE, SEEN)
    with lab.open("inside.ipynb", theme=theme, size=(900, 1000)) as notebook:
        page, root = notebook.page, notebook.page.locator(".hooknb-explorer")
        notebook.run_all()
        row(page, "0").click()
        page.get_by_role("button", name="Open as JSON").press("Enter")
        inner = page.get_by_role("tree", name="JSON inside the text")
        inner.locator(".hx-row[data-id='0.0']").click()
        page.locator(".hx-json", has_text="inside the text: user.id").wait_for()
        assert page.get_by_label("Object path").input_value() == "payload"
        inner.locator(".hx-row[data-id='1+']").click()
        inner.locator(".hx-row[data-id='1.9']").wait_for(state="attached")
        for question in (UNPLACED, UNGUARDED):
            assert root.evaluate(question) == []
        assert notebook.audit(".hooknb-explorer") == []
        row(page, "1").first.click()
        inner.wait_for(state="detached")


def test_a_click_beside_a_busy_cell_is_answered(lab):
    lab.write("busy.ipynb", OPEN, "import time\ntime.sleep(2)")
    with lab.open("busy.ipynb", size=(900, 900)) as notebook:
        notebook.run_all()
        page = notebook.page
        page.locator(".jp-CodeCell").nth(1).click()
        page.evaluate("() => { jupyterapp.commands.execute('notebook:run-cell'); }")
        row(page, "3").click()
        page.wait_for_function("document.querySelector('.hx-path')?.value === 'total'")
        assert page.locator(".hx-wait").inner_text() == ""


def test_a_search_jumps_from_hit_to_hit(lab):
    lab.write("search.ipynb", OPEN)
    with lab.open("search.ipynb", size=(900, 900)) as notebook:
        page = notebook.page
        notebook.run_all()
        field = page.get_by_label("Search the response")
        field.fill("thing 0")
        status(page, "1 of 1")
        assert row(page, "0@0-100+").count() == 1
        field.fill("thing 20")
        status(page, "1 of 11")
        assert row(page, "0.20.1").locator("mark").inner_text() == "thing 20"
        field.press("Enter")
        status(page, "2 of 11")
        row(page, "0.200.1").locator("mark").wait_for()
        assert row(page, "0.20.1").count() == 0
        by_path = page.get_by_role("button", name="Search by path")
        assert not by_path.is_visible()
        field.fill("items[?@.id == 342].name")
        by_path.click()
        assert page.get_by_label("Search in").input_value() == "path"
        assert field.evaluate("element => element === document.activeElement")
        status(page, "1 of 1")
        row(page, "0.242.1").wait_for()
        page.locator(".hx-patterns").get_by_role("button", name="pick items[?@.id == 342].name").click()
        page.wait_for_function("document.querySelector('.hx-path')?.value === 'items[?@.id == 342].name'")
        field.fill("items[*].nam")
        status(page, "nothing found: none of the 250 values at 'items[*]' has 'nam'; nearest is 'name'")
        assert not page.locator(".hx-patterns").is_visible()
        field.fill("items[")
        page.locator(".hx-status.hx-wrong", has_text="the bracket [ is never closed (add ])").wait_for()
        assert "^" not in page.locator(".hx-search .hx-status").inner_text()


def test_names_and_values_are_inert(lab):
    lab.write("inert.ipynb", OPEN)
    with lab.open("inert.ipynb", size=(900, 900)) as notebook:
        page, root = notebook.page, notebook.page.locator(".hooknb-explorer")
        notebook.run_all()
        row(page, "1").click()
        page.wait_for_function("document.querySelector('.hx-path')?.value.includes('onerror')")
        assert root.locator("img").count() == 0
        assert page.evaluate("window.ran ?? null") is None
        assert "\\u202egpj.exe" in row(page, "1").inner_text()
        assert "\u202e" not in notebook.text()


def test_a_saved_notebook_shows_a_copy_that_a_live_one_hides(lab):
    lab.write("live.ipynb", OPEN)
    with lab.open("live.ipynb", size=(900, 900)) as notebook:
        notebook.run_all()
        page = notebook.page
        row(page, "0").wait_for()
        page.locator("[data-hooknb-still]").wait_for(state="hidden")
        notebook.command("docmanager:save")
    with lab.open_copy("live.ipynb", size=(900, 900)) as notebook:
        output = notebook.output(0)
        output.get_by_text("total").first.wait_for()
        assert output.locator("img").count() == 0


def test_the_place_of_a_mistake_is_shown_below_its_sentence(lab):
    lab.write("broken.ipynb", """import hooknb\nhooknb.explore('{"a": 1,\\n "b": }')""")
    with lab.open("broken.ipynb", size=(900, 900)) as notebook:
        page = notebook.page
        notebook.run_all()
        excerpt = page.locator(".hooknb-explorer .hx-excerpt")
        line, caret = excerpt.inner_text().split("\n")
        assert (line[len(caret) - 1], caret.strip()) == ("}", "^")
        assert "mono" in excerpt.evaluate("element => getComputedStyle(element).fontFamily")
