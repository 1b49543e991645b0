// The explorer as a whole: head, search, the views and the path below them.

import { element } from "../shared/dom.js";
import { changesView } from "./changes.js";
import { asker, roving } from "./page.js";
import { pathBar } from "./path.js";
import { newItems } from "./pure.js";
import { searchBar } from "./search.js";
import { ruleBox } from "./rules.js";
import { shapeView } from "./shape.js";
import { tableView } from "./table.js";
import { treeView } from "./tree.js";

function render({ model, el }) {
  const first = model.get("_first");
  const wait = element("div", { class: "hx-wait", role: "status" });
  const { ask, end } = asker(model, slow => { wait.textContent = slow ? "waiting for the kernel…" : ""; }, () => rules.refresh());
  const items = newItems(first);
  const root = element("div", { class: "hooknb-explorer", role: "group", "aria-label": "Response explorer" });
  const say = element("span", { class: "hx-said", role: "status" });
  const tree = treeView(items, first, { ask, pick: (id, keeping) => bar.pick(items.get(id), keeping), say });
  const rules = ruleBox(first, { ask, say, model, copied: text => bar.copied(text), changed: () => { tree.refreshMarks(); views.shape.refresh(); } });
  const use = path => bar.usePath(path);
  const pickAt = async at => { await bar.pickAt(at); views.open("tree"); tree.goTo(at); };
  const views = viewSwitch({
    tree: ["Tree", tree.panel],
    shape: ["Shape", () => shapeView({ ask, use })],
    table: ["Table", () => tableView(first, { ask, use, pickAt, copied: text => bar.copied(text) })],
    ...(first.against ? { changes: ["Changes", tab => changesView({ ask, pickAt, found: tree.refreshMarks, tab })] } : {}),
  });
  const bar = pathBar(first, { ask, root, tree, say, rules, openTable: path => { views.open("table", path); } });
  const reveal = (at, pages) => { views.open("tree"); tree.reveal(at, pages); };
  root.append(head(first, views.tabs), ...notes(first), ...searchBar({ ask, reveal, seek: tree.seek, use }), ...views.panels, wait, bar.box);
  el.append(root);
  tree.draw();
  views.changes?.begin();
  const resized = new ResizeObserver(() => tree.draw());
  resized.observe(tree.box);
  hideStill(first.still);
  return () => { resized.disconnect(); end(); };
}

/**
 * The views, of which one is shown, and the tabs that choose it.
 * @param {Record<string, [string, (tab: HTMLElement) => {box: HTMLElement, show: () => void}]>} made
 * @returns {any} each view by its name, with `tabs`, `panels` and `open(name, ...what)`
 */
function viewSwitch(made) {
  const mark = Math.random().toString(36).slice(2);
  const tabs = element("div", { class: "hx-tabs", role: "tablist", "aria-label": "View" });
  const views = {};
  for (const [name, [label, make]] of Object.entries(made)) {
    const tab = element("button", { type: "button", class: "hx-tab", role: "tab", id: `hx-tab-${name}-${mark}`, "aria-controls": `hx-view-${name}-${mark}`, onclick: () => open(name) }, label);
    const view = make(tab);
    const panel = element("div", { role: "tabpanel", id: `hx-view-${name}-${mark}`, "aria-labelledby": tab.id, hidden: true }, view.box);
    views[name] = { tab, panel, view };
    tabs.append(tab);
  }
  roving(tabs, "button", { across: true, chosen: tab => tab.click() });

  async function open(name, ...what) {
    for (const [each, { tab, panel }] of Object.entries(views)) {
      tab.setAttribute("aria-selected", String(each === name));
      tab.tabIndex = each === name ? 0 : -1;
      panel.hidden = each !== name;
    }
    const { view } = views[name];
    if (what.length) await view.open(...what);
    else await view.show();
  }

  open("tree");
  const inside = Object.fromEntries(Object.entries(views).map(([name, { view }]) => [name, view]));
  return { ...inside, tabs, open, panels: Object.values(views).map(({ panel }) => panel) };
}

/** Hide the copy of this explorer that a saved notebook shows where no kernel is. */
function hideStill(mark) {
  const hide = () => {
    for (const still of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-hooknb-still]"))) {
      if (still.getAttribute("data-hooknb-still") === mark) still.style.display = "none";
    }
  };
  hide();
  // A front end may draw the copy after the widget.
  setTimeout(hide, 500);
}

function head(first, tabs) {
  const parts = [];
  if (first.title) parts.push(element("bdi", { class: "hx-title", title: first.title }, first.title));
  if (first.xml) parts.push(element("span", { class: "hx-badge", title: "Shown as it is mapped: attributes are @name, text is #text" }, "XML"));
  return element("div", { class: "hx-head" }, ...parts, tabs);
}

function notes(first) {
  const said = [first.note, first.against ? `compared with ${first.against}` : ""].filter(Boolean);
  return said.map(text => {
    // Below the first line stands an excerpt, with a caret below the place that is wrong.
    const [sentence, ...excerpt] = text.split("\n");
    return element("div", { class: "hx-note" }, element("bdi", {}, sentence),
      ...(excerpt.length ? [element("pre", { class: "hx-excerpt" }, excerpt.join("\n"))] : []));
  });
}

export default { render };
