// The tree itself.

import { element } from "../shared/dom.js";
import { changeText, idOf, INDENT, insertPage, insideText, keyAction, MOST_ROWS, number, pieces, ROW, typeAhead, visibleItems, windowOf } from "./pure.js";

/** The tree itself: virtual rows, a roving tabindex, and pages that are asked for when they are opened. */
export function treeView(items, first, { ask, pick, say }) {
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
      "aria-level": item.level,
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
      row.append(key);
    }
    else row.append(element("span", { class: "hx-key hx-root" }, first.xml ? "document" : "$"));
    if (item.count && !item.bucket) row.append(element("span", { class: "hx-size" }, item.kind === "list" ? `[${number(item.count)}]` : `{${number(item.count)}}`));
    if (item.inside) row.append(element("span", { class: "hx-inside" }, insideText(item.inside)));
    row.append(element("bdi", { class: "hx-preview" }, ...(item.count ? [item.preview] : marked(item.preview))));
    for (const mark of item.marks) row.append(element("span", { class: "hx-mark", title: `mapped to ${mark}` }, `→ ${mark}`));
    const changes = (item.change ?? []).map(changeText);
    for (const [at, text] of changes.entries()) row.append(element("span", { class: `hx-change hx-${item.change[at].what}` }, element("bdi", {}, text)));
    const what = item.bucket ? "" : `, ${item.kind}${item.count ? ` of ${number(item.count)}` : ""}`;
    const mapped = item.marks.length ? `, mapped to ${item.marks.join(", ")}` : "";
    const differs = [...changes, ...(item.inside ? [`${insideText(item.inside)} inside`] : [])].map(text => `, ${text}`).join("");
    row.setAttribute("aria-label", `${item.key ?? "root"}${what}, ${item.preview}${mapped}${differs}`);
  }

  const marked = text => pieces(text, needle).map(([piece, found]) => found ? element("mark", {}, piece) : piece);

  function update(row, item) {
    if (row.dataset.needle !== needle) fill(row, item);
    row.tabIndex = item.id === active ? 0 : -1;
    if (item.key !== null) row.querySelector(".hx-key").style.minWidth = `${item.width}ch`;
    row.setAttribute("aria-setsize", item.size);
    row.setAttribute("aria-posinset", item.pos);
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
      const parent = insertPage(items, page);
      if (item.more) {
        // The first of what was left out comes where the row stood that said so.
        if (active === id) active = parent.children[Math.min(item.pos - 1, parent.children.length - 1)];
        redraw();
        moveTo(active);
        return;
      }
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
    const id = idOf(at);
    // A list that is there in part is shown whole only for what is in the rest of it.
    if (!items.has(id)) for (const page of pages) insertPage(items, page);
    const way = new Set();
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
    else pick(id, event.ctrlKey || event.metaKey);
  });
  box.addEventListener("dblclick", event => {
    const id = event.target.closest(".hx-row")?.dataset.id;
    if (id === undefined || event.target.closest(".hx-twist, .hx-indent") || items.get(id).bucket) return;
    if (items.get(id).open) close(id); else open(id);
  });
  box.addEventListener("keydown", async event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !items.get(active).bucket) {
      event.preventDefault();
      event.stopPropagation();
      pick(active, true);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.findIndex(item => item.id === active);
    /** @type {Record<string, any> | null} */
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
    /** What a switch of views wants of one. */
    panel: () => ({ box, show: draw }),
    /** Move to an entry whose pages are loaded, and give it the focus. */
    goTo: at => moveTo(idOf(at)),
    /** Mark the entry that is picked; with pages, open the way to it. */
    choose: (at, pages = null) => {
      picked = idOf(at);
      if (pages) reveal(at, pages);
      draw();
    },
    seek: text => { needle = text; if (!text) hit = null; opened = text ? opened : new Set(); draw(); },
    /** Ask which of the loaded entries are mapped, and which differ, by now. */
    refreshMarks: async () => {
      const entries = [...items.values()].filter(item => !item.bucket);
      const { marks } = await ask({ ask: "marks", of: entries.map(item => item.at) });
      entries.forEach((item, at) => Object.assign(item, marks?.[at] ?? {}));
      for (const row of drawn.values()) fill(row, items.get(row.dataset.id));
      draw();
    },
  };
}
