"""The driver itself: a real JupyterLab runs cells, and what a page does wrong is noticed."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

HTML = "from IPython.display import HTML; HTML('''{}''')"


@pytest.mark.parametrize("front", ["lab", "notebook"])
def test_every_cell_is_run_in_a_fresh_kernel(lab, front):
    lab.write("run.ipynb", "answer = 6 * 7", "answer")
    with lab.open("run.ipynb", front=front) as notebook:
        notebook.run_all()
        assert notebook.output(1).inner_text().split() == ["[2]:", "42"]


def test_the_theme_and_the_size_are_those_asked_for(lab, tmp_path):
    lab.write("theme.ipynb", "1")
    with lab.open("theme.ipynb", theme="dark", size=(800, 600)) as notebook:
        assert notebook.page.evaluate("document.body.dataset.jpThemeLight") == "false"
        assert notebook.page.evaluate("window.innerWidth") == 800
        assert notebook.screenshot(tmp_path / "page.png").stat().st_size > 1000


def test_nothing_opens_itself_after_a_notebook_was_closed(lab):
    lab.write("last.ipynb", "1")
    with lab.open("last.ipynb") as notebook:
        page = notebook.page
    page.wait_for_timeout(500)
    assert page.evaluate("[...jupyterapp.shell.widgets('main')].map(each => each.title.label)") == []


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        pytest.param("<script>console.error('oh no')</script>", "console: oh no", id="console error"),
        pytest.param("<script>throw new Error('oh no')</script>", "oh no", id="uncaught error"),
        pytest.param(
            "<img src='http://elsewhere.invalid/x.png'>", "left loopback: http://elsewhere", id="request"
        ),
    ],
)
def test_what_a_page_does_wrong_fails_the_test(lab, markup, problem):
    lab.write("wrong.ipynb", HTML.format(markup))
    opened = lab.open("wrong.ipynb")
    notebook = opened.__enter__()
    notebook.run_all()
    _wait_until(notebook, lambda: notebook.problems)
    with pytest.raises(AssertionError, match=problem):
        opened.__exit__(None, None, None)
    assert (notebook.failures / "page.png").exists()


@pytest.mark.parametrize(("trusted", "ran"), [(True, "yes"), (False, None)])
def test_saved_markup_acts_only_in_a_trusted_notebook(lab, trusted, ran):
    import nbformat

    path = lab.write("saved.ipynb", "1", trusted=False)
    notebook = nbformat.read(path, as_version=4)
    markup = {"text/html": "<script>window.ran = 'yes'</script>"}
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", markup)]
    lab.save("saved.ipynb", notebook, trusted=trusted)
    with lab.open("saved.ipynb", fresh=True) as page:
        assert page.page.evaluate("window.ran ?? null") == ran


def _wait_until(notebook, holds):
    for _ in range(100):
        if holds():
            return
        notebook.page.wait_for_timeout(50)
