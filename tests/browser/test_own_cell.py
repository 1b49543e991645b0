"""What a click writes into the notebook: the rules in the node's own cell, whose comments stay."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

SETUP = "%load_ext hooknb\nfrom hooknb import playground\nAPI = playground.start().url"
NODE = """%%webhook user --timeout 12
# the one who is logged in
GET $API/user
[Response Mapping]
# by hand
NAME:   data.name
"""
OPEN = "user.explore()"


def source(page, index):
    return page.evaluate(
        "at => jupyterapp.shell.currentWidget.model.sharedModel.cells[at].getSource()", index
    )


def test_a_rule_is_written_into_the_cell_of_its_node(lab):
    lab.write("own.ipynb", SETUP, NODE, OPEN, "%webhook form user")
    with lab.open("own.ipynb", size=(1000, 1400)) as notebook:
        page = notebook.page
        notebook.run_all()
        explorer = page.locator(".hooknb-explorer").first
        explorer.locator(".hx-key:text-is('userId')").click()
        explorer.get_by_role("button", name="Map to parameter").click()
        explorer.get_by_label("Parameter", exact=True).fill("WHO")
        explorer.get_by_role("button", name="Add rule").click()
        explorer.get_by_role("button", name="Write into cell user").click()
        explorer.get_by_text("✓ written").wait_for()
        assert source(page, 1) == NODE + "WHO (sys.number): data.userId\n"
        # The cell shows it, runs, and has one step to undo.
        page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
        notebook.command("notebook:run-cell")
        notebook.wait_idle()
        assert "WHO" in notebook.output(1).inner_text()

        form = page.locator(".hooknb-form").first
        form.get_by_label("Label").fill("Who is it?")
        form.locator("summary", has_text="Cell").last.click()
        form.get_by_role("button", name="Write into its cell").click()
        form.get_by_text("✓ written; 2 comments left out").wait_for()
        written = source(page, 1)
        assert written.startswith("%%webhook user --timeout 12\nGET $API/user\n")
        assert "label: Who is it?" in written
        page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
        page.keyboard.press("Control+z")
        page.wait_for_function(
            "() => jupyterapp.shell.currentWidget.model.sharedModel.cells[1].getSource().includes('# by hand')"
        )
