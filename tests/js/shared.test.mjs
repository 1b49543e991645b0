// What the form and the explorer share, without a page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cellOf, insertBelow, nodeName, notebookOf } from "../../hooknb/widgets/static/shared/notebook.js";

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

test("what somebody has written meanwhile is not written over", () => {
  const mine = code("%%webhook user\nGET https://a.b/");
  const cell = cellOf(modelOf(mine), "user");
  mine.setSource("%%webhook user\nGET https://a.b/?mine=1");
  assert.equal(cell.write("%%webhook user\nGET https://c.d/"), false);
  assert.equal(mine.getSource(), "%%webhook user\nGET https://a.b/?mine=1");
});

test("a cell that is locked, or that has no text, is left alone", () => {
  const locked = { ...code("%%webhook user"), getMetadata: () => ({ editable: false }) };
  assert.equal(cellOf(modelOf(locked), "user"), null);
  assert.equal(cellOf(modelOf({ cell_type: "code" }, { ...code("%%webhook user"), getMetadata: () => ({}) }), "user").text, "%%webhook user");
});

test("a notebook that lets nobody write says so", () => {
  const refuse = () => { throw new Error("read-only"); };
  const root = { closest: () => ({ dataset: {}, parentElement: { querySelectorAll: () => [] } }) };
  const model = modelOf({ ...code("%%webhook user"), setSource: refuse });
  assert.equal(cellOf(model, "user").write("%%webhook user\nGET /"), false);
  assert.equal(insertBelow(model, root, "x"), true);
  model.widget_manager.context.model.sharedModel.insertCell = refuse;
  assert.equal(insertBelow(model, root, "x"), false);
});

test("a front end without a notebook has no cells", () => {
  for (const model of [{}, { widget_manager: {} }, { widget_manager: { context: { model: { sharedModel: {} } } } }]) {
    assert.equal(notebookOf(model), null);
    assert.equal(cellOf(model, "user"), null);
  }
});
