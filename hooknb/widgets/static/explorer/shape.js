// The shape: a row for each pattern, of a sample first, then of everything; a click picks the pattern.

import { element } from "../shared/dom.js";
import { roving } from "./page.js";
import { kindsText, number, percentText, shapeText, splitPattern } from "./pure.js";

/** The view of the shape. */
export function shapeView({ ask, use }) {
  const status = element("span", { class: "hx-status", role: "status" });
  const body = element("tbody");
  const more = element("button", { type: "button", class: "hx-button", hidden: true, onclick: () => load(rows.length) });
  const table = element("table", { class: "hx-table" },
    element("thead", {}, element("tr", {}, ...[
      ["Pattern", ""], ["Kind", ""], ["Count", "hx-right"], ["Present", "hx-right"], ["Null", "hx-right"], ["Distinct", "hx-right hx-wide"], ["Range, length", "hx-wide"], ["Examples", "hx-wider"],
    ].map(([text, name]) => element("th", { scope: "col", class: name }, text)))), body);
  const box = element("div", { class: "hx-panel" },
    element("div", { class: "hx-line hx-tools" }, status), element("div", { class: "hx-scroll" }, table), element("div", { class: "hx-line hx-tools hx-more" }, more));
  const keys = roving(body, ".hx-pattern");
  let rows = [];
  let begun = false;
  let picked = null;

  async function load(start) {
    const answer = await ask({ ask: "shape", start });
    if (answer.error) { status.textContent = answer.error; return answer; }
    rows = [...rows.slice(0, start), ...answer.rows];
    status.textContent = shapeText(answer);
    more.hidden = rows.length >= answer.count;
    more.textContent = `Show more (${number(answer.count - rows.length)} patterns left)`;
    if (!start) body.replaceChildren();
    body.append(...answer.rows.map(newRow));
    keys.rest(document.activeElement);
    return answer;
  }

  function newRow(each) {
    const [lead, last] = splitPattern(each.shown, each.last);
    const button = element("button", { type: "button", class: "hx-pattern", tabindex: "-1", title: each.shown, "aria-pressed": String(each.pattern === picked && picked !== null), disabled: each.pattern === null, onclick: () => choose(button, each) },
      element("bdi", { class: "hx-code" }, element("span", { class: "hx-meaning" }, lead), element("b", {}, last)));
    const marks = each.marks.map(mark => element("span", { class: "hx-mark", title: `mapped to ${mark}` }, `→ ${mark}`));
    const cell = (name, ...children) => element("td", { class: name }, ...children);
    const row = element("tr", { onclick: event => { if (!event.target.closest("button")) button.click(); } },
      element("th", { scope: "row" }, button, ...marks),
      cell("hx-kinds", element("span", {}, kindsText(each.kinds)), ...(each.form ? [" ", element("span", { class: "hx-meaning" }, `(${each.form})`)] : [])),
      cell("hx-right", number(each.count)),
      cell("hx-right", percentText(each.present)),
      cell("hx-right", each.nulls ? percentText(each.nulls) : ""),
      cell("hx-right hx-wide", each.distinct === null ? "" : number(each.distinct)),
      cell("hx-wide", element("bdi", {}, each.range || (each.length && `length ${each.length}`))),
      cell("hx-wider", element("bdi", { class: "hx-code" }, each.examples.join(", "))));
    if (each.present !== null && each.present < 100) row.children[3].classList.add("hx-some");
    return row;
  }

  function choose(button, each) {
    picked = each.pattern;
    for (const other of body.querySelectorAll(".hx-pattern")) other.setAttribute("aria-pressed", String(other === button));
    keys.rest(button);
    use(each.pattern);
  }

  return {
    box,
    show: async () => {
      if (begun) return;
      begun = true;
      let answer = await load(0);
      if (answer.error || answer.done) return;
      do answer = await ask({ ask: "shape on" }); while (!answer.error && !answer.done);
      await load(0);
    },
    /** Look again which patterns are mapped. */
    refresh: () => { if (begun && rows.length) load(0); },
  };
}
