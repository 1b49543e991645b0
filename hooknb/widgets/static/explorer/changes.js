// What differs from another response: by pattern, and each change; a click shows it in the tree.

import { element } from "../shared/dom.js";
import { roving } from "./page.js";
import { countsText, number } from "./pure.js";

/** The view of the changes. */
export function changesView({ ask, pickAt, found, tab }) {
  const status = element("span", { class: "hx-status", role: "status" });
  const groups = element("tbody");
  const body = element("tbody");
  const heads = (...names) => element("thead", {}, element("tr", {}, ...names.map(name => element("th", { scope: "col", class: name === "Count" ? "hx-right" : "" }, name))));
  const summary = element("table", { class: "hx-table", "aria-label": "Changes by pattern" }, heads("Pattern", "Change", "Count", "Before", "After"), groups);
  const each = element("table", { class: "hx-table", "aria-label": "Every change" }, heads("Path", "Change", "Before", "After"), body);
  const more = element("button", { type: "button", class: "hx-button", hidden: true, onclick: () => load(shown) });
  const box = element("div", { class: "hx-panel" }, element("div", { class: "hx-line hx-tools" }, status),
    element("div", { class: "hx-scroll" }, summary, each, element("div", { class: "hx-line hx-tools hx-more" }, more)));
  const keys = roving(body, ".hx-pattern");
  let shown = 0;

  async function load(start) {
    const answer = await ask({ ask: "changes", start });
    if (answer.error) { status.textContent = answer.error; return; }
    const so = answer.more ? "; there are more, which were not counted" : answer.done ? "" : " so far…";
    status.textContent = answer.count || answer.done ? countsText(answer.counts) + so : "comparing…";
    tab.textContent = answer.count ? `Changes ${number(answer.count)}` : "Changes";
    // A summary of a handful of changes would only say them twice.
    summary.hidden = answer.count <= 12;
    each.hidden = !answer.count;
    groups.replaceChildren(...answer.groups.map(group => element("tr", {},
      element("th", { scope: "row" }, element("bdi", { class: "hx-code" }, group.shown)), what(group), element("td", { class: "hx-right" }, number(group.count)), ...values(group))));
    if (!start) body.replaceChildren();
    body.append(...answer.rows.map(newRow));
    shown = start + answer.rows.length;
    more.hidden = shown >= answer.listed;
    more.textContent = `Show more (${number(answer.listed - shown)} left)`;
    keys.rest(document.activeElement);
  }

  const what = change => element("td", {}, element("span", { class: `hx-change hx-${change.what}` }, change.what === "type" ? "other type" : change.what));
  const values = change => [change.before, change.after].map(value => element("td", { class: value === null ? "hx-none" : "" }, value === null ? "–" : element("bdi", { class: "hx-code" }, value)));

  function newRow(change) {
    const path = element("bdi", { class: "hx-code" }, change.path);
    return element("tr", {},
      element("th", { scope: "row" }, change.at === null ? path : element("button", { type: "button", class: "hx-pattern", tabindex: "-1", title: "Show it in the tree", onclick: () => pickAt(change.at) }, path)),
      what(change), ...values(change));
  }

  return {
    box,
    show: () => {},
    /** Compare, and tell the tree as often as something new is known. */
    begin: async () => {
      let answer;
      let known = -1;
      do {
        answer = await ask({ ask: "changes on" });
        if (!answer.error && (answer.count !== known || answer.done)) { known = answer.count; await load(0); await found(); }
      } while (!answer.error && !answer.done);
    },
  };
}
