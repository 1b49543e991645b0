"""Make the pictures of the README and the docs again, from a real JupyterLab.

    python scripts/pictures.py             (all of them)
    python scripts/pictures.py explorer    (those that are named)

Needs what `scripts/test` installs. Each picture is one cell with its output.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))

import lab as laboratory  # noqa: E402

SETUP = "%load_ext hooknb\nfrom hooknb import playground\nAPI = playground.start().url"
FORM = """import hooknb
hooknb.form('''%%webhook weather
GET $API/weather
[Params]
CITY: Graz
[Query Parameters]
city: $CITY
[Response Mapping]
TEMPERATURE (sys.number): current.temperature
HIGHS: forecast[*].high
[Status]
404: unknown_city
4xx: our_mistake
5xx: try_later
failed: try_later
[Options]
label: What is the weather like?
''')"""
PICTURES = {
    "first-node": """%%webhook weather
GET $API/weather
[Params]
CITY: Graz
[Query Parameters]
city: $CITY
[Response Mapping]
TEMPERATURE (sys.number): current.temperature
HIGHS: forecast[*].high
SKY?: current.sky
[Status]
404: unknown_city
5xx: try_later
save: HTTP_CODE""",
    "explorer": """import hooknb
products = hooknb.run("GET $API/products\\n[Response Mapping]\\nTOTAL: total")
products.explore()""",
    "explorer-shape": """import hooknb
products = hooknb.run("GET $API/products")
products.explore()""",
    "explorer-table": """import hooknb
products = hooknb.run("GET $API/products")
products.explore()""",
    "explorer-changes": """import hooknb
before = hooknb.run("GET $API/products").data
after = hooknb.run("GET $API/products").data
after["products"][0]["stock"] = 3
after["products"][1]["price"]["amount"] = "7.24"
del after["products"][2]
hooknb.explore(after, against=before)""",
    "form": FORM,
    "form-answer": FORM,
    "form-routes": FORM,
}
# What is clicked, one after the other, before a picture is taken.
CLICKS = {
    "explorer": (
        ".hx-row[data-id='0.0.1']",
        ".hx-row[data-id='0.1'] .hx-twist",
        ".hx-row[data-id='0.1.1']",
        ".hx-bar > .hx-line .hx-main",
        ".hx-map .hx-main",
    ),
    "explorer-shape": (".hx-tab:nth-child(2)", ".hx-pattern:has-text('price.amount')"),
    "explorer-table": (".hx-tab:nth-child(3)", "thead .hx-pattern:has-text('price.amount')"),
    "explorer-changes": (".hx-row[data-id='0.1'] .hx-twist", ".hx-row[data-id='0.1.2'] .hx-twist"),
    "form": (".hf-tab >> nth=2",),
    "form-answer": (".hf-test", ".hf-tab >> nth=5", ".hooknb-answer .lm-TabBar-tab >> nth=1"),
    "form-routes": (".hf-tab >> nth=6",),
}
# Only this part of the page is taken; the whole cell by default.
PARTS = {"form": ".hooknb-form", "form-routes": ".hooknb-form"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, laboratory.start(Path(folder)) as lab:
        for name in sys.argv[1:] or PICTURES:
            lab.write(f"{name}.ipynb", SETUP, PICTURES[name])
            with lab.open(f"{name}.ipynb", size=(1060, 2100)) as notebook:
                notebook.run_all()
                notebook.wait_idle()
                if name == "form-routes":
                    notebook.page.add_style_tag(content=".hf-panel { height: 500px !important }")
                for place in CLICKS.get(name, ()):
                    notebook.page.locator(place).click()
                    notebook.page.wait_for_timeout(400)
                path = ROOT / "docs" / "images" / f"{name}.png"
                part = PARTS.get(name)
                cell = (
                    notebook.page.locator(".jp-Cell").nth(1) if part is None else notebook.page.locator(part)
                )
                cell.screenshot(path=str(path))
                print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
