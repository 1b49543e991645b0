"""Form and explorer in pages that are not JupyterLab's: they work, nothing is thrown, and all can be read."""

from __future__ import annotations

import pytest
from elsewhere import faint, opened

import hooknb
from hooknb.widgets.explorer import Explorer
from hooknb.widgets.form.widget import Form

pytestmark = pytest.mark.browser

CELL = """%%webhook weather
GET $API/weather
[Params]
CITY: Graz
[Query Parameters]
city: $CITY
[Response Mapping]
TEMPERATURE (sys.number): current.temperature
[Status]
404: unknown_city
5xx: try_later"""
TABS = (
    *("Headers", "Body", "Authentication", "Signing"),
    *("Options", "Parameters", "Response status code", "Response Mapping"),
)


@pytest.fixture
def session(playground):
    made = hooknb.Session()
    made.parameters["API"] = playground.url
    return made


@pytest.fixture
def form(session):
    made = Form(CELL, session=session, trials={"Graz": {"CITY": "Graz"}})
    yield made
    made.close()


def test_the_form_works_and_can_be_read(chromium, form):
    with opened(chromium, form._editor) as page:
        page.locator(".hf-verdict", has_text="Ready to test").wait_for()
        page.get_by_role("button", name="Test Request").click()
        page.locator(".hf-clock", has_text="200 → default").wait_for()
        page.get_by_label("Label").fill("What is the weather like?")
        for title in TABS:
            page.locator(".hf-tab", has=page.locator(f".hf-name:text-is('{title}')")).click()
            assert faint(page, "body") == {}, title
        page.locator(".hf-note", has_text="→ ").wait_for()
        page.evaluate("document.querySelectorAll('.hf-strip').forEach(strip => { strip.open = true; })")
        page.locator(".hf-pre", has_text="label: What is the weather like?").wait_for()
        page.get_by_role("button", name="Copy", exact=True).click()
        page.get_by_text("✓ copied").wait_for()
        # No page but JupyterLab's can be given a cell.
        assert page.get_by_role("button", name="Insert below").count() == 0
        page.get_by_label("URL Endpoint").fill("ftp://x")
        page.locator(".hf-headmarks .hf-mark").wait_for()
        assert faint(page, "body") == {}
    assert form.result.output == "default"


def test_the_answer_below_the_form_can_be_read(chromium, form):
    form.test().result(20)
    form.show_answer()
    tabs = "".join(
        f'<li class="lm-TabBar-tab{" lm-mod-current" * (not at)}"><div>{title}</div></li>'
        for at, title in enumerate(("Answer", "Explore"))
    )
    shown = f"""<div class="jupyter-widgets hooknb-answer"><div class="lm-TabBar"><ul>{tabs}</ul></div>
        <div class="jupyter-widgets widget-tab-contents"><div class="jupyter-widgets widget-html">
        <div class="widget-html-content">{form._answer._card.value}</div></div></div></div>"""
    with opened(chromium, form._editor, below=shown) as page:
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        assert faint(page, ".hooknb-answer") == {}


def test_the_explorer_works_and_can_be_read(chromium, session):
    result = session.run(CELL)
    changed = {**result.data, "current": {"temperature": "warm"}, "more": 1}
    explorer = Explorer(changed, result)
    with opened(chromium, explorer) as page:
        page.locator(".hx-row", has_text="more").locator(".hx-change").wait_for()
        page.get_by_label("Search", exact=False).first.fill("sky")
        page.locator(".hx-row mark").first.wait_for()
        page.locator(".hx-row.hx-is-text").first.click()
        page.get_by_text("✓ copied").wait_for()
        assert faint(page, "body") == {}
        page.get_by_role("button", name="Map to parameter").click()
        page.get_by_label("Parameter", exact=True).fill("1X")
        page.get_by_role("button", name="Add rule").click()
        page.locator(".hx-wrong", has_text="1X").first.wait_for()
        assert faint(page, "body") == {}
        page.get_by_label("Parameter", exact=True).fill("SKY")
        page.get_by_role("button", name="Add rule").click()
        page.locator(".hx-rules", has_text="SKY").first.wait_for()
        for view in ("Shape", "Table", "Changes"):
            page.get_by_role("tab", name=view).click()
            page.locator(".hx-table:visible, .hx-lists:visible").first.wait_for()
            assert faint(page, "body") == {}, view
    assert explorer.mapping[0].parameter == "SKY"
    explorer.close()
