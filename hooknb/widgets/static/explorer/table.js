// A list of objects as a table, a page at a time; the head of a column picks its pattern.

import { element } from "../shared/dom.js";
import { roving } from "./page.js";
import { number, pageText, tableCode } from "./pure.js";

/** The view of lists as tables. */
export function tableView(first, { ask, use, pickAt, copied }) {
  const lists = element("select", { class: "hx-lists", "aria-label": "List", onchange: () => load(lists.value, 0, true) });
  const status = element("span", { class: "hx-status", role: "status" });
  const button = (text, label, onclick) => element("button", { type: "button", class: "hx-button", "aria-label": label, title: label, disabled: true, onclick }, text);
  const previous = button("←", "Previous rows", () => load(path, Math.max(0, start - size), false));
  const next = button("→", "Next rows", () => load(path, start + size, false));
  const copier = button("Copy .table(…)", "Copy the Python that makes this table", () => copied(tableCode(path, first.node, first.name)));
  const table = element("table", { class: "hx-table hx-data" });
  const scroll = element("div", { class: "hx-scroll" }, table);
  const box = element("div", { class: "hx-panel" }, element("div", { class: "hx-line hx-tools" }, lists, previous, next, status, copier), scroll);
  const heads = roving(table, "thead button", { across: true });
  const numbers = roving(table, "tbody button");
  let path = null;
  let start = 0;
  let size = 0;

  async function load(wanted, from, anew) {
    const answer = await ask({ ask: "table", path: wanted, start: from, new: anew });
    if (answer.error) { status.textContent = answer.error; status.classList.add("hx-wrong"); return; }
    status.classList.remove("hx-wrong");
    path = wanted;
    start = answer.start;
    size = answer.rows.length;
    const left = answer.more ? ` · ${number(answer.more)} more columns` : "";
    status.textContent = pageText(start, size, answer.count, answer.why) + left;
    previous.disabled = start === 0;
    next.disabled = start + size >= answer.count;
    copier.disabled = false;
    offer(answer);
    draw(answer);
    scroll.scrollTop = 0;
  }

  /** Put a path that is in no list of lists among them. */
  function offer({ pattern, shown }) {
    if (pattern === null) return;
    if (![...lists.options].some(option => option.value === pattern)) lists.append(element("option", { value: pattern }, shown));
    lists.value = pattern;
  }

  function draw({ columns, rows }) {
    const numeric = at => rows.length > 0 && rows.every(row => row.cells[at] === null || row.cells[at][0] === "number");
    const head = element("thead", {}, element("tr", {}, element("td", {}), ...columns.map((column, at) => element("th", { scope: "col", class: numeric(at) ? "hx-right" : "" },
      column.pattern === null ? element("bdi", { class: "hx-code" }, column.name) : element("button", { type: "button", class: "hx-pattern", tabindex: "-1", title: column.shown, onclick: () => use(column.pattern) }, element("bdi", { class: "hx-code" }, column.name))))));
    const body = element("tbody", {}, ...rows.map((row, at) => element("tr", {},
      element("th", { scope: "row", class: "hx-right" }, row.at === null ? number(start + at) : element("button", { type: "button", class: "hx-pattern", tabindex: "-1", "aria-label": `Row ${number(start + at)}: show it in the tree`, onclick: () => pickAt(row.at) }, number(start + at))),
      ...row.cells.map(cell => cell === null
        ? element("td", { class: "hx-none" }, "–")
        : element("td", { class: `hx-is-${cell[0]}${cell[0] === "number" ? " hx-right" : ""}` }, element("bdi", { class: "hx-preview" }, cell[1]))))));
    table.replaceChildren(head, body);
    heads.rest();
    numbers.rest();
  }

  /** Learn where lists are, once; return the longest one's path. */
  async function learn() {
    if (lists.options.length) return lists.value;
    const answer = await ask({ ask: "lists" });
    const usable = (answer.lists ?? []).filter(each => each.pattern !== null);
    lists.replaceChildren(...usable.map(each => element("option", { value: each.pattern }, `${each.shown} (${number(each.count)})`)));
    return usable[0]?.pattern ?? null;
  }

  return {
    box,
    show: async () => {
      if (path !== null) return;
      const longest = await learn();
      lists.hidden = longest === null;
      if (longest === null) status.textContent = "There is no list of objects here.";
      else await load(longest, 0, true);
    },
    open: async wanted => {
      await learn();
      lists.hidden = false;
      await load(wanted, 0, true);
    },
  };
}
