// What the form and the explorer share, without a page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cellOf, nodeName, notebookOf } from "../../hooknb/widgets/static/shared/notebook.js";

const code = text => ({ cell_type: "code", getSource: () => text, setSource: written => { text = written; } });
const modelOf = (...cells) => ({ widget_manager: { context: { model: { sharedModel: { cells, insertCell: () => {} } } } } });

test("a cell's magic line names its node", () => {
  const named = ["%%webhook user", "\n%%webhook  user --set ID=1\nGET /", "%%webhook", "%%webhook --async", "%webhook user", "# %%webhook user", "%%webhooks user"];
  assert.deepEqual(named.map(nodeName), ["user", "user", "", "", "", "", ""]);
});

test("the cell of a node is written in", () => {
  const model = modelOf(code("import hooknb"), code("%%webhook user\nGET https://a.b/"), { ...code("%%webhook user"), cell_type: "markdown" });
  const cell = cellOf(model, "user");
  assert.equal(cell.text, "%%webhook user\nGET https://a.b/");
  cell.write("%%webhook user\nGET https://c.d/");
  assert.equal(cellOf(model, "user").text, "%%webhook user\nGET https://c.d/");
});

test("nothing is guessed: of two cells of a name neither is written in, and no name has none", () => {
  const model = modelOf(code("%%webhook user"), code("%%webhook user --async"), code("%%webhook"));
  assert.deepEqual([cellOf(model, "user"), cellOf(model, ""), cellOf(model, "other")], [null, null, null]);
});

test("a front end without a notebook has no cells", () => {
  for (const model of [{}, { widget_manager: {} }, { widget_manager: { context: { model: { sharedModel: {} } } } }]) {
    assert.equal(notebookOf(model), null);
    assert.equal(cellOf(model, "user"), null);
  }
});
