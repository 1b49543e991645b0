// The response explorer in the browser: what can be said without a page.
//
// Nothing from a response is ever markup: text goes into textContent alone, and entries are addressed by their
// positions, never by their names. The functions of this file are tested with `node --test`.

export const ROW = 22;
export const MOST_ROWS = 22;
export const SLOW = 700;
const OVERSCAN = 8;
export const INDENT = 16;
// Values of siblings stand below one another, but for those with a longer name.
const WIDEST_KEY = 20;
export const COPIES = [
  ["ours", "Path"],
  ["normalized", "RFC 9535"],
  ["python", "Python"],
  ["jq", "jq"],
  ["pointer", "JSON Pointer"],
];

/** @typedef {{id: string, at: number[], parent: string | null, level: number, pos: number, size: number,
 *   open: boolean, children: string[] | null, bucket: boolean, start: number, stop: number | null,
 *   key: string | number | null, kind: string, count: number, preview: string, cut: boolean,
 *   marks: string[], change?: Change[] | null, inside?: number, width: number,
 *   more?: boolean, partial?: boolean}} Item  `more` stands for children left out of a parent that is `partial` */

/** @typedef {{what: string, before: string | null, after?: string | null}} Change */
/** @typedef {Map<string, Item>} Items  by id */

/**
 * What the kernel says of an entry, of a stretch of a long one, and of a page of entries.
 * @typedef {{at: number[], key: string | number | null, kind: string, count: number, preview: string, cut: boolean,
 *   marks: string[], change?: Change[] | null, inside?: number}} Entry
 * @typedef {{at: number[], start: number, stop: number, label: string}} Bucket
 * @typedef {{at: number[], start: number, stop: number | null, entries: Entry[], buckets: Bucket[],
 *   left?: Bucket | null}} Page
 */

/**
 * Return the id of an entry, or of a bucket when it has a start and a stop.
 * @param {number[]} at
 * @param {number} [start]
 * @param {number | null} [stop]
 */
export function idOf(at, start = 0, stop = null) {
  return stop === null ? at.join(".") : `${at.join(".")}@${start}-${stop}`;
}

/**
 * Return the items of a first message, by id; the containers whose pages it has are open.
 * @param {{root: Entry, pages: Page[]}} first
 * @returns {Items}
 */
export function newItems(first) {
  const items = new Map();
  items.set("", fromEntry(first.root, null, 1, 1, 1));
  for (const page of first.pages) insertPage(items, page, true);
  return items;
}

/**
 * Put a page below its entry or bucket. What is already there stays as it is; a whole page adds to one that was
 * there in part.
 * @param {Items} items
 * @param {Page} page
 * @param {boolean} [open]
 * @returns {Item | null}
 */
export function insertPage(items, page, open = false) {
  const parent = items.get(idOf(page.at, page.start, page.stop));
  if (!parent) return null;
  if (open) parent.open = true;
  if (parent.children && (!parent.partial || page.left)) return parent;
  const size = page.entries.length + page.buckets.length + (page.left ? 1 : 0);
  const made = [
    ...page.entries.map((entry, at) => fromEntry(entry, parent.id, parent.level + 1, at + 1, size)),
    ...page.buckets.map((bucket, at) => fromBucket(bucket, parent.id, parent.level + 1, at + 1, size)),
    ...(page.left ? [fromLeft(page.left, parent, size)] : []),
  ];
  const width = Math.max(0, ...page.entries.map(entry => String(entry.key).length).filter(length => length <= WIDEST_KEY));
  items.delete(moreOf(parent.id));
  for (const item of made) items.set(item.id, Object.assign(items.get(item.id) ?? item, { pos: item.pos, size, width }));
  parent.partial = Boolean(page.left);
  parent.children = made.map(item => item.id);
  return parent;
}

/**
 * Return the id of the row that stands for what is left out of a parent.
 * @param {string} parent
 */
function moreOf(parent) {
  return `${parent}+`;
}

/**
 * @param {Entry} entry
 * @param {string | null} parent
 * @param {number} level
 * @param {number} pos
 * @param {number} size
 * @returns {Item}
 */
function fromEntry(entry, parent, level, pos, size) {
  return { ...entry, id: idOf(entry.at), parent, level, pos, size, width: 0, open: false, children: null, bucket: false, start: 0, stop: null };
}

/**
 * @param {Bucket} bucket
 * @param {string | null} parent
 * @param {number} level
 * @param {number} pos
 * @param {number} size
 * @returns {Item}
 */
function fromBucket(bucket, parent, level, pos, size) {
  return {
    id: idOf(bucket.at, bucket.start, bucket.stop), at: bucket.at, parent, level, pos, size, open: false, children: null,
    bucket: true, start: bucket.start, stop: bucket.stop, key: bucket.label, kind: "bucket", count: bucket.stop - bucket.start,
    preview: `${number(bucket.stop - bucket.start)} entries`, cut: false, marks: [], change: null, inside: 0, width: 0,
  };
}

/**
 * Return the row that stands for the children that are left out; what it asks for are all the children.
 * @param {Bucket} left
 * @param {Item} parent
 * @param {number} size
 * @returns {Item}
 */
function fromLeft(left, parent, size) {
  const { start, stop } = parent;
  const made = fromBucket(left, parent.id, parent.level + 1, size, size);
  return { ...made, id: moreOf(parent.id), start, stop, more: true, preview: `${number(made.count)} more` };
}

/**
 * Return the items that can be seen, in order.
 * @param {Items} items
 * @returns {Item[]}
 */
export function visibleItems(items) {
  const found = [];
  const waiting = [""];
  while (waiting.length) {
    const item = items.get(waiting.pop());
    found.push(item);
    if (item.open && item.children) for (let i = item.children.length - 1; i >= 0; i--) waiting.push(item.children[i]);
  }
  return found;
}

/**
 * Return which rows to draw: `[from, to)`.
 * @param {number} scrollTop
 * @param {number} height
 * @param {number} count
 * @param {number} [row]
 * @param {number} [overscan]
 * @returns {[number, number]}
 */
export function windowOf(scrollTop, height, count, row = ROW, overscan = OVERSCAN) {
  const from = Math.max(0, Math.floor(scrollTop / row) - overscan);
  return [Math.min(from, count), Math.min(count, Math.ceil((scrollTop + height) / row) + overscan)];
}

/**
 * Return what a key does in a tree (WAI-ARIA's tree pattern): `{to}`, `{open}`, `{close}`, `{pick}` or null.
 * @param {string} key
 * @param {Item[]} rows
 * @param {number} at
 * @param {number} [page]
 * @returns {{to?: number, open?: string, close?: string, pick?: string} | null}
 */
export function keyAction(key, rows, at, page = MOST_ROWS) {
  const item = rows[at];
  const last = rows.length - 1;
  switch (key) {
    case "ArrowDown": return { to: Math.min(last, at + 1) };
    case "ArrowUp": return { to: Math.max(0, at - 1) };
    case "Home": return { to: 0 };
    case "End": return { to: last };
    case "PageDown": return { to: Math.min(last, at + page) };
    case "PageUp": return { to: Math.max(0, at - page) };
    case "Enter": case " ": return item.bucket ? (item.open ? { close: item.id } : { open: item.id }) : { pick: item.id };
    case "ArrowRight":
      if (!item.count) return null;
      return item.open ? { to: Math.min(last, at + 1) } : { open: item.id };
    case "ArrowLeft": {
      if (item.open && item.count) return { close: item.id };
      const parent = rows.findIndex(row => row.id === item.parent);
      return parent < 0 ? null : { to: parent };
    }
    default: return null;
  }
}

/**
 * Return the next row whose name begins with a text, from a row on and round; -1 when there is none.
 * @param {Item[]} rows
 * @param {number} at
 * @param {string} text
 * @returns {number}
 */
export function typeAhead(rows, at, text) {
  const wanted = text.toLowerCase();
  const from = text.length > 1 ? at : at + 1;
  for (let i = 0; i < rows.length; i++) {
    const place = (from + i) % rows.length;
    if (String(rows[place].key ?? "").toLowerCase().startsWith(wanted)) return place;
  }
  return -1;
}

/**
 * Split a text into pieces `[text, found]` so that what was searched for can be marked.
 * @param {string} text
 * @param {string} wanted
 * @returns {[string, boolean][]}
 */
export function pieces(text, wanted) {
  const needle = wanted.replace(/^"(.*)"$/s, "$1").toLowerCase();
  const lower = text.toLowerCase();
  // Lower case may have another length, as in İ; then places would not agree.
  if (!needle || lower.length !== text.length) return [[text, false]];
  /** @type {[string, boolean][]} */
  const found = [];
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    if (at > from) found.push([text.slice(from, at), false]);
    found.push([text.slice(at, at + needle.length), true]);
    from = at + needle.length;
  }
  if (from < text.length) found.push([text.slice(from), false]);
  return found;
}

/**
 * Write a whole number with separators.
 * @param {number} value
 * @returns {string}
 */
export function number(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Say how far a search is.
 * @param {{error?: string, stopped?: boolean, seconds?: number, count?: number, done?: boolean, why?: string, begun?: boolean}} found
 * @param {number} hit
 * @returns {string}
 */
export function searchText(found, hit) {
  if (found.error) return found.error;
  const so = found.stopped ? ` so far (stopped after ${Math.round(found.seconds)} s)` : "";
  if (!found.count) return so ? `nothing found${so}` : found.done ? ["nothing found", found.why].filter(Boolean).join(": ") : "searching…";
  const place = hit >= 0 ? `${number(hit + 1)} of ${number(found.count)}` : `${number(found.count)} found`;
  const what = found.begun ? ", numbers that begin so" : "";
  return so ? `${place}${so}${what}` : found.done ? `${place}${what}` : `${place} so far…${what}`;
}

/**
 * Tell whether what somebody searches for reads as a path, not as a part of a text.
 * @param {string} text
 * @returns {boolean}
 */
export function readsAsPath(text) {
  return /^\s*\$?(\.\.?|\[)|\[[*?\d]|\.\.\w/.test(text) || /^\s*[@#]?[\p{L}_][\p{L}\w:-]*(\.[@#]?[\p{L}_][\p{L}\w:-]*)+\s*$/u.test(text);
}

/**
 * Say what a path finds.
 * @param {{error?: string, count?: number, done?: boolean, nulls?: number, missing?: number, kinds?: Record<string, number>}} found
 * @returns {string}
 */
export function countText(found) {
  if (found.error) return found.error;
  const parts = [`${number(found.count)} ${found.count === 1 ? "match" : "matches"}${found.done ? "" : " so far"}`];
  if (found.nulls) parts.push(`${number(found.nulls)} null`);
  if (found.missing) parts.push(`${number(found.missing)} missing`);
  const kinds = Object.entries(found.kinds).filter(([kind]) => kind !== "null");
  if (kinds.length === 1) parts.push(`all ${kinds[0][0]}`);
  else if (kinds.length) parts.push(kinds.map(([kind, count]) => `${kind} ${number(count)}`).join(", "));
  return parts.join(" · ");
}

/**
 * Return which of some elements in a row or column a key moves to: for tabs, and for rows of buttons.
 * @param {string} key
 * @param {number} at
 * @param {number} count
 * @param {{page?: number, across?: boolean}} [manner] `across` for elements beside one another
 * @returns {number | null}
 */
export function rovingTo(key, at, count, { page = 10, across = false } = {}) {
  const last = count - 1;
  switch (key) {
    case across ? "ArrowRight" : "ArrowDown": return across ? (at + 1) % count : Math.min(last, at + 1);
    case across ? "ArrowLeft" : "ArrowUp": return across ? (at + last) % count : Math.max(0, at - 1);
    case "Home": return 0;
    case "End": return last;
    case "PageDown": return across ? null : Math.min(last, at + page);
    case "PageUp": return across ? null : Math.max(0, at - page);
    default: return null;
  }
}

/**
 * Write a share that came as percent; nothing for what has none.
 * @param {number | null} value
 * @returns {string}
 */
export function percentText(value) {
  return value === null ? "" : `${value} %`;
}

/**
 * Say which kinds there are, with shares when there are several.
 * @param {[string, number][]} kinds
 * @returns {string}
 */
export function kindsText(kinds) {
  const all = kinds.reduce((sum, [, count]) => sum + count, 0);
  return kinds.map(([kind, count]) => kinds.length === 1 ? kind : `${kind} ${shareText(count, all)}`).join(", ");
}

/**
 * Write a share so that only all is 100 %, and only nothing 0 %.
 * @param {number} part
 * @param {number} all
 * @returns {string}
 */
function shareText(part, all) {
  if (part === all) return "100 %";
  const share = Math.round((part / all) * 100);
  return share < 1 ? "<1 %" : share > 99 ? ">99 %" : `${share} %`;
}

/**
 * Split a pattern in what it shares with the one above it and its own end.
 * @param {string} shown
 * @param {string} last
 * @returns {[string, string]}
 */
export function splitPattern(shown, last) {
  return shown.endsWith(last) ? [shown.slice(0, shown.length - last.length), last] : ["", shown];
}

/**
 * Say how far the shape is known.
 * @param {{count: number, looked: number, done: boolean, limit?: string}} found
 * @returns {string}
 */
export function shapeText(found) {
  const patterns = `${number(found.count)} ${found.count === 1 ? "pattern" : "patterns"}`;
  const limit = found.limit ? ` · ${found.limit}` : "";
  if (found.done) return `${patterns} in ${number(found.looked)} values${limit}`;
  return `${patterns} in a sample of ${number(found.looked)} values; looking at all of them…${limit}`;
}

/**
 * Say which rows of a table are shown; where there are none, why.
 * @param {number} start
 * @param {number} shown
 * @param {number} count
 * @param {string} [why]
 * @returns {string}
 */
export function pageText(start, shown, count, why = "") {
  return shown ? `${number(start + 1)}–${number(start + shown)} of ${number(count)}` : ["no rows", why].filter(Boolean).join(": ");
}

/**
 * Say what changed at a place.
 * @param {Change} change
 * @returns {string}
 */
export function changeText(change) {
  switch (change.what) {
    case "added": return "added";
    case "removed": return `removed ${change.before}`;
    case "moved": return `moved from ${change.before}`;
    default: return `was ${change.before}`;
  }
}

/**
 * Say how many changes there are of each kind.
 * @param {Record<string, number>} counts
 * @returns {string}
 */
export function countsText(counts) {
  /** @type {Record<string, string>} */
  const words = { type: "of another type" };
  const parts = ["added", "removed", "changed", "type", "moved"].filter(what => counts[what]);
  return parts.map(what => `${number(counts[what])} ${words[what] ?? what}`).join(" · ") || "nothing differs";
}

/**
 * Say how many changes are inside an entry.
 * @param {number} count
 * @returns {string}
 */
export function insideText(count) {
  return `${number(count)} ${count === 1 ? "change" : "changes"}`;
}

/**
 * Write the Python that makes a table of the list at a path.
 * @param {string} path
 * @param {boolean} ofResult
 * @param {string} [name]  of the node, which is also that of the variable with its last result
 * @returns {string}
 */
export function tableCode(path, ofResult, name = "") {
  const variable = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : "result";
  return ofResult ? `${variable}.table(${JSON.stringify(path)})` : `hooknb.table(data, ${JSON.stringify(path)})`;
}
