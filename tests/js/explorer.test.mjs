// The explorer's pure functions; what needs a page is in tests/browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  changeText, countsText, countText, idOf, insertPage, insideText, keyAction, kindsText, newItems, number, pageText, percentText,
  pieces, readsAsPath, rovingTo, searchText, shapeText, splitPattern, tableCode, typeAhead, visibleItems, windowOf,
} from "../../hooknb/widgets/static/explorer/pure.js";

const entry = (at, key, count = 0) => ({ at, key, kind: count ? "object" : "number", count, preview: "", cut: false, marks: [], of: 1 });
const page = (at, entries, buckets = [], start = 0, stop = null) => ({ at, start, stop, entries, buckets });

function sample() {
  const items = newItems({
    root: entry([], null, 3),
    pages: [page([], [entry([0], "alpha", 2), entry([1], "beta"), entry([2], "big", 150)])],
  });
  insertPage(items, page([0], [entry([0, 0], "x"), entry([0, 1], "y")]));
  insertPage(items, page([2], [], [{ at: [2], start: 0, stop: 100, label: "0 … 99" }, { at: [2], start: 100, stop: 150, label: "100 … 149" }]));
  return items;
}

const keys = items => visibleItems(items).map(item => item.key);

test("the first message is open, later pages are not", () => {
  const items = sample();
  assert.deepEqual(keys(items), [null, "alpha", "beta", "big"]);
  items.get("0").open = true;
  items.get("2").open = true;
  assert.deepEqual(keys(items), [null, "alpha", "x", "y", "beta", "big", "0 … 99", "100 … 149"]);
});

test("a bucket is below its list and holds its page", () => {
  const items = sample();
  const bucket = items.get(idOf([2], 100, 150));
  assert.equal(bucket.level, 3);
  insertPage(items, page([2], [entry([2, 100], 100)], [], 100, 150));
  assert.equal(items.get("2.100").parent, bucket.id);
  assert.equal(items.get("2.100").level, 4);
});

test("a page that is there already stays", () => {
  const items = sample();
  items.get("0.0").marks = ["KEPT"];
  insertPage(items, page([0], [entry([0, 0], "x"), entry([0, 1], "y")]));
  assert.deepEqual(items.get("0.0").marks, ["KEPT"]);
});

function inPart() {
  const items = sample();
  const left = { at: [1], start: 1, stop: 3, label: "1 … 2" };
  items.get("1").count = 3;
  insertPage(items, { ...page([1], [entry([1, 0], 0, 2)]), left }, true);
  insertPage(items, page([1, 0], [entry([1, 0, 0], "x")]), true);
  return items;
}

test("a page that is there in part says what is left out", () => {
  const items = inPart();
  assert.deepEqual(keys(items), [null, "alpha", "beta", 0, "x", "1 … 2", "big"]);
  const more = items.get("1+");
  assert.deepEqual([more.at, more.start, more.stop, more.preview, more.level, more.pos, more.size], [[1], 0, null, "2 more", 3, 2, 2]);
  assert.equal(insertPage(items, { ...page([1], [entry([1, 0], 0, 2)]), left: { at: [1], start: 1, stop: 3, label: "" } }).children.length, 2);
});

test("the whole page takes the place of one that was there in part, and what was open stays open", () => {
  const items = inPart();
  insertPage(items, page([1], [entry([1, 0], 0, 2), entry([1, 1], 1), entry([1, 2], 2)]));
  assert.deepEqual(keys(items), [null, "alpha", "beta", 0, "x", 1, 2, "big"]);
  assert.deepEqual([items.has("1+"), items.get("1.0").size, items.get("1.2").pos], [false, 3, 3]);
});

test("a page of an entry that is not known is left", () => assert.equal(insertPage(sample(), page([9], [])), null));

test("names such as __proto__ are names", () => {
  const items = newItems({ root: entry([], null, 1), pages: [page([], [entry([0], "__proto__"), entry([1], "constructor")])] });
  assert.deepEqual(keys(items), [null, "__proto__", "constructor"]);
});

test("siblings are numbered for assistive technology", () => {
  const item = sample().get("1");
  assert.deepEqual([item.level, item.pos, item.size], [2, 2, 3]);
});

test("only the rows in view are drawn", () => {
  assert.deepEqual(windowOf(0, 220, 1_000_000, 22, 2), [0, 12]);
  assert.deepEqual(windowOf(22_000, 220, 1_000_000, 22, 2), [998, 1012]);
  assert.deepEqual(windowOf(9_999, 220, 3, 22, 2), [3, 3]);
});

const action = (items, key, id) => keyAction(key, visibleItems(items), visibleItems(items).findIndex(item => item.id === id), 2);

test("keys move, open, close and pick", () => {
  const items = sample();
  assert.deepEqual(action(items, "ArrowDown", "0"), { to: 2 });
  assert.deepEqual(action(items, "ArrowDown", "2"), { to: 3 });
  assert.deepEqual(action(items, "ArrowUp", ""), { to: 0 });
  assert.deepEqual(action(items, "Home", "2"), { to: 0 });
  assert.deepEqual(action(items, "End", ""), { to: 3 });
  assert.deepEqual(action(items, "PageDown", ""), { to: 2 });
  assert.deepEqual(action(items, "ArrowRight", "0"), { open: "0" });
  assert.deepEqual(action(items, "ArrowRight", "1"), null);
  assert.deepEqual(action(items, "ArrowLeft", "1"), { to: 0 });
  assert.deepEqual(action(items, "Enter", "1"), { pick: "1" });
  assert.deepEqual(action(items, "Tab", "1"), null);
  items.get("0").open = items.get("2").open = true;
  assert.deepEqual(action(items, "ArrowRight", "0"), { to: 2 });
  assert.deepEqual(action(items, "ArrowLeft", "0"), { close: "0" });
  assert.deepEqual(action(items, "ArrowLeft", "0.1"), { to: 1 });
  assert.deepEqual(action(items, " ", "2@0-100"), { open: "2@0-100" });
});

test("typing finds the next name, from the row on and round", () => {
  const rows = visibleItems(sample());
  assert.equal(typeAhead(rows, 0, "b"), 2);
  assert.equal(typeAhead(rows, 2, "b"), 3);
  assert.equal(typeAhead(rows, 3, "b"), 2);
  assert.equal(typeAhead(rows, 2, "be"), 2);
  assert.equal(typeAhead(rows, 0, "zz"), -1);
});

test("what was searched for is marked, whatever it is", () => {
  assert.deepEqual(pieces("Ada and ada", "ADA"), [["Ada", true], [" and ", false], ["ada", true]]);
  assert.deepEqual(pieces("a.*b", ".*"), [["a", false], [".*", true], ["b", false]]);
  assert.deepEqual(pieces('"42"', '"42"'), [['"', false], ["42", true], ['"', false]]);
  assert.deepEqual(pieces("abc", ""), [["abc", false]]);
  assert.deepEqual(pieces("İi", "i"), [["İi", false]]);
});

test("numbers have separators", () => assert.deepEqual([0, 999, 1000, 1234567].map(number), ["0", "999", "1,000", "1,234,567"]));

test("a search says how far it is", () => {
  assert.equal(searchText({ count: 0, done: false }, -1), "searching…");
  assert.equal(searchText({ count: 0, done: true }, -1), "nothing found");
  assert.equal(searchText({ count: 12345, done: true }, 2), "3 of 12,345");
  assert.equal(searchText({ count: 12345, done: false }, -1), "12,345 found so far…");
  assert.equal(searchText({ count: 12345, done: false, stopped: true, seconds: 2.1 }, 0), "1 of 12,345 so far (stopped after 2 s)");
  assert.equal(searchText({ count: 0, done: false, stopped: true, seconds: 2.1 }, -1), "nothing found so far (stopped after 2 s)");
  assert.equal(searchText({ count: 0, done: true, why: "'a' has no 'b'" }, -1), "nothing found: 'a' has no 'b'");
  assert.equal(searchText({ count: 0, done: true, why: "" }, -1), "nothing found");
  assert.equal(searchText({ error: "not a path" }, -1), "not a path");
  assert.equal(searchText({ count: 12, done: true, begun: true }, 0), "1 of 12, numbers that begin so");
  assert.equal(searchText({ count: 0, done: true, begun: true }, -1), "nothing found");
});

test("what is searched for may read as a path", () => {
  for (const path of ["$..id", "$.items[0]", "items[*].id", "[0].id", "items[?@.id > 7]", "user.login", "..id", ".items", "note.to.@id", "s:feed.s:entry", "o.#text", "data.größe", "a.first-name"]) assert.ok(readsAsPath(path), path);
  for (const text of ["", "bug", "room 42", "42", "3.14", "$", "$5", "a, b. c", "9:30", "ann@example.com", "\"id\""]) assert.ok(!readsAsPath(text), text);
});

test("a count says matches, nulls, misses and kinds", () => {
  assert.equal(countText({ count: 1, nulls: 0, missing: 0, kinds: { text: 1 }, done: true }), "1 match · all text");
  assert.equal(
    countText({ count: 165253, nulls: 3, missing: 2, kinds: { number: 165000, text: 250, null: 3 }, done: false }),
    "165,253 matches so far · 3 null · 2 missing · number 165,000, text 250",
  );
});

test("keys move among elements in a row, round, and in a column, to its ends", () => {
  assert.deepEqual(["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp", "ArrowRight", "x"].map(key => rovingTo(key, 1, 30)), [2, 0, 0, 29, 11, 0, null, null]);
  assert.deepEqual([rovingTo("ArrowDown", 29, 30), rovingTo("ArrowUp", 0, 30)], [29, 0]);
  assert.deepEqual(["ArrowRight", "ArrowLeft", "Home", "End", "ArrowDown", "PageDown"].map(key => rovingTo(key, 0, 3, { across: true })), [1, 2, 0, 2, null, null]);
  assert.equal(rovingTo("ArrowRight", 2, 3, { across: true }), 0);
});

test("kinds have shares when there are several", () => {
  assert.equal(kindsText([["number", 5]]), "number");
  assert.equal(kindsText([["number", 99999], ["text", 1]]), "number >99 %, text <1 %");
  assert.equal(kindsText([["number", 2], ["null", 1]]), "number 67 %, null 33 %");
  assert.equal(kindsText([]), "");
});

test("a pattern is split where it leaves the one above it", () => {
  assert.deepEqual(splitPattern("items[*].id", ".id"), ["items[*]", ".id"]);
  assert.deepEqual(splitPattern("$", "$"), ["", "$"]);
  assert.deepEqual(splitPattern("a", "other"), ["", "a"]);
});

test("the shape says whether it is one of a sample", () => {
  assert.equal(shapeText({ count: 1, looked: 1234, done: true }), "1 pattern in 1,234 values");
  assert.equal(shapeText({ count: 101, looked: 101, done: true, limit: "at most 100" }), "101 patterns in 101 values · at most 100");
  assert.equal(shapeText({ count: 24, looked: 18145, done: false }), "24 patterns in a sample of 18,145 values; looking at all of them…");
});

test("a page says which rows it has", () => {
  assert.equal(pageText(50, 50, 165253), "51–100 of 165,253");
  assert.equal(pageText(0, 0, 0), "no rows");
  assert.equal(pageText(0, 0, 0, "'a' has no 'b'"), "no rows: 'a' has no 'b'");
});

test("shares are written, and what has none is empty", () => assert.deepEqual([percentText(99.99), percentText(0), percentText(null)], ["99.99 %", "0 %", ""]));

test("changes are told in words", () => {
  const told = [["added", null], ["removed", "1"], ["moved", "3"], ["changed", '"a"'], ["type", "5"]];
  assert.deepEqual(told.map(([what, before]) => changeText({ what, before, after: null })), ["added", "removed 1", "moved from 3", 'was "a"', "was 5"]);
  assert.equal(countsText({ added: 1200, type: 2 }), "1,200 added · 2 of another type");
  assert.equal(countsText({}), "nothing differs");
  assert.deepEqual([insideText(1), insideText(2000)], ["1 change", "2,000 changes"]);
});

test("the Python of a table is copied with any path in it", () => {
  assert.equal(tableCode("orders[*].lines", true), 'result.table("orders[*].lines")');
  assert.equal(tableCode("orders", true, "shop"), 'shop.table("orders")');
  assert.equal(tableCode("orders", true, "my shop"), 'result.table("orders")');
  assert.equal(tableCode("$['\"']", false), "hooknb.table(data, \"$['\\\"']\")");
});
