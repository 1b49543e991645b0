"""The form in a real JupyterLab: by mouse and by keys alone, bad input, a slow request, two forms, a saved notebook."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

SETUP = "%load_ext hooknb\nimport hooknb\nfrom hooknb import playground\nAPI = playground.start().url"
OPEN = "form = hooknb.form()\nform"
SEEN = "print(form.node == hooknb.loads(form.cell), form.result.output, form.result.values)"
WEATHER = """form = hooknb.form('''%%webhook weather
GET $API/weather
[Params]
CITY:
[Query Parameters]
city: $CITY
[Response Mapping]
TEMPERATURE (sys.number): current.temperature
''')
form"""
ROWS = """form = hooknb.form('''GET $API/echo
X-A: 1
X-B: 2
X-C: 3
X-D: 4
''')
form"""
TABS = (
    "Parameters",
    "Headers",
    "Query Parameters",
    "Body",
    "Authentication",
    "Response Mapping",
    "Response status code",
    "Options",
    "Signing",
)
UNGUARDED = """root => [...root.querySelectorAll('input, select, button, textarea, summary, [tabindex]')]
    .filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"""

INVALID = ".hf-page:not([hidden]) [aria-invalid='true']"
DESCRIBED = """boxes => boxes.map(box => (box.getAttribute('aria-describedby') ?? '').split(' ')
    .map(id => document.getElementById(id)?.textContent).join(' '))"""


def opened(notebook, cells=1):
    """Run the notebook and return its page, with the form at the top."""
    notebook.run_all()
    page = notebook.page
    page.set_default_timeout(12_000)
    page.locator(".hooknb-form").first.wait_for()
    page.locator(".hooknb-form").first.evaluate("form => form.scrollIntoView()")
    return page


def tab(page, name):
    page.locator(".hf-tab", has=page.locator(f".hf-name:text-is('{name}')")).first.click()


def url(page):
    return page.get_by_label("URL Endpoint").first


def verdict(page, text):
    page.locator(".hf-verdict", has_text=text).first.wait_for()


def outcome(page, text):
    page.locator(".hf-clock", has_text=text).first.wait_for()


def press_test(page):
    page.get_by_role("button", name="Test Request").first.click()


def focused(page, selector):
    page.wait_for_function("selector => document.activeElement.matches(selector)", arg=selector)


def paste(box, text):
    box.evaluate(
        """(box, text) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def headers(page, form, *names):
    """Wait until a form has these headers, in this order, and the empty row."""
    boxes = form.locator(".hf-page:not([hidden]) .hf-row:not(.hf-heads) .hf-cell:nth-child(2) input")
    found = "(boxes, names) => boxes.length > 0 && boxes.map(box => box.value).join() === names"
    for _ in range(100):
        if boxes.evaluate_all(found, ",".join([*names, ""])):
            return
        page.wait_for_timeout(50)
    assert boxes.evaluate_all("boxes => boxes.map(box => box.value)") == [*names, ""]


def run_cell(notebook, index):
    notebook.page.locator(".jp-CodeCell").nth(index).locator(".cm-content").click()
    notebook.command("notebook:run-cell")
    notebook.wait_idle()
    return notebook.output(index).inner_text()


def test_a_beginner_builds_tests_and_keeps_a_node_by_mouse(lab):
    lab.write("mouse.ipynb", SETUP, OPEN, SEEN)
    with lab.open("mouse.ipynb", size=(1000, 1400)) as notebook:
        page = opened(notebook)
        verdict(page, "Enter a URL Endpoint to begin.")
        press_test(page)
        page.locator(".hf-headmarks", has_text="a node needs a URL").wait_for()
        page.get_by_label("Label").fill("What is the weather like?")
        url(page).fill("$API/weather")
        tab(page, "Query Parameters")
        page.get_by_label("Query parameter of a new query parameter").fill("city")
        verdict(page, "Ready to test")
        # An empty value is asked for.
        press_test(page)
        outcome(page, "Not sent: no value for city")
        page.get_by_label("Value of city").fill("Graz")
        press_test(page)
        outcome(page, "200 → default")
        page.locator(".hooknb-answer", has_text="200 OK").wait_for()
        tab(page, "Response Mapping")
        page.get_by_role("button", name="Pick from the last answer").click()
        page.locator(".hx-row.hx-is-number", has_text="temperature").click()
        page.get_by_role("button", name="Map to parameter").click()
        page.get_by_role("button", name="Add rule").click()
        page.get_by_label("Object Path of rule 1").wait_for()
        assert page.get_by_label("Object Path of rule 1").input_value() == "current.temperature"
        page.locator(".hf-note", has_text="→ ").wait_for()
        tab(page, "Response status code")
        page.get_by_label("Code or class of a new status code").fill("404")
        page.get_by_label("Output of status code 1").fill("unknown_city")
        page.get_by_label("A status code to try").fill("404")
        page.get_by_text("404 → unknown_city (code 404)").wait_for()
        tab(page, "Options")
        page.get_by_label("Name", exact=True).fill("weather")
        page.get_by_role("button", name="Save", exact=True).click()
        outcome(page, "Saved as weather")
        page.locator("summary", has_text="Cell").last.click()
        page.locator(".hf-pre", has_text="%%webhook weather").wait_for()
        page.get_by_role("button", name="Insert below").click()
        page.get_by_text("✓ inserted").wait_for()
        assert page.locator(".jp-CodeCell").count() == 4
        press_test(page)
        outcome(page, "200 → default")
        assert run_cell(notebook, 3).startswith("True default {")


def test_a_name_that_was_asked_for_is_asked_for_by_the_cell_too(lab):
    lab.write("asked.ipynb", SETUP, "form = hooknb.form('GET $API/weather?city=$CITY')\nform")
    with lab.open("asked.ipynb", size=(1000, 900)) as notebook:
        page = opened(notebook)
        press_test(page)
        outcome(page, "Not sent: no value for CITY")
        page.keyboard.type("Graz")
        page.keyboard.press("Enter")
        outcome(page, "200 → default")
        assert page.get_by_label("Parameter of parameter 1").input_value() == "CITY"
        page.locator("summary", has_text="Cell").last.click()
        page.locator(".hf-pre", has_text="[Params]\nCITY:").wait_for()


def test_the_answer_is_at_hand_and_its_page_stays_in_front(lab):
    lab.write("answer.ipynb", SETUP, WEATHER)
    with lab.open("answer.ipynb", size=(1000, 700)) as notebook:
        page = opened(notebook)
        url(page).fill("$API/todos?limit=$CITY")
        press_test(page)
        outcome(page, "Not sent: no value for CITY")
        page.keyboard.type("90")
        page.keyboard.press("Enter")
        outcome(page, "200, mapping → failed")
        page.locator(".hooknb-answer").wait_for()
        assert notebook.audit(".hooknb-answer") == []
        # However much there is to show, the next cell is not far.
        assert page.locator(".hooknb-answer").evaluate("answer => answer.offsetHeight") < 750
        shown = "answer => { const box = answer.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0; }"
        page.locator(".hooknb-form").evaluate("form => form.scrollIntoView()")
        assert not page.locator(".hooknb-answer").evaluate(shown)
        page.get_by_role("button", name="Answer ↓").click()
        page.wait_for_function(f"({shown})(document.querySelector('.hooknb-answer'))")
        assert page.evaluate("document.activeElement.textContent") == "Answer"
        page.locator(".lm-TabBar-tab", has_text="Changes").click()
        page.get_by_role("button", name="Resend").click()
        page.locator(".hooknb-answer", has_text="Two runs compared").wait_for()
        assert page.locator(".hooknb-answer .lm-mod-current").inner_text() == "Changes"
        # What came of kept values has the room where there is little.
        page.get_by_label("A name for these values").fill("ninety")
        page.keyboard.press("Enter")
        page.set_viewport_size({"width": 700, "height": 700})
        page.locator(".hf-trial").wait_for()
        widths = "row => [...row.children].map(cell => cell.offsetWidth)"
        page.wait_for_function(f"({widths})(document.querySelector('.hf-trial'))[0] < 100")
        name, _, came, _ = page.locator(".hf-trial").evaluate(widths)
        assert came > 2 * name


def test_the_cell_that_is_inserted_runs(lab):
    lab.write("insert.ipynb", SETUP, "form = hooknb.form('GET $API/user')\nform", "")
    with lab.open("insert.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        page.locator("summary", has_text="Cell").last.click()
        page.get_by_role("button", name="Insert below").click()
        page.locator(".jp-CodeCell").nth(3).wait_for()
        assert "200 OK" in run_cell(notebook, 2)


def test_keys_alone_are_enough(lab):
    lab.write("form-keys.ipynb", SETUP, OPEN, "import builtins")
    with lab.open("form-keys.ipynb", theme="dark", size=(1000, 1200)) as notebook:
        page = opened(notebook)
        keys = page.keyboard
        page.get_by_label("Label").focus()
        keys.type("User")
        keys.press("Tab")
        while page.evaluate("document.activeElement.textContent") != "Test Request":
            keys.press("Tab")
        keys.press("Tab")
        keys.press("P")  # the method: POST
        keys.press("Tab")
        keys.type("$API/echo")
        keys.press("Tab")
        # The tabs are one stop; arrows choose among them.
        assert page.evaluate("document.activeElement.getAttribute('role')") == "tab"
        keys.press("ArrowDown")
        keys.press("Tab")
        keys.type("x-re")
        page.locator(".hf-suggestions li", has_text="X-Request-Id").wait_for()
        keys.press("ArrowDown")
        keys.press("Enter")
        keys.press("Tab")
        keys.type("a")
        keys.press("Enter")
        keys.type("X-Second")
        keys.press("Alt+ArrowUp")
        page.wait_for_function(
            "document.querySelector('.hf-page:not([hidden]) .hf-row .hf-code')?.value === 'X-Second'"
        )
        focused(page, "[aria-label='Header of header 1']")
        keys.press("Alt+Delete")
        page.wait_for_function(
            "document.querySelector('.hf-page:not([hidden]) .hf-row .hf-code')?.value === 'X-Request-Id'"
        )
        keys.press("Control+Enter")
        outcome(page, "200 → default")
        keys.press("d")
        keys.press("d")
        assert page.locator(".jp-CodeCell").count() == 3
        assert notebook.audit(".hooknb-form") == []
        assert page.locator(".hooknb-form").evaluate(UNGUARDED) == []
        page.locator(".hooknb-answer .lm-TabBar-tab").first.focus()
        keys.press("ArrowRight")
        keys.press("Enter")
        page.locator(".hooknb-explorer").wait_for()
        keys.press("d")
        keys.press("d")
        assert page.locator(".jp-CodeCell").count() == 3


def test_removed_rows_are_taken_back_by_mouse_and_by_keys(lab):
    lab.write("undo.ipynb", SETUP, ROWS, "display(form)", "print(*(each.name for each in form.node.headers))")
    with lab.open("undo.ipynb", size=(1000, 1600)) as notebook:
        page = opened(notebook)
        keys = page.keyboard
        form, again = page.locator(".hooknb-form").nth(0), page.locator(".hooknb-form").nth(1)
        again.wait_for()
        for view in (form, again):
            view.locator(".hf-tab", has_text="Headers").click()
        form.get_by_label("Remove header 2").click()
        offer = form.get_by_role("button", name="Undo: X-B removed")
        offer.wait_for()
        # Where the hand already is, though that is a box.
        focused(page, "[aria-label='Header of header 2']")
        keys.press("Alt+Delete")
        form.get_by_role("button", name="Undo: X-C removed").wait_for()
        keys.press("Control+z")
        headers(page, form, "X-A", "X-C", "X-D")
        focused(page, "[aria-label='Header of header 2']")
        assert "X-C is back" in form.locator(".hf-page:not([hidden]) .hf-under [role=status]").inner_text()
        # The other view has the same rows, and the same offer.
        headers(page, again, "X-A", "X-C", "X-D")
        again.get_by_role("button", name="Undo: X-B removed").wait_for()
        assert notebook.audit(".hooknb-form") == []
        again.get_by_role("button", name="Undo: X-B removed").click()
        headers(page, form, "X-A", "X-B", "X-C", "X-D")
        headers(page, again, "X-A", "X-B", "X-C", "X-D")
        form.locator(".hf-undo:visible").wait_for(state="hidden")
        # A box that somebody has written in takes back its own letters first.
        form.get_by_label("Remove header 4").click()
        form.get_by_role("button", name="Undo: X-D removed").wait_for()
        form.get_by_label("Value of header 1").press_sequentially("9")
        keys.press("Control+z")
        assert form.get_by_label("Value of header 1").input_value() == "1"
        headers(page, form, "X-A", "X-B", "X-C")
        form.get_by_label("header 1 is on").focus()
        keys.press("Control+z")
        headers(page, form, "X-A", "X-B", "X-C", "X-D")
        # After a move or a switch it would take back something else, so it does nothing; the button still does.
        paste(form.get_by_label("Header of a new header"), "X-E: 5\nX-F: 6")
        form.get_by_label("Header of header 6").press("Alt+ArrowUp")
        keys.press("Control+z")
        form.get_by_label("header 1 is on").uncheck()
        keys.press("Control+z")
        headers(page, form, "X-A", "X-B", "X-C", "X-D", "X-F", "X-E")
        form.get_by_label("header 1 is on").check()
        form.get_by_role("button", name="Undo: 2 added").click()
        headers(page, form, "X-A", "X-B", "X-C", "X-D")
        notebook.wait_idle()
        assert run_cell(notebook, 3).split() == ["X-A", "X-B", "X-C", "X-D"]
        assert page.locator(".jp-CodeCell").count() == 4


def test_every_tab_is_sound_for_assistive_technology(lab):
    lab.write("form-axe.ipynb", SETUP, WEATHER)
    # What is told by words and roles is the same in both; what is told by colours is in these.
    for theme, tabs in (("light", TABS), ("dark", ("Body", "Response Mapping", "Response status code"))):
        with lab.open("form-axe.ipynb", theme=theme, size=(900, 1400)) as notebook:
            page = opened(notebook)
            for name in tabs:
                tab(page, name)
                if name == "Body":
                    page.get_by_role("radio", name="JSON").click()
                    page.get_by_label("Body", exact=True).press_sequentially("{$")
                    page.locator(".hf-suggestions li").first.wait_for()
                assert notebook.audit(".hooknb-form") == [], name
                if name == "Body":
                    page.get_by_role("radio", name="None").click()
            press_test(page)
            page.get_by_label("Value of CITY").fill("Graz")
            page.get_by_label("A name for these values").fill("Graz")
            page.get_by_role("button", name="Keep these values").click()
            page.get_by_role("button", name="Run all", exact=True).click()
            page.locator(".hf-trial", has_text="200 → default").wait_for()
            press_test(page)
            outcome(page, "200 → default")
            page.locator(".hooknb-answer", has_text="200 OK").wait_for()
            page.evaluate("document.querySelectorAll('.hf-strip').forEach(strip => { strip.open = true; })")
            page.get_by_role("button", name="Open…").click()
            assert notebook.audit(".hooknb-form") == []
            assert notebook.audit(".hooknb-answer") == []


BAD = (
    ("Parameters", "Parameter of a new parameter", "1X", "is not a parameter name"),
    ("Headers", "Header of a new header", "a b", "is not a header name"),
    ("Response Mapping", "Object Path of a new rule", "a[", "never closed"),
    ("Response status code", "Code or class of a new status code", "99", "is not a status"),
    ("Options", "Time out", "soon", "is not a number of seconds"),
    ("Options", "Retries", "99", "0 to 10 are allowed"),
    ("Options", "Name", "1x", "cannot name a node"),
)


def test_bad_input_is_said_below_its_editor_and_listed(lab):
    lab.write("bad.ipynb", SETUP, OPEN)
    with lab.open("bad.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        below = page.locator(".hf-status").evaluate("status => status.getBoundingClientRect().top")
        url(page).fill("ftp://x")
        for name, label, text, said in BAD:
            tab(page, name)
            box = page.get_by_label(label, exact=True)
            box.fill(text)
            page.locator(".hf-page:not([hidden]) .hf-mark", has_text=said).first.wait_for()
            assert any(said in text for text in page.locator(INVALID).evaluate_all(DESCRIBED)), label
        tab(page, "Body")
        page.get_by_role("radio", name="JSON").click()
        page.get_by_label("Body", exact=True).fill('{"a": 1,\n "b": }')
        page.locator(".hf-mark", has_text="line 2, column 7").wait_for()
        page.get_by_role("radio", name="XML").click()
        page.locator(".hf-mark", has_text="is not XML").wait_for()
        tab(page, "Authentication")
        page.get_by_label("Type", exact=True).select_option("basic")
        page.locator(".hf-mark", has_text="this needs the user's name").wait_for()
        tab(page, "Signing")
        page.get_by_label("Sign requests").check()
        page.locator(".hf-mark", has_text="signing needs a secret").wait_for()
        # Nothing below has moved, whatever was said.
        assert page.locator(".hf-status").evaluate("status => status.getBoundingClientRect().top") == below
        page.locator(".hf-links button", has_text="Headers 1").click()
        focused(page, "[aria-label='Header of header 1']")
        press_test(page)
        focused(page, ".hf-url input")
        assert notebook.audit(".hooknb-form") == []


def test_a_slow_request_is_cancelled_and_a_500_is_shown(lab):
    lab.write("slow.ipynb", SETUP, "form = hooknb.form('GET $API/delay/9')\nform")
    with lab.open("slow.ipynb", size=(1000, 1100)) as notebook:
        page = opened(notebook)
        press_test(page)
        outcome(page, " s of 10 s")
        page.keyboard.press("Enter")
        outcome(page, "cancelled → failed")
        focused(page, ".hf-test")
        press_test(page)
        outcome(page, " s of 10 s")
        # What the last one came to is not said of this one.
        assert page.locator(".hf-clock").get_attribute("title") is None
        assert page.locator(".hf-clock.hf-failed").count() == 0
        page.get_by_role("button", name="Cancel", exact=True).click()
        outcome(page, "cancelled → failed")
        url(page).fill("$API/status/500")
        press_test(page)
        outcome(page, "500 → failed")
        page.locator(".hooknb-answer", has_text="the server answered 500").wait_for()
        page.get_by_role("button", name="Resend").click()
        page.locator(".lm-TabBar-tab", has_text="Changes").click()
        page.locator(".hooknb-answer", has_text="Two runs compared").wait_for()


def test_a_restarted_kernel_is_told_of_and_what_was_filled_in_is_shown(lab):
    lab.write("restarted.ipynb", SETUP, "form = hooknb.form('GET $API/delay/9')\nform")
    with lab.open("restarted.ipynb", size=(700, 1100)) as notebook:
        page = opened(notebook)
        page.get_by_label("Label").fill("Not to be lost")
        page.wait_for_function(
            "document.querySelector('[data-hooknb-still]')?.textContent.includes('Not to be lost')"
        )
        press_test(page)
        outcome(page, " s of 10 s")
        page.evaluate(
            "async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }"
        )
        verdict(page, "The kernel was restarted: run the cell again.")
        outcome(page, "the kernel was restarted")
        notebook.output(1).locator("[data-hooknb-still]", has_text="Not to be lost").wait_for()
        said = page.locator(".hf-verdict")
        assert said.evaluate("said => said.scrollWidth <= said.clientWidth")
        # Nothing of what is still done in it is sent to nobody.
        url(page).fill("$API/user")
        page.keyboard.press("Control+Enter")
        page.get_by_label("Method").select_option("POST")
        assert page.get_by_role("button", name="Test Request").get_attribute("aria-disabled") == "true"
        assert notebook.audit(".hooknb-form") == []
        notebook.wait_idle()


def test_a_secret_is_given_its_source_where_it_is_named(lab):
    lab.write("source.ipynb", SETUP, "form = hooknb.form('GET $API/user')\nform", "print(form.cell)")
    with lab.open("source.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        tab(page, "Authentication")
        page.get_by_label("Type", exact=True).select_option("bearer")
        page.get_by_label("Token", exact=True).fill("TOKEN")
        page.get_by_role("button", name="Name the source of TOKEN…").click()
        focused(page, "[aria-label='Its name there of secret 1']")
        assert page.get_by_label("Secret of secret 1").input_value() == "TOKEN"
        source, there = (
            page.get_by_label("Source of secret 1"),
            page.get_by_label("Its name there of secret 1"),
        )
        for name, hint in (("keyring", "SERVICE USER"), ("prompt", "nothing to write"), ("env", "VARIABLE")):
            source.select_option(name)
            assert there.get_attribute("placeholder") == hint
        there.fill("API_TOKEN")
        verdict(page, "Ready to test")
        assert "TOKEN: env API_TOKEN" in run_cell(notebook, 2)


def test_many_rows_are_pasted_and_the_cursor_is_seen(lab):
    lab.write("many.ipynb", SETUP, "form = hooknb.form('GET $API/user')\nform")
    with lab.open("many.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        seen = """box => {
            const [inner, outer] = [box, box.closest('.hf-panel')].map(each => each.getBoundingClientRect());
            return document.activeElement === box && outer.top <= inner.top + 1 && inner.bottom <= outer.bottom + 1;
        }"""
        paste(
            page.get_by_label("Parameter of a new parameter"), "".join(f"P{at}\t{at}\r\n" for at in range(40))
        )
        # What is said of each of them does not push it out of sight.
        page.locator(".hf-mark", has_text="nothing uses the parameter P39").wait_for()
        assert page.get_by_label("Parameter of a new parameter").evaluate(seen)
        # One row of a spreadsheet, too.
        paste(page.get_by_label("Parameter of a new parameter"), "LAST\t40\r\n")
        page.get_by_label("Value of parameter 41").wait_for()
        assert page.get_by_label("Value of parameter 41").input_value() == "40"
        page.get_by_label("Remove parameter 1", exact=True).click()
        page.get_by_label("Parameter of a new parameter").focus()
        page.keyboard.press("Control+z")
        page.get_by_label("Value of parameter 41").wait_for()
        assert page.get_by_label("Parameter of parameter 1", exact=True).evaluate(seen)


def test_line_breaks_of_a_value_are_seen_and_kept(lab):
    node = {"url": "$API/echo", "query": [{"name": "a", "value": "1\n2"}]}
    lab.write(
        "lines.ipynb", SETUP, f"form = hooknb.form({node!r})\nform", "print(repr(form.node.query[0].value))"
    )
    with lab.open("lines.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        tab(page, "Query Parameters")
        value = page.get_by_label("Value of query parameter 1")
        assert value.input_value() == "1⏎2"
        value.press("End")
        page.keyboard.type("3⏎")
        page.locator(".hf-headline", has_text="a=1%0A23%0A").wait_for()
        assert run_cell(notebook, 2).strip() == repr("1\n23\n")


def test_a_value_that_does_not_fit_is_gone_to(lab):
    node = "GET $API/users/$ID\n[Params]\nID (sys.number):"
    lab.write("fits.ipynb", SETUP, f"form = hooknb.form({node!r})\nform")
    with lab.open("fits.ipynb", size=(1000, 1200)) as notebook:
        page = opened(notebook)
        press_test(page)
        page.get_by_label("Value of ID").fill("seven")
        page.locator(".hf-valuerow .hf-error", has_text="'seven' is not a number").wait_for()
        press_test(page)
        outcome(page, "Not sent")
        focused(page, "[aria-label='Value of ID'][aria-invalid]")
        [said] = page.get_by_label("Value of ID").evaluate_all(DESCRIBED)
        assert "'seven' is not a number" in said
        assert notebook.audit(".hooknb-form") == []
        page.keyboard.press("Control+a")
        page.keyboard.type("7")
        page.keyboard.press("Enter")
        outcome(page, "200 → default")


def test_kept_values_keep_the_focus_where_it_is(lab):
    trials = "trials={'Graz': {'CITY': 'Graz'}, 'Wien': {'CITY': 'Wien'}}"
    lab.write("kept.ipynb", SETUP, f"form = hooknb.form('GET $API/weather?city=$CITY', {trials})\nform")
    with lab.open("kept.ipynb", size=(1000, 1200)) as notebook:
        page = opened(notebook)
        page.locator("summary", has_text="Values for the test").click()
        page.get_by_role("button", name="Run all", exact=True).click()
        page.get_by_label("Use the values Wien").focus()
        for at in (0, 1):
            page.locator(".hf-trial", has_text="200 → default").nth(at).wait_for()
        focused(page, "[aria-label='Use the values Wien']")
        page.get_by_label("Forget the values Graz").click()
        focused(page, "[aria-label='Forget the values Wien']")
        page.keyboard.press("Enter")
        focused(page, "[aria-label='A name for these values']")
        # What is wrong does not make a node of one without parameters.
        url(page).fill("$API/weather?city=$CITY and more")
        page.locator(".hf-strip", has_text="Values for the test").locator(
            "p", has_text="Shown as soon as there is nothing to mend."
        ).wait_for()


def test_rows_are_pasted_moved_and_switched_off(lab):
    frame = "import pandas\nrows = pandas.DataFrame({'name': ['X-Frame'], 'value': ['1']})"
    lab.write(
        "rows.ipynb", f"{SETUP}\n{frame}", "form = hooknb.form('GET $API/user')\nform", "print(form.cell)"
    )
    with lab.open("rows.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        tab(page, "Headers")
        paste(page.get_by_label("Header of a new header"), "X-A: 1\nX-B: 2\nX-C: 3")
        page.get_by_label("Value of header 3").wait_for()
        page.get_by_label("header 2 is on").uncheck()
        handle = page.locator(".hf-row", has=page.get_by_label("Header of header 3")).locator(".hf-handle")
        box, to = handle.bounding_box(), page.get_by_label("Header of header 1").bounding_box()
        page.mouse.move(box["x"] + 5, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + 5, to["y"] + 5, steps=5)
        page.mouse.up()
        page.wait_for_function(
            "document.querySelector('.hf-page:not([hidden]) .hf-row .hf-code')?.value === 'X-C'"
        )
        page.get_by_role("button", name="Add many at once…").click()
        page.locator(".hf-paste:not([hidden])").get_by_label("DataFrame").select_option("rows")
        page.get_by_label("Value of header 4").wait_for()
        verdict(page, "Ready to test")
        assert run_cell(notebook, 2).split("\n")[2:6] == [
            "X-C: 3",
            "X-A: 1",
            "# off [Headers] X-B: 2",
            "X-Frame: 1",
        ]


def test_two_forms_do_not_mix_and_two_views_of_one_agree(lab):
    lab.write("two.ipynb", SETUP, OPEN, "other = hooknb.form('GET $API/user')\nother", "display(form)")
    with lab.open("two.ipynb", size=(1000, 1600)) as notebook:
        page = opened(notebook)
        first, other, again = (page.locator(".hooknb-form").nth(at) for at in range(3))
        again.wait_for()
        first.get_by_label("URL Endpoint").fill("$API/weather")
        first.locator(".hf-verdict", has_text="Ready to test").wait_for()
        page.wait_for_function(
            "document.querySelectorAll('.hooknb-form .hf-url input')[2].value === '$API/weather'"
        )
        for view in (first, again):
            view.locator(".hf-tab", has_text="Headers").click()
        first.get_by_label("Header of a new header").press_sequentially("X-A")
        for view in (first, again):
            headers(page, view, "X-A")
        assert other.get_by_label("URL Endpoint").input_value() == "$API/user"
        other.get_by_role("button", name="Test Request").click()
        other.locator(".hf-clock", has_text="200 → default").wait_for()
        assert first.locator(".hf-clock").inner_text() == ""


def test_what_is_typed_while_the_kernel_is_busy_is_not_lost(lab):
    lab.write("form-busy.ipynb", SETUP, OPEN, "import time\ntime.sleep(3)")
    with lab.open("form-busy.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        page.locator(".jp-CodeCell").nth(2).click()
        page.evaluate("() => { jupyterapp.commands.execute('notebook:run-cell'); }")
        url(page).type("$API/user", delay=5)
        assert url(page).input_value() == "$API/user"
        verdict(page, "Ready to test")


def test_a_pasted_request_fills_the_form_and_says_what_it_dropped(lab):
    lab.write("paste.ipynb", SETUP, OPEN)
    with lab.open("paste.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        page.get_by_role("button", name="Open…").click()
        page.get_by_label("What to open").fill("POTS https://a.example/")
        page.get_by_role("button", name="Fill the form").click()
        page.locator(".hf-notes", has_text="did you mean 'POST'?").wait_for()
        page.get_by_label("What to open").fill(
            "POST https://a.example/ HTTP/1.1\nConnection: close\nAccept: */*"
        )
        page.get_by_role("button", name="Fill the form").click()
        page.locator(".hf-notes", has_text="Connection is dropped").wait_for()
        assert page.get_by_label("Method").input_value() == "POST"
        # Where a URL is pasted, whole requests are, too.
        paste(url(page), "curl -X PUT 'https://b.example/x' \\\n  -H 'Accept: */*' --http2")
        page.locator(".hf-notes", has_text="--http2 is left out").wait_for()
        assert page.get_by_label("Method").input_value() == "PUT"
        assert url(page).input_value() == "https://b.example/x"
        page.get_by_role("button", name="Put back what was there").click()
        page.wait_for_function("document.querySelector('.hf-url input').value === 'https://a.example/'")


def test_names_and_values_are_inert(lab):
    hostile = "<img src=x onerror='window.ran=1'>"
    node = f"form = hooknb.form({{'url': 'https://a.example/', 'label': {hostile!r}, 'routes': {{'404': {hostile!r}}}}})"
    lab.write("form-inert.ipynb", SETUP, f"{node}\nform")
    with lab.open("form-inert.ipynb", size=(1000, 1000)) as notebook:
        page = opened(notebook)
        tab(page, "Response status code")
        page.locator(".hf-key", has_text="<img").wait_for()
        page.locator("summary", has_text="Cell").last.click()
        page.locator(".hf-pre", has_text="onerror").last.wait_for()
        assert page.locator(".hooknb-form img").count() == 0
        assert page.evaluate("window.ran ?? null") is None


def test_a_saved_notebook_shows_cell_and_last_result_without_a_kernel(lab):
    lab.write("form-live.ipynb", SETUP, "form = hooknb.form('%%webhook user\\nGET $API/user')\nform")
    with lab.open("form-live.ipynb", size=(1000, 1200)) as notebook:
        page = opened(notebook)
        page.locator("[data-hooknb-still]").wait_for(state="hidden")
        press_test(page)
        outcome(page, "200 → default")
        page.get_by_label("Label").fill("Whoever it is")
        page.wait_for_function(
            "document.querySelector('[data-hooknb-still]')?.textContent.includes('Whoever it is')"
        )
        page.locator("[data-hooknb-still]").wait_for(state="hidden")
        notebook.command("docmanager:save")
    with lab.open_copy("form-live.ipynb", size=(1000, 1200)) as notebook:
        output = notebook.output(1)
        output.get_by_text("%%webhook user").first.wait_for()
        output.get_by_text("label: Whoever it is").first.wait_for()
        output.get_by_text("200 OK").first.wait_for()


def test_a_page_that_is_loaded_anew_shows_what_was_typed(lab):
    lab.write("again.ipynb", SETUP, OPEN)
    with lab.open("again.ipynb", size=(1000, 1000), fresh=True) as notebook:
        page = opened(notebook)
        url(page).fill("$API/user")
        verdict(page, "Ready to test")
        notebook.command("docmanager:save")
        page.reload()
        page.locator(".hooknb-form").wait_for()
        page.wait_for_function("document.querySelector('.hf-url input')?.value === '$API/user'")


def test_the_form_works_in_notebook_7(lab):
    lab.write("seven.ipynb", SETUP, "form = hooknb.form('GET $API/user\\n[Mapping]\\nID: data.userId')\nform")
    with lab.open("seven.ipynb", front="notebook", size=(1000, 1200)) as notebook:
        page = opened(notebook)
        verdict(page, "Ready to test")
        press_test(page)
        outcome(page, "200 → default")
        tab(page, "Response Mapping")
        page.locator(".hf-note", has_text="→ 1").wait_for()
        described = page.get_by_label("Object Path of rule 1").evaluate_all(DESCRIBED)
        assert "→ 1" in described
        page.locator(".hooknb-answer", has_text="200 OK").wait_for()
        assert notebook.audit(".hooknb-form") == []
