// The form's pure functions, and its line to the kernel; what needs a page is in tests/browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { link } from "../../hooknb/widgets/static/form/link.js";
import { located } from "../../hooknb/widgets/static/form/pages.js";
import { codes, colourOf, stretchOf, within } from "../../hooknb/widgets/static/form/routes.js";
import { dollarBefore, matching, withName } from "../../hooknb/widgets/static/form/suggest.js";
import { outcome } from "../../hooknb/widgets/static/form/trials.js";
import { apply, brokenAgain, inOneLine, isBlank, isRequest, newRow, oneLine, pastedRows, queue, rowsOn, seconds } from "../../hooknb/widgets/static/form/values.js";

const column = (key, kind = "text", usual = "") => ({ key, title: key[0].toUpperCase() + key.slice(1), kind, default: usual, choices: [] });
const HEADERS = { id: "headers", columns: [column("name"), column("value")] };
const QUERY = { id: "query", columns: [column("name"), column("value", "asked", null)] };
const RULES = { id: "mapping", columns: [column("parameter"), column("path"), column("entity"), column("required", "flag", true)] };
const PATHS = { id: "force_list", columns: [column("path")] };
const SECRETS = { id: "secrets", columns: [column("name"), { ...column("source", "choice", "env"), choices: [["env", "environment variable"], ["prompt", "asked for"]] }, column("detail")] };

test("edits change the values as they do in Python", () => {
  const values = { url: "", headers: [{ on: true, name: "a", value: "" }, { on: true, name: "b", value: "" }] };
  apply(values, ["set", "url", "x"]);
  apply(values, ["insert", "headers", 1, [{ on: true, name: "c", value: "" }]]);
  apply(values, ["move", "headers", 0, 2]);
  apply(values, ["set", "headers", 2, "value", "1"]);
  apply(values, ["remove", "headers", 0]);
  assert.deepEqual(values, { url: "x", headers: [{ on: true, name: "b", value: "" }, { on: true, name: "a", value: "1" }] });
});

test("typing in one box is one edit", () => {
  let edits = [];
  for (const text of ["h", "ht", "htt"]) edits = queue(edits, ["set", "url", text]);
  edits = queue(edits, ["set", "headers", 0, "name", "A"]);
  edits = queue(edits, ["set", "headers", 0, "name", "Ac"]);
  edits = queue(edits, ["set", "headers", 1, "name", "X"]);
  assert.deepEqual(edits, [["set", "url", "htt"], ["set", "headers", 0, "name", "Ac"], ["set", "headers", 1, "name", "X"]]);
});

test("a row that is being written is sent as it is by now", () => {
  let edits = queue([], ["insert", "headers", 2, [{ on: true, new: true, name: "A", value: "" }]]);
  edits = queue(edits, ["set", "headers", 2, "name", "Ac"]);
  assert.deepEqual(edits, [["insert", "headers", 2, [{ on: true, new: true, name: "Ac", value: "" }]]]);
  assert.equal(queue(edits, ["set", "headers", 1, "name", "X"]).length, 2);
  assert.equal(queue(edits, ["set", "query", 2, "name", "X"]).length, 2);
});

test("two edits with another between stay two", () => {
  const edits = [["set", "url", "a"], ["set", "label", "b"], ["set", "url", "c"]].reduce(queue, []);
  assert.equal(edits.length, 3);
});

const PASTED = [
  ["lines with colons", HEADERS, "Accept: */*\nX-A:1\n", [{ name: "Accept", value: "*/*" }, { name: "X-A", value: "1" }]],
  ["windows line breaks and blank lines", HEADERS, "\r\nA: 1\r\n\r\nB: 2\r", [{ name: "A", value: "1" }, { name: "B", value: "2" }]],
  ["a value with a colon", HEADERS, "Referer: https://a.example/x=1\nB: 2", [{ name: "Referer", value: "https://a.example/x=1" }, { name: "B", value: "2" }]],
  ["equals signs", QUERY, "page=2\nq=a: b", [{ name: "page", value: "2" }, { name: "q", value: "a: b" }]],
  ["a name alone is asked for", QUERY, "page\nsize:", [{ name: "page" }, { name: "size", value: null }]],
  ["curl's headers", HEADERS, "-H 'Accept: */*' \\\n--header \"X-A: 1\"", [{ name: "Accept", value: "*/*" }, { name: "X-A", value: "1" }]],
  ["cells of a spreadsheet", RULES, "ID\tdata.id\tsys.number\nB\tc", [{ parameter: "ID", path: "data.id", entity: "sys.number" }, { parameter: "B", path: "c" }]],
  ["a copied DataFrame with its index", RULES, "\tpath\tparameter\trequired\n0\ta.b\tID\tFalse\n1\tc\tD\tTrue", [{ path: "a.b", parameter: "ID", required: false }, { path: "c", parameter: "D", required: true }]],
  ["a spreadsheet's cell with line breaks and quotes", HEADERS, 'A\t1\r\nB\t"x\r\n""y"""\r\nC\t"own"\r\n', [{ name: "A", value: "1" }, { name: "B", value: 'x\n"y"' }, { name: "C", value: '"own"' }]],
  ["a quote that is never closed", HEADERS, 'A\t"x\nB\t2', [{ name: "A", value: '"x' }, { name: "B", value: "2" }]],
  ["one row of a spreadsheet", HEADERS, "A\t1\r\n", [{ name: "A", value: "1" }]],
  ["lines in quotes without a tab", HEADERS, '"A": 1\n"B": 2', [{ name: '"A"', value: "1" }, { name: '"B"', value: "2" }]],
  ["one column", PATHS, "note.to\na: b", [{ path: "note.to" }, { path: "a: b" }]],
  ["a choice by its label", SECRETS, "name\tsource\tdetail\nT\tasked for\t", [{ name: "T", source: "prompt", detail: "" }]],
  ["nothing", HEADERS, " \n\n", []],
];
for (const [name, field, text, rows] of PASTED) {
  test(`pasted: ${name}`, () => assert.deepEqual(pastedRows(field, text), rows.map(row => ({ on: true, ...row }))));
}

test("a request that is pasted in the box of the URL is told from a URL", () => {
  for (const text of ["curl https://a.example", "\ncurl -X POST x", "%%webhook a\nGET x", "GET /x HTTP/1.1\nHost: a"]) assert.ok(isRequest(text), text);
  for (const text of ["https://a.example/curl ", "$API/GET x", "curling.example", "GET", ""]) assert.ok(!isRequest(text), text);
});

test("line breaks are seen in a box of one line, and are line breaks again", () => {
  assert.equal(inOneLine("one\r\ntwo"), "one␍⏎two");
  assert.equal(brokenAgain("one␍⏎two"), "one\r\ntwo");
});

test("a row in which nobody has written is blank", () => {
  assert.ok(isBlank(QUERY, newRow(QUERY)));
  assert.ok(isBlank(RULES, newRow(RULES)));
  assert.ok(!isBlank(RULES, { ...newRow(RULES), path: "x" }));
});

test("rows that are part of the node are counted", () => {
  const tab = { counts: ["headers"], fields: [HEADERS] };
  const rows = [{ on: true, name: "A", value: "" }, { on: false, name: "B", value: "" }, { on: true, new: true, name: "", value: "" }, { on: true, new: true, name: "C", value: "" }];
  assert.equal(rowsOn(tab, { headers: rows }), 2);
});

test("suggestions begin with what begins so", () => {
  assert.deepEqual(matching(["Content-Type", "Accept", "Accept-Language"], "acc"), ["Accept", "Accept-Language"]);
  assert.deepEqual(matching(["Content-Type", "Accept"], "t"), ["Content-Type", "Accept"]);
  assert.deepEqual(matching(["Accept", "Accept-Language"], "accept"), []);
  assert.equal(matching(Array.from({ length: 99 }, (_, n) => `a${n}`), "a").length, 12);
});

for (const [text, cursor, found] of [
  ["Bearer $TO", 10, { from: 7, brace: "", typed: "TO" }], ["$", 1, { from: 0, brace: "", typed: "" }], ["a${TO", 5, { from: 1, brace: "{", typed: "TO" }],
  ["$$TO", 4, null], ["$$$TO", 5, { from: 2, brace: "", typed: "TO" }], ["$5", 2, null], ["TO", 2, null], ["$A b", 4, null],
]) {
  test(`a name is looked for in ${text} at ${cursor}`, () => assert.deepEqual(dollarBefore(text, cursor), found));
}

test("a chosen name takes the place of what was typed", () => {
  assert.deepEqual(withName("Bearer $TO", 10, "TOKEN"), { text: "Bearer $TOKEN", cursor: 13 });
  assert.deepEqual(withName("/$I/x", 2, "ID"), { text: "/$ID/x", cursor: 4 });
  assert.deepEqual(withName("a${TO} b", 5, "TOKEN"), { text: "a${TOKEN} b", cursor: 9 });
});

test("a stretch of codes is cut to its class", () => {
  assert.deepEqual(within({ first: 300, last: 403 }, 4), { from: 400, to: 403 });
  assert.equal(within({ first: 100, last: 199 }, 2), null);
  assert.equal(codes({ first: 404, last: 404 }), "404");
  assert.equal(codes({ first: 400, last: 403 }), "400–403");
});

test("a code finds its stretch", () => {
  const stretches = [{ first: 100, last: 199 }, { first: 200, last: 599 }];
  assert.equal(stretchOf(stretches, " 404 "), stretches[1]);
  for (const text of ["", "99", "600", "4xx", "4044"]) assert.equal(stretchOf(stretches, text), null);
});

test("an output keeps its colour", () => {
  const routes = { outputs: ["missing", "ours", "default", "failed"] };
  assert.equal(colourOf(routes, { output: "ours", failed: false }), "1");
  assert.equal(colourOf(routes, { output: "default", failed: false }), "default");
  assert.equal(colourOf(routes, { output: "failed", failed: true }), "failed");
});

test("what came of a trial is one line", () => {
  assert.equal(outcome({ running: true }), "running…");
  assert.equal(outcome({ why: "not sent: X has no value", last: null }), "not sent: X has no value");
  assert.equal(outcome({ why: "", last: { status: "404", output: "missing", elapsed: 0.123 }, values: "A = 1" }), "404 → missing · 0.12 s · A = 1");
  assert.equal(outcome({ why: "", last: null }), "");
  assert.deepEqual([0.0034, 0.0421, 0.42, 9.996, 12.34].map(seconds), ["3 ms", "42 ms", "0.42 s", "10.0 s", "12.3 s"]);
});

test("a problem in a long text says in which line it is", () => {
  assert.equal(located({ text: "wrong", at: [5, 6] }, "a\nb\ncd").text, "line 3, column 2: wrong");
  assert.equal(located({ text: "wrong", at: null }, "a").text, "wrong");
});

/** Return a line to a kernel that answers when it is told to, and what was said on it. */
function line() {
  const said = { sent: [], slow: [], answered: [], heard: [], gone: 0 };
  const listeners = {};
  const hear = message => listeners["msg:custom"](message);
  const model = { on: (event, callback) => { listeners[event] = callback; }, off: () => {}, send: message => said.sent.push(message) };
  const made = link(model, { slow: is => said.slow.push(is), answered: answer => said.answered.push(answer), heard: event => said.heard.push(event), gone: () => { said.gone += 1; } });
  const answer = (more = {}) => { const { id, by } = said.sent.at(-1); hear({ reply: id, by, ...more }); };
  return { made, said, answer, hear, cut: () => listeners.comm_live_update() };
}

const turn = () => new Promise(resolve => setTimeout(resolve, 2));

test("edits go in one message, and wait while one is under way", async () => {
  const { made, said, answer } = line();
  for (const text of ["a", "ab", "abc"]) made.edit(["set", "url", text]);
  made.edit(["set", "label", "x"], true);
  await turn();
  assert.deepEqual(said.sent.map(({ edits }) => edits), [[["set", "url", "abc"], ["set", "label", "x"]]]);
  made.edit(["set", "url", "abcd"], true);
  made.edit(["set", "url", "abcde"], true);
  await turn();
  assert.equal(said.sent.length, 1);
  answer({ version: 1 });
  await turn();
  assert.deepEqual(said.sent[1].edits, [["set", "url", "abcde"]]);
  assert.deepEqual(said.answered.map(({ version, stale }) => [version, stale]), [[1, true]]);
  answer({ version: 2 });
  await turn();
  assert.equal(said.answered[1].stale, false);
  made.end();
});

test("a question waits until the edits before it have arrived", async () => {
  const { made, said, answer } = line();
  made.edit(["set", "url", "a"]);
  const asked = made.ask({ ask: "test" });
  await turn();
  assert.deepEqual(said.sent.map(({ ask }) => ask), ["edit"]);
  answer();
  await turn();
  assert.deepEqual(said.sent.map(({ ask }) => ask), ["edit", "test"]);
  answer({ running: { limit: 10 } });
  assert.equal((await asked).running.limit, 10);
  made.end();
});

test("nothing is asked of a kernel that has been restarted, and nobody waits for it", async () => {
  const { made, said, cut } = line();
  made.edit(["set", "url", "a"], true);
  await turn();
  cut();
  cut();
  made.edit(["set", "url", "ab"], true);
  made.ask({ ask: "test" });
  await turn();
  assert.deepEqual([said.sent.length, said.gone, said.slow.at(-1)], [1, 1, false]);
  made.end();
});

test("a message of several lines is said in one", () => {
  assert.equal(oneLine("$CITY has no value\n  write one: CITY\n"), "$CITY has no value; write one: CITY");
  assert.equal(oneLine("refused"), "refused");
});

test("the edits of another view are heard, one's own are not", () => {
  const { made, said, hear } = line();
  hear({ reply: "z.1", by: "z", edits: [["set", "url", "x"]] });
  hear({ event: "ended" });
  assert.deepEqual(said.heard.map(({ event }) => event), ["edited", "ended"]);
  made.end();
});
