"""The modules that widgets give to the browser: their files joined to one, as Node.js sees them."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from hooknb.widgets.explorer import Explorer
from hooknb.widgets.form.widget import Editor


@pytest.mark.parametrize("widget", [Editor, Explorer])
def test_a_widget_is_one_module_that_imports_nothing_and_can_be_drawn(widget: type, tmp_path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    (tmp_path / "widget.mjs").write_text(widget._esm, encoding="utf-8")
    (tmp_path / "look.mjs").write_text(
        'const { default: made } = await import("./widget.mjs");\nconsole.log(typeof made.render);', "utf-8"
    )
    done = subprocess.run([node, "look.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("function", "")
    assert "\nimport " not in widget._esm
