// The response explorer in the browser: draws the page it has, and asks the kernel for the rest.
//
// One ES module without imports. Nothing from a response is ever markup: text goes into textContent alone, and
// entries are addressed by their positions, never by their names. The functions above `render` are pure and are
// tested with `node --test`.

export const ROW = 22;
const MOST_ROWS = 22;
const SLOW = 700;
const OVERSCAN = 8;
const INDENT = 16;
// Values of siblings stand below one another, but for those with a longer name.
const WIDEST_KEY = 20;
const COPIES = [
  ["ours", "Path"],
  ["normalized", "RFC 9535"],
  ["python", "Python"],
  ["jq", "jq"],
  ["pointer", "JSON Pointer"],
];

/** @typedef {{id: string, at: number[], parent: string | null, level: number, pos: number, size: number,
 *   open: boolean, children: string[] | null, bucket: boolean, start: number, stop: number | null,
 *   key: string | number | null, kind: string, count: number, preview: string, cut: boolean,
 *   marks: string[], width: number}} Item */

/** Return the id of an entry, or of a bucket when it has a start and a stop. */
export function idOf(at, start = 0, stop = null) {
  return stop === null ? at.join(".") : `${at.join(".")}@${start}-${stop}`;
}

/** Return the items of a first message, by id; the containers whose pages it has are open. */
export function newItems(first) {
  const items = new Map();
  items.set("", fromEntry(first.root, null, 1, 1, 1));
  for (const page of first.pages) insertPage(items, page, true);
  return items;
}

/** Put a page below its entry or bucket; what is already there stays as it is. */
export function insertPage(items, page, open = false) {
  const parent = items.get(idOf(page.at, page.start, page.stop));
  if (!parent) return null;
  if (open) parent.open = true;
  if (parent.children) return parent;
  const size = page.entries.length + page.buckets.length;
  const made = [
    ...page.entries.map((entry, at) => fromEntry(entry, parent.id, parent.level + 1, at + 1, size)),
    ...page.buckets.map((bucket, at) => fromBucket(bucket, parent.id, parent.level + 1, at + 1, size)),
  ];
  const width = Math.max(0, ...page.entries.map(entry => String(entry.key).length).filter(length => length <= WIDEST_KEY));
  for (const item of made) items.set(item.id, Object.assign(item, { width }));
  parent.children = made.map(item => item.id);
  return parent;
}

function fromEntry(entry, parent, level, pos, size) {
  return { ...entry, id: idOf(entry.at), parent, level, pos, size, open: false, children: null, bucket: false, start: 0, stop: null };
}

function fromBucket(bucket, parent, level, pos, size) {
  return {
    id: idOf(bucket.at, bucket.start, bucket.stop), at: bucket.at, parent, level, pos, size, open: false, children: null,
    bucket: true, start: bucket.start, stop: bucket.stop, key: bucket.label, kind: "bucket", count: bucket.stop - bucket.start,
    preview: `${number(bucket.stop - bucket.start)} entries`, cut: false, marks: [],
  };
}

/** Return the items that can be seen, in order. */
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

/** Return which rows to draw: `[from, to)`. */
export function windowOf(scrollTop, height, count, row = ROW, overscan = OVERSCAN) {
  const from = Math.max(0, Math.floor(scrollTop / row) - overscan);
  return [Math.min(from, count), Math.min(count, Math.ceil((scrollTop + height) / row) + overscan)];
}

/** Return what a key does in a tree (WAI-ARIA's tree pattern): `{to}`, `{open}`, `{close}`, `{pick}` or null. */
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

/** Return the next row whose name begins with a text, from a row on and round; -1 when there is none. */
export function typeAhead(rows, at, text) {
  const wanted = text.toLowerCase();
  const from = text.length > 1 ? at : at + 1;
  for (let i = 0; i < rows.length; i++) {
    const place = (from + i) % rows.length;
    if (String(rows[place].key ?? "").toLowerCase().startsWith(wanted)) return place;
  }
  return -1;
}

/** Split a text into pieces `[text, found]` so that what was searched for can be marked. */
export function pieces(text, wanted) {
  const needle = wanted.replace(/^"(.*)"$/s, "$1").toLowerCase();
  const lower = text.toLowerCase();
  // Lower case may have another length, as in İ; then places would not agree.
  if (!needle || lower.length !== text.length) return [[text, false]];
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

/** Write a whole number with separators. */
export function number(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Say how far a search is. */
export function searchText(found, hit) {
  if (found.error) return found.error;
  const so = found.stopped ? `stopped after ${Math.round(found.seconds)} s, ${number(found.count)} so far` : "";
  if (!found.count) return so || (found.done ? "nothing found" : "searching…");
  const place = hit >= 0 ? `${number(hit + 1)} of ${number(found.count)}` : `${number(found.count)} found`;
  return so ? `${place} (${so})` : found.done ? place : `${place} so far…`;
}

/** Say what a path finds. */
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

/** Return an element; text among its children becomes text, never markup. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  // Without this, "d d" typed in a field would delete the notebook's cell.
  if (/^(INPUT|SELECT|BUTTON|TEXTAREA)$/.test(made.tagName) || "tabindex" in attributes) made.setAttribute("data-lm-suppress-shortcuts", "true");
  return made;
}

/** Copy a text, on plain http too, and leave the focus where it was; tell whether it worked. */
async function copy(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const field = element("textarea", { class: "hx-offscreen", "aria-hidden": "true", tabindex: "-1" });
    field.value = text;
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus?.({ preventScroll: true });
    return done;
  }
}

/** Return a function that asks the kernel and gives its answer.
 *
 * `slow` is told when one is long in coming, `heard` what the kernel says of itself.
 */
function asker(model, slow, heard) {
  const waiting = new Map();
  const view = Math.random().toString(36).slice(2);
  let count = 0;
  let timer = 0;
  const hear = message => {
    if (message.event) heard(message.event);
    if (!waiting.has(message.reply)) return;
    waiting.get(message.reply)(message);
    waiting.delete(message.reply);
    clearTimeout(timer);
    slow(false);
    if (waiting.size) timer = setTimeout(slow, SLOW, true);
  };
  model.on("msg:custom", hear);
  return {
    ask: message => new Promise(resolve => {
      const id = `${view}.${++count}`;
      waiting.set(id, resolve);
      if (waiting.size === 1) timer = setTimeout(slow, SLOW, true);
      model.send({ ...message, id });
    }),
    end: () => { clearTimeout(timer); model.off("msg:custom", hear); },
  };
}

function render({ model, el }) {
  const first = model.get("_first");
  const wait = element("div", { class: "hx-wait", role: "status" });
  const { ask, end } = asker(model, slow => { wait.textContent = slow ? "waiting for the kernel…" : ""; }, () => bar.rulesChanged());
  const items = newItems(first);
  const root = element("div", { class: "hooknb-explorer", role: "group", "aria-label": "Response explorer" });
  const say = element("span", { class: "hx-said", role: "status" });
  const tree = treeView(items, first, { ask, pick: id => bar.pick(items.get(id)), say });
  const bar = pathBar(first, { ask, root, tree, say });
  root.append(...head(first), searchBar({ ask, tree }), tree.box, wait, bar.box);
  el.append(root);
  tree.draw();
  const resized = new ResizeObserver(() => tree.draw());
  resized.observe(tree.box);
  hideStill(first.still);
  return () => { resized.disconnect(); end(); };
}

/** Hide the copy of this explorer that a saved notebook shows where no kernel is. */
function hideStill(mark) {
  const hide = () => {
    for (const still of document.querySelectorAll("[data-hooknb-still]")) {
      if (still.getAttribute("data-hooknb-still") === mark) still.style.display = "none";
    }
  };
  hide();
  // A front end may draw the copy after the widget.
  setTimeout(hide, 500);
}

function head(first) {
  const parts = [];
  if (first.title) parts.push(element("bdi", { class: "hx-title", title: first.title }, first.title));
  if (first.xml) parts.push(element("span", { class: "hx-badge", title: "Shown as it is mapped: attributes are @name, text is #text" }, "XML"));
  const rows = parts.length ? [element("div", { class: "hx-head" }, ...parts)] : [];
  if (first.note) rows.push(element("div", { class: "hx-note" }, first.note));
  return rows;
}

/** The tree itself: virtual rows, a roving tabindex, and pages that are asked for when they are opened. */
function treeView(items, first, { ask, pick, say }) {
  const space = element("div", { class: "hx-space", role: "presentation" });
  const box = element("div", { class: "hx-tree", role: "tree", "aria-label": "Response" }, space);
  const drawn = new Map();
  let rows = visibleItems(items);
  let active = "";
  let picked = null;
  let hit = null;
  let needle = "";
  let typed = { text: "", at: 0 };
  let opened = new Set();

  function draw() {
    space.style.height = `${rows.length * ROW}px`;
    box.style.height = `${Math.min(rows.length, MOST_ROWS) * ROW + 8}px`;
    const [from, to] = windowOf(box.scrollTop, box.clientHeight, rows.length);
    const wanted = new Map(rows.slice(from, to).map((item, at) => [item.id, from + at]));
    const focus = rows.findIndex(item => item.id === active);
    // The row with the tabindex stays, or the focus would be lost when it is scrolled away.
    if (focus >= 0) wanted.set(active, focus);
    for (const [id, row] of drawn) if (!wanted.has(id)) { row.remove(); drawn.delete(id); }
    for (const [id, at] of wanted) {
      let row = drawn.get(id);
      if (!row) { row = newRow(items.get(id)); drawn.set(id, row); space.append(row); }
      row.style.top = `${at * ROW}px`;
      update(row, items.get(id));
    }
  }

  function newRow(item) {
    const row = element("div", {
      class: `hx-row hx-is-${item.kind}`, role: "treeitem", tabindex: "-1", "data-id": item.id,
      "aria-level": item.level, "aria-setsize": item.size, "aria-posinset": item.pos,
    });
    const indent = element("span", { class: "hx-indent", "aria-hidden": "true" });
    indent.style.width = `${(item.level - 1) * INDENT}px`;
    row.append(indent, element("span", { class: "hx-twist", "aria-hidden": "true" }));
    fill(row, item);
    return row;
  }

  /** Write what an item says; again when what is searched for has changed. */
  function fill(row, item) {
    while (row.children.length > 2) row.lastChild.remove();
    row.dataset.needle = needle;
    if (item.key !== null) {
      const key = element("bdi", { class: "hx-key" }, ...marked(String(item.key)));
      key.style.minWidth = `${item.width}ch`;
      row.append(key);
    }
    else row.append(element("span", { class: "hx-key hx-root" }, first.xml ? "document" : "$"));
    if (item.count && !item.bucket) row.append(element("span", { class: "hx-size" }, item.kind === "list" ? `[${number(item.count)}]` : `{${number(item.count)}}`));
    row.append(element("bdi", { class: "hx-preview" }, ...(item.count ? [item.preview] : marked(item.preview))));
    for (const mark of item.marks) row.append(element("span", { class: "hx-mark", title: `mapped to ${mark}` }, `→ ${mark}`));
    const what = item.bucket ? "" : `, ${item.kind}${item.count ? ` of ${number(item.count)}` : ""}`;
    const mapped = item.marks.length ? `, mapped to ${item.marks.join(", ")}` : "";
    row.setAttribute("aria-label", `${item.key ?? "root"}${what}, ${item.preview}${mapped}`);
  }

  const marked = text => pieces(text, needle).map(([piece, found]) => found ? element("mark", {}, piece) : piece);

  function update(row, item) {
    if (row.dataset.needle !== needle) fill(row, item);
    row.tabIndex = item.id === active ? 0 : -1;
    if (item.count) row.setAttribute("aria-expanded", String(item.open));
    row.setAttribute("aria-selected", String(item.id === picked));
    row.classList.toggle("hx-hit", item.id === hit);
  }

  function redraw() {
    rows = visibleItems(items);
    if (!rows.some(item => item.id === active)) active = nearest(active);
    draw();
  }

  /** Return the nearest ancestor that can be seen. */
  function nearest(id) {
    const seen = new Set(rows.map(item => item.id));
    let item = items.get(id);
    while (item && !seen.has(item.id)) item = items.get(item.parent);
    return item?.id ?? "";
  }

  async function open(id) {
    const item = items.get(id);
    if (!item.count) return;
    if (!item.children) {
      const row = drawn.get(id);
      row?.setAttribute("aria-busy", "true");
      const page = await ask({ ask: "children", at: item.at, start: item.start, stop: item.stop });
      row?.removeAttribute("aria-busy");
      if (page.error) { say.textContent = page.error; return; }
      insertPage(items, page);
    }
    item.open = true;
    redraw();
  }

  function close(id) {
    items.get(id).open = false;
    if (items.get(id) !== items.get(active)) active = within(active, id) ? id : active;
    redraw();
  }

  function within(id, ancestor) {
    for (let item = items.get(id); item; item = items.get(item.parent)) if (item.id === ancestor) return true;
    return false;
  }

  function moveTo(id, focus = true) {
    active = id;
    const top = rows.findIndex(item => item.id === id) * ROW;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW * 2 - box.clientHeight;
    draw();
    if (focus) drawn.get(id)?.focus({ preventScroll: true });
  }

  /** Open the way to an entry, and close the way to the last one. */
  function reveal(at, pages) {
    for (const page of pages) insertPage(items, page);
    const way = new Set();
    const id = idOf(at);
    for (let item = items.get(items.get(id).parent); item; item = items.get(item.parent)) way.add(item.id);
    for (const each of opened) if (!way.has(each)) { items.get(each).open = false; opened.delete(each); }
    for (const each of way) if (!items.get(each).open) { items.get(each).open = true; opened.add(each); }
    hit = id;
    rows = visibleItems(items);
    draw();
    active = id;
    const top = rows.findIndex(item => item.id === id) * ROW;
    if (top < box.scrollTop || top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = Math.max(0, top - box.clientHeight / 2);
    draw();
  }

  box.addEventListener("scroll", draw, { passive: true });
  box.addEventListener("click", event => {
    const id = event.target.closest(".hx-row")?.dataset.id;
    if (id === undefined) return;
    const item = items.get(id);
    moveTo(id);
    if (item.bucket || event.target.closest(".hx-twist, .hx-indent")) { if (item.open) close(id); else open(id); }
    else pick(id);
  });
  box.addEventListener("dblclick", event => {
    const id = event.target.closest(".hx-row")?.dataset.id;
    if (id === undefined || event.target.closest(".hx-twist, .hx-indent") || items.get(id).bucket) return;
    if (items.get(id).open) close(id); else open(id);
  });
  box.addEventListener("keydown", async event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.findIndex(item => item.id === active);
    let action = keyAction(event.key, rows, at, Math.max(1, Math.floor(box.clientHeight / ROW) - 1));
    if (!action && event.key.length === 1 && event.key !== " ") {
      typed = { text: event.timeStamp - typed.at < 700 ? typed.text + event.key : event.key, at: event.timeStamp };
      const found = typeAhead(rows, at, typed.text);
      action = found < 0 ? {} : { to: found };
    }
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if ("to" in action) moveTo(rows[action.to].id);
    if ("open" in action) { await open(action.open); moveTo(active); }
    if ("close" in action) { close(action.close); moveTo(active); }
    if ("pick" in action) pick(action.pick);
  });

  return {
    box, draw, reveal,
    choose: id => { picked = id; draw(); },
    seek: text => { needle = text; if (!text) hit = null; opened = text ? opened : new Set(); draw(); },
    /** Ask which of the loaded entries are mapped now. */
    refreshMarks: async () => {
      const entries = [...items.values()].filter(item => !item.bucket);
      const { marks } = await ask({ ask: "marks", of: entries.map(item => item.at) });
      entries.forEach((item, at) => { item.marks = marks?.[at] ?? []; });
      for (const row of drawn.values()) fill(row, items.get(row.dataset.id));
      draw();
    },
  };
}

/** The search field: counts while one types, and jumps from hit to hit. */
function searchBar({ ask, tree }) {
  const field = element("input", { type: "search", class: "hx-find", placeholder: "Search", "aria-label": "Search the response", spellcheck: "false", autocomplete: "off" });
  const where = element("select", { class: "hx-where", "aria-label": "Search in" },
    ...[["any", "keys and values"], ["key", "keys"], ["value", "values"], ["path", "by path"]].map(([value, text]) => element("option", { value }, text)));
  const status = element("span", { class: "hx-status", role: "status" });
  const button = (text, label, onclick) => element("button", { type: "button", class: "hx-button", "aria-label": label, title: label, hidden: true, onclick }, text);
  const previous = button("↑", "Previous hit", () => jump(-1));
  const next = button("↓", "Next hit", () => jump(1));
  const more = button("Go on", "Search for two more seconds", () => { rounds += 1; follow(turn, { ask: "search on" }); });
  let turn = 0;
  let rounds = 0;
  let hit = -1;
  let found = { count: 0, done: true, hits: 0 };
  let timer = 0;

  function show() {
    status.textContent = field.value ? searchText(found, hit) : "";
    status.classList.toggle("hx-wrong", Boolean(found.error));
    previous.hidden = next.hidden = !(field.value && found.hits > 1);
    more.hidden = !(field.value && found.stopped);
  }

  async function follow(mine, message) {
    for (let asked = message; mine === turn; asked = { ask: "search on" }) {
      const answer = await ask({ ...asked, rounds });
      if (mine !== turn) return;
      found = { hits: 0, count: 0, ...answer };
      show();
      if (found.hits && hit < 0) await jump(1);
      if (found.error || found.done || found.stopped) return;
    }
  }

  async function jump(by) {
    if (!found.hits) return;
    const mine = turn;
    const wanted = (hit + by + found.hits) % found.hits;
    const answer = await ask({ ask: "hit", hit: wanted });
    if (mine !== turn || answer.error) return;
    hit = wanted;
    tree.reveal(answer.at, answer.pages);
    show();
  }

  function begin() {
    turn += 1;
    rounds = 0;
    hit = -1;
    found = { count: 0, done: !field.value, hits: 0 };
    show();
    tree.seek(where.value === "path" ? "" : field.value);
    if (field.value) follow(turn, { ask: "search", text: field.value, where: where.value });
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(begin, 180); });
  where.addEventListener("change", begin);
  field.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key === "Enter") { event.preventDefault(); jump(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape" && field.value) { event.preventDefault(); field.value = ""; begin(); }
  });
  return element("div", { class: "hx-search", role: "search" }, field, where, status, more, previous, next);
}

/** The path that was picked: to copy, to widen, to map. */
function pathBar(first, { ask, root, tree, say }) {
  const field = element("input", { class: "hx-path", readonly: true, "aria-label": "Object path", placeholder: "Click a value: its path appears here. Click a second one of its kind: the pattern of both." });
  const form = element("select", { class: "hx-form", "aria-label": "Notation", onchange: () => shown() });
  const copier = element("button", { type: "button", class: "hx-button", disabled: true, onclick: () => copied(field.value) }, "Copy");
  const mapper = element("button", { type: "button", class: "hx-button hx-main", disabled: true, "aria-expanded": "false", onclick: () => mapping.toggle() }, "Map to parameter");
  const ladder = element("div", { class: "hx-ladder", role: "radiogroup", "aria-label": "Paths that find this value" });
  const detail = element("div", { class: "hx-detail" });
  const whole = element("div", { class: "hx-whole" });
  const mapping = mapForm(first, { ask, mapper, changed: answer => { rules.show(answer); tree.refreshMarks(); } });
  const rules = ruleList(first, { ask, copied: text => copied(text), changed: answer => { rules.show(answer); tree.refreshMarks(); } });
  const box = element("div", { class: "hx-bar" },
    element("div", { class: "hx-line" }, field, form, copier, mapper), ladder, element("div", { class: "hx-line hx-below" }, detail, say), whole, mapping.box, rules.box);
  let picked = null;
  let turn = 0;

  async function copied(text) {
    say.textContent = "";
    const done = await copy(text, root);
    say.textContent = done ? "✓ copied" : "select the text and copy it";
  }

  function shown() { field.value = picked.forms[form.value]; }

  async function pick(item) { await use({ ask: "pick", at: item.at }); }

  async function use(message) {
    const mine = ++turn;
    const answer = await ask(message);
    if (mine !== turn) return;
    if (answer.error) { say.textContent = answer.error; return; }
    picked = answer;
    const before = form.value;
    form.replaceChildren(...COPIES.filter(([name]) => name in picked.forms).map(([value, text]) => element("option", { value }, text)));
    form.value = before in picked.forms ? before : "ours";
    shown();
    copier.disabled = mapper.disabled = false;
    tree.choose(idOf(picked.at));
    mapping.propose(picked.proposal);
    drawLadder();
    drawDetail();
    copied(field.value);
    await countAll(mine);
  }

  function drawLadder() {
    const focused = ladder.contains(document.activeElement);
    ladder.replaceChildren(...(picked.rungs.length < 2 ? [] : picked.rungs.map((rung, at) => element("button", {
      type: "button", class: "hx-rung", role: "radio", "aria-checked": String(at === picked.rung), tabindex: at === picked.rung ? "0" : "-1",
      onclick: () => use({ ask: "rung", rung: at }),
    }, element("span", { class: "hx-meaning" }, rung.meaning), " ", element("bdi", { class: "hx-code" }, rung.path), " ", element("span", { class: "hx-count" })))));
    if (focused) ladder.querySelector("[aria-checked=true]")?.focus();
  }

  function drawDetail() {
    const { entry } = picked;
    whole.replaceChildren();
    detail.replaceChildren(...(picked.rung ? [element("span", { class: "hx-counts" }, "counting…")] : [
      element("span", { class: "hx-kind" }, entry.count ? `${entry.kind} of ${number(entry.count)}` : entry.kind), " ",
      element("bdi", { class: `hx-preview hx-is-${entry.kind}` }, entry.preview),
    ]));
    if (entry.cut && !picked.rung) detail.append(element("button", { type: "button", class: "hx-link", onclick: event => showAll(entry, event.target) }, "Show all"));
  }

  async function showAll(entry, button, start = 0, text = null) {
    const answer = await ask({ ask: "text", at: entry.at, start });
    if (answer.error) { say.textContent = answer.error; return; }
    if (!text) {
      text = element("pre", { class: "hx-all", tabindex: "0", "aria-label": "The whole value" });
      whole.append(text);
    }
    text.append(answer.text);
    button.remove();
    if (answer.next !== null) whole.append(element("button", { type: "button", class: "hx-link", onclick: event => showAll(entry, event.target, answer.next, text) }, `Show more (${number(answer.size - answer.next)} characters left)`));
  }

  /** Count what every rung finds, the chosen one first. */
  async function countAll(mine) {
    const order = [picked.rung, ...picked.rungs.keys()].filter((rung, at, all) => all.indexOf(rung) === at);
    for (const rung of order) {
      for (;;) {
        const answer = await ask({ ask: "count", rung });
        if (mine !== turn) return;
        const text = answer.error ? "" : `${number(answer.count)}${answer.done ? "" : "+"}`;
        const place = ladder.children[rung]?.querySelector(".hx-count");
        if (place) place.textContent = text;
        if (rung === picked.rung && rung) detail.querySelector(".hx-counts").textContent = countText(answer);
        if (answer.error || answer.done || answer.stopped) break;
      }
    }
  }

  ladder.addEventListener("keydown", event => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const count = picked.rungs.length;
    use({ ask: "rung", rung: (picked.rung + by + count) % count });
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("keydown", event => event.stopPropagation());
  // A form keeps the rules, too, and has changed them.
  const rulesChanged = async () => { rules.show(await ask({ ask: "rules" })); tree.refreshMarks(); };
  return { box, pick, rulesChanged };
}

/** The fields for a rule: name and entity type, proposed from name and value. */
function mapForm(first, { ask, mapper, changed }) {
  const name = element("input", { class: "hx-name", "aria-label": "Parameter", spellcheck: "false", autocomplete: "off" });
  const entity = element("select", { "aria-label": "Entity type" }, ...first.entities.map(each => element("option", { value: each }, each)));
  const optional = element("input", { type: "checkbox" });
  const wrong = element("span", { class: "hx-wrong", role: "alert" });
  const box = element("form", { class: "hx-map", hidden: true, onsubmit: submit },
    name, entity, element("label", {}, optional, " may be missing"),
    element("button", { type: "submit", class: "hx-button hx-main" }, "Add rule"),
    element("button", { type: "button", class: "hx-button", onclick: () => toggle(false) }, "Cancel"), wrong);

  function toggle(show = box.hidden) {
    box.hidden = !show;
    mapper.setAttribute("aria-expanded", String(show));
    wrong.textContent = "";
    if (show) { name.focus(); name.select(); } else mapper.focus({ preventScroll: true });
  }

  async function submit(event) {
    event.preventDefault();
    const answer = await ask({ ask: "map", name: name.value, entity: entity.value, required: !optional.checked });
    wrong.textContent = answer.error ?? "";
    if (answer.error) return;
    toggle(false);
    changed(answer);
  }

  box.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key === "Escape") toggle(false);
  });
  return { box, toggle, propose: proposal => { name.value = proposal.name; entity.value = proposal.entity; optional.checked = false; wrong.textContent = ""; } };
}

/** The rules so far, as they stand in a cell. */
function ruleList(first, { ask, copied, changed }) {
  const list = element("ul", { class: "hx-rules", "aria-label": "Response mapping" });
  const box = element("div", { class: "hx-mapped", hidden: true }, list,
    element("div", { class: "hx-line" },
      element("button", { type: "button", class: "hx-button", onclick: () => copied(lines) }, "Copy [Response Mapping]"),
      first.node ? element("button", { type: "button", class: "hx-button", onclick: async () => copied((await ask({ ask: "cell" })).text) }, "Copy whole cell") : ""));
  let lines = "";

  function show(answer) {
    if (answer.error) return;
    lines = answer.lines;
    box.hidden = !answer.rules.length;
    list.replaceChildren(...answer.rules.map((rule, at) => element("li", {},
      element("bdi", { class: "hx-code" }, rule),
      element("button", { type: "button", class: "hx-link", "aria-label": `Remove ${rule}`, onclick: async () => changed(await ask({ ask: "unmap", rule: at })) }, "Remove"))));
  }

  // Another view of the same explorer may have added some.
  ask({ ask: "rules" }).then(show);
  return { box, show };
}

export default { render };
